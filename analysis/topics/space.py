"""Which words count, and how alike passages are by them.

A passage of a few sentences names its subject in its own words. So it borrows: from the passages most like it, and from
its neighbours in the document.
"""

import itertools
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis import tfidf, tokens, workers
from analysis.topics import background

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COLUMNS = 50  # of the latent space, at most
ALIKE = 20  # passages, at most, that are borrowed from for being alike
LENT = 2.0  # how much these weigh together, at most; 1 is what the passage itself weighs
ENOUGH = 20  # words that topics are told apart by, times LENT: a passage of so many borrows half as much
COMMON = 0.05  # share of the passages; words in more do not make passages alike
MOST_TERMS = 20_000  # in the space of a large study, those in most passages
BLOCK = 1000  # passages whose likeness to all others is held at a time


def content(counts: tfidf.Weights, documents: Sequence[str], leave_out: Collection[str] = ()) -> tfidf.Weights:
    """The words and word pairs that can tell topics apart: none that mark the event, none in `leave_out`.

    Nor stop words, terms of a single passage among more than 200, and terms of more than half of the passages.
    """
    passages = len(counts.passages)
    held_in = tfidf.document_frequency(counts)
    without = set(leave_out) | set(event_words(counts, documents))
    within = (held_in >= (2 if passages > 200 else 1)) & (held_in <= 0.5 * passages)
    kept = [
        place
        for place in np.flatnonzero(within).tolist()
        if tokens.is_content(counts.terms[place]) and not without.intersection(counts.terms[place].split())
    ]
    return _columns(counts, kept)


def event_words(counts: tfidf.Weights, documents: Sequence[str], spread: float = 0.3) -> list[str]:
    """Words of the event as a whole: in four documents of five, and in over `spread` of the passages."""
    held_in = tfidf.document_frequency(counts)
    often = np.flatnonzero(held_in / max(len(documents), 1) > spread)
    reach = np.asarray(((members(documents).T @ counts.matrix[:, often]) > 0).mean(axis=0)).ravel()
    return [counts.terms[place] for place, share in zip(often, reach, strict=True) if share >= 0.8]


def single_words(counts: tfidf.Weights, most: int = MOST_TERMS) -> tfidf.Weights:
    """The counts without word pairs, of the `most` words that stand in most passages; of equals, the first."""
    words = np.asarray([place for place, term in enumerate(counts.terms) if " " not in term], dtype=np.int64)
    held_in = tfidf.document_frequency(counts)[words]
    return _columns(counts, words[np.sort(np.lexsort((words, -held_in))[:most])])


def weigh(counts: tfidf.Weights) -> sparse.csr_matrix:
    """(1 + ln count) times `background.rarity`, rows of length one."""
    rare = background.rarity(counts.terms, tfidf.document_frequency(counts), len(counts.passages))
    return tfidf.weigh(counts, rarity=rare).matrix


def lent(counts: tfidf.Weights) -> sparse.dia_matrix:
    """How much each passage borrows from those like it: the less the more words it has, as a diagonal matrix."""
    words = np.asarray(counts.matrix.sum(axis=1)).ravel()
    return sparse.diags(np.minimum(LENT, ENOUGH / np.maximum(words, 1)))


def lenders(passages: int) -> int:
    """From how many that are like it a passage borrows: half the square root of all, at most `ALIKE`."""
    return min(ALIKE, round(np.sqrt(passages) / 2))


def alike(weights: sparse.csr_matrix, most: int) -> sparse.csr_matrix:
    """For each passage the `most` passages with the largest cosine above 0, weighed by it; rows sum to one or to 0.

    Words that stand in more than `COMMON` of the passages are left out: they cost most and say least.
    """
    held_in = np.bincount(weights.indices, minlength=weights.shape[1])
    rare = weights[:, np.flatnonzero(held_in <= max(COMMON * weights.shape[0], 2 * most))]
    engine = workers.at_hand()
    across = engine.share(rare.T.tocsr())
    blocks = ((rare[start : start + BLOCK], across, start, most) for start in range(0, weights.shape[0], BLOCK))
    return shares(sparse.csr_matrix(sparse.vstack(list(engine.map(_most_alike, blocks)))))


def _most_alike(block: sparse.csr_matrix, across: sparse.csr_matrix, start: int, most: int) -> sparse.csr_matrix:
    """Some passages by all: the largest cosines of each, but for its own. The first of the block is number `start`."""
    cosines = sparse.csr_matrix(block @ across)
    own = np.repeat(np.arange(cosines.shape[0]), np.diff(cosines.indptr)) + start
    cosines.data[cosines.indices == own] = 0
    return largest(cosines, most)


def largest(likeness: sparse.csr_matrix, most: int) -> sparse.csr_matrix:
    """The `most` largest entries above 0 of each row, to six decimals; of equal ones the first."""
    columns = likeness.shape[1]
    millionths = np.rint(likeness.data * 1e6).astype(np.int64)
    rank = likeness.indices - columns * millionths  # no two of a row are equal; below 0 where the entry is above 0
    kept = [start + _least(rank[start:end], most) for start, end in itertools.pairwise(likeness.indptr.tolist())]
    chosen = np.concatenate([np.empty(0, np.int64), *kept])
    chosen = chosen[rank[chosen] < 0]
    rows = np.searchsorted(likeness.indptr, chosen, side="right") - 1
    return sparse.csr_matrix((millionths[chosen] / 1e6, (rows, likeness.indices[chosen])), shape=likeness.shape)


def _least(rank: Ints, most: int) -> Ints:
    """Places of the `most` least of `rank`, in any order."""
    return np.arange(len(rank)) if len(rank) <= most else np.argpartition(rank, most)[:most]


def members(labels: Sequence[str]) -> sparse.csr_matrix:
    """1 where a row's label is the column's, labels sorted."""
    names, codes = np.unique(np.asarray(labels, dtype=object), return_inverse=True)
    return sparse.csr_matrix((np.ones(len(codes)), (range(len(codes)), codes)), shape=(len(codes), len(names)))


def neighbours(documents: Sequence[str]) -> sparse.csr_matrix:
    """1 where a passage stands next to another in one document."""
    beside = np.asarray([one == other for one, other in itertools.pairwise(documents)], dtype=float)
    return sparse.csr_matrix(sparse.diags([beside, beside], [1, -1], shape=(len(documents), len(documents))))


def unit(matrix: Floats) -> Floats:
    """Rows of length one; a row of nothing stays one."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.divide(matrix, lengths, out=np.zeros_like(matrix), where=lengths > 1e-9)


def shares(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Rows that sum to one; a row of nothing stays one."""
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    return sparse.csr_matrix(sparse.diags(np.divide(1, sums, out=np.zeros_like(sums), where=sums > 0)) @ matrix)


def _columns(counts: tfidf.Weights, kept: Sequence[int] | Ints) -> tfidf.Weights:
    return tfidf.Weights(counts.matrix[:, kept], counts.passages, tuple(counts.terms[place] for place in kept))
