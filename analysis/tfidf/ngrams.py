"""Counts of words and of pairs of words by document.

Words are in documents, one after the other. Transposing that (a counting sort, as scipy does it, which keeps what is
equal in order) by the second word of each pair and then by the first gives runs of (first, second, document), in the
order of the matrix. A word alone has no second word, zero, and so stands before its pairs, and these before any longer
word: that is the order of the strings too, because a blank comes before all that a word is made of.
"""

import functools
import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.tfidf.words import Codes, Ints, Words

PART = 2**20  # words that are sorted at once, or more:
MOST_PARTS = 16  # each part looks through all words, so that many would cost more than they spare


@dataclass(frozen=True)
class _Stream:
    """Places of words, in reading order, among the terms that are counted, from one; zero for none."""

    first: Codes
    second: Codes
    ends: Ints  # of the documents
    places: int


@dataclass(frozen=True)
class _Columns:
    """Some columns of the matrix: the words of each and how many documents have it; their numbers and counts."""

    first: Ints
    second: Codes
    df: Ints
    documents: Codes
    counts: Codes


def counted(words: Words, n: int, df: tuple[float, float], workers: int) -> tuple[sparse.csr_matrix, tuple[str, ...]]:
    """Counts of words, and of pairs if `n` is 2, by document, and the terms; `df` are the least and most documents.

    A pair stands in no more documents than either word is found, so words that are too rare go first. A word that is
    in too many still has its pairs.
    """
    spellings = words.spellings()
    often = np.bincount(words.codes, minlength=len(spellings))
    order = sorted(np.flatnonzero(often >= df[0]).tolist(), key=spellings.__getitem__)
    stream = _stream(words, order, n)
    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(functools.partial(_columns, stream, df), _spans(often[order])))
    spelled = ["", *(spellings[code] for code in order)]
    pairs = itertools.chain.from_iterable(zip(part.first.tolist(), part.second.tolist(), strict=True) for part in parts)
    terms = (f"{spelled[first]} {spelled[second]}" if second else spelled[first] for first, second in pairs)
    return _matrix(parts, len(words.lengths)), tuple(terms)


def _stream(words: Words, order: list[int], n: int) -> _Stream:
    places = np.zeros(int(words.codes.max(initial=-1)) + 1, dtype=np.int32)
    places[order] = np.arange(1, len(order) + 1)
    first = places[words.codes]
    second = np.zeros_like(first)
    ends = np.cumsum(words.lengths)
    if n > 1:
        second[:-1] = first[1:]
        second[ends[words.lengths > 0] - 1] = 0
    return _Stream(first, second, ends, len(order) + 1)


def _spans(often: Ints) -> list[tuple[int, int]]:
    """Spans of places, first and behind the last, that have about as many words each."""
    total = int(often.sum())
    parts = min(total // PART + 1, MOST_PARTS)
    inner = np.searchsorted(np.cumsum(often), np.arange(1, parts) * total // parts) + 1
    return list(itertools.pairwise(np.unique([1, *inner, len(often) + 1]).tolist()))


def _columns(stream: _Stream, df: tuple[float, float], span: tuple[int, int]) -> _Columns:
    """The terms whose first word is in a span."""
    bounds, second, documents = _sorted(stream, span)
    begins = np.empty(len(second), dtype=bool)  # a term
    np.not_equal(second[1:], second[:-1], out=begins[1:])
    begins[bounds[:-1]] = True
    changes = begins.copy()  # a term or a document
    changes[1:] |= documents[1:] != documents[:-1]
    cells = np.flatnonzero(changes)
    counts = np.diff(cells, append=len(second))
    terms = np.flatnonzero(begins[cells])
    spread = np.diff(terms, append=len(cells))
    within = (spread >= df[0]) & (spread <= df[1])
    kept = np.repeat(within, spread)
    places = cells[terms[within]]
    first = np.searchsorted(bounds, places, side="right") - 1 + span[0]
    return _Columns(first, second[places], spread[within], documents[cells[kept]], counts[kept].astype(np.int32))


def _sorted(stream: _Stream, span: tuple[int, int]) -> tuple[Ints, Codes, Codes]:
    """Bounds of the first words of a span; second words and documents of each, in order."""
    own = np.flatnonzero((stream.first >= span[0]) & (stream.first < span[1]))
    first = stream.first[own] - np.int32(span[0])
    ends = np.concatenate(([0], np.searchsorted(own, stream.ends)))
    documents = np.repeat(np.arange(len(stream.ends), dtype=np.int32), np.diff(ends))
    by_second = sparse.csr_matrix((first, stream.second[own], ends), shape=(len(stream.ends), stream.places)).tocsc()
    alone = by_second.indptr[1]  # words without a second; all words stand alone too, so these take their place
    bounds = by_second.indptr + (len(own) - alone)
    bounds[0] = 0
    first = np.concatenate((first, by_second.data[alone:]))
    documents = np.concatenate((documents, by_second.indices[alone:]))
    by_first = sparse.csr_matrix((documents, first, bounds), shape=(stream.places, span[1] - span[0])).tocsc()
    return by_first.indptr, by_first.indices, by_first.data


def _matrix(parts: list[_Columns], documents: int) -> sparse.csr_matrix:
    if not parts:
        return sparse.csr_matrix((documents, 0))
    df = np.concatenate([part.df for part in parts])
    columns = np.concatenate(([0], np.cumsum(df)))
    rows = np.concatenate([part.documents for part in parts])
    counts = np.concatenate([part.counts for part in parts])
    return sparse.csc_matrix((counts, rows, columns), shape=(documents, len(df))).tocsr().astype(float)
