"""One look for every figure: readable in print, in grey, and by people who do not see all colours."""

import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

P = ParamSpec("P")

WIDTH = 6.8  # inches: the text width of the PDF
TALLEST = 8.2  # inches that rows may take together, so that a figure fits on a page
SMALL = 5.5  # points, of numbers in a crowded matrix
CROWDED = 7  # columns of a matrix; with more, their names stand upright and numbers are small
INK, FAINT, RULE = "#222222", "#5e5e5e", "#d5d5d5"
# Okabe & Ito's blue and vermilion differ in lightness too, so they stay apart in grey. Words need a darker vermilion.
BLUE, VERMILION, PALE = "#0072b2", "#d55e00", "#a6cee3"
VERMILION_INK = "#b84f00"
# Its darkest is as dark as it can be for ink to be read on it, on a light page and turned over on a dark one.
PAPER = mpl.colors.LinearSegmentedColormap.from_list("paper", ["#ffffff", "#cfe3f1", "#86c1e4"])

_STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "text.parse_math": False,  # a source or a word with two dollar signs is no formula
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 9,
    "axes.titleweight": "bold",
    "axes.axisbelow": True,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "figure.constrained_layout.use": True,
}


@contextmanager
def applied() -> Iterator[None]:
    """The theme in force, whatever the caller's matplotlib settings; ticks and layout are made when a figure is saved."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield


def styled(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """A drawing function under the theme. With an empty table among its arguments it draws that there is nothing."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with applied():
            if any(isinstance(table, pd.DataFrame) and table.empty for table in args):
                return _nothing()
            return draw(*args, **kwargs)

    return drawn


def _nothing() -> Figure:
    figure, grid = new(0.8)
    grid[0, 0].set_axis_off()
    grid[0, 0].text(0.5, 0.5, "nothing to show", ha="center", va="center", color=FAINT)
    return figure


def new(height: float, columns: int = 1, rows: int = 1) -> tuple[Figure, np.ndarray]:
    """A figure of the report's width and its axes, in an array of shape (rows, columns), one horizontal axis for all."""
    figure = Figure(figsize=(WIDTH, height))
    return figure, figure.subplots(rows, columns, squeeze=False, sharex=True)


def height(rows: int, each: float) -> float:
    """Inches for so many rows of `each`, less where they would not fit on a page."""
    return min(rows * each, TALLEST)


def wrap(text: object, width: int = 30) -> str:
    """A label broken into lines of at most `width` characters; longer than three lines, it is cut."""
    lines = [line for part in str(text).split("\n") for line in textwrap.wrap(part, width)] or [""]
    return "\n".join([*lines[:2], lines[2] + ("…" if len(lines) > 3 else "")] if len(lines) > 2 else lines)


def cut(text: object, most: int) -> str:
    """A label on one line, cut if it is longer than `most` characters."""
    line = " ".join(str(text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def heat(axes: Axes, shade: pd.DataFrame, texts: pd.DataFrame, top: float, marks: pd.DataFrame | None = None) -> None:
    """A labelled matrix: cells shaded from white to blue at `top`, each with its text.

    `marks` has what is put after a text, which is then bold; "" for nothing.
    """
    values = shade.to_numpy(float)
    axes.pcolormesh(values, cmap=PAPER, vmin=0, vmax=max(top, 1e-9), edgecolor="white", linewidth=2)
    size = SMALL if values.shape[1] > CROWDED else None
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            text, mark = f"{texts.iat[row, column]:,}", "" if marks is None else str(marks.iat[row, column])
            ink = FAINT if text in ("0", "–") and not mark else INK
            told = axes.text(column + 0.5, row + 0.5, text + mark, ha="center", va="center", color=ink, fontsize=size)
            told.set_fontweight("bold" if mark else "normal")
    axes.set_xlim(0, values.shape[1])
    axes.set_ylim(values.shape[0], 0)
    named(axes, shade.columns, shade.index, 0.5)
    for side in axes.spines.values():
        side.set_visible(False)


def named(axes: Axes, columns: Iterable[object], rows: Iterable[object], middle: float = 0.0) -> None:
    """Names above the columns and beside the rows of a matrix whose first cell has its middle there."""
    above, beside = list(columns), list(rows)
    places = np.arange(len(above)) + middle
    if len(above) > CROWDED:
        axes.set_xticks(places, [wrap(name, 22) for name in above], rotation=90, fontsize=7.5)
    else:
        axes.set_xticks(places, [wrap(name, 14) for name in above])
    axes.set_yticks(np.arange(len(beside)) + middle, [wrap(name, 38) for name in beside])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
