"""A real browser for tests: the Chromium that the system has, with a profile of its own, and what it does noted down.

Without a Chromium such tests are skipped; where RASHOMON_BROWSER_REQUIRED is set, as in CI, they fail.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

REQUIRED = "RASHOMON_BROWSER_REQUIRED"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
OPEN_ALL = "for (const each of document.querySelectorAll('details')) each.open = true"
# What is wider than the window, outside of the frames that may be scrolled.
WIDER = """() => {
  const all = [...document.body.querySelectorAll('*')].filter((one) => !one.closest('.skip, .scroll, pre, svg'));
  const right = (one) => one.getBoundingClientRect().right;
  const found = all.filter((one) => one.checkVisibility() && right(one) > innerWidth + 1);
  const names = found.map((one) => `${one.tagName}.${one.className} ${Math.round(right(one))}`);
  return document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways', ...names] : names;
}"""


def needed(found: str | None, what: str) -> str:
    """The path of a program that a test needs; the test is skipped without it, or fails where it is required."""
    if found:
        return found
    if os.environ.get(REQUIRED):
        pytest.fail(f"{what} was not found, and {REQUIRED} is set")
    pytest.skip(f"{what} was not found")


def chromium() -> str:
    """The path of the system's Chromium."""
    return needed(shutil.which("chromium") or shutil.which("chromium-browser"), "Chromium")


@contextlib.contextmanager
def launched() -> Iterator[Any]:
    """A browser with an empty profile."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """An open page, and what happened on it: every request, every message of the console, errors and dialogs."""

    page: Any
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    @property
    def left(self) -> list[str]:
        """Requests for anything but the page itself and what it carries."""
        own = self.page.url.partition("#")[0]
        return [url for url in self.requests if url.partition("#")[0] != own and not url.startswith("data:")]

    def wider(self) -> list[str]:
        """What is wider than the window."""
        return list(self.page.evaluate(WIDER))


@contextlib.contextmanager
def visit(
    browser: Any, path: Path, width: int = 1440, scheme: str = "light", *, before: str = "", **more: Any
) -> Iterator[Visit]:
    """A file opened in a window; the script `before` runs first; `more` are options of a Playwright context."""
    context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme, **more)
    page = context.new_page()
    if before:
        page.add_init_script(before)
    seen = Visit(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.messages.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: seen.messages.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (seen.messages.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.goto(path.as_uri())
    yield seen
    context.close()
