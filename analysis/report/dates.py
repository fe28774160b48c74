"""Dates in words, the same in every locale."""

import datetime

from analysis.report.prose import visible

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def written(date: object) -> str:
    """An ISO date as `16 June 2021`; anything else as it is."""
    try:
        day = datetime.date.fromisoformat(str(date))
    except ValueError:
        return visible(str(date))
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
