"""Find what a manuscript cites of a report: values by name, marked numbers, permanent ids."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from analysis.manuscripts.numbers import Written, numbers
from analysis.manuscripts.pieces import ID, Mark, Piece
from analysis.manuscripts.published import Published

Kind = Literal["name", "number", "id"]
NEAR = 0.75  # similarity of a mark that does not say "rashomon:" to a name of the report, above which it is a mark

_MACRO = re.compile(r"\\rashomon\s*(?:\[\s*(?P<part>\w*)\s*\])?\s*\{\s*(?P<name>[^{}\s]{1,200})\s*\}")
_LETTERS = re.compile(r"\\(Rashomon[A-Z][A-Za-z]*)")
_ID = re.compile(rf"(?<![\w./-]){ID}")
_BRACES = re.compile(r"\\([_%#&])")


@dataclass(frozen=True)
class Citation:
    """What is cited at a place: a value's `name`, or a permanent id.

    `part` is what of the value is cited (text, unit, n, low, high); `written` is how it is cited, and `number` the number
    that stands in the manuscript, where one does; `before` is the text that a mark stands behind.
    """

    place: str
    kind: Kind
    name: str
    part: str = "text"
    written: str = ""
    number: Written | None = None
    before: str = ""


def found(pieces: Iterable[Piece], reports: Iterable[Published]) -> Iterator[Citation]:
    """All citations, in the order of the manuscript."""
    reports = list(reports)
    macros = {macro: name for report in reversed(reports) for macro, name in report.macros.items()}
    names = frozenset(name for report in reports for name in report.values)
    for piece in pieces:
        text = _BRACES.sub(r"\1", piece.text)
        yield from _by_name(piece.place, text, macros)
        yield from (Citation(piece.place, "id", id[0], written=id[0]) for id in _ID.finditer(text))
        for mark in piece.marks:
            if mark.explicit or any(_is_near(name, names) for name in mark.names):
                yield from _marked(piece.place, mark)


@lru_cache(maxsize=2**14)
def nearest(name: str, names: frozenset[str], cutoff: float = 0.6) -> str:
    """The name that is most like an unknown one, by at least `cutoff` of 1, or nothing."""
    return next(iter(difflib.get_close_matches(name, sorted(names), n=1, cutoff=cutoff)), "")


def _by_name(place: str, text: str, macros: dict[str, str]) -> Iterator[Citation]:
    cited = [
        (at.start(), Citation(place, "name", at["name"], at["part"] or "text", at[0])) for at in _MACRO.finditer(text)
    ]
    for at in _LETTERS.finditer(text):
        cited.append((at.start(), Citation(place, "name", macros.get(at[1], at[1]), written=at[0])))
    yield from (one for _, one in sorted(cited, key=lambda pair: pair[0]))


def _marked(place: str, mark: Mark) -> Iterator[Citation]:
    """A mark's names, each with its number: the last one belongs to the last name, and so on back."""
    named = [name for name in mark.names if "@" not in name]
    before = list(numbers(mark.before))[-len(named) :] if named else []
    given: list[Written | None] = [*[None] * (len(named) - len(before)), *before]
    for name, number in zip(named, given, strict=True):
        value, _, part = name.partition("/")
        written = number.text if number else ""
        yield Citation(place, "number", value, part or "text", written, number, mark.before)
    yield from (Citation(place, "id", name, written=name) for name in mark.names if "@" in name)


def _is_near(name: str, names: frozenset[str]) -> bool:
    name = name.partition("/")[0]
    return "@" in name or name in names or bool(nearest(name, names, NEAR))
