"""What the report says of topics."""

import math
from collections.abc import Mapping

import pandas as pd

from analysis import coverage
from analysis.grades import Grade
from analysis.power import POWER
from analysis.statements.sentence import Finding, Sentence, Value, Values, enumerate_words, plural
from analysis.study import OTHERS
from analysis.topics import UNFIRM, Topics

LISTED, NAMED = 12, 6  # topics that a sentence lists; of more, the largest


def found(topics: pd.DataFrame, agreement: tuple[float, float]) -> Sentence:
    """How many topics there are, and how many of them hold."""
    firm = topics[topics["verdict"] != UNFIRM]
    values = (
        Value("topics.number", len(topics), "topics"),
        Value("topics.firm", len(firm), "topics"),
        Value("topics.passages", int(topics["passages"].sum()), "passages"),
        Value("topics.firm.share", 100 * firm["passages"].sum() / topics["passages"].sum(), "%"),
        Value("topics.agreement", agreement[0], "adjusted Rand index", digits=2),
    )
    start = "The passages fall into {topics.number} topics; " if len(topics) > 1 else "The passages form one topic; "
    holds = (
        "none of them holds when passages are left out, so none is interpreted"
        if firm.empty
        else "{topics.firm} of them hold when passages are left out, with {topics.firm.share} of the {topics.passages} "
        "passages; the others are shown in grey, and nothing is concluded from them"
    )
    return Sentence(start + holds + " (agreement of refits {topics.agreement}).", values)


def main_finding(topics: pd.DataFrame, grade: Grade) -> Finding:
    """Which topics hold."""
    firm = topics[topics["verdict"] != UNFIRM]
    if firm.empty:
        sentence = Sentence.of(
            "None of the {topics.number} topics is stable enough to be interpreted.",
            Value("topics.number", len(topics), "topics"),
        )
        return Finding("topics", sentence, grade, "topic-stability")
    stable = int((firm["verdict"] == "stable").sum())
    values = Values(Value("topics.number", len(topics), "topics"), Value("topics.firm", len(firm), "topics"))
    pattern = values.put("topics.pattern", len(firm) - stable, "topics")
    how = f"{values.put('topics.stable', stable, 'topics')} stable, {pattern} as a pattern"
    listed = firm["label"] if len(firm) <= LISTED else firm["label"].head(NAMED)
    named = values.put("topics.firm.labels", enumerate_words([f"“{label}”" for label in listed]))
    verb, lead = plural(len(firm), "holds", "hold"), ": " if len(firm) <= LISTED else "; the largest: "
    told = values.say(
        f"Of {{topics.number}} topics, {{topics.firm}} {verb} when passages are left out ({how}){lead}{named}."
    )
    return Finding("topics", told, grade, "topic-stability")


def attention(
    result: tuple[float, float, float],
    draws: int,
    shares: pd.DataFrame,
    grade: Grade,
    detectable: Sentence | None = None,
) -> Finding:
    """Whether the sources divide their attention differently."""
    _, v, p = result
    named = shares[shares["source"] != OTHERS]
    differ = p < 0.05
    sentence = Sentence.of(
        (
            "The sources divide their passages differently over the topics"
            if differ
            else "That the sources divide their passages differently over the topics cannot be told from chance"
        )
        + " (Cramér’s V {attention.v}, p = {attention.p} under {attention.draws} rearrangements "
        "of the articles); {attention.cells} of {attention.all} cells stand out by themselves.",
        Value("attention.v", v, digits=2),
        Value("attention.p", p, digits=4),
        Value("attention.draws", draws, "rearrangements"),
        Value("attention.cells", len(coverage.standing_out(named)), "cells"),
        Value("attention.all", len(named), "cells"),
    )
    return Finding("attention", sentence, grade, "topics-by-source", detectable)


def detectable(shifts: pd.DataFrame, association: tuple[float, float], labels: Mapping[str, str]) -> Sentence | None:
    """Which differences of attention could be found: of all cells together, and of one; nothing with one source."""
    if shifts.empty:
        return None
    values = Values(Value("attention.limit.power", 100 * POWER, "%"))
    values.put("attention.limit.chance", association[1], digits=2)
    told = "With {attention.limit.power} power the sources are told apart "
    if math.isnan(association[0]):
        told += "by no Cramér’s V (by chance it is {attention.limit.chance})"
    else:
        values.put("attention.limit.v", association[0], digits=2)
        told += "from a Cramér’s V of {attention.limit.v} on (by chance it is {attention.limit.chance})"
    seen = shifts.dropna(subset=["points"]).sort_values("points", kind="stable")
    if seen.empty:
        return values.say(f"{told}; that one cell stood out by itself could not be found, however large its share.")
    values.put("attention.limit.others", 100 * seen["others"].iloc[0], "%")
    parts = []
    for end, row in (("low", seen.iloc[0]), ("high", seen.iloc[-1])):
        points = values.put(f"attention.limit.{end}", 100 * row["points"], "points", n=int(row["passages"]))
        parts.append(f"{points} in {values.label(labels, row['source'])}")
        if len(seen) == 1:
            break
    return values.say(
        f"{told}, and one cell from {' to '.join(parts)} percentage points more than the "
        "{attention.limit.others} that a topic of average size has elsewhere."
    )


def confounded(source_nmi: tuple[float, float, float], topics: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """Whether topics are only sources in disguise."""
    nmi, null, _ = source_nmi
    own = topics[topics["own"]]
    told = Sentence.of(
        "Topic and source share {topics.nmi} of their information (normalised; {topics.nmi.null} by chance).",
        Value("topics.nmi", nmi, digits=2),
        Value("topics.nmi.null", null, digits=2),
    )
    if own.empty:
        return told
    values = Values()
    named = [
        f"topic {values.put(f'topics.own.{row.topic}', row.topic)} ({values.label(labels, row.main_source)})"
        for row in own.head(NAMED).itertuples()
    ]
    if len(own) > NAMED:
        return told + values.say(
            f"{values.put('topics.own', len(own), 'topics')} topics are nearly all of one source, the largest of them "
            f"{enumerate_words(named)}."
        )
    return told + values.say(f"Nearly all of one source: {enumerate_words(named)}.")


def method(found: Topics, exact: int) -> Sentence:
    """How clusters were found, which the number of passages decides; `exact` is the largest number for trees."""
    passages = Value("topics.all", len(found.assignment), "passages")
    if len(found.assignment) <= exact:
        return Sentence.of(
            "Topics are what {topics.trees} trees (Ward’s linkage), each of a random part of the {topics.all} passages, agree "
            "on; as many other trees say how well that holds.",
            passages,
            Value("topics.trees", found.refits, "trees"),
        )
    return Sentence.of(
        "There are more than {topics.exact} passages, so topics are a mixture of word distributions, climbed to from "
        "spherical k-means on the latent vectors of {topics.fitted} of the {topics.all}, drawn with the same share of each "
        "source; every passage is on its most probable topic.",
        Value("topics.exact", exact, "passages"),
        Value("topics.fitted", found.fitted, "passages"),
        passages,
    )


def choice(scan: pd.DataFrame, topics: pd.DataFrame) -> Sentence:
    """How the number of topics was chosen."""
    if len(scan) == 1:
        return Sentence.of("The number of topics was given: {topics.given}.", Value("topics.given", len(topics)))
    every = len(scan) == scan["topics"].max() - scan["topics"].min() + 1
    tried = "From" if every else "{topics.scan.tried} numbers from"
    return Sentence.of(
        f"{tried} {{topics.scan.low}} to {{topics.scan.high}} topics were tried; {{topics.scan.chosen}} is the smallest "
        "number within one standard error of the most stable.",
        Value("topics.scan.tried", len(scan), "numbers of topics"),
        Value("topics.scan.low", int(scan["topics"].min()), "topics"),
        Value("topics.scan.high", int(scan["topics"].max()), "topics"),
        Value("topics.scan.chosen", len(topics), "topics"),
    )


def stability_caption(found: Topics, limits: tuple[float, float], share: float) -> Sentence:
    return Sentence.of(
        "How well each topic holds: mean best Jaccard overlap with the clusters of {stability.refits} refits on "
        "{stability.share} of n = {stability.n} passages. Limits after Hennig: below {stability.low} not to be "
        "interpreted, from {stability.high} stable.",
        Value("stability.refits", found.refits, "refits"),
        Value("stability.share", 100 * share, "%"),
        Value("stability.n", found.fitted, "passages"),
        Value("stability.low", limits[0], digits=2),
        Value("stability.high", limits[1], digits=2),
    )


def stability_alt(topics: pd.DataFrame) -> Sentence:
    best, worst = topics.loc[topics["stability"].idxmax()], topics.loc[topics["stability"].idxmin()]
    return Sentence.of(
        "One dot a topic. The highest is “{stability.best}” at {stability.best.value}, the lowest “{stability.worst}” at "
        "{stability.worst.value}.",
        Value("stability.best", best["label"]),
        Value("stability.best.value", best["stability"], digits=2),
        Value("stability.worst", worst["label"]),
        Value("stability.worst.value", worst["stability"], digits=2),
    )


def scan_caption(scan: pd.DataFrame, refits: int) -> Sentence:
    return Sentence.of(
        "Stability by number of topics: mean adjusted Rand index of {scan.refits} refits against the fit, with one "
        "standard error either way.",
        Value("scan.refits", refits, "refits"),
    )


def scan_alt(scan: pd.DataFrame) -> Sentence:
    best = scan.loc[scan["stability"].idxmax()]
    return Sentence.of(
        "A line with its highest point, {scan.best}, at {scan.best.topics} topics and its lowest at {scan.worst}.",
        Value("scan.best", best["stability"], digits=2),
        Value("scan.best.topics", int(best["topics"]), "topics"),
        Value("scan.worst", scan["stability"].min(), digits=2),
    )


def by_source_caption(shares: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Passages of each source on each topic (n = {bysource.n}); the shading is the share of the source’s passages. "
        "Bold with ▲ or ▼: more or fewer passages than if all sources divided theirs alike, by more than chance tells "
        "(q below {bysource.rate} under rearrangements, all cells one family). Topics named in grey do not hold.",
        Value("bysource.n", int(shares["passages"].sum()), "passages"),
        Value("bysource.rate", coverage.RATE, digits=2),
    )


def by_source_alt(shares: pd.DataFrame, topics: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    top = shares.loc[shares["share"].idxmax()]
    return Sentence.of(
        "Matrix of topics by sources. The darkest cell is {bysource.source} on “{bysource.topic}”: {bysource.passages} of "
        "its {bysource.total} passages.",
        Value("bysource.source", labels[top["source"]]),
        Value("bysource.topic", topics.set_index("topic")["label"][top["topic"]]),
        Value("bysource.passages", int(top["passages"]), "passages"),
        Value("bysource.total", int(top["total"]), "passages"),
    )


TOPICS_LABELS = {
    "topic": "no.",
    "terms": "typical words",
    "passages": "passages",
    "stability": "stability",
    "verdict": "verdict",
}


def topics_caption(topics: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The topics (n = {topics.number}), largest first, with their stability and Hennig’s reading of it.",
        Value("topics.number", len(topics), "topics"),
    )


def assignment_caption(assigned: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The topic of each passage ({topics.assigned} rows).", Value("topics.assigned", len(assigned), "passages")
    )
