r"""Words of many texts at once, as numbers: the matches of `(?u)\b\w\w+\b` in lower-case text, exactly as `re` finds them.

Words are told apart by their bytes, eight at a time, and a vocabulary is bytes too: words with a zero behind each. So
no word is made an object before it is known which are counted.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.tfidf.letters import SIZE, Bytes, Ints, letters

Codes = NDArray[np.int32]

BLOCK = 8  # bytes
LONGEST = 8 * BLOCK  # longer words are rare, and told apart one by one
_WORD = re.compile(r"\w\w+")
_FIRST = np.array([2 ** (8 * size) - 1 for size in range(BLOCK + 1)], dtype="<u8")  # masks the first bytes of a block


@dataclass(frozen=True)
class Words:
    """The words of texts: `codes` in reading order, `lengths` of the texts in words, and the word of each code."""

    codes: Codes
    lengths: Ints
    vocabulary: Bytes

    def spellings(self) -> list[str]:
        """The word of each code, as a string."""
        return self.vocabulary.tobytes().decode().split("\0")[:-1]


def vocabulary(words: Collection[str]) -> Bytes:
    """Those of `words` that can be found at all: a word in capitals, or two words, are in no lower-case text."""
    return letters([word for word in words if word == word.lower() and _WORD.fullmatch(word)])[0]


def read(texts: Sequence[str], stop_words: Bytes) -> Words:
    """The words of texts, less a vocabulary of `stop_words`."""
    array, offsets = letters(texts)
    data, starts, sizes = _found([stop_words, array])
    bounds = np.searchsorted(starts, offsets + 1 + len(stop_words))
    codes, examples = _told_apart(data, starts, sizes, bounds[0])
    kept = np.flatnonzero(codes >= 0)
    return Words(codes[kept], np.diff(np.searchsorted(kept, bounds)), _copied(data, starts[examples], sizes[examples]))


def merged(parts: Sequence[Words]) -> Words:
    """The words of several lots of texts as those of one."""
    data, starts, sizes = _found([part.vocabulary for part in parts])
    codes, examples = _told_apart(data, starts, sizes)
    bounds = np.cumsum([np.count_nonzero(part.vocabulary == 0) for part in parts])[:-1]
    numbered = [own[part.codes] for own, part in zip(np.split(codes, bounds), parts, strict=True)]
    every = _copied(data, starts[examples], sizes[examples])
    return Words(np.concatenate(numbered), np.concatenate([part.lengths for part in parts]), every)


def _found(arrays: Sequence[Bytes]) -> tuple[Bytes, Ints, Ints]:
    """Letters behind one another, where words of more than one character begin, and how many bytes they have."""
    data = np.concatenate([np.zeros(1, dtype=np.uint8), *arrays, np.zeros(BLOCK, dtype=np.uint8)])
    inside = data != 0
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts, sizes = edges[0::2], edges[1::2] - edges[0::2]
    long = sizes > SIZE[data[starts]]
    return data, starts[long], sizes[long]


def _told_apart(data: Bytes, starts: Ints, sizes: Ints, leave_out: int = 0) -> tuple[Codes, Ints]:
    """A code for each word, the same for the same bytes, and for each code the place of a word that has it.

    The first words are to be left out, `leave_out` of them: they have the code -1, wherever they are found. A word beyond
    a block is told apart by the number of what stands before its next block, and that block.
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
    whole = [data[starts[place] : starts[place] + sizes[place]].tobytes() for place in longer]
    alone, seen = pd.factorize(np.array(whole, dtype=object))
    numbers[longer] = total + alone
    examples = np.full(total + len(seen), -1)
    examples[numbers] = np.arange(len(numbers))
    examples[numbers[:leave_out]] = -1
    used = np.flatnonzero(examples >= 0)
    codes = np.full(len(examples), -1, dtype=np.int32)
    codes[used] = np.arange(len(used))
    return codes[numbers], examples[used]


def _copied(data: Bytes, starts: Ints, sizes: Ints) -> Bytes:
    """Words with the zero behind each."""
    sizes = sizes + 1
    ends = np.cumsum(sizes)
    return data[np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + sizes, sizes)]
