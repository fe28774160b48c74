"""Figures of wording: the words that set a source apart, with their intervals."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.figures import theme

COLUMNS = 3


@theme.styled
def distinctive(found: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """One panel a source: its most distinctive words with interval: source, term, count, delta, low, high, distinct.

    Filled: the difference survives false-discovery control; hollow: it does not.
    """
    sources = [source for source in labels if source in set(found["source"])]
    rows = -(-len(sources) // COLUMNS)
    tallest = int(found["source"].value_counts().max())
    figure, grid = theme.new(0.5 + theme.height(rows, 0.55 + 0.2 * tallest), COLUMNS, rows)
    for axes, source in zip(grid.flat, sources, strict=False):
        own = found[found["source"] == source]
        places = np.arange(len(own))
        axes.hlines(places, own["low"], own["high"], color=theme.FAINT, lw=1)
        for firm, colour in ((True, theme.BLUE), (False, "white")):
            part = (own["distinct"] == firm).to_numpy()
            axes.scatter(
                own["delta"][part],
                places[part],
                s=22,
                facecolor=colour,
                edgecolor=theme.BLUE if firm else theme.FAINT,
                zorder=3,
            )
        axes.axvline(0, color=theme.INK, lw=0.8)
        axes.set_yticks(
            places, [f"{theme.wrap(term, 16)} {n}" for term, n in zip(own["term"], own["count"], strict=True)]
        )
        axes.set_ylim(tallest - 0.5, -0.5)
        axes.set_title(theme.wrap(labels[source], 14), fontsize=8 if rows > 2 else None)
        axes.grid(axis="x")
    for axes in list(grid.flat)[len(sources) :]:
        axes.set_axis_off()
    figure.supxlabel("log-odds ratio, source against the others", fontsize=8.5)
    return figure
