"""Read every file of the places that were given, in order, each by the reader of its kind."""

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.corpus.readers import archives, delimited, jsons, limits, pages, parquet, places, texts, word
from analysis.corpus.readers.fields import Columns
from analysis.corpus.readers.limits import UnreadableError
from analysis.corpus.readers.options import Options
from analysis.corpus.readers.places import Item, Place
from analysis.corpus.readers.rows import About
from analysis.corpus.readers.told import Told
from analysis.corpus.records import Found, Page, Record, Rejected, Seen
from analysis.errors import InputError

_Report = Callable[[Seen], None]


def read(paths: Sequence[Path], options: Options, seen: _Report) -> Iterator[Found]:
    """Everything that the files and folders hold, in a fixed order and without holding more than one file of it.

    `origin` is a file's path below the folder or archive that was given; with several places, it begins with the
    place's name, and a second place of the same name is called "name (2)". A place inside another is read once. `seen`
    is told once of each table, JSON, Parquet, Word file and archive, once of each kind of plain files in a place, and
    of what was passed over, when they are done.

    What metadata tables and Zotero exports say is held in memory. Raises InputError, before anything is read, for a
    place that does not exist or holds no file of a known kind, an unknown encoding or field and a malformed pattern of
    names; and, at the end, for a named column that no table has. What else cannot be read is a `Rejected`.
    """
    options.check()
    given = places.name_places(paths)
    known = Columns(options.columns)
    told = Told(options, known)
    for place in given:
        passed: Counter[str] = Counter()
        count = 0
        for item in _files(place, passed):
            count += 1
            if isinstance(item, Item):
                told.take(item)
        if not count:
            raise places.nothing_known(place.label, passed)
    return _read(given, _Reader(options, known, told, seen))


def _read(given: Sequence[Place], reader: "_Reader") -> Iterator[Found]:
    yield from reader.told.rejected
    for place in given:
        passed: Counter[str] = Counter()
        tallies: dict[tuple[str, str], _Tally] = {}
        for item in _files(place, passed):
            if isinstance(item, Rejected):
                yield item
            elif item.origin not in reader.told.files:
                yield from reader.file(item, tallies.setdefault((_group(item, place), item.kind), _Tally()))
        for (label, kind), tally in tallies.items():
            if tally.files:
                reader.seen(Seen(label, kind, tally.said()))
        if passed:
            reader.seen(Seen(place.label, "passed over", places.passed_over(passed)))
    for note in reader.told.seen():
        reader.seen(note)
    if reader.known.missing:
        name = sorted(reader.known.missing)[0]
        raise InputError("--column", f"no table has a column {name!r}", "Use a name from a table's header.")


def _files(place: Place, passed: Counter[str]) -> Iterator[Item | Rejected]:
    """The files of a place and those of the archives in it."""
    for item in places.walk(place, passed):
        if isinstance(item, Rejected) or item.kind != "ZIP archive":
            yield item
            continue
        prefix = place.prefix if not place.path.is_dir() else f"{item.origin}/"
        try:
            held = 0
            for member in archives.members(item, passed, prefix):
                held += 1
                yield member
            if not held:
                raise UnreadableError("holds no file of a known kind; save the texts as .txt, .docx, .csv or .html")
        except UnreadableError as error:
            yield Rejected(item.origin, "", str(error))


def _group(item: Item, place: Place) -> str:
    """What plain files are counted under: the place, or the archive in it."""
    parts = item.origin.split("/")
    archive = next((number for number, part in enumerate(parts[:-1], 1) if part.casefold().endswith(".zip")), 0)
    return "/".join(parts[:archive]) or place.label


@dataclass
class _Tally:
    """What is said of many plain files at once."""

    files: int = 0
    guessed: Counter[str] = field(default_factory=Counter)
    via: Counter[str] = field(default_factory=Counter)

    def said(self) -> str:
        parts = [f"{self.files} file{'s' * (self.files != 1)}"]
        if self.guessed:
            others = ", ".join(f"{count} of them {name}" for name, count in sorted(self.guessed.items()))
            parts[0] += f"; UTF-8, {others}"
        if told := sorted(name for name in self.via if name):
            parts.append(f"source from {', '.join(told)}")
        return "; ".join(parts)


@dataclass
class _Reader:
    """Reads one file after the other and says what it saw."""

    options: Options
    known: Columns
    told: Told
    seen: _Report

    def file(self, item: Item, tally: _Tally) -> Iterator[Found]:
        """What one file holds; a failure becomes a Rejected, and what was read before it stays."""
        try:
            if item.kind == "plain text":
                yield from self._counted(item, texts.read(item, self.options.encoding, self.told), tally)
            elif item.kind == "web page":
                yield self._page(item, tally)
            elif item.kind == "Word":
                own = _Tally()
                yield from self._counted(item, word.read(item, self.told), own)
                self.seen(Seen(item.origin, "Word", own.said()))
            else:
                taken = yield from self._table(item)
                self.seen(Seen(item.origin, item.kind, taken))
        except UnreadableError as error:
            yield Rejected(item.origin, "", str(error))
        except OSError as error:
            yield Rejected(item.origin, "", f"cannot be read ({error.strerror}); look at its permissions")

    def _table(self, item: Item) -> Generator[Record | Rejected, None, str]:
        about = self.told.about(item)
        if item.kind == "Parquet":
            return (yield from parquet.read(item, self.known, about))
        if item.kind == "table":
            return (yield from delimited.read(item, self.options.encoding, self.known, about))
        return (yield from jsons.read(item, self.options.encoding, self.known, about))

    def _counted(
        self, item: Item, found: Iterator[tuple[Record | Rejected, About]], tally: _Tally
    ) -> Iterator[Record | Rejected]:
        for number, (one, about) in enumerate(found):
            if isinstance(one, Record):
                tally.via[about.via] += 1
                if one.encoding and not number:
                    tally.guessed[one.encoding] += 1
            yield one
        tally.files += 1

    def _page(self, item: Item, tally: _Tally) -> Page:
        raw = places.read_whole(item, limits.PAGE)
        about = self.told.about(item, pages.title_of(raw))
        tally.files += 1
        tally.via[about.via if about.via != "sub-folder" else "the pages"] += 1
        folder = {pages.FOLDER: about.below} if about.below else {}
        return Page(item.origin, raw, {**about.told, **folder})
