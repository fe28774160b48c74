"""Figures and tables in print stand at the top or foot of a page, where there is room: the text before names them all."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

from analysis.report import mentions
from analysis.report.document import Block, Section


def floats(block: Block) -> bool:
    """Whether a block may leave its place in the text; a table without rows on the page does not."""
    return block.kind == "figure" or (block.kind == "table" and block.content["shown"] > 0)


def flow(section: Section) -> list[Block]:
    """The blocks of a section without its code, as they are set.

    Results that the text around them does not name are named at its end, `(Table 3)`, or in a line of their own. Right
    after a heading all are named, so that none can float to before it.
    """
    heading = Block("heading", section.title, 0, level=1, anchor=section.anchor)
    blocks = [heading, *(block for block in section.blocks if block.kind != "code")]
    made: list[Block] = []
    for at, block in enumerate(blocks):
        made.append(block)
        if not floats(block) and (unnamed := _unnamed(blocks, at)):
            made[-1:] = _ended(block, unnamed)
    return made[1:]


def _unnamed(blocks: Sequence[Block], at: int) -> str:
    """The results that float after a block and have to be named there: `@fig-map, @tab-map`."""
    together = itertools.takewhile(floats, blocks[at + 1 :])
    named = set() if blocks[at].kind == "heading" else _named(blocks, at)
    return ", ".join(f"@{block.anchor}" for block in together if block.anchor not in named)


def _named(blocks: Sequence[Block], at: int) -> set[str]:
    """The keys that the text between two headings refers to; what captions say does not count."""
    first = max(index for index in range(at + 1) if blocks[index].kind == "heading")
    last = next((index for index in range(at + 1, len(blocks)) if blocks[index].kind == "heading"), len(blocks))
    return {key for block in blocks[first:last] if block.kind not in ("figure", "table") for key in mentions.of(block)}


def _ended(block: Block, references: str) -> list[Block]:
    """A block of text that ends with references more; with a line after it where its end is no running text."""
    if block.kind == "prose":
        added = {"template": f"({references})", "values": ()}
        return [replace(block, content={**block.content, "sentences": [*block.content["sentences"], added]})]
    if block.kind == "markdown" and block.content[-1]["type"] == "paragraph":
        *before, last = block.content
        words = {"type": "text", "raw": f" ({references})"}
        return [replace(block, content=[*before, {**last, "children": [*last["children"], words]}])]
    line = {"kind": "prose", "sentences": [{"template": f"See {references}.", "values": ()}]}
    return [block, Block("prose", line, block.cell)]
