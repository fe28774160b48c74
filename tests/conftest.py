"""Tests keep no texts and no executed notebooks on this machine, unless one says where; modules run whole; no test is timed."""

import os
from collections.abc import Iterator
from typing import Any

import browsing
import hypothesis
import pytest
from scheduling import pytest_collection_modifyitems, pytest_xdist_make_scheduler

__all__ = ["pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]

hypothesis.settings.register_profile("rashomon", deadline=None)  # how long an example takes depends on the machine
hypothesis.settings.load_profile("rashomon")
os.environ["RASHOMON_TEXTS"] = ""
os.environ["RASHOMON_KEPT"] = ""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser with an empty profile. Not for the whole session: other modules have event loops of their own."""
    with browsing.launched() as found:
        yield found
