"""What differences these texts are long enough to show."""

import numpy as np
import pandas as pd

from analysis.power import POWER, STEPS, smallest
from analysis.study import OTHERS
from analysis.wording.comparing import Setting, drawn_from
from analysis.wording.divergence import Divergence
from analysis.wording.measures import g2
from analysis.wording.sampling import Units, splits

COLUMNS = ("source", "words", "alone", "ratio", "log_odds")
LEVEL = 0.05  # of the 95 % point of a divergence's shuffles
NEAR = 2.0  # times: words between half and twice a rate say how much words of that rate clump


def smallest_difference(
    terms: pd.DataFrame, passages: pd.DataFrame, rate: float, setting: Setting | None = None, power: float = POWER
) -> tuple[pd.DataFrame, float]:
    """The smallest difference that a source's length lets `compare` find with that power, and how much words clump.

    For a word that the others use `rate` times per 1,000 words that carry content. Columns COLUMNS, a row for each source
    compared by name: its words; `alone`, how many times as frequent the word must be if it was chosen beforehand; `ratio`,
    the same where it must be found among all comparisons (Bonferroni, what Benjamini-Hochberg asks of a first finding);
    `log_odds` of that. Missing where no difference could be seen, be it that
    the units can be divided in too few ways (`splits`).

    The ratio at which the root of G2 of the expected counts is z_alpha sqrt(shuffled) + z_power sqrt(clumping): the root of
    the likelihood ratio is about normal, its variance the clumping. Shuffling mixes what differs, so its variance is larger
    by that of the two means: shuffled = clumping + m s (1 - s) (ratio - 1)² / (1 + s (ratio - 1)), where s is the source's
    share of the words and m the mean count in a unit of the rest.
    """
    from scipy.stats import norm

    setting = setting or Setting()
    units = drawn_from(terms, passages, setting)
    if units is None:
        return pd.DataFrame(columns=pd.Index(COLUMNS)), 1.0
    inflation, alpha = clumping(units, rate / 1000), 1 - setting.level
    words = pd.Series(units.by_group(units.totals), index=pd.Index(units.groups)).drop(OTHERS, errors="ignore")
    many, rows, lowest = len(units.names) * len(units.terms), [], 1 / splits(passages)
    for source, own in words.items():
        rest = float(units.totals.sum()) - own
        sides = (rate / 1000, own, rest, float(units.totals.mean()))
        alone, ratio = (
            _ratio(sides, inflation, (norm.isf(one / 2), norm.ppf(power))) if one >= lowest else float("nan")
            for one in (alpha, alpha / many)
        )
        odds = np.log(ratio * (1 - rate / 1000) / (1 - ratio * rate / 1000))
        rows.append((source, int(own), alone, ratio, odds))
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS)).round(6), inflation


def smallest_excess(found: Divergence | None, passages: pd.DataFrame, power: float = POWER) -> float:
    """The excess of the Jensen-Shannon divergence, in bits, that is told from chance with that power.

    Chance has the mean m, the variance v and the 95 % point u of the shuffles. 2 N ln 2 times the divergence is about a
    multiple of a chi-square (Lin 1991; Grosse and others 2002, Physical Review E 65, 041905), so an excess e leaves the
    variance v (1 + 2 e / m), that of a noncentral one: the smallest e is u - m + z sqrt(v (1 + 2 e / m)), z = 0.84 for a
    power of 80 %. As v is that of shuffled units, documents or passages, it has what words clump in them. Shuffles mix a
    difference that is there, so it makes chance, and what is promised, somewhat larger. Missing where there is nothing to
    compare, or the units can be divided in too few ways.
    """
    from scipy.stats import norm

    if found is None or splits(passages) * LEVEL < 1:
        return float("nan")
    beyond, z = found.upper - found.expected, float(norm.ppf(power))
    half = z**2 * found.spread**2 / max(found.expected, 1e-12)
    return beyond + half + (half**2 + 2 * half * beyond + z**2 * found.spread**2) ** 0.5


def clumping(units: Units, rate: float) -> float:
    """How many times the variance of a word's counts is that of independent words: at least 1, the mean over words.

    Pearson's chi-square of the counts in a source's units over its degrees of freedom, of words of about this rate (half
    to twice; of all words, where there are none).
    """
    totals = np.maximum(units.totals, 1e-9)
    squares = units.by_group(units.counts.power(2).multiply(1 / totals[:, None]).tocsr())
    counts, words = units.by_group(units.counts), units.by_group(totals)[:, None]
    of_all = counts.sum(axis=0) / words.sum()
    near = (of_all >= rate / NEAR) & (of_all <= rate * NEAR)
    used = (counts > 0) & (near if near.any() else np.ones_like(near))
    freedom = (np.bincount(units.group, minlength=len(units.groups)) - 1)[:, None] * used
    if not freedom.sum():
        return 1.0
    chi_square = np.where(used, squares * words / np.maximum(counts, 1) - counts, 0)
    return max(1.0, float(chi_square.sum() / freedom.sum()))


def _ratio(sides: tuple[float, float, float, float], inflation: float, z: tuple[float, float]) -> float:
    """The ratio of rates that is found, by halving; not a number if even half of all words would not be.

    `sides`: the rate in the rest, words of source, rest and a unit; `z` of the test and of its power.
    """
    rate, words, rest, unit = sides
    share = words / max(words + rest, 1e-9)

    def reached(ratio: float) -> bool:
        root = g2(*(np.asarray(one) for one in (rate * ratio * words, rate * rest, words, rest))) ** 0.5
        more = ratio - 1
        shuffled = inflation + rate * unit * share * (1 - share) * more**2 / (1 + share * more)
        return bool(root >= z[0] * shuffled**0.5 + z[1] * inflation**0.5)

    if not words > 0 < rest:
        return float("nan")
    return smallest(reached, np.geomspace(1, 0.5 / rate, STEPS))
