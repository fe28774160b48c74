"""Where pieces of work run: in this process, in others on this machine, or on a Dask cluster. The results are the same."""

from analysis.workers.engines import Engine, Here, Pending, Processes, Threads, in_order, suited
from analysis.workers.places import CLUSTER, LOCAL, at_hand, check, cores, opened, shown
from analysis.workers.versions import code

__all__ = [
    "CLUSTER",
    "LOCAL",
    "Engine",
    "Here",
    "Pending",
    "Processes",
    "Threads",
    "at_hand",
    "check",
    "code",
    "cores",
    "in_order",
    "opened",
    "shown",
    "suited",
]
