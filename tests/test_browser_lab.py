"""Every notebook in a real JupyterLab, run from its own menu, in the light and in the dark theme."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.report import executed

pytestmark = [pytest.mark.browser, pytest.mark.lab, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[1]
REPORT = Path("reports") / "geneva-2021" / "notebooks"
NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
LONGEST = 120_000  # milliseconds that a notebook may take on a busy machine
OPTIONS = [
    "--no-browser",
    "--ip=127.0.0.1",
    "--ServerApp.port_retries=0",
    "--allow-root",
    "--IdentityProvider.token=",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    "--ServerApp.terminals_enabled=False",
    # Should the tests be killed, it ends by itself.
    "--MappingKernelManager.cull_idle_timeout=300",
    "--ServerApp.shutdown_no_activity_timeout=300",
]
# No news; a theme that follows the browser's; every cell drawn, also those that are out of sight.
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "apputils-extension/themes": {"adaptive-theme": True},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
# All code cells have their number: what was asked for has been run.
FINISHED = r"""() => {
  const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map((one) => one.textContent.trim());
  const empty = [...document.querySelectorAll('.jp-CodeCell .cm-content')].filter((one) => !one.textContent.trim());
  return prompts.filter((one) => /^\[\d+\]:$/.test(one)).length === prompts.length - empty.length && prompts.length > 0;
}"""
CUT = """(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1 && !one.closest('.scroll'))
  .map((one) => one.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`rashomon lab` on a copy of the notebooks, with nobody's settings; its address."""
    import matplotlib.font_manager  # noqa: F401  (writes its cache of fonts, and says so, where there is none yet)

    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(ROOT / REPORT, folder / REPORT)
    for name, values in SETTINGS.items():
        path = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    own = {
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTER_CONFIG_DIR": "configuration",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "running",
        "IPYTHONDIR": "ipython",
    }
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **{name: str(folder / place) for name, place in own.items()}}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "analysis.cli", "lab", str(ROOT / "seeds" / "geneva-2021")]
    command += ["--notebooks", str(folder / "notebooks"), "--", *OPTIONS, f"--ServerApp.port={port}"]
    log = folder / "log"
    with log.open("wb") as to:
        started = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=to, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/api/status", started, log)
        yield address
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(30)


def _wait_for(url: str, started: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(240):
        assert started.poll() is None, log.read_text(encoding="utf-8")[-3000:]
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.25)
    raise AssertionError(log.read_text(encoding="utf-8")[-3000:])


@pytest.mark.parametrize("name", NAMES)
def test_runs_from_the_menu_and_looks_right(browser: Any, server: str, name: str, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1400, "height": 2000}, color_scheme="light")
    page = context.new_page()
    page.set_default_timeout(LONGEST)
    page.goto(f"{server}/lab/tree/{name}.ipynb?reset")
    page.wait_for_selector("text=| Idle")
    page.click(".lm-MenuBar-itemLabel >> text=Run")
    page.click(".lm-Menu-itemLabel >> text=Run All Cells")
    page.wait_for_function(FINISHED)
    page.wait_for_selector("text=| Idle")
    assert (
        page.locator(".jp-OutputArea-output[data-mime-type*='error'], [data-mime-type*='stderr']").all_inner_texts()
        == []
    )
    _as_published(page, name)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_selector(f"body[data-jp-theme-light='{str(scheme == 'light').lower()}']", state="attached")
        page.wait_for_timeout(500)
        page.screenshot(path=tmp_path / f"{name}-{scheme}.png")
        assert page.locator(".rashomon, .rashomon *:not(svg *)").evaluate_all(CUT) == []
        assert _faint(page) == []
    context.close()


def _as_published(page: Any, name: str) -> None:
    """As many figures, captions and tables as the published notebook has, and each can be seen."""
    published = json.loads((ROOT / REPORT / f"{name}.ipynb").read_text(encoding="utf-8"))
    kinds = Counter(bundle["kind"] for bundle in executed.bundles(published))
    assert page.locator(".rashomon .findings").count() == kinds["findings"]
    assert page.locator(".rashomon .drawing").count() == kinds["figure"]
    assert page.locator(".rashomon figcaption").count() == kinds["figure"] + kinds["table"]
    seen = (
        "(all) => all.filter((one) => one.getBoundingClientRect().height < 8).map((one) => one.outerHTML.slice(0, 90))"
    )
    assert page.locator(".rashomon .drawing, .rashomon figcaption, .rashomon table").evaluate_all(seen) == []
    for caption in page.locator(".rashomon figcaption").all_inner_texts():
        assert re.search(r"\w{3}", caption)


def _faint(page: Any) -> list[str]:
    """Text in our outputs that axe-core finds too faint, or described by no name."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("for (const row of document.querySelectorAll('.rashomon tr:nth-child(n + 4)')) row.remove()")
    rules = ["color-contrast", "svg-img-alt", "role-img-alt", "scrollable-region-focusable", "aria-allowed-attr"]
    found = Axe().run(page, context={"include": [[".rashomon"]]}, options={"runOnly": rules}).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]
