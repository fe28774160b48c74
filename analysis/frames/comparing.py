"""How often each source uses the words of a frame, and whether it differs from the others.

What is drawn again are documents where every source has three or more, else runs of three neighbouring passages of a
document: neighbours resemble each other a little more than the rest of their document (`benchmarks/frames_calibration.py`),
so single passages would make chance look smaller than it is.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis import resampling
from analysis.frames.counting import Counted
from analysis.frames.words import FRAMES
from analysis.study import OTHERS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RUN = 3  # passages in a run
FEWEST_UNITS = 3  # documents or runs of a source, below which resampling shows nothing
FEWEST = 5  # words of a frame that a source must be expected to have, at its length, to be compared
FEWEST_SHUFFLES, SHUFFLED_CELLS = 2000, 20_000_000  # in a large study; units times shuffles
TOO_FEW, POOR = "too few words", "not measurable by words"  # why a cell is not compared


@dataclass(frozen=True)
class Setting:
    """draws: bootstrap samples; permutations: most shuffles for p; level: of intervals and, as 1 - level, of the
    false-discovery rate; seed: of every random draw."""

    draws: int = 2000
    permutations: int = 20000
    level: float = 0.95
    seed: int = 1

    def shuffles(self, units: int) -> int:
        """The shuffles that are made of so many units."""
        return resampling.affordable(self.permutations, units, min(FEWEST_SHUFFLES, self.permutations), SHUFFLED_CELLS)


def units(passages: pd.DataFrame) -> tuple[str, pd.Series]:
    """What is drawn again, documents or runs of neighbouring passages, and which of them each passage belongs to."""
    named = passages[passages["source"] != OTHERS]
    if resampling.several_documents(named["source"], named["document"]):
        return "documents", passages["document"]
    run = passages.groupby("document").cumcount() // RUN
    return "runs of neighbouring passages", passages["document"].astype(str) + " " + run.astype(str)


def resampled(passages: pd.DataFrame) -> tuple[str, int]:
    """What is drawn again, and how many there are."""
    noun, unit = units(passages)
    return noun, int(unit.nunique())


def by_source(
    counted: Counted, passages: pd.DataFrame, setting: Setting | None = None, poor: Collection[str] = ()
) -> pd.DataFrame:
    """Each frame in each source compared by name, against all other passages.

    Columns frame, source, words (of the source), count (of frame words), rate (per 100 words), low, high (its interval,
    see `rate_interval`), rest (rate elsewhere), passages, present (of them
    with two different words of the frame or more), share, share_low, share_high (Jeffreys), p, q, differs, why.

    p: share of shuffles of the units between the sources in which the source's Pearson residual, (count - expected) /
    sqrt(expected), is as large. q: Benjamini-Hochberg over all cells that are compared. `why` says why a cell is not: the
    frame is among the `poor`, or the source is so short that fewer than FEWEST of its words are expected or that it has
    fewer than FEWEST_UNITS units; p and q are then missing. `differs`: q is below 1 - level and the interval excludes
    `rest`.
    """
    setting = setting or Setting()
    rng = np.random.default_rng(setting.seed)
    names = sorted(set(passages["source"]) - {OTHERS})
    if passages.empty or not names:
        return pd.DataFrame(columns=pd.Index(COLUMNS))
    unit = units(passages)[1]
    values = by_unit(np.column_stack([counted.hits, passages["words"].to_numpy()]).astype(float), unit)
    group = passages["source"].map({name: place for place, name in enumerate(names)}).fillna(len(names))
    group = group.to_numpy(np.int64)[~unit.duplicated().to_numpy()]
    parts = [_of_source(name, values[group == place], setting, rng) for place, name in enumerate(names)]
    found = pd.concat(parts, ignore_index=True)
    total, rows = values.sum(axis=0), found["words"].to_numpy(float)
    hits, everywhere = found["count"].to_numpy(float), np.tile(total[:-1], len(names))
    elsewhere = total[-1] - rows
    found["rest"] = np.where(elsewhere > 0, 100 * (everywhere - hits) / np.maximum(elsewhere, 1), np.nan)
    found = found.assign(**_presence(counted, passages, names, setting.level))
    few = rows * everywhere / max(total[-1], 1) < FEWEST
    few |= np.repeat(np.bincount(group, minlength=len(names))[: len(names)] < FEWEST_UNITS, len(FRAMES))
    found["why"] = np.where(found["frame"].isin(list(poor)), POOR, np.where(few, TOO_FEW, ""))
    found["p"] = _p(values, group, setting, rng)[: len(names)].ravel()
    return _judged(found, setting)


COLUMNS = (
    *("frame", "source", "words", "count", "rate", "low", "high", "rest"),
    *("passages", "present", "share", "share_low", "share_high", "p", "q", "differs", "why"),
)


def by_unit(values: Floats, unit: pd.Series) -> Floats:
    """The sums over the passages of each unit, in the order in which units first appear."""
    code, named = pd.factorize(unit)
    return np.column_stack([np.bincount(code, weights=column, minlength=len(named)) for column in values.T])


def _of_source(name: str, values: Floats, setting: Setting, rng: np.random.Generator) -> pd.DataFrame:
    """One source's row of each frame: how often its words stand there, with the interval of the rate."""
    total = values.sum(axis=0)
    low, high = rate_interval(values, setting, rng)
    columns = {"frame": FRAMES, "source": name, "words": int(total[-1]), "count": total[:-1].astype(int)}
    return pd.DataFrame(columns | {"rate": 100 * total[:-1] / max(total[-1], 1), "low": low, "high": high})


def rate_interval(values: Floats, setting: Setting, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Ends of the interval of each frame's rate per 100 words: percentiles of resampled units.

    `values` has a row a unit: the hits of each frame and, last, its words. Where resampling shows nothing, since there are
    fewer than FEWEST_UNITS units or the frame has no word in any, the ends are those of a Poisson rate with Jeffreys'
    prior.
    """
    ends = [(1 - setting.level) / 2, (1 + setting.level) / 2]
    hits, words = values[:, :-1].sum(axis=0), max(values[:, -1].sum(), 1)
    low, high = (100 * stats.gamma(hits + 0.5).ppf(end) / words for end in ends)
    low = np.where(hits == 0, 0.0, low)
    if len(values) < FEWEST_UNITS:
        return low, high
    drawn = np.concatenate(
        [weights @ values for weights in resampling.bootstrap_weights(len(values), setting.draws, rng)]
    )
    least, most = np.quantile(100 * drawn[:, :-1] / np.maximum(drawn[:, -1:], 1), ends, axis=0)
    return np.where(hits == 0, low, least), np.where(hits == 0, high, most)


def _presence(counted: Counted, passages: pd.DataFrame, names: list[str], level: float) -> dict[str, list[float]]:
    """How many passages of each source have each frame, with the Jeffreys interval of their share."""
    columns: dict[str, list[float]] = {key: [] for key in ("passages", "present", "share", "share_low", "share_high")}
    for name in names:
        own = counted.present[(passages["source"] == name).to_numpy()]
        for present in own.sum(axis=0):
            row = (len(own), int(present), present / len(own), *resampling.jeffreys(int(present), len(own), level))
            for key, value in zip(columns, row, strict=True):
                columns[key].append(value)
    return columns


def _p(values: Floats, group: Ints, setting: Setting, rng: np.random.Generator) -> Floats:
    """p of each source's and frame's residual, by shuffling units between the sources; shape (sources, frames)."""
    member = np.zeros((int(group.max()) + 1, len(group)))
    member[group, np.arange(len(group))] = 1
    rate = values[:, :-1].sum(axis=0) / max(values[:, -1].sum(), 1)

    def residuals(shuffled: Floats) -> Floats:
        summed = member @ shuffled
        expected = summed[:, -1:] * rate
        return np.abs(summed[:, :-1] - expected) / np.sqrt(np.maximum(expected, 1e-12))

    draws, observed = setting.shuffles(len(values)), residuals(values)
    reached = np.ones_like(observed)
    for block in resampling.permutations(len(values), draws, rng):
        for order in block:
            reached += residuals(values[order]) >= observed - 1e-9
    return reached / (1 + draws)


def _judged(found: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    compared = (found["why"] == "").to_numpy()
    found.loc[~compared, "p"] = np.nan
    found["q"] = np.nan
    found.loc[compared, "q"] = resampling.false_discovery(found.loc[compared, "p"].to_numpy())
    apart = (found["low"] > found["rest"]) | (found["high"] < found["rest"])
    found["differs"] = compared & apart & (found["q"] < 1 - setting.level)
    place = found["frame"].map({frame: number for number, frame in enumerate(FRAMES)})
    found = found.assign(place=place).sort_values(["place", "source"], ignore_index=True)
    return found[list(COLUMNS)].round(6)
