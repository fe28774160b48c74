"""The words that attribute: their forms, their classes, and what stands to their right.

`cues.csv` has a line a word: its lemma, its class and its kind (verb, noun or adjective), given by hand to words that
are cues of the training part of PolNeAR (Newell, Margolin & Ruths, LREC 2018). A word alone says little ("states",
"release", "think"): whether an occurrence attributes is weighed by `weights`.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from analysis.quotations.grammar import (
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    INDEFINITE,
    PREPOSITIONS,
    PRONOUNS,
    Token,
    is_adverb,
    is_finite,
    is_object_pronoun,
    word_set,
)

CLASSES = ("neutral", "strong", "distancing", "endorsing", "hedged", "confrontational", "none")
_IRREGULAR = {
    "say": "said", "tell": "told", "think": "thought", "write": "wrote written", "speak": "spoke spoken",
    "find": "found", "show": "showed shown", "know": "knew known", "see": "saw seen", "feel": "felt",
    "read": "read", "hold": "held", "swear": "swore sworn", "mean": "meant", "hear": "heard", "give": "gave given",
    "make": "made", "put": "put", "seek": "sought", "understand": "understood", "take": "took taken",
    "foresee": "foresaw foreseen", "cast": "cast", "rip": "ripped", "slam": "slammed", "bet": "bet", "hit": "hit",
    "admit": "admitted", "rebut": "rebutted", "quip": "quipped", "plan": "planned", "refer": "referred",
    "concur": "concurred", "infer": "inferred", "permit": "permitted", "submit": "submitted", "forget": "forgot",
    "prefer": "preferred", "rebuff": "rebuffed", "rap": "rapped", "hint": "hinted", "throw": "threw thrown",
    "lead": "led", "draw": "drew drawn", "strike": "struck", "choose": "chose chosen", "bring": "brought",
    "teach": "taught", "forbid": "forbade forbidden", "get": "got", "come": "came", "go": "went gone", "nod": "nodded",
    "lay": "laid", "begin": "began begun", "overstate": "overstated", "forgo": "forwent", "withdraw": "withdrew",
    "spell": "spelled spelt", "stand": "stood", "split": "split", "overturn": "overturned", "strive": "strove strived",
    "broadcast": "broadcast", "mislead": "misled",
}  # fmt: skip
_DOUBLING = word_set(
    "admit rebut quip plan refer concur infer permit submit forget prefer rap rip slam bet hit nod put get beg spar "
    "shrug sum begin split dub brag"
)

_NEAR = word_set("last this next")
_PARTS_OF_DAY = word_set("morning afternoon evening night")
_PERIODS = word_set("week month year summer spring fall winter weekend") | _PARTS_OF_DAY
_SKIPPED = word_set("out also later then again today yesterday earlier tonight recently too once")


@dataclass(frozen=True)
class Cue:
    """A word that may attribute: its lemma, its class, its kind (verb, noun or adjective)."""

    lemma: str
    cue_class: str
    kind: str


@dataclass(frozen=True)
class Form:
    """A form of a cue: `tense` is base, third (says), past (said) or ing (saying), noun or adjective."""

    cue: Cue
    tense: str


@cache
def lexicon() -> dict[str, Form]:
    """All forms of all cues of `cues.csv`."""
    forms: dict[str, Form] = {}
    lines = (resources.files(__package__) / "cues.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines):
        cue = Cue(row["lemma"], row["class"], row["kind"])
        for form, tense in inflect(cue.lemma) if cue.kind == "verb" else decline(cue):
            forms.setdefault(form, Form(cue, tense))
    return forms


def decline(cue: Cue) -> list[tuple[str, str]]:
    """The forms of a noun or an adjective."""
    lemma = cue.lemma
    if cue.kind == "adjective":
        return [(lemma, "adjective")]
    plural = lemma[:-1] + "ies" if lemma.endswith("y") else lemma + "s"
    return [(lemma, "noun"), (plural, "noun")]


def inflect(lemma: str) -> list[tuple[str, str]]:
    """The forms of a verb with their tenses."""
    stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith(("ee", "oe")) else lemma
    past, ing, third = stem + "ed", stem + "ing", lemma + "s"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        past, third = lemma[:-1] + "ied", lemma[:-1] + "ies"
    elif lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        third = lemma + "es"
    if lemma in _DOUBLING:
        past, ing = lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"
    if lemma.endswith("ee"):
        past = lemma + "d"
    if lemma.endswith(("el", "al")) and lemma not in _IRREGULAR:
        # British spelling beside the American one
        return [
            (lemma, "base"),
            (third, "third"),
            (past, "past"),
            (lemma + "led", "past"),
            (ing, "ing"),
            (lemma + "ling", "ing"),
        ]
    pasts = _IRREGULAR.get(lemma, past).split()
    return [(lemma, "base"), (third, "third"), *((form, "past") for form in pasts), (ing, "ing")]


def skip_complement(sentence: Sequence[Token], position: int) -> int:
    """Steps over what stands between a cue and what it introduces: days, adverbs, "in a statement", a short
    addressee ("told reporters", "told him")."""
    limit = min(len(sentence), position + 12)
    while position < limit:
        low = sentence[position].low
        of_day = low in _PARTS_OF_DAY and sentence[position - 1].low in DAYS
        if low in _NEAR and position + 1 < limit and sentence[position + 1].low in _PERIODS | DAYS:
            position += 2
        elif of_day or low in DAYS | _SKIPPED or (low.endswith("ly") and is_adverb(sentence[position])):
            position += 1
        elif low == "on" and position + 1 < limit and sentence[position + 1].low in DAYS:
            position += 2
        elif low in {"in", "during", "at", "to", "after", "on", "via", "following", "before", "when"}:
            end = _prepositional_end(sentence, position, limit)
            if end is None:
                return position
            position = end
        else:
            break
    return position


def _prepositional_end(sentence: Sequence[Token], position: int, limit: int) -> int | None:
    # Only a phrase that ends right before what is said is stepped over: "in a statement that", "to reporters, “".
    for end in range(position + 2, limit):
        token = sentence[end]
        if token.low in {"that", ":"} or token.quote is not None:
            return end
        if token.low == "," and end + 1 < len(sentence) and sentence[end + 1].quote is not None:
            return end
        if token.low in {",", ";", "."} or is_finite(token):
            return None
    return None


def addressee_end(sentence: Sequence[Token], position: int) -> int:
    """End of the addressee after "told": the first token that may begin what is said."""
    start = position
    limit = min(len(sentence), position + 14)
    if position < limit and is_object_pronoun(sentence[position]):
        return position + 1
    while position < limit:
        token = sentence[position]
        low = token.low
        if low in {"that", "to", ":", "how", "why", "what", "whether", "if", "about", "of", "not"} or token.quote:
            break
        if position > start and (low in {"he", "she", "they", "it", "we", "i", "there"} or low in {",", ".", ";"}):
            break
        opens = low in {"a", "the", "his", "her", "their", "this"} and position > start
        if opens and sentence[position - 1].is_word and sentence[position - 1].low not in PREPOSITIONS | CONJUNCTIONS:
            break
        position += 1
    return position


def following(sentence: Sequence[Token], position: int) -> str:
    """What stands at `position`, right of a cue: that, quote, colon, to, wh, clause, noun, end, comma, ing, or the
    preposition itself."""
    if position >= len(sentence):
        return "end"
    token = sentence[position]
    low = token.low
    if token.quote is not None:
        return "quote"
    if low == "," and position + 1 < len(sentence) and sentence[position + 1].quote is not None:
        return "quote"
    if low == ":":
        return "colon"
    if low == "clear" or (low == "it" and position + 1 < len(sentence) and sentence[position + 1].low == "clear"):
        return "clear"
    if low in {"that", "to"}:
        return low
    if low in {",", "–", "—", "-", "("}:
        return "comma"
    if not token.is_word:
        return "end"
    if low in {"whether", "if", "how", "why", "what", "who", "when", "where", "which"}:
        return "wh"
    if low in PRONOUNS - {"it", "you"} or low == "there":
        return "clause"
    if low in PREPOSITIONS and low not in {"that"}:
        return low if low in {"of", "for", "about", "on", "in", "with", "as", "against", "at", "by", "from"} else "prep"
    if low in CONJUNCTIONS:
        return "conj"
    if low.endswith("ing") and len(low) > 5 and token.text.islower():
        return "ing"
    return _clause_or_noun(sentence, position)


def _clause_or_noun(sentence: Sequence[Token], position: int) -> str:
    low = sentence[position].low
    first_closed = low in DETERMINERS | INDEFINITE | {"it", "you"}
    for ahead in range(position + 1, min(len(sentence), position + 14)):
        token = sentence[ahead]
        if token.low in {";", ":", "that", "who", "which", "to"} or token.low == ",":
            break
        if is_finite(token) and not sentence[ahead - 1].low.endswith("ing"):
            return "clause"
    return "noun" if first_closed or sentence[position].is_word else "end"
