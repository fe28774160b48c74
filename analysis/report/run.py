"""Run notebooks: side by side, each in a process of its own, the summary after the others."""

import ast
import contextlib
import gc
import importlib
import os
import re
import selectors
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import workers
from analysis.errors import NotebookError
from analysis.report import notebooks, parameters
from analysis.report.kept import Past
from analysis.report.processes import CAN_FORK, Child, DiedError
from analysis.report.progress import Progress

LIMIT = 600.0  # seconds for one cell
# What running a notebook needs, and what many notebooks import late: stop words are scikit-learn's.
_LATE = (
    "analysis.report.engine",
    "papermill.execute",
    "matplotlib.backends.backend_svg",
    "sklearn.feature_extraction.text",
)
_PRELOADED = ("analysis", "matplotlib", "numpy", "pandas", "scipy", "sklearn")


@dataclass(frozen=True)
class Job:
    """One notebook to run, with its values and where its executed form goes."""

    name: str
    notebook: Mapping[str, Any]
    values: Mapping[str, Any]
    folder: Path  # where it runs
    executed: Path
    limit: float
    roots: Mapping[str, str]

    @property
    def cells(self) -> int:
        return sum(cell["cell_type"] == "code" for cell in self.notebook["cells"])

    @property
    def target(self) -> Path:
        return self.executed / f"{self.name}.ipynb"


def run(
    folder: Path,
    values: Mapping[str, Mapping[str, Any]],
    executed: Path,
    progress: Progress,
    *,
    kernels: bool = False,
    limit: float = LIMIT,
    past: Past | None = None,
) -> int:
    """Bring every notebook of `folder`, executed with its `values`, into `executed`; how many had to run.

    What `past` has of earlier runs that rested on the same is not run again.

    `kernels` asks for an ordinary Jupyter kernel for each: slower, the same bytes. The caller has set the environment
    (`environment.fixed`). Raises NotebookError naming notebook, cell and line for a cell that fails, takes longer than
    `limit` seconds, or whose process dies.
    """
    roots = notebooks.machine_paths(folder.parent, executed)
    jobs = [
        Job(name, notebook, values[name], folder, executed, limit, roots)
        for name, notebook in notebooks.read_all(folder).items()
    ]
    ran = 0
    for stage in (False, True):  # those that sum up the others run after them
        some = [job for job in jobs if notebooks.reads_others(job.notebook) is stage]
        taken = past.take({job.name: job.notebook for job in some}, values, executed) if past else set()
        for name in sorted(taken):
            progress.finished(name, "unchanged")
        changed = [job for job in some if job.name not in taken]
        if kernels or not CAN_FORK:
            _kernels(changed, past, progress)
        else:
            _forked(changed, past, progress)
        ran += len(changed)
    return ran


def preload(read: Iterable[Mapping[str, Any]]) -> None:
    """Import what the notebooks import, once, before their processes are forked."""
    names: set[str] = set()
    for notebook in read:
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                names |= _imported(parameters.source(cell))
    for name in (*_LATE, *sorted(names)):
        with contextlib.suppress(Exception):  # the cell that imports it will say what is wrong with it
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # the children's collector leaves what they share with this process alone


def _imported(text: str) -> set[str]:
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return set()
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] in _PRELOADED}


def _forked(jobs: Sequence[Job], past: Past | None, progress: Progress) -> None:
    """Each job in a process forked from this one, as many at a time as there are cores."""
    if not jobs:
        return
    preload(job.notebook for job in jobs)
    waiting = list(jobs)  # taken from the end: later notebooks ask more of a study, and a long one must not start last
    running: dict[int, _Running] = {}
    with selectors.DefaultSelector() as selector:
        try:
            while waiting or running:
                while waiting and len(running) < workers.cores():
                    job = waiting.pop()
                    child = Child(job.name, lambda tell, _, job=job: _work(job, past, tell))  # type: ignore[misc]
                    running[child.pipe] = _Running(job, child)
                    selector.register(child.pipe, selectors.EVENT_READ)
                    progress.started(job.name)
                for key, _ in selector.select(timeout=min(1.0, min(one.left() for one in running.values()))):
                    if running[key.fd].hear(progress):
                        selector.unregister(key.fd)
                        running.pop(key.fd).child.close()
                for one in running.values():
                    one.check_time()
        finally:
            for one in running.values():
                one.child.close(stop=True)


class _Running:
    """A job in its process, and the cell that it is in."""

    def __init__(self, job: Job, child: Child) -> None:
        self.job, self.child = job, child
        self._cell, self._since = 0, time.monotonic()

    def left(self) -> float:
        return max(0.01, self._since + self.job.limit - time.monotonic())

    def hear(self, progress: Progress) -> bool:
        """Take in what the process says; true at its end."""
        try:
            for message in self.child.messages():
                if "done" in message:
                    progress.finished(self.job.name)
                    return True
                self._cell, self._since = message["cell"], time.monotonic()
                progress.cell(self.job.name, self._cell, self.job.cells)
        except DiedError as end:
            raise NotebookError(
                f"{self.job.name}, cell {self._cell} of {self.job.cells}",
                str(end),
                "Nothing was published. Run it with more memory or a smaller study, or open it: rashomon lab",
            ) from None
        return False

    def check_time(self) -> None:
        if time.monotonic() - self._since > self.job.limit:
            raise _too_long(self.job, self._cell)


def _kernels(jobs: Sequence[Job], past: Past | None, progress: Progress) -> None:
    """Each job in an ordinary Jupyter kernel."""
    if not jobs:
        return
    lock = threading.Lock()

    def work(job: Job) -> None:
        def told(message: dict[str, Any]) -> None:
            with lock:
                progress.cell(job.name, message["cell"], job.cells)

        with lock:
            progress.started(job.name)
        execute(job, told, kernel=True)
        if past:
            past.put(job.name, job.target, past.tables)  # what a kernel looks into is not known here
        with lock:
            progress.finished(job.name)

    with contextlib.chdir(jobs[0].folder), ThreadPoolExecutor(workers.cores()) as pool:
        tasks = [pool.submit(work, job) for job in jobs]
        try:
            for task in tasks:
                task.result()
        finally:
            for task in tasks:
                task.cancel()


def _work(job: Job, past: Past | None, tell: Callable[[dict[str, Any]], None]) -> None:
    """What the forked process does."""
    from analysis.tables import reading

    os.chdir(job.folder)
    sys.argv = [job.name]
    reading.taken.clear()
    execute(job, tell, kernel=False)
    if past:
        past.put(job.name, job.target, reading.taken)


def execute(job: Job, tell: Callable[[dict[str, Any]], None], *, kernel: bool) -> None:
    """Run one notebook by papermill and write its published form. Raises NotebookError."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from nbformat import from_dict
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import execute_notebook

    from analysis.report import engine

    numbers = _numbers(job.notebook, _changed(job))
    at = [0]

    def told(index: int) -> None:
        if numbers[index] and numbers[index] != at[0]:
            at[0] = numbers[index]
            tell({"cell": at[0]})

    try:
        done = execute_notebook(
            from_dict(job.notebook),
            None,
            parameters=_changed(job),
            engine_name=engine.KERNEL if kernel else engine.IN_PROCESS,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            told=told,
            execution_timeout=job.limit,
        )
    except PapermillExecutionError as error:
        raise _failed(job, error, numbers) from None
    except CellTimeoutError:
        raise _too_long(job, at[0]) from None
    except DeadKernelError:
        where = f"{job.name}, cell {at[0]} of {job.cells}"
        raise NotebookError(where, "its kernel died", "Nothing was published. Open it: rashomon lab") from None
    notebooks.write(notebooks.normalised(done, job.values, job.roots), job.target)


def _changed(job: Job) -> dict[str, Any]:
    """The values that differ from the defaults: only they are injected, so that a plain run has no second cell."""
    known = parameters.declared(job.notebook, job.name)
    return {name: value for name, value in job.values.items() if value != known[name].default}


def _numbers(notebook: Mapping[str, Any], injected: Mapping[str, Any]) -> list[int]:
    """For each cell as it runs, its number among the code cells a reader of the notebook sees; 0 for text."""
    numbers, count = [], 0
    for cell in notebook["cells"]:
        code = cell["cell_type"] == "code"
        count += code
        numbers.append(count if code else 0)
        if injected and parameters.TAG in cell["metadata"].get("tags", ()) and count not in numbers[:-1]:
            numbers.append(count)
    return numbers


def _failed(job: Job, error: Any, numbers: Sequence[int]) -> NotebookError:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback))
    lines = re.findall(rf"Cell In\[{error.exec_count}\], line (\d+)", plain)
    source = str(error.source).splitlines()
    blank = next((number for number, line in enumerate(source) if line.strip()), 0)  # IPython does not count these
    at = int(lines[0]) + blank if lines else 0
    line = f", line {at}: {source[at - 1].strip()}" if 0 < at <= len(source) else ""
    message = re.sub(r" \([^()]*, line \d+\)$", "", error.evalue)  # a file name that Python made up for the cell
    return NotebookError(
        f"{job.name}, cell {numbers[error.cell_index]} of {job.cells}{line}",
        f"{error.ename}: {message}",
        "Nothing was published. Open the notebook where it fails: rashomon lab",
    )


def _too_long(job: Job, cell: int) -> NotebookError:
    return NotebookError(
        f"{job.name}, cell {cell} of {job.cells}",
        f"ran longer than {job.limit:g} s",
        "Nothing was published. Use a smaller study, or run the notebook in JupyterLab: rashomon lab",
    )
