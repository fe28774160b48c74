"""Counts of the terms of texts: scikit-learn's CountVectorizer for words and pairs of words, about ten times as fast."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from numbers import Integral, Real

import numpy as np

from analysis.errors import InputError, ParameterError
from analysis.tfidf import ngrams as ngram
from analysis.tfidf.letters import Bytes
from analysis.tfidf.weights import Weights
from analysis.tfidf.words import Words, merged, read, vocabulary

CHUNK = 2**21  # characters that are read at once


def count_texts(
    texts: Iterable[str],
    *,
    names: Sequence[str] | None = None,
    ngrams: int = 2,
    stop_words: Collection[str] = (),
    min_df: int | float = 1,
    max_df: int | float = 1.0,
    workers: int = 2,
) -> Weights:
    r"""How often each word, and each pair of words if `ngrams` is 2, stands in each text: one row a text.

    A word is a match of scikit-learn's `(?u)\b\w\w+\b` in the lower-case text. Stop words go before pairs are made, so
    a pair bridges them. Terms in fewer than `min_df` or more than `max_df` texts are left out; a float is a share of
    the texts. Nothing left is a matrix without columns. Vocabulary, order and counts are those of `CountVectorizer`.

    `texts` is read once, some megabytes at a time; of each word a number of four bytes stays in memory. Rows are called
    by `names`, or numbered. `workers` are threads; the result is the same for any number. Raises `InputError` for no
    texts, texts that are no strings and names that do not fit, `ParameterError` for other values it cannot use.
    `benchmarks/tfidf_time.py` measures time and memory.
    """
    _check(ngrams, workers, min_df=min_df, max_df=max_df)
    if isinstance(stop_words, str):
        raise ParameterError("stop_words", repr(stop_words), "Give the words themselves, as a list or a set.")
    words = _words(texts, vocabulary(stop_words), workers)
    number = len(words.lengths)
    if names is None:
        names = [f"{place:0{len(str(number - 1))}}" for place in range(number)]
    if len(names) != number:
        raise InputError("names", f"{len(names)} names for {number} texts", "Give each text one name.")
    least, most = (limit if isinstance(limit, Integral) else limit * number for limit in (min_df, max_df))
    if most < least:
        found = f"at most {most:g} texts, but min_df at least {least:g}, of {number}"
        raise ParameterError("max_df", found, "Lower min_df, or raise max_df.")
    matrix, terms = ngram.counted(words, ngrams, (least, most), workers)
    return Weights(matrix, tuple(names), terms)


def _check(ngrams: int, workers: int, **limits: float) -> None:
    if ngrams not in (1, 2):
        raise ParameterError("ngrams", repr(ngrams), "It is 1, for words, or 2, for words and pairs of words.")
    if workers < 1:
        raise ParameterError("workers", repr(workers), "At least one thread counts.")
    for name, limit in limits.items():
        if not (limit >= 1 if isinstance(limit, Integral) else isinstance(limit, Real) and 0 <= limit <= 1):
            raise ParameterError(name, repr(limit), "It is a number of texts from 1, or a share from 0.0 to 1.0.")


def _words(texts: Iterable[str], stop_words: Bytes, workers: int) -> Words:
    """The words of all texts. At any time one chunk a thread is read, and one waits."""
    parts: list[Words] = []
    np.empty(2**25 - 2**16, dtype=np.uint8)  # given back at once: from then on the GNU allocator reuses large arrays
    waiting: deque[Future[Words]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        for chunk in _chunks(texts):
            waiting.append(pool.submit(read, chunk, stop_words))
            if len(waiting) > workers:
                parts.append(waiting.popleft().result())
        parts.extend(future.result() for future in waiting)
    if not parts:
        raise InputError("texts", "there are none", "Give at least one text.")
    return merged(parts)


def _chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    if isinstance(texts, str):
        raise InputError("texts", "a single string", "Give a list of texts, or anything else that yields them.")
    chunk: list[str] = []
    size = 0
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise InputError(
                f"text {number}", f"{type(text).__name__}, not a string", "Leave it out, or read it as text."
            )
        chunk.append(text)
        size += len(text)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
