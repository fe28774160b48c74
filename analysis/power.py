"""How large a difference must be to be found: what chance makes of it, and where it is first found."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Floats = NDArray[np.float64]

POWER = 0.8  # share of the studies that find a difference of the size that is promised
STEPS, HALVINGS = 100, 40  # of the range in which a size is sought


def smallest(reached: Callable[[float], bool], steps: Floats) -> float:
    """The smallest size at which a difference is found, between the first of `steps` at which it is and the one before.

    Not a number if it is found at none of them or already at the first, which stands for no difference. A larger one is not
    always found better, since rearranged texts vary with it, too; so all steps are tried.
    """
    first = next((place for place, size in enumerate(steps) if reached(float(size))), 0)
    if not first:
        return float("nan")
    low, high = float(steps[first - 1]), float(steps[first])
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def tail(value: Floats | float, mean: Floats | float, sd: Floats | float) -> Floats:
    """Chance that a count with this mean and spread reaches `value`: that of a gamma, as counts are skewed to the right."""
    shape = (np.maximum(mean, 1e-12) / np.maximum(sd, 1e-12)) ** 2
    return np.asarray(special.gammaincc(shape, np.maximum(value, 0) * shape / np.maximum(mean, 1e-12)))


def chance(excess: float, kept: Floats, mean: float, sd: float) -> float:
    """p of a count that differs by `excess` from its expected `mean`, under rearranged texts.

    These differ by `kept`, what each rearrangement leaves of the difference itself, and by noise of spread `sd`. As
    `resampling.permutation_p`: the observed is counted in, so p is never below one in the rearrangements. That only so many
    are made lets p vary, so it is the p below which it lies 80 times in a hundred.
    """
    different, place = np.unique(kept, return_inverse=True)  # of few passages, many rearrangements leave the same
    either = (tail(mean + excess - different, mean, sd) + 1 - tail(mean - excess - different, mean, sd))[place]
    many, p = len(kept), min(float(either.mean()), 1.0)
    p += float(stats.norm.ppf(POWER)) * (p * (1 - p) / many) ** 0.5
    return (1 + many * p) / (1 + many)
