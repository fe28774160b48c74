"""What the report says of voices."""

import math
from collections.abc import Mapping

import pandas as pd

from analysis.grades import Grade
from analysis.power import POWER
from analysis.statements.sentence import Finding, Sentence, Value, Values, enumerate_words, plural, slugs
from analysis.study import OTHERS
from analysis.tables import UNKNOWN

LISTED, EXTREMES = 8, 2  # sources that a sentence lists; of more, so many at either end


def size(said: pd.DataFrame) -> Sentence:
    """How many attributions there are, by kind."""
    kinds = said["kind"].value_counts()
    return Sentence.of(
        "The texts attribute words to somebody {voices.attributions} times: {voices.direct} direct quotations, "
        "{voices.fragment} fragments of up to four words, {voices.mixed} mixed and {voices.indirect} indirect ones; for "
        "{voices.unknown} the speaker cannot be told.",
        Value("voices.attributions", len(said), "attributions"),
        *(
            Value(f"voices.{kind}", int(kinds.get(kind, 0)), "attributions")
            for kind in ("direct", "fragment", "mixed", "indirect")
        ),
        Value("voices.unknown", int((said["speaker"] == UNKNOWN).sum()), "attributions"),
    )


def main_finding(
    by_source: pd.DataFrame, labels: Mapping[str, str], grade: Grade, detectable: Sentence | None = None
) -> Finding:
    """Whom each source lets speak most; of many sources, those that do so most and least."""
    values, parts = Values(), []
    shown = by_source[(by_source["speakers"] > 0) & (by_source["source"] != OTHERS)]
    if many := len(shown) > LISTED:
        ranked = shown.sort_values("main_share", ascending=False, kind="stable")
        shown = pd.concat([ranked.head(EXTREMES), ranked.tail(EXTREMES)])
    for row in shown.itertuples():
        key = f"voices.{slugs(labels)[row.source]}"
        who = values.put(f"{key}.main", row.main_speaker)
        share = values.put(f"{key}.main_share", 100 * row.main_share, "%")
        source = values.label(labels, row.source)
        parts.append(f"{source} ({who}, {share})" if many else f"{source} {who} ({share})")
    if not parts:
        sentence = Sentence("In none of the texts are words attributed to a known speaker.")
    else:
        start = "The voice that gets most of the words attributed to known speakers "
        told = f"is, in {enumerate_words(parts)}"
        if many:
            most, least = enumerate_words(parts[:EXTREMES]), enumerate_words(parts[EXTREMES:])
            told = f"dominates most in {most}, and least in {least}"
        sentence = values.say(f"{start}{told}.")
    return Finding("voices", sentence, grade, "voices-speakers", detectable)


def detectable(widths: pd.DataFrame, labels: Mapping[str, str], level: float) -> Sentence | None:
    """How far the main speakers’ shares are known; nothing where that cannot be said."""
    if widths.empty:
        return None
    ranked, values, parts = widths.sort_values("width", kind="stable"), Values(), []
    for end, row in (("low", ranked.iloc[0]), ("high", ranked.iloc[-1])):
        width = values.put(f"voices.width.{end}", 100 * row["width"], "points", n=int(row["attributions"]))
        parts.append(f"{width} ({values.label(labels, row['source'])})")
        if len(ranked) == 1:
            break
    return values.say(
        f"With other attributions of the same kind such a share would move by {' to '.join(parts)} percentage points either "
        f"way ({values.put('voices.width.level', 100 * level, '%')} intervals)."
    )


def gap(smallest: float) -> list[Sentence]:
    """Which gap between neutral cues could be seen; nothing where sources are not compared."""
    if math.isnan(smallest):
        return []
    return [
        Sentence.of(
            "With {cues.power} power the intervals of two sources would not meet if their shares were {cues.gap} percentage "
            "points apart.",
            Value("cues.power", 100 * POWER, "%"),
            Value("cues.gap", 100 * smallest, "points"),
        )
    ]


def alone(only: pd.DataFrame, labels: Mapping[str, str], grade: Grade, noun: str = "text", top: int = 3) -> Finding:
    """Speakers that one source alone has; `noun` is what a source is, its one text or a source of several."""
    values, parts = Values(Value("voices.alone", len(only), "voices")), []
    names = slugs(only["speaker"].head(top))
    for row in only.head(top).itertuples():
        key = f"voices.alone.{names[row.speaker]}"
        who, words = values.put(key, row.speaker), values.put(f"{key}.words", row.words, "words")
        parts.append(f"{who} in {values.label(labels, row.source)} ({words} words)")
    start = f"{{voices.alone}} {plural(len(only), 'voice appears', 'voices appear')} in one {noun} only"
    end = f"; most words have {enumerate_words(parts)}." if parts else "."
    return Finding("voices-alone", values.say(start + end), grade, "voices-speakers")


def cues(shares: pd.DataFrame, differ: bool, labels: Mapping[str, str], least: int) -> Sentence:
    """Whether the sources attribute with different verbs."""
    neutral = shares[(shares["cue_class"] == "neutral") & shares["compared"] & (shares["source"] != OTHERS)]
    if len(neutral) < 2:
        return Sentence.of(
            "Fewer than two sources have {cues.least} attributions with a cue, so verbs are not compared.",
            Value("cues.least", least, "attributions"),
        )
    low, high = neutral.loc[neutral["share"].idxmin()], neutral.loc[neutral["share"].idxmax()]
    values = [Value("cues.high.source", labels[high["source"]]), Value("cues.low.source", labels[low["source"]])]
    for key, row in (("cues.high", high), ("cues.low", low)):
        values.append(
            Value(key, 100 * row["share"], "%", low=100 * row["low"], high=100 * row["high"], n=int(row["total"]))
        )
    verdict = "the intervals do not meet" if differ else "the intervals overlap, so no difference is claimed"
    return Sentence(
        "Neutral cues make up {cues.high} of the cues in {cues.high.source} and {cues.low} in {cues.low.source}; "
        f"{verdict}. Sources are compared from {{cues.least}} attributions with a cue on.",
        (*values, Value("cues.least", least, "attributions")),
    )


def speakers_caption(said: pd.DataFrame, shown: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Words that each source gives to the {speakers.shown} most heard speakers, quoted or paraphrased "
        "(n = {speakers.n} attributions); the shading is the share of the source’s words.",
        Value("speakers.shown", shown["speaker"].nunique(), "speakers"),
        Value("speakers.n", len(said), "attributions"),
    )


def speakers_alt(found: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    if found.empty:
        return Sentence("There is nothing to show.")
    top = found.loc[found["words"].idxmax()]
    return Sentence.of(
        "Matrix of speakers by sources. The most words stand with {speakers.top} in {speakers.top.source}: "
        "{speakers.top.words}.",
        Value("speakers.top", top["speaker"]),
        Value("speakers.top.source", labels[top["source"]]),
        Value("speakers.top.words", int(top["words"]), "words"),
    )


def cues_caption(shares: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Attributions by class of cue (n = {cues.n} with a cue); the shading is the share within the source.",
        Value("cues.n", int(shares["count"].sum()), "attributions"),
    )


def cues_alt(shares: pd.DataFrame) -> Sentence:
    if shares.empty:
        return Sentence("There is nothing to show.")
    total = shares.groupby("cue_class")["count"].sum()
    return Sentence.of(
        "Matrix of cue classes by sources. Most cues are {cues.top} ({cues.top.count}), fewest {cues.bottom} "
        "({cues.bottom.count}).",
        Value("cues.top", str(total.idxmax())),
        Value("cues.top.count", int(total.max()), "cues"),
        Value("cues.bottom", str(total.idxmin())),
        Value("cues.bottom.count", int(total.min()), "cues"),
    )


BY_SOURCE_LABELS = {
    "source": "source",
    "attributions": "attributions",
    "words": "words attributed",
    "share": "share of its words",
    "quoted_share": "share in quotation marks",
    "fragments": "fragments",
    "speakers": "known speakers",
    "effective": "effective number of speakers",
}


def by_source_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "How much each source lets others speak (n = {voices.attributions} attributions). The effective number of speakers is "
        "that of equally heard ones that would be as concentrated.",
        Value("voices.attributions", int(found["attributions"].sum()), "attributions"),
    )


def alone_caption(only: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Voices that one source alone has (n = {voices.alone}).", Value("voices.alone", len(only), "voices")
    )


PLACES_LABELS = {
    **{name: name for name in ("passage", "source", "speaker", "cue", "kind", "words")},
    "start": "from character",
    "end": "to",
}


def places_caption(longest: pd.DataFrame, said: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The longest attribution of each of {voices.longest} sources with its place; characters count in the cleaned text. The "
        "study’s table of quotations has all {voices.attributions}.",
        Value("voices.longest", len(longest), "sources"),
        Value("voices.attributions", len(said), "attributions"),
    )


def places(longest: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """Where the longest attribution of each source stands."""
    if longest.empty:
        return Sentence("No words are attributed to a known speaker.")
    values, parts = Values(), []
    for row in longest.head(LISTED).itertuples():
        key = f"voices.longest.{slugs(labels)[row.source]}"
        who, words = values.put(key, row.speaker), values.put(f"{key}.words", row.words, "words")
        passage = values.put(f"{key}.passage", row.passage)
        parts.append(f"{who} in {passage} of {values.label(labels, row.source)} ({words} words)")
    return values.say(f"The longest attributions of the sources: {enumerate_words(parts)}.")
