"""Candidates: pairs of units that may share enough shingles, from an exact inverted index over hashes.

A pair at containment c shares at least c · n of the n shingles of its smaller unit, so one of
them is among the n - c · n + 1 rarest of that unit: only the holders of these are paired (prefix filtering; Chaudhuri,
Ganti & Kaushik 2006, ICDE). What many units hold is looked up only for units that have little else, and nothing is
left to chance: every pair that reaches the containment is found.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.reuse.shingles import Hashes, Places, Units, among

_BLOCK = 2_000_000  # occurrences expanded at a time


@dataclass(frozen=True)
class Index:
    """The shingles that two units or more have.

    `holders[starts[s]:starts[s + 1]]` are the units that hold shingle s. `sizes` counts all shingles of each unit but
    those left out.
    """

    holders: Places
    starts: Places
    sizes: Places


def build(units: Units, left_out: Hashes) -> Index:
    """Index the units without the shingles `left_out` (sorted)."""
    values, holders = units.repeated
    kept = ~among(values, left_out)
    values, holders = values[kept], holders[kept]
    starts = (
        np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1]))) if len(values) else np.empty(0, np.int64)
    )
    return Index(holders, np.append(starts, len(values)), units.sizes(left_out))


def candidates(index: Index, least: float) -> tuple[Places, Places, Places]:
    """Pairs with containment of at least `least` by their hashes: two units, and how many shingles they share."""
    owned = _by_unit(index)
    found = [np.empty((3, 0), np.int64)]
    for block in _probes(index, owned, least):
        smaller, larger = _holders_of(index, *block)
        shared = _shared(owned, len(index.starts), smaller, larger)
        enough = shared >= least * index.sizes[smaller] * (1 - 1e-12)
        found.append(np.stack([smaller, larger, shared])[:, enough])
    smaller, larger, shared = np.concatenate(found, axis=1)
    return smaller, larger, shared


@dataclass(frozen=True)
class _Owned:
    """The indexed shingles of each unit, the rarest first: those of unit u end at `ends[u]`."""

    shingles: Places
    ends: Places


def _by_unit(index: Index) -> _Owned:
    count = np.diff(index.starts)
    shingle = np.repeat(np.arange(len(count)), count)
    order = np.lexsort((shingle, count[shingle], index.holders))
    return _Owned(shingle[order], np.cumsum(np.bincount(index.holders, minlength=len(index.sizes))))


def _probes(index: Index, owned: _Owned, least: float) -> Iterator[tuple[Places, Places]]:
    """Units and the shingles of theirs that every unit they may be contained in must share one of, in blocks."""
    held = np.diff(owned.ends, prepend=0)
    needed = np.maximum(1, np.ceil(least * index.sizes * (1 - 1e-12))).astype(np.int64)
    probes = np.maximum(0, held - needed + 1)
    active = np.flatnonzero(probes)
    weight = np.diff(index.starts)
    cost = np.concatenate(([0], np.cumsum(weight[owned.shingles])))
    starts = owned.ends - held
    block = np.cumsum(cost[starts[active] + probes[active]] - cost[starts[active]]) // _BLOCK
    for part in np.split(active, np.flatnonzero(np.diff(block)) + 1):
        yield np.repeat(part, probes[part]), owned.shingles[_ranges(starts[part], probes[part])]


def _holders_of(index: Index, units: Places, shingles: Places) -> tuple[Places, Places]:
    """Each unit with every other one, no smaller, that holds one of its shingles; each pair once."""
    count = np.diff(index.starts)[shingles]
    one = np.repeat(units, count)
    other = index.holders[_ranges(index.starts[shingles], count)]
    here, there = index.sizes[one], index.sizes[other]
    kept = (there > here) | ((there == here) & (other > one))
    pairs = np.unique(one[kept] * len(index.sizes) + other[kept])
    return np.divmod(pairs, max(1, len(index.sizes)))


def _shared(owned: _Owned, all_shingles: int, left: Places, right: Places) -> Places:
    """How many indexed shingles the units of each pair have in common."""
    held = np.diff(owned.ends, prepend=0)
    found = [np.empty(0, np.int64)]
    block = np.cumsum(held[left] + held[right]) // _BLOCK
    for part in np.split(np.arange(len(left)), np.flatnonzero(np.diff(block)) + 1):
        keys = [
            np.repeat(np.arange(len(part)), held[side[part]]) * all_shingles
            + owned.shingles[_ranges(owned.ends[side[part]] - held[side[part]], held[side[part]])]
            for side in (left, right)
        ]
        both = np.sort(np.concatenate(keys))
        common = both[1:][both[1:] == both[:-1]] // max(1, all_shingles)
        found.append(np.bincount(common, minlength=len(part)))
    return np.concatenate(found)


def _ranges(starts: Places, counts: Places) -> Places:
    """start, start + 1, … of each range, one after the other."""
    before = np.cumsum(counts) - counts
    return np.arange(counts.sum()) + np.repeat(starts - before, counts)
