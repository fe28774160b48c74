"""Which code a process runs: what two processes must agree on to give the same results."""

import hashlib
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

_ELSEWHERE = ("report", "figures", "statements")  # modules that no piece of work reaches
_DATA = (".py", ".csv", ".txt")
# Libraries whose versions can change a result, or what one process understands of another.
_LIBRARIES = (
    *("numpy", "scipy", "pandas", "scikit-learn", "nupunkt", "simplemma", "ftfy", "trafilatura", "python-docx"),
    *("python-dateutil", "charset-normalizer", "pyarrow", "dask", "distributed"),
)


@cache
def code() -> str:
    """Digest of the package's modules and word lists: what was done by other code is done again."""
    own = hashlib.sha256()
    root = Path(__file__).resolve().parents[1]
    for path in sorted(path for path in root.rglob("*") if path.suffix in _DATA):
        place = path.relative_to(root)
        if place.parts[0] not in _ELSEWHERE:
            own.update(place.as_posix().encode() + b"\0" + path.read_bytes())
    return own.hexdigest()


@cache
def described() -> dict[str, str]:
    """What this process runs: its Python, each library's version, and the digest of the package."""
    found = {"Python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "none"
    return found | {"rashomon": code()[:12]}


def differences(here: dict[str, str], there: dict[str, str]) -> str:
    """What differs, in words; empty if nothing does."""
    told = (
        f"{name} {there.get(name, 'none')}, not {here[name]}" for name in here if there.get(name, "none") != here[name]
    )
    return "; ".join(told)
