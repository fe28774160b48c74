"""Group unit vectors: many runs of spherical k-means, one consensus."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_STEPS = 12  # of Lloyd's algorithm; few vectors move after that


def spherical_kmeans(
    vectors: Floats, k: int, runs: int, rng: np.random.Generator, drawn: NDArray[np.bool_] | None = None
) -> Ints:
    """Labels of `runs` independent runs at once, shape (runs, n); -1 where `drawn` (runs, n) leaves a vector out.

    Vectors have length one; similarity is the cosine (Dhillon & Modha 2001, Machine Learning 42). Starts by k-means++.
    All runs go through one matrix product a step, which is what makes hundreds of runs cheap.
    """
    n, d = vectors.shape
    drawn = np.ones((runs, n), dtype=bool) if drawn is None else drawn
    centres = _starts(vectors, k, drawn, rng)
    for _ in range(_STEPS):
        labels = _nearest(vectors, centres)
        members = (labels[:, None, :] == np.arange(k)[None, :, None]) & drawn[:, None, :]
        sums = (members.reshape(runs * k, n).astype(float) @ vectors).reshape(runs, k, d)
        lengths = np.linalg.norm(sums, axis=2, keepdims=True)
        # A centre that lost all its members stays where it was.
        centres = np.where(lengths > 1e-12, sums / np.maximum(lengths, 1e-12), centres)
    return np.where(drawn, _nearest(vectors, centres), -1)


def _nearest(vectors: Floats, centres: Floats) -> Ints:
    runs, k, d = centres.shape
    similarity = (centres.reshape(runs * k, d) @ vectors.T).reshape(runs, k, len(vectors))
    return similarity.round(9).argmax(axis=1)


def _starts(vectors: Floats, k: int, drawn: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """Centres drawn one after the other, each with probability proportional to its distance from those before it."""
    runs, n = drawn.shape
    chosen = np.empty((runs, k), dtype=int)
    nearest = np.full((runs, n), -np.inf)
    for place in range(k):
        distance = np.where(drawn, 1.0 if place == 0 else np.maximum(1 - nearest, 1e-9), 0.0)
        ladder = np.cumsum(distance, axis=1)
        drawn_at = rng.random((runs, 1)) * ladder[:, -1:]
        chosen[:, place] = np.minimum((ladder <= drawn_at).sum(axis=1), n - 1)
        nearest = np.maximum(nearest, vectors[chosen[:, place]] @ vectors.T)
    return vectors[chosen]


def co_association(labels: Ints) -> Floats:
    """How often two vectors fell into one cluster, of the runs that had both; shape (n, n), diagonal 1."""
    n = labels.shape[1]
    together, both = np.zeros((n, n)), np.zeros((n, n))
    for run in labels:
        there = run >= 0
        together += (run[:, None] == run[None, :]) & there[:, None]
        both += there[:, None] & there[None, :]
    share = np.divide(together, both, out=np.zeros((n, n)), where=both > 0)
    np.fill_diagonal(share, 1.0)
    return share


def consensus(labels: Ints, k: int) -> Ints:
    """One partition into at most `k` clusters: average linkage on 1 - co-association (Fred & Jain 2005)."""
    if labels.shape[1] < 2:
        return np.zeros(labels.shape[1], dtype=int)
    distance = 1 - co_association(labels)
    tree = linkage(squareform(distance.round(9), checks=False), method="average")
    return np.asarray(fcluster(tree, k, criterion="maxclust"), dtype=int) - 1


@dataclass(frozen=True)
class Refits:
    """Partitions of random parts of the vectors: `drawn[i]` are the indices of the i-th part, `labels[i]` theirs."""

    drawn: tuple[Ints, ...]
    labels: tuple[Ints, ...]


def refit(vectors: Floats, k: int, refits: int, runs: int, share: float, rng: np.random.Generator) -> Refits:
    """Cluster `refits` random parts of the vectors, each `share` of them, by the consensus of `runs` runs."""
    n = len(vectors)
    size = max(2, round(share * n))
    order = np.argsort(rng.random((refits, n)), axis=1, kind="stable")
    drawn = np.zeros((refits, n), dtype=bool)
    np.put_along_axis(drawn, order[:, :size], True, axis=1)
    labels = spherical_kmeans(vectors, k, refits * runs, rng, np.repeat(drawn, runs, axis=0))
    parts = tuple(np.flatnonzero(row) for row in drawn)
    return Refits(
        parts, tuple(consensus(labels[i * runs : (i + 1) * runs][:, part], k) for i, part in enumerate(parts))
    )


def contingency(one: Ints, other: Ints) -> Floats:
    """How many members each pair of clusters of two partitions shares."""
    rows, columns = np.unique(one, return_inverse=True)[1], np.unique(other, return_inverse=True)[1]
    table = np.zeros((rows.max() + 1, columns.max() + 1))
    np.add.at(table, (rows, columns), 1)
    return table


def adjusted_rand(one: Ints, other: Ints) -> float:
    """Agreement of two partitions, 0 by chance and 1 if they are the same (Hubert & Arabie 1985, equation 5).

    scikit-learn's function gives the same number; it checks its input at length, and is called hundreds of times here.
    """
    table = contingency(one, other)
    pairs, rows, columns, total = (
        (x * (x - 1) / 2).sum() for x in (table, table.sum(axis=1), table.sum(axis=0), table.sum(keepdims=True))
    )
    expected = rows * columns / total if total else 0.0
    highest = (rows + columns) / 2
    return 1.0 if highest == expected else float((pairs - expected) / (highest - expected))


def mutual_information(table: Floats) -> Floats:
    """Normalised mutual information of the two partitions of a contingency table, in [0, 1]; the last axes are the table.

    Mutual information / mean of the two entropies (Vinh, Epps & Bailey 2010, JMLR 11); 0 if neither partition divides.
    """
    p = table / table.sum(axis=(-2, -1), keepdims=True)
    entropy = [-_xlogx(p.sum(axis=axis)).sum(axis=-1) for axis in (-1, -2)]
    shared = entropy[0] + entropy[1] + _xlogx(p).sum(axis=(-2, -1))
    mean = (entropy[0] + entropy[1]) / 2
    return np.divide(shared, mean, out=np.zeros_like(mean), where=mean > 1e-12)


def _xlogx(p: Floats) -> Floats:
    return p * np.log(np.where(p > 0, p, 1))
