"""Dates as they are written in tables, pages and exports, as ISO dates."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

FIRST, LAST = 1600, 2100  # years; a date outside makes no sense
_LONGEST = 120  # characters; what is longer is not a date
_MONTHS = (
    "january jan januar janvier janv enero",
    "february feb februar février fevrier févr febrero",
    "march mar märz mrz mars marzo",
    "april apr avril avr abril",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug août aout agosto",
    "september sep sept septembre septiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez décembre déc diciembre",
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_MONTH = "|".join(sorted(_NUMBER, key=lambda name: (-len(name), name)))
_END = r"(?![\d])"
_YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_END}", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}Z?)?", re.ASCII)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d\d){_END}(?!\2)", re.ASCII)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?: [+-]\d{4}| [a-z]{3,4})?[ ,]+"  # between day and year, as in "Jun 17 09:30:00 +0000 2021"
_MONTH_DAY = re.compile(
    rf"\b({_MONTH})\b\.?[ ,-]*(\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)[ ,-]*(?:{_CLOCK})?(\d{{4}}){_END}", re.ASCII
)
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er)?\b\.?[ -]*(?:of |de )?({_MONTH})\b\.?[ ,-]*(?:de )?(\d{{4}}|\d\d){_END}",
    re.ASCII,
)
_EPOCH = ((11, 1), (14, 1_000), (17, 1_000_000), (20, 1_000_000_000))  # up to so many digits: units in a second


def read_date(as_written: str, day_first: bool = False) -> str:
    """The day that a date says, as YYYY-MM-DD, or "" if it says none or makes no sense.

    Understands ISO dates and times (the day as written, whatever the time zone), 20210617 and 20210617120000, seconds,
    milli-, micro- and nanoseconds since 1970, `7/23/17` (the month first unless it cannot be, or `day_first`; the day
    first where dots stand between), and months by their English, German, French and Spanish names with a day and a
    year. A month or a year alone is no day, and nothing is filled in. Years before 1600 or after 2100 make no sense.
    """
    written = " ".join(as_written.split()).strip(" '\"").casefold()
    if not written or len(written) > _LONGEST:
        return ""
    if (found := _COMPACT.fullmatch(written.upper())) and (said := _day(*map(int, found.groups()))):
        return said
    if re.fullmatch(r"-?\d+(\.\d*)?(e\+?\d+)?", written, re.ASCII):
        return _since_1970(written)
    if found := _YEAR_FIRST.match(written):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.match(written):
        return _day(_full_year(found[4]), *_month_and_day(found, day_first))
    if found := _MONTH_DAY.search(written):
        return _day(int(found[3]), _NUMBER[found[1]], int(found[2]))
    if found := _DAY_MONTH.search(written):
        return _day(_full_year(found[3]), _NUMBER[found[2]], int(found[1]))
    if found := _YEAR_FIRST.search(written):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR_LAST.search(written):
        return _day(_full_year(found[4]), *_month_and_day(found, day_first))
    return ""


def day_first(values: Iterable[str]) -> bool:
    """Whether a column writes 23/7/17: some of its dates can only be read so, and none can only be read 7/23/17."""
    firsts, seconds = False, False
    for value in values:
        if found := _YEAR_LAST.match(value.strip()):
            firsts |= int(found[1]) > 12
            seconds |= int(found[3]) > 12
    return firsts and not seconds


def _month_and_day(found: re.Match[str], day_first: bool) -> tuple[int, int]:
    first, second = int(found[1]), int(found[3])
    swap = first > 12 or (second <= 12 and (day_first or found[2] == "."))
    return (second, first) if swap else (first, second)


def _full_year(digits: str) -> int:
    """Two digits are 1970 to 2069, as on most computers; this does not move with the calendar."""
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= 70 else 2000)


def _since_1970(written: str) -> str:
    try:
        whole = str(int(float(written))) if "e" in written else written.partition(".")[0]
    except OverflowError:
        return ""
    if len(whole) < 9 or whole.startswith("-"):
        return ""
    unit = next((unit for digits, unit in _EPOCH if len(whole) <= digits), 0)
    if not unit:
        return ""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(whole) // unit)
    return _day(moment.year, moment.month, moment.day)


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat() if FIRST <= year <= LAST else ""
    except ValueError:
        return ""
