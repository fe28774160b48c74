"""Cards in a real browser: what the script adds is what the files beside the page say."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import canonicalize

import matplotlib
import pandas as pd
import pytest
from invented import markdown, notebook
from invented_report import shown
from matplotlib.figure import Figure
from PIL import Image, ImageChops
from pypdf import PdfReader
from test_citation import document
from test_publish_evidence import mapped
from test_publish_hostile import HOSTILE, everywhere

from analysis.report import artifacts, bibliography, citation, contents, display
from analysis.report.document import Document, assemble
from analysis.report.html import HTMLReport
from analysis.statements import Sentence

KNOWN = {
    "authors": ["Núñez, Ana", "King, Jr, M. L.", "The Harbour Institute"],
    "published": "2026-03-05",
    "doi": "10.5281/zenodo.1",
    "address": "https://a.org/r/",
}
pytestmark = pytest.mark.browser


@pytest.fixture(params=[KNOWN, {}], ids=["all is known", "nothing is known"])
def made(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Document:
    return document(monkeypatch, **request.param)


@pytest.fixture
def page(browser: Any, made: Document, tmp_path: Path) -> Iterator[Any]:
    """The page in a folder where nothing lies beside it; anything it says on its console fails the test."""
    place = tmp_path / "index.html"
    place.write_text(HTMLReport().page(made, contents.BESIDE), encoding="utf-8")
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], accept_downloads=True)
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(place.as_uri())
    yield opened
    assert said == []
    context.close()


def format_of(card: Any, name: str) -> str:
    details = card.locator(f"details:has(> summary:text-is('{name}'))")
    return str(details.locator("pre").text_content())


def test_every_format_is_that_of_the_files(page: Any, made: Document) -> None:
    works = {work.key.removeprefix("harbour").lstrip("-"): work for work in citation.works(made)}
    for anchor in ("fig-lengths", "fig-map", "tab-terms", "tab-hidden"):
        card = page.locator(f"#{anchor} .card")
        card.locator("> summary").click()
        card.locator("details").nth(2).wait_for()
        assert card.locator(".citation").text_content() == citation.plain(works[anchor])
        assert format_of(card, "BibTeX") == bibliography.bibtex([works[anchor]]).rstrip()
        assert format_of(card, "RIS") == bibliography.ris([works[anchor]])
        assert format_of(card, "CSL-JSON") + "\n" == bibliography.csl([works[anchor]])
    whole = page.locator("#how-to-cite .card").first
    assert format_of(whole, "RIS") == bibliography.ris([works[""]])
    assert format_of(whole, "CSL-JSON") + "\n" == bibliography.csl([works[""]])


def test_a_button_copies(page: Any, made: Document) -> None:
    card = page.locator("#fig-map .card")
    card.locator("> summary").click()
    for name, text in (
        ("Copy the citation", citation.plain(citation.part(made.blocks("figure")[1], made, citation.report(made)))),
        ("Copy Permanent id", made.ids["fig-map"]),
        ("Copy Reproduce", "papermill notebooks/02-topics.ipynb 02-topics.ipynb"),
    ):
        card.get_by_role("button", name=name).click()
        card.get_by_role("button", name=name.replace("Copy", "Copied")).wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == text


def download(page: Any, link: Any) -> bytes:
    with page.expect_download() as started:
        link.click()
    return Path(started.value.path()).read_bytes()


def without_fonts(svg: str) -> str:
    """A drawing but for the letters that it brings along: the page has those of all its drawings."""
    return re.sub(r"<defs></defs>", "", re.sub(r"(?s)<style.*?</style>", "", canonicalize(svg)))


def test_a_page_alone_gives_its_drawings_and_numbers(page: Any, made: Document) -> None:
    files = artifacts.files(made)
    links = {kind: page.locator(f'#fig-map .files a[href$=".{kind}"]') for kind in ("svg", "png", "csv")}
    svg = download(page, links["svg"]).decode()
    assert "@font-face" in svg
    assert without_fonts(svg) == without_fonts(files["figures/map.svg"].decode())
    assert download(page, links["csv"]) == files["figures/map.csv"]
    drawn, beside = (_png(content) for content in (download(page, links["png"]), files["figures/map.png"]))
    assert drawn[0] == beside[0]
    assert abs(drawn[1] - beside[1]) < 3  # the same picture, painted by another hand: mean of all channels
    assert download(page, page.locator('#tab-terms a[href$=".csv"]')) == files["tables/terms.csv"]


def drawn(words: str = "two") -> Figure:
    """A drawing with all that a figure of the project has: hatches, markers, dashes, clips, turned and bold words."""
    with matplotlib.rc_context({"svg.hashsalt": "drawn", "font.family": "DejaVu Sans", "svg.fonttype": "none"}):
        made = Figure(figsize=(4, 3))
        axes = made.subplots()
        axes.bar(["A", words], [3, 1], hatch="//", facecolor="#fbdcc4", edgecolor="#5e5e5e", alpha=0.6)
        axes.plot([0, 1], [1, 2], marker="o", linestyle="--")
        axes.scatter([0, 1], [2, 3], s=[20, 40])
        axes.set_ylabel("turned")
        axes.set_title("bold", fontweight="bold")
        axes.text(0.2, 2, "slanted", fontstyle="italic")
    return made


def with_drawing(patch: pytest.MonkeyPatch, words: str = "two") -> Document:
    data = pd.DataFrame({"source": ["A"], "words": [3]})
    say = Sentence.of("Bars, and a line.")
    cell = shown(patch, lambda: display.figure("drawn", drawn(words), data=data, caption=say, alt=say))
    return assemble({"01-a": notebook(markdown("# A"), cell)})


@pytest.fixture
def given(browser: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> bytes:
    """The PDF of a drawing that the page alone gives."""
    return pdf_of(browser, with_drawing(monkeypatch), tmp_path)


def pdf_of(browser: Any, made: Document, folder: Path) -> bytes:
    (folder / "index.html").write_text(HTMLReport().page(made, contents.BESIDE), encoding="utf-8")
    opened = browser.new_page()
    opened.goto((folder / "index.html").as_uri())
    content = download(opened, opened.locator('.files a[href$=".pdf"]').last)
    opened.close()
    return content


def test_a_page_alone_gives_a_drawing_as_a_pdf_of_vectors(given: bytes) -> None:
    read = PdfReader(io.BytesIO(given), strict=True)
    (sheet,) = read.pages
    assert list(map(float, sheet.mediabox)) == [0, 0, 288, 216]
    assert all(word in sheet.extract_text() for word in ("A", "two", "turned", "bold", "slanted", "0.5", "2.5"))
    resources = sheet["/Resources"]
    assert "/XObject" not in resources  # no picture
    assert len(resources["/Pattern"]) == 1  # hatches
    assert {"/ca": 0.6, "/CA": 0.6} in resources["/ExtGState"].values()
    fonts = [font["/DescendantFonts"][0].get_object() for font in resources["/Font"].values()]
    names = {font["/BaseFont"].partition("+")[2]: font["/FontDescriptor"]["/FontFile2"] for font in fonts}
    assert names.keys() == {"DejaVuSans", "DejaVuSans-Bold", "DejaVuSans-Oblique"}
    tag = read.trailer["/Root"]["/StructTreeRoot"]["/K"]
    assert (tag["/S"], tag["/Alt"]) == ("/Figure", "Bars, and a line.")


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="no pdftoppm")
def test_that_pdf_shows_what_the_one_beside_the_page_does(
    given: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    beside = artifacts.files(with_drawing(monkeypatch))["figures/drawn.pdf"]
    alone, typeset = (painted(content, tmp_path) for content in (given, beside))
    assert alone.size == typeset.size
    unlike = ImageChops.difference(alone, typeset).histogram()
    assert sum(unlike[96:]) < 0.005 * alone.width * alone.height  # but for how hatches are smoothed
    assert sum(alone.histogram()[:96]) > 0.005 * alone.width * alone.height


def painted(content: bytes, folder: Path) -> Image.Image:
    (folder / "one.pdf").write_bytes(content)
    done = subprocess.run(["pdftoppm", "-r", "72", "-png", folder / "one.pdf"], capture_output=True, check=True)
    assert done.stderr == b""
    return Image.open(io.BytesIO(done.stdout)).convert("L")


@pytest.mark.parametrize("words", ["\u0643\u0644\u0645\u0629", "\u0915\u093e"])
def test_what_the_script_cannot_set_is_the_file_beside(
    browser: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: str
) -> None:
    made = with_drawing(monkeypatch, words)
    (tmp_path / "index.html").write_text(HTMLReport().page(made, contents.BESIDE), encoding="utf-8")
    opened = browser.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto((tmp_path / "index.html").as_uri())
    opened.locator('.files a[href$=".pdf"]').last.click()
    opened.wait_for_timeout(300)
    assert asked[-1] == (tmp_path / "figures" / "drawn.pdf").as_uri()
    opened.close()


@pytest.mark.parametrize("kind", ["script", "typst", "quotes", "private", "control", "formula"])
def test_hostile_words_of_a_drawing_are_words_in_its_pdf(
    browser: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    made = with_drawing(monkeypatch, HOSTILE[kind].replace("$", r"\$"))
    read = PdfReader(io.BytesIO(pdf_of(browser, made, tmp_path)), strict=True)
    inside = (string for string in re.findall(r"[!-~]{2,}", HOSTILE[kind]) if not re.search(r"[\\$]", string))
    said = re.sub(r"\s", "", read.pages[0].extract_text())
    assert [string for string in inside if string not in said] == []
    assert {"/OpenAction", "/AA", "/Names", "/AcroForm"} & read.trailer["/Root"].keys() == set()


def test_the_passages_behind_a_figure_come_from_the_page(
    browser: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made = assemble({"01-a": notebook(markdown("# A"), shown(monkeypatch, mapped()))})
    (tmp_path / "index.html").write_text(HTMLReport().page(made, contents.BESIDE), encoding="utf-8")
    opened = browser.new_page()
    opened.goto((tmp_path / "index.html").as_uri())
    opened.locator(".evidence summary").click()
    files = artifacts.files(made)
    assert download(opened, opened.locator(".evidence a[download]")) == files["tables/map-evidence.csv"]
    assert download(opened, opened.locator('.files a[href$=".csv"]')) == files["figures/map.csv"]
    opened.close()


def _png(content: bytes) -> tuple[tuple[int, int], float]:
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    levels = list(picture.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)))  # type: ignore[arg-type]
    return picture.size, sum(levels) / 3


def test_without_its_script_a_card_opens_and_has_no_buttons(browser: Any, made: Document, tmp_path: Path) -> None:
    place = tmp_path / "index.html"
    place.write_text(HTMLReport().page(made, contents.BESIDE), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(place.as_uri())
    card = opened.locator("#fig-map .card")
    card.locator("> summary").click()
    assert card.locator(".citation").is_visible()
    card.locator("summary:text-is('BibTeX')").click()
    assert card.locator("pre").is_visible()
    assert opened.locator("button").count() == 0
    context.close()


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_report_is_cited_as_text(
    browser: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    made = assemble(everywhere(monkeypatch, HOSTILE[kind]))
    place = tmp_path / "index.html"
    place.write_text(HTMLReport().page(made, contents.BESIDE), encoding="utf-8")
    opened, said = browser.new_page(), []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("dialog", lambda dialog: said.append(dialog.message))
    opened.goto(place.as_uri())
    whole, first, *_ = citation.works(made)
    block = next(block for section in made.sections for block in section.blocks if block.anchor in made.ids)
    card = opened.locator(f"#{block.anchor} .card")
    card.locator("> summary").click()
    card.locator("details").nth(2).wait_for()
    assert card.locator(".citation").text_content() == citation.plain(first)
    assert format_of(card, "RIS") == bibliography.ris([first])
    assert format_of(card, "CSL-JSON") + "\n" == bibliography.csl([first])
    assert format_of(opened.locator("#how-to-cite .card").first, "RIS") == bibliography.ris([whole])
    assert said == []
    opened.close()


def test_a_link_to_code_opens_it(page: Any) -> None:
    card = page.locator("#fig-lengths .card")
    card.locator("> summary").click()
    card.locator("dd a").click()
    page.locator("#code-corpus-5[open]").wait_for()


def test_keys_open_a_card_and_reach_all_in_it(page: Any) -> None:
    page.locator("#fig-map .card > summary").focus()
    page.keyboard.press("Enter")
    page.locator("#fig-map .card button").first.wait_for()
    names = []
    for _ in range(8):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent"))
    assert [name for name in names if "://" not in name][:7] == [
        *("Copy the citation", "BibTeX", "RIS", "CSL-JSON"),
        *("Copy Permanent id", "02-topics.ipynb, cell 2", "Copy Reproduce"),
    ]
