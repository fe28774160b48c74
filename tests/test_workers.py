"""A Dask cluster gives what one process gives: a real scheduler and two worker processes, one of them killed in the middle."""

import contextlib
import dataclasses
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from stories import planted_topics, prepared, snapshot
from test_prepare_large import article, spreadsheet
from test_robustness import LABELS, fares, invented

from analysis import cli, reuse, texts, tfidf, tokens, topics, workers
from analysis.corpus import cleaning
from analysis.errors import InputError, ParameterError
from analysis.prepare import cutting, reading, rows
from analysis.topics import partitions, space
from analysis.workers import cluster as clusters
from analysis.workers import local, versions

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [
    pytest.mark.skipif(not importlib.util.find_spec("distributed"), reason="Dask is not installed"),
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
    monkeypatch.setattr(reading, "UNIT", 5000)
    monkeypatch.setattr(cutting, "UNIT", 500)


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A table of sixty articles, and the study that one process makes of it."""
    folder = tmp_path_factory.mktemp("boats")
    table = spreadsheet(folder / "boats.csv", 60)
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
@pytest.mark.parametrize("stage", [cutting.cut_unit, rows.row_unit])
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


@pytest.mark.slow
def test_work_that_ends_every_worker_is_given_up_and_what_was_done_stays(
    boats: tuple[Path, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_units(monkeypatch)
    monkeypatch.setenv(texts.PLACE, str(tmp_path / "kept"))
    submit = clusters.Cluster.submit

    def submitted(self: clusters.Cluster, function: Any, *arguments: Any) -> workers.Pending[Any]:
        deadly = arguments[0] is rows.row_unit
        return submit(self, os.abort) if deadly else submit(self, function, *arguments)

    with local.cluster(2) as own:
        with monkeypatch.context() as patch:
            patch.setattr(clusters.Cluster, "submit", submitted)
            with pytest.raises(InputError, match="a piece of work ended 4 workers") as caught:
                prepared([boats[0]], tmp_path / "s", cluster=own)
        assert "goes on where it was" in caught.value.way_out
        assert not (tmp_path / "s").exists()
        again: list[object] = []
        monkeypatch.setattr(clusters.Cluster, "submit", lambda *of: again.append(of[2]) or submit(*of))
        prepared([boats[0]], tmp_path / "s", cluster=own)
    assert rows.row_unit in again
    assert not {reading.read_unit, cutting.cut_unit} & {one for one in again if callable(one)}
    assert snapshot(tmp_path / "s") == boats[1]


@pytest.mark.slow
def test_the_command_prepares_on_a_cluster_of_its_own(
    boats: tuple[Path, dict[str, bytes]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["prepare", str(boats[0]), "--study", str(tmp_path / "s"), "--cluster", "local"]
    assert cli.main(words) == 0
    assert snapshot(tmp_path / "s") == boats[1]


# counting, shared copy and topics


def test_a_cluster_counts_the_same(engine: clusters.Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.tfidf.texts.CHUNK", 3000)
    monkeypatch.setattr("analysis.tfidf.ngrams.PART", 500)
    told = [article(number) for number in range(200)] + ["", "Æon İstanbul straße"]
    for options in ({"min_df": 2, "max_df": 0.5}, {"ngrams": 1}, {"stop_words": {"the", "boat"}}):
        here, there = (tfidf.count_texts(told, **options, workers=one) for one in (1, engine))
        assert there.terms == here.terms
        assert there.passages == here.passages
        for part in ("data", "indices", "indptr"):
            assert (getattr(there.matrix, part) == getattr(here.matrix, part)).all()
        assert tfidf.idf(there).tobytes() == tfidf.idf(here).tobytes()


def test_a_cluster_finds_the_same_shared_copy(engine: clusters.Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.reuse.pairs._BATCH", 500)
    units = reuse.Units.of({f"d{number:03}": tokens.terms(article(number)) for number in range(60)})
    here = reuse.shared(units)
    there = reuse.shared(dataclasses.replace(units, engine=engine))
    assert len(here) > 100
    pd.testing.assert_frame_equal(there, here)


@pytest.mark.slow
def test_a_cluster_finds_the_same_topics(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    terms, passages, truth = planted_topics(topics=5, stretches=12, sources=4)
    monkeypatch.setattr(partitions, "EXACT", 500)
    monkeypatch.setattr(space, "BLOCK", 300)
    assert len(passages) > partitions.EXACT
    here = topics.fit(terms, passages, most=10)
    monkeypatch.setenv(workers.CLUSTER, address)
    used: list[Any] = []
    monkeypatch.setattr(clusters.Cluster, "submit", _noting(clusters.Cluster.submit, used))
    there = topics.fit(terms, passages, most=10)
    assert {"_most_alike", "_fitted", "_refitted"} == set(used)
    for table in ("assignment", "topics", "words", "scan"):
        pd.testing.assert_frame_equal(getattr(there, table), getattr(here, table))
    assert there.agreement == here.agreement
    assert there.vectors.tobytes() == here.vectors.tobytes()
    assert here.assignment["topic"].nunique() == len(set(truth))


@pytest.mark.slow
def test_a_cluster_tries_the_same_settings(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here = fares(invented()[0], LABELS, (4, 0), 6)
    monkeypatch.setenv(workers.CLUSTER, address)
    used: list[Any] = []
    monkeypatch.setattr(clusters.Cluster, "submit", _noting(clusters.Cluster.submit, used))
    there = fares(invented()[0], LABELS, (4, 0), 6)
    assert used == ["_seen"] * 6
    assert there.tried == here.tried
    pd.testing.assert_frame_equal(there.claims, here.claims)
    pd.testing.assert_frame_equal(there.cells, here.cells)


def _noting(submit: Any, used: list[Any]) -> Any:
    def noted(self: clusters.Cluster, function: Any, *arguments: Any) -> Any:
        used.append(function.__name__)
        return submit(self, function, *arguments)

    return noted


# what does not fit


@contextlib.contextmanager
def scheduler() -> Iterator[str]:
    """A scheduler without workers, in a process of its own; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    command = ["scheduler", "--host", address, "--no-dashboard"]
    with served(command, ROOT):
        yield address


@contextlib.contextmanager
def served(command: list[str], package: Path) -> Iterator[None]:
    """A command of Dask, run with the package that lies in this folder."""
    running = subprocess.Popen(
        [sys.executable, "-m", "dask", *command],
        cwd=package,
        env={**os.environ, "PYTHONPATH": str(package)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        running.terminate()
        running.wait(20)


def test_a_worker_with_other_code_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "analysis", tmp_path / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "analysis" / "tokens.py").open("a", encoding="utf-8") as module:
        module.write("# other\n")
    worker = ["worker", "--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", str(tmp_path)]
    with scheduler() as address, served([*worker, address], tmp_path):
        patient(monkeypatch)
        with pytest.raises(InputError, match=r"worker tcp://127\.0\.0\.1:\d+: .* other code .* rashomon \w{12}, not "):
            clusters.Cluster(address)
        monkeypatch.setattr(clusters.Cluster, "_check", lambda self: None)  # as if the worker had come later
        with clusters.Cluster(address) as engine, pytest.raises(InputError, match=r"worker tcp://.* other code"):
            list(engine.map(str.count, [("a", "a")]))


def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "CONNECT", 60.0)


def test_what_workers_differ_in_is_told() -> None:
    here = {"Python": "3.11", "numpy": "2.4.6", "rashomon": "abc"}
    assert versions.differences(here, here) == ""
    assert (
        versions.differences(here, {"Python": "3.11", "numpy": "2.3.0"})
        == "numpy 2.3.0, not 2.4.6; rashomon none, not abc"
    )


def test_a_worker_without_rashomon_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "analysis").mkdir()
    missing = 'raise ModuleNotFoundError("No module named analysis")\n'  # an editable install would be found otherwise
    (tmp_path / "analysis" / "__init__.py").write_text(missing, encoding="utf-8")
    worker = ["worker", "--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", str(tmp_path)]
    with scheduler() as address, served([*worker, address], tmp_path):
        patient(monkeypatch)
        with pytest.raises(InputError, match=r"worker tcp://.*: it cannot run this version of Rashomon"):
            clusters.Cluster(address)


def test_a_cluster_whose_workers_have_gone_is_given_up(
    engine: clusters.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.watch()
    assert engine.ahead == 2 * 3
    monkeypatch.setattr(engine._client, "nthreads", dict)
    monkeypatch.setattr(clusters, "PATIENCE", 0.2)
    engine.watch()
    assert engine.ahead == 3
    time.sleep(0.3)
    with pytest.raises(InputError, match="no worker has been left"):
        engine.watch()


def test_a_scheduler_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with scheduler() as address, monkeypatch.context() as patch:
        patch.setattr(clusters, "CONNECT", 60.0)
        clusters._connected(address).close()  # it is up
        patch.setattr(clusters, "CONNECT", 1.0)
        with pytest.raises(InputError, match="the scheduler has no worker") as caught:
            clusters.Cluster(address)
        assert caught.value.way_out == f"Start one: dask worker {address} --nthreads 1"


def test_a_cluster_that_ends_in_the_middle_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "WATCH", 0.5)
    with contextlib.ExitStack() as stack:
        engine = stack.enter_context(clusters.Cluster(stack.enter_context(local.cluster(1))))
        waiting = engine.submit(time.sleep, 600)
        for pid in {*engine._client.run(os.getppid).values()}:
            os.kill(pid, signal.SIGKILL)  # the process of the scheduler, with whom its workers go
        with pytest.raises(InputError, match="the scheduler does not answer any more"):
            waiting.result()


@pytest.mark.parametrize(
    ("address", "error", "found"),
    [
        ("tcp://127.0.0.1:1", InputError, "no Dask scheduler answers there"),
        ("nowhere", ParameterError, "'nowhere' is not the address of a Dask scheduler"),
        ("tcp://127.0.0.1", ParameterError, "is not the address of a Dask scheduler"),
    ],
)
def test_where_there_is_no_cluster_it_is_told(
    address: str, error: type[Exception], found: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(error, match=found), workers.opened(address):
        pass
    with pytest.raises(error, match=found), workers.shown(address):
        pass
    assert cli.main(["prepare", str(tmp_path), "--study", str(tmp_path / "s"), "--cluster", address]) == 2
    assert found in capsys.readouterr().err


def test_notebooks_are_shown_the_cluster_and_what_was_said_before_comes_back(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(workers.CLUSTER, raising=False)
    with workers.shown(address):
        assert os.environ[workers.CLUSTER] == address
        assert isinstance(workers.at_hand(), clusters.Cluster)
        with workers.shown():
            assert os.environ[workers.CLUSTER] == address
    assert workers.CLUSTER not in os.environ
    assert type(workers.at_hand()) is workers.Here
    with workers.shown(workers.LOCAL):
        assert workers.check(os.environ[workers.CLUSTER]).startswith("tcp://127.0.0.1:")


def test_without_a_cluster_dask_is_not_loaded() -> None:
    told = "import sys, analysis.cli, analysis.prepare, analysis.topics; print('distributed' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
