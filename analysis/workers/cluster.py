"""A Dask cluster as an engine: a scheduler at an address, and workers that run the same code as this process."""

import logging
import math
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Any

from analysis.errors import InputError, ParameterError
from analysis.workers import versions
from analysis.workers.engines import AHEAD, THREADS, Engine, Pending

CONNECT = 15.0  # seconds to find a scheduler, and for it to find a worker
WATCH = 5.0  # seconds between two looks whether a worker is left
PATIENCE = 60.0  # seconds without any worker, after which none is expected any more
AGAIN = "Start it again: it goes on where it was."
_INSTALL = "Install Dask with pip install 'rashomon[cluster]', or leave --cluster out."
_SAME = "Install the same version of Rashomon and of its libraries on every worker (docs/scale.md)."


class Cluster(Engine):
    """The workers of a Dask scheduler.

    Raises InputError where there is no scheduler, it has no worker, or one of them runs other code: all workers are asked
    at the beginning, and each is asked again before each call, since one may come later.
    """

    apart = True

    def __init__(self, address: str) -> None:
        self.address = address
        self._client = _connected(address)
        self._alone = math.inf  # since when there has been no worker
        try:
            self._check()
            self.watch()
        except BaseException:
            self.close()
            raise

    def _check(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=CONNECT)
        except TimeoutError:
            found = f"the scheduler has no worker, and none came in {CONNECT:.0f} seconds"
            raise InputError(self.address, found, f"Start one: dask worker {self.address} --nthreads 1") from None
        here = versions.described()
        for worker, there in sorted(self._client.run(versions.described, on_error="return").items()):
            if isinstance(there, Exception):
                raise InputError(f"worker {worker}", f"it cannot run this version of Rashomon: {there}", _SAME)
            if other := versions.differences(here, there):
                raise InputError(f"worker {worker}", f"it runs other code than this process: {other}", _SAME)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Pending[Any]:
        if time.monotonic() - self._looked > WATCH:
            self.watch()
        return _OnCluster(self, self._client.submit(_run, versions.described(), function, *arguments, pure=False))

    def share(self, value: Any) -> Any:
        """The scheduler keeps it, so it is there again for the other workers when one is lost."""
        return self._client.submit(_itself, value, pure=False)

    def close(self) -> None:
        self._client.close()

    def watch(self) -> None:
        """See how many workers there are by now. Raises InputError if the cluster is gone."""
        self._looked = time.monotonic()
        try:
            threads = sum(self._client.nthreads().values())
        except (OSError, TimeoutError, CancelledError, ValueError):
            raise self.gone() from None
        self.ahead = max(threads, 1) * AHEAD
        self._alone = math.inf if threads else min(self._alone, self._looked)
        if self._looked - self._alone > PATIENCE:
            raise InputError(
                self.address, f"no worker has been left for {PATIENCE:.0f} seconds", f"Start some. {AGAIN}"
            )

    def gone(self) -> InputError:
        """The error where nothing answers any more."""
        return InputError(self.address, "the scheduler does not answer any more", f"Start one. {AGAIN}")


class _OnCluster:
    def __init__(self, cluster: Cluster, future: Any) -> None:
        self.cluster, self.future = cluster, future
        self._done = threading.Event()
        future.add_done_callback(lambda _: self._done.set())

    def result(self) -> Any:
        from distributed.scheduler import KilledWorker

        # A time limit on the result itself would break off its transfer, for which Dask then waits for ever.
        while not self._done.wait(WATCH):
            self.cluster.watch()
        try:
            return self.future.result()
        except KilledWorker as error:
            found = f"a piece of work ended {error.allowed_failures + 1} workers, perhaps for want of memory"
            raise InputError(self.cluster.address, found, f"Give workers more memory. {AGAIN}") from None
        except CancelledError:
            raise self.cluster.gone() from None


def _connected(address: str) -> Any:
    try:
        import dask
        from distributed import Client
    except ImportError:
        raise ParameterError("--cluster", "Dask is not installed", _INSTALL) from None
    for name in ("distributed", "distributed.client"):  # what goes wrong is told once, by this module
        logging.getLogger(name).setLevel(logging.CRITICAL)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"})  # a unit of texts is large
    try:
        return Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, TimeoutError) as error:
        found = f"no Dask scheduler answers there ({type(error).__name__})"
        raise InputError(
            address, found, "Start one with dask scheduler, and give the address that it prints."
        ) from None
    except ValueError as error:
        found = f"not the address of a Dask scheduler ({error})"
        raise ParameterError(
            "--cluster", f"{address!r}: {found}", "It looks like tcp://host:8786, or is local."
        ) from None


def _run(expected: dict[str, str], function: Callable[..., Any], *arguments: Any) -> Any:
    """On a worker: the call, on one thread of the numerics, if the code is the same."""
    from distributed import get_worker
    from threadpoolctl import threadpool_limits

    if other := versions.differences(expected, versions.described()):
        raise InputError(
            f"worker {get_worker().address}", f"it runs other code than where it was begun: {other}", _SAME
        )
    for name in THREADS:  # for what is loaded later
        os.environ[name] = "1"
    threadpool_limits(limits=1)  # for good: a worker may run several calls at once
    return function(*arguments)


def _itself(value: Any) -> Any:
    return value
