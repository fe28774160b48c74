"""Dates: read, in words the same in every locale, and as the time of a file, which is never the clock's."""

import datetime

from analysis.report.prose import visible

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
NO_TIME = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # of what has no date of its own


def read(date: object) -> datetime.date | None:
    """The day that an ISO date says; None for anything else."""
    try:
        return datetime.date.fromisoformat(str(date))
    except ValueError:
        return None


def written(date: object) -> str:
    """An ISO date as `16 June 2021`; anything else as it is."""
    day = read(date)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else visible(str(date))
