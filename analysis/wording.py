"""Wording: which words set one source apart from the others, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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
    counts = tfidf.count(terms, passages["passage"].tolist(), keep=_is_word)
    present = np.asarray((counts.matrix > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(present >= setting.least_passages)
    matrix = counts.matrix.toarray()
    units, source_of, unit_counts, unit_totals = _units(matrix, passages)
    names = sorted(set(source_of))
    if len(names) < 2 or not len(kept):
        return pd.DataFrame(columns=pd.Index(COLUMNS))
    labels = np.asarray(source_of)
    rng = np.random.default_rng(setting.seed)
    weights = resampling.bootstrap_weights(source_of, setting.draws, rng)
    orders = resampling.permutations(len(units), setting.permutations, rng)
    frames = []
    for name in names:
        own = (labels == name).astype(float)
        kept_counts = unit_counts[:, kept]
        delta, z = (row[0] for row in _scores(kept_counts, unit_totals, setting.prior, own[None], 1 - own[None]))
        drawn = _scores(kept_counts, unit_totals, setting.prior, weights * own, weights * (1 - own))[0]
        low, high = np.quantile(drawn, [(1 - setting.level) / 2, (1 + setting.level) / 2], axis=0)
        y1, y2 = own @ kept_counts, (1 - own) @ kept_counts
        n1, n2 = own @ unit_totals, (1 - own) @ unit_totals
        likelihood = g2(y1, y2, n1, n2)
        frame = {"source": name, "term": [counts.terms[place] for place in kept], "count": y1, "rest_count": y2}
        frame |= {"passages": (matrix[passages["source"].to_numpy() == name][:, kept] > 0).sum(axis=0)}
        frame |= {
            "per_1000": 1000 * y1 / max(n1, 1),
            "rest_per_1000": 1000 * y2 / max(n2, 1),
            "delta": delta,
            "low": low,
            "high": high,
        }
        frame |= {"z": z, "p": _permuted(kept_counts, unit_totals, own, orders, likelihood)}
        frame |= {"g2": likelihood, "log_ratio": log_ratio(y1, y2, n1, n2)}
        frames.append(pd.DataFrame(frame))
    return _judged(pd.concat(frames, ignore_index=True), setting)


def _judged(found: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    found["q"] = resampling.false_discovery(found["p"].to_numpy())
    found["distinct"] = (found["q"] < 1 - setting.level) & ((found["low"] > 0) | (found["high"] < 0))
    found = found.round(6).astype({"count": int, "rest_count": int})
    found["rank"] = -found["z"]
    found = found.sort_values(["source", "rank", "term"], kind="stable").drop(columns="rank")
    return found[list(COLUMNS)].reset_index(drop=True)


def _is_word(term: str) -> bool:
    return " " not in term and tokens.is_content(term)


def _units(matrix: Floats, passages: pd.DataFrame) -> tuple[list[str], list[str], Floats, Floats]:
    """What is resampled: documents where every source has three or more, else passages."""
    by_document = bool((passages.groupby("source")["document"].nunique() >= 3).all())
    names = passages["document" if by_document else "passage"].to_numpy()
    units = list(dict.fromkeys(names.tolist()))
    member = np.asarray([names == unit for unit in units], dtype=float)
    source = dict(zip(names, passages["source"], strict=True))
    counts = member @ matrix
    return units, [source[unit] for unit in units], counts, counts.sum(axis=1)


def _scores(counts: Floats, totals: Floats, prior: float, mine: Floats, rest: Floats) -> tuple[Floats, Floats]:
    """delta and z for each row of unit weights.

    Prior counts: the rest's shares times half the smaller side (or `prior` words), so that a source is not shrunk
    towards itself, and 1/2 more (Jeffreys), so that a word only one side has keeps a finite variance.
    """
    y1, y2 = mine @ counts, rest @ counts
    n1, n2 = (mine @ totals)[:, None], (rest @ totals)[:, None]
    weight = prior if prior else np.minimum(n1, n2) / 2
    return log_odds(y1, y2, weight * y2 / np.maximum(n2, 1) + 0.5, n1, n2)


def _permuted(counts: Floats, totals: Floats, own: Floats, orders: NDArray[np.int64], observed: Floats) -> Floats:
    """p of each term's G2 when units are permuted between the source and the rest.

    G2 rather than z: z falls when a word's last occurrence elsewhere goes, G2 does not. With c = count in the source,
    C in all, n and N the words there, G2 / 2 = c ln c + (C - c) ln(C - c) - C ln C - c ln n - (C - c) ln(N - n) + C ln N:
    counts are whole, so their logarithms are looked up.
    """
    both, words = counts.sum(axis=0), totals.sum()
    steps = np.arange(int(both.max()) + 1)
    table = steps * np.log(np.maximum(steps, 1))
    reached = np.ones(len(observed))
    for start in range(0, len(orders), 1000):
        mine = own[orders[start : start + 1000]]
        y1, n1 = mine @ counts, (mine @ totals)[:, None]
        cells = (
            table[y1.astype(int)]
            + table[(both - y1).astype(int)]
            - y1 * np.log(np.maximum(n1, 1))
            - (both - y1) * np.log(np.maximum(words - n1, 1))
        )
        null = 2 * (cells + both * np.log(words) - table[both.astype(int)])
        reached += (null >= np.abs(observed) - 1e-9).sum(axis=0)
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
