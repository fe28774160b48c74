"""Verify a report: is it what its manifest says, and does running it again give the same?"""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import study as studies
from analysis.errors import InputError
from analysis.report import compare, manifest, notebooks, parameters, publish
from analysis.report.progress import Progress
from analysis.study import Study


@dataclass(frozen=True)
class Request:
    """A report to verify: its manifest, its study and its parameters have been read."""

    report: Path
    manifest: Mapping[str, Any]
    study: Study
    notebooks: Path
    values: Mapping[str, Mapping[str, Any]]


def request(report: Path, study: str | None = None, folder: Path = publish.PROJECT / "notebooks") -> Request:
    """Read what a report says of itself. The study is found by its name, unless `study` says where it is.

    Raises InputError where the report, or its study, cannot be read, and ParameterError where the notebooks no longer
    have a parameter of it.
    """
    report = report.resolve()
    told = manifest.read(report)
    try:
        found = studies.load(study or told["study"])
    except InputError as error:
        raise InputError(
            error.where, error.found, "Say where the study is: rashomon verify REPORT --study DIR"
        ) from None
    where = f"{report.name}/{manifest.FILE}"
    given = manifest.parameters(told)
    values = parameters.resolve(notebooks.read_all(folder), given, {}, found.name, where)
    return Request(report, told, found, folder.resolve(), values)


def verify(asked: Request, progress: Progress, say: Callable[[str], None], *, kernels: bool = False) -> bool:
    """Run the report again in a temporary folder and say what is the same; true where all is."""
    same = _untouched(asked, say)
    same &= _same_inputs(asked, say)
    with tempfile.TemporaryDirectory(prefix="rashomon-verify-") as place:
        there = asked.manifest["outputs"]
        formats = publish.formats(name for name, file in publish.FORMATS.items() if file in there)
        plan = publish.Plan(asked.study, asked.notebooks, asked.values, Path(place) / asked.report.name, formats)
        again = publish.build(plan, progress, kernels=kernels)
        same &= _same_values(asked.report, again, say)
        same &= _same_files(asked.report, again, say)
    say("Verified: running it again gives the same report." if same else "Not verified: see above.")
    return same


def _untouched(asked: Request, say: Callable[[str], None]) -> bool:
    """Is every published file the one that the manifest names?"""
    there = manifest.digests(asked.report, (n for n in manifest.files(asked.report) if n != manifest.FILE))
    bad = compare.differing(compare.mappings(asked.manifest["outputs"], there))
    words = {"only before": "is missing", "only after": "is not in the manifest"}
    for one in bad:
        say(f"changed   {one.name} {words.get(one.verdict, 'was changed after publishing')}")
    if not bad:
        say(f"untouched {len(there)} files are the ones that the manifest names")
    return not bad


def _same_inputs(asked: Request, say: Callable[[str], None]) -> bool:
    """Are the study's tables, and the code, those that the report was made from?"""
    bad = compare.differing(compare.mappings(asked.manifest["inputs"], manifest.inputs(asked.study)))
    for one in bad:
        say(f"differs   input {one.name} is not the one that the report was made from")
    now = manifest.versions() | {"rashomon": manifest.rashomon()}
    told = {**asked.manifest["versions"], "rashomon": asked.manifest["rashomon"]}
    for one in compare.differing(compare.mappings(told, now)):
        say(f"note      version of {one.text}")
    code = manifest.code(publish.PROJECT, asked.notebooks)["files"]
    for one in compare.differing(compare.mappings(asked.manifest["code"].get("files", {}), code)):
        say(f"note      code {one.name} has changed since")
    return not bad


def _same_values(report: Path, again: Path, say: Callable[[str], None]) -> bool:
    found = compare.mappings(compare.values(report), compare.values(again), compare.value)
    identical = sum(one.verdict == "identical" for one in found)
    say(f"identical {identical} of {len(found)} values")
    for one in compare.differing(found):
        rounding = one.verdict == "equal within rounding"
        say(f"{'rounding ' if rounding else 'differs  '} value {compare.readable(one)}")
    return all(one.verdict in ("identical", "equal within rounding") for one in found)


def _same_files(report: Path, again: Path, say: Callable[[str], None]) -> bool:
    a, b = ({name: manifest.sha256(folder / name) for name in manifest.files(folder)} for folder in (report, again))
    for digests in (a, b):
        digests.pop(manifest.FILE, None)
    found = compare.mappings(a, b)
    bad = compare.differing(found)
    say(f"identical {len(found) - len(bad)} of {len(found)} files")
    for one in bad:
        say(f"differs   file {one.name}" + ("" if one.verdict == "differs" else f" ({one.verdict})"))
    return not bad
