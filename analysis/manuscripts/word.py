"""A Word file as pieces: its paragraphs and notes. `[name]`, or a comment on a number, marks the number."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from analysis.manuscripts.pieces import TAIL, Mark, Piece, mark

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BRACKET = re.compile(r"\[([^\[\]\n]{1,300})\]")
_TEXT = {"t": None, "tab": "\t", "noBreakHyphen": "-", "br": " ", "cr": " "}
_BEGINNING = 40  # characters of a paragraph that lead a reader to it


@dataclass
class _Open:
    """A paragraph while it is read: its text, and what comments are on."""

    text: str = ""
    marks: list[Mark] = field(default_factory=list)


def pieces(raw: bytes) -> Iterator[Piece]:
    """The paragraphs that have text, with those in tables, footnotes and endnotes.

    The package has been checked (`analysis.corpus.readers.word.check_package`); python-docx and lxml raise many kinds of
    errors on a damaged one.
    """
    from docx import Document

    document = Document(io.BytesIO(raw))
    comments = {str(comment.comment_id): comment.text for comment in document.comments}
    yield from _paragraphs(document.element.body, "paragraph", comments)
    for relation in sorted(document.part.rels.values(), key=lambda one: one.rId):
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in {"footnotes", "endnotes"} and not relation.is_external:
            yield from _paragraphs(_parsed(relation.target_part.blob), kind[:-1], comments)


def _parsed(xml: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _paragraphs(root: Any, kind: str, comments: dict[str, str]) -> Iterator[Piece]:
    for copy in list(root.iter(_FALLBACK)):
        copy.getparent().remove(copy)
    found: list[_Open] = []
    commented: dict[str, str] = {}  # what stands in the range of a comment, which may reach over paragraphs
    for node in root.iter():
        if not isinstance(node.tag, str) or not node.tag.startswith(_W):
            continue
        name = node.tag[len(_W) :]
        if name == "p":
            found.append(_Open())
        elif name == "commentRangeStart":
            commented[node.get(f"{_W}id", "")] = ""
        elif found and name == "commentRangeEnd":
            id = node.get(f"{_W}id", "")
            if made := mark(comments.get(id, ""), commented.pop(id, "") or found[-1].text):
                found[-1].marks.append(made)
        elif found and name in _TEXT:
            if (name == "tab" and node.getparent().tag != f"{_W}r") or any(node.iterancestors(f"{_W}moveFrom")):
                continue  # a tab stop of the paragraph's format; text that was moved elsewhere with changes tracked
            text = node.text or "" if name == "t" else _TEXT[name] or ""
            found[-1].text += text
            for id in commented:
                commented[id] = (commented[id] + text)[-2 * TAIL :]
    for number, one in enumerate((one for one in found if one.text.strip()), start=1):
        yield _piece(f"{kind} {number}", one)


def _piece(place: str, one: _Open) -> Piece:
    """The paragraph without its brackets that are marks."""
    marks, prose, at = list(one.marks), "", 0
    for bracket in _BRACKET.finditer(one.text):
        if made := mark(bracket[1], prose + one.text[at : bracket.start()].rstrip()):
            marks.append(made)
            prose += one.text[at : bracket.start()]
            at = bracket.end()
    prose += one.text[at:]
    beginning = " ".join(prose.split())
    shown = beginning if len(beginning) <= _BEGINNING else f"{beginning[:_BEGINNING].rsplit(' ', 1)[0]} …"
    return Piece(f"{place} (“{shown}”)", prose, tuple(marks))
