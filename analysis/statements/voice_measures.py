"""What the report says of how voices are spread, of fragments, and of where voices are heard."""

import math
from collections.abc import Mapping

import pandas as pd

from analysis.statements.sentence import Sentence, Value, Values, plural
from analysis.study import OTHERS


def spread(found: pd.DataFrame, differs: bool, labels: Mapping[str, str], least: int) -> Sentence:
    """How evenly the sources spread attributed words over voices; `found` as `voices.concentration` returns it."""
    able = found[found["compared"] & (found["source"] != OTHERS)]
    values = Values(Value("spread.least", least, "attributions"))
    if len(able) < 2:
        return values.say("Fewer than two sources have {spread.least} attributions of known speakers to compare.")
    ends = [
        (able.loc[able["effective"].idxmax()], "spread.most"),
        (able.loc[able["effective"].idxmin()], "spread.fewest"),
    ]
    most, fewest = (_range(values, row, f"{key}.voices", row["effective"], digits=1) for row, key in ends)
    high, low = (values.put(f"{key}.source", labels[row["source"]]) for row, key in ends)
    verdict = "the intervals do not meet" if differs else "the intervals overlap, so no difference is claimed"
    return values.say(
        f"The words of known speakers are spread as over {most} equally heard voices in {high}, as over {fewest} in {low}; "
        f"{verdict}. Sources are compared from {{spread.least}} attributions on."
    )


def spread_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "How many equally heard voices would be as concentrated as those of each source, by words (n = {spread.n} attributions "
        "of known speakers), with intervals from documents or passages drawn anew. Hollow: too few to compare.",
        Value("spread.n", int(found["attributions"].sum()), "attributions"),
    )


def spread_alt(found: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    return _alt(found, labels, "effective", "Effective number of voices", "spread.top", unit="", digits=1)


def fragments(found: pd.DataFrame, p: float, labels: Mapping[str, str], least: int) -> Sentence:
    """Whether the sources use fragments differently; `found` and `p` as `voices.fragments` and `fragments_p` return them."""
    able = found[found["compared"] & (found["source"] != OTHERS)]
    values = Values(Value("fragments.least", least, "attributions"))
    if math.isnan(p) or len(able) < 2:
        return values.say(
            "Fewer than two sources have {fragments.least} attributions, or none has a fragment, so fragments "
            "are not compared."
        )
    high, low = able.loc[able["share"].idxmax()], able.loc[able["share"].idxmin()]
    told = []
    for row, key in ((high, "fragments.high"), (low, "fragments.low")):
        share = _range(values, row, key, 100 * row["share"], unit="%", scale=100)
        told.append(
            f"{share} of {values.put(f'{key}.n', int(row['total']), 'attributions')} attributions in "
            f"{values.put(f'{key}.source', labels[row['source']])}"
        )
    chance = values.put("fragments.p", p, digits=3)
    verdict = "more than chance would have it" if p < 0.05 else "no more than chance may have it"
    return values.say(
        f"Fragments in quotation marks make up {told[0]} and {told[1]}; the sources differ {verdict} (p = {chance})."
    )


def fragments_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Share of attributions that are fragments of up to four words in quotation marks (n = {fragments.n} attributions), "
        "with intervals. Hollow: too few to compare.",
        Value("fragments.n", int(found["total"].sum()), "attributions"),
    )


def fragments_alt(found: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    return _alt(found, labels, "share", "Share of fragments", "fragments.top", unit="%", digits=0)


def positions(found: pd.DataFrame) -> Sentence:
    """Who is heard first: of the attributions in headline or lead, those of the voice that has most."""
    early = found.groupby("speaker")["early"].sum().sort_index().sort_values(ascending=False, kind="stable")
    total = int(early.sum())
    values = Values(Value("early.all", total, "attributions"))
    if not total:
        return values.say("No known speaker is heard in a headline or lead.")
    who, count = values.put("early.speaker", str(early.index[0])), values.put("early.count", int(early.iloc[0]))
    return values.say(
        f"Headlines and leads hold {{early.all}} {plural(total, 'attribution')} of known speakers, {count} of them to {who}."
    )


POSITIONS_LABELS = {
    "speaker": "voice",
    "source": "source",
    "documents": "documents",
    "attributions": "attributions",
    "first": "first heard at",
    "early": "in headline or lead",
    "share": "share",
    "low": "low",
    "high": "high",
}


def positions_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Where voices are heard (n = {positions.rows} pairs of voice and source): where in the article the first attribution "
        "begins (median of the documents, from beginning to end as zero to one), and the share in headline or lead.",
        Value("positions.rows", len(found), "pairs"),
    )


BY_TOPIC_LABELS = {
    "label": "topic",
    "source": "source",
    "words": "words",
    "attributed": "words attributed",
    "quoted": "in quotation marks",
    "share": "share attributed",
    "low": "low",
    "high": "high",
}


def by_topic(found: pd.DataFrame, labels: Mapping[str, str], least: int) -> Sentence:
    """Where a source leaves most, and least, of a topic to the words of others."""
    compared = found[found["compared"] & (found["source"] != OTHERS)].sort_values("share", kind="stable")
    values = Values(Value("topic_voices.enough", least, "attributions"))
    if compared.empty:
        return values.say(
            "No source has {topic_voices.enough} attributions on one topic that holds, so none is compared."
        )
    parts = []
    for end, row in (("largest", compared.iloc[-1]), ("smallest", compared.iloc[0])):
        interval = {"low": 100 * row["low"], "high": 100 * row["high"], "n": int(row["words"])}
        share = values.put(f"topic_voices.{end}", 100 * row["share"], "%", **interval)
        topic = values.put(f"topic_voices.{end}.topic", row["label"])
        parts.append(f"{end}, {share}, for “{topic}” in {values.label(labels, row['source'])}")
        if len(compared) == 1:
            break
    start = "The share of a topic’s words that stand in attributions is "
    return values.say(f"{start}{' and '.join(parts)} (of pairs with {{topic_voices.enough}} attributions or more).")


def by_topic_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Own voice against quoted voices: words that stand in attributions, by topic and source (n = {topic_voices.words} "
        "words on topics that hold). Intervals are from passages drawn anew, where there are attributions enough.",
        Value("topic_voices.words", int(found["words"].sum()), "words"),
    )


def _range(
    values: Values, row: pd.Series, name: str, value: float, unit: str = "", digits: int = 0, scale: float = 1
) -> str:
    """A value with its interval, as the reader sees it."""
    low, high = scale * row["low"], scale * row["high"]
    told = values.put(name, value, unit, digits=digits, low=low, high=high)
    ends = [values.put(f"{name}.{end}", number, digits=digits) for end, number in (("from", low), ("to", high))]
    return f"{told} [{ends[0]}–{ends[1]}]"


def _alt(
    found: pd.DataFrame, labels: Mapping[str, str], column: str, what: str, name: str, *, unit: str, digits: int
) -> Sentence:
    if found.empty:
        return Sentence("There is nothing to show.")
    top = found.loc[found[column].idxmax()]
    scale = 100 if unit == "%" else 1
    return Sentence.of(
        f"{what} of each source, a dot with its interval. It is highest in {{{name}.source}}: {{{name}}}.",
        Value(f"{name}.source", labels[top["source"]]),
        Value(name, scale * float(top[column]), unit, digits=digits),
    )
