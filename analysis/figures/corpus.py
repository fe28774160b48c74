"""Figures of what was read."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis.figures import theme


@theme.styled
def lengths(found: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """Words by source, own, quoted and removed: columns source, own_words, quoted_words, removed_words."""
    found = (
        found.set_index("source").reindex([source for source in labels if source in set(found["source"])]).reset_index()
    )
    figure, grid = theme.new(0.7 + theme.height(len(found), 0.36))
    axes = grid[0, 0]
    rows = np.arange(len(found))
    left = np.zeros(len(found))
    looks = (
        ("own_words", "outside quotation marks", theme.BLUE, ""),
        ("quoted_words", "in quotation marks", theme.PALE, ""),
    )
    for column, label, colour, hatch in (*looks, ("removed_words", "removed", "white", "/////")):
        width = found[column].to_numpy(float)
        axes.barh(
            rows, width, left=left, height=0.62, color=colour, hatch=hatch, label=label, edgecolor=theme.FAINT, lw=0.5
        )
        left += width
    axes.set_yticks(rows, [theme.wrap(labels[source]) for source in found["source"]])
    axes.invert_yaxis()
    axes.set_xlabel("words")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.grid(axis="x")
    figure.legend(loc="outside upper left", ncols=3, frameon=False)
    return figure
