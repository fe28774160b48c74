"""Pairs of units that share copy, verified on their words.

Containment of word shingles rather than Jaccard similarity, since a true reprint is often cut or extended: two versions
of one wire story share on average only 30 % of their 3-grams (Silcock et al. 2022, arXiv 2210.04261).
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis.reuse import index
from analysis.reuse.shingles import NONE, SHINGLE, Hashes, Places, Terms, Units, among, in_order

LEAST = 0.2  # containment from which a pair counts as shared copy
FEWEST = 5  # shared shingles: fewer are a set phrase or a long name, unless they are all that both units have
_BATCH = 200_000  # shingles of units whose words are in memory at a time

Run = tuple[str, ...]


def shared(units: Units, least: float = LEAST, left_out: Hashes = NONE) -> pd.DataFrame:
    """Pairs with a containment of at least `least`, in the order of the units, the left one before the right one.

    Containment = shared shingles / shingles of the unit that has fewer, in (0, 1]; exact, by the words themselves.
    Columns: left, right, containment (4 decimals), shared_words (words of the right one that lie in shared shingles),
    of_longer (shared shingles / shingles of the other unit, 4 decimals), same (whether the two have the same words in
    the same order). Shingles whose hashes are `left_out` (sorted) count neither above nor below the line. A pair with
    fewer than five shared shingles is none, unless both units consist of these. A unit of fewer than five words has no
    shingle and no pair.
    """
    built = index.build(units, left_out)
    smaller, larger, common = index.candidates(built, least)
    enough = (common >= FEWEST) | (common == built.sizes[larger])
    left, right = np.minimum(smaller, larger)[enough], np.maximum(smaller, larger)[enough]
    order = np.lexsort((right, left))
    calls = (
        (
            [(units.names[one], units.names[other]) for one, other in part],
            units.words_of([units.names[unit] for unit in np.unique(part)]),
            *(least, left_out),
        )
        for part in _batches(left[order], right[order], built.sizes)
    )
    rows = [row for found in units.engine.map(_verified, calls) for row in found]
    columns = ("left", "right", "containment", "shared_words", "of_longer", "same")
    return pd.DataFrame(rows, columns=pd.Index(columns))


def _batches(left: Places, right: Places, sizes: Places) -> Iterator[Places]:
    """Pairs as rows of two units, so many at a time as have a bounded number of shingles together."""
    seen: set[int] = set()
    start = weight = 0
    for place, pair in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        fresh = [unit for unit in pair if unit not in seen]
        if weight > _BATCH and fresh:
            yield np.stack([left[start:place], right[start:place]], axis=1)
            seen, start, weight, fresh = set(), place, 0, list(pair)
        seen.update(fresh)
        weight += sum(int(sizes[unit]) for unit in fresh)
    if len(left):
        yield np.stack([left[start:], right[start:]], axis=1)


def _verified(
    pairs: Sequence[tuple[str, str]], terms: Terms, least: float, left_out: Hashes
) -> list[tuple[str, str, float, int, float, bool]]:
    words = terms()
    found = []
    runs = {name: _runs(words[name], left_out) for name in words}
    distinct = {name: frozenset(each.values()) for name, each in runs.items()}
    for left, right in pairs:
        common = distinct[left] & distinct[right]
        fewer, more = sorted((len(distinct[left]), len(distinct[right])))
        if common and len(common) / fewer >= least and (len(common) >= FEWEST or len(common) == more):
            covered = {start + i for start, run in runs[right].items() if run in common for i in range(SHINGLE)}
            same = list(words[left]) == list(words[right])
            found.append((left, right, round(len(common) / fewer, 4), len(covered), round(len(common) / more, 4), same))
    return found


def _runs(words: Sequence[str], left_out: Hashes) -> dict[int, Run]:
    """The shingles of a unit by the word they start at, without those left out."""
    starts = np.arange(max(0, len(words) - SHINGLE + 1))
    if len(left_out):
        starts = starts[~among(in_order(words), left_out)]
    return {start: tuple(words[start : start + SHINGLE]) for start in starts.tolist()}
