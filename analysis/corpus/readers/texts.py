"""Plain text files: one article each, perhaps with a front matter block, or a LexisNexis export of many."""

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from analysis.corpus.readers import encodings, fields, nexis, places
from analysis.corpus.readers.fields import Columns
from analysis.corpus.readers.limits import UnreadableError
from analysis.corpus.readers.places import Item
from analysis.corpus.readers.rows import DOCUMENT_FIELDS, About, document
from analysis.corpus.readers.told import Told
from analysis.corpus.records import Record, Rejected

_FENCE = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_ENTRY = re.compile(r"([\w][\w .-]{0,40}):(?:[ \t]+(.*))?")
_LONGEST_FRONT = 20_000  # characters of a front matter block


def read(item: Item, named: str | None, told: Told) -> Iterator[tuple[Record | Rejected, About]]:
    """The documents of a text file, and what was known of it. Raises UnreadableError.

    `Record.text` is what follows a front matter block; an article of an export is its title, a blank line and its body.
    """
    raw = places.read_whole(item)
    text, guessed = encodings.decode(raw, named)
    exported = nexis.articles([nexis.Paragraph(line) for line in text.splitlines()])
    if exported:
        yield from of_export(item, exported, told, sha256(raw).hexdigest(), guessed)
        return
    front, body = front_matter(text)
    if not re.search(r"\w", body):
        raise UnreadableError("has no words after its front matter; remove it or put the article's text in it")
    about = told.about(item, _first_line(body), front)
    fields_told = {field: about.told.get(field, "") for field in DOCUMENT_FIELDS}
    fields_told["source"] = fields_told["source"] or about.below
    yield Record(item.origin, "", body, sha256(raw).hexdigest(), **fields_told, encoding=guessed), about


def of_export(
    item: Item, exported: list[nexis.Article], told: Told, digest: str, guessed: str = ""
) -> Iterator[tuple[Record | Rejected, About]]:
    """The documents of a Nexis export; `digest` is that of the file, which is the document's if it is the only one."""
    for number, article in enumerate(exported, start=1):
        about = told.about(item, article.title)
        place = f"article {number}" if len(exported) > 1 else ""
        row = {"title": article.title, "source": article.source, "date": article.date, "language": article.language}
        found = document(about, place, row, article.text)
        if isinstance(found, Record):
            found = replace(found, encoding=guessed, sha256=found.sha256 if place else digest)
        yield found, about


def _first_line(text: str) -> str:
    return text.lstrip().partition("\n")[0].strip()


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields that the block between two lines `---` at the top says, and what follows it.

    A text whose block has other lines than `key: value`, comments, lists and blank ones has no front matter.
    """
    opened = _FENCE.match(text)
    closed = _CLOSING.search(text, opened.end(), opened.end() + _LONGEST_FRONT) if opened else None
    if not opened or not closed:
        return {}, text
    said: dict[str, str] = {}
    for line in text[opened.end() : closed.start()].splitlines():
        if not line.strip() or line[0] in " \t-#":
            continue
        if not (entry := _ENTRY.fullmatch(line.rstrip())):
            return {}, text
        said[entry[1]] = (entry[2] or "").strip().strip("\"'")
    found = Columns().recognise(list(said))
    values = list(said.values())
    kept = {field: fields.cell(values[number]) for field, number in found.items() if field in DOCUMENT_FIELDS}
    return (kept, text[closed.end() :].lstrip("\r\n")) if kept else ({}, text)
