"""Shared copy between passages, inside a document and across documents."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.reuse.documents import NEAR
from analysis.reuse.origins import Origins
from analysis.reuse.pairs import LEAST, shared
from analysis.reuse.shingles import Hashes, Units

_COLUMNS = ["left", "right", "containment", "shared_words", "level"]


def between_passages(
    units: Units, document_of: Mapping[str, str], documents: pd.DataFrame, copies: pd.DataFrame, left_out: Hashes
) -> pd.DataFrame:
    """Pairs of passages that share copy; columns as in the table `reuse`.

    `documents` has the columns document, source and date; `copies` and `left_out` are what `between_documents` gives.
    Level is "document" if both stand in one document, else "corpus". Passages of two documents that are a pair
    themselves always count (those of a reprint with all words, boilerplate too). Of two others they count unless these
    are known to be more than a month apart, or are of one source and not known to be within a month.
    """
    owner = [document_of[name] for name in units.names]
    number = {name: place for place, name in enumerate(dict.fromkeys(owner))}
    origins = Origins.of(list(number), documents)
    paired = {frozenset(pair) for pair in zip(copies["left"], copies["right"], strict=True)}
    found = shared(units, LEAST, left_out)
    left, right = (found[side].map(document_of) for side in ("left", "right"))
    one, other = (side.map(number).to_numpy(np.int64) for side in (left, right))
    linked = np.array([frozenset(pair) in paired for pair in zip(left, right, strict=True)], dtype=bool)
    same = origins.same_source(one, other)
    counts = linked | (one == other) | np.where(same, origins.near(one, other), ~origins.apart(one, other))
    table = pd.concat([found[counts], _of_reprints(units, document_of, copies)]).drop_duplicates(["left", "right"])
    table["level"] = np.where(table["left"].map(document_of) == table["right"].map(document_of), "document", "corpus")
    place = {name: at for at, name in enumerate(units.names)}
    order = np.lexsort([table[side].map(place).to_numpy(np.int64) for side in ("right", "left")])
    return table.iloc[order].reset_index(drop=True)[_COLUMNS]


def _of_reprints(units: Units, document_of: Mapping[str, str], copies: pd.DataFrame) -> pd.DataFrame:
    """Pairs of passages of documents that reprint one another, with all words counted."""
    reprints = copies[copies["containment"] >= NEAR]
    paired = {frozenset(pair) for pair in zip(reprints["left"], reprints["right"], strict=True)}
    involved = set().union(*paired)
    found = shared(units.only([place for place, name in enumerate(units.names) if document_of[name] in involved]))
    of = zip(found["left"].map(document_of), found["right"].map(document_of), strict=True)
    return found[np.array([frozenset(pair) in paired for pair in of], dtype=bool)]
