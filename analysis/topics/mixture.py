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
class Mixture:
    """`words`: ln p(word | topic), shape (words, topics); `sizes`: ln p(topic)."""

    words: Floats
    sizes: Floats

    def probabilities(self, counts: sparse.csr_matrix) -> Floats:
        """p(topic | passage), shape (passages, topics); of a passage without a word, that of the topics."""
        told = np.asarray(counts @ self.words) + self.sizes
        told = np.exp(told - told.max(axis=1, keepdims=True))
        return told / told.sum(axis=1, keepdims=True)

    def labels(self, counts: sparse.csr_matrix) -> Ints:
        """The most probable topic of each passage, of equal ones the first."""
        return np.asarray(self.probabilities(counts).round(6).argmax(axis=1), dtype=np.int64)


def fit(counts: sparse.csr_matrix, labels: Ints, rounds: int) -> Mixture:
    """The mixture that maximises the likelihood of `counts`, climbed to from the partition `labels` (0, 1, …).

    `counts`: passages by words, not negative. At most `rounds` rounds.
    """
    topics = int(labels.max()) + 1
    belongs = np.zeros((len(labels), topics))
    belongs[np.arange(len(labels)), labels] = 1
    across = counts.T.tocsr()
    found = _maximised(across, belongs)
    for _ in range(rounds):
        before, belongs = belongs, found.probabilities(counts)
        if np.abs(belongs - before).max(initial=0) < SETTLED:
            break
        found = _maximised(across, belongs)
    return found


def _maximised(across: sparse.csr_matrix, belongs: Floats) -> Mixture:
    told = np.asarray(across @ belongs) + SMOOTH
    sizes = belongs.sum(axis=0) + 1
    return Mixture(np.log(told / told.sum(axis=0)), np.log(sizes / sizes.sum()))
