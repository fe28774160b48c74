"""The page that compares reports of one study: findings and values by combination, as a page and as CSV."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from analysis.report import artifacts, cells, compare, contents, executed, marks, pages, prose
from analysis.report.combinations import Combination
from analysis.study import Study

PAGE, FINDINGS, VALUES = "index.html", "findings.csv", "values.csv"
MARK = '<meta name="generator" content="Rashomon, comparison of reports">'
SHOWN = 200  # values on the page; the CSV has all


@dataclass(frozen=True)
class Said:
    """What a report says of a finding: how far it reaches, as its label says it, and the sentence."""

    grade: str
    sentence: str

    @property
    def kind(self) -> str:
        """The class of its label."""
        return self.grade.partition(" ")[0]


@dataclass(frozen=True)
class Version:
    """A way in which a finding is said, with the combinations that say it so; None where they do not have it."""

    combinations: tuple[str, ...]
    said: Said | None
    marked: Markup


@dataclass(frozen=True)
class Finding:
    """A finding by combination, and its versions, that of the first combination first."""

    id: str
    said: tuple[Said | None, ...]

    @property
    def same(self) -> bool:
        """Whether all combinations say the same."""
        return len(set(self.said)) == 1

    def versions(self, labels: Sequence[str]) -> list[Version]:
        """The versions, each with the words marked that are not those of the first combination that has the finding."""
        by: dict[Said | None, list[str]] = {}
        for label, said in zip(labels, self.said, strict=True):
            by.setdefault(said, []).append(label)
        first = next(said for said in self.said if said)
        return [
            Version(tuple(names), said, marks.merged(first.sentence, said.sentence) if said else Markup(""))
            for said, names in by.items()
        ]

    def how(self, at: int) -> str:
        """How the finding stands in a combination beside the first: in words for a cell."""
        said, first = self.said[at], self.said[0]
        if said is None:
            return "not found"
        if at == 0:
            return ""
        return "new" if first is None else "same words" if said.sentence == first.sentence else "other words"


@dataclass(frozen=True)
class Value:
    """A named value by combination, as text; empty where a report does not have it."""

    name: str
    texts: tuple[str, ...]

    def differs(self, at: int) -> bool:
        return self.texts[at] != self.texts[0]


def findings(reports: Sequence[Path]) -> list[Finding]:
    """The findings of reports, in the order in which they first appear."""
    found = [{one.id: _said(one.to_json()) for one in executed.findings(path / contents.EXECUTED)} for path in reports]
    ids = dict.fromkeys(id for told in found for id in told)
    return [Finding(id, tuple(told.get(id) for told in found)) for id in ids]


def _said(finding: Mapping[str, Any]) -> Said:
    return Said(prose.visible(prose.reach(finding)), prose.plain(finding["sentence"]))


def values(reports: Sequence[Path]) -> tuple[list[Value], int]:
    """The named values that are not the same in all reports, by name; how many there are in all."""
    known = [compare.values(path) for path in reports]
    names = sorted({name for told in known for name in told})
    differing = [name for name in names if any(told.get(name) != known[0].get(name) for told in known)]
    return [Value(name, tuple(_text(told.get(name)) for told in known)) for name in differing], len(names)


def _text(record: Mapping[str, Any] | None) -> str:
    """A value as it is printed, with its interval."""
    if record is None:
        return ""
    text, digits = str(record.get("text", record.get("value"))), int(record.get("digits", 0))
    if record.get("low") is None or record.get("high") is None:
        return prose.visible(text)
    low, high = (cells.number(record[end], digits) for end in ("low", "high"))
    return prose.visible(f"{text} ({low} to {high})")


def files(folder: Path, study: Study, combinations: Sequence[Combination]) -> dict[str, bytes]:
    """The page and its tables by name, of the reports that lie in `folder` by the combinations' names."""
    reports, labels = [folder / one.folder for one in combinations], [one.label for one in combinations]
    said = findings(reports)
    differing, many = values(reports)
    rows = (
        [one.id, label, found.grade if found else None, one.how(at), found.sentence if found else None]
        for one in said
        for at, (label, found) in enumerate(zip(labels, one.said, strict=True))
    )
    page = pages.page(
        "comparison.html.j2",
        MARK,
        sheets=["comparison.css"],
        title=prose.visible(study.title),
        event=prose.visible(study.event),
        labels=labels,
        reports=[_listed(folder, one) for one in combinations],
        findings=said,
        values=differing[:SHOWN],
        differing=len(differing),
        many=many,
        files={"findings": FINDINGS, "values": VALUES},
    )
    return {
        PAGE: page.encode(),
        FINDINGS: artifacts.rows_as_csv(("finding", "combination", "grade", "beside the first", "sentence"), rows),
        VALUES: artifacts.rows_as_csv(("name", *labels), ((one.name, *one.texts) for one in differing)),
    }


def _listed(folder: Path, combination: Combination) -> dict[str, Any]:
    there = contents.beside(folder / combination.folder, "PDF", "Word", "Values")
    return {"label": combination.label, "address": quote(combination.folder, safe="=,+"), "files": there}
