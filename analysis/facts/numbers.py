"""Numbers in digits and in words: "3,500", "2.5 million", "three and a half", "twenty-four"."""

import re
from collections.abc import Sequence

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_ONES += ["seventeen", "eighteen", "nineteen"]
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL = {word: number for number, word in enumerate(_ONES)}
SMALL |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
SMALL |= {f"{ten}-{one}": SMALL[ten] + SMALL[one] for ten in _TENS for one in _ONES[1:10]}
LARGE = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
LARGE |= {"mn": 10**6, "m": 10**6, "bn": 10**9, "tn": 10**12}
_SPOKEN = ("dozen", "hundred", "thousand", "million", "billion", "trillion")
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
LARGEST = 1e15
WORDS = frozenset({*SMALL, *_SPOKEN, "half"})


def number(words: Sequence[str], place: int) -> tuple[float, int] | None:
    """The number that begins at a place, and the place after it; None where none begins there, or a number too large."""
    found = _number(words, place)
    return found if found and found[0] <= LARGEST else None


def _number(words: Sequence[str], place: int) -> tuple[float, int] | None:
    word = words[place]
    if _DIGITS.fullmatch(word):
        return _scaled(float(word.replace(",", "")), words, place + 1)
    if word in SMALL:
        return _scaled(float(SMALL[word]), words, place + 1)
    following = words[place + 1] if place + 1 < len(words) else ""
    if word in ("a", "an") and following in _SPOKEN:
        return _scaled(1.0, words, place + 1)
    if word == "half" and following in ("a", "an"):
        return 0.5, place + 2
    return None


def _scaled(value: float, words: Sequence[str], place: int) -> tuple[float, int]:
    """A number with what multiplies it or is added to it."""
    total = 0.0
    while place < len(words):
        word = words[place]
        if word in LARGE and (word in _SPOKEN or value):
            value *= LARGE[word]
            place += 1
        elif word in SMALL and value >= 100 and SMALL[word] < 100:
            total, value, place = total + value, float(SMALL[word]), place + 1
        elif word == "and" and list(words[place + 1 : place + 3]) == ["a", "half"]:
            return total + value + 0.5, place + 3
        elif word == "and" and value >= 100 and place + 1 < len(words) and words[place + 1] in SMALL:
            total, value, place = total + value, float(SMALL[words[place + 1]]), place + 2
        else:
            break
    return total + value, place


def joined(word: str) -> tuple[float, str] | None:
    """The number and the noun of a compound such as "24-day" or "two-and-a-half-year"; None for any other word."""
    first, _, noun = word.rpartition("-")
    if not first or not noun.isalpha():
        return None
    parts = first.split("-")
    found = (SMALL[first], 1) if first in SMALL else number(parts, 0)
    if found is None:
        return None
    return (float(found[0]), noun) if first in SMALL or found[1] == len(parts) else None
