"""Cells of a CSV table as a spreadsheet would take them: nothing in them may run as a formula."""

import re
from collections.abc import Iterable
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def line(cells: Iterable[Any]) -> str:
    """A row as CSV with its line feed: floats as short as they are, text that would be run as a formula disarmed."""
    return ",".join(_quoted(_guarded(cell)) for cell in cells) + "\n"


def unguarded(cell: str) -> str:
    """A cell as it was before `line` disarmed it."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _guarded(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip("'").startswith(_FORMULA) else cell


def _quoted(cell: Any) -> str:
    """A cell as CSV; the standard library's writer leaves a lone carriage return bare, and no reader takes that back."""
    text = str(cell)
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",\r\n]', text) else text
