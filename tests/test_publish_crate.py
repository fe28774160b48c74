"""The RO-Crate of a report: read back as an archive would, with every file there and as it says."""

import hashlib
import json
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from invented import markdown, notebook, parameters, small
from invented_report import shown, title
from rocrate.rocrate import ROCrate

from analysis import study as studies
from analysis.report import crate, manifest, publish
from analysis.report.progress import Progress

ORIGIN: dict[str, Any] = {
    "rashomon": "0.1.0",
    "study": "harbour",
    "parameters": {"01-a": {"study": "harbour", "k": 5}, "02-b": {"k": 5, "share": True}},
    "inputs": {"study.toml": "a" * 64, "terms.csv": "b" * 64},
    "outputs": {},
    "versions": {"python": "3.11", "numpy": "2.1"},
    "code": {"sha256": "c" * 64, "files": {}},
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, study = small(tmp_path_factory.mktemp("project"))
    plan = publish.plan(studies.load(study), {"k": "5"}, None, folder, publish.formats(["docx"]))
    return publish.build(plan, Progress(None))


def read(folder: Path) -> ROCrate:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return ROCrate(folder)


def test_every_file_of_a_report_is_described_as_it_is(published: Path) -> None:
    described = {unquote(file.id): file for file in read(published).get_by_type("File")}
    there = {path.relative_to(published).as_posix() for path in published.rglob("*") if path.is_file()}
    assert there - {crate.FILE} == described.keys() >= {"index.html", "report.pdf", "report.docx", "figures/line.svg"}
    for name, file in described.items():
        content = (published / name).read_bytes()
        assert file["encodingFormat"]
        if name == manifest.FILE:  # it holds the digest of the crate
            assert "sha256" not in file.properties()
        else:
            assert (file["sha256"], file["contentSize"]) == (hashlib.sha256(content).hexdigest(), str(len(content)))


def test_the_run_is_an_action_with_what_it_took_and_what_it_made(published: Path) -> None:
    found, told = read(published), manifest.read(published)
    (run,) = found.get_by_type("CreateAction")
    assert found.root_dataset["mentions"] == run
    tool = run["instrument"]
    assert (tool["name"], tool["softwareVersion"]) == ("Rashomon", told["rashomon"])
    assert tool["sha256"] == told["code"]["sha256"]
    inputs = {one["name"]: one["sha256"] for one in run["object"] if one.type == "CreativeWork"}
    assert inputs == {f"toy/{name}": digest for name, digest in told["inputs"].items()}
    settings = {one["name"]: one["value"] for one in run["object"] if one.type == "PropertyValue"}
    assert settings == {"alpha": 0.5, "k": 5}
    assert {one.id for one in run["result"]} == {one.id for one in found.get_by_type("File")}
    assert found.root_dataset["conformsTo"].id == crate.PROFILE


def executed(folder: Path, patch: pytest.MonkeyPatch, **known: Any) -> Path:
    """A folder with an executed notebook that shows a title, and a page."""
    cell = shown(patch, title(text="Two accounts", event="a strike", date="1987-03-14"))
    for output in cell["outputs"]:
        for bundle in output["data"].values():
            if isinstance(bundle, dict):
                bundle.update(known)
    (folder / "notebooks").mkdir(parents=True)
    ran = notebook(markdown("# A"), parameters(), cell)
    (folder / "notebooks" / "00-summary.ipynb").write_text(json.dumps(ran))
    (folder / "index.html").write_text("page")
    return folder


def described(folder: Path, told: dict[str, Any] = ORIGIN) -> ROCrate:
    (folder / crate.FILE).write_bytes(crate.described(folder, told))
    (folder / manifest.FILE).write_text("{}")
    return read(folder)


def test_without_a_date_there_is_none_and_the_event_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = described(executed(tmp_path, monkeypatch)).root_dataset
    assert b"datePublished" not in (tmp_path / crate.FILE).read_bytes()  # rocrate sets one when it reads
    assert (root["name"], root["about"]["name"], root["about"]["startDate"]) == (
        "Two accounts",
        "a strike",
        "1987-03-14",
    )
    assert root["mainEntity"].id == "index.html"


def test_authors_date_and_addresses_where_the_study_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["Rivers, Jr, Ada", "Stone, Bo", "The Harbour Institute"]
    known = {"authors": names, "published": "2020-02-29", "doi": "10.1/x", "address": "https://example.org/"}
    known["license"] = "CC-BY-SA-4.0"
    found = described(executed(tmp_path, monkeypatch, **known))
    root = found.root_dataset
    people = [("Ada Rivers Jr", "Person"), ("Bo Stone", "Person"), ("The Harbour Institute", "Organization")]
    assert [(author["name"], author.type) for author in root["author"]] == people
    assert found.get_by_type("CreateAction")[0]["agent"] == root["author"]
    assert root.properties()["datePublished"] == "2020-02-29"
    assert root.properties()["identifier"] == "https://doi.org/10.1/x"
    assert root.properties()["url"] == "https://example.org/"
    assert root["license"].id == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert root["license"]["name"] == "CC-BY-SA-4.0"


def test_the_same_bytes_twice_and_another_run_for_another_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = executed(tmp_path, monkeypatch)
    assert crate.described(folder, ORIGIN) == crate.described(folder, {**ORIGIN, "outputs": {"x": "y"}})
    other = {**ORIGIN, "parameters": {"01-a": {"k": 6}}}
    runs = [described(folder, told).get_by_type("CreateAction")[0].id for told in (ORIGIN, other)]
    assert runs[0] != runs[1]


@pytest.mark.parametrize(
    "text",
    ["</script> \u202e\x00 \ud800", '{"@id": "./"}', "../../etc", "漢字 😀"],
    ids=["markup", "json", "path", "scripts"],
)
def test_foreign_text_stays_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    folder = executed(tmp_path, monkeypatch, title=text, event=text, date=text, authors=[text], note=text)
    (folder / "tables").mkdir()
    (folder / "tables" / "a b%20<c>.csv").write_text("x")
    found = described(folder, {**ORIGIN, "inputs": {"a b<c>.csv": "d" * 64}})
    assert [unquote(one.id) for one in found.get_by_type("File") if "tables" in one.id] == ["tables/a b%20<c>.csv"]
    assert len(found.get_by_type("Dataset")) == 1
    assert not set("\u202e\x00") & set(found.root_dataset["name"])
