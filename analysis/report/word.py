"""The report as a Word file, for co-authors who comment there.

It has the text, figures and tables of the page under the same numbers, with real headings, captions and links, and leaves
out what only the page can have: code, and the data behind each figure.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from docx.text.paragraph import Paragraph

from analysis.report import cells, colophon, drawing, markdown, ooxml, prose
from analysis.report.document import Block, Document
from analysis.report.markdown import Token
from analysis.report.prose import Reference

POINT = 12700  # English metric units
NOTE = "A copy to read and comment on. Its numbers, also those of figures and tables, are the published page’s."


def document(of: Document, png: Callable[[str], bytes]) -> bytes:
    """A report as the bytes of a .docx file; `png` gives a figure by its id.

    Raises PublishError for a drawing that may not be published.
    """
    writer = _Writer(of, png)
    writer.title()
    for section in of.sections:
        heading = writer.paragraph("Heading 1", anchor=section.anchor)
        if section.number:
            ooxml.run(heading, f"{section.number} ")
        writer.inline(heading, section.title)
        for block in section.blocks:
            writer.block(block)
    return ooxml.saved(writer.word)


class _Writer:
    """A document under way."""

    def __init__(self, of: Document, png: Callable[[str], bytes]) -> None:
        self.of, self.png, self.places = of, png, of.places
        authors = "; ".join(str(author) for author in of.title.get("authors") or ())
        self.word = ooxml.blank(str(of.title["title"]), str(of.title.get("event") or ""), authors)
        self._bookmarks = 0

    def title(self) -> None:
        """Title, event with its date, who made the report and when, notes."""
        title = self.of.title
        self.paragraph("Title", str(title["title"]))
        if event := ", ".join(part for part in (str(title.get("event") or ""), self.of.date) if part):
            self.paragraph("Subtitle", event)
        if byline := colophon.byline(self.of):
            self.paragraph("Normal", byline)
        for note in (str(title.get("note") or ""), NOTE):
            if note:
                ooxml.run(self.paragraph("Normal"), note, italic=True)

    def paragraph(self, style: str, text: str = "", anchor: str = "") -> Paragraph:
        """A paragraph, which links lead to by its anchor."""
        made: Paragraph = self.word.add_paragraph(style=style)
        if anchor:
            ooxml.bookmark(made, anchor, self._bookmarks)
            self._bookmarks += 1
        if text:
            ooxml.run(made, text)
        return made

    def block(self, block: Block) -> None:
        """One block of a section."""
        content = block.content
        match block.kind:
            case "heading":
                heading = self.paragraph(f"Heading {min(block.level, 4)}", anchor=block.anchor)
                if block.label:
                    ooxml.run(heading, f"{block.label} ")
                self.inline(heading, content)
            case "markdown":
                self.markdown(content)
            case "prose":
                self.sentences(self.paragraph("Normal"), content["sentences"])
            case "findings":
                self.findings(content)
            case "standings":
                for one in content["standings"]:
                    standing = self.paragraph("Normal")
                    ooxml.run(standing, f"{one['title']}. ", bold=True)
                    self.sentences(standing, [one["sentence"]])
            case "figure":
                self.figure(content, block)
            case "table":
                self.table(content, block)
            case "text":
                ooxml.run(self.paragraph("Normal"), str(content), code=True)

    def findings(self, bundle: Mapping[str, Any]) -> None:
        """Findings as a list, each with its figure, its grade, and what is said beside it."""
        for found in bundle["findings"]:
            item = self.paragraph("List Bullet")
            self.sentences(item, [found["sentence"]])
            shown = Reference(f"fig-{found.get('figure')}")
            if shown.key in self.places:
                ooxml.run(item, " (")
                self.piece(item, shown)
                ooxml.run(item, ")")
            ooxml.run(item, f" [{prose.reach(found)}]", italic=True)
            if beside := [found[key] for key in prose.BESIDE if key in found]:
                said = self.paragraph("List Continue")
                self.sentences(said, beside)

    def figure(self, bundle: Mapping[str, Any], block: Block) -> None:
        """A picture above its numbered caption."""
        svg = drawing.checked(bundle["svg"], bundle["id"])
        width = min(round(drawing.size(svg)[0] * POINT), ooxml.WIDTH)
        held = self.paragraph("Normal")
        held.paragraph_format.keep_with_next = True
        ooxml.picture(held, self.png(bundle["id"]), width, block.anchor, prose.plain(bundle["alt"], self.places))
        self.caption(bundle, block, "Figure")

    def table(self, bundle: Mapping[str, Any], block: Block) -> None:
        """A table under its numbered caption: the columns with a label, the first `shown` rows, where the others are."""
        self.caption(bundle, block, "Table").paragraph_format.keep_with_next = True
        columns, rows = cells.printed(bundle)
        if rows and columns:
            right = [bool(column["number"]) for column in columns]
            ooxml.table(self.word, [str(column["label"]) for column in columns], rows, right)
        if said := cells.left_out(bundle):
            self.paragraph(ooxml.TABLE_TEXT, f"{said} tables/{bundle['id']}.csv.").paragraph_format.space_after = 80000

    def caption(self, bundle: Mapping[str, Any], block: Block, kind: str) -> Paragraph:
        made = self.paragraph("Caption", anchor=block.anchor)
        ooxml.run(made, f"{kind} {block.number}. ", bold=True)
        self.sentences(made, [bundle["caption"]])
        return made

    def sentences(self, paragraph: Paragraph, sentences: Sequence[Mapping[str, Any]]) -> None:
        """Computed sentences, their references as links."""
        for number, sentence in enumerate(sentences):
            if number:
                ooxml.run(paragraph, " ")
            for piece in prose.pieces(sentence):
                self.piece(paragraph, piece)

    def piece(self, paragraph: Paragraph, piece: prose.Piece, **style: bool) -> None:
        """Text, a number, or a reference as a link."""
        if isinstance(piece, Reference) and piece.key in self.places:
            ooxml.link(paragraph, prose.label(piece, self.places), anchor=self.places[piece.key].anchor)
            return
        ooxml.run(paragraph, prose.text_of(piece, self.places), **style)

    def inline(self, paragraph: Paragraph, tokens: Sequence[Token], **style: bool) -> None:
        """What stands in a line of markdown."""
        for token in tokens:
            kind, children = token["type"], token.get("children", ())
            if kind == "text":
                for piece in prose.references(markdown.text_of(token)):
                    self.piece(paragraph, piece, **style)
            elif kind == "link" and markdown.link_of(token) and not markdown.link_of(token).startswith("#"):
                ooxml.link(paragraph, markdown.plain(children), url=markdown.link_of(token))
            elif kind in ("softbreak", "linebreak"):
                ooxml.run(paragraph, " " if kind == "softbreak" else "\n")
            elif children:
                more = {"strong": "bold", "emphasis": "italic"}.get(kind)
                self.inline(paragraph, children, **(style | {more: True} if more else style))
            else:
                ooxml.run(paragraph, markdown.text_of(token), code=kind == "codespan", **style)

    def markdown(self, tokens: Sequence[Token], style: str = "Normal", depth: int = 0) -> None:
        """The blocks of a markdown cell, or of a list item of it; `depth` counts the lists around them."""
        for token in tokens:
            children = token.get("children", ())
            match token["type"]:
                case "list":
                    self.items(token, depth + 1)
                case "block_quote":
                    self.markdown(children, "Quote", depth)
                case "table":
                    self.grid(children)
                case "block_code":
                    ooxml.run(self.paragraph(style), markdown.text_of(token).rstrip(), code=True)
                case "thematic_break":
                    self.paragraph(style, "* * *")
                case _:
                    self.inline(self.paragraph(style), children or [token])

    def items(self, token: Token, depth: int) -> None:
        """A list. Numbers are written out, since Word would go on counting from the list before."""
        attributes = token.get("attrs") or {}
        style = (
            "List Paragraph"
            if attributes.get("ordered")
            else ("List Bullet", "List Bullet 2", "List Bullet 3")[min(depth, 3) - 1]
        )
        for number, item in enumerate(token["children"], start=int(attributes.get("start") or 1)):
            first, *rest = item.get("children") or [{"type": "text", "raw": ""}]
            made = self.paragraph(style)
            if attributes.get("ordered"):
                ooxml.run(made, f"{number}. ")
            self.inline(made, first.get("children") or [first])
            self.markdown(rest, "List Continue", depth)

    def grid(self, parts: Sequence[Token]) -> None:
        """A table of a markdown cell."""
        head, *bodies = parts
        rows = [
            [markdown.plain(cell["children"]) for cell in row["children"]]
            for body in bodies
            for row in body["children"]
        ]
        right = [(cell.get("attrs") or {}).get("align") == "right" for cell in head["children"]]
        ooxml.table(self.word, [markdown.plain(cell["children"]) for cell in head["children"]], rows, right)
