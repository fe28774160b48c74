"""A report as search engines and reference tools read it: schema.org's words in a JSON-LD block of the page.

It says of the report what its metadata say, of its figures their numbers, titles and permanent ids, and which works the
report cites. A data block is never run, and no text in it can end it (`embedding.data`).
"""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from analysis.report import citation, crate, embedding, mentions
from analysis.report.citation import Author, Work
from analysis.report.document import Document

TYPE = "application/ld+json"


def block(document: Document, files: Mapping[str, str]) -> str:
    """The data block of a page; `files` are those published beside it."""
    return embedding.data(f'type="{TYPE}"', described(document, files))


def described(document: Document, files: Mapping[str, str]) -> dict[str, Any]:
    """The report as a `Report` of schema.org: what is not known is left out."""
    work, title = citation.report(document), document.title
    parts = [citation.part(block, document, work) for block in document.blocks("figure")]
    anchors = [block.anchor for block in document.blocks("figure")]
    day = citation.line(title.get("date", ""))
    known = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": work.link,
        "name": work.title,
        "description": citation.line(document.description),
        "author": [_author(author) for author in work.authors],
        "datePublished": str(work.date or ""),
        "version": work.id.partition("@")[2],
        "reportNumber": work.id,
        "identifier": [identifier for identifier in (work.id, work.link) if identifier],
        "url": work.address,
        "license": citation.terms(work.license),
        "inLanguage": "en",
        "about": _known({"@type": "Event", "name": citation.line(title.get("event", "")), "startDate": day}),
        "creditText": citation.plain(work),
        "citation": ["".join(text for _, text in each.work.runs) for each in mentions.works(document)],
        "encoding": [_file(path) for path in files.values() if path.endswith((".pdf", ".docx"))],
        "hasPart": [_figure(part, anchor) for part, anchor in zip(parts, anchors, strict=True)],
    }
    return _known(known)


def _author(author: Author) -> dict[str, str]:
    if not author.given:
        return {"@type": "Organization", "name": author.family}
    names = {"familyName": author.family, "givenName": author.given, "honorificSuffix": author.suffix}
    return _known({"@type": "Person", "name": author.natural, **names})


def _figure(work: Work, anchor: str) -> dict[str, str]:
    return {"@type": "ImageObject", "@id": f"#{anchor}", "name": f"{work.label}. {work.title}", "identifier": work.id}


def _file(path: str) -> dict[str, str]:
    return {"@type": "MediaObject", "contentUrl": path, "encodingFormat": crate.FORMATS[PurePosixPath(path).suffix]}


def _known(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}
