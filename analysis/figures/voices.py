"""Figures of voices: who speaks where, and how words are attributed."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from analysis.figures import theme


@theme.styled
def speakers(found: pd.DataFrame, labels: Mapping[str, str]) -> Figure:
    """Words that each source gives each speaker: speaker, source, words, share (of the source's words; the shading)."""
    order = list(dict.fromkeys(found["speaker"]))
    figure, grid = theme.new(0.8 + theme.height(len(order), 0.32))
    shade = found.pivot(index="speaker", columns="source", values="share")
    words = found.pivot(index="speaker", columns="source", values="words")
    shade, words = (table.reindex(index=order, columns=list(labels)).fillna(0) for table in (shade, words))
    shade = shade.rename(columns=dict(labels))
    theme.heat(grid[0, 0], shade, words.astype(int), float(shade.to_numpy().max()))
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
    return figure
