"""How a part of a report was made: its notebook, the values of its parameters, and the command that makes it again."""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.errors import ParameterError
from analysis.report import notebooks, parameters


@dataclass(frozen=True)
class Made:
    """A notebook as it ran: values of its parameters by name, and those that are not their defaults.

    `sums_up`: it reads what other notebooks found, so it cannot be run by itself.
    """

    notebook: str
    values: Mapping[str, Any] = field(default_factory=dict)
    changed: Mapping[str, Any] = field(default_factory=dict)
    sums_up: bool = False


def made(name: str, notebook: Mapping[str, Any]) -> Made:
    """How the executed notebook `name` ran. Where its defaults cannot be read, every value counts as changed."""
    values = notebook["metadata"].get("papermill", {}).get("parameters", {})
    values = dict(values) if isinstance(values, Mapping) else {}
    try:
        known = parameters.declared(notebook, name)
    except ParameterError:
        known = {}
    changed = {key: value for key, value in values.items() if key not in known or value != known[key].default}
    return Made(name, values, changed, notebooks.reads_others(notebook))


def command(of: Made, whole: Iterable[Made], study: str) -> str:
    """The command line that makes it again, from the project's folder.

    It runs one notebook; where that sums up others, the whole report, with what was changed in any of them.
    """
    if not of.sums_up:
        path = f"{of.notebook}.ipynb"
        words = ["papermill", f"notebooks/{path}", path]
        for name, value in sorted(of.changed.items()):
            words += _option(name, value)
        return shlex.join(words)
    words = ["rashomon", "report", f"seeds/{study}"]
    changed = {name: value for one in whole for name, value in one.changed.items() if name != parameters.STUDY}
    for name, value in sorted(changed.items()):
        words += ["-p", f"{name}={_text(value)}"]
    return shlex.join(words)


def _option(name: str, value: Any) -> list[str]:
    """An option of papermill: `-p` reads numbers and booleans, `-r` takes a text as it is, `-y` reads a list."""
    if isinstance(value, str):
        return ["-r", name, value]
    if isinstance(value, (bool, int, float)):
        return ["-p", name, str(value)]
    return ["-y", f"{name}: {value!r}"]


def _text(value: Any) -> str:
    """A value as `-p name=value` of rashomon reads it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
