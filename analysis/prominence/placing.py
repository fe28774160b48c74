"""Where topics and voices stand in each article."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import resampling
from analysis.study import OTHERS
from analysis.tables import UNKNOWN

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

TAIL = 2 / 3  # share of an article's words after which its tail begins
FIFTHS = 5  # parts of an article
ARTICLES = 16  # as many are drawn passage by passage; of more, fifths
THINGS = ("kind", "thing", "source", "document", "passages", "first", "expected", "middle", "headline", "lead", "tail")


@dataclass(frozen=True)
class Order:
    """Where things stand in the articles of the sources compared by name.

    passages: in reading order, with `start` and `end`, the shares of their article's words before them and up to their end,
    from 0 to 1. things: a row a topic or voice and article that has it, columns THINGS. `first`: the share of the article's
    words before its first passage; `expected`: the mean of that over all turnings of the article, in which the passages
    follow one another as they do, but another one comes first; `middle`: the mean of the middles of its passages, weighed
    by their words; headline, lead: whether it stands there; tail: whether it first comes after TAIL of the words. turned:
    `first` under every turning, those of each row of `things` one after the other, as many as `turnings` says.
    """

    passages: pd.DataFrame
    things: pd.DataFrame
    turned: Floats
    turnings: Ints

    @property
    def whole(self) -> bool:
        """Whether there are so few articles that each can be drawn passage by passage."""
        return self.passages["document"].nunique() <= ARTICLES

    @property
    def several(self) -> bool:
        """Whether every source has several articles, so that more than these texts can be told of."""
        return resampling.several_documents(self.passages["source"].tolist(), self.passages["document"].tolist())


def order(passages: pd.DataFrame, on_topic: pd.DataFrame, said: pd.DataFrame) -> Order:
    """Where each topic and each known voice stands in each article.

    `passages` has passage, document, source, position, words and part; those of the group of others are left out. The
    shares are of the words of these passages. `on_topic` has passage and label, `said` passage and speaker.
    """
    where = _located(passages)
    known = said.loc[said["speaker"] != UNKNOWN, ["passage", "speaker"]].set_axis(["passage", "thing"], axis=1)
    topics = on_topic.loc[on_topic["label"] != "", ["passage", "label"]].set_axis(["passage", "thing"], axis=1)
    seen = pd.concat([topics.assign(kind="topic"), known.assign(kind="voice")]).drop_duplicates()
    joined = where.assign(place=np.arange(len(where))).merge(seen, on="passage", validate="one_to_many")
    joined = joined.sort_values([*THINGS[:4], "place"], kind="stable")
    joined["weight"] = joined["words"].clip(lower=1)
    joined["middle"] = (joined["start"] + joined["end"]) / 2 * joined["weight"]
    for part in ("headline", "lead"):
        joined[part] = joined["part"] == part
    grouped = joined.groupby(list(THINGS[:4]), sort=True)
    things = grouped.agg(
        passages=("passage", "size"),
        first=("start", "min"),
        **{column: (column, "sum") for column in ("middle", "weight")},
        **{column: (column, "any") for column in ("headline", "lead")},
    ).reset_index()
    things["middle"] /= things["weight"]
    things["tail"] = things["first"] >= TAIL
    turned, turnings = _turned(where, grouped.ngroup().to_numpy(), joined["place"].to_numpy())
    row = np.repeat(np.arange(len(things)), turnings)
    things["expected"] = np.bincount(row, weights=turned, minlength=len(things)) / np.maximum(turnings, 1)
    return Order(where, things[list(THINGS)], turned, turnings)


def _located(passages: pd.DataFrame) -> pd.DataFrame:
    own = passages[passages["source"] != OTHERS].sort_values(["source", "document", "position"], kind="stable")
    own = own[["passage", "document", "source", "part", "words"]].reset_index(drop=True)
    by_document = own.groupby("document")["words"]
    whole, before = by_document.transform("sum").clip(lower=1), by_document.cumsum()
    return own.assign(start=(before - own["words"]) / whole, end=before / whole)


def _turned(where: pd.DataFrame, row: Ints, place: Ints) -> tuple[Floats, Ints]:
    """Where each thing first comes when each passage of its article is the first one, and how many these are.

    An occurrence is of the thing `row`, at `place` in `where`; both ascend.
    """
    if not len(row):
        return np.empty(0), np.empty(0, dtype=np.int64)
    article = where.groupby("document", sort=False).ngroup().to_numpy()
    size = np.bincount(article)
    begin = np.cumsum(size) - size
    earliest = np.flatnonzero(np.diff(row, prepend=-1))  # the first occurrence of each thing
    own = article[place[earliest]]
    turnings = size[own]
    thing = np.repeat(np.arange(len(own)), turnings)
    turned = np.arange(len(thing)) + np.repeat(begin[own] - (np.cumsum(turnings) - turnings), turnings)
    following = np.searchsorted(row * len(where) + place, thing * len(where) + turned)
    beyond = following >= np.append(earliest[1:], len(row))[thing]  # none is left: it comes round
    following = np.where(beyond, earliest[thing], following)
    start = where["start"].to_numpy(float)
    return start[place[following]] - start[turned] + beyond, turnings


def topic_places(found: Order, assigned: pd.DataFrame) -> pd.DataFrame:
    """Every passage with its topic (`assigned`: passage, topic): source, document, passage, part, topic, start, end."""
    joined = found.passages.merge(assigned[["passage", "topic"]], on="passage", validate="one_to_one")
    return joined[["source", "document", "passage", "part", "topic", "start", "end"]].round(6)


def topic_fifths(found: Order, assigned: pd.DataFrame) -> pd.DataFrame:
    """How a source's words on a topic are spread over its articles: source, topic, fifth, words, share.

    `fifth`: of an article, from 1 to FIFTHS; `words` of a passage fall to the fifths that it runs through; `share` is of
    the source's words on the topic.
    """
    joined = found.passages.merge(assigned[["passage", "topic"]], on="passage", validate="one_to_one")
    frames = []
    for fifth in range(1, FIFTHS + 1):
        low, high = (fifth - 1) / FIFTHS, fifth / FIFTHS
        inside = (joined["end"].clip(upper=high) - joined["start"].clip(lower=low)).clip(lower=0)
        share = inside / (joined["end"] - joined["start"]).where(joined["words"] > 0, 1)
        frames.append(joined[["source", "topic"]].assign(fifth=fifth, words=share * joined["words"]))
    spread = pd.concat(frames).groupby(["source", "topic", "fifth"], as_index=False)["words"].sum()
    whole = spread.groupby(["source", "topic"])["words"].transform("sum")
    return spread.assign(share=spread["words"] / whole.where(whole > 0, 1)).round(6)
