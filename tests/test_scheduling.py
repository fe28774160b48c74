"""A module's tests run in one process, those of all browsers too, and the longest first."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import scheduling

HERE = Path(__file__).parent
TOLD = """
import os
from pathlib import Path
import pytest

@pytest.mark.parametrize("number", range(8))
def test_it(number):
    with Path("told").open("a") as file:
        file.write(f"{Path(__file__).name} {os.environ['PYTEST_XDIST_WORKER']}\\n")
"""


def test_modules_run_whole_and_the_browsers_in_one_process(tmp_path: Path) -> None:
    for name in ("conftest.py", "scheduling.py", "browsing.py"):
        shutil.copy(HERE / name, tmp_path)
    modules = ["test_a.py", "test_a_browser.py", "test_b.py", "test_browser_b.py", "test_workers.py"]
    for name in modules:
        (tmp_path / name).write_text(TOLD, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--rootdir", ".", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    ran = [line.split() for line in (tmp_path / "told").read_text(encoding="utf-8").splitlines()]
    assert len(ran) == 8 * len(modules)
    where = {module: {worker for name, worker in ran if name == module} for module in modules}
    assert {len(workers) for workers in where.values()} == {1}
    assert where["test_a_browser.py"] == where["test_browser_b.py"]


def test_the_longest_come_first() -> None:
    names = ["test_a.py", "test_workers.py", "test_b_browser.py", "test_c.py", "test_bundled_report.py"]
    items: list[Any] = [SimpleNamespace(nodeid=f"tests/{name}::test_it[{at}]") for at in "01" for name in names]
    scheduling.pytest_collection_modifyitems(items)
    longest = ["test_b_browser.py", "test_bundled_report.py", "test_workers.py"]
    assert [item.nodeid[6:].partition("::")[0] for item in items][:6] == [name for name in longest for _ in "01"]


def test_units_that_come_first_are_there() -> None:
    units = {scheduling.unit(f"tests/{path.name}") for path in HERE.glob("test_*.py")}
    assert set(scheduling.LONGEST_FIRST) <= units


def test_modules_that_use_a_browser_say_so_in_their_name() -> None:
    using = {path.name for path in HERE.glob("test_*.py") if re.search(r"\bbrowser: Any\b", path.read_text())}
    assert using == {path.name for path in HERE.glob("test_*.py") if scheduling.unit(path.name) == scheduling.BROWSER}
