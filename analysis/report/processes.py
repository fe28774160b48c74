"""Forked processes that tell their parent things, one line of JSON each."""

import contextlib
import json
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from analysis import errors
from analysis.errors import RashomonError

Tell = Callable[[dict[str, Any]], None]
# Forking a process that has loaded a graphics or numeric framework of macOS is not safe there.
CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"


class DiedError(Exception):
    """A process that ended without saying that it was done."""


class Child:
    """A process forked from this one to do `work(tell, wait)`.

    `tell` sends the parent a message; `wait` blocks until the parent calls `go`, and ends the process where the parent
    has gone. The child has its own process group, so that an interrupt reaches the parent alone, which then stops it.
    """

    def __init__(self, name: str, work: Callable[[Tell, Callable[[], None]], None]) -> None:
        self.name = name
        self._buffer = b""
        hearing, telling = os.pipe()
        waiting, going = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        with warnings.catch_warnings():  # Python 3.12 warns where a thread exists; the child starts none and joins none
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if self.pid == 0:
            os.close(hearing)
            os.close(going)
            _live(work, telling, waiting)
        os.close(telling)
        os.close(waiting)
        self.pipe, self._going = hearing, going
        self._gone = False

    def fileno(self) -> int:
        return self.pipe

    def go(self) -> None:
        with contextlib.suppress(BrokenPipeError):  # it has died: `messages` says so
            os.write(self._going, b"\n")

    def messages(self) -> Iterator[dict[str, Any]]:
        """The messages at hand; blocks for the first. Raises what the child raised, or DiedError."""
        received = os.read(self.pipe, 1 << 20)
        if not received:
            raise DiedError(self._end())
        *lines, self._buffer = (self._buffer + received).split(b"\n")
        for line in lines:
            message = json.loads(line)
            if "raised" in message:
                raise _error(message["raised"])
            yield message

    def result(self) -> dict[str, Any]:
        """Wait for the end; the last message."""
        while True:
            for message in self.messages():
                if "done" in message:
                    self.close()
                    return message

    def close(self, stop: bool = False) -> None:
        """Wait for the process to end and free it; with `stop`, end it."""
        if self._gone:
            return
        if stop:
            for kill in (os.killpg, os.kill):  # the group does not exist before the child has made it
                try:
                    kill(self.pid, signal.SIGKILL)
                except (ProcessLookupError, PermissionError):
                    continue
        self._reap()

    def _end(self) -> str:
        status = self._reap()
        if os.WIFSIGNALED(status):
            name = signal.Signals(os.WTERMSIG(status)).name
            return f"its process was killed ({name}{', often for lack of memory' if name == 'SIGKILL' else ''})"
        return f"its process ended by itself with code {os.waitstatus_to_exitcode(status)}"

    def _reap(self) -> int:
        self._gone = True
        os.close(self.pipe)
        os.close(self._going)
        return os.waitpid(self.pid, 0)[1]


def _live(work: Callable[[Tell, Callable[[], None]], None], telling: int, waiting: int) -> NoReturn:
    """The child's whole life. It leaves by os._exit, so nothing of the parent's is run twice."""
    code = 1
    try:
        os.setpgid(0, 0)
        for interrupt in (signal.SIGINT, signal.SIGTERM):
            signal.signal(interrupt, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nowhere, number)

        def tell(message: dict[str, Any]) -> None:
            data = json.dumps(message).encode() + b"\n"
            while data:
                data = data[os.write(telling, data) :]

        def wait() -> None:
            if not os.read(waiting, 1):
                os._exit(1)

        try:
            work(tell, wait)
            tell({"done": True})
            code = 0
        except RashomonError as error:
            tell({"raised": [type(error).__name__, error.where, error.found, error.way_out]})
        except OSError as error:  # a full disk: the command line says so
            tell({"raised": ["OSError", error.errno, error.strerror, error.filename and str(error.filename)]})
        except BaseException:
            tell({"raised": ["", traceback.format_exc()]})
    finally:
        os._exit(code)


def _error(told: list[Any]) -> Exception:
    kind, *rest = told
    if kind == "OSError":
        return OSError(*rest)
    return (
        getattr(errors, kind, RashomonError)(*rest) if kind else RuntimeError(f"in a process of this run:\n{rest[0]}")
    )
