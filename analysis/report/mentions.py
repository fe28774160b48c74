"""Which figures, tables, sections and works a report's text names, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.report import literature, markdown, prose
from analysis.report.document import Block, Document, sentences
from analysis.report.literature import Work
from analysis.report.prose import Place, Reference


@dataclass(frozen=True)
class Cited:
    """A work, its anchor, and the headings below which it is cited, in order."""

    work: Work
    anchor: str
    places: Sequence[Place]


def of(block: Block) -> Iterator[str]:
    """The keys of all references in a block, `fig-dates`, in order; a caption's too."""
    if block.kind in ("heading", "markdown"):
        yield from markdown.asked(block.content)
    elif block.kind not in ("code", "text"):
        for sentence in sentences(block.content):
            yield from (piece.key for piece in prose.pieces(sentence) if isinstance(piece, Reference))
        yield from (f"fig-{found['figure']}" for found in block.content.get("findings", ()) if found["figure"])


def around(blocks: Sequence[Block], at: int) -> set[str]:
    """The keys that the text between two headings refers to, around a block; what captions say does not count."""
    first = max((index for index in range(at) if blocks[index].kind == "heading"), default=0)
    last = next((index for index in range(at, len(blocks)) if blocks[index].kind == "heading"), len(blocks))
    return {key for block in blocks[first:last] if block.kind not in ("figure", "table") for key in of(block)}


def ended(block: Block, reference: str) -> Block | None:
    """A block of text that ends with a reference more; none where its end is no running text."""
    if block.kind == "prose":
        added = {"template": reference, "values": ()}
        return replace(block, content={**block.content, "sentences": [*block.content["sentences"], added]})
    if block.kind == "markdown" and block.content[-1]["type"] == "paragraph":
        *before, last = block.content
        words = {"type": "text", "raw": f" {reference}"}
        return replace(block, content=[*before, {**last, "children": [*last["children"], words]}])
    return None


def works(document: Document) -> list[Cited]:
    """The works a report cites, by author, year and title, each with the places that cite it."""
    found: dict[str, dict[str, Place]] = {}
    for section in document.sections:
        place = Place(section.number or "Summary", section.anchor)
        for block in section.blocks:
            if block.kind == "heading":
                place = Place(block.label or place.label, block.anchor)
            for key in of(block):
                if key.startswith(literature.PREFIX):
                    found.setdefault(key, {}).setdefault(place.label, place)
    cited = [Cited(literature.cited(key, ""), key, list(places.values())) for key, places in found.items()]
    return sorted(cited, key=lambda each: (each.work.authors, each.work.fields["year"], each.work.fields["title"]))
