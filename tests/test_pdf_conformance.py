"""What a screen reader and an archive find in the PDF: its tags, their order, its fonts and its drawings."""

import io
import itertools
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from invented import markdown, notebook
from invented_report import figure, report, say, shown, table, title
from pypdf import PdfReader

from analysis.report.document import assemble
from analysis.report.html import HTMLReport
from analysis.report.pdf import PDFReport

OUTLOUD = os.environ.get("RASHOMON_OUTLOUD") or shutil.which("outloud")
PDFINFO = shutil.which("pdfinfo")
MARKS = "# Marks\n\n1. one\n2. two\n\n- item\n\n| a | b |\n|---|--:|\n| x | y |\n\nBits [@lin1991]."


@pytest.fixture
def notebooks(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    return {**report(monkeypatch), "03-marks": notebook(markdown(MARKS))}


@pytest.fixture
def content(notebooks: dict[str, Any]) -> bytes:
    return PDFReport().render(notebooks)


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def elements(node: Any) -> Iterator[Any]:
    """The elements of a tag tree in its order, which is the order of reading."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def tags(content: bytes) -> list[Any]:
    return list(elements(read(content).root_object["/StructTreeRoot"]["/K"]))


def children(element: Any) -> list[str]:
    kids = element["/K"] if isinstance(element["/K"], list) else [element["/K"]]
    return [kid.get_object()["/S"] for kid in kids if hasattr(kid.get_object(), "keys")]


def test_language_title_and_page_numbers_are_told(content: bytes) -> None:
    root = read(content).root_object
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    labels = read(content).page_labels
    assert labels == [str(page) for page in range(1, len(labels) + 1)]


def test_authors_and_keywords_are_told() -> None:
    book = {
        "kind": "title",
        "title": "A strike",
        "study": "harbour",
        "event": "a strike",
        "authors": ["Ames, Eva", "Ng"],
    }
    document = assemble({"01-a": notebook(markdown("# A"))})
    made = PDFReport().page(type(document)(book, document.sections, document.places, document.values))
    about = read(made).metadata
    assert about is not None
    assert (about.author, about.keywords) == ("Eva Ames, Ng", "a strike, harbour")
    assert "Eva Ames, Ng" in read(made).pages[0].extract_text()


def test_every_figure_says_what_it_shows(content: bytes) -> None:
    figures = [element for element in tags(content) if element["/S"] == "/Figure"]
    assert [each["/Alt"] for each in figures] == ["Two bars.", "Two bars."]


def test_tables_have_heads_with_a_scope_and_cells_that_name_them(content: bytes) -> None:
    found = tags(content)
    heads = [element for element in found if element["/S"] == "/TH"]
    assert len(heads) == 4
    assert all(any(each.get("/Scope") == "/Column" for each in head["/A"]) for head in heads)
    cells = [element for element in found if element["/S"] == "/TD"]
    assert len(cells) == 6
    assert all(any(each.get("/Headers") for each in cell["/A"]) for cell in cells)
    assert [children(element) for element in found if element["/S"] == "/Table"] == [["/THead", "/TBody"]] * 2


def test_lists_are_lists(content: bytes) -> None:
    found = tags(content)
    lists = [children(element) for element in found if element["/S"] == "/L"]
    assert sorted(lists) == [["/LI"], ["/LI"], ["/LI"], ["/LI", "/LI"]]
    assert {tuple(children(element)) for element in found if element["/S"] == "/LI"} == {("/Lbl", "/LBody")}


def test_no_level_of_heading_is_skipped(content: bytes) -> None:
    levels = [int(element["/S"][2:]) for element in tags(content) if re.fullmatch(r"/H\d", element["/S"])]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_headings_and_results_are_read_in_the_order_of_the_page(notebooks: dict[str, Any], content: bytes) -> None:
    page = HTMLReport().render(notebooks)
    headings = re.findall(r"<h[23][^>]*>(?:<span class=\"no\">[\d.]+</span> )?(.*?)</h[23]>", page)
    titles = [element["/T"] for element in tags(content) if re.fullmatch(r"/H\d", element["/S"])]
    assert headings.pop() == "All numbers"  # which are beside the PDF, in the values' files
    assert titles == ["Contents", *headings]
    order = re.findall(r'<figure class="(figure|table)', page)
    captioned = [children(element) for element in tags(content) if element["/S"] == "/Div" and "/K" in element]
    results = ["figure" if "/Figure" in kinds else "table" for kinds in captioned if kinds[:1] == ["/Caption"]]
    assert results == order


@pytest.mark.skipif(not PDFINFO, reason="needs pdfinfo of poppler")
def test_what_is_read_is_the_text_of_the_page_in_its_order(
    notebooks: dict[str, Any], content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "report.pdf").write_bytes(content)
    asked = [str(PDFINFO), "-struct-text", str(tmp_path / "report.pdf")]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    spoken = re.sub(r"[\s\u2060\u200b]+", "", "".join(re.findall(r'^\s*"(.*)"$', told, re.MULTILINE)))
    page = re.search(
        r'<section id="sec-corpus">(.*)<section id="sec-references">', HTMLReport().render(notebooks), re.DOTALL
    )
    assert page is not None
    beside = r'<details.*?</details>|<figure.*?</figure>|<p class="reach">.*?</p>'
    running = re.sub(beside, "", page[1], flags=re.DOTALL)
    at = spoken.index("1Whatwasread", spoken.index("SeeSection"))
    for said in re.findall(r"<(?:p|h2|h3|td|li)(?: [^>]*)?>(.*?)</(?:p|h2|h3|td|li)>", running, re.DOTALL):
        words = re.sub(r"<[^>]+>|\s+", "", said).removesuffix(".")
        assert words in spoken[at:], said
        at = spoken.index(words, at) + len(words)


def test_fonts_are_embedded_and_drawings_are_no_pictures(content: bytes) -> None:
    fonts: dict[str, Any] = {}
    seen = set()

    def resources(of: Any) -> None:
        for font in (of.get("/Font") or {}).values():
            fonts[font.get_object()["/BaseFont"]] = font.get_object()
        for form in (of.get("/XObject") or {}).values():
            form = form.get_object()
            assert form["/Subtype"] != "/Image"
            if id(form) not in seen:
                seen.add(id(form))
                resources(form.get("/Resources", {}).get_object())

    for page in read(content).pages:
        resources(page["/Resources"].get_object())
    assert len(fonts) >= 3
    for font in fonts.values():
        described = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        described = described["/FontDescriptor"].get_object()
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & described.keys()


def test_characters_no_font_has_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    strange = "漢字 😀 \ue000 \U000f0000 عربى Ελλάδα"
    cells = shown(monkeypatch, title(strange), say(strange), figure("map", strange), table("all", strange))
    text = read(PDFReport().render({"01-a": notebook(markdown(f"# {strange}"), cells)})).pages[0].extract_text()
    assert "U+6F22" in text
    assert "😀" in text  # which DejaVu Sans has
    assert "U+E000" in text
    assert "Ελλάδα" in text


def test_what_is_copied_holds_no_invisible_character(content: bytes) -> None:
    text = "".join(page.extract_text() for page in read(content).pages)
    assert not re.findall("[\u2060\u200b-\u200f\ufeff]", text)


def test_a_result_right_after_a_heading_is_named_there(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = shown(monkeypatch, figure("map"), table("terms"), say("They differ (@fig-map)."), table("more"))
    made = PDFReport().render({"01-a": notebook(markdown("# A\n\n## How far?"), cells)})
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read(made).pages))
    assert "See Figure 1, Table 1." in text
    assert "They differ (Figure 1). (Table 2)" in text


@pytest.mark.skipif(not OUTLOUD, reason="needs outloud: RASHOMON_OUTLOUD, or the command")
def test_outloud_finds_no_error(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(content)
    done = subprocess.run([str(OUTLOUD), str(tmp_path / "report.pdf")], capture_output=True, text=True, check=False)
    assert " 0 error(s)" in done.stdout, done.stdout + done.stderr
