"""What is written of a report, and that it is verified in the same formats."""

from pathlib import Path

import pytest
from invented import small
from test_publish_html import Page

from analysis import cli
from analysis import study as studies
from analysis.report import manifest, publish, verify
from analysis.report.progress import Progress


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ([], ("html", "pdf")),
        (["docx"], ("html", "pdf", "docx")),
        (["html"], ("html",)),
        (["html", "docx"], ("html", "docx")),
        (["pdf"], ("html", "pdf")),
        (["docx", "pdf", "docx"], ("html", "pdf", "docx")),
        (["html", "pdf"], ("html", "pdf")),
    ],
)
def test_the_page_is_always_written(asked: list[str], written: tuple[str, ...]) -> None:
    assert publish.formats(asked) == written


@pytest.mark.parametrize(("asked", "there"), [(["html"], set()), (["docx"], {"report.pdf", "report.docx"})])
def test_a_report_has_the_files_asked_for_and_verifies(tmp_path: Path, asked: list[str], there: set[str]) -> None:
    folder, study = small(tmp_path)
    plan = publish.plan(studies.load(study), {}, None, folder, publish.formats(asked))
    report = publish.build(plan, Progress(None))
    told = manifest.read(report)
    assert {"report.pdf", "report.docx"} & told["outputs"].keys() == there
    assert told["formats"] == list(plan.formats)
    links = {link["href"] for link in Page((report / "index.html").read_text(encoding="utf-8")).all("a")}
    assert {"report.pdf", "report.docx"} & links == there
    assert {name for name in links if name and name[0] not in "#" and not (report / name).is_file()} == set()
    outcome = verify.verify(verify.request(report, str(study), folder), Progress(None))
    assert outcome.same, outcome.told()


def test_the_command_line_knows_the_formats(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.main(["report", "--format", "odt"])
    assert end.value.code == 2
    assert "docx" in capsys.readouterr().err
