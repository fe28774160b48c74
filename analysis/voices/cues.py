"""With which verbs sources attribute: classes of cues."""

import pandas as pd

from analysis import resampling
from analysis.study import OTHERS

LEAST = 10  # attributions a side; below, no comparison is made
NEUTRAL = "neutral"


def cues(said: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Cue classes by source: source, cue_class, count, total, share, low, high (Jeffreys), compared.

    Attributions without a cue are not counted. `compared` is False below LEAST attributions: the share is shown, and
    nothing is concluded from it.
    """
    cued = said[said["cue_class"] != "none"]
    rows = []
    for source in sorted(said["source"].unique()):
        own = cued[cued["source"] == source]
        for cue_class in sorted(cued["cue_class"].unique()):
            count, total = int((own["cue_class"] == cue_class).sum()), len(own)
            low, high = resampling.jeffreys(count, total, level)
            share = count / total if total else 0.0
            rows.append((source, cue_class, count, total, share, low, high, total >= LEAST))
    columns = ["source", "cue_class", "count", "total", "share", "low", "high", "compared"]
    return pd.DataFrame(rows, columns=pd.Index(columns)).round(6)


def apart(shares: pd.DataFrame) -> bool:
    """Whether the neutral cues of two comparable sources (by name) have intervals that do not meet."""
    neutral = shares[(shares["cue_class"] == NEUTRAL) & shares["compared"] & (shares["source"] != OTHERS)]
    return bool(len(neutral) and neutral["low"].max() > neutral["high"].min())
