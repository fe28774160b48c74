"""How long a report takes: `rashomon report` against papermill and nbconvert as they come, and against the floor.

    python benchmarks/report_time.py [--rounds 3] [--notebooks DIR] [--study DIR]

All are whole processes, one after the other in turns, on the same notebooks and study; printed are medians. The floor is
the same cells in one plain Python process, each figure saved as SVG, nothing published; the notebooks that sum up the
others are not in it. nbconvert's own PDF needs LaTeX, so its second format here is Markdown, which costs it less than a
PDF would. Two more rows are a report of which nothing changed, and one of which a parameter of one notebook did.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
FLOOR = """
import io, json, os, sys
from pathlib import Path

from analysis.report import display

def saved(id, drawn, **rest):
    drawn.savefig(io.BytesIO(), format="svg")

for name in ("title", "say", "findings", "standings", "table", "in_context"):
    setattr(display, name, lambda *given, **named: None)
display.figure = saved
os.chdir(sys.argv[1])
for file in sorted(Path().glob("*.ipynb")):
    sources = ["".join(cell["source"]) for cell in json.loads(file.read_bytes())["cells"] if cell["cell_type"] == "code"]
    if not any("executed" in source for source in sources):
        names = {}
        for source in sources:
            exec(source, names)
"""


def ours(notebooks: Path, study: Path, place: Path) -> None:
    """HTML, PDF, figures, tables, values and executed notebooks, with nothing kept of earlier runs."""
    report(notebooks, study, place, RASHOMON_KEPT="")


def theirs(notebooks: Path, study: Path, place: Path) -> None:
    """Executed notebooks, then HTML and Markdown of each."""
    executed = place / "executed"
    executed.mkdir()
    environment = {"RASHOMON_EXECUTED": str(executed), "RASHOMON_STUDIES": str(study.parent)}
    files = sorted(notebooks.glob("*.ipynb"))
    for file in sorted(files, key=lambda file: file.name.startswith("00-")):  # the summary reads the others
        command(BIN / "papermill", "--no-progress-bar", file, executed / file.name, cwd=notebooks, **environment)
    for form in ("html", "markdown"):
        for file in files:
            command(BIN / "jupyter", "nbconvert", "--to", form, executed / file.name)


def floor(notebooks: Path, study: Path, place: Path) -> None:
    """The same computations in one Python process."""
    one_thread = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "RASHOMON_TEXTS": ""}
    command(sys.executable, "-c", FLOOR, notebooks, RASHOMON_STUDIES=str(study.parent), **one_thread)


def report(notebooks: Path, study: Path, place: Path, *more: str, **environment: str) -> None:
    command(
        BIN / "rashomon", "report", study, "--notebooks", notebooks, "--out", place / "report", *more, **environment
    )


def again(*more: str) -> Callable[[Path, Path, Path], Callable[[], None]]:
    """A report that was just made, made again."""

    def prepared(notebooks: Path, study: Path, place: Path) -> Callable[[], None]:
        kept = {"RASHOMON_KEPT": str(place / "kept")}
        report(notebooks, study, place, **kept)
        return lambda: report(notebooks, study, place, *more, **kept)

    return prepared


def command(*words: object, cwd: Path | None = None, **environment: str) -> None:
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{words[0]} ended with {done.returncode}:\n{done.stderr}")


def cold(way: Callable[[Path, Path, Path], None]) -> Callable[[Path, Path, Path], Callable[[], None]]:
    return lambda notebooks, study, place: lambda: way(notebooks, study, place)


def seconds(way: Callable[[Path, Path, Path], Callable[[], None]], notebooks: Path, study: Path) -> float:
    with tempfile.TemporaryDirectory(prefix="rashomon-benchmark-") as place:
        ready = way(notebooks, study, Path(place))
        began = time.perf_counter()
        ready()
        return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--notebooks", type=Path, default=PROJECT / "notebooks")
    parser.add_argument("--study", type=Path, default=PROJECT / "seeds" / "geneva-2021")
    parser.add_argument("--parameter", default="frame_words_shown=6", help="name=value, of one notebook alone")
    options = parser.parse_args()
    ways = {
        "rashomon report (HTML, PDF, figures, tables, values), nothing kept": cold(ours),
        "papermill for each, nbconvert --to html and --to markdown for each": cold(theirs),
        "the floor: the same cells in one Python process, figures as SVG": cold(floor),
        "rashomon report, nothing changed": again(),
        f"rashomon report -p {options.parameter}, of one notebook": again("-p", options.parameter),
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(1, options.rounds + 1):
        for name, way in ways.items():
            took[name].append(seconds(way, options.notebooks.resolve(), options.study.resolve()))
            print(f"round {number}: {took[name][-1]:6.1f} s  {name}", file=sys.stderr)
    medians = [statistics.median(rounds) for rounds in took.values()]
    for name, median in zip(ways, medians, strict=True):
        print(f"{median:6.1f} s  {name}")
    print(
        f"{medians[1] / medians[0]:6.1f} times as fast as papermill and nbconvert, {options.rounds} interleaved rounds"
    )
    print(f"{medians[0] / medians[2]:6.2f} times the floor")


if __name__ == "__main__":
    main()
