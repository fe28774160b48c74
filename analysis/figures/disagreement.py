"""The figure of disagreement: what each source says of the things on which they differ."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.figures import leads, theme

_SHADES = ("none", theme.PALE, theme.RULE)  # of the first version, the second, and all others
_LINE = 0.17  # inches


@theme.styled
def disagreement(differing: pd.DataFrame, told: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """Things by sources, each cell with what the source says, as written.

    `differing` has thing and about, `told` thing, source, version and shown (`analysis.disagreement.Comparison`). A cell of
    the version that most facts have is white; the others are shaded, their words bold; a dash stands for a source that
    says nothing of the thing.
    """
    sources = [source for source in labels if source in set(told["source"])]
    cells = {
        key: (int(own["version"].max()), list(dict.fromkeys(own["shown"])))
        for key, own in told.groupby(["thing", "source"], sort=True)
    }
    lines = max((len(shown) for _, shown in cells.values()), default=1)
    figure, grid = theme.new(0.7 + theme.height(len(differing), 0.25 + _LINE * (lines + 1)))
    axes = grid[0, 0]
    size = theme.SMALL if len(sources) > theme.CROWDED else 7.5
    width = max(8, 64 // max(len(sources), 1))
    for row, thing in enumerate(differing["thing"]):
        for column, source in enumerate(sources):
            version, shown = cells.get((thing, source), (0, ["–"]))
            if version:
                face = _SHADES[min(version, len(_SHADES)) - 1]
                axes.add_patch(
                    Rectangle((column - 0.47, row - 0.45), 0.94, 0.9, facecolor=face, edgecolor=theme.FAINT, lw=0.5)
                )
            axes.add_artist(leads.Lead((thing, source), (column - 0.47, row - 0.45, 0.94, 0.9)))
            text = "\n".join(theme.wrap(one, width) for one in shown)
            ink = theme.INK if version else theme.FAINT
            drawn = axes.text(column, row, text, ha="center", va="center", color=ink, fontsize=size, parse_math=False)
            drawn.set_fontweight("bold" if version > 1 else "normal")
    theme.named(axes, [labels[source] for source in sources], differing["about"])
    axes.set(xlim=(-0.5, len(sources) - 0.5), ylim=(len(differing) - 0.5, -0.5))
    for side in axes.spines.values():
        side.set_visible(False)
    return figure
