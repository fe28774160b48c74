"""Where documents come from: their source and day, by which a reprint is told from what a source always prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.reuse.shingles import Places

MONTH = 30  # days: accounts further apart are of different events, unless one reprints the other
_UNKNOWN = -(10**9)


@dataclass(frozen=True)
class Origins:
    """Source (a number) and day of each document; a source that is not known is one of its own."""

    source: Places
    day: Places

    @classmethod
    def of(cls, names: Sequence[str], documents: pd.DataFrame) -> "Origins":
        """Of the named documents; `documents` has the columns document, source and date (2021-06-17, else unknown)."""
        source = dict(zip(documents["document"], documents["source"], strict=True))
        day = dict(zip(documents["document"], documents["date"], strict=True))
        numbers: dict[str, int] = {}
        keys = [source.get(name) or f"\0{name}" for name in names]
        return cls(
            np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64),
            np.array([_day(day.get(name)) for name in names], dtype=np.int64),
        )

    @property
    def dated(self) -> NDArray[np.bool_]:
        """Whether the day of each document is known."""
        return self.day > _UNKNOWN

    def same_source(self, left: Places, right: Places) -> NDArray[np.bool_]:
        """Whether the documents of each pair are of one source."""
        return self.source[left] == self.source[right]

    def apart(self, left: Places, right: Places) -> NDArray[np.bool_]:
        """Whether the documents of each pair are known to lie more than a month apart."""
        return self._both_dated(left, right) & (np.abs(self.day[left] - self.day[right]) > MONTH)

    def near(self, left: Places, right: Places) -> NDArray[np.bool_]:
        """Whether the documents of each pair are known to lie within a month."""
        return self._both_dated(left, right) & ~self.apart(left, right)

    def _both_dated(self, left: Places, right: Places) -> NDArray[np.bool_]:
        return self.dated[left] & self.dated[right]


def _day(written: object) -> int:
    try:
        return date.fromisoformat(str(written)).toordinal()
    except ValueError:
        return _UNKNOWN
