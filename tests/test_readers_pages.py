"""Saved web pages in: the article, what the page and others say of it, and pages that are none."""

import pickle
import socket
from pathlib import Path

import pytest
from reading import only, read, write

from analysis.corpus import readers
from analysis.corpus.readers import limits, pages
from analysis.corpus.records import Page, Record, Rejected

PARAGRAPHS = (
    "The old tower at the harbour fell on Monday night, and nobody was hurt, the fire brigade said.",
    "Mayor Ida Brandt told reporters that the town would build it again, with the same bricks.",
    "Engineers had warned for years that the café in its basement weakened the foundations of the tower.",
)
HEAD = (
    '<title>Tower falls | Echo</title><meta property="og:site_name" content="The Echo">'
    '<meta property="og:title" content="Tower falls"><meta property="article:published_time" content="2021-06-17T10:00:00Z">'
    '<link rel="canonical" href="https://www.echo.example/tower">'
)


def page(head: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS, before: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    shown = f"<body><nav>Home</nav>{before}<article>{body}</article></body>"
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head>{shown}</html>'


def opened(html: str | bytes, **told: str) -> Record | Rejected:
    return readers.open_page(Page("p.html", html if isinstance(html, bytes) else html.encode(), told))


def record(html: str | bytes, **told: str) -> Record:
    found = opened(html, **told)
    assert isinstance(found, Record), found
    return found


def test_a_page_says_what_it_is() -> None:
    found = record(page(HEAD))
    assert (found.title, found.source, found.date) == ("Tower falls", "The Echo", "2021-06-17")
    assert (found.url, found.language, found.encoding) == ("https://www.echo.example/tower", "en", "")
    assert found.text == "\n".join(["Tower falls", "", *PARAGRAPHS])


@pytest.mark.parametrize(
    ("head", "told", "source"),
    [
        (HEAD, {"source": "Told", "folder": "sub"}, "Told"),
        (HEAD, {"folder": "sub"}, "The Echo"),
        ('<link rel="canonical" href="https://www.echo.example/tower">', {"folder": "sub"}, "echo.example"),
        ("", {"url": "https://edition.echo.example/x", "folder": "sub"}, "echo.example"),
        ("", {"folder": "sub"}, "sub"),
        ("", {}, ""),
    ],
)
def test_the_source_of_a_page(head: str, told: dict[str, str], source: str) -> None:
    assert record(page(head), **told).source == source


def test_what_is_told_wins_over_what_the_page_says() -> None:
    found = record(page(HEAD), title="Told title", date="1 May 2020", language="nb")
    assert (found.title, found.date, found.language) == ("Told title", "1 May 2020", "nb")


@pytest.mark.parametrize(
    ("raw", "guessed"),
    [
        (page().encode(), ""),
        (page().encode("utf-8-sig"), ""),
        (page("<meta charset=iso-8859-1>").encode("cp1252"), ""),
        (page('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">').encode("cp1252"), ""),
        (page("<meta charset=klingon>").encode(), ""),
        (page().encode("cp1252"), "cp1252"),
        (page().encode("utf-16"), ""),
        (page().encode("utf-16-le"), "utf-16-le"),
        (b'<?xml version="1.0" encoding="windows-1252"?>' + page().encode("cp1252"), ""),
    ],
)
def test_encodings_of_pages(raw: bytes, guessed: str) -> None:
    found = record(raw)
    assert "the café in its basement" in found.text
    assert found.encoding == guessed


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "not a web page"),
        ("just words", "not a web page"),
        ("<html><body></body></html>", "no article was found"),
        ("<html><frameset><frame src='http://x.example/'></frameset></html>", "no article was found"),
        ("From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n<html>", "web archive (MHTML)"),
        ("<html><body>" + "<div>" * 10_000 + "words", "too deep or too large"),
        ("<html><body>" + "<p>words</p>" * 30_000, "too deep or too large"),
        ("<html><body><p>" + "x" * limits.PAGE, "larger than 10 MB"),
    ],
)
def test_pages_without_an_article_say_why(html: str, reason: str) -> None:
    found = opened(html)
    assert isinstance(found, Rejected)
    assert reason in found.reason


def test_nothing_is_run_or_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    before = (
        '<script>document.write("<p>Written by a script</p>")</script><img src="http://x.example/i" onerror="alert(1)">'
        '<iframe src="http://x.example/"></iframe><style>@import url("http://x.example/");</style>'
    )
    entity = page(HEAD, before=before).replace(
        "<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    )
    found = record(entity.replace("the fire brigade", "the fire brigade &x;"))
    assert "script" not in found.text
    assert "root:" not in found.text


def test_a_page_without_a_date_gets_none() -> None:
    assert record(page()).date == ""


def test_pages_travel_between_processes(tmp_path: Path) -> None:
    write(tmp_path, {"Echo/p.html": page()})
    result = read(tmp_path)
    assert pickle.loads(pickle.dumps(result.pages)) == result.pages
    assert pickle.loads(pickle.dumps(only(result.records))) == only(result.records)
    assert only(result.records).origin == "Echo/p.html"


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (page(HEAD), "Tower falls | Echo"),
        ("<TITLE lang=en>A &amp; B\n</TITLE>", "A & B"),
        ("<title>never closed", ""),
        ("", ""),
    ],
)
def test_the_title_of_a_page_to_look_it_up_by(html: str, title: str) -> None:
    assert pages.title_of(html.encode()) == title
