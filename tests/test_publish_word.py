"""The Word file: read back with python-docx, as a co-author's Word would."""

import io
import re
import zipfile
from typing import Any

import docx
import pandas as pd
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from invented import markdown, notebook
from invented_report import report, shown
from matplotlib.figure import Figure
from test_citation import document
from test_publish_hostile import HOSTILE, everywhere

from analysis.report import artifacts, dates, display, ooxml, word
from analysis.report.document import assemble
from analysis.statements import Sentence


def made(notebooks: dict[str, Any]) -> bytes:
    document = assemble(notebooks)
    files = artifacts.files(document)
    return word.document(document, lambda id: files[f"figures/{id}.png"])


def opened(content: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(content))


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> WordDocument:
    return opened(made(report(monkeypatch)))


def of_style(document: WordDocument, name: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == name]


def test_it_says_who_made_it_and_when(monkeypatch: pytest.MonkeyPatch) -> None:
    of = document(monkeypatch, authors=["Núñez, Ana"], published="2026-11-22")
    files = artifacts.files(of)
    written = opened(word.document(of, lambda id: files[f"figures/{id}.png"]))
    assert "Ana Núñez · published 22 November 2026" in of_style(written, "Normal")


def test_headings_captions_and_findings_have_their_styles(whole: WordDocument) -> None:
    assert of_style(whole, "Title") == ["Two accounts of a strike"]
    assert of_style(whole, "Subtitle") == ["a strike, 14 March 1987"]
    assert of_style(whole, "Heading 1") == ["Summary", "1 What was read", "2 Which topics"]
    assert of_style(whole, "Heading 2") == ["1.1 How long?"]
    captions = of_style(whole, "Caption")
    assert [caption.partition(".")[0] for caption in captions] == ["Figure 1", "Figure 2", "Table 1", "Table 2"]
    assert captions[0] == "Figure 1. 1,331 words; see Section 2."
    bullets = of_style(whole, "List Bullet")
    assert bullets[0] == "Officials have 64\u00a0% of the words. (Figure 1) [suggestive]"
    assert of_style(whole, "List Continue")[0] == "A share of 7\u00a0% would have been found."


def test_every_link_leads_to_a_bookmark(whole: WordDocument) -> None:
    body = whole.element.body
    places = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    ids = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    asked = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    assert len(set(places)) == len(places) == len(set(ids))
    assert asked == {"fig_lengths", "fig_map", "tab_terms", "sec_topics"}
    assert asked <= set(places)
    assert ids == [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkEnd"))]


def test_a_bookmark_has_a_name_that_word_takes() -> None:
    long = [ooxml.bookmark_name("sec-methods-" + "how-to-verify-" * 5 + end) for end in ("a", "b")]
    assert long[0] != long[1]
    assert all(re.fullmatch(r"[a-z]\w{,39}", name, re.ASCII) for name in [*long, ooxml.bookmark_name("fig-é")])


def test_pictures_say_what_they_show(whole: WordDocument) -> None:
    told = [(one.get("name"), one.get("descr")) for one in whole.element.body.iter(qn("wp:docPr"))]
    assert told == [("fig-lengths", "Two bars."), ("fig-map", "Two bars.")]
    assert all(0 < shape.width <= ooxml.WIDTH for shape in whole.inline_shapes)


def test_a_table_has_its_head_on_every_page_and_its_first_rows(whole: WordDocument) -> None:
    (terms,) = whole.tables
    rows = [[cell.text for cell in row.cells] for row in terms.rows]
    assert rows == [["term", "z"], ["word a", "0.00"], ["word b", "−1.50"]]
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in terms.rows] == [True, False, False]
    order = [qn(f"w:{name}") for name in ("tblStyle", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblLook")]
    assert [order.index(one.tag) for one in terms._tbl.tblPr] == sorted(
        order.index(one.tag) for one in terms._tbl.tblPr
    )
    assert of_style(whole, ooxml.TABLE_TEXT)[-2:] == [
        "The first 2 of 7 rows; all are in tables/terms.csv.",
        "All 3 rows are in tables/hidden.csv.",
    ]


def test_the_same_bytes_twice_and_no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    content = made(report(monkeypatch))
    assert made(report(monkeypatch)) == content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.testzip() is None
    told = opened(content).core_properties
    assert (told.title, told.author, told.created, told.modified) == (
        *("Two accounts of a strike", ""),
        *(dates.NO_TIME, dates.NO_TIME),
    )


def test_markdown_has_its_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    cell = """# A

Plain *slanted* **heavy** `code` [out](https://example.org/?a=1&b=2) [in](javascript:alert(1)).

3. third
4. fourth

- point
  - below

> said

| a | b |
|---|--:|
| x | 1 |
"""
    document = opened(made({"01-a": notebook(markdown(cell))}))
    first = next(one for one in document.paragraphs if one.text.startswith("Plain"))
    assert first.text == "Plain slanted heavy code out in."
    marks = {run.text: (run.italic, run.bold, run.font.name) for run in first.runs}
    assert marks["slanted"] == (True, None, None)
    assert marks["heavy"] == (None, True, None)
    assert marks["code"] == (None, None, ooxml.MONOSPACED)
    assert [link.address for link in first.hyperlinks] == ["https://example.org/?a=1&b=2"]
    assert of_style(document, "List Paragraph") == ["3. third", "4. fourth"]
    assert (of_style(document, "List Bullet"), of_style(document, "List Bullet 2")) == (["point"], ["below"])
    assert of_style(document, "Quote") == ["said"]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [["a", "b"], ["x", "1"]]


@pytest.mark.parametrize("kind", HOSTILE)
def test_foreign_text_stays_text(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    document = opened(made(everywhere(monkeypatch, HOSTILE[kind])))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    text += "\n".join(cell.text for one in document.tables for row in one.rows for cell in row.cells)
    assert not set("\x00\x07\u202e\u2066\ud800") & set(text)
    if kind in ("script", "quotes", "scripts"):
        assert text.count(HOSTILE[kind].split("\n")[0].split("{")[0]) > 4
    links = [link.address for one in document.paragraphs for link in one.hyperlinks if link.address]
    assert links == []


def test_a_table_without_columns_to_print_or_of_many_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    many = pd.DataFrame([["a word " * 40, *range(30)]], columns=[f"c{at}" for at in range(31)])
    calls = [
        lambda: display.table("none", many, caption=Sentence("None."), labels={"c1": ""}),
        lambda: display.table("many", many, caption=Sentence("Many.")),
    ]
    document = opened(made({"01-a": notebook(markdown("# A"), shown(monkeypatch, *calls))}))
    (found,) = document.tables
    assert len(found.rows[1].cells) == 31
    assert sum(column.width for column in found.columns) == pytest.approx(ooxml.WIDTH, rel=0.01)


def test_a_figure_is_no_wider_than_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    said, data = Sentence("Wide."), pd.DataFrame({"a": [1]})
    wide = Figure(figsize=(20, 2))
    wide.subplots().plot([1, 2])
    cell = shown(monkeypatch, lambda: display.figure("wide", wide, data=data, caption=said, alt=said))
    document = opened(made({"01-a": notebook(markdown("# A"), cell)}))
    assert document.inline_shapes[0].width == ooxml.WIDTH
