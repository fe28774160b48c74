"""Shared copy between documents: duplicates, near-duplicates, and articles that are in part the same."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.reuse.boilerplate import boilerplate
from analysis.reuse.groups import groups
from analysis.reuse.origins import Origins
from analysis.reuse.pairs import LEAST, shared
from analysis.reuse.shingles import Hashes, Units

NEAR = 0.8  # containment of a reprint: all but a changed headline, a cut ending, an added paragraph


def between_documents(
    units: Units, documents: pd.DataFrame, agency_of: Mapping[str, str], least: float = LEAST
) -> tuple[pd.DataFrame, Hashes]:
    """Pairs of documents that share copy, and the hashes of the boilerplate that was left out (for the passages).

    `documents` has the columns document, source and date; `agency_of` maps a document to the agency it credits.
    Columns: left, right, containment, shared_words; relation: "duplicate" (the same terms in the same order),
    "near-duplicate" (at least .8 of the shingles of either, so that nothing of weight is in only one) or "shared copy";
    original: the document with the earlier date, empty if a date is missing or they are equal; agency: the one
    that either credits (both, if they differ).

    A reprint (containment of at least .8 with all words counted) is always found. Below that, boilerplate of a source
    does not count, and two documents of one source more than a month apart are no pair: what these share is the
    background that the source keeps.
    """
    origins = Origins.of(units.names, documents)
    reprints = shared(units, max(NEAR, least))
    left_out = boilerplate(units, origins, groups(reprints, units.names, {}, NEAR))
    others = shared(units, least, left_out)
    known = pd.MultiIndex.from_frame(reprints[["left", "right"]])
    others = others[~pd.MultiIndex.from_frame(others[["left", "right"]]).isin(known)]
    place = {name: number for number, name in enumerate(units.names)}
    left, right = (others[side].map(place).to_numpy(np.int64) for side in ("left", "right"))
    others = others[~(origins.same_source(left, right) & origins.apart(left, right))]
    found = pd.concat([part for part in (reprints, others) if len(part)] or [reprints])
    left, right = (found[side].map(place).to_numpy(np.int64) for side in ("left", "right"))
    order = np.lexsort((right, left))
    found = found.iloc[order].reset_index(drop=True)
    return _described(found, left[order], right[order], origins, agency_of), left_out


def _described(
    found: pd.DataFrame, left: np.ndarray, right: np.ndarray, origins: Origins, agency_of: Mapping[str, str]
) -> pd.DataFrame:
    relation = np.where(found["of_longer"] >= NEAR, "near-duplicate", "shared copy")
    table = found[["left", "right", "containment", "shared_words"]].copy()
    table["relation"] = np.where(found["same"].astype(bool), "duplicate", relation)
    ordered = origins.dated[left] & origins.dated[right] & (origins.day[left] != origins.day[right])
    earlier = np.where(origins.day[left] < origins.day[right], found["left"], found["right"])
    table["original"] = np.where(ordered, earlier, "")
    table["agency"] = [
        ", ".join(sorted({agency_of.get(name, "") for name in pair} - {""}))
        for pair in zip(found["left"], found["right"], strict=True)
    ]
    return table
