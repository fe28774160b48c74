"""Open JupyterLab on the notebooks; for a study other than the bundled one, on copies that have its parameters."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis.report import contents, environment, manifest, notebooks, parameters
from analysis.study import Study

_WRITTEN = ".written.json"


def open_lab(study: Study, folder: Path, options: Sequence[str] = (), *, copies: bool = False) -> int:
    """Start JupyterLab with its `options` and wait for its end; its exit code.

    It opens copies where the study sets parameters, or with `copies`.
    """
    folder = folder.resolve()
    project = folder.parent
    if copies or study.parameters:
        folder = write_copies(study, folder, project / ".rashomon" / "lab" / study.name)
    executed = project / "reports" / study.name / contents.EXECUTED
    command = [sys.executable, "-m", "jupyterlab", str(folder), *options]
    return subprocess.call(command, env=environment.for_lab(study.folder.parent, executed))


def write_copies(study: Study, folder: Path, target: Path) -> Path:
    """Copies of the notebooks with the study's values in their parameters cells.

    A copy that was edited since it was written stays as it is, and is named on standard error.
    """
    read = notebooks.read_all(folder)
    values = parameters.resolve(read, study.parameters, {}, study.name, f"{study.name}/study.toml")
    target.mkdir(parents=True, exist_ok=True)
    record = target / _WRITTEN
    written: dict[str, str] = {}
    with contextlib.suppress(FileNotFoundError, ValueError, TypeError):  # of what a broken record says nothing is known
        written = dict(json.loads(record.read_bytes()))
    for name, notebook in read.items():
        copy = target / f"{name}.ipynb"
        if copy.exists() and manifest.sha256(copy) != written.get(copy.name):
            print(f"{copy}: kept as you edited it; delete it for a fresh copy", file=sys.stderr)
            continue
        for cell in notebook["cells"]:
            if parameters.TAG in cell["metadata"].get("tags", ()):
                cell["source"] = parameters.with_values(parameters.source(cell), values[name])
        notebooks.write(notebook, copy)
        written[copy.name] = manifest.sha256(copy)
    record.write_text(json.dumps(written, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return target
