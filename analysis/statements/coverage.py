"""What the report says of what is left out."""

from collections.abc import Mapping

import pandas as pd

from analysis import coverage
from analysis.grades import Grade
from analysis.statements.sentence import Finding, Sentence, Value, Values, enumerate_words, plural, slugs
from analysis.study import OTHERS

LISTED, NAMED = 8, 3  # sources that a sentence lists; of more, those with most
TOP = 3  # absences in a sentence


def main_finding(
    missing: pd.DataFrame,
    labels: Mapping[str, str],
    least: float,
    grade: Grade,
    noun: str = "text",
    detectable: Sentence | None = None,
) -> Finding:
    """The most surprising absences; `noun` is what a source is, its one text or a source of several."""
    values = Values(Value("coverage.absences", len(missing), "absences"), Value("coverage.least", 100 * least, "%"))
    if missing.empty:
        sentence = values.say(f"No {noun} lacks a topic or voice that one would expect in it with {{coverage.least}}.")
        return Finding("omissions", sentence, grade, "coverage-presence", detectable)
    parts = []
    things = slugs(missing["thing"].head(TOP))
    for row in missing.head(TOP).itertuples():
        key = f"coverage.{slugs(labels)[row.source]}.{things[row.thing]}"
        thing = values.put(f"{key}.name", f"“{row.thing}”" if row.kind == "topic" else row.thing)
        expected = values.put(f"{key}.expected", 100 * row.expected, "%", digits=1)
        parts.append(f"{thing} in {values.label(labels, row.source)} ({expected})")
    absences = plural(len(missing), "absence is", "absences are")
    start = f"{{coverage.absences}} {absences} surprising at the {noun}’s length "
    start += "(expected presence of {coverage.least} or more)"
    lead = "; the most surprising: " if len(missing) > TOP else ": "
    told = values.say(f"{start}{lead}{enumerate_words(parts)}.")
    return Finding("omissions", told, grade, "coverage-presence", detectable)


def detectable(listable: pd.DataFrame, labels: Mapping[str, str]) -> Sentence | None:
    """How common a thing must be elsewhere for its absence to be listed; nothing without a source."""
    if listable.empty:
        return None
    ranked, values, parts = listable.sort_values("rate", kind="stable"), Values(), []
    for end, row in (("low", ranked.iloc[0]), ("high", ranked.iloc[-1])):
        rate = values.put(f"coverage.listable.{end}", 100 * row["rate"], "%", digits=1, n=int(row["passages"]))
        parts.append(f"{rate} (absent from {values.label(labels, row['source'])})")
        if len(ranked) == 1:
            break
    return values.say(
        f"What stands in fewer passages elsewhere than {' to '.join(parts)} is never listed, however surely it is left out."
    )


def by_source(missing: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """How many surprising absences each source has; of many sources, those with most."""
    counts, values = missing["source"].value_counts(), Values()
    named = [source for source in labels if source != OTHERS]
    start = "Surprising absences by source: "
    if len(named) > LISTED:
        without = values.put("coverage.without", sum(source not in counts for source in named), "sources")
        start = f"Sources without a surprising absence: {without}; most absences: "
        named = [source for source in sorted(named, key=lambda one: -counts.get(one, 0)) if source in counts][:NAMED]
        if not named:
            return Sentence("No source has a surprising absence.")
    parts = []
    for source in named:
        count = values.put(f"coverage.{slugs(labels)[source]}.absences", int(counts.get(source, 0)), "absences")
        parts.append(f"{values.label(labels, source)} {count}")
    return values.say(f"{start}{enumerate_words(parts)}.")


def periods(passages: pd.DataFrame) -> list[Sentence]:
    """That sources are compared within periods, where they are."""
    count = passages["period"].nunique()
    if count < 2:
        return []
    return [
        Sentence.of(
            "Since the documents span more than a year, what to expect of a source is taken from the others quarter by "
            "quarter ({coverage.periods} periods).",
            Value("coverage.periods", count, "periods"),
        )
    ]


def presence_caption(present: pd.DataFrame, least: float) -> Sentence:
    return Sentence.of(
        "Where each topic that holds and each voice stands: a disc with its number of passages; a ring where it is absent "
        "and was expected with the given probability ({presence.least} or more) at the source’s length.",
        Value("presence.least", 100 * least, "%"),
    )


def presence_alt(present: pd.DataFrame, least: float) -> Sentence:
    rings = coverage.surprising(present, least)
    return Sentence.of(
        "Matrix of {presence.things} topics and voices by sources, with {presence.filled} filled cells and "
        "{presence.rings} rings.",
        Value("presence.things", present["thing"].nunique(), "topics and voices"),
        Value("presence.filled", int((present["passages"] > 0).sum()), "cells"),
        Value("presence.rings", int(rings.sum()), "cells"),
    )


OMISSIONS_LABELS = {
    "kind": "kind",
    "thing": "topic or voice",
    "source": "absent from",
    "of": "its passages",
    "elsewhere": "passages elsewhere",
    "others": "other sources that have it",
    "expected": "expected presence",
}


def omissions_caption(missing: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Absences with their expected presence (n = {coverage.absences}), from the passages of the source and those elsewhere "
        "in which the topic or voice stands.",
        Value("coverage.absences", len(missing), "absences"),
    )
