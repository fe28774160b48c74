"""Texts as one array of bytes, in which only the letters of words are left: lower-case UTF-8, and zero for the rest.

A letter is what `re` calls a word character: letters, digits and the underscore of any script.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]

_LETTER = re.compile(r"\w")
# Of a byte: its lower case, or zero if it is no letter. What is beyond ASCII is looked at by whole characters.
_LOWER = bytes(ord(chr(byte).lower()) if _LETTER.match(chr(byte)) else 0 for byte in range(128)) + bytes(
    range(128, 256)
)
_MOST_BYTES = 4  # of a character

SIZE = np.repeat(np.array([1, 2, 3, 4], dtype=np.uint8), [0xC0, 0x20, 0x10, 0x10])
"""Bytes of a character, by its first."""


def letters(texts: Sequence[str]) -> tuple[Bytes, Ints]:
    """The letters of texts, with a zero behind each text, and where each begins; the last number is the end."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    array, offsets = _joined(encoded)
    places, points = _beyond_ascii(array)
    changing = places[_are(points, lambda character: character.lower() != character)]
    if len(changing):  # lower case can be longer, and can depend on what stands beside: Python knows
        for number in np.unique(np.searchsorted(offsets, changing, side="right") - 1).tolist():
            encoded[number] = texts[number].lower().encode("utf-8", "surrogatepass")
        array, offsets = _joined(encoded)
        places, points = _beyond_ascii(array)
    other = places[_are(points, lambda character: not _LETTER.match(character))]
    sizes = SIZE[array[other]]
    for byte in range(_MOST_BYTES):
        array[other[sizes > byte] + byte] = 0
    return array, offsets


def _joined(encoded: Sequence[bytes]) -> tuple[Bytes, Ints]:
    data = bytearray(1).join([*encoded, b""]).translate(_LOWER)
    return np.frombuffer(data, dtype=np.uint8), np.cumsum([0, *(len(text) + 1 for text in encoded)])


def _beyond_ascii(array: Bytes) -> tuple[Ints, Ints]:
    """Where characters beyond ASCII begin, and their code points."""
    places = np.flatnonzero(array >= 0xC0)
    sizes = SIZE[array[places]]
    points = (array[places] & (0xFF >> (sizes + 1))).astype(np.int64)
    for byte in range(1, _MOST_BYTES):
        more = sizes > byte
        points[more] = points[more] << 6 | array[places[more] + byte] & 0x3F
    return places, points


def _are(points: Ints, such: Callable[[str], object]) -> NDArray[np.bool_]:
    """Which code points are such characters; each is asked for once."""
    seen = np.unique(points)
    return np.isin(points, seen[[bool(such(chr(point))) for point in seen.tolist()]])
