"""Publishing: a whole report or none, the same bytes anywhere, and nothing replaced that is not a report."""

import hashlib
import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from invented import FIGURE, code, markdown, notebook, parameters, project, small, text_of

from analysis import study as studies
from analysis.errors import InputError, NotebookError, PublishError
from analysis.report import manifest, place, publish, rendering
from analysis.report.contents import PDF
from analysis.report.processes import CAN_FORK
from analysis.report.progress import Progress

NONE = Progress(None)


def build(folder: Path, study: Path, out: Path | None = None, given: dict[str, str] | None = None) -> Path:
    return publish.build(publish.plan(studies.load(study), given or {}, out, folder), NONE)


def contents(report: Path) -> dict[str, bytes]:
    return {path.relative_to(report).as_posix(): path.read_bytes() for path in report.rglob("*") if path.is_file()}


def test_a_report_is_whole_and_its_manifest_names_every_file(tmp_path: Path) -> None:
    report = build(*small(tmp_path), given={"k": "5"})
    assert report == tmp_path / "reports" / "toy"
    found = contents(report)
    assert set(found) >= {
        *("index.html", "report.pdf", "values.json", "manifest.json", "figures/line.svg", "figures/line.csv"),
        "ro-crate-metadata.json",
        *("notebooks/00-summary.ipynb", "notebooks/02-topics.ipynb"),
    }
    told = manifest.read(report)
    assert told["outputs"] == {
        name: hashlib.sha256(data).hexdigest() for name, data in sorted(found.items()) if name != "manifest.json"
    }
    assert told["study"] == "toy"
    assert told["parameters"]["02-topics"] == {"study": "toy", "k": 5, "alpha": 0.5}
    assert list(told["inputs"]) == ["study.toml"]
    assert "notebooks/02-topics.ipynb" in told["code"]["files"]
    assert told["versions"]["python"] == f"{sys.version_info.major}.{sys.version_info.minor}"
    assert json.loads(found["values.json"])["topics.k"]["value"] == 5
    assert text_of(report / "notebooks" / "00-summary.ipynb") == "02-topics\n"
    assert str(tmp_path).encode() not in b"".join(found.values())
    assert sorted(path.name for path in report.parent.iterdir()) == ["index.html", "toy"]


EXTRA = notebook(
    markdown("# More"),
    parameters("k: int = 3  # clusters, count"),
    code("import matplotlib.pyplot as plt\nplt.plot([1, 2, k]);"),
    code("import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': [k, .1 + .2]})"),
    code("import sys, warnings\nprint(1); print(2, file=sys.stderr); print(3); warnings.warn('odd')\n{'b', 'a'}"),
    code("await __import__('asyncio').sleep(0)\n'é\u2028\u202e', hash('a'), __import__('time').tzname"),
    code("import os\nos.getcwd(), os.environ['LC_ALL'], sorted(os.environ['OMP_NUM_THREADS'])"),
)
ELSEWHERE = {"TZ": "Pacific/Chatham", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "2"}


def command(folder: Path, study: Path, out: Path, *more: str, umask: int = 0o022, **env: str) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "analysis.cli",
            "report",
            str(study),
            "--notebooks",
            str(folder),
            "--out",
            str(out),
            *more,
        ],
        check=True,
        capture_output=True,
        umask=umask,
        env=os.environ | env,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "umask", "env"),
    [
        pytest.param([], 0o077, ELSEWHERE, id="another place, zone, locale, hash seed, umask"),
        pytest.param(
            ["--kernels"], 0o022, {}, id="kernels", marks=pytest.mark.skipif(not CAN_FORK, reason="always kernels here")
        ),
    ],
)
def test_the_same_bytes(tmp_path: Path, how: list[str], umask: int, env: dict[str, str]) -> None:
    one, other = tmp_path / "one", tmp_path / "another place"
    command(*small(one, n03_more=EXTRA), one / "out", "-p", "k=5")
    command(*small(other, n03_more=EXTRA), other / "deep" / "out", "-p", "k=5", *how, umask=umask, **env)
    first, second = contents(one / "out"), contents(other / "deep" / "out")
    told = [json.loads(report.pop("manifest.json")) for report in (first, second)]
    assert first == second
    for manifest_ in told:
        del manifest_["code"]  # has a test of its own; somebody may be editing the code meanwhile
    assert told[0] == told[1]
    for path in (other / "deep" / "out").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644)


def test_a_failing_cell_leaves_the_old_report(tmp_path: Path) -> None:
    bad = notebook(parameters("stop: bool = False  # fail"), code("1 / (not stop)"))
    folder, study = project(tmp_path, n01_x=bad)
    report = build(folder, study)
    before = contents(report)
    with pytest.raises(NotebookError, match=r"01-x, cell 2 of 2, line 1: 1 / \(not stop\)"):
        build(folder, study, given={"stop": "true"})
    assert contents(report) == before
    assert sorted(path.name for path in report.parent.iterdir()) == ["index.html", "toy"]


def test_a_result_that_cannot_be_published_leaves_nothing(tmp_path: Path) -> None:
    lost = notebook(parameters(), code(FIGURE.replace("A line up", "See @fig-nowhere, up")))
    folder, study = project(tmp_path, n02_topics=lost)
    with pytest.raises(PublishError, match="nowhere"):
        build(folder, study)
    assert list((tmp_path / "reports").iterdir()) == []


def test_a_renderer_that_is_killed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not CAN_FORK:
        pytest.skip("rendering runs in this process here")
    monkeypatch.setitem(rendering._PARTS, PDF, lambda folder, wait: (wait(), os.kill(os.getpid(), 9)))
    with pytest.raises(PublishError, match=r"report\.pdf: its process was killed"):
        build(*small(tmp_path))
    assert list((tmp_path / "reports").iterdir()) == []


def test_a_new_report_takes_the_place_of_an_old_one(tmp_path: Path) -> None:
    folder, study = small(tmp_path)
    report = build(folder, study)
    (report / ".hidden").write_text("")
    assert manifest.parameters(manifest.read(build(folder, study, given={"k": "6"})))["k"] == 6
    assert not (report / ".hidden").exists()


@pytest.mark.parametrize(
    ("files", "out", "said"),
    [
        ({"out/notes.txt": "mine"}, "out", "not empty and not a report"),
        ({"out/manifest.json": "{}"}, "out", "not empty and not a report"),
        ({"out": "a file"}, "out", "is a file"),
        ({}, "seeds/toy/report", "inputs"),
        ({}, "seeds", "inputs"),
        ({}, "notebooks", "inputs"),
        ({}, ".", "inputs"),
    ],
)
def test_nothing_but_a_report_is_replaced(tmp_path: Path, files: dict[str, str], out: str, said: str) -> None:
    folder, study = small(tmp_path)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    with pytest.raises(PublishError, match=said) as error:
        publish.plan(studies.load(study), {}, tmp_path / out, folder)
    assert "--out DIR" in str(error.value)
    assert all((tmp_path / name).read_text() == text for name, text in files.items())


def a_report(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("old")
    told = {key: {} for key in ("parameters", "inputs", "versions", "code")}
    told |= {"outputs": {"index.html": ""}, "study": "toy", "rashomon": "0"}
    manifest.write(told, folder)
    return folder


def test_a_report_with_a_file_of_the_readers_is_not_replaced(tmp_path: Path) -> None:
    target = a_report(tmp_path / "out")
    place.check(target)
    (target / "notes.txt").write_text("mine")
    with pytest.raises(PublishError, match=r"'notes.txt', which is not part of the report there and would be lost"):
        place.check(target)


def test_what_killed_runs_left_is_cleaned_up(tmp_path: Path) -> None:
    for name in (".out.partial", ".other.partial"):
        (tmp_path / name).mkdir()
    a_report(tmp_path / ".out.old")  # killed between its two renames
    with pytest.raises(KeyError), place.replacing(tmp_path / "out"):  # noqa: PT012
        assert (tmp_path / "out" / "index.html").read_text() == "old"
        raise KeyError
    assert {path.name for path in tmp_path.iterdir()} == {"out", ".other.partial"}


def test_one_run_at_a_time_makes_a_report(tmp_path: Path) -> None:
    said: list[str] = []
    entered: list[bool] = []

    def second() -> None:
        with place.alone(tmp_path / "reports" / "toy", said.append):
            entered.append(True)

    with place.alone(tmp_path / "reports" / "toy", said.append):
        other = threading.Thread(target=second)
        other.start()
        other.join(0.3)
        assert not entered
        assert said == ["waiting for another run that is making reports/toy"]
    other.join()
    assert entered
    assert list((tmp_path / "reports").iterdir()) == []


PARTS = {key: {} for key in ("inputs", "outputs", "versions", "code")}
ODD = json.dumps({"study": "x", "rashomon": "0", "parameters": {"k": 3}} | PARTS)


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"study": "x"}', ODD])
def test_a_folder_without_a_manifest_is_no_report(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / manifest.FILE).write_text(text)
    with pytest.raises(InputError, match="Make"):
        manifest.read(tmp_path)


def test_the_code_digest_is_that_of_a_fresh_clone(tmp_path: Path) -> None:
    for clone in ("one", "two"):
        for name in ("analysis/a.py", "analysis/report/page.css", "notebooks/01-x.ipynb", "requirements.lock"):
            (tmp_path / clone / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / clone / name).write_text(name)
    for litter in ("analysis/__pycache__/a.pyc", "notebooks/.ipynb_checkpoints/01-x.ipynb", "analysis/.a.py.swp"):
        (tmp_path / "two" / litter).parent.mkdir(exist_ok=True)
        (tmp_path / "two" / litter).write_text("litter")
    (tmp_path / "two" / "README.md").write_text("not code")
    assert manifest.code(tmp_path / "one") == manifest.code(tmp_path / "two")
    (tmp_path / "two" / "analysis" / "a.py").write_text("changed")
    one, two = manifest.code(tmp_path / "one"), manifest.code(tmp_path / "two")
    assert one["sha256"] != two["sha256"]
    assert [name for name in one["files"] if one["files"][name] != two["files"][name]] == ["analysis/a.py"]
