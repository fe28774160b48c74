"""The files beside a report: each figure as SVG, PDF, PNG and numbers, each table, and all named values."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from analysis.errors import PublishError
from analysis.report import bibliography, dates, drawing, evidence, fonts, prose, typesetting, values
from analysis.report.compiling import RefusedError, compiled
from analysis.report.document import Document

PPI = 200


def write(document: Document, folder: Path) -> list[Path]:
    """Write `figures/`, `tables/`, the values and citations into a folder; the paths written, in order.

    Raises PublishError for a drawing that may not be published.
    """
    written = []
    for name, content in files(document).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written


def files(document: Document, *, drawn: bool = True) -> dict[str, bytes]:
    """The files by their path inside the published folder; without `drawn`, which takes longest, no PDF and no PNG."""
    content: dict[str, bytes] = {}
    for block in document.blocks("figure"):
        bundle = block.content
        stem = f"figures/{bundle['id']}"
        svg = drawing.checked(bundle["svg"], bundle["id"])
        content[f"{stem}.svg"] = svg_file(svg)
        if drawn:
            content[f"{stem}.pdf"], content[f"{stem}.png"] = _drawn(svg, prose.plain(bundle["alt"], document.places))
        content[f"{stem}.csv"] = rows_as_csv(bundle["data"]["columns"], bundle["data"]["rows"])
    for block in (*document.blocks("figure"), *document.blocks("table")):
        if "evidence" in block.content:
            if (path := evidence.file(block.content)) in content:
                raise PublishError(path, "a figure and a table of one id have evidence both", "rename one")
            content[path] = rows_as_csv(*evidence.rows(block.content))
    for block in document.blocks("table"):
        columns = [column["name"] for column in block.content["columns"]]
        content[f"tables/{block.content['id']}.csv"] = rows_as_csv(columns, block.content["rows"])
    content |= values.files(document.values, rows_as_csv)
    content |= bibliography.files(document)
    return dict(sorted(content.items()))


def svg_file(svg: str) -> bytes:
    """A checked drawing as a file that brings its letters along."""
    rules = fonts.rules([svg])
    head = svg.index(">") + 1
    whole = f"{svg[:head]}<style>{rules}</style>{svg[head:]}" if rules else svg
    return f'<?xml version="1.0" encoding="utf-8"?>\n{whole}\n'.encode()


def rows_as_csv(columns: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table as CSV. No text cell can be taken for a formula by a spreadsheet; numbers are as they are."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_guarded(cell) for cell in row] for row in (columns, *rows))
    return text.getvalue().encode()


def _guarded(cell: Any) -> Any:
    if isinstance(cell, str):
        cell = prose.visible(cell)
        return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
    return cell


def _drawn(svg: str, alt: str) -> tuple[bytes, bytes]:
    """A drawing as PDF and as PNG, each a page of its size."""
    page = "#set page(width: auto, height: auto, margin: 0pt)\n#set document(date: none)\n"
    source = f"{page}#{typesetting.picture(svg, alt)}\n"
    try:
        return compiled(source, timestamp=dates.NO_TIME), compiled(source, format="png", ppi=PPI)
    except RefusedError as refused:
        raise PublishError("figures", f"Typst refuses to draw one: {refused}") from None
