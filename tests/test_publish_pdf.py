"""The PDF: tagged, with bookmarks, numbered like the page, the same bytes every time."""

import io
import os
import re
import signal

import nbformat
import pytest
from invented import code, markdown, notebook
from invented_report import report
from pypdf import PdfReader

from analysis.errors import PublishError
from analysis.report import pdf
from analysis.report.document import assemble
from analysis.report.pdf import PDFReport
from analysis.report.processes import CAN_FORK


def read(content: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(content))
    return reader, re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_it_is_tagged_titled_and_has_bookmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, _ = read(PDFReport().render(report(monkeypatch)))
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Two accounts of a strike"
    assert reader.metadata.creation_date_raw.startswith("D:19870314")
    bookmarks = [entry["/Title"] for entry in reader.outline if not isinstance(entry, list)]
    assert [re.sub(r"^[\d.]+ ", "", name) for name in bookmarks][-3:] == [
        *("What was read", "Which topics", "How to cite")
    ]


def test_numbers_are_those_of_the_document_and_code_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    _, text = read(PDFReport().render(report(monkeypatch)))
    for said in (
        "Figure 1. 1,331 words",
        "Figure 2. Words per document",
        "Table 1. Terms",
        "Table 2. Terms",
        "1.1 How",
    ):
        assert said in text
    assert "The first 2 of 7 rows; all are in tables/terms.csv." in text
    assert "import analysis" not in text


def test_the_same_bytes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    assert PDFReport().render(report(monkeypatch)) == PDFReport().render(report(monkeypatch))


def test_one_notebook_alone_through_nbconvert(monkeypatch: pytest.MonkeyPatch) -> None:
    node = nbformat.from_dict(report(monkeypatch)["01-corpus"])
    content, resources = PDFReport().from_notebook_node(node, {"metadata": {"name": "01-corpus"}})
    assert resources["output_extension"] == ".pdf"
    assert "What was read" in read(content)[1]


def test_markdown_of_every_kind_is_set() -> None:
    source = (
        "# A\n\n- one\n  - two\n\n3. three\n\n> said\n\n| a | b |\n|---|--:|\n| x | y |\n\n```\ncode\n```\n\n---\n\n"
        "[out](https://example.org) [in](#sec-a) `c` **b** *i*  \nend ![a picture](x.png) <b>raw</b>"
    )
    printed = {"output_type": "stream", "name": "stdout", "text": "printed"}
    book = notebook(markdown(source), {**code("print()"), "outputs": [printed]})
    _, text = read(PDFReport().render({"01-a": book}))
    for said in ("one", "two", "3. three", "said", "x y", "code", "out in c b i", "a picture <b>raw</b>", "printed"):
        assert said in text


def test_what_typst_refuses_is_an_error_with_its_message() -> None:
    with pytest.raises(PublishError, match="unknown variable: nothing"):
        pdf.printed("#nothing", pdf.dated(assemble({})))


@pytest.mark.skipif(not CAN_FORK, reason="needs fork")
def test_a_process_forked_after_typst_ran_can_still_print(monkeypatch: pytest.MonkeyPatch) -> None:
    notebooks = report(monkeypatch)
    here = PDFReport().render(notebooks)
    child = os.fork()
    if not child:
        signal.alarm(60)  # waiting for threads that were not forked would last for ever
        os._exit(0 if PDFReport().render(notebooks) == here else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
