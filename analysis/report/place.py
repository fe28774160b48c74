"""The folder of a report appears whole or not at all, and takes the place of an older report and nothing else.

So does a single file that others may read, or write too, meanwhile (`write`).
"""

import contextlib
import fcntl
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from analysis.errors import InputError, PublishError
from analysis.report import manifest

WAY_OUT = "Give another folder: --out DIR"


def check(target: Path, *inputs: Path) -> None:
    """Raise PublishError unless a report may be put at `target`."""
    apart(target, *inputs)
    if target.exists() and not target.is_dir():
        raise PublishError(target, "is a file", WAY_OUT)
    if not target.is_dir() or not any(target.iterdir()):
        return
    try:
        known = {*manifest.read(target)["outputs"], manifest.FILE}
    except InputError:
        raise PublishError(target, "is not empty and not a report, so it is not replaced", WAY_OUT) from None
    nothing_else(target, [name for name in manifest.files(target) if name not in known])


def apart(target: Path, *inputs: Path) -> None:
    """Raise PublishError where `target` lies in one of the folders of inputs, or one of them in it."""
    if any(target.is_relative_to(folder) or folder.is_relative_to(target) for folder in inputs):
        raise PublishError(target, "is where the report's inputs are", WAY_OUT)


def nothing_else(target: Path, others: Sequence[str]) -> None:
    """Raise PublishError if there are `others`: files at `target` that are no part of what is to be replaced."""
    if others:
        found = f"holds {others[0]!r}, which is not part of the report there and would be lost"
        raise PublishError(target, found, f"Move it elsewhere. {WAY_OUT}")


@contextlib.contextmanager
def alone(target: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """One run at a time for a report: waits, and says so, while another one is making it.

    The system frees the lock of a run that dies.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    path = target.with_name(f".{target.name}.lock")
    while True:
        lock = path.open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell(f"waiting for another run that is making {target.parent.name}/{target.name}")
            fcntl.flock(lock, fcntl.LOCK_EX)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(lock.fileno()), path.stat()):
                break  # it is the file's lock, not that of one which the other run has removed
        lock.close()
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        lock.close()


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new folder beside `target` that takes its place when the block ends without an error, and is removed otherwise.

    What earlier runs left that were killed is cleaned up first: the caller has made sure that it is `alone`.
    """
    partial, old = (target.with_name(f".{target.name}.{what}") for what in ("partial", "old"))
    if old.exists() and not target.exists():  # it was killed between its two renames
        os.rename(old, target)
    for left in (partial, old):
        shutil.rmtree(left, ignore_errors=True)
    partial.mkdir()
    try:
        yield partial
        _swap(partial, target, old)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def write(text: str, path: Path) -> None:
    """Write a file beside its place first, then rename it."""
    beside = path.with_name(f".{path.name}.partial-{os.getpid()}-{threading.get_ident()}")
    try:
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _swap(partial: Path, target: Path, old: Path) -> None:
    for folder, _, files in os.walk(partial):
        os.chmod(folder, 0o755)
        for file in files:
            os.chmod(Path(folder) / file, 0o644)
    if target.exists():
        os.rename(target, old)
    try:
        os.rename(partial, target)
    except OSError:
        if old.exists():
            os.rename(old, target)
        raise
    shutil.rmtree(old, ignore_errors=True)
