"""Sheets as coders give them back."""

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from analysis import frames
from analysis.coding.sheet import ITEM
from analysis.errors import InputError
from analysis.tables import filled


def read(path: Path, names: Collection[str]) -> pd.DataFrame:
    """A filled sheet: one row an item, a column a frame with 1 (yes), 0 (no) or NaN (not judged).

    `names` are those of the study's items. Raises InputError, naming the row, where the file is no such sheet, an item is
    unknown or stands twice, a cell holds something else, or nothing is filled in.
    """
    found: dict[str, list[float]] = {}
    for where, cells in filled.cells(path, (ITEM, *frames.FRAMES)):
        item = cells[ITEM]
        if item not in names:
            way_out = "Give the study that the sheet was made from; if it was prepared anew, make a new sheet."
            raise InputError(where, f"item {item!r} is none of this study", way_out)
        if item in found:
            raise InputError(where, f"item {item!r} stands twice", "Keep one of the rows.")
        found[item] = [filled.answer(where, frame, cells[frame]) for frame in frames.FRAMES]
    coded = pd.DataFrame.from_dict(found, orient="index", columns=pd.Index(frames.FRAMES), dtype=float)
    if coded.isna().all(axis=None):
        raise InputError(path, "nothing is filled in", "Write 1 or 0 under each frame, as the instructions say.")
    return coded
