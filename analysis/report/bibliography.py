"""Citations in the formats of reference managers: BibTeX, RIS, CSL-JSON and the Citation File Format.

Foreign text is data in each of them: what would be markup there is escaped.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from analysis.report.citation import Author, Work, software, works
from analysis.report.document import Document

FILES = ("CITATION.cff", "citations.bib", "citations.ris", "citations.json")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Braces are counted by BibTeX even behind a backslash, so they are never written as such.
_TEX = {
    **{letter: f"\\{letter}" for letter in "&%$#_"},
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}
_PLAIN_NAME = re.compile(r"(?!(?:and|others)$)[^\W\d_]+(?:[-'’][^\W\d_]+)*", re.IGNORECASE)
_ESCAPES = str.maketrans(_TEX)
_RIS = {"report": "RPRT", "figure": "FIGURE", "table": "DATA", "software": "COMP"}
_CSL = {"report": "report", "figure": "figure", "table": "dataset", "software": "software"}


def files(document: Document) -> dict[str, bytes]:
    """The files beside a report that say how to cite it, and each of its figures and tables."""
    all_works = list(works(document))
    texts = (cff(all_works[0], software()), *(form(all_works) for form in (bibtex, ris, csl)))
    return {name: text.encode() for name, text in zip(FILES, texts, strict=True)}


def bibtex(cited: Iterable[Work]) -> str:
    """BibTeX entries, in UTF-8, for BibTeX and biber."""
    return "\n".join(map(_entry, cited))


def ris(cited: Iterable[Work]) -> str:
    """RIS records."""
    return "\n".join(map(_record, cited))


def csl(cited: Iterable[Work]) -> str:
    """CSL-JSON items, in a list."""
    return json.dumps([_item(work) for work in cited], ensure_ascii=False, indent=1) + "\n"


def _entry(work: Work) -> str:
    within = f"{work.label} in {_tex(work.within, keep=True)}" if work.within else ""
    fields = {
        "author": " and ".join(map(_tex_author, work.authors)),
        "key": "" if work.authors else _tex(work.title),
        "title": _tex(work.title, keep=True),
        "year": work.year if work.date else "",  # styles write "n.d." themselves; some readers want digits
        "month": _MONTHS[work.date.month - 1] if work.date else "",
        "howpublished": within or ("Report" if work.kind == "report" else "Computer software"),
        "note": _tex(work.id),
        "doi": work.doi,
        "url": work.address,
        "copyright": _tex(work.license),  # as Zotero reads and writes it
    }
    lines = (f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items() if value)
    return f"@misc{{{work.key},\n" + ",\n".join(lines) + "\n}\n"


def _tex(text: str, *, keep: bool = False) -> str:
    """Text as a value of BibTeX; with `keep`, in braces that keep its capitals."""
    escaped = text.translate(_ESCAPES)
    return f"{{{escaped}}}" if keep else escaped


def _tex_author(author: Author) -> str:
    """A name; one of an institution, or that BibTeX could take apart, stands in braces."""
    if not author.given:
        return _tex(author.family, keep=True)
    parts = (author.family, author.suffix, author.given)
    return ", ".join(_tex(one, keep=not _PLAIN_NAME.fullmatch(one)) for one in parts if one)


def _record(work: Work) -> str:
    tags = [("TY", _RIS[work.kind]), ("ID", work.key), ("TI", work.title)]
    tags += [("AU", ", ".join(filter(None, (one.family, one.given, one.suffix)))) for one in work.authors]
    if work.date:
        tags += [("PY", work.year), ("DA", f"{work.date:%Y/%m/%d}")]
    tags += [("T2", work.within), ("M1", work.label), ("AN", work.id), ("DO", work.doi), ("UR", work.address)]
    return "".join(f"{tag}  - {value}\n" for tag, value in tags if value) + "ER  - \n"


def _item(work: Work) -> dict[str, Any]:
    authors = [
        {"family": one.family, "given": one.given} | ({"suffix": one.suffix} if one.suffix else {})
        if one.given
        else {"literal": one.family}
        for one in work.authors
    ]
    date = work.date
    known: dict[str, Any] = {
        "id": work.key,
        "type": _CSL[work.kind],
        "title": work.title,
        "author": authors,
        "issued": {"date-parts": [[date.year, date.month, date.day]]} if date else None,
        "container-title": work.within,
        "number": work.label,
        "note": work.id,
        "DOI": work.doi,
        "URL": work.address,
    }
    return {name: value for name, value in known.items() if value}


def cff(work: Work, made_with: Work) -> str:
    """The citation of a report as a CITATION.cff, which has the software among its references."""
    lines = ["cff-version: 1.2.0", "message: If you use this report or what it shows, please cite it."]
    lines += ["type: dataset", *_cff(work), "identifiers:", "- type: other"]
    lines += [
        f"  value: {_yaml(work.id)}",
        "  description: permanent id of the report",
        "references:",
        "- type: software",
    ]
    lines += [f"  {one}" for one in _cff(made_with)]
    return "\n".join([*lines, f"  version: {_yaml(made_with.id.rpartition(' ')[2])}", ""])


def _cff(work: Work) -> list[str]:
    """Title, authors, day, DOI, address and licence of a work as lines of YAML."""
    lines = [f"title: {_yaml(work.title)}", "authors:"]
    for author in work.authors:
        if not author.given:
            lines.append(f"- name: {_yaml(author.family)}")
            continue
        lines += [f"- family-names: {_yaml(author.family)}", f"  given-names: {_yaml(author.given)}"]
        lines += [f"  name-suffix: {_yaml(author.suffix)}"] if author.suffix else []
    lines += [] if work.authors else ["- name: No author named"]  # the format wants one
    lines += [f"date-released: {_yaml(str(work.date))}"] if work.date else []
    lines += [f"doi: {_yaml(work.doi)}"] if work.doi else []
    lines += [f"url: {_yaml(work.address)}"] if work.address else []
    name = "license-url" if "/" in work.license else "license"
    return lines + ([f"{name}: {_yaml(work.license)}"] if work.license else [])


def _yaml(text: str) -> str:
    """A YAML string in double quotes, which is a JSON string."""
    return json.dumps(text, ensure_ascii=False)
