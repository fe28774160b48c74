"""Modules import only from layers below their own, and stay small."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = (
    {"errors"},
    {"study", "tables"},
    {"tokens", "resampling", "power", "grades", "texts", "evidence", "workers"},
    {"corpus", "reuse", "quotations", "tfidf", "clustering", "agreement", "facts", "renderings", "style"},
    {
        *("prepare", "topics", "wording", "voices", "coverage", "frames", "disagreement", "prominence"),
        *("inventory", "context"),
    },
    {"robustness"},
    {"figures", "statements", "coding", "checking"},
    {"report"},
    {"manuscripts"},
    {"cli"},
)
LAYER = {module: number for number, modules in enumerate(LAYERS) for module in modules}
FILES = sorted((ROOT / "analysis").rglob("*.py"))
MODULES = [path for path in FILES if path != ROOT / "analysis" / "__init__.py"]


def module_of(path: Path) -> str:
    """The top-level module of `analysis` that a file belongs to."""
    return path.relative_to(ROOT / "analysis").parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The top-level modules of `analysis` that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("analysis.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_only_from_layers_below(path: Path) -> None:
    own = module_of(path)
    for other in imported(path) - {own}:
        assert LAYER[other] < LAYER[own], f"{own} (layer {LAYER[own]}) imports {other} (layer {LAYER[other]})"


def test_every_module_has_a_layer() -> None:
    assert {module_of(path) for path in MODULES} == set(LAYER)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_stay_small_and_say_what_they_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 320
    assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert path.stem not in {"utils", "helpers", "common"}


def test_architecture_document_names_every_module() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [module for module in LAYER if f"`{module}`" not in text] == []
