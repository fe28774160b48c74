"""What a citation is made of: the report, each of its figures and tables, and the software that made it.

Authors, day, DOI, address and licence are what the study says (`study.toml`); what it does not say is left out, and a report
without a date is cited as of "n.d.". Nothing is taken from the clock.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from analysis import study
from analysis.report import dates, identity, prose, provenance
from analysis.report.document import Block, Document

Kind: TypeAlias = Literal["report", "figure", "table", "software"]

LONGEST_TITLE = 120  # characters of a caption that stand for a title
NO_DATE = "n.d."
SOFTWARE = ("Rashomon: how several sources tell the same event", "The Rashomon authors", datetime.date(2026, 11, 22))
_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)")
_CLAUSE = re.compile(r"(.{40,})[:;] |(.{40,}), ")
_SENTENCE = re.compile(r"(?<=[\w)”%])[.!?:;]\s+(?=\W*[A-Z])")


@dataclass(frozen=True)
class Author:
    """A person, or with `family` alone an institution."""

    family: str
    given: str = ""
    suffix: str = ""

    @property
    def name(self) -> str:
        """`Family, Given` or `Family, Jr, Given`."""
        return ", ".join(part for part in (self.family, self.suffix, self.given) if part)

    @property
    def natural(self) -> str:
        """As it is said: `Given Family Jr`."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)


@dataclass(frozen=True)
class Work:
    """Something that is cited: every text is one line, and holds nothing that cannot be seen.

    `key` names it in a bibliography, `id` for good; `label` (`Figure 3`) and `within` (the report's title) are those of a
    part of a report.
    """

    kind: Kind
    key: str
    id: str
    title: str
    authors: tuple[Author, ...] = ()
    date: datetime.date | None = None
    doi: str = ""
    address: str = ""
    license: str = ""
    label: str = ""
    within: str = ""

    @property
    def year(self) -> str:
        return str(self.date.year) if self.date else NO_DATE

    @property
    def link(self) -> str:
        """Where it is: a figure at its own place on the page, else the DOI."""
        return f"https://doi.org/{self.doi}" if self.doi else self.address


def report(document: Document) -> Work:
    """The report as a whole."""
    told = document.title
    written = told.get("authors", ())
    people = [_author(line(name)) for name in written] if isinstance(written, list) else []
    return Work(
        kind="report",
        key=_slug(str(told.get("study", ""))) or "report",
        id=identity.report(told, document.ids.values(), document.values),
        title=line(told["title"]),
        authors=tuple(author for author in people if author.family),
        date=dates.read(told.get("published")),
        doi=_matching(study.DOI, told.get("doi")),
        address=_matching(study.ADDRESS, told.get("address")),
        license=license_of(told),
    )


def license_of(title: Mapping[str, Any]) -> str:
    """The licence that a title block names; nothing where that is none."""
    return _matching(study.LICENSE, title.get("license"))


def part(block: Block, document: Document, whole: Work) -> Work:
    """A figure or a table of a report; `whole` is the report."""
    kind: Kind = "figure" if block.kind == "figure" else "table"
    address = f"{whole.address.partition('#')[0]}#{block.anchor}" if whole.address else ""
    return replace(
        whole,
        kind=kind,
        key=f"{whole.key}-{block.anchor}",
        id=document.ids[block.anchor],
        title=_headline(line(prose.plain(block.content["caption"], document.places))),
        address=address,
        label=f"{kind.capitalize()} {block.number}",
        within=whole.title,
    )


def software() -> Work:
    """Rashomon itself, as CITATION.cff of the project says it."""
    title, author, date = SOFTWARE
    version = provenance.rashomon()
    return Work("software", f"rashomon-{version}", f"Version {version}", title, (Author(author),), date)


def works(document: Document) -> Iterator[Work]:
    """Everything of a report that can be cited: itself, its figures and tables in reading order, the software."""
    whole = report(document)
    yield whole
    for section in document.sections:
        for block in section.blocks:
            if block.anchor in document.ids:
                yield part(block, document, whole)
    yield software()


def plain(work: Work) -> str:
    """The citation as text, in the order of APA style."""
    kind = {"report": "Report", "software": "Computer software"}.get(work.kind, work.label)
    names = authors(work)
    if work.kind == "software":
        head = f"{names} ({work.year}). {work.title} ({work.id}) [{kind}]."
    elif names:
        head = f"{names} ({work.year}). {work.title} [{kind}]."
    else:
        head = f"{work.title} [{kind}] ({work.year})."
    rest = [f"In {_ended(work.within)}" if work.within else "", "" if work.kind == "software" else f"{work.id}."]
    return " ".join(part for part in (head, *rest, work.link) if part)


def line(text: object) -> str:
    """Foreign text as one line without characters that cannot be seen."""
    return " ".join(prose.visible(str(text)).split())


def authors(work: Work) -> str:
    """The names of all authors, as one text."""
    names = [author.name for author in work.authors]
    return "; ".join(names[:-1]) + " & " + names[-1] if len(names) > 1 else "".join(names)


def terms(license: str) -> str:
    """The address of a licence: that of Creative Commons for one of theirs, else SPDX's."""
    if not license or study.ADDRESS.fullmatch(license):
        return license
    if license == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if commons := _COMMONS.fullmatch(license):
        return f"https://creativecommons.org/licenses/{commons[1].lower()}/{commons[2]}/"
    return f"https://spdx.org/licenses/{license}.html"


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _headline(caption: str) -> str:
    """The first sentence of a caption, cut where it is long."""
    first = _SENTENCE.split(caption, maxsplit=1)[0].rstrip(".")
    if len(first) <= LONGEST_TITLE:
        return first
    head = first[:LONGEST_TITLE]
    clause = _CLAUSE.match(head)
    return f"{clause[1] or clause[2] if clause else head.rpartition(' ')[0] or head} …"


def _author(name: str) -> Author:
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 3:
        return Author(parts[0], parts[2], parts[1])
    return Author(*parts) if len(parts) < 3 else Author(line(name.replace(",", " ")))


def _matching(form: re.Pattern[str], written: object) -> str:
    return written if isinstance(written, str) and form.fullmatch(written) else ""


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))
