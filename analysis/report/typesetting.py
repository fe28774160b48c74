"""A result bundle as Typst code, for the PDF.

Everything here is a Typst *code* expression: foreign text stands in it as a string literal (`literal`), never as
markup, so whatever it holds is printed and nothing is run. The functions called (`grade`, `grid`, …) are defined in
`templates/report.typ.j2`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.report import cells, columns, drawing, fonts, prose
from analysis.report.literature import Work
from analysis.report.prose import NOWHERE, Number, Place, Places, Reference

TALLEST_TABLE = 380.0  # points; a taller one is not kept together on a page
UNSPLIT = 15  # lines of a row that stays together on a page
TALLEST = 540.0  # points; a taller drawing is made smaller, so that it fits on a page with its caption

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f]")
# Setting a word takes the square of its length, and PDF/A limits a string to 32,767 bytes. The page shows all of both.
_ENDLESS = re.compile(r"(\S{1000})(\S{50,})")
_TOO_MUCH = re.compile(r"(.{8000})(.{50,})", re.DOTALL)
# Words of a drawing, which are on one line: no page is as wide as so many characters.
_PAST_THE_EDGE = re.compile(r">((?:[^<&]|&[^<;]*;){2000})(?:[^<&]|&[^<;]*;)+<")
_LONG_WORD = re.compile(r"[^\s\u200b]{24}(?=[^\s\u200b]{8})")
_WORD = re.compile(r"[^\s\u200b]{3}(?=[^\s\u200b])")


def literal(text: object, *, lines: bool = False, narrow: bool = False) -> str:
    """Text as a Typst string. Without `lines`, white space is one space.

    Words too long for a line may be broken; with `narrow`, all words. Of words and texts that no print has room for the
    beginning is printed, and how much is not.
    """
    printed = _INVISIBLE.sub("", prose.visible(str(text)))
    if not lines:
        printed = re.sub(r"[ \t\n]+", " ", printed)
    for pattern in (_ENDLESS, _TOO_MUCH):
        printed = pattern.sub(_shortened, printed)
    printed = (_WORD if narrow else _LONG_WORD).sub("\\g<0>\u200b", printed)
    return f'"{printed.translate(_ESCAPES)}"'


def _shortened(match: re.Match[str]) -> str:
    return f"{match[1]}[… {len(match[2]):,} more characters]"


def joined(parts: Iterable[str]) -> str:
    """Expressions, one after another, as one."""
    return "{" + "; ".join(part for part in parts if part) + "}"


def sentence(of: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """A sentence, its references as links."""
    return joined(_piece(piece, places) for piece in prose.pieces(of))


def references(text: str, places: Places = NOWHERE) -> str:
    """An author's text with its references as links."""
    return joined(_piece(piece, places) for piece in prose.references(text))


def paragraph(bundle: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """A paragraph of computed sentences."""
    return f"par({spaced(bundle['sentences'], places)})"


def spaced(sentences: Iterable[Mapping[str, Any]], places: Places = NOWHERE) -> str:
    """Sentences with a space between them."""
    parts = [part for each in sentences for part in (sentence(each, places), '" "')]
    return joined(parts[:-1])


def findings(bundle: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """Findings as a list, each with the figure that shows it, its grade and what is said beside it."""
    items = []
    for found in bundle["findings"]:
        shown = Reference(f"fig-{found.get('figure')}")
        link = joined(['" ("', _piece(shown, places), '")"']) if shown.key in places else ""
        grade = prose.reach(found)
        label = f"grade({literal(grade.partition(' ')[0])}, {literal(grade)})"
        parts = [sentence(found["sentence"], places), link, '" "', label]
        if said := [found[key] for key in prose.BESIDE if key in found]:
            parts.append(f"beside({spaced(said, places)})")
        items.append(f"whole({joined(parts)})")
    return f"findings({''.join(f'{item}, ' for item in items)})"


def standings(bundle: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """How findings fare in other settings, as a list of terms."""
    items = (f"terms.item({literal(one['title'])}, {sentence(one['sentence'], places)})" for one in bundle["standings"])
    return f"terms({''.join(f'{item}, ' for item in items)})"


def figure(bundle: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """A numbered figure: vector drawing, alternative text, caption. It stands at the top or foot of a page."""
    svg = drawing.checked(bundle["svg"], bundle["id"])
    width, height = drawing.size(svg)
    scale = min(0.94, columns.TEXT / width, TALLEST / height)
    drawn = picture(svg, prose.plain(bundle["alt"], places), f"{width * scale:.1f}pt")
    return f"[#shown({drawn}, {sentence(bundle['caption'], places)}) <fig-{bundle['id']}>]"


def picture(svg: str, alt: str, width: str = "auto") -> str:
    """A checked drawing as a vector image. Its source is data, not words: only what ends a string is escaped."""
    shown = fonts.drawable(_PAST_THE_EDGE.sub(r">\1<", svg)).translate(_ESCAPES)
    return f'image(bytes("{shown}"), format: "svg", width: {width}, alt: {literal(alt)})'


def table(bundle: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """A numbered table: the columns that have a label, the first `shown` rows, and where the others are.

    One that fits on a part of a page stands at the top or foot of one; a longer one runs on from page to page. One too
    wide for the page has pages of its own, on their side.
    """
    printed, rows = cells.printed(bundle)
    caption, label = sentence(bundle["caption"], places), f"tab-{bundle['id']}"
    said, path = cells.left_out(bundle), f"tables/{bundle['id']}.csv"
    rest = joined([literal(f"{said} "), f"raw({literal(path)})", '"."']) if said else "none"
    if not rows:
        return f"elsewhere(<{label}>, {caption}, {rest})"
    set_ = [
        columns.Column(headed(column["label"]), of, column["number"])
        for column, of in zip(printed, zip(*rows, strict=True), strict=True)
    ]
    found = columns.setting(set_, turned=True)
    turned = found.room == columns.TURNED
    floats = found.height <= TALLEST_TABLE and not turned
    lines = [
        [literal(cell, narrow=found.crowded) for cell in line] for line in [[column.label for column in set_], *rows]
    ]
    body = grid(set_, lines, found, "" if floats else label)
    beyond = f"{0 if turned else (found.room - columns.TEXT) / 2}pt"
    placed = "auto" if floats else "none"
    made = f"result-table(<{label}>, {placed}, {beyond}, {caption}, {body}, {rest})"
    return f"page(flipped: true, {made})" if turned else made


def headed(label: str) -> str:
    """The label of a column as a printed table is headed: a word begins with a capital, a symbol stays as it is."""
    return label[0].upper() + label[1:] if re.match(r"[a-z]{2,}(?![a-z]*[A-Z\d])", label) else label


def grid(of: Sequence[columns.Column], rows: Sequence[Sequence[str]], found: columns.Setting, label: str = "") -> str:
    """A table: its columns as they are set, its rows of cells as code; the first row heads it.

    With a label, that of its caption, it says so where it goes on.
    """
    widths = "".join(f"{width}pt, " for width in found.widths)
    align = "".join("right, " if column.number else "left, " for column in of)
    head = "".join(f"{cell}, " for cell in rows[0])
    cells = "".join(f"{cell}, " for row in rows[1:] for cell in row)
    splits = "true" if max(found.lines, default=0) > UNSPLIT else "false"
    start = f"<{label}>" if label else "none"
    return f"grid-of({found.size}pt, {splits}, {start}, ({widths}), ({align}), ({head}), {cells})"


def work(of: Work, anchor: str, cited: Sequence[Place]) -> str:
    """An entry of the list of references, with links to where it is cited."""
    set_ = {"text": "{}", "title": "emph({})", "link": "link({0}, {0})"}
    runs = [set_[kind].format(literal(text)) for kind, text in of.runs]
    links = [f"link(<{place.anchor}>, {literal(place.label)})" for place in cited]
    back = [part for link in links for part in (link, '", "')][:-1]
    said = joined(['" Cited in "', *back, '"."'])
    return f"[#work({joined(runs)}, {said}) <{anchor}>]"


def plain_text(text: str) -> str:
    """Output of a cell that is no result, as it was printed."""
    return f"raw({literal(text.rstrip(), lines=True)}, block: true)"


def _piece(piece: prose.Piece, places: Places) -> str:
    if isinstance(piece, Number):
        return literal(piece.text)
    if isinstance(piece, Reference):
        shown = literal(prose.unbroken(piece, places))
        place = places.get(piece.key)
        return f"link(<{place.anchor}>, {shown})" if place else shown
    return literal(piece)
