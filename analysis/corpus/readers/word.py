"""Word files: exports of Nexis Uni with one or many articles, or one article of any other origin."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from analysis.corpus.readers import limits, nexis, places, texts
from analysis.corpus.readers.limits import UnreadableError
from analysis.corpus.readers.nexis import Paragraph
from analysis.corpus.readers.places import Item
from analysis.corpus.readers.rows import About, document
from analysis.corpus.readers.told import Told
from analysis.corpus.records import Record, Rejected

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PIECE = 65_536
_DAMAGED = "is damaged or not a Word file; open it in Word and save it again as .docx"


def read(item: Item, told: Told) -> Iterator[tuple[Record | Rejected, About]]:
    """The documents of a Word file, and what was known of it. Raises UnreadableError.

    A file that is no export is one document: its title is the first paragraph.
    """
    raw = places.read_whole(item)
    check_package(raw)
    try:
        found = paragraphs(raw)
    except Exception:  # python-docx and lxml raise many kinds on damaged files
        raise UnreadableError(_DAMAGED) from None
    digest = sha256(raw).hexdigest()
    if exported := nexis.articles(found):
        yield from texts.of_export(item, exported, told, digest)
        return
    lines = [paragraph.text.strip() for paragraph in found if paragraph.text.strip()]
    title = lines[0] if lines else ""
    about = told.about(item, title)
    row = {"title": about.told.get("title") or (title if len(lines) > 1 else "")}
    one = document(about, "", row, "\n\n".join(lines))
    yield (replace(one, sha256=digest) if isinstance(one, Record) else one), about


def check_package(raw: bytes) -> None:
    """UnreadableError for a package that is no ZIP, unpacks to too much, or whose XML declares a document type.

    Word writes no document types; they are how XML files blow up or reach for other files.
    """
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            for part in package.infolist():
                if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise UnreadableError(_DAMAGED)
                with package.open(part) as stream:
                    before = b""
                    while piece := stream.read(_PIECE):
                        total += len(piece)
                        if total > limits.JSON or (total > limits.RATIO_FROM and total > limits.RATIO * len(raw)):
                            raise UnreadableError(
                                "unpacks to far more than a text would, like a ZIP bomb; save it as text"
                            )
                        joined = (before + piece).replace(b"\0", b"")
                        if part.filename.endswith((".xml", ".rels")) and (
                            b"<!DOCTYPE" in joined or b"<!ENTITY" in joined
                        ):
                            raise UnreadableError(
                                "its XML declares a document type, which Word never writes; not opened"
                            )
                        before = piece[-32:]
    except UnreadableError:
        raise
    except Exception:  # zipfile raises many kinds on damaged archives
        raise UnreadableError(_DAMAGED) from None


def paragraphs(raw: bytes) -> list[Paragraph]:
    """The paragraphs of a Word file in their order, with those in tables and text boxes."""
    from docx import Document

    package = Document(io.BytesIO(raw))
    headings = {
        style.style_id
        for style in package.styles
        if (style.name or "").casefold().startswith(("heading", "title")) and style.style_id
    }
    body = package.element.body
    for copy in list(body.iter(_FALLBACK)):
        copy.getparent().remove(copy)
    found: list[_Open] = []
    for node in body.iter():
        if node.tag == _W + "p":
            found.append(_Open(node.style in headings))
        elif found:
            found[-1].take(node)
    return [Paragraph("".join(one.parts), one.heading, one.new_page) for one in found]


class _Open:
    """A paragraph while its parts are gathered; text that was deleted with changes tracked is not among them."""

    def __init__(self, heading: bool) -> None:
        self.heading, self.new_page, self.parts = heading, False, list[str]()

    def take(self, node: Any) -> None:
        if node.tag == _W + "t":
            self.parts.append(node.text or "")
        elif node.tag == _W + "tab" and node.getparent().tag == _W + "r":
            self.parts.append("\t")
        elif node.tag == _W + "noBreakHyphen":
            self.parts.append("-")
        elif node.tag == _W + "br" and node.get(_W + "type") == "page":
            self.new_page = True
        elif node.tag in (_W + "br", _W + "cr"):
            self.parts.append("\n")
        elif node.tag in (_W + "pageBreakBefore", _W + "sectPr"):
            self.new_page = True
