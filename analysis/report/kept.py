"""Executed notebooks kept from earlier runs, so that a report runs only what changed.

What a notebook finds rests on its cells, its parameters, the modules of this package that it can reach, what
`study.toml` says beside parameters, the packages and the lock file, and the tables of the study that it looks into, which
are known once it has run. One that sums up others rests on all code, on the whole study and on what the others found.
"""

import contextlib
import hashlib
import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from analysis import study as studies
from analysis.report import manifest, notebooks, parameters, place, reach
from analysis.study import Study

PLACE = "RASHOMON_KEPT"  # folder of what is kept; empty: nothing is
MOST = 300  # executed notebooks kept: the latest used

Rests: TypeAlias = dict[str, dict[str, Any]]


def folder() -> Path | None:
    """Where executed notebooks are kept: $RASHOMON_KEPT, or the user's cache folder; None if they are not to be."""
    if PLACE in os.environ:
        return Path(os.environ[PLACE]) if os.environ[PLACE] else None
    import platformdirs

    return platformdirs.user_cache_path("rashomon") / "notebooks"


def rests(
    notebook: Mapping[str, Any],
    values: Mapping[str, Any],
    study: Study,
    code: Mapping[str, str],
    executed: Mapping[str, str],
) -> Rests:
    """What the results of a notebook rest on beside tables: digests, versions and values by part and name.

    `code` are the digests of the project's files, as `manifest.code` gives them, `executed` those of the other notebooks'
    executed forms, for one that sums them up.
    """
    cells = [
        [cell["cell_type"], parameters.source(cell), cell["metadata"].get("tags", [])] for cell in notebook["cells"]
    ]
    told = tomllib.loads((study.folder / studies.FILE).read_text(encoding="utf-8"))
    for known_otherwise in ("parameters", "preparation"):  # by their values, and by the tables
        told.pop(known_otherwise, None)
    found: Rests = {
        "parameters": dict(values),
        "study.toml": {name: _digest(value) for name, value in told.items()},
        "cells": {str(number): _digest(cell) for number, cell in enumerate(cells, start=1)},
        "versions": {**manifest.versions(), "requirements.lock": code.get("requirements.lock", "")},
    }
    if notebooks.reads_others(notebook):
        found["study.toml"] = {"the file": manifest.sha256(study.folder / studies.FILE)}
        return {**found, "code": dict(code), "tables": tables(study), "notebooks": dict(executed)}
    sources = [parameters.source(cell) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    reached = [f"{reach.PACKAGE.name}/{name}" for name in reach.reached(sources)]
    return {**found, "code": {name: code[name] for name in reached}}


def tables(study: Study) -> dict[str, str]:
    """The digest of each table of a study, by its name."""
    return {Path(name).stem: digest for name, digest in manifest.inputs(study).items() if name != studies.FILE}


class Store:
    """A folder of executed notebooks by what they rest on. What is broken is not found, and what cannot be kept is not."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def find(self, rests: Rests, tables: Mapping[str, str]) -> tuple[str, dict[str, str]] | None:
        """The text of an executed notebook that rests on this, and the tables that it looked into."""
        for path in sorted(self.place.glob(f"{_digest(rests)}-*.json")):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
                entry = json.loads(path.read_bytes())
                looked, text = entry["tables"], entry["executed"]
                same = all(tables.get(name, "") == digest for name, digest in looked.items())
                if same and entry["sha256"] == hashlib.sha256(text.encode()).hexdigest():
                    os.utime(path)
                    return text, looked
        return None

    def put(self, rests: Rests, looked: Mapping[str, str], text: str) -> None:
        """Keep an executed notebook and the tables that it looked into; the least used ones go."""
        entry = {"tables": dict(looked), "sha256": hashlib.sha256(text.encode()).hexdigest(), "executed": text}
        with contextlib.suppress(OSError):
            self.place.mkdir(parents=True, exist_ok=True)
            name = f"{_digest(rests)}-{_digest(dict(looked))[:16]}.json"
            place.write(json.dumps(entry, ensure_ascii=False), self.place / name)
            entries = sorted(self.place.glob("*-*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in entries[MOST:]:
                path.unlink(missing_ok=True)

    def remember(self, report: Path, rests: Mapping[str, Rests], because: Mapping[str, list[str]]) -> None:
        """Note which report this is, what its notebooks rest on, and what made those run that did run."""
        with contextlib.suppress(OSError):
            self.place.mkdir(parents=True, exist_ok=True)
            told = {"manifest": manifest.sha256(report / manifest.FILE), "rests": rests, "because": because}
            place.write(json.dumps(told, ensure_ascii=False), self._note(report))

    def remembered(self, report: Path) -> tuple[dict[str, Rests], dict[str, list[str]]]:
        """What is noted of the report in this folder; nothing unless this machine made it."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            note = json.loads(self._note(report).read_bytes())
            if note["manifest"] == manifest.sha256(report / manifest.FILE):
                return dict(note["rests"]), dict(note["because"])
        return {}, {}

    def moved(self, before: Path, after: Path) -> None:
        """Take note that a report has been moved to another folder."""
        with contextlib.suppress(OSError):
            os.replace(self._note(before), self._note(after))

    def _note(self, report: Path) -> Path:
        return self.place / f"report.{_digest(str(report.resolve()))[:16]}.json"


class Past:
    """What earlier runs left of a study's notebooks, and what of it holds now; with `fresh`, nothing does."""

    def __init__(self, store: Store, study: Study, code: Mapping[str, str], *, fresh: bool = False) -> None:
        self.store, self.study, self.code, self.fresh = store, study, code, fresh
        self.tables = tables(study)
        self._rests: dict[str, Rests] = {}
        self._taken: set[str] = set()

    def take(self, read: Mapping[str, Any], values: Mapping[str, Mapping[str, Any]], folder: Path) -> set[str]:
        """Write to `folder` what notebooks found when they rested on the same; the names of those that were found.

        Those that sum up others rest on what is in the folder now.
        """
        others, taken = executed(folder), set()
        for name, notebook in read.items():
            self._rests[name] = rests(notebook, values[name], self.study, self.code, others)
            if not self.fresh and (found := self.store.find(self._rests[name], self.tables)):
                place.write(found[0], folder / f"{name}.ipynb")
                taken.add(name)
        self._taken |= taken
        return taken

    def put(self, name: str, executed: Path, looked: Iterable[str]) -> None:
        """Keep an executed notebook, which has looked into these tables."""
        digests = {table: self.tables.get(table, "") for table in sorted(looked)}
        self.store.put(self._rests[name], digests, executed.read_text(encoding="utf-8"))

    def remember(self, report: Path, before: Mapping[str, Rests]) -> None:
        """Note what the notebooks of a report rest on; `before` is what those of the report that it replaces did."""
        found = {name: self.store.find(rests, self.tables) for name, rests in self._rests.items()}
        now = {name: {"tables": entry[1], **self._rests[name]} for name, entry in found.items() if entry}
        because = {
            name: differing(before[name], now[name]) if name in before else []
            for name in sorted(now.keys() - self._taken)
        }
        self.store.remember(report, now, because)


def executed(folder: Path) -> dict[str, str]:
    """The digests of the executed notebooks in a folder, by name."""
    return {path.stem: manifest.sha256(path) for path in sorted(folder.glob("*.ipynb"))}


def differing(before: Rests, now: Rests) -> list[str]:
    """What differs in what a notebook rested on and rests on, in words, causes first."""
    told = []
    for part in ("parameters", "tables", "study.toml", "cells", "code", "versions", "notebooks"):
        old, new = before.get(part, {}), now.get(part, {})
        for name in sorted({*old, *new}, key=lambda name: (len(name), name) if part == "cells" else (0, name)):
            if old.get(name) != new.get(name):
                told.append(_told(part, name, old.get(name), new.get(name)))
    return told


def _told(part: str, name: str, old: Any, new: Any) -> str:
    what = {"parameters": "parameter ", "tables": "table ", "study.toml": "study.toml, ", "cells": "cell ", "code": ""}
    named = f"{what.get(part, '')}{name}"
    if old is None or new is None:
        return f"{named} is {'new' if old is None else 'gone'}"
    if part in ("parameters", "versions") and name != "requirements.lock":
        return f"{named} is {json.dumps(new, ensure_ascii=False)}, was {json.dumps(old, ensure_ascii=False)}"
    return f"{named} has changed"


def _digest(what: Any) -> str:
    text = json.dumps(what, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
