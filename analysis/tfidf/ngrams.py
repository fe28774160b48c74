"""Counts of words and of pairs of words by document.

Words are in documents, one after the other. Transposing that (a counting sort, as scipy does it, which keeps what is
equal in order) by the second word of each pair and then by the first gives runs of (first, second, document), in the
order of the matrix. A word alone has no second word, zero, and so stands before its pairs, and these before any longer
word: that is the order of the strings too, because a blank comes before all that a word is made of.
"""

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.tfidf.words import Codes, Ints, Words
from analysis.workers import Engine

PART = 2**19  # words that are sorted at once, or more:
MOST_PARTS = 32  # each part looks through all words, so that many would cost more than they spare


@dataclass(frozen=True)
class _Stream:
    """Words in reading order, by their place among those that are counted, from one; zero for none."""

    first: Codes
    second: Codes
    part: NDArray[np.uint8]  # of the matrix, by the first word
    ends: Ints  # of the documents
    bounds: list[int]  # places at which the parts begin, also that of no word, and the end


@dataclass(frozen=True)
class _Own:
    """The words of a stream that a part begins with: `first` counted from the part's `begin`, of `width` words."""

    first: Codes
    second: Codes
    ends: Codes  # of the documents, a zero before
    begin: int
    width: int
    vocabulary: int


@dataclass(frozen=True)
class _Part:
    """Columns of the matrix, and the places of the words of each."""

    first: Ints
    second: Codes
    counts: sparse.csr_matrix


def counted(words: Words, n: int, df: tuple[float, float], engine: Engine) -> tuple[sparse.csr_matrix, tuple[str, ...]]:
    """Counts of words, and of pairs if `n` is 2, by document, and the terms; `df` are the least and most documents.

    A pair stands in no more documents than either word is found, so words that are too rare go first. A word that is
    in too many still has its pairs.
    """
    spellings = words.spellings()
    often = _often(words.codes, len(spellings))
    order = np.array(sorted(np.flatnonzero(often >= df[0]).tolist(), key=spellings.__getitem__), dtype=np.int64)
    stream = _stream(words, order, often[order], n)
    numbers = range(1, len(stream.bounds) - 1)
    if engine.apart:  # each part's own words are sent, once
        parts = list(engine.map(_part, ((_own(stream, number), df) for number in numbers)))
    else:
        parts = list(engine.map(_part_of, ((stream, number, df) for number in numbers)))
    del stream
    if not parts:
        return sparse.csr_matrix((len(words.lengths), 0)), ()
    spelled = ["", *map(spellings.__getitem__, order.tolist())]
    pairs = itertools.chain.from_iterable(zip(part.first.tolist(), part.second.tolist(), strict=True) for part in parts)
    terms = tuple(f"{spelled[first]} {spelled[second]}" if second else spelled[first] for first, second in pairs)
    matrix = sparse.hstack([part.counts for part in parts], format="csr")
    return sparse.csr_matrix((matrix.data.astype(float), matrix.indices, matrix.indptr), shape=matrix.shape), terms


def _often(codes: Codes, number: int) -> Ints:
    """How often each code occurs; by slices, since counting takes a copy of what it counts."""
    often = np.zeros(number, dtype=np.int64)
    for start in range(0, len(codes), PART):
        often += np.bincount(codes[start : start + PART], minlength=number)
    return often


def _stream(words: Words, order: Ints, often: Ints, n: int) -> _Stream:
    """The words as they follow one another, by their place in `order`; parts have about as many words each."""
    total = int(often.sum())
    inner = min(total // PART, MOST_PARTS - 1)
    inside = np.searchsorted(np.cumsum(often), np.arange(1, inner + 1) * total // (inner + 1)) + 1
    bounds = np.unique([0, 1, *inside, len(order) + 1])
    places = np.zeros(len(words.spellings()), dtype=np.int32)
    places[order] = np.arange(1, len(order) + 1)
    parts = (np.searchsorted(bounds, places, side="right") - 1).astype(np.uint8)
    first = places[words.codes]
    second = np.zeros_like(first)
    ends = np.cumsum(words.lengths)
    if n > 1:
        second[:-1] = first[1:]
        second[ends[words.lengths > 0] - 1] = 0
    return _Stream(first, second, parts[words.codes], ends, bounds.tolist())


def _part_of(stream: _Stream, number: int, df: tuple[float, float]) -> _Part:
    return _part(_own(stream, number), df)


def _own(stream: _Stream, number: int) -> _Own:
    """The words of a part."""
    begin, end = stream.bounds[number : number + 2]
    own = np.flatnonzero(stream.part == number)
    ends = np.concatenate(([0], np.searchsorted(own, stream.ends))).astype(np.int32)
    return _Own(stream.first[own] - np.int32(begin), stream.second[own], ends, begin, end - begin, stream.bounds[-1])


def _part(own: _Own, df: tuple[float, float]) -> _Part:
    """The terms whose first word is in a part."""
    bounds, second, documents = _sorted(own)
    new_term = np.empty(len(second), dtype=bool)
    np.not_equal(second[1:], second[:-1], out=new_term[1:])
    new_term[bounds[:-1]] = True
    new_cell = new_term.copy()
    new_cell[1:] |= documents[1:] != documents[:-1]
    cells, counts = _runs(new_cell)
    terms, spread = _runs(new_term[cells])
    within = (spread >= df[0]) & (spread <= df[1])
    kept = np.repeat(within, spread)
    columns = np.concatenate(([0], np.cumsum(spread[within])))
    shape = (len(own.ends) - 1, len(columns) - 1)
    by_column = sparse.csc_matrix((counts[kept].astype(np.int32), documents[cells[kept]], columns), shape=shape)
    places = cells[terms[within]]
    first = np.searchsorted(bounds, places, side="right") - 1 + own.begin
    return _Part(first, second[places], by_column.tocsr())


def _sorted(own: _Own) -> tuple[Ints, Codes, Codes]:
    """Second words and documents of a part, in the order of its first words, and where each of these begins."""
    total = len(own.ends) - 1
    documents = np.repeat(np.arange(total, dtype=np.int32), np.diff(own.ends))
    by_second = sparse.csr_matrix((own.first, own.second, own.ends), shape=(total, own.vocabulary)).tocsc()
    alone = by_second.indptr[1]  # words without a second; all words stand alone too, so these take their place
    bounds = by_second.indptr + (len(own.first) - alone)
    bounds[0] = 0
    first = np.concatenate((own.first, by_second.data[alone:]))
    documents = np.concatenate((documents, by_second.indices[alone:]))
    by_first = sparse.csr_matrix((documents, first, bounds), shape=(own.vocabulary, own.width)).tocsc()
    return by_first.indptr, by_first.indices, by_first.data


def _runs(new: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Where runs begin and how long they are; the first begins at once."""
    begins = np.flatnonzero(new)
    lengths: NDArray[Any] = np.empty_like(begins)
    np.subtract(begins[1:], begins[:-1], out=lengths[:-1])
    lengths[-1:] = len(new) - begins[-1:]
    return begins, lengths
