"""Read what other notebooks of the same run have found, from their executed files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import InputError
from analysis.report import BUNDLE, environment, manifest, notebooks, parameters, provenance
from analysis.statements import Finding

if TYPE_CHECKING:
    import pandas as pd  # loaded where a table is made: rendering does without

CODE = "code of rashomon, SHA-256"  # the last row of the table of versions


def folder(study: Path) -> Path:
    """Where the executed notebooks of a study are: of this run, or outside of one those of the published report.

    Raises InputError if there are none.
    """
    chosen = Path(os.environ.get(environment.EXECUTED) or study.parents[1] / "reports" / study.name / "notebooks")
    if not any(chosen.glob("*.ipynb")):
        raise InputError(
            f"reports/{study.name}/notebooks",
            "there are no executed notebooks to sum up",
            "Make the report first: rashomon report",
        )
    return chosen


def findings(folder: Path) -> list[Finding]:
    """The findings of all notebooks, in reading order, with how they fare in other settings."""
    shown = [bundle for _, notebook in _others(folder) for bundle in bundles(notebook)]
    told = standings(shown)
    return [
        Finding.from_json(graded(found, told))
        for bundle in shown
        if bundle.get("kind") == "findings"
        for found in bundle["findings"]
    ]


def standings(shown: Iterable[Any]) -> dict[str, Mapping[str, Any]]:
    """How findings, by their ids, fare in other settings: what notebooks show of it. What cannot be read is left out."""
    lists = (bundle.get("standings", ()) for bundle in shown if isinstance(bundle, Mapping))
    needed = {"finding", "robust", "sentence"}
    return {one["finding"]: one for told in lists for one in told if isinstance(one, Mapping) and needed <= one.keys()}


def graded(found: Mapping[str, Any], standings: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A finding with how it fares in other settings; where it is not robust there, it is no more than suggestive."""
    told = standings.get(found["id"])
    if told is None:
        return dict(found)
    grade = "suggestive" if found["grade"] == "supported" and not told["robust"] else found["grade"]
    return {**found, "grade": grade, "robustness": told["sentence"]}


def parameters_used(folder: Path) -> pd.DataFrame:
    """The parameters the notebooks ran with: parameter, value, default, changed, means, notebooks; changed ones first."""
    import pandas as pd

    rows: dict[str, dict[str, Any]] = {}
    for name, notebook in _others(folder):
        values = notebook["metadata"].get("papermill", {}).get("parameters", {})
        for key, parameter in parameters.declared(notebook, name).items():
            value = json.dumps(values.get(key, parameter.default), ensure_ascii=False)
            default = json.dumps(parameter.default, ensure_ascii=False)
            row = {"parameter": key, "value": value, "default": default, "changed": value != default}
            row |= {"means": parameter.means, "notebooks": name}
            if key in rows:
                rows[key]["notebooks"] += f", {name}"
            rows.setdefault(key, row)
    columns = ["parameter", "value", "default", "changed", "means", "notebooks"]
    order = sorted(rows, key=lambda key: (not rows[key]["changed"], key))
    return pd.DataFrame([rows[key] for key in order], columns=pd.Index(columns))


def _others(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """The notebooks that hold results of their own, by name."""
    read = [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.ipynb"))]
    return [(name, notebook) for name, notebook in read if not notebooks.reads_others(notebook)]


def bundles(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What a notebook shows, in order."""
    return [
        output["data"][BUNDLE]
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if BUNDLE in output.get("data", {})
    ]


def inputs(study: Path) -> pd.DataFrame:
    """The files of a study, which a report is made from: columns file, bytes, sha256 and how it begins."""
    import pandas as pd

    found = manifest.digests(study, manifest.files(study))
    rows = [(name, (study / name).stat().st_size, digest[:12], digest) for name, digest in found.items()]
    return pd.DataFrame(rows, columns=pd.Index(["file", "bytes", "begins", "sha256"]))


def versions() -> pd.DataFrame:
    """What the report was made with: columns package, version; in the last row the digest of the project's code."""
    import pandas as pd

    stated = provenance.stated()
    found = {**stated["versions"], "rashomon": stated["rashomon"]}
    rows = [*sorted(found.items()), (CODE, stated["code"])]
    return pd.DataFrame(rows, columns=pd.Index(["package", "version"]))
