"""A source's own voice against the voices that it quotes, topic by topic."""

import numpy as np
import pandas as pd

from analysis import resampling
from analysis.voices.cues import LEAST

DRAWS = 2000


def by_topic(
    on_topic: pd.DataFrame,
    said: pd.DataFrame,
    passages: pd.DataFrame,
    draws: int = DRAWS,
    seed: int = 1,
    level: float = 0.95,
) -> pd.DataFrame:
    """Words that stand in attributions, of all words of a source on a topic; `on_topic` has passage and label.

    Columns: label, source, passages, attributions, words, attributed, quoted (of these in quotation marks), share
    (attributed / words) with low and high from passages drawn anew, compared (from LEAST attributions on; below, there is
    no interval). What one attribution has and another too counts once: no passage has more attributed words than words.
    In the order of labels and sources.
    """
    counts = said.groupby("passage").agg(
        attributions=("quotation", "size"), attributed=("words", "sum"), quoted=("quoted_words", "sum")
    )
    own = passages[["passage", "source", "words"]].merge(on_topic, on="passage", validate="one_to_one")
    own = own.join(counts, on="passage").fillna({"attributions": 0, "attributed": 0, "quoted": 0})
    for name in ("attributed", "quoted"):
        own[name] = own[name].clip(upper=own["words"])
    rng = np.random.default_rng(seed)
    rows = []
    for (label, source), group in own.groupby(["label", "source"], observed=True):
        words, attributed = group["words"].to_numpy(float), group["attributed"].to_numpy(float)
        many, total = int(group["attributions"].sum()), float(words.sum())
        low, high = np.nan, np.nan
        if many >= LEAST:
            blocks = resampling.bootstrap_weights(len(group), draws, rng)
            drawn = np.concatenate([(weights @ attributed) / np.maximum(weights @ words, 1) for weights in blocks])
            low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
        sums = (int(total), int(attributed.sum()), int(group["quoted"].sum()))
        share = float(attributed.sum()) / max(total, 1)
        rows.append((label, source, len(group), many, *sums, share, low, high, many >= LEAST))
    columns = ["label", "source", "passages", "attributions", "words", "attributed", "quoted", "share", "low", "high"]
    return pd.DataFrame(rows, columns=pd.Index([*columns, "compared"])).round(6)
