"""What a report was made from, and what it consists of: `manifest.json`.

It has digests and no clock, so a stale file can be told, and the same run has the same manifest.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.study import Study

FILE = "manifest.json"
PACKAGES = (
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "scikit-learn",
    "matplotlib",
    "nbconvert",
    "papermill",
    "typst",
    "nupunkt",
    "ftfy",
)
_CODE = ("analysis", "notebooks", "requirements.lock")


def sha256(path: Path) -> str:
    """The digest of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files(folder: Path) -> list[str]:
    """The files below a folder as sorted relative paths, without hidden ones and caches."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if not any(_skipped(part) for part in path.parts))


def _skipped(part: str) -> bool:
    return part.startswith(".") or part == "__pycache__" or part.endswith(".pyc")


def digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Relative path to digest, sorted by path."""
    return {name: sha256(folder / name) for name in sorted(names)}


def code(project: Path, notebooks: Path | None = None) -> dict[str, Any]:
    """The digest of the code that makes a report, and of each of its files."""
    notebooks = notebooks or project / "notebooks"
    found: dict[str, str] = {}
    for name in _CODE:
        place = notebooks if name == "notebooks" else project / name
        if place.is_file():
            found[name] = sha256(place)
        for file in files(place) if place.is_dir() else ():
            if name != "notebooks" or (file.endswith(".ipynb") and "/" not in file):
                found[f"{name}/{file}"] = sha256(place / file)
    found = dict(sorted(found.items()))
    return {"sha256": whole(found), "files": found}


def whole(digests: Mapping[str, str]) -> str:
    """One digest of the digests of files, by their names."""
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(listed.encode()).hexdigest()


def versions() -> dict[str, str]:
    """Python's and the packages' versions that results depend on."""
    return {"python": f"{sys.version_info.major}.{sys.version_info.minor}"} | {
        name: _version(name) for name in PACKAGES
    }


def rashomon() -> str:
    """Rashomon's version."""
    return _version("rashomon")


@cache
def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def inputs(study: Study) -> dict[str, str]:
    """The study's files and their digests."""
    return digests(study.folder, files(study.folder))


def origin(study: Study, values: Mapping[str, Mapping[str, Any]], project: Path, notebooks: Path) -> dict[str, Any]:
    """What a report is made from: study, parameters, inputs, versions, code."""
    return {
        "rashomon": rashomon(),
        "study": study.name,
        "parameters": {name: dict(given) for name, given in values.items()},
        "inputs": inputs(study),
        "versions": versions(),
        "code": code(project, notebooks),
    }


def outputs(report: Path) -> dict[str, str]:
    """The files of a report and their digests."""
    return digests(report, (name for name in files(report) if name != FILE))


def write(manifest: Mapping[str, Any], report: Path) -> None:
    (report / FILE).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(report: Path) -> dict[str, Any]:
    """The manifest of a report. Raises InputError where the folder has none."""
    where = f"{report.name}/{FILE}"
    try:
        manifest = json.loads((report / FILE).read_bytes())
        if not all(isinstance(manifest[key], dict) for key in ("parameters", "inputs", "outputs", "versions", "code")):
            raise ValueError("a part is missing")
        if not all(isinstance(given, dict) for given in manifest["parameters"].values()):
            raise ValueError("its parameters are not by notebook")
        manifest["study"], manifest["rashomon"]
    except FileNotFoundError:
        raise InputError(report, f"is not a report: it has no {FILE}", "Make one: rashomon report STUDY") from None
    except (ValueError, KeyError, TypeError, OSError, RecursionError) as error:
        raise InputError(where, f"is not the manifest of a report: {error!r}", "Make the report again.") from None
    return manifest


def parameters(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Every parameter's value, without the name of the study. One name has one value in all notebooks."""
    values = {key: value for given in manifest["parameters"].values() for key, value in given.items()}
    values.pop("study", None)
    return dict(sorted(values.items()))
