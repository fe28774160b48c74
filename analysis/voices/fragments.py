"""Fragments as a device: words in quotation marks taken out of what was said."""

import numpy as np
import pandas as pd

from analysis import resampling
from analysis.study import OTHERS
from analysis.voices.cues import LEAST

PERMUTATIONS = 2000


def fragments(said: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Attributions that are fragments by source: source, fragments, total, share, low, high (Jeffreys), compared.

    `compared` is False below LEAST attributions.
    """
    rows = []
    for source in sorted(said["source"].unique()):
        kinds = said.loc[said["source"] == source, "kind"]
        count, total = int((kinds == "fragment").sum()), len(kinds)
        low, high = resampling.jeffreys(count, total, level)
        rows.append((source, count, total, count / total if total else 0.0, low, high, total >= LEAST))
    columns = ["source", "fragments", "total", "share", "low", "high", "compared"]
    return pd.DataFrame(rows, columns=pd.Index(columns)).round(6)


def fragments_p(said: pd.DataFrame, permutations: int = PERMUTATIONS, seed: int = 1) -> float:
    """Chance of shares of fragments that differ as much between sources as these: the p of a permutation test.

    Pearson's chi-squared over the sources that can be compared (from LEAST attributions on; the group of others is no
    source), against tables in which documents are dealt to sources at random, or where a source has fewer than three, in
    which all attributions are turned against the sources in reading order. NaN with fewer than two such sources.
    """
    sizes = said["source"].value_counts()
    own = said[said["source"].isin(sizes.index[sizes >= LEAST]) & (said["source"] != OTHERS)]
    if own["source"].nunique() < 2 or (own["kind"] == "fragment").nunique() < 2:
        return float("nan")
    own = own.sort_values(["document", "start"], kind="stable")
    rng = np.random.default_rng(seed)
    labels = (own["source"].tolist(), (own["kind"] == "fragment").tolist(), own["document"].tolist())
    observed, null = resampling.rearranged_tables(*labels, permutations, rng)
    every = np.concatenate([observed[None], null])
    expected = (
        every.sum(axis=2, keepdims=True) * every.sum(axis=1, keepdims=True) / every.sum(axis=(1, 2), keepdims=True)
    )
    distance = ((every - expected) ** 2 / np.maximum(expected, 1e-12)).sum(axis=(1, 2))
    return float(resampling.permutation_p(distance[:1], distance[1:, None])[0])
