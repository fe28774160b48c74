"""Running notebooks: what they leave, in which order, and how they fail."""

import io
import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from invented import SUMMARY, code, markdown, notebook, parameters, project, small, text_of

from analysis import workers
from analysis.errors import InputError, NotebookError
from analysis.report import environment, notebooks, run
from analysis.report.parameters import resolve
from analysis.report.processes import CAN_FORK
from analysis.report.progress import Progress

forked = pytest.mark.skipif(not CAN_FORK, reason="notebooks run in kernels here")


def execute(
    tmp_path: Path, folder: Path, given: dict[str, str] | None = None, progress: Progress | None = None, **how: Any
) -> Path:
    executed = tmp_path / "executed"
    executed.mkdir(exist_ok=True)
    values = resolve(notebooks.read_all(folder), {}, given or {}, "toy")
    with environment.fixed(tmp_path / "seeds", executed, tmp_path / "ipython"):
        run.run(folder, values, executed, progress or Progress(None), **how)
    return executed


def single(tmp_path: Path, *cells: dict[str, Any], **how: Any) -> dict[str, Any]:
    """The executed form of one notebook of these cells."""
    folder, _ = project(tmp_path, n01_x=notebook(*cells))
    executed: dict[str, Any] = json.loads((execute(tmp_path, folder, **how) / "01-x.ipynb").read_text("utf-8"))
    return executed


def test_the_summary_runs_last_and_reads_the_others(tmp_path: Path) -> None:
    folder, _ = small(tmp_path, n01_corpus=notebook(code("1")))
    assert text_of(execute(tmp_path, folder) / "00-summary.ipynb") == "01-corpus 02-topics\n"


def test_published_form_of_an_executed_notebook(tmp_path: Path) -> None:
    executed = single(
        tmp_path,
        markdown("# A"),
        parameters("k: int = 3  # clusters"),
        code("print(1)\nprint(k)\nk"),
        code(" "),
        code("object()", "keep"),
        given={"k": "4"},
    )
    assert executed["metadata"] == {
        "kernelspec": notebooks.KERNEL,
        "language_info": notebooks.LANGUAGE,
        "papermill": {"parameters": {"k": 4}},
    }
    cells = executed["cells"]
    assert [cell["id"] for cell in cells] == ["c0", "c1", "injected-parameters", "c2", "c3", "c4"]
    assert [cell.get("execution_count") for cell in cells] == [None, 1, 2, 3, None, 4]
    assert cells[3]["outputs"] == [
        {"output_type": "stream", "name": "stdout", "text": ["1\n", "4\n"]},
        {"output_type": "execute_result", "execution_count": 3, "metadata": {}, "data": {"text/plain": ["4"]}},
    ]
    nbformat.validate(nbformat.from_dict(executed))
    assert cells[5]["metadata"] == {"tags": ["keep"]}
    assert cells[5]["outputs"][0]["data"] == {"text/plain": ["<object>"]}


def test_a_plain_run_injects_nothing(tmp_path: Path) -> None:
    executed = single(tmp_path, parameters("k: int = 3  # clusters"), code("k"), given={"k": "3"})
    assert [cell["id"] for cell in executed["cells"]] == ["c0", "c1"]
    assert executed["metadata"]["papermill"] == {"parameters": {"k": 3}}


@pytest.mark.parametrize(
    ("source", "data"),
    [
        (
            "from IPython.display import display; display({'text/html': '<b>', 'text/plain': 'b'}, raw=True)",
            {"text/html": ["<b>"]},
        ),
        (
            "from IPython.display import display\n"
            "display({'application/vnd.rashomon+json': {'kind': 'x', 'n': [1.5]}, 'text/html': 'h', 'text/plain': 'p',"
            " 'image/png': 'i'}, raw=True)",
            {
                "application/vnd.rashomon+json": {"kind": "x", "n": [1.5]},
                "text/html": ["h"],
                "text/plain": ["p"],
            },
        ),
        (
            "from IPython.display import display\nh = display('one', display_id=True); h.update('two')",
            {"text/plain": ["'two'"]},
        ),
        ("from IPython.display import clear_output\nprint(1); clear_output(wait=True)\n2", {"text/plain": ["2"]}),
        (
            "from IPython.display import Javascript\nJavascript('1')",
            {"text/plain": ["<IPython.core.display.Javascript object>"]},
        ),
    ],
)
@pytest.mark.parametrize("kernels", [pytest.param(False, marks=forked), pytest.param(True, marks=pytest.mark.slow)])
def test_what_an_output_keeps(tmp_path: Path, source: str, data: dict[str, Any], kernels: bool) -> None:
    outputs = single(tmp_path, code(source), kernels=kernels)["cells"][0]["outputs"]
    assert [output["data"] for output in outputs] == [data]


@pytest.mark.parametrize(
    ("text", "printed", "warned"),
    [
        ("/home/me/project/seeds/x.csv: odd", "./seeds/x.csv: odd", "./seeds/x.csv: odd"),
        ("/tmp/ipykernel_12/345.py:3: UserWarning", "<cell>:3: UserWarning", "<cell>:3: UserWarning"),
        ("<ipython-input-2-5f39e8>:3: UserWarning", "<cell>:3: UserWarning", "<cell>:3: UserWarning"),
        ("/usr/lib/python3/x.py:3: odd", "/usr/lib/python3/x.py:3: odd", "x.py:3: odd"),
        ("see https://a.b/c/d and a/b/c or 1/2", *["see https://a.b/c/d and a/b/c or 1/2"] * 2),
        ("at '/opt/a/b'", "at '/opt/a/b'", "at 'b'"),
    ],
)
def test_no_machine_path_stays_in_what_is_printed(text: str, printed: str, warned: str) -> None:
    roots = {"/home/me/project": ".", "/home/me": "~", "/": "root", "": "nothing"}
    assert notebooks.without_paths(text, roots) == printed
    assert notebooks.without_paths(text, roots, everywhere=True) == warned


def test_streams_hold_no_machine_path(tmp_path: Path) -> None:
    source = f"import sys\nprint({str(tmp_path)!r} + '/x')\nprint('/some/where/else.py:3: lost', file=sys.stderr)"
    outputs = single(tmp_path, code(source))["cells"][0]["outputs"]
    assert {output["name"]: output["text"] for output in outputs} == {
        "stdout": ["./x\n"],
        "stderr": ["else.py:3: lost\n"],
    }


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([code("1\n\nx = 1 / 0  # here")], ["01-x, cell 1 of 1, line 3: x = 1 / 0  # here", "ZeroDivisionError"]),
        ([markdown("a"), code("1"), code("\ndef f(:\n")], ["01-x, cell 2 of 2, line 2: def f(:", "SyntaxError"]),
        (
            [parameters("k: int = 3  # n"), code("def f():\n    raise KeyError(k)\n"), code("f()")],
            ["01-x, cell 3 of 3, line 1: f()", "KeyError: 4"],
        ),
        ([code("import no_such_module")], ["cell 1 of 1, line 1", "ModuleNotFoundError", "no_such_module"]),
        ([code("input()")], ["cell 1 of 1, line 1: input()", "Error"]),
    ],
)
@pytest.mark.parametrize("kernels", [pytest.param(False, marks=forked), pytest.param(True, marks=pytest.mark.slow)])
def test_a_failing_cell_is_named_with_its_line(
    tmp_path: Path, cells: list[dict[str, Any]], words: list[str], kernels: bool
) -> None:
    given = {"k": "4"} if len(cells) == 3 and "parameters" in cells[0]["metadata"].get("tags", ()) else {}
    with pytest.raises(NotebookError) as error:
        single(tmp_path, *cells, given=given, kernels=kernels)
    assert all(word in str(error.value) for word in [*words, "Nothing was published"]), str(error.value)
    assert "\x1b" not in str(error.value)


@forked
def test_what_is_no_json_fails_where_it_is_shown(tmp_path: Path) -> None:
    shown = code("from IPython.display import display\ndisplay({'a/json': {'n': float('nan')}}, raw=True)")
    with pytest.raises(NotebookError, match=r"cell 1 of 1, line 2: display\(.*ValueError"):
        single(tmp_path, shown)


@forked
def test_a_killed_process_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match=r"01-x, cell 2 of 2: .*killed \(SIGKILL, often for lack of memory\)"):
        single(tmp_path, code("1"), code("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"))


@forked
def test_a_process_that_leaves_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match=r"ended by itself with code 3"):
        single(tmp_path, code("import os\nos._exit(3)"))


@pytest.mark.parametrize("kernels", [pytest.param(False, marks=forked), pytest.param(True, marks=pytest.mark.slow)])
def test_a_cell_has_a_time_limit(tmp_path: Path, kernels: bool) -> None:
    with pytest.raises(NotebookError, match=r"01-x, cell 2 of 2: ran longer than 1 s"):
        single(tmp_path, code("1"), code("import time\ntime.sleep(60)"), limit=1, kernels=kernels)


@forked
def test_a_failure_stops_the_others(tmp_path: Path) -> None:
    slow = notebook(code("import os, time, pathlib\npathlib.Path('pid').write_text(str(os.getpid()))\ntime.sleep(60)"))
    wait = "import pathlib, time\nwhile not pathlib.Path('pid').exists(): time.sleep(.01)\ntime.sleep(.05)\n1 / 0"
    folder, _ = project(tmp_path, n01_slow=slow, n02_bad=notebook(code(wait)))
    if workers.cores() == 1:
        pytest.skip("one core: one notebook at a time")
    with pytest.raises(NotebookError, match="02-bad"):
        execute(tmp_path, folder)
    with pytest.raises(ProcessLookupError):
        os.kill(int((folder / "pid").read_text()), 0)


def test_progress_names_notebook_and_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.report.progress.SILENCE", 0.0)
    folder, _ = project(
        tmp_path, n01_x=notebook(markdown("a"), code("1"), code("2")), n00_summary=notebook(code(SUMMARY))
    )
    told = io.StringIO()
    execute(tmp_path, folder, progress=Progress(told))
    assert told.getvalue().splitlines() == [
        "01-x: started",
        "01-x: cell 1 of 2",
        "01-x: cell 2 of 2",
        "01-x: done",
        "00-summary: started",
        "00-summary: cell 1 of 1",
        "00-summary: done",
    ]


def test_elsewhere_than_on_a_terminal_cells_break_a_silence_only() -> None:
    told = io.StringIO()
    progress = Progress(told)
    progress.started("01-x")
    progress.cell("01-x", 1, 2)
    progress.finished("01-x")
    assert told.getvalue().splitlines() == ["01-x: started", "01-x: done"]


def test_progress_on_a_terminal_is_one_line() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    told = Terminal()
    progress = Progress(told)
    for name in ("01-x", "02-y"):
        progress.started(name)
    progress.cell("01-x", 1, 2)
    progress.finished("01-x")
    with progress:
        pass
    progress.end("done")
    *steps, cleared, last = told.getvalue().split("\r\x1b[K")[1:]
    assert steps == ["01-x", "01-x · 02-y", "01-x: cell 1 of 2 · 02-y", "02-y"]
    assert cleared == ""
    assert last.startswith("done (")
    assert last.endswith(" s)\n")


def test_the_environment_is_put_back(tmp_path: Path) -> None:
    before = dict(os.environ)
    with environment.fixed(tmp_path, tmp_path, tmp_path):
        assert os.environ["PYTHONHASHSEED"] == "0"
    assert dict(os.environ) == before


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": [{}], "nbformat": 4}', '{"cells": [], "nbformat": 3}'])
def test_a_file_that_is_no_notebook_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "bad.ipynb").write_text(content)
    with pytest.raises(InputError, match=r"bad\.ipynb"):
        notebooks.read_all(tmp_path)


def test_a_folder_without_notebooks_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no notebook"):
        notebooks.read_all(tmp_path)


def test_cells_without_id_or_with_one_twice_get_one(tmp_path: Path) -> None:
    old = notebook(code("1"), code("2"), code(SUMMARY))
    del old["cells"][0]["id"]
    old["cells"][2]["id"] = "c1"
    (tmp_path / "old.ipynb").write_text(json.dumps(old))
    assert [cell["id"] for cell in notebooks.read(tmp_path / "old.ipynb")["cells"]] == ["cell-1", "c1", "cell-3"]
