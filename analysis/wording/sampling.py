"""What is drawn again when words are compared: documents where there are enough of them, else passages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import comb

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis import resampling, tfidf
from analysis.study import OTHERS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEW = 10  # shuffles that reach a difference: with fewer, p is that of a fitted tail
MANY = 1_000_000  # ways to divide units: more are not counted, as no tail is known to less than a millionth
HELD = 10_000_000  # numbers of a null that are held at a time
DENSE = 1_000_000  # units times terms up to which counts are multiplied as they are: float32 sums whole numbers exactly
CELLS = 200_000  # counts of source by term that are computed at a time: what fits into a processor's cache


@dataclass(frozen=True)
class Units:
    """Documents or passages, with what is counted in them.

    names: the sources compared; groups: these and, if there is one, the group of the others; group: the place in
    `groups` of each unit's; counts: of the compared terms, shape (units, terms); totals: all words of a unit that carry
    content; spread: in how many passages of each source a term stands, shape (names, terms).
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    terms: tuple[str, ...]
    group: Ints
    counts: sparse.csr_matrix
    totals: Floats
    spread: Ints

    def by_group(self, values: sparse.csr_matrix | Floats) -> Floats:
        """The sums over the units of each group."""
        places = (self.group, np.arange(len(self.group)))
        member = sparse.csr_matrix((np.ones(len(self.group)), places), shape=(len(self.groups), len(self.group)))
        summed = member @ values
        return np.asarray(summed.toarray() if sparse.issparse(summed) else summed)

    @cached_property
    def holding(self) -> Floats:
        """How many units of each group hold a term, shape (groups, terms)."""
        return self.by_group((self.counts > 0).astype(float).tocsr())


def resampled(passages: pd.DataFrame) -> tuple[str, int]:
    """What is drawn again, documents or passages, and how many there are.

    Documents, where every source compared by name has three or more.
    """
    named = passages[passages["source"] != OTHERS]
    column = "document" if resampling.several_documents(named["source"], named["document"]) else "passage"
    return f"{column}s", int(passages[column].nunique())


def units(counted: tfidf.Weights, passages: pd.DataFrame, least_passages: int, most_terms: int) -> Units:
    """The units of a study, with the `most_terms` most frequent of the terms that stand in `least_passages` or more."""
    present = tfidf.document_frequency(counted)
    kept = np.flatnonzero(present >= least_passages)
    if len(kept) > most_terms:
        often = np.asarray(counted.matrix.sum(axis=0)).ravel()[kept]
        kept = np.sort(kept[np.lexsort((kept, -often))[:most_terms]])
    matrix = counted.matrix[:, kept]
    unit, named = pd.factorize(passages[resampled(passages)[0][:-1]])
    groups, code = np.unique(passages["source"].to_numpy(object), return_inverse=True)
    member = sparse.csr_matrix((np.ones(len(unit)), (unit, np.arange(len(unit)))), shape=(len(named), len(unit)))
    # a document is of one source; were it of two, the last would have it
    last = np.zeros(len(named), dtype=np.int64)
    last[unit] = code
    drawn_from, group = np.unique(last, return_inverse=True)
    names = [place for place in drawn_from if groups[place] != OTHERS]
    held = sparse.csr_matrix((np.ones(len(code)), (code, np.arange(len(code)))), shape=(len(groups), len(code)))
    return Units(
        tuple(groups[names]),
        tuple(groups[drawn_from]),
        tuple(counted.terms[place] for place in kept),
        group,
        sparse.csr_matrix(member @ matrix),
        member @ np.asarray(counted.matrix.sum(axis=1)).ravel(),
        (held @ (matrix > 0).astype(float)).toarray()[names].astype(np.int64),
    )


def bootstrapped(found: Units, draws: int, rng: np.random.Generator) -> Iterator[tuple[str, tuple[Floats, Floats]]]:
    """Each source with its counts in resamples, shape (draws, terms), and its words, shape (draws, 1).

    Units are drawn again within their group; those of the others, `study.OTHERS`, come too. Counts are whole.
    """
    for place, name in enumerate(found.groups):
        own = np.flatnonzero(found.group == place)
        counts, totals = found.counts[own].T.tocsr(), found.totals[own]
        drawn = [
            ((counts @ weights.T.astype(float)).T.astype(np.int32), weights @ totals)
            for weights in resampling.bootstrap_weights(len(own), draws, rng)
        ]
        yield name, (np.concatenate([one for one, _ in drawn]), np.concatenate([words for _, words in drawn])[:, None])


def shuffled(found: Units, draws: int, rng: np.random.Generator) -> Iterator[tuple[Ints, Floats]]:
    """Counts and words of the sources compared by name when units are permuted between the groups.

    Blocks of shape (some of the draws, names, terms) and (some of the draws, names, 1). One permutation serves all sources.
    """
    place = {name: number for number, name in enumerate(found.names)}
    codes = np.asarray([place.get(name, len(place)) for name in found.groups])[found.group]
    k, dense = len(place), len(codes) * len(found.terms) <= DENSE
    counts = found.counts.toarray().astype(np.float32) if dense else found.counts.astype(np.int64)
    size = max(1, CELLS // (k * len(found.terms)))
    for orders in resampling.permutations(len(codes), draws, rng, size * len(codes)):
        member = (codes[orders][:, None] == np.arange(k)[:, None]).reshape(-1, len(codes))
        summed = member.astype(np.float32) @ counts if dense else (sparse.csr_matrix(member) @ counts).toarray()
        yield summed.astype(np.int64).reshape(len(orders), k, -1), (member @ found.totals).reshape(len(orders), k, 1)


def splits(passages: pd.DataFrame) -> int:
    """In how many ways what is shuffled can fall to a source, for the source with fewest: no p is below 1 / splits.

    At most MANY. Where two sources have equally many, a split and its mirror image show the same difference.
    """
    sizes = passages.groupby("source")[resampled(passages)[0][:-1]].nunique()
    named, total = sizes.drop(OTHERS, errors="ignore"), int(sizes.sum())
    mirrored = 2 if len(sizes) == 2 and sizes.nunique() == 1 else 1
    return min([MANY, *(comb(total, int(own)) // mirrored for own in named)])


def permuted(found: Units, draws: int, observed: Floats, seed: int) -> Floats:
    """p of each source's and term's G2 when units are permuted between the groups; shape (names, terms).

    G2 rather than z: z falls when a word's last occurrence elsewhere goes, G2 does not. Where fewer than FEW shuffles
    reach it, p is that of the tail fitted to the same shuffles (`resampling.tail_p`).
    """
    reached = np.ones_like(observed)
    null, kept = _Null(found), []
    for block in null.draw(draws, seed):
        reached += (block >= np.abs(observed) - 1e-9).sum(axis=0)
        if draws * observed.size <= HELD:  # else what is needed again is drawn again
            kept.append(block)
    p = reached / (1 + draws)
    rare = np.flatnonzero((reached <= FEW).any(axis=0))
    size = max(1, HELD // (draws * len(found.names)))
    for start in range(0, len(rare), size):
        some = rare[start : start + size]
        drawn = np.concatenate([block[:, :, some] for block in kept] or list(null.draw(draws, seed, some)))
        tail = resampling.tail_p(np.abs(observed[:, some]).ravel(), drawn.reshape(len(drawn), -1)).reshape(
            -1, len(some)
        )
        p[:, some] = np.where(reached[:, some] <= FEW, tail, p[:, some])
    return p


class _Null:
    """G2 of sources and terms under shuffles.

    With c = count in the source, C in all, n and N the words there, G2 / 2 = c ln c + (C - c) ln(C - c) - C ln C - c ln n -
    (C - c) ln(N - n) + C ln N: counts are whole, so their logarithms are looked up.
    """

    def __init__(self, found: Units) -> None:
        self.found = found
        self.both, self.words = np.asarray(found.counts.sum(axis=0)).ravel().astype(int), found.totals.sum()
        steps = np.arange(int(self.both.max()) + 1)
        self.table = steps * np.log(np.maximum(steps, 1))

    def draw(self, draws: int, seed: int, some: Ints | None = None) -> Iterator[Floats]:
        """Blocks of shape (some of the draws, names, terms), of `some` terms or all; the same shuffles for one seed."""
        found, both = self.found, self.both if some is None else self.both[some]
        if some is not None:
            found = replace(found, terms=tuple(found.terms[place] for place in some), counts=found.counts[:, some])
        for y1, n1 in shuffled(found, draws, np.random.default_rng(seed)):
            y2 = both - y1
            half = self.table[y1] + self.table[y2] - self.table[both] + both * np.log(self.words)
            half -= y1 * np.log(np.maximum(n1, 1)) + y2 * np.log(np.maximum(self.words - n1, 1))
            yield 2 * half
