"""The figure of robustness: which claims hold in which settings."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from analysis.figures import theme

_NAMES = 2.1  # inches for the names of the settings
_ROW = 0.165  # inches
_SIZE = 5.5  # points
# Marks in cells, whose width is about half their height.
_W, _H = 0.3, 0.17
_SQUARE = Path([(-_W, -_H), (_W, -_H), (_W, _H), (-_W, _H), (-_W, -_H)], [1, 2, 2, 2, 79])
_CROSS = Path([(-_W, -_H), (_W, _H), (-_W, _H), (_W, -_H)], [1, 2, 1, 2])


def _marks(x: pd.Series, y: pd.Series, mark: Path) -> Path:
    """The same mark at all places, as one path: a few bytes each."""
    places = np.column_stack([x, y]).astype(float)
    return Path.make_compound_path(*(Path(mark.vertices + place, mark.codes) for place in places))


@theme.styled
def robustness_strip(claims: pd.DataFrame, cells: pd.DataFrame, settings: pd.DataFrame) -> Figure:
    """Claims by settings, a specification strip (Simonsohn and others 2020): square where a claim holds, cross where not.

    `claims` has number, title (of its finding), claim, holds, settings and robust; `cells` claim (a number), setting and
    holds; `settings` setting, changed and name, those that change one choice first.
    """
    order = settings.sort_values(
        ["changed", "setting"], key=lambda column: column > 1 if column.name == "changed" else column
    )
    column = {setting: place for place, setting in enumerate(order["setting"])}
    single = int((order["changed"] == 1).sum())
    rows, titles, height = {}, [], 0.0
    for title, own in claims.groupby("title", sort=False):
        titles.append((title, height))
        for number in own["number"]:
            rows[number] = (height := height + 1)
        height += 1.35
    figure, grid = theme.new(_NAMES * 0.62 + theme.height(round(height), _ROW))
    axes = grid[0, 0]
    shown = cells[cells["claim"].isin(rows)]
    x, y = shown["setting"].map(column), shown["claim"].map(rows)
    holds = shown["holds"].astype(bool)
    axes.add_patch(PathPatch(_marks(x[holds], y[holds], _SQUARE), facecolor=theme.BLUE, lw=0))
    axes.add_patch(PathPatch(_marks(x[~holds], y[~holds], _CROSS), fill=False, edgecolor=theme.VERMILION, lw=0.8))
    for title, top in titles:
        axes.text(-0.8, top, title, ha="right", va="center", fontsize=6.5, color=theme.FAINT, style="italic")
    for row in claims.itertuples():
        told = axes.text(len(column) + 0.2, rows[row.number], f"{row.holds}/{row.settings}", va="center", fontsize=6)
        told.set_fontweight("bold" if row.robust else "normal")
    axes.set_yticks(list(rows.values()), [theme.cut(claim, 46) for claim in claims["claim"]], fontsize=6.5)
    names = [theme.cut(name, 30) for name in settings["name"].head(single)]
    axes.set_xticks(range(single), names, rotation=90, fontsize=_SIZE)
    if single < len(column):
        axes.text((single + len(column) - 1) / 2, -1.2, "several changed", ha="center", fontsize=6, color=theme.FAINT)
        axes.axvline(single - 0.5, color=theme.RULE, lw=0.8)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, pad=2)
    axes.set(xlim=(-0.7, len(column) + 3.5), ylim=(height - 0.6, -0.7))
    for side in axes.spines.values():
        side.set_visible(False)
    return figure
