"""TF-IDF weights from counts."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

CELLS = 2**20  # that are weighed at once


@dataclass(frozen=True)
class Weights:
    """A passage-by-term matrix: row i is `passages[i]`, column j is `terms[j]`; terms in sorted order."""

    matrix: sparse.csr_matrix
    passages: tuple[str, ...]
    terms: tuple[str, ...]


def document_frequency(counts: Weights) -> NDArray[np.int64]:
    """How many passages have each term."""
    return np.bincount(counts.matrix.indices, minlength=len(counts.terms))


def idf(counts: Weights) -> NDArray[np.float64]:
    """Inverse document frequency of each term, smoothed as in scikit-learn: ln((1 + n) / (1 + df)) + 1, 1 or more.

    n are the passages and df those that have the term: over five documents idf would be nearly constant.
    """
    return np.log((1 + counts.matrix.shape[0]) / (1 + document_frequency(counts))) + 1


def weigh(counts: Weights, *, sublinear: bool = True, rarity: NDArray[np.float64] | None = None) -> Weights:
    """TF-IDF as scikit-learn defines it: tf * idf, rows of length one; a passage without a term keeps an empty row.

    tf is 1 + ln(count), or the count itself unless `sublinear`; `rarity` of each term may stand for `idf`. `counts` stay
    as they were; the weights share with them the arrays that say where the cells are.
    """
    matrix = counts.matrix
    if rarity is None:
        rarity = idf(counts)
    values = np.empty(matrix.nnz)
    for rows in _blocks(matrix.indptr):
        cells = slice(matrix.indptr[rows.start], matrix.indptr[rows.stop])
        own = 1 + np.log(matrix.data[cells]) if sublinear else matrix.data[cells].astype(float)
        own *= rarity[matrix.indices[cells]]
        begins = matrix.indptr[rows] - cells.start
        sizes = np.diff(begins, append=len(own))
        filled = sizes > 0
        lengths = np.sqrt(np.add.reduceat(own * own, begins[filled])) if filled.any() else np.empty(0)
        values[cells] = own * np.repeat(1 / lengths, sizes[filled])
    weighed = sparse.csr_matrix((values, matrix.indices, matrix.indptr), shape=matrix.shape)
    return Weights(weighed, counts.passages, counts.terms)


def _blocks(ends: NDArray[np.integer]) -> Iterator[slice]:
    """Rows, some at a time, so that what is between counts and weights stays small; `ends` are where rows end."""
    start, last = 0, len(ends) - 1
    while start < last:
        stop = max(int(np.searchsorted(ends, ends[start] + CELLS, side="right")) - 1, start + 1)
        yield slice(start, min(stop, last))
        start = stop
