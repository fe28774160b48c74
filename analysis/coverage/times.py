"""How attention changes over time."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date

import pandas as pd

from analysis import resampling

DATED = 0.75  # share of the documents whose dates must be known, to follow topics over time
FEWEST_PERIODS, MOST_PERIODS = 3, 24  # between the first date and the last
LEAST = 10  # passages of a period that counts as full
# Units of time, the shortest first: the name of the one in which a day lies, and its number.
PERIODS: dict[str, tuple[Callable[[date], str], Callable[[date], int]]] = {
    "day": (date.isoformat, date.toordinal),
    "week": (lambda day: "{}-W{:02}".format(*day.isocalendar()), lambda day: (day.toordinal() - 1) // 7),
    "month": (lambda day: day.isoformat()[:7], lambda day: 12 * day.year + day.month),
    "quarter": (lambda day: f"{day.year:04}-Q{(day.month + 2) // 3}", lambda day: 4 * day.year + (day.month + 2) // 3),
    "year": (lambda day: f"{day.year:04}", lambda day: day.year),
}


def topic_times(assigned: pd.DataFrame, documents: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Share of the passages of a time that is on a topic: topic, period, passages, of, share, low, high.

    `documents` has document and date, "" where none is known; passages of undated documents are left out. A period is a
    day (2019-06-03), week (2019-W23), month (2019-06), quarter (2019-Q2) or year (2019): the shortest of which 3 to 24
    lie between the first date and the last, three or more and at least half of these with ten passages or more. `low`
    to `high`: Jeffreys interval (`resampling.jeffreys`), with passages taken as independent. Empty if no unit of time
    will do, or fewer than three quarters of the documents are dated. A period without a passage has no row.
    """
    columns = ["topic", "period", "passages", "of", "share", "low", "high"]
    dates = documents.loc[documents["date"] != "", ["document", "date"]]
    told = assigned[["document", "topic"]].merge(dates, on="document", validate="many_to_one")
    unit = _dividing(told["date"]) if len(dates) >= DATED * len(documents) else ""
    if not unit:
        return pd.DataFrame([], columns=pd.Index(columns))
    told["period"] = [PERIODS[unit][0](date.fromisoformat(day)) for day in told["date"]]
    counts = pd.crosstab(told["period"], told["topic"])
    rows = []
    for topic in counts.columns:
        for period, of in counts.sum(axis=1).items():
            held = int(counts.at[period, topic])
            rows.append((topic, period, held, int(of), held / of, *resampling.jeffreys(held, int(of), level)))
    return pd.DataFrame(rows, columns=pd.Index(columns)).round(6)


def _dividing(dates: pd.Series) -> str:
    """The shortest unit of time that divides the dates of passages well; "" if none does."""
    days = [date.fromisoformat(day) for day in sorted(dates)]
    for unit, (name, number) in PERIODS.items():
        if days and FEWEST_PERIODS <= number(days[-1]) - number(days[0]) + 1 <= MOST_PERIODS:
            full = sum(count >= LEAST for count in Counter(map(name, days)).values())
            if full >= max(FEWEST_PERIODS, (number(days[-1]) - number(days[0]) + 1) / 2):
                return unit
    return ""


def unit(times: pd.DataFrame) -> str:
    """What the periods of `topic_times` are: day, week, month, quarter or year."""
    shape = re.sub(r"\d+", "", str(times["period"].iloc[0]))
    return {"--": "day", "-W": "week", "-": "month", "-Q": "quarter"}.get(shape, "year")
