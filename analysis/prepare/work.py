"""The work of one preparation: units of documents, done once, on all cores, remembered until the study is whole.

A unit's key is a digest of what goes in and of the code, so a run that was interrupted goes on where it was, and a run
on other texts or with other rules takes nothing over that it should not.
"""

import fcntl
import hashlib
import itertools
import os
import pickle
import signal
import sqlite3
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, lru_cache
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import quote

from analysis.errors import InputError

_LIGHT = "SELECT light FROM done WHERE key = ?"
_PARTS = "SELECT part FROM parts WHERE key = ? ORDER BY number"
_PART = "SELECT part FROM parts WHERE key = ? AND number = ?"
T = TypeVar("T")
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
    """A file of finished units by key. Only the process that made it writes; others read by path.

    A unit has a light part, which is always needed, and heavy ones, mostly one a document, of which each can be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = path.with_name(f"{path.name}.lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise InputError(path, "the study is being prepared already", "Wait until that run has ended.") from None
        try:
            self._store = self._open()
        except sqlite3.DatabaseError:  # the machine went down while it was written: it is all done again
            self._unlink()
            self._store = self._open()

    def _open(self) -> sqlite3.Connection:
        store = sqlite3.connect(self.path)
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = NORMAL")
        with store:
            store.execute("CREATE TABLE IF NOT EXISTS done (key TEXT PRIMARY KEY, light BLOB)")
            store.execute("CREATE TABLE IF NOT EXISTS parts (key TEXT, number INT, part BLOB)")
            store.execute("CREATE UNIQUE INDEX IF NOT EXISTS place ON parts (key, number)")
        return store

    def _unlink(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()
        Path(self._lock.name).unlink(missing_ok=True)
        self._lock.close()

    def has(self, key: str) -> bool:
        """Whether a unit is done."""
        return self._store.execute("SELECT 1 FROM done WHERE key = ?", (key,)).fetchone() is not None

    def light(self, key: str) -> Any:
        """The light part of a finished unit."""
        return _unpacked(self._store.execute(_LIGHT, (key,)).fetchone()[0])

    def parts(self, key: str) -> Iterator[Any]:
        """The heavy parts of a finished unit, in order."""
        for (part,) in self._store.execute(_PARTS, (key,)):
            yield _unpacked(part)

    def put(self, key: str, light: bytes, parts: Sequence[bytes]) -> None:
        """Remember a unit, packed."""
        with self._store:
            self._store.execute("INSERT OR REPLACE INTO done VALUES (?, ?)", (key, light))
            rows = ((key, number, part) for number, part in enumerate(parts))
            self._store.executemany("INSERT OR REPLACE INTO parts VALUES (?, ?, ?)", rows)

    def remove(self) -> None:
        """Forget everything: the study is whole."""
        self._store.close()
        self._unlink()


@lru_cache(maxsize=2)
def _opened(path: Path) -> sqlite3.Connection:
    """A process's own connection, to read."""
    return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)


def part(path: Path, key: str, number: int) -> Any:
    """One heavy part of a unit, from any process."""
    return _unpacked(_opened(path).execute(_PART, (key, number)).fetchone()[0])


def pack(what: Any) -> bytes:
    """Compressed as far as is quick."""
    return zlib.compress(pickle.dumps(what, protocol=5), 1)


def _unpacked(packed: bytes) -> Any:
    return pickle.loads(zlib.decompress(packed))


Task = Callable[..., tuple[Any, Sequence[Any]]]  # gives the light part and the heavy ones
Unit = tuple[str, tuple[Any, ...]]  # key, arguments


def batches(items: Iterable[T], size_of: Callable[[T], int], size: int) -> Iterator[list[T]]:
    """The items in order, in lists of which each but the last has `size` or a little more."""
    batch: list[T] = []
    reached = 0
    for item in items:
        batch.append(item)
        reached += size_of(item)
        if reached >= size:
            yield batch
            batch, reached = [], 0
    if batch:
        yield batch


Packed = tuple[bytes, list[bytes]]


def _packed(task: Task, arguments: tuple[Any, ...]) -> Packed:
    light, parts = task(*arguments)
    return pack(light), [pack(part) for part in parts]


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
        waiting: deque[tuple[str, Future[Packed] | None]] = deque()
        for key, arguments in units:
            waiting.append((key, None if self._work.has(key) else self._submit(task, arguments)))
            if len(waiting) >= self._workers * AHEAD:
                yield self._taken(*waiting.popleft())
        while waiting:
            yield self._taken(*waiting.popleft())

    def _submit(self, task: Task, arguments: tuple[Any, ...]) -> "Future[Packed]":
        if self._executor is None:
            # A fresh interpreter each: this one may hold threads, which do not survive a fork.
            self._executor = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"), initializer=_quiet)
        return self._executor.submit(_packed, task, arguments)

    def _taken(self, key: str, future: "Future[Packed] | None") -> Any:
        try:
            if future is not None:
                self._work.put(key, *future.result())
        except BrokenProcessPool:
            found = "a process of it was ended from outside, perhaps for want of memory"
            raise InputError("prepare", found, "Start it again: it goes on where it was.") from None
        return self._work.light(key)


def _quiet() -> None:
    """An interrupt is the parent's to handle, without a parent there is nothing to do, and the numerics keep to a thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
