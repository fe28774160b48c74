"""The page: one file, numbered and linked, and readable without its script."""

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser

import nbformat
import pytest
from invented import markdown, notebook
from invented_report import report, shown, table

from analysis.report import linked
from analysis.report.html import HTMLReport


class Page(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def html(monkeypatch: pytest.MonkeyPatch) -> str:
    return HTMLReport().render(report(monkeypatch), {"PDF": "report.pdf"})


def test_the_same_bytes_twice(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert HTMLReport().render(report(monkeypatch), {"PDF": "report.pdf"}) == html


def test_every_link_on_the_page_leads_to_one_place(html: str) -> None:
    page = Page(html)
    ids = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    local = {link["href"][1:] for link in page.all("a") if (link["href"] or "").startswith("#")}  # type: ignore[index]
    assert local >= {"fig-lengths", "fig-map", "tab-terms", "sec-topics", "content"}
    assert local <= set(ids)


def test_numbers_are_named_and_figures_described(html: str) -> None:
    page = Page(html)
    assert {"value": "1331", "title": "corpus.words (words, n = 5)"} in page.all("data")
    assert {"value": "64", "title": "voices.share (%, 51 to 72)"} in page.all("data")
    assert [box["aria-label"] for box in page.all("div") if box.get("role") == "img"] == ["Two bars.", "Two bars."]
    for said in ("Figure 2. Words per document.", "Table 1. Terms.", "(Figure\u00a01, Table\u00a01)", "1.1 How long?"):
        assert said in page.text


def test_only_the_first_rows_are_printed_and_the_files_are_linked(html: str) -> None:
    page = Page(html)
    assert "The first 2 of 7 rows; all are in tables/terms.csv." in page.text
    assert "All 3 rows are in tables/hidden.csv." in page.text
    links = {link["href"] for link in page.all("a")}
    assert {f"figures/map.{kind}" for kind in ("svg", "pdf", "png", "csv")} <= links
    assert {"tables/terms.csv", "tables/hidden.csv", "report.pdf"} <= links


def test_numbers_in_a_table_have_their_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    cell = shown(monkeypatch, table("a", digits=1))
    assert "<td class=number>−1.5<tr>" in HTMLReport().render({"01-a": notebook(markdown("# A"), cell)})


def test_the_policy_allows_the_one_style_sheet_and_the_one_script_and_nothing_else(html: str) -> None:
    page = Page(html)
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv"))
    allowed = {}
    for name in ("style", "script"):
        (text,) = re.findall(rf"<{name}>(.*?)</{name}>", html, re.DOTALL)
        allowed[name] = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; img-src data:; font-src data:; style-src 'sha256-{allowed['style']}'; "
        f"script-src 'sha256-{allowed['script']}'; base-uri 'none'; form-action 'none'"
    )
    assert not [attributes for _, attributes in page.elements if "style" in attributes]
    assert page.all("script") == [{"type": linked.TYPE}, {}]
    assert not {"link", "iframe", "object", "img"} & {tag for tag, _ in page.elements}


def test_headings_are_in_order_and_the_page_says_what_it_is(html: str) -> None:
    page = Page(html)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert page.all("html") == [{"lang": "en"}]
    assert {"name": "description", "content": "Officials have 64\u00a0% of the words."} in page.all("meta")
    assert "<title>Two accounts of a strike</title>" in html


def test_one_notebook_alone_through_nbconvert(monkeypatch: pytest.MonkeyPatch) -> None:
    node = nbformat.from_dict(report(monkeypatch)["01-corpus"])
    page, resources = HTMLReport().from_notebook_node(node, {"metadata": {"name": "01-corpus"}})
    assert resources["output_extension"] == ".html"
    assert "See Figure\u00a0map." in Page(page).text
    assert "figures/lengths.svg" not in page
