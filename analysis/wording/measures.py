"""Measures of how differently two sides use a word."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.study import OTHERS

Floats = NDArray[np.float64]


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


def shrunk(y1: Floats, y2: Floats, n1: Floats, n2: Floats, prior: float = 0.0) -> tuple[Floats, Floats]:
    """`log_odds` of a source against the rest: delta and z.

    Prior counts: the rest's shares times half the smaller side (or `prior` words), so that a source is not shrunk
    towards itself, and 1/2 more (Jeffreys), so that a word only one side has keeps a finite variance.
    """
    weight = prior if prior else np.minimum(n1, n2) / 2
    return log_odds(y1, y2, weight * y2 / np.maximum(n2, 1) + 0.5, n1, n2)


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


def smallest_difference(passages: pd.DataFrame, rate: float, power: float = 0.8) -> pd.DataFrame:
    """The smallest ratio of rates that a source's length lets one see, for a term of `rate` per 1,000 words.

    Two Poisson rates, two-sided at .05, on the log scale: ln ratio = (1.96 + z_power) sqrt(1 / e1 + 1 / e2), e the
    expected counts. Words are treated as independent, so the true limit is higher. Columns source, words, ratio, a row for
    each source compared by name; no row for a study of one source.
    """
    from scipy.stats import norm

    words = passages.groupby("source")["words"].sum()
    if len(words) < 2:
        return pd.DataFrame(columns=pd.Index(["source", "words", "ratio"]))
    everybody, words = words.sum(), words.drop(OTHERS, errors="ignore")
    reach = norm.ppf(0.975) + norm.ppf(power)
    expected = words * rate / 1000
    rest = (everybody - words) * rate / 1000
    ratio = np.exp(reach * np.sqrt(1 / expected + 1 / rest))
    return pd.DataFrame({"source": words.index, "words": words.to_numpy(), "ratio": ratio.round(6).to_numpy()})
