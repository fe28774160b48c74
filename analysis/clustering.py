"""Group unit vectors, and group parts of them again to see what holds.

A tree has no random start: the same vectors give the same clusters, and one tree serves every number of clusters. It
needs all pairs of vectors; for more than some thousands, spherical k-means needs none.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Tree:
    """A hierarchy of `size` vectors, as scipy's linkage matrix."""

    size: int
    merges: Floats

    def cut(self, k: int) -> Ints:
        """Labels 0, 1, … of the partition into at most `k` clusters: fewer where merges are tied.

        scipy's `fcluster(merges, k, "maxclust")`, whose checks alone take many times as long on a small tree.
        """
        last = self.size - k
        if last < 1:
            return np.arange(self.size)
        done = int(np.searchsorted(self.merges[:, 2], self.merges[last - 1, 2], side="right"))
        above = np.arange(self.size + done)
        above[self.merges[:done, :2].astype(int)] = self.size + np.arange(done)[:, None]
        while (above != (top := above[above])).any():
            above = top
        return np.unique(above[: self.size], return_inverse=True)[1]


def chords(similarity: Floats) -> Floats:
    """Distances between unit vectors with the given cosines: sqrt(2 - 2 cosine)."""
    return np.sqrt(np.clip(2 - 2 * similarity, 0, 4))


def grow(distance: Floats, method: str = "ward") -> Tree:
    """The tree of vectors with the given distances, shape (n, n): Ward's (1963), or `average` (Sokal & Michener 1958)."""
    if len(distance) < 2:
        return Tree(len(distance), np.empty((0, 4)))
    distance = distance.round(9)
    np.fill_diagonal(distance, 0)
    return Tree(len(distance), linkage(squareform(distance, checks=False), method=method))


@dataclass(frozen=True)
class Refits:
    """Partitions of random parts of the vectors: `drawn[i]` are the indices of the i-th part, `labels[i]` theirs."""

    drawn: tuple[Ints, ...]
    labels: tuple[Ints, ...]


def regrow(distance: Floats, refits: int, share: float, rng: np.random.Generator) -> list[tuple[Ints, Tree]]:
    """`refits` random parts of the vectors, each `share` of them in order, with the tree of each."""
    n = len(distance)
    size = min(n, max(2, round(share * n)))
    parts = [np.sort(rng.permutation(n)[:size]) for _ in range(refits)]
    return [(part, grow(distance[np.ix_(part, part)])) for part in parts]


def cut_all(grown: list[tuple[Ints, Tree]], k: int) -> Refits:
    """The partition into `k` of every part."""
    return Refits(tuple(part for part, _ in grown), tuple(tree.cut(k) for _, tree in grown))


def together(votes: Refits, size: int) -> Floats:
    """How often two of `size` vectors are in one cluster, as a share of the parts that have both; shape (size, size)."""
    rows = np.concatenate(votes.drawn)
    first = np.cumsum([0, *(int(labels.max(initial=-1)) + 1 for labels in votes.labels)])
    clusters = np.concatenate([labels + start for labels, start in zip(votes.labels, first[:-1], strict=True)])
    parts = np.repeat(np.arange(len(votes.drawn)), [len(part) for part in votes.drawn])
    one, both = (
        sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, columns.max(initial=0) + 1)).toarray()
        for columns in (clusters, parts)
    )
    return np.asarray(one @ one.T / np.maximum(both @ both.T, 1))


def centres(vectors: Floats, k: int, starts: int, seed: int) -> Floats:
    """Centres of `k` clusters by spherical k-means, the best of some seeded starts; shape (clusters, columns).

    On unit vectors, k-means (scikit-learn's) minimises the squared chord, which orders as cosine does (Dhillon & Modha
    2001, Machine Learning 42); centres are brought to length one.
    """
    from sklearn.cluster import KMeans

    found = KMeans(k, n_init=starts, max_iter=100, random_state=seed).fit(vectors).cluster_centers_
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.divide(found, lengths, out=np.zeros_like(found), where=lengths > 1e-9).round(6)


def nearest(vectors: Floats, middles: Floats) -> Ints:
    """The centre that each vector has the largest cosine with, of equal ones the first."""
    return np.asarray((vectors @ middles.T).round(6).argmax(axis=1), dtype=int)


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
