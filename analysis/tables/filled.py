"""Sheets as people give them back, saved by a spreadsheet of any country."""

import csv
import difflib
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.errors import InputError

ANSWERS = {"": math.nan} | dict.fromkeys(("1", "1.0", "yes", "y", "true"), 1.0)
ANSWERS |= dict.fromkeys(("0", "0.0", "no", "n", "false"), 0.0)
_DELIMITERS = ",;\t"  # spreadsheets write what their country uses


def rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The first row, and the others with their numbers as a spreadsheet counts them; empty ones left out.

    Commas, semicolons or tabs between the cells, with or without a byte order mark. Raises InputError where the file is no
    such sheet.
    """
    try:
        text = path.read_text(encoding="utf-8-sig", errors="strict")
    except (FileNotFoundError, IsADirectoryError):
        raise InputError(path, "there is no such file", "Give a sheet that was filled in.") from None
    except UnicodeDecodeError as error:
        way_out = "Save it again as CSV UTF-8 (a choice of the spreadsheet's Save as)."
        raise InputError(path, f"is not a CSV file in UTF-8 (byte {error.start})", way_out) from None
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        found = list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1))
    except csv.Error as error:
        raise InputError(path, f"is not a CSV file: {error}", "Export it from the spreadsheet again.") from None
    if not found:
        raise InputError(path, "is empty", "Give a sheet that was filled in.")
    header = [cell.strip() for cell in found[0][1]]
    return header, [(number, row) for number, row in found[1:] if any(cell.strip() for cell in row)]


def cells(path: Path, names: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Of each row of a sheet that is not empty: where it stands, for errors, and its cells under these names.

    Raises InputError where a name is missing from the first row or stands there twice, or a row is longer or shorter.
    """
    header, numbered = rows(path)
    places = {name: _place(path, header, name) for name in names}
    for number, row in numbered:
        where = f"{path}, row {number}"
        if len(row) != len(header):
            raise InputError(where, f"has {len(row)} cells, the first row {len(header)}", "Restore the row.")
        yield where, {name: row[place].strip() for name, place in places.items()}


def _place(path: Path, header: Sequence[str], name: str) -> int:
    if header.count(name) == 1:
        return header.index(name)
    if name in header:
        raise InputError(f"{path}, row 1", f"column {name!r} stands {header.count(name)} times", "Keep one of them.")
    near = difflib.get_close_matches(name, header, n=1)
    hint = f"Is it {near[0]!r}? " if near else ""
    raise InputError(f"{path}, row 1", f"there is no column {name!r}", f"{hint}The first row must stay as it was.")


def answer(where: str, column: str, cell: str) -> float:
    """1 for yes, 0 for no, NaN for an empty cell. Raises InputError for anything else."""
    if cell.lower() not in ANSWERS:
        raise InputError(where, f"{cell!r} under {column!r}", "Write 1 for yes, 0 for no, or nothing.")
    return ANSWERS[cell.lower()]
