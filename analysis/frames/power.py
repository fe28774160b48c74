"""Which differences in the words of a frame these texts are long enough to show."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis import power, resampling
from analysis.frames.comparing import Setting, by_unit, units
from analysis.frames.counting import Counted
from analysis.frames.words import FRAMES

Floats = NDArray[np.float64]

COLUMNS = ("frame", "source", "words", "rest", "clumping", "ratio")
MOST = 100.0  # times: no larger ratio is sought
REARRANGED = 2000  # shuffles at most, which say what they leave of a difference


def smallest_ratio(
    counted: Counted, passages: pd.DataFrame, rates: pd.DataFrame, setting: Setting | None = None
) -> pd.DataFrame:
    """How many times as often a source must use the words of a frame to differ from the rest with 80 % power.

    `rates` is `by_source` of the same. Columns COLUMNS, a row for each cell compared: words of the source; `rest`, the rate
    per 100 words elsewhere; `clumping`, the variance of the frame's counts in the units of a source over that of independent
    words, at least 1; `ratio`, missing where no difference could be seen.

    Found means p at most (1 - level) (f + 1) / c, with c cells of which f have so small a q already: what
    Benjamini-Hochberg asks of one more; and that the interval excludes the rest. With w of W words, s = w / W, rates r and
    r R: the count exceeds its expectation by w (1 - s) r (R - 1), and 80 times in a hundred by as much less 0.84 of its
    spread. Shuffled units keep r (R - 1) o of it, where o is how many of its own words the source holds beyond chance; p is
    the mean over shuffles of the chance that this and noise reach the excess (`power.chance`). Variances: clumping times the
    expected count, weighted.
    """
    setting = setting or Setting()
    compared = rates[(rates["why"] == "") & rates["rest"].notna()]
    if compared.empty or passages["source"].nunique() < 2:
        return pd.DataFrame(columns=pd.Index(COLUMNS))
    level = (1 - setting.level) * ((compared["q"] < 1 - setting.level).sum() + 1) / len(compared)
    unit = units(passages)[1]
    values = by_unit(np.column_stack([counted.hits, passages["words"].to_numpy()]).astype(float), unit)
    source = passages["source"].to_numpy(object)[~unit.duplicated().to_numpy()]
    clumps, words, rows = clumping(values, source), values[:, -1], []
    for name, own in compared.groupby("source", sort=True):
        kept = _kept(words, source == name, setting)
        for row in own.to_dict("records"):
            clump = float(clumps[FRAMES.index(row["frame"])])
            ratio = _ratio(row["rest"] / 100, (row["words"], words.sum()), kept, (clump, level, setting.level))
            rows.append((row["frame"], name, row["words"], row["rest"], clump, ratio))
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS)).round(6)


def clumping(values: Floats, source: NDArray[np.object_]) -> Floats:
    """Pearson's chi-square of each frame's counts in the units of a source over its degrees of freedom; at least 1.

    `values` has a row a unit: the hits of each frame and, last, its words.
    """
    hits, words = values[:, :-1], values[:, -1:]
    names, group = np.unique(source, return_inverse=True)
    member = (group == np.arange(len(names))[:, None]).astype(float)
    rate = (member @ hits) / np.maximum(member @ words, 1)
    expected = rate[group] * words
    squares = np.where(expected > 0, (hits - expected) ** 2 / np.maximum(expected, 1e-12), 0).sum(axis=0)
    freedom = ((member.sum(axis=1) - 1)[:, None] * (rate > 0)).sum(axis=0)
    return np.asarray(np.maximum(squares / np.maximum(freedom, 1), 1.0))


def _kept(words: Floats, own: NDArray[np.bool_], setting: Setting) -> Floats:
    """How many of its own words a source holds beyond chance, under shuffled units: what is left of a difference of rates.

    As the residual that is compared divides by the root of what is expected, so does this by that of the words held.
    """
    rng, share = np.random.default_rng(setting.seed), words[own].sum() / words.sum()
    draws = min(setting.shuffles(len(words)), REARRANGED)
    kept = []
    for block in resampling.permutations(len(words), draws, rng):
        held, its = words[block], own[block]
        slot = held[:, own]
        many = slot.sum(axis=1)
        kept.append(((slot * its[:, own]).sum(axis=1) - share * many) * np.sqrt(words[own].sum() / np.maximum(many, 1)))
    return np.concatenate(kept)


def _ratio(rest: float, words: tuple[float, float], kept: Floats, asked: tuple[float, float, float]) -> float:
    """The smallest ratio of rates that is found; `words` of the source and of all; clumping, level of p, of intervals."""
    (own, every), (clump, level, interval) = words, asked
    share, z, ends = own / every, stats.norm.ppf(power.POWER), stats.norm.isf((1 - interval) / 2)

    def reached(ratio: float) -> bool:
        more, here = rest * (ratio - 1), rest * ratio
        spread = (clump * own * (1 - share) * ((1 - share) * here + share * rest)) ** 0.5
        observed = own * (1 - share) * more - z * spread
        apart = more - z * (clump * (here / own + rest / (every - own))) ** 0.5
        if observed <= 0 or apart <= ends * (clump * here / own) ** 0.5:
            return False
        mean = own * (rest + share * more)
        return power.chance(observed, more * kept, mean, (clump * mean * (1 - share)) ** 0.5) <= level

    return power.smallest(reached, np.geomspace(1, MOST, power.STEPS)) if rest > 0 else float("nan")
