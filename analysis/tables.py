"""The study's tables: declared schemas, checked reading, writing that gives the same bytes."""

import csv
import itertools
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from analysis.errors import TableError

Kind = Literal["text", "whole", "number", "date"]


@dataclass(frozen=True)
class Column:
    """A column: what it holds, its unit, and what values it may have."""

    name: str
    means: str
    kind: Kind = "text"
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    empty: bool = False  # may a cell be empty?
    optional: bool = False  # may the column be absent?


def _count(name: str, means: str, unit: str = "words", low: float = 0) -> Column:
    return Column(name, means, "whole", unit, low=low)


@dataclass(frozen=True)
class Schema:
    """A table: what one row is, its key, its columns."""

    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    refers: Mapping[str, str]  # column -> table whose key it must be found in


PARTS = ("headline", "lead", "body")
KINDS = ("direct", "fragment", "mixed", "indirect")
CUE_CLASSES = ("neutral", "strong", "distancing", "endorsing", "hedged", "confrontational", "none")
UNKNOWN = "unknown"  # a speaker who cannot be told
YOURS = "yours"  # rule of an alias that the study's owner wrote
ACTIONS = ("removed", "linked", "changed")

SCHEMAS: dict[str, Schema] = {
    "documents": Schema(
        "a document",
        ("document",),
        (
            Column("document", "its id"),
            Column("source", "who published it"),
            Column("date", "date of publication", "date", empty=True),
            Column("language", "language tag"),
            _count("words", "words after cleaning"),
            _count("raw_words", "words before cleaning"),
            Column("sha256", "digest of the file it was read from"),
            Column("origin", "name of that file"),
            Column("title", "headline, where the study shares titles", empty=True, optional=True),
            Column("url", "address, where the study shares it", empty=True, optional=True),
        ),
        {},
    ),
    "passages": Schema(
        "a passage",
        ("passage",),
        (
            Column("passage", "its id: document:position"),
            Column("document", "the document it stands in"),
            _count("position", "its place in the document", "from 1", low=1),
            _count("start", "first character in the cleaned text", "characters"),
            _count("end", "character after its last", "characters"),
            _count("words", "its words"),
            _count("quoted_words", "of these inside quotation marks"),
            Column("part", "headline, lead or body", choices=PARTS),
            Column("copy_of", "earlier passage of the same document that it repeats", empty=True),
            Column("text", "its text, where the study shares text", empty=True, optional=True),
        ),
        {"document": "documents"},
    ),
    "terms": Schema(
        "a term in a passage",
        ("passage", "term"),
        (
            Column("passage", "the passage"),
            Column("term", "a word, or an n-gram that stands in two independent passages or more"),
            _count("count", "how often", "occurrences", low=1),
        ),
        {"passage": "passages"},
    ),
    "quotations": Schema(
        "an attribution",
        ("quotation",),
        (
            Column("quotation", "its id: passage.number"),
            Column("passage", "the passage it stands in"),
            Column("speaker", "who speaks, spellings merged; 'unknown' where it cannot be told"),
            Column("as_written", "the speaker as the text says it", empty=True),
            Column("cue", "verb or phrase that attributes", empty=True),
            Column("cue_class", "what the cue adds", choices=CUE_CLASSES),
            Column("kind", "direct, fragment, mixed or indirect", choices=KINDS),
            _count("words", "words of the content"),
            _count("quoted_words", "of these inside quotation marks"),
            _count("start", "first character of the content in the cleaned text", "characters"),
            _count("end", "character after its last", "characters"),
            Column("text", "the content, where the study shares text", empty=True, optional=True),
        ),
        {"passage": "passages"},
    ),
    "reuse": Schema(
        "a pair of passages that share copy",
        ("left", "right"),
        (
            Column("left", "the passage that comes first"),
            Column("right", "the other"),
            Column("containment", "shared shingles by those of the shorter", "number", "share", low=0, high=1),
            _count("shared_words", "words in shared shingles, counted in the right one"),
            Column("level", "in one document, or across documents", choices=("document", "corpus")),
        ),
        {"left": "passages", "right": "passages"},
    ),
    "cleaning": Schema(
        "an intervention",
        (),
        (
            Column("document", "the document"),
            Column("rule", "the rule that acted"),
            Column("action", "what it did", choices=ACTIONS),
            Column("place", "line of the original file, or the two passages that were linked"),
            _count("words", "words concerned"),
        ),
        {"document": "documents"},
    ),
    "aliases": Schema(
        "a spelling of a name",
        ("spelling",),
        (
            Column("spelling", "as written"),
            Column("name", "the name it stands for; empty: it is nobody's", empty=True),
            Column("rule", "how it was found; 'yours' for a row that prepare must keep"),
        ),
        {},
    ),
}


def read(folder: Path, name: str) -> pd.DataFrame:
    """Read and check the table `name` of a study folder. Raises TableError naming file, row and what was found."""
    path = Path(folder) / f"{name}.csv"
    where = f"{path.parent.name}/{path.name}"
    csv.field_size_limit(2**31 - 1)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream, strict=True))
    except FileNotFoundError:
        raise TableError(where, "the table is missing", "Build the study again: rashomon prepare.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableError(where, f"is not a UTF-8 CSV table: {error}", "Build the study again.") from None
    if not rows:
        raise TableError(where, "the file is empty", "Build the study again: rashomon prepare.")
    header, *body = rows
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise TableError(f"{where}, row {number}", f"{len(row)} cells, the header has {len(header)}")
    frame = pd.DataFrame([[_unguarded(cell) for cell in row] for row in body], columns=pd.Index(header), dtype=object)
    return check(frame, name, where)


def read_all(folder: Path) -> dict[str, pd.DataFrame]:
    """Every table of a study, checked on its own and against the tables it refers to."""
    found = {name: read(folder, name) for name in SCHEMAS}
    for name, schema in SCHEMAS.items():
        for column, other in schema.refers.items():
            known = set(found[other][SCHEMAS[other].key[0]])
            for number, cell in enumerate(found[name][column], start=2):
                if cell not in known:
                    where = f"{Path(folder).name}/{name}.csv, row {number}"
                    raise TableError(where, f"{column} {cell!r} is not in {other}.csv", "Build the study again.")
    return found


def check(frame: pd.DataFrame, name: str, where: str) -> pd.DataFrame:
    """The frame with the schema's types and column order, or a TableError."""
    schema = SCHEMAS[name]
    known = {column.name for column in schema.columns}
    if twice := sorted(frame.columns[frame.columns.duplicated()]):
        raise TableError(where, f"column {twice[0]!r} stands twice", "Keep one of them.")
    for found in frame.columns:
        if found not in known:
            raise TableError(where, f"unknown column {found!r}", f"A row is {schema.row}: {', '.join(sorted(known))}.")
    checked: dict[str, pd.Series] = {}
    for column in schema.columns:
        if column.name in frame.columns:
            checked[column.name] = _column(frame[column.name], column, where)
        elif not column.optional:
            raise TableError(
                where, f"column {column.name!r} is missing", f"It is {column.means}. Build the study again."
            )
    result = pd.DataFrame(checked)
    if schema.key:
        twice = result.duplicated(list(schema.key))
        if twice.any():
            row = int(twice.to_numpy().argmax())
            what = ", ".join(f"{key} {result[key].iloc[row]!r}" for key in schema.key)
            raise TableError(f"{where}, row {row + 2}", f"{what} stands twice", f"One row is {schema.row}.")
    return result


def _column(cells: pd.Series, column: Column, where: str) -> pd.Series:
    values: list[Any] = []
    for number, cell in enumerate(cells.tolist(), start=2):
        try:
            values.append(_value(cell, column))
        except ValueError as error:
            raise TableError(
                f"{where}, row {number}", f"{column.name} is {cell!r}: {error}", f"It is {column.means}."
            ) from None
    dtype = {"whole": "int64", "number": "float64"}.get(column.kind, "object")
    return pd.Series(values, dtype=dtype)


def _value(cell: Any, column: Column) -> Any:
    text = "" if cell is None else str(cell)
    if not text:
        if column.empty:
            return ""
        raise ValueError("must not be empty")
    if column.choices and text not in column.choices:
        raise ValueError(f"must be one of {', '.join(column.choices)}")
    if column.kind == "date":
        return _date(text)
    if column.kind == "text":
        return text
    try:
        number = int(text) if column.kind == "whole" else float(text)
    except ValueError:
        raise ValueError(f"must be a {column.kind} number") from None
    if abs(number) > 2**53:
        raise ValueError("is too large")
    if not (column.low is None or number >= column.low) or not (column.high is None or number <= column.high):
        raise ValueError(f"must lie between {column.low} and {column.high if column.high is not None else 'any'}")
    return number


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("must be a date written 2021-06-16") from None


def write(frame: pd.DataFrame, folder: Path, name: str) -> Path:
    """Check a table and write it as CSV: beside the target first, then renamed."""
    path = Path(folder) / f"{name}.csv"
    checked = check(frame.astype(object).where(frame.notna(), ""), name, f"{path.parent.name}/{path.name}")
    write_csv(path, list(checked.columns), checked.itertuples(index=False, name=None))
    return path


def write_csv(path: Path, header: Sequence[str], rows: Any) -> None:
    """UTF-8, line feeds, floats as short as they are, text that a spreadsheet would run as a formula disarmed."""
    beside = path.with_name(f".{path.name}.partial")
    with beside.open("w", encoding="utf-8", newline="") as stream:
        for row in itertools.chain([header], rows):
            stream.write(",".join(_quoted(_guarded(cell)) for cell in row) + "\n")
    os.replace(beside, path)


def _quoted(cell: Any) -> str:
    """A cell as CSV; the standard library's writer leaves a lone carriage return bare, and no reader takes that back."""
    text = str(cell)
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",\r\n]', text) else text


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _guarded(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip("'").startswith(_FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell
