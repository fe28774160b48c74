"""The page of what differs between two reports: words marked, figures side by side, foreign text stays text."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from invented_report import figure
from matplotlib.figure import Figure
from test_changes import found, pair, report, said
from test_publish_hostile import HOSTILE, everywhere
from test_publish_html import Page

from analysis.cli import main
from analysis.errors import InputError, PublishError
from analysis.report import compare, differences, display, drawing, manifest, marks
from analysis.statements import Sentence

TOLD: dict[str, Any] = {"versions": {}, "code": {}, "outputs": {}, "inputs": {}, "study": "toy", "rashomon": "0"}
ALLOWED = set(
    "html head meta title style body div main header section p h1 h2 h3 dl dt dd span del ins ul li details summary table "
    "thead tbody tr th td figure figcaption svg defs g path use rect clippath text".split()
)

__all__ = ["pair"]  # a fixture


def whole(folder: Path, values: str = "{}", **parameters: Any) -> Path:
    """The folder with a manifest and values."""
    manifest.write({**TOLD, "parameters": {"01-a": parameters}}, folder)
    (folder / "values.json").write_text(values)
    return folder


def words(page: str) -> str:
    """The text of a page, a space between elements."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", page)).split())


def line(height: int, caption: str = "A line.") -> Any:
    """A figure with a clip path and markers that are used by their ids."""
    drawn = Figure(figsize=(2, 1))
    drawn.subplots().plot([1, 2, height], marker="o")
    text = Sentence(caption)
    return lambda: display.figure("line", drawn, data=pd.DataFrame({"y": [1]}), caption=text, alt=text)


@pytest.mark.parametrize(
    ("before", "after", "merged"),
    [
        ("a b c", "a b c", "a b c"),
        ("a b c", "a x c", "a <del>b</del> <ins>x</ins> c"),
        ("a b", "a b c", "a b <ins>c</ins>"),
        ("a b c", "a c", "a <del>b</del> c"),
        ("", "a b", "<ins>a b</ins>"),
        ("a <b>", "a &", "a <del>&lt;b&gt;</del> <ins>&amp;</ins>"),
        ("In 64 % of", "In 7 % of", "In <del>64</del> <ins>7</ins> % of"),
    ],
)
def test_words_that_differ_are_marked(before: str, after: str, merged: str) -> None:
    assert re.sub(r"\s+", " ", marks.merged(before, after)).strip() == merged
    old, new = marks.both(before, after)
    assert re.sub("<[^>]*>", "", old) == marks.prose.escaped(before)
    assert re.sub("<[^>]*>", "", new) == marks.prose.escaped(after)
    assert "<ins>" not in old
    assert "<del>" not in new


def test_a_long_text_is_marked_as_a_whole() -> None:
    many = "a " * (marks.LONGEST + 1)
    assert marks.both(many, "a") == (f"<del>{many.strip()}</del> ", "<ins>a</ins>")


def test_findings_topics_measures_and_values(pair: tuple[Path, Path]) -> None:
    before = whole(pair[0], '{"a.b": {"value": 1, "text": "1"}, "c": {"value": 2, "text": "2"}}', k=3, j=1)
    after = whole(pair[1], '{"a.b": {"value": 5, "text": "5"}, "d": {"value": 2, "text": "2"}}', k=5)
    html = differences.page(before, after)
    text = words(html)
    for told in (
        "Before: 1. After: 2.",
        "3 of 3 values, 0 of 0 files and 0 of 0 figures differ.",
        "j 1 – only before k 3 5",
        "2 of 3 topics are found again; 1 of 5 passages moved.",
        "1 “ships” -> 2 “gulls”: overlap 0.67; gained mast; lost pier",
        "A, 1 0.50 (0.40 to 0.60) 0.90 (0.80 to 0.95) intervals are apart",
        "1 differ, with intervals that overlap",
        "a.b 1 5 c 2 – only before d – 2 only after",
    ):
        assert told in text
    assert text.index("intervals are apart") < text.index("with intervals that overlap") < text.index("A, 2 0.30")


def test_sentences_and_findings_before_and_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = whole(report(tmp_path / "1", monkeypatch, found("a", 64), found("b", 5), said(7)))
    two = whole(report(tmp_path / "2", monkeypatch, found("a", 10), found("c", 5, "supported"), said(9)))
    html = differences.page(one, two)
    assert "Officials have <del>64</del>" in html
    assert "Officials have <ins>10</ins>" in html
    assert "In all <del>7</del> words." in html
    assert "In all <ins>9</ins> words." in html
    text = words(html)
    for told in ("a says something else", "b vanished Before", "c appeared After", "1 sentences of the first report"):
        assert told in text


def test_figures_that_differ_stand_side_by_side_and_their_ids_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = whole(report(tmp_path / "1", monkeypatch, line(3), figure("same"), figure("gone")))
    two = whole(report(tmp_path / "2", monkeypatch, line(9, "Another line."), figure("same")))
    html = differences.page(one, two)
    page = Page(html)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    drawn = [id or "" for id in ids if (id or "").startswith(("before-", "after-"))]
    assert {id.split("-")[0] for id in drawn} == {"before", "after"}
    targets = re.findall(r'(?:xlink:href="|url\()#([^")]+)', html)
    assert targets
    assert set(targets) == set(drawn)
    pictures = [box["aria-label"] for box in page.all("div") if box.get("role") == "img"]
    assert pictures == ["A line.", "Another line.", "Two bars."]
    assert "The same in both: same." in page.text
    assert "The report has no such figure." in page.text
    assert "2 of 3 figures differ." in page.text
    assert "img-src data:;" in html


def test_a_prefix_changes_nothing_but_ids() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><defs><clipPath id="c">'
        '<rect width="1"/></clipPath></defs><g clip-path="url(#c)"><text id="t">url(#c) id="c" #c</text>'
        '<use xlink:href="#c"/></g></svg>'
    )
    checked = drawing.checked(svg, "f")
    told = drawing.prefixed(checked, "x-")
    assert told == checked.replace('id="c">', 'id="x-c">', 1).replace('"url(#c)"', '"url(#x-c)"').replace(
        'href="#c"', 'href="#x-c"'
    )
    assert 'url(#c) id="c" #c</text>' in told


def test_a_drawing_that_runs_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = whole(report(tmp_path / "1", monkeypatch, line(3)))
    two = whole(report(tmp_path / "2", monkeypatch, line(4)))
    path = two / "notebooks" / "01-a.ipynb"
    path.write_text(path.read_text().replace("<defs>", "<script>alert(1)</script><defs>", 1))
    with pytest.raises(PublishError, match="<script>"):
        differences.page(one, two)


@pytest.mark.parametrize("kind", sorted(HOSTILE.keys() - {"surrogate", "private"}))
def test_foreign_text_stays_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    text = HOSTILE[kind]
    folders = []
    for name in ("1", "2"):
        folder = tmp_path / name
        (folder / "notebooks").mkdir(parents=True)
        (executed,) = everywhere(monkeypatch, f"{text} {name}").values()
        (folder / "notebooks" / "01-a.ipynb").write_text(json.dumps(executed))
        (folder / "tables").mkdir()
        folders.append(whole(folder, json.dumps({f"{text}{name}": {"value": text, "text": text}}), **{text: name}))
        told = manifest.read(folder)
        manifest.write({**told, "study": text, "outputs": {text: name}, "inputs": {text: name}}, folder)
    html = differences.page(*folders)
    html.encode()
    page = Page(html)
    assert {tag for tag, _ in page.elements} <= ALLOWED
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", page.text)
    if kind in ("script", "typst"):
        assert page.text.count(text) > 3


def test_what_cannot_be_read_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = (whole(report(tmp_path / name, monkeypatch, found("a", 6))) for name in "12")
    manifest.write({**manifest.read(two), "outputs": {"notebooks/01-a.ipynb": "other"}}, two)
    path = two / "notebooks" / "01-a.ipynb"
    for broken in (path.read_text().replace('"template"', '"templates"'), "{", "[]"):
        path.write_text(broken)
        for told in (lambda: differences.page(one, two), lambda: compare.report(one, two, print)):
            with pytest.raises(InputError, match="cannot be read"):
                told()


def test_nothing_that_a_report_says_commands_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [json.dumps({"a": {"value": text, "text": text}}) for text in ("\x1b[2J", "\u202eb")]
    one, two = (whole(report(tmp_path / str(at), monkeypatch, found("a", 6)), text) for at, text in enumerate(told))
    lines: list[str] = []
    compare.report(one, two, lines.append)
    assert lines == ["Values: 1 of 1 differ", "  a: [U+001B][2J -> [U+202E]b"]


@pytest.mark.parametrize("name", ["manifest.json", "values.json"])
@pytest.mark.parametrize("content", ["[]", "{", '{"a": 1}', "[" * 99_999])
def test_reports_that_rashomon_does_not_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str
) -> None:
    one = whole(report(tmp_path / "1", monkeypatch, found("a", 6)))
    (one / name).write_text(content)
    with pytest.raises(InputError, match=rf"1/{name}"):
        compare.report(one, one, print)


def test_the_command_writes_beside_the_report_in_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = (
        str(whole(report(tmp_path / str(k), monkeypatch, found("a", k)), f'{{"a": {{"value": {k}}}}}', k=k))
        for k in (3, 5)
    )
    target = tmp_path / "page.html"
    assert main(["diff", one, two, "--page", str(target)]) == 1
    told = capsys.readouterr().out
    assert "k: 3 -> 5" in told
    assert told.splitlines()[-1] == str(target)
    text = target.read_text(encoding="utf-8")
    assert main(["diff", one, two, "--page", str(target)]) == 1  # such a page is replaced
    assert target.read_text(encoding="utf-8") == text
    assert main(["diff", one, one, "--page", str(target)]) == 0
    assert "Both were made from the same." in target.read_text(encoding="utf-8")
    target.write_text("somebody's own")
    capsys.readouterr()
    assert main(["diff", one, two, "--page", str(target)]) == 2
    assert "is not such a page" in capsys.readouterr().err
    assert target.read_text() == "somebody's own"
    assert main(["diff", one, two, "--page", one]) == 2
    assert main(["diff", one, str(tmp_path / "none"), "--page", str(tmp_path / "new.html")]) == 2
    assert not (tmp_path / "new.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["3", "5", "page.html"]


def test_the_policy_names_the_style_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = whole(report(tmp_path / "1", monkeypatch, said(3)))
    html = differences.page(one, one)
    (policy,) = [meta["content"] for meta in Page(html).all("meta") if meta.get("http-equiv")]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-\S+'; base-uri 'none'; form-action 'none'", policy or ""
    )
