"""Durations, sums of money, percentages and counted things, with what restricts them ("less than", "at least")."""

from collections.abc import Collection
from dataclasses import dataclass

from analysis.facts.clauses import SYMBOLS, Sentence
from analysis.facts.numbers import joined, number
from analysis.facts.topics import MONTHS, UNITS, key, telling

_CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds"}
_MONEY = {
    word: f"{word.rstrip('s')}s"
    for one in "dollar euro pound crown rouble ruble rupee dirham shekel krona peso franc".split()
    for word in (one, f"{one}s")
} | {"yen": "yen", "yuan": "yuan"}
_RELATIONS = {
    "less than": "less than",
    "fewer than": "less than",
    "under": "less than",
    "below": "less than",
    "nearly": "almost",
    "almost": "almost",
    "more than": "more than",
    "over": "more than",
    "exceeding": "more than",
    "at least": "at least",
    "no fewer than": "at least",
    "at most": "at most",
    "up to": "at most",
    "no more than": "at most",
    "about": "about",
    "around": "about",
    "some": "about",
    "roughly": "about",
    "approximately": "about",
    "an estimated": "about",
    "estimated": "about",
}
_POINTED = frozenset(
    "ago later earlier old before after into out away from".split()
)  # "two weeks later" says when, not how long
_BEFORE_NOUN = frozenset("of the such other more additional new different separate".split())
_KNOWN = frozenset("the their both these those our its".split())  # "the two sides" counts nothing
_STRUCK = frozenset("killed dead died injured wounded hurt arrested detained".split())
_AUXILIARY = frozenset("were was are is have has had been be".split())
_WHOLE = frozenset("people children men women troops police staff migrants".split())
_LONGEST_NOUN = 4  # words in which the counted noun is looked for


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, in the words from `first` up to `end`, the relation's words included."""

    kind: str
    relation: str
    value: float
    unit: str
    first: int
    end: int


def find(sentence: Sentence, taken: Collection[int]) -> list[Quantity]:
    """The quantities of a sentence, without the words at the places that are `taken` by dates."""
    found: list[Quantity] = []
    place = 0
    while place < len(sentence.words):
        one = None if place in taken else _at(sentence, place)
        if one:
            found.append(_restricted(sentence, one))
        place = one.end if one else place + 1
    return found


def _at(sentence: Sentence, place: int) -> Quantity | None:
    words = sentence.words
    if words[place] in _CURRENCIES:
        told = number(words, place + 1) if place + 1 < len(words) else None
        return Quantity("money", "is", told[0], _CURRENCIES[words[place]], place, told[1]) if told else None
    if (compound := joined(words[place])) and compound[1] in UNITS:
        return Quantity("duration", "is", compound[0], UNITS[compound[1]], place, place + 1)
    told = number(words, place)
    if told is None or told[1] >= len(words) or told[1] in sentence.commas:
        return None
    value, end = told
    return _measured(sentence, value, place, end) or _counted(sentence, value, place, end)


def _measured(sentence: Sentence, value: float, first: int, end: int) -> Quantity | None:
    """A number with a unit of time or money, or a percentage."""
    words, following = sentence.words, sentence.words[end : end + 2]
    if following[0] in ("%", "percent", "pc"):
        return Quantity("percentage", "is", value, "%", first, end + 1)
    if following == ["per", "cent"]:
        return Quantity("percentage", "is", value, "%", first, end + 2)
    if following[0] in _MONEY:
        return Quantity("money", "is", value, _MONEY[following[0]], first, end + 1)
    if following[0] not in UNITS:
        return None
    unit, end = UNITS[following[0]], end + 1
    if words[end : end + 3] == ["and", "a", "half"]:
        value, end = value + 0.5, end + 3
    if (end < len(words) and words[end] in _POINTED) or (
        first and words[first - 1] in ("last", "past", "next", "first")
    ):
        return None
    return Quantity("duration", "is", value, unit, first, end)


def _counted(sentence: Sentence, value: float, first: int, end: int) -> Quantity | None:
    """A number of things: the unit is the key of the plural noun that follows, or people where they were hurt."""
    words = sentence.words
    before = words[first - 1] if first else ""
    if value in (0, 1) or before in (_KNOWN | SYMBOLS) or words[end] in SYMBOLS or words[end] in MONTHS:
        return None
    place = end
    while place < len(words) and words[place] in _AUXILIARY:
        place += 1
    if place < len(words) and words[place] in _STRUCK:
        return Quantity("count", "is", value, "people", first, end)
    for place in range(end, min(end + _LONGEST_NOUN, len(words))):
        word = words[place]
        if place in sentence.commas or not (word in _BEFORE_NOUN or telling(word)):
            return None
        if word in _WHOLE or (telling(word) and word.endswith("s") and key(word) != word):
            return Quantity("count", "is", value, key(word), first, place + 1)
    return None


def _restricted(sentence: Sentence, one: Quantity) -> Quantity:
    """The quantity with the relation that the words before it give."""
    for length in (3, 2, 1):
        first = one.first - length
        words = " ".join(sentence.words[max(first, 0) : one.first])
        if first >= 0 and words in _RELATIONS:
            return Quantity(one.kind, _RELATIONS[words], one.value, one.unit, first, one.end)
    return one
