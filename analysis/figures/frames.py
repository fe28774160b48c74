"""Figures of frames: their words in each source, and in the sources' own words against those of others."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import frames
from analysis.figures import leads, theme

MARKS = {frames.OWN: ("o", theme.BLUE, -0.2), frames.THEIRS: ("s", theme.VERMILION, 0.0), frames.BOTH: ("D", "", 0.2)}


@theme.styled
def frame_rates(found: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """One panel a frame: the rate of its words in each source: frame, source, rate, low, high, rest, differs, why.

    Filled: differs from the others; hollow: does not; grey: not compared. A tick marks the rate in the others.
    """
    shown = [frame for frame in frames.FRAMES if frame in set(found["frame"])]
    sources = [source for source in labels if source in set(found["source"])]
    figure, grid = theme.new(1.0 + theme.height(len(sources), 0.3), len(shown))
    for place, frame in enumerate(shown):
        axes, own = grid[0, place], found[found["frame"] == frame].set_index("source").reindex(sources)
        for row, cell in enumerate(own.itertuples()):
            ink = theme.FAINT if cell.why else theme.BLUE
            _interval(axes, (cell.low, cell.rate, cell.high), row, ink, "o", cell.differs)
            leads.row(axes, row, (frame, sources[row]))
            if not cell.why and np.isfinite(cell.rest):
                axes.plot([cell.rest, cell.rest], [row - 0.25, row + 0.25], color=theme.INK, lw=0.8)
        names = [theme.wrap(labels[source], 20) for source in sources] if place == 0 else []
        axes.set_yticks(range(len(sources)) if place == 0 else [], names)
        axes.set_ylim(len(sources) - 0.5, -0.5)
        grey = bool((own["why"] == frames.POOR).all())
        axes.set_title(theme.wrap(frame, 14), fontsize=8, color=theme.FAINT if grey else theme.INK)
        axes.grid(axis="x")
    figure.supxlabel("words of the frame per 100 words", fontsize=8.5)
    return figure


def _interval(axes: Axes, ends: tuple[float, float, float], row: float, ink: str, mark: str, filled: bool) -> None:
    low, middle, high = ends
    axes.hlines(row, low, high, color=ink, lw=1.2)
    axes.scatter(middle, row, s=22, marker=mark, facecolor=ink if filled else "white", edgecolor=ink, zorder=3)


@theme.styled
def frame_voices(found: pd.DataFrame) -> Figure:
    """Rates of each frame in the sources' own words and in those of others: frame, voice, passages, rate, low, high, why.

    Of all sources together. Grey: nothing is concluded from it.
    """
    shown = [frame for frame in frames.FRAMES if frame in set(found["frame"])]
    figure, grid = theme.new(0.9 + theme.height(len(shown), 0.6))
    axes = grid[0, 0]
    place = {frame: row for row, frame in enumerate(shown)}
    for cell in found.itertuples():
        mark, colour, beside = MARKS[cell.voice]
        ink = theme.FAINT if cell.why else colour
        _interval(axes, (cell.low, cell.rate, cell.high), place[cell.frame] + beside, ink, mark, not cell.why)
    for voice, passages in found.groupby("voice", sort=False)["passages"].first().items():
        mark, colour, _ = MARKS[str(voice)]
        ink = colour or theme.FAINT
        axes.scatter([], [], s=22, marker=mark, facecolor=ink, edgecolor=ink, label=f"{voice} (n = {passages:,})")
    axes.set_yticks(range(len(shown)), shown)
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.set_xlabel("words of the frame per 100 words")
    axes.grid(axis="x")
    axes.legend(frameon=False, fontsize=8, loc="upper center", bbox_to_anchor=(0.5, 1.14), ncols=3)
    return figure
