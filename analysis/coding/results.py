"""How far coders agree, and how the words of a frame fare against them."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import agreement as measures
from analysis import frames
from analysis.coding.items import items
from analysis.errors import InputError

COLUMNS = (
    *("frame", "coded", "alpha", "low", "high", "settled"),
    *("precision", "recall", "f1", "machine_alpha", "machine_low", "machine_high"),
)


def agreement(
    data: Mapping[str, pd.DataFrame], sheets: Mapping[str, pd.DataFrame], seed: int = 1, level: float = 0.95
) -> pd.DataFrame:
    """One row a frame: the coders' agreement, and words against coders.

    `sheets` are those that `read` returned, by coder. Columns: coded (items that two coders or more judged), alpha
    (Krippendorff's, nominal) with low and high; settled (items on which all who judged them agree, two or more unless
    there is one coder only); precision, recall, f1 of the words there (a passage has a frame from frames.PRESENT
    different words on), and their alpha as one more coder, machine_alpha, with its interval. NaN: not defined. No row without
    sheets. Raises InputError where two sheets have no item in common.
    """
    if not sheets:
        return pd.DataFrame(columns=pd.Index(COLUMNS))
    coders = sorted(sheets)
    names = sorted(set().union(*(sheets[coder].index for coder in coders)))
    if len(coders) > 1 and not any(sheets[a].index.intersection(sheets[b].index).size for a, b in _pairs(coders)):
        raise InputError(coders[1], f"has no item in common with {coders[0]}", "Give sheets of the same passages.")
    machine = _machine(data).reindex(names)
    rng = np.random.default_rng(seed)
    rows = []
    for frame in frames.FRAMES:
        codes = np.column_stack([sheets[coder][frame].reindex(names) for coder in coders]).astype(float)
        between = measures.alpha_interval(codes, rng, level=level)
        settled = _settled(codes, min(2, len(coders)))
        human, found = codes[settled], machine.loc[settled, frame].to_numpy(float)
        right = np.nanmax(human, axis=1) if len(human) else np.empty(0)
        judged = measures.scores(right == 1, found == 1)
        against = measures.alpha_interval(np.column_stack([right, found]), rng, level=level)
        rows.append((frame, between.units, *between[:3], int(settled.sum()), *judged, *against[:3]))
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS))


def _pairs(coders: list[str]) -> list[tuple[str, str]]:
    return [(a, b) for place, a in enumerate(coders) for b in coders[place + 1 :]]


def _settled(codes: np.ndarray, least: int) -> np.ndarray:
    """Which items so many coders judged, all alike."""
    given = (~np.isnan(codes)).sum(axis=1)
    yes = np.nansum(codes, axis=1)
    return (given >= least) & ((yes == 0) | (yes == given))


def _machine(data: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Whether the words find each frame in each item."""
    everything = items(data)
    place = pd.DataFrame({"passage": [one.passage for one in everything]})
    present = frames.count(data["terms"], place).present
    return pd.DataFrame(present, index=[one.name for one in everything], columns=pd.Index(frames.FRAMES))


def told(found: pd.DataFrame, level: float = 0.95) -> list[str]:
    """The results as lines of text."""
    lines = [
        f"Agreement of coders (Krippendorff's alpha, {100 * level:g} % interval), and words against what coders agree on",
        f"{'frame':<16}{'passages':>9}  {'alpha':<20}{'passages':>9}  {'precision':>9}{'recall':>8}{'F1':>7}  alpha",
    ]
    for row in found.to_dict("records"):
        between = _interval(row["alpha"], row["low"], row["high"])
        against = _interval(row["machine_alpha"], row["machine_low"], row["machine_high"])
        scores = f"{_number(row['precision']):>9}{_number(row['recall']):>8}{_number(row['f1']):>7}"
        lines.append(f"{row['frame']:<16}{row['coded']:>9}  {between:<20}{row['settled']:>9}  {scores}  {against}")
    return [*lines, "–: not defined, because nobody judged it twice or all judgements are the same."]


def _interval(value: float, low: float, high: float) -> str:
    return "–" if math.isnan(value) else f"{_number(value)} [{_number(low)}, {_number(high)}]"


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}"
