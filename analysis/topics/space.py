"""Passages as vectors: which words count, and a latent space in which passages on one topic lie close together."""

import itertools
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis import tfidf, tokens

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COLUMNS = 100  # of the latent space, at most
MOST_TERMS = 20_000  # in the space of a large study, those in most passages


def content(terms: pd.DataFrame, passages: pd.DataFrame, leave_out: Collection[str] = ()) -> tfidf.Weights:
    """Counts of the words and word pairs that can tell topics apart: none that mark the event, none in `leave_out`."""
    ids = passages["passage"].tolist()
    without = set(leave_out) | set(event_words(tfidf.count(terms, ids), passages["document"].tolist()))

    def keep(term: str) -> bool:
        return tokens.is_content(term) and not without.intersection(term.split())

    return tfidf.count(terms, ids, max_df=0.5, min_df=2 if len(ids) > 200 else 1, keep=keep)


def event_words(counts: tfidf.Weights, documents: Sequence[str], spread: float = 0.3) -> list[str]:
    """Words of the event as a whole: in four documents of five, and in over `spread` of the passages."""
    held_in = np.bincount(counts.matrix.indices, minlength=len(counts.terms))
    often = np.flatnonzero(held_in / max(len(documents), 1) > spread)
    reach = np.asarray(((_members(documents).T @ counts.matrix[:, often]) > 0).mean(axis=0)).ravel()
    return [counts.terms[place] for place, share in zip(often, reach, strict=True) if share >= 0.8]


def most_frequent(counts: tfidf.Weights, most: int = MOST_TERMS) -> tfidf.Weights:
    """The counts of the `most` terms that stand in most passages; of equals, the first."""
    held_in = np.bincount(counts.matrix.indices, minlength=len(counts.terms))
    kept = np.sort(np.lexsort((np.arange(len(held_in)), -held_in))[:most])
    return tfidf.Weights(counts.matrix[:, kept], counts.passages, tuple(counts.terms[place] for place in kept))


def vectors(weights: tfidf.Weights, passages: pd.DataFrame, borrow: float, centre: float) -> Floats:
    """Latent vectors of length one, shape (passages, min(100, passages / 3)).

    TF-IDF less `centre` times the source's mean, plus `borrow` times the weights of the neighbours in the document,
    then a truncated singular value decomposition. Rounded to six decimals: to there, processors agree.
    """
    from sklearn.decomposition import TruncatedSVD

    matrix = weights.matrix.toarray()
    sources = passages["source"].to_numpy()
    if len(set(sources)) > 1:
        for source in sorted(set(sources)):
            own = sources == source
            matrix[own] -= centre * matrix[own].mean(axis=0)
    matrix = _unit(matrix)
    matrix = matrix + borrow * (_neighbours(passages["document"].tolist()) @ matrix)
    size = min(COLUMNS, max(2, matrix.shape[0] // 3), min(matrix.shape) - 1)
    if size < 1:
        return _unit(matrix).round(6)
    reduced = TruncatedSVD(size, algorithm="arpack", random_state=0).fit_transform(matrix)
    return _unit(reduced).round(6)


def projected(weights: tfidf.Weights, passages: pd.DataFrame, borrow: float, centre: float, sample: Ints) -> Floats:
    """`vectors` of many passages: decomposed on the rows in `sample`, all projected; shape (passages, up to 100).

    With X the weights, D the lengths after centring, N the neighbours, S the sources and M their means, the matrix is
    T (X - centre S M), T = (I + borrow N) / D. It is never written out: X is sparse, and what is taken from it has as
    few rows as there are sources.
    """
    x, member = weights.matrix, _members(passages["source"].tolist())
    taken = np.zeros((member.shape[1], x.shape[1]))
    if member.shape[1] > 1:
        taken = centre * (member.T @ x).toarray() / np.asarray(member.sum(axis=0)).reshape(-1, 1)
    squares = np.asarray(x.multiply(x).sum(axis=1)).ravel()
    crossed = np.asarray(member.multiply(x @ taken.T).sum(axis=1)).ravel()
    lengths = np.sqrt(np.maximum(squares - 2 * crossed + member @ (taken**2).sum(axis=1), 0))
    scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 1e-9)
    turn = (sparse.eye(len(scale)) + borrow * _neighbours(passages["document"].tolist())) @ sparse.diags(scale)
    turn = sparse.csr_matrix(turn)
    axes = _axes(turn[sample] @ x, (turn[sample] @ member).toarray(), taken)
    return _unit(turn @ (x @ axes) - (turn @ member) @ (taken @ axes)).round(6)


def _axes(rows: sparse.csr_matrix, sources: Floats, taken: Floats) -> Floats:
    """The first right singular vectors of rows - sources @ taken, as columns."""
    from scipy.sparse.linalg import LinearOperator, svds

    size = min(COLUMNS, min(rows.shape) - 1)
    if size < 1 or not rows.nnz:
        return np.eye(rows.shape[1], max(1, size))
    back = rows.T.tocsr()
    operator = LinearOperator(
        rows.shape,
        matvec=lambda v: rows @ v - sources @ (taken @ v),
        rmatvec=lambda u: back @ u - taken.T @ (sources.T @ u),
        dtype=float,
    )
    start = np.random.default_rng(0).uniform(-1, 1, min(rows.shape))
    return np.asarray(svds(operator, k=size, v0=start, return_singular_vectors="vh")[2][::-1].T)


def _unit(matrix: Floats) -> Floats:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.divide(matrix, lengths, out=np.zeros_like(matrix), where=lengths > 1e-9)


def _members(labels: Sequence[str]) -> sparse.csr_matrix:
    """1 where a row's label is the column's, labels sorted."""
    names, codes = np.unique(np.asarray(labels, dtype=object), return_inverse=True)
    return sparse.csr_matrix((np.ones(len(codes)), (range(len(codes)), codes)), shape=(len(codes), len(names)))


def _neighbours(documents: Sequence[str]) -> sparse.csr_matrix:
    """1 where a passage stands next to another in one document."""
    beside = np.asarray([one == other for one, other in itertools.pairwise(documents)], dtype=float)
    return sparse.csr_matrix(sparse.diags([beside, beside], [1, -1], shape=(len(documents), len(documents))))
