"""Discs in the plane, none on another: the farther apart, the less alike they are."""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]

GAP = 0.55  # between discs, at least, in typical radii of a disc
SPREAD = 0.7  # how much farther from one another the least alike stand, in widths of the whole
STARTS = 8
STEPS, SETTLING = 300, 400  # of scaling, and at most of only pushing apart
TURNS = 12  # of which the widest is taken
PACE = 0.3  # of the way that a step of scaling goes


def middles(cosines: Floats, sizes: Floats) -> Floats:
    """The middles of discs with radii `sizes` whose likenesses are `cosines`, shape (discs, 2).

    Scaling by iterative majorisation (de Leeuw 1977, Recent Developments in Statistics) of target distances in the
    order of the cosines, each step followed by pushing apart what overlaps; of some seeded starts the one whose
    distances come nearest to the targets. The longer way lies across. Every step is rounded and does nothing that
    processors do differently, so all find the same.
    """
    if len(sizes) < 2:
        return np.zeros((len(sizes), 2))
    needed = sizes[:, None] + sizes[None] + GAP * _typical(sizes)
    np.fill_diagonal(needed, 0)
    wanted = needed + SPREAD * _unlikeness(cosines) * _whole(sizes)
    rng = np.random.default_rng(0)
    found = [
        _settled(_scaled((rng.random((len(sizes), 2)) - 0.5) * _whole(sizes), wanted, needed, sizes), needed, sizes)
        for _ in range(STARTS)
    ]
    best = min(range(STARTS), key=lambda start: (round(_stress(found[start], wanted), 6), start))
    return _lying(found[best], sizes)


def fidelity(places: Floats, cosines: Floats) -> float:
    """Rank correlation (Spearman's) of distances in the plane with 1 - cosine; 1 where there is nothing to compare."""
    pairs = np.triu_indices(len(places), 1)
    distances, unlikeness = _distances(places)[pairs].round(4), (1 - cosines[pairs]).round(6)
    if len(places) < 3 or not np.ptp(distances) or not np.ptp(unlikeness):
        return 1.0
    return round(float(stats.spearmanr(distances, unlikeness).statistic), 6)


def _typical(sizes: Floats) -> float:
    return float(np.sqrt((sizes**2).mean()))


def _whole(sizes: Floats) -> float:
    """The width of a disc as large as all together."""
    return float(2 * np.sqrt((sizes**2).sum()))


def _unlikeness(cosines: Floats) -> Floats:
    """Pairs by falling cosine, from 0 to 1 in even steps; of equal ones the mean."""
    pairs = np.triu_indices(len(cosines), 1)
    ranks = stats.rankdata(-cosines[pairs].round(6)) - 1
    found = np.zeros(cosines.shape)
    found[pairs] = ranks / max(len(ranks) - 1, 1)
    return found + found.T


def _arrows(places: Floats) -> Floats:
    return np.asarray(places[:, None] - places[None])


def _distances(places: Floats) -> Floats:
    return np.sqrt((_arrows(places) ** 2).sum(axis=-1))


def _stress(places: Floats, wanted: Floats) -> float:
    off = (_distances(places) - wanted) ** 2
    return float(np.divide(off, wanted, out=np.zeros_like(off), where=wanted > 0).sum())


def _scaled(places: Floats, wanted: Floats, needed: Floats, sizes: Floats) -> Floats:
    """Steps towards the distances that are wanted, near ones before far ones."""
    weights = np.divide(1, wanted, out=np.zeros_like(wanted), where=wanted > 0)
    for _ in range(STEPS):
        arrows, far = _arrows(places), _distances(places)
        pull = np.divide(weights * (wanted - far), far, out=np.zeros_like(far), where=far > 1e-9)
        places = places + PACE * (pull[..., None] * arrows).sum(axis=1) / weights.sum(axis=1, keepdims=True)
        places = _pushed(places, needed, sizes)
    return places


def _pushed(places: Floats, needed: Floats, sizes: Floats) -> Floats:
    """Discs that overlap moved apart by as much, the smaller of two by more."""
    arrows, far = _arrows(places), _distances(places)
    over = np.divide(np.maximum(needed - far, 0), far, out=np.zeros_like(far), where=far > 1e-9)
    other = sizes[None] ** 2 / (sizes[:, None] ** 2 + sizes[None] ** 2)
    return (places + ((over * other)[..., None] * arrows).sum(axis=1)).round(6)


def _settled(places: Floats, needed: Floats, sizes: Floats) -> Floats:
    """Discs pushed apart until none overlaps; if that never ends, all spread out."""
    for _ in range(SETTLING):
        if (needed - _distances(places)).max() < 1e-5:
            break
        places = _pushed(places, needed, sizes)
    far = _distances(places)
    return places * max(1.0, float(np.divide(needed, far, out=np.ones_like(far), where=far > 1e-9).max()))


def _lying(places: Floats, sizes: Floats) -> Floats:
    """Turned so that the whole is as wide and low as can be, the largest disc not on the right, around its middle."""
    turns = [_turned(places, np.pi * step / TURNS) for step in range(TURNS)]
    extents = [np.ptp(np.concatenate([one - sizes[:, None], one + sizes[:, None]]), axis=0) for one in turns]
    turned = turns[max(range(TURNS), key=lambda turn: (round(extents[turn][0] / extents[turn][1], 6), -turn))]
    low, high = (turned - sizes[:, None]).min(axis=0), (turned + sizes[:, None]).max(axis=0)
    turned = turned - (low + high) / 2
    largest = turned[int(sizes.argmax())]
    return (turned * np.where(largest * [1, -1] > 0, -1, 1)).round(6)


def _turned(places: Floats, angle: float) -> Floats:
    x, y = places.T
    turned = [x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)]
    return np.stack(turned, axis=1).round(6)
