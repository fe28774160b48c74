"""Figures of coverage: what stands where, and what is missing although one would expect it."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from analysis import coverage
from analysis.figures import leads, theme

LARGEST, SMALLER = 25, 8  # passages of the largest disc that is not scaled down; in a crowded matrix


def _percent(share: float) -> str:
    return ">99 %" if share > 0.99 else f"{100 * share:.0f} %"


@theme.styled
def presence(found: pd.DataFrame, labels: Mapping[str, str], least: float) -> Figure:
    """Topics and voices by source: thing, source, passages, expected, others.

    A disc where the source has it, its area by the number of passages; a ring with the expected presence in percent
    where it does not, two others or more do, and it was expected at `least` or more; nothing where its absence is no
    surprise.
    """
    things = list(dict.fromkeys(found["thing"]))
    figure, grid = theme.new(0.8 + theme.height(len(things), 0.3))
    axes = grid[0, 0]
    row = {thing: place for place, thing in enumerate(things)}
    column = {source: place for place, source in enumerate(labels)}
    crowded = len(labels) > theme.CROWDED
    scale = min(1.0, (SMALLER if crowded else LARGEST) / max(int(found["passages"].max()), 1))
    small, beside = (theme.SMALL, 0.18) if crowded else (7.5, 0.22)
    for cell in found.assign(ring=coverage.surprising(found, least)).itertuples():
        x, y = column[cell.source], row[cell.thing]
        axes.add_artist(leads.Lead((cell.thing, cell.source), (x - 0.5, y - 0.5, 1, 1)))
        if cell.passages:
            axes.scatter(x, y, s=14 + 9 * scale * cell.passages, color=theme.BLUE, lw=0)
            axes.text(x + beside, y, f"{cell.passages:,}", va="center", color=theme.FAINT, fontsize=small)
        elif cell.ring:
            axes.scatter(x, y, s=60, facecolor="white", edgecolor=theme.VERMILION, lw=1.4)
            axes.text(x + beside, y, _percent(cell.expected), va="center", color=theme.VERMILION_INK, fontsize=small)
    theme.named(axes, labels.values(), things)
    axes.set(xlim=(-0.5, len(labels) - 0.3), ylim=(len(things) - 0.5, -0.5))
    axes.grid(axis="y")
    for side in axes.spines.values():
        side.set_visible(False)
    return figure
