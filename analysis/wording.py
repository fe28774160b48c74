"""Wording: which words set one source apart from the others, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis import resampling, tfidf, tokens

Floats = NDArray[np.float64]

COLUMNS = (
    *("source", "term", "count", "rest_count", "passages", "per_1000", "rest_per_1000"),
    *("delta", "low", "high", "z", "p", "q", "g2", "log_ratio", "distinct"),
)


@dataclass(frozen=True)
class Setting:
    """What the comparison depends on.

    least_passages: a term must occur in so many; draws: bootstrap samples; permutations: their number, which sets the
    smallest p; level: of intervals and, as 1 - level, of the false-discovery rate; prior: weight of the prior in words,
    0 for half the smaller side.
    """

    least_passages: int = 3
    draws: int = 2000
    permutations: int = 20000
    level: float = 0.95
    prior: float = 0.0
    seed: int = 1


def log_odds(y1: Floats, y2: Floats, a: Floats, n1: Floats, n2: Floats) -> tuple[Floats, Floats]:
    """Weighted log-odds ratio with an informative Dirichlet prior, and its z-score.

    delta = ln[(y1 + a) / (n1 + a0 - y1 - a)] - ln[(y2 + a) / (n2 + a0 - y2 - a)], a0 = sum of a over the terms,
    z = delta / sqrt(1 / (y1 + a) + 1 / (y2 + a))
    (Monroe, Colaresi & Quinn 2008, Political Analysis 16(4), equations 16 and 18 to 22). y1 and y2 are counts, `a` prior
    counts, all of shape (…, terms); n1 and n2 the words of either side, of shape (…, 1) or plain numbers. z treats words
    as independent, which those of a text are not: rank by it, do not test with it.
    """
    a0 = a.sum(axis=-1, keepdims=True)
    one, two = y1 + a, y2 + a
    # A text that has no other word would have infinite odds.
    delta = np.log(one / np.maximum(n1 + a0 - one, 0.5)) - np.log(two / np.maximum(n2 + a0 - two, 0.5))
    return delta, delta / np.sqrt(1 / one + 1 / two)


def g2(y1: Floats, y2: Floats, n1: Floats, n2: Floats) -> Floats:
    """Log-likelihood ratio of a term's two rates (Dunning 1993; Rayson & Garside 2000), signed by the direction."""
    n1, n2 = np.maximum(n1, 1e-9), np.maximum(n2, 1e-9)
    e1, e2 = n1 * (y1 + y2) / (n1 + n2), n2 * (y1 + y2) / (n1 + n2)
    part1 = np.where(y1 > 0, y1 * np.log(np.where(y1 > 0, y1, 1) / e1), 0)
    part2 = np.where(y2 > 0, y2 * np.log(np.where(y2 > 0, y2, 1) / e2), 0)
    return np.sign(y1 / n1 - y2 / n2) * 2 * (part1 + part2)


def log_ratio(y1: Floats, y2: Floats, n1: Floats, n2: Floats) -> Floats:
    """Binary logarithm of the ratio of a term's two rates, 0.5 added to a count of zero (Hardie 2014)."""
    n1, n2 = np.maximum(n1, 1), np.maximum(n2, 1)
    return np.log2((np.where(y1 > 0, y1, 0.5) / n1) / (np.where(y2 > 0, y2, 0.5) / n2))


def compare(terms: pd.DataFrame, passages: pd.DataFrame, setting: Setting | None = None) -> pd.DataFrame:
    """Each source against the rest: one row a source and term, columns COLUMNS, the most distinctive first.

    `delta` with the interval `low` to `high` from resampling passages within their source (documents, where every
    source has three or more); `p` from permuting those units between sources, `q` its Benjamini-Hochberg value over all
    rows; `distinct` where q is below 1 - level and the interval excludes 0. `per_1000` is per 1,000 words that carry
    content, the words of either side that are counted. A study with one source has no rows.
    """
    setting = setting or Setting()
    if passages.empty or terms.empty:
        return pd.DataFrame(columns=pd.Index(COLUMNS))
    units = _units(tfidf.count(terms, passages["passage"].tolist(), keep=_is_word), passages, setting.least_passages)
    if len(units.names) < 2 or not units.terms:
        return pd.DataFrame(columns=pd.Index(COLUMNS))
    rng = np.random.default_rng(setting.seed)
    weights = resampling.bootstrap_weights(units.source.tolist(), setting.draws, rng)
    orders = resampling.permutations(len(units.source), setting.permutations, rng)
    frames = [_compared(units, name, weights, setting) for name in units.names]
    p = _permuted(units, orders, np.stack([frame["g2"] for frame in frames]))
    found = pd.concat([frame.assign(p=own) for frame, own in zip(frames, p, strict=True)], ignore_index=True)
    return _judged(found, setting)


@dataclass(frozen=True)
class _Units:
    """What is resampled: documents where every source has three or more, else passages.

    counts: of the compared terms, shape (units, terms); totals: all words of a unit that carry content; spread: in how
    many passages of each source a term stands, shape (names, terms).
    """

    names: tuple[str, ...]
    terms: tuple[str, ...]
    source: NDArray[np.str_]
    counts: Floats
    totals: Floats
    spread: NDArray[np.int64]


def _units(counted: tfidf.Weights, passages: pd.DataFrame, least_passages: int) -> _Units:
    present = np.asarray((counted.matrix > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(present >= least_passages)
    matrix = counted.matrix.toarray()
    by_document = bool((passages.groupby("source")["document"].nunique() >= 3).all())
    held_in = passages["document" if by_document else "passage"].to_numpy()
    source_of = dict(zip(held_in, passages["source"], strict=True))
    member = np.asarray([held_in == unit for unit in source_of], dtype=float)
    names = tuple(sorted(set(source_of.values())))
    spread = [(matrix[passages["source"].to_numpy() == name][:, kept] > 0).sum(axis=0) for name in names]
    return _Units(
        names,
        tuple(counted.terms[place] for place in kept),
        np.asarray(list(source_of.values())),
        member @ matrix[:, kept],
        member @ matrix.sum(axis=1),
        np.stack(spread),
    )


def _compared(units: _Units, name: str, weights: Floats, setting: Setting) -> pd.DataFrame:
    """One source against the rest, without p: a row a term."""
    own = units.source == name
    y1, n1 = units.counts[own].sum(axis=0), units.totals[own].sum()
    y2, n2 = units.counts.sum(axis=0) - y1, units.totals.sum() - n1
    delta, z = _scores(y1, y2, n1, n2, setting.prior)
    drawn1, total1 = weights[:, own] @ units.counts[own], (weights[:, own] @ units.totals[own])[:, None]
    drawn2, total2 = weights[:, ~own] @ units.counts[~own], (weights[:, ~own] @ units.totals[~own])[:, None]
    ends = [(1 - setting.level) / 2, (1 + setting.level) / 2]
    low, high = np.quantile(_scores(drawn1, drawn2, total1, total2, setting.prior)[0], ends, axis=0)
    columns = {"source": name, "term": units.terms, "count": y1, "rest_count": y2}
    columns |= {"passages": units.spread[units.names.index(name)]}
    columns |= {"per_1000": 1000 * y1 / max(n1, 1), "rest_per_1000": 1000 * y2 / max(n2, 1)}
    columns |= {"delta": delta, "low": low, "high": high, "z": z}
    return pd.DataFrame(columns | {"g2": g2(y1, y2, n1, n2), "log_ratio": log_ratio(y1, y2, n1, n2)})


def _judged(found: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    found["q"] = resampling.false_discovery(found["p"].to_numpy())
    found["distinct"] = (found["q"] < 1 - setting.level) & ((found["low"] > 0) | (found["high"] < 0))
    found = found.round(6).astype({"count": int, "rest_count": int})
    found["rank"] = -found["z"]
    found = found.sort_values(["source", "rank", "term"], kind="stable").drop(columns="rank")
    return found[list(COLUMNS)].reset_index(drop=True)


def _is_word(term: str) -> bool:
    return " " not in term and tokens.is_content(term)


def _scores(y1: Floats, y2: Floats, n1: Floats, n2: Floats, prior: float) -> tuple[Floats, Floats]:
    """delta and z.

    Prior counts: the rest's shares times half the smaller side (or `prior` words), so that a source is not shrunk
    towards itself, and 1/2 more (Jeffreys), so that a word only one side has keeps a finite variance.
    """
    weight = prior if prior else np.minimum(n1, n2) / 2
    return log_odds(y1, y2, weight * y2 / np.maximum(n2, 1) + 0.5, n1, n2)


def _permuted(units: _Units, orders: NDArray[np.int64], observed: Floats) -> Floats:
    """p of each source's and term's G2 when units are permuted between the sources; shape (names, terms).

    G2 rather than z: z falls when a word's last occurrence elsewhere goes, G2 does not. With c = count in the source,
    C in all, n and N the words there, G2 / 2 = c ln c + (C - c) ln(C - c) - C ln C - c ln n - (C - c) ln(N - n) + C ln N:
    counts are whole, so their logarithms are looked up. One permutation serves all sources.
    """
    k, sparse_counts = len(units.names), sparse.csr_matrix(units.counts)
    both, words = units.counts.sum(axis=0), units.totals.sum()
    steps = np.arange(int(both.max()) + 1)
    table = steps * np.log(np.maximum(steps, 1))
    codes = np.searchsorted(units.names, units.source)
    reached = np.ones_like(observed)
    size = max(1, 2_000_000 // observed.size)
    for start in range(0, len(orders), size):
        part = codes[orders[start : start + size]]
        rows = (part + k * np.arange(len(part))[:, None]).ravel()
        places = (rows, np.tile(np.arange(part.shape[1]), len(part)))
        member = sparse.csr_matrix((np.ones(len(rows)), places), shape=(k * len(part), part.shape[1]))
        y1, n1 = (member @ sparse_counts).toarray(), (member @ units.totals)[:, None]
        y2 = both - y1
        cells = table[y1.astype(int)] + table[y2.astype(int)]
        cells -= y1 * np.log(np.maximum(n1, 1)) + y2 * np.log(np.maximum(words - n1, 1))
        null = 2 * (cells + both * np.log(words) - table[both.astype(int)])
        reached += (null.reshape(len(part), k, -1) >= np.abs(observed) - 1e-9).sum(axis=0)
    return reached / (1 + len(orders))


def distinctive(compared: pd.DataFrame, top: int = 8) -> pd.DataFrame:
    """The `top` words each source uses more than the rest, by z."""
    more = compared[compared["delta"] > 0]
    return more.groupby("source", sort=True).head(top).reset_index(drop=True)


def smallest_difference(passages: pd.DataFrame, rate: float, power: float = 0.8) -> pd.DataFrame:
    """The smallest ratio of rates that a source's length lets one see, for a term of `rate` per 1,000 words.

    Two Poisson rates, two-sided at .05, on the log scale: ln ratio = (1.96 + z_power) sqrt(1 / e1 + 1 / e2), e the
    expected counts. Words are treated as independent, so the true limit is higher. Columns source, words, ratio; no row
    for a study of one source.
    """
    from scipy.stats import norm

    words = passages.groupby("source")["words"].sum()
    if len(words) < 2:
        return pd.DataFrame(columns=pd.Index(["source", "words", "ratio"]))
    reach = norm.ppf(0.975) + norm.ppf(power)
    expected = words * rate / 1000
    rest = (words.sum() - words) * rate / 1000
    ratio = np.exp(reach * np.sqrt(1 / expected + 1 / rest))
    return pd.DataFrame({"source": words.index, "words": words.to_numpy(), "ratio": ratio.round(6).to_numpy()})


def style_among(with_style: pd.DataFrame, style: pd.DataFrame) -> Sequence[str]:
    """The words that come out as distinctive only because of house style."""
    found = with_style.loc[with_style["distinct"] & (with_style["delta"] > 0), "term"]
    return sorted(set(found) & set(style["term"]))
