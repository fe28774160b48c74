"""From a row of a table to a document."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from analysis.corpus.readers import encodings, fields
from analysis.corpus.readers.limits import UnreadableError
from analysis.corpus.records import Record, Rejected

DOCUMENT_FIELDS = ("source", "date", "title", "url", "language", "id")


@dataclass(frozen=True)
class About:
    """What is known of a file before it is opened.

    `told` are the fields that the study, a table or the file's name tell, `via` says which of them told the source, and
    `below` is the sub-folder, whose name is the source where nothing else tells it.
    """

    origin: str
    told: Mapping[str, str]
    below: str
    via: str = ""


def document(about: About, place: str, row: Mapping[str, Any], text: Any) -> Record | Rejected:
    """The document of a row of fields: its title, a blank line and its text, in which offsets count.

    What the row says goes before what its file says. A row of a table without a column for the source has, if nothing
    tells it, the host of its address. `sha256` is that of the text in UTF-8.
    """
    told = {field: fields.cell(row.get(field)) for field in DOCUMENT_FIELDS}
    told = {field: told[field] or about.told.get(field, "") for field in DOCUMENT_FIELDS}
    if not told["source"]:
        told["source"] = (fields.host_of(told["url"]) if "source" not in row else "") or about.below
    kept = fields.body(text)
    try:
        if not kept:
            raise UnreadableError("the text is empty; fill it in or leave the row out")
        encodings.check(kept)
    except UnreadableError as error:
        return Rejected(about.origin, place, str(error))
    whole = fields.with_title(told["title"], kept)
    return Record(origin=about.origin, place=place, text=whole, sha256=sha256(whole.encode()).hexdigest(), **told)
