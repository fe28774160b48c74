"""The page in a real browser: nothing leaves it, everybody can read it, and it fits every window."""

import json
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from browsing import OPEN_ALL, visit
from invented import markdown, notebook
from invented_report import report, shown

from analysis.report import display
from analysis.report.contents import BESIDE
from analysis.report.html import HTMLReport
from analysis.statements import Sentence

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COMMITTED = Path(__file__).resolve().parents[1] / "reports" / "geneva-2021" / "index.html"
WIDTHS = (1440, 820, 390, 320)
LARGEST = 1_500_000  # bytes of the bundled study's page
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CODE = "# Code\n\n    x = " + "1 + " * 60 + "1\n\n| a | b |\n|---|--:|\n| " + "word " * 9 + "| 2 |\n"
WIDE = pd.DataFrame([[f"value{at}" for at in range(9)]] * 5, columns=[f"a column, number {at}" for at in range(9)])

# The rows of a table are alike: three of each are enough for an audit, which takes a second for every thousand cells.
FEW_ROWS = "for (const row of document.querySelectorAll('tbody tr:nth-child(n + 4)')) row.remove()"
FOCUSABLE = "a[href], summary, button, input, select, textarea, [tabindex='0']"
# What the keyboard should reach, in this order; what has no box cannot be seen.
REACHABLE = f"""() => {{
  const all = [...document.querySelectorAll("{FOCUSABLE}")];
  return all.filter((one) => one.checkVisibility({{visibilityProperty: true}}) && one.getClientRects().length)
    .map((one) => (one.dataset.at ??= String(all.indexOf(one))));
}}"""
FOCUSED = """() => {
  const [one, box] = [document.activeElement, document.activeElement.getBoundingClientRect()];
  if (one === document.body) return null;
  const style = getComputedStyle(one);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0;
  return {at: one.dataset.at ?? 'not listed', name: one.outerHTML.slice(0, 90), visible: outlined && seen};
}"""
# The contents unfold as the reader goes on: what moves within them alone is no shift of the page.
SHIFTED = """new PerformanceObserver((list) => {
  const others = list.getEntries().filter((one) => one.sources.some(({node}) => !node?.parentElement?.closest('.side')));
  window.moved = (window.moved ?? 0) + list.getEntries().reduce((sum, one) => sum + one.value, 0);
  window.shifted = (window.shifted ?? 0) + others.reduce((sum, one) => sum + one.value, 0);
}).observe({type: 'layout-shift', buffered: true});"""


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small page with every kind of block, wide and narrow."""
    path = tmp_path_factory.mktemp("page") / "index.html"
    with pytest.MonkeyPatch.context() as patch:
        wide = shown(
            patch, lambda: display.table("wide", WIDE, caption=Sentence("A wide table.")), source=f"x = {[*range(99)]}"
        )
        made = report(patch) | {"03-wide": notebook(markdown(CODE), wide)}
        path.write_text(HTMLReport().render(made, BESIDE), encoding="utf-8")
    return path


@pytest.fixture(params=["committed", "invented"])
def page(request: pytest.FixtureRequest, invented: Path) -> Path:
    return COMMITTED if request.param == "committed" else invented


def test_nothing_leaves_the_page_and_nothing_is_complained_of(browser: Any, page: Path) -> None:
    with visit(browser, page) as seen:
        seen.page.evaluate(OPEN_ALL)
        seen.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        seen.page.wait_for_timeout(200)
        assert seen.left == []
        assert seen.messages == []  # a breach of the policy would be one


def audited(seen: Any) -> list[str]:
    """What axe-core finds wrong: rule, how often, and an example."""
    from axe_playwright_python.sync_playwright import Axe

    seen.page.evaluate(FEW_ROWS)
    found = Axe().run(seen.page, options={"runOnly": STANDARD, "resultTypes": ["violations"]}).response
    assert found["passes"], "axe has checked nothing"
    wrong = [(rule["id"], len(rule["nodes"]), rule["nodes"][0]) for rule in found["violations"]]
    return [f"{id} ({count}): {node['target']} {node.get('failureSummary', '')}" for id, count, node in wrong]


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, invented: Path, width: int, scheme: str) -> None:
    with visit(browser, invented, width, scheme) as seen:
        closed = audited(seen)
        seen.page.evaluate(OPEN_ALL)
        assert closed + audited(seen) == []


# Each width, scheme and state, if not each with each: the page is large, and an audit of it slow.
@pytest.mark.parametrize(
    ("width", "scheme", "opened"),
    [(1440, "light", False), (390, "dark", False), (1440, "dark", True), (390, "light", True)],
)
def test_axe_finds_nothing_in_the_committed_report(browser: Any, width: int, scheme: str, opened: bool) -> None:
    with visit(browser, COMMITTED, width, scheme) as seen:
        if opened:
            seen.page.evaluate(OPEN_ALL)
        assert audited(seen) == []


@pytest.mark.parametrize(("width", "opened"), [(1440, False), (1440, True), (390, False)])
def test_the_keyboard_reaches_everything_in_order(browser: Any, invented: Path, width: int, opened: bool) -> None:
    with visit(browser, invented, width) as seen:
        if opened:
            seen.page.evaluate(OPEN_ALL)
        _tab_through(seen.page)


def test_the_keyboard_reaches_everything_in_the_committed_report(browser: Any) -> None:
    with visit(browser, COMMITTED) as seen:
        _tab_through(seen.page)


def _tab_through(page: Any) -> None:
    """Press Tab from top to end: everything is reached once, in order, and seen to be."""
    expected = page.evaluate(REACHABLE)
    assert len(expected) > 10
    reached: list[str] = []
    for _ in range(len(expected) + 20):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None:
            break
        assert here["visible"], here
        reached.append(here["at"])
    assert reached == expected


def test_the_skip_link_leads_past_the_contents_and_enter_opens(browser: Any, page: Path) -> None:
    with visit(browser, page) as seen:
        seen.page.keyboard.press("Tab")
        skip = seen.page.locator(".skip")
        assert skip.evaluate("(one) => one === document.activeElement && one.getBoundingClientRect().left >= 0")
        seen.page.keyboard.press("Enter")
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.closest('main') !== null")
        first = seen.page.locator("main summary:visible").first
        first.focus()
        seen.page.keyboard.press("Enter")
        assert first.evaluate("(one) => one.parentElement.open")


# What the script adds to cards: two more formats, which are files beside the page too, and buttons that copy.
WITHOUT_ADDITIONS = """() => {
  for (const one of document.querySelectorAll('.card button')) one.remove();
  for (const one of document.querySelectorAll('.card summary'))
    if (['RIS', 'CSL-JSON'].includes(one.textContent)) one.parentNode.remove();
}"""


def test_without_the_script_the_same_can_be_read(browser: Any, page: Path) -> None:
    texts = []
    for script in (True, False):
        with visit(browser, page, 820, java_script_enabled=script) as seen:
            if script:
                seen.page.evaluate(OPEN_ALL)
                seen.page.wait_for_function("!document.querySelector('.card:not([data-furnished])')")
                seen.page.evaluate(WITHOUT_ADDITIONS)
            else:
                _open_by_click(seen.page)
            texts.append(seen.page.locator("body").inner_text())
    assert len(texts[0]) > 500
    assert texts[0] == texts[1]


def _open_by_click(page: Any) -> None:
    """Open all that is folded, as a reader without a script does it, from the outermost inwards."""
    closed = page.locator("details:not([open]) > summary:visible")
    for _ in range(4):
        closed.evaluate_all("(all) => all.forEach((one) => one.click())")
    assert closed.count() == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_never_scrolls_sideways(browser: Any, page: Path, width: int) -> None:
    with visit(browser, page, width) as seen:
        closed = seen.wider()
        seen.page.evaluate(OPEN_ALL)
        opened = seen.wider()
        seen.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert closed + opened + seen.wider() == []


def test_a_wide_table_scrolls_in_its_frame(browser: Any, invented: Path) -> None:
    with visit(browser, invented, 320) as seen:
        frame = seen.page.locator("#tab-wide .scroll")
        assert frame.evaluate("(one) => one.scrollWidth > one.clientWidth")
        frame.focus()
        seen.page.keyboard.press("ArrowRight")
        seen.page.wait_for_timeout(300)
        assert frame.evaluate("(one) => one.scrollLeft") > 0


@pytest.mark.parametrize("width", [1440, 390])
def test_the_layout_does_not_shift(browser: Any, page: Path, width: int) -> None:
    with visit(browser, page, width, before=SHIFTED) as seen:
        seen.page.wait_for_timeout(60)
        assert seen.page.evaluate("window.moved ?? 0") < 0.001
        for part in range(6):
            seen.page.evaluate(f"scrollTo(0, document.body.scrollHeight * {part} / 5)")
            seen.page.wait_for_timeout(60)
        assert seen.page.evaluate("window.shifted ?? 0") < 0.01


def test_the_contents_list_the_parts_of_the_current_section_only(browser: Any, page: Path) -> None:
    parts = ".side > ol > li > ol"
    with visit(browser, page, java_script_enabled=False) as seen:
        assert seen.page.locator(parts).count() == seen.page.locator(f"{parts}:visible").count() > 0
    with visit(browser, page) as seen:
        for section in seen.page.locator("main > section[id]").all():
            section.evaluate("(one) => one.scrollIntoView()")
            seen.page.wait_for_timeout(60)
            current = seen.page.locator(".side > ol > li:has([aria-current])")
            open_ = seen.page.locator(f"{parts}:visible")
            assert current.count() == 1
            assert open_.count() == current.locator("> ol").count()
            assert open_.count() == 0 or open_.locator("xpath=..").evaluate(
                "(one) => one.matches(':has([aria-current])')"
            )


def test_on_paper_nothing_is_cut_and_no_tool_is_printed(browser: Any, page: Path) -> None:
    with visit(browser, page, 680) as seen:
        seen.page.emulate_media(media="print")
        hidden = ".side, .skip, .tools, .files, details.contents, details.code"
        assert seen.page.locator(hidden).count() > 5
        assert seen.page.locator(hidden).evaluate_all("(all) => all.filter((one) => one.checkVisibility()).length") == 0
        cut = seen.page.locator("main *").evaluate_all(
            "(all) => all.filter((one) => one.checkVisibility() && !one.closest('svg') "
            "&& one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 90))"
        )
        assert cut == []


def test_less_motion_means_none(browser: Any, page: Path) -> None:
    with visit(browser, page, reduced_motion="reduce") as seen:
        moving = seen.page.locator("*").evaluate_all(
            "(all) => all.filter((one) => { const style = getComputedStyle(one); "
            "return style.transitionDuration !== '0s' || style.animationName !== 'none' "
            "|| style.scrollBehavior !== 'auto' }).length"
        )
        assert moving == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_drawing_has_white_paper_where_colours_are_forced(browser: Any, page: Path, scheme: str) -> None:
    with visit(browser, page, 1440, scheme, forced_colors="active") as seen:
        box = seen.page.locator(".drawing").first
        assert box.evaluate("(one) => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
        assert box.locator("svg").first.evaluate("(one) => getComputedStyle(one).filter") == "none"


def test_the_committed_page_is_small_enough(browser: Any, capsys: pytest.CaptureFixture[str]) -> None:
    size = COMMITTED.stat().st_size
    with visit(browser, COMMITTED) as seen:
        timing = json.loads(seen.page.evaluate("JSON.stringify(performance.getEntriesByType('navigation')[0])"))
    with capsys.disabled():
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        print(f"\n{worker} {COMMITTED.name}: {size:,} bytes, loaded in {timing['loadEventEnd']:.0f} ms")
    assert size < LARGEST
