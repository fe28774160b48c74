"""Each source's words against those of each other one."""

from itertools import combinations

import pandas as pd

from analysis import resampling
from analysis.study import OTHERS
from analysis.wording.comparing import COLUMNS, Setting, compare, judged

PAIRED = 6  # sources: of more, those with most documents are compared by pairs
NAMED = 5  # words of either side of a pair in the summary
SUMMARY = ("source", "other", "compared", "distinct", "more", "less")


def pairs(
    terms: pd.DataFrame, passages: pd.DataFrame, setting: Setting | None = None, most: int = PAIRED
) -> pd.DataFrame:
    """As `compare`, but each of `most` sources against each other one, `rest` being that other: a row a pair and term.

    Columns source, other and those of `compare`; each pair stands once, in the order of names. All pairs are one family.
    A pair's words are those that stand in enough passages of the two.
    """
    setting = setting or Setting()
    frames = []
    for one, other in combinations(largest(passages, most), 2):
        own = passages[passages["source"].isin([one, other])]
        found = compare(terms[terms["passage"].isin(set(own["passage"]))], own, setting)
        frames.append(found[found["source"] == one].assign(other=other))
    columns = pd.Index(["source", "other", *COLUMNS[1:]])
    if not any(len(frame) for frame in frames):
        return pd.DataFrame(columns=columns)
    joined = pd.concat([frame for frame in frames if len(frame)], ignore_index=True)
    joined["q"] = resampling.false_discovery(joined["p"].to_numpy(float)).round(6)
    joined["distinct"] = judged(joined, setting.level)
    return joined[columns]


def largest(passages: pd.DataFrame, most: int) -> list[str]:
    """The sources by name with most documents, then passages; sorted by name."""
    sizes = passages[passages["source"] != OTHERS].groupby("source")
    sizes = sizes.agg(documents=("document", "nunique"), passages=("passage", "size")).reset_index()
    ranked = sizes.sort_values(["documents", "passages", "source"], ascending=[False, False, True], kind="stable")
    return sorted(ranked["source"].head(most))


def summary(found: pd.DataFrame) -> pd.DataFrame:
    """A row a pair: columns SUMMARY; `more` and `less` are the words that the source uses most and least, by z.

    Distinct ones are marked with *.
    """
    rows = []
    for (source, other), own in found.groupby(["source", "other"], sort=True):
        marked = own["term"] + own["distinct"].map({True: "*", False: ""})
        ranked = own.assign(marked=marked).sort_values(["z", "term"], ascending=[False, True], kind="stable")
        more = ranked.loc[ranked["delta"] > 0, "marked"].head(NAMED)
        less = ranked.loc[ranked["delta"] < 0, "marked"].tail(NAMED)[::-1]
        rows.append((source, other, len(own), int(own["distinct"].sum()), ", ".join(more), ", ".join(less)))
    return pd.DataFrame(rows, columns=pd.Index(SUMMARY))
