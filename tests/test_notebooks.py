"""Notebooks are thin, kept without outputs, and agree on their parameters."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from analysis.report import BUNDLE, parameters

ROOT = Path(__file__).parents[1]
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [
    "00-summary",
    "01-corpus",
    "02-topics",
    "03-wording",
    "04-voices",
    "05-coverage",
    "06-frames",
    "07-robustness",
    "08-methods",
]
MAY_IMPORT = {
    *(
        "analysis.coding",
        "analysis.context",
        "analysis.coverage",
        "analysis.disagreement",
        "analysis.figures",
        "analysis.frames",
        "analysis.inventory",
        "analysis.robustness",
        "analysis.prominence",
        "analysis.style",
        "analysis.tables",
    ),
    *("analysis.topics", "analysis.voices", "analysis.wording", "analysis.report.display", "analysis.report.executed"),
}


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def code_cells(path: Path) -> list[dict[str, Any]]:
    return [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]


each = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def test_the_notebooks_are_there() -> None:
    assert [path.stem for path in PATHS] == NAMES


@each
def test_kept_without_outputs_or_traces_of_a_machine(path: Path) -> None:
    notebook = read(path)
    assert notebook["nbformat"], notebook["nbformat_minor"] == (4, 5)
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    for cell in code_cells(path):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)


@each
def test_cells_are_short_and_define_nothing(path: Path) -> None:
    for cell in code_cells(path):
        if "parameters" in cell["metadata"].get("tags", ()):
            continue
        text = "".join(cell["source"])
        assert len(text.splitlines()) <= 10, text
        kinds = {type(node) for node in ast.walk(ast.parse(text))}
        assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.Try}, text
        assert text.count("display.") <= 1, f"more than one output: {text}"


@each
def test_parameters_are_declared_with_type_and_meaning(path: Path) -> None:
    declared = parameters.declared(read(path), path.stem)
    assert "study" in declared
    assert [name for name, parameter in declared.items() if len(parameter.means) < 10] == []
    used = {
        node.id
        for cell in code_cells(path)
        if "parameters" not in cell["metadata"].get("tags", ())
        for node in ast.walk(ast.parse("".join(cell["source"])))
        if isinstance(node, ast.Name)
    }
    assert set(declared) <= used, "declares what it does not use"


def test_a_parameter_has_one_default_and_one_meaning_everywhere() -> None:
    told: dict[str, set[tuple[str, str, str]]] = {}
    for path in PATHS:
        for name, one in parameters.declared(read(path), path.stem).items():
            told.setdefault(name, set()).add((one.type, repr(one.default), one.means))
    assert {name: facts for name, facts in told.items() if len(facts) > 1} == {}


@each
def test_imports_stay_within_the_layers_for_notebooks(path: Path) -> None:
    found: set[str] = set()
    for cell in code_cells(path):
        for node in ast.walk(ast.parse("".join(cell["source"]))):
            assert not isinstance(node, ast.Import)
            if isinstance(node, ast.ImportFrom):
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
    statements = {name for name in found if name.startswith("analysis.statements.")}
    assert found - statements - {"analysis.study.load"} <= MAY_IMPORT


@each
def test_opens_with_a_heading_and_asks_questions(path: Path) -> None:
    first, *_ = read(path)["cells"]
    assert "".join(first["source"]).startswith("# ")


@pytest.mark.slow
@each
def test_runs_under_plain_papermill(path: Path, tmp_path: Path) -> None:
    """From a folder that knows nothing of the project, by the command line that everybody has."""
    out = tmp_path / path.name
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", str(path), str(out)]
    environment = {**os.environ, "PAPERMILL_LOG": "ERROR", "JUPYTER_PLATFORM_DIRS": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    executed, published = (json.loads(p.read_text(encoding="utf-8")) for p in (out, ROOT / PUBLISHED / path.name))
    assert bundles(executed) == bundles(published)


PUBLISHED = Path("reports/geneva-2021/notebooks")


def bundles(notebook: dict[str, Any]) -> list[Any]:
    """What a notebook shows, whatever way it was run; versions aside, which may be those of another Python."""
    found = [output.get("data", {}).get(BUNDLE) for cell in notebook["cells"] for output in cell.get("outputs", ())]
    return [bundle for bundle in found if bundle and bundle.get("id") != "versions"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("exporter", "suffix", "start"), [("html", "html", b"<!doctype html>"), ("pdf", "pdf", b"%PDF-")]
)
def test_plain_nbconvert_knows_our_exporters(exporter: str, suffix: str, start: bytes, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nbconvert", "--to", f"rashomon-{exporter}", "--output-dir", str(tmp_path)]
    done = subprocess.run(
        [*command, str(ROOT / PUBLISHED / "02-topics.ipynb")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / f"02-topics.{suffix}").read_bytes().lower().startswith(start.lower())
