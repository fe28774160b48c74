"""Read a report that somebody else may have made or changed: plain files only, of bounded size, in strict JSON.

Nothing that a report says is used as a path before `names` has found it to be a plain relative one.
"""

import json
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from analysis.errors import InputError

MOST = {"manifest": 32 << 20, "json": 256 << 20, "page": 128 << 20, "notebook": 512 << 20}  # bytes
LONGEST_PATH = 240  # characters
DIGEST = re.compile(r"[0-9a-f]{64}")
_WAY_OUT = "Give a report that rashomon report made."


def read(path: Path, kind: str, where: str) -> bytes:
    """The bytes of a plain file. Raises InputError for a link, a folder, a device, or more than is ever needed."""
    try:
        known = path.lstat()
        if not stat.S_ISREG(known.st_mode):
            raise InputError(where, "is a link, a folder or a device, not a plain file", _WAY_OUT)
        if known.st_size > MOST[kind]:
            raise InputError(where, f"has {known.st_size:,} bytes: no {kind} is so large", _WAY_OUT)
        return path.read_bytes()
    except OSError as error:
        raise InputError(where, f"cannot be read: {error.strerror}", _WAY_OUT) from None


def parsed(content: bytes, where: str) -> Any:
    """JSON in UTF-8 without a name twice, NaN or deep nesting. Raises InputError."""
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise InputError(where, "is nested too deeply", _WAY_OUT) from None
    except ValueError as error:  # also of Unicode, and of numbers of thousands of digits
        raise InputError(where, f"is not JSON as Rashomon writes it: {error}", _WAY_OUT) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for at, (name, _) in enumerate(pairs) if name in dict(pairs[:at]))
        raise ValueError(f"the name {twice[:60]!r} stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def plain_name(name: object) -> bool:
    """Whether a name can be that of one file or folder in another: no way up, no root, nothing that cannot be seen."""
    return (
        isinstance(name, str)
        and 0 < len(name) <= LONGEST_PATH
        and name.isprintable()
        and "\\" not in name
        and "/" not in name
        and not name.startswith(".")
        and name == name.strip()
    )


def outside(names: Iterable[object]) -> Iterator[object]:
    """Those of `names` that are no plain relative paths, so that they could lead out of a folder."""
    for name in names:
        parts = name.split("/") if isinstance(name, str) and len(name) <= LONGEST_PATH else [""]
        if not all(map(plain_name, parts)) or PurePosixPath(*parts).as_posix() != name:
            yield name


def entries(folder: Path) -> tuple[list[str], list[str], list[str]]:
    """What a folder holds below it, sorted: plain files, those that are none (links, devices), and hidden ones."""
    plain, others, hidden = [], [], []
    for place, folders, files in os.walk(folder):
        at = Path(place)
        for name in [*folders, *files]:
            path = at / name
            mode, told = path.lstat().st_mode, path.relative_to(folder).as_posix()
            if name.startswith(".") or name == "__pycache__":
                hidden.append(told)
            elif stat.S_ISREG(mode):
                plain.append(told)
            elif not stat.S_ISDIR(mode):
                others.append(told)
        folders[:] = [name for name in folders if not name.startswith(".") and name != "__pycache__"]
    return sorted(plain), sorted(others), sorted(hidden)
