"""Shingles: the runs of five words that two texts have in common where one repeats the other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from analysis import workers

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]
Terms = Callable[[], Mapping[str, Sequence[str]]]

SHINGLE = 5  # words
NONE: Hashes = np.empty(0, np.uint64)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2^64 by the golden ratio: odd, its bits well mixed
_HALF = np.uint64(32)
_PART = 2_000_000  # hashes sorted at a time
_LARGEST_VOCABULARY = 2_000_000  # words whose hashes a process keeps


@dataclass(frozen=True)
class Units:
    """Texts to be compared (passages, or documents), in reading order.

    `flat` holds the hashes of unit 0, 1, 2 … one after the other, as `hashes` gives them; those of unit i end at
    `ends[i]`. `words_of` is asked for a bounded number of units at a time, and gives what reads their terms, in order, when
    it is called: on the `engine`, which verifies pairs.
    """

    names: Sequence[str]
    flat: Hashes
    ends: NDArray[np.int64]
    words_of: Callable[[Sequence[str]], Terms]
    engine: workers.Engine = field(default_factory=workers.Here)

    def __post_init__(self) -> None:
        if len(self.names) != len(self.ends) or len(self.flat) != (self.ends[-1] if len(self.ends) else 0):
            raise ValueError(
                f"{len(self.names)} names, {len(self.ends)} ends, {len(self.flat)} hashes: they do not fit"
            )

    @classmethod
    def of(cls, texts: Mapping[str, Sequence[str]]) -> "Units":
        """Units that are held in memory: name to terms."""
        each = [hashes(words) for words in texts.values()]
        flat = np.concatenate([*each, NONE])
        ends = np.cumsum([len(found) for found in each], dtype=np.int64)
        return cls(list(texts), flat, ends, lambda names: partial(dict, {name: texts[name] for name in names}))

    @cached_property
    def repeated(self) -> tuple[Hashes, Places]:
        """The hashes that two units or more have, in ascending order, and the unit of each.

        Sorted part by part of the range of hashes, so that memory stays bounded; most hashes are of one unit only.
        """
        parts = [_repeated(*part) for part in self._by_hash()]
        return np.concatenate([values for values, _ in parts]), np.concatenate([owners for _, owners in parts])

    def _by_hash(self) -> Iterator[tuple[Hashes, Places]]:
        parts = len(self.flat) // _PART + 1
        bounds = [number * 2**64 // parts for number in range(parts)]
        for number, low in enumerate(bounds):
            inside = self.flat >= np.uint64(low)
            if number + 1 < parts:
                inside &= self.flat < np.uint64(bounds[number + 1])
            places = np.flatnonzero(inside)
            values = self.flat[places]
            order = np.argsort(values)
            yield values[order], np.searchsorted(self.ends, places, side="right")[order]

    def sizes(self, left_out: Hashes) -> Places:
        """How many shingles each unit has, without those left out."""
        sizes = np.diff(self.ends, prepend=0)
        if len(left_out):
            for start in range(0, len(self.flat), _PART):
                places = start + np.flatnonzero(among(self.flat[start : start + _PART], left_out))
                sizes -= np.bincount(np.searchsorted(self.ends, places, side="right"), minlength=len(sizes))
        return sizes

    def only(self, places: Sequence[int]) -> "Units":
        """The units at these places."""
        starts = self.ends - np.diff(self.ends, prepend=0)
        each = [self.flat[starts[place] : self.ends[place]] for place in places]
        ends = np.cumsum([len(found) for found in each], dtype=np.int64)
        return Units(
            [self.names[place] for place in places], np.concatenate([*each, NONE]), ends, self.words_of, self.engine
        )


def _repeated(values: Hashes, owners: Places) -> tuple[Hashes, Places]:
    same = values[1:] == values[:-1]
    kept = np.zeros(len(values), bool)
    kept[1:] |= same
    kept[:-1] |= same
    return values[kept], owners[kept]


def among(values: Hashes, known: Hashes) -> NDArray[np.bool_]:
    """Whether each hash is one of those known, which are sorted."""
    if not len(known):
        return np.zeros(len(values), bool)
    return known[np.minimum(np.searchsorted(known, values), len(known) - 1)] == values


def hashes(words: Sequence[str]) -> Hashes:
    """The distinct 64-bit hashes of a unit's shingles, sorted; none if it has fewer than five words.

    The same on every machine and in every run. Two different shingles share a hash with probability 2^-64, so pairs
    that hashes suggest are verified on the words.
    """
    found = in_order(words)
    found.sort()
    return found[np.concatenate(([True], found[1:] != found[:-1]))] if len(found) else found


def in_order(words: Sequence[str]) -> Hashes:
    """The hash of the shingle that starts at each word, in reading order."""
    runs = len(words) - SHINGLE + 1
    if runs < 1:
        return NONE
    each = np.fromiter(map(_vocabulary.__getitem__, words), np.uint64, len(words))
    found = each[:runs].copy()
    for place in range(1, SHINGLE):
        found ^= found >> _HALF  # so that order counts
        found *= _MULTIPLIER
        found += each[place : runs + place]
    return found


class _Vocabulary(dict[str, int]):
    """Hash of each word met so far in this process."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _LARGEST_VOCABULARY:
            self.clear()
        found = self[word] = int.from_bytes(
            blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
        )
        return found


_vocabulary = _Vocabulary()
