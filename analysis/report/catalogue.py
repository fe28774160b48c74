"""The page that lists the reports of a folder `reports/`, written anew whenever one is published there.

It tells of a report what its own files say: the manifest that it is one, its RO-Crate what it is about, its values how
much was read. A folder that is no report is not listed, and a page of somebody else's is not replaced.
"""

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from analysis.errors import InputError, PublishError
from analysis.report import compare, contents, crate, manifest, pages, prose

FOLDER, FILE = "reports", "index.html"
MARK = '<meta name="generator" content="Rashomon, list of reports">'


@dataclass(frozen=True)
class Report:
    """A report as it is listed: its folder's name and address, what it says of itself, and the files that are there."""

    address: str
    name: str
    title: str
    event: str
    date: str
    size: str
    files: Mapping[str, str]


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
                found.append(_report(place))
    return found


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
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
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
