"""What the documentation says is so."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_readme_findings_are_the_reports() -> None:
    """The sentences between the marks stand word for word in the committed report."""
    quoted = re.search(r"<!-- findings -->\n(.+?)<!-- end of findings -->", README, re.DOTALL)
    assert quoted
    told = [" ".join(item.split()) for item in re.split(r"^- ", quoted[1], flags=re.MULTILINE) if item.strip()]
    summary = json.loads((ROOT / "reports/geneva-2021/notebooks/00-summary.ipynb").read_text(encoding="utf-8"))
    shown = "\n".join(
        "".join(output["data"]["text/plain"]) for cell in summary["cells"] for output in cell.get("outputs", ())
    )
    assert len(told) >= 3
    assert [sentence for sentence in told if sentence not in shown] == []


def test_every_command_is_in_the_readme_and_has_help() -> None:
    for command in ("prepare", "report", "verify", "diff", "check-citations", "lab", "code", "check"):
        assert f"rashomon {command}" in README
        done = subprocess.run(
            [sys.executable, "-m", "analysis.cli", command, "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.startswith(f"usage: rashomon {command}")


def test_every_notebook_and_make_target_is_described() -> None:
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert f"`{path.stem}`" in README
    for target in ("report", "test", "lab"):
        assert f"make {target}" in README


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_version_is_the_same_everywhere() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f'version: "{project["version"]}"' in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_lock_has_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9][\w.-]*==", lock, re.MULTILINE)
    assert len(pins) > 80
    assert lock.count("--hash=sha256:") >= len(pins)
    assert "://" not in lock
    wanted = re.findall(r'^    "([\w-]+)>=', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for name in wanted if f"\n{name}==" not in f"\n{lock}"} == set()
