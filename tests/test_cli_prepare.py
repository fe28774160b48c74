"""`rashomon prepare` on the command line: what it prints, and how it ends."""

from pathlib import Path

import pytest
from stories import ferry, save, snapshot

from analysis import cli, tables


def test_says_what_it_made_and_what_comes_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles, target = ferry(tmp_path)
    save(articles, {"echo-2.txt": ""})
    assert cli.main(["prepare", str(articles), "--study", str(target)]) == 0
    told = capsys.readouterr().out
    assert "documents: 3 rows" in told
    assert "1 record could not be read" in told
    assert "the first: echo-2.txt: " in told
    assert told.endswith(f"Next: rashomon report {target}\n")


def test_strict_makes_a_rejected_record_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles, target = ferry(tmp_path)
    save(articles, {"echo-2.txt": ""})
    before = snapshot(tmp_path)
    assert cli.main(["prepare", str(articles), "--study", str(target), "--strict"]) == 2
    told = capsys.readouterr().err
    assert "echo-2.txt: " in told
    assert "--strict" in told
    assert snapshot(tmp_path) == before


def test_a_preview_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles, target = ferry(tmp_path)
    before = snapshot(tmp_path)
    assert cli.main(["prepare", str(articles), "--study", str(target), "--preview"]) == 0
    assert "recognised:" in capsys.readouterr().out
    assert snapshot(tmp_path) == before


def test_columns_names_and_rules_are_given_by_name(tmp_path: Path) -> None:
    rows = [
        "paper,words_of_it",
        'Echo,"The boat came back on Monday. By noon it was full."',
        "Gazette,A boat was late.",
    ]
    (tmp_path / "t.csv").write_text("\n".join(rows), encoding="utf-8")
    words = ["prepare", str(tmp_path / "t.csv"), "--study", str(tmp_path / "s"), "--column", "source=paper"]
    assert cli.main([*words, "-c", "text=words_of_it", "--without", "sub-head"]) == 0
    assert tables.read(tmp_path / "s", "documents")["source"].tolist() == ["Echo", "Gazette"]


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (["--column", "outlet"], "--column: 'outlet' is not field=column"),
        (["--column", "colour=red"], "unknown field 'colour'"),
        (["--without", "by-lien"], "Did you mean 'by-line'?"),
        (["--names", "{sauce}"], "{sauce}"),
        (["--encoding", "klingon"], "klingon"),
    ],
)
def test_a_wrong_option_is_one_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: list[str], told: str
) -> None:
    articles, target = ferry(tmp_path)
    before = snapshot(tmp_path)
    assert cli.main(["prepare", str(articles), "--study", str(target), *option]) == 2
    assert told in capsys.readouterr().err
    assert snapshot(tmp_path) == before
