"""Counts of the terms of texts: scikit-learn's CountVectorizer for words and pairs of words, about ten times as fast."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from numbers import Integral, Real

import numpy as np

from analysis.errors import InputError, ParameterError
from analysis.tfidf import ngrams as ngram
from analysis.tfidf.letters import Bytes
from analysis.tfidf.weights import Weights
from analysis.tfidf.words import Words, merged, read, vocabulary
from analysis.workers import Engine, Threads

CHUNK = 2**21  # characters that are read at once


def count_texts(
    texts: Iterable[str],
    *,
    names: Sequence[str] | None = None,
    ngrams: int = 2,
    stop_words: Collection[str] = (),
    min_df: int | float = 1,
    max_df: int | float = 1.0,
    workers: int | Engine = 2,
) -> Weights:
    r"""How often each word, and each pair of words if `ngrams` is 2, stands in each text: one row a text.

    A word is a match of scikit-learn's `(?u)\b\w\w+\b` in the lower-case text. Stop words go before pairs are made, so
    a pair bridges them. Terms in fewer than `min_df` or more than `max_df` texts are left out; a float is a share of
    the texts. Nothing left is a matrix without columns. Vocabulary, order and counts are those of `CountVectorizer`.

    `texts` is read once, some megabytes at a time; of each word a number of four bytes stays in memory. Rows are called
    by `names`, or numbered. `workers` are threads, or an engine; the result is the same for any. Raises `InputError` for
    no texts, texts that are no strings and names that do not fit, `ParameterError` for other values it cannot use.
    `benchmarks/tfidf_time.py` measures time and memory, `benchmarks/scale.py` those on a cluster.
    """
    _check(ngrams, workers, min_df=min_df, max_df=max_df)
    if isinstance(stop_words, str):
        raise ParameterError("stop_words", repr(stop_words), "Give the words themselves, as a list or a set.")
    with Threads(workers) if isinstance(workers, int) else nullcontext(workers) as engine:
        return _counted(_words(texts, vocabulary(stop_words), engine), names, ngrams, (min_df, max_df), engine)


def _counted(
    words: Words, names: Sequence[str] | None, ngrams: int, df: tuple[float, float], engine: Engine
) -> Weights:
    number = len(words.lengths)
    if names is None:
        names = [f"{place:0{len(str(number - 1))}}" for place in range(number)]
    if len(names) != number:
        raise InputError("names", f"{len(names)} names for {number} texts", "Give each text one name.")
    least, most = (limit if isinstance(limit, Integral) else limit * number for limit in df)
    if most < least:
        found = f"at most {most:g} texts, but min_df at least {least:g}, of {number}"
        raise ParameterError("max_df", found, "Lower min_df, or raise max_df.")
    matrix, terms = ngram.counted(words, ngrams, (least, most), engine)
    return Weights(matrix, tuple(names), terms)


def _check(ngrams: int, workers: int | Engine, **limits: float) -> None:
    if ngrams not in (1, 2):
        raise ParameterError("ngrams", repr(ngrams), "It is 1, for words, or 2, for words and pairs of words.")
    if isinstance(workers, int) and workers < 1:
        raise ParameterError("workers", repr(workers), "At least one thread counts.")
    for name, limit in limits.items():
        if not (limit >= 1 if isinstance(limit, Integral) else isinstance(limit, Real) and 0 <= limit <= 1):
            raise ParameterError(name, repr(limit), "It is a number of texts from 1, or a share from 0.0 to 1.0.")


def _words(texts: Iterable[str], stop_words: Bytes, engine: Engine) -> Words:
    """The words of all texts. At any time a bounded number of chunks is read, or waits."""
    np.empty(2**25 - 2**16, dtype=np.uint8)  # given back at once: from then on the GNU allocator reuses large arrays
    parts = list(engine.map(read, ((chunk, stop_words) for chunk in _chunks(texts))))
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
