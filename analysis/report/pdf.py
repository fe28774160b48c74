"""The report as a typeset PDF: tagged (PDF/UA-1, PDF/A-2a), with bookmarks, vector figures and numbered pages.

`PDFReport` is an exporter of nbconvert, `jupyter nbconvert --to rashomon-pdf 02-topics.ipynb`, and renders all
notebooks of a report with `render`. Code is left out: the page and the notebooks have it.
"""

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

import jinja2
from nbconvert.exporters import Exporter, TemplateExporter
from traitlets import default

from analysis.errors import PublishError
from analysis.report import citation, colophon, dates, floating, markdown, mentions, pages, prose, typesetting
from analysis.report.compiling import RefusedError, compiled
from analysis.report.document import Block, Bundle, Document, Section, assemble

STANDARDS: Any = ["ua-1", "a-2a"]
ATTEMPTS = 8
ABSTRACT = 130  # words at most

# What Typst says of a character that no font of its wheel has, or that PDF/A forbids.
_REFUSED = re.compile(r'error: the (?:text|PDF contains the codepoint) `"(.+?)"`|codepoint `"(.+?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class PDFReport(TemplateExporter):
    """Executed notebooks as one PDF."""

    export_from_notebook = "Rashomon report (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".typ.j2"

    @default("template_file")
    def _template_file_default(self) -> str:
        return "report.typ.j2"

    @default("template_paths")
    def _template_paths_default(self) -> list[str]:
        return [str(pages.TEMPLATES)]

    def _create_environment(self) -> jinja2.Environment:
        environment = super()._create_environment()
        environment.trim_blocks = environment.lstrip_blocks = True
        return environment

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """One notebook as a PDF of its own; its references to other notebooks are plain text."""
        notebook, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        name = resources.get("metadata", {}).get("name") or "notebook"
        resources["output_extension"] = ".pdf"
        return self.page(assemble({name: notebook}, whole=False)), resources

    def render(self, notebooks: Mapping[str, Any]) -> bytes:
        """All notebooks, by name, as one PDF.

        Raises PublishError as `document.assemble` does, for a drawing that may not be published, and with Typst's own
        message where it refuses to write the file.
        """
        return self.page(assemble(notebooks))

    def page(self, document: Document) -> bytes:
        """A document that is already assembled."""
        return printed(self.source(document), dated(document))

    def source(self, document: Document) -> str:
        """The document as Typst markup."""
        date = dated(document)
        title = document.title
        authors = [author.natural for author in citation.report(document).authors]
        texts = {
            "title": title["title"],
            "description": document.description,
            "event": title.get("event", ""),
            "byline": colophon.byline(document),
            "note": title.get("note", ""),
            "written": document.date,
        }
        keywords = [title[key] for key in ("event", "study") if title.get(key)]
        source: str = self.template.render(
            {name: typesetting.literal(text) if text else "" for name, text in texts.items()},
            authors="".join(f"{typesetting.literal(name)}, " for name in authors),
            keywords="".join(f"{typesetting.literal(word)}, " for word in keywords),
            abstract=typesetting.spaced(said, document.places) if (said := abstract(document)) else "",
            date=f"datetime(year: {date.year}, month: {date.month}, day: {date.day})",
            document=document,
            works=[typesetting.work(each.work, each.anchor, each.places) for each in mentions.works(document)],
            blocks=lambda section: [_block(each, section, document) for each in floating.flow(section)],
            inline=lambda tokens: markdown.to_typst(tokens, document.places),
            colophon=colophon.typeset(document),
        )
        return source


def abstract(document: Document) -> list[Bundle]:
    """What a report holds, in its own computed sentences: the first on what was read, then its findings, in their order.

    As many as ABSTRACT words hold.
    """
    said = [sentence for section in document.sections if section.number for sentence in _first(section)]
    said = said[:1] + [
        found["sentence"] for block in document.blocks("findings")[:1] for found in block.content["findings"]
    ]
    kept, words = [], 0
    for sentence in said:
        words += len(prose.plain(sentence, document.places).split())
        if words > ABSTRACT:
            break
        kept.append(sentence)
    return kept


def _first(section: Section) -> Sequence[Bundle]:
    """The sentences of a section's first paragraph of computed ones."""
    return next((block.content["sentences"] for block in section.blocks if block.kind == "prose"), ())


def dated(document: Document) -> datetime.datetime:
    """The day a report was published, or else that of its event, as the time stamp of its files."""
    day = citation.report(document).date or dates.read(document.title.get("date"))
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC) if day else dates.NO_TIME


def printed(source: str, timestamp: datetime.datetime) -> bytes:
    """Typst source as a PDF. Characters that cannot be printed are written as their code points: `[U+6F22]`.

    Raises PublishError with Typst's message if the source cannot be set.
    """
    message = ""
    for _ in range(ATTEMPTS):
        try:
            return compiled(source, pdf_standards=STANDARDS, timestamp=timestamp)
        except RefusedError as error:
            message = str(error)
        refused = _refused(message)
        if not refused:
            break
        # Foreign text stands in string literals only, so the source may be searched as a whole.
        source = re.sub(f"[{re.escape(''.join(sorted(refused)))}]+", prose.named, source)
    raise PublishError("report.pdf", f"Typst refuses to write it: {message.strip()}", "")


def _refused(message: str) -> set[str]:
    """The characters that a message of Typst complains of."""
    clusters = "".join(match[1] or match[2] for match in _REFUSED.finditer(message))
    characters = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), clusters)
    return {character for character in characters if ord(character) > 0x7E}


def _block(block: Block, section: Section, document: Document) -> str:
    """One block of a section."""
    places, content = document.places, block.content
    match block.kind:
        case "heading":
            numbering = "" if section.number else "numbering: none, "
            title = markdown.to_typst(content, places)
            return f"[#heading(level: {block.level}, {numbering}{title}) <{block.anchor}>]"
        case "markdown":
            return markdown.to_typst(content, places)
        case "prose":
            return typesetting.paragraph(content, places)
        case "findings":
            return typesetting.findings(content, places)
        case "standings":
            return typesetting.standings(content, places)
        case "figure":
            return typesetting.figure(content, places)
        case "table":
            return typesetting.table(content, places)
        case "text":
            return typesetting.plain_text(content)
    return ""
