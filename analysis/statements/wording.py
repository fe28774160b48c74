"""What the report says of wording."""

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.grades import Grade
from analysis.statements.sentence import Finding, Sentence, Value, Values, enumerate_words, plural, slugs

NAMED_SOURCES, NAMED_WORDS = 5, 5  # in the sentence; the rest is in the table
LISTED_WORDS = 20  # of house style


def style(table: pd.DataFrame, terms: pd.DataFrame, lost: Sequence[str]) -> Sentence:
    """How much of the vocabulary is house style, and what it would have passed for."""
    vocabulary = sum(" " not in term for term in terms["term"].unique())
    words = sum(" " not in term for term in table["term"])
    pairs = len(table) - words
    said = Sentence.of(
        f"Of {{style.vocabulary}} different words, {{style.words}} {plural(words, 'is', 'are')} house style and "
        f"{plural(words, 'was', 'were')} merged or left out, and so {plural(pairs, 'was', 'were')} {{style.pairs}} "
        f"{plural(pairs, 'word pair', 'word pairs')}.",
        Value("style.vocabulary", vocabulary, "words"),
        Value("style.words", words, "words"),
        Value("style.pairs", pairs, "word pairs"),
    )
    if not lost:
        return said + Sentence.of(
            "Left in, {style.lost} of them would have come out as distinctive.", Value("style.lost", 0, "words")
        )
    among = ", among them " if len(lost) > LISTED_WORDS else ": "
    return said + Sentence.of(
        f"Left in, {{style.lost}} of them would have come out as distinctive{among}{{style.lost.words}}.",
        Value("style.lost", len(lost), "words"),
        Value("style.lost.words", ", ".join(f"“{word}”" for word in lost[:LISTED_WORDS])),
    )


def main_finding(
    compared: pd.DataFrame,
    labels: Mapping[str, str],
    level: float,
    grade: Grade,
    noun: str = "text",
    detectable: Sentence | None = None,
) -> Finding:
    """How many words set a source apart beyond chance; `noun` is what a source is, its one text or a source of several."""
    firm = compared[compared["distinct"] & (compared["delta"] > 0)]
    values = Values(
        Value("wording.compared", len(compared), "comparisons"),
        Value("wording.distinct", len(firm), "words"),
        Value("wording.rate", 100 * (1 - level), "%"),
    )
    start = f"Of {{wording.compared}} comparisons of a word in one {noun} with the others, {{wording.distinct}} "
    if firm.empty:
        why = "the texts are too short to call" if noun == "text" else "no difference can be told from chance"
        end = f"survive at a false-discovery rate of {{wording.rate}}: {why}."
        return Finding("wording", values.say(start + end), grade, "wording-terms", detectable)
    most = firm["source"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index[:NAMED_SOURCES]
    parts = []
    for source in most:
        own = firm.loc[firm["source"] == source, "term"].head(NAMED_WORDS)
        words = values.put(f"wording.{slugs(labels)[source]}.words", enumerate_words([f"“{term}”" for term in own]))
        parts.append(f"{words} in {values.label(labels, source)}")
    whole = len(most) == firm["source"].nunique() and bool((firm["source"].value_counts() <= NAMED_WORDS).all())
    end = f"{plural(len(firm), 'survives', 'survive')} at a false-discovery rate of {{wording.rate}}"
    told = values.say(f"{start}{end}{': ' if whole else '; the most distinctive: '}{'; '.join(parts)}.")
    return Finding("wording", told, grade, "wording-terms", detectable)


def caption(level: float, draws: int, resampled: tuple[str, int]) -> Sentence:
    """`resampled`: what is drawn again, documents or passages, and how many there are."""
    noun, many = resampled
    return Sentence.of(
        "The words each source uses more than the others, by weighted log-odds, with {terms.level} intervals from "
        f"{{terms.draws}} resamplings of n = {{terms.n}} {noun}; the number is the count. Filled: survives "
        "false-discovery control; hollow: it does not.",
        Value("terms.level", 100 * level, "%"),
        Value("terms.draws", draws, "resamplings"),
        Value("terms.n", many, noun),
    )


def shuffled(resampled: tuple[str, int], shuffles: int, comparisons: int, level: float, splits: int) -> Sentence:
    """What chance was, and how many words it takes to survive where units can be divided in so few ways."""
    noun, many = resampled
    chance = Sentence.of(
        f"Chance is {{wording.shuffles}} shuffles of the {{wording.units}} {noun} between the sources; p beyond them is that "
        "of the tail of their values.",
        Value("wording.shuffles", shuffles, "shuffles"),
        Value("wording.units", many, noun),
    )
    needed = math.ceil(comparisons / splits / (1 - level) - 1e-9)
    if needed < 2:
        return chance
    return chance + Sentence.of(
        f"But {noun} of a source can fall in only {{wording.splits}} ways: words survive only if {{wording.needed}} or more of "
        "them are as rare by chance as that allows.",
        Value("wording.splits", splits, "ways"),
        Value("wording.needed", needed, "words"),
    )


def bounded(compared: pd.DataFrame, most: int) -> list[Sentence]:
    """That only the most frequent words were compared; nothing where all were."""
    if compared["term"].nunique() < most:
        return []
    return [
        Sentence.of("Only the {wording.most} most frequent words are compared.", Value("wording.most", most, "words"))
    ]


def alt(found: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """The first words of each panel."""
    if found.empty:
        return Sentence("There is nothing to show.")
    values, parts = Values(), []
    for source, own in found.groupby("source"):
        first = values.put(f"terms.{slugs(labels)[source]}.first", ", ".join(own["term"].head(3)))
        parts.append(f"{values.label(labels, source)}: {first}")
    return values.say("One panel a source, words with their intervals. " + "; ".join(parts) + ".")


def table_caption(compared: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Every word compared, the most distinctive of each source first ({wording.rows} rows).",
        Value("wording.rows", len(compared), "rows"),
    )


def style_words_caption(words: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Every word and word pair of house style, what it becomes and by which rule ({style.rows} rows).",
        Value("style.rows", len(words), "rows"),
    )


def style_caption(rules: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Words and word pairs of house style by rule (n = {style.rows}); an arrow shows what one was merged into, the others "
        "were left out.",
        Value("style.rows", int(rules["words"].sum()), "rows"),
    )
