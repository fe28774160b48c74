"""Frame words by passage, and which words they were."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import evidence
from analysis.frames.words import FRAMES, matched

Ints = NDArray[np.int64]

PRESENT = 2  # different words of a frame in a passage that has it; one may stand there by chance


@dataclass(frozen=True)
class Counted:
    """Frame words of passages, both of shape (passages, frames).

    hits: how many; distinct: how many different ones. `words` lists them: columns row, frame (places), term, count.
    """

    hits: Ints
    distinct: Ints
    words: pd.DataFrame

    @property
    def present(self) -> NDArray[np.bool_]:
        """Which frames stand in which passages."""
        return self.distinct >= PRESENT


def count(terms: pd.DataFrame, passages: pd.DataFrame) -> Counted:
    """Counts the frame words of `passages` in the study's `terms`."""
    found = matched(terms, passages)
    cell = found["row"].to_numpy() * len(FRAMES) + found["frame"].to_numpy()
    shape = (len(passages), len(FRAMES))
    hits = np.bincount(cell, weights=found["count"].to_numpy(), minlength=shape[0] * shape[1])
    distinct = np.bincount(cell, minlength=shape[0] * shape[1])
    return Counted(hits.astype(np.int64).reshape(shape), distinct.astype(np.int64).reshape(shape), found)


def by_word(counted: Counted, passages: pd.DataFrame) -> pd.DataFrame:
    """Every frame word in every source that has it: frame, term, source, count, passages; most frequent first."""
    found = counted.words.assign(source=passages["source"].to_numpy(object)[counted.words["row"]])
    table = found.groupby(["frame", "term", "source"], as_index=False).agg(
        count=("count", "sum"), passages=("row", "nunique")
    )
    table["all"] = table.groupby(["frame", "term"])["count"].transform("sum")
    order = ["frame", "all", "term", "count", "source"]
    table = table.sort_values(order, ascending=[True, False, True, False, True], ignore_index=True)
    return table.assign(frame=[FRAMES[place] for place in table["frame"]]).drop(columns="all")


def commonest(words: pd.DataFrame, top: int) -> pd.DataFrame:
    """The `top` words of each frame by count, together: frame, words (how many different), count, terms (word, count)."""
    rows = []
    for frame in FRAMES:
        own = words[words["frame"] == frame].groupby("term", sort=False)["count"].sum()
        listed = [f"{term} {count:,}" for term, count in own.head(top).items()]
        rows.append((frame, len(own), int(own.sum()), ", ".join([*listed, *["…"] * (len(own) > top)])))
    return pd.DataFrame(rows, columns=pd.Index(["frame", "words", "count", "terms"]))


def behind(counted: Counted, passages: pd.DataFrame) -> pd.DataFrame:
    """The passages with words of each frame, by source, as evidence of the count of these words (`analysis.evidence`)."""
    row, frame = np.nonzero(counted.hits)
    found = (
        passages[["passage", "source"]]
        .iloc[row]
        .assign(frame=np.asarray(FRAMES, dtype=object)[frame], count=counted.hits[row, frame])
    )
    return evidence.located(found, passages, ("frame", "source"), "count")
