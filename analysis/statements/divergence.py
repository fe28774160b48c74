"""What the report says of how far apart the sources' words are."""

import math
from collections.abc import Mapping

import pandas as pd

from analysis.grades import Grade
from analysis.power import POWER
from analysis.statements.sentence import Finding, Sentence, Value, Values, enumerate_words, plural, slugs
from analysis.wording import Divergence

NAMED = 3  # sources in the sentence
NOTHING = Sentence("With one source there is nothing to compare.")


def main_finding(
    found: Divergence | None,
    labels: Mapping[str, str],
    level: float,
    grade: Grade,
    detectable: Sentence | None = None,
) -> Finding:
    """How far apart the words of all sources are beyond chance, and which sources stand apart."""
    if found is None:
        return Finding("divergence", NOTHING, grade)
    values = Values(
        Value("divergence.excess", found.excess, "bits", digits=3),
        Value("divergence.bits", found.bits, "bits", digits=3),
        Value("divergence.expected", found.expected, "bits", digits=3),
        Value("divergence.p", found.p, digits=4),
    )
    start = (
        "The sources’ words are {divergence.bits} bits apart (Jensen-Shannon), shuffled ones {divergence.expected}: "
        "an excess of {divergence.excess}, p = {divergence.p}."
    )
    if found.p >= 1 - level:
        told = f"{start} So they are not told from chance."
        return Finding("divergence", values.say(told), grade, "wording-shift", detectable)
    apart = found.sources[(found.sources["q"] < 1 - level) & (found.sources["excess"] > 0)]
    if apart.empty:
        told = f"{start} No single source is told apart from the others."
        return Finding("divergence", values.say(told), grade, "wording-shift", detectable)
    parts = []
    for row in apart.head(NAMED).itertuples():
        name = f"divergence.{slugs(labels)[row.source]}.excess"
        number = values.put(name, row.excess, "bits", digits=3)
        parts.append(f"{values.label(labels, row.source)} ({number})")
    told = f"{start} Apart from the others beyond chance: {enumerate_words(parts)}"
    more = "" if len(apart) <= NAMED else f" and {values.put('divergence.more', len(apart) - NAMED, 'sources')} more"
    return Finding("divergence", values.say(f"{told}{more}."), grade, "wording-shift", detectable)


def detectable(found: Divergence | None, smallest: float) -> Sentence | None:
    """Which excess would be told from chance; nothing where nothing is compared."""
    if found is None:
        return None
    power = Value("divergence.limit.power", 100 * POWER, "%")
    if math.isnan(smallest):
        none = "With {divergence.limit.power} power no divergence of so few texts could be told from chance."
        return Sentence.of(none, power)
    return Sentence.of(
        "With {divergence.limit.power} power an excess is told from chance from {divergence.limit} bits on.",
        power,
        Value("divergence.limit", smallest, "bits", digits=3),
    )


def sources_caption(found: Divergence | None) -> Sentence:
    if found is None:
        return NOTHING
    return Sentence.of(
        "Each source’s share of the divergence of all, and its own from the others, both sides weighted alike, in bits; "
        "expected: the mean of {divergence.shuffles} shuffles.",
        Value("divergence.shuffles", found.shuffles, "shuffles"),
    )


def shift_caption(shown: pd.DataFrame, found: Divergence | None) -> Sentence:
    if found is None:
        return NOTHING
    return Sentence.of(
        "The words that add most to each source’s divergence from the others beyond the mean of {divergence.shuffles} "
        "shuffles (n = {shift.words} words); the numbers are its count and that of the others. Blue: used more; white: "
        "used less.",
        Value("divergence.shuffles", found.shuffles, "shuffles"),
        Value("shift.words", len(shown), "words"),
    )


def shift_alt(shown: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """The first words of each panel, and which way they go."""
    if shown.empty:
        return Sentence("There is nothing to show.")
    values, parts = Values(), []
    for source, own in shown.groupby("source"):
        told = [f"{term} ({'more' if more else 'less'})" for term, more in zip(own["term"], own["more"], strict=True)]
        first = values.put(f"shift.{slugs(labels)[source]}.first", ", ".join(told[:3]))
        parts.append(f"{values.label(labels, source)}: {first}")
    return values.say("One panel a source, words as bars, used more or less. " + "; ".join(parts) + ".")


def words_caption(words: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "What every word adds to each source’s divergence from the others, in bits ({shift.rows} rows).",
        Value("shift.rows", len(words), "rows"),
    )


def pairs(found: pd.DataFrame, labels: Mapping[str, str], level: float) -> Sentence:
    """How many pairs of sources are apart beyond chance, and which are farthest and nearest; `found` as of `between`."""
    if found.empty:
        return NOTHING
    apart = int(found["apart"].sum())
    values = Values(
        Value("divergence.pairs", len(found), "pairs"),
        Value("divergence.pairs.apart", apart, "pairs"),
        Value("divergence.pairs.rate", 100 * (1 - level), "%"),
    )
    ends = [("farthest", found.iloc[0]), ("nearest", found.iloc[-1])][: len(found)]
    parts = []
    for end, row in ends:
        one, other = (values.label(labels, row[side]) for side in ("source", "other"))
        key = f"divergence.pairs.{end}"
        excess, q = values.put(key, row["excess"], "bits", digits=3), values.put(f"{key}.q", row["q"], digits=4)
        word = f"{end} apart" if end == "farthest" else end
        parts.append(f"{word} are {one} and {other} ({excess} bits beyond chance, q = {q})")
    count, verb = plural(len(found), "pair"), plural(apart, "is", "are")
    return values.say(
        f"Of {{divergence.pairs}} {count} of sources {{divergence.pairs.apart}} {verb} apart beyond chance at a "
        f"false-discovery rate of {{divergence.pairs.rate}}; {enumerate_words(parts)}."
    )


def pairs_caption(found: pd.DataFrame, most: int) -> Sentence:
    """`most`: how many sources are compared by pairs."""
    return Sentence.of(
        "How far apart the words of each two sources are (n = {divergence.pairs} pairs of at most {divergence.most} sources, "
        "those with most documents), in thousandths of a bit: the excess of the Jensen-Shannon divergence over shuffled "
        "texts, and below it the divergence. Bold and starred: beyond chance.",
        Value("divergence.pairs", len(found), "pairs"),
        Value("divergence.most", most, "sources"),
    )


def pairs_alt(found: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    if found.empty:
        return Sentence("There is nothing to show.")
    values, top = Values(Value("divergence.pairs", len(found), "pairs")), found.iloc[0]
    one, other = (values.label(labels, top[side]) for side in ("source", "other"))
    excess = values.put("divergence.pairs.farthest", top["excess"], "bits", digits=3)
    return values.say(
        f"Triangle of sources by sources, {{divergence.pairs}} cells. The darkest is that of {one} and {other}: {excess} bits."
    )


def pairs_table_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The divergence of each two sources in bits, both weighted alike, its mean in shuffled texts and the excess over that "
        "(n = {divergence.pairs} pairs).",
        Value("divergence.pairs", len(found), "pairs"),
    )
