"""Engines: the ways to run independent calls beside one another. What a call gives must not depend on where it runs."""

import itertools
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from typing import Any, Protocol, Self, TypeVar

from analysis.errors import InputError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Call = tuple[Any, ...]  # the arguments of one call

AHEAD = 3  # calls that wait for their turn, for each that runs: memory is bounded by them
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Pending(Protocol[T_co]):
    """A call that was begun; `result` waits for what it gives, or raises what it raised."""

    def result(self) -> T_co: ...


@dataclass(frozen=True)
class Done:
    """A call that has ended."""

    given: Any

    def result(self) -> Any:
        return self.given


class Engine:
    """Runs calls one at a time, in this process; the others run several beside one another.

    `ahead` calls may be begun before the first is done. `apart`: a call may run where this machine's files are not.
    """

    ahead = 1
    apart = False

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Pending[Any]:
        """Begin a call."""
        return Done(function(*arguments))

    def share(self, value: Any) -> Any:
        """What stands for a value that many calls take as an argument: it is sent once."""
        return value

    def map(self, function: Callable[..., Any], calls: Iterable[Call]) -> Iterator[Any]:
        """What the function gives for each call's arguments, in order."""
        engine, calls = suited(self, calls)
        return in_order((engine.submit(function, *arguments) for arguments in calls), engine)

    def close(self) -> None:
        """Stop: what has not begun never will."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def in_order(begun: Iterable[Pending[T]], engine: Engine) -> Iterator[T]:
    """The results in order; calls are begun as far ahead as the engine says."""
    waiting: deque[Pending[T]] = deque()
    for one in begun:
        waiting.append(one)
        while len(waiting) >= engine.ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


class Here(Engine):
    """This process, one call after the other."""


def suited(engine: Engine, calls: Iterable[T]) -> tuple[Engine, Iterator[T]]:
    """The engine for these calls: for a single one no process is started."""
    stream = iter(calls)
    first = list(itertools.islice(stream, 2))
    return (engine if engine.apart or len(first) > 1 else Here()), itertools.chain(first, stream)


class Threads(Engine):
    """Threads of this process, for calls that spend their time in numpy."""

    def __init__(self, number: int) -> None:
        self._executor = ThreadPoolExecutor(number)
        self.ahead = number + 1

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Pending[Any]:
        return self._executor.submit(function, *arguments)

    def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True)
class _InProcess:
    future: "Future[Any]"

    def result(self) -> Any:
        try:
            return self.future.result()
        except BrokenProcessPool:
            found = "a process of it was ended from outside, perhaps for want of memory"
            raise InputError("prepare", found, "Start it again: it goes on where it was.") from None


class Processes(Engine):
    """Processes of this machine, started when the first call comes."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._executor: ProcessPoolExecutor | None = None
        self.ahead = number * AHEAD

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Pending[Any]:
        if self._executor is None:
            # A fresh interpreter each: this one may hold threads, which do not survive a fork.
            self._executor = ProcessPoolExecutor(self._number, mp_context=get_context("spawn"), initializer=_quiet)
        return _InProcess(self._executor.submit(function, *arguments))

    def close(self) -> None:
        if self._executor:
            self._executor.shutdown(wait=True, cancel_futures=True)


def _quiet() -> None:
    """An interrupt is the parent's to handle, without a parent there is nothing to do, and the numerics keep to a thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for name in THREADS:
        os.environ.setdefault(name, "1")


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
