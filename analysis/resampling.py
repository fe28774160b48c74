"""How sure a figure is: intervals, resampling weights, permutation p-values."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special, stats

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST_DOCUMENTS = 3  # of each source, to draw or deal whole documents rather than passages
CELLS = 4_000_000  # numbers that are held at a time
TAIL = 250  # largest values of a null that its tail is fitted to


def jeffreys(successes: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """Equal-tailed interval of a share, prior Beta(1/2, 1/2) (Brown, Cai & DasGupta 2001, Statistical Science 16(2)).

    Its ends are 0 with no success and 1 with no failure. No trial gives (0, 1): nothing is known.
    """
    if trials == 0:
        return 0.0, 1.0
    low, high = special.betaincinv(successes + 0.5, trials - successes + 0.5, [(1 - level) / 2, (1 + level) / 2])
    return (0.0 if successes == 0 else float(low)), (1.0 if successes == trials else float(high))


def affordable(draws: int, units: int, fewest: int, cells: int) -> int:
    """How many draws are made over so many units: `draws`, or fewer where they would fill more than `cells`."""
    return min(draws, max(fewest, cells // max(units, 1)))


def bootstrap_weights(units: int, draws: int, rng: np.random.Generator, cells: int = CELLS) -> Iterator[Ints]:
    """How often each unit is drawn when units are drawn with replacement; blocks of shape (some of the draws, units)."""
    for size in _blocks(draws, units, cells):
        yield rng.multinomial(units, np.full(units, 1 / units), size=size)


def permutations(units: int, draws: int, rng: np.random.Generator, cells: int = CELLS) -> Iterator[Ints]:
    """Random orders of `units`, in blocks of shape (some of the draws, units)."""
    for size in _blocks(draws, units, cells):
        yield np.argsort(rng.random((size, units)), axis=1, kind="stable")


def _blocks(draws: int, units: int, cells: int) -> Iterator[int]:
    """The draws in parts that fill at most `cells` each. However they are cut, a generator draws the same numbers."""
    size = max(1, cells // max(units, 1))
    yield from (min(size, draws - start) for start in range(0, draws, size))


def rotations(documents: Sequence[str], draws: int, rng: np.random.Generator, cells: int = CELLS) -> Iterator[Ints]:
    """Orders of units that keep neighbours together, in blocks of shape (some of the draws, units).

    Units stand in reading order, each with its document. An order puts the documents in random sequence and then turns
    the whole by a random number of places. What lies close together in a text resembles its neighbours; shuffling single
    units would destroy that and make chance look smaller than it is.
    """
    code = pd.factorize(np.asarray(documents, dtype=object), sort=True)[0]
    members, sizes = np.argsort(code, kind="stable"), np.bincount(code)
    starts, many = np.cumsum(sizes) - sizes, len(code)
    for block in _blocks(draws, many, cells):
        sequence = rng.permuted(np.tile(np.arange(len(sizes)), (block, 1)), axis=1)
        ends = np.cumsum(sizes[sequence], axis=1)
        moved = np.repeat((starts[sequence] - ends + sizes[sequence]).ravel(), sizes[sequence].ravel())
        turned = (np.arange(many) - rng.integers(max(many, 1), size=(block, 1))) % max(many, 1)
        yield np.take_along_axis(members[moved.reshape(block, many) + np.arange(many)], turned, axis=1)


def several_documents(rows: Sequence[object], documents: Sequence[str]) -> bool:
    """Whether every row (a source) has `FEWEST_DOCUMENTS` or more: then documents, not passages, are what chance moves."""
    per_row = pd.DataFrame({"row": list(rows), "document": list(documents)}).groupby("row")["document"].nunique()
    return bool((per_row >= FEWEST_DOCUMENTS).all())


def turned_tables(
    rows: Sequence[object], columns: Sequence[object], documents: Sequence[str], draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """The contingency table of two labels of the same units, and those under rotations of the second against the first.

    Of shape (rows, columns) and (draws, rows, columns), labels sorted.
    """
    (row, down), (column, across) = (pd.factorize(np.asarray(labels), sort=True) for labels in (rows, columns))
    cells, base = len(down) * len(across), row * len(across)

    def counted(orders: Ints) -> Floats:
        place = base + column[orders] + cells * np.arange(len(orders))[:, None]
        found = np.bincount(place.ravel(), minlength=cells * len(orders)).reshape(-1, len(down), len(across))
        return found.astype(float)

    null = np.concatenate([counted(orders) for orders in rotations(documents, draws, rng)])
    return counted(np.arange(len(row))[None])[0], null


def dealt_tables(
    rows: Sequence[object], columns: Sequence[object], documents: Sequence[str], draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """The contingency table of two labels of the same units, and those where documents are dealt to the rows at random.

    Each row keeps its number of documents, and a document its units; all units of a document are of one row. Shapes as of
    `turned_tables`.
    """
    (row, down), (column, across), (document, all_of) = (
        pd.factorize(np.asarray(labels, dtype=object), sort=True) for labels in (rows, columns, documents)
    )
    size = len(all_of) * len(across)
    held = np.bincount(document * len(across) + column, minlength=size).reshape(len(all_of), len(across)).astype(float)
    owner = np.zeros(len(all_of), dtype=np.int64)
    owner[document] = row

    def counted(owners: Ints) -> Floats:
        return np.asarray((owners == np.arange(len(down))[:, None]).astype(float) @ held)

    return counted(owner), np.stack([counted(rng.permutation(owner)) for _ in range(draws)])


def rearranged_tables(
    rows: Sequence[object], columns: Sequence[object], documents: Sequence[str], draws: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """`dealt_tables` where every row has `several_documents`, else `turned_tables`.

    Articles of one source differ from one another by what happened; where there are several, that is what chance is.
    """
    way = dealt_tables if several_documents(rows, documents) else turned_tables
    return way(rows, columns, documents, draws, rng)


def permutation_p(observed: Floats, null: Floats) -> Floats:
    """Share of the null at least as large as the observed, the observed itself counted in: never 0.

    `null` has one row a permutation (Phipson & Smyth 2010, Statistical Applications in Genetics 9(1)).
    """
    reached = (null >= observed - 1e-9).sum(axis=0)
    return (1 + reached) / (1 + null.shape[0])


def tail_p(observed: Floats, null: Floats) -> Floats:
    """As `permutation_p`, but beyond what so many permutations can show: by a generalised Pareto tail of the null.

    `null` has one row a permutation. Fitted to the TAIL largest values (a tenth, where there are fewer) by probability-
    weighted moments (Hosking & Wallis 1987, Technometrics 29(3); Knijnenburg and others 2009, Bioinformatics 25(12)). A
    tail lighter than an exponential one is taken as exponential: rather too large a p than too small.
    """
    many = max(2, min(TAIL, len(null) // 10))
    top = np.sort(null, axis=0)[::-1]
    start = (top[many - 1] + top[min(many, len(top) - 1)]) / 2
    excess = top[:many][::-1] - start  # ascending
    weight = 1 - (np.arange(1, many + 1) - 0.35) / many
    mean, weighted = excess.mean(axis=0), (excess * weight[:, None]).mean(axis=0)
    shape = np.clip(2 - mean / np.maximum(mean - 2 * weighted, 1e-12), 0, 0.5)
    scale = np.maximum(mean * (1 - shape), 1e-12)
    share = many / len(null)
    beyond = stats.genpareto.sf(np.maximum(observed - start, 0), shape, scale=scale)
    return np.asarray(np.where(observed > start, share * beyond, permutation_p(observed, null)))


def false_discovery(p: Floats) -> Floats:
    """Benjamini-Hochberg q-values of one family of tests."""
    return stats.false_discovery_control(p) if p.size else p
