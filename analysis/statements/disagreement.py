"""What the report says of facts that the accounts tell differently."""

from collections.abc import Mapping

import pandas as pd

from analysis.disagreement import Comparison
from analysis.grades import Grade
from analysis.statements.sentence import Finding, Sentence, Value, Values, enumerate_words, plural, slugs

TOP = 3  # things in a sentence
LISTED = 4  # sources whose words stand in it for one thing


def main_finding(found: Comparison, labels: Mapping[str, str], grade: Grade) -> Finding:
    """On what the accounts differ, the surest first."""
    count = len(found.differing)
    values = Values(Value("disagreement.things", count, "things"))
    if not count:
        sentence = values.say("No fact was found that two accounts tell differently.")
        return Finding("disagreement", sentence, grade, "disagreement-values")
    names = slugs(found.differing["about"])
    parts = []
    for thing in found.differing.head(TOP).itertuples():
        key = f"disagreement.{names[thing.about]}"
        own = found.told[found.told["thing"] == thing.thing]
        said = []
        for source, of in own.groupby("source", sort=True):
            shown = " / ".join(dict.fromkeys(of["shown"]))
            said.append(f"{values.label(labels, source)}: {values.put(f'{key}.{slugs(labels)[source]}', shown)}")
        parts.append(f"“{values.put(f'{key}.about', thing.about)}” ({'; '.join(said[:LISTED])})")
    start = f"The accounts differ on {{disagreement.things}} {plural(count, 'thing')}"
    return Finding(
        "disagreement",
        values.say(f"{start}{', first on' if count > TOP else ':'} {enumerate_words(parts)}."),
        grade,
        "disagreement-values",
    )


def compared(found: Comparison) -> Sentence:
    """How many facts were compared, and on how many things the accounts agree."""
    if not found.facts:
        return Sentence(
            "The study holds no facts: its texts state none, or it was prepared before facts were kept; prepare it again."
        )
    return Sentence.of(
        f"{{disagreement.facts}} {plural(found.facts, 'fact')} (durations, counts, dates, sums, percentages, agreements) "
        "were compared; on {disagreement.agreeing} further "
        f"{plural(found.agreeing, 'thing')} all accounts that name {plural(found.agreeing, 'it', 'them')} agree.",
        Value("disagreement.facts", found.facts, "facts"),
        Value("disagreement.agreeing", found.agreeing, "things"),
    )


def values_caption(found: Comparison) -> Sentence:
    return Sentence.of(
        "What each source says of the things on which they differ (n = {disagreement.things}), as written. White: the version "
        "that most facts have; shaded and bold: another. A thing is named by the words that stand beside its facts.",
        Value("disagreement.things", len(found.differing), "things"),
    )


def values_alt(found: Comparison) -> Sentence:
    return Sentence.of(
        "Table of {disagreement.things} things by {disagreement.sources} sources with what each says of them.",
        Value("disagreement.things", len(found.differing), "things"),
        Value("disagreement.sources", found.told["source"].nunique(), "sources"),
    )


TOLD_LABELS = {
    "about": "thing",
    "kind": "kind",
    "source": "source",
    "shown": "says",
    "version": "version",
    "sure": "sureness",
    "passage": "passage",
}


def told_table(found: Comparison, labels: Mapping[str, str]) -> pd.DataFrame:
    """The facts that differ, with what they are about and where they stand."""
    things = found.differing[["thing", "about", "sure"]]
    joined = found.told.merge(things, on="thing", validate="many_to_one")
    return joined.assign(source=joined["source"].map(labels))


def told_caption(found: Comparison) -> Sentence:
    return Sentence.of(
        "Facts that differ (n = {disagreement.told}), with the passage in which each stands. Facts of one version can all "
        "hold. Sureness: how sure it is, by the words beside them, that two facts which differ are about the same thing.",
        Value("disagreement.told", len(found.told), "facts"),
    )
