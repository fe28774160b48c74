"""Find the facts of a text, by patterns over its words, no parser.

A fact has its kind, its value with the relation that restricts it ("less than", "about"), the words as written, and the
content words beside it, which say what it is about. How often two facts are about the same thing is for
`analysis.disagreement` to judge.
"""

import re
from dataclasses import dataclass

from analysis.facts import agreements, clauses, dates, numbers, quantities, topics

LONGEST = 4  # words of a text that are kept in a row

_WORDS = "|".join(sorted({*numbers.WORDS, *(name for name in topics.MONTHS if len(name) > 3)}, key=len, reverse=True))
_TRIGGER = re.compile(rf"\d|[$€£%]|\b(?:{_WORDS}|agree\w*|disagreed|accords?|deals?|consensus)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Fact:
    """A fact as a text states it; `start` and `end` are characters of the text.

    `value` is a number in `unit`, a date or part of one (2021-06-16, 2021-06, 2021, --06-16, --06), or yes or no.
    """

    kind: str
    relation: str
    value: str
    unit: str
    written: str
    about: tuple[str, ...]
    start: int
    end: int


def find_facts(text: str) -> list[Fact]:
    """The facts of a text in reading order; those of which no word says what they are about are left out.

    Any text is accepted; nothing is raised; time is linear in its length.
    """
    found: list[Fact] = []
    for sentence in clauses.sentences(text, _TRIGGER):
        calendar = dates.find(sentence)
        taken = {place for date in calendar for place in range(date.first, date.end)}
        for date in calendar:
            about = topics.around(sentence, date.first, date.end)
            found += _fact(sentence, "date", date.relation, date.value, "", (date.first, date.end), about)
        for one in quantities.find(sentence, taken):
            about = topics.around(sentence, one.first, one.end)
            value = f"{one.value:.15g}"
            found += _fact(sentence, one.kind, one.relation, value, one.unit, (one.first, one.end), about)
        for said in agreements.find(sentence):
            value = "yes" if said.reached else "no"
            found += _fact(sentence, "agreement", "is", value, "", (said.first, said.end), said.about)
    return sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind))


def _fact(
    sentence: clauses.Sentence,
    kind: str,
    relation: str,
    value: str,
    unit: str,
    place: tuple[int, int],
    about: tuple[str, ...],
) -> list[Fact]:
    if not about:
        return []
    first, end = place
    words = sentence.written(first, end).split()
    written = " ".join([*words[:LONGEST], "…"]) if len(words) > LONGEST else " ".join(words)
    return [Fact(kind, relation, value, unit, written, about, sentence.starts[first], sentence.ends[end - 1])]
