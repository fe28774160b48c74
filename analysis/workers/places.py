"""Which engine there is: what a command was told, or the notebooks by an environment variable."""

import atexit
import contextlib
import os
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from analysis.errors import InputError, ParameterError
from analysis.workers import local
from analysis.workers.engines import Engine, Here, Processes

CLUSTER = "RASHOMON_CLUSTER"  # address of the Dask scheduler that notebooks use, if any
LOCAL = "local"  # in place of an address: a cluster on this machine, for this run


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def opened(cluster: str = "", processes: int = 0) -> Iterator[Engine]:
    """The engine of a command: a cluster by its address, or `local`; without, that many processes (0: a core each)."""
    number = processes or cores()
    with contextlib.ExitStack() as stack:
        if cluster:
            from analysis.workers.cluster import Cluster

            address = stack.enter_context(local.cluster(number)) if cluster == LOCAL else check(cluster)
            yield stack.enter_context(Cluster(address))
        else:
            yield stack.enter_context(Processes(number) if number > 1 else Here())


@contextlib.contextmanager
def shown(cluster: str = "") -> Iterator[None]:
    """Notebooks that run inside the block use this cluster; without one, what the environment says stays."""
    with contextlib.ExitStack() as stack:
        if cluster:
            address = stack.enter_context(local.cluster(cores())) if cluster == LOCAL else check(cluster)
            before = os.environ.get(CLUSTER)
            os.environ[CLUSTER] = address
            stack.callback(_put_back, before)
            stack.callback(_close)
        yield


def _put_back(before: str | None) -> None:
    os.environ.pop(CLUSTER, None)
    if before is not None:
        os.environ[CLUSTER] = before


def check(address: str) -> str:
    """The address, if something answers there; asked without Dask, whose threads must not be in a process that forks."""
    parts = urlsplit(address)
    try:
        if not parts.scheme or not parts.hostname or not parts.port:
            raise ValueError
    except ValueError:
        found = f"{address!r} is not the address of a Dask scheduler"
        raise ParameterError("--cluster", found, "It looks like tcp://host:8786, or is local.") from None
    try:
        socket.create_connection((parts.hostname, parts.port), timeout=10).close()
    except OSError as error:
        found = f"no Dask scheduler answers there ({error.strerror or error})"
        raise InputError(
            address, found, "Start one with dask scheduler, and give the address that it prints."
        ) from None
    return address


def at_hand() -> Engine:
    """The engine of the analyses: the cluster that $RASHOMON_CLUSTER names, else this process."""
    cluster = os.environ.get(CLUSTER, "")
    if not cluster:
        return Here()
    place = (cluster, os.getpid())  # a forked process cannot use its parent's
    if place not in _kept:
        stack = contextlib.ExitStack()
        _kept[place] = stack.enter_context(opened(cluster)), stack
    return _kept[place][0]


_kept: dict[tuple[str, int], tuple[Engine, contextlib.ExitStack]] = {}


@atexit.register
def _close() -> None:
    """End what this process has opened."""
    for place in [place for place in _kept if place[1] == os.getpid()]:
        _kept.pop(place)[1].close()
