"""Sheets as a checker gives them back, as rows of the table `checked`."""

import difflib
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis import tables, voices
from analysis.checking.sheet import CORRECTIONS, ITEM, MISSED, NOT_ONE, RIGHT
from analysis.errors import InputError
from analysis.tables import filled

CHOICES = {"right_cue_class": tables.CUE_CLASSES, "right_kind": tables.KINDS}


def read(path: Path, items: voices.Items, names: Mapping[str, str]) -> pd.DataFrame:
    """The rows of a filled sheet, of attributions or of passages, in the columns of the table `checked`.

    `names` are the study's spellings with the names they stand for. Rows that were not judged are left out. Raises
    InputError, naming the row, where the file is no such sheet, an item is none of the study as it is now or stands twice,
    answers contradict one another, or nothing is filled in.
    """
    of_passages = MISSED in filled.rows(path)[0]
    columns = (ITEM, MISSED) if of_passages else (ITEM, RIGHT, *CORRECTIONS, NOT_ONE)
    known = items.passages if of_passages else items.attributions
    found: dict[str, tuple[object, ...]] = {}
    for where, cells in filled.cells(path, columns):
        item = cells[ITEM]
        if item not in known.index:
            way_out = "The sheet was made from another study, or the study was prepared anew since: make a new sheet."
            raise InputError(where, f"item {item!r} is none of this study as it is now", way_out)
        if item in found:
            raise InputError(where, f"item {item!r} stands twice", "Keep one of the rows.")
        found[item] = _searched(where, cells) if of_passages else _judged(where, cells, known.loc[item], names)
    kept = [(item, *_place(known.loc[item]), *told) for item, told in found.items() if told]
    if not kept:
        raise InputError(path, "nothing is filled in", "Fill it in as the instructions say.")
    return pd.DataFrame(kept, columns=pd.Index([column.name for column in tables.SCHEMAS["checked"].columns]))


def _place(known: pd.Series) -> tuple[str, str]:
    return known.get("quotation", ""), known["passage"]


def _searched(where: str, cells: Mapping[str, str]) -> tuple[object, ...]:
    missed = cells[MISSED].removesuffix(".0")
    if not missed:
        return ()
    if not missed.isascii() or not missed.isdigit():
        raise InputError(where, f"{missed!r} under {MISSED!r}", "Write how many attributions were missed, 0 if none.")
    return voices.SEARCHED, "", "", "", int(missed)


def _judged(where: str, cells: Mapping[str, str], known: pd.Series, names: Mapping[str, str]) -> tuple[object, ...]:
    """Verdict, corrections and 0 missed; empty where nothing was judged."""
    right, none = (filled.answer(where, name, cells[name]) for name in (RIGHT, NOT_ONE))
    speaker = cells["right_speaker"]
    told = {"right_speaker": names.get(speaker, speaker) or tables.UNKNOWN if speaker else ""}
    told |= {name: _choice(where, name, cells[name].lower(), choices) for name, choices in CHOICES.items()}
    same = [name for name, value in told.items() if value == known[CORRECTIONS[name]]]
    told |= dict.fromkeys(same, "")  # what was found, written again, corrects nothing
    corrected = [name for name, value in told.items() if value]
    if right == 1 and (none == 1 or corrected):
        other = NOT_ONE if none == 1 else corrected[0]
        raise InputError(where, f"{RIGHT!r} is 1, but {other!r} is filled in", "Write 0, or take the other out.")
    if none == 1 and corrected:
        raise InputError(where, f"{NOT_ONE!r} is 1, but {corrected[0]!r} is filled in", "Keep one of the two.")
    if none == 1:
        return voices.NONE, "", "", "", 0
    if corrected or right == 0:
        return voices.WRONG, *(told[name] for name in CORRECTIONS), 0
    return () if math.isnan(right) else (voices.RIGHT, "", "", "", 0)


def _choice(where: str, name: str, cell: str, choices: Sequence[str]) -> str:
    if cell and cell not in choices:
        near = difflib.get_close_matches(cell, choices, n=1)
        hint = f"Is it {near[0]!r}? " if near else ""
        raise InputError(where, f"{cell!r} under {name!r}", f"{hint}Write one of {', '.join(choices)}, or nothing.")
    return cell
