"""Reading what somebody else may have made: names, JSON, files, pages; and what is said of it."""

import os
from pathlib import Path

import pytest

from analysis.errors import InputError
from analysis.report import foreign, parts
from analysis.report.answers import NOTHING_DIFFERS, Answer, Cause, Difference, Inconsistency, Outcome


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "a/../x",
        "/etc/hostname",
        "a//b",
        "a/",
        "",
        ".",
        "./a",
        ".hidden",
        "a\\b",
        "a\nb",
        "a\u202eb",
        "x" * 300,
        " a",
    ],
)
def test_names_that_may_lead_out_of_a_folder(name: str) -> None:
    assert list(foreign.outside([name, "figures/line.svg", "values.json"])) == [name]


@pytest.mark.parametrize(
    "name", ["index.html", "figures/line.svg", "notebooks/02-topics.ipynb", "tables/Ärger (1).csv"]
)
def test_names_of_files_in_a_folder(name: str) -> None:
    assert list(foreign.outside([name])) == []


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b'{"a": 1, "b": {"c": 1, "c": 2}}', "'c' stands twice"),
        (b'{"a": Infinity}', "Infinity is no number"),
        (b"[" * 50_000, "nested too deeply"),
        (b"1" * 9_000, "is not JSON"),
        (b'"\xff"', "is not JSON"),
        (b"\xef\xbb\xbf{}", "is not JSON"),
        (b"{} {}", "is not JSON"),
        (b"", "is not JSON"),
    ],
)
def test_json_that_rashomon_does_not_write(content: bytes, found: str) -> None:
    with pytest.raises(InputError, match="here") as error:
        foreign.parsed(content, "here")
    assert found in str(error.value)


def test_only_plain_files_of_bounded_size_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    os.symlink(tmp_path / "a", tmp_path / "link")
    os.mkfifo(tmp_path / "pipe")
    assert foreign.read(tmp_path / "a", "json", "a") == b"12345"
    for name in ("link", "pipe", "", "gone"):
        with pytest.raises(InputError, match=r"not a plain file|cannot be read"):
            foreign.read(tmp_path / name, "json", name)
    monkeypatch.setitem(foreign.MOST, "json", 4)
    with pytest.raises(InputError, match="has 5 bytes"):
        foreign.read(tmp_path / "a", "json", "a")


def test_entries_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("a", "b/d", "b/c/e", ".f", "b/.g"):
        (tmp_path / name).write_bytes(b"")
    os.symlink("/", tmp_path / "b" / "out")
    assert foreign.entries(tmp_path) == (["a", "b/c/e", "b/d"], ["b/out"], [".f", "b/.g"])


PAGE = (
    '<head><title>T</title></head><body><nav>C</nav><main><header class="title"><h1>T</h1></header>'
    '<section id="sec-a"><p>In all <data value="3" title="x.n (words)">3</data> words.</p>'
    '<figure class="figure" id="fig-f"><div class="drawing"><div role="img" aria-label="Bars"><svg><g/></svg></div></div>'
    "<figcaption>Bars.</figcaption></figure></section></main></body>"
)


@pytest.mark.parametrize(
    ("old", "new", "place", "kind"),
    [
        ("In all", "In none", "sec-a", "text"),
        (">3<", ">4<", "sec-a", "number"),
        ('value="3"', 'value="4"', "sec-a", "number"),
        ("<h1>T", "<h1>U", "title block", "text"),
        ("<title>T", "<title>U", "head", "text"),
        ("<nav>C", "<nav>D", "contents", "contents"),
        ('aria-label="Bars"', 'aria-label="Lines"', "fig-f", "alt text"),
        ("<g/>", "<path/>", "fig-f", "drawing"),
        ("<figcaption>Bars", "<figcaption>Lines", "fig-f", "caption"),
    ],
)
def test_the_place_of_a_difference_on_a_page(old: str, new: str, place: str, kind: str) -> None:
    assert parts.differing(parts.read(PAGE), parts.read(PAGE)) == {}
    found = parts.differing(parts.read(PAGE), parts.read(PAGE.replace(old, new)))
    assert [(at, one.place) for at, told in found.items() for one in told] == [(place, kind)]


def test_a_page_taken_apart() -> None:
    page = parts.read(PAGE)
    assert page.numbers == [parts.Shown("x.n", "3", "3", "sec-a")]
    assert page.drawings == {"fig-f": "<svg><g/></svg>"}
    assert page.places == ["head", "page", "contents", "title block", "sec-a", "fig-f"]


def outcome(**more: object) -> Outcome:
    return Outcome("r", "folder", "s", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (outcome(), "the same"),
        (outcome(causes=[Cause("code", "a.py", "0", "1")]), "the same by other code"),
        (outcome(causes=[Cause("input", "a.csv", "0", "1")]), "changed"),
        (outcome(causes=[Cause("parameter", "k", 1, 2)]), "changed"),
        (outcome(integrity=[Inconsistency("a", "b")]), "changed"),
        (outcome(answers=[Answer("value", "v", "identical"), Answer("study table", "t", "not checked")]), "the same"),
        (outcome(answers=[Answer("value", "v", "equal within the tolerance")]), "changed"),
        (outcome(answers=[Answer("file", "v", "missing")]), "changed"),
    ],
)
def test_verdicts(found: Outcome, verdict: str) -> None:
    assert found.verdict == verdict
    assert found.same == (verdict != "changed")


def test_what_is_told_holds_nothing_that_cannot_be_seen() -> None:
    changed = Answer("value", "v\x1b[31m", "changed", (Difference("values.json", "a\u202e", "b\nc"),), NOTHING_DIFFERS)
    lines = list(outcome(answers=[changed]).told())
    assert "changed     value v[U+001B][31m (" in lines[0]
    assert lines[1].strip() == "values.json: a[U+202E] -> b c"
