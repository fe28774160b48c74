"""Write the tables of a study: checked, whole or not at all, the same bytes for the same rows."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import pandas as pd

from analysis.errors import TableError
from analysis.tables import spreadsheet
from analysis.tables.checking import check
from analysis.tables.reading import FIRST, told
from analysis.tables.schemas import SCHEMAS, Column

ROW_GROUP = 2**18  # rows of a Parquet row group


def write(frame: pd.DataFrame, folder: Path, name: str, large: bool = False) -> Path:
    """Check a table and write it as CSV, or as Parquet if it is `large`; returns its path. Raises TableError.

    A file of the other suffix stays where it is.
    """
    with Writer(folder, name, large) as writer:
        writer.add(frame)
    return writer.path


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """UTF-8, line feeds, floats as short as they are, text that a spreadsheet would run as a formula disarmed."""
    beside = _beside(path)
    with beside.open("w", encoding="utf-8", newline="") as stream:
        stream.write(spreadsheet.line(header))
        stream.writelines(map(spreadsheet.line, rows))
    os.replace(beside, path)


class Writer:
    """Writes a table of any length chunk by chunk, beside its place; it is moved there when the last chunk is in.

    Used as a context manager; an error leaves what was there before. Every chunk is checked as `check` does, its rows
    numbered as in the file; that no key stands in two chunks is for `read` to see. How rows are divided into chunks
    makes no difference to the bytes.
    """

    def __init__(self, folder: Path, name: str, large: bool = False) -> None:
        self.name = name
        self.rows = 0
        self.path = Path(folder) / f"{name}{'.parquet' if large else '.csv'}"
        self._columns: list[str] = []
        self._file: _File | None = None

    def __enter__(self) -> "Writer":
        return self

    def add(self, frame: pd.DataFrame) -> None:
        """Check the rows and append them. Raises TableError naming the first bad row; the file is then given up."""
        where = told(self.path)
        checked = check(frame, self.name, where, FIRST[self.path.suffix] + self.rows)
        if self._file is None:
            self._start(list(checked.columns))
        elif list(checked.columns) != self._columns:
            other = sorted(set(checked.columns) ^ set(self._columns))
            raise TableError(where, f"column {other[0]!r} is not in all of its rows", "Give it to all, or to none.")
        assert self._file is not None
        try:
            self._file.add(checked)
        except UnicodeEncodeError as error:
            raise TableError(where, f"{error.object!r} is no Unicode text: {error.reason}", "Mend the text.") from None
        self.rows += len(checked)

    def _start(self, columns: list[str]) -> None:
        self._columns = columns
        declared = [column for column in SCHEMAS[self.name].columns if column.name in columns]
        kind = _Parquet if self.path.suffix == ".parquet" else _CSV
        self._file = kind(_beside(self.path), declared)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._file is None:
            self._start([column.name for column in SCHEMAS[self.name].columns if not column.optional])
        if self._file is not None:
            self._file.close(whole=kind is None)
        if kind is None:
            os.replace(_beside(self.path), self.path)
        else:
            _beside(self.path).unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.partial")


class _File(Protocol):
    def add(self, checked: pd.DataFrame) -> None: ...

    def close(self, whole: bool) -> None: ...


class _CSV:
    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._stream = path.open("w", encoding="utf-8", newline="")
        self._stream.write(spreadsheet.line(column.name for column in columns))

    def add(self, checked: pd.DataFrame) -> None:
        self._stream.writelines(map(spreadsheet.line, checked.itertuples(index=False, name=None)))

    def close(self, whole: bool) -> None:
        self._stream.close()


class _Parquet:
    """Row groups of one size, each written from plain arrays in one piece: their pages do not show how rows came."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        import pyarrow
        from pyarrow.parquet import ParquetWriter

        types = {"whole": pyarrow.int64(), "number": pyarrow.float64()}
        self._schema = pyarrow.schema(
            [pyarrow.field(c.name, types.get(c.kind, pyarrow.string()), nullable=False) for c in columns]
        )
        self._waiting = self._schema.empty_table()
        self._writer = ParquetWriter(
            path,
            self._schema,
            version="2.6",
            data_page_version="1.0",
            compression="zstd",
            compression_level=3,
            dictionary_pagesize_limit=2**24,
            write_page_checksum=True,
            store_schema=False,
        )

    def add(self, checked: pd.DataFrame) -> None:
        import pyarrow

        arrays = []
        for field in self._schema:
            cells = checked[field.name]
            if isinstance(cells.dtype, pd.CategoricalDtype):
                arrays.append(pyarrow.array(cells.array).cast(field.type))
            else:
                arrays.append(pyarrow.array(cells.to_numpy(), type=field.type))
        self._waiting = pyarrow.concat_tables([self._waiting, pyarrow.table(arrays, schema=self._schema)])
        while len(self._waiting) >= ROW_GROUP:
            self._write(ROW_GROUP)

    def _write(self, rows: int) -> None:
        self._writer.write_table(self._waiting.slice(0, rows).combine_chunks(), row_group_size=ROW_GROUP)
        self._waiting = self._waiting.slice(rows)

    def close(self, whole: bool) -> None:
        if whole and len(self._waiting):
            self._write(len(self._waiting))
        self._writer.close()
