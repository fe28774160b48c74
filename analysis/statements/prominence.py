"""What the report says of the order in which the sources tell."""

from collections.abc import Mapping

import pandas as pd

from analysis.grades import Grade
from analysis.prominence import FIFTHS, TAIL, Order, beyond_chance
from analysis.resampling import FEWEST_DOCUMENTS
from analysis.statements.sentence import Finding, Sentence, Value, Values, enumerate_words, plural, slugs
from analysis.topics import SHOWN, UNFIRM

TOP, VOICES = 3, 1  # topics, sources, gaps or placements in a sentence; of gaps, those of voices
LISTED = 5  # sources that it names for one topic; of more, it says how many


def main_finding(
    found: Order, table: pd.DataFrame, gaps: pd.DataFrame, labels: Mapping[str, str], level: float, grade: Grade
) -> Finding:
    """With what the sources open, and what one of them tells early and another late.

    `table` and `gaps` as of `prominence.by_source` and `prominence.gaps`; of gaps that were tested, those that survive at a
    false-discovery rate of 1 - level.
    """
    values = Values()
    opening = table[(table["kind"] == "topic") & (table["opening"] > 0)]
    if opening.empty:
        start = "No headline or lead is on a topic that holds."
    elif found.several:
        start = _mostly(opening, values, labels)
    else:
        start = _openings(opening, values, labels, found.passages["source"].nunique())
    return Finding("order", values.say(f"{start} {_apart(gaps, values, labels, level)}"), grade, "order")


def _openings(opening: pd.DataFrame, values: Values, labels: Mapping[str, str], sources: int) -> str:
    """The topics that open most sources, and which."""
    parts = []
    by_thing = opening.groupby("thing")["source"].nunique().sort_index().sort_values(ascending=False, kind="stable")
    names = slugs(by_thing.index[:TOP])
    for thing in by_thing.index[:TOP]:
        of = [source for source in labels if source in set(opening.loc[opening["thing"] == thing, "source"])]
        who = enumerate_words([values.label(labels, source) for source in of])
        if len(of) == sources > 2:
            who = f"all {values.put('order.sources', sources, 'sources')} sources"
        elif len(of) > LISTED:
            who = f"{values.put(f'order.topic.{names[thing]}.sources', len(of), 'sources')} sources"
        parts.append(f"on “{values.put(f'order.topic.{names[thing]}', thing)}” in {who}")
    return f"Headline or lead is {enumerate_words(parts)}."


def _mostly(opening: pd.DataFrame, values: Values, labels: Mapping[str, str]) -> str:
    """The topic with which a source opens most often, for the sources of which that is the largest share."""
    ranked = opening.assign(share=-opening["opening"] / opening["of"])
    ranked = ranked.sort_values(["share", "source", "thing"], kind="stable").drop_duplicates("source").head(TOP)
    parts = []
    for row in ranked.to_dict("records"):
        key = f"order.source.{slugs(labels)[row['source']]}"
        topic, source = values.put(f"{key}.topic", row["thing"]), values.label(labels, row["source"])
        many = values.put(f"{key}.opening", int(row["opening"]), "articles", n=int(row["of"]))
        of = values.put(f"{key}.articles", int(row["of"]), "articles")
        parts.append(f"“{topic}” in {source} ({many} of {of} articles)")
    return f"Headline or lead is most often on {enumerate_words(parts)}."


def _apart(gaps: pd.DataFrame, values: Values, labels: Mapping[str, str], level: float) -> str:
    """What one source tells early and another late."""
    tested = gaps["q"].notna().any()
    shown = gaps[gaps["q"] < 1 - level] if tested else gaps
    if gaps.empty:
        return "No topic or voice stands in several sources, so the order is not compared."
    if shown.empty:
        count = values.put("order.compared", len(gaps), "topics and voices")
        return f"That a topic or voice comes earlier in one source than in another is never more than chance (n = {count})."
    voices = shown[shown["kind"] == "voice"].head(VOICES)
    shown = pd.concat([shown[shown["kind"] == "topic"].head(TOP - len(voices)), voices])
    names, parts = slugs(shown["thing"]), []
    for row in shown.to_dict("records"):
        key = f"order.gap.{names[row['thing']]}"
        thing = values.put(key, f"“{row['thing']}”" if row["kind"] == "topic" else row["thing"])
        first = values.put(f"{key}.first", 100 * row["first"], "%")
        last = values.put(f"{key}.last", 100 * row["later_first"], "%")
        one, other = values.label(labels, row["earlier"]), values.label(labels, row["later"])
        mostly = "mostly " if tested else ""
        early = f"{mostly}in headline or lead of {one}" if row["opens"] else f"in {one}"
        early += "" if row["opens"] and not tested else f" (first after {first})"
        late = f"{mostly}only in the tail of {other}" if row["closes"] else f"in {other}"
        parts.append(f"{thing} {early}, {late} (after {last})")
    mean = ", on average over articles" if tested else ""
    return f"Farthest apart, by the share of an article’s words before it{mean}: {'; '.join(parts)}."


def reach(found: Order, table: pd.DataFrame, labels: Mapping[str, str], level: float) -> Sentence:
    """What is more than chance: placements that turned articles do not have; with few articles, that it is not asked."""
    if not found.several:
        return Sentence.of(
            "Some source has fewer than {order.fewest} articles, so this describes the order of these texts; whether chance "
            "would give another is not asked.",
            Value("order.fewest", FEWEST_DOCUMENTS, "articles"),
        )
    firm, tested = beyond_chance(table, 1 - level), int(table["p"].notna().sum())
    values = Values(Value("order.tested", tested, "placements"), Value("order.firm", len(firm), "placements"))
    start = "Were each article begun at any of its passages, the others following as they do, a topic or voice would come as "
    start += f"early or late by chance; of {{order.tested}} {plural(tested, 'place', 'places')} {{order.firm}} "
    start += f"{plural(len(firm), 'is', 'are')} more than that"
    if firm.empty:
        return values.say(f"{start}.")
    names, parts = slugs(firm["thing"].head(TOP)), []
    for row in firm.head(TOP).to_dict("records"):
        key = f"order.source.{slugs(labels)[row['source']]}.{names[row['thing']]}"
        thing = values.put(f"{key}.name", f"“{row['thing']}”" if row["kind"] == "topic" else row["thing"])
        interval = {"low": 100 * row["low"], "high": 100 * row["high"], "n": int(row["documents"])}
        first = values.put(f"{key}.first", 100 * row["first"], "%", **interval)
        chance = values.put(f"{key}.expected", 100 * row["expected"], "%")
        side = "earlier" if row["first"] < row["expected"] else "later"
        parts.append(f"{side}, {thing} in {values.label(labels, row['source'])} ({first}, by chance {chance})")
    return values.say(f"{start}: {'; '.join(parts)}{' …' if len(firm) > TOP else ''}.")


def caption(shown: pd.DataFrame, whole: bool) -> Sentence:
    """`whole`: articles are drawn passage by passage, not by fifths."""
    if whole:
        return Sentence.of(
            "Every article from its first word to its last (n = {order.passages} passages), the passages numbered by topic; "
            "headline and lead stand by themselves on the left too. The tail begins after {order.tail} of the words.",
            Value("order.passages", len(shown), "passages"),
            Value("order.tail", 100 * TAIL, "%"),
        )
    return Sentence.of(
        "In which of {order.parts} equal parts of its articles each source has its words on a topic, in percent "
        "(n = {order.words} words). A topic told evenly has the same share everywhere.",
        Value("order.parts", FIFTHS, "parts"),
        Value("order.words", round(float(shown["words"].sum())), "words"),
    )


def alt(shown: pd.DataFrame, topics: pd.DataFrame, labels: Mapping[str, str], whole: bool) -> Sentence:
    """Of whole articles, the topic of each lead; of fifths, the cell with the largest share."""
    if shown.empty:
        return Sentence("There is nothing to show.")
    values, named = Values(), topics.set_index("topic")["label"]
    if not whole:
        held = topics.loc[topics["verdict"] != UNFIRM, "topic"].head(SHOWN)
        drawn = shown[shown["topic"].isin(held)]
        if drawn.empty:
            return Sentence("No topic holds, so there is nothing to read from it.")
        top = drawn.loc[drawn["share"].idxmax()]
        topic, source = values.put("order.top.topic", named[top["topic"]]), values.label(labels, top["source"])
        share = values.put("order.top.share", 100 * top["share"], "%")
        fifth = values.put("order.top.fifth", int(top["fifth"]), "part")
        return values.say(
            f"One panel a topic, sources by parts of the article. The largest share, {share}, has “{topic}” in part {fifth} of "
            f"{source}."
        )
    parts, leads = [], shown[shown["part"] == "lead"]
    key = slugs(leads["document"])
    for row in leads.to_dict("records"):
        topic = values.put(f"order.lead.{key[row['document']]}", f"{row['topic']} {named[row['topic']]}")
        parts.append(f"{values.label(labels, row['source'])}: {topic}")
    end = f" The leads are on: {'; '.join(parts)}." if parts else ""
    return values.say(
        f"One row an article, its passages from first to last as cells with the number of their topic.{end}"
    )


LABELS = {
    "source": "source",
    "kind": "kind",
    "thing": "topic or voice",
    "documents": "articles",
    "passages": "passages",
    "first": "first after",
    "expected": "by chance",
    "middle": "middle",
    "headline": "in headline",
    "lead": "in lead",
    "tail": "only in tail",
    "q": "q",
}


def table_labels(several: bool) -> dict[str, str]:
    """What is printed of the table; without several articles a source no counts of articles and no test."""
    return LABELS if several else {name: label for name, label in LABELS.items() if name not in ("documents", "q")}


def table_caption(table: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Where each source has each topic and voice (n = {order.rows} rows): the share of an article’s words before its first "
        "passage, what that would be by chance, the middle of its passages, and in how many articles it stands in the "
        "headline, in the lead, or first after {order.tail} of the words.",
        Value("order.rows", len(table), "rows"),
        Value("order.tail", 100 * TAIL, "%"),
    )


def gaps_caption(gaps: pd.DataFrame) -> Sentence:
    return Sentence.of(
        f"In which source each of {{order.compared}} {plural(len(gaps), 'topic or voice', 'topics and voices')} first comes "
        "earliest and latest, by the share of the words before it.",
        Value("order.compared", len(gaps), "topics and voices"),
    )


GAPS_LABELS = {
    "kind": "kind",
    "thing": "topic or voice",
    "earlier": "earliest in",
    "first": "after",
    "later": "latest in",
    "later_first": "there after",
    "gap": "gap",
    "q": "q",
}


def gaps_labels(several: bool) -> dict[str, str]:
    """What is printed of the gaps; without several articles a source no test."""
    return GAPS_LABELS if several else {name: label for name, label in GAPS_LABELS.items() if name != "q"}
