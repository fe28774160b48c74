"""The work of one preparation: units of documents, done once, beside one another, remembered until the study is whole.

A unit's key is a digest of what goes in and of the code, so a run that was interrupted goes on where it was, and a run
on other texts or with other rules takes nothing over that it should not.
"""

import fcntl
import hashlib
import pickle
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import quote

from analysis import workers
from analysis.errors import InputError

_LIGHT = "SELECT light FROM done WHERE key = ?"
_PARTS = "SELECT part FROM parts WHERE key = ? ORDER BY number"
_PART = "SELECT part FROM parts WHERE key = ? AND number = ?"
T = TypeVar("T")


def key(*what: Any) -> str:
    """Digest of anything that is made of plain values in a fixed order."""
    return hashlib.sha256(repr((workers.code(), what)).encode("utf-8", "surrogatepass")).hexdigest()


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


Place = tuple[str, int]  # key of a unit, number of one of its heavy parts


@dataclass(frozen=True)
class Held:
    """Heavy parts of finished units, for another unit: read from the file, or sent along to where that is not.

    `common` ones are the same for many units, and are sent once. Two are equal that hold the same parts.
    """

    path: Path
    places: tuple[Place, ...]
    common: bool = False
    contents: Mapping[Place, bytes] = field(default_factory=dict, compare=False, repr=False)

    def part(self, key: str, number: int) -> Any:
        """One of the parts."""
        packed = self.contents.get((key, number))
        return _unpacked(_read(self.path, key, number) if packed is None else packed)

    def sent(self) -> "Held":
        """With the parts themselves."""
        return replace(self, contents={place: _read(self.path, *place) for place in self.places})


def _read(path: Path, key: str, number: int) -> bytes:
    packed: bytes = _opened(path).execute(_PART, (key, number)).fetchone()[0]
    return packed


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


def _packed(task: Task, *arguments: Any) -> Packed:
    light, parts = task(*arguments)
    return pack(light), [pack(part) for part in parts]


@dataclass(frozen=True)
class _Begun:
    """A unit on its way into the store; one that is remembered is there already."""

    work: Work
    key: str
    pending: workers.Pending[Packed] | None

    def result(self) -> Any:
        if self.pending is not None:
            self.work.put(self.key, *self.pending.result())
        return self.work.light(self.key)


class Pool:
    """Runs units on an engine, and remembers them. Only this process reads and writes the store where the engine is apart."""

    def __init__(self, work: Work, engine: workers.Engine) -> None:
        self.engine = engine
        self._work = work
        self._common: dict[Held, Any] = {}

    def held(self, places: Iterable[Place], common: bool = False) -> Held:
        """Parts of finished units, to be an argument of a unit."""
        return Held(self._work.path, tuple(places), common)

    def within_reach(self, places: Iterable[Place]) -> Held:
        """Parts of finished units, to be an argument of any other call on the engine."""
        return self.held(places).sent() if self.engine.apart else self.held(places)

    def run(self, task: Task, units: Iterable[Unit]) -> Iterator[Any]:
        """The light part of each unit in order; units that are remembered are not run again."""
        engine, units = workers.suited(self.engine, units)
        begun = (_Begun(self._work, key, self._begin(engine, key, task, arguments)) for key, arguments in units)
        return workers.in_order(begun, engine)

    def _begin(
        self, engine: workers.Engine, key: str, task: Task, arguments: tuple[Any, ...]
    ) -> workers.Pending[Packed] | None:
        if self._work.has(key):
            return None
        if engine.apart:
            arguments = tuple(self._sent(one) if isinstance(one, Held) else one for one in arguments)
        return engine.submit(_packed, task, *arguments)

    def _sent(self, held: Held) -> Any:
        if not held.common:
            return held.sent()
        if held not in self._common:
            self._common[held] = self.engine.share(held.sent())
        return self._common[held]
