"""What a Word file is made of, beyond python-docx: bookmarks and links to them, head rows, alternative texts, fixed bytes.

Foreign text enters through `run` and `link` only, which make it safe for XML (`prose.visible`).
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from analysis.report import dates, prose

FACE, MONOSPACED = "Cambria", "Consolas"
ACCENT, SOFT = RGBColor(0x8B, 0x2E, 0x16), RGBColor(0x55, 0x55, 0x55)
TABLE_TEXT = "Table Text"
_MARGIN = Mm(25)
WIDTH = Mm(210) - 2 * _MARGIN  # of the text, in English metric units
_SIZES = {"Title": 24, "Subtitle": 13, "Heading 1": 17, "Heading 2": 13, "Heading 3": 11, "Heading 4": 11, "Caption": 9}
_LINE = 105  # characters of table text in a line
_LONGEST_NAME = 40  # characters of a bookmark's name that Word takes


def blank(title: str, subject: str, authors: str) -> WordDocument:
    """An empty document, A4, with its styles, a page number at the foot, and properties that no clock has touched."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    _styles(word)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)
    told = word.core_properties
    told.title, told.subject, told.author = (prose.visible(text)[:255] for text in (title, subject, authors))
    told.comments = told.keywords = told.category = told.last_modified_by = ""
    told.created = told.modified = dates.NO_TIME
    told.language, told.revision = "en", 1
    return word


def _styles(word: WordDocument) -> None:
    normal = word.styles["Normal"]
    normal.font.size = Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    cells = word.styles.add_style(TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
    cells.base_style = normal
    cells.font.size = Pt(8.5)
    cells.paragraph_format.space_after = Pt(0)
    _face(normal)
    for name, size in _SIZES.items():
        style = word.styles[name]
        _face(style)
        style.font.size, style.font.bold, style.font.italic = Pt(size), name.startswith("Heading"), False
        style.font.color.rgb = ACCENT if name == "Heading 1" else SOFT if name == "Subtitle" else RGBColor(0, 0, 0)
    word.styles["Caption"].paragraph_format.space_before = Pt(10)
    beside = word.styles["List Continue"]
    beside.font.size, beside.font.color.rgb = Pt(9.5), SOFT
    for border in word.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)


def _face(style: Any) -> None:
    """One face for all scripts; the theme's would come before it."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FACE)


def run(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False, code: bool = False) -> Any:
    """Text at the end of a paragraph; what cannot be printed is written out."""
    made = paragraph.add_run(prose.visible(text))
    made.bold, made.italic = bold or None, italic or None
    if code:
        made.font.name = MONOSPACED
    return made


def link(paragraph: Paragraph, text: str, *, anchor: str = "", url: str = "") -> None:
    """Text that leads to a bookmark of this document, or to an address."""
    element = OxmlElement("w:hyperlink")
    if anchor:
        element.set(qn("w:anchor"), bookmark_name(anchor))
    else:
        element.set(qn("r:id"), paragraph.part.relate_to(prose.visible(url), RELATIONSHIP_TYPE.HYPERLINK, True))
    made = run(paragraph, text)
    made.font.color.rgb = ACCENT
    element.append(made._r)
    paragraph._p.append(element)


def bookmark(paragraph: Paragraph, anchor: str, number: int) -> None:
    """Make a paragraph a place that links lead to; `number` is its own in the document."""
    for name, at in (("w:bookmarkStart", 0), ("w:bookmarkEnd", 1)):
        element = OxmlElement(name)
        element.set(qn("w:id"), str(number))
        if not at:
            element.set(qn("w:name"), bookmark_name(anchor))
        paragraph._p.append(element)


def bookmark_name(anchor: str) -> str:
    """An anchor as Word takes it: letters, digits and underscores, forty at most."""
    name = re.sub(r"\W", "_", anchor, flags=re.ASCII)
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 9]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"


def picture(paragraph: Paragraph, png: bytes, width: int, name: str, alt: str) -> None:
    """A picture with its alternative text, `width` in English metric units."""
    shape = run(paragraph, "").add_picture(io.BytesIO(png), width=width)
    shape._inline.docPr.set("name", name)
    shape._inline.docPr.set("descr", prose.visible(alt))


def table(word: WordDocument, head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> None:
    """A table as wide as the text, its head repeated on every page; `right` says which columns are set to the right."""
    made = word.add_table(0, len(head))
    properties = made._tbl.tblPr
    width = properties.find(qn("w:tblW"))
    width.set(qn("w:type"), "pct")
    width.set(qn("w:w"), "5000")
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_border(side, "4" if side == "insideH" else "8", "D0D0D0" if side == "insideH" else "000000"))
    width.addnext(borders)  # the schema has an order, and Word insists on it
    widths = _widths((head, *rows))
    for column, share in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = share
    style = word.styles[TABLE_TEXT].style_id
    for number, row in enumerate((head, *rows)):
        made._tbl.append(_row(word, row, right, style, head=number == 0))
    word.add_paragraph(style=TABLE_TEXT)  # Word joins tables that follow one another


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """The width of each column: its longest word fits (up to a length), and longer texts share what is left."""
    columns = list(zip(*rows, strict=True))
    needed = [min(max(len(word) for text in texts for word in text.split() or [""]), 24) + 5 for texts in columns]
    wanted = [min(max(map(len, texts)), 120) + 5 for texts in columns]
    more = [want - need if want > need else 0 for want, need in zip(wanted, needed, strict=True)]
    spare = max(_LINE - sum(needed), 0) / max(sum(more), 1)
    shares = [need + min(spare, 1) * extra for need, extra in zip(needed, more, strict=True)]
    return [round(WIDTH * share / sum(shares)) for share in shares]


def _row(word: WordDocument, texts: Sequence[str], right: Sequence[bool], style: str, *, head: bool) -> Any:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    for name in ("w:cantSplit", "w:tblHeader") if head else ("w:cantSplit",):
        properties.append(OxmlElement(name))
    row.append(properties)
    for text, to_the_right in zip(texts, right, strict=True):
        cell, content = OxmlElement("w:tc"), OxmlElement("w:p")
        cell.append(content)
        content.style = style  # by its id: python-docx would look through all styles for each cell
        paragraph = Paragraph(content, word._body)
        if to_the_right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run(paragraph, text, bold=head)
        row.append(cell)
    return row


def _border(side: str, size: str, color: str) -> Any:
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", color)):
        border.set(qn(f"w:{name}"), value)
    return border


def saved(word: WordDocument) -> bytes:
    """The file. Its parts stand in the order in which python-docx writes them, without a time."""
    written, fixed = io.BytesIO(), io.BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename)  # of 1980
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, parts.read(part))
    return fixed.getvalue()
