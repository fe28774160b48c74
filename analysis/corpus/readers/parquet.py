"""Parquet tables, batch by batch, only the columns that are needed."""

import io
from collections.abc import Generator
from datetime import date
from typing import Any, BinaryIO

from analysis.corpus.readers import dates, fields, limits, places
from analysis.corpus.readers.fields import Columns
from analysis.corpus.readers.limits import UnreadableError
from analysis.corpus.readers.places import Item
from analysis.corpus.readers.rows import About, document
from analysis.corpus.records import Record, Rejected

_BATCH = 64  # rows that are in memory at once
_BUFFER = limits.MEGABYTE


def read(item: Item, known: Columns, about: About) -> Generator[Record | Rejected, None, str]:
    """The documents of a Parquet table; returns how it was taken. Raises UnreadableError.

    Dates and times become ISO strings; numbers in the date column are taken as seconds or milliseconds since 1970. In
    an archive the table is read whole, and may have `limits.JSON` bytes.
    """
    with item.open() as stream:
        source: BinaryIO = stream if stream.seekable() else io.BytesIO(places.read_whole(item, limits.JSON))
        import pyarrow.parquet as pq

        try:
            table = pq.ParquetFile(source, buffer_size=_BUFFER, pre_buffer=False)
            columns = list(table.schema_arrow.names)
        except Exception as error:  # pyarrow raises many kinds on damaged files
            raise UnreadableError(_damaged(error)) from None
        found = known.recognise(columns)
        if "text" not in found:
            raise UnreadableError(fields.no_text_column(columns))
        wanted = {field: columns[number] for field, number in found.items() if field != "file"}
        number = 0
        batches = table.iter_batches(_BATCH, columns=sorted(set(wanted.values())), use_threads=False)
        while True:
            try:
                batch = next(batches)
                rows = [_row(batch, wanted, place) for place in range(batch.num_rows)]
            except StopIteration:
                return fields.described(columns, found)
            except Exception as error:
                raise UnreadableError(f"after row {number} {_damaged(error)}") from None
            for row in rows:
                number += 1
                yield document(about, f"row {number}", row, row["text"])


def _row(batch: Any, wanted: dict[str, str], place: int) -> dict[str, Any]:
    row = {field: _value(batch.column(column)[place]) for field, column in wanted.items()}
    if isinstance(row.get("date"), int | float):
        row["date"] = dates.read_date(str(row["date"])) or row["date"]
    return row


def _value(scalar: Any) -> Any:
    """A cell as a Python value; a moment that Python or its time zones do not have is none."""
    try:
        value = scalar.as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes()
    except (ValueError, OverflowError, LookupError):
        return None
    return value.isoformat() if isinstance(value, date) else value


def _damaged(error: Exception) -> str:
    return f"is damaged or not a Parquet file ({type(error).__name__}); get it again or save it as CSV"
