"""Attributions that people checked by hand: their corrections, and how often the rules are wrong.

What was checked has a name, a digest of its text's place and of what was found there. So a check counts only for the very
attribution that was looked at: one that a later preparation finds otherwise has another name.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import resampling
from analysis.tables import KINDS

RIGHT, WRONG, NONE, SEARCHED = "right", "wrong", "none", "searched"
CORRECTED = ("speaker", "cue_class", "kind")  # columns that a check may correct
ALL = "all"
_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


@dataclass(frozen=True)
class Items:
    """What can be checked, passages that repeat earlier ones left out; indexed by the name of each.

    `attributions` have columns quotation, passage, source, kind, start, end, speaker, cue and cue_class, `passages` have
    passage and source.
    """

    attributions: pd.DataFrame
    passages: pd.DataFrame


@dataclass(frozen=True)
class Checks:
    """The rows of the table `checked` that are about what the study holds now, and how many are not (`stale`)."""

    attributions: pd.DataFrame  # as of `Items`, with verdict and right_speaker, right_cue_class, right_kind
    passages: pd.DataFrame  # with missed
    stale: int
    items: Items


def items(data: Mapping[str, pd.DataFrame]) -> Items:
    """The attributions and passages of a study with their names, in the order of the tables.

    A name is twelve letters from a digest of the cleaned text's digest, the place in it, and what was found there. Letters
    only: a spreadsheet would take 12e45 for a number.
    """
    cleaned = data["documents"].set_index("document")["cleaned"]
    source = data["documents"].set_index("document")["source"]
    kept = data["passages"][data["passages"]["copy_of"] == ""]
    place = pd.DataFrame(
        {
            "passage": kept["passage"],
            "source": kept["document"].map(source),
            "cleaned": kept["document"].map(cleaned),
            "from": kept["start"],
            "to": kept["end"],
        }
    )
    said = data["quotations"].merge(place, on="passage", validate="many_to_one")
    parts = ["cleaned", "start", "end", "speaker", "cue", "cue_class", "kind"]
    names = _names(said.assign(again=said.groupby(parts).cumcount()), [*parts, "again"])
    inside: dict[str, list[str]] = {passage: [] for passage in place["passage"]}
    for passage, name in zip(said["passage"], names, strict=True):
        inside[passage].append(name)
    place["found"] = [" ".join(inside[passage]) for passage in place["passage"]]
    columns = ["quotation", "passage", "source", "kind", "start", "end", "speaker", "cue", "cue_class"]
    return Items(
        said[columns].set_index(pd.Index(names, dtype=object)),
        place[["passage", "source"]].set_index(
            pd.Index(_names(place, ["cleaned", "from", "to", "found"]), dtype=object)
        ),
    )


def _names(frame: pd.DataFrame, parts: list[str]) -> list[str]:
    rows = zip(*(frame[part] for part in parts), strict=True)
    return [hashlib.sha256("\n".join(map(str, row)).encode()).hexdigest()[:12].translate(_LETTERS) for row in rows]


def checks(data: Mapping[str, pd.DataFrame]) -> Checks:
    """The checks of a study that are about what it holds now."""
    everything, told = items(data), data["checked"].set_index("item")
    searched = told[told["verdict"] == SEARCHED]
    judged = told[told["verdict"] != SEARCHED]
    columns = {"verdict": judged["verdict"]} | {f"right_{name}": judged[name] for name in CORRECTED}
    attributions = everything.attributions.join(pd.DataFrame(columns), how="inner")
    passages = everything.passages.join(searched[["missed"]], how="inner")
    return Checks(attributions, passages, len(told) - len(attributions) - len(passages), everything)


def quotations(data: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The study's table `quotations` as people corrected it; what is no attribution is left out."""
    found = data["quotations"]
    if data["checked"].empty:
        return found
    told = checks(data).attributions.set_index("quotation")
    said = found[~found["quotation"].isin(told.index[told["verdict"] == NONE])].copy()
    for name in CORRECTED:
        right = said["quotation"].map(told[f"right_{name}"])
        said[name] = right.where(right.notna() & (right != ""), said[name]).astype(said[name].dtype)
    return said


def error_rates(found: Checks, level: float = 0.95) -> pd.DataFrame:
    """How often the rules are wrong, as an estimate for all attributions: one row a kind, the last one ALL.

    Columns: kind, attributions (of the study), checked, wrong (of the checked; whatever is wrong), none (of these no
    attribution at all), share, low, high. A checked attribution counts for w = N / n: of N of its source and kind n were
    checked; where of a kind no attribution of a source was, the kind's others count for them. share = sum of w over the
    wrong / sum of w. The interval is that of Jeffreys for share with the effective number of checks (sum of w)² / sum of
    w² (Kish 1965, Survey Sampling, 11.7), since some count for more than others. NaN where none was checked.
    """
    every, told = found.items.attributions, found.attributions
    weight = _weights(every, told, ["kind", "source"])
    rows = []
    for kind in (*KINDS, ALL):
        own = told if kind == ALL else told[told["kind"] == kind]
        wrong = (own["verdict"] != RIGHT).to_numpy()
        total = len(every) if kind == ALL else int((every["kind"] == kind).sum())
        counts = (total, len(own), int(wrong.sum()), int((own["verdict"] == NONE).sum()))
        rows.append((kind, *counts, *_share(wrong, weight.loc[own.index].to_numpy(), level)))
    columns = ["kind", "attributions", "checked", "wrong", "none", "share", "low", "high"]
    return pd.DataFrame(rows, columns=pd.Index(columns)).round(6)


def missed(found: Checks, level: float = 0.95) -> pd.DataFrame:
    """What the rules do not find, from the passages that were searched: one row, none if none was searched.

    Columns: passages (of the study), searched, missed (attributions, in the searched), share, low, high (of passages in
    which an attribution was missed, weighted by source as in `error_rates`), of_all (attributions missed / all that there
    are: estimated number missed / (that and those found that are attributions)).
    """
    every, told = found.items.passages, found.passages
    columns = ["passages", "searched", "missed", "share", "low", "high", "of_all"]
    if told.empty:
        return pd.DataFrame(columns=pd.Index(columns), dtype=float)
    weight = _weights(every, told, ["source"]).to_numpy()
    count = told["missed"].to_numpy(float)
    lost = len(every) * float(weight @ count) / weight.sum()
    none = (found.attributions["verdict"] == NONE).to_numpy()
    judged = _weights(found.items.attributions, found.attributions, ["kind", "source"]).to_numpy()
    real = len(found.items.attributions) * (1 - (float(judged @ none) / judged.sum() if len(judged) else 0.0))
    share = _share(count > 0, weight, level)
    row = (len(every), len(told), int(count.sum()), *share, lost / (lost + real) if lost + real else np.nan)
    return pd.DataFrame([row], columns=pd.Index(columns)).round(6)


def _weights(every: pd.DataFrame, told: pd.DataFrame, by: list[str]) -> pd.Series:
    """How many each checked row counts for: strata are all of `by`; unchecked ones go to those that share the first."""
    strata = every.groupby(by).size().rename("N").to_frame()
    strata["n"] = told.groupby(by).size()
    strata = strata.fillna(0)
    if len(by) > 1:
        whole = strata["N"].groupby(level=0).transform("sum")
        reached = strata["N"].where(strata["n"] > 0, 0).groupby(level=0).transform("sum")
        strata["N"] *= whole / reached.where(reached > 0, 1)
    weight = (strata["N"] / strata["n"].where(strata["n"] > 0, 1)).rename("weight")
    return told[by].join(weight, on=by)["weight"].astype(float)


def _share(wrong: np.ndarray, weight: np.ndarray, level: float) -> tuple[float, float, float]:
    if not len(weight):
        return float("nan"), float("nan"), float("nan")
    share = float(weight[wrong].sum() / weight.sum())
    effective = float(weight.sum() ** 2 / (weight @ weight))
    return share, *resampling.jeffreys(share * effective, effective, level)
