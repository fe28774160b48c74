"""The named values of a report, as files beside it: `values.json`, `values.csv` and, as macros, `values.tex`."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from analysis.report import macros, prose

KEYS = ("value", "text", "unit", "digits", "n", "low", "high", "notebook")
JSON, CSV, TEX = "values.json", "values.csv", "values.tex"

Record: TypeAlias = Mapping[str, Any]


def records(values: Mapping[str, Record]) -> dict[str, dict[str, Any]]:
    """What is published of each value, by name, sorted: of `KEYS` those that are known, safe to print."""
    return {
        prose.visible(name): {
            key: prose.visible(record[key]) if isinstance(record[key], str) else record[key]
            for key in KEYS
            if record.get(key) is not None
        }
        for name, record in sorted(values.items())
    }


def files(
    values: Mapping[str, Record], as_csv: Callable[[Sequence[Any], Iterable[Sequence[Any]]], bytes]
) -> dict[str, bytes]:
    """The three files by name; `as_csv` writes columns and rows."""
    known = records(values)
    return {
        JSON: (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode(),
        CSV: as_csv(("name", *KEYS), ([name, *map(record.get, KEYS)] for name, record in known.items())),
        TEX: macros.tex(known).encode(),
    }
