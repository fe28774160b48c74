"""How long a report takes: `rashomon report` against papermill and nbconvert as they come.

    python benchmarks/report_time.py [--rounds 3] [--notebooks DIR] [--study DIR]

Both are whole processes, cold, one after the other in turns, on the same notebooks and study; printed are medians.
nbconvert's own PDF needs LaTeX, so its second format here is Markdown, which costs it less than a PDF would.
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


def ours(notebooks: Path, study: Path, place: Path) -> None:
    """HTML, PDF, figures, tables, values and executed notebooks."""
    command(BIN / "rashomon", "report", study, "--notebooks", notebooks, "--out", place / "report")


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


def seconds(way: Callable[[Path, Path, Path], None], notebooks: Path, study: Path) -> float:
    with tempfile.TemporaryDirectory(prefix="rashomon-benchmark-") as place:
        began = time.perf_counter()
        way(notebooks, study, Path(place))
        return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--notebooks", type=Path, default=PROJECT / "notebooks")
    parser.add_argument("--study", type=Path, default=PROJECT / "seeds" / "geneva-2021")
    options = parser.parse_args()
    ways = {
        "rashomon report (HTML, PDF, figures, tables, values)": ours,
        "papermill for each, nbconvert --to html and --to markdown for each": theirs,
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(1, options.rounds + 1):
        for name, way in ways.items():
            took[name].append(seconds(way, options.notebooks.resolve(), options.study.resolve()))
            print(f"round {number}: {took[name][-1]:6.1f} s  {name}", file=sys.stderr)
    medians = [statistics.median(rounds) for rounds in took.values()]
    for name, median in zip(ways, medians, strict=True):
        print(f"{median:6.1f} s  {name}")
    print(f"{medians[1] / medians[0]:6.1f} times as fast, median of {options.rounds} interleaved rounds")
    print("(nbconvert's PDF needs LaTeX, which is not assumed: Markdown stands in for it.)")


if __name__ == "__main__":
    main()
