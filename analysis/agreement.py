"""How far coders agree, and how often a machine is right against them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis import resampling

Floats = NDArray[np.float64]


class Estimate(NamedTuple):
    """A figure with its interval and the number of units it rests on; NaN where it is not defined."""

    value: float
    low: float
    high: float
    units: int


class Scores(NamedTuple):
    """How a yes-or-no judgement fares against the right one: shares from 0 to 1, NaN where nothing is divided."""

    precision: float
    recall: float
    f1: float


def alpha(codes: Floats) -> float:
    """Krippendorff's alpha for nominal codes: 1 - observed / expected disagreement.

    `codes` has one row a unit and one column a coder, NaN where a coder has not judged; units with fewer than two codes
    say nothing. 1 is perfect agreement, 0 that of chance, below 0 is systematic disagreement. NaN where nothing can be
    paired, or where all codes are the same, so that chance would agree too. Krippendorff 2011, "Computing
    Krippendorff's Alpha-Reliability", section D. Conclusions are usually drawn from .8 up, tentative ones from .667 up.
    """
    counted, disagreement = _pairable(codes)
    return float(_alphas(counted, disagreement, np.ones((1, len(counted))))[0])


def alpha_interval(codes: Floats, rng: np.random.Generator, draws: int = 2000, level: float = 0.95) -> Estimate:
    """`alpha` with a percentile interval from resampling units; draws in which it is not defined do not count."""
    counted, disagreement = _pairable(codes)
    value = alpha(codes)
    if np.isnan(value):
        return Estimate(value, np.nan, np.nan, len(counted))
    blocks = resampling.bootstrap_weights(len(counted), draws, rng)
    drawn = np.concatenate([_alphas(counted, disagreement, weights.astype(float)) for weights in blocks])
    low, high = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, float(low), float(high), len(counted))


def _pairable(codes: Floats) -> tuple[Floats, Floats]:
    """Of each unit with two codes or more: how many coders gave each category, and the disagreeing pairs / (m - 1)."""
    categories = np.unique(codes[~np.isnan(codes)])
    counted = (codes[:, :, None] == categories).sum(axis=1).astype(float)
    counted = counted[counted.sum(axis=1) >= 2]
    coders = counted.sum(axis=1)
    return counted, (coders**2 - (counted**2).sum(axis=1)) / np.maximum(coders - 1, 1)


def _alphas(counted: Floats, disagreement: Floats, weights: Floats) -> Floats:
    """Alpha of each weighting of the units; `weights` has one row a weighting."""
    totals = weights @ counted
    n = totals.sum(axis=1)
    expected = n**2 - (totals**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = 1 - (n - 1) * (weights @ disagreement) / expected
    return np.where(expected > 0, found, np.nan)


def scores(right: Sequence[bool] | NDArray[np.bool_], found: Sequence[bool] | NDArray[np.bool_]) -> Scores:
    """Precision, recall and F1 of what was `found` against what is `right`, unit by unit."""
    wanted, given = np.asarray(right, dtype=bool), np.asarray(found, dtype=bool)
    hits, all_given, all_wanted = int((wanted & given).sum()), int(given.sum()), int(wanted.sum())
    return Scores(_share(hits, all_given), _share(hits, all_wanted), _share(2 * hits, all_given + all_wanted))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
