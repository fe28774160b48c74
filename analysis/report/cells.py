"""The cells of a table as they are printed: the same on the page, in the PDF, in the Word file and in macros."""

from collections.abc import Mapping
from typing import Any

MISSING = "–"


def printed(bundle: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], list[list[str]]]:
    """The columns of a table that have a label, and the cells of its first `shown` rows in these columns."""
    columns = [(at, column) for at, column in enumerate(bundle["columns"]) if column["label"]]
    rows = bundle["rows"][: bundle["shown"]]
    return [column for _, column in columns], [
        [cell(row[at], column["digits"]) for at, column in columns] for row in rows
    ]


def cell(value: Any, digits: int | None) -> str:
    """A cell as text; a whole number without decimals, another one with so many, or with all that it has."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value, digits) if digits is not None else f"{value:,g}".replace("-", "−")
    return f"{value:,}".replace("-", "−") if isinstance(value, int) else str(value)


def number(value: float, digits: int) -> str:
    """A number with thousands separators, so many decimals and a true minus sign."""
    return f"{value:,.{digits}f}".replace("-", "−")


def left_out(bundle: Mapping[str, Any]) -> str:
    """What a table does not print, as the beginning of a sentence; nothing if it prints all its rows."""
    shown, rows = bundle["shown"], len(bundle["rows"])
    if not rows:
        return "It has no row; the empty table is in"
    if shown == rows:
        return ""
    return f"The first {shown:,} of {rows:,} rows; all are in" if shown else f"All {rows:,} rows are in"
