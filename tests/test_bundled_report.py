"""The committed report: up to date, whole, and the same bytes wherever it is built."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from analysis.report import linked, manifest
from analysis.study import load

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "reports" / "geneva-2021"
STUDY = ROOT / "seeds" / "geneva-2021"


def told() -> dict:
    return json.loads((REPORT / "manifest.json").read_text(encoding="utf-8"))


def test_is_made_from_the_code_that_stands_here() -> None:
    now = manifest.code(ROOT)
    differing = {
        name
        for name in now["files"] | told()["code"]["files"]
        if now["files"].get(name) != told()["code"]["files"].get(name)
    }
    assert sorted(differing) == [], "the report is stale: run make report and commit it"
    assert now["sha256"] == told()["code"]["sha256"]


def test_is_made_from_the_study_that_stands_here() -> None:
    assert manifest.digests(STUDY, manifest.files(STUDY)) == told()["inputs"], "the report is stale: run make report"


def test_every_published_file_is_as_the_manifest_says() -> None:
    names = [name for name in manifest.files(REPORT) if name != "manifest.json"]
    assert manifest.digests(REPORT, names) == told()["outputs"]


def test_has_what_it_promises() -> None:
    names = set(manifest.files(REPORT))
    assert {"index.html", "report.pdf", "values.json", "manifest.json"} <= names
    assert {"tables/passages-topics.csv", "tables/topics.csv"} <= names
    figures = {Path(name).stem for name in names if name.startswith("figures/")}
    assert len(figures) >= 7
    assert {f"figures/{figure}.{kind}" for figure in figures for kind in ("svg", "pdf", "png", "csv")} <= names
    assert (REPORT / "tables" / "passages-topics.csv").read_text(encoding="utf-8").startswith("passage,")


def test_robustness_looks_up_what_the_report_says() -> None:
    published = {
        name: pd.read_csv(REPORT / "tables" / f"{name}.csv", keep_default_na=False)
        for name in ("robustness-claims", "topics", "wording", "omissions", "voices-alone")
    }
    told = published["robustness-claims"]
    told = told[told["told"]]
    of = {finding: set(zip(own["source"], own["thing"], strict=True)) for finding, own in told.groupby("finding")}
    topics = published["topics"]
    assert of["topics"] == {("", label) for label in topics.loc[topics["verdict"] != "not to be interpreted", "label"]}
    words = published["wording"][published["wording"]["distinct"] & (published["wording"]["delta"] > 0)]
    labels = load(STUDY).labels
    assert of["wording"] == {(labels[row.source], row.term) for row in words.itertuples()}
    for finding, table, thing in (("omissions", "omissions", "thing"), ("voices-alone", "voices-alone", "speaker")):
        rows = published[table]
        assert of[finding] == set(zip(rows["source"], rows[thing], strict=True))
    assert told["settings"].gt(0).all()


class Page(HTMLParser):
    """What a page loads, links to, and offers as targets."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.targets: set[str] = set()
        self.links: set[str] = set()
        self.tags: set[str] = set()
        self.scripts: list[dict[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.scripts += [found] if tag == "script" else []
        self.loads += [found[key] for key in ("src", "srcset", "data", "poster") if key in found]
        if tag == "link":
            self.loads.append(found.get("href", ""))
        if "id" in found:
            assert found["id"] not in self.targets, f"the id {found['id']} stands twice"
            self.targets.add(found["id"])
        if tag == "a":
            self.links.add(found.get("href") or found.get("xlink:href", ""))


def test_the_page_loads_nothing_and_its_links_lead_somewhere() -> None:
    page = Page((REPORT / "index.html").read_text(encoding="utf-8"))
    assert [load for load in page.loads if not load.startswith("data:")] == []
    assert not page.tags & {"iframe", "object", "embed"}
    data = [{"type": "application/json", "id": "manifest"}, {"type": linked.TYPE}]
    assert page.scripts == [*data, {}]  # ours is of the policy
    broken = {link for link in page.links if link.startswith("#") and link[1:] not in page.targets}
    missing = {
        link for link in page.links if not re.match(r"#|https?:|mailto:", link) and not (REPORT / link).is_file()
    }
    assert (broken, missing) == (set(), set())


def test_claims_nothing_about_a_source_beyond_its_text() -> None:
    """One article a source: every finding says that it describes these texts."""
    summary = json.loads((REPORT / "notebooks" / "00-summary.ipynb").read_text(encoding="utf-8"))
    bundles = [o["data"] for c in summary["cells"] for o in c.get("outputs", ())]
    grades = [
        finding["grade"]
        for data in bundles
        for finding in data.get("application/vnd.rashomon+json", {}).get("findings", ())
    ]
    assert len(grades) >= 5
    assert set(grades) == {"describes these texts"}


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
THERE = {
    "TZ": "Asia/Kathmandu",
    "LC_ALL": "POSIX",
    "LANG": "tr_TR",
    "PYTHONHASHSEED": "42",
    "OMP_NUM_THREADS": "2",
    "OPENBLAS_NUM_THREADS": "2",
    "SOURCE_DATE_EPOCH": "86400",
}


def build(folder: Path, settings: dict[str, str], umask: int, *options: str, day: str = "") -> Path:
    """A copy of the project in `folder`, and its report built there; on another `day`, where faketime is installed."""
    for name in ("analysis", "notebooks", "seeds"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    clock = ["faketime", day] if day and shutil.which("faketime") else []
    command = [*clock, sys.executable, "-m", "analysis.cli", "report", "seeds/geneva-2021", *options]
    environment = {key: value for key, value in os.environ.items() if key not in HERE | THERE} | settings
    done = subprocess.run(
        command, cwd=folder, env=environment | {"PYTHONPATH": str(folder)}, umask=umask, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "reports" / "geneva-2021"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("one"), HERE, 0o022)


@pytest.mark.slow
def test_two_builds_are_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """Another folder, time zone, locale, hash seed, thread count, umask and day."""
    elsewhere = build(tmp_path / "an other place", THERE, 0o077, day="2031-02-03 04:05:06")
    assert digest(elsewhere) == digest(built)
    assert (elsewhere / "index.html").stat().st_mode == (built / "index.html").stat().st_mode


@pytest.mark.slow
def test_ordinary_kernels_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    assert digest(build(tmp_path / "kernels", HERE, 0o022, "--kernels")) == digest(built)


@pytest.mark.slow
def test_the_committed_values_are_those_of_a_build_here(built: Path) -> None:
    """Bytes may differ from one kind of processor to another; the published values may not."""
    fresh, committed = (json.loads((place / "values.json").read_text(encoding="utf-8")) for place in (built, REPORT))
    assert fresh == committed


COMPUTE = """
import hashlib
from pathlib import Path
from analysis import inventory, style, tables, topics, wording
data = tables.read_all(Path("seeds/geneva-2021"))
passages = inventory.sample(data, {}).passages
terms = style.compared_terms(data, True)
found = topics.fit(terms, passages)
frames = [found.assignment, found.topics, found.scan, wording.compare(terms, passages)]
print(hashlib.sha256("".join(frame.to_csv() for frame in frames).encode()).hexdigest())
"""


@pytest.mark.slow
def test_topics_and_wording_are_the_same_on_other_kernels_and_thread_counts() -> None:
    """OpenBLAS is told to compute as on other processors; what it cannot do here it computes as it can."""
    digests = set()
    for kernel, threads in (("Haswell", "1"), ("SkylakeX", "2"), ("Sandybridge", "1"), ("Nehalem", "2")):
        settings = {"OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
        command = [sys.executable, "-c", COMPUTE]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=True)
        digests.add(done.stdout)
    assert len(digests) == 1
