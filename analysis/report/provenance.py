"""What a report says it was made with: Rashomon's version, those of packages, and the digest of the code.

A run tells its notebooks and renderers what its manifest will say, so that one report never says two things. Where a
report is verified, the run tells what that report says: then whatever differs are results, and the versions and the
code, which are compared by themselves, do not make every page differ that names them.
"""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.report import environment, manifest
from analysis.report.environment import MADE_WITH

PARTS = ("rashomon", "versions", "code")


def stated() -> dict[str, Any]:
    """`rashomon`, `versions` and `code`, the digest of all code: what this run was told, or what is here."""
    if told := os.environ.get(MADE_WITH):
        found: dict[str, Any] = json.loads(told)
        return found
    code = manifest.code(Path(__file__).resolve().parents[2])["sha256"]
    return {"rashomon": manifest.rashomon(), "versions": manifest.versions(), "code": code}


def rashomon() -> str:
    """Rashomon's version, as `stated`."""
    told = os.environ.get(MADE_WITH)
    return str(json.loads(told)["rashomon"]) if told else manifest.rashomon()


def told(origin: Mapping[str, Any]) -> str:
    """What `stated` reads, of a manifest."""
    return json.dumps({**{part: origin[part] for part in PARTS}, "code": origin["code"]["sha256"]})


@contextlib.contextmanager
def telling(origin: Mapping[str, Any]) -> Iterator[None]:
    """What is `stated` in this block is what a manifest says."""
    with environment.variable(MADE_WITH, told(origin)):
        yield
