"""Tables with a delimiter: CSV, TSV and their relatives, row by row."""

import csv
import io
import re
from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from analysis.corpus.readers import encodings, fields, limits
from analysis.corpus.readers.fields import Columns
from analysis.corpus.readers.limits import UnreadableError
from analysis.corpus.readers.lines import lines
from analysis.corpus.readers.places import Item
from analysis.corpus.readers.rows import About, document
from analysis.corpus.records import Record, Rejected

_DELIMITERS = ("\t", ",", ";", "|")
_RETRIES = 20  # unclosed quotation marks in one table, after each of which reading starts again on the next line
_SHEET = re.compile(r'"?sep=(.)"?[\r\n]*', re.IGNORECASE)  # the first line by which a spreadsheet is told the delimiter


@dataclass(frozen=True)
class Layout:
    """How a table is written: its columns, its delimiter, its encoding, and that again if it was guessed."""

    columns: tuple[str, ...]
    delimiter: str
    encoding: str
    guessed: str


def layout(item: Item, named: str | None, whole: bool = True) -> Layout:
    """Find out how a table is written; from its beginning only, if not `whole`. Raises UnreadableError."""
    with item.open() as stream:
        head = stream.read(limits.SAMPLE)
    if head.startswith(b"PK\x03\x04"):
        raise UnreadableError("is a ZIP or Excel file, not a table of text; save the sheet as CSV")
    if not head.strip():
        raise UnreadableError("the file is empty; remove it")
    encoding, guessed = encodings.of_stream(item.open if whole else lambda: io.BytesIO(head), named)
    sample = [line or "" for line in lines(io.BytesIO(head), encoding)]
    while sample and not sample[0].strip():
        sample.pop(0)
    told = _SHEET.fullmatch(sample[0]) if sample else None
    text = "".join(sample[1:] if told else sample).lstrip("\r\n")
    choices = [(_header(text, sign), sign) for sign in ((told[1],) if told else _DELIMITERS)]
    columns, delimiter = max(choices, key=lambda choice: (len(Columns().recognise(choice[0])), len(choice[0])))
    return Layout(columns, delimiter, encoding, guessed)


def _header(text: str, delimiter: str) -> tuple[str, ...]:
    csv.field_size_limit(limits.ROW)
    try:
        return tuple(name.strip() for name in next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except (csv.Error, StopIteration, TypeError, ValueError):
        return ()


class _Feed:
    """Lines for a csv.reader; those of the record it reads are kept, so that they can be read again."""

    def __init__(self, source: Iterator[str | None]) -> None:
        self._source = source
        self._again: deque[str | None] = deque()
        self.begin()

    def begin(self) -> None:
        self.record: list[str] = []
        self._size = 0
        self._ended = False

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        if self._size > limits.ROW:
            raise UnreadableError(f"it is longer than {limits.ROW:,} characters")
        try:
            line = self._again.popleft() if self._again else next(self._source)
        except StopIteration:
            self._ended = True
            raise
        if line is None:
            raise UnreadableError(f"a line is longer than {limits.ROW:,} characters")
        self.record.append(line)
        self._size += len(line)
        return line

    def runs_away(self) -> bool:
        """Whether the record took in all lines that are left, because of a quotation mark that is never closed."""
        return self._ended and sum(line.count('"') for line in self.record) % 2 == 1

    def again(self) -> None:
        """Feed the lines of the record once more, but for the first."""
        self._again.extendleft(reversed(self.record[1:]))


def rows(item: Item, how: Layout) -> Iterator[tuple[str, list[str] | UnreadableError]]:
    """The rows as a spreadsheet counts them ("row 2" is the first after the header): the cells, or what is wrong.

    Empty rows are left out. A row may have empty cells too many; any other number of cells than the header's is wrong.
    A quotation mark that is never closed costs its own line, and memory for `limits.ROW` characters at most.
    """
    csv.field_size_limit(limits.ROW)
    with item.open() as stream:
        feed = _Feed(lines(stream, how.encoding))
        reader = csv.reader(feed, delimiter=how.delimiter)
        number, retries, headed = 0, _RETRIES, False
        while True:
            feed.begin()
            problem = ""
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, UnreadableError) as error:
                cells, problem = [], f"the row cannot be read: {error}; look for an unclosed quotation mark"
            number += 1
            if len(feed.record) > 1 and retries and (problem or feed.runs_away()):
                retries -= 1
                problem = problem or "a quotation mark in the row is never closed; close it or double it"
                feed.again()
            if not headed:
                headed = bool(problem) or (any(map(str.strip, cells)) and not _SHEET.fullmatch(feed.record[0]))
            elif problem:
                yield f"row {number}", UnreadableError(problem)
            elif any(map(str.strip, cells)):
                yield f"row {number}", _fitted(cells, len(how.columns), len(feed.record))


def _fitted(cells: list[str], wanted: int, lines: int) -> list[str] | UnreadableError:
    if len(cells) < wanted or any(map(str.strip, cells[wanted:])):
        found = f"has {len(cells)} cells, the header has {wanted}" + (f"; it takes up {lines} lines" * (lines > 1))
        return UnreadableError(f"{found}; put cells that hold the delimiter in quotation marks")
    return cells[:wanted]


def read(item: Item, named: str | None, known: Columns, about: About) -> Generator[Record | Rejected, None, str]:
    """The documents of a table; returns how it was taken. Raises UnreadableError for a table without a text column."""
    how = layout(item, named)
    found = known.recognise(how.columns)
    if "text" not in found:
        raise UnreadableError(fields.no_text_column(how.columns))
    for place, cells in rows(item, how):
        if isinstance(cells, UnreadableError):
            yield Rejected(item.origin, place, str(cells))
        else:
            row = {field: cells[number] for field, number in found.items()}
            yield document(about, place, row, row["text"])
    return fields.described(how.columns, found) + (f"; {how.guessed}" if how.guessed else "")
