"""Where in its articles each source has a topic or voice, and what of it is more than chance."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis import grades, resampling
from analysis.prominence.placing import Order

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOSTLY = 0.5  # share of a source's articles on a thing that have it in the opening, or only in the tail
MANY = 50  # articles on a thing: from there on chance is normal, or F, and needs no drawing
FEWEST_TURNS, FEWEST_DRAWS = 2000, 500  # turnings, or deals, and resamplings, in a large study
CELLS = 50_000_000  # articles' things times turnings
HELD = 2_000_000  # numbers that are dealt at a time
KEYS = ["kind", "thing", "source"]
COLUMNS = (
    *("source", "kind", "thing", "documents", "of", "passages", "first", "low", "high", "expected", "middle"),
    *("headline", "lead", "opening", "tail", "p", "q"),
)


def by_source(found: Order, turns: int = 20000, draws: int = 2000, level: float = 0.95, seed: int = 1) -> pd.DataFrame:
    """Where each source has each topic and voice, over its articles; columns COLUMNS, what stands in most passages first.

    documents: articles that have it, of so many; first, expected, middle: means over these; headline, lead, opening
    (either), tail: in how many of these. Where every source has several articles, things in as many of its own have `low`
    to `high`, the interval of `first` from resampled articles, and `p`: how often `first` is as far from `expected` where
    every article is turned by a random number of passages, so that neighbours stay together (of MANY articles the mean is
    then normal, with the variance of all turnings); with its Benjamini-Hochberg value `q`. With fewer these are NaN:
    nothing is known beyond the texts.
    """
    things = found.things.assign(opening=found.things["headline"] | found.things["lead"])
    grouped = things.groupby(KEYS, sort=True)
    table = grouped.agg(
        documents=("document", "size"),
        passages=("passages", "sum"),
        **{column: (column, "mean") for column in ("first", "expected", "middle")},
        **{column: (column, "sum") for column in ("headline", "lead", "opening", "tail")},
    ).reset_index()
    table["of"] = table["source"].map(found.passages.groupby("source")["document"].nunique()).astype("int64")
    table[["low", "high", "p", "q"]] = np.nan
    cell = grouped.ngroup().to_numpy()
    tested = np.flatnonzero(table["documents"] >= resampling.FEWEST_DOCUMENTS) if found.several else cell[:0]
    if len(tested):
        rng = np.random.default_rng(seed)
        table.loc[tested, ["low", "high"]] = _intervals(
            things["first"].to_numpy(float), cell, tested, (draws, level), rng
        )
        p = _chance(found, table, cell, tested, turns, rng)
        table.loc[tested, "p"], table.loc[tested, "q"] = p, resampling.false_discovery(p)
    whole = table.groupby(KEYS[:2])["passages"].transform("sum")
    table = table.assign(whole=-whole).sort_values(["kind", "whole", "thing", "source"], kind="stable")
    return table[list(COLUMNS)].round(6).reset_index(drop=True)


def _intervals(first: Floats, cell: Ints, tested: Ints, drawn: tuple[int, float], rng: np.random.Generator) -> Floats:
    """The ends of the interval of each mean; shape (cells, 2)."""
    level = drawn[1]
    draws = resampling.affordable(drawn[0], len(first), min(drawn[0], FEWEST_DRAWS), CELLS)
    ends = [(1 - level) / 2, (1 + level) / 2]
    begin, size = np.searchsorted(cell, tested), np.bincount(cell)[tested]
    found = []
    for start, many in zip(begin, size, strict=True):
        own = first[start : start + many]
        means = np.concatenate([weights @ own / many for weights in resampling.bootstrap_weights(many, draws, rng)])
        found.append(np.quantile(means, ends))
    return np.stack(found)


def _chance(
    found: Order, table: pd.DataFrame, cell: Ints, tested: Ints, turns: int, rng: np.random.Generator
) -> Floats:
    """p of each cell: how often its mean is as far from the expected one when every article is turned at random."""
    told = table.iloc[tested]
    many = told["documents"].to_numpy(float)
    away = (told["first"] - told["expected"]).abs().to_numpy(float)
    row = np.repeat(np.arange(len(cell)), found.turnings)
    spread = np.bincount(row, found.turned**2) / found.turnings - found.things["expected"].to_numpy(float) ** 2
    deviation = np.sqrt(np.maximum(np.bincount(cell, spread)[tested], 0)) / many
    p = 2 * stats.norm.sf(away / np.maximum(deviation, 1e-12))
    p[away <= 1e-9] = 1.0
    few = many < MANY
    if few.any():
        p[few] = _turned(found, cell, tested[few], (away[few], told["expected"].to_numpy(float)[few]), turns, rng)
    return p


def _turned(
    found: Order,
    cell: Ints,
    tested: Ints,
    observed: tuple[Floats, Floats],
    turns: int,
    rng: np.random.Generator,
) -> Floats:
    """The share of turnings in which the mean of each cell is as far `away` from the `expected` one."""
    away, expected = observed
    rows = np.flatnonzero(np.isin(cell, tested))
    own = np.searchsorted(tested, cell[rows])
    begin = (np.cumsum(found.turnings) - found.turnings)[rows]
    article, names = pd.factorize(found.things["document"].to_numpy(object)[rows])
    size = np.zeros(len(names), dtype=np.int64)
    size[article] = found.turnings[rows]
    many = np.bincount(own, minlength=len(tested))
    reached = np.zeros(len(tested))
    made = resampling.affordable(turns, len(rows), min(turns, FEWEST_TURNS), CELLS)
    for _ in range(made):
        firsts = found.turned[begin + rng.integers(size)[article]]
        means = np.bincount(own, weights=firsts, minlength=len(tested)) / many
        reached += np.abs(means - expected) >= away - 1e-9
    return np.asarray((1 + reached) / (1 + made))


def beyond_chance(table: pd.DataFrame, rate: float = 0.05) -> pd.DataFrame:
    """The rows of `by_source` whose place is not chance at this rate of false discoveries, the farthest from it first."""
    told = table[table["q"] < rate]
    return told.assign(away=-(told["first"] - told["expected"]).abs()).sort_values("away", kind="stable")[list(COLUMNS)]


def gaps(found: Order, table: pd.DataFrame, deals: int = 20000, seed: int = 1) -> pd.DataFrame:
    """What one source tells early and another late, the widest gap first; `table` as of `by_source`.

    A row a topic or voice of two sources or more, with the one in which it first comes earliest and the one latest: columns
    kind, thing, earlier, first, documents (articles on it), later, later_first, later_documents, gap (the share of an
    article between), opens (at least MOSTLY of the earlier one's articles on it have it in headline or lead), closes (of
    the later one's, only in the tail), p, q. Where every source has several articles, only sources with as many on the
    thing count, and `p` is how often means are as unlike (by the sum of squares between sources; of MANY articles or more,
    by F) when these are dealt to them at random, `q` its Benjamini-Hochberg value; else NaN.
    """
    counted = table[table["documents"] >= resampling.FEWEST_DOCUMENTS] if found.several else table
    ranked = counted.sort_values(["kind", "thing", "first", "source"], kind="stable")
    ends = ranked.groupby(["kind", "thing"], sort=True)
    early, late = ends.nth(0).reset_index(drop=True), ends.nth(-1).reset_index(drop=True)
    columns = {"kind": early["kind"], "thing": early["thing"], "earlier": early["source"], "first": early["first"]}
    columns |= {"later": late["source"], "later_first": late["first"], "gap": late["first"] - early["first"]}
    columns |= {"documents": early["documents"], "later_documents": late["documents"]}
    columns |= {"opens": early["opening"] >= MOSTLY * early["documents"]}
    columns |= {"closes": late["tail"] >= MOSTLY * late["documents"]}
    several = pd.DataFrame(columns)[(early["source"] != late["source"]).to_numpy()]
    several = several.assign(p=_dealt(found, counted, several, deals, seed) if found.several else np.nan, q=np.nan)
    if found.several:
        several["q"] = resampling.false_discovery(several["p"].to_numpy(float))
    ordered = several.sort_values(["gap", "kind", "thing"], ascending=[False, True, True], kind="stable")
    return ordered.round(6).reset_index(drop=True)


def grade(found: Order, gaps: pd.DataFrame, rate: float = 0.05) -> grades.Grade:
    """How far what is said of `gaps` reaches, by the articles on the things that are told early and late beyond chance."""
    firm = gaps[gaps["q"] < rate]
    if firm.empty:
        return grades.grade(found.passages.groupby("source")["document"].nunique())
    return grades.grade([*firm["documents"], *firm["later_documents"]], differs=True, survives=True)


def _dealt(found: Order, counted: pd.DataFrame, several: pd.DataFrame, deals: int, seed: int) -> Floats:
    """p of each thing: how often its articles, dealt to the sources that have it, make their means as unlike."""
    told = found.things.merge(counted[KEYS], on=KEYS, validate="many_to_one")
    told = told.merge(several[KEYS[:2]], on=KEYS[:2], validate="many_to_one").sort_values(KEYS, kind="stable")
    few = int(told.groupby(KEYS[:2])["thing"].transform("size").lt(MANY).sum())
    made = resampling.affordable(deals, few, min(deals, FEWEST_TURNS), CELLS)
    rng = np.random.default_rng(seed)
    return np.asarray([_unlike(own, made, rng) for _, own in told.groupby(KEYS[:2], sort=True)], dtype=float)


def _unlike(own: pd.DataFrame, deals: int, rng: np.random.Generator) -> float:
    first = own["first"].to_numpy(float)
    many = own.groupby("source", sort=True).size().to_numpy()
    begin = np.cumsum(many) - many

    def between(dealt: Floats) -> Floats:
        return np.asarray((np.add.reduceat(dealt, begin, axis=-1) ** 2 / many).sum(axis=-1))

    observed = between(first)
    if len(first) >= MANY:
        mean = first.sum() ** 2 / len(first)
        inside, groups = float((first**2).sum() - observed), len(many)
        f = (observed - mean) / (groups - 1) / max(inside / (len(first) - groups), 1e-12)
        return float(stats.f.sf(f, groups - 1, len(first) - groups))
    null, size = [], max(1, HELD // len(first))
    for start in range(0, deals, size):
        dealt = np.broadcast_to(first, (min(size, deals - start), len(first)))
        null.append(between(rng.permuted(dealt, axis=1)))
    return float(resampling.permutation_p(observed, np.concatenate(null)))
