"""Passages divided into topics, for every number of topics that is tried, with refits that say how well it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import clustering, tfidf
from analysis.topics import space

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EXACT = 3000  # passages; up to here all pairs are compared, above a part of the passages stands for all
PART = 20_000  # passages, at most, that stand for all
SHARE = 0.8  # of the passages that are fitted, in each refit
REFITS, FEWER_REFITS = 200, 20  # of the tree, and of k-means, whose refits start from nothing
QUICK = 1000  # passages; above, a tree takes so long that a quarter of its refits must do
STARTS = 3  # of k-means on the whole part
MOST = 12  # topics that a tree is cut into, where the number is not given
STEPS = (5, 10, 15, 20, 30)  # numbers of topics that k-means tries


@dataclass(frozen=True)
class Partition:
    """A topic, from 0, for each passage; partitions of random parts; the adjusted Rand index of each part with it.

    `vectors` are the unit vectors of all passages.
    """

    labels: Ints
    refits: clustering.Refits
    scores: list[float]
    vectors: Floats

    @classmethod
    def of(cls, labels: Ints, refits: clustering.Refits, vectors: Floats) -> "Partition":
        pairs = zip(refits.drawn, refits.labels, strict=True)
        return cls(labels, refits, [clustering.adjusted_rand(labels[part], again) for part, again in pairs], vectors)


@dataclass(frozen=True)
class Weighed:
    """What is divided: counts and their passages, with how far a passage borrows and its source's mean is taken out."""

    counts: tfidf.Weights
    passages: pd.DataFrame
    borrow: float
    centre: float


def by_tree(told: Weighed, numbers: Sequence[int], rng: np.random.Generator) -> dict[int, Partition]:
    """Cuts of one average-linkage tree of all passages."""
    vectors = space.vectors(tfidf.weigh(told.counts), told.passages, told.borrow, told.centre)
    similarity = vectors @ vectors.T
    tree = clustering.grow(similarity)
    refits = REFITS if len(similarity) <= QUICK else REFITS // 4
    grown = clustering.regrow(similarity, refits, SHARE, rng)
    return {k: Partition.of(tree.cut(k), clustering.cut_all(grown, k), vectors) for k in numbers}


def by_centres(told: Weighed, numbers: Sequence[int], rng: np.random.Generator) -> dict[int, Partition]:
    """Spherical k-means on a part of the passages; every passage goes to the nearest centre."""
    part = stratified(told.passages["source"].tolist(), PART, rng)
    weights = tfidf.weigh(space.most_frequent(told.counts))
    vectors = space.projected(weights, told.passages, told.borrow, told.centre, part)
    different = len(np.unique(vectors[part], axis=0))
    size = max(1, round(SHARE * len(part)))
    drawn = tuple(part[np.sort(rng.permutation(len(part))[:size])] for _ in range(FEWER_REFITS))
    seed = int(rng.integers(2**31))
    found = {}
    for k in numbers:
        fewer = min(k, different)
        labels = clustering.nearest(vectors, clustering.centres(vectors[part], fewer, STARTS, seed))
        again = [
            clustering.nearest(vectors[one], clustering.centres(vectors[one], fewer, 1, seed + turn))
            for turn, one in enumerate(drawn, start=1)
        ]
        labels = np.unique(labels, return_inverse=True)[1]
        found[k] = Partition.of(labels, clustering.Refits(drawn, tuple(again)), vectors)
    return found


def stratified(labels: Sequence[str], most: int, rng: np.random.Generator) -> Ints:
    """At most `most` places, in order, each label with its share of them as nearly as whole numbers allow."""
    codes = np.unique(np.asarray(labels, dtype=object), return_inverse=True)[1]
    order = np.lexsort((rng.random(len(codes)), codes))
    size = min(most, len(order))
    return np.sort(order[np.arange(size) * len(order) // max(size, 1)])
