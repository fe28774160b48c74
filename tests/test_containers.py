"""Binder and the dev container build the environment that everybody has: that of the lock, each package by its digest.

No container engine runs here: what is tested is that the files are whole, point at what exists, and use the lock.
"""

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
BINDER, CONTAINER = ROOT / ".binder", ROOT / ".devcontainer"
LOCK = ROOT / "requirements.lock"


def test_every_package_of_the_lock_has_a_digest() -> None:
    packages = [block for block in re.split(r"\n(?=\S)", LOCK.read_text(encoding="utf-8")) if "==" in block]
    assert len(packages) > 50
    assert [block.split()[0] for block in packages if "--hash=sha256:" not in block] == []


def test_binder_installs_the_lock_and_then_the_project() -> None:
    (line,) = (BINDER / "requirements.txt").read_text(encoding="utf-8").split("\n")[:-1]
    option, place = line.split()
    assert option == "-r"
    assert (BINDER / place).resolve() == LOCK
    version = (BINDER / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert version in SpecifierSet(project["requires-python"])
    script = BINDER / "postBuild"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)
    assert "--no-deps --no-build-isolation --editable ." in script.read_text(encoding="utf-8")


def test_the_dev_container_is_made_by_make() -> None:
    container = json.loads((CONTAINER / "devcontainer.json").read_text(encoding="utf-8"))
    assert (CONTAINER / container["build"]["dockerfile"]).is_file()
    program, target = container["postCreateCommand"].split()
    assert program == "make"
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "READY := " + target in recipe
    assert "--require-hashes --requirement requirements.lock" in recipe
    assert container["customizations"]["vscode"]["settings"]["python.defaultInterpreterPath"].startswith(".venv/")


def test_no_file_names_a_machine_or_a_registry() -> None:
    files = [path for folder in (BINDER, CONTAINER) for path in sorted(folder.iterdir())]
    assert len(files) == 5
    for path in files:
        assert not re.search(
            r"https?://|\w+\.(com|org|io|net|dev)\b|/home/|/root|/work", path.read_text(encoding="utf-8")
        )
