"""Papermill engines: the cells of a notebook run in this process, or in an ordinary Jupyter kernel.

Both leave the same outputs. The first saves starting a kernel and importing everything in it again: this process has
imported what the notebooks need, and is forked for each.
"""

import base64
import json
import sys
from collections.abc import Callable
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from nbformat import from_dict
from papermill.engines import Engine, NBClientEngine, papermill_engines
from traitlets import Type

Told = Callable[[int], None]


class _Stream:
    """A standard stream whose text becomes outputs of the cell that runs."""

    encoding, errors, closed = "utf-8", "strict", False

    def __init__(self, shell: "Shell", name: str) -> None:
        self._shell, self.name = shell, name

    def write(self, text: str) -> int:
        self._shell.add({"output_type": "stream", "name": self.name, "text": text})
        return len(text)

    def writelines(self, lines: Any) -> None:
        self.write("".join(lines))

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True


class _Publisher(DisplayPublisher):
    shell: "Shell"

    def publish(self, data: Any, metadata: Any = None, source: Any = None, **rest: Any) -> None:
        display_id = (rest.get("transient") or {}).get("display_id")
        self.shell.show("display_data", data, metadata, display_id, rest.get("update", False))

    def clear_output(self, wait: bool = False) -> None:
        self.shell.clear(wait)


class _Hook(DisplayHook):
    shell: "Shell"

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.shell.show("execute_result", format_dict, md_dict)

    def finish_displayhook(self) -> None:
        self._is_active = False


class Shell(InteractiveShell):
    """An IPython shell that keeps what cells show, as a kernel would send it."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)

    def __init__(self, **rest: Any) -> None:
        self.outputs: list[dict[str, Any]] = []
        self._named: dict[str, list[dict[str, Any]]] = {}
        self._clearing = False
        super().__init__(**rest)

    def init_history(self) -> None:
        """No file of past commands."""
        self.history_manager = HistoryManager(shell=self, parent=self, hist_file=":memory:", enabled=False)

    def add(self, output: dict[str, Any]) -> None:
        if self._clearing:
            self.outputs.clear()
            self._clearing = False
        self.outputs.append(output)

    def clear(self, wait: bool) -> None:
        self._clearing = wait
        if not wait:
            self.outputs.clear()

    def show(self, kind: str, data: Any, metadata: Any, display_id: str | None = None, update: bool = False) -> None:
        # As a kernel sends it: what is no JSON is an error in the cell that shows it.
        shown = json.loads(json.dumps({mime: _plain(value) for mime, value in data.items()}, allow_nan=False))
        if update:
            for earlier in self._named.get(display_id or "", ()):
                earlier.update(data=shown, metadata=metadata or {})
            return
        output = {"output_type": kind, "data": shown, "metadata": metadata or {}}
        if display_id:
            self._named.setdefault(display_id, []).append(output)
        self.add(output)

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        lines = list(stb) if isinstance(stb, list) else str(stb).splitlines()
        self.add({"output_type": "error", "ename": etype.__name__, "evalue": str(evalue), "traceback": lines})

    def run(self, source: str) -> tuple[list[dict[str, Any]], bool]:
        """What the cell shows, and whether it ran to its end."""
        self.outputs = []
        result = self.run_cell(source, store_history=True)
        return self.outputs, result.success


def _plain(value: Any) -> Any:
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value


class InProcessEngine(Engine):
    """Runs the cells in this process. Meant for a fresh process: the shell takes over the standard streams."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, told: Told | None = None, **rest: Any) -> None:
        shell = Shell.instance()
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = _Stream(shell, "stdout"), _Stream(shell, "stderr")
        try:
            for index, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, index)
                if told:
                    told(index)
                if cell.cell_type == "code" and cell.source.strip():
                    cls._run(shell, nb_man, cell, index)
                nb_man.cell_complete(cell, cell_index=index)
                if cell.metadata.papermill["status"] == nb_man.FAILED:
                    break
        finally:
            sys.stdout, sys.stderr = streams

    @staticmethod
    def _run(shell: Shell, nb_man: Any, cell: Any, index: int) -> None:
        cell.execution_count = shell.execution_count
        outputs, success = shell.run(cell.source)
        cell.outputs = [from_dict(output) for output in outputs]
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count
        if not success:
            nb_man.cell_exception(cell, cell_index=index)


class KernelEngine(NBClientEngine):
    """Papermill's own engine, which also tells which cell runs."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, told: Told | None = None, **rest: Any) -> None:
        start = nb_man.cell_start

        def tell_and_start(cell: Any, index: int) -> None:
            if told:
                told(index)
            start(cell, index)

        nb_man.cell_start = tell_and_start
        super().execute_managed_notebook(
            nb_man,
            kernel_name,
            record_timing=False,
            coalesce_streams=True,
            shutdown_kernel="immediate",
            extra_arguments=["--log-level=40"],  # the kernel's own warnings are not the notebook's
            **rest,
        )


IN_PROCESS, KERNEL = "rashomon", "rashomon-kernel"
papermill_engines.register(IN_PROCESS, InProcessEngine)
papermill_engines.register(KERNEL, KernelEngine)
