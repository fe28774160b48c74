"""How far a source's attributed words are spread over voices."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import resampling
from analysis.tables import UNKNOWN
from analysis.voices.cues import LEAST
from analysis.voices.speaking import divided

Floats = NDArray[np.float64]
DRAWS = 2000


def concentration(said: pd.DataFrame, draws: int = DRAWS, seed: int = 1, level: float = 0.95) -> pd.DataFrame:
    """The effective number of voices of each source, by the words of known speakers.

    Columns: source, attributions, speakers; effective (1 / sum of squared shares: so many equally heard voices would be as
    concentrated, inverse Simpson, Hill number of order 2) with low and high; entropy (exp of Shannon's entropy, order 1);
    compared (from LEAST attributions on; below, there is no interval). From 1 (one voice) to the number of speakers.

    Drawn anew are whole documents where every source has several (`resampling.several_documents`), otherwise passages. What
    is drawn holds some voices twice and others not at all, so it is more concentrated than what it is drawn from: the
    interval is the basic one of the logarithm (Davison & Hinkley 1997, Bootstrap Methods, 5.2), which turns that around. It
    still covers too seldom where a source has many voices heard once.
    """
    known = divided(said[said["speaker"] != UNKNOWN])
    unit = "document" if len(known) and resampling.several_documents(known["source"], known["document"]) else "passage"
    rng = np.random.default_rng(seed)
    rows = []
    for source in sorted(said["source"].unique()):
        own = known[known["source"] == source]
        many = own["quotation"].nunique()
        words = own.pivot_table(index=unit, columns="speaker", values="words", aggfunc="sum", fill_value=0).to_numpy(
            float
        )
        if not many:
            rows.append((source, 0, 0, 0.0, np.nan, np.nan, 0.0, False))
            continue
        value, entropy = float(_simpson(words.sum(axis=0))), float(_entropy(words.sum(axis=0)))
        low, high = _interval(words, value, draws, level, rng) if many >= LEAST else (np.nan, np.nan)
        rows.append((source, many, words.shape[1], value, low, high, entropy, many >= LEAST))
    columns = ["source", "attributions", "speakers", "effective", "low", "high", "entropy", "compared"]
    return pd.DataFrame(rows, columns=pd.Index(columns)).round(6)


def _simpson(words: Floats) -> Floats:
    """Of the words of each speaker (last axis): 1 / sum of squared shares."""
    return np.asarray(words.sum(axis=-1) ** 2 / np.maximum((words**2).sum(axis=-1), 1e-12))


def _entropy(words: Floats) -> Floats:
    shares = words / max(float(words.sum()), 1e-12)
    return np.asarray(np.exp(-(shares * np.log(np.maximum(shares, 1e-300))).sum()))


def _interval(words: Floats, value: float, draws: int, level: float, rng: np.random.Generator) -> tuple[float, float]:
    """`words` has one row a unit, one column a speaker."""
    blocks = resampling.bootstrap_weights(len(words), draws, rng)
    drawn = np.concatenate([_simpson(weights.astype(float) @ words) for weights in blocks])
    narrow, wide = np.quantile(drawn[drawn > 0], [(1 - level) / 2, (1 + level) / 2])
    low, high = value**2 / wide, value**2 / narrow
    return max(1.0, float(low)), float(high)


def spread_differs(found: pd.DataFrame) -> bool:
    """Whether two sources that can be compared have intervals that do not meet."""
    able = found[found["compared"]]
    return bool(len(able) > 1 and able["low"].max() > able["high"].min())
