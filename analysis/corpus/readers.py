"""Read the texts of a study from files."""

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from analysis.errors import InputError
from analysis.study import FORMULA, Source

METADATA = "metadata.csv"
_FIELDS = ("file", "source", "date", "language", "title", "url")
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
)
_MARKS += ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Text:
    """One document as it was read. `origin` is its file's name, `sha256` the digest of that file's bytes."""

    origin: str
    source: str
    text: str
    sha256: str
    date: str = ""
    language: str = "en"
    title: str = ""
    url: str = ""


def read_texts(places: Sequence[Path], sources: Sequence[Source] = (), encoding: str | None = None) -> list[Text]:
    """Every `.txt` file of the given files and folders, in order of name.

    The source of a file is, in this order: the study's source whose `files` pattern fits; the `source` column of a
    `metadata.csv` beside the file; the folder it stands in below the given one; its own name. With `sources` given,
    a file that fits none of them is an InputError, as are a missing folder, an empty file and one that is not text.
    """
    texts: list[Text] = []
    for place in places:
        if not place.exists():
            raise InputError(place, "no such file or folder", "Give the folder that holds the texts as .txt files.")
        files = sorted(path for path in place.rglob("*.txt") if path.is_file()) if place.is_dir() else [place]
        if not files:
            raise InputError(place, "holds no .txt file", "Save each article as plain text, one file an article.")
        root = place if place.is_dir() else place.parent
        texts += [_read(path, root, sources, encoding) for path in files]
    origins = [text.origin for text in texts]
    for origin in origins:
        if origins.count(origin) > 1:
            raise InputError(
                origin, "two documents have this file name", "Rename one: the name is the document's origin."
            )
    return texts


def _read(path: Path, root: Path, sources: Sequence[Source], encoding: str | None) -> Text:
    raw = path.read_bytes()
    text = decode(raw, path.name, encoding)
    told = _metadata(path.parent).get(path.name, {})
    source = next((s.id for s in sources if any(fnmatchcase(path.name, pattern) for pattern in s.files)), "")
    below = path.parent.relative_to(root).parts
    source = source or told.get("source", "") or (below[0].strip() if below else "")
    if not source and not sources:
        source = path.stem.strip()
    if not sources and source.startswith(FORMULA):  # an id stands in tables, where a spreadsheet would run it
        source = f"file {source}"
    if not source or (sources and source not in {s.id for s in sources}):
        found = f"its source {source!r} is not in study.toml" if source else "no source of study.toml has it"
        raise InputError(path.name, found, 'Add a source whose files pattern fits it: files = ["…*.txt"].')
    return Text(
        origin=path.name,
        source=source,
        text=text,
        sha256=hashlib.sha256(raw).hexdigest(),
        date=told.get("date", ""),
        language=told.get("language", "") or "en",
        title=told.get("title", ""),
        url=told.get("url", ""),
    )


def decode(raw: bytes, where: str, encoding: str | None = None) -> str:
    """The text of a file: UTF-8, or UTF-16/32 with a byte-order mark, or the encoding the user names."""
    if not raw.strip():
        raise InputError(where, "the file is empty", "Remove it or put the article's text in it.")
    chosen = encoding or next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(chosen)
    except LookupError:
        raise InputError(where, f"unknown encoding {chosen!r}", "Use a name that Python knows, e.g. cp1252.") from None
    except UnicodeDecodeError as error:
        found = f"not {chosen}: byte 0x{raw[error.start]:02x} at place {error.start}"
        raise InputError(where, found, "Save it as UTF-8, or name its encoding: --encoding cp1252") from None
    except UnicodeError:
        raise InputError(where, f"not {chosen}", "Save it as UTF-8, or name its encoding: --encoding cp1252") from None
    if control := re.search(r"[\x00-\x08\x0e-\x1f\ufffe]", text):
        found = f"not a text file: control character U+{ord(control[0]):04X} at place {control.start()}"
        raise InputError(where, found, "Give plain text files; save Word, PDF or HTML files as text first.")
    if not re.search(r"\w", text):
        raise InputError(where, "the file has no words", "Remove it or put the article's text in it.")
    return text


def _metadata(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / METADATA
    if not path.is_file():
        return {}
    rows: dict[str, dict[str, str]] = {}
    header, *body = csv.reader(io.StringIO(decode(path.read_bytes(), METADATA), newline=""))
    if missing := {"file", "source"} - set(header):
        raise InputError(METADATA, f"column {sorted(missing)[0]!r} is missing", f"Known: {', '.join(_FIELDS)}.")
    for number, row in enumerate(body, start=2):
        if len(row) > len(header):
            found = f"{len(row)} cells, the header has {len(header)}"
            raise InputError(f"{METADATA}, row {number}", found, "Quote cells that hold a comma.")
        told = dict.fromkeys(_FIELDS, "") | {key: cell.strip() for key, cell in zip(header, row, strict=False)}
        if told["file"] in rows:
            raise InputError(f"{METADATA}, row {number}", f"file {told['file']!r} stands twice", "Keep one row a file.")
        if told["date"]:
            try:
                date.fromisoformat(told["date"])
            except ValueError:
                found = f"date {told['date']!r} is not a date"
                raise InputError(f"{METADATA}, row {number}", found, "Write it as 2021-06-16.") from None
        rows[told["file"]] = told
    return rows
