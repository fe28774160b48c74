"""What the report says of how its findings fare in other settings."""

from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any

import pandas as pd

from analysis.robustness import NONE, ROBUST, Robustness, changes
from analysis.statements.sentence import Sentence, Standing, Value, Values, enumerate_words, plural

TITLES = {
    "lengths": "Lengths",
    "topics": "Topics that hold",
    "attention": "Attention to topics",
    "wording": "Words that set a source apart",
    "divergence": "Divergence of words",
    "voices": "Main voices",
    "voices-alone": "Voices of one source",
    "omissions": "Absences",
    "order": "Order",
    "disagreement": "Disagreements",
    "frames": "Frames",
}
TOGETHER = "several changed"  # what settings are called that change more than one choice
SHOWN = 5  # claims of a finding in the figure, those that hold most often
BREAKING = 3  # choices in a sentence
CLAIMS_LABELS = {
    "title": "finding",
    "claim": "claim",
    "holds": "holds",
    "settings": "of",
    "share": "share",
    "breaks": "broken by a single change",
}

_NAMES: dict[str, Callable[[Any], str]] = {
    "function_words": lambda on: "function words too" if on else "no function words",
    "lemmas": lambda on: "dictionary forms" if on else "words as written",
    "pairs": lambda on: "word pairs too" if on else "no word pairs",
    "joined": lambda many: f"{many} passages as one",
    "more_topics": lambda more: f"{abs(more)} {plural(abs(more), 'topic')} {'more' if more > 0 else 'fewer'}",
    "borrow": lambda share: f"borrowing {share:g}",
    "prior": lambda words: f"prior of {words:g} words",
    "least_passages": lambda many: f"words in {many} passages",
    "take_out_style": lambda on: "house style taken out" if on else "house style left in",
    "count_copies": lambda on: "copies counted" if on else "copies not counted",
    "count_shared": lambda on: "shared copy in all" if on else "shared copy once",
    "quoted_only": lambda _: "quoted words only",
    "seed": lambda number: f"random seed {number}",
}
_NOTHING = {
    "attention": "attention is not told from chance",
    "wording": "no word is told from chance",
    "divergence": "words are not told from chance",
    "frames": "no frame is told from chance",
    "omissions": "no absence is surprising",
    "disagreement": "no fact is told differently",
    "topics": "no topic holds",
    "order": "no source opens with a topic",
}


def settings_table(found: Robustness, labels: Mapping[str, str]) -> pd.DataFrame:
    """The settings: setting (its number), changed (how many choices), name (what they are)."""
    rows = []
    for number, one in enumerate(found.tried, start=1):
        changed = changes(found.base, one)
        names = [
            f"without {labels[value]}" if choice == "without" else _NAMES[choice](value)
            for choice, value in changed.items()
        ]
        rows.append((number, len(changed), ", ".join(names)))
    return pd.DataFrame(rows, columns=pd.Index(["setting", "changed", "name"]))


def claims_table(found: Robustness, settings: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """`Robustness.claims` with claim as text, and the single changes that break it (breaks); those of the report first."""
    failing = found.cells[~found.cells["holds"].astype(bool)].merge(settings[settings["changed"] == 1], on="setting")
    breaks = {claim: ", ".join(own) for claim, own in failing.groupby("claim")["name"]}
    topics = set(found.claims.loc[found.claims["kind"] == "topic", "thing"])
    told = found.claims.assign(
        number=found.claims["claim"],
        title=found.claims["finding"].map(TITLES),
        breaks=[breaks.get(claim, "") for claim in found.claims["claim"]],
        claim=[_claim(row, labels, topics) for row in found.claims.itertuples()],
        source=[labels.get(source, "") for source in found.claims["source"]],
    )
    return told.sort_values("told", ascending=False, kind="stable", ignore_index=True)


def _claim(row: Any, labels: Mapping[str, str], topics: Collection[str]) -> str:
    if row.kind == NONE:
        return _NOTHING.get(row.finding, "nothing")
    source, thing = labels.get(row.source, row.source), row.thing
    named = f"“{thing}”" if thing in topics else thing
    return {
        "longest": f"{source} is the longest",
        "shortest": f"{source} is the shortest",
        "topic": f"“{thing}” is found",
        "differ": "the sources differ",
        "apart": f"{source} stands apart",
        "more": f"more of “{thing}” in {source}",
        "less": f"less of “{thing}” in {source}",
        "word": f"“{thing}” in {source}",
        "main voice": f"{thing} leads in {source}",
        "own voice": f"only {source} has {thing}",
        "absence": f"{source} lacks {named}",
        "opens": f"{source} opens with {named}",
        "disagreement": f"accounts differ on “{thing}”",
    }[row.kind]


def overall(claims: pd.DataFrame, settings: pd.DataFrame) -> Sentence:
    """How many of the report's claims survive."""
    told = claims[claims["told"]]
    values = Values(
        Value("robustness.claims", len(told), "claims"),
        Value("robustness.robust", int(told["robust"].sum()), "claims"),
        Value("robustness.half", int((told["share"] < 0.5).sum()), "claims"),
        Value("robustness.settings", len(settings), "settings"),
        Value("robustness.single", int((settings["changed"] == 1).sum()), "settings"),
        Value("robustness.share", 100 * ROBUST, "%"),
    )
    return values.say(
        "Of {robustness.claims} claims that the findings make, {robustness.robust} hold in {robustness.share} or more of the "
        "other settings that could change them, and {robustness.half} in fewer than half. There are {robustness.settings} "
        "other settings: {robustness.single} change one choice, the others several at random."
    )


def standings(claims: pd.DataFrame) -> list[Standing]:
    """How each finding fares: in how many settings its claim holds, or how many of its claims are robust."""
    return [_standing(str(finding), own) for finding, own in claims[claims["told"]].groupby("finding", sort=False)]


def _standing(finding: str, own: pd.DataFrame) -> Standing:
    title, key = TITLES[finding], f"robustness.{finding}"
    values, robust = Values(), bool(own["robust"].mean() >= ROBUST)
    asked = own[own["settings"] > 0].sort_values("share", ascending=False, kind="stable").to_dict("records")
    if not asked:
        return Standing(finding, title, Sentence("No other setting could change it."), False)
    most, least = asked[0], asked[-1]
    if len(asked) == 1:
        told = f"Holds in {_held(values, key, most)} other settings"
        if broken := most["breaks"].split(", ") if most["breaks"] else []:
            names = values.put(f"{key}.breaks", ", ".join(broken[:BREAKING]))
            told += f"; broken by a single change: {names}{' and others' if len(broken) > BREAKING else ''}"
        return Standing(finding, title, values.say(f"{told}."), robust)
    many = values.put(f"{key}.claims", len(asked), "claims")
    if least["share"] == 1:
        of = values.put(f"{key}.settings", max(row["settings"] for row in asked), "settings")
        told = f"Its {many} claims hold in all of {of} other settings that could change them."
        return Standing(finding, title, values.say(told), robust)
    count = sum(row["robust"] for row in asked)
    firm, share = values.put(f"{key}.robust", count, "claims"), values.put("robustness.share", 100 * ROBUST, "%")
    ends = [
        f"{end} often: {values.put(f'{key}.{end}', row['claim'])} ({_held(values, f'{key}.{end}', row)})"
        for end, row in (("most", most), ("least", least))
    ]
    told = f"Of its {many} claims, {firm} {plural(count, 'holds', 'hold')} in {share} or more of the other settings"
    return Standing(finding, title, values.say(f"{told}; {'; '.join(ends)}."), robust)


def _held(values: Values, key: str, row: Mapping[Hashable, Any]) -> str:
    """In how many of how many settings a claim holds."""
    held, of = (values.put(f"{key}.{name}", int(row[name]), "settings") for name in ("holds", "settings"))
    return f"{held} of {of}"


def shown(claims: pd.DataFrame) -> pd.DataFrame:
    """The claims in the figure: of each finding the report's SHOWN that hold most often, of those that could fail."""
    return (
        claims[claims["told"] & (claims["settings"] > 0)]
        .groupby("finding", sort=False)
        .head(SHOWN)
        .reset_index(drop=True)
    )


def caption(drawn: pd.DataFrame, claims: pd.DataFrame, settings: pd.DataFrame) -> Sentence:
    told = claims[claims["told"]]
    more = len(drawn) < len(told)
    values = Values(
        Value("strip.claims", len(drawn), "claims"),
        Value("strip.all", len(told), "claims"),
        Value("strip.settings", len(settings), "settings"),
        Value("robustness.share", 100 * ROBUST, "%"),
    )
    which = "{strip.claims} of {strip.all} claims" if more else "The {strip.claims} claims"
    return values.say(
        f"{which} of the findings in {{strip.settings}} other settings. Square: the claim holds; cross: it does not; nothing: "
        "the setting cannot change it. Beside: in how many settings it holds, bold from {robustness.share} on."
    )


def alt(drawn: pd.DataFrame) -> Sentence:
    """The share of settings in which the claims of each finding hold."""
    if drawn.empty:
        return Sentence("There is nothing to show.")
    values, parts = Values(), []
    for finding, own in drawn.groupby("finding", sort=False):
        key = f"strip.{finding}"
        low = values.put(f"{key}.low", 100 * own["share"].min(), "%")
        high = values.put(f"{key}.high", 100 * own["share"].max(), "%")
        parts.append(f"{TITLES[str(finding)]}: {low} to {high}")
    return values.say("Claims by settings. Share of the settings in which they hold. " + "; ".join(parts) + ".")


def claims_caption(claims: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "What the report claims, and in how many other settings it holds; the last column names the choices that break it by "
        "themselves ({robustness.claims} claims; the file also has {robustness.others} that only other settings make).",
        Value("robustness.claims", int(claims["told"].sum()), "claims"),
        Value("robustness.others", int((~claims["told"]).sum()), "claims"),
    )


def elsewhere(claims: pd.DataFrame) -> Sentence:
    """Claims that the report does not make but half of the other settings or more do."""
    missed = claims[~claims["told"] & (claims["share"] >= 0.5) & (claims["settings"] > 1)]
    count = Value("robustness.missed", len(missed), "claims")
    if missed.empty:
        return Sentence.of(
            "No claim that the report does not make ({robustness.missed}) holds in half of the settings.", count
        )
    values = Values(count)
    parts = []
    for place, row in zip("abc", missed.head(BREAKING).to_dict("records"), strict=False):
        key = f"robustness.missed.{place}"
        parts.append(f"{values.put(key, row['claim'])} ({_held(values, key, row)})")
    holds = plural(
        len(missed), "claim that the report does not make holds", "claims that the report does not make hold"
    )
    lead = ": " if len(missed) <= BREAKING else ", among them "
    where = f"in half or more of the settings that could show it{lead}{enumerate_words(parts)}."
    return values.say(f"{{robustness.missed}} {holds} {where}")


def settings_caption(settings: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The {robustness.settings} settings beside the report’s own.",
        Value("robustness.settings", len(settings), "settings"),
    )


def cells_caption(found: Robustness) -> Sentence:
    return Sentence.of(
        "Every claim in every setting in which it can be asked ({robustness.cells} rows).",
        Value("robustness.cells", len(found.cells), "rows"),
    )
