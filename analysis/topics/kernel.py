"""A small study as the cosines of all pairs of its passages: everything passages borrow is a product of small matrices."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis import tfidf
from analysis.topics import space

Floats = NDArray[np.float64]

SPELLING = 0.25  # weight of likeness by spelling beside that by words
LETTERS = (3, 4, 5)  # runs of letters by which words are alike: forms of a word, names and what is made of them
PARTS = (8, 4, 2)  # sizes of the latent spaces whose cosines are averaged: passages / 8, / 4 and / 2


def vectors(counts: tfidf.Weights, passages: pd.DataFrame, borrow: float, centre: float) -> Floats:
    """Latent vectors of length one, of `counts` (single words), shape (passages, at most 3 x `space.COLUMNS`).

    Their cosine is the mean cosine in three latent spaces of the passages (eigenvectors of the matrix of cosines). Before,
    `centre` times its source's mean was taken from each passage, then it borrowed from the passages most like it
    (`space.lent`, `space.lenders`), and `borrow` times their weights from its neighbours in the document; by words, and
    by their spelling. Rounded to six decimals: to there, processors agree.
    """
    weights, lent = (space.weigh(counts), tfidf.weigh(spelled(counts)).matrix), space.lent(counts)
    told = [_borrowed((one @ one.T).toarray(), passages, borrow, centre, lent) for one in weights]
    joined = (told[0] + SPELLING * told[1]) / (1 + SPELLING)
    values, axes = np.linalg.eigh(joined.round(9))
    spaces = [_latent(values, axes, size) for size in sorted({_size(len(joined), part) for part in PARTS})]
    return (np.hstack(spaces) / np.sqrt(len(spaces))).round(6)


def spelled(counts: tfidf.Weights) -> tfidf.Weights:
    """How often runs of letters stand in passages, a word's ends being blanks; none of a single passage or of most.

    A word that a passage has n times adds 1 + ln(n) to each of its runs.
    """
    text = "".join(f" {word} " for word in counts.terms)
    _, letters = np.unique(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), return_inverse=True)
    word = np.repeat(np.arange(len(counts.terms)), [len(word) + 2 for word in counts.terms])
    passages = counts.matrix.copy()
    passages.data = 1 + np.log(passages.data)
    held, names = [], []
    runs = letters
    for size in range(2, max(LETTERS) + 1):
        # A run is the run one shorter that starts there, and the letter after it.
        codes, first, runs = np.unique(
            runs[:-1].astype(np.int64) * len(text) + letters[size - 1 :], return_index=True, return_inverse=True
        )
        if size in LETTERS:
            inside = np.flatnonzero(word[: len(runs)] == word[size - 1 :])
            cells = (np.ones(len(inside)), (word[inside], runs[inside]))
            held.append(passages @ sparse.csr_matrix(cells, shape=(len(counts.terms), len(codes))))
            names += [text[start : start + size] for start in first.tolist()]
    found = sparse.csr_matrix(sparse.hstack(held))
    held_in = np.bincount(found.indices, minlength=found.shape[1])
    kept = np.flatnonzero((held_in > 1) & (held_in <= 0.5 * len(counts.passages)))
    return tfidf.Weights(found[:, kept], counts.passages, tuple(names[place] for place in kept))


def _borrowed(
    likeness: Floats, passages: pd.DataFrame, borrow: float, centre: float, lent: sparse.dia_matrix
) -> Floats:
    """The cosines after what each passage gives away and takes, which are linear: K becomes A K A'."""
    itself = sparse.eye(len(likeness))
    sources = space.members(passages["source"].tolist())
    if sources.shape[1] > 1:
        mean = sources @ sparse.diags(1 / np.asarray(sources.sum(axis=0)).ravel()) @ sources.T
        likeness = _scaled(_turned(itself - centre * mean, likeness))
    alone = likeness.copy()
    np.fill_diagonal(alone, 0)
    lenders = space.shares(space.largest(sparse.csr_matrix(alone), space.lenders(len(alone))))
    likeness = _scaled(_turned(itself + lent @ lenders, likeness))
    return _scaled(_turned(itself + borrow * space.neighbours(passages["document"].tolist()), likeness))


def _turned(linear: sparse.spmatrix, likeness: Floats) -> Floats:
    return np.asarray(linear @ (linear @ likeness).T)


def _scaled(likeness: Floats) -> Floats:
    """Products of vectors as cosines; a vector of nothing is like none."""
    lengths = np.sqrt(np.maximum(likeness.diagonal(), 0))
    scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 1e-9)
    return (likeness * scale[:, None] * scale).round(9)


def _size(passages: int, part: int) -> int:
    return max(1, min(space.COLUMNS, passages // part, passages - 1))


def _latent(values: Floats, axes: Floats, size: int) -> Floats:
    """Coordinates on the `size` axes with the largest values, of length one."""
    return space.unit(axes[:, ::-1][:, :size] * np.sqrt(np.maximum(values[::-1][:size], 0)))
