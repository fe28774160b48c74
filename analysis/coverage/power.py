"""What these texts are long enough to show of attention, and which absences they can show at all."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis import power
from analysis.coverage.shares import RATE, residuals
from analysis.study import OTHERS

SHIFTS = ("source", "passages", "clumping", "others", "points")
LISTABLE = ("source", "passages", "rate")


def smallest_shift(assigned: pd.DataFrame, shares: pd.DataFrame, seed: int = 1) -> pd.DataFrame:
    """How much larger a source's share of a topic must be than that of the rest to stand out with 80 % power.

    `shares` is `topic_shares` of `assigned`. Columns SHIFTS, a row for each source compared by name: its passages;
    `clumping`, the variance of its residuals when articles are rearranged over that of independent passages, at least 1;
    `others`, the share of the rest, that of a topic of average size; `points`, by how much the source's must be larger (0 to
    1), missing where no difference could be seen.

    Found means p at most RATE (f + 1) / c, with c cells of which f stand out already: what Benjamini-Hochberg asks of one
    more. For a difference d, with n of N passages, s = n / N, shares p and p + d: the count exceeds its expectation by
    d n (1 - s), and 80 times in a hundred by as much less 0.84 of its spread. Rearranged articles keep d o of it, where o is
    how many of its own passages the source holds beyond chance; p is the mean over the rearrangements of the chance that this
    and noise reach the excess (`power.chance`). Variance of both: clumping n (1 - s) times the weighted p (1 - p).
    """
    if shares["topic"].nunique() < 2 or shares["source"].nunique() < 2:
        return pd.DataFrame(columns=pd.Index(SHIFTS))
    others = 1 / shares["topic"].nunique()
    level = RATE * ((shares["q"] < RATE).sum() + 1) / len(shares)
    null, (own, held) = residuals(assigned, seed=seed)[1], residuals(assigned, seed=seed, against="source")
    total, size = shares.groupby("source")["total"].first(), len(assigned)
    of_topic = assigned["topic"].value_counts(normalize=True)
    rows = []
    for place, (source, n) in enumerate(total.items()):
        if source == OTHERS:
            continue
        independent = (1 - n / size) * (1 - of_topic).mean() * size / (size - 1)
        clumping = max(1.0, float((null[:, place] ** 2).mean() / independent))
        scale = n / size**0.5  # of a residual of sources by sources: passages
        kept, whole = held[:, place, place] * scale, float(own[place, place] * scale)
        points = _shift(n, n / size, others, (kept, whole), (clumping, level))
        rows.append((source, int(n), clumping, others, points))
    return pd.DataFrame(rows, columns=pd.Index(SHIFTS)).round(6)


def _shift(n: int, share: float, others: float, kept: tuple[np.ndarray, float], asked: tuple[float, float]) -> float:
    """The smallest difference of shares that is found; `kept`: of a difference of 1, by rearrangements and as it is."""
    clumping, level = asked
    spread = clumping * n * (1 - share)

    def reached(d: float) -> bool:
        here, there = ((others + d) * (1 - others - d), others * (1 - others))
        observed = d * kept[1] - stats.norm.ppf(power.POWER) * (spread * ((1 - share) * here + share * there)) ** 0.5
        noise = (spread * (share * here + (1 - share) * there)) ** 0.5
        mean = n * (others + d * share)
        return observed > 0 and power.chance(observed, d * kept[0], mean, noise) <= level

    return power.smallest(reached, np.linspace(0, 1 - others, power.STEPS + 1))


def smallest_association(assigned: pd.DataFrame, seed: int = 1) -> tuple[float, float]:
    """Cramér's V that is told from chance with 80 % power, and that of chance; both as `attention` would give it.

    The first is missing where no difference could be seen. Chi-square under rearrangements has the mean m and variance v. A
    difference alike visible in every source adds L to the mean, of at most M = N (smaller side - 1), and 4 c L (1 - L / M) to
    the variance: that of a noncentral one where it is small, nothing where it is all. Rearranged articles keep the part of L
    that is V² of sources by sources. The clumping c is m over the degrees of freedom, v / 2 m if that is more, and at least
    1. V = sqrt((m + L) / M) for the smallest L at which p is RATE or less 80 times in a hundred.
    """
    sides = assigned["source"].nunique(), assigned["topic"].nunique()
    if min(sides) < 2:
        return float("nan"), 0.0
    null = (residuals(assigned, seed=seed)[1] ** 2).sum(axis=(1, 2))
    own, held = ((one**2).sum(axis=(-1, -2)) for one in residuals(assigned, seed=seed, against="source"))
    kept, mean, variance = held / own, float(null.mean()), float(null.var())
    most = len(assigned) * (min(sides) - 1)
    clumping = max(1.0, mean / (sides[0] - 1) / (sides[1] - 1), variance / max(2 * mean, 1e-12))

    def spread(more: np.ndarray | float) -> np.ndarray:
        return np.asarray((variance + 4 * clumping * more * (1 - more / most)) ** 0.5)

    def reached(more: float) -> bool:
        shape = ((mean + more) / spread(more)) ** 2
        observed = float(stats.gamma.ppf(1 - power.POWER, shape, scale=(mean + more) / shape))
        reaching = power.tail(observed, mean + more * kept, spread(more * kept))
        return bool((1 + reaching.sum()) / (1 + len(kept)) <= RATE)

    steps = np.linspace(0, max(most - mean, 0), power.STEPS + 1)
    more = power.smallest(reached, steps) if variance > 0 else float("nan")
    return float(np.sqrt((mean + more) / most)), float(np.sqrt(mean / most))


def listable(passages: pd.DataFrame, least: float) -> pd.DataFrame:
    """How common elsewhere a topic or voice must be for its absence to be listed by `omissions`.

    Columns LISTABLE, a row for each source compared by name: its passages n, and the share of passages elsewhere, the r at
    which 1 - (1 - r)^n = `least`. The absence of what is rarer is never listed, however real it is.
    """
    size = passages["source"].value_counts().drop(OTHERS, errors="ignore").sort_index()
    rate = 1 - (1 - least) ** (1 / size.to_numpy(float))
    return pd.DataFrame({"source": size.index, "passages": size.to_numpy(), "rate": rate}).round(6)
