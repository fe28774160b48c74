"""Measures of how differently two sides use a word."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def log_odds(
    y1: Floats, y2: Floats, a: Floats, n1: Floats, n2: Floats, a0: Floats | None = None
) -> tuple[Floats, Floats]:
    """Weighted log-odds ratio with an informative Dirichlet prior, and its z-score.

    delta = ln[(y1 + a) / (n1 + a0 - y1 - a)] - ln[(y2 + a) / (n2 + a0 - y2 - a)], a0 = sum of a over the terms,
    z = delta / sqrt(1 / (y1 + a) + 1 / (y2 + a))
    (Monroe, Colaresi & Quinn 2008, Political Analysis 16(4), equations 16 and 18 to 22). y1 and y2 are counts, `a` prior
    counts, all of shape (…, terms); n1 and n2 the words of either side, of shape (…, 1) or plain numbers; a0 is given where
    `a` has not all terms. z treats words as independent, which those of a text are not: rank by it, do not test with it.
    """
    a0 = a.sum(axis=-1, keepdims=True) if a0 is None else a0
    one, two = y1 + a, y2 + a
    # A text that has no other word would have infinite odds.
    delta = np.log(one / np.maximum(n1 + a0 - one, 0.5)) - np.log(two / np.maximum(n2 + a0 - two, 0.5))
    return delta, delta / np.sqrt(1 / one + 1 / two)


def shrunk(
    y1: Floats, y2: Floats, n1: Floats, n2: Floats, prior: float = 0.0, whole: tuple[Floats, int] | None = None
) -> tuple[Floats, Floats]:
    """`log_odds` of a source against the rest: delta and z.

    Prior counts: the rest's shares times half the smaller side (or `prior` words), so that a source is not shrunk
    towards itself, and 1/2 more (Jeffreys), so that a word only one side has keeps a finite variance. Where the counts are
    of some terms only, `whole` has how often all of them stand in the rest, and how many terms there are.
    """
    weight = prior if prior else np.minimum(n1, n2) / 2
    share = weight / np.maximum(n2, 1)
    a0 = None if whole is None else share * whole[0] + whole[1] / 2
    return log_odds(y1, y2, share * y2 + 0.5, n1, n2, a0)


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
