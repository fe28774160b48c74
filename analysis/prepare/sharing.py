"""Between the passes: what documents and passages share, and which word pairs are common enough to be published."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from analysis import reuse, tokens
from analysis.prepare import work
from analysis.prepare.cutting import Cut, Drawn, Hashes
from analysis.prepare.numbering import NOBODY

LEAST_PASSAGES = 2  # that have a word pair, copies of one another counted once
PART = 30_000_000  # hashes that are sorted at a time


@dataclass(frozen=True)
class Sharing:
    """Tables `copies` (documents) and `reuse` (passages).

    `copy_of`: document or passage to the earlier one that it repeats, passages of the same document only. `original`:
    passage to the passage of another document that stands for its group of shared copy.
    """

    copies: pd.DataFrame
    reuse: pd.DataFrame
    copy_of: Mapping[str, str]
    original: Mapping[str, str]


def find(drawn: Sequence[Drawn], pool: work.Pool) -> Sharing:
    """Shared copy of all documents and of all passages, verified on the words themselves."""
    document_of = {passage: one.id for one in drawn for passage in one.passages}
    place_of = {one.id: one.place for one in drawn}
    dates = {one.id: one.date for one in drawn}
    # Documents of no known source are not of one source.
    sources = ["" if one.source == NOBODY else one.source for one in drawn]
    told = pd.DataFrame({"document": list(place_of), "source": sources, "date": list(dates.values())})
    agencies = {one.id: one.agency for one in drawn if one.agency}

    def of_documents(ids: Sequence[str]) -> partial[dict[str, list[str]]]:
        return partial(_of_documents, list(ids), pool.within_reach([place_of[id] for id in ids]))

    def of_passages(ids: Sequence[str]) -> partial[dict[str, list[str]]]:
        documents = sorted({document_of[passage] for passage in ids})
        return partial(_of_passages, frozenset(ids), pool.within_reach([place_of[id] for id in documents]))

    flat, ends = _flat([one.shingles for one in drawn])
    documents = reuse.Units(list(place_of), flat, ends, of_documents, pool.engine)
    copies, boilerplate = reuse.between_documents(documents, told, agencies)
    flat, ends = _flat([hashes for one in drawn for hashes in one.in_passages])
    passages = reuse.Units(list(document_of), flat, ends, of_passages, pool.engine)
    pairs = reuse.between_passages(passages, document_of, told, copies, boilerplate)
    return Sharing(copies, pairs, _copy_of(copies, pairs), _originals(pairs, document_of, dates))


def _of_documents(ids: Sequence[str], cuts: work.Held) -> dict[str, list[str]]:
    """The terms of documents, in order."""
    return {id: tokens.terms(_cut(cuts, place).text) for id, place in zip(ids, cuts.places, strict=True)}


def _of_passages(ids: Collection[str], cuts: work.Held) -> dict[str, list[str]]:
    """The terms of passages, in order."""
    texts = {passage: text for place in cuts.places for passage, text in _cut(cuts, place).passage_texts.items()}
    return {passage: tokens.terms(text) for passage, text in texts.items() if passage in ids}


def _cut(cuts: work.Held, place: work.Place) -> Cut:
    found: Cut = cuts.part(*place)
    return found


def _flat(parts: Sequence[Hashes]) -> tuple[Hashes, np.ndarray]:
    """Hashes one after the other, and where each part ends."""
    ends = np.cumsum([len(part) for part in parts], dtype=np.int64)
    return np.concatenate([np.empty(0, dtype=np.uint64), *parts]), ends


def _copy_of(copies: pd.DataFrame, pairs: pd.DataFrame) -> dict[str, str]:
    """Documents that are duplicates of an earlier one; passages that repeat an earlier one of their document."""
    whole = copies[copies["relation"] != "shared copy"]
    inside = pairs[pairs["level"] == "document"]
    first: dict[str, str] = {}
    for left, right, original in zip(whole["left"], whole["right"], whole["original"], strict=True):
        earlier, later = (right, left) if original == right else (left, right)
        first.setdefault(later, earlier)
    for left, right in zip(inside["left"], inside["right"], strict=True):
        first.setdefault(right, left)
    return first


def _originals(pairs: pd.DataFrame, document_of: Mapping[str, str], dates: Mapping[str, str]) -> dict[str, str]:
    across = pairs[pairs["level"] == "corpus"]
    names = list(document_of)
    stands_for = reuse.groups(across, names, {name: dates[document_of[name]] for name in names})
    return {name: first for name, first in stands_for.items() if first != name}


def common_pairs(drawn: Sequence[Drawn], reused: pd.DataFrame) -> Hashes:
    """Sorted hashes of the word pairs that stand in two passages or more that share no copy.

    `reused` is the table `reuse`. Without that condition the sentences that two articles share could be rebuilt from
    their word pairs. Done in parts by the hash's value, so memory is bounded.
    """
    root = _linked_passages(reused)
    total = sum(len(one.pairs) for one in drawn)
    parts = total // PART + 1
    numbers: dict[str, int] = {}
    of_passage = [[numbers.setdefault(root(id), len(numbers)) for id in one.passages] for one in drawn]
    kept = []
    for part in range(parts):
        chosen = [one.pairs % parts == part if parts > 1 else slice(None) for one in drawn]
        hashes = np.concatenate(
            [np.empty(0, np.uint64), *(one.pairs[at] for one, at in zip(drawn, chosen, strict=True))]
        )
        group = np.concatenate(
            [
                np.empty(0, np.int32),
                *(
                    np.asarray(own, dtype=np.int32)[one.pair_of[at]]
                    for one, own, at in zip(drawn, of_passage, chosen, strict=True)
                ),
            ]
        )
        kept.append(_in_several(hashes, group))
    return np.sort(np.concatenate(kept))


def _linked_passages(reused: pd.DataFrame) -> Callable[[str], str]:
    """A passage to one that stands for all that are linked with it, directly or through others."""
    above: dict[str, str] = {}

    def root(passage: str) -> str:
        while (over := above.get(passage, passage)) != passage:
            above[passage] = above.get(over, over)
            passage = over
        return passage

    for left, right in zip(reused["left"], reused["right"], strict=True):
        one, other = root(left), root(right)
        if one != other:
            above[other] = one
    return root


def _in_several(hashes: Hashes, group: np.ndarray) -> Hashes:
    """The hashes that stand in LEAST_PASSAGES groups or more."""
    order = np.lexsort((group, hashes))
    hashes, group = hashes[order], group[order]
    fresh = np.ones(len(hashes), dtype=bool)
    fresh[1:] = (hashes[1:] != hashes[:-1]) | (group[1:] != group[:-1])
    found, counts = np.unique(hashes[fresh], return_counts=True)
    return found[counts >= LEAST_PASSAGES]


def linked(shared: Sharing) -> list[tuple[str, str, str, str, int]]:
    """Rows of the ledger for what was linked and not taken out: passages, then documents."""
    rows = []
    for left, right, words, level in zip(
        *(shared.reuse[c] for c in ("left", "right", "shared_words", "level")), strict=True
    ):
        rule = "near-copy" if level == "document" else "shared copy"
        rows.append((right.rsplit(":", 1)[0], rule, "linked", f"{left} ~ {right}", int(words)))
    for left, right, words, relation in zip(
        *(shared.copies[c] for c in ("left", "right", "shared_words", "relation")), strict=True
    ):
        if relation != "shared copy":
            rows.append((right, relation, "linked", f"{left} ~ {right}", int(words)))
    return rows
