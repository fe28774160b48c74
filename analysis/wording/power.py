"""What differences these texts are long enough to show."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis.power import POWER, STEPS, smallest, tail
from analysis.study import OTHERS
from analysis.wording.comparing import Setting, drawn_from
from analysis.wording.divergence import Divergence
from analysis.wording.measures import g2
from analysis.wording.sampling import Units, shuffled, splits

Floats = NDArray[np.float64]

COLUMNS = ("source", "words", "alone", "ratio", "log_odds")
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


def smallest_excess(
    found: Divergence | None, terms: pd.DataFrame, passages: pd.DataFrame, setting: Setting | None = None
) -> float:
    """The excess of the Jensen-Shannon divergence, in bits, that is told from chance with 80 % power.

    `found` is `diverge` of the same. Chance has the mean m and the variance v of the shuffles; as these are of documents or
    passages, v has what words clump in them. 2 N ln 2 times the divergence is about a multiple of a chi-square (Grosse and
    others 2002, Physical Review E 65, 041905), so a difference of e bits makes that m + e and v (1 + 2 e / m), as of a
    noncentral one, and shuffles keep of e the part that is V² of the sources by the sources whose words they then hold. The
    smallest e is that at which p is 1 - level or less 80 times in a hundred, and the excess is e less the mean of what
    shuffles keep. Missing where there is nothing to compare, or no difference could be seen.
    """
    from scipy.stats import gamma

    setting = setting or Setting()
    units = drawn_from(terms, passages, setting)
    if found is None or units is None or not found.expected * found.spread:
        return float("nan")
    kept, scale = _kept(units, found.shuffles, setting.seed), found.spread**2 / found.expected

    def shape(bits: float, kept: Floats | float = 1.0) -> tuple[Floats, Floats]:
        mean = np.asarray(found.expected + bits * kept)
        return mean, np.asarray((scale * (2 * mean - found.expected)) ** 0.5)

    def reached(bits: float) -> bool:
        mean, sd = shape(bits)
        observed = float(gamma.ppf(1 - POWER, (mean / sd) ** 2, scale=sd**2 / mean))
        return bool((1 + tail(observed, *shape(bits, kept)).sum()) / (1 + len(kept)) <= 1 - setting.level)

    most = max(0.0, float(np.log2(len(units.groups))) - found.expected)
    return smallest(reached, np.linspace(0, most, STEPS + 1)) * (1 - float(kept.mean()))


def _kept(units: Units, shuffles: int, seed: int) -> Floats:
    """Cramér's V² of sources by the sources whose words they hold, in each shuffle: what is left of a difference."""
    places = (np.arange(len(units.group)), units.group)
    own = sparse.csr_matrix((units.totals, places), shape=(len(units.group), len(units.groups)))
    mixed = replace(units, counts=own, terms=units.groups)
    named = [units.groups.index(name) for name in units.names]

    def square(tables: Floats) -> Floats:
        expected = tables.sum(axis=-1, keepdims=True) * units.by_group(units.totals) / units.totals.sum()
        return np.asarray(((tables - expected) ** 2 / np.maximum(expected, 1e-12)).sum(axis=(-2, -1)))

    drawn = [square(held.astype(float)) for held, _ in shuffled(mixed, shuffles, np.random.default_rng(seed))]
    return np.concatenate(drawn) / square(units.by_group(own)[named])


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
