"""Passages divided into topics, for every number of topics that is tried, with refits that say how well it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis import clustering, tfidf, workers
from analysis.topics import kernel, latent, mixture, space

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EXACT = 1000  # passages; up to here all pairs are compared and trees agree, above a mixture is fitted
PART = 20_000  # passages, at most, that a mixture is fitted on
SHARE = 0.8  # of the passages that are fitted, in each refit
TREES = 100  # that agree on a partition, and as many others that say how well it holds
REFITS = 20  # of a mixture
STARTS = 5  # of k-means, from which a mixture starts
ROUNDS, FEWER_ROUNDS = 30, 10  # of expectation maximisation, and in a refit
TOLD = 0.5  # how much what a passage borrows counts in the mixture
MOST = 12  # topics that trees are cut into, where the number is not given
STEPS = (5, 10, 15, 20, 30)  # numbers of topics that mixtures try


@dataclass(frozen=True)
class Partition:
    """A topic, from 0, for each passage; partitions of random parts; the adjusted Rand index of each part with it."""

    labels: Ints
    refits: clustering.Refits
    scores: list[float]

    @classmethod
    def of(cls, labels: Ints, refits: clustering.Refits) -> "Partition":
        pairs = zip(refits.drawn, refits.labels, strict=True)
        return cls(labels, refits, [clustering.adjusted_rand(labels[part], again) for part, again in pairs])


@dataclass(frozen=True)
class Divided:
    """A partition for each number of topics that was tried, and the unit vectors of the passages they rest on."""

    partitions: dict[int, Partition]
    vectors: Floats


@dataclass(frozen=True)
class Told:
    """What is divided: counts of single words and their passages, with how far a passage borrows from its neighbours and
    its source's mean is taken out."""

    counts: tfidf.Weights
    passages: pd.DataFrame
    borrow: float
    centre: float


def by_trees(told: Told, numbers: Sequence[int], rng: np.random.Generator, judged: bool = True) -> Divided:
    """What the trees of random parts agree on.

    Half of the trees vote: the average-linkage tree of how often two passages are in one cluster is cut (evidence
    accumulation: Fred & Jain 2005, IEEE TPAMI 27). The other half, which had no vote, says how well that holds; there is none
    unless it is to be `judged`.
    """
    vectors = kernel.vectors(told.counts, told.passages, told.borrow, told.centre)
    grown = clustering.regrow(clustering.chords(vectors @ vectors.T), (1 + judged) * TREES, SHARE, rng)
    found = {}
    for k in numbers:
        votes, refits = (clustering.cut_all(half, k) for half in (grown[:TREES], grown[TREES:]))
        agreed = clustering.grow(1 - clustering.together(votes, len(vectors)), "average")
        found[k] = Partition.of(agreed.cut(k), refits)
    return Divided(found, vectors)


def by_mixture(told: Told, numbers: Sequence[int], rng: np.random.Generator, judged: bool = True) -> Divided:
    """Mixtures of words, each climbed to from spherical k-means of latent vectors, fitted on a part of the passages.

    Refits of random parts of that part say how well they hold; there are none unless that is to be `judged`. Fits run on
    the engine at hand (`analysis.workers`); all passages are given their topics here.
    """
    part = stratified(told.passages["source"].tolist(), PART, rng)
    vectors, borrowed = latent.vectors(told.counts, told.passages, told.borrow, told.centre, part)
    beside = told.borrow * space.neighbours(told.passages["document"].tolist())
    lent = sparse.csr_matrix(sparse.eye(len(vectors)) + TOLD * borrowed + beside)
    words = mixture.Words(told.counts.matrix, lent)
    size = max(1, round(SHARE * len(part)))
    drawn = [np.sort(rng.permutation(len(part))[:size]) for _ in range(REFITS)]
    seed = int(rng.integers(2**31))
    drawn = drawn if judged else []

    engine = workers.at_hand()
    sample = engine.share(_Sample(vectors[part], words.of(part), len(np.unique(vectors[part], axis=0))))
    whole = [engine.submit(_fitted, sample, k, seed) for k in numbers]
    again = engine.map(
        _refitted, ((sample, rows, k, seed + turn) for k in numbers for turn, rows in enumerate(drawn, start=1))
    )
    found = {}
    for k, fit in zip(numbers, whole, strict=True):
        refits = clustering.Refits(tuple(part[rows] for rows in drawn), tuple(next(again) for _ in drawn))
        labels = fit.result().labels(words)
        found[k] = Partition.of(np.unique(labels, return_inverse=True)[1], refits)
    return Divided(found, vectors)


@dataclass(frozen=True)
class _Sample:
    """The passages that mixtures are fitted on; so many of their vectors are `different`."""

    vectors: Floats
    words: mixture.Words
    different: int

    def climbed(self, rows: Ints, words: mixture.Words, k: int, starts: int, rounds: int, seed: int) -> mixture.Mixture:
        vectors = self.vectors[rows]
        first = clustering.nearest(vectors, clustering.centres(vectors, min(k, self.different), starts, seed))
        return mixture.fit(words, np.unique(first, return_inverse=True)[1], rounds)


def _fitted(sample: _Sample, k: int, seed: int) -> mixture.Mixture:
    return sample.climbed(np.arange(len(sample.vectors)), sample.words, k, STARTS, ROUNDS, seed)


def _refitted(sample: _Sample, rows: Ints, k: int, seed: int) -> Ints:
    """Labels of some rows of the sample, fitted on these alone."""
    words = sample.words.of(rows)
    return sample.climbed(rows, words, k, 1, FEWER_ROUNDS, seed).labels(words)


def stratified(labels: Sequence[str], most: int, rng: np.random.Generator) -> Ints:
    """At most `most` places, in order, each label with its share of them as nearly as whole numbers allow."""
    codes = np.unique(np.asarray(labels, dtype=object), return_inverse=True)[1]
    order = np.lexsort((rng.random(len(codes)), codes))
    size = min(most, len(order))
    return np.sort(order[np.arange(size) * len(order) // max(size, 1)])
