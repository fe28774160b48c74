"""What the report says of what is left out."""

from collections.abc import Mapping

import pandas as pd

from analysis.grades import Grade
from analysis.statements.sentence import Finding, Sentence, Value, enumerate_words, name, plural


def main_finding(missing: pd.DataFrame, labels: Mapping[str, str], least: float, grade: Grade, top: int = 3) -> Finding:
    """The most surprising absences."""
    values = [Value("coverage.absences", len(missing), "absences"), Value("coverage.least", 100 * least, "%")]
    if missing.empty:
        sentence = Sentence(
            "No text lacks a topic or voice that one would expect in it with {coverage.least}.", tuple(values)
        )
        return Finding("omissions", sentence, grade, "coverage-presence")
    parts = []
    for row in missing.head(top).itertuples():
        key = name("coverage", row.source, row.thing)
        quoted = f"“{{{key}.name}}”" if row.kind == "topic" else f"{{{key}.name}}"
        parts.append(f"{quoted} in {labels[row.source]} ({{{key}.expected}})")
        values += [Value(f"{key}.name", row.thing), Value(f"{key}.expected", 100 * row.expected, "%", digits=1)]
    noun = plural(len(missing), "absence is", "absences are")
    start = f"{{coverage.absences}} {noun} surprising at the text’s length (expected presence of {{coverage.least}} or more)"
    lead = "; the most surprising: " if len(missing) > top else ": "
    return Finding(
        "omissions", Sentence(f"{start}{lead}{enumerate_words(parts)}.", tuple(values)), grade, "coverage-presence"
    )


def by_source(missing: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """How many surprising absences each text has."""
    counts = missing["source"].value_counts()
    parts, values = [], []
    for source, label in labels.items():
        key = name("coverage", source, "absences")
        parts.append(f"{label} {{{key}}}")
        values.append(Value(key, int(counts.get(source, 0)), "absences"))
    return Sentence(f"Surprising absences by text: {enumerate_words(parts)}.", tuple(values))


def presence_caption(present: pd.DataFrame, least: float) -> Sentence:
    return Sentence.of(
        "Where each topic that holds and each voice stands: a disc with its number of passages; a ring where it is absent "
        "and was expected with the given probability ({presence.least} or more) at the text’s length.",
        Value("presence.least", 100 * least, "%"),
    )


def presence_alt(present: pd.DataFrame, least: float) -> Sentence:
    rings = (present["passages"] == 0) & (present["others"] >= 2) & (present["expected"] >= least)
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
    "others": "other texts that have it",
    "expected": "expected presence",
}


def omissions_caption(missing: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Absences with their expected presence (n = {coverage.absences}), from the passages of the text and those elsewhere "
        "in which the topic or voice stands.",
        Value("coverage.absences", len(missing), "absences"),
    )
