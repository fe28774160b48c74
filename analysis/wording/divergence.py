"""How far apart the words of the sources are, beyond what chance makes of the same texts, and which words make it so."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import resampling
from analysis.wording import sampling
from analysis.wording.comparing import Setting, drawn_from

Floats = NDArray[np.float64]

SHUFFLES = 2000  # at most: a mean and a rate of .05 need no more
SOURCES = ("source", "words", "share", "divergence", "expected", "excess", "p", "q")
WORDS = ("source", "term", "count", "rest_count", "contribution", "expected", "excess", "share", "more")


@dataclass(frozen=True)
class Divergence:
    """Jensen-Shannon divergence of the sources' words, in bits.

    bits: of all sources, each weighted by its words; expected, upper: its mean and 95 % point where units are shuffled;
    p: how often a shuffle reaches it; shuffles: how many were made; spread: the standard deviation of theirs. sources
    (SOURCES): each source's share of it, and its divergence from the rest, both sides weighted alike, from 0 to 1. words
    (WORDS): what each word adds to the latter, the largest excess first; `share` of the source's whole divergence; `more`:
    whether the source uses it more.
    """

    bits: float
    expected: float
    upper: float
    p: float
    shuffles: int
    sources: pd.DataFrame
    words: pd.DataFrame
    spread: float

    @property
    def excess(self) -> float:
        return self.bits - self.expected


def jensen_shannon(counts: Floats, weights: Sequence[float] | None = None) -> Floats:
    """What each distribution adds to the Jensen-Shannon divergence of all, in bits; counts of shape (…, sides, terms).

    JSD = H(sum w P) - sum w H(P) = sum of w KL(P, sum w P) (Lin 1991, IEEE Transactions on Information Theory 37(1)).
    `weights` (default: the sides' shares of the words) sum to 1. Shape (…, sides); the sum over sides is the divergence. A
    side without words adds nothing.
    """
    words = counts.sum(axis=-1, keepdims=True)
    p = counts / np.maximum(words, 1e-12)
    if weights is None:
        w = words / np.maximum(words.sum(axis=-2, keepdims=True), 1e-12)
    else:
        w = np.asarray(weights, dtype=float)[:, None]
    return np.asarray((w * _relative(p, (w * p).sum(axis=-2, keepdims=True))).sum(axis=-1))


def word_shift(y1: Floats, y2: Floats) -> Floats:
    """What each word adds to the divergence of two sides weighted alike, in bits: never negative, in all at most 1.

    ½ p log2(p / m) + ½ q log2(q / m), m = (p + q) / 2, p and q a word's shares (Gallagher and others 2021, EPJ Data Science
    10:4, for the Jensen-Shannon divergence). y1 and y2 are counts of shape (…, terms).
    """
    p, q = (y / np.maximum(y.sum(axis=-1, keepdims=True), 1e-12) for y in (y1, y2))
    m = (p + q) / 2
    return np.asarray((_relative(p, m) + _relative(q, m)) / 2)


def _relative(p: Floats, m: Floats) -> Floats:
    """p log2(p / m), 0 where p is."""
    return np.asarray(p * np.log2(np.where(p > 0, p, 1) / np.where(p > 0, m, 1)))


def diverge(terms: pd.DataFrame, passages: pd.DataFrame, setting: Setting | None = None) -> Divergence | None:
    """The divergence of the sources over the words that `compare` compares; None where there is nothing to compare.

    Two samples of one source differ too, and the more, the shorter they are: so what counts is the excess over shuffles of
    passages (documents, where every source has three or more) between the sources. `q`: Benjamini-Hochberg over sources.
    """
    setting = setting or Setting()
    units = drawn_from(terms, passages, setting)
    if units is None:
        return None
    rng = np.random.default_rng(setting.seed)
    shuffles = min(SHUFFLES, setting.shuffles(len(units.group), len(units.names) * len(units.terms)))
    both = np.asarray(units.counts.sum(axis=0)).ravel()
    named = [units.groups.index(name) for name in units.names]
    observed = units.by_group(units.counts)[named]
    parts, shift = _parts(observed, both), word_shift(observed, both - observed)
    null_parts, null_shift, mean = [], [], np.zeros_like(shift)
    for counts, _ in sampling.shuffled(units, shuffles, rng):
        y1 = counts.astype(float)
        null_parts.append(_parts(y1, both))
        one = word_shift(y1, both - y1)
        null_shift.append(one.sum(axis=-1))
        mean += one.sum(axis=0) / shuffles
    whole = np.concatenate(null_parts).sum(axis=1)
    return Divergence(
        float(parts.sum()),
        float(whole.mean()),
        float(np.quantile(whole, 0.95)),
        float(resampling.permutation_p(parts.sum(), whole)),
        shuffles,
        _by_source(units.names, observed, parts, shift.sum(axis=1), np.concatenate(null_shift)),
        _by_word(units, observed, shift, mean),
        float(whole.std()),
    )


def _parts(counts: Floats, both: Floats) -> Floats:
    """Parts of the divergence of all; where the sources by name are not all, what is left is one more part."""
    left = both - counts.sum(axis=-2, keepdims=True)
    return jensen_shannon(np.concatenate([counts, left], axis=-2))


def _by_source(names: tuple[str, ...], counts: Floats, parts: Floats, found: Floats, null: Floats) -> pd.DataFrame:
    p = resampling.permutation_p(found, null)
    columns = {"source": names, "words": counts.sum(axis=1).astype(int)}
    columns |= {"share": parts[: len(names)] / max(float(parts.sum()), 1e-12), "divergence": found}
    columns |= {"expected": null.mean(axis=0), "excess": found - null.mean(axis=0)}
    frame = pd.DataFrame(columns | {"p": p, "q": resampling.false_discovery(p)}).round(6)
    return frame.sort_values(["excess", "source"], ascending=[False, True], kind="stable").reset_index(drop=True)


def _by_word(units: sampling.Units, counts: Floats, shift: Floats, mean: Floats) -> pd.DataFrame:
    both = np.asarray(units.counts.sum(axis=0)).ravel()
    frames = []
    for name, y1, added, chance in zip(units.names, counts, shift, mean, strict=True):
        y2 = both - y1
        columns = {"source": name, "term": units.terms, "count": y1.astype(int), "rest_count": y2.astype(int)}
        columns |= {"contribution": added, "expected": chance, "excess": added - chance}
        columns |= {"share": added / max(float(added.sum()), 1e-12)}
        frames.append(pd.DataFrame(columns | {"more": y1 / max(y1.sum(), 1) > y2 / max(y2.sum(), 1)}).round(8))
    found = pd.concat(frames, ignore_index=True)
    found = found.sort_values(["source", "excess", "term"], ascending=[True, False, True], kind="stable")
    return found.reset_index(drop=True)


def tables(found: Divergence | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables of sources and words, without rows where there was nothing to compare."""
    if found is None:
        return pd.DataFrame(columns=pd.Index(SOURCES)), pd.DataFrame(columns=pd.Index(WORDS))
    return found.sources, found.words


def shifting(words: pd.DataFrame, top: int = 7) -> pd.DataFrame:
    """The `top` words of each source that add most beyond chance to its divergence from the rest."""
    more = words[words["excess"] > 0]
    return more.groupby("source", sort=True).head(top).reset_index(drop=True)
