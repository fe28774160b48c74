"""A Dask cluster on this machine, for as long as it is needed: `python -m analysis.workers.local WORKERS`."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import InputError, ParameterError
from analysis.workers.engines import THREADS

END = 20.0  # seconds in which a cluster ends by itself
# Dask has workers give every large array back to the system at once, which doubles the time of numpy (docs/scale.md).
MALLOC = {"MALLOC_TRIM_THRESHOLD_": str(2**28), "MALLOC_MMAP_THRESHOLD_": str(2**25)}


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a cluster of so many processes. It ends with the block, and also if this process is killed.

    In a process of its own, since the threads of a scheduler must not be in one that forks.
    """
    command = [sys.executable, "-m", __spec__.name, str(workers)]
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    with tempfile.TemporaryDirectory(prefix="rashomon-dask-") as scratch, open(Path(scratch) / "log", "w+b") as log:
        environment = {**os.environ, "PYTHONPATH": path, "DASK_TEMPORARY_DIRECTORY": scratch}
        environment |= dict.fromkeys(THREADS, "1") | MALLOC
        running = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,  # an interrupt is for this process to handle
        )
        assert running.stdin is not None
        assert running.stdout is not None
        try:
            address = running.stdout.readline().strip()
            if not address:
                running.wait(END)
                raise _failed(Path(log.name).read_text(errors="replace"))
            yield address
        finally:
            running.stdin.close()
            try:
                running.wait(END)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
            running.stdout.close()


def _failed(log: str) -> InputError | ParameterError:
    last = (log.strip().splitlines() or ["it ended without a word"])[-1]
    if "distributed" in last and "ModuleNotFoundError" in last:
        return ParameterError("--cluster", "Dask is not installed", "pip install 'rashomon[cluster]' installs it.")
    return InputError("--cluster local", f"no cluster could be started: {last}", "Leave --cluster out.")


def main() -> None:
    """Serve until standard input ends."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=int(sys.argv[1]),
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",  # nobody else's
        dashboard_address=None,
    ) as running:
        print(running.scheduler_address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
