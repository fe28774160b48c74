"""Boilerplate: what a source prints under many of its articles, whatever happened.

Captions, addresses of columnists, explanations that a site puts into each article on a subject: words that two
articles share because they are of one source, not because one repeats the other.
"""

from collections.abc import Mapping

import numpy as np

from analysis.reuse.origins import MONTH, Origins
from analysis.reuse.shingles import NONE, Hashes, Units

REPEATED = 3  # documents of one source, no reprints of one another


def boilerplate(units: Units, origins: Origins, reprints: Mapping[str, str]) -> Hashes:
    """Hashes of the shingles that a source repeats, sorted.

    These stand in at least three documents of one source that span more than a month, or three whose dates are not
    known. `units` are the documents; `reprints` maps each to the first of those that reprint one another (itself, if
    it is no reprint), which count once: a story that a source runs three times is no boilerplate.
    """
    place = {name: number for number, name in enumerate(units.names)}
    first = np.array([place[reprints[name]] for name in units.names], dtype=np.int64)
    values, owners = units.repeated
    if not len(values):
        return NONE
    order = np.lexsort((first[owners], origins.source[owners], values))
    values, owners = values[order], owners[order]
    changes = (values[1:] != values[:-1]) | ~origins.same_source(owners[1:], owners[:-1])
    opens = np.concatenate(([True], changes))  # the first document of a source that holds a shingle
    fresh = opens | np.concatenate(([True], first[owners[1:]] != first[owners[:-1]]))
    start = np.flatnonzero(opens)
    dated, day = origins.dated[owners], origins.day[owners]
    undated = np.add.reduceat(fresh & ~dated, start, dtype=np.int64)
    span = np.maximum.reduceat(day, start) - np.minimum.reduceat(np.where(dated, day, day.max()), start)
    often = np.add.reduceat(fresh, start, dtype=np.int64) >= REPEATED
    return np.unique(values[start[often & ((span > MONTH) | (undated >= REPEATED))]])
