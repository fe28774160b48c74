"""The command line: exit codes, what goes to which stream, and words that lead on."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from invented import code, notebook, parameters, project, small

from analysis import cli, study
from analysis.errors import NotebookError
from analysis.report import environment, lab, notebooks, publish
from analysis.report.parameters import source
from analysis.report.processes import CAN_FORK

COMMANDS = ("prepare", "report", "verify", "diff", "check-citations", "lab", "code", "check")


def rashomon(*arguments: object) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "analysis.cli", *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main([command, "--help"])
    assert end.value.code == 0
    told = capsys.readouterr().out
    assert told.startswith(f"usage: rashomon {command}")
    # an option and its help stand in two columns, or in two lines
    options = [line for line in told.splitlines() if line.startswith("  -")]
    assert all("  " in line.strip() or line + "\n    " in told for line in options)


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    told = capsys.readouterr().out
    named = [line.split()[0] for line in told.splitlines() if line[:4].isspace() and line[4:5].strip()]
    assert [command for command in COMMANDS if command not in named] == []


@pytest.mark.parametrize("arguments", [[], ["no-such"], ["report", "--no-such"], ["diff", "one"], ["prepare"]])
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    assert end.value.code == 2
    assert "usage: rashomon" in capsys.readouterr().err


def test_a_report_from_the_command_line(tmp_path: Path) -> None:
    folder, toy = small(tmp_path)
    done = rashomon("report", toy, "--notebooks", folder, "-p", "k=5", "-p", "alpha=1")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{tmp_path / 'reports' / 'toy'}\n"
    assert "02-topics: done" in done.stderr
    assert "2 notebooks run" in done.stderr
    verified = rashomon("verify", tmp_path / "reports" / "toy", "--study", toy, "--notebooks", folder)
    assert (verified.returncode, verified.stdout.splitlines()[-1][:9]) == (0, "Verified:"), verified.stderr
    (tmp_path / "reports" / "toy" / "values.json").write_text("{}")
    compared = rashomon("verify", tmp_path / "reports" / "toy", "--study", toy, "--notebooks", folder)
    assert (compared.returncode, "values.json: was changed" in compared.stdout) == (1, True)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["-p", "kk=3"], "Did you mean k?"),
        (["-p", "k=many"], "not of type int"),
        (["-p", "k"], "is not name=value"),
        (["--out", "."], "--out DIR"),
    ],
)
def test_bad_input_ends_with_2_and_no_traceback(tmp_path: Path, more: list[str], said: str) -> None:
    folder, toy = small(tmp_path)
    more = [str(tmp_path) if word == "." else word for word in more]
    done = rashomon("report", toy, "--notebooks", folder, *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.startswith("rashomon: ")
    assert "Traceback" not in done.stderr


def test_a_failing_cell_ends_with_2(tmp_path: Path) -> None:
    folder, toy = project(tmp_path, n01_x=notebook(code("1 / 0")))
    done = rashomon("report", toy, "--notebooks", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "01-x, cell 1 of 1, line 1: 1 / 0: ZeroDivisionError: division by zero" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["report", "no-such-study"], ["lab", "no-such-study"]])
def test_an_unknown_study(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == 2
    assert "rashomon prepare" in capsys.readouterr().err


def test_checking_a_request_loads_nothing_heavy(tmp_path: Path) -> None:
    folder, toy = small(tmp_path)
    script = (
        "import sys; from analysis import cli; code = cli.main(sys.argv[1:]);"
        "print(code, [m for m in ('pandas', 'numpy', 'matplotlib', 'IPython', 'papermill', 'nbformat') if m in sys.modules])"
    )
    words = [sys.executable, "-c", script, "report", str(toy), "--notebooks", str(folder), "-p", "kk=3"]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout == "2 []\n"


def test_rendering_loads_no_tables_and_no_grammar_of_addresses() -> None:
    script = (
        "import sys, analysis.report.artifacts, analysis.report.html, analysis.report.pdf;"
        "print([m for m in ('pandas', 'numpy', 'matplotlib', 'lark', 'rfc3987_syntax') if sys.modules.get(m)])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_parameters_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, toy = small(tmp_path)
    with (toy / "study.toml").open("a") as stream:
        stream.write("[parameters]\nk = 4\n")
    assert cli.main(["report", str(toy), "--notebooks", str(folder), "--parameters"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "alpha: float = 0.5  weight",
        "k: int = 3 (the study says 4)  clusters, count",
        "study: str = 'toy'  the study",
    ]


def test_diff_ends_with_1_where_something_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", str(tmp_path), str(tmp_path)]) == 2
    for name, digits in (("a", 1), ("b", 2)):
        (tmp_path / name).mkdir()
        told = {key: {} for key in ("parameters", "inputs", "outputs", "versions", "code")}
        told |= {"study": "x", "rashomon": "0", "parameters": {"01-x": {"k": digits}}}
        (tmp_path / name / "manifest.json").write_text(json.dumps(told))
        (tmp_path / name / "values.json").write_text("{}")
    assert cli.main(["diff", str(tmp_path / "a"), str(tmp_path / "a")]) == 0
    capsys.readouterr()
    assert cli.main(["diff", str(tmp_path / "a"), str(tmp_path / "b")]) == 1
    assert capsys.readouterr().out == "Parameters: 1 of 1 differ\n  k: 1 -> 2\n"


def test_an_error_is_printed_and_an_interrupt_ends_with_130(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, toy = small(tmp_path)
    monkeypatch.setattr(environment, "enter", lambda: None)
    monkeypatch.setattr(cli, "_stop_cleanly", lambda: None)
    ends = ((NotebookError("01-x", "bad", "do this"), 2), (OSError("no room"), 2), (KeyboardInterrupt(), 130))
    for raised, code_of in ends:

        def fail(*_: object, raised: BaseException = raised, **__: object) -> None:
            raise raised

        monkeypatch.setattr(publish, "build", fail)
        assert cli.main(["report", str(toy), "--notebooks", str(folder)]) == code_of
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        *("rashomon: 01-x: bad", "  do this", "rashomon: system: no room"),
        *("", "rashomon: stopped; nothing was changed"),
    ]


@pytest.mark.skipif(not CAN_FORK, reason="a kernel is stopped by Jupyter")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_cleans_up(tmp_path: Path, number: signal.Signals) -> None:
    waiting = notebook(
        code("import os, pathlib, time\npathlib.Path('pid').write_text(str(os.getpid()))\ntime.sleep(99)")
    )
    folder, toy = project(tmp_path, n01_x=waiting)
    words = [sys.executable, "-m", "analysis.cli", "report", str(toy), "--notebooks", str(folder)]
    # Where the tests run in the background, interrupts are ignored, and a new process would inherit that.
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed) as run:
        for _ in range(3000):
            if (folder / "pid").exists() and (folder / "pid").read_text():
                break
            time.sleep(0.01)
        run.send_signal(number)
        assert "stopped" in run.communicate()[1]
    assert run.returncode == 130
    assert list((tmp_path / "reports").iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(int((folder / "pid").read_text()), 0)


def test_what_follows_two_dashes_goes_to_jupyterlab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, toy = small(tmp_path)
    asked: list[list[str]] = []
    monkeypatch.setattr(lab.subprocess, "call", lambda words, env: asked.append(words) or 3)
    assert cli.main(["lab", str(toy), "--notebooks", str(folder), "--", "--no-browser", "--port=1"]) == 3
    assert asked[0][-2:] == ["--no-browser", "--port=1"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    folder, toy = small(tmp_path)
    (tmp_path / "locked").mkdir(mode=0o500)
    done = rashomon("report", toy, "--notebooks", folder, "--out", tmp_path / "locked" / "out")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_lab_copies_have_the_studys_parameters_and_edits_stay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, toy = project(tmp_path, n01_x=notebook(code("0"), parameters()), n02_y=notebook(parameters("k: int = 3")))
    with (toy / "study.toml").open("a") as stream:
        stream.write("[parameters]\nk = 4\n")
    target = tmp_path / "lab"
    for _ in range(2):
        lab.write_copies(study.load(toy), folder, target)
    assert capsys.readouterr().err == ""
    cell = notebooks.read(target / "01-x.ipynb")["cells"][1]
    assert source(cell).splitlines()[1] == "k: int = 4  # clusters, count"
    (target / "02-y.ipynb").write_text("edited")
    (toy / "study.toml").write_text((toy / "study.toml").read_text().replace("k = 4", "k = 5"))
    lab.write_copies(study.load(toy), folder, target)
    assert "02-y.ipynb: kept as you edited it" in capsys.readouterr().err
    assert (target / "02-y.ipynb").read_text() == "edited"
    assert "k: int = 5" in source(notebooks.read(target / "01-x.ipynb")["cells"][1])
    for broken in ("{", "[1]", "null"):
        (target / ".written.json").write_text(broken)
        lab.write_copies(study.load(toy), folder, target)
        assert "01-x.ipynb: kept as you edited it" in capsys.readouterr().err  # it may have been


@pytest.mark.parametrize(("copies", "folder"), [(False, "notebooks"), (True, ".rashomon/lab/toy")])
def test_lab_opens_the_notebooks_or_copies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copies: bool, folder: str
) -> None:
    place, toy = small(tmp_path)
    asked: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(lab.subprocess, "call", lambda words, env: asked.append((words, env)) or 0)
    assert lab.open_lab(study.load(toy), place, ["--no-browser"], copies=copies) == 0
    words, env = asked[0]
    assert words[-2:] == [str(tmp_path / folder), "--no-browser"]
    assert env["RASHOMON_STUDIES"] == str(tmp_path / "seeds")
    assert env["RASHOMON_EXECUTED"] == str(tmp_path / "reports" / "toy" / "notebooks")
