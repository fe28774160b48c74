"""How sure a figure is: intervals, resampling weights, permutation p-values."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def jeffreys(successes: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """Equal-tailed interval of a share, prior Beta(1/2, 1/2) (Brown, Cai & DasGupta 2001, Statistical Science 16(2)).

    Its ends are 0 with no success and 1 with no failure. No trial gives (0, 1): nothing is known.
    """
    if trials == 0:
        return 0.0, 1.0
    posterior = stats.beta(successes + 0.5, trials - successes + 0.5)
    low, high = posterior.ppf([(1 - level) / 2, (1 + level) / 2])
    return (0.0 if successes == 0 else float(low)), (1.0 if successes == trials else float(high))


def bootstrap_weights(groups: Sequence[str], draws: int, rng: np.random.Generator) -> Floats:
    """How often each unit is drawn when units are drawn with replacement within their group; shape (draws, units)."""
    labels = np.asarray(groups)
    weights = np.zeros((draws, len(labels)))
    for group in sorted(set(groups)):
        members = np.flatnonzero(labels == group)
        weights[:, members] = rng.multinomial(len(members), np.full(len(members), 1 / len(members)), size=draws)
    return weights


def permutations(units: int, draws: int, rng: np.random.Generator) -> Ints:
    """Random orders of `units`; shape (draws, units)."""
    return np.argsort(rng.random((draws, units)), axis=1, kind="stable")


def rotations(documents: Sequence[str], draws: int, rng: np.random.Generator) -> Ints:
    """Orders of units that keep neighbours together; shape (draws, units).

    Units stand in reading order, each with its document. An order puts the documents in random sequence and then turns
    the whole by a random number of places. What lies close together in a text resembles its neighbours; shuffling single
    units would destroy that and make chance look smaller than it is.
    """
    labels = np.asarray(documents)
    if not len(labels):
        return np.empty((draws, 0), dtype=np.int64)
    members = [np.flatnonzero(labels == document) for document in sorted(set(documents))]
    orders = np.empty((draws, len(labels)), dtype=np.int64)
    for row in range(draws):
        sequence = np.concatenate([members[place] for place in rng.permutation(len(members))])
        orders[row] = np.roll(sequence, rng.integers(len(labels)))
    return orders


def permutation_p(observed: Floats, null: Floats) -> Floats:
    """Share of the null at least as large as the observed, the observed itself counted in: never 0.

    `null` has one row a permutation (Phipson & Smyth 2010, Statistical Applications in Genetics 9(1)).
    """
    reached = (null >= observed - 1e-9).sum(axis=0)
    return (1 + reached) / (1 + null.shape[0])


def false_discovery(p: Floats) -> Floats:
    """Benjamini-Hochberg q-values of one family of tests."""
    return stats.false_discovery_control(p) if p.size else p
