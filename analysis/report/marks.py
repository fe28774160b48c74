"""The words in which two texts differ, marked as HTML: `<del>` for those of the first, `<ins>` for those of the second."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from markupsafe import Markup

from analysis.report import prose

LONGEST = 2000  # words; in longer texts, which no sentence is, everything is marked


def both(before: str, after: str) -> tuple[Markup, Markup]:
    """Either text with the words marked that the other does not have in that place."""
    found = list(_stretches(before, after))
    old = Markup("").join(_marked("del", a) if changed else _plain(a) for changed, a, _ in found)
    new = Markup("").join(_marked("ins", b) if changed else _plain(b) for changed, _, b in found)
    return old, new


def merged(before: str, after: str) -> Markup:
    """The second text, with the words of the first that it has not standing before those that it has instead."""
    found = _stretches(before, after)
    return Markup("").join(_instead(a, b) if changed else _plain(b) for changed, a, b in found)


def _instead(old: Sequence[str], new: Sequence[str]) -> Markup:
    """Words and those that stand in their place, with a space between."""
    gone, come = _marked("del", old), _marked("ins", new)
    return Markup(f"{gone.rstrip()} {come}") if gone and come else gone + come


def _stretches(before: str, after: str) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """The texts cut where they begin or cease to differ: whether they do, and the words of each with the space after."""
    a, b = (re.findall(r"\S+\s*", text) for text in map(prose.visible, (before, after)))
    if max(len(a), len(b)) > LONGEST:
        yield before != after, a, b
        return
    keys = [word.strip() for word in a], [word.strip() for word in b]
    for tag, i, j, k, m in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        yield tag != "equal", a[i:j], b[k:m]


def _plain(words: Sequence[str]) -> Markup:
    return Markup(prose.escaped("".join(words)))


def _marked(element: str, words: Sequence[str]) -> Markup:
    """Words in an element; the space after them stands outside it."""
    text = "".join(words)
    bare = text.rstrip()
    return Markup(f"<{element}>{prose.escaped(bare)}</{element}>{text[len(bare) :]}") if bare else Markup("")
