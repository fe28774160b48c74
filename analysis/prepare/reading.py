"""First pass: every record is read, its lines found, and its lines that may be furniture noted."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from analysis import tokens
from analysis.corpus import furniture, lines, readers
from analysis.corpus.records import Found, Page, Record, Rejected
from analysis.prepare import work

UNIT = 1_500_000  # characters that go to a process at a time


@dataclass(frozen=True)
class Read:
    """What the other passes must know of a record at once; its lines stand in the unit `unit` at place `at`.

    `content` is a digest of its words, the same for copies that differ in blanks and marks only; `seen` are its lines
    that may be furniture of its source's pages.
    """

    unit: str
    at: int
    origin: str
    place: str
    source: str
    date: str
    title: str
    url: str
    language: str
    id: str
    sha256: str
    encoding: str
    raw_words: int
    content: str
    seen: frozenset[str]


@dataclass(frozen=True)
class Lines:
    """A record's lines and what was done to them."""

    found: list[lines.Line]
    ledger: list[lines.Intervention]


def units(found: Iterable[Found], without: Collection[str]) -> Iterator[work.Unit]:
    """What was found, in parts of about UNIT characters."""
    for part in work.batches(found, _size, UNIT):
        yield _unit(part, without)


def _size(one: Found) -> int:
    return len(one.text) if isinstance(one, Record) else len(one.raw) // 4 if isinstance(one, Page) else 100


def _unit(part: list[Found], without: Collection[str]) -> work.Unit:
    key = work.key("read", sorted(without), [_brief(one) for one in part])
    return key, (key, part, sorted(without))


def _brief(one: Found) -> object:
    """Everything that tells two records apart, without their whole texts."""
    if isinstance(one, Page):
        return one.origin, hashlib.sha256(one.raw).hexdigest(), sorted(one.told.items())
    if isinstance(one, Record):
        text = hashlib.sha256(one.text.encode("utf-8", "surrogatepass")).hexdigest()
        return [text, *(value for name, value in sorted(vars(one).items()) if name != "text")]
    return one


def read_unit(unit: str, part: list[Found], without: list[str]) -> tuple[list[Read | Rejected], list[Lines | None]]:
    """The records of a part, read; light and heavy."""
    light: list[Read | Rejected] = []
    heavy: list[Lines | None] = []
    for at, found in enumerate(part):
        one = readers.open_page(found) if isinstance(found, Page) else found
        if isinstance(one, Rejected):
            light.append(one)
            heavy.append(None)
            continue
        of_text, ledger = lines.read(one.text, without)
        heavy.append(Lines(of_text, ledger))
        light.append(_read(one, unit, at, of_text))
    return light, heavy


def _read(record: Record, unit: str, at: int, of_text: list[lines.Line]) -> Read:
    words = tokens.terms(record.text)
    told = {name: getattr(record, name) for name in Read.__dataclass_fields__ if hasattr(record, name)}
    content = hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()
    seen = frozenset(furniture.candidates(of_text))
    return Read(unit=unit, at=at, raw_words=len(words), content=content, seen=seen, **told)
