"""Shared copy: which passages repeat words of others.

Containment of word shingles rather than Jaccard similarity, since a true reprint is often cut or extended: two versions
of one wire story share on average only 30 % of their 3-grams (Silcock et al. 2022, arXiv 2210.04261).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

import pandas as pd

from analysis import tokens

SHINGLE = 5  # words
LEAST = 0.2  # containment from which a pair counts as shared copy
_COLUMNS = ("left", "right", "containment", "shared_words", "level")


def shared_copy(
    passages: Mapping[str, Sequence[str]], document_of: Mapping[str, str], least: float = LEAST
) -> pd.DataFrame:
    """Pairs of passages that share copy, by an exact inverted index over shingles.

    `passages` maps a passage to its terms in order, in reading order. Containment of a pair = shared shingles /
    shingles of the one that has fewer, in [0, 1]; `shared_words` are the words of the right one that lie in shared
    shingles. A passage of fewer than five words has no shingle and no pair. Columns as in the table `reuse`.
    """
    index: dict[tuple[str, ...], list[str]] = defaultdict(list)
    shingles = {passage: tokens.shingles(words, SHINGLE) for passage, words in passages.items()}
    for passage in passages:
        for shingle in sorted(shingles[passage]):
            index[shingle].append(passage)
    common: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for shingle, holders in index.items():
        for pair in combinations(holders, 2):
            common[pair].add(shingle)
    rows = []
    for (left, right), shared in common.items():
        containment = len(shared) / min(len(shingles[left]), len(shingles[right]))
        if containment >= least:
            level = "document" if document_of[left] == document_of[right] else "corpus"
            rows.append((left, right, round(containment, 4), _covered(passages[right], shared), level))
    order = {passage: place for place, passage in enumerate(passages)}
    rows.sort(key=lambda row: (order[row[0]], order[row[1]]))
    return pd.DataFrame(rows, columns=pd.Index(_COLUMNS))


def _covered(words: Sequence[str], shared: set[tuple[str, ...]]) -> int:
    covered: set[int] = set()
    for start in range(len(words) - SHINGLE + 1):
        if tuple(words[start : start + SHINGLE]) in shared:
            covered.update(range(start, start + SHINGLE))
    return len(covered)


def groups(pairs: pd.DataFrame, passages: Sequence[str]) -> dict[str, str]:
    """Passage to the first passage of its group, passages that share copy with one another being one group."""
    first = {passage: passage for passage in passages}

    def root(passage: str) -> str:
        while first[passage] != passage:
            passage = first[passage]
        return passage

    order = {passage: place for place, passage in enumerate(passages)}
    for left, right in zip(pairs["left"], pairs["right"], strict=True):
        one, other = sorted((root(left), root(right)), key=order.__getitem__)
        first[other] = one
    return {passage: root(passage) for passage in passages}
