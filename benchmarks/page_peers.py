"""Measure published pages in a real browser without a network: ours beside those that other tools make.

    python benchmarks/page_peers.py ours=reports/geneva-2021 lab=PEERS/lab book=PEERS/book/_build/html

Each is `name=folder`; of a folder the pages are measured that stand in it, search and index pages of a tool left out.
`--hostile FILE` writes an executed notebook that tries to run scripts, for each tool to publish, and ends.
docs/comparison.md says how the peers are made. Needs Chromium; nothing is fetched.
"""

import argparse
import json
import shutil
import statistics
from collections import Counter
from pathlib import Path
from typing import Any

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]
LEFT_OUT = {"genindex.html", "search.html"}
REDIRECTION = 1_000  # bytes; a page with fewer only leads to another
OPEN = "for (const each of document.querySelectorAll('details')) each.open = true"
FEW_ROWS = "for (const row of document.querySelectorAll('tbody tr:nth-child(n + 4)')) row.remove()"
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
PAINTED = "getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", metavar="name=folder")
    parser.add_argument("--hostile", type=Path, metavar="FILE")
    options = parser.parse_args()
    if options.hostile:
        options.hostile.write_text(json.dumps(hostile()), encoding="utf-8")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for given in options.pages:
            name, _, folder = given.partition("=")
            print(json.dumps({"name": name, **measured(browser, Path(folder).resolve())}, indent=1), flush=True)


def measured(browser: Any, folder: Path) -> dict[str, Any]:
    """What it takes to read a published folder, and what is wrong with it, over all its pages."""
    pages = [
        path
        for path in sorted(folder.glob("*.html"))
        if path.name not in LEFT_OUT and path.stat().st_size > REDIRECTION
    ]
    loaded: set[str] = set()
    asked, said, sideways = Counter[str](), Counter[str](), Counter[str]()
    wrong: dict[str, Counter[str]] = {f"{width} {scheme}": Counter() for width, scheme in VIEWS}
    papers, times, words = set(), [], {True: 0, False: 0}
    for path in pages:
        for width, scheme in VIEWS:
            page, seen = opened(browser, path, width, scheme)
            if (width, scheme) == VIEWS[0]:
                times.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
                loaded |= {url for url in seen["requests"] if url.startswith("file:")}
                asked.update(url for url in seen["requests"] if not url.startswith(("file:", "data:", "blob:")))
                said.update(seen["messages"])
                words[True] += len(page.inner_text("body").split())
            if width == 1440:
                papers.add((scheme, page.evaluate(PAINTED)))
            sideways[f"{width}"] += page.evaluate(SIDEWAYS)
            page.evaluate(OPEN)
            page.evaluate(FEW_ROWS)
            wrong[f"{width} {scheme}"].update(axe(page))
            page.context.close()
        page, _ = opened(browser, path, 1440, "light", java_script_enabled=False)
        words[False] += len(page.inner_text("body").split())
        page.context.close()
    sizes = [
        file.stat().st_size
        for url in loaded
        if (file := Path(url.removeprefix("file://").partition("?")[0].partition("#")[0])).is_file()
    ]
    return {
        "pages": len(pages),
        "files loaded": len(sizes),
        "bytes loaded": sum(sizes),
        "requests to the network": asked.total(),
        "console": said.total(),
        "dialogs": sum(count for text, count in said.items() if text.startswith("dialog")),
        "load, ms, all pages": round(sum(times)),
        "load, ms, median page": round(statistics.median(times)),
        "dark differs from light": len({paper for _, paper in papers}) > 1,
        "words without script, % of those with": round(100 * words[False] / words[True]),
        "pages that scroll sideways": dict(sideways),
        "axe, places": {view: found.total() for view, found in wrong.items()},
        "axe, rules": {view: dict(sorted(found.items())) for view, found in wrong.items()},
    }


def opened(browser: Any, path: Path, width: int, scheme: str, **more: Any) -> tuple[Any, dict[str, list[str]]]:
    """A page in a window of its own, with nothing but files in reach, and what it asked for and said."""
    context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme, **more)
    context.route(lambda url: not url.startswith(("file:", "data:", "blob:")), lambda route: route.abort())
    page = context.new_page()
    seen: dict[str, list[str]] = {"requests": [], "messages": []}
    page.on("request", lambda request: seen["requests"].append(request.url))
    page.on("console", lambda one: seen["messages"].append(one.type) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen["messages"].append("error"))
    page.on("dialog", lambda dialog: (seen["messages"].append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_timeout(300)
    return page, seen


def axe(page: Any) -> dict[str, int]:
    """Places that axe-core finds wrong, by rule."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": STANDARD, "resultTypes": ["violations"]}).response
    return {rule["id"]: len(rule["nodes"]) for rule in found["violations"]}


def hostile() -> dict[str, Any]:
    """An executed notebook whose text and outputs each try to run something that shows a dialog."""
    runs = '<script>alert("{0}")</script><img src="x" onerror="alert(\'{0} picture\')">'
    outputs = {
        "text/html": runs.format("html output"),
        "application/javascript": 'alert("javascript output")',
        "text/markdown": runs.format("markdown output"),
        "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(\'svg output\')"><path d="M0 0"/></svg>',
    }
    shown = [
        {"output_type": "display_data", "data": {kind: text, "text/plain": "plain"}, "metadata": {}}
        for kind, text in outputs.items()
    ]
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "source": "# Hostile\n\n" + runs.format("markdown cell")},
        {"cell_type": "code", "source": "show()", "outputs": shown, "execution_count": 1},
    ]
    numbered = [{"id": f"c{at}", "metadata": {}, **cell} for at, cell in enumerate(cells)]
    return {"cells": numbered, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


if __name__ == "__main__":
    main()
