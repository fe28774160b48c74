"""The card of a figure or a table on the page: how to cite it, how it was made, and what it may be used for.

It is folded away, and whole without the page's script, which adds buttons that copy and the formats RIS and CSL-JSON
(`templates/report.js`).
"""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from analysis.report import bibliography, citation, fragments, making, prose
from analysis.report.citation import Work
from analysis.report.document import Block, Document, Section
from analysis.report.fragments import escaped
from analysis.report.parameters import STUDY

USES = {
    "describes these texts": "Cite it for what stands in these texts. It cannot carry a claim about the sources that "
    "published them, or about what they usually do.",
    "suggestive": "Cite it as a hint, with its interval. More documents or other settings may overturn it, so call nothing "
    "shown by it.",
    "supported": "It can carry a claim about these sources in the time of the study, with its interval. It says nothing of "
    "other sources, nor why.",
}
UNTRIED = "Other settings were not tried: until they are, call it suggestive."
UNGRADED = "No graded finding rests on it. Cite it as a description of these texts only."


def cards(document: Document, tables: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """The card of every figure and table of a report, by its anchor; `tables` are those that the page carries."""
    whole = citation.report(document)
    return {
        block.anchor: _card(block, section, citation.part(block, document, whole), document, tables)
        for section in document.sections
        for block in section.blocks
        if block.anchor in document.ids
    }


def _card(block: Block, section: Section, work: Work, document: Document, tables: Mapping[str, str]) -> str:
    study = str(document.title.get("study", ""))
    again = making.command(section.made, (one.made for one in document.sections), study)
    where = f'<a href="#{_code(section, block)}">{escaped(section.made.notebook)}.ipynb, cell {block.cell}</a>'
    with_values = ", ".join(_parameter(section, name) for name in sorted(section.made.values) if name != STUDY)
    rows = {
        "Permanent id": f"<code>{escaped(work.id)}</code>",
        "Made by": f"{where}{f': {with_values}' if with_values else ''}",
        "Reproduce": f"<code>{escaped(again)}</code>",
        "Use": " ".join(_uses(block, document)),
    }
    listed = "".join(f"<dt>{name}</dt><dd>{told}</dd>" for name, told in rows.items())
    data = tables.get(f"{block.kind}s/{block.content['id']}.csv")
    kept = f' data-csv="{data}"' if data else ""
    return (
        f'<details class="card"{kept}><summary aria-label="Cite {work.label.lower()}">Cite</summary>'
        f"{formats(work)}<dl>{listed}</dl></details>"
    )


def _code(section: Section, block: Block) -> str:
    """The anchor of the code that made a block."""
    return next(one.anchor for one in section.blocks if one.kind == "code" and one.cell == block.cell)


def formats(work: Work) -> str:
    """A citation as text and, folded, as BibTeX."""
    names, text = citation.authors(work), citation.plain(work).removesuffix(work.link)
    after = text.removeprefix(names).partition(work.title)[2]
    before = text.removesuffix(f"{work.title}{after}")
    link = f'<a href="{escaped(work.link)}">{escaped(work.link)}</a>' if work.link else ""
    said = f"{escaped(before)}<cite>{escaped(work.title)}</cite>{escaped(after)}{link}"
    entry = escaped(bibliography.bibtex([work]).rstrip())
    folded = f"<details><summary>BibTeX</summary><pre>{entry}</pre></details>"
    return f'<p class="citation">{said}</p><div class="formats">{folded}</div>'


def _parameter(section: Section, name: str) -> str:
    value = escaped(f"{name} = {json.dumps(section.made.values[name], ensure_ascii=False)}")
    return f"<b>{value}</b>" if name in section.made.changed else value


def _uses(block: Block, document: Document) -> Iterator[str]:
    """What may be claimed from it: by the grades of the findings that name it."""
    told = {
        prose.reach(found): str(found["grade"])
        for each in document.blocks("findings")
        for found in each.content["findings"]
        if block.kind == "figure" and found["figure"] == block.content["id"]
    }
    if not told:
        yield UNGRADED
    for reach, grade in sorted(told.items()):
        untried = f" {UNTRIED}" if reach != grade else ""
        yield f"{fragments.badge(reach)} {escaped(USES.get(grade, UNGRADED))}{untried}"
