"""What the report says of statements that several sources render."""

from collections.abc import Mapping

import pandas as pd

from analysis.statements.sentence import Sentence, Value, Values, enumerate_words, plural, slugs

LISTED = 8  # sources that a sentence lists, those with most renderings in full
IN_FULL = "in full"


def told(rendered: pd.DataFrame, labels: Mapping[str, str]) -> list[Sentence]:
    """How many statements stand in several sources, and who has how many in full."""
    count = int(rendered["statement"].nunique())
    if not count:
        return [Sentence("No statement was found that two sources render.")]
    hows = rendered["how"].value_counts()
    size = Sentence.of(
        f"{{renderings.statements}} {plural(count, 'statement stands', 'statements stand')} in two sources or more, in "
        "{renderings.all} renderings: {renderings.full} with the words of the fullest, {renderings.cut} cut and "
        "{renderings.reworded} in other words.",
        Value("renderings.statements", count, "statements"),
        Value("renderings.all", len(rendered), "renderings"),
        Value("renderings.full", int(hows.get(IN_FULL, 0)), "renderings"),
        Value("renderings.cut", int(hows.get("cut", 0)), "renderings"),
        Value("renderings.reworded", int(hows.get("in other words", 0)), "renderings"),
    )
    values, parts = Values(), []
    full = rendered[rendered["how"] == IN_FULL].groupby("source")["statement"].nunique()
    of = rendered.groupby("source")["statement"].nunique()
    named = [source for source in labels if source in of]
    for source in sorted(named, key=lambda one: -int(full.get(one, 0)))[:LISTED]:
        key = f"renderings.{slugs(labels)[source]}"
        has = values.put(f"{key}.full", int(full.get(source, 0)), "statements")
        parts.append(
            f"{values.label(labels, source)} {has} of {values.put(f'{key}.all', int(of[source]), 'statements')}"
        )
    return [size, values.say(f"In full: {enumerate_words(parts)}.")]


LABELS = {
    "statement": "statement",
    "source": "source",
    "how": "how",
    "share": "share of the fullest",
    "speaker": "speaker",
    "cue": "cue",
    "only": "only here",
    "missing": "missing here",
    "passage": "passage",
}


def caption(rendered: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Statements that two sources or more render (n = {renderings.all} renderings), the fullest of each first, with its "
        "share of the words of that one, the cue, and the longest fragments that differ, each cut short.",
        Value("renderings.all", len(rendered), "renderings"),
    )
