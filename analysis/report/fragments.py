"""A result bundle as HTML: alone, and with number and links on a published page.

Whatever a bundle holds is foreign text, and is escaped where it enters (`escaped`). The one exception is a figure's
drawing, which is checked element by element (`drawing.checked`).
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from analysis.report import cells, drawing, evidence, prose
from analysis.report.prose import NOWHERE, Number, Places, Reference

SHOWN_DATA = 200  # rows of a figure's numbers on the page; the CSV has all
WIDE = 480  # points; a wider drawing may stand out of the text column
SHORT, LONG = 16, 40  # characters: columns that keep to one line, and columns that are given room on a phone
escaped = prose.escaped  # foreign text as HTML


def sentence(of: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """A sentence with its numbers as `<data>`, named, and its references as links."""
    return "".join(_piece(piece, places) for piece in prose.pieces(of))


def references(text: str, places: Places = NOWHERE) -> str:
    """An author's text with its references as links."""
    return "".join(_piece(piece, places) for piece in prose.references(text))


def paragraph(bundle: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """A paragraph of computed sentences."""
    return f"<p>{' '.join(sentence(each, places) for each in bundle['sentences'])}</p>"


def findings(bundle: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """Findings as a list, each with what is said beside it, its grade and the figure that shows it."""
    items = []
    for found in bundle["findings"]:
        shown = Reference(f"fig-{found.get('figure')}")
        link = f" {_piece(shown, places)}" if shown.key in places else ""
        said = f"<p>{sentence(found['sentence'], places)}</p>"
        if beside := " ".join(sentence(found[key], places) for key in prose.BESIDE if key in found):
            said += f'<p class="beside">{beside}</p>'
        items.append(f'<li>{said}<p class="reach">{badge(prose.reach(found))}{link}</p></li>')
    return f'<ul class="findings">{"".join(items)}</ul>'


def standings(bundle: Mapping[str, Any], places: Places = NOWHERE) -> str:
    """How findings fare in other settings, as a list."""
    items = (
        f"<dt>{escaped(one['title'])}</dt><dd>{sentence(one['sentence'], places)}</dd>" for one in bundle["standings"]
    )
    return f'<dl class="standings">{"".join(items)}</dl>'


def badge(grade: str) -> str:
    """How far a finding reaches, as a label."""
    return f'<span class="grade {escaped(grade.partition(" ")[0])}">{escaped(grade)}</span>'


def figure(
    bundle: Mapping[str, Any],
    places: Places = NOWHERE,
    number: int = 0,
    *,
    files: bool = False,
    card: str = "",
    behind: str = "",
) -> str:
    """A drawing above its caption; with a number also its anchor, data and card, and with `files` links to its files.

    `behind` is the packed table of the passages behind its numbers.
    """
    svg = drawing.checked(bundle["svg"], bundle["id"])
    alt = escaped(prose.plain(bundle["alt"], places))
    links = evidence.links(bundle, drawing.size(svg))
    picture = f'<div class="drawing"><div role="img" aria-label="{alt}">{svg}</div>{links}</div>'
    caption = sentence(bundle["caption"], places)
    if not number:
        return f"<figure>{picture}<figcaption>{caption}</figcaption>{evidence.folded(bundle)}</figure>"
    id = escaped(bundle["id"])
    wide = " wide" if drawing.size(svg)[0] > WIDE else ""
    return (
        f'<figure class="figure{wide}" id="fig-{id}">{picture}'
        f'<figcaption><a class="label" href="#fig-{id}">Figure {number}.</a> {caption}</figcaption>'
        f'<div class="tools">{_data(bundle, number)}{card}{_files(id, number) if files else ""}</div>'
        f"{evidence.folded(bundle, files=files, packed=behind)}</figure>"
    )


def table(
    bundle: Mapping[str, Any],
    places: Places = NOWHERE,
    number: int = 0,
    *,
    files: bool = False,
    card: str = "",
    behind: str = "",
) -> str:
    """A table under its caption: the columns that have a label, the first `shown` rows; below it its card.

    `behind` is the packed table of the passages behind its numbers.
    """
    id = escaped(bundle["id"])
    anchor = f' id="tab-{id}"' if number else ""
    label = f'<a class="label" href="#tab-{id}">Table {number}.</a> ' if number else ""
    rows = bundle["rows"][: bundle["shown"]]
    body = _grid(bundle["columns"], rows, f"Table {number or id}", evidence.cells(bundle)) if rows else ""
    return (
        f'<figure class="table"{anchor}><figcaption>{label}{sentence(bundle["caption"], places)}</figcaption>{body}'
        f"{_beside(bundle, number, files, card)}{evidence.folded(bundle, files=files, packed=behind)}</figure>"
    )


def _beside(bundle: Mapping[str, Any], number: int, files: bool, card: str) -> str:
    """What stands under a table: where all its rows are, its card, its file."""
    path = f"tables/{escaped(bundle['id'])}.csv"
    more = csv = ""
    if said := cells.left_out(bundle):
        link = f'<a href="{path}" download>{path}</a>' if files else path
        more = f'<p class="more">{said} {link}.</p>'
    elif files:
        csv = f'<p class="files"><a href="{path}" download aria-label="Table {number} as CSV">CSV</a></p>'
    return more + (f'<div class="tools">{card}{csv}</div>' if card or csv else "")


def _files(id: str, number: int) -> str:
    """Links to the files of a figure, as they lie beside the published page."""
    kinds = ("svg", "pdf", "png", "csv")
    links = (
        f'<a href="figures/{id}.{kind}" download aria-label="Figure {number} as {kind.upper()}">{kind.upper()}</a>'
        for kind in kinds
    )
    return f'<p class="files">{" ".join(links)}</p>'


def _data(bundle: Mapping[str, Any], number: int) -> str:
    """The numbers of a figure, folded."""
    rows = bundle["data"]["rows"]
    columns = [
        {"label": name, "digits": None, "number": any(_number(row[at]) for row in rows)}
        for at, name in enumerate(bundle["data"]["columns"])
    ]
    more = f"<p>The first {SHOWN_DATA} of {len(rows):,} rows.</p>" if len(rows) > SHOWN_DATA else ""
    grid = _grid(columns, rows[:SHOWN_DATA], f"Data of figure {number}")
    return f"<details><summary>Data</summary>{grid}{more}</details>"


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _grid(
    columns: Sequence[Mapping[str, Any]],
    rows: Iterable[Sequence[Any]],
    name: str,
    links: Mapping[tuple[int, int], str] = MappingProxyType({}),
) -> str:
    """Rows and columns; the frame can be scrolled, also by keyboard, where the table is wider than the screen.

    `links` are the anchors that cells lead to, by row and column. HTML ends a cell where the next one begins: without end
    tags and quotation marks a table is half as long.
    """
    rows = list(rows)
    printed = [(at, column, _class(at, column, rows)) for at, column in enumerate(columns) if column["label"]]
    head = "".join(f'<th scope="col"{kind}>{escaped(column["label"])}' for _, column, kind in printed)
    lines = (
        "".join(
            f"<td{kind}>{_linked(escaped(cells.cell(row[at], column['digits'])), links.get((line, at)))}"
            for at, column, kind in printed
        )
        for line, row in enumerate(rows)
    )
    body = "".join(f"<tr>{line}" for line in lines)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escaped(name)}">'
        f"<table><thead><tr>{head}<tbody>{body}</table></div>"
    )


def _linked(html: str, anchor: str | None) -> str:
    return f'<a href="#{anchor}">{html}</a>' if anchor else html


def _class(at: int, column: Mapping[str, Any], rows: Sequence[Sequence[Any]]) -> str:
    if column["number"]:
        return " class=number"
    longest = max((len(str(row[at])) for row in rows), default=0)
    return " class=long" if longest > LONG else " class=short" if longest <= SHORT else ""


def _piece(piece: prose.Piece, places: Places) -> str:
    if isinstance(piece, Number):
        value = escaped(piece.record["value"])
        return f'<data value="{value}" title="{escaped(piece.about)}">{escaped(piece.text)}</data>'
    if isinstance(piece, Reference):
        shown = escaped(prose.unbroken(piece, places))
        place = places.get(piece.key)
        return f'<a class="reference" href="#{escaped(place.anchor)}">{shown}</a>' if place else shown
    return escaped(piece)
