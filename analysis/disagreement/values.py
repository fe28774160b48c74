"""Can two facts about one thing both be true?"""

import math

_HOURS = {"seconds": 1 / 3600, "minutes": 1 / 60, "hours": 1.0, "days": 24.0, "weeks": 168.0}
_MONTHS = {"months": 1.0, "years": 12.0}
ABOUT, ALMOST = 0.1, 0.15  # how far off "about" may be, to both sides, and "almost", below
ROUND, LARGE = 0.03, 100  # how far a number of so much or more may be rounded


def scale(kind: str, relation: str, unit: str) -> str:
    """What facts must have in common to be compared: their kind and what they are measured in.

    Dates since, until, before or after which something holds are compared among themselves.
    """
    if kind == "date":
        return f"{kind} {relation}"
    if kind == "duration":
        return f"{kind} {'hours' if unit in _HOURS else 'months'}"
    return f"{kind} {unit}"


def compatible(kind: str, left: tuple[str, str, str], right: tuple[str, str, str]) -> bool | None:
    """Whether two facts of one scale, each its relation, value and unit, can both hold; None if that cannot be told.

    Numbers can where the intervals that they allow overlap; dates where they differ in no part that both name.
    """
    if kind == "agreement":
        return left[1] == right[1]
    if kind == "date":
        return _dates(left[1], right[1])
    (low, high), (other_low, other_high) = _interval(*left), _interval(*right)
    return low <= other_high and other_low <= high


def _dates(left: str, right: str) -> bool | None:
    both = [(one, other) for one, other in zip(_parts(left), _parts(right), strict=True) if one and other]
    return all(one == other for one, other in both) if both else None


def _parts(date: str) -> tuple[str, str, str]:
    """Year, month and day, "" where one is not known: --06-16 has no year, 2021 no month."""
    year, rest = ("", date[2:]) if date.startswith("--") else (date[:4], date[5:])
    month, _, day = rest.partition("-")
    return year, month, day


def _interval(relation: str, value: str, unit: str) -> tuple[float, float]:
    """What a number may be, given its relation, in hours, months, or its own unit."""
    number = float(value) * _HOURS.get(unit, _MONTHS.get(unit, 1.0))
    rounding = ROUND * number if float(value) >= LARGE else 0.0
    below, above = math.nextafter(number, -math.inf), math.nextafter(number, math.inf)
    return {
        "about": (number * (1 - ABOUT), number * (1 + ABOUT)),
        "almost": (number * (1 - ALMOST), below),
        "less than": (-math.inf, below),
        "more than": (above, math.inf),
        "at least": (number, math.inf),
        "at most": (-math.inf, number),
    }.get(relation, (number - rounding, number + rounding))
