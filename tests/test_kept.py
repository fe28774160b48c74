"""Only what changed is run: what a notebook rests on, and what is taken over from earlier runs."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from invented import SUMMARY, code, markdown, notebook, parameters, project, small
from stories import ferry, prepared
from test_publish_report import contents

from analysis import study as studies
from analysis.errors import NotebookError, ParameterError
from analysis.report import kept, manifest, publish, reach, run
from analysis.report.progress import Progress

STUDY = 'study: str = "toy"  # the study'


class Project:
    """Notebooks and a study, with a store of its own."""

    def __init__(self, folder: Path, notebooks: Path, study: Path) -> None:
        self.folder, self.notebooks, self.study = folder, notebooks, study
        self.store = kept.Store(folder / "kept")

    def plan(self, **given: str) -> publish.Plan:
        return publish.plan(studies.load(self.study), given, self.folder / "reports" / "toy", self.notebooks)

    def ran(self, fresh: bool = False, **given: str) -> list[str]:
        """Make the report; the notebooks that ran."""
        said = io.StringIO()
        publish.build(self.plan(**given), Progress(said), store=self.store, fresh=fresh)
        return sorted({line.split(":")[0] for line in said.getvalue().splitlines() if line.endswith(": started")})

    def why(self, name: str, **given: str) -> str:
        return "\n".join(publish.why(self.plan(**given), self.store, name))


@pytest.fixture
def toy(tmp_path: Path) -> Project:
    other = notebook(markdown("# Corpus"), parameters(STUDY), code("1 + 1"))
    return Project(tmp_path, *small(tmp_path, n01_corpus=other))


def test_unchanged_nothing_runs_and_the_report_stays(toy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert toy.ran() == ["00-summary", "01-corpus", "02-topics"]
    before = contents(toy.plan().out)
    monkeypatch.setattr(run, "run", lambda *_, **__: pytest.fail("it ran"))
    assert toy.ran() == []
    assert contents(toy.plan().out) == before


def test_a_parameter_runs_the_notebook_that_has_it_and_the_summary(toy: Project) -> None:
    toy.ran()
    before = contents(toy.plan().out)
    assert toy.ran(k="5") == ["00-summary", "02-topics"]
    assert toy.ran(k="5") == []
    assert toy.ran() == []  # what was kept of the first run
    assert contents(toy.plan().out) == before


def test_what_was_kept_gives_the_bytes_of_a_fresh_run(toy: Project) -> None:
    toy.ran()
    toy.ran(k="5")
    taken = contents(toy.plan().out)
    assert toy.ran(fresh=True, k="5") == ["00-summary", "01-corpus", "02-topics"]
    assert contents(toy.plan().out) == taken


def test_a_cell_and_a_title_of_the_study(toy: Project) -> None:
    toy.ran()
    path = toy.notebooks / "01-corpus.ipynb"
    path.write_text(path.read_text().replace("1 + 1", "1 + 2"))
    assert toy.ran() == ["00-summary", "01-corpus"]
    told = toy.study / "study.toml"
    told.write_text(told.read_text() + "\n[parameters]\nk = 4\n")
    assert toy.ran() == ["00-summary", "02-topics"]
    told.write_text(told.read_text().replace("Two accounts", "Other accounts"))
    assert toy.ran() == ["00-summary", "01-corpus", "02-topics"]


def test_a_table_runs_the_notebooks_that_look_into_it(tmp_path: Path) -> None:
    look = "from analysis import study as studies, tables\ndata = tables.read_all(studies.load(study).folder)\n"
    texts, study = ferry(tmp_path)
    folder, _ = project(
        tmp_path / "p",
        n01_style=notebook(parameters(STUDY), code(f'{look}len(data["style"])')),
        n02_words=notebook(parameters(STUDY), code(f'{look}len(data["passages"])')),
    )
    prepared([texts], study)
    it = Project(tmp_path, folder, study)
    assert it.ran() == ["01-style", "02-words"]
    style = study / "style.csv"
    style.write_text(style.read_text().split("\n")[0] + "\n")
    assert it.ran() == ["01-style"]
    assert it.why("01-style").splitlines()[0] == "01-style: ran because table style has changed."


def test_why(toy: Project) -> None:
    assert "every notebook would run" in toy.why("")
    toy.ran()
    assert toy.why("02-topics") == "02-topics: ran because it had not run before.\n02-topics: would not run now."
    toy.ran(k="5")
    first, second = toy.why("02-topics").splitlines()
    assert first == "02-topics: ran because parameter k is 5, was 3."
    assert second == "02-topics: would run now: parameter k is 3, was 5."
    assert toy.why("01-corpus", k="5").splitlines()[0] == "01-corpus: did not run the last time."
    with pytest.raises(ParameterError, match="no notebook '03-x'"):
        toy.why("03-x")


def test_what_a_failed_run_has_done_is_not_done_again(toy: Project) -> None:
    path = toy.notebooks / "02-topics.ipynb"
    whole = path.read_text()
    path.write_text(whole.replace("drawn = Figure", "1 / 0; drawn = Figure"))
    with pytest.raises(NotebookError, match="ZeroDivisionError"):
        toy.ran()
    path.write_text(whole)
    # 01-corpus is kept if it had ended when the other failed, which depends on the machine.
    assert {"00-summary", "02-topics"} <= set(toy.ran()) <= {"00-summary", "01-corpus", "02-topics"}
    assert toy.ran() == []


@pytest.mark.parametrize("how", ["cut", "changed", "empty"])
def test_what_is_broken_is_not_taken(toy: Project, how: str) -> None:
    toy.ran()
    whole = contents(toy.plan().out)
    for path in toy.store.place.glob("*-*.json"):
        text = path.read_text()
        path.write_text({"cut": text[:-20], "changed": text.replace("line up", "line down"), "empty": ""}[how])
    (toy.plan().out / "index.html").write_text("changed by hand")
    assert "02-topics" in toy.ran()
    assert contents(toy.plan().out) == whole


def test_a_report_that_was_changed_by_hand_is_made_again(toy: Project) -> None:
    toy.ran()
    page = toy.plan().out / "index.html"
    whole = page.read_bytes()
    page.write_bytes(whole + b" ")
    assert toy.ran() == []
    assert page.read_bytes() == whole


def test_where_nothing_can_be_kept_the_report_is_made_all_the_same(toy: Project) -> None:
    (toy.folder / "kept").write_text("a file, where a folder would have to be made")
    assert toy.ran() == toy.ran() == ["00-summary", "01-corpus", "02-topics"]


def test_the_least_used_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    store = kept.Store(tmp_path)
    for number in range(4):
        store.put({"parameters": {"k": number}}, {}, f"notebook {number}")
        for age, path in enumerate(sorted(tmp_path.iterdir(), key=os.path.getmtime, reverse=True)):
            os.utime(path, (1000 + number - age, 1000 + number - age))
    found = [store.find({"parameters": {"k": number}}, {}) for number in range(4)]
    assert [one and one[0] for one in found] == [None, None, "notebook 2", "notebook 3"]


def test_what_code_can_reach(tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    files = {
        "__init__.py": "",
        "first.py": "def f():\n    from pack import second\n",
        "second.py": "import os, json\n",
        "third.py": "",
        "inner/__init__.py": "from pack.inner.deep import x\n",
        "inner/deep.py": "from . import beside\nfrom ..third import y\n",
        "inner/beside.py": "",
        "inner/other.py": "",
        "inner/words.csv": "a",
        "inner/templates/page.css": "b",
    }
    for name, text in files.items():
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(text)
    assert reach.reached(["x = 1", "import numpy"], pack) == []
    assert reach.reached(["from pack import first"], pack) == ["__init__.py", "first.py", "second.py"]
    assert reach.reached(["import pack.inner as i", "%bad syntax("], pack) == [
        *("__init__.py", "inner/__init__.py", "inner/beside.py", "inner/deep.py", "inner/words.csv", "third.py")
    ]


def test_a_notebook_rests_on_the_code_it_reaches_and_a_summary_on_all(toy: Project, tmp_path: Path) -> None:
    files = manifest.code(publish.PROJECT)["files"]
    study = studies.load(toy.study)

    def code_of(*cells: dict[str, Any]) -> set[str]:
        return set(kept.rests(notebook(*cells), {}, study, files, {})["code"])

    figures = code_of(code("from analysis import figures"))
    assert "analysis/figures/theme.py" in figures
    assert "analysis/report/html.py" not in figures
    everything = code_of(code(SUMMARY))
    assert {"analysis/report/html.py", "analysis/cli/arguments.py", "requirements.lock"} <= everything
    assert "notebooks/02-topics.ipynb" in everything


def test_the_words_of_a_difference() -> None:
    before = {"parameters": {"k": 3}, "code": {"analysis/a.py": "1", "analysis/b.py": "1"}, "cells": {"2": "1"}}
    now = {"parameters": {"k": 3, "m": 1}, "code": {"analysis/a.py": "2"}, "cells": {"2": "2", "10": "1"}}
    assert kept.differing(before, now) == [
        "parameter m is new",
        "cell 2 has changed",
        "cell 10 is new",
        "analysis/a.py has changed",
        "analysis/b.py is gone",
    ]
    assert kept.differing(json.loads(json.dumps(now)), now) == []
