"""What runs now, on standard error."""

import sys
import time
from typing import Self, TextIO

SILENCE = 10.0  # seconds after which a line elsewhere than on a terminal says in which cell a notebook is


class Progress:
    """One line that is written over on a terminal, plain lines elsewhere; silent where `stream` is None."""

    def __init__(self, stream: TextIO | None, about: str = "") -> None:
        self._stream, self._about = stream, about
        self._terminal = stream is not None and stream.isatty()
        self._running: dict[str, str] = {}
        self._began = self._said = time.monotonic()

    @classmethod
    def on_stderr(cls) -> "Progress":
        return cls(sys.stderr)

    def part(self, about: str) -> "Progress":
        """Progress of a part of the work, which is named in front of each line."""
        return Progress(self._stream, f"{about}: ")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the line to what comes after, an error's text for one."""
        self._running.clear()
        self._clear()

    def started(self, notebook: str) -> None:
        self._running[notebook] = notebook
        self._say(f"{notebook}: started")

    def cell(self, notebook: str, number: int, of: int) -> None:
        self._running[notebook] = f"{notebook}: cell {number} of {of}"
        if self._terminal or time.monotonic() - self._said > SILENCE:
            self._say(self._running[notebook])

    def finished(self, notebook: str, how: str = "done") -> None:
        self._running.pop(notebook, None)
        self._say(f"{notebook}: {how}")

    def step(self, what: str) -> None:
        self._say(what)

    def end(self, what: str) -> None:
        """A last line that stays, with the time taken."""
        self._clear()
        if self._stream:
            print(f"{self._about}{what} ({time.monotonic() - self._began:.1f} s)", file=self._stream, flush=True)

    def _say(self, line: str) -> None:
        self._said = time.monotonic()
        if self._terminal and self._stream:
            self._stream.write("\r\x1b[K" + self._about + (" · ".join(self._running.values()) or line))
            self._stream.flush()
        elif self._stream:
            print(self._about + line, file=self._stream, flush=True)

    def _clear(self) -> None:
        if self._terminal and self._stream:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
