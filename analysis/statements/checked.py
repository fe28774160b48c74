"""What the report says of attributions that people checked by hand."""

import math

import pandas as pd

from analysis.statements.sentence import Sentence, Values, enumerate_words, plural

ALL = "all"  # the row of all kinds


def checked(rates: pd.DataFrame, missed: pd.DataFrame, stale: int) -> Sentence:
    """How many attributions were checked, how often the rules were wrong, and what came of it.

    `rates` and `missed` are what `voices.error_rates` and `voices.missed` return, `stale` the checks that do not count.
    """
    values = Values()
    whole = rates[rates["kind"] == ALL].iloc[0]
    if not whole["checked"]:
        values.put("checked.attributions", 0, "attributions")
        told = "No attribution of this study has been checked by hand; “rashomon check” draws some for it."
    else:
        told = _rates(values, rates, whole)
    for row in missed.to_dict("records"):
        told += " " + _missed(values, row)
    if stale:
        number = values.put("checked.stale", stale, "checks")
        told += f" {number} {plural(stale, 'check is', 'checks are')} of what an earlier preparation found, and not counted."
    return values.say(told)


def _rates(values: Values, rates: pd.DataFrame, whole: pd.Series) -> str:
    kinds = rates[(rates["kind"] != ALL) & (rates["checked"] > 0)]
    parts = [
        f"{_share(values, row, 'checked.' + row['kind'])} of the {row['kind']}" for row in kinds.to_dict("records")
    ]
    many = values.put("checked.attributions", int(whole["checked"]), "attributions")
    all_of = values.put("checked.of", int(whole["attributions"]), "attributions")
    wrong, none = int(whole["wrong"]), int(whole["none"])
    corrected = values.put("checked.wrong", wrong, "attributions")
    out = values.put("checked.none", none, "attributions")
    left = f"{out} of them {plural(none, 'is', 'are')} left out as no attribution"
    return (
        f"{many} of {all_of} attributions were checked by hand, drawn from every source and kind and weighted to stand for "
        f"all: {_share(values, whole.to_dict(), 'checked.share')} are wrong in some way, {enumerate_words(parts)} ones. "
        f"Of those checked {corrected} {plural(wrong, 'was', 'were')} wrong: {left}, and what was corrected stands here as "
        "corrected."
    )


def _missed(values: Values, row: dict[str, float]) -> str:
    searched = values.put("checked.searched", int(row["searched"]), "passages")
    number = values.put("checked.missed", int(row["missed"]), "attributions")
    share = _share(values, row, "checked.missed.passages")
    told = f"In {searched} passages searched by hand {number} more were found, one or more in {share} of passages"
    if math.isnan(row["of_all"]):
        return f"{told}."
    return f"{told}; so about {values.put('checked.missed.share', 100 * row['of_all'], '%')} of all are missed."


def _share(values: Values, row: dict[str, float], name: str) -> str:
    """The share with its interval, which the reader sees too."""
    low, high = 100 * row["low"], 100 * row["high"]
    count = int(row["checked"] if "checked" in row else row["searched"])
    share = values.put(name, 100 * row["share"], "%", low=low, high=high, n=count)
    ends = values.put(f"{name}.low", low), values.put(f"{name}.high", high)
    return f"{share} [{ends[0]}–{ends[1]}]"
