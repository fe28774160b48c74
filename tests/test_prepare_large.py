"""Many documents: units, processes, interruption, and Parquet; sources in several spellings; what is said at the end."""

import csv
import importlib
import io
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from stories import ECHO, GAZETTE, LEDGER, ferry, prepared, save, snapshot

from analysis import prepare, study, tables, texts, workers
from analysis.corpus import readers
from analysis.errors import InputError
from analysis.prepare import cutting, numbering, reading, run, sources, work

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("Prell", "Torvik", "Brime", "Sandel", "Halvers", "Quist", "Ostrow", "Vant")


def article(number: int) -> str:
    """An invented article, unlike the others in its words."""
    place, person = f"Quay{number}", NAMES[number % len(NAMES)]
    return (
        f"Boat number {number} comes home\n\nThe boat of {place} came home on Monday with {number} crates of herring, which "
        f"was more than {person} had hoped for when it left the pier of {place} before the storm of the week.\n\n“We have "
        f"waited {number} days for this,” said Jonas {person}, the harbour master of {place}. He added that the crew of "
        f"boat {number} would rest for {number + 2} nights.\n"
    )


def spreadsheet(path: Path, documents: int) -> Path:
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(["id", "outlet", "published", "headline", "body"])
    for number in range(documents):
        title, _, body = article(number).partition("\n\n")
        day = f"2019-06-{1 + number % 28:02}"
        table.writerow([number, ("The Echo", "the echo", "Gazette")[number % 3], day, title, body])
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


@pytest.fixture
def small_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "UNIT", 3000)
    monkeypatch.setattr(cutting, "UNIT", 400)


def test_units_and_processes_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = spreadsheet(tmp_path / "boats.csv", 40)
    prepared([table], tmp_path / "one" / "s")
    monkeypatch.setattr(reading, "UNIT", 3000)
    monkeypatch.setattr(cutting, "UNIT", 400)
    prepared([table], tmp_path / "two" / "s", workers=1)
    prepared([table], tmp_path / "three" / "s", workers=2)
    once = snapshot(tmp_path / "one")
    assert snapshot(tmp_path / "two") == once
    assert snapshot(tmp_path / "three") == once


def test_large_studies_are_parquet_and_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = spreadsheet(tmp_path / "boats.csv", 12)
    prepared([table], tmp_path / "s")
    small = tables.read_all(tmp_path / "s")
    monkeypatch.setattr(run, "LARGE", 11)
    prepared([table], tmp_path / "s")
    suffixes = {path.name for path in (tmp_path / "s").iterdir()}
    assert {"terms.parquet", "documents.parquet", "aliases.csv", "sources.csv", "rejected.csv"} <= suffixes
    assert not {"terms.csv", "documents.csv", "aliases.parquet"} & suffixes
    large = tables.read_all(tmp_path / "s")
    for name, frame in small.items():
        pd.testing.assert_frame_equal(frame, large[name])
    monkeypatch.setattr(run, "LARGE", 12)
    prepared([table], tmp_path / "s")
    assert not [path for path in (tmp_path / "s").iterdir() if path.suffix == ".parquet"]


@pytest.mark.parametrize("stage", ["reading.read_unit", "cutting.cut_unit", "rows.row_unit"])
def test_an_interrupted_run_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_units: None, stage: str
) -> None:
    table = spreadsheet(tmp_path / "boats.csv", 30)
    prepared([table], tmp_path / "whole" / "s", workers=1)
    monkeypatch.setenv(texts.PLACE, str(tmp_path / "kept"))
    module, name = stage.split(".")
    task = getattr(importlib.import_module(f"analysis.prepare.{module}"), name)
    calls: list[object] = []

    def failing(*arguments: object) -> object:
        calls.append(arguments[0])
        if len(calls) == 3:
            raise KeyboardInterrupt
        return task(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(f"analysis.prepare.{stage}", failing)
        with pytest.raises(KeyboardInterrupt):
            prepared([table], tmp_path / "s", workers=1)
    assert not (tmp_path / "s").exists()
    again: list[object] = []

    def counted(*arguments: object) -> object:
        again.append(arguments[0])
        return task(*arguments)

    monkeypatch.setattr(f"analysis.prepare.{stage}", counted)
    prepared([table], tmp_path / "s", workers=1)
    assert not set(again) & set(calls[:2])
    assert calls[2] in again
    assert snapshot(tmp_path / "s") == snapshot(tmp_path / "whole" / "s")
    assert [path.suffix for path in (tmp_path / "kept").iterdir()] == [".sqlite"]


def test_units_of_other_texts_are_done_again(tmp_path: Path) -> None:
    with work.Work(tmp_path / "w") as store:
        pool = work.Pool(store, workers.Here())
        calls: list[int] = []

        def task(number: int) -> tuple[int, list[str]]:
            calls.append(number)
            return number, ["one", "two"]

        keys = [(work.key("a", number), (number,)) for number in (1, 2)]
        assert list(pool.run(task, keys)) == [1, 2]
        assert list(pool.run(task, keys)) == [1, 2]
        assert list(pool.run(task, [(work.key("b", 1), (1,))])) == [1]
        assert calls == [1, 2, 1]
        assert list(store.parts(keys[0][0])) == ["one", "two"]
        assert pool.held([(keys[1][0], 1)]).part(keys[1][0], 1) == "two"


# sources in several spellings


def test_spellings_of_one_source_are_merged() -> None:
    none = pd.DataFrame(columns=["spelling", "source", "documents", "rule"])
    named = ["Breitbart", "breitbart", "breitbart.com", "The Daily Caller", "thedailycaller", "Vox", "RT", "rt", "rt"]
    found = sources.spellings(named, none)
    assert found.to_numpy().tolist() == [
        ["Breitbart", "Breitbart", 1, "as written"],
        ["breitbart", "Breitbart", 1, "merged"],
        ["breitbart.com", "Breitbart", 1, "merged"],
        ["RT", "RT", 1, "as written"],
        ["rt", "RT", 2, "merged"],
        ["The Daily Caller", "The Daily Caller", 1, "as written"],
        ["thedailycaller", "The Daily Caller", 1, "merged"],
        ["Vox", "Vox", 1, "as written"],
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("Fox News", "Fox"), ("A", "B"), ("The Hill", "Hill Times"), ("The", "the sun")]
)
def test_sources_that_may_differ_stay_apart(one: str, other: str) -> None:
    assert sources.folded(one) != sources.folded(other)


def test_your_spellings_stay_and_win(tmp_path: Path) -> None:
    table = spreadsheet(tmp_path / "boats.csv", 9)
    outcome = prepared([table], tmp_path / "s")
    assert dict(zip(outcome.spellings["spelling"], outcome.spellings["rule"], strict=True)) == {
        "Gazette": "as written",
        "The Echo": "as written",
        "the echo": "merged",
    }
    assert set(tables.read(tmp_path / "s", "documents")["source"]) == {"The Echo", "Gazette"}
    (tmp_path / "s" / "study.toml").unlink()
    yours = outcome.spellings.assign(
        source=["Gazette", "The Echo", "the echo"], rule=["as written", "as written", "yours"]
    )
    tables.write(yours, tmp_path / "s", "sources")
    prepared([table], tmp_path / "s")
    assert set(tables.read(tmp_path / "s", "documents")["source"]) == {"The Echo", "Gazette", "the echo"}


def test_sources_that_the_study_does_not_know_are_rejected(tmp_path: Path) -> None:
    table = spreadsheet(tmp_path / "boats.csv", 9)
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "study.toml").write_text('title = "B"\nevent = "b"\n[[sources]]\nid = "The Echo"\n', "utf-8")
    outcome = prepared([table], tmp_path / "s")
    assert outcome.rows["documents"] == 6
    assert {one.row for one in outcome.rejected} == {"row 4", "row 7", "row 10"}
    assert all("'Gazette' is not in study.toml" in one.reason for one in outcome.rejected)
    assert tables.read(tmp_path / "s", "rejected")["row"].tolist() == ["row 4", "row 7", "row 10"]


# what is there twice, or odd


def test_a_document_that_is_there_twice_is_taken_out_once(tmp_path: Path) -> None:
    save(tmp_path / "a" / "echo", {"1.txt": ECHO, "2.txt": ECHO.replace("\n\n", "\n \n\n"), "3.txt": GAZETTE})
    save(tmp_path / "a" / "ledger", {"1.txt": ECHO})
    prepared([tmp_path / "a"], tmp_path / "s")
    found = tables.read_all(tmp_path / "s")
    assert found["documents"].groupby("source").size().to_dict() == {"echo": 2, "ledger": 1}
    duplicates = found["cleaning"].query("rule == 'duplicate' and action == 'removed'")
    assert duplicates["place"].tolist() == ["echo/2.txt"]
    assert found["copies"].query("relation == 'duplicate'")[["left", "right"]].to_numpy().tolist() == [
        ["echo-1", "ledger-1"]
    ]
    prepared([tmp_path / "a"], tmp_path / "again", without=["duplicate"])
    assert len(tables.read(tmp_path / "again", "documents")) == 4


def test_odd_dates_and_repeated_ids_are_in_the_ledger(tmp_path: Path) -> None:
    rows = ["id,source,date,text", f'7,A,2019-06-03,"{LEDGER}"', f'7,A,45 Nonember,"{GAZETTE}"'.replace("“", "'")]
    (tmp_path / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    prepared([tmp_path / "t.csv"], tmp_path / "s")
    found = tables.read_all(tmp_path / "s")
    assert found["documents"]["date"].tolist() == ["2019-06-03", ""]
    ledger = found["cleaning"].query("document == 'A-2'").set_index("rule")["place"].to_dict()
    assert ledger["odd date"] == "date “45 Nonember”"
    assert ledger["repeated id"].startswith("id 7 of t.csv, row 2")


def test_what_cannot_be_read_is_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    save(articles, {"echo-2.txt": "", "echo-3.txt": "Advertisement\nLeave a Reply\n"})
    outcome = prepared([articles], target)
    assert outcome.rows["documents"] == 3
    assert sorted(one.file for one in outcome.rejected) == ["echo-2.txt", "echo-3.txt"]
    told = list(prepare.told(outcome, target))
    assert any(re.match(r"2 records could not be read: .*rejected\.csv", line) for line in told)
    with pytest.raises(InputError, match="2 records could not be read, and --strict makes that an error"):
        prepared([articles], target, strict=True)


def test_with_nothing_to_read_the_first_reason_is_told(tmp_path: Path) -> None:
    save(tmp_path / "a", {"a.txt": "", "b.txt": ""})
    with pytest.raises(InputError, match=r"a\.txt: .*empty") as caught:
        prepared([tmp_path / "a"], tmp_path / "s")
    assert "2 records could not be read" in caught.value.way_out
    assert not (tmp_path / "s").exists()


def test_rules_are_switched_off_by_name(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    rules = set(tables.read(target, "cleaning")["rule"])
    assert {"by-line", "link"} <= rules
    told = (target / study.FILE).read_text(encoding="utf-8")
    before = snapshot(target)
    with pytest.raises(InputError, match="by-lien"):
        prepared([articles], target, without=["by-lien"])
    with pytest.raises(InputError, match=r"study\.toml: does not say .* these options") as caught:
        prepared([articles], target, without=["link", "by-line"])
    assert snapshot(target) == before
    lines = caught.value.way_out.splitlines()[1:]
    (target / study.FILE).write_text(told + "\n" + "\n".join(line.strip() for line in lines) + "\n", encoding="utf-8")
    for again in ({}, {"without": ["by-line", "link"]}):
        prepared([articles], target, **again)
        assert set(tables.read(target, "cleaning")["rule"]) == rules - {"by-line", "link"}


def test_a_new_study_says_how_it_was_prepared(tmp_path: Path) -> None:
    rows = ["paper,words_of_it", f'"Echo ""of"" \u007f","{LEDGER}"', f'Gazette,"{GAZETTE}"']
    (tmp_path / "t.csv").write_bytes("\n".join(rows).encode("cp1252"))
    columns = {"source": "paper", "text": "words_of_it"}
    options = readers.Options("cp1252", columns, 'x "{source}" é')
    prepared([tmp_path / "t.csv"], tmp_path / "s", reading=options, without=["link", "by-line"])
    told = study.load(tmp_path / "s").preparation
    assert told == study.Preparation(("by-line", "link"), columns, options.names, "cp1252")
    before = snapshot(tmp_path / "s")
    prepared([tmp_path / "t.csv"], tmp_path / "s")
    assert snapshot(tmp_path / "s") == before
    request = prepare.Request(texts=[tmp_path / "t.csv"], study=tmp_path / "s")
    assert "documents: 2" in list(prepare.preview(request))


def test_what_was_taken_out_is_counted_word_by_word(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    removed, ledger = tables.read(target, "removed"), tables.read(target, "cleaning")
    taken = ledger.query("action != 'linked'").groupby(["document", "rule"])["words"].sum()
    counted = removed.groupby(["document", "rule"], observed=True)["count"].sum()
    assert counted.to_dict() == taken.to_dict()


# what is said


def test_a_preview_says_what_was_recognised_and_writes_nothing(tmp_path: Path) -> None:
    table = spreadsheet(tmp_path / "boats.csv", 9)
    before = snapshot(tmp_path)
    told = "\n".join(prepare.preview(prepare.Request([table], tmp_path / "s")))
    assert "boats.csv" in told
    assert "outlet → source" in told
    assert "boats.csv, row 2: The Echo; 2019-06-01" in told
    assert "The Echo: 6 (also as the echo)" in told
    assert told.endswith("Nothing was written.")
    assert snapshot(tmp_path) == before


def test_a_new_study_file_says_what_was_recognised(tmp_path: Path) -> None:
    table = spreadsheet(tmp_path / "boats.csv", 9)
    prepared([table], tmp_path / "s")
    text = (tmp_path / "s" / "study.toml").read_text(encoding="utf-8")
    assert "# 9 documents of 2 sources were read:" in text
    assert "boats.csv" in text
    assert "# Dates from 2019-06-01 to 2019-06-09." in text
    assert [source.id for source in study.load(tmp_path / "s").sources] == ["The Echo", "Gazette"]


def test_progress_is_shown_with_an_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    monkeypatch.setattr("time.monotonic", iter([0.0, 30.0, 60.0]).__next__)
    shown = prepare.Announce(stream)
    shown.part("cleaning", 1, 4)
    shown.part("cleaning", 4, 4)
    assert " 25%, 2 min left" in stream.getvalue()
    assert stream.getvalue().rstrip().endswith("100%")


def test_sources_are_named_as_told_or_after_their_file() -> None:
    assert numbering.source_of("The\nEcho ", "a.csv", "row 2") == "The Echo"
    assert numbering.source_of("", "below/echo-1.txt", "") == "echo-1"
    assert numbering.source_of("", "a.csv", "row 2") == numbering.NOBODY
    assert numbering.source_of("=cmd()", "a.csv", "row 2") == "file =cmd()"


def test_a_lonely_date_makes_no_sense() -> None:
    known = [f"{2012 + n % 8}-05-01" for n in range(200)]
    assert numbering.sensible([*known, "2050-09-30"]) == ("2012-05-01", "2019-05-01")
    assert numbering.sensible([*known, "1812-09-30", ""]) == ("2012-05-01", "2019-05-01")
    assert numbering.sensible([*known, *["2050-09-30"] * 9])[1] == "2050-09-30"
    assert numbering.sensible(["2012-05-01", "2050-09-30"]) == ("", "9999")


def test_many_documents_of_which_nothing_says_the_source_are_pointed_out(tmp_path: Path) -> None:
    save(tmp_path / "a", {f"boat{number}.txt": article(number) for number in range(21)})
    told = "\n".join(prepare.told(prepared([tmp_path / "a"], tmp_path / "s"), tmp_path / "s"))
    assert "Every document is a source by itself" in told
    (tmp_path / "a" / "boat0.txt").unlink()
    assert "by itself" not in "\n".join(prepare.told(prepared([tmp_path / "a"], tmp_path / "t"), tmp_path / "t"))


def test_a_file_of_work_that_is_broken_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(texts.PLACE, str(tmp_path / "kept"))
    table = spreadsheet(tmp_path / "boats.csv", 9)
    place = texts.path(tmp_path / "s")
    assert place is not None
    place.parent.mkdir()
    place.with_suffix(".work").write_bytes(b"no store" * 1000)
    assert prepared([table], tmp_path / "s").rows["documents"] == 9
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def test_a_study_is_prepared_once_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(texts.PLACE, str(tmp_path / "kept"))
    table = spreadsheet(tmp_path / "boats.csv", 9)
    place = texts.path(tmp_path / "s")
    assert place is not None
    place.parent.mkdir()
    with work.Work(place.with_suffix(".work")), pytest.raises(InputError, match="being prepared already"):
        prepared([table], tmp_path / "s")
    assert prepared([table], tmp_path / "s").rows["documents"] == 9


def test_where_no_work_can_be_kept_the_way_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(texts.PLACE, str(tmp_path / "kept"))
    table = spreadsheet(tmp_path / "boats.csv", 9)

    def forbidden(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", forbidden)
    with pytest.raises(InputError, match="cannot be kept here") as caught:
        prepared([table], tmp_path / "s")
    assert texts.PLACE in caught.value.way_out


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    rng = random.Random(1)
    words = ["".join(rng.choices("aeioubdgklmnrst", k=6)) for _ in range(5000)]
    lines = [
        f"{'ABC'[number % 3]},{' '.join(rng.choices(words, k=300))}." for number in range(750)
    ]  # two units of reading
    table = tmp_path / "boats.csv"
    table.write_text("\n".join(["source,text", *lines]), encoding="utf-8")
    command = [sys.executable, "-m", "analysis.cli", "prepare", str(table), "--study", str(tmp_path / "s")]
    environment = {**os.environ, texts.PLACE: str(tmp_path / "kept")}
    running = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert running.stderr is not None
    while (line := running.stderr.readline()) and not line.startswith("cleaning"):
        continue
    running.kill()
    running.communicate()
    assert not (tmp_path / "s").exists()
    (held,) = (path for path in (tmp_path / "kept").iterdir() if path.suffix == ".work")
    assert held.stat().st_size > 0
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    assert len(tables.read(tmp_path / "s", "documents")) == 750
    assert [path.suffix for path in (tmp_path / "kept").iterdir()] == [".sqlite"]
