"""Each source's words against those of all others, with intervals and p-values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import evidence, resampling, tfidf, tokens
from analysis.wording import sampling
from analysis.wording.measures import g2, log_ratio, shrunk

Floats = NDArray[np.float64]

COLUMNS = (
    *("source", "term", "count", "rest_count", "passages", "units", "rest_units", "per_1000", "rest_per_1000"),
    *("delta", "low", "high", "z", "p", "q", "g2", "log_ratio", "distinct"),
)
DISPERSED = 2  # passages, or documents where these are drawn, that must hold a word on the side that uses it more
FEWEST_SHUFFLES = 2000  # in a large study
SHUFFLED_CELLS, COMPARED_CELLS = 20_000_000, 400_000_000  # units times shuffles; p-values times shuffles


@dataclass(frozen=True)
class Setting:
    """What the comparison depends on.

    least_passages: a term must occur in so many; draws: bootstrap samples; permutations: their number, which sets the
    smallest p; level: of intervals and, as 1 - level, of the false-discovery rate; prior: weight of the prior in words,
    0 for half the smaller side; most_terms: of the terms that occur often enough, so many most frequent are compared;
    function_words, pairs: words that carry little content, and word pairs, are compared too.
    """

    least_passages: int = 3
    draws: int = 2000
    permutations: int = 20000
    level: float = 0.95
    prior: float = 0.0
    seed: int = 1
    most_terms: int = 3000
    function_words: bool = False
    pairs: bool = False

    def compares(self, term: str) -> bool:
        """Whether this is a term to compare: by itself a single word that carries content."""
        return (self.pairs or " " not in term) and (self.function_words or tokens.is_content(term))

    def shuffles(self, units: int, comparisons: int) -> int:
        """The permutations that are made of so many units for so many p-values: in a large study fewer, but 2,000 or more."""
        fewer = resampling.affordable(self.permutations, comparisons, FEWEST_SHUFFLES, COMPARED_CELLS)
        return resampling.affordable(fewer, units, min(FEWEST_SHUFFLES, fewer), SHUFFLED_CELLS)


def compare(terms: pd.DataFrame, passages: pd.DataFrame, setting: Setting | None = None) -> pd.DataFrame:
    """Each source against the rest: one row a source and term, columns COLUMNS, the most distinctive first.

    `delta` with the interval `low` to `high` from resampling passages within their source (documents, where every
    source has three or more); `p` from permuting those units between sources, beyond what shuffles show from the tail of
    their values, and never below one in the ways to divide the units (`sampling.splits`); `q` its Benjamini-Hochberg value
    over all rows; `units` and `rest_units`: how many of these hold the word. `distinct` where q is below 1 - level, the
    interval excludes 0, and the side that uses the word more has it in DISPERSED units or more. `per_1000` is per 1,000
    words that carry content, the words of either side that are counted. The group of sources not compared by name is part
    of every rest and has no rows; nor has a study with one source.
    """
    setting = setting or Setting()
    units = drawn_from(terms, passages, setting)
    if units is None:
        return pd.DataFrame(columns=pd.Index(COLUMNS))
    rng = np.random.default_rng(setting.seed)
    counts, totals = units.by_group(units.counts), units.by_group(units.totals)
    frames = [
        _observed(units, counts, totals, name, setting.prior).assign(low=low, high=high)
        for name, low, high in _intervals(units, setting, rng)
    ]
    observed = np.stack([frame["g2"] for frame in frames])
    p = sampling.permuted(units, setting.shuffles(len(units.group), observed.size), observed, setting.seed)
    p = np.maximum(p, 1 / sampling.splits(passages))
    found = pd.concat([frame.assign(p=own) for frame, own in zip(frames, p, strict=True)], ignore_index=True)
    return _judged(found, setting)


def drawn_from(terms: pd.DataFrame, passages: pd.DataFrame, setting: Setting) -> sampling.Units | None:
    """What is compared and drawn again; None where there is nothing to compare: no common word, or one source."""
    if passages.empty or terms.empty:
        return None
    counted = tfidf.count(terms, passages["passage"].tolist(), keep=setting.compares)
    units = sampling.units(counted, passages, setting.least_passages, setting.most_terms)
    return units if len(units.groups) > 1 and units.names and units.terms else None


def _observed(units: sampling.Units, counts: Floats, totals: Floats, name: str, prior: float) -> pd.DataFrame:
    """One source against the rest, without intervals and p: a row a term. `counts` and `totals` are those of the groups."""
    own = units.groups.index(name)
    y1, n1 = counts[own], totals[own]
    y2, n2 = counts.sum(axis=0) - y1, totals.sum() - n1
    delta, z = shrunk(y1, y2, n1, n2, prior)
    columns = {"source": name, "term": units.terms, "count": y1, "rest_count": y2}
    holding = units.holding[own]
    columns |= {"passages": units.spread[units.names.index(name)]}
    columns |= {"units": holding, "rest_units": units.holding.sum(axis=0) - holding}
    columns |= {"per_1000": 1000 * y1 / max(n1, 1), "rest_per_1000": 1000 * y2 / max(n2, 1), "delta": delta, "z": z}
    return pd.DataFrame(columns | {"g2": g2(y1, y2, n1, n2), "log_ratio": log_ratio(y1, y2, n1, n2)})


def _intervals(units: sampling.Units, setting: Setting, rng: np.random.Generator) -> list[tuple[str, Floats, Floats]]:
    """The ends of each source's interval of delta, by term."""
    drawn = dict(sampling.bootstrapped(units, setting.draws, rng))
    everything, everybody = np.zeros((setting.draws, len(units.terms))), np.zeros((setting.draws, 1))
    for counts, words in drawn.values():
        everything += counts
        everybody += words
    size = max(1, sampling.CELLS // len(units.terms))
    ends = [(1 - setting.level) / 2, (1 + setting.level) / 2]
    found = []
    for name in units.names:
        counts, words = drawn.pop(name)
        delta = np.empty(counts.shape[::-1])
        for start in range(0, len(counts), size):
            rows = slice(start, start + size)
            y1, n1 = counts[rows].astype(float), words[rows]
            delta[:, rows] = shrunk(y1, everything[rows] - y1, n1, everybody[rows] - n1, setting.prior)[0].T
        low, high = np.quantile(delta, ends, axis=1)
        found.append((name, low, high))
    return found


def _judged(found: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    found["q"] = resampling.false_discovery(found["p"].to_numpy())
    found["distinct"] = judged(found, setting.level)
    found = found.round(6).astype(dict.fromkeys(("count", "rest_count", "units", "rest_units"), int))
    found["rank"] = -found["z"]
    found = found.sort_values(["source", "rank", "term"], kind="stable").drop(columns="rank")
    return found[list(COLUMNS)].reset_index(drop=True)


def judged(found: pd.DataFrame, level: float) -> pd.Series:
    """Whether each row is distinct, by its q, low, high, delta, units and rest_units."""
    excludes = (found["low"] > 0) | (found["high"] < 0)
    dispersed = found["units"].where(found["delta"] > 0, found["rest_units"]) >= DISPERSED
    return (found["q"] < 1 - level) & excludes & dispersed


def is_word(term: str) -> bool:
    """Whether a term is a single word that carries content."""
    return Setting().compares(term)


def distinctive(compared: pd.DataFrame, top: int = 8) -> pd.DataFrame:
    """The `top` words each source uses more than the rest, by z."""
    more = compared[compared["delta"] > 0]
    return more.groupby("source", sort=True).head(top).reset_index(drop=True)


def behind(terms: pd.DataFrame, passages: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """The passages that hold the terms of `shown` (source, term), as evidence of the count of each (`analysis.evidence`)."""
    own = terms[terms["term"].isin(set(shown["term"]))].astype({"passage": object, "term": object})
    found = own.merge(passages[["passage", "source"]], on="passage", validate="many_to_one")
    found = found.merge(shown[["source", "term"]].drop_duplicates(), on=["source", "term"])
    return evidence.located(found, passages, ("source", "term"), "count")


def style_among(with_style: pd.DataFrame, style: pd.DataFrame) -> Sequence[str]:
    """The words that come out as distinctive only because of house style."""
    found = with_style.loc[with_style["distinct"] & (with_style["delta"] > 0), "term"]
    return sorted(set(found) & set(style["term"]))
