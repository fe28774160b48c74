"""The tables that a page carries in itself: the CSV of its figures and tables, and of the passages behind their numbers.

Each is what lies beside the page too, deflated and in base 64; the page's script unpacks it (`templates/report.js`).
"""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from analysis.report import artifacts, evidence, identity
from analysis.report.document import Document

MOST = 150_000  # characters of a page; what does not fit, the longest first, is in the folder beside it only
MOST_CELLS = 80_000  # of one table; more would not fit
MOST_UNPACKED = 4 << 20  # bytes of one table as CSV; nobody unpacks more


def tables(document: Document) -> dict[str, str]:
    """The tables that a page carries, packed, by their path beside it: the shortest, as many as MOST has room for."""
    found = {name: packed(columns, rows) for name, (columns, rows) in _all(document)}
    fitting, size = {}, 0
    for name, data in sorted(found.items(), key=lambda each: (len(each[1]), each[0])):
        size += len(data)
        if data and size <= MOST:
            fitting[name] = data
    return fitting


def left_out(document: Document, tables: Mapping[str, str]) -> list[str]:
    """The paths of the tables that a page does not carry; `tables` are those that it does."""
    return sorted({name for name, _ in _all(document)} - tables.keys())


def _all(document: Document) -> Iterator[tuple[str, tuple[Sequence[Any], Iterable[Sequence[Any]]]]]:
    """Every table that lies beside a page, by its path: columns and rows."""
    for block in (*document.blocks("figure"), *document.blocks("table")):
        bundle = block.content
        yield f"{block.kind}s/{bundle['id']}.csv", identity.contents(bundle)
        if "evidence" in bundle:
            yield evidence.file(bundle), evidence.rows(bundle)


def packed(columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV, deflated and in base 64; nothing for one that could not fit.

    The compressor is the one in pyarrow's wheel, so that it is the same on every machine; Python's is the system's.
    """
    import pyarrow

    rows = list(rows)
    if len(columns) * len(rows) > MOST_CELLS:
        return ""
    csv = artifacts.rows_as_csv(columns, rows)
    zipped: bytes = pyarrow.compress(csv, codec="gzip", asbytes=True)
    data = base64.b64encode(zipped[10:-8]).decode()  # without gzip's header, which names the operating system
    return data if len(data) <= MOST and len(csv) <= MOST_UNPACKED else ""
