"""The literature that notebooks cite: `[@monroe2008]` in a markdown cell, an entry of `templates/methods.bib`.

A citation is author and year; the list of references at the end is the same, run by run of text, in the page and in
the PDF.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

from analysis.errors import PublishError

FILE = Path(__file__).with_name("templates") / "methods.bib"
PREFIX = "ref-"  # of the key and the anchor of a work in a report
NAMED = 3  # authors that a citation names; of more, the first "and others"

Run: TypeAlias = tuple[Literal["text", "title", "link"], str]

_ENTRY = re.compile(r"^@\w+\{(\w+),\n(.*?)^\}", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^\s*(\w+)\s*=\s*\{(.*)\},$", re.MULTILINE)


@dataclass(frozen=True)
class Work:
    """One entry of a bibliography."""

    key: str
    fields: Mapping[str, str]

    @property
    def authors(self) -> list[str]:
        """`Family, Given`, in their order."""
        return self.fields["author"].split(" and ")

    @property
    def label(self) -> str:
        """How it is cited: `Monroe, Colaresi and Quinn 2008`, of more than three authors `Baly and others 2020`."""
        families = [name.partition(",")[0] for name in self.authors]
        named = f"{families[0]} and others" if len(families) > NAMED else _joined(families)
        return f"{named} {self.fields['year']}"

    @property
    def runs(self) -> list[Run]:
        """The entry in the list of references, as runs of text."""
        field = self.fields
        within = field.get("journal") or field.get("booktitle", "")
        place = f"In {within}" if "booktitle" in field else within
        issue = f"({field['number']})" if "number" in field else ""
        volume = f" {field['volume']}{issue}" if "volume" in field else ""
        pages = f", {field['pages'].replace('--', '–')}" if "pages" in field else ""
        where = f"{place}{volume}{pages}" or field.get("howpublished", "")
        first, *others = self.authors
        names = _joined([first, *(" ".join(reversed(name.split(", "))) for name in others)])
        runs: list[Run] = [("text", f"{names} ({field['year']}). "), ("title", field["title"]), ("text", f". {where}.")]
        if url := self.url:
            runs += [("text", " "), ("link", url)]
        return runs

    @property
    def url(self) -> str:
        """Where it is found: its DOI or another address, or nothing."""
        return f"https://doi.org/{self.fields['doi']}" if "doi" in self.fields else self.fields.get("url", "")


@cache
def works() -> Mapping[str, Work]:
    """All entries by their keys."""
    text = FILE.read_text(encoding="utf-8")
    found = {match[1]: Work(match[1], dict(_FIELD.findall(match[2]))) for match in _ENTRY.finditer(text)}
    return MappingProxyType(found)


def cited(key: str, where: str) -> Work:
    """The entry of a citation's key, `ref-monroe2008`. Raises PublishError, naming `where`, if there is none."""
    known = works()
    name = key.removeprefix(PREFIX)
    if name not in known:
        way_out = (
            f"known: {', '.join(f'[@{each}]' for each in sorted(known))}; add it to {FILE.parent.name}/{FILE.name}"
        )
        raise PublishError(where, f"[@{name}] is no work of the bibliography", way_out)
    return known[name]


def _joined(names: list[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
