"""What every kind of manuscript is read as: pieces of prose, and the marks that name a number's value."""

import re
from dataclasses import dataclass

from analysis.errors import RashomonError

NAME = r"[a-z][a-z0-9_.-]*(?:/(?:low|high|n))?"
# A figure, a table or a whole report, and the digest of its content: geneva-2021/fig-dates@3fa9c1d2
ID = r"[A-Za-z0-9][\w.-]{0,100}(?:/(?:fig|tab)-[a-z0-9]+(?:-[a-z0-9]+){0,20})?@[0-9a-f]{8,64}(?![\w.-]*\w)"
_ITEM = rf"(?:{ID}|{NAME})"
LISTED = re.compile(rf"\s*(?P<explicit>rashomon\s*:)?\s*(?P<names>{_ITEM}(?:\s*,\s*{_ITEM}){{0,20}})\s*")
TAIL = 240  # characters before a mark in which its number stands


@dataclass(frozen=True)
class Mark:
    """The names that a manuscript gives to the last numbers of the text `before` the mark.

    `explicit` is a mark that says "rashomon:"; another one counts only where its name is one of the report, or nearly.
    """

    before: str
    names: tuple[str, ...]
    explicit: bool


@dataclass(frozen=True)
class Piece:
    """A line or a paragraph: where it stands, its prose without comments and code, and its marks.

    `goes_on` is a line of the same paragraph as the piece before it.
    """

    place: str
    text: str
    marks: tuple[Mark, ...] = ()
    goes_on: bool = False


class ManuscriptError(RashomonError):
    """A manuscript that cannot be read."""


def mark(told: str, before: str) -> Mark | None:
    """The mark that a comment or bracket is, if it is one."""
    found = LISTED.fullmatch(told)
    if not found:
        return None
    names = tuple(name.strip() for name in found["names"].split(","))
    return Mark(before[-TAIL:], names, bool(found["explicit"]))
