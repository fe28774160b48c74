"""How far a preparation is, on standard error."""

import sys
import time
from typing import TextIO

WIDTH = 24  # characters of the bar


class Announce:
    """One line that is written over on a terminal; elsewhere a line a step; silent where `stream` is None."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._terminal = stream is not None and stream.isatty()
        self._step = ""
        self._began = 0.0

    @classmethod
    def on_stderr(cls) -> "Announce":
        return cls(sys.stderr)

    def step(self, what: str) -> None:
        """A step whose length is not known."""
        self._begin(what)
        self._over(what)

    def count(self, what: str, done: int, unit: str) -> None:
        """A step of which only what is done is known."""
        self._begin(what)
        self._over(f"{what}: {done:,} {unit}")

    def part(self, what: str, done: int, of: int) -> None:
        """A step with a bar, and the time it will take at the pace so far."""
        self._begin(what)
        share = min(done / max(of, 1), 1.0)
        left = (time.monotonic() - self._began) * (1 - share) / max(share, 1e-9)
        bar = "█" * round(share * WIDTH) + "·" * (WIDTH - round(share * WIDTH))
        self._over(f"{what}: {bar} {share:4.0%}" + (f", {duration(left)} left" if share < 1 else ""))

    def end(self) -> None:
        """Leave the line to what comes after."""
        self._over("")

    def _begin(self, what: str) -> None:
        if what != self._step:
            self._step, self._began = what, time.monotonic()
            if self._stream and not self._terminal:
                print(what, file=self._stream, flush=True)

    def _over(self, line: str) -> None:
        if self._stream and self._terminal:
            self._stream.write("\r\x1b[K" + line)
            self._stream.flush()


def duration(seconds: float) -> str:
    """A time as people say it: 40 s, 3 min, 2 h 5 min."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def counted(number: int, noun: str) -> str:
    """A count with its noun: 1 row, 1,200 rows."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
