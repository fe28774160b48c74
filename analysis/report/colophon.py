"""How to cite a report: the last section of the page, its metadata, and a block of the PDF."""

from collections.abc import Mapping, Sequence
from urllib.parse import urljoin

from analysis.report import bibliography, cards, citation, dates, typesetting
from analysis.report.citation import Work
from analysis.report.document import Document
from analysis.report.fragments import escaped

_LABELS = {
    "CITATION.cff": "CITATION.cff",
    "citations.bib": "BibTeX",
    "citations.ris": "RIS",
    "citations.json": "CSL-JSON",
}
_OF_ALL = "The report with all its figures and tables, as files beside this page: "
_IDS = (
    "Each figure and table has a citation and a permanent id of its own, under “Cite”. The digits of an id are of what the "
    "figure says: they change when its data, caption or description do, and with nothing else."
)
_ALONE = "Where this page stands alone, its script still makes the SVG, PDF, PNG and CSV of what it shows."


def byline(document: Document) -> str:
    """Who made the report and when it was published, as far as its study says."""
    work = citation.report(document)
    names = ", ".join(author.natural for author in work.authors)
    published = f"published {dates.written(work.date)}" if work.date else ""
    return " · ".join(filter(None, (names, published)))


def page(document: Document, beside: Sequence[str] = ()) -> str:
    """The section of the page; `beside` are tables that lie beside it only."""
    alone = f"{_ALONE} Too long for it, and beside it only: {', '.join(map(escaped, beside))}." if beside else _ALONE
    work = citation.report(document)
    files = ", ".join(f'<a href="{name}" download>{_LABELS[name]}</a>' for name in bibliography.FILES)
    software = citation.software()
    return (
        '<section id="how-to-cite" class="how-to-cite"><h2>How to cite</h2>'
        f'<div class="card">{cards.formats(work)}<dl><dt>Permanent id</dt><dd><code>{escaped(work.id)}</code></dd>'
        f"{_licence(work)}<dt>All at once</dt><dd>{_OF_ALL}{files}.</dd></dl></div>"
        f'<p class="more">{_IDS}</p><p class="more">{alone}</p>'
        f'<p class="more">The software is cited as</p><div class="card">{cards.formats(software)}</div></section>'
    )


def _licence(work: Work) -> str:
    link = f'<a rel="license" href="{escaped(citation.terms(work.license))}">{escaped(work.license)}</a>'
    return f"<dt>Licence</dt><dd>{link}</dd>" if work.license else ""


def typeset(document: Document) -> str:
    """The same as a block of the PDF, a Typst expression: the report's citation and that of the software."""
    work = citation.report(document)
    parts = [_typeset(work), _typeset(citation.software())]
    if work.license:
        address, name = citation.terms(work.license), typesetting.literal(work.license)
        parts.insert(1, typesetting.joined([typesetting.literal("Licence: "), f'link("{address}", {name})']))
    parts.append(typesetting.literal(_IDS.replace("under “Cite”", "on the page")))
    said = "; ".join(f"par({part})" for part in parts)
    return f'{{heading(level: 1, numbering: none, "How to cite"); set par(justify: false); {said}}}'


def _typeset(work: Work) -> str:
    """A citation with its address as a link."""
    text, link = citation.plain(work).removesuffix(work.link), typesetting.literal(work.link)
    address = f'link("{work.link}", {link})' if work.link else ""
    return typesetting.joined([typesetting.literal(text), address])


def metadata(document: Document, files: Mapping[str, str]) -> str:
    """What Google Scholar, Zotero and archives read of a page: its `<meta>` elements.

    The date of the event is the time that the report covers, never its own date.
    """
    work = citation.report(document)
    told = [("citation_title", work.title), *(("citation_author", author.name) for author in work.authors)]
    if work.date:
        told += [("citation_publication_date", f"{work.date:%Y/%m/%d}")]
    told += [("citation_technical_report_institution", one.family) for one in work.authors if not one.given]
    told += [("citation_technical_report_number", work.id), ("citation_doi", work.doi), ("citation_language", "en")]
    if work.address:
        told += [("citation_fulltext_html_url", work.address)]
        folder = work.address if work.address.endswith(("/", ".html")) else f"{work.address}/"
        told += [("citation_pdf_url", urljoin(folder, path)) for path in files.values() if path.endswith(".pdf")]
    told += [("dcterms.title", work.title), *(("dcterms.creator", author.name) for author in work.authors)]
    told += [("dcterms.date", str(work.date or "")), ("dcterms.temporal", str(document.title.get("date", "")))]
    told += [("dcterms.identifier", identifier) for identifier in (work.id, work.link) if identifier]
    told += [("dcterms.license", citation.terms(work.license)), ("dcterms.rights", work.license)]
    told += [("dcterms.type", "report"), ("dcterms.language", "en")]
    return "\n".join(f'<meta name="{name}" content="{escaped(content)}">' for name, content in told if content)
