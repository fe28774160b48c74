"""What a run fixes about its process, so that the same input gives the same bytes anywhere.

Some of it counts only from a process's start (hash seed, locale) or before the numeric libraries are loaded (threads,
the processor's kernels), so the command line starts itself again with `enter`.
"""

import contextlib
import importlib.util
import os
import platform
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from analysis import texts
from analysis.study import SEARCH_PATH

EXECUTED = "RASHOMON_EXECUTED"  # the folder of executed notebooks that the summary reads
MADE_WITH = "RASHOMON_MADE_WITH"  # what a run is told that its report is made with (`provenance`)

_ENTERED = "RASHOMON_ENTERED"

# A user's own settings of these would change what notebooks print or draw.
_REMOVED = ("PYTHONWARNINGS", "PYTHONOPTIMIZE", "PYTHONINSPECT", "LANGUAGE", "SOURCE_DATE_EPOCH", MADE_WITH)


def constants() -> dict[str, str]:
    """The environment variables of every run."""
    fixed = {
        "PYTHONHASHSEED": "0",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    if platform.machine().lower() in ("x86_64", "amd64"):
        fixed["OPENBLAS_CORETYPE"] = "Haswell"
    found = importlib.util.find_spec("matplotlib")
    for place in (found.submodule_search_locations or ()) if found else ():
        fixed["MATPLOTLIBRC"] = str(Path(place) / "mpl-data" / "matplotlibrc")
    return fixed


def enter() -> None:
    """Start this process again in the fixed environment, unless it is already in it."""
    fixed = constants()
    again = os.environ.pop(_ENTERED, None)  # something in a process's start may undo a variable: try once
    if again or all(os.environ.get(name) == value for name, value in fixed.items()):
        return
    fixed[_ENTERED] = "1"
    kept = {name: value for name, value in os.environ.items() if name not in _REMOVED}
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], kept | fixed)


@contextlib.contextmanager
def fixed(studies: Path, executed: Path, scratch: Path, made_with: str = "") -> Iterator[None]:
    """The environment in which notebooks run; kernels and forked processes inherit it. Put back at the end.

    `made_with` is what they are told that the report is made with (`provenance`); nothing: what is here.
    """
    before = dict(os.environ)
    for name in _REMOVED:
        os.environ.pop(name, None)
    os.environ.update(constants())
    # An IPython folder of its own: nobody's start-up files and history.
    os.environ.update({SEARCH_PATH: str(studies), EXECUTED: str(executed), "IPYTHONDIR": str(scratch)})
    os.environ[MADE_WITH] = made_with
    os.environ[texts.PLACE] = ""  # what is published is the same with and without the texts at hand
    _clock()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        _clock()


@contextlib.contextmanager
def variable(name: str, value: str) -> Iterator[None]:
    """An environment variable has this value in the block. Put back at the end."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name, None)
        if before is not None:
            os.environ[name] = before


def _clock() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


def for_lab(studies: Path, executed: Path) -> Mapping[str, str]:
    """The environment for JupyterLab: the same numbers as in a report, and the user's own settings otherwise."""
    return {**os.environ, **constants(), SEARCH_PATH: str(studies), EXECUTED: str(executed)}
