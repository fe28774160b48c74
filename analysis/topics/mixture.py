"""Topics as a mixture of word distributions: every passage is of one topic, whose words it draws.

The mixture of unigrams (Nigam, McCallum, Thrun & Mitchell 2000, Machine Learning 39), fitted by expectation maximisation
from a first partition. A few words decide in a short passage; distances of vectors say little there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SMOOTH = 0.1  # count that every word has in every topic beforehand
SETTLED = 1e-3  # change of every probability, below which nothing is done further


@dataclass(frozen=True)
class Words:
    """Words of passages, those they borrow included: `lent` @ `counts`, which is never written out.

    `counts`: passages by words, not negative; `lent`: passages by passages, 1 on the diagonal.
    """

    counts: sparse.csr_matrix
    lent: sparse.csr_matrix

    def of(self, rows: Ints) -> "Words":
        """The words of some passages, which borrow from one another."""
        return Words(self.counts[rows], self.lent[rows][:, rows])


@dataclass(frozen=True)
class Mixture:
    """`words`: ln p(word | topic), shape (words, topics); `sizes`: ln p(topic)."""

    words: Floats
    sizes: Floats

    def probabilities(self, told: Words) -> Floats:
        """p(topic | passage), shape (passages, topics); of a passage without a word, that of the topics."""
        found = np.asarray(told.lent @ (told.counts @ self.words)) + self.sizes
        found = np.exp(found - found.max(axis=1, keepdims=True))
        return np.asarray(found / found.sum(axis=1, keepdims=True))

    def labels(self, told: Words) -> Ints:
        """The most probable topic of each passage, of equal ones the first."""
        return np.asarray(self.probabilities(told).round(6).argmax(axis=1), dtype=np.int64)


def fit(told: Words, labels: Ints, rounds: int) -> Mixture:
    """The mixture that makes the words most likely, climbed to from the partition `labels` (0, 1, …) in at most `rounds`."""
    topics = int(labels.max()) + 1
    belongs = np.zeros((len(labels), topics))
    belongs[np.arange(len(labels)), labels] = 1
    across, back = told.counts.T.tocsr(), told.lent.T.tocsr()
    found = _maximised(across @ (back @ belongs), belongs)
    for _ in range(rounds):
        before, belongs = belongs, found.probabilities(told)
        if np.abs(belongs - before).max(initial=0) < SETTLED:
            break
        found = _maximised(across @ (back @ belongs), belongs)
    return found


def _maximised(counts: Floats, belongs: Floats) -> Mixture:
    told, sizes = counts + SMOOTH, belongs.sum(axis=0) + 1
    return Mixture(np.log(told / told.sum(axis=0)), np.log(sizes / sizes.sum()))
