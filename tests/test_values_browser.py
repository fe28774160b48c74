"""How a number on the page says its name, and the list of all numbers."""

from pathlib import Path
from typing import Any

import pytest
from invented import markdown, notebook
from invented_report import report, say, shown
from test_publish_html import Page

from analysis.report import numbers
from analysis.report.html import HTMLReport
from analysis.statements import Value


def test_every_named_value_has_a_row_with_an_anchor(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(HTMLReport().render(report(monkeypatch), {}))
    rows = [row["id"] for row in page.all("tr") if row.get("id")]
    assert rows == [f"value-{name}" for name in ("corpus.words", "voices.least", "voices.share")]
    assert "3 named values" in page.text
    for words in ("corpus.words1,331words5", "voices.share64 %51 to 72"):
        assert words in page.text
    assert {"values.json", "values.csv", "values.tex", "#all-numbers"} <= {link["href"] for link in page.all("a")}


def test_numbers_are_no_stops_of_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(HTMLReport().render(report(monkeypatch), {}))
    assert page.all("data")
    assert all(set(number) == {"value", "title"} for number in page.all("data"))


def test_without_values_there_is_no_list() -> None:
    page = Page(HTMLReport().render({"01-a": notebook(markdown("# A"))}, {}))
    assert numbers.section({}) == ""
    assert "All numbers" not in page.text


def test_foreign_text_stays_text() -> None:
    foreign = {"a": {"value": "<b onclick=x>", "text": "<b onclick=x>", "unit": '"><script>', "low": -1.5, "high": 2}}
    page = Page(numbers.section(foreign))
    assert not {"b", "script"} & {tag for tag, _ in page.elements}
    assert "<b onclick=x>" in page.text


@pytest.mark.browser
def test_who_points_at_a_number_sees_its_name_and_how_to_cite_it(
    browser: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hostile = Value("foreign.text", "<img src=x onerror=document.title=1>", "(a) (b)")
    notebooks: dict[str, Any] = report(monkeypatch)
    notebooks["03-a"] = notebook(markdown("# A"), shown(monkeypatch, say("Here is {foreign.text}.", hostile)))
    page_file = tmp_path / "index.html"
    page_file.write_text(HTMLReport().render(notebooks, {}), encoding="utf-8")
    page = browser.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(page_file.as_uri())
    number, note = page.locator("data", has_text="1,331").first, page.locator(".about")
    assert note.is_hidden()
    number.hover()
    words = "corpus.words 1,331 (words, n = 5) To cite, with values.tex: \\rashomon{corpus.words}"
    assert " ".join(note.inner_text().split()) == words
    note.hover()  # it can be pointed at, to copy from it
    page.wait_for_timeout(400)
    assert note.is_visible()
    page.keyboard.press("Escape")
    assert note.is_hidden()
    assert number.get_attribute("title") == "corpus.words (words, n = 5)"
    page.locator("data", has_text="<img").hover()
    assert "<img src=x onerror=document.title=1> ((a) (b))" in note.inner_text()
    assert page.title() == "Two accounts of a strike"
    page.goto(f"{page_file.as_uri()}#value-voices.share")
    assert page.locator("#value-voices\\.share").is_visible()
    assert told == []
    page.close()
