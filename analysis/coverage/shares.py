"""How the sources divide their passages over the topics."""

import numpy as np
import pandas as pd
from scipy import special

from analysis import resampling
from analysis.study import OTHERS

DRAWS, LEAST_DRAWS = 5000, 1000  # rearrangements of the articles; as few in a large study
CELLS = 100_000_000  # passages times rearrangements
RATE = 0.05  # of false discoveries among the cells that stand out


def rotations(passages: int) -> int:
    """How many rearrangements are made of articles with so many passages."""
    return resampling.affordable(DRAWS, passages, LEAST_DRAWS, CELLS)


def topic_shares(assigned: pd.DataFrame, level: float = 0.95, draws: int = 0) -> pd.DataFrame:
    """Share of a source's passages that is on a topic.

    Columns source, topic, passages, total (of the source), share, low, high, expected, residual, q.

    `low` to `high`: interval of a Dirichlet posterior with prior 1/2 a topic, which for one topic is a Beta.
    `expected`: passages, if each source had the same share as all together; `residual`: Pearson residual
    (count - expected) / sqrt(expected) of the topic-by-source table; `q`: its
    Benjamini-Hochberg value under rearranged articles (`resampling.rearranged_tables`; so many, or as `rotations` says).
    """
    table = pd.crosstab(assigned["source"], assigned["topic"])
    counts = table.to_numpy(float)
    total = counts.sum(axis=1, keepdims=True)
    k = counts.shape[1]
    of_topic, of_others = counts + 0.5, total - counts + max(k - 1, 1) / 2
    low, high = (special.betaincinv(of_topic, of_others, end) for end in ((1 - level) / 2, (1 + level) / 2))
    low, high = np.where(counts == 0, 0.0, low), np.where(counts == total, 1.0, high)  # as Jeffreys’ intervals end
    residual, null = residuals(assigned, draws)
    expected = total * counts.sum(axis=0) / max(counts.sum(), 1)
    p = resampling.permutation_p(np.abs(residual), np.abs(null))
    rows = [
        (
            source,
            topic,
            int(counts[i, j]),
            int(total[i, 0]),
            counts[i, j] / total[i, 0],
            low[i, j],
            high[i, j],
            expected[i, j],
            residual[i, j],
        )
        for i, source in enumerate(table.index)
        for j, topic in enumerate(table.columns)
    ]
    columns = ["source", "topic", "passages", "total", "share", "low", "high", "expected", "residual"]
    shares = pd.DataFrame(rows, columns=pd.Index(columns))
    shares["q"] = resampling.false_discovery(p.ravel())
    return shares.round(6)


def residuals(
    assigned: pd.DataFrame, draws: int = 0, seed: int = 1, against: str = "topic"
) -> tuple[np.ndarray, np.ndarray]:
    """Pearson residuals of the table of sources by `against`, and those of rearranged ones, shape (draws, sources, …).

    The column source as `against` says how much of its own each source holds when articles are rearranged.
    """
    sources, labels, documents = (assigned[column].tolist() for column in ("source", against, "document"))
    turns = draws or rotations(len(assigned))
    table, null = resampling.rearranged_tables(sources, labels, documents, turns, np.random.default_rng(seed))

    def residual(tables: np.ndarray) -> np.ndarray:
        expected = tables.sum(axis=-1, keepdims=True) * tables.sum(axis=-2, keepdims=True) / len(assigned)
        return np.asarray((tables - expected) / np.sqrt(expected))

    return residual(table), residual(null)


def attention(assigned: pd.DataFrame, draws: int = 0, seed: int = 1) -> tuple[float, float, float]:
    """Whether sources divide their passages differently: chi-square, Cramér's V, and p.

    p under `resampling.rearranged_tables` (so many, or as many as `rotations` says), since neighbouring passages, and those
    of one article, tend to be on one topic.
    """
    smaller = min(assigned["source"].nunique(), assigned["topic"].nunique())
    if smaller < 2:
        return 0.0, 0.0, 1.0
    residual, null = residuals(assigned, draws, seed)
    chi2 = (residual**2).sum()
    p = resampling.permutation_p(chi2[None], (null**2).sum(axis=(1, 2))[:, None])[0]
    return round(float(chi2), 6), round(float(np.sqrt(chi2 / len(assigned) / (smaller - 1))), 6), round(float(p), 6)


def standing_out(shares: pd.DataFrame, rate: float = RATE) -> pd.DataFrame:
    """The cells of `topic_shares` whose residual survives false-discovery control at `rate`; of sources by name."""
    return shares[(shares["q"] < rate) & (shares["source"] != OTHERS)]
