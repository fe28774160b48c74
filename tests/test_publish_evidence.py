"""From a number to its passages: in the bundle, over the drawing, below it, in a table's cell, and as a file."""

import copy
import re
from typing import Any

import pandas as pd
import pytest
from invented import code, markdown, notebook
from invented_report import figure, shown
from matplotlib.figure import Figure
from test_publish_html import Page
from test_publish_pdf import read

from analysis.errors import PublishError
from analysis.evidence import PLACE
from analysis.figures import leads, theme
from analysis.report import BUNDLE, artifacts, display, evidence, linked
from analysis.report.document import assemble
from analysis.report.html import HTMLReport
from analysis.report.pdf import PDFReport
from analysis.statements import Sentence

DATA = pd.DataFrame({"topic": [1, 2], "source": ["A", "A"], "count": [3, 0]})
PLACES = [
    (1, "A", "A-1:02", "A-1", 2, 1204, 1480, 1),
    (1, "A", "A-1:07", "A-1", 7, 1600, 1720, 2),
    (9, "A", "A-1:08", "A-1", 8, 1730, 1800, 5),
]


def behind(rows: list[tuple[Any, ...]] = PLACES, adds: str = "count") -> pd.DataFrame:
    return pd.DataFrame(rows, columns=pd.Index(["topic", "source", *PLACE, adds]))


def heat(data: pd.DataFrame) -> Figure:
    """A matrix whose cells lead somewhere, the numbers as they are."""
    with theme.applied():
        drawn, grid = theme.new(2)
        numbers = data.pivot(index="topic", columns="source", values=data.columns[-1])
        theme.heat(grid[0, 0], numbers, numbers, 3)
        leads.cells(grid[0, 0], numbers.index, numbers.columns)
    return drawn


def mapped(id: str = "map", data: pd.DataFrame = DATA, found: pd.DataFrame | None = None) -> Any:
    told = behind() if found is None else found
    said = Sentence.of("A matrix.")
    return lambda: display.figure(id, heat(data), data=data, caption=said, alt=said, behind=told)


def listed(id: str = "list", data: pd.DataFrame = DATA, found: pd.DataFrame | None = None, **more: Any) -> Any:
    told = behind() if found is None else found
    return lambda: display.table(id, data, caption=Sentence.of("A table."), behind=told, **more)


def book(patch: pytest.MonkeyPatch, *calls: Any) -> dict[str, Any]:
    return {"01-a": notebook(markdown("# A"), *[shown(patch, call) for call in calls])}


def bundle(patch: pytest.MonkeyPatch, call: Any) -> dict[str, Any]:
    (output,) = shown(patch, call)["outputs"]
    found: dict[str, Any] = output["data"][BUNDLE]
    return found


def test_a_bundle_has_the_places_of_its_own_numbers_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = bundle(monkeypatch, listed())["evidence"]
    assert found == {
        "key": ["topic", "source"],
        "adds": "count",
        "places": [["A-1:02", "A-1", 2, 1204, 1480], ["A-1:07", "A-1", 7, 1600, 1720]],
        "numbers": [{"key": [1, "A"], "total": 3, "of": 2, "at": [0, 1], "amounts": [1, 2]}],
    }


@pytest.mark.parametrize("rows", [PLACES[:1], [], [*PLACES, (2, "A", "A-1:09", "A-1", 9, 1810, 1900, 1)]])
def test_a_number_that_its_places_do_not_add_up_to_is_refused(rows: list[tuple[Any, ...]]) -> None:
    with pytest.raises(ValueError, match=r"count of [12], A is [03], but its places add up to [01]"):
        evidence.bundled(behind(rows), DATA)


def test_of_too_many_places_each_number_keeps_its_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST", 5)
    rows = [
        (topic, "A", f"A-1:{at}", "A-1", at, at, at + 1, 1) for topic, many in ((1, 9), (2, 2)) for at in range(many)
    ]
    data = DATA.assign(count=[9, 2])
    found = evidence.bundled(behind(rows), data)
    assert [(number["total"], number["of"], len(number["at"])) for number in found["numbers"]] == [(9, 9, 3), (2, 2, 2)]
    page = HTMLReport().render(book(monkeypatch, listed(data=data, found=behind(rows))))
    assert "Of each number, its first 3 are in tables/list-evidence.csv." in Page(page).text
    assert "¶2\u00a0(2–3), and 6 more" in page


def test_the_page_shows_a_part_and_the_file_has_all(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(1, "A", f"A-1:{at}", "A-1", at, at, at + 1, 1) for at in range(312)]
    call = listed(data=DATA.assign(count=[312, 0]), found=behind(rows))
    page = HTMLReport().render(book(monkeypatch, call))
    assert page.count("¶") == evidence.SHOWN + 1  # and once in the explanation
    assert "¶19\u00a0(19–20), and 292 more" in page
    assert "All are in tables/list-evidence.csv." in Page(page).text
    files = artifacts.files(assemble(book(monkeypatch, call)))
    assert files["tables/list-evidence.csv"].count(b"\n") == 313


def test_a_file_has_a_row_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    files = artifacts.files(assemble(book(monkeypatch, mapped())))
    assert files["tables/map-evidence.csv"] == (
        b"topic,source,passage,document,position,start,end,count\n"
        b"1,A,A-1:02,A-1,2,1204,1480,1\n1,A,A-1:07,A-1,7,1600,1720,2\n"
    )


def test_each_number_over_a_drawing_leads_to_its_places(monkeypatch: pytest.MonkeyPatch) -> None:
    html = HTMLReport().render(book(monkeypatch, mapped(), figure("plain")))
    page = Page(html)
    (link,) = [link for link in page.all("a") if link.get("role") == "link"]
    assert (link["xlink:href"], link["aria-label"]) == ("#fig-map_1", "topic 1, source A: count 3")
    assert [row for row in page.all("tr") if row.get("id")] == [{"id": "fig-map_1"}]
    assert "A-1\u00a0¶2\u00a0(1204–1480), ¶7\u00a0(1600–1720) +2" in page.text
    (picture,) = re.findall(r'role="img" aria-label="A matrix.">(.*?)</div>', html)
    assert "<a" not in picture


def test_the_links_lie_on_the_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pd.DataFrame({"topic": [1, 1, 2], "source": ["A", "B", "A"], "count": [1, 1, 1]})
    rows = [(topic, source, "A-1:02", "A-1", 2, 0, 9, 1) for topic, source, _ in data.itertuples(index=False)]
    found = bundle(monkeypatch, mapped(data=data, found=behind(rows)))
    (left, top, wide, high), right, below = (number["box"] for number in found["evidence"]["numbers"])
    assert right == pytest.approx([left + wide, top, wide, high], abs=0.2)
    assert below == pytest.approx([left, top + high, wide, high], abs=0.2)
    width, height = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', found["svg"])[0])
    assert left + 2 * wide < width == pytest.approx(theme.WIDTH * 72)
    assert top + 2 * high < height == 144
    assert high > 40


def test_a_drawing_is_the_same_whether_its_numbers_lead_somewhere_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    said = Sentence.of("A matrix.")
    alone = bundle(monkeypatch, lambda: display.figure("map", heat(DATA), data=DATA, caption=said, alt=said))
    assert "evidence" not in alone
    assert alone["svg"] == bundle(monkeypatch, mapped())["svg"]
    assert 'class="leads"' not in HTMLReport().render(book(monkeypatch, figure("map")))


@pytest.mark.parametrize(
    ("labels", "cell"),
    [
        (None, '<td class=number><a href="#tab-list_1">3</a>'),
        ({"source": "source"}, '<td class=short><a href="#tab-list_1">A</a>'),
    ],
)
def test_a_cell_of_a_table_leads_to_its_places(monkeypatch: pytest.MonkeyPatch, labels: Any, cell: str) -> None:
    html = HTMLReport().render(book(monkeypatch, listed(labels=labels)))
    assert cell in html
    assert html.count('href="#tab-list_') == 1


def test_jupyterlab_shows_the_same_links_and_places(monkeypatch: pytest.MonkeyPatch) -> None:
    (output,) = shown(monkeypatch, mapped())["outputs"]
    page = Page(output["data"]["text/html"])
    targets = [link["xlink:href"] for link in page.all("a") if "xlink:href" in link]
    assert targets == [f"#{row['id']}" for row in page.all("tr") if "id" in row] == ["#fig-map_1"]


def test_the_pdf_is_the_same_with_it_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    _, text = read(PDFReport().render(book(monkeypatch, mapped(), listed())))
    assert "A matrix." in text
    assert "1204" not in text


def test_a_figure_and_a_table_of_one_id_cannot_have_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PublishError, match=r"tables/map-evidence\.csv"):
        artifacts.files(assemble(book(monkeypatch, mapped(), listed("map"))))


def test_sources_are_named_by_their_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the page, for readers; the table keeps the ids, by which it is joined to others."""
    labels = {"A": "The <Harbour> Times"}
    title = lambda: display.title("toy", "A title", "a strike", "1987-03-14", labels=labels)  # noqa: E731
    told = book(monkeypatch, title, mapped(), listed())
    html = HTMLReport().render(told)
    assert 'aria-label="topic 1, source The &lt;Harbour&gt; Times: count 3"' in html
    assert html.count("<td>1</td><td>The &lt;Harbour&gt; Times</td>") == 2
    assert b"1,A," in artifacts.files(assemble(told))["tables/map-evidence.csv"]
    assert 'aria-label="topic 1, source A: count 3"' in HTMLReport().render(book(monkeypatch, mapped()))


HOSTILE = '"><script>alert(1)</script>\u202e</td>'


def test_names_are_shown_as_text_wherever_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pd.DataFrame({"topic": [HOSTILE], "source": ["=1+1"], "count": [1]})
    found = behind([(HOSTILE, "=1+1", f"{HOSTILE}:1", HOSTILE, 1, 0, 9, 1)])
    told = book(monkeypatch, mapped(data=data, found=found), listed(data=data, found=found))
    page = Page(HTMLReport().render(told))
    assert page.all("script") == [{"type": linked.TYPE}, {}]
    assert "\u202e" not in page.text
    assert page.text.count("<script>alert(1)") > 4
    file = artifacts.files(assemble(told))["tables/map-evidence.csv"].decode()
    assert "'=1+1" in file
    assert "[U+202E]" in file


PLANTED: list[tuple[tuple[Any, ...], Any]] = [
    (("places", 0, 3), "1204"),
    (("places", 0, 0), 1),
    (("places", 0), ["A-1:02"]),
    (("places",), None),
    (("key",), [1, 2]),
    (("key",), ["topic"]),
    (("adds",), None),
    (("numbers", 0), "x"),
    (("numbers", 0, "at"), [7]),
    (("numbers", 0, "at"), [-1]),
    (("numbers", 0, "at"), []),
    (("numbers", 0, "total"), "<b>3</b>"),
    (("numbers", 0, "of"), "2"),
    (("numbers", 0, "amounts"), [1]),
    (("numbers", 0, "box"), [1, 2, 3]),
    (("numbers", 0, "box"), ['1" onclick="x', 2, 3, 4]),
]


@pytest.mark.parametrize(("path", "value"), PLANTED, ids=[f"{path} {value}" for path, value in PLANTED])
def test_evidence_that_display_does_not_make_is_an_error(
    monkeypatch: pytest.MonkeyPatch, path: tuple[Any, ...], value: Any
) -> None:
    planted = copy.deepcopy(bundle(monkeypatch, mapped()))
    inside: Any = planted["evidence"]
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    output = {"output_type": "display_data", "data": {BUNDLE: planted}, "metadata": {}}
    with pytest.raises(PublishError, match="01-a, cell 1: evidence that cannot be read"):
        assemble({"01-a": notebook({**code("x"), "outputs": [output]})})


def test_a_table_that_lacks_the_columns_of_its_evidence_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = bundle(monkeypatch, listed())
    planted["columns"][0]["name"] = "other"
    output = {"output_type": "display_data", "data": {BUNDLE: planted}, "metadata": {}}
    with pytest.raises(PublishError, match="evidence that cannot be read"):
        assemble({"01-a": notebook({**code("x"), "outputs": [output]})})
