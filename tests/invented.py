"""Invented notebooks and studies for tests."""

import json
from pathlib import Path
from typing import Any

PARAMETERS = 'study: str = "toy"  # the study\nk: int = 3  # clusters, count\nalpha: float = 0.5  # weight'
FIGURE = """\
import pandas as pd
from matplotlib.figure import Figure

from analysis.report import display
from analysis.statements import Sentence, Value

drawn = Figure(figsize=(2, 1))
drawn.subplots().plot([1, 2, k])
said = Sentence.of("A line up to {topics.k}.", Value("topics.k", k))
display.figure("line", drawn, data=pd.DataFrame({"y": [1, 2, k]}), caption=said, alt=said)"""
SUMMARY = """\
from pathlib import Path

from analysis.report import executed

print(*sorted(path.stem for path in executed.folder(Path("unused")).glob("0[1-9]*.ipynb")))"""


def markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def code(text: str, *tags: str) -> dict[str, Any]:
    metadata = {"tags": list(tags)} if tags else {}
    return {"cell_type": "code", "metadata": metadata, "source": text, "outputs": [], "execution_count": None}


def parameters(text: str = PARAMETERS) -> dict[str, Any]:
    return code(text, "parameters")


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    numbered = [dict(cell, id=f"c{number}") for number, cell in enumerate(cells)]
    return {"cells": numbered, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def project(folder: Path, **notebooks: dict[str, Any]) -> tuple[Path, Path]:
    """The notebooks folder and the study folder of a project; names are written `n01_topics` for `01-topics`."""
    place = folder / "notebooks"
    place.mkdir(parents=True)
    for name, content in notebooks.items():
        (place / f"{name.removeprefix('n').replace('_', '-')}.ipynb").write_text(json.dumps(content), encoding="utf-8")
    study = folder / "seeds" / "toy"
    study.mkdir(parents=True)
    (study / "study.toml").write_text(
        'title = "Two accounts"\nevent = "a meeting"\ndate = 2021-06-16\n[[sources]]\nid = "A"\n', encoding="utf-8"
    )
    return place, study


def small(folder: Path, **others: dict[str, Any]) -> tuple[Path, Path]:
    """A project of two notebooks: one figure, and a summary that reads it."""
    topics = notebook(markdown("# Topics"), parameters(), code(FIGURE))
    summary = notebook(markdown("# Summary"), parameters('study: str = "toy"  # the study'), code(SUMMARY))
    return project(folder, n00_summary=summary, n02_topics=topics, **others)


def text_of(executed: Path) -> str:
    """Everything that the cells of an executed notebook show, as text."""
    cells = json.loads(executed.read_text(encoding="utf-8"))["cells"]
    shown = [output for cell in cells for output in cell.get("outputs", ())]
    lines = [output.get("text") or output.get("data", {}).get("text/plain", []) for output in shown]
    return "".join("".join(line) for line in lines)
