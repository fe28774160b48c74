"""Which facts are about the same thing, by the words beside them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.disagreement.events import Events

WINDOW = 7  # days between two documents that tell the same state of things
COMMON = 300  # facts that have a word: a word of more makes no pair by itself
ROWS = 2048  # facts that are compared with all others at a time

_ENDING = re.compile(r"(?<=[a-z]{4})(?:ed|ing|es|e)$")

Neighbours = Mapping[int, Mapping[int, float]]


DATED = 0.75  # share of dated documents from which one without a date cannot be placed


def neighbours(stated: pd.DataFrame, events: Events, least: float, ambiguous: float) -> Neighbours:
    """For each fact, by its place, those about the same thing in other sources and how sure that is, `least` or more.

    `stated` has document, source, date ("" where it is not known), scale, value and about. A fact is left out whose
    document tells another value of what is, with a sureness of `ambiguous` or more, the same: its words do not say which
    thing is meant. The sureness is the cosine of the words,
    weighed by rarity (of agreements: the share of the shorter's weight that is shared), times 1 - exp(-shared words).
    """
    found: dict[int, dict[int, float]] = {}
    sources = pd.factorize(stated["source"])[0]
    tells = events.places(stated["document"])
    documents, numbers = (pd.factorize(stated[column])[0] for column in ("document", "value"))
    unclear: set[int] = set()
    days = np.asarray([date.fromisoformat(day).toordinal() if day else np.nan for day in stated["date"]], dtype=float)
    dated = np.isfinite(days).mean() >= DATED if len(days) else False
    for scale, places in stated.groupby("scale").indices.items():
        for left, right, sure in _alike(
            stated["about"].to_numpy()[places], contained=str(scale).startswith("agreement")
        ):
            one, other = places[left], places[right]
            apart = sources[one] != sources[other]
            near = ~(np.abs(days[one] - days[other]) > WINDOW)  # a date that is not known is near every other
            if dated:
                near &= ~np.isnan(days[one] + days[other])
            several = (documents[one] == documents[other]) & (numbers[one] != numbers[other]) & (sure >= ambiguous)
            unclear.update(one[several].tolist(), other[several].tolist())
            kept = np.flatnonzero(apart & near & (sure >= least))
            kept = kept[events.same(tells[one[kept]], tells[other[kept]])]
            for left_place, right_place, how in zip(
                one[kept].tolist(), other[kept].tolist(), sure[kept].tolist(), strict=True
            ):
                found.setdefault(left_place, {})[right_place] = round(how, 6)
                found.setdefault(right_place, {})[left_place] = round(how, 6)
    clear = {place: {other: sure for other, sure in of.items() if other not in unclear} for place, of in found.items()}
    return {place: of for place, of in clear.items() if of and place not in unclear}


def _alike(abouts: np.ndarray, *, contained: bool) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Pairs of facts, the first before the second, that share a word that is not common, and how sure they are one thing."""
    words = [sorted({stem(word) for word in about.split()}) for about in abouts]
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


@lru_cache(maxsize=2**16)
def stem(word: str) -> str:
    """A word without the ending of its verb: returned and returning are return."""
    return _ENDING.sub("", word)


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
