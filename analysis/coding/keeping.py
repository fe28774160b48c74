"""Filled sheets kept in the study: codes only, no text, coders by number."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import frames, tables
from analysis.coding.items import items
from analysis.errors import InputError
from analysis.study import Study


def keep(study: Study, data: Mapping[str, pd.DataFrame], sheets: Mapping[str, pd.DataFrame]) -> Path:
    """Writes the codes of filled sheets (as of `read`) into the study's table `coding`, and returns its path.

    Coders have numbers from 1, in the order of their sheets' names. Raises InputError if the study has such a table.
    """
    path = study.folder / "coding.csv"
    if path.exists():
        way_out = "Move it away, and keep all sheets together: rashomon code STUDY SHEET… --keep."
        raise InputError(path, "the study has filled sheets already", way_out)
    passage = {one.name: one.passage for one in items(data)}
    rows = []
    for coder, name in enumerate(sorted(sheets), start=1):
        for item, codes in sheets[name].sort_index().iterrows():
            judged = codes.dropna().astype(int).items()
            rows += [(coder, item, passage[str(item)], frame, code) for frame, code in judged]
    columns = [column.name for column in tables.SCHEMAS["coding"].columns]
    return tables.write(pd.DataFrame(rows, columns=pd.Index(columns)), study.folder, "coding")


def kept(data: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The sheets that the study keeps, by coder, each as `read` returns it; empty if there are none.

    Raises InputError, naming the row, where a frame is unknown or a passage has another text than the coders read.
    """
    found = data["coding"]
    passage = {one.name: one.passage for one in items(data)}
    for row, (item, of, frame) in enumerate(zip(found["item"], found["passage"], found["frame"], strict=True), start=2):
        where = f"coding, row {row}"
        if frame not in frames.FRAMES:
            raise InputError(where, f"{frame!r} is no frame", f"It is one of {', '.join(frames.FRAMES)}.")
        if passage.get(item) != of:
            way_out = "The study was prepared anew since. Remove the table, or have the passages coded again."
            raise InputError(where, f"passage {of!r} is not the one that was coded", way_out)
    sheets = {}
    for coder, own in found.groupby("coder", sort=True):
        codes = own.pivot(index="item", columns="frame", values="code").reindex(columns=list(frames.FRAMES))
        sheets[f"coder {coder:03}"] = codes.astype(np.float64).rename_axis(index=None, columns=None)
    return sheets
