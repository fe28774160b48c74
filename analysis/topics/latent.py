"""A large study as latent vectors: found on a part of its passages, all of them projected; no pair is written out."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis import tfidf
from analysis.topics import space

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def vectors(
    counts: tfidf.Weights, passages: pd.DataFrame, borrow: float, centre: float, part: Ints
) -> tuple[Floats, sparse.csr_matrix]:
    """Latent vectors of length one, shape (passages, up to `space.COLUMNS`), and what passages borrow from those like them.

    With X the weights of `counts` (single words), S the sources and M their means, D the lengths after centring, W what
    is borrowed from the passages most alike (`space.alike`, within the rows `part`), L how much of it (`space.lent`) and N
    the neighbours, the matrix is T (X - centre S M), T = (I + borrow N) (I + L W) / D: decomposed on the rows in `part`,
    all projected. X is sparse, and what is taken from it has as few rows as there are sources. W has shape (passages,
    passages).
    """
    x, member = space.weigh(counts), space.members(passages["source"].tolist())
    taken = np.zeros((member.shape[1], x.shape[1]))
    if member.shape[1] > 1:
        taken = centre * (member.T @ x).toarray() / np.asarray(member.sum(axis=0)).reshape(-1, 1)
    squares = np.asarray(x.multiply(x).sum(axis=1)).ravel()
    crossed = np.asarray(member.multiply(x @ taken.T).sum(axis=1)).ravel()
    lengths = np.sqrt(np.maximum(squares - 2 * crossed + member @ (taken**2).sum(axis=1), 0))
    scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 1e-9)
    places = sparse.csr_matrix((np.ones(len(part)), (part, range(len(part)))), shape=(len(scale), len(part)))
    borrowed = sparse.csr_matrix(places @ space.alike(x[part], space.lenders(len(part))) @ places.T)
    alone = sparse.eye(len(scale))
    turn = (alone + space.lent(counts) @ borrowed) @ sparse.diags(scale)
    turn = sparse.csr_matrix((alone + borrow * space.neighbours(passages["document"].tolist())) @ turn)
    fitted = turn[part]
    used = np.unique(fitted.indices)
    axes = _axes(fitted[:, used], x[used], (fitted @ member).toarray(), taken)
    return space.unit(turn @ (x @ axes) - (turn @ member) @ (taken @ axes)).round(6), borrowed


def _axes(turn: sparse.csr_matrix, x: sparse.csr_matrix, sources: Floats, taken: Floats) -> Floats:
    """The first right singular vectors of turn @ x - sources @ taken, as columns."""
    from scipy.sparse.linalg import LinearOperator, svds

    size = min(space.COLUMNS, min(turn.shape[0], x.shape[1]) - 1)
    if size < 1 or not x.nnz:
        return np.eye(x.shape[1], max(1, size))
    across, back = x.T.tocsr(), turn.T.tocsr()
    operator = LinearOperator(
        (turn.shape[0], x.shape[1]),
        matvec=lambda v: turn @ (x @ v) - sources @ (taken @ v),
        rmatvec=lambda u: across @ (back @ u) - taken.T @ (sources.T @ u),
        dtype=float,
    )
    start = np.random.default_rng(0).uniform(-1, 1, min(operator.shape))
    return np.asarray(svds(operator, k=size, v0=start, return_singular_vectors="vh")[2][::-1].T)
