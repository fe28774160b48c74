"""Does a report say the same in all its parts? What can be known of that without running anything.

The page carries a manifest, drawings and tables that stand beside it as files too; values stand in three files and on the
page; tables of `08-methods` tell inputs, parameters, versions and code, and so does the RO-Crate; and everything is
made from the executed notebooks.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.errors import InputError, RashomonError
from analysis.report import (
    artifacts,
    compare,
    contents,
    crate,
    executed,
    foreign,
    integrity,
    manifest,
    notebooks,
    parts,
    provenance,
    values,
)
from analysis.report.answers import Inconsistency, short
from analysis.report.integrity import digest
from analysis.report.prose import Number


def of_page(page: parts.Page, told: Mapping[str, Any]) -> Iterator[Inconsistency]:
    """A page against the manifest that it carries, and its numbers against its list of all numbers."""
    outputs = told["outputs"]
    for place, svg in page.drawings.items():
        name = f"figures/{place.removeprefix('fig-')}.svg"
        if outputs.get(name) != digest(artifacts.svg_file(svg)):
            yield Inconsistency(f"page, {place}, drawing", f"is not the {name} that the page's manifest names")
    for place in page.packed:
        kind = {"fig": "figures", "tab": "tables"}.get("tab" if place.endswith(parts.EVIDENCE) else place[:3])
        name = f"{kind}/{place[4:].replace(parts.EVIDENCE, '-evidence')}.csv"
        try:
            content = page.csv(place) if kind else None
        except ValueError as error:
            yield Inconsistency(f"page, {place}, CSV in the card", f"cannot be read: {error}")
            continue
        if content is not None and outputs.get(name) != digest(content):
            yield Inconsistency(f"page, {place}, CSV in the card", f"is not the {name} that the page's manifest names")
    yield from _figures(page, outputs)
    yield from _numbers(page)


def _figures(page: parts.Page, outputs: Mapping[str, str]) -> Iterator[Inconsistency]:
    """Every figure and table that the manifest names is on the page, and no other."""
    known = {f"fig-{Path(name).stem}" for name in outputs if name.startswith("figures/")}
    known |= {f"tab-{Path(name).stem}" for name in outputs if name.startswith("tables/")}
    shown = {place for place in page.places if place[:4] in ("fig-", "tab-")}
    # evidence has a file of its own, and no place of its own on the page
    missing = {name for name in known - shown if not name.endswith("-evidence")}
    for name in sorted(missing):
        yield Inconsistency(f"page, {name}", "is not on the page, but the page's manifest names its files")
    for name in sorted(shown - known):
        yield Inconsistency(f"page, {name}", "is on the page, but the page's manifest names no file of it")


def _numbers(page: parts.Page) -> Iterator[Inconsistency]:
    for one in page.numbers:
        row = page.listed.get(one.name)
        where = f"page, {one.place}, value {one.name}"
        if row is None:
            yield Inconsistency(where, "is not in the list of all numbers")
        elif len(row) < 2 or _printed(row[1]) != one.text:
            listed = short(row[1]) if len(row) > 1 else "nothing"
            yield Inconsistency(where, f"is {short(one.text)} there and {listed} in the list of all numbers")


def _printed(text: object) -> str:
    """The text of a value as it stands in a sentence."""
    return Number({"text": text}).text


def of_folder(report: Path, told: Mapping[str, Any], there: Mapping[str, str]) -> Iterator[Inconsistency]:
    """The parts of a report's folder against one another; `there` are the plain files in it, with their digests."""
    checks: dict[str, Callable[[Path, Mapping[str, Any]], Iterator[Inconsistency]]] = {
        contents.HTML: _page,
        values.JSON: _values,
        f"{contents.EXECUTED}/": _notebooks,
        "tables/versions.csv": _versions,
        "tables/inputs.csv": _inputs,
        crate.FILE: _crate,
    }
    for name, check in checks.items():
        if not any(each.startswith(name) for each in there):
            continue
        try:
            with provenance.telling(told):
                yield from check(report, told)
        except RashomonError as error:
            yield Inconsistency(name.rstrip("/"), f"cannot be read: {error.where}: {error.found}")
        except compare.UNREADABLE as error:
            yield Inconsistency(name.rstrip("/"), f"cannot be read: {short(repr(error))}")


def _page(report: Path, told: Mapping[str, Any]) -> Iterator[Inconsistency]:
    text = foreign.read(report / contents.HTML, "page", contents.HTML).decode("utf-8")
    try:
        carried = integrity.of_page(text, contents.HTML)
    except InputError as error:
        yield Inconsistency(f"{contents.HTML}, embedded manifest", error.found)
        carried = dict(told)
    for part in integrity.PARTS:
        known = {"sha256": told["code"]["sha256"]} if part == "code" else told[part]
        if part == "outputs":
            known = {name: sha256 for name, sha256 in known.items() if name not in contents.LATE}
        if carried[part] != known and (part != "code" or carried[part]["sha256"] != known["sha256"]):
            names = _differing(carried[part], known)
            found = f"{part} is not that of {manifest.FILE}{names}"
            yield Inconsistency(f"{contents.HTML}, embedded manifest", found)
    page = parts.read(text)
    yield from of_page(page, carried)
    kept = _values_of(report)
    for one in page.numbers:
        record = kept.get(one.name)
        where = f"page, {one.place}, value {one.name}"
        if record is None:
            yield Inconsistency(where, f"is not in {values.JSON}")
        elif (_printed(record.get("text")), str(record.get("value"))) != (one.text, one.value):
            shown, known = (one.text, one.value), (record.get("text"), record.get("value"))
            yield Inconsistency(where, f"is {short(list(shown))} there and {short(list(known))} in {values.JSON}")


def _differing(a: Any, b: Any) -> str:
    if not isinstance(a, dict) or not isinstance(b, dict):
        return f": {short(a)}, not {short(b)}"
    names = sorted(name for name in {*a, *b} if a.get(name) != b.get(name))
    return f": {', '.join(names[:3])}{' …' if len(names) > 3 else ''}"


def _values_of(report: Path) -> dict[str, Any]:
    told = foreign.parsed(foreign.read(report / values.JSON, "json", values.JSON), values.JSON)
    return {name: dict(record) for name, record in told.items()}


def _values(report: Path, told: Mapping[str, Any]) -> Iterator[Inconsistency]:
    """The three files of values say the same."""
    for name, content in values.files(_values_of(report), artifacts.rows_as_csv).items():
        yield from _is(report, name, content, f"does not say what {values.JSON} says")


def _is(report: Path, name: str, expected: bytes, found: str) -> Iterator[Inconsistency]:
    path = report / name
    if not path.is_symlink() and path.is_file() and (content := path.read_bytes()) != expected:
        line = _first_line(content, expected)
        yield Inconsistency(name, f"{found}{f': {line}' if line else ''}", rendered=True)


def _first_line(content: bytes, expected: bytes) -> str:
    pairs = zip(content.splitlines(), expected.splitlines(), strict=False)
    for number, (a, b) in enumerate(pairs, start=1):
        if a != b:
            return f"line {number} is {short(a.decode('utf-8', 'replace'))}, not {short(b.decode('utf-8', 'replace'))}"
    return ""


def _notebooks(report: Path, told: Mapping[str, Any]) -> Iterator[Inconsistency]:
    """Executed notebooks ran with the manifest's parameters, and hold what is published as data beside the page."""
    from analysis.report.document import assemble

    folder = report / contents.EXECUTED
    for path in sorted(folder.glob("*.ipynb")):
        where = f"{contents.EXECUTED}/{path.name}"
        ran = foreign.parsed(foreign.read(path, "notebook", where), where)
        given = ran.get("metadata", {}).get("papermill", {}).get("parameters", {})
        if given != told["parameters"].get(path.stem):
            names = _differing(given, told["parameters"].get(path.stem, {}))
            yield Inconsistency(where, f"did not run with the parameters of {manifest.FILE}{names}")
    made = artifacts.files(assemble(notebooks.read_executed(folder)), drawn=False)
    for name, content in made.items():
        yield from _is(report, name, content, "is not what the executed notebooks hold")


def _versions(report: Path, told: Mapping[str, Any]) -> Iterator[Inconsistency]:
    shown = {row["package"]: row["version"] for row in _rows(report / "tables/versions.csv")}
    known = {**told["versions"], "rashomon": told["rashomon"], executed.CODE: told["code"]["sha256"]}
    for name in sorted({*shown, *known}):
        if shown.get(name) != known.get(name):
            found = f"{name} is {short(shown.get(name))} there and {short(known.get(name))} in {manifest.FILE}"
            yield Inconsistency("tables/versions.csv", found)


def _inputs(report: Path, told: Mapping[str, Any]) -> Iterator[Inconsistency]:
    shown = {row["file"]: row["sha256"] for row in _rows(report / "tables/inputs.csv")}
    if shown != told["inputs"]:
        found = f"does not list the inputs of {manifest.FILE}{_differing(shown, told['inputs'])}"
        yield Inconsistency("tables/inputs.csv", found)


def _rows(path: Path) -> list[dict[str, str]]:
    text = foreign.read(path, "json", path.name).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _crate(report: Path, told: Mapping[str, Any]) -> Iterator[Inconsistency]:
    """The description for archives is that of these files and this manifest."""
    if foreign.entries(report)[1]:  # links are not followed
        return
    content = foreign.read(report / crate.FILE, "json", crate.FILE)
    shown = _entities(foreign.parsed(content, crate.FILE))
    described = crate.described(report, told)
    known = _entities(json.loads(described))
    names = sorted(id for id in {*shown, *known} if shown.get(id) != known.get(id))
    for id in names:
        found = f"does not describe {short(id)} as it is{_differing(shown.get(id, {}), known.get(id, {}))}"
        yield Inconsistency(crate.FILE, found, rendered=True)
    if not names and content != described:
        yield Inconsistency(crate.FILE, "is not written as Rashomon writes it", rendered=True)


def _entities(told: Any) -> dict[str, Any]:
    return {str(entity["@id"]): entity for entity in told["@graph"]}
