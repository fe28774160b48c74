"""A place in the plane for every passage: topics as discs, alike ones close together, passages around their middles."""

import itertools

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.topics import discs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RADIUS = 0.575  # of the disc of one passage; passages then stand about 1 apart
WITHOUT_MIDDLE = range(2, 6)  # so few passages stand on one ring, none of them in the middle


def nearness(vectors: Floats, labels: Ints) -> Floats:
    """Cosine of each unit vector, shape (passages, columns), to the centre of its topic: 1 is the centre itself.

    `labels` are topics from 0, none without a passage. Rounded to six decimals: to there, processors agree.
    """
    return _cosines(vectors, labels)[np.arange(len(labels)), labels]


def layout(vectors: Floats, labels: Ints) -> Floats:
    """A place for each passage, shape (passages, 2), the same on every processor; rounded to four decimals.

    A topic is a disc with an area of pi RADIUS^2 a passage (`discs.middles`). In its disc, a passage stands on a ring by
    its rank in `nearness`, the nearest in the middle. Its side of the disc is that of the topics to which it is closer
    than the other passages of its topic are; passages stand evenly on a ring, in the order of these directions.
    """
    if not len(labels):
        return np.empty((0, 2))
    cosines = _cosines(vectors, labels)
    middles = discs.middles(_alike(vectors, labels), radii(np.bincount(labels)))
    places = np.empty((len(labels), 2))
    for topic, middle in enumerate(middles):
        own = np.flatnonzero(labels == topic)
        excess = (cosines[own] - cosines[own].mean(axis=0)).round(6)
        excess[:, topic] = 0
        away = _unit(middles - middle).round(6)
        angles = _angle((excess[:, :, None] * away[None]).sum(axis=1))
        order = np.lexsort((own, -cosines[own, topic]))
        places[own[order]] = middle + _rings(angles[order])
    return places.round(4)


def places(assigned: pd.DataFrame, vectors: Floats) -> pd.DataFrame:
    """Where passages stand on a map, and how typical they are: passage, source, topic, x, y, nearness.

    `assigned` and `vectors` as of a fit (`Topics`).
    """
    labels = assigned["topic"].to_numpy() - 1
    x, y = layout(vectors, labels).T
    return assigned[["passage", "source", "topic"]].assign(x=x, y=y, nearness=nearness(vectors, labels))


def fidelity(placed: pd.DataFrame, vectors: Floats) -> float:
    """How well distances between the discs of `places` tell how alike topics are: `discs.fidelity`, at best 1."""
    middles = placed.groupby("topic")[["x", "y"]].mean().to_numpy(float)
    return discs.fidelity(middles, _alike(vectors, placed["topic"].to_numpy() - 1))


def radii(passages: Ints) -> Floats:
    """The radius of the disc of a topic with so many passages."""
    return RADIUS * np.sqrt(passages)


def drawn(places: pd.DataFrame, most: int) -> pd.DataFrame:
    """About `most` of the places of `places`, moved together; all of them, if they are no more.

    Each topic and each source in it keeps its share, and of its passages every n-th by nearness is taken; a topic too
    small for that keeps its most typical one. Discs shrink to what is left in them and move together by one scale; a
    passage keeps its side, and its order from the middle.
    """
    if len(places) <= most:
        return places
    order = places.sort_values(["topic", "source", "nearness", "passage"], ascending=[True, True, False, True])
    kept = order.index[np.arange(most) * len(order) // most]
    typical = places.sort_values(["nearness", "passage"], ascending=[False, True]).drop_duplicates("topic").index
    part = places.loc[kept.union(typical)].reset_index(drop=True)
    middles = places.groupby("topic")[["x", "y"]].mean()
    before, after = (table["topic"].value_counts().sort_index() for table in (places, part))
    scale = float(np.sqrt((after / before).max()))
    told = part[["x", "y"]].to_numpy(float)
    for topic, own in part.groupby("topic"):
        middle = middles.loc[topic].to_numpy(float)
        rows = own.index[np.lexsort((own["passage"], -own["nearness"]))]
        told[rows] = scale * middle + _rings(_angle(told[rows] - middle))
    part[["x", "y"]] = told.round(4)
    return part


def _cosines(vectors: Floats, labels: Ints) -> Floats:
    return np.asarray((vectors @ _centres(vectors, labels).T).round(6))


def _alike(vectors: Floats, labels: Ints) -> Floats:
    """Cosines of the topics' centres."""
    centres = _centres(vectors, labels)
    return np.asarray((centres @ centres.T).round(6))


def _centres(vectors: Floats, labels: Ints) -> Floats:
    """The mean of each topic's vectors, of length one."""
    return _unit(np.stack([vectors[labels == topic].mean(axis=0) for topic in range(int(labels.max()) + 1)])).round(9)


def _unit(rows: Floats) -> Floats:
    lengths = np.sqrt((rows**2).sum(axis=-1, keepdims=True))
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9)


def _angle(arrows: Floats) -> Floats:
    """Directions in radians; 0 for an arrow of no length."""
    return np.arctan2(arrows[:, 1].round(6) + 0.0, arrows[:, 0].round(6) + 0.0).round(6)


def _rings(angles: Floats) -> Floats:
    """Places around a middle of passages that come by rank, the first nearest; each ring turned to suit `angles` best.

    Rings lie as far from one another as passages on them, nearly; the area is that of `radii`.
    """
    found = np.zeros((len(angles), 2))
    for distance, start, end in _filled(len(angles)):
        own = np.argsort(angles[start:end], kind="stable")
        even = 2 * np.pi * np.arange(end - start) / (end - start)
        off = angles[start:end][own] - even
        turned = even + _angle(np.asarray([[np.cos(off).sum(), np.sin(off).sum()]]))[0]
        found[start + own] = distance * np.stack([np.cos(turned), np.sin(turned)], axis=1)
    return found.round(6)


def _filled(passages: int) -> list[tuple[float, int, int]]:
    """How far each ring is from the middle, and the first and the last-but-one of the passages on it."""
    radius = RADIUS * np.sqrt(passages)
    if passages in WITHOUT_MIDDLE:
        return [(radius * 2 / 3, 0, passages)]
    rings = max(1, round(radius - 0.5))
    ends = [1 + round((passages - 1) * ring * (ring + 1) / (rings * (rings + 1))) for ring in range(rings + 1)]
    step = radius / (rings + 0.5)
    return [(step * (ring + 1), start, end) for ring, (start, end) in enumerate(itertools.pairwise(ends))]
