"""What the report says of how well words can be compared: limits, priors, pairs, one topic."""

from collections.abc import Mapping

import pandas as pd

from analysis.power import POWER
from analysis.statements.sentence import Sentence, Value, Values, plural


def smallest(limits: pd.DataFrame, inflation: float, rate: float, labels: Mapping[str, str]) -> Sentence:
    """What differences these texts are too short to show."""
    if limits.empty:
        return Sentence("With one source there is nothing to compare.")
    seen = limits.dropna(subset=["ratio"])
    values = Values(
        *_asked(rate),
        Value("wording.limit.inflation", inflation, "times", digits=2),
    )
    start = "A word that the others use {wording.limit.rate} times in a thousand words that carry content "
    clumps = "counts vary {wording.limit.inflation} times as much as those of independent words."
    if seen.empty:
        told = "could not be found to differ with {wording.limit.power} power, however often a source used it; "
        return values.say(start + told + clumps)
    parts = []
    for end, row in (("low", seen.loc[seen["ratio"].idxmin()]), ("high", seen.loc[seen["ratio"].idxmax()])):
        ratio = values.put(f"wording.limit.{end}", row["ratio"], "times", digits=1)
        odds = values.put(f"wording.limit.{end}.log_odds", row["log_odds"], digits=1)
        source = values.put(f"wording.limit.{end}.source", labels[row["source"]])
        parts.append(f"{ratio} times as frequent in {source} (log-odds {odds})")
        if len(seen) == 1:
            break
    alone = values.put("wording.limit.alone", seen["alone"].min(), "times", digits=1)
    told = (
        f"would have to be {' and '.join(parts)} to be found among all comparisons with {{wording.limit.power}} power "
    )
    told += "or more; "
    own = f"one chosen beforehand, {alone} times where the texts are longest; "
    return values.say(start + told + own + clumps)


def detectable(limits: pd.DataFrame, rate: float, labels: Mapping[str, str]) -> Sentence | None:
    """The same in one short sentence, to stand beside a finding; nothing with one source."""
    if limits.empty:
        return None
    seen, values, parts = limits.dropna(subset=["ratio"]).sort_values("ratio", kind="stable"), Values(*_asked(rate)), []
    start = (
        "With {wording.limit.power} power a word that the others use {wording.limit.rate} times in a thousand is found "
    )
    if seen.empty:
        return values.say(f"{start}in no source, however often it stands there.")
    for end, row in (("low", seen.iloc[0]), ("high", seen.iloc[-1])):
        ratio = values.put(f"wording.limit.{end}", row["ratio"], "times", digits=1)
        parts.append(f"{ratio} times as often in {values.put(f'wording.limit.{end}.source', labels[row['source']])}")
        if len(seen) == 1:
            break
    return values.say(f"{start}if it stands {' and '.join(parts)}.")


def _asked(rate: float) -> tuple[Value, Value]:
    """Of which word, and with which power."""
    digits = 0 if float(rate).is_integer() else 1
    asked = Value("wording.limit.rate", rate, "per 1,000 words", digits=digits)
    return asked, Value("wording.limit.power", 100 * POWER, "%")


def limits_caption(limits: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "How many times as frequent a word must be in each of {wording.limit.sources} sources to be found: chosen beforehand "
        "(alone), and among all comparisons (ratio, and its log-odds).",
        Value("wording.limit.sources", len(limits), "sources"),
    )


def priors(steady: pd.DataFrame) -> Sentence:
    """How many of the words shown keep their sign and their place under other priors."""
    if steady.empty:
        return Sentence("There is nothing to show.")
    firm = steady[steady["excludes"] == steady["priors"]]
    mixed = steady[(steady["excludes"] > 0) & (steady["excludes"] < steady["priors"])]
    moved = int((steady["last"] - steady["first"]).max())
    return Sentence.of(
        "Of the {prior.words} words, {prior.firm} "
        f"{plural(len(firm), 'has', 'have')} an interval without zero under each of {{prior.many}} priors and {{prior.mixed}} "
        "under some; no word moves by more than {prior.moved} places. q does not depend on the prior.",
        Value("prior.words", len(steady), "words"),
        Value("prior.firm", len(firm), "words"),
        Value("prior.mixed", len(mixed), "words"),
        Value("prior.many", int(steady["priors"].max()), "priors"),
        Value("prior.moved", moved, "places"),
    )


def strip_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The log-odds of {prior.words} words under {prior.many} strengths of the prior; the first is the one used, half the "
        "smaller side. Grey: the interval includes zero; bold: survives false-discovery control.",
        Value("prior.words", len(found[["source", "term"]].drop_duplicates()), "words"),
        Value("prior.many", found["prior"].nunique(), "priors"),
    )


def strip_alt(steady: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """How steady the words of each panel are."""
    if steady.empty:
        return Sentence("There is nothing to show.")
    values, parts = Values(), []
    for number, (source, own) in enumerate(steady.groupby("source"), start=1):
        firm = values.put(f"prior.panel-{number}.firm", int((own["excludes"] == own["priors"]).sum()), "words")
        many = values.put(f"prior.panel-{number}.words", len(own), "words")
        parts.append(f"{values.label(labels, str(source))}: {firm} of {many}")
    return values.say("Words whose interval excludes zero under every prior. " + "; ".join(parts) + ".")


def pairs_caption(summary: pd.DataFrame, paired: int) -> Sentence:
    return Sentence.of(
        "Each of at most {pairs.most} sources against each other one ({pairs.many} pairs): words compared, how many are "
        "distinct (*, one family of tests), and the first that either side uses more.",
        Value("pairs.most", paired, "sources"),
        Value("pairs.many", len(summary), "pairs"),
    )


def all_pairs_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of("Every word of every pair ({pairs.rows} rows).", Value("pairs.rows", len(found), "rows"))


def within(passages: pd.DataFrame, topic: int, topics: pd.DataFrame | None) -> list[Sentence]:
    """That only the passages of one topic are compared; nothing where all are."""
    if topics is None:
        return []
    label = topics.loc[topics["topic"] == topic, "label"].iloc[0]
    return [
        Sentence.of(
            "Only the {within.passages} passages on topic {within.topic} ({within.label}) are compared.",
            Value("within.passages", len(passages), "passages"),
            Value("within.topic", topic, "topic"),
            Value("within.label", label),
        )
    ]
