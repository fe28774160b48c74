"""Sheets as coders give them back."""

import csv
import difflib
import io
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import frames
from analysis.coding.sheet import ITEM
from analysis.errors import InputError

CODES = {"": np.nan} | dict.fromkeys(("1", "1.0", "yes", "y", "true"), 1.0)
CODES |= dict.fromkeys(("0", "0.0", "no", "n", "false"), 0.0)
_DELIMITERS = ",;\t"  # spreadsheets write what their country uses


def read(path: Path, names: Collection[str]) -> pd.DataFrame:
    """A filled sheet: one row an item, a column a frame with 1 (yes), 0 (no) or NaN (not judged).

    `names` are those of the study's items. Raises InputError, naming the row, where the file is no such sheet, an item is
    unknown or stands twice, a cell holds something else, or nothing is filled in.
    """
    header, rows = _table(path)
    places = [_place(path, header, name) for name in (ITEM, *frames.FRAMES)]
    found: dict[str, list[float]] = {}
    for number, row in rows:
        where = f"{path}, row {number}"
        if len(row) != len(header):
            raise InputError(where, f"has {len(row)} cells, the first row {len(header)}", "Restore the row.")
        item, *cells = (row[place].strip() for place in places)
        if item not in names:
            way_out = "Give the study that the sheet was made from; if it was prepared anew, make a new sheet."
            raise InputError(where, f"item {item!r} is none of this study", way_out)
        if item in found:
            raise InputError(where, f"item {item!r} stands twice", "Keep one of the rows.")
        found[item] = [_code(where, frame, cell) for frame, cell in zip(frames.FRAMES, cells, strict=True)]
    coded = pd.DataFrame.from_dict(found, orient="index", columns=pd.Index(frames.FRAMES), dtype=float)
    if coded.isna().all(axis=None):
        raise InputError(path, "nothing is filled in", "Write 1 or 0 under each frame, as the instructions say.")
    return coded


def _table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The first row, and the others with their numbers as a spreadsheet counts them; empty ones left out."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="strict")
    except (FileNotFoundError, IsADirectoryError):
        raise InputError(path, "there is no such file", "Give the sheets that the coders filled in.") from None
    except UnicodeDecodeError as error:
        way_out = "Save it again as CSV UTF-8 (a choice of the spreadsheet's Save as)."
        raise InputError(path, f"is not a CSV file in UTF-8 (byte {error.start})", way_out) from None
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        rows = list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1))
    except csv.Error as error:
        raise InputError(path, f"is not a CSV file: {error}", "Export it from the spreadsheet again.") from None
    if not rows:
        raise InputError(path, "is empty", "Give a sheet that a coder filled in.")
    header = [cell.strip() for cell in rows[0][1]]
    return header, [(number, row) for number, row in rows[1:] if any(cell.strip() for cell in row)]


def _place(path: Path, header: Sequence[str], name: str) -> int:
    if header.count(name) == 1:
        return header.index(name)
    if name in header:
        raise InputError(f"{path}, row 1", f"column {name!r} stands {header.count(name)} times", "Keep one of them.")
    near = difflib.get_close_matches(name, header, n=1)
    hint = f"Is it {near[0]!r}? " if near else ""
    raise InputError(f"{path}, row 1", f"there is no column {name!r}", f"{hint}The first row must stay as it was.")


def _code(where: str, frame: str, cell: str) -> float:
    if cell.lower() not in CODES:
        raise InputError(where, f"{cell!r} under {frame!r}", "Write 1 for yes, 0 for no, or nothing.")
    return CODES[cell.lower()]
