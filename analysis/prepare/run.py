"""Texts in, study data out: three passes over the records, and what must be known of all of them in between."""

import os
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from analysis import quotations, study, style, tables, texts, workers
from analysis.corpus import cleaning, readers
from analysis.corpus.records import Rejected, Seen
from analysis.errors import InputError
from analysis.prepare import cutting, numbering, reading, rendering, rows, scaffold, sharing, sources, work
from analysis.prepare.announce import Announce, counted
from analysis.study import Preparation, Study

LARGE = 1000  # documents: above, tables are Parquet
_FOR_PEOPLE = (
    "aliases",
    "sources",
    "style",
    "rejected",
)  # tables that stay CSV, for the study's owner to read and edit


@dataclass(frozen=True)
class Request:
    """What is asked for: `texts` are files and folders, `without` names rules of cleaning that are switched off.

    `share_text` None leaves it to `study.toml`; `strict` makes a record that cannot be read an error; `workers` 0 takes
    every core. `cluster` is the address of a Dask scheduler, or `workers.LOCAL` for one on this machine.
    """

    texts: Sequence[Path]
    study: Path
    share_text: bool | None = None
    reading: readers.Options = field(default_factory=readers.Options)
    without: Collection[str] = ()
    strict: bool = False
    workers: int = 0
    cluster: str = ""

    def known(self) -> Study | None:
        """The study as its `study.toml` says, if it has one already."""
        return study.load(self.study) if (self.study / study.FILE).exists() else None

    def preparation(self) -> Preparation:
        """What is asked for beside the usual."""
        reading = self.reading
        without = tuple(sorted(set(self.without)))
        return Preparation(without, dict(reading.columns), reading.names, reading.encoding or "")

    def resolved(self, known: Study | None) -> "Request":
        """The request for a study that is there: its sources, and how it is prepared unless something else is asked."""
        if known is None:
            return self
        if self.preparation() != Preparation():
            return replace(self, reading=replace(self.reading, sources=known.sources))
        told = known.preparation
        options = readers.Options(told.encoding or None, told.columns, told.names, known.sources)
        return replace(self, reading=options, without=told.without)

    def check(self, known: Study | None) -> None:
        """Raise InputError for an option that cannot be, and one that the study does not say: it would no longer be true."""
        cleaning.check_rules(self.without, numbering.RULES)
        self.reading.check()
        if known and self.preparation() != known.preparation:
            lines = "".join(f"\n  {line}" for line in self.preparation().lines())
            found = "does not say that the texts are prepared with these options"
            raise InputError(
                f"{known.name}/{study.FILE}", found, f"Write them into it, and leave them out here:{lines}"
            )


@dataclass(frozen=True)
class Outcome:
    """What was done: the number of rows of each table, what was not read, and how sources are spelled.

    `kept`: whether the texts are kept on this machine (see `analysis.texts`); `new`: whether `study.toml` was written.
    """

    rows: dict[str, int]
    rejected: list[Rejected]
    spellings: pd.DataFrame
    kept: bool
    new: bool


def prepare(request: Request, announce: Announce | None = None) -> Outcome:
    """Build or rebuild the tables of a study.

    A `study.toml` that exists says which sources there are and how the texts are prepared; a missing one is written with
    what was recognised and asked for. Rows of `aliases.csv`, `sources.csv` and `style.csv` whose rule is "yours" stay and
    win over what is found. An interrupted run goes on where it was when it is started again. The tables are built beside
    the study and moved in when all are whole. Raises InputError or TableError.
    """
    known = request.known()
    request = request.resolved(known)
    request.check(known)
    with workers.opened(request.cluster, request.workers) as engine, _store(request.study) as store:
        run = _Run(
            request, known, frozenset(request.without), store, work.Pool(store, engine), announce or Announce(None)
        )
        made = run.all_passes()
        outcome = run.publish(made)
        store.remove()
    return outcome


@contextmanager
def _store(folder: Path) -> Iterator[work.Work]:
    """The file of the work in progress, beside the kept texts; in a folder for this run only, where none are kept."""
    place = texts.path(folder)
    if place is None:
        with tempfile.TemporaryDirectory(prefix="rashomon-") as own, work.Work(Path(own) / "work") as store:
            yield store
        return
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with work.Work(place.with_suffix(".work")) as store:
            yield store
    except (PermissionError, sqlite3.Error) as error:
        way_out = f"Set {texts.PLACE} to another folder, or to nothing if no texts are to be kept."
        raise InputError(place.parent, f"the work in progress cannot be kept here: {error}", way_out) from None


@dataclass(frozen=True)
class _Made:
    """What the passes found: the whole study's tables, and the units that hold the rows of single documents."""

    drawn: list[cutting.Drawn]
    documents: list[numbering.Document]
    shared: sharing.Sharing
    tables: dict[str, pd.DataFrame]
    units: list[str]


@dataclass
class _Run:
    """One preparation under way."""

    request: Request
    known: Study | None
    without: Collection[str]
    store: work.Work
    pool: work.Pool
    announce: Announce
    seen: list[Seen] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    @property
    def share_text(self) -> bool:
        asked = self.request.share_text
        return asked if asked is not None else bool(self.known and self.known.share_text)

    def all_passes(self) -> _Made:
        """Read, number, clean and cut, compare, and say who says what."""
        read = self._read()
        ids = [source.id for source in self.known.sources] if self.known else []
        written, by_file = numbering.named(read)
        spellings = sources.spellings(written, sources.kept(self.request.study), by_file | set(ids))
        documents, unknown = numbering.documents(read, numbering.mapping(spellings), ids, self.without)
        self.rejected += unknown
        drawn, mentions = self._cut(documents)
        self._check(drawn)
        self.announce.step("comparing texts")
        shared = sharing.find(drawn, self.pool)
        pairs = sharing.common_pairs(drawn, shared.reuse)
        drawn = [one.light() for one in drawn]
        aliases = _aliases(self.request.study, mentions)
        rejected = rows.frame("rejected", [(one.file, one.row, one.reason) for one in self.rejected])
        whole = {"copies": shared.copies, "reuse": shared.reuse, "aliases": aliases}
        whole |= {"sources": spellings, "rejected": rejected}
        left = {one.id for one in drawn}
        documents = [document for document in documents if document.id in left]
        units = self._rows(drawn, shared, pairs, aliases)
        whole["renderings"] = rendering.find(part for key in units for part in self.store.parts(key))
        return _Made(drawn, documents, shared, whole, units)

    def _read(self) -> list[reading.Read]:
        read: list[reading.Read] = []
        found = readers.read(self.request.texts, self.request.reading, self.seen.append)
        for part in self.pool.run(reading.read_unit, reading.units(found, self.without)):
            for one in part:
                if isinstance(one, Rejected):
                    self.rejected.append(one)
                else:
                    read.append(one)
            self.announce.count("reading", len(read), "documents")
        return read

    def _cut(self, documents: Sequence[numbering.Document]) -> tuple[list[cutting.Drawn], Counter[quotations.Mention]]:
        drawn: list[cutting.Drawn] = []
        mentions: Counter[quotations.Mention] = Counter()
        furniture = numbering.furniture_of(documents)
        units = cutting.units([one.light() for one in documents], furniture, self.without, self.pool)
        total, done = sum(document.read.raw_words for document in documents), 0
        for part in self.pool.run(cutting.cut_unit, units):
            drawn += part.drawn
            mentions.update(part.mentions)
            self.rejected += [Rejected(one.read.origin, one.read.place, _EMPTY) for one in part.empty]
            done += part.words
            self.announce.part("cleaning", done, total)
        return drawn, mentions

    def _check(self, drawn: Sequence[cutting.Drawn]) -> None:
        """Something must have been read; under `strict`, everything."""
        if drawn and not (self.request.strict and self.rejected):
            return
        many = f"{counted(len(self.rejected), 'record')} could not be read"
        if not self.rejected:
            raise InputError(self.request.texts[0], "holds no text", "Give files or folders that hold articles.")
        first = self.rejected[0]
        raise InputError(first.where, first.reason, f"{many}{', and --strict makes that an error' if drawn else ''}.")

    def _rows(
        self,
        drawn: Sequence[cutting.Drawn],
        shared: sharing.Sharing,
        pairs: cutting.Hashes,
        aliases: pd.DataFrame,
    ) -> list[str]:
        of_study = rows.Known(list(aliases.itertuples(index=False, name=None)), pairs, self.share_text)
        known = work.key("known", of_study.aliases, pairs.tobytes(), self.share_text)
        self.store.put(known, work.pack(None), [work.pack(of_study)])
        units = list(rows.units(drawn, shared.copy_of, shared.original, known, self.pool))
        for number, _ in enumerate(self.pool.run(rows.row_unit, iter(units)), start=1):
            self.announce.part("who says what", number, len(units))
        return [key for key, _ in units]

    def publish(self, made: _Made) -> Outcome:
        """Write the study beside its folder, check it, and move it in; keep its texts on this machine."""
        folder = self.request.study
        beside = folder.parent / f".{folder.name}.partial-{os.getpid()}"
        beside.mkdir(parents=True, exist_ok=True)
        self.announce.step("writing the tables")
        try:
            if self.known is None:
                told = self.request.preparation()
                text = scaffold.study_file(folder.name, made.documents, made.drawn, self.seen, self.share_text, told)
                (beside / study.FILE).write_text(text, encoding="utf-8")
            counts = self._write(beside, made)
            counts["style"] = self._learn_style(beside)
            kept = texts.keep(
                folder, (text for key in made.units for unit in self.store.parts(key) for text in unit["texts"])
            )
            _move(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
            self.announce.end()
        return Outcome(counts, self.rejected, made.tables["sources"], kept, self.known is None)

    def _write(self, beside: Path, made: _Made) -> dict[str, int]:
        """Every table, unit by unit; the number of rows of each."""
        large = len(made.drawn) > LARGE
        with ExitStack() as opened:
            writers = {
                name: opened.enter_context(tables.Writer(beside, name, large=large and name not in _FOR_PEOPLE))
                for name, schema in tables.SCHEMAS.items()
                if not schema.by_hand and name != "style"
            }
            for key in made.units:
                for unit in self.store.parts(key):
                    for name in rows.TABLES:
                        writers[name].add(unit[name])
            writers["cleaning"].add(rows.frame("cleaning", sharing.linked(made.shared)))
            for name, frame in made.tables.items():
                writers[name].add(frame)
            return {name: writer.rows for name, writer in writers.items()}

    def _learn_style(self, beside: Path) -> int:
        """Check the tables that were written, and write the house style that they hold; its number of rows."""
        data = tables.read_all(beside)
        folder = self.request.study
        yours = tables.read(folder, "style") if (folder / "style.csv").exists() else data["style"]
        listed = style.edited(style.learn(data), yours[yours["rule"] == tables.YOURS])
        tables.write(listed, beside, "style")
        return len(listed)


_EMPTY = "nothing is left after cleaning: it holds no article, or one that a rule took for something else"


def _aliases(folder: Path, mentions: Counter[quotations.Mention]) -> pd.DataFrame:
    """The names of the study: what was found, and over it the rows that the study's owner wrote."""
    columns = pd.Index(["spelling", "name", "rule"])
    fresh = pd.DataFrame([(row.spelling, row.name, row.rule) for row in quotations.link(mentions)], columns=columns)
    kept = pd.DataFrame(columns=columns)
    if (folder / "aliases.csv").exists():
        kept = tables.read(folder, "aliases")
        kept = kept[kept["rule"] == tables.YOURS]
    both = pd.concat([kept, fresh[~fresh["spelling"].isin(kept["spelling"])]])
    return both.sort_values(["name", "spelling"], kind="stable").reset_index(drop=True)


def _move(beside: Path, folder: Path) -> None:
    """Into the study, each file at once; a table that changed its format leaves nothing of the old one."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(beside.iterdir()):
        os.replace(path, folder / path.name)
        if path.suffix in (".csv", ".parquet"):
            other = ".csv" if path.suffix == ".parquet" else ".parquet"
            (folder / f"{path.stem}{other}").unlink(missing_ok=True)
