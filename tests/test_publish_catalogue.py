"""The page that lists the reports: whole at any time, and foreign text stays text."""

import base64
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from invented import code, notebook, parameters, small
from test_publish_hostile import HOSTILE
from test_publish_html import Page

from analysis import study as studies
from analysis.errors import NotebookError
from analysis.report import catalogue, crate, manifest, publish
from analysis.report.progress import Progress

TOLD: dict[str, Any] = {key: {} for key in ("parameters", "inputs", "outputs", "versions", "code")}


def put(
    folder: Path,
    name: str,
    title: str = "Two accounts",
    sources: str = "2",
    event: str = "a strike",
    day: str = "1987-03-14",
) -> Path:
    """What the list reads of a report."""
    place = folder / name
    place.mkdir(parents=True)
    manifest.write({**TOLD, "study": "toy", "rashomon": "0"}, place)
    graph = [{"@id": "./", "name": title}, {"@id": "#event", "name": event, "startDate": day}]
    (place / crate.FILE).write_text(json.dumps({"@graph": graph}))
    counts = {"corpus.sources": sources, "corpus.documents": "1,200"}
    (place / "values.json").write_text(json.dumps({name: {"value": 0, "text": text} for name, text in counts.items()}))
    return place


def read(folder: Path) -> Page:
    found = catalogue.update(folder)
    assert found is not None
    return Page(found.read_text(encoding="utf-8"))


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return tmp_path / "reports"


def test_a_report_is_listed_with_what_it_is_about(reports: Path) -> None:
    (put(reports, "strike") / "report.pdf").write_bytes(b"%PDF-")
    page = read(reports)
    for said in ("Two accounts", "a strike, 1987-03-14", "2 sources, 1,200 documents", "strike"):
        assert said in page.text
    links = [(link["href"], link.get("aria-label")) for link in page.all("a")]
    assert links == [
        ("strike/index.html", None),
        ("strike/report.pdf", "PDF of Two accounts"),
        ("strike/values.json", "Values of Two accounts"),
        ("strike/manifest.json", "Manifest of Two accounts"),
    ]


def test_reports_stand_by_the_names_of_their_folders_and_nothing_else_does(reports: Path) -> None:
    for name in ("b", "a", "c d"):
        put(reports, name, title=f"Title {name}", sources="1")
    put(reports, ".a.partial-7")
    (reports / "notes").mkdir()
    (reports / "notes" / manifest.FILE).write_text("[]")
    (reports / "file.txt").write_text("")
    page = read(reports)
    assert re.findall(r"Title .+", page.text) == ["Title a", "Title b", "Title c d"]
    assert page.text.count("1 source, ") == 3
    assert [link["href"] for link in page.all("a")][-1] == "c%20d/manifest.json"


@pytest.mark.parametrize("lost", [crate.FILE, "values.json"])
@pytest.mark.parametrize(
    "content", [None, "[1]", '{"@graph": [{"a": 1}], "corpus.sources": 3}', "\ufffe{", "[" * 99_999]
)
def test_a_report_of_another_version_is_listed_by_its_study(reports: Path, lost: str, content: str | None) -> None:
    place = put(reports, "old")
    (place / lost).unlink()
    if content is not None:
        (place / lost).write_text(content, encoding="utf-8")
    text = read(reports).text
    assert ("toy" in text) == (lost == crate.FILE)
    assert ("sources" in text) == (lost == crate.FILE)


def test_only_a_folder_of_reports_gets_a_list(tmp_path: Path, reports: Path) -> None:
    put(tmp_path / "other", "strike")
    assert catalogue.update(tmp_path / "other") is None
    assert not (tmp_path / "other" / "index.html").exists()
    put(reports, "strike")
    (reports / "index.html").write_text("somebody's own")
    assert catalogue.update(reports) is None
    assert (reports / "index.html").read_text() == "somebody's own"
    (reports / "index.html").write_bytes(catalogue.MARK.encode() + b"\xff")
    assert catalogue.update(reports) == reports / "index.html"
    (reports / "index.html").unlink()
    (reports / "index.html").mkdir()
    assert catalogue.update(reports) is None


def test_the_list_has_a_policy_no_script_and_the_look_of_a_report(reports: Path) -> None:
    put(reports, "strike")
    text = (catalogue.update(reports) or reports).read_text(encoding="utf-8")
    page = Page(text)
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv")]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in page.elements}
    assert not [attributes for _, attributes in page.elements if "style" in attributes]
    assert page.all("html") == [{"lang": "en"}]


def put_several(reports: Path, labels: dict[str, str]) -> Path:
    """A folder as `rashomon report --each` leaves it."""
    place = reports / "strike-each"
    for name in labels:
        put(place, name, title="Two accounts")
    (place / "findings.csv").write_text("finding\n")
    told = {"reports": {name: {"label": label} for name, label in labels.items()}, "outputs": {}}
    (place / catalogue.EACH).write_text(json.dumps(told))
    return place


def test_reports_with_different_parameters_are_listed_by_their_labels(reports: Path) -> None:
    put(reports, "strike", title="One account")
    put_several(reports, {"k=3": "k = 3", "k=5": "k = 5"})
    page = read(reports)
    assert "2 reports compared: k = 3; k = 5" in page.text
    assert page.text.count("a strike, 1987-03-14") == 2
    assert [link["href"] for link in page.all("a")][3:] == [
        "strike-each/index.html",
        "strike-each/k=3/index.html",
        "strike-each/k=5/index.html",
        "strike-each/findings.csv",
    ]


@pytest.mark.parametrize(
    "told",
    [
        "[]",
        "{",
        '{"reports": 3}',
        '{"reports": {}}',
        '{"reports": {"../strike": {"label": "x"}}}',
        '{"reports": {"gone": {"label": "x"}}}',
        '{"reports": {"k=3": "x"}}',
        "[" * 99_999,
    ],
)
def test_a_folder_of_reports_that_does_not_say_what_it_is_is_not_listed(reports: Path, told: str) -> None:
    put(reports, "strike")
    (put_several(reports, {"k=3": "k = 3"}) / catalogue.EACH).write_text(told)
    assert "strike-each" not in read(reports).text


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_foreign_label_stays_text(reports: Path, kind: str) -> None:
    put_several(reports, {"k=3": HOSTILE[kind]})
    page = read(reports)
    assert [link["href"] for link in page.all("a")][1] == "strike-each/k=3/index.html"
    assert not {"script", "img", "iframe", "svg", "link"} & {tag for tag, _ in page.elements}


@pytest.mark.parametrize("kind", HOSTILE)
def test_foreign_text_stays_text(reports: Path, kind: str) -> None:
    text = HOSTILE[kind]
    name = re.sub(r"[/\x00\ud800\udfff\n]", "", text)[:80]
    put(reports, name, title=text, sources=text, event=text, day=text)
    found = read(reports)
    assert {tag for tag, _ in found.elements} <= {
        *("html", "head", "meta", "title", "style", "body", "div", "main", "header", "section", "h1", "h2", "p", "a"),
        "time",
    }
    assert all((link["href"] or "").count("/") == 1 for link in found.all("a"))
    assert not set("\x00\x07\u202e\u2066") & set(found.text)


def test_a_report_that_another_run_publishes_meanwhile_is_not_lost(
    reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(reports, "first")
    replaced = os.replace

    def slow(source: Path, target: Path) -> None:
        """The other run publishes and lists its report before this one's older list takes the place."""
        if not (reports / "second").exists():
            put(reports, "second", title="Second")
            with monkeypatch.context() as other:
                other.setattr(os, "getpid", lambda: 1)
                catalogue.update(reports)
        replaced(source, target)

    monkeypatch.setattr(os, "replace", slow)
    text = (catalogue.update(reports) or reports).read_text(encoding="utf-8")
    assert "Second" in text
    assert sorted(path.name for path in reports.iterdir()) == ["first", "index.html", "second"]


def test_publishing_lists_the_report_and_a_failed_run_changes_nothing(tmp_path: Path) -> None:
    folder, study = small(tmp_path)
    publish.build(publish.plan(studies.load(study), {}, None, folder), Progress(None))
    before = (tmp_path / "reports" / "index.html").read_bytes()
    assert b'href="toy/index.html"' in before
    (folder / "03-bad.ipynb").write_text(json.dumps(notebook(parameters("a: int = 1  # a number"), code("1 / 0"))))
    with pytest.raises(NotebookError):
        publish.build(publish.plan(studies.load(study), {}, None, folder), Progress(None))
    assert (tmp_path / "reports" / "index.html").read_bytes() == before
    publish.build(publish.plan(studies.load(study), {}, tmp_path / "out", small(tmp_path / "x")[0]), Progress(None))
    assert (tmp_path / "reports" / "index.html").read_bytes() == before
    assert not (tmp_path / "index.html").exists()
