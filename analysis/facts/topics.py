"""What a fact is about: the content words beside it, as a set that cannot be read as a sentence."""

import re
from collections.abc import Iterable
from functools import lru_cache

from analysis import tokens
from analysis.facts.clauses import Sentence
from analysis.facts.numbers import LARGE, SMALL

MOST = 6  # words that say what a fact is about

_MONTHS = "january february march april may june july august september october november december".split()
MONTHS = {name: number for number, name in enumerate(_MONTHS, start=1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
UNITS = {
    "second": "seconds",
    "minute": "minutes",
    "min": "minutes",
    "hour": "hours",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
}
UNITS |= {f"{unit}s": plural for unit, plural in UNITS.items()}
# Words that news use for one thing: the first stands for all.
_SAME = (
    "meeting meetings talks talk summit summits negotiation negotiations conversation conversations session sessions",
    "ambassador ambassadors envoy envoys",
    "recall recalled recalling recalls withdraw withdrew withdrawn withdrawing summoned",
    "killed kill kills killing dead died die dies deaths death fatalities fatal slain toll",
    "injured injure injuring injuries injury wounded wound hurt",
    "arrested arrest arrests arresting detained detain detentions",
    "lasted last lasts lasting",
    "people person persons victims",
)
_KIN = {word: group.split()[0] for group in _SAME for word in group.split()}
_TIMES = (
    "today yesterday tomorrow night morning afternoon evening weekend decade time ago later earlier percent cent per"
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_SAID = (
    "according reporter reporters statement spokesman spokeswoman spokesperson interview official officials "
    "confirmed confirm announced announce reported report reports noted note stated state claimed claim claiming "
    "revealed argued including include includes included stressed insisted saying recently nearly roughly around "
    "estimated total number figure mr mrs ms new recent"
)
_EMPTY = frozenset([*_TIMES.split(), *_DAYS.split(), *_SAID.split(), *MONTHS, *UNITS, *SMALL, *LARGE])
_ENDING = re.compile(r"(ies|(?<=[sxzh])es|(?<![sui])s)$")


@lru_cache(maxsize=2**16)
def key(word: str) -> str:
    """A word as a key: hyphens and possessive off, plural off, one word for those that mean the same."""
    plain = word.removesuffix("'s").rstrip("'")
    if plain in _KIN:
        return _KIN[plain]
    plain = plain.replace("-", "")
    if len(plain) > 4 and (ending := _ENDING.search(plain)):
        plain = plain[: ending.start()] + ("y" if ending[0] == "ies" else "")
    return _KIN.get(plain, plain)


@lru_cache(maxsize=2**16)
def telling(word: str) -> bool:
    """Whether a word can say what a fact is about."""
    if word in _EMPTY or not tokens.is_content(word) or not word[0].isalpha():
        return False
    return not (word.endswith("ly") and len(word) > 5)


def around(sentence: Sentence, first: int, end: int) -> tuple[str, ...]:
    """The nearest content words in the clause of the words from `first` up to `end`, sorted; six at most.

    Where the clause has none, those of the clause before and after it count.
    """
    at = sentence.clause(first)
    clauses = sentence.clauses
    for low, high in ((at, at + 1), (max(at - 1, 0), min(at + 2, len(clauses)))):
        places = [*range(clauses[low][0], first), *range(end, clauses[high - 1][1])]
        near = sorted(places, key=lambda place: (min(abs(place - first), abs(place - end + 1)), place))
        found = keys(sentence.words[place] for place in near)
        if found:
            return found
    return ()


def keys(words: Iterable[str]) -> tuple[str, ...]:
    """The keys of the first six words that can say what a fact is about, sorted."""
    found: dict[str, None] = {}
    for word in words:
        if telling(word):
            found[key(word)] = None
        if len(found) == MOST:
            break
    return tuple(sorted(found))
