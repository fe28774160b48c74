"""A notebook's parameters: what its parameters cell declares, and the values a run gives them.

A declaration is one line, `name: type = literal  # what it means, unit`, in the code cell tagged `parameters`. Values
come from the command line, else from the study's `[parameters]`, else from the declaration.
"""

import ast
import difflib
import io
import math
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.errors import ParameterError

TAG = "parameters"
STUDY = "study"  # the parameter that names the study; set by the command's argument, not by -p

_SCALARS: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
_LIST = "rashomon report --parameters lists the parameters."


@dataclass(frozen=True)
class Parameter:
    """A declared parameter: its type as written (`int`, `list[str]`), its default, what it means."""

    name: str
    type: str
    default: Any
    means: str
    line: int


def source(cell: Mapping[str, Any]) -> str:
    """The source of a cell, which a notebook file may hold as one string or as a list of lines."""
    text = cell.get("source", "")
    return text if isinstance(text, str) else "".join(text)


def declared(notebook: Mapping[str, Any], name: str) -> dict[str, Parameter]:
    """The parameters that the notebook `name` declares, in order. Raises ParameterError for a line that is not one."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and TAG in cell.get("metadata", {}).get("tags", ()):
            return _parsed(source(cell), name)
    return {}


def _parsed(text: str, name: str) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    way_out = "A parameter is one line: name: type = literal  # what it means, unit"
    try:
        lines = ast.parse(text).body
        comments = {
            token.start[0]: token.string.lstrip("# ").strip()
            for token in tokenize.generate_tokens(io.StringIO(text).readline)
            if token.type == tokenize.COMMENT
        }
    except (SyntaxError, tokenize.TokenError) as error:
        raise ParameterError(f"{name}, parameters cell", f"is not Python: {error}", way_out) from None
    for line in lines:
        where = f"{name}, parameters cell, line {line.lineno}"
        if not isinstance(line, ast.AnnAssign) or not isinstance(line.target, ast.Name) or line.value is None:
            raise ParameterError(where, f"is not a declaration: {ast.unparse(line)}", way_out)
        kind, key = ast.unparse(line.annotation), line.target.id
        if not _known(kind):
            raise ParameterError(where, f"{key} has the type {kind}", "Types: str, int, float, bool, list[…] of these.")
        try:
            default = check(ast.literal_eval(line.value), kind)
        except ValueError:
            raise ParameterError(where, f"the default of {key} is not a literal of type {kind}", way_out) from None
        found[key] = Parameter(key, kind, default, comments.get(line.end_lineno or line.lineno, ""), line.lineno)
    return found


def _known(kind: str) -> bool:
    return kind in _SCALARS or (kind.startswith("list[") and kind[5:-1] in _SCALARS and kind.endswith("]"))


def check(value: Any, kind: str) -> Any:
    """The value as one of type `kind`; a whole number may stand for a float. Raises ValueError."""
    if kind.startswith("list["):
        if not isinstance(value, list):
            raise ValueError("not a list")
        return [check(item, kind[5:-1]) for item in value]
    if kind == "float" and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not _SCALARS[kind] or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError(f"not a {kind}")
    return value


def parse(text: str, kind: str) -> Any:
    """The value that a command line's text says: `3`, `0.5`, `true`, `some words`, `1,2,3`. Raises ValueError."""
    if kind == "str":
        return text
    if kind == "bool":
        return check({"true": True, "false": False}.get(text.strip().lower()), kind)
    if kind in ("int", "float"):
        return check(int(text) if kind == "int" else float(text), kind)
    if text.lstrip().startswith("["):
        try:
            return check(ast.literal_eval(text.strip()), kind)
        except (SyntaxError, MemoryError, RecursionError):
            raise ValueError("not a list") from None
    return [parse(item.strip(), kind[5:-1]) for item in text.split(",") if item.strip()]


def all_declared(notebooks: Mapping[str, Mapping[str, Any]]) -> dict[str, Parameter]:
    """Every parameter of a set of notebooks. Raises ParameterError where two notebooks declare one differently."""
    found: dict[str, tuple[str, Parameter]] = {}
    for name, notebook in notebooks.items():
        for parameter in declared(notebook, name).values():
            other, first = found.setdefault(parameter.name, (name, parameter))
            if (first.type, first.default) != (parameter.type, parameter.default):
                raise ParameterError(
                    f"{name}, parameters cell, line {parameter.line}",
                    f"{parameter.name}: {parameter.type} = {parameter.default!r}, but {other} declares "
                    f"{first.type} = {first.default!r}",
                    "One name has one type and one default in all notebooks.",
                )
    return {name: parameter for name, (_, parameter) in found.items()}


def resolve(
    notebooks: Mapping[str, Mapping[str, Any]],
    from_study: Mapping[str, Any],
    given: Mapping[str, str],
    study: str = "",
    where: str = "study.toml",
) -> dict[str, dict[str, Any]]:
    """The value of every parameter of every notebook; each notebook gets what it declares and nothing else.

    `given` holds texts from the command line, `from_study` typed values from the file named `where`, `study` the name
    of the study. Raises ParameterError for an unknown name (with the nearest known ones) or a wrong type.
    """
    known = all_declared(notebooks)
    values: dict[str, Any] = {STUDY: study} if study and STUDY in known else {}
    for name, told in from_study.items():
        parameter = named(name, known, where)
        values[name] = typed(told, parameter, where, check)
    for name, text in given.items():
        parameter = named(name, known, "-p")
        values[name] = typed(text, parameter, f"-p {name}={text}", parse)
    return {
        name: {key: values.get(key, parameter.default) for key, parameter in declared(notebook, name).items()}
        for name, notebook in notebooks.items()
    }


def named(name: str, known: Mapping[str, Parameter], where: str) -> Parameter:
    """The parameter of this name. Raises ParameterError with the nearest names where there is none."""
    if name == STUDY:
        raise ParameterError(where, f"{STUDY!r} is the command's argument", "rashomon report seeds/NAME")
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        guess = f"Did you mean {' or '.join(near)}? " if near else ""
        raise ParameterError(where, f"no notebook has a parameter {name!r}", guess + _LIST)
    return known[name]


def typed(value: Any, parameter: Parameter, where: str, read: Any) -> Any:
    """What `read` (`check`, `parse`) makes of a value. Raises ParameterError that says what the parameter is."""
    try:
        return read(value, parameter.type)
    except ValueError:
        raise ParameterError(
            where,
            f"{parameter.name} is {value!r}, which is not of type {parameter.type}",
            f"It is {parameter.means or 'a parameter'}; the default is {parameter.default!r}.",
        ) from None


def with_values(text: str, values: Mapping[str, Any]) -> str:
    """The text of a parameters cell with other literals: types and comments stay."""
    lines = text.splitlines(keepends=True)
    for node in reversed(ast.parse(text).body):
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name) or node.value is None:
            continue
        if node.target.id in values:
            first, last = node.value.lineno - 1, (node.value.end_lineno or node.value.lineno) - 1
            # ast counts columns in UTF-8 bytes
            before = lines[first].encode()[: node.value.col_offset].decode()
            after = lines[last].encode()[node.value.end_col_offset :].decode()
            lines[first : last + 1] = [before + repr(values[node.target.id]) + after]
    return "".join(lines)
