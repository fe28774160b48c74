"""Which figures, tables, sections and works a report's text names, and where."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
