"""The folder of a report: it appears whole or not at all, and takes the place of an older report and nothing else."""

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from analysis.errors import InputError, PublishError
from analysis.report import manifest


def check(target: Path, *inputs: Path) -> None:
    """Raise PublishError unless a report may be put at `target`."""
    way_out = "Give another folder: --out DIR"
    if any(target.is_relative_to(folder) or folder.is_relative_to(target) for folder in inputs):
        raise PublishError(target, "is where the report's inputs are", way_out)
    if target.exists() and not target.is_dir():
        raise PublishError(target, "is a file", way_out)
    if not target.is_dir() or not any(target.iterdir()):
        return
    try:
        known = {*manifest.read(target)["outputs"], manifest.FILE}
    except InputError:
        raise PublishError(target, "is not empty and not a report, so it is not replaced", way_out) from None
    if others := [name for name in manifest.files(target) if name not in known]:
        found = f"holds {others[0]!r}, which is not part of the report there and would be lost"
        raise PublishError(target, found, f"Move it elsewhere. {way_out}")


@contextlib.contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new folder beside `target` that takes its place when the block ends without an error, and is removed otherwise.

    What earlier runs left that were killed is cleaned up first.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _tidy(target)
    partial = target.with_name(f".{target.name}.partial-{os.getpid()}")
    partial.mkdir()
    try:
        yield partial
        _swap(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _swap(partial: Path, target: Path) -> None:
    for folder, _, files in os.walk(partial):
        os.chmod(folder, 0o755)
        for file in files:
            os.chmod(Path(folder) / file, 0o644)
    old = target.with_name(f".{target.name}.old-{os.getpid()}")
    if target.exists():
        os.rename(target, old)
    try:
        os.rename(partial, target)
    except OSError:
        if old.exists():
            os.rename(old, target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _tidy(target: Path) -> None:
    pattern = re.compile(rf"\.{re.escape(target.name)}\.(partial|old)-(\d+)")
    for path in sorted(target.parent.iterdir()):
        match = pattern.fullmatch(path.name)
        if not match or _alive(int(match[2])):
            continue
        if match[1] == "old" and not target.exists():  # it was killed between its two renames
            os.rename(path, target)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _alive(pid: int) -> bool:
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
