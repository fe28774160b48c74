"""What a report says of its making: in the notebook, and in the page itself."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from invented import markdown, notebook, parameters, small
from invented_report import report
from test_publish_html import Page

from analysis import study as studies
from analysis.errors import InputError
from analysis.report import embedding, executed, integrity, linked, manifest, publish
from analysis.report.document import assemble
from analysis.report.html import HTMLReport
from analysis.report.progress import Progress

ORIGIN: dict[str, Any] = {
    "rashomon": "0.1.0",
    "study": "toy",
    "parameters": {"02-topics": {"k": 5}},
    "inputs": {"terms.csv": "a" * 64},
    "versions": {"python": "3.11"},
    "code": {"sha256": "b" * 64, "files": {"analysis/a.py": "c" * 64}},
    "formats": ["html"],
}
HOSTILE = '</script><script>alert(1)</script><!-- \u202e\u2028 & "quoted" \ud800'


def test_the_inputs_are_listed_with_their_digests(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_bytes(b"term\n")
    (tmp_path / "study.toml").write_bytes(b"")
    (tmp_path / ".hidden").write_bytes(b"not an input")
    digests = [hashlib.sha256(content).hexdigest() for content in (b"", b"term\n")]
    assert executed.inputs(tmp_path).to_numpy().tolist() == [
        ["study.toml", 0, digests[0][:12], digests[0]],
        ["terms.csv", 5, digests[1][:12], digests[1]],
    ]


def test_versions_end_with_the_digest_of_the_code() -> None:
    listed = executed.versions()
    assert listed["package"].tolist()[-1] == "code of rashomon, SHA-256"
    assert listed["version"].tolist()[-1] == manifest.code(Path(executed.__file__).parents[2])["sha256"]
    assert set(listed["package"]) >= {"python", "numpy", "rashomon"}


def test_parameters_that_were_changed_stand_first(tmp_path: Path) -> None:
    cell = parameters(
        "b: int = 1  # the second letter\na: int = 1  # the first letter\nc: float = 1.5  # the third letter"
    )
    ran = notebook(markdown("# X"), cell)
    ran["metadata"]["papermill"] = {"parameters": {"b": 2, "a": 1, "c": 1.5}}
    (tmp_path / "01-x.ipynb").write_text(json.dumps(ran))
    used = executed.parameters_used(tmp_path)
    assert used[["parameter", "value", "default", "changed"]].to_numpy().tolist() == [
        ["b", "2", "1", True],
        ["a", "1", "1", False],
        ["c", "1.5", "1.5", False],
    ]


def told(page: str) -> dict[str, Any]:
    (block,) = embedding.blocks(page)
    carried: dict[str, Any] = json.loads(block)
    return carried


def test_a_page_carries_its_manifest(monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = {"figures/a.svg": "e" * 64, "values.json": "f" * 64}
    block = embedding.block(ORIGIN, outputs)
    page = HTMLReport().page(assemble(report(monkeypatch)), {}, block)
    assert Page(page).all("script") == [{"type": "application/json", "id": "manifest"}, {"type": linked.TYPE}, {}]
    found = told(page)
    assert found["code"] == {"sha256": "b" * 64}
    assert found["outputs"] == outputs
    assert {key: found[key] for key in ("study", "rashomon", "parameters", "inputs", "versions")} == {
        key: ORIGIN[key] for key in ("study", "rashomon", "parameters", "inputs", "versions")
    }


def test_nothing_in_a_manifest_ends_its_block(monkeypatch: pytest.MonkeyPatch) -> None:
    origin = {**ORIGIN, "study": HOSTILE, "parameters": {"x": {HOSTILE: HOSTILE}}, "inputs": {HOSTILE: ""}}
    page = HTMLReport().page(assemble(report(monkeypatch)), {}, embedding.block(origin, {HOSTILE: ""}))
    assert len(Page(page).all("script")) == 3
    assert "alert(1)</script>" not in page
    found = told(page)
    assert (found["study"], found["parameters"]["x"], list(found["outputs"])) == (
        HOSTILE,
        {HOSTILE: HOSTILE},
        [HOSTILE],
    )


WHOLE = embedding.block(ORIGIN, {})


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<p>no block</p>", id="none"),
        pytest.param(f"{WHOLE}\n{WHOLE}\n", id="two"),
        pytest.param(WHOLE.replace('"study"', '"stud"'), id="a part missing"),
        pytest.param(WHOLE.replace("{", "", 1), id="no JSON"),
        pytest.param(WHOLE.replace('{"02-topics":{"k":5}}', "[]"), id="no mapping"),
    ],
)
def test_a_page_without_one_manifest_says_so(page: str) -> None:
    with pytest.raises(InputError, match=r"^page\.html: .*(manifest|JSON)"):
        integrity.of_page(page, "page.html")
    assert integrity.of_page(f"<html>\n{WHOLE}\n</html>", "page.html")["study"] == "toy"


def test_a_published_page_tells_the_same_as_the_manifest_beside_it(tmp_path: Path) -> None:
    folder, study = small(tmp_path)
    plan = publish.plan(studies.load(study), {"k": "5"}, None, folder)
    published = publish.build(plan, Progress(None))
    beside, inside = manifest.read(published), told((published / "index.html").read_text(encoding="utf-8"))
    late = {"index.html", "report.pdf", "ro-crate-metadata.json"}
    assert inside.pop("outputs") == {name: one for name, one in beside["outputs"].items() if name not in late}
    assert inside.pop("code")["sha256"] == beside["code"]["sha256"]
    assert inside == {key: beside[key] for key in inside}
    assert inside.keys() == beside.keys() - {"code", "outputs"}
