r"""Numbers as people write them in a manuscript: 1,331, 1{,}331, 1 331, −3, 64\,\%, \num{0.53}, 0,53, five.

What is ambiguous stays so: 1,331 may be one thousand or one and a third, and whoever compares it takes the reading that
fits best.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NARROW = r"(?:\\[,;:]|~|&nbsp;|&thinsp;|&#8239;|[\u00a0\u2009\u202f])"
_BLANK = rf"(?:{_NARROW}|\\ | |\{{\}})"
_MARK = r"(?:\{[.,]\}|[.,'’](?=\d))"
_SIGN = r"(?:(?<![\w)\]}.,])(?:\$[-\u2212]\$|\\textminus(?:\{\}|\s)?|\\ensuremath\{-\}|[-\u2212\u2013]))"
_PERCENT = rf"(?:\$?{_BLANK}?(?:\\%|%|\\percent\b|percent\b|per cent\b))"
_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
# Digits are bounded: no published number is longer, and the rest of a longer run is not taken for a number.
_NUMBER = re.compile(
    rf"(?P<sign>{_SIGN})?(?<![\w.,'’])(?P<digits>\d{{1,15}}(?:(?:{_MARK}|{_NARROW}(?=\d{{3}}(?!\d)))\d{{1,15}}){{0,6}})(?!\w)"
    rf"(?:(?P<percent>{_PERCENT})|(?P<siunitx>(?=\}}\{{\\percent\}})))?|(?<![\w-])(?P<word>{'|'.join(_WORDS)})(?![\w-])(?P<part>{_PERCENT})?",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(rf"{_MARK}|{_NARROW}")
_ABOUT = re.compile(
    r"(?:about|around|almost|nearly|roughly|approximately|some|over|under|than|ca\.|circa|\\approx|~|≈)\W{0,3}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """What a written number may mean; `group` and `mark` are its thousands separator and decimal mark as written."""

    value: float
    decimals: int
    group: str = ""
    mark: str = "."


@dataclass(frozen=True)
class Written:
    """A number as it stands in a manuscript: `sign`, digits or a word, and `after` them the sign of a percentage.

    `is_share` is a percentage, `word` a number in letters, `about` one that is said to be rounded.
    """

    text: str
    sign: str
    after: str
    is_share: bool
    readings: tuple[Reading, ...]
    word: bool = False
    about: bool = False

    def zeros(self, reading: Reading) -> int:
        """How many digits were rounded off: the zeros at the end of a number that is said to be rounded."""
        text = str(abs(round(reading.value)))
        is_whole = self.about and not reading.decimals and reading.value
        return min(len(text) - len(text.rstrip("0")), len(text) - 1) if is_whole else 0

    def again(self, number: float, digits: int, reading: Reading) -> str:
        """Another number, published with `digits` decimals, written as this one is."""
        decimals = min(reading.decimals, digits)
        number = round(number, -self.zeros(reading)) if self.zeros(reading) else number
        if self.word and decimals == 0 and 0 <= number < len(_WORDS):
            name = _WORDS[round(number)]
            return (name.capitalize() if self.text[0].isupper() else name) + self.after
        plain = f"{abs(number):,.{decimals}f}"
        group = reading.group or ("" if self._ungrouped(reading) else _usual(reading.mark))
        digits_as_written = plain.replace(",", "\0").replace(".", reading.mark).replace("\0", group)
        is_negative = number < 0 and float(plain.replace(",", "")) != 0
        return (self.sign or "\u2212" if is_negative else "") + digits_as_written + self.after

    @staticmethod
    def _ungrouped(reading: Reading) -> bool:
        return not reading.group and abs(reading.value) >= 1000


def _usual(mark: str) -> str:
    return "\u202f" if "," in mark else ","


def numbers(text: str) -> Iterator[Written]:
    """The numbers of a text, in order; what looks like a date or a version is left out."""
    for found in _NUMBER.finditer(text):
        if word := found["word"]:
            whole = (Reading(float(_WORDS.index(word.lower())), 0),)
            yield Written(found[0], "", found["part"] or "", bool(found["part"]), whole, word=True)
            continue
        sign = found["sign"] or ""
        readings = tuple(_readings(found["digits"], -1 if sign else 1))
        if readings:
            about = bool(_ABOUT.search(text[max(0, found.start() - 24) : found.start()]))
            is_share = bool(found["percent"]) or found["siunitx"] is not None
            yield Written(found[0], sign, found["percent"] or "", is_share, readings, about=about)


def _readings(digits: str, sign: int) -> Iterator[Reading]:
    """The ways to read digits with separators, the English one first."""
    runs = _SEPARATOR.split(digits)
    marks = _SEPARATOR.findall(digits)
    kinds = [mark.strip("{}") if mark.strip("{}") in {".", ","} else " " for mark in marks]
    whole = Reading(sign * float("".join(runs)), 0, marks[0] if marks else "")
    grouped = len(set(marks)) <= 1 and _grouped(runs)
    if not marks:
        yield Reading(whole.value, 0)
        return
    fraction = None
    if kinds[-1] != " " and kinds[-1] not in kinds[:-1] and (len(runs) == 2 or _grouped(runs[:-1])):
        value = sign * float(f"{''.join(runs[:-1])}.{runs[-1]}")
        fraction = Reading(value, len(runs[-1]), marks[0] if len(marks) > 1 else "", marks[-1])
    readings = [fraction, whole if grouped else None]
    yield from filter(None, readings if kinds == ["."] else reversed(readings))


def _grouped(runs: list[str]) -> bool:
    return 1 <= len(runs[0]) <= 3 and runs[0] != "0" and all(len(run) == 3 for run in runs[1:])
