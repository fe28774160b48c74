"""What differences these texts are long enough to show."""

import numpy as np
import pandas as pd

from analysis.study import OTHERS
from analysis.wording.comparing import Setting, drawn_from
from analysis.wording.measures import g2
from analysis.wording.sampling import Units, splits

COLUMNS = ("source", "words", "alone", "ratio", "log_odds")
NEAR = 2.0  # times: words between half and twice a rate say how much words of that rate clump
HALVINGS = 60  # of the interval in which a ratio is sought


def smallest_difference(
    terms: pd.DataFrame, passages: pd.DataFrame, rate: float, setting: Setting | None = None, power: float = 0.8
) -> tuple[pd.DataFrame, float]:
    """The smallest difference that a source's length lets `compare` find with that power, and how much words clump.

    For a word that the others use `rate` times per 1,000 words that carry content. Columns COLUMNS, a row for each source
    compared by name: its words; `alone`, how many times as frequent the word must be if it was chosen beforehand; `ratio`,
    the same where it must be found among all comparisons (Bonferroni, what Benjamini-Hochberg asks of a first finding);
    `log_odds` of that. Missing where no difference could be seen, be it that
    the units can be divided in too few ways (`splits`).

    The ratio at which G2 of the expected counts is inflation (z_alpha + z_power)²: the non-centrality of the likelihood-ratio
    test (Self, Mauritsen & Ohara 1992, Biometrics 48(1)), the inflation being `clumping`.
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
        alone, ratio = (
            _ratio(rate / 1000, own, rest, inflation * (norm.isf(one / 2) + norm.ppf(power)) ** 2)
            if one >= lowest
            else float("nan")
            for one in (alpha, alpha / many)
        )
        odds = np.log(ratio * (1 - rate / 1000) / (1 - ratio * rate / 1000))
        rows.append((source, int(own), alone, ratio, odds))
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS)).round(6), inflation


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


def _ratio(rate: float, words: float, rest: float, reach: float) -> float:
    """The ratio of rates whose expected counts have this G2, by halving; not a number if even half of all words has less."""

    def reached(ratio: float) -> float:
        return float(g2(*(np.asarray(one) for one in (rate * ratio * words, rate * rest, words, rest))))

    low, high = 1.0, 0.5 / rate
    if words <= 0 or rest <= 0 or reached(high) < reach:
        return float("nan")
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if reached(middle) < reach else (low, middle)
    return high
