"""The work of one preparation: units of documents, done once, on all cores, remembered until the study is whole.

A unit's key is a digest of what goes in and of the code, so a run that was interrupted goes on where it was, and a run
on other texts or with other rules takes nothing over that it should not.
"""

import hashlib
import itertools
import os
import pickle
import sqlite3
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self

_LIGHT, _HEAVY = (f"SELECT {part} FROM done WHERE key = ?" for part in ("light", "heavy"))
AHEAD = 3  # units a process that wait for their turn: memory is bounded by them


@cache
def code() -> str:
    """Digest of the package's modules: what was done by other code is done again."""
    own = hashlib.sha256()
    root = Path(__file__).resolve().parents[1]
    for path in sorted(root.rglob("*.py")):
        if path.relative_to(root).parts[0] not in ("report", "figures", "statements"):
            own.update(path.read_bytes())
    return own.hexdigest()


def key(*what: Any) -> str:
    """Digest of anything that is made of plain values in a fixed order."""
    return hashlib.sha256(repr((code(), what)).encode("utf-8", "surrogatepass")).hexdigest()


class Work:
    """A file of finished units by stage and key. Only the process that made it writes; others read by path."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._store = sqlite3.connect(path)
        self._store.execute("PRAGMA journal_mode = WAL")
        self._store.execute("PRAGMA synchronous = NORMAL")
        with self._store:
            self._store.execute("CREATE TABLE IF NOT EXISTS done (key TEXT PRIMARY KEY, light BLOB, heavy BLOB)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def has(self, key: str) -> bool:
        """Whether a unit is done."""
        return self._store.execute("SELECT 1 FROM done WHERE key = ?", (key,)).fetchone() is not None

    def light(self, key: str) -> Any:
        """The part of a finished unit that is always needed."""
        return pickle.loads(zlib.decompress(self._store.execute(_LIGHT, (key,)).fetchone()[0]))

    def put(self, key: str, light: bytes, heavy: bytes) -> None:
        """Remember a unit, packed."""
        with self._store:
            self._store.execute("INSERT OR REPLACE INTO done VALUES (?, ?, ?)", (key, light, heavy))

    def heavy(self, key: str) -> Any:
        """The part of a finished unit that is needed one unit at a time."""
        return read(self.path, key, self._store)

    def remove(self) -> None:
        """Forget everything: the study is whole."""
        self._store.close()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)


def read(path: Path, key: str, store: sqlite3.Connection | None = None) -> Any:
    """The heavy part of a unit, from any process."""
    own = store or sqlite3.connect(path)
    try:
        return pickle.loads(zlib.decompress(own.execute(_HEAVY, (key,)).fetchone()[0]))
    finally:
        if store is None:
            own.close()


def pack(what: Any) -> bytes:
    """Compressed as far as is quick."""
    return zlib.compress(pickle.dumps(what, protocol=5), 1)


Task = Callable[..., tuple[Any, Any]]
Unit = tuple[str, tuple[Any, ...]]  # key, arguments


def _packed(task: Task, arguments: tuple[Any, ...]) -> tuple[bytes, bytes]:
    light, heavy = task(*arguments)
    return pack(light), pack(heavy)


class Pool:
    """Runs units in this process, or in one process a core when there are several."""

    def __init__(self, work: Work, workers: int) -> None:
        self._work = work
        self._workers = workers
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._executor:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def run(self, task: Task, units: Iterable[Unit]) -> Iterator[Any]:
        """The light part of each unit in order; units that are remembered are not run again."""
        stream = iter(units)
        first = list(itertools.islice(stream, 2))
        several = self._workers > 1 and len(first) > 1
        return (self._beside if several else self._here)(task, itertools.chain(first, stream))

    def _here(self, task: Task, units: Iterable[Unit]) -> Iterator[Any]:
        for key, arguments in units:
            if not self._work.has(key):
                self._work.put(key, *_packed(task, arguments))
            yield self._work.light(key)

    def _beside(self, task: Task, units: Iterable[Unit]) -> Iterator[Any]:
        waiting: deque[tuple[str, Future[tuple[bytes, bytes]] | None]] = deque()
        for key, arguments in units:
            waiting.append((key, None if self._work.has(key) else self._submit(task, arguments)))
            if len(waiting) >= self._workers * AHEAD:
                yield self._taken(*waiting.popleft())
        while waiting:
            yield self._taken(*waiting.popleft())

    def _submit(self, task: Task, arguments: tuple[Any, ...]) -> "Future[tuple[bytes, bytes]]":
        if self._executor is None:
            # A fresh interpreter each: this one may hold threads, which do not survive a fork.
            self._executor = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"), initializer=_quiet)
        return self._executor.submit(_packed, task, arguments)

    def _taken(self, key: str, future: "Future[tuple[bytes, bytes]] | None") -> Any:
        if future is not None:
            self._work.put(key, *future.result())
        return self._work.light(key)


def _quiet() -> None:
    """An interrupt is the parent's to handle; the numerics stay on one thread."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
