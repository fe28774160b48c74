"""Which files of this package a notebook's code can reach: what its results can depend on, beside its inputs."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def reached(sources: Iterable[str], package: Path = PACKAGE) -> list[str]:
    """The files that cells with these sources import, directly or not, as sorted paths relative to the package.

    Imports inside functions count. A package's data files, which stand beside its modules, come with it; files in folders
    below, as templates, do not: only publishing reads them.
    """
    found: set[Path] = set()
    waiting = [module for text in sources for module in _imported(text, package.name, package)]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        waiting += _imports(path, package)
    data = {
        beside
        for folder in {path.parent for path in found} - {package}
        for beside in folder.iterdir()
        if beside.is_file() and beside.suffix != ".py" and not beside.name.startswith(".")
    }
    return sorted(path.relative_to(package).as_posix() for path in found | data)


@cache
def _imports(path: Path, package: Path) -> tuple[Path, ...]:
    """The files of the package that one of its modules imports."""
    inside = ".".join((package.name, *path.relative_to(package).parent.parts))
    return tuple(_imported(path.read_text(encoding="utf-8"), inside, package))


def _imported(text: str, inside: str, package: Path) -> Iterator[Path]:
    """The files of the package that a source imports; `inside` is the package that it stands in."""
    try:
        nodes = ast.parse(text).body
    except SyntaxError:  # the cell will say so when it runs
        return
    for node in _statements(nodes):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _files(alias.name, package)
        elif isinstance(node, ast.ImportFrom):
            above = inside.split(".")[: None if node.level < 2 else 1 - node.level] if node.level else []
            module = ".".join([*above, *filter(None, [node.module])])
            yield from _files(module, package)
            for alias in node.names:
                yield from _files(f"{module}.{alias.name}", package)


def _statements(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """These statements and those inside them. Expressions, of which there are ten times as many, import nothing."""
    for node in nodes:
        yield node
        for inside in ("body", "handlers", "orelse", "finalbody", "cases"):
            yield from _statements(getattr(node, inside, ()))


def _files(module: str, package: Path) -> Iterator[Path]:
    """A module's file and those of the packages around it; none where it is not of this package."""
    first, *parts = module.split(".")
    if first != package.name:
        return
    yield package / "__init__.py"
    for end in range(1, len(parts) + 1):
        place = package.joinpath(*parts[:end])
        if (place / "__init__.py").is_file():
            yield place / "__init__.py"
        elif place.with_suffix(".py").is_file():
            yield place.with_suffix(".py")
