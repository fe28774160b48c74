"""Take a sentence of a result bundle apart, and make foreign text safe to print.

A sentence is `{"template": "{corpus.documents} documents (@fig-dates)", "values": [{"name", "value", "text", …}]}`. It
is split once, here, into plain text, named numbers and cross-references; HTML and PDF only differ in what they write
for each.
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

from analysis.report import literature
from analysis.statements.sentence import PLACEHOLDER, REFERENCE

# Not after a letter: `name@sec-example` is an address, not a reference.
_REFERENCE = re.compile(rf"(?<!\w){REFERENCE.pattern}")
BESIDE = ("detectable", "robustness")  # sentences of a finding that stand below it
# `[@lin1991]`, `[see @lin1991; @fred2005]`: works, in the report between round brackets
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_WORK = re.compile(r"(?<!\w)@(?=[a-z]+\d{4}[a-z]?(?![\w-]))")
_CITED = re.compile(rf"(?<!\w)@(?:{literature.PREFIX}[a-z]+\d{{4}}[a-z]?|{REFERENCE.pattern[1:]})")
_KINDS = {"fig": "Figure", "tab": "Table", "sec": "Section", "ref": "Work"}

# Control characters, bidirectional overrides and isolates, lone surrogates, tags and non-characters: they are
# invisible, reorder what stands around them, or cannot be written to a file. Tab and newline stay.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e0fff]+"
)


@dataclass(frozen=True)
class Reference:
    """A cross-reference as written: `fig-dates`."""

    key: str


@dataclass(frozen=True)
class Number:
    """A named value, as its record in the bundle."""

    record: Mapping[str, Any]

    @property
    def text(self) -> str:
        """What is printed; a number and its unit stay on one line."""
        return str(self.record["text"]).replace(" %", "\N{NO-BREAK SPACE}%")

    @property
    def about(self) -> str:
        """Name, unit, n and interval: `corpus.words (words, n = 5, 310 to 920)`."""
        record = self.record
        facts = [str(record["unit"])] if record.get("unit") else []
        if record.get("n") is not None:
            facts.append(f"n = {record['n']:,}")
        if record.get("low") is not None and record.get("high") is not None:
            facts.append(f"{record['low']:,} to {record['high']:,}")
        return str(record["name"]) + (f" ({', '.join(facts)})" if facts else "")


@dataclass(frozen=True)
class Place:
    """What a reference is replaced by, and the anchor it links to."""

    label: str
    anchor: str


Piece: TypeAlias = str | Number | Reference
Places: TypeAlias = Mapping[str, Place]
NOWHERE: Places = MappingProxyType({})


def pieces(sentence: Mapping[str, Any]) -> Iterator[Piece]:
    """The text, numbers and references of a sentence, in order. Values are never searched for references."""
    records = {record["name"]: record for record in sentence["values"]}
    for index, part in enumerate(PLACEHOLDER.split(sentence["template"])):
        if index % 2:
            yield Number(records[part])
        else:
            yield from references(part)


def references(text: str) -> Iterator[str | Reference]:
    """Text written by an author, split at its cross-references and at the works it cites."""
    end = 0
    for match in _BRACKETS.finditer(text):
        if _WORK.search(match[1]):
            yield from _split(text[end : match.start()], _REFERENCE)
            yield from _split(f"({_WORK.sub(f'@{literature.PREFIX}', match[1])})", _CITED)
            end = match.end()
    yield from _split(text[end:], _REFERENCE)


def _split(text: str, pattern: re.Pattern[str]) -> Iterator[str | Reference]:
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            yield text[end : match.start()]
        yield Reference(match[0][1:])
        end = match.end()
    if end < len(text):
        yield text[end:]


def label(reference: Reference, places: Places) -> str:
    """`Figure 3`, or `Figure dates` where one result is shown without its report."""
    if place := places.get(reference.key):
        return place.label
    kind, _, id = reference.key.partition("-")
    return f"{_KINDS[kind]} {id}"


def unbroken(reference: Reference, places: Places) -> str:
    """The label with its number, or the year of a work, on one line with the word before it."""
    text, space = label(reference, places), "\N{NO-BREAK SPACE}"
    return (
        space.join(text.rsplit(" ", 1)) if reference.key.startswith(literature.PREFIX) else text.replace(" ", space, 1)
    )


def plain(sentence: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """The sentence as plain text, its references replaced."""
    return visible("".join(text_of(piece, places) for piece in pieces(sentence)))


def text_of(piece: Piece, places: Places = NOWHERE) -> str:
    """A piece of a sentence as plain text."""
    if isinstance(piece, Reference):
        return label(piece, places)
    return piece.text if isinstance(piece, Number) else piece


def visible(text: str) -> str:
    """Text without characters that cannot be seen or reorder others: each run is written out, `[U+202E]`."""
    return _UNPRINTABLE.sub(named, text)


def escaped(text: object) -> str:
    """Foreign text as HTML, in content or in a quoted attribute."""
    return html.escape(visible(str(text)))


def named(match: re.Match[str]) -> str:
    """A run of characters by their code points: `[U+6F22 U+5B57]`."""
    return "[" + " ".join(f"U+{ord(character):04X}" for character in match[0]) + "]"


def reach(found: Mapping[str, Any]) -> str:
    """How far a finding reaches, as its label says it: nothing is supported before other settings were tried."""
    untried = found["grade"] == "supported" and "robustness" not in found
    return f"{found['grade']} (other settings not tried)" if untried else str(found["grade"])
