"""Markdown cells as HTML and as Typst, from one syntax tree.

A notebook's markdown may hold text from anywhere. Raw HTML is shown as text, pictures by their alternative text, and a
link is a link only where it leads to http, https, mailto or a place on the page.
"""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import mistune

from analysis.report import columns, fragments, typesetting
from analysis.report.prose import NOWHERE, Places, Reference, references

Token: TypeAlias = dict[str, Any]

_SAFE_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_TAGS = {"emphasis": "em", "strong": "strong", "block_quote": "blockquote", "list_item": "li", "paragraph": "p"}


_parser = mistune.create_markdown(renderer=None, plugins=["table"])


def parse(source: str) -> list[Token]:
    """The blocks of a markdown cell, blank lines left out."""
    return [token for token in _parser(source) if isinstance(token, dict) and token["type"] != "blank_line"]


def plain(tokens: Sequence[Token]) -> str:
    """The text of tokens, without markup."""
    return "".join(
        plain(token["children"])
        if "children" in token
        else " "
        if token["type"] in ("softbreak", "linebreak")
        else text_of(token)
        for token in tokens
    ).strip()


def asked(tokens: Sequence[Token]) -> Iterator[str]:
    """The keys of all cross-references in tokens."""
    for token in tokens:
        yield from asked(token.get("children", ()))
        if token["type"] == "text":
            yield from (piece.key for piece in references(text_of(token)) if isinstance(piece, Reference))


def to_html(tokens: Sequence[Token], places: Places = NOWHERE) -> str:
    """Tokens as HTML."""
    return "".join(_html(token, places) for token in tokens)


def to_typst(tokens: Sequence[Token], places: Places = NOWHERE) -> str:
    """Tokens as one Typst code block."""
    return typesetting.joined(_typst(token, places) for token in tokens)


def text_of(token: Token) -> str:
    """The text that a token stands for; the parser leaves entities as they were written."""
    raw = str(token.get("raw", ""))
    return html.unescape(raw) if token["type"] in ("text", "codespan") else raw


def link_of(token: Token) -> str:
    """Where a link leads, or nothing if it may not lead there."""
    url = str(token["attrs"]["url"])
    return url if _SAFE_LINK.match(url) else ""


def _html(token: Token, places: Places) -> str:
    kind, inner = token["type"], to_html(token.get("children", ()), places)
    attributes = token.get("attrs") or {}
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>{inner}</{_TAGS[kind]}>"
    match kind:
        case "text":
            return fragments.references(text_of(token), places)
        case "codespan":
            return f"<code>{fragments.escaped(text_of(token))}</code>"
        case "block_code":
            return f'<pre tabindex="0"><code>{fragments.escaped(text_of(token))}</code></pre>'
        case "link":
            url = fragments.escaped(link_of(token))
            return f'<a href="{url}">{inner}</a>' if url else inner
        case "list":
            start = f' start="{int(attributes["start"])}"' if attributes.get("start") else ""
            return f"<ol{start}>{inner}</ol>" if attributes.get("ordered") else f"<ul>{inner}</ul>"
        case "heading":  # inside a quotation or a list; the others are blocks of the document
            return f"<p><strong>{inner}</strong></p>"
        case "table":
            return f'<div class="scroll" role="region" tabindex="0" aria-label="Table"><table>{inner}</table></div>'
        case "table_head":
            return f"<thead><tr>{inner}</tr></thead>"
        case "table_body":
            return f"<tbody>{inner}</tbody>"
        case "table_row":
            return f"<tr>{inner}</tr>"
        case "table_cell":
            name = 'th scope="col"' if attributes.get("head") else "td"
            right = ' class="number"' if attributes.get("align") == "right" else ""
            return f"<{name}{right}>{inner}</{name[:2]}>"
        case "softbreak":
            return "\n"
        case "linebreak":
            return "<br>"
        case "thematic_break":
            return "<hr>"
        case "block_html":
            return f"<p>{fragments.escaped(text_of(token))}</p>"
    return inner or fragments.escaped(text_of(token))


def _typst(token: Token, places: Places) -> str:
    literal = typesetting.literal
    if token["type"] == "table":
        return _typst_table(token, places)
    kind, inner = token["type"], to_typst(token.get("children", ()), places)
    match kind:
        case "text":
            return typesetting.references(text_of(token), places)
        case "codespan":
            return f"raw({literal(text_of(token))})"
        case "block_code":
            return f"raw({literal(text_of(token).rstrip(), lines=True)}, block: true)"
        case "link":
            url = link_of(token)
            return f"link({literal(url)}, {inner})" if url and not url.startswith("#") else inner
        case "emphasis":
            return f"emph({inner})"
        case "strong":
            return f"strong({inner})"
        case "heading":
            return f"par(strong({inner}))"
        case "paragraph":
            return f"par({inner})"
        case "block_quote":
            return f"quote(block: true, {inner})"
        case "list":
            items = "".join(f"{to_typst(item['children'], places)}, " for item in token["children"])
            attributes = token.get("attrs") or {}
            start = f"start: {int(attributes['start'])}, " if attributes.get("start") else ""
            return f"enum({start}{items})" if attributes.get("ordered") else f"list({items})"
        case "softbreak":
            return '" "'
        case "linebreak":
            return "linebreak()"
        case "thematic_break":
            return "rule"
    return inner if token.get("children") else literal(text_of(token))


def _typst_table(token: Token, places: Places) -> str:
    head, *bodies = token["children"]
    rows = [row["children"] for body in bodies for row in body["children"]]
    of = [
        columns.Column(
            plain(cell["children"]), [plain(row[at]["children"]) for row in rows], cell["attrs"]["align"] == "right"
        )
        for at, cell in enumerate(head["children"])
    ]
    cells = [[to_typst(cell["children"], places) for cell in row] for row in [head["children"], *rows]]
    return typesetting.grid(of, cells, columns.setting(of))
