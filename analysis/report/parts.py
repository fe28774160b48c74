"""A published page taken apart, so that two pages can be compared place by place.

A place is the nearest figure, table, section or named number that something stands in; what it is there (caption, alt
text, cells, a citation) follows from the elements around it. Markup is only read, never run.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from analysis.report import carried
from analysis.report.answers import Difference, differs_at

BODY, HEAD, TITLE, CONTENTS = "page", "head", "title block", "contents"
EVIDENCE = "_evidence"  # behind the place of a figure or table: the passages behind its numbers (no place has a `_`)
MOST_PLACES = 5  # differences that are told of one kind of thing in one place

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_KINDS = {"figcaption": "caption", "table": "cells", "nav": "contents", "style": "style sheet", "pre": "code"}
_CLASSES = {
    "drawing": "drawing",
    "leads": "links of the drawing",
    "evidence": "evidence",
    "card": "card",
    "citation": "citation",
    "formats": "citation",
    "grade": "grade",
    "output": "output",
    "tools": "tools",
}
_PLACES = {"header": TITLE, "head": HEAD, "nav": CONTENTS, "footer": "footer"}
_DRAWING = re.compile(
    r'<figure class="figure(?: wide)?" id="fig-([a-z0-9-]+)"><div class="drawing"><div role="img" aria-label="[^"]*">(?=<svg)'
)
_END = "</svg></div>"


@dataclass(frozen=True)
class Shown:
    """A number in the text: its name, its value as it is kept, as it is printed, and the place where it stands."""

    name: str
    value: str
    text: str
    place: str


@dataclass
class Page:
    """What a page holds: strings by place and kind, in order; numbers; the list of numbers; drawings; CSV."""

    parts: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    numbers: list[Shown] = field(default_factory=list)
    listed: dict[str, list[str]] = field(default_factory=dict)
    drawings: dict[str, str] = field(default_factory=dict)
    packed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def places(self) -> list[str]:
        """The places in the order of the page."""
        return list(dict.fromkeys(place for place, _ in self.parts))

    def csv(self, place: str) -> bytes | None:
        """The CSV that a figure or table (or its EVIDENCE) carries; None where it carries none. Raises ValueError."""
        kept = self.packed.get(place, [])
        if not kept:
            return None
        if len(kept) > 1 or len(kept[0]) > carried.MOST:
            raise ValueError("more than a page can carry")
        try:
            reader = zlib.decompressobj(-15)
            content = reader.decompress(base64.b64decode(kept[0], validate=True), carried.MOST_UNPACKED + 1)
        except (zlib.error, binascii.Error) as error:
            raise ValueError(str(error)) from None
        if reader.unconsumed_tail or reader.unused_data or not reader.eof:
            raise ValueError("not one whole CSV")
        return content


def read(text: str) -> Page:
    """A page taken apart."""
    reader = _Reader()
    try:
        reader.feed(text)
        reader.close()
    except AssertionError as error:  # of Python's parser, at a declaration that no page has
        reader.page.parts[BODY, "declaration"] = [str(error)]
    for opening in _DRAWING.finditer(text):
        end = text.find(_END, opening.end())
        if end < 0:
            break
        reader.page.drawings[f"fig-{opening[1]}"] = text[opening.end() : end + len("</svg>")]
    return reader.page


def differing(before: Page, after: Page) -> dict[str, list[Difference]]:
    """What differs between two pages, by place, in the order of the first; each difference names the kind of thing."""
    found: dict[str, list[Difference]] = {}
    for place in dict.fromkeys([*before.places, *after.places]):
        kinds = dict.fromkeys(kind for page in (before, after) for at, kind in page.parts if at == place)
        told = [
            one
            for kind in kinds
            for one in _between(kind, before.parts.get((place, kind), []), after.parts.get((place, kind), []))
        ]
        if told:
            found[place] = told
    return found


def _between(kind: str, before: Sequence[str], after: Sequence[str]) -> list[Difference]:
    if before == after:
        return []
    if len(before) == len(after):
        pairs = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        return [Difference(kind, *_around(a, b)) for a, b in pairs[:MOST_PLACES]]
    at = differs_at(before, after)
    a, b = ("".join(part[at : at + 3]) for part in (before, after))
    return [Difference(kind, *_around(a, b))]


def _around(before: str, after: str) -> tuple[str, str]:
    """Two long texts cut to where they begin to differ."""
    start = max(0, differs_at(before, after) - 40)
    return tuple(f"{'…' if start else ''}{text[start : start + 120]}" for text in (before, after))  # type: ignore[return-value]


class _Reader(HTMLParser):
    """Fills a `Page` while it reads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[tuple[str, str, str]] = []  # element, place, kind

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        place, kind = self._inside(tag, told)
        label = told.pop("aria-label", None) if told.get("role") == "img" else None
        if label is not None:
            self._put(place, "alt text", label)
        if "data-csv" in told:
            data = told.pop("data-csv")
            self.page.packed.setdefault(place + EVIDENCE * (kind == "evidence"), []).append(data)
            self._put(place, "CSV in the card", data)
        if tag == "data":
            name = told.get("title", "").partition(" (")[0]
            self.page.numbers.append(Shown(name, told.get("value", ""), "", place))
        self._put(place, kind, f"<{' '.join([tag, *(f'{key}={value!r}' for key, value in told.items())])}>")
        if tag not in _VOID:
            self._open.append((tag, place, kind))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == tag:
                del self._open[at:]
                return

    def handle_data(self, data: str) -> None:
        tag, place, kind = self._open[-1] if self._open else ("", BODY, "text")
        self._put(place, kind, data)
        if tag == "data" and self.page.numbers:
            last = self.page.numbers[-1]
            self.page.numbers[-1] = Shown(last.name, last.value, last.text + data, last.place)
        if place.startswith("value-") and tag in ("th", "td") and data.strip():
            self.page.listed.setdefault(place.removeprefix("value-"), []).append(data)

    def handle_comment(self, data: str) -> None:
        self._put(self._open[-1][1] if self._open else BODY, "comment", data)

    def _put(self, place: str, kind: str, text: str) -> None:
        self.page.parts.setdefault((place, kind), []).append(text)

    def _inside(self, tag: str, told: Mapping[str, str]) -> tuple[str, str]:
        """Place and kind of an element."""
        _, place, kind = self._open[-1] if self._open else ("", BODY, "text")
        id, classes = told.get("id", ""), told.get("class", "").split()
        if tag == "script" and told.get("type") == "application/ld+json":
            return "linked data", "text"
        if tag == "script":
            return ("embedded manifest" if id == "manifest" else "script"), "script"
        if (tag == "figure" and id.startswith(("fig-", "tab-"))) or (tag == "section" and id):
            place, kind = id, "text"
        elif tag == "tr" and id.startswith("value-"):
            place = id
        elif tag in _PLACES and place in (BODY, HEAD, CONTENTS, TITLE):
            place, kind = _PLACES[tag], "text"
        elif tag == "main":
            place, kind = TITLE, "text"
        kind = next((_CLASSES[name] for name in classes if name in _CLASSES), _KINDS.get(tag, kind))
        if tag in ("dl", "dd") and kind == "citation":
            kind = "card"
        return place, "number" if tag == "data" else kind
