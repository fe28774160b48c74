"""A result bundle as Typst code, for the PDF.

Everything here is a Typst *code* expression: foreign text stands in it as a string literal (`literal`), never as
markup, so whatever it holds is printed and nothing is run. The functions called (`grade`, `grid`, …) are defined in
`templates/report.typ.j2`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.report import drawing, fragments, prose
from analysis.report.prose import NOWHERE, Number, Places, Reference

KEPT_TOGETHER = 12  # rows of a table that stays on one page
TEXT_WIDTH = 410.0  # points between the margins of the page, as the template sets them

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f]")
# Setting a word takes the square of its length, and PDF/A limits a string to 32,767 bytes. The page shows all of both.
_ENDLESS = re.compile(r"(\S{1000})(\S{50,})")
_TOO_MUCH = re.compile(r"(.{8000})(.{50,})", re.DOTALL)
_LONG_WORD = re.compile(r"[^\s\u200b]{24}(?=[^\s\u200b]{8})")


def literal(text: object, *, lines: bool = False) -> str:
    """Text as a Typst string. Without `lines`, white space is one space; words too long for a line may be broken.

    Of words and texts that no print has room for the beginning is printed, and how much is not.
    """
    printed = _INVISIBLE.sub("", prose.visible(str(text)))
    if not lines:
        printed = re.sub(r"[ \t\n]+", " ", printed)
    for pattern in (_ENDLESS, _TOO_MUCH):
        printed = pattern.sub(_shortened, printed)
    printed = _LONG_WORD.sub("\\g<0>\u200b", printed)
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
    return f"par({_spaced(bundle['sentences'], places)})"


def _spaced(sentences: Iterable[Mapping[str, Any]], places: Places) -> str:
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
            parts.append(f"beside({_spaced(said, places)})")
        items.append(joined(parts))
    return f"findings({''.join(f'{item}, ' for item in items)})"


def standings(bundle: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """How findings fare in other settings, as a list of terms."""
    items = (f"terms.item({literal(one['title'])}, {sentence(one['sentence'], places)})" for one in bundle["standings"])
    return f"terms({''.join(f'{item}, ' for item in items)})"


def figure(bundle: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """A numbered figure: vector drawing, alternative text, caption."""
    svg = drawing.checked(bundle["svg"], bundle["id"])
    width = min(drawing.size(svg)[0] * 0.94, TEXT_WIDTH)
    drawn = picture(svg, prose.plain(bundle["alt"], places), f"{width:.1f}pt")
    return f"[#figure({drawn}, caption: {sentence(bundle['caption'], places)}) <fig-{bundle['id']}>]"


def picture(svg: str, alt: str, width: str = "auto") -> str:
    """A checked drawing as a vector image. Its source is data, not words: only what ends a string is escaped."""
    return f'image(bytes("{svg.translate(_ESCAPES)}"), format: "svg", width: {width}, alt: {literal(alt)})'


def table(bundle: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """A numbered table: the columns that have a label, the first `shown` rows, and where the others are."""
    printed = [(at, column) for at, column in enumerate(bundle["columns"]) if column["label"]]
    rows = [
        [literal(fragments.cell(row[at], column["digits"])) for at, column in printed]
        for row in bundle["rows"][: bundle["shown"]]
    ]
    caption = sentence(bundle["caption"], places)
    said, path = fragments.left_out(bundle), f"tables/{bundle['id']}.csv"
    rest = joined([literal(f"{said} "), f"raw({literal(path)})", '"."']) if said else "none"
    align = ["right" if column["number"] else "left" for _, column in printed]
    head = [literal(column["label"]) for _, column in printed]
    body = grid(align, [head, *rows]) if rows else "none"
    labelled = f"[#result-table({caption}, {body}, {rest}) <tab-{bundle['id']}>]"
    return f"block(breakable: false, {labelled})" if len(rows) <= KEPT_TOGETHER else labelled


def grid(align: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table from its cells, which are code; the first row heads it. Many or long columns get smaller type."""
    longest = [max(len(row[at]) for row in rows) for at in range(len(align))]
    size = 8.6 if sum(min(length, 30) for length in longest) < 90 else 7.4
    widths = ["1fr" if length > 34 else "auto" for length in longest]
    cells = ["".join(f"{cell}, " for cell in row) for row in rows]
    columns = f"({', '.join(widths)},), ({', '.join(align)},)"
    return f"grid-of({size}pt, {columns}, ({cells[0]}), {''.join(cells[1:])})"


def plain_text(text: str) -> str:
    """Output of a cell that is no result, as it was printed."""
    return f"raw({literal(text.rstrip(), lines=True)}, block: true)"


def _piece(piece: prose.Piece, places: Places) -> str:
    if isinstance(piece, Number):
        return literal(piece.text)
    if isinstance(piece, Reference):
        shown = literal(prose.label(piece, places).replace(" ", "\N{NO-BREAK SPACE}", 1))
        place = places.get(piece.key)
        return f"link(<{place.anchor}>, {shown})" if place else shown
    return literal(piece)
