"""Cards on the page, the section on citing, metadata, and the command that makes a figure again."""

import base64
import itertools
import json
import os
import re
import shlex
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from invented import code, markdown, notebook, parameters, project
from invented_report import figure, found, report, shown, table, title
from test_citation import document
from test_publish_html import Page

from analysis.report import artifacts, bibliography, cards, carried, citation, contents, making, notebooks
from analysis.report import parameters as values_of
from analysis.report.document import Document, assemble
from analysis.report.html import HTMLReport
from analysis.report.pdf import PDFReport

KNOWN = {
    "authors": ["Núñez, Ana", "The Harbour Institute"],
    "published": "2026-11-22",
    "doi": "10.5281/zenodo.1",
    "address": "https://a.org/r",
    "license": "CC-BY-4.0",
}


def card(html: str) -> str:
    return Page(html).text


def test_a_card_says_how_to_cite_and_what_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made = cards.cards(document(monkeypatch, **KNOWN))
    assert list(made) == ["fig-lengths", "fig-map", "tab-terms", "tab-hidden"]
    said = card(made["fig-lengths"])
    works = {work.key: work for work in citation.works(document(monkeypatch, **KNOWN))}
    work = works["harbour-fig-lengths"]
    for text in (citation.plain(work), bibliography.bibtex([work]).strip(), work.id, "01-corpus.ipynb, cell 5"):
        assert text in said
    assert f"suggestive {cards.USES['suggestive']}" in said
    assert cards.UNGRADED in card(made["tab-terms"])


@pytest.mark.parametrize("grade", ["describes these texts", "suggestive", "supported"])
def test_the_use_follows_the_grade(monkeypatch: pytest.MonkeyPatch, grade: Any) -> None:
    book = {"01-a": notebook(markdown("# A"), shown(monkeypatch, figure("lengths"), found("lengths", grade)))}
    said = card(cards.cards(assemble(book))["fig-lengths"])
    assert cards.USES[grade] in said
    assert (cards.UNTRIED in said) is (grade == "supported")
    assert not [other for other in cards.USES if other != grade and cards.USES[other] in said]


def test_the_link_to_the_cell_leads_to_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    html = HTMLReport().page(assemble(report(monkeypatch)), {})
    page = Page(html)
    anchors = re.findall(r'<a href="#(code-[^"]+)">01-corpus.ipynb, cell 5<', html)
    assert anchors == ["code-corpus-5"]
    assert {"class": "code", "id": "code-corpus-5"} in page.all("details")


def test_parameters_stand_with_the_cell_and_changed_ones_stand_out(monkeypatch: pytest.MonkeyPatch) -> None:
    book = notebook(markdown("# A"), parameters(), shown(monkeypatch, figure("f")))
    book["metadata"]["papermill"] = {"parameters": {"study": "toy", "k": 4, "alpha": 0.5}}
    html = cards.cards(assemble({"01-a": book}))["fig-f"]
    assert ": alpha = 0.5, <b>k = 4</b>" in html
    assert "<code>papermill notebooks/01-a.ipynb 01-a.ipynb -p k 4</code>" in html


def test_a_notebook_that_sums_up_is_made_again_with_the_whole_report() -> None:
    sums = making.made("00-summary", notebook(code("from analysis.report import executed")))
    other = making.Made("01-a", {}, {"k": 4, "flag": True, "words": ["a", "b c"], "study": "toy"})
    told = making.command(sums, [sums, other], "my study")
    words = shlex.split(told)
    assert words[:3] == ["rashomon", "report", "seeds/my study"]
    given = dict(pair.split("=", 1) for flag, pair in itertools.pairwise(words) if flag == "-p")
    types = {"k": "int", "flag": "bool", "words": "list[str]"}
    assert {name: values_of.parse(text, types[name]) for name, text in given.items()} == {
        "k": 4,
        "flag": True,
        "words": ["a", "b c"],
    }


PARAMETERS = """\
study: str = "toy"  # the study
k: int = 3  # clusters
alpha: float = 0.5  # weight
flag: bool = False  # switch
name: str = "x"  # a text
words: list[str] = ["a"]  # texts"""
DRAWS = """\
import pandas as pd
from matplotlib.figure import Figure

from analysis.report import display
from analysis.statements import Sentence

data = pd.DataFrame({"v": [k, alpha, flag, name, "|".join(words)]}, dtype=object)
display.figure("f", Figure(figsize=(1, 1)), data=data, caption=Sentence("What was given."), alt=Sentence("Nothing."))"""


@pytest.mark.slow
def test_the_command_of_a_card_makes_the_same_figure(tmp_path: Path) -> None:
    """As a shell reads it, in the project's folder; every type of parameter comes back as what it was."""
    book = notebook(markdown("# A"), parameters(PARAMETERS), code(DRAWS))
    book["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    project(tmp_path, n01_a=book)
    values = {"k": 4, "alpha": 1.5, "flag": True, "name": "007", "words": ["it's", "b c"]}
    made = making.Made("01-a", values, values)
    place = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    root = str(Path(__file__).resolve().parents[1])
    done = subprocess.run(
        making.command(made, [made], "toy"),
        shell=True,
        cwd=tmp_path,
        env={**os.environ, "PATH": place, "PYTHONPATH": root, "PAPERMILL_LOG": "ERROR"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    executed = {"01-a": notebooks.read_executed(tmp_path)["01-a"]}
    (block,) = assemble(executed).blocks("figure")
    assert block.content["data"]["rows"] == [[4], [1.5], [True], ["007"], ["it's|b c"]]


# What the page carries.


def test_the_page_carries_the_csv_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    made = assemble(report(monkeypatch))
    files = artifacts.files(made)
    for anchor, html in cards.cards(made, carried.tables(made)).items():
        (data,) = re.findall(r'data-csv="([^"]+)"', html)
        folder = "figures" if anchor.startswith("fig") else "tables"
        assert zlib.decompress(base64.b64decode(data), -15) == files[f"{folder}/{anchor[4:]}.csv"]


@pytest.mark.parametrize(("rows", "fits"), [(300, True), (4_000, True), (79_000, False), (90_000, False)])
def test_more_than_the_page_should_carry_is_only_beside_it(
    monkeypatch: pytest.MonkeyPatch, rows: int, fits: bool
) -> None:
    frame = pd.DataFrame({"n": [(at * 7919) % 100_003 for at in range(rows)]})
    cell = shown(monkeypatch, figure("long", data=frame), figure("short"))
    html = HTMLReport().page(assemble({"01-a": notebook(markdown("# A"), cell)}), contents.BESIDE)
    assert html.count("data-csv=") == 1 + fits
    assert ("Too long for it, and beside it only: figures/long.csv." in Page(html).text) is not fits


def test_the_shortest_tables_are_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    made = assemble(report(monkeypatch))
    sizes = {name: len(data) for name, data in carried.tables(made).items()}
    assert sizes.keys() == {"figures/lengths.csv", "figures/map.csv", "tables/terms.csv", "tables/hidden.csv"}
    assert carried.left_out(made, sizes) == []
    monkeypatch.setattr(carried, "MOST", sum(sizes.values()) - 1)
    longest = max(sizes, key=lambda name: (sizes[name], name))
    assert carried.left_out(made, carried.tables(made)) == [longest]


def test_a_card_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    made = cards.cards(document(monkeypatch, **KNOWN))
    assert max(len(re.sub(' data-csv="[^"]*"', "", html).encode()) for html in made.values()) < 1_800


# How to cite the report.


def meta(made: Document, files: dict[str, str]) -> list[tuple[str, str]]:
    found = Page(HTMLReport().page(made, files)).all("meta")
    return [(one["name"] or "", one["content"] or "") for one in found if "name" in one]


def test_the_page_tells_scholar_and_zotero_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    made = document(monkeypatch, **KNOWN)
    told = meta(made, contents.BESIDE)
    id = citation.report(made).id
    for pair in (
        ("citation_title", "Two accounts of a strike"),
        ("citation_author", "Núñez, Ana"),
        ("citation_author", "The Harbour Institute"),
        ("citation_publication_date", "2026/11/22"),
        ("citation_technical_report_institution", "The Harbour Institute"),
        ("citation_technical_report_number", id),
        ("citation_doi", "10.5281/zenodo.1"),
        ("citation_pdf_url", "https://a.org/r/report.pdf"),
        ("citation_fulltext_html_url", "https://a.org/r"),
        ("citation_language", "en"),
        ("dcterms.title", "Two accounts of a strike"),
        ("dcterms.creator", "Núñez, Ana"),
        ("dcterms.date", "2026-11-22"),
        ("dcterms.temporal", "1987-03-14"),
        ("dcterms.identifier", "https://doi.org/10.5281/zenodo.1"),
        ("dcterms.type", "report"),
        ("dcterms.license", "https://creativecommons.org/licenses/by/4.0/"),
        ("dcterms.rights", "CC-BY-4.0"),
    ):
        assert told.count(pair) == 1, pair


def test_metadata_hold_nothing_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {name for name, _ in meta(document(monkeypatch), contents.BESIDE)}
    assert {"citation_title", "dcterms.temporal"} <= names
    assert (
        not {"citation_author", "citation_publication_date", "citation_pdf_url", "dcterms.date", "dcterms.license"}
        & names
    )


def test_page_and_pdf_say_how_to_cite_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    from test_publish_pdf import read

    made = document(monkeypatch, **KNOWN)
    whole, *_, software = citation.works(made)
    html = HTMLReport().page(made, contents.BESIDE)
    page = Page(html)
    for work in (whole, software):
        assert citation.plain(work) in page.text
        assert bibliography.bibtex([work]).strip() in page.text
    links = {link["href"] for link in page.all("a")}
    assert {*bibliography.FILES, "#how-to-cite", "https://creativecommons.org/licenses/by/4.0/"} <= links
    told, text = read(PDFReport().page(made))
    assert str((told.metadata or {})["/CreationDate"]).startswith("D:20261122")  # not the day of the event
    assert "Ana Núñez, The Harbour Institute · published 22 November 2026" in text
    printed = re.sub(r"[\s\u200b\u00ad]", "", text)
    assert "Licence:CCBY4.0" in printed  # the PDF has soft hyphens where it may break a line
    for work in (whole, software):
        assert citation.plain(work).replace(" ", "") in printed


def test_one_notebook_alone_has_no_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    import nbformat

    cells = [shown(monkeypatch, title()), shown(monkeypatch, figure("f"), table("t"))]
    node = nbformat.from_dict(notebook(markdown("# A"), *cells))
    page, _ = HTMLReport().from_notebook_node(node, {"metadata": {"name": "01-a"}})
    assert 'class="card"' not in page
    assert 'how-to-cite"' not in page


def test_the_same_bytes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (cards.cards(document(monkeypatch, **KNOWN)) for _ in range(2))
    assert json.dumps(first) == json.dumps(second)
