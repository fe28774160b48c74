"""TF-IDF weights from counts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


@dataclass(frozen=True)
class Weights:
    """A passage-by-term matrix: row i is `passages[i]`, column j is `terms[j]`; terms in sorted order."""

    matrix: sparse.csr_matrix
    passages: tuple[str, ...]
    terms: tuple[str, ...]


def idf(counts: Weights) -> NDArray[np.float64]:
    """Inverse document frequency of each term, smoothed as in scikit-learn: ln((1 + n) / (1 + df)) + 1, 1 or more.

    n are the passages and df those that have the term: over five documents idf would be nearly constant.
    """
    passages, terms = counts.matrix.shape
    df = np.bincount(counts.matrix.indices, minlength=terms)
    return np.log((1 + passages) / (1 + df)) + 1


def weigh(counts: Weights, *, sublinear: bool = True) -> Weights:
    """TF-IDF as scikit-learn defines it: tf * idf, rows of length one; a passage without a term keeps an empty row.

    tf is 1 + ln(count), or the count itself unless `sublinear`. The weights share the places of their cells with
    `counts`, whose values stay as they were.
    """
    matrix = counts.matrix
    values = 1 + np.log(matrix.data) if sublinear else matrix.data.astype(float)
    values *= idf(counts)[matrix.indices]
    squares = sparse.csr_matrix((values * values, matrix.indices, matrix.indptr), shape=matrix.shape)
    lengths = np.sqrt(squares @ np.ones(matrix.shape[1]))
    lengths[lengths == 0] = 1
    values *= np.repeat(1 / lengths, np.diff(matrix.indptr))
    weighed = sparse.csr_matrix((values, matrix.indices, matrix.indptr), shape=matrix.shape)
    return Weights(weighed, counts.passages, counts.terms)
