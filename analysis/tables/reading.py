"""Read the tables of a study, checked on entry."""

import csv
import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import TableError
from analysis.tables import spreadsheet
from analysis.tables.checking import check, check_header
from analysis.tables.schemas import SCHEMAS, Column

AGAIN = "Build the study again: rashomon prepare."
taken: set[str] = set()  # names of the tables that this process has looked into, so that a run knows what it rests on
FIRST = {".csv": 2, ".parquet": 1}  # number of the first row in a file; the header of a CSV file is its row 1


def path_of(folder: Path, name: str) -> Path:
    """The file of a table, by which suffix is there. Raises TableError where both are; `NAME.csv` where none is."""
    csv_file, parquet = (Path(folder) / f"{name}{suffix}" for suffix in FIRST)
    if not parquet.exists():
        return csv_file
    if csv_file.exists():
        raise TableError(
            told(csv_file), f"{parquet.name} stands beside it: which one holds?", "Remove one of the two files."
        )
    return parquet


def told(path: Path) -> str:
    """A file as errors name it."""
    return f"{path.parent.name}/{path.name}"


def read(folder: Path, name: str) -> pd.DataFrame:
    """Read and check the table `name` of a study folder, from `NAME.csv` or `NAME.parquet`.

    A table that a study may lack, as one prepared before there was such a table does, has no row then. Raises
    TableError naming file, row (from 1 in Parquet, from 2 below the header of CSV) and what was found.
    """
    path = path_of(folder, name)
    try:
        frame = _parquet(path, name) if path.suffix == ".parquet" else _csv(path, name)
    except FileNotFoundError:
        if not SCHEMAS[name].optional:
            raise TableError(told(path), "the table is missing", AGAIN) from None
        frame = pd.DataFrame(columns=pd.Index([c.name for c in SCHEMAS[name].columns if not c.optional]), dtype=object)
    return check(frame, name, told(path), FIRST[path.suffix])


class Tables(Mapping[str, pd.DataFrame]):
    """A study's tables by name, which notes in `taken` what is looked into."""

    def __init__(self, frames: dict[str, pd.DataFrame]) -> None:
        self._frames = frames

    def __getitem__(self, name: str) -> pd.DataFrame:
        taken.add(name)
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)


def read_all(folder: Path) -> Tables:
    """Every table of a study, checked on its own and against the tables it refers to."""
    found = {name: read(folder, name) for name in SCHEMAS}
    for name, schema in SCHEMAS.items():
        for column, other in schema.refers.items():
            cells = found[name][column]
            dangling = _not_among(cells, found[other][SCHEMAS[other].key[0]])
            if dangling.any():
                row = int(dangling.argmax())
                path = path_of(folder, name)
                raise TableError(
                    f"{told(path)}, row {row + FIRST[path.suffix]}",
                    f"{column} {cells.iloc[row]!r} is not in {path_of(folder, other).name}",
                    "Build the study again.",
                )
    return Tables(found)


def _not_among(cells: pd.Series, known: pd.Series) -> np.ndarray:
    if isinstance(cells.dtype, pd.CategoricalDtype):
        missing: np.ndarray = ~cells.cat.categories.isin(known)
        return missing[cells.cat.codes] if len(cells) else missing[:0]
    return ~cells.isin(known).to_numpy()


def _csv(path: Path, name: str) -> pd.DataFrame:
    where = told(path)
    csv.field_size_limit(2**31 - 1)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream, strict=True)
            header = next(rows, [])
            if not header:
                raise TableError(where, "the file is empty", AGAIN)
            check_header(header, name, where)
            columns = _columns(rows, len(header), where)
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableError(where, f"is not a UTF-8 CSV table: {error}", "Build the study again.") from None
    return pd.DataFrame(dict(zip(header, columns, strict=True)), dtype=object)


def _columns(rows: Iterator[list[str]], width: int, where: str) -> list[list[str]]:
    """The cells of each column. Rows are taken few at a time: many lists at once keep the garbage collector busy."""
    columns: list[list[str]] = [[] for _ in range(width)]
    first = FIRST[".csv"]
    while block := list(itertools.islice(rows, 2**9)):
        for number, row in enumerate(block, start=first):
            if len(row) != width:
                raise TableError(f"{where}, row {number}", f"{len(row)} cells, the header has {width}")
        for column, cells in zip(columns, zip(*block, strict=True), strict=True):
            column += [spreadsheet.unguarded(cell) if cell[:1] == "'" else cell for cell in cells]
        first += len(block)
    return columns


def _parquet(path: Path, name: str) -> pd.DataFrame:
    """The declared columns of a Parquet file, text that repeats as codes. No thread is started: notebooks are forked."""
    import pyarrow
    from pyarrow import parquet

    where, declared = told(path), SCHEMAS[name].columns
    try:
        metadata = parquet.read_metadata(path)
        found = metadata.schema.to_arrow_schema()
        check_header(found.names, name, where)
        there = [column for column in declared if column.name in found.names]
        for column in there:
            _check_type(found.field(column.name).type, column, where)
        coded = [column.name for column in there if column.repeats]
        options: dict[str, Any] = {"pre_buffer": False, "page_checksum_verification": True, "read_dictionary": coded}
        with parquet.ParquetFile(path, metadata=metadata, **options) as file:
            columns = {c.name: file.read([c.name], use_threads=False).column(0).to_pandas() for c in there}
    except FileNotFoundError:
        raise
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        what = str(error).splitlines()[0].replace(str(path), path.name)
        raise TableError(where, f"is not a whole Parquet table: {what}", AGAIN) from None
    pyarrow.default_memory_pool().release_unused()  # a large table's pages, decoded and copied
    return pd.DataFrame(columns, copy=False)


def _check_type(found: Any, column: Column, where: str) -> None:
    from pyarrow import types

    if types.is_dictionary(found):
        found = found.value_type
    fits = {
        "whole": types.is_integer(found),
        "number": types.is_floating(found) or types.is_integer(found),
    }.get(column.kind, types.is_string(found) or types.is_large_string(found))
    if not fits:
        wanted = {"whole": "whole numbers", "number": "numbers"}.get(column.kind, "text")
        raise TableError(where, f"column {column.name!r} holds {found}, not {wanted}", f"It is {column.means}.")
