"""Which tests run in one process, and in which order.

Whole modules go to whichever process is free, so that what the tests of a module share is made once; those that start a
browser are one unit, for one browser runs at a time. (The groups of pytest-xdist are lost with pytest 9.2, silently:
pytest-dev/pytest-xdist issue 1386.)
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

BROWSER = "browser"
# What takes longest comes first, so that no process is busy with it when the others have nothing left to do.
LONGEST_FIRST = (
    BROWSER,
    "test_bundled_report.py",
    "test_workers.py",
    "test_faults.py",
    "test_notebooks.py",
    "test_kept.py",
    "test_figures.py",
    "test_verify.py",
    "test_publish_report.py",
    "test_prepare_large.py",
    "test_publish_hostile.py",
    "test_robustness.py",
)


def unit(test: str) -> str:
    """The unit of a test, by its name: its module, or the browser."""
    module = test.partition("::")[0].rpartition("/")[2]
    return BROWSER if "browser" in module else module


class ByModule(LoadScopeScheduling):
    """Units in the order in which they are collected, each to the process that first runs out of work."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByModule:
    config.option.loadscopereorder = False
    return ByModule(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {name: at for at, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(unit(item.nodeid), len(place)))
