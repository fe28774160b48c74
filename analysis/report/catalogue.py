"""The page that lists the reports of a folder `reports/`, written anew whenever one is published there.

It tells of a report what its own files say: the manifest that it is one, its RO-Crate what it is about, its values how
much was read. A folder of reports with different parameters (`rashomon report --each`) is listed with the label of
each. A folder that is neither is not listed, and a page of somebody else's is not replaced.
"""

import contextlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from analysis.errors import InputError, PublishError
from analysis.report import compare, contents, crate, manifest, pages, prose

FOLDER, FILE = "reports", "index.html"
EACH = "each.json"  # what a folder of reports with different parameters consists of
MARK = '<meta name="generator" content="Rashomon, list of reports">'
_TABLES = {"Findings": "findings.csv", "Values": "values.csv"}  # of a folder of reports


@dataclass(frozen=True)
class Report:
    """A report as it is listed: its folder's name and address, what it says of itself, and the files that are there.

    `compared`: of a folder of several reports, the label of each with its address.
    """

    address: str
    name: str
    title: str
    event: str
    date: str
    size: str
    files: Mapping[str, str]
    compared: Sequence[tuple[str, str]] = ()


def update(folder: Path) -> Path | None:
    """Write the list of the reports in `folder`, if it is called `reports`; where it stands.

    The file is written beside its place and renamed. It is compared again afterwards: another run may have published, and
    listed, a report in between.
    """
    target = folder / FILE
    if folder.name != FOLDER:
        return None
    try:
        pages.check(target, MARK)
    except PublishError:
        return None
    while (text := page(listed(folder))).encode() != (target.read_bytes() if target.exists() else b""):
        pages.write(text, target)
    return target


def listed(folder: Path) -> list[Report]:
    """The reports in a folder, by the names of their folders."""
    found = []
    for place in sorted(folder.iterdir()):
        if place.is_dir() and not place.name.startswith("."):
            with contextlib.suppress(InputError, OSError):  # no report, or one that is being replaced just now
                found.append(_several(place) if (place / EACH).is_file() else _report(place))
    return found


def _several(place: Path) -> Report:
    """A folder of reports, told of by the first of them."""
    try:
        told = json.loads((place / EACH).read_bytes())["reports"]
        labels = {name: prose.visible(str(one["label"])) for name, one in told.items() if _is_report(place, name)}
    except compare.UNREADABLE as error:
        raise InputError(place / EACH, f"cannot be read: {error!r}", "Make the reports again.") from None
    if not labels:
        raise InputError(place / EACH, "names no report that is there", "Make the reports again.")
    first = _report(place / next(iter(labels)))
    address = quote(os.fsencode(place.name))
    compared = [(label, f"{address}/{quote(name, safe='=,+')}") for name, label in labels.items()]
    tables = {label: name for label, name in _TABLES.items() if (place / name).is_file()}
    return replace(first, address=address, name=prose.visible(place.name), files=tables, compared=compared)


def _is_report(place: Path, name: str) -> bool:
    return Path(name).name == name and (place / name / manifest.FILE).is_file()


def _report(place: Path) -> Report:
    study = str(manifest.read(place)["study"])
    entities = _entities(place)
    about, event = entities.get("./", {}), entities.get("#event", {})
    return Report(
        address=quote(os.fsencode(place.name)),
        name=prose.visible(place.name),
        title=prose.visible(str(about.get("name") or study)),
        event=prose.visible(str(event.get("name", ""))),
        date=prose.visible(str(event.get("startDate", ""))),
        size=prose.visible(_size(place)),
        files=contents.beside(place, "PDF", "Word", "Values", "Manifest"),
    )


def _entities(place: Path) -> dict[str, Mapping[str, Any]]:
    """What a report's RO-Crate says, by id; nothing where it has none, or one that cannot be read."""
    with contextlib.suppress(OSError, *compare.UNREADABLE):
        return {entity["@id"]: dict(entity) for entity in json.loads((place / crate.FILE).read_bytes())["@graph"]}
    return {}


def _size(place: Path) -> str:
    """`5 sources, 5 documents`; nothing where the report has no values of these names."""
    with contextlib.suppress(InputError, KeyError, TypeError):
        known = compare.values(place)
        counts = {what: str(known[f"corpus.{what}"]["text"]) for what in ("sources", "documents")}
        return ", ".join(
            f"{count} {what.removesuffix('s') if count == '1' else what}" for what, count in counts.items()
        )
    return ""


def page(reports: list[Report]) -> str:
    """The page: no script, and no request."""
    return pages.page("catalogue.html.j2", MARK, reports=reports)
