"""Which imports take longest: before the command answers, before the notebooks run, and before the page is rendered.

    python benchmarks/import_time.py [--rounds 5] [--show 12]

Each start is a fresh process with `-X importtime`; the files have been read before, so they are in the system's cache.
For each there is the whole time (median of rounds), and the packages that take most of it: a package's time is that of
its own modules, without what they import from others. Beside the command stands Python itself, which loads nothing.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
STARTS = {
    "Python itself": "pass",
    "rashomon --help (the command)": "import analysis.cli",
    "what the notebooks import, loaded once for all": (
        "import analysis.cli; from pathlib import Path; from analysis.report import notebooks, run; "
        f"run.preload(notebooks.read_all(Path({str(PROJECT / 'notebooks')!r})).values())"
    ),
    "what the page needs, loaded while the notebooks run": (
        "import analysis.cli, analysis.report.artifacts, analysis.report.html"
    ),
    "what the PDF needs, loaded while the notebooks run": "import analysis.cli, analysis.report.pdf",
}
LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")


def packages(code: str) -> Counter[str]:
    """Microseconds spent in each package's own modules, in a fresh process that runs `code`."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code],
        cwd=PROJECT,
        env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: Counter[str] = Counter()
    for took, module in LINE.findall(done.stderr):
        name = module.split(".")[0]
        found["Python's own" if name in sys.stdlib_module_names else name] += int(took)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--show", type=int, default=12, help="packages of each start")
    options = parser.parse_args()
    for code in STARTS.values():
        packages(code)
    rounds = [{name: packages(code) for name, code in STARTS.items()} for _ in range(options.rounds)]
    for start in STARTS:
        took = [found[start] for found in rounds]
        print(f"\n{statistics.median(one.total() for one in took) / 1000:8.0f} ms  {start}")
        medians = {name: statistics.median(one[name] for one in took) for name in set().union(*took)}
        for name, each in sorted(medians.items(), key=lambda item: (-item[1], item[0]))[: options.show]:
            print(f"{each / 1000:12.0f} ms  {name}")


if __name__ == "__main__":
    main()
