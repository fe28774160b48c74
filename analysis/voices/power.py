"""What differences of cues these texts are long enough to show, and how far shares of speakers are known."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis import power, resampling
from analysis.study import OTHERS
from analysis.tables import UNKNOWN
from analysis.voices.cues import LEAST, NEUTRAL


def smallest_gap(said: pd.DataFrame, level: float = 0.95) -> float:
    """By how much the shares of neutral cues of two sources must differ for their intervals not to meet, with 80 % power.

    Of the two comparable sources with most attributions that have a cue; not a number with fewer than two, or if no gap would
    do. Exact: the sum over all counts whose Jeffreys intervals do not meet, of shares that lie half a gap on either side of
    that of both. Where a source has attributions of several documents, counts are beta-binomial, clumped as those of its
    documents are; else attributions are taken as independent.
    """
    cued = said[(said["cue_class"] != "none") & (said["source"] != OTHERS)]
    sizes = cued["source"].value_counts()
    sizes = sizes[sizes >= LEAST].sort_index().sort_values(ascending=False, kind="stable").head(2)
    if len(sizes) < 2:
        return float("nan")
    of_both = cued[cued["source"].isin(sizes.index)]
    share, clumps = float((of_both["cue_class"] == NEUTRAL).mean()), clumping(of_both)
    first, second = int(sizes.iloc[0]), int(sizes.iloc[1])
    beyond = np.searchsorted(_interval(first, level)[0], _interval(second, level)[1], side="right")

    def reached(gap: float) -> bool:
        middle = min(max(share, gap / 2), 1 - gap / 2)
        at_least = np.append(_counts(first, middle + gap / 2, clumps)[::-1].cumsum()[::-1], 0)
        return float(_counts(second, middle - gap / 2, clumps) @ at_least[beyond]) >= power.POWER

    return power.smallest(reached, np.linspace(0, 1, power.STEPS + 1))


def _interval(n: int, level: float) -> tuple[np.ndarray, np.ndarray]:
    """The lower and the upper ends of the Jeffreys intervals of 0 to n of n (`resampling.jeffreys`)."""
    counts, tail = np.arange(n + 1), (1 - level) / 2
    posterior = stats.beta(counts + 0.5, n - counts + 0.5)
    return np.where(counts == 0, 0.0, posterior.ppf(tail)), np.where(counts == n, 1.0, posterior.isf(tail))


def clumping(cued: pd.DataFrame) -> float:
    """How many times the variance of neutral cues by document is that of independent ones; at least 1."""
    by = (
        cued.assign(neutral=cued["cue_class"] == NEUTRAL)
        .groupby(["source", "document"])["neutral"]
        .agg(["sum", "size"])
    )
    share = by.groupby("source")["sum"].transform("sum") / by.groupby("source")["size"].transform("sum")
    variance, freedom = by["size"] * share * (1 - share), len(by) - cued["source"].nunique()
    squares = ((by["sum"] - by["size"] * share) ** 2)[variance > 0] / variance[variance > 0]
    return max(1.0, float(squares.sum() / freedom)) if freedom else 1.0


def _counts(n: int, share: float, clumps: float) -> np.ndarray:
    """The chance of each count of n, of this share, with a variance so many times that of a binomial."""
    places = np.arange(n + 1)
    together = (min(clumps, n - 1) - 1) / (n - 1)  # correlation within the source
    if together <= 0 or not 0 < share < 1:
        return np.asarray(stats.binom.pmf(places, n, share))
    weight = 1 / together - 1
    return np.asarray(stats.betabinom.pmf(places, n, share * weight, (1 - share) * weight))


def main_share_widths(said: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """How far the share of each source's main speaker is known: source, attributions, width, half an interval's, 0 to 1.

    `said` has known speakers or not; those counted are known. Linearised ratio of words: z sqrt(sum of (words of the speaker -
    share x words)² over the attributions g / (g - 1)) / all words; over documents where the source has three or more. Sources
    by name with two such units or more.
    """
    known = said[(said["speaker"] != UNKNOWN) & (said["source"] != OTHERS)]
    rows = []
    for source, own in known.groupby("source", sort=True):
        words = own.groupby("speaker")["words"].sum()
        main = words.sort_values(ascending=False, kind="stable").index[0]
        share = words[main] / max(words.sum(), 1)
        beyond = own["words"] * ((own["speaker"] == main) - share)
        if own["document"].nunique() >= resampling.FEWEST_DOCUMENTS:
            beyond = beyond.groupby(own["document"]).sum()
        if len(beyond) > 1 and words.sum():
            squares = float((beyond**2).sum() * len(beyond) / (len(beyond) - 1))
            rows.append((source, len(own), stats.norm.isf((1 - level) / 2) * squares**0.5 / words.sum()))
    return pd.DataFrame(rows, columns=pd.Index(["source", "attributions", "width"])).round(6)
