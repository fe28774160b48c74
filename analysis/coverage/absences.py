"""What each source leaves out, and how surprising that is at its length."""

import numpy as np
import pandas as pd

from analysis import evidence
from analysis.study import OTHERS
from analysis.tables import UNKNOWN


def presence(things: pd.DataFrame, passages: pd.DataFrame, kind: str, thing: str) -> pd.DataFrame:
    """For each source and each topic or voice: in how many of its passages it stands, and how surprising none would be.

    `things` has one row an occurrence, with columns passage and `thing`. For a source with n passages, expected =
    1 - (1 - r)^n, where r is the rate of the thing in the passages of the other sources: the chance that a source of
    this length has it at all if it were as frequent here as elsewhere. With passages of several periods it is
    1 - product of (1 - r)^n over them: what was not yet news is not left out. Passages are treated as independent, which
    makes absences look more surprising than they are. Columns kind, thing, source, passages, of (passages of the source),
    elsewhere (passages of others that have it), others (other sources that have it, of those compared by name), expected.
    """
    place = passages.set_index("passage")[["source", "period"]]
    seen = things[["passage", thing]].drop_duplicates().join(place, on="passage")
    names, row = np.unique(seen[thing].to_numpy(dtype=object), return_inverse=True)
    sources = sorted(passages["source"].unique())
    column = {source: number for number, source in enumerate(sources)}
    cell = row * len(sources) + seen["source"].map(column).to_numpy(np.int64)
    here, absent = np.zeros((len(names), len(sources)), np.int64), np.zeros((len(names), len(sources)))
    for period, own in passages.groupby("period")["source"]:
        of = own.value_counts().reindex(sources, fill_value=0).to_numpy(np.int64)
        counted = np.bincount(cell[(seen["period"] == period).to_numpy()], minlength=here.size).reshape(here.shape)
        rate = (counted.sum(axis=1, keepdims=True) - counted) / np.maximum(of.sum() - of, 1)
        with np.errstate(divide="ignore", invalid="ignore"):  # a rate of 1 leaves no chance of absence
            absent += np.where(of > 0, of * np.log1p(-rate), 0)
        here += counted
    has = (here > 0) & (np.asarray(sources) != OTHERS)
    columns = {
        "kind": kind,
        "thing": np.repeat(names, len(sources)),
        "source": np.tile(np.asarray(sources, dtype=object), len(names)),
        "passages": here.ravel(),
        "of": np.tile(passages["source"].value_counts().reindex(sources).to_numpy(np.int64), len(names)),
        "elsewhere": (here.sum(axis=1, keepdims=True) - here).ravel(),
        "others": (has.sum(axis=1, keepdims=True) - has).ravel(),
        "expected": -np.expm1(absent).ravel(),
    }
    return pd.DataFrame(columns).round(6)


def topics_and_voices(on_topic: pd.DataFrame, said: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """`presence` of each topic (`on_topic`: passage, label) and each known speaker (`said`: passage, speaker)."""
    known = said[said["speaker"] != UNKNOWN]
    parts = [presence(on_topic, passages, "topic", "label"), presence(known, passages, "voice", "speaker")]
    return pd.concat(parts, ignore_index=True)


def behind(on_topic: pd.DataFrame, said: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """The passages that have each topic and voice, as evidence of their number in `topics_and_voices` (`analysis.evidence`)."""
    known = said.loc[said["speaker"] != UNKNOWN, ["passage", "speaker"]].drop_duplicates()
    parts = [part.set_axis(["passage", "thing"], axis=1) for part in (on_topic[["passage", "label"]], known)]
    found = pd.concat(parts).merge(passages[["passage", "source"]], on="passage", validate="many_to_one")
    return evidence.located(found.assign(passages=1), passages, ("thing", "source"), "passages")


def most_present(present: pd.DataFrame, voices: int) -> pd.DataFrame:
    """The rows of all topics and of the `voices` that stand in most passages."""
    counts = present.groupby(["kind", "thing"], as_index=False)["passages"].sum()
    counts = counts.sort_values(["kind", "passages", "thing"], ascending=[True, False, True])
    kept = [
        *counts.loc[counts["kind"] == "topic", "thing"],
        *counts.loc[counts["kind"] == "voice", "thing"].head(voices),
    ]
    rank = {thing: place for place, thing in enumerate(kept)}
    shown = present[present["thing"].isin(rank)]
    return shown.assign(place=shown["thing"].map(rank)).sort_values(["place", "source"]).drop(columns="place")


def surprising(present: pd.DataFrame, least: float) -> pd.Series:
    """Which rows of `presence` are absences that `omissions` lists; the group of others omits nothing."""
    named = present["source"] != OTHERS
    return named & (present["passages"] == 0) & (present["others"] >= 2) & (present["expected"] >= least)


def omissions(present: pd.DataFrame, least: float) -> pd.DataFrame:
    """What a source lacks although, at its length, it would be expected; the most surprising absence first.

    Only what two other sources or more have: what one alone has is its own, not an omission of the others.
    """
    absent = present[surprising(present, least)]
    return absent.sort_values(["expected", "kind", "thing", "source"], ascending=[False, True, True, True]).reset_index(
        drop=True
    )
