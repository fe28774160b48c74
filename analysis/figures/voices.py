"""Figures of voices: who speaks where, and how words are attributed."""

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures import leads, theme


@theme.styled
def speakers(found: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """Words that each source gives each speaker: speaker, source, words, share (of the source's words; the shading)."""
    order = list(dict.fromkeys(found["speaker"]))
    figure, grid = theme.new(0.8 + theme.height(len(order), 0.32))
    shade = found.pivot(index="speaker", columns="source", values="share")
    words = found.pivot(index="speaker", columns="source", values="words")
    shade, words = (table.reindex(index=order, columns=list(labels)).fillna(0) for table in (shade, words))
    theme.heat(grid[0, 0], shade.rename(columns=dict(labels)), words.astype(int), float(shade.to_numpy().max()))
    leads.cells(grid[0, 0], order, list(labels))
    return figure


@theme.styled
def cues(found: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """Attributions by class of cue: source, cue_class, count, total, share (the shading), compared."""
    order = found.groupby("cue_class")["count"].sum().sort_values(ascending=False, kind="stable").index
    figure, grid = theme.new(0.9 + theme.height(len(order), 0.32))
    shade = found.pivot(index="cue_class", columns="source", values="share")
    count = found.pivot(index="cue_class", columns="source", values="count")
    present = [source for source in labels if source in shade.columns]
    totals = found.groupby("source")["total"].first()
    named = {source: f"{labels[source]}\nn = {totals[source]:,}" for source in present}
    shade, count = (table.reindex(index=order, columns=present).fillna(0) for table in (shade, count))
    theme.heat(grid[0, 0], shade.rename(columns=named), count.astype(int), 1.0)
    leads.cells(grid[0, 0], order, present)
    return figure


@theme.styled
def spread(found: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """The effective number of voices of each source: source, attributions, effective, low, high, compared.

    Hollow without an interval: too few attributions to compare.
    """
    figure, grid = theme.new(0.8 + theme.height(len(found), 0.26))
    _ranges(grid[0, 0], found.rename(columns={"effective": "value", "attributions": "n"}), labels)
    grid[0, 0].set_xlim(left=0)
    grid[0, 0].set_xlabel("effective number of voices")
    return figure


@theme.styled
def fragments(found: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """The share of attributions that are fragments, by source: source, total, share, low, high, compared (hollow if not)."""
    figure, grid = theme.new(0.8 + theme.height(len(found), 0.26))
    _ranges(grid[0, 0], found.rename(columns={"share": "value", "total": "n"}), labels)
    grid[0, 0].set_xlim(left=0)
    grid[0, 0].xaxis.set_major_formatter(mpl.ticker.PercentFormatter(1, decimals=0, symbol=" %"))
    grid[0, 0].set_xlabel("share of attributions that are fragments")
    return figure


def _ranges(axes: Axes, found: pd.DataFrame, labels: Mapping[str, str]) -> None:
    """A dot a source with its interval, in the order of the study, the number of attributions with the name."""
    of = found.set_index("source").reindex([source for source in labels if source in set(found["source"])])
    rows, sure = np.arange(len(of)), of["compared"].to_numpy(bool)
    axes.hlines(rows[sure], of["low"][sure], of["high"][sure], color=theme.FAINT, lw=1)
    for part, face in ((sure, theme.BLUE), (~sure, "white")):
        look: dict[str, Any] = {"facecolor": face, "edgecolor": theme.BLUE, "lw": 0.9, "zorder": 3, "clip_on": False}
        axes.scatter(of["value"][part], rows[part], s=20, **look)
    names = [f"{theme.cut(labels[source], 34)}  (n = {int(many):,})" for source, many in of["n"].items()]
    axes.set_yticks(rows, names)
    axes.set_ylim(len(of) - 0.5, -0.5)
    for place, source in enumerate(of.index):
        leads.row(axes, place, (source,))
    axes.grid(axis="x")
