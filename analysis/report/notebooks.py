"""Notebooks as files: reading them, and bringing executed ones into the one form that is published.

The form holds no clock, no machine path and nothing that depends on how a notebook was executed: kernel metadata is a
constant, execution counts run from 1, text of one stream is one output, and an output keeps the mime types that
publishing reads.
"""

import json
import os
import re
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.report import BUNDLE, parameters, place
from analysis.study import SEARCH_PATH

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
INJECTED = "injected-parameters"

# Best first. Scripts, widgets and markdown are not among them: they have no place in a published report.
_RICHEST = ("text/html", "image/svg+xml", "image/png", "image/jpeg", "text/latex", "text/plain")
_CELL_METADATA = ("tags", "jupyter")


def read_all(folder: Path) -> dict[str, dict[str, Any]]:
    """The notebooks of a folder by name, in order. Raises InputError naming the file that is not a notebook."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(Path(folder).glob("*.ipynb")):
        if not path.name.startswith("."):
            found[path.stem] = read(path)
    if not found:
        raise InputError(folder.name, "holds no notebook", "The notebooks of the project stand in notebooks/.")
    return found


def read(path: Path) -> dict[str, Any]:
    """One notebook, as the file says it, every cell with an id."""
    where = f"{path.parent.name}/{path.name}"
    try:
        notebook = json.loads(path.read_bytes())
        cells = notebook["cells"]
        kinds = [cell["cell_type"] for cell in cells]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(where, f"is not a notebook: {error!r}", "Restore it: git checkout notebooks/") from None
    if notebook.get("nbformat") != 4:
        raise InputError(where, f"has format {notebook.get('nbformat')}", "Save it in JupyterLab: format 4 is needed.")
    notebook["nbformat_minor"] = 5
    taken: set[str] = set()
    for number, (cell, kind) in enumerate(zip(cells, kinds, strict=True), start=1):
        if not cell.get("id") or cell["id"] in taken:  # an id that nbformat makes up is random
            cell["id"] = f"cell-{number}"
        taken.add(cell["id"])
        cell.setdefault("metadata", {})
        if kind == "code":
            cell.update(outputs=[], execution_count=None)
    return notebook


def read_executed(folder: Path) -> dict[str, Any]:
    """The executed notebooks of a folder by name, in order, as nbformat nodes."""
    import nbformat

    return {path.stem: nbformat.read(path, as_version=4) for path in sorted(folder.glob("*.ipynb"))}


def write(notebook: Mapping[str, Any], path: Path) -> None:
    """Write a notebook beside its place first, then rename it."""
    place.write(json.dumps(_lines(notebook), indent=1, ensure_ascii=False, sort_keys=True) + "\n", path)


def _lines(notebook: Mapping[str, Any]) -> Mapping[str, Any]:
    """Long texts as lists of lines, as Jupyter writes them, so that a difference of two files can be read."""
    cells = []
    for cell in notebook["cells"]:
        cell = dict(cell, source=parameters.source(cell).splitlines(keepends=True))
        if "outputs" in cell:
            cell["outputs"] = [_output_lines(output) for output in cell["outputs"]]
        cells.append(cell)
    return dict(notebook, cells=cells)


def _output_lines(output: Mapping[str, Any]) -> dict[str, Any]:
    split = dict(output)
    if "text" in split:
        split["text"] = split["text"].splitlines(keepends=True)
    if "data" in split:
        split["data"] = {
            mime: data.splitlines(keepends=True) if isinstance(data, str) else data
            for mime, data in split["data"].items()
        }
    return split


def normalised(notebook: Mapping[str, Any], values: Mapping[str, Any], roots: Mapping[str, str]) -> dict[str, Any]:
    """An executed notebook in the published form. `roots` are machine paths and what stands in their place."""
    cells, count = [], 0
    for cell in json.loads(json.dumps(notebook["cells"])):
        metadata = {key: cell["metadata"][key] for key in _CELL_METADATA if cell["metadata"].get(key)}
        injected = INJECTED in metadata.get("tags", ())
        plain = {
            "cell_type": cell["cell_type"],
            "id": INJECTED if injected else cell["id"],
            "metadata": metadata,
            "source": parameters.source(cell),
        }
        if cell["cell_type"] == "code":
            ran = bool(plain["source"].strip())
            count += ran
            plain["execution_count"] = count if ran else None
            plain["outputs"] = _outputs(cell.get("outputs", []), count, roots)
        cells.append(plain)
    metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE, "papermill": {"parameters": dict(values)}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def _outputs(outputs: list[dict[str, Any]], count: int, roots: Mapping[str, str]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    for output in outputs:
        kind = output["output_type"]
        if kind == "stream":
            same = next((o for o in kept if o["output_type"] == "stream" and o["name"] == output["name"]), None)
            if same:  # the two streams are not ordered against one another: each is one output
                same["text"] += _text(output["text"])
            else:
                kept.append({"output_type": "stream", "name": output["name"], "text": _text(output["text"])})
        elif kind in ("display_data", "execute_result"):
            data = _data(output["data"], roots)
            if data:
                plain = {"output_type": kind, "data": data}
                metadata = output.get("metadata", {})
                plain["metadata"] = {mime: metadata[mime] for mime in data if metadata.get(mime)}
                kept.append(plain | ({"execution_count": count} if kind == "execute_result" else {}))
        else:
            kept.append(output)
    for output in kept:
        if output["output_type"] == "stream":
            output["text"] = without_paths(output["text"], roots, everywhere=output["name"] == "stderr")
    return sorted(kept, key=lambda output: output.get("name") == "stderr")


def _data(data: Mapping[str, Any], roots: Mapping[str, str]) -> dict[str, Any]:
    kept = [BUNDLE, "text/html", "text/plain"] if BUNDLE in data else [mime for mime in _RICHEST if mime in data][:1]
    texts = {mime: data[mime] if mime == BUNDLE else _text(data[mime]) for mime in kept if mime in data}
    if "text/plain" in texts:
        plain = re.sub(r" at 0x[0-9a-fA-F]+", "", texts["text/plain"])
        texts["text/plain"] = without_paths(plain, roots)
    return texts


def _text(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


_CELL_FILE = re.compile(r"(?:/[^\s:'\"]*)?/ipykernel_\d+/\d+\.py|<ipython-input-[^>\s]*>")
_PATH = re.compile(r"(?<![\w/.:<])/(?:[^\s/:'\"]+/)+([^\s/:'\"]*)")


def without_paths(text: str, roots: Mapping[str, str], everywhere: bool = False) -> str:
    """The text without the machine's paths: those below `roots`, or `everywhere` all of them, by name only."""
    text = _CELL_FILE.sub("<cell>", text)
    for root in sorted(roots, key=len, reverse=True):
        if len(root) > 1:
            text = text.replace(root, roots[root])
    return _PATH.sub(r"\1", text) if everywhere else text


def machine_paths(project: Path, executed: Path) -> dict[str, str]:
    """Folders of this machine that may turn up in outputs, with what stands for them."""
    roots = {str(project.resolve()): ".", str(executed.resolve()): "notebooks"}
    for studies in os.environ.get(SEARCH_PATH, "").split(os.pathsep):
        roots.setdefault(studies, "seeds")
    roots |= {sysconfig.get_path("purelib"): "site-packages", sys.prefix: "python", str(Path.home()): "~"}
    return roots


def reads_others(notebook: Mapping[str, Any]) -> bool:
    """Whether a notebook sums up others, and so runs after them: it imports `analysis.report.executed`."""
    codes = (parameters.source(cell) for cell in notebook["cells"] if cell["cell_type"] == "code")
    return any(re.search(r"^\s*(from|import) .*\bexecuted\b", code, re.MULTILINE) for code in codes)
