"""Lines of a stream in bounded memory."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from analysis.corpus.readers import limits


def lines(stream: BinaryIO, encoding: str) -> Iterator[str | None]:
    """Each line with its end; None for one longer than `limits.ROW` characters, which is read past but not kept.

    Bytes that the encoding does not have become lone surrogates (U+FFFD in UTF-16 and UTF-32).
    """
    wide = encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32"))
    with io.TextIOWrapper(stream, encoding, errors="replace" if wide else "surrogateescape", newline="") as text:
        try:
            first = True
            while line := text.readline(limits.ROW):
                if first:
                    line, first = line.removeprefix("\ufeff"), False
                if len(line) < limits.ROW or line.endswith(("\n", "\r")):
                    yield line
                    continue
                while line and not line.endswith(("\n", "\r")):
                    line = text.readline(limits.MEGABYTE)
                yield None
        except UnicodeError:
            raise limits.UnreadableError(f"is not {encoding}; save it as UTF-8, or name its encoding") from None
