"""A map of passages by topic and source."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from analysis.figures import theme
from analysis.figures.labelling import LINE, Labelling, extent
from analysis.study import OTHERS
from analysis.topics import UNFIRM, layout

Look = dict[str, Any]  # what matplotlib calls the properties of a mark

TALLEST = 5.6  # inches: discs, without their labels
SIDE = 0.45  # inches left free on either side of the discs
WIDEST = 0.3  # inches between passages, at most
LARGEST, SMALLEST = 7.5, 2.0  # points: marks
FONT, NUMBER, KEY = 7.0, 8.0, 7.5  # points: labels of topics, their numbers alone, keys
LONGEST = 60  # characters of a topic's label
PAD = 3.0  # points around a label
FAR = 0.4  # inches from a disc to its label, at most
MARGIN = 0.35  # of a disc around its passages
FIRM: Look = {"fc": "#f4f4f4", "ec": "#a8a8a8", "lw": 0.8}
DASHED: Look = {"fc": "none", "ec": "#9a9a9a", "ls": (0, (4, 3)), "lw": 0.8}
HANDLE = 0.3  # inches: a mark in the legend, with what is left free around it

# Marker, colour, filled: apart without colour. Of more sources than these, the smallest look like the largest.
LOOKS = (
    ("o", "#0072b2", True),
    ("^", "#d55e00", True),
    ("s", "#222222", False),
    ("D", "#009e73", True),
    ("v", "#e69f00", True),
    ("o", "#882255", False),
    ("X", "#56b4e9", True),
    ("^", "#0072b2", False),
    ("s", "#cc79a7", True),
    ("D", "#d55e00", False),
    ("P", "#222222", True),
    ("v", "#007a5a", False),
    ("X", "#882255", False),
    *(("<", "#0072b2", True), (">", "#d55e00", False), ("*", "#222222", True), ("<", "#882255", False)),
    *((">", "#009e73", True), ("p", "#0072b2", False), ("p", "#e69f00", True)),
)


def _looks(labels: Mapping[str, str]) -> dict[str, Look]:
    """How the marks of each source look; the group of others is a grey cross."""
    found: dict[str, Look] = {}
    for number, source in enumerate(labels):
        marker, colour, filled = LOOKS[number % len(LOOKS)]
        face = {"markerfacecolor": colour if filled else "white", "markeredgecolor": theme.INK if filled else colour}
        found[source] = {"marker": marker, **face, "markeredgewidth": 0.4 if filled else 0.9}
    if OTHERS in labels:
        found[OTHERS] = {"marker": "+", "markeredgecolor": theme.FAINT, "markeredgewidth": 0.9}
    return found


@theme.styled
def passages_map(places: pd.DataFrame, topics: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """One mark a passage, by source, in the disc of its topic; a topic that does not hold is dashed and named in grey.

    `places` has passage, source, topic, x, y, as `topics.drawn` gives them; `topics` has topic, label, verdict. Where
    there is no room for labels, discs are numbered and a key below says the labels.
    """
    shown = {source: label for source, label in labels.items() if source in set(places["source"])}
    topics = topics[topics["topic"].isin(set(places["topic"]))].sort_values("topic")
    names = [f"{row.topic}  {theme.cut(row.label, LONGEST)}" for row in topics.itertuples()]
    firm = (topics["verdict"] != UNFIRM).tolist()
    texts = [theme.wrap(name, 16) for name in names]
    labelling, inch = _labelled(places, texts, FONT, PAD)
    numbered = labelling.crowded
    if numbered:
        texts = [str(topic) for topic in topics["topic"]]
        labelling, inch = _labelled(places, texts, NUMBER, PAD / 2)
    boxes = [label.box for label in labelling.placed]
    room = PAD / 72 * inch
    bottom = min([*(labelling.middles[:, 1] - labelling.radii), *(box[1] for box in boxes)]) - room
    top = max([*(labelling.middles[:, 1] + labelling.radii), *(box[3] for box in boxes)]) + room
    figure, axes = _canvas((top - bottom) / inch, shown, _looks(labels), names if numbered else [], firm)
    axes.set(xlim=labelling.frame, ylim=(bottom, top))
    _draw_topics(axes, labelling, texts, firm, NUMBER if numbered else FONT)
    size = float(np.clip(0.72 * 72 / inch, SMALLEST, LARGEST))
    for source in shown:
        own = places[places["source"] == source]
        axes.plot(own["x"], own["y"], ls="", ms=size, zorder=3, **_looks(labels)[source])
    return figure


def _labelled(places: pd.DataFrame, texts: list[str], size: float, pad: float) -> tuple[Labelling, float]:
    """Discs with their labels, and how much of the map is an inch."""
    present = places.groupby("topic")[["x", "y"]]
    middles, radii = present.mean().to_numpy(float), layout.radii(present.size().to_numpy()) + MARGIN
    low, high = (middles - radii[:, None]).min(axis=0), (middles + radii[:, None]).max(axis=0)
    inch = max((high[0] - low[0]) / (theme.WIDTH - 2 * SIDE), (high[1] - low[1]) / TALLEST, 1 / WIDEST)
    centre = (low[0] + high[0]) / 2
    frame = (centre - inch * theme.WIDTH / 2, centre + inch * theme.WIDTH / 2)
    labelling = Labelling(middles, radii, frame, pad / 72 * inch, FAR * inch)
    for disc, text in enumerate(texts):
        width, height = extent(text, size)
        labelling.add(disc, width / 72 * inch, height / 72 * inch)
    return labelling, inch


def _columns(names: list[str], besides: float) -> int:
    """How many columns of names fit side by side, each with so many inches besides."""
    widest = max(extent(name, KEY)[0] for name in names) / 72
    return max(1, min(len(names), int(theme.WIDTH / (widest + besides))))


def _canvas(
    height: float, shown: Mapping[str, str], looks: Mapping[str, Look], numbered: list[str], firm: list[bool]
) -> tuple[Figure, Axes]:
    """A figure with the sources' key above, below it axes of so many inches, and below these the numbered topics."""
    line = LINE * KEY / 72
    names = [theme.wrap(label, 32) for label in shown.values()]
    across = _columns(names, HANDLE)
    above = -(-len(names) // across) * line * max(name.count("\n") + 1 for name in names) + 0.1
    listed = _columns(numbered, 0.2) if numbered else 1
    rows = -(-len(numbered) // listed)
    below = rows * line + 0.1 if numbered else 0.0
    figure = Figure(figsize=(theme.WIDTH, height + above + below))
    figure.set_layout_engine("none")
    whole = height + above + below
    marks = [
        Line2D([], [], ls="", ms=6, label=name, **looks[source]) for source, name in zip(shown, names, strict=True)
    ]
    spacing: Look = {"handletextpad": 0.2, "columnspacing": 1.0, "labelspacing": 0.25, "handlelength": 1.2}
    figure.legend(
        handles=marks,
        loc="upper left",
        ncols=across,
        frameon=False,
        fontsize=KEY,
        borderaxespad=0,
        borderpad=0.2,
        **spacing,
    )
    for place, (name, holds) in enumerate(zip(numbered, firm, strict=False)):
        x, y = place // rows / listed, (below - 0.1 - (place % rows) * line) / whole
        figure.text(x + 0.01, y, name, va="top", fontsize=KEY, color=theme.INK if holds else theme.FAINT)
    axes = figure.add_axes((0, below / whole, 1, height / whole))
    axes.set_axis_off()
    return figure, axes


def _draw_topics(axes: Axes, labelling: Labelling, texts: list[str], firm: list[bool], size: float) -> None:
    for disc, (label, text, holds) in enumerate(zip(labelling.placed, texts, firm, strict=True)):
        x, y = labelling.middles[disc].tolist()
        axes.add_patch(Circle((x, y), float(labelling.radii[disc]), zorder=1, **(FIRM if holds else DASHED)))
        if label.line:
            axes.plot(*zip(*label.line, strict=True), color=theme.FAINT, lw=0.5, zorder=2)
        ink = theme.INK if holds else theme.FAINT
        told: Look = {"fontsize": size, "linespacing": LINE, "color": ink, "zorder": 4}
        axes.text(label.x, label.y, text, ha="center", va="center", **told)
