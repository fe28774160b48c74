"""The way back from a repaired text to the original, character by character.

An anchor is a pair of offsets, in the text and in the original, that belong together. From one anchor to the next the
two run alike, so a text that was only cut out of its original needs one.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher

Anchors = tuple[tuple[int, int], ...]
Edit = tuple[int, int, str]  # from here, up to there, this instead

_WORD = re.compile(r"\S+")


def locate(anchors: Anchors, end: int, offset: int) -> int:
    """The place in the original of a character of the text; `end` is the original's end of that text.

    Exact where text and original run alike; inside of what was altered, not beyond the next place that is known.
    """
    number = bisect_right(anchors, offset, key=lambda anchor: anchor[0]) - 1
    here, there = anchors[number]
    known = anchors[number + 1][1] if number + 1 < len(anchors) else end
    return min(there + offset - here, known)


def edit(text: str, anchors: Anchors, end: int, edits: Sequence[Edit]) -> tuple[str, Anchors]:
    """The text after edits (in order, not overlapping), and its anchors."""
    pieces: list[str] = []
    moved = [(0, locate(anchors, end, 0))]
    length = 0
    edits = [(0, 0, ""), *edits]
    for number, (begin, start, new) in enumerate(edits):
        moved.append((length, locate(anchors, end, begin)))
        stop = edits[number + 1][0] if number + 1 < len(edits) else len(text)
        length += len(new)
        if start < stop or new:
            moved.append((length, locate(anchors, end, start)))
            moved += [(here - start + length, there) for here, there in anchors if start < here < stop]
        pieces += [new, text[start:stop]]
        length += stop - start
    return "".join(pieces), needed(moved)


def needed(anchors: Sequence[tuple[int, int]]) -> Anchors:
    """Without the anchors that follow from those before them; of two at one place, the last."""
    kept: list[tuple[int, int]] = []
    for here, there in anchors:
        if kept and here == kept[-1][0]:
            kept.pop()
        if not kept or there - here != kept[-1][1] - kept[-1][0]:
            kept.append((here, there))
    return tuple(kept)


def align(text: str, original: str) -> Anchors:
    """Anchors of a text that was made of another one by changes inside words, or of words."""
    new, old = list(_WORD.finditer(text)), list(_WORD.finditer(original))
    if len(new) == len(old):
        pairs = [(0, 0, len(new))]
    else:
        match = SequenceMatcher(None, [word[0] for word in new], [word[0] for word in old], autojunk=False)
        pairs = [(block.a, block.b, block.size) for block in match.get_matching_blocks()]
    found = [(0, 0)]
    for left, right, size in pairs:
        for one, other in zip(new[left : left + size], old[right : right + size], strict=True):
            found += [(one.start(), other.start()), (one.end(), other.end())]
    return needed(found)
