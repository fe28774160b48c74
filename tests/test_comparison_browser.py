"""The two pages that compare reports, in a real browser: accessible, silent, and no wider than the screen."""

import json
from pathlib import Path
from typing import Any

import pytest
from test_changes import found, report, said
from test_differences import line, whole
from test_publish_hostile import HOSTILE

from analysis import study as studies
from analysis.report import combinations, comparison, differences

pytestmark = pytest.mark.browser


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A comparison of three reports, one with a long hostile value, and the differences of two of them."""
    texts = ["boat", HOSTILE["script"], HOSTILE["long"]]
    reports = [
        combinations.Combination((combinations.Setting("word", text, text),), name)
        for text, name in zip(texts, "123", strict=True)
    ]
    for number, (one, text) in enumerate(zip(reports, texts, strict=True), start=1):
        shown = [found("share", number), found("same", 1), said(number), line(2 + number)]
        if number == 3:
            shown.append(found("new", 3, "supported"))
        values = {"a.b": {"value": number, "text": text}, "c": {"value": 1.5, "text": "1.5", "low": 1, "high": number}}
        whole(report(tmp_path / one.folder, monkeypatch, *shown), json.dumps(values), word=text)
    told = 'title = "Two accounts"\nevent = "a strike"\n[[sources]]\nid = "A"\n'
    study = studies.parse(told.encode(), tmp_path)
    (tmp_path / "index.html").write_bytes(comparison.files(tmp_path, study, reports)["index.html"])
    differences.write(tmp_path / "1", tmp_path / "3", tmp_path / "differences.html")
    return [tmp_path / "index.html", tmp_path / "differences.html"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_both_pages(browser: Any, pages: list[Path], scheme: Any, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for path in pages:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True
        )
        page = context.new_page()
        messages: list[str] = []
        page.on("console", lambda message, told=messages: told.append(message.text))
        page.on("pageerror", lambda error, told=messages: told.append(str(error)))
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == width
        for details in page.locator("details").all():
            details.evaluate("element => element.open = true")
        found = Axe().run(page)
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]] == []
        assert messages == []
        assert page.locator(".drawing svg").count() == (2 if path.name == "differences.html" else 0)
        context.close()


def test_the_policy_stops_nothing_that_the_page_has(browser: Any, pages: list[Path]) -> None:
    for path in pages:
        page = browser.new_page()
        messages: list[str] = []
        requests: list[str] = []
        page.on("console", lambda message, told=messages: told.append(message.text))
        page.on("request", lambda request, told=requests: told.append(request.url))
        page.goto(path.as_uri())
        assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px"  # the style sheet is on
        assert messages == []
        assert requests == [path.as_uri()]
        page.close()
