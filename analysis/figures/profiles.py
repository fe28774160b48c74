"""Figures of single topics: their words, the sources' attention to them, and how it changes over time."""

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures import leads, theme
from analysis.topics import SHOWN

SINGLE = 3  # topics that have a row each; of more, two stand in a row
LINE = 0.148  # inches: a word or a source
ABOVE = 0.34  # inches: the title of a topic and what is free around it
SMALL = 6.5  # points
TICKS = 4  # periods that are named, at most


@theme.styled
def profiles(words: pd.DataFrame, shares: pd.DataFrame, topics: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """Each topic's words, and the share of each source's passages on it; `topics` (topic, label) says which, at most eight.

    `words` has topic, term, score, passages (beside the bar); bars of different topics do not compare, so each has its
    own scale. `shares` has source, topic, passages, total,
    share, low, high, q. A line is the share of all passages; filled: q below .05.
    """
    shown, wide = topics.head(SHOWN), len(topics) <= SINGLE
    across = 1 if wide else 2
    down = -(-len(shown) // across)
    present = {source: label for source, label in labels.items() if source in set(shares["source"])}
    words = words[words["topic"].isin(shown["topic"])]
    lines = max([*words["topic"].value_counts(), len(present)])
    figure = Figure(figsize=(theme.WIDTH, 0.5 + theme.height(down, ABOVE + LINE * lines)))
    grid = np.asarray(figure.subplots(down, 2 * across, squeeze=False, width_ratios=[1.0, 1.15] * across))
    furthest = float(shares.loc[shares["topic"].isin(shown["topic"]), "high"].max())
    for place, topic in enumerate(shown.itertuples()):
        left, right = grid[place // across, 2 * (place % across) :][:2]
        _words(left, words[words["topic"] == topic.topic])
        left.set_ylim(lines - 0.5, -0.5)
        left.set_title(f"{topic.topic}  {theme.cut(topic.label, 40)}", fontsize=7.5, x=-0.02)
        _sources(right, shares[shares["topic"] == topic.topic], present, wide)
        right.set_xlim(0, min(1.0, 1.05 * furthest))
        if place + across >= len(shown):
            left.set_xlabel("how typical", fontsize=SMALL)
            right.set_xlabel("share of passages", fontsize=SMALL)
        else:
            right.tick_params(axis="x", labelbottom=False)
    for axes in grid.ravel()[2 * len(shown) :]:
        axes.set_axis_off()
    return figure


def _words(axes: Axes, words: pd.DataFrame) -> None:
    top = float(words["score"].max()) if len(words) else 1.0
    axes.barh(np.arange(len(words)), words["score"], height=0.62, color=theme.PALE, edgecolor=theme.FAINT, lw=0.4)
    axes.set_yticks(np.arange(len(words)), [theme.cut(term, 18) for term in words["term"]], fontsize=SMALL)
    for row, (topic, term, score, count) in enumerate(
        zip(words["topic"], words["term"], words["score"], words["passages"], strict=True)
    ):
        leads.row(axes, row, (topic, term))
        axes.text(score + 0.02 * top, row, f"{count:,}", va="center", fontsize=theme.SMALL, color=theme.FAINT)
    axes.set_xlim(0, 1.1 * top)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)


def _sources(axes: Axes, shares: pd.DataFrame, labels: Mapping[str, str], wide: bool) -> None:
    of = shares.set_index("source").loc[list(labels)]
    rows, sure = np.arange(len(of)), (of["q"] < 0.05).to_numpy()
    axes.axvline(of["passages"].sum() / max(of["total"].sum(), 1), color=theme.INK, lw=0.8, zorder=1)
    axes.hlines(rows, of["low"], of["high"], color=theme.FAINT, lw=1)
    for part, face in ((sure, theme.BLUE), (~sure, "white")):
        look: dict[str, Any] = {"facecolor": face, "edgecolor": theme.BLUE, "lw": 0.9, "zorder": 3, "clip_on": False}
        axes.scatter(of["share"][part], rows[part], s=17, **look)
    axes.set_yticks(rows, [theme.cut(label, 34 if wide else 20) for label in labels.values()], fontsize=SMALL)
    axes.set_ylim(len(of) - 0.5, -0.5)
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5 if wide else 3))
    axes.xaxis.set_major_formatter(mpl.ticker.PercentFormatter(1, decimals=0, symbol=" %"))
    axes.tick_params(axis="x", labelsize=SMALL)
    axes.grid(axis="x")


@theme.styled
def over_time(times: pd.DataFrame, topics: pd.DataFrame) -> Figure:
    """Each topic's share of the passages of a period, with its interval; `topics` (topic, label) says which, at most eight.

    `times` has topic, period, passages, of, share, low, high. All have the same axes; a dot is the larger, the more
    passages the period has.
    """
    shown = topics.head(SHOWN)
    across = 1 if len(shown) == 1 else 2
    down = -(-len(shown) // across)
    periods = sorted(set(times["period"]))
    figure = Figure(figsize=(theme.WIDTH, 0.6 + 1.25 * down))
    grid = np.asarray(figure.subplots(down, across, squeeze=False, sharex=True, sharey=True))
    kept = times[times["topic"].isin(shown["topic"])]
    most, top = int(kept["of"].max()), float(kept["high"].max())
    for axes, topic in zip(grid.flat, shown.itertuples(), strict=False):
        own = kept[kept["topic"] == topic.topic].set_index("period").reindex(periods)
        places = np.arange(len(periods))
        axes.fill_between(places, own["low"], own["high"], color=theme.PALE, lw=0)
        axes.plot(places, own["share"], color=theme.BLUE, lw=1)
        axes.scatter(places, own["share"], s=4 + 26 * own["of"] / most, color=theme.BLUE, lw=0, zorder=3)
        axes.set_title(f"{topic.topic}  {theme.cut(topic.label, 40)}", fontsize=7.5)
        axes.set(xlim=(-0.3, len(periods) - 0.7), ylim=(0, min(1.0, 1.05 * top)))
        each = -(-len(periods) // TICKS)
        axes.set_xticks(places[::each], periods[::each])
        axes.tick_params(labelsize=SMALL)
        axes.yaxis.set_major_formatter(mpl.ticker.PercentFormatter(1, decimals=0, symbol=" %"))
        axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(4))
        axes.grid(axis="y")
    for axes in list(grid.flat)[len(shown) :]:
        axes.set_axis_off()
    figure.supylabel("share of the passages of the period", fontsize=7.5)
    return figure
