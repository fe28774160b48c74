"""Words and pairs of words by document: sorted keys (word, next word, document), whose order is that of the matrix.

A word's key has zero for the next word, so it stands before its pairs, and the pairs of a word before any longer word:
that is also the order of the strings, because a blank comes before all that a word is made of.
"""

import functools
import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from analysis.tfidf.words import Words

Ints = NDArray[np.int64]

KEY_BITS = 64
PART = 2**22  # keys that are sorted at once, or more:
MOST_PARTS = 16  # each part reads all words, so that many of them cost more than they spare


@dataclass(frozen=True)
class _Stream:
    """Words by place among those that are counted, from one; zero for no word."""

    word: NDArray[np.int32]
    following: NDArray[np.int32]
    document: NDArray[np.int32]
    word_bits: int
    document_bits: int

    def keys(self, span: tuple[int, int]) -> NDArray[np.uint64]:
        """Sorted keys of the words from the first place of a span to before the second, counted from the first."""
        own = np.flatnonzero((self.word >= span[0]) & (self.word < span[1]))
        following = self.following[own]
        single = (self.word[own] - span[0]).astype(np.uint64) << np.uint64(self.word_bits + self.document_bits)
        single |= self.document[own].astype(np.uint64)
        paired = np.flatnonzero(following)
        pair = single[paired] | following[paired].astype(np.uint64) << np.uint64(self.document_bits)
        keys = np.concatenate((single, pair))
        keys.sort()
        return keys


@dataclass(frozen=True)
class _Columns:
    """Some columns of the matrix: first and second word of each, documents that have it, their numbers, its counts."""

    first: Ints
    second: Ints
    df: Ints
    documents: NDArray[np.int32]
    counts: NDArray[np.int32]


def counted(words: Words, n: int, df: tuple[float, float], workers: int) -> tuple[sparse.csr_matrix, tuple[str, ...]]:
    """Counts of words, and of pairs if `n` is 2, by document, and the terms; both numbers of `df` are within bounds.

    A pair stands in no more documents than its words, so words that are too rare are left out first; a word that is in
    too many documents still has its pairs.
    """
    often = np.bincount(words.codes, minlength=len(words.spellings))
    order = sorted(np.flatnonzero(often >= max(df[0], 1)).tolist(), key=words.spellings.__getitem__)
    stream = _stream(words, order, n)
    spans = itertools.pairwise(_bounds(often[order] * n, stream))
    with ThreadPoolExecutor(workers) as pool:
        parts = list(pool.map(functools.partial(_columns, stream, df), spans))
    matrix = _matrix(parts, len(words.lengths))
    spelled = ["", *(words.spellings[code].decode() for code in order)]
    pairs = ((part.first.tolist(), part.second.tolist()) for part in parts)
    terms = (f"{spelled[a]} {spelled[b]}" if b else spelled[a] for ab in pairs for a, b in zip(*ab, strict=True))
    return matrix, tuple(terms)


def _stream(words: Words, order: list[int], n: int) -> _Stream:
    place = np.zeros(len(words.spellings), dtype=np.int32)
    place[order] = np.arange(1, len(order) + 1)
    word = place[words.codes]
    following = np.zeros_like(word)
    if n > 1:
        following[:-1] = word[1:]
        following[np.cumsum(words.lengths)[words.lengths > 0] - 1] = 0
    document = np.repeat(np.arange(len(words.lengths), dtype=np.int32), words.lengths)
    return _Stream(word, following, document, len(order).bit_length(), (len(words.lengths) - 1).bit_length())


def _bounds(keys: Ints, stream: _Stream) -> list[int]:
    """Places from one to behind the last word, between which there are about as many keys, and each key fits."""
    total = int(keys.sum())
    parts = min(max(total // PART, 1), MOST_PARTS)
    even = np.searchsorted(np.cumsum(keys), np.arange(1, parts) * (total // parts)) + 1
    widest = 2 ** max(KEY_BITS - stream.word_bits - stream.document_bits, 0)
    return np.unique(np.concatenate((even, np.arange(1, len(keys) + 1, widest), [len(keys) + 1]))).tolist()


def _columns(stream: _Stream, df: tuple[float, float], span: tuple[int, int]) -> _Columns:
    keys = stream.keys(span)
    cells = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.empty(0, dtype=int)
    counts = np.diff(cells, append=len(keys)).astype(np.int32)
    keys = keys[cells]
    term = keys >> np.uint64(stream.document_bits)
    first = np.flatnonzero(np.concatenate(([True], term[1:] != term[:-1]))) if len(keys) else np.empty(0, dtype=int)
    spread = np.diff(first, append=len(keys))
    within = (spread >= df[0]) & (spread <= df[1])
    kept = np.repeat(within, spread)
    term = term[first[within]].astype(np.int64)
    documents = (keys[kept] & np.uint64(2**stream.document_bits - 1)).astype(np.int32)
    second = term & (2**stream.word_bits - 1)
    return _Columns((term >> stream.word_bits) + span[0], second, spread[within], documents, counts[kept])


def _matrix(parts: list[_Columns], documents: int) -> sparse.csr_matrix:
    df = np.concatenate([part.df for part in parts])
    columns = np.concatenate(([0], np.cumsum(df)))
    rows = np.concatenate([part.documents for part in parts])
    counts = np.concatenate([part.counts for part in parts])
    by_column = sparse.csc_matrix((counts, rows, columns), shape=(documents, len(df)))
    return by_column.tocsr().astype(float)
