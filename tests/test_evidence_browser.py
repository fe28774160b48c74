"""In a browser: from a number of a drawing to its places, with the mouse and by keyboard, with the script and without."""

from pathlib import Path
from typing import Any

import browsing
import pandas as pd
import pytest
from invented import markdown, notebook
from invented_report import shown
from test_publish_evidence import behind, listed, mapped

from analysis.report.html import HTMLReport

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DATA = pd.DataFrame({"topic": [1, 1, 2, 2], "source": ["A", "B", "A", "B"], "count": [1, 1, 0, 1]})
ROWS = [
    (topic, source, f"{source}-1:0{topic}", f"{source}-1", topic, 0, 9, 1)
    for topic, source in ((1, "A"), (1, "B"), (2, "B"))
]
FOCUSED = "document.activeElement.getAttribute('aria-label')"
TARGET = "document.querySelector(':target').textContent"


@pytest.fixture
def path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    calls = [mapped(data=DATA, found=behind(ROWS)), listed(data=DATA, found=behind(ROWS))]
    page = HTMLReport().render({"01-a": notebook(markdown("# A"), *[shown(monkeypatch, call) for call in calls])})
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    return tmp_path / "index.html"


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_click_on_a_cell_unfolds_its_places(browser: Any, path: Path, width: int, script: bool) -> None:
    with browsing.visit(browser, path, width, java_script_enabled=script) as visit:
        visit.page.locator("#fig-map .leads a").nth(2).click()
        row = visit.page.locator("[id='fig-map_3']")
        assert row.is_visible()
        assert row.inner_text().split("\t") == ["2", "B", "1", "B-1\u00a0¶2\u00a0(0–9)"]
        assert visit.page.url.endswith("#fig-map_3")
        assert visit.messages == []


def test_the_links_lie_on_the_drawing_at_every_width(browser: Any, path: Path) -> None:
    for width in (1440, 820, 390):
        with browsing.visit(browser, path, width) as visit:
            boxes = [visit.page.locator(f"#fig-map {inner}").bounding_box() for inner in ("[role=img] svg", ".leads")]
            padding = visit.page.evaluate(
                "parseFloat(getComputedStyle(document.querySelector('.drawing')).paddingLeft)"
            )
            drawing, leads = boxes
            assert leads["width"] - 2 * padding == pytest.approx(drawing["width"], abs=1)
            assert leads["x"] + padding == pytest.approx(drawing["x"], abs=1)
            assert leads["y"] + padding == pytest.approx(drawing["y"], abs=1)


def test_a_drawing_is_one_stop_and_arrows_go_from_number_to_number(browser: Any, path: Path) -> None:
    with browsing.visit(browser, path) as visit:
        page = visit.page
        page.locator("#fig-map .leads a").first.focus()
        told = []
        for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowLeft"):
            page.keyboard.press(key)
            told.append(page.evaluate(FOCUSED))
        names = {place: f"topic {place[1]}, source {place[0]}: count 1" for place in ("A1", "B1", "B2")}
        assert told == [names[place] for place in ("B1", "B2", "B2", "A1", "A1", "A1")]
        assert page.evaluate("[...document.querySelectorAll('.leads a')].filter((a) => a.tabIndex === 0).length") == 1
        page.keyboard.press("Enter")
        assert page.evaluate(TARGET).startswith("1A1A-1")


def test_without_the_script_every_number_is_a_stop(browser: Any, path: Path) -> None:
    with browsing.visit(browser, path, java_script_enabled=False) as visit:
        links = visit.page.locator("#fig-map .leads a")
        assert [links.nth(at).get_attribute("tabindex") for at in range(links.count())] == [None] * 3


def test_an_address_with_a_number_opens_its_places(browser: Any, path: Path) -> None:
    with browsing.visit(browser, path) as visit:
        visit.page.goto(f"{path.as_uri()}#tab-list_2")
        visit.page.reload()
        assert visit.page.locator("[id='tab-list_2']").is_visible()


def test_an_address_that_is_broken_stops_nothing_else(browser: Any, path: Path) -> None:
    with browsing.visit(browser, path) as visit:
        visit.page.goto(f"{path.as_uri()}#%E0%A4")
        visit.page.reload()
        assert visit.page.locator(".leads a[tabindex='0']").count() == 1
        assert visit.messages == []
