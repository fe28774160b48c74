"""Figures of wording: words that set a source apart, how far apart sources are, what the prior does to that."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.figures import leads, theme

COLUMNS = 3
STRIP = 0.17  # inches: a word in the strip of priors
SMALL = 6.5  # points


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
        for place, term in enumerate(own["term"]):
            leads.row(axes, place, (source, term))
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


@theme.styled
def word_shift(shown: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """One panel a source: what words add beyond chance to its divergence: source, term, count, rest_count, excess, more.

    Blue, to the right: the source uses the word more than the others; white, to the left: less.
    """
    figure, panels = _panels(shown, labels, 0.18)
    reach = 1000 * float(shown["excess"].max())
    for axes, own in panels:
        places = np.arange(len(own))
        more = own["more"].to_numpy(bool)
        axes.barh(
            places,
            1000 * np.where(more, own["excess"], -own["excess"]),
            height=0.66,
            color=np.where(more, theme.BLUE, "white"),
            edgecolor=np.where(more, theme.BLUE, theme.FAINT),
            lw=0.8,
        )
        axes.axvline(0, color=theme.INK, lw=0.8)
        for place, key in enumerate(zip(own["source"], own["term"], strict=True)):
            leads.row(axes, place, key)
        told = zip(own["term"], own["count"], own["rest_count"], strict=True)
        axes.set_yticks(places, [f"{theme.cut(term, 15)} {a:,}:{b:,}" for term, a, b in told], fontsize=SMALL)
        axes.set_xlim(-1.08 * reach, 1.08 * reach)
        axes.grid(axis="x")
    figure.supxlabel("thousandths of a bit beyond chance: used less | used more", fontsize=8.5)
    return figure


@theme.styled
def between(found: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """Each two sources in a triangle: source, other, divergence, excess (the shading), apart.

    A cell says, in thousandths of a bit, the excess over shuffled texts, and under it the divergence as it is; bold and with
    * where it is apart.
    """
    named = set(found["source"]) | set(found["other"])
    sources = [source for source in labels if source in named]
    place = {source: number for number, source in enumerate(sources)}
    top = max(float(found["excess"].max()), 1e-9)
    figure, grid = theme.new(0.7 + theme.height(len(sources) - 1, 0.42))
    axes = grid[0, 0]
    for pair in found.itertuples():
        column, row = sorted((place[pair.source], place[pair.other]))
        shade = max(pair.excess, 0.0) / top
        axes.add_patch(Rectangle((column, row - 1), 1, 1, facecolor=theme.PAPER(shade), edgecolor="white", lw=2))
        faint = theme.FAINT if shade < 0.4 else theme.INK
        number = f"{1000 * pair.excess:.0f}".replace("-", "−") + ("*" if pair.apart else "")
        told = {"ha": "center", "va": "center"}
        weight = "bold" if pair.apart else "normal"
        axes.text(column + 0.5, row - 0.62, number, color=theme.INK, fontweight=weight, **told)
        axes.text(column + 0.5, row - 0.25, f"of {1000 * pair.divergence:.0f}", color=faint, fontsize=SMALL, **told)
    theme.named(axes, [labels[source] for source in sources[:-1]], [labels[source] for source in sources[1:]], 0.5)
    axes.set(xlim=(0, len(sources) - 1), ylim=(len(sources) - 1, 0))
    for side in axes.spines.values():
        side.set_visible(False)
    return figure


@theme.styled
def prior_strip(found: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """One panel a source: delta of its words under each prior: source, term, prior, delta, low, high, distinct.

    The darker, the larger; grey where the interval includes 0; bold where the word survives. The first column is the prior
    that is used elsewhere.
    """
    figure, panels = _panels(found.drop_duplicates(["source", "term"]), labels, STRIP)
    priors = sorted(set(found["prior"]))
    top = float(found["delta"].abs().max())
    for axes, own in panels:
        told = found[found["source"] == own["source"].iloc[0]].set_index(["term", "prior"])
        shade = told["delta"].unstack().reindex(index=own["term"], columns=priors)
        axes.pcolormesh(shade.abs(), cmap=theme.PAPER, vmin=0, vmax=2 * top, edgecolor="white", linewidth=1)
        for (term, prior), cell in told[["delta", "low", "high", "distinct"]].iterrows():
            place = (priors.index(prior) + 0.5, list(own["term"]).index(term) + 0.5)
            sure = cell["low"] > 0 or cell["high"] < 0
            ink, weight = (theme.INK if sure else theme.FAINT), ("bold" if cell["distinct"] else "normal")
            number = f"{cell['delta']:.1f}".replace("-", "−")
            axes.text(*place, number, ha="center", va="center", color=ink, weight=weight, fontsize=theme.SMALL)
        axes.set_yticks(np.arange(len(own)) + 0.5, [theme.cut(term, 15) for term in own["term"]], fontsize=SMALL)
        names = [f"{prior:.0f}" if prior else "used" for prior in priors]
        axes.set_xticks(np.arange(len(priors)) + 0.5, names, fontsize=theme.SMALL, rotation=90)
        axes.tick_params(length=0, labelbottom=True)
        axes.set_ylim(axes.get_ylim()[0] + 0.5, 0)
        for side in axes.spines.values():
            side.set_visible(False)
    figure.supxlabel("weight of the prior, in words", fontsize=8.5)
    return figure


def _panels(
    shown: pd.DataFrame, labels: Mapping[str, str], each: float
) -> tuple[Figure, list[tuple[Axes, pd.DataFrame]]]:
    """A figure with a panel for each source, titled, as high as its words need, and the source's words."""
    sources = [source for source in labels if source in set(shown["source"])]
    rows, tallest = -(-len(sources) // COLUMNS), int(shown["source"].value_counts().max())
    figure, grid = theme.new(0.5 + theme.height(rows, 0.6 + each * tallest), COLUMNS, rows)
    found = []
    for axes, source in zip(grid.flat, sources, strict=False):
        axes.set_ylim(tallest - 0.5, -0.5)
        axes.set_title(theme.wrap(labels[source], 14 if rows <= 2 else 20), fontsize=8)
        found.append((axes, shown[shown["source"] == source]))
    for axes in list(grid.flat)[len(sources) :]:
        axes.set_axis_off()
    return figure, found
