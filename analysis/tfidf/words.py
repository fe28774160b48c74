r"""Words of many texts at once, as numbers: the matches of `(?u)\b\w\w+\b` in lower-case text, exactly as `re` finds them.

The texts are one array of UTF-8 bytes in which everything that is no part of a word is zero. Words are told apart by
their bytes, eight at a time, so that only those of the vocabulary are ever made objects. UTF-8 keeps the order of code
points: spellings sort as the strings do.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]

BLOCK = 8  # bytes
LONGEST = 8 * BLOCK  # longer words are rare, and told apart one by one
_LETTER = re.compile(r"\w")
# Of a byte: its lower case, or zero if it is no part of a word. Bytes of longer characters are looked at later.
_LOWER = bytes(ord(chr(byte).lower()) if _LETTER.match(chr(byte)) else 0 for byte in range(128)) + bytes(range(128, 256))
_SIZE = np.repeat(np.array([1, 2, 3, 4], dtype=np.uint8), [0xC0, 0x20, 0x10, 0x10])  # of a character, by its first byte
_FIRST = np.array([2 ** (8 * size) - 1 for size in range(BLOCK + 1)], dtype="<u8")  # masks the first bytes of a block


@dataclass(frozen=True)
class Words:
    """The words of some texts: `codes` in reading order, `lengths` of the texts in words, `spellings` of the codes."""

    codes: NDArray[np.int32]
    lengths: Ints
    spellings: list[bytes]


def read(texts: Sequence[str], stop_words: Collection[bytes] = ()) -> Words:
    """The words of two letters, digits or underscores and more, less `stop_words` (UTF-8)."""
    data, offsets = _plain(texts)
    starts, sizes = _spans(np.frombuffer(data, dtype=np.uint8))
    found, examples = _told_apart(data, starts, sizes)
    spans = zip(starts[examples].tolist(), sizes[examples].tolist(), strict=True)
    spellings = [bytes(data[start : start + size]) for start, size in spans]
    stays = np.array([spelling not in stop_words for spelling in spellings], dtype=bool)
    codes = np.full(found.max(initial=-1) + 1, -1, dtype=np.int32)
    codes[found[examples[stays]]] = np.arange(stays.sum())
    words = codes[found]
    kept = words >= 0
    before = np.concatenate(([0], np.cumsum(kept)))  # words kept before each that was found
    lengths = np.diff(before[np.searchsorted(starts, offsets)])
    return Words(words[kept], lengths, [spelling for spelling, stay in zip(spellings, stays, strict=True) if stay])


def _plain(texts: Sequence[str]) -> tuple[bytearray, Ints]:
    """The texts in lower case, zero wherever there is no word, and where each begins; the last number is the end."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    data, offsets = _joined(encoded)
    if data.isascii():
        return data, offsets
    places, points = _long_characters(data)
    changing = places[_are(points, lambda character: character.lower() != character)]
    if len(changing):  # lower case can be longer, and can depend on what stands beside: Python knows
        for number in np.unique(np.searchsorted(offsets, changing, side="right") - 1).tolist():
            encoded[number] = texts[number].lower().encode("utf-8", "surrogatepass")
        data, offsets = _joined(encoded)
        places, points = _long_characters(data)
    blank = places[_are(points, lambda character: not _LETTER.match(character))]
    array = np.frombuffer(data, dtype=np.uint8)
    sizes = _SIZE[array[blank]]
    for byte in range(4):
        array[blank[sizes > byte] + byte] = 0
    return data, offsets


def _joined(encoded: Sequence[bytes]) -> tuple[bytearray, Ints]:
    """Texts with a zero before each and a block of them at the end, ASCII in lower case, and where each begins."""
    data = bytearray(1) + bytearray(1).join(encoded) + bytearray(BLOCK)
    return data.translate(_LOWER), np.cumsum([1, *(len(text) + 1 for text in encoded)])


def _long_characters(data: bytearray) -> tuple[Ints, Ints]:
    """Where characters beyond ASCII begin, and their code points."""
    array = np.frombuffer(data, dtype=np.uint8)
    places = np.flatnonzero(array >= 0xC0)
    sizes = _SIZE[array[places]]
    points = array[places] & (0xFF >> (sizes + 1)).astype(np.int64)
    for byte in range(1, 4):
        more = sizes > byte
        points[more] = points[more] << 6 | array[places[more] + byte] & 0x3F
    return places, points


def _are(points: Ints, such: Callable[[str], object]) -> NDArray[np.bool_]:
    """Which code points are such characters; each is judged once."""
    seen = np.unique(points)
    return np.isin(points, seen[[bool(such(chr(point))) for point in seen.tolist()]])


def _spans(array: Bytes) -> tuple[Ints, Ints]:
    """Where words of more than one character begin, and how many bytes they have."""
    inside = array != 0
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts, sizes = edges[0::2], edges[1::2] - edges[0::2]
    long = sizes > _SIZE[array[starts]]
    return starts[long], sizes[long]


def _told_apart(data: bytearray, starts: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """A number for each word, the same for the same bytes, and of each number in use the place of one word that has it.

    A word beyond a block is numbered by the number of what stands before its next block, and that block.
    """
    blocks = np.ndarray(len(data) - BLOCK + 1, dtype="<u8", buffer=data, strides=(1,))
    numbers, seen = pd.factorize(blocks[starts] & _FIRST[np.minimum(sizes, BLOCK)])
    total = len(seen)
    longer = np.flatnonzero(sizes > BLOCK)
    for done in range(BLOCK, LONGEST, BLOCK):
        rest = np.minimum(sizes[longer] - done, BLOCK)
        block, seen = pd.factorize(blocks[starts[longer] + done] & _FIRST[rest])
        pair, seen = pd.factorize(numbers[longer] * len(seen) + block)
        numbers[longer] = total + pair
        total += len(seen)
        longer = longer[sizes[longer] > done + BLOCK]
    whole = [bytes(data[start : start + sizes[place]]) for place, start in zip(longer, starts[longer], strict=True)]
    alone, seen = pd.factorize(np.array(whole, dtype=object))
    numbers[longer] = total + alone
    examples = np.full(total + len(seen), -1)
    examples[numbers] = np.arange(len(numbers))
    return numbers, examples[examples >= 0]
