"""The terms of a study without its house style."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from scipy import sparse


def without_style(terms: pd.DataFrame, style: pd.DataFrame) -> pd.DataFrame:
    """The terms table with style words merged or left out; a word pair that has a left-out word goes with it.

    A pair that is style itself takes its two words with it where they stand side by side (“fox news”), and puts what it
    becomes in their place. Sorted by passage and term, both categorical: a term is rewritten once, however often it stands.
    """
    becomes: dict[str, str] = dict(zip(style["term"], style["becomes"], strict=True))
    in_passage, of_term = (terms[name].astype("category").array for name in ("passage", "term"))
    parts = [(place, *part) for place, term in enumerate(of_term.categories) for part in _rewritten(term, becomes)]
    place, written, sign = ([part[column] for part in parts] for column in range(3))
    words, target = np.unique(np.asarray(written, dtype=object), return_inverse=True)
    rewriting = sparse.csr_matrix(
        (np.asarray(sign, dtype=np.int64), (np.asarray(place, dtype=np.int32), target)),
        shape=(len(of_term.categories), len(words)),
    )
    counts = sparse.csr_matrix(
        (terms["count"].to_numpy(np.int64), (in_passage.codes, of_term.codes)),
        shape=(len(in_passage.categories), len(of_term.categories)),
    )
    counts = (counts @ rewriting).tocsr()
    counts.data = np.maximum(counts.data, 0)  # two pairs of style may share a word (“york times”, “times square”)
    counts.eliminate_zeros()
    counts.sort_indices()
    return _table(counts, in_passage.dtype, words)


def _table(counts: sparse.csr_matrix, passages: pd.CategoricalDtype, words: np.ndarray) -> pd.DataFrame:
    row = np.repeat(np.arange(counts.shape[0], dtype=np.int32), np.diff(counts.indptr))
    used = np.flatnonzero(np.bincount(counts.indices, minlength=len(words)))
    column = np.zeros(len(words), dtype=np.int32)
    column[used] = np.arange(len(used))
    of_word = pd.CategoricalDtype(pd.Index(words[used], dtype=object))
    return pd.DataFrame(
        {
            "passage": pd.Categorical.from_codes(row, dtype=passages, validate=False),
            "term": pd.Categorical.from_codes(column[counts.indices], dtype=of_word, validate=False),
            "count": counts.data,
        },
        copy=False,
    )


def _rewritten(term: str, becomes: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """What each occurrence of a term adds to which terms, and takes from which."""
    left, _, right = term.partition(" ")
    if not right:
        yield from _added(_words(left, becomes))
    elif becomes.get(term, term) != term:
        yield from ((word, -1) for old in (left, right) for word in _words(old, becomes))
        yield from _added(_words(term, becomes))
    elif (before := _words(left, becomes)) and (after := _words(right, becomes)):
        yield f"{before[-1]} {after[0]}", 1


def _added(words: list[str]) -> Iterator[tuple[str, int]]:
    """One occurrence of each word, and of their pair if they are two."""
    yield from ((word, 1) for word in words)
    if len(words) == 2:
        yield " ".join(words), 1


def _words(term: str, becomes: Mapping[str, str]) -> list[str]:
    """The words that a term becomes, each of them rewritten in turn; none if it is left out."""
    seen = {term}
    while (other := becomes.get(term, term)) not in seen:
        seen.add(other)
        term = other
    if " " not in term:
        return [term] if term else []
    return [word for part in term.split() for word in ([part] if part in seen else _words(part, becomes))]
