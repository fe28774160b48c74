"""Days, months and years of the calendar."""

import re
from dataclasses import dataclass

from analysis.facts.clauses import Sentence
from analysis.facts.topics import MONTHS

_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
_ISO = re.compile(r"((?:1[89]|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_RELATIONS = {"since": "since", "until": "until", "till": "until", "before": "before", "after": "after", "by": "until"}
_POINTING = frozenset("in on of last this next early late mid since until before after by from during".split())


@dataclass(frozen=True)
class Date:
    """A date in the words from `first` up to `end`: 2021-06-16, or what is known of it (2021-06, 2021, --06-16, --06)."""

    value: str
    relation: str
    first: int
    end: int


def find(sentence: Sentence) -> list[Date]:
    """The dates of a sentence. A year alone and a month alone count only behind a word such as "in" or "since"."""
    found: list[Date] = []
    place = 0
    while place < len(sentence.words):
        one = _at(sentence, place)
        if one:
            found.append(one)
        place = one.end if one else place + 1
    return found


def _at(sentence: Sentence, place: int) -> Date | None:
    words = sentence.words
    before = words[place - 1] if place else ""
    relation = _RELATIONS.get(before, "is")
    if match := _ISO.fullmatch(words[place]):
        return Date("-".join(match.groups()), relation, place, place + 1)
    day, at = 0, place
    if (match := _DAY.fullmatch(words[at])) and at + 1 < len(words):
        day = int(match[1])
        at += 2 if words[at + 1] == "of" and at + 2 < len(words) else 1
    if (month := MONTHS.get(words[at])) and sentence.capital(at):
        return _month(words, place, at, (month, day), relation)
    pointed = before in _POINTING and _YEAR.fullmatch(words[place])
    followed = place + 1 < len(words) and place + 1 not in sentence.commas and words[place + 1] in ("%", "people")
    return Date(words[place], relation, place, place + 1) if pointed and not followed else None


def _month(words: list[str], first: int, at: int, told: tuple[int, int], relation: str) -> Date | None:
    """A date with a month, whose word stands at `at`; a day may follow it, then a year."""
    (month, day), end = told, at + 1
    if not day and end < len(words) and (match := _DAY.fullmatch(words[end])):
        day, end = int(match[1]), end + 1
    year = ""
    if end < len(words) and _YEAR.fullmatch(words[end]):
        year, end = words[end], end + 1
    before = words[first - 1] if first else ""
    if not day and not year and before not in _POINTING:
        return None  # May, March and June are names and verbs too
    value = f"{year or '-'}-{month:02}" + (f"-{day:02}" if day else "")
    return Date(value, relation, first, end)
