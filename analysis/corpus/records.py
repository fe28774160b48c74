"""What a reader hands on: documents as they were read, pages still to be parsed, and what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Record:
    """One document as it was read, before anything is made of it.

    `origin` is the name of its file below the folder or archive that was given, with `/` between folders; `place` says
    where in that file it stands ("row 12", "article 3"; empty if the file is the document). `text` is what offsets into
    the original count in. `sha256` is the digest of the file's bytes if the file is the document, else of `text` in
    UTF-8. The other fields are as written there, stripped; empty if nothing is said. `encoding` is what the bytes were
    decoded from, where that was guessed rather than UTF-8.
    """

    origin: str
    place: str
    text: str
    sha256: str
    source: str = ""
    date: str = ""
    title: str = ""
    url: str = ""
    language: str = ""
    id: str = ""
    encoding: str = ""

    @property
    def where(self) -> str:
        """The record's place as a message names it."""
        return where(self.origin, self.place)


@dataclass(frozen=True)
class Page:
    """A saved web page whose article has still to be found, which takes long: see `readers.open_page`.

    `told` holds fields of `Record` that a table, a file name or the study says of it.
    """

    origin: str
    raw: bytes
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rejected:
    """What could not be read: the file, the place in it (empty: all of it) and the reason, with the way out."""

    file: str
    row: str
    reason: str

    @property
    def where(self) -> str:
        """The place as a message names it."""
        return where(self.file, self.row)


@dataclass(frozen=True)
class Seen:
    """What was recognised of one input: its file, its format, and how it was taken ("outlet → source, body → text")."""

    file: str
    format: str
    detail: str = ""


Found = Record | Page | Rejected


def where(file: str, place: str) -> str:
    """A place in a file as a message names it: the file alone, if it is all of it."""
    return f"{file}, {place}" if place else file
