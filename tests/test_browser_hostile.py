"""Foreign text in a real browser: nothing runs, nothing is asked for, nothing breaks the layout, and all is shown."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from browsing import OPEN_ALL, visit
from test_publish_hostile import HOSTILE, everywhere

from analysis.report.html import HTMLReport

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[1]
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
# Elements that load, run or send, attributes that run, and links that do.
ALIVE = """() => {
  const LINKS = ['href', 'src', 'srcset', 'action', 'formaction', 'poster', 'to', 'from', 'values', 'cite', 'background'];
  const DATA = ['application/json', 'application/ld+json'];  // blocks of data are not run
  const found = [...document.querySelectorAll('*')].flatMap((one) => [...one.attributes].filter((attribute) =>
    attribute.name.startsWith('on') || attribute.name === 'style' || attribute.name === 'srcdoc'
    || /^\\s*(javascript|vbscript|data|file):/i.test(attribute.value) && LINKS.includes(attribute.localName))
    .map((attribute) => attribute.name));
  const tags = 'img, iframe, object, embed, form, base, link, video, audio, input, math, foreignObject, animate, set';
  return [...found, ...[...document.querySelectorAll(tags)].map((one) => one.tagName),
    ...([...document.scripts].filter((one) => !DATA.includes(one.type)).length > 1 ? ['a script'] : [])];
}"""
# As every place that can be clicked, pointed at or come into focus, one after another.
TOUCH = """() => { for (const one of document.querySelectorAll('main *:not(a):not(summary)'))
  for (const kind of ['click', 'mouseover', 'pointerenter', 'focus', 'toggle'])
    one.dispatchEvent(new Event(kind, {bubbles: true})); }"""


def page(patch: pytest.MonkeyPatch, folder: Path, text: str, policy: bool = True) -> Path:
    """A page with a text in every place where text can enter; without its policy, to show what the markup alone does."""
    html = HTMLReport().render(everywhere(patch, text))
    path = folder / "index.html"
    path.write_text(html if policy else POLICY.sub("", html), encoding="utf-8")
    return path


@pytest.mark.parametrize("policy", [True, False], ids=["policy", "no policy"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_runs_and_nothing_breaks_the_layout(
    browser: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, policy: bool
) -> None:
    with visit(browser, page(monkeypatch, tmp_path, HOSTILE[kind], policy), 390) as seen:
        seen.page.evaluate(OPEN_ALL)
        seen.page.evaluate(TOUCH)
        narrow = seen.wider()
        seen.page.set_viewport_size({"width": 1440, "height": 1000})
        assert narrow + seen.wider() == []
        assert seen.page.evaluate(ALIVE) == []
        assert seen.messages == []
        assert seen.left == []


@pytest.mark.parametrize("kind", ["script", "svg", "mathml", "handlers", "loading", "javascript", "latex", "typst"])
def test_it_is_shown_as_text(browser: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str) -> None:
    with visit(browser, page(monkeypatch, tmp_path, HOSTILE[kind])) as seen:
        seen.page.evaluate(OPEN_ALL)
        assert seen.page.locator("body").inner_text().count(HOSTILE[kind]) > 8


def test_what_runs_or_loads_would_be_noticed(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_text(f"<body>{HOSTILE['script']}<p onclick=1>{'x' * 500}", encoding="utf-8")
    with visit(browser, path, 390) as seen:
        assert "dialog: 1" in seen.messages
        assert seen.left
        assert {"IMG", "onclick", "a script"} & set(seen.page.evaluate(ALIVE))
        assert seen.wider()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a hostile corpus, through the whole chain."""
    folder = tmp_path_factory.mktemp("hostile")
    with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(["title", "source", "url", "date", "text"])
        for at, kind in enumerate(sorted(HOSTILE)):
            said = HOSTILE[kind].replace("\x00", "").encode("utf-8", "replace").decode()
            written.writerow(
                [said, f"{said[:60]} {kind}", f"javascript:alert(1)//{said}", f"2021-06-{at + 1:02}", told(said)]
            )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "RASHOMON_TEXTS": ""}
    commands = [
        ["prepare", "articles.csv", "--study", "seeds/hostile", "--share-text"],
        ["report", "seeds/hostile", "--out", "published"],
    ]
    for command in commands:
        words = [sys.executable, "-m", "analysis.cli", *command]
        done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
    return folder / "published"


def told(said: str) -> str:
    """An article about a ferry, with a foreign text as its words, its speaker and what is said."""
    line = said.replace("\n", " ")
    parts = [
        f"The ferry came into the harbour at noon, the port said, and {line} was written on its side in white paint.",
        f'"We have waited for {line} since the morning," said Anna {line[:40]} of the harbour office on Monday evening.',
        "The captain, Jonas Weber, told reporters that the engine had failed twice and that nobody on board was hurt.",
        '"The engine failed twice," Weber said. "Nobody was hurt, and the boat will sail again on Tuesday morning."',
    ]
    return "\n\n".join(parts)


def test_a_hostile_corpus_gets_a_harmless_report(browser: Any, published: Path) -> None:
    with visit(browser, published / "index.html", 390) as seen:
        seen.page.evaluate(OPEN_ALL)
        seen.page.evaluate(TOUCH)
        assert seen.page.evaluate(ALIVE) == []
        assert seen.messages == []
        assert seen.left == []
        assert seen.wider() == []


def test_a_hostile_corpus_gets_a_pdf_and_files(published: Path) -> None:
    assert (published / "report.pdf").read_bytes().startswith(b"%PDF")
    tables = sorted(published.rglob("*.csv"))
    assert len(tables) > 20
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=@\t\r]|[+-](?![\d.])", cell)], path.name
