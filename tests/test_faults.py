"""What goes wrong around a run: the old report stays whole, and the next run is right."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from invented import code, markdown, notebook, parameters, small
from test_publish_report import contents

pytestmark = pytest.mark.slow
CODE = "import sys; from analysis import cli; sys.exit(cli.main(sys.argv[1:]))"
# Where a run is killed: what is done there, in place of the function named.
STAGES = {
    "before the first notebook": "analysis.report.run.preload",
    "a notebook that has run is kept": "analysis.report.kept.Store.put",
    "an executed notebook is written": "analysis.report.notebooks.write",
    "rendering": "analysis.report.rendering.Renderers.finish",
    "the manifest is written": "analysis.report.manifest.write",
    "the old report makes room": "analysis.report.place._swap",
    "what was done is noted": "analysis.report.kept.Store.remember",
}
KILLED = """
import os, signal, sys
from pkgutil import resolve_name
from analysis import cli
module, _, name = {where!r}.rpartition(".")
assert callable(getattr(resolve_name(module), name))
setattr(resolve_name(module), name, lambda *_, **__: os.killpg(os.getpgid(0), signal.SIGKILL))
sys.exit(cli.main(sys.argv[1:]))
"""
BETWEEN = """
import os, signal, sys
from analysis import cli
rename = os.rename
def once(one, other):
    rename(one, other)
    if str(other).endswith(".old"):
        os.kill(os.getpid(), signal.SIGKILL)
os.rename = once
sys.exit(cli.main(sys.argv[1:]))
"""


class Toy:
    """A project of three notebooks in a folder, made there if it is not."""

    def __init__(self, folder: Path, out: Path | None = None, kept: Path | None = None) -> None:
        more = notebook(markdown("# Corpus"), parameters('study: str = "toy"  # the study'), code("print('x' * 10)"))
        if not folder.exists():
            small(folder, n01_corpus=more)
        self.folder, self.notebooks, self.study = folder, folder / "notebooks", folder / "seeds" / "toy"
        self.out, self.kept = out or folder / "reports" / "toy", kept or folder / "kept"

    def words(self, script: str, *more: str) -> list[str]:
        words = [sys.executable, "-c", script, "report", str(self.study), "--notebooks", str(self.notebooks), *more]
        return [*words, "--out", str(self.out)]

    def run(self, *more: str, script: str = CODE, **options: object) -> "subprocess.CompletedProcess[str]":
        environment = os.environ | {"RASHOMON_KEPT": str(self.kept), "PYTHONHASHSEED": "0"}
        return subprocess.run(
            self.words(script, *more),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            **options,  # type: ignore[call-overload]
        )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    """A project whose report is made, with what was kept of it."""
    toy = Toy(tmp_path_factory.mktemp("made") / "toy")
    assert toy.run().returncode == 0
    return toy


@pytest.fixture(scope="module")
def right(made: Toy) -> dict[str, dict[str, bytes]]:
    """What undisturbed runs publish, by the value of the parameter."""
    found = {"3": contents(made.out)}
    other = Toy(made.folder, made.folder / "reports" / "toy-5", made.folder / "kept-5")
    assert other.run("-p", "k=5").returncode == 0
    return {**found, "5": contents(other.out)}


@pytest.fixture
def toy(made: Toy, right: dict[str, dict[str, bytes]], tmp_path: Path) -> Toy:
    """A project of its own with a report of k = 3; only what that took is kept."""
    shutil.copytree(made.folder, tmp_path / "toy")
    for other in ("reports/toy-5", "reports/index.html", "kept-5"):
        path = tmp_path / "toy" / other
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return Toy(tmp_path / "toy")


@pytest.mark.parametrize("stage", [*STAGES, "between the two renames"])
def test_a_run_that_is_killed(toy: Toy, right: dict[str, dict[str, bytes]], stage: str) -> None:
    script = KILLED.format(where=STAGES[stage]) if stage in STAGES else BETWEEN
    ended = toy.run("-p", "k=5", script=script, start_new_session=True)
    assert ended.returncode != 0
    if stage == "between the two renames":
        assert not toy.out.exists()
    else:
        assert contents(toy.out) in (right["3"], right["5"])
    assert toy.run("-p", "k=5").returncode == 0
    assert contents(toy.out) == right["5"]
    assert sorted(path.name for path in toy.out.parent.iterdir()) == ["index.html", "toy"]


def test_no_room_for_the_report(toy: Toy, right: dict[str, dict[str, bytes]]) -> None:
    script = f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n{CODE}"
    full = toy.run("-p", "k=5", script=script)
    assert full.returncode == 2
    assert full.stderr.splitlines()[-1].startswith("rashomon: ")
    assert "Traceback" not in full.stderr
    assert contents(toy.out) == right["3"]
    assert toy.run("-p", "k=5").returncode == 0
    assert contents(toy.out) == right["5"]


def test_a_place_that_cannot_be_written(toy: Toy) -> None:
    toy.out = Path("/proc/rashomon/toy")
    refused = toy.run()
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert "/proc/rashomon" in refused.stderr


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("x = bytearray(10**15)", "MemoryError"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "often for lack of memory"),
        ("while True: pass", "ran longer than 5 s"),
    ],
)
def test_a_notebook_that_asks_for_too_much_is_named(toy: Toy, cell: str, said: str) -> None:
    before = contents(toy.out)
    path = toy.notebooks / "01-corpus.ipynb"
    path.write_text(path.read_text().replace("print('x' * 10)", cell.replace("\n", "\\n")))
    ended = toy.run("--limit", "5")
    assert ended.returncode == 2
    assert "01-corpus, cell 2 of 2" in ended.stderr
    assert said in ended.stderr
    assert contents(toy.out) == before


def test_two_runs_at_once(toy: Toy, right: dict[str, dict[str, bytes]]) -> None:
    path = toy.notebooks / "01-corpus.ipynb"
    whole = path.read_text()
    path.write_text(whole.replace("print('x' * 10)", "import time\\ntime.sleep(3)\\nprint('x' * 10)"))
    environment = os.environ | {"RASHOMON_KEPT": str(toy.kept)}
    first = subprocess.Popen(toy.words(CODE), env=environment, stderr=subprocess.PIPE, text=True)
    while first.stderr and "01-corpus: started" not in first.stderr.readline():
        time.sleep(0.01)
    path.write_text(whole)
    second = toy.run("-p", "k=5")
    assert second.returncode == 0
    assert "waiting for another run that is making reports/toy" in second.stderr
    assert first.wait() == 0
    assert contents(toy.out) == right["5"]


def test_a_clock_that_was_set_back(toy: Toy, right: dict[str, dict[str, bytes]]) -> None:
    for path in [*toy.kept.iterdir(), *toy.study.iterdir(), *toy.notebooks.iterdir()]:
        os.utime(path, (4_000_000_000, 4_000_000_000))  # as if all had been made in the future
    assert toy.run("-p", "k=5").returncode == 0
    assert contents(toy.out) == right["5"]
