"""Figures of topics: how stable, and how sources divide their attention."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import coverage
from analysis.figures import leads, theme
from analysis.topics import UNFIRM

LONGEST = 60  # characters of a topic's label


def _name(topic: int, label: str) -> str:
    return f"{topic}  {theme.cut(label, LONGEST)}"


@theme.styled
def stability(topics: pd.DataFrame, limits: tuple[float, float]) -> Figure:
    """Mean best Jaccard of each topic, with the limits of `a pattern` and `stable`: topic, label, stability, verdict."""
    figure, grid = theme.new(0.75 + theme.height(len(topics), 0.3))
    axes = grid[0, 0]
    rows = np.arange(len(topics))
    low, high = limits
    axes.axvspan(low, high, color="#efefef", lw=0)
    axes.axvspan(high, 1, color="#dddddd", lw=0)
    for place, text in (
        (low / 2, UNFIRM),
        ((low + high) / 2, "a pattern"),
        ((1 + high) / 2, "stable"),
    ):
        axes.text(place, -0.85, text, ha="center", color=theme.FAINT)
    solid = (topics["stability"] >= low).to_numpy()
    axes.hlines(rows, 0, topics["stability"], color=theme.RULE, lw=1)
    axes.scatter(topics["stability"][solid], rows[solid], color=theme.BLUE, zorder=3)
    axes.scatter(topics["stability"][~solid], rows[~solid], facecolor="white", edgecolor=theme.FAINT, zorder=3)
    axes.set_yticks(rows, [_name(*pair) for pair in zip(topics["topic"], topics["label"], strict=True)])
    for tick, firm in zip(axes.get_yticklabels(), solid, strict=True):
        tick.set_color(theme.INK if firm else theme.FAINT)
    axes.set(xlim=(0, 1), ylim=(len(topics) - 0.4, -1.2), xlabel="mean best Jaccard overlap over refits")
    return figure


@theme.styled
def scan(found: pd.DataFrame, chosen: int) -> Figure:
    """Stability by number of topics, with one standard error either way: topics, stability, error."""
    figure, grid = theme.new(2.2)
    axes = grid[0, 0]
    axes.errorbar(
        found["topics"], found["stability"], yerr=found["error"], color=theme.FAINT, marker="o", ms=4, capsize=2
    )
    taken = found[found["topics"] == chosen]
    axes.scatter(taken["topics"], taken["stability"], s=60, color=theme.VERMILION, zorder=3, label="chosen")
    axes.set(xlabel="number of topics", ylabel="adjusted Rand index\nof refits", ylim=(0, 1))
    axes.set_xticks(found["topics"])
    axes.grid(axis="y")
    axes.legend(frameon=False, loc="upper right")
    return figure


@theme.styled
def by_source(shares: pd.DataFrame, topics: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """Share of each source's passages on each topic; cells say passages. Topics that do not hold are named in grey.

    `shares` has source, topic, passages, share, residual, q; `topics` has topic, label, verdict. Bold and with ▲ or ▼ are
    the cells of `coverage.standing_out`, with more and with fewer passages than expected.
    """
    figure, grid = theme.new(0.8 + theme.height(len(topics), 0.34))
    axes = grid[0, 0]
    shade = shares.pivot(index="topic", columns="source", values="share").reindex(columns=list(labels), fill_value=0)
    count = shares.pivot(index="topic", columns="source", values="passages").reindex(columns=list(labels), fill_value=0)
    apart = shares.index.isin(coverage.standing_out(shares).index)
    told = shares.assign(mark=np.where(apart, np.where(shares["residual"] > 0, "▲", "▼"), ""))
    marks = told.pivot(index="topic", columns="source", values="mark").reindex(columns=list(labels), fill_value="")
    named = {row.topic: _name(row.topic, row.label) for row in topics.itertuples()}
    theme.heat(axes, shade.rename(index=named, columns=dict(labels)), count, float(shade.to_numpy().max()), marks)
    leads.cells(axes, shade.index, shade.columns)
    firm = topics.set_index("topic")["verdict"] != UNFIRM
    for tick, topic in zip(axes.get_yticklabels(), shade.index, strict=True):
        tick.set_color(theme.INK if firm[topic] else theme.FAINT)
    return figure
