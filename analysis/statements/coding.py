"""What the report says of how far people agree when they code frames, and words with them."""

from collections.abc import Mapping

import pandas as pd

from analysis.frames import FRAMES
from analysis.statements.sentence import Sentence, Value, Values, enumerate_words, plural, slugs

RELIABLE, TENTATIVE = (
    0.8,
    0.667,
)  # alpha from which conclusions, and tentative ones, are drawn (Krippendorff 2004, p. 241)


def agreement(found: pd.DataFrame, sheets: Mapping[str, pd.DataFrame]) -> list[Sentence]:
    """How far the coders agree, and words with them; `found` as of `coding.agreement`, `sheets` by coder."""
    if not sheets:
        return [
            Sentence("No filled coding sheet is kept in this study, so nothing is said of how people would code it.")
        ]
    items = len(set().union(*(sheet.index for sheet in sheets.values())))
    values = Values(Value("coding.coders", len(sheets), "coders"), Value("coding.passages", items, "passages"))
    start = f"{{coding.coders}} {plural(len(sheets), 'coder')} judged {{coding.passages}} {plural(items, 'passage')}"
    if len(sheets) == 1:
        told = values.say(f"{start}; how far two people would agree is not known.")
    else:
        told = values.say(f"{start}. {_between(found, values)}")
    return [told, _machine(found, len(sheets))]


def _between(found: pd.DataFrame, values: Values) -> str:
    """The alpha of each frame, by what it allows."""
    groups: dict[str, list[str]] = {"firm": [], "tentative": [], "none": []}
    defined = found.dropna(subset=["alpha"])
    for row in defined.sort_values(["alpha", "frame"], ascending=[False, True]).to_dict("records"):
        strength = "firm" if row["alpha"] >= RELIABLE else "tentative" if row["alpha"] >= TENTATIVE else "none"
        groups[strength].append(_alpha(values, row, "alpha", "low", "high", int(row["coded"])))
    asked, least = (
        values.put("coding.reliable", RELIABLE, digits=1),
        values.put("coding.tentative", TENTATIVE, digits=3),
    )
    ends = {
        "firm": f"firmly (at least {asked}) on",
        "tentative": f"enough for tentative conclusions (at least {least}) on",
    }
    parts = [f"{end} {enumerate_words(groups[strength])}" for strength, end in ends.items() if groups[strength]]
    told = f"They agree (Krippendorff’s alpha) {enumerate_words(parts)}" if parts else ""
    if groups["none"]:
        less = f"too little (below {least}) on {enumerate_words(groups['none'])}, of which nothing is to be concluded"
        told = f"{told}; {less}" if told else f"They agree (Krippendorff’s alpha) {less}"
    undefined = [frame for frame in FRAMES if frame not in set(defined["frame"])]
    if not undefined:
        return f"{told}."
    never = f"for {enumerate_words(undefined)} agreement is not defined, because all judgements are the same or none is double"
    return f"{told}; {never}." if told else f"{never[0].upper()}{never[1:]}."


def _machine(found: pd.DataFrame, coders: int) -> Sentence:
    """How the words of each frame fare against what the coders agree on."""
    values, parts = Values(), []
    for row in found.dropna(subset=["machine_alpha"]).to_dict("records"):
        n = int(row["settled"])
        alpha = _alpha(values, row, "machine_alpha", "machine_low", "machine_high", n)
        f1 = values.put(f"coding.f1.{slugs(FRAMES)[row['frame']]}", row["f1"], digits=2, n=n)
        parts.append(f"{alpha}, F-score {f1}")
    whom = "what the coders agree on" if coders > 1 else "the coder"
    if not parts:
        return Sentence(f"Words cannot be set against {whom}: too few judgements, or all the same.")
    return values.say(f"Words against {whom}, as one more coder: {'; '.join(parts)}.")


def _alpha(values: Values, row: Mapping[str, float], value: str, low: str, high: str, n: int) -> str:
    """A frame with its alpha and interval."""
    key = f"coding.{value}.{slugs(FRAMES)[str(row['frame'])]}"
    told = values.put(key, row[value], digits=3, low=row[low], high=row[high], n=n)
    start, end = values.put(f"{key}.low", row[low], digits=2), values.put(f"{key}.high", row[high], digits=2)
    return f"{row['frame']} ({told}, from {start} to {end})"


LABELS = {
    "frame": "frame",
    "coded": "passages judged twice",
    "alpha": "alpha",
    "low": "from",
    "high": "to",
    "settled": "agreed on",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "machine_alpha": "alpha of words",
    "machine_low": "from",
    "machine_high": "to",
}


def caption(found: pd.DataFrame, level: float) -> Sentence:
    if found.empty:
        return Sentence("No filled coding sheet is kept, so there is no agreement to show.")
    return Sentence.of(
        "Agreement of coders for each of {coding.frames} frames (Krippendorff’s alpha with {coding.level} intervals from "
        "resampled passages), and words against what the coders agree on.",
        Value("coding.frames", len(found), "frames"),
        Value("coding.level", 100 * level, "%"),
    )
