"""JSON Lines and JSON: documents wherever they stand in it."""

import json
from collections.abc import Generator, Iterator, Mapping
from typing import Any

from analysis.corpus.readers import encodings, fields, limits, places
from analysis.corpus.readers.fields import Columns
from analysis.corpus.readers.limits import UnreadableError
from analysis.corpus.readers.lines import lines
from analysis.corpus.readers.places import Item
from analysis.corpus.readers.rows import About, document
from analysis.corpus.records import Record, Rejected

_DEEPEST = 5  # lists and objects around a document
_MOST_KEYS = 1_000  # different keys that are named when a file is described
_Documents = Generator[Record | Rejected, None, str]


def parse(text: str) -> Any:
    """The value that JSON says, whatever its depth or numbers; UnreadableError if it is not JSON."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"is not JSON: {error.msg} at line {error.lineno}; write it again or correct it"
        ) from None
    except (RecursionError, ValueError):
        raise UnreadableError("is JSON of a depth or with numbers that no article has; write it again") from None


def load(item: Item, named: str | None) -> Any:
    """The value of a file that is one JSON document. Raises UnreadableError, also above `limits.JSON` bytes."""
    if item.size > limits.JSON:
        raise UnreadableError(f"is larger than {limits.JSON // limits.MEGABYTE} MB; save it as JSON Lines")
    raw = places.read_whole(item, limits.JSON)
    encoding, _ = encodings.of_bytes(raw, named)
    try:
        return parse(raw.decode(encoding).removeprefix("\ufeff"))
    except UnicodeError:
        raise UnreadableError(f"is not {encoding}; save it as UTF-8") from None


def is_json_lines(item: Item) -> bool:
    """Whether a file begins with an object that ends on its line, and so does the next line."""
    with item.open() as stream:
        head = stream.read(limits.SAMPLE).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if item.kind == "JSON Lines":
        return not head.startswith(b"[") or head.partition(b"\n")[0].rstrip().endswith(b"]")
    first, _, rest = head.partition(b"\n")
    return first.startswith(b"{") and first.rstrip().endswith(b"}") and rest.lstrip().startswith(b"{")


def read(item: Item, named: str | None, known: Columns, about: About) -> _Documents:
    """The documents of JSON Lines or of one JSON document; returns how they were taken. Raises UnreadableError."""
    if is_json_lines(item):
        return (yield from _read_lines(item, named, known, about))
    return (yield from of_value(load(item, named), known, about))


def _read_lines(item: Item, named: str | None, known: Columns, about: About) -> _Documents:
    taken = _Taken(known)
    encoding, guessed = encodings.of_stream(item.open, named)
    documents = 0
    with item.open() as stream:
        for number, line in enumerate(lines(stream, encoding), start=1):
            place = f"line {number}"
            if line is None:
                found = f"the line is longer than {limits.ROW:,} characters"
                yield Rejected(item.origin, place, f"{found}; split the article or leave it out")
                continue
            if not line.strip():
                continue
            try:
                value = parse(line)
                if not isinstance(value, dict):
                    raise UnreadableError("is not an object; write one {…} a line")
                row = taken.row(value)
            except UnreadableError as error:
                yield Rejected(item.origin, place, str(error))
                continue
            documents += "text" in row
            yield document(about, place, row, row.get("text"))
    if not documents:
        raise UnreadableError(fields.no_text_column(taken.columns))
    return taken.described() + (f"; {guessed}" if guessed else "")


def of_value(value: Any, known: Columns, about: About) -> _Documents:
    """The documents of one JSON value: a list of objects, objects by their ids, or lists of articles in objects."""
    taken = _Taken(known)
    if not any("text" in taken.row(found) for _, found in _objects(value, taken)):
        raise UnreadableError(fields.no_text_column(taken.columns))
    for number, (key, found) in enumerate(_objects(value, taken), start=1):
        row = taken.row(found)
        yield document(about, f"article {number}", {"id": key} | row, row.get("text"))
    return taken.described()


def _objects(
    value: Any, taken: "_Taken", key: str = "", listed: bool = False, depth: int = 0
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects that have a text, or would in a list of such, each with the key that it stands under."""
    row = taken.row(value) if isinstance(value, dict) else {}
    if isinstance(value, dict) and "text" in row:
        yield key, value
    elif isinstance(value, dict | list) and depth <= _DEEPEST:
        pairs = value.items() if isinstance(value, dict) else (("", inner) for inner in value)
        found = False
        for name, inner in pairs:
            name = name if isinstance(inner, dict) else ""
            for inside in _objects(inner, taken, name, isinstance(value, list), depth + 1):
                found = True
                yield inside
        if isinstance(value, dict) and not found and listed and ("title" in row or "url" in row):
            yield key, value


class _Taken:
    """The keys of objects as columns, and how those met so far were taken."""

    def __init__(self, known: Columns) -> None:
        self._known = known
        self._by_keys: dict[tuple[str, ...], dict[str, int]] = {}
        self._found: dict[str, str] = {}  # key to field
        self.columns: list[str] = []

    def row(self, value: Mapping[str, Any]) -> dict[str, Any]:
        keys = tuple(value)
        if keys not in self._by_keys:
            if len(self._by_keys) >= _MOST_KEYS:
                self._by_keys.clear()
            self._by_keys[keys] = found = self._known.recognise(keys)
            held = {keys[number] for number in found.values()}
            plain = [key for key in keys if key in held or not isinstance(value[key], dict | list)]
            new = [key for key in plain if key not in self._found][: _MOST_KEYS - len(self._found)]
            self.columns += new
            self._found |= dict.fromkeys(new, "") | {keys[number]: field for field, number in found.items()}
        return {field: value[keys[number]] for field, number in self._by_keys[keys].items()}

    def described(self) -> str:
        first: dict[str, int] = {}
        for number, column in enumerate(self.columns):
            if field := self._found.get(column):
                first.setdefault(field, number)
        return fields.described(self.columns, first)
