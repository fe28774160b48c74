"""No sentence of the articles stands anywhere in the project."""

import re
import subprocess
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT.parent / "shared" / "seeds"
RUN = 8  # words


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def tracked() -> list[Path]:
    """Every file of the project that is, or is about to be, under version control."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def readable(path: Path) -> str:
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return path.read_bytes().decode("utf-8", errors="replace")


@pytest.mark.seeds
def test_no_run_of_eight_words_of_the_articles_is_in_the_project() -> None:
    if not ARTICLES.is_dir():
        pytest.skip("the articles of the bundled study are not here")
    theirs = {run for path in ARTICLES.glob("*.txt") for run in runs(path.read_text(encoding="utf-8"))}
    assert len(theirs) > 1000
    found = {str(path.relative_to(ROOT)): theirs & runs(readable(path)) for path in tracked()}
    assert {name: sorted(shared)[:3] for name, shared in found.items() if shared} == {}


@pytest.mark.seeds
def test_the_rule_would_find_a_sentence() -> None:
    if not ARTICLES.is_dir():
        pytest.skip("the articles of the bundled study are not here")
    text = sorted(ARTICLES.glob("*.txt"))[0].read_text(encoding="utf-8")
    assert runs(f"<p>{text[:200]}</p>") & runs(text)


def test_no_machine_path_and_no_package_host_is_in_the_project() -> None:
    # A folder for temporary files is no trace of a machine: tests invent names in it.
    places = {ROOT, ROOT.parent, Path.home()} - {Path(tempfile.gettempdir()), Path("/")}
    paths = re.compile("|".join(re.escape(f"{place}/") for place in sorted(places)))
    hosts = re.compile(r"--(extra-)?index-url|https?://[^\s\"')]*/simple\b|hosted\.org/packages|//registry\.")
    found = {}
    for path in tracked():
        text = readable(path)
        if path != Path(__file__) and (match := paths.search(text) or hosts.search(text)):
            found[str(path.relative_to(ROOT))] = match[0]
    assert found == {}
