"""A Dask cluster gives what one process gives: a real scheduler and two worker processes, one of them killed in the middle."""

import importlib.util
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from stories import prepared, snapshot
from test_prepare_large import spreadsheet

from analysis import workers
from analysis.corpus import cleaning
from analysis.errors import InputError
from analysis.prepare import cutting, reading, rows
from analysis.workers import cluster as clusters
from analysis.workers import local

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [
    pytest.mark.skipif(not importlib.util.find_spec("distributed"), reason="Dask is not installed"),
    pytest.mark.xdist_group("cluster"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with local.cluster(2) as found:
        yield found


@pytest.fixture
def engine(address: str) -> Iterator[clusters.Cluster]:
    with clusters.Cluster(address) as opened:
        yield opened


def ended(engine: clusters.Cluster) -> int:
    """Kill one worker, as the machine would for want of memory; its process id."""
    found = engine._client.run(os.getpid)
    victim = found[min(found)]
    os.kill(victim, signal.SIGKILL)
    return int(victim)


# calls


def test_calls_give_their_results_in_order(engine: clusters.Cluster) -> None:
    calls = [("a" * number, "a") for number in range(40)]
    assert list(engine.map(str.count, calls)) == list(range(40))
    assert list(engine.map(str.count, calls[:1])) == [0]
    assert list(engine.map(str.count, [])) == []


def test_what_is_shared_stands_for_its_value(engine: clusters.Cluster) -> None:
    words = engine.share("pier boat pier")
    assert list(engine.map(str.count, [(words, "pier"), (words, "boat")])) == [2, 1]


def test_no_more_calls_are_begun_than_are_looked_ahead(engine: clusters.Cluster) -> None:
    begun: list[int] = []

    def calls() -> Iterator[tuple[str, str]]:
        for number in range(100):
            begun.append(number)
            yield "a" * number, "a"

    results = engine.map(str.count, calls())
    next(results)
    assert engine.ahead == 2 * 3
    assert len(begun) == engine.ahead


def test_what_a_call_raises_comes_whole(engine: clusters.Cluster) -> None:
    with pytest.raises(InputError, match="by-lien") as here:
        cleaning.check_rules(["by-lien"], {})
    with pytest.raises(InputError, match="by-lien") as there:
        list(engine.map(cleaning.check_rules, [(["by-lien"], {})]))
    assert str(there.value) == str(here.value)
    assert there.value.way_out == here.value.way_out != ""


def test_numerics_of_workers_keep_to_one_thread(engine: clusters.Cluster) -> None:
    from threadpoolctl import threadpool_info

    [[found]] = [list(engine.map(threadpool_info, [()]))]
    assert {library["num_threads"] for library in found} == {1}


# preparing


def small_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "UNIT", 10_000)
    monkeypatch.setattr(cutting, "UNIT", 1000)


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A table of three hundred articles, and the study that one process makes of it."""
    folder = tmp_path_factory.mktemp("boats")
    table = spreadsheet(folder / "boats.csv", 300)
    prepared([table], folder / "one" / "s", workers=1)
    return table, snapshot(folder / "one" / "s")


@pytest.mark.slow
def test_a_cluster_prepares_the_same_study(
    address: str, boats: tuple[Path, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_units(monkeypatch)
    prepared([boats[0]], tmp_path / "s", cluster=address)
    assert snapshot(tmp_path / "s") == boats[1]


@pytest.mark.slow
@pytest.mark.parametrize("stage", [reading.read_unit, cutting.cut_unit, rows.row_unit])
def test_units_of_a_worker_that_is_killed_run_elsewhere(
    boats: tuple[Path, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: Any
) -> None:
    small_units(monkeypatch)
    submit = clusters.Cluster.submit
    begun: list[object] = []
    killed: list[int] = []

    def submitted(self: clusters.Cluster, function: Any, *arguments: Any) -> workers.Pending[Any]:
        pending = submit(self, function, *arguments)
        begun.extend(arguments[:1])
        if begun.count(stage) == 4 and not killed:
            killed.append(ended(self))
        return pending

    monkeypatch.setattr(clusters.Cluster, "submit", submitted)
    with local.cluster(2) as own:
        prepared([boats[0]], tmp_path / "s", cluster=own)
    assert killed
    assert snapshot(tmp_path / "s") == boats[1]
