"""What was checked becomes a table of the study, without text."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis import tables, voices
from analysis.checking.filled import read
from analysis.errors import InputError
from analysis.study import Study

LONGEST = 4  # words of a text that a study without texts may hold in a row


def record(study: Study, data: Mapping[str, pd.DataFrame], sheets: Sequence[Path]) -> dict[str, pd.DataFrame]:
    """Adds filled sheets to the table `checked` of a study, writes it, and returns the study's tables with it.

    An item that was checked before is judged anew. Where the study shares no text, a corrected speaker of more than four
    words that is no name of the study's is cut as `prepare` does. Raises InputError as `read` does, or where two sheets
    judge one item.
    """
    items = voices.items(data)
    names = dict(zip(data["aliases"]["spelling"], data["aliases"]["name"], strict=True))
    fresh = pd.concat([read(path, items, names) for path in sheets], ignore_index=True)
    if (twice := fresh["item"].duplicated()).any():
        item = fresh["item"][twice].iloc[0]
        raise InputError(sheets[-1], f"item {item!r} is judged in two sheets", "Give the sheet that holds.")
    if not study.share_text:
        known = {name for name in names.values() if name}
        fresh["speaker"] = [who if who in known else _cut(who) for who in fresh["speaker"]]
    before = data["checked"]
    whole = pd.concat([before[~before["item"].isin(fresh["item"])], fresh], ignore_index=True)
    whole = whole.sort_values(["passage", "quotation", "item"], kind="stable").reset_index(drop=True)
    tables.write(whole, study.folder, "checked")
    return {**data, "checked": tables.read(study.folder, "checked")}


def _cut(speaker: str) -> str:
    words = speaker.split()
    return " ".join([*words[:LONGEST], "…"]) if len(words) > LONGEST else speaker


def told(data: Mapping[str, pd.DataFrame], level: float = 0.95) -> list[str]:
    """What the checks say, as lines of text."""
    found = voices.checks(data)
    rates, missed = voices.error_rates(found, level), voices.missed(found, level)
    lines = [
        f"Attributions checked by hand, weighted to all of the study ({100 * level:g} % interval)",
        f"{'kind':<10}{'all':>8}{'checked':>9}{'wrong':>7}{'none':>6}  share wrong",
    ]
    for row in rates.to_dict("records"):
        counts = f"{row['kind']:<10}{row['attributions']:>8}{row['checked']:>9}{row['wrong']:>7}{row['none']:>6}"
        lines.append(f"{counts}  {_interval(row)}")
    for row in missed.to_dict("records"):
        share = "–" if math.isnan(row["of_all"]) else f"{100 * row['of_all']:.0f} %"
        lines.append(
            f"In {row['searched']} passages {row['missed']} attributions were missed: in {_interval(row)} of passages "
            f"one or more, about {share} of all."
        )
    if found.stale:
        lines.append(f"{found.stale} checks are of what an earlier preparation found; they do not count.")
    return lines


def _interval(row: Mapping[str, float]) -> str:
    if math.isnan(row["share"]):
        return "–"
    return f"{100 * row['share']:.0f} % [{100 * row['low']:.0f}, {100 * row['high']:.0f}]"
