"""What differs between two reports as a page: causes, findings, topics, measures, sentences, figures, values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from analysis.report import changes, compare, contents, drawing, executed, manifest, marks, notebooks, pages, prose
from analysis.report.changes import Change
from analysis.report.compare import Difference

MARK = '<meta name="generator" content="Rashomon, differences of two reports">'
SHOWN = 1000  # rows of a list on the page; the command line says all


@dataclass(frozen=True)
class Row:
    """A thing that differs, with either report's text of it, the words marked in which the two differ."""

    name: str
    before: Markup
    after: Markup
    how: str = ""


@dataclass(frozen=True)
class Drawings:
    """A figure that is drawn in another way: caption, alternative text and drawing of either, empty where it is not."""

    name: str
    captions: tuple[str, str]
    alts: tuple[str, str]
    drawings: tuple[Markup, Markup]


def write(before: Path, after: Path, target: Path) -> None:
    """Write the page of what differs between two reports. Raises InputError for what is not a report."""
    pages.write(page(before, after), target)


def page(before: Path, after: Path) -> str:
    """The page. Raises InputError for a report that cannot be read, PublishError for a drawing that may not be shown."""
    with compare.reading(before, after):
        found = _found(before, after)
    drawings = [drawn for one in found["figures"] for drawn in one.drawings if drawn]
    return pages.page("differences.html.j2", MARK, sheets=["comparison.css"], drawings=drawings, **found)


def _found(before: Path, after: Path) -> dict[str, Any]:
    """All that differs, by the name that the page has for it."""
    told = manifest.read(before), manifest.read(after)
    values = compare.mappings(compare.values(before), compare.values(after), compare.value)
    files = compare.mappings(told[0]["outputs"], told[1]["outputs"])
    matches = changes.topics(before, after)
    moved, passages = changes.moved(before, after, matches)
    figures, identical = _figures(before, after)
    return {
        "names": (before.resolve().name, after.resolve().name),
        "study": str(told[1]["study"]),
        "causes": {heading: _causes(heading, found) for heading, found in compare.causes(*told).items()},
        "findings": list(map(_changed, changes.findings(before, after))),
        "topics": changes.topics_told(matches, moved),
        "again": sum(match.again for match in matches),
        "moved": len(moved),
        "passages": passages,
        "measures": _measures(before, after, matches),
        "sentences": list(map(_changed, changes.sentences(before, after))),
        "figures": figures,
        "identical": identical,
        "values": [_value(one) for one in compare.differing(values)][:SHOWN],
        "counts": {"named": len(values), "differing": len(compare.differing(values)), "files": len(files)},
        "files": [one.named for one in compare.differing(files)],
    }


def _causes(heading: str, found: Iterable[Difference]) -> list[Row]:
    """What two reports were made from; of files there is their name, and whether only one report has them."""
    rows = []
    for one in compare.differing(found):
        told = ("", "") if heading in compare.DIGESTS else (compare.short(one.before), compare.short(one.after))
        if one.only and heading not in compare.DIGESTS:
            told = ("", told[1]) if one.before is None else (told[0], "")
        rows.append(Row(one.name, *marks.both(*told), how=one.only))
    return rows


def _changed(change: Change) -> Row:
    return Row(change.what, *marks.both(change.before, change.after), how=change.how)


def _value(difference: Difference) -> Row:
    shown = compare.shown(difference)
    how = difference.verdict if difference.verdict != "differs" else ""
    return Row(difference.name, *marks.both(*shown), how=how)


def _measures(before: Path, after: Path, matches: list[changes.Match]) -> dict[str, dict[str, list[Row]]]:
    """What differs in each measure, by its heading: rows that stand out, and those whose intervals overlap."""
    found = changes.measures(before, after, matches)
    return {
        heading: {
            "plain": [_changed(one) for one in listed if one.how != changes.OVERLAP][:SHOWN],
            "overlapping": [_changed(one) for one in listed if one.how == changes.OVERLAP][:SHOWN],
        }
        for heading, listed in found.items()
        if listed
    }


def _figures(before: Path, after: Path) -> tuple[list[Drawings], list[str]]:
    """The figures that are drawn in another way or in one report only, and the names of those that are the same."""
    old, new = (_drawn(report) for report in (before, after))
    differing, identical = [], []
    for number, id in enumerate(dict.fromkeys([*old, *new]), start=1):
        pair = old.get(id), new.get(id)
        if pair[0] and pair[1] and pair[0]["svg"] == pair[1]["svg"]:
            identical.append(id)
            continue
        captions, alts = (tuple(prose.plain(one[key]) if one else "" for one in pair) for key in ("caption", "alt"))
        drawings = tuple(
            _checked(one, f"{side}-{number}-") for one, side in zip(pair, ("before", "after"), strict=True)
        )
        differing.append(Drawings(id, captions, alts, drawings))  # type: ignore[arg-type]
    return differing, identical


def _drawn(report: Path) -> dict[str, Mapping[str, Any]]:
    ran = notebooks.read_executed(report / contents.EXECUTED).values()
    shown = (bundle for notebook in ran for bundle in executed.bundles(notebook))
    return {str(bundle["id"]): bundle for bundle in shown if bundle.get("kind") == "figure"}


def _checked(bundle: Mapping[str, Any] | None, prefix: str) -> Markup:
    """A drawing that may be shown, with ids that no other drawing of the page has."""
    return Markup(drawing.prefixed(drawing.checked(bundle["svg"], bundle["id"]), prefix)) if bundle else Markup("")
