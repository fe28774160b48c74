"""Is a manifest one that Rashomon writes, and are the files beside it those that it names?

A manifest that is none is an error; a report that does not agree with its manifest is a finding.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.report import contents, embedding, foreign, manifest
from analysis.report.answers import Inconsistency

PARTS = ("rashomon", "study", "parameters", "inputs", "versions", "code", "formats", "outputs")
MOST_NAMES = 200_000  # files of a report, parameters of a notebook: more is no report
LONGEST_VERSION = 100  # characters
_WAY_OUT = "Give a report that rashomon report made."


def of_folder(report: Path) -> dict[str, Any]:
    """The manifest of a report's folder. Raises InputError where it is missing, hostile or not whole."""
    where = f"{report.name}/{manifest.FILE}"
    if not (report / manifest.FILE).exists():
        raise InputError(report, f"is not a report: it has no {manifest.FILE}", "Make one: rashomon report STUDY")
    told = foreign.parsed(foreign.read(report / manifest.FILE, "manifest", where), where)
    return checked(told, where, files=True)


def of_page(text: str, where: str) -> dict[str, Any]:
    """The manifest that a page carries in itself. Raises InputError as `of_folder`."""
    found = embedding.blocks(text)
    if len(found) != 1:
        raise InputError(where, f"has {len(found)} manifests in it, not one", "Give a page that rashomon report made.")
    return checked(foreign.parsed(found[0].encode(), where), where, files=False)


def checked(told: Any, where: str, *, files: bool) -> dict[str, Any]:
    """A manifest whose every part has the form that it must have; with `files` also the digests of single code files.

    Raises InputError naming the part.
    """
    for wrong in _wrong(told, files):
        raise InputError(where, f"is not the manifest of a report: {wrong}", _WAY_OUT)
    return dict(told)


def _wrong(told: Any, files: bool) -> Iterator[str]:
    if not isinstance(told, dict):
        yield "it is no object"
        return
    if missing := [part for part in PARTS if part not in told]:
        yield f"{missing[0]!r} is missing"
        return
    if unknown := sorted(told.keys() - set(PARTS)):
        yield f"{unknown[0][:60]!r} is no part of one"
    if not foreign.plain_name(told["study"]):
        yield f"'study' is {str(told['study'])[:60]!r}, not the name of a study"
    if not _version(told["rashomon"]):
        yield "'rashomon' is no version"
    if not isinstance(told["formats"], list) or not set(map(str, told["formats"])) <= contents.FORMATS.keys():
        yield "'formats' are none that a report has"
    yield from _wrong_maps(told, files)


def _wrong_maps(told: Mapping[str, Any], files: bool) -> Iterator[str]:
    for part in ("parameters", "inputs", "versions", "code", "outputs"):
        if not isinstance(told[part], dict):
            yield f"{part!r} is no object"
            return
        if len(told[part]) > MOST_NAMES:
            yield f"{part!r} has {len(told[part]):,} entries"
            return
    yield from _wrong_parameters(told["parameters"])
    for part in ("inputs", "outputs"):
        yield from _wrong_digests(part, told[part])
    if not all(map(_version, told["versions"].values())) or len(told["versions"]) > LONGEST_VERSION:
        yield "'versions' are not versions"
    code = told["code"]
    if not _digest(code.get("sha256")) or code.keys() != ({"sha256", "files"} if files else {"sha256"}):
        yield "'code' is not a digest and those of its files"
    elif files:
        if not isinstance(code["files"], dict) or not all(map(_digest, code["files"].values())):
            yield "'code' has a file whose digest is none"
        elif manifest.whole(code["files"]) != code["sha256"]:
            yield "the digest of 'code' is not that of its files"


def _wrong_parameters(parameters: Mapping[str, Any]) -> Iterator[str]:
    for notebook, values in parameters.items():
        if not foreign.plain_name(notebook) or not isinstance(values, dict):
            yield f"the parameters of {notebook[:60]!r} are none"
            return
        for name, value in values.items():
            items = value if isinstance(value, list) else [value]
            if not name.isidentifier() or not all(isinstance(one, (str, int, float)) for one in items):
                yield f"the parameter {name[:60]!r} of {notebook} has no value that one can have"


def _wrong_digests(part: str, found: Mapping[str, Any]) -> Iterator[str]:
    for name in foreign.outside(found):
        yield f"{part!r} names {str(name)[:60]!r}, which is no file inside the folder"
    for name, digest in found.items():
        if not _digest(digest):
            yield f"the digest of {name[:60]!r} in {part!r} is none"


def _digest(value: object) -> bool:
    return isinstance(value, str) and foreign.DIGEST.fullmatch(value) is not None


def _version(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_VERSION and value.isprintable()


def one_value_each(told: Mapping[str, Any]) -> Iterator[Inconsistency]:
    """A parameter has one value in all notebooks, and `study` is the study's name."""
    values = manifest.parameters(told)
    for notebook, given in told["parameters"].items():
        for name, value in given.items():
            expected = told["study"] if name == "study" else values[name]
            if value != expected or type(value) is not type(expected):
                found = f"{name} is {value!r} for {notebook} and {expected!r} elsewhere"
                yield Inconsistency(f"{manifest.FILE}, parameters", found)


def touched(report: Path, told: Mapping[str, Any]) -> tuple[dict[str, str], list[Inconsistency], list[str]]:
    """Digests of a report's plain files; what there is beside them; hidden files, which are not looked at.

    Of links and devices nothing is read.
    """
    plain, others, hidden = foreign.entries(report)
    found = [Inconsistency(name, "is a link or a device, not a plain file") for name in others]
    digests = {name: manifest.sha256(report / name) for name in plain if name != manifest.FILE}
    for name in sorted({*told["outputs"], *digests}):
        if name not in digests:
            found += [] if name in others else [Inconsistency(name, "is missing: the manifest names it")]
        elif name not in told["outputs"]:
            found.append(Inconsistency(name, "was added: the manifest does not name it"))
        elif digests[name] != told["outputs"][name]:
            found.append(Inconsistency(name, "was changed after publishing: its digest is not the manifest's"))
    return digests, found, hidden


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
