"""What the report says of the map of topics, of single topics, and of how they change over time."""

from collections.abc import Mapping

import pandas as pd

from analysis import coverage
from analysis.statements.sentence import Sentence, Value, Values, enumerate_words, plural, slugs
from analysis.topics import holding

STRONGEST = 3  # cells in a sentence


# the map


def map_caption(drawn: pd.DataFrame, passages: int, fidelity: float) -> Sentence:
    """What a place on the map means; `drawn` are those of all `passages` that are drawn."""
    topics = drawn["topic"].nunique()
    values = Values(Value("map.drawn", len(drawn), "passages"), Value("map.passages", passages, "passages"))
    told = (
        "One mark a passage, n = {map.drawn}"
        if len(drawn) == passages
        else "One mark a passage, {map.drawn} drawn of n = {map.passages}, each topic and source with its share"
    )
    told += (
        ", in the disc of its topic. The area of a disc is in proportion to its passages; the nearer a mark is to the "
        "middle, the more typical it is of the topic (by rank of the cosine to the topic’s centre)"
    )
    if topics > 1:
        told += ", and it stands on the side of those topics that it resembles more than others of its topic do"
    told += "."
    if topics > 2:
        told_of = values.put("map.fidelity", fidelity, "rank correlation", digits=2)
        told += (
            " Discs lie the farther apart, the less alike topics are, as well as a plane can show it: the rank "
            f"correlation of the distances on the map with those of the topics is {told_of}."
        )
    return values.say(f"{told} Dashed, with names in grey: topics that do not hold.")


def map_alt(places: pd.DataFrame, topics: pd.DataFrame) -> Sentence:
    """`places` are the passages that are drawn."""
    largest = topics.loc[topics["passages"].idxmax()]
    return Sentence.of(
        "Map with {map.marks} marks in {map.discs} discs, of which {map.dashed} are dashed. The largest is "
        "“{map.largest}”, topic {map.largest.topic}.",
        Value("map.marks", len(places), "passages"),
        Value("map.discs", places["topic"].nunique(), "topics"),
        Value("map.dashed", len(topics) - len(holding(topics)), "topics"),
        Value("map.largest", largest["label"]),
        Value("map.largest.topic", int(largest["topic"])),
    )


# profiles


def profiles_caption(topics: pd.DataFrame, most: int) -> Sentence:
    """`topics` are those that hold, of which the `most` largest are drawn."""
    if topics.empty:
        return Sentence("No topic holds, so none is shown by itself.")
    shown = "The {profiles.shown} largest of the " if len(topics) > most else "The "
    noun = plural(len(topics), "topic that holds", "topics that hold")
    return Sentence.of(
        f"{shown}{{profiles.holding}} {noun}. Left: typical words, by class TF-IDF and how far they stand "
        "together, with how many of its passages have them. Right: the share of each source’s passages that is on the "
        "topic, with {profiles.level} intervals that take passages as independent; the line is the share of all passages; "
        "filled where the share differs from it by more than chance tells (q below {profiles.rate} under rearrangements).",
        Value("profiles.shown", min(most, len(topics)), "topics"),
        Value("profiles.holding", len(topics), "topics"),
        Value("profiles.level", 95, "%"),
        Value("profiles.rate", coverage.RATE, digits=2),
    )


def profiles_alt(shares: pd.DataFrame, topics: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """`topics` are those that are drawn."""
    if topics.empty:
        return Sentence("An empty figure.")
    own = shares[shares["topic"].isin(topics["topic"])]
    top = own.loc[own["share"].idxmax()]
    return Sentence.of(
        "A panel a topic ({profiles.panels}), with bars for words and dots for sources. The largest share is that of "
        "{profiles.source} on “{profiles.topic}”, {profiles.share}.",
        Value("profiles.panels", len(topics), "topics"),
        Value("profiles.source", labels[top["source"]]),
        Value("profiles.topic", topics.set_index("topic")["label"][top["topic"]]),
        Value("profiles.share", 100 * top["share"], "%"),
    )


def words_caption(words: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The typical words of all topics, how typical they are, and how many passages of the topic have them "
        "({words.rows} rows). "
        "Scores of different topics do not compare.",
        Value("words.rows", len(words), "rows"),
    )


# cells that stand out


def standing_out(shares: pd.DataFrame, topics: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """The cells that differ most from what is expected, among topics that hold."""
    firm = holding(topics).set_index("topic")["label"]
    cells = coverage.standing_out(shares)
    cells = cells[cells["topic"].isin(firm.index)]
    cells = cells.iloc[(-cells["residual"].abs()).argsort(kind="stable")].head(STRONGEST)
    if cells.empty:
        return Sentence(
            "On no topic that holds does a source by itself differ from the others by more than chance tells."
        )
    values, parts, known = Values(), [], slugs(labels)
    for cell in cells.itertuples():
        key = f"cell.{known[cell.source]}.{cell.topic}"
        count = values.put(f"{key}.passages", cell.passages, "passages")
        expected = values.put(f"{key}.expected", cell.expected, "passages", digits=1)
        q, topic = values.put(f"{key}.q", cell.q, digits=4), values.put(f"{key}.topic", firm[cell.topic])
        verb = plural(cell.passages, "passage", "passages")
        parts.append(
            f"{values.label(labels, cell.source)} with {count} {verb} on “{topic}” (expected {expected}; q = {q})"
        )
    return values.say(f"Farthest from what is expected, on topics that hold: {enumerate_words(parts)}.")


# typical passages

TYPICAL_LABELS = {
    "topic": "topic",
    "rank": "rank",
    "source": "source",
    "passage": "passage",
    "words": "words",
    "start": "from character",
    "end": "to",
    "nearness": "cosine to the centre",
}


def typical_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The passages that stand for each topic (n = {typical.passages}): those nearest to its centre, first of sources "
        "and then of documents that have none yet. Characters count in the cleaned text.",
        Value("typical.passages", len(found), "passages"),
    )


def nearest(found: pd.DataFrame, topics: pd.DataFrame) -> Sentence:
    """The most typical passage of each of these rows of typical passages."""
    if found.empty:
        return Sentence("No topic holds, so no passage is shown for one.")
    values, labels, parts = Values(), topics.set_index("topic")["label"], []
    for row in found.itertuples():
        passage = values.put(f"typical.{row.topic}.passage", row.passage)
        parts.append(f"{passage} (“{values.put(f'typical.{row.topic}.topic', labels[row.topic])}”)")
    return values.say(f"Nearest to the centre of its topic: {enumerate_words(parts)}.")


# over time


def over_time(times: pd.DataFrame, documents: pd.DataFrame, topics: pd.DataFrame) -> Sentence:
    """Whether topics can be followed over time, and which of those that hold changes most."""
    dated, firm = int((documents["date"] != "").sum()), holding(topics).set_index("topic")["label"]
    values = Values(
        Value("times.dated", dated, "documents"),
        Value("times.documents", len(documents), "documents"),
        Value("times.least", coverage.LEAST, "passages"),
        Value("times.share", 100 * coverage.DATED, "%"),
        Value("times.fewest", coverage.FEWEST_PERIODS, "periods"),
    )
    known = "A date is known for {times.dated} of {times.documents} documents"
    if times.empty:
        needed = (
            f"{known}; topics are followed over time from {{times.share}} on"
            if dated < coverage.DATED * len(documents)
            else f"{known}, but they do not fall into {{times.fewest}} periods or more, most with {{times.least}} passages"
        )
        return values.say(f"{needed}, so none is followed here.")
    periods = sorted(set(times["period"]))
    first, last = values.put("times.first", periods[0]), values.put("times.last", periods[-1])
    start = f"{known}; topics are followed by {coverage.unit(times)}, from {first} to {last}."
    full = times[times["topic"].isin(firm.index) & (times["of"] >= coverage.LEAST)]
    if full.empty:
        return values.say(start)
    spread = full.groupby("topic")["share"].agg(lambda shares: round(shares.max() - shares.min(), 6))
    own = full[full["topic"] == spread.idxmax()]
    label = values.put("times.topic", firm[spread.idxmax()])
    ends = []
    for name, row in (("low", own.loc[own["share"].idxmin()]), ("high", own.loc[own["share"].idxmax()])):
        interval = {"low": 100 * row["low"], "high": 100 * row["high"], "n": int(row["of"])}
        share = values.put(f"times.{name}", 100 * row["share"], "%", **interval)
        ends.append(f"{share} ({values.put(f'times.{name}.period', row['period'])})")
    return values.say(f"{start} The share of “{label}” varies most, between {ends[0]} and {ends[1]} of the passages.")


def times_caption(times: pd.DataFrame, topics: pd.DataFrame, most: int) -> Sentence:
    """`topics` are those that hold, of which the `most` largest are drawn."""
    if times.empty or topics.empty:
        return Sentence("Topics over time: nothing to show.")
    passages = int(times.drop_duplicates("period")["of"].sum())
    return Sentence.of(
        "Share of each topic in the passages of a {times.unit} (n = {times.passages} passages in {times.periods} periods), "
        "for the {times.shown} largest that hold, with {times.level} intervals; dots are the larger, the more passages a "
        "{times.unit} has. Intervals take passages as independent: where one article makes up much of a {times.unit}, they "
        "are too narrow.",
        Value("times.unit", coverage.unit(times)),
        Value("times.passages", passages, "passages"),
        Value("times.periods", times["period"].nunique(), "periods"),
        Value("times.shown", min(most, len(topics)), "topics"),
        Value("times.level", 95, "%"),
    )


def times_alt(times: pd.DataFrame, topics: pd.DataFrame, most: int) -> Sentence:
    """`topics` are those that hold, of which the `most` largest are drawn."""
    if times.empty or topics.empty:
        return Sentence("An empty figure.")
    shown = topics.head(most)
    own = times[times["topic"].isin(shown["topic"])]
    top = own.loc[own["share"].idxmax()]
    return Sentence.of(
        "A line with a band for each of {times.panels} topics. The highest point is {times.top} of the passages of "
        "{times.top.period}, on “{times.top.topic}”.",
        Value("times.panels", len(shown), "topics"),
        Value("times.top", 100 * top["share"], "%"),
        Value("times.top.period", top["period"]),
        Value("times.top.topic", shown.set_index("topic")["label"][top["topic"]]),
    )
