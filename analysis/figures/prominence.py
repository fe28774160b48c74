"""Figures of the order in which sources tell: each article from its first word to its last, or parts of many articles."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.figures import theme
from analysis.figures.labelling import extent
from analysis.topics import SHOWN, UNFIRM

Look = dict[str, Any]  # what matplotlib calls the properties of a mark

ROW, TALL = 0.36, 0.74  # inches: an article; how much of that its cells take
LINE = 0.17  # inches: a topic in the key
NUMBER = 7.0  # points
PART = 0.08  # of an article's length: the width of a cell for headline or lead
PLACES = {"headline": -2.3 * PART, "lead": -1.2 * PART}  # where these cells begin
LONGEST = 44  # characters of a topic's label
ACROSS = 4  # panels in a row
# Face, hatching, ink of the number: apart in grey too, and numbered besides.
LOOKS = (
    (theme.BLUE, "", "white"),
    (theme.PALE, "", theme.INK),
    ("#fbdcc4", "////", theme.INK),
    ("#f0b545", "", theme.INK),
    ("#222222", "", "white"),
    ("#d9f0e3", "..", theme.INK),
    ("#f0e442", "", theme.INK),
    ("#f1dbe8", "\\\\\\\\", theme.INK),
)
SMALLER = ("#e9e9e9", "", theme.FAINT)  # topics that hold and are not among the largest
UNHELD = ("white", "", "")


def _looks(topics: pd.DataFrame) -> dict[int, tuple[str, str, str]]:
    """How each topic looks: the largest that hold by themselves, smaller ones grey, those that do not hold white."""
    held = topics.loc[topics["verdict"] != UNFIRM, "topic"].tolist()
    found = dict.fromkeys(topics["topic"].tolist(), UNHELD) | dict.fromkeys(held, SMALLER)
    return found | dict(zip(held, LOOKS[:SHOWN], strict=False))


@theme.styled
def topic_order(places: pd.DataFrame, topics: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """One row an article, its passages from first to last by topic: source, document, part, topic, start, end.

    `topics` has topic, label, verdict, the largest first. A cell is as long as its passage and has the topic's number where
    there is room for it; headline and lead stand by themselves on the left too. White: a topic that does not hold.
    """
    rank = {source: place for place, source in enumerate(labels)}
    told = places.assign(rank=places["source"].map(rank)).sort_values(["rank", "document", "start"], kind="stable")
    articles = list(dict.fromkeys(zip(told["source"], told["document"], strict=True)))
    held = topics[topics["verdict"] != UNFIRM]
    down = -(-(len(held) + 1) // 2)
    rows = theme.height(len(articles), ROW)
    figure = Figure(figsize=(theme.WIDTH, 0.75 + rows + LINE * down))
    above, below = figure.subplots(2, 1, height_ratios=[rows + 0.5, LINE * down + 0.05])
    looks = _looks(topics)
    for row, (_, document) in enumerate(articles):
        _article(above, told[told["document"] == document], row, looks)
    several = told.groupby("source")["document"].nunique()
    named = [
        theme.cut(labels[source], 26) + (f"\n{theme.cut(document, 26)}" if several[source] > 1 else "")
        for source, document in articles
    ]
    above.set_yticks(range(len(articles)), named)
    above.set(xlim=(PLACES["headline"], 1.005), ylim=(len(articles) - 0.5, -0.95))
    above.set_xticks(np.linspace(0, 1, 6), ["first word", "20 %", "40 %", "60 %", "80 %", "last word"])
    for part, left in PLACES.items():
        above.text(left + PART / 2, -0.6, part, ha="center", fontsize=NUMBER, color=theme.FAINT)
    above.axvline(2 / 3, ymax=0.97, color=theme.INK, lw=0.8, ls=(0, (4, 3)), zorder=3)
    above.text(2 / 3 + 0.008, -0.6, "tail", fontsize=NUMBER, color=theme.FAINT)
    for side in above.spines.values():
        side.set_visible(False)
    _key(below, held, looks, down)
    return figure


def _article(axes: Axes, passages: pd.DataFrame, row: int, looks: Mapping[int, tuple[str, str, str]]) -> None:
    """An article's passages; those on one topic that follow one another have one number."""
    for part, left in PLACES.items():
        own = passages[passages["part"] == part]
        if len(own):
            _cell(axes, (left, left + PART, row), looks[int(own["topic"].iloc[0])])
            _number(axes, (left, left + PART, row), int(own["topic"].iloc[0]), looks)
        else:
            axes.text(left + PART / 2, row, "–", ha="center", va="center", color=theme.FAINT)
    for passage in passages.itertuples():
        _cell(axes, (passage.start, passage.end, row), looks[passage.topic])
    run = (passages["topic"] != passages["topic"].shift()).cumsum()
    for _, own in passages.groupby(run, sort=True):
        _number(axes, (own["start"].iloc[0], own["end"].iloc[-1], row), int(own["topic"].iloc[0]), looks)


def _cell(axes: Axes, place: tuple[float, float, float], look: tuple[str, str, str]) -> None:
    left, right, middle = place
    face, hatch, _ = look
    edge: Look = {"edgecolor": theme.FAINT, "lw": 0.5, "hatch": hatch}
    axes.add_patch(Rectangle((left, middle - TALL / 2), right - left, TALL, facecolor=face, **edge))


def _number(
    axes: Axes, place: tuple[float, float, float], topic: int, looks: Mapping[int, tuple[str, str, str]]
) -> None:
    """The topic's number in the middle of its cell, if there is room for it."""
    left, right, middle = place
    ink, room = looks[topic][2], 0.62 * theme.WIDTH * 72 / (1 - PLACES["headline"])
    if not ink or (right - left) * room < extent(str(topic), NUMBER)[0] + 1:
        return
    ground: Look = {"facecolor": looks[topic][0], "edgecolor": "none", "pad": 0.6}
    told: Look = {"ha": "center", "va": "center", "fontsize": NUMBER, "color": ink, "zorder": 4}
    axes.text((left + right) / 2, middle, str(topic), bbox=ground, **told)


def _key(axes: Axes, held: pd.DataFrame, looks: Mapping[int, tuple[str, str, str]], down: int) -> None:
    names = [(looks[row.topic], f"{row.topic}  {theme.cut(row.label, LONGEST)}") for row in held.itertuples()]
    names.append((UNHELD, "topics that do not hold"))
    for place, (look, name) in enumerate(names):
        column, row = divmod(place, down)
        edge: Look = {"edgecolor": theme.FAINT, "lw": 0.5, "hatch": look[1]}
        axes.add_patch(Rectangle((column + 0.01, row + 0.14), 0.05, 0.72, facecolor=look[0], **edge))
        axes.text(column + 0.075, row + 0.5, name, va="center", fontsize=NUMBER)
    axes.set(xlim=(0, 2), ylim=(down, 0))
    axes.set_axis_off()


@theme.styled
def topic_fifths(spread: pd.DataFrame, topics: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """One panel a topic that holds, at most eight: in which fifth of its articles a source has its words on the topic.

    `spread` has source, topic, fifth, share; cells say percent, and a row is 100; `topics` has topic, label, verdict.
    """
    held = topics[(topics["verdict"] != UNFIRM) & topics["topic"].isin(set(spread["topic"]))].head(SHOWN)
    shown = held if len(held) else topics[topics["topic"].isin(set(spread["topic"]))].head(1)
    sources = [source for source in labels if source in set(spread["source"])]
    across = min(ACROSS, len(shown))
    down = -(-len(shown) // across)
    figure = Figure(figsize=(theme.WIDTH, 0.3 + theme.height(down, 0.5 + 0.19 * len(sources))))
    grid = np.asarray(figure.subplots(down, across, squeeze=False, sharey=True))
    fifths = sorted(set(spread["fifth"]))
    top = float(spread.loc[spread["topic"].isin(shown["topic"]), "share"].max())
    for place, (axes, topic) in enumerate(zip(grid.flat, shown.itertuples(), strict=False)):
        own = spread[spread["topic"] == topic.topic].pivot(index="source", columns="fifth", values="share")
        shade = own.reindex(index=sources, columns=fifths)
        axes.pcolormesh(shade.fillna(0), cmap=theme.PAPER, vmin=0, vmax=max(top, 1e-9), edgecolor="white", linewidth=1)
        for (row, column), share in np.ndenumerate(shade.to_numpy(float)):
            told = f"{100 * share:.0f}" if np.isfinite(share) else "–"
            ink = theme.INK if share > 0 else theme.FAINT
            axes.text(column + 0.5, row + 0.5, told, ha="center", va="center", color=ink, fontsize=theme.SMALL)
        axes.set_title(theme.wrap(f"{topic.topic}  {topic.label}", 22), fontsize=NUMBER)
        axes.set_xticks([0.5, len(fifths) - 0.5], ["first", "last"] if place + across >= len(shown) else ["", ""])
        axes.set_yticks(np.arange(len(sources)) + 0.5, [theme.cut(labels[source], 22) for source in sources])
        axes.set_ylim(len(sources), 0)
        axes.tick_params(length=0, labelsize=NUMBER)
        for side in axes.spines.values():
            side.set_visible(False)
    for axes in list(grid.flat)[len(shown) :]:
        axes.set_axis_off()
    figure.supxlabel("fifths of the article; percent of the source’s words on the topic", fontsize=8)
    return figure
