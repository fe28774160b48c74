"""Which facts are about the same thing, by the words beside them."""

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np
import pandas as pd
from scipy import sparse

WINDOW = 7  # days between two documents that tell the same state of things
COMMON = 300  # facts that have a word: a word of more makes no pair by itself
ROWS = 2048  # facts that are compared with all others at a time

Neighbours = Mapping[int, Mapping[int, float]]


def neighbours(stated: pd.DataFrame, least: float) -> Neighbours:
    """For each fact, by its place, those about the same thing in other sources and how sure that is, `least` or more.

    `stated` has source, date ("" where it is not known), kind, scale and about. The sureness is the cosine of the words,
    weighed by rarity (of agreements: the share of the shorter's weight that is shared), times 1 - exp(-shared words).
    """
    found: dict[int, dict[int, float]] = {}
    sources = pd.factorize(stated["source"])[0]
    days = np.asarray([date.fromisoformat(day).toordinal() if day else np.nan for day in stated["date"]], dtype=float)
    for scale, places in stated.groupby("scale").indices.items():
        for left, right, sure in _alike(stated["about"].to_numpy()[places], contained=str(scale).startswith("agreement")):
            one, other = places[left], places[right]
            apart = sources[one] != sources[other]
            near = ~(np.abs(days[one] - days[other]) > WINDOW)  # a date that is not known is near every other
            kept = apart & near & (sure >= least)
            for a, b, how in zip(one[kept].tolist(), other[kept].tolist(), sure[kept].tolist(), strict=True):
                found.setdefault(a, {})[b] = found.setdefault(b, {})[a] = round(how, 6)
    return found


def _alike(abouts: np.ndarray, *, contained: bool) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Pairs of facts, the first before the second, that share a word that is not common, and how sure they are one thing."""
    words = [about.split() for about in abouts]
    vocabulary = {word: place for place, word in enumerate(sorted({word for own in words for word in own}))}
    columns = [vocabulary[word] for own in words for word in own]
    ends = np.cumsum([0, *map(len, words)])
    has = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(words), len(vocabulary)))
    having = np.asarray(has.sum(axis=0)).ravel()
    weight = np.log1p(len(words) / having)
    rare = has.multiply(having <= COMMON).tocsr()
    weighed = has.multiply(weight).tocsr()
    size = np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel()
    for start in range(0, len(words), ROWS):
        pairs = sparse.triu(rare[start : start + ROWS] @ rare.T, k=start + 1).tocoo()
        one, other = pairs.row + start, pairs.col
        both = has[one].multiply(has[other]).tocsr()
        shared = np.asarray(both.multiply(weight**2).sum(axis=1)).ravel()
        smaller = np.minimum(size[one], size[other]) if contained else np.sqrt(size[one] * size[other])
        many = np.asarray(both.sum(axis=1)).ravel()
        yield one, other, shared / smaller * -np.expm1(-many)


def stars(found: Neighbours) -> list[list[int]]:
    """Facts about one thing: the centre first, then its neighbours.

    Stars in the graph of pairs (Aslam, Pelekhov & Rus 2004): the fact whose neighbours are surest in sum takes them, then
    the next of those left. No chain can join facts that are not alike.
    """
    order = sorted(found, key=lambda place: (-sum(found[place].values()), place))
    taken: set[int] = set()
    groups = []
    for centre in order:
        if centre in taken:
            continue
        members = [centre, *sorted(place for place in found[centre] if place not in taken)]
        if len(members) > 1:
            groups.append(members)
            taken.update(members)
    return groups
