"""Between the passes: which source a record belongs to, what is there twice, and what each document is called."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analysis import tables
from analysis.corpus import furniture, readers
from analysis.corpus.lines import Intervention
from analysis.corpus.records import Rejected, where
from analysis.prepare.reading import Read
from analysis.study import FORMULA, LONGEST_ID

SAME_ID, ODD_DATE = "repeated id", "odd date"
NOBODY = "unnamed source"
LONELY = 10  # years between a date and the study's others
RULES = {
    tables.DUPLICATE: "takes out a document that repeats another of its source word for word"
}  # can be switched off


@dataclass(frozen=True)
class Document:
    """A record with its place in the study; `ledger` says what was done before its text was looked at."""

    id: str
    read: Read
    source: str
    date: str
    ledger: tuple[Intervention, ...]

    def light(self) -> "Document":
        """The document without what is needed only to find the furniture of its source."""
        return replace(self, read=replace(self.read, seen=frozenset()))


def source_of(source: str, origin: str, place: str) -> str:
    """The source as it stands in a table's key: as told, else the name of the document's own file."""
    told = source or ("" if place else origin.rsplit("/", 1)[-1].rsplit(".", 1)[0]) or NOBODY
    told = " ".join("".join(letter if letter.isprintable() else " " for letter in told).split())[:LONGEST_ID].strip()
    return f"file {told}" if told.startswith(FORMULA) else told or NOBODY


def documents(
    found: Sequence[Read], source: Mapping[str, str], known: Collection[str], without: Collection[str]
) -> tuple[list[Document], list[Rejected]]:
    """Documents in order of source, date and place of reading, with their ids; and records of no known source.

    `source` maps a source as written (`source_of`) to the study's; `known` are those of its `study.toml`, if it has one.
    A document that repeats another of its source word for word is taken out (rule "duplicate").
    """
    dates = _iso_dates(found)
    ends = sensible(dates)
    kept: dict[str, list[tuple[str, Read, list[Intervention]]]] = defaultdict(list)
    rejected: list[Rejected] = []
    holder: dict[tuple[str, str], list[Intervention]] = {}
    ids: dict[str, Read] = {}
    for read, date in zip(found, dates, strict=True):
        named = source[source_of(read.source, read.origin, read.place)]
        if known and named not in known:
            reason = f"its source {named!r} is not in study.toml: add it there, or a files pattern that fits the file"
            rejected.append(Rejected(read.origin, read.place, reason))
            continue
        again = holder.get((named, read.content))
        if again is not None and tables.DUPLICATE not in without:
            again.append(Intervention(tables.DUPLICATE, "removed", where(read.origin, read.place), read.raw_words))
            continue
        ledger = _noted(read, ids)
        if date and not ends[0] <= date <= ends[1]:
            date = ""
        if read.date and not date:
            ledger.append(Intervention(ODD_DATE, "removed", f"date “{read.date[:30]}”", 0))
        holder.setdefault((named, read.content), ledger)
        kept[named].append((date, read, ledger))
    return _numbered(kept), rejected


def _iso_dates(found: Sequence[Read]) -> list[str]:
    """The date of each record; whether the day stands first is for all records of a file to say."""
    written: dict[str, list[str]] = defaultdict(list)
    for read in found:
        written[read.origin].append(read.date)
    ways = {origin: readers.day_first(dates) for origin, dates in written.items()}
    return [readers.read_date(read.date, day_first=ways[read.origin]) if read.date else "" for read in found]


def sensible(dates: Iterable[str]) -> tuple[str, str]:
    """The first and the last date that make sense beside the others.

    A date makes none if it lies more than LONELY years from all but one in a hundred of the study's dates, on its side.
    """
    known = sorted(date for date in dates if date)
    few = len(known) // 100
    first, last = ("", "9999") if not few else (known[0], known[-1])
    for at in range(1, few + 1):
        if int(known[-at][:4]) - int(known[-at - 1][:4]) > LONELY:
            last = known[-at - 1]
        if int(known[at][:4]) - int(known[at - 1][:4]) > LONELY:
            first = known[at]
    return first, last


def _noted(read: Read, ids: dict[str, Read]) -> list[Intervention]:
    """The ledger's first rows: a guessed encoding, an id that another record has too."""
    ledger = []
    if read.encoding:
        ledger.append(Intervention("encoding", "changed", f"file, from {read.encoding}", 0))
    if read.id and (other := ids.setdefault(read.id, read)) is not read:
        ledger.append(Intervention(SAME_ID, "linked", f"id {read.id[:30]} of {where(other.origin, other.place)}", 0))
    return ledger


def _numbered(kept: Mapping[str, list[tuple[str, Read, list[Intervention]]]]) -> list[Document]:
    result: list[Document] = []
    for source in sorted(kept):
        own = sorted(kept[source], key=lambda one: one[0] or "9999")
        width = len(str(len(own)))
        for number, (date, read, ledger) in enumerate(own, start=1):
            # ":" stands between a document and its passage
            result.append(Document(f"{source.replace(':', '-')}-{number:0{width}}", read, source, date, tuple(ledger)))
    return sorted(result, key=lambda document: document.id)


def furniture_of(found: Iterable[Document]) -> dict[str, frozenset[str]]:
    """The lines that recur in the documents of each source."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    for document in found:
        counts[document.source].update(document.read.seen)
        sizes[document.source] += 1
    return {source: furniture.recurring(counts[source], size) for source, size in sizes.items()}


def named(found: Sequence[Read]) -> tuple[list[str], frozenset[str]]:
    """The source of each record as written, and those of them that only a file's name says."""
    written = [source_of(read.source, read.origin, read.place) for read in found]
    return written, frozenset(name for name, read in zip(written, found, strict=True) if not read.source)


def mapping(spellings: pd.DataFrame) -> dict[str, str]:
    """Spelling to source, of the table `sources`."""
    return dict(zip(spellings["spelling"], spellings["source"], strict=True))
