"""Whether an occurrence of a cue word attributes: a weighted sum of what stands around it.

`cues_weights.csv` has a line a sign ("say with that behind it", "a comma to the right") with its weight, fitted by
`benchmarks/voices_weights.py` to the training part of PolNeAR (logistic regression); the sum is the logarithm of the
odds that the word is a cue. `ends_weights.csv` does the same for the places where a content may end (`extents`).
"""

import csv
from collections.abc import Sequence
from functools import cache
from importlib import resources

from analysis.quotations.grammar import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    INDEFINITE,
    OBJECT_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
    Token,
    is_finite,
    is_plural,
)
from analysis.quotations.phrases import Before

_CLOSED = (
    ADVERBS | AUXILIARIES | CONJUNCTIONS | DAYS | DETERMINERS | INDEFINITE | OBJECT_PRONOUNS | PREPOSITIONS | PRONOUNS
)
_MARKS = "”\"'’»` "
_SHORT = 4  # words of a fragment
_ENDINGS = ("ing", "ed", "ly", "s")


@cache
def weights(table: str) -> dict[str, float]:
    """The weights of all signs of a table, `cues` or `ends`; "" is the constant."""
    lines = (resources.files(__package__) / f"{table}_weights.csv").read_text(encoding="utf-8").splitlines()
    return {row["sign"]: float(row["weight"]) for row in csv.DictReader(lines)}


def log_odds(table: str, found: Sequence[str]) -> float:
    """The sum of the weights of signs: the logarithm of the odds."""
    known = weights(table)
    return known.get("", 0.0) + sum(known.get(sign, 0.0) for sign in found)


def is_boundary(token: Token) -> bool:
    """Whether a content may end before this token: a mark, or a word of a closed class."""
    return token.quote is None and (not token.is_word or token.low in _CLOSED)


def shape(sentence: Sequence[Token], position: int) -> str:
    """What kind of word stands at a place: closed words and marks as they are, others by case and ending."""
    if not 0 <= position < len(sentence):
        return "edge"
    token = sentence[position]
    if token.quote is not None:
        if token.text.rstrip(_MARKS)[-1:] in {",", "?", "!"}:
            return "quote,"
        return "quote" if len(token.text.split()) > _SHORT else "fragment"
    if token.low in _CLOSED or not token.is_word:
        return token.low
    if token.is_capital:
        return "Name"
    if token.text[0].isdigit():
        return "number"
    return next((ending for ending in _ENDINGS if token.low.endswith(ending) and len(token.low) > 4), "word")


def signs(
    sentence: Sequence[Token], position: int, lemma: str, before: Before, context: str, earlier: str
) -> list[str]:
    """The signs of the cue word at `position`: what is left of it (`before`), what follows (`context`), the lemma of
    the `earlier` cue word of the sentence, and the shapes of the words around."""
    token = sentence[position]
    left = shape(sentence, before.first - 1) if before.left == "quote" else before.left
    around = {place: shape(sentence, position + place) for place in (-3, -2, -1, 1, 2, 3)}
    ending = shape(sentence, position)
    found = [
        f"lemma {lemma}",
        f"form {token.low}",
        f"right {context}",
        f"left {left}",
        f"lemma {lemma} right {context}",
        f"lemma {lemma} left {left}",
        f"lemma {lemma} next {around[1]}",
        f"lemma {lemma} last {around[-1]}",
        f"left {left} right {context}",
        f"ending {ending} right {context}",
        f"ending {ending} left {left}",
        f"next {around[1]} {around[2]}",
        f"lemma {lemma} next {around[1]} {around[2]}",
        f"ending {ending} next {around[1]}",
        f"ending {ending} last {around[-1]}",
        f"form {token.low} left {left}",
        f"form {token.low} right {context}",
        f"last {around[-2]} {around[-1]}",
        f"around {around[-1]} {around[1]}",
        f"earlier {earlier}",
        f"start {min(position, 3)}",
        *(f"at {place} {what}" for place, what in around.items()),
        *(f"auxiliary {word}" for word in sorted(before.auxiliaries)),
        *(f"lemma {lemma} auxiliary {word}" for word in sorted(before.auxiliaries)),
    ]
    return found + _subject_signs(sentence, before, lemma, context) + _signs_ahead(sentence, position)


def _subject_signs(sentence: Sequence[Token], before: Before, lemma: str, context: str) -> list[str]:
    if before.subject is None:
        return ["subject none"]
    first, last = before.subject.first, before.subject.last
    head = sentence[last]
    kind = "Name" if head.is_capital else "plural" if is_plural(head) else "single"
    return [
        f"subject {kind}",
        f"subject {kind} right {context}",
        f"subject first {shape(sentence, first)}",
        f"subject word {shape(sentence, last) if head.is_capital else head.low}",
        f"lemma {lemma} subject {kind}",
    ]


def _signs_ahead(sentence: Sequence[Token], position: int) -> list[str]:
    ahead = sentence[position + 1 : position + 8]
    signs_ahead = {
        "verb next": bool(ahead) and is_finite(ahead[0]),
        "that ahead": any(one.low == "that" for one in ahead),
        "quote ahead": any(one.quote is not None for one in ahead[:5]),
        "end near": position >= len(sentence) - 3,
    }
    return [sign for sign, there in signs_ahead.items() if there]
