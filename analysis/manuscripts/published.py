"""What a manuscript can quote of a report: its named values, and the permanent ids of its figures and tables."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.manuscripts.pieces import ID
from analysis.report import compare, macros
from analysis.report.values import JSON
from analysis.statements.sentence import NAME

CITATIONS = "citations.json"


@dataclass(frozen=True)
class Published:
    """A report. `ids` has each permanent id without its digest and the digest; None where the report has none."""

    name: str
    values: Mapping[str, Mapping[str, Any]]
    ids: Mapping[str, str] | None
    macros: Mapping[str, str]


def read(folder: Path) -> Published:
    """A report's values and ids. Raises InputError for a folder that is no report, or files that cannot be read."""
    if not (folder / JSON).is_file():
        raise InputError(folder, f"is not a report: it has no {JSON}", "Make one: rashomon report STUDY")
    values = compare.values(folder)
    for name, record in values.items():
        _check(f"{folder.name}/{JSON}", name, record)
    names = {macro: name for name, macro in macros.letters(values).items()}
    return Published(folder.name, values, _ids(folder), names)


def _check(where: str, name: str, record: Mapping[str, Any]) -> None:
    """Raises InputError for a value that no report would write."""
    ends = [record.get(part) for part in ("n", "low", "high")]
    sound = (
        re.fullmatch(NAME, name)
        and (isinstance(record.get("value"), str) or is_number(record.get("value")))
        and all(end is None or is_number(end) for end in ends)
        and all(isinstance(record.get(key, ""), str) for key in ("text", "unit"))
        and isinstance(record.get("digits", 0), int)
        and 0 <= record.get("digits", 0) <= 15
    )
    if not sound:
        raise InputError(where, f"the value {name[:60]!r} cannot be read", "Make the report again.")


def is_number(value: Any) -> bool:
    """Whether a value is a number that can be compared."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _ids(folder: Path) -> dict[str, str] | None:
    path = folder / CITATIONS
    if not path.is_file():
        return None
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{folder.name}/{CITATIONS}", f"cannot be read: {error!r}", "Make the report again.") from None
    found = (found[0] for text in _texts(told) for found in re.finditer(ID, text))
    return {name: digest for name, _, digest in sorted(id.partition("@") for id in found)}


def _texts(told: Any) -> Iterator[str]:
    """What may hold the permanent id in each entry of a list of CSL-JSON."""
    for entry in told if isinstance(told, list) else []:
        if isinstance(entry, dict):
            yield from (entry[key] for key in ("id", "note") if isinstance(entry.get(key), str))
