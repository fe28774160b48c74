"""The report as one page: no request, nothing inline but one style sheet and one script, each named by its digest.

The page is whole without its script, which only adds ease.

`HTMLReport` is an exporter of nbconvert, `jupyter nbconvert --to rashomon-html 02-topics.ipynb`, and renders all
notebooks of a report with `render`.
"""

import html
from collections.abc import Mapping
from typing import Any

import jinja2
from markupsafe import Markup
from nbconvert.exporters import Exporter, TemplateExporter
from pygments.token import string_to_tokentype
from traitlets import default

from analysis.report import (
    cards,
    carried,
    colophon,
    drawing,
    evidence,
    fonts,
    fragments,
    linked,
    markdown,
    mentions,
    numbers,
    pages,
)
from analysis.report.document import Block, Document, assemble
from analysis.report.prose import visible

# Kinds of token, as pygments names them, and their classes.
_COLOURED = {
    "Keyword": "keyword",
    "Operator.Word": "keyword",
    "Literal.String": "string",
    "Literal.Number": "numeral",
    "Comment": "comment",
}


class HTMLReport(TemplateExporter):
    """Executed notebooks as one HTML page."""

    export_from_notebook = "Rashomon report (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_file")
    def _template_file_default(self) -> str:
        return "report.html.j2"

    @default("template_paths")
    def _template_paths_default(self) -> list[str]:
        return [str(pages.TEMPLATES)]

    def _create_environment(self) -> jinja2.Environment:
        environment = super()._create_environment()
        environment.autoescape = True
        environment.trim_blocks = environment.lstrip_blocks = True
        return environment

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """One notebook as a page of its own; its references to other notebooks are plain text."""
        notebook, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        name = resources.get("metadata", {}).get("name") or "notebook"
        return self._page(assemble({name: notebook}, whole=False), files={}), resources

    def render(self, notebooks: Mapping[str, Any], files: Mapping[str, str] | None = None) -> str:
        """All notebooks, by name, as one page, with links to the files published beside it.

        `files` are named in the title block: label and relative path, `{"PDF": "report.pdf"}`.
        Raises PublishError as `document.assemble` does, and for a drawing that may not be published.
        """
        return self._page(assemble(notebooks), files or {}, folder=True)

    def page(self, document: Document, files: Mapping[str, str], manifest: str = "") -> str:
        """A document that is already assembled; `manifest` is the data block of `embedding.block`."""
        return self._page(document, files, folder=True, manifest=manifest)

    def _page(self, document: Document, files: Mapping[str, str], folder: bool = False, manifest: str = "") -> str:
        drawings = (drawing.checked(block.content["svg"], block.content["id"]) for block in document.blocks("figure"))
        inline = {"style": pages.own("report.css") + fonts.rules(drawings), "script": pages.own("report.js", "pdf.js")}
        tables = carried.tables(document) if folder else {}
        made = cards.cards(document, tables) if folder else {}
        page: str = self.template.render(
            document=document,
            files=files,
            manifest=manifest,
            **inline,
            policy=pages.policy(**inline, pictures=True),
            works=mentions.works(document),
            block=lambda block: _block(block, document, folder, made.get(block.anchor, ""), tables),
            byline=fragments.escaped(colophon.byline(document)),
            metadata=colophon.metadata(document, files),
            linked=linked.block(document, files) if folder else "",
            colophon=colophon.page(document, carried.left_out(document, tables)) if folder else "",
            numbers=numbers.section(document.values, files=folder),
            plain=lambda tokens: Markup(fragments.escaped(markdown.plain(tokens))),
            heading=lambda tokens: markdown.to_html(tokens, document.places),
            escaped=fragments.escaped,
        )
        return page.strip() + "\n"


def _block(block: Block, document: Document, folder: bool, card: str, tables: Mapping[str, str]) -> str:
    """One block of a section; `card` is that of a figure or table, `tables` are those that the page carries."""
    places, content, behind = document.places, block.content, ""
    if block.kind in ("figure", "table"):
        content = evidence.labelled(content, document.title.get("labels"))
        behind = tables.get(evidence.file(content), "")
    match block.kind:
        case "heading":
            number = f'<span class="no">{block.label}</span> ' if block.label else ""
            name = f"h{block.level + 1}"
            return f'<{name} id="{block.anchor}">{number}{markdown.to_html(content, places)}</{name}>'
        case "markdown":
            return markdown.to_html(content, places)
        case "code":
            sources = "".join(map(highlighted, content))
            return f'<details class="code" id="{block.anchor}"><summary>{block.label}</summary>{sources}</details>'
        case "text":
            return f'<pre class="output">{fragments.escaped(content)}</pre>'
        case "prose":
            return fragments.paragraph(content, places)
        case "findings":
            return fragments.findings(content, places)
        case "standings":
            return fragments.standings(content, places)
        case "figure":
            return fragments.figure(content, places, block.number, files=folder, card=card, behind=behind)
        case "table":
            return fragments.table(content, places, block.number, files=folder, card=card, behind=behind)


def highlighted(code: str) -> str:
    """Python source, with a class on those tokens that the style sheet colours."""
    from pygments.lexers import PythonLexer

    parts = []
    for token, text in PythonLexer().get_tokens(visible(code)):
        kind = next((name for of, name in _COLOURED.items() if token in string_to_tokentype(of)), "")
        parts.append(f'<span class="{kind}">{html.escape(text)}</span>' if kind else html.escape(text))
    return f'<pre tabindex="0"><code>{"".join(parts).rstrip()}</code></pre>'
