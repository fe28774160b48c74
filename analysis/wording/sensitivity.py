"""How much the most distinctive words depend on the strength of the prior."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import resampling
from analysis.wording.comparing import Setting, drawn_from, judged
from analysis.wording.measures import shrunk
from analysis.wording.sampling import Units

Floats = NDArray[np.float64]

PRIORS = (0.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0)  # words; 0 is half the smaller side
COLUMNS = ("source", "term", "prior", "weight", "delta", "low", "high", "z", "place", "q", "distinct")


def sensitivity(
    terms: pd.DataFrame, passages: pd.DataFrame, shown: pd.DataFrame, setting: Setting | None = None
) -> pd.DataFrame:
    """The words `shown` (rows of `compare`) under each strength of PRIORS: columns COLUMNS, in the order of `shown`.

    `prior` as in `Setting.prior`, `weight` what it is in words; `place` among all words of the source by z; `distinct` as in
    `compare`. p and q are of G2, which has no prior: what a prior changes is delta, its interval and the order of words.
    """
    setting = setting or Setting()
    units = drawn_from(terms, passages, setting)
    if units is None or shown.empty:
        return pd.DataFrame(columns=pd.Index(COLUMNS))
    rng = np.random.default_rng(setting.seed)
    number = {term: place for place, term in enumerate(units.terms)}
    listed = sorted(number[term] for term in shown["term"].unique())
    at = {place: column for column, place in enumerate(listed)}
    counts, totals = units.by_group(units.counts), units.by_group(units.totals)
    drawn = _drawn(units, listed, setting.draws, rng)
    frames = []
    for name, rows in shown.groupby("source", sort=False):
        own = units.groups.index(name)
        places = rows["term"].map(number).to_numpy()
        columns = [at[place] for place in places]
        for prior in PRIORS:
            y1, n1 = counts[own], totals[own]
            y2, n2 = counts.sum(axis=0) - y1, totals.sum() - n1
            delta, z = shrunk(y1, y2, n1, n2, prior)
            low, high = _interval(drawn, own, (prior, len(units.terms), setting.level))
            weight = prior if prior else float(min(n1, n2)) / 2
            found = rows[["source", "term", "q", "units", "rest_units"]].assign(
                prior=prior, weight=weight, delta=delta[places], z=z[places], low=low[columns], high=high[columns]
            )
            # the order is that of the table: rounded first, so that equal words share a place
            frames.append(found.assign(place=[1 + int((z.round(6) > one).sum()) for one in z[places].round(6)]))
    found = pd.concat(frames, ignore_index=True)
    found["distinct"] = judged(found, setting.level)
    return found[list(COLUMNS)].round(6)


def _drawn(units: Units, listed: list[int], draws: int, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Resampled counts of some terms, counts of all compared terms, and words, by group: (draws, groups, terms or 1)."""
    shape = (draws, len(units.groups))
    counts, covered, words = np.zeros((*shape, len(listed))), np.zeros((*shape, 1)), np.zeros((*shape, 1))
    whole = np.asarray(units.counts.sum(axis=1)).ravel()
    for place in range(len(units.groups)):
        own = np.flatnonzero(units.group == place)
        some, start = units.counts[own][:, listed].toarray(), 0
        for weights in resampling.bootstrap_weights(len(own), draws, rng):
            part = slice(start, start := start + len(weights))
            counts[part, place], covered[part, place, 0] = weights @ some, weights @ whole[own]
            words[part, place, 0] = weights @ units.totals[own]
    return counts, covered, words


def _interval(drawn: tuple[Floats, Floats, Floats], own: int, under: tuple[float, int, float]) -> tuple[Floats, Floats]:
    """Ends of the interval of delta of each listed term, of a source against the rest: `under` prior, terms and level."""
    prior, many, level = under
    (y1, y2), (_, covered), (n1, n2) = ((one[:, own], one.sum(axis=1) - one[:, own]) for one in drawn)
    delta, _ = shrunk(y1, y2, n1, n2, prior, (covered, many))
    low, high = np.quantile(delta, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high


def steady(found: pd.DataFrame) -> pd.DataFrame:
    """By word: under how many priors (of `priors`) its interval excludes 0, and its best and last place.

    Columns source, term, priors, excludes, first, last; in the order of `found`.
    """
    told = found.assign(excludes=(found["low"] > 0) | (found["high"] < 0))
    grouped = told.groupby(["source", "term"], sort=False)
    columns = {"priors": ("prior", "size"), "excludes": ("excludes", "sum")}
    return grouped.agg(**columns, first=("place", "min"), last=("place", "max")).reset_index()
