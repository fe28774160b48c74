"""Blind coding sheets: what goes out, what comes back, and what is made of it."""

import csv
import io
import math
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from stories import ferry, prepared, save, snapshot

from analysis import cli, coding, frames, tables
from analysis.errors import InputError
from analysis.statements import coding as statements
from analysis.study import Study, load


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Study, dict[str, pd.DataFrame]]:
    """A study whose texts are on this machine."""
    monkeypatch.setenv("RASHOMON_TEXTS", str(tmp_path / "texts"))
    return study(tmp_path)


def study(folder: Path) -> tuple[Study, dict[str, pd.DataFrame]]:
    articles, target = ferry(folder)
    prepared([articles], target)
    return load(target), tables.read_all(target)


def test_the_passages_are_printed_and_the_sources_hidden(kept: tuple[Study, dict[str, pd.DataFrame]]) -> None:
    made = coding.sheet(*kept, many=100)
    text = "\n".join(made.rows["passage"])
    assert "[source]" in text
    assert not any(label in text for label in kept[0].labels.values())
    assert made.key.empty
    assert "key.csv" not in made.instructions
    assert list(made.rows.columns) == ["item", "passage", *frames.FRAMES]
    assert (made.rows[list(frames.FRAMES)] == "").all(axis=None)
    assert all(question in made.instructions for question in frames.QUESTIONS.values())
    passages = kept[1]["passages"]
    assert len(made.rows) == (passages["copy_of"] == "").sum()


def test_item_names_tell_nothing_and_are_no_numbers(kept: tuple[Study, dict[str, pd.DataFrame]]) -> None:
    names = [one.name for one in coding.items(kept[1])]
    assert len(set(names)) == len(names)
    assert all(name.isalpha() and len(name) == 12 for name in names)
    assert not any(one.document.lower() in one.name for one in coding.items(kept[1]))


def test_the_same_seed_makes_the_same_sheet(kept: tuple[Study, dict[str, pd.DataFrame]]) -> None:
    one, same, other = (coding.sheet(*kept, many=6, seed=seed).rows for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert one["item"].tolist() != other["item"].tolist()


def test_sources_are_drawn_evenly_and_in_no_order() -> None:
    everything = [
        coding.Item(f"{s}{n}", f"{s}:{n}", s, s) for s, size in (("A", 50), ("B", 20), ("C", 3)) for n in range(size)
    ]
    drawn = coding.draw(everything, 23, 1)
    assert Counter(one.source for one in drawn) == {"A": 10, "B": 10, "C": 3}
    assert [one.source for one in drawn] != sorted(one.source for one in drawn)
    assert len(coding.draw(everything, 500, 1)) == len(set(coding.draw(everything, 500, 1))) == 73
    uneven = Counter(coding.draw(everything[:70], 1, seed)[0].source for seed in range(40))
    assert min(uneven.values()) > 5  # the odd one out is not always of the same source


def test_without_texts_rows_are_pointers_and_a_key_leads_to_the_articles(tmp_path: Path) -> None:
    told, data = study(tmp_path)
    made = coding.sheet(told, data)
    assert made.rows["passage"].str.fullmatch(r"text \d+, characters \d+ to \d+").all()
    assert "key.csv" in made.instructions
    assert sorted(made.key["document"]) == sorted(set(data["passages"]["document"]))
    article = (tmp_path / "articles" / "gazette-1.txt").read_text(encoding="utf-8")
    number = made.key.set_index("document")["text"]["G-1"]
    spans = made.rows["passage"].str.extract(rf"text {number}, characters (\d+) to (\d+)").dropna().astype(int)
    assert any("I cried, and I am not ashamed" in article[start:end] for start, end in spans.itertuples(index=False))


def test_nothing_is_overwritten_and_nothing_goes_into_the_study(kept: tuple[Study, dict[str, pd.DataFrame]]) -> None:
    told, data = kept
    made = coding.sheet(told, data)
    folder = told.folder.parent / "coding"
    assert [path.name for path in coding.write(told, made, folder)] == ["sheet.csv", "instructions.md"]
    before = snapshot(folder)
    with pytest.raises(InputError, match="is there already, perhaps filled in"):
        coding.write(told, made, folder)
    assert snapshot(folder) == before
    with pytest.raises(InputError, match="which is published"):
        coding.write(told, made, told.folder / "coding")
    with pytest.raises(InputError, match="0 passages cannot be coded"):
        coding.sheet(told, data, many=0)


# back from the coders


HEADER = ("item", "passage", *frames.FRAMES)


def filled(path: Path, rows: list[tuple[str, ...]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(HEADER)
    writer.writerows((item, "the text; of a, passage\nin two lines", *codes) for item, *codes in rows)
    path.write_bytes(stream.getvalue().encode(encoding))
    return path


ROWS: list[tuple[str, ...]] = [("ab", "1", "0", "", "yes", "No"), ("cd", "0", "1.0", "TRUE", " n ", "0")]


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-8")])
def test_a_filled_sheet_is_read_however_a_spreadsheet_writes_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    found = coding.read(filled(tmp_path / "s.csv", ROWS, delimiter, encoding), {"ab", "cd", "ef"})
    assert found.loc["ab"].tolist() == pytest.approx([1, 0, float("nan"), 1, 0], nan_ok=True)
    assert found.loc["cd"].tolist() == [0, 1, 1, 0, 0]


BAD: dict[str, tuple[list[tuple[str, ...]], str]] = {
    "another code": ([ROWS[0], ("cd", "2", "", "", "", "")], r"row 3: '2' under 'responsibility'"),
    "an unknown item": ([("zz", "1", "", "", "", "")], r"row 2: item 'zz' is none of this study"),
    "an item twice": ([ROWS[0], ROWS[1], ROWS[0]], r"row 4: item 'ab' stands twice"),
    "a cell too few": ([("ab", "1", "0")], r"row 2: has 4 cells, the first row 7"),
    "nothing filled in": ([("ab", "", "", "", "", "")], r"nothing is filled in"),
    "no rows": ([], r"nothing is filled in"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_sheet_is_one_error_that_names_the_row(tmp_path: Path, case: str) -> None:
    rows, told = BAD[case]
    with pytest.raises(InputError, match=told) as error:
        coding.read(filled(tmp_path / "s.csv", rows), {"ab", "cd"})
    assert "\n  " in str(error.value), "no way out"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "there is no such file"),
        (b"", "is empty"),
        (b"\n1,2\n", "there is no column 'item'"),
        (b"item,passage\n", "there is no column 'responsibility'"),
        (b"item,responsibilty\n", "Is it 'responsibilty'?"),
        (b"item,item\n", "column 'item' stands 2 times"),
        ("item,é\n".encode("latin-1"), "is not a CSV file in UTF-8"),
        (b'item,"passage\n', "is not a CSV file"),
        (b"PK\x03\x04\xff\xfe", "is not a CSV file in UTF-8"),
    ],
)
def test_a_file_that_is_no_sheet_is_one_error(tmp_path: Path, content: bytes | None, told: str) -> None:
    if content is not None:
        (tmp_path / "s.csv").write_bytes(content)
    with pytest.raises(InputError, match=told):
        coding.read(tmp_path / "s.csv", {"ab"})


def coded(names: list[str], *codes: float, frame: str = "conflict") -> pd.DataFrame:
    found = pd.DataFrame(float("nan"), index=names[: len(codes)], columns=pd.Index(frames.FRAMES))
    found[frame] = list(codes)
    return found


def test_agreement_of_coders_and_of_words(tmp_path: Path) -> None:
    _, data = study(tmp_path)
    every = coding.items(data)
    place = pd.DataFrame({"passage": [one.passage for one in every]})
    conflict = frames.count(data["terms"], place).present[:, frames.FRAMES.index("conflict")].tolist()
    with_it, without = (
        [one.name for one, has in zip(every, conflict, strict=True) if has is want] for want in (True, False)
    )
    names = [with_it[0], *without[:3]]
    one, other = coded(names, 1, 1, 0, 0), coded(names, 1, 1, 0, 1)
    found = coding.agreement(data, {"one": one, "other": other}).set_index("frame").loc["conflict"]
    # three of four alike; five codes are 1 and three 0
    assert found["alpha"] == pytest.approx(1 - 7 * 2 / 30)
    assert found[["coded", "settled"]].tolist() == [4, 3]
    # of three settled items two are 1, of which the words find one
    assert found[["precision", "recall"]].tolist() == [1.0, 0.5]
    assert found["f1"] == pytest.approx(2 / 3)
    lines = coding.told(coding.agreement(data, {"one": one, "other": other}))
    assert any(line.startswith("conflict") and "0.53 [" in line for line in lines)
    assert any(line.startswith("morality") and "–" in line for line in lines)


def test_one_coder_is_enough_for_the_words(tmp_path: Path) -> None:
    _, data = study(tmp_path)
    names = [one.name for one in coding.items(data)]
    found = coding.agreement(data, {"one": coded(names, 1, 0, 0)}).set_index("frame").loc["conflict"]
    assert math.isnan(found["alpha"])
    assert found[["coded", "settled"]].tolist() == [0, 3]


def test_sheets_of_different_passages_are_an_error(tmp_path: Path) -> None:
    _, data = study(tmp_path)
    names = [one.name for one in coding.items(data)]
    with pytest.raises(InputError, match="has no item in common with one"):
        coding.agreement(data, {"one": coded(names[:2], 1, 0), "two": coded(names[2:4], 1, 0)})


# kept in the study


def two_sheets(data: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    names = [one.name for one in coding.items(data)]
    one, other = coded(names, 1, 1, 0, 0, 1), coded(names[::-1], 1, 0, 1, 0, 0, frame="economic")
    other.loc[names[0], "conflict"], other.loc[names[1], "conflict"], other.loc[names[2], "conflict"] = 1, 0, 0
    return {"anna.csv": one, "ben.csv": other}


def test_kept_sheets_have_the_agreement_of_the_filled_ones_and_no_text(tmp_path: Path) -> None:
    told, data = study(tmp_path)
    assert coding.kept(data) == {}
    sheets = two_sheets(data)
    path = coding.keep(told, data, sheets)
    assert path == told.folder / "coding.csv"
    again = tables.read_all(told.folder)
    assert set(again["coding"]["coder"]) == {1, 2}
    assert not any(name in path.read_text(encoding="utf-8") for name in ("anna", "ben"))
    assert len(again["coding"]) == sum(int(sheet.notna().sum().sum()) for sheet in sheets.values())
    expected = coding.agreement(data, sheets)
    pd.testing.assert_frame_equal(coding.agreement(again, coding.kept(again)), expected)
    assert expected.set_index("frame")["coded"].to_dict()["conflict"] == 3


def test_preparing_again_keeps_the_codes_and_keeping_again_does_not_overwrite(tmp_path: Path) -> None:
    told, data = study(tmp_path)
    path = coding.keep(told, data, two_sheets(data))
    before = path.read_bytes()
    prepared([tmp_path / "articles"], told.folder)
    assert path.read_bytes() == before
    with pytest.raises(InputError, match="has filled sheets already"):
        coding.keep(told, data, two_sheets(data))
    assert path.read_bytes() == before


def test_codes_of_another_text_are_an_error_that_names_the_row(tmp_path: Path) -> None:
    told, data = study(tmp_path)
    coding.keep(told, data, two_sheets(data))
    articles = tmp_path / "articles"
    for path in sorted(articles.iterdir()):
        path.write_text(path.read_text(encoding="utf-8") + "\nOne more sentence at the very end.\n", encoding="utf-8")
    prepared([articles], told.folder)
    with pytest.raises(InputError, match=r"coding, row 2: passage '.+' is not the one that was coded\n.*prepared anew"):
        coding.kept(tables.read_all(told.folder))
    path = told.folder / "coding.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("conflict", "quarrel"), encoding="utf-8")
    with pytest.raises(InputError, match="row 2: 'quarrel' is no frame"):
        coding.kept(tables.read_all(told.folder))


def test_what_the_report_says_of_coders(tmp_path: Path) -> None:
    _, data = study(tmp_path)
    assert statements.agreement(coding.agreement(data, {}), {})[0].text.startswith("No filled coding sheet is kept")
    assert statements.caption(coding.agreement(data, {}), 0.95).text.startswith("No filled coding sheet is kept")
    names = [one.name for one in coding.items(data)]
    one = coded(names, *[1.0, 0] * 5)
    one["economic"], one["morality"] = one["conflict"], [1.0, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    other = one.assign(economic=1 - one["economic"])
    found = coding.agreement(data, {"one": one, "other": other})
    told = " ".join(sentence.text for sentence in statements.agreement(found, {"one": one, "other": other}))
    assert told.startswith(
        "2 coders judged 10 passages. They agree (Krippendorff’s alpha) firmly (at least 0.8) on conflict (1.000, from 1.00 to "
        "1.00) and morality (1.000, from 1.00 to 1.00); too little (below 0.667) on economic (−0.900, from"
    )
    assert "for responsibility and human interest agreement is not defined" in told
    assert "Words against what the coders agree on, as one more coder: " in told
    alone = statements.agreement(coding.agreement(data, {"one": one}), {"one": one})
    assert alone[0].text == "1 coder judged 10 passages; how far two people would agree is not known."


# on the command line


def test_a_sheet_goes_out_and_two_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, target = ferry(tmp_path)
    prepared([tmp_path / "articles"], target)
    out = tmp_path / "coding"
    assert cli.main(["code", str(target), "--out", str(out), "--passages", "8"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == str(out / "sheet.csv")
    sheet = pd.read_csv(out / "sheet.csv", dtype=str, keep_default_na=False)
    assert len(sheet) == 8
    for coder, last in (("anna", "1"), ("ben", "0")):
        codes = sheet.assign(conflict=["1", "0", "1", "0", "1", "0", "0", last])
        codes.to_csv(tmp_path / f"{coder}.csv", index=False)
    assert cli.main(["code", str(target), str(tmp_path / "anna.csv"), str(tmp_path / "ben.csv")]) == 0
    told = capsys.readouterr().out
    # seven of eight alike, nine codes 0 and seven 1: 1 - 15 * 2 / (256 - 81 - 49)
    assert f"{1 - 15 * 2 / 126:.2f} [" in told
    assert not (target / "coding.csv").exists()
    assert cli.main(["code", str(target), str(tmp_path / "anna.csv"), str(tmp_path / "ben.csv"), "--keep"]) == 0
    assert capsys.readouterr().out == f"{told}{target.resolve() / 'coding.csv'}\n"
    assert len(coding.kept(tables.read_all(target))) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "neither --out nor a filled sheet"),
        (["--keep"], "--keep without a filled sheet"),
        (["none.csv"], "there is no such file"),
        (["--out", "coding", "--passages", "0"], "0 passages cannot be coded"),
    ],
)
def test_wrong_use_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    _, target = ferry(tmp_path)
    prepared([tmp_path / "articles"], target)
    monkeypatch.chdir(save(tmp_path / "here", {}))
    assert cli.main(["code", str(target), *words]) == 2
    assert told in capsys.readouterr().err
    assert snapshot(tmp_path / "here") == {}


def test_a_sheet_given_twice_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, data = study(tmp_path)
    name = coding.items(data)[0].name
    path = str(filled(tmp_path / "s.csv", [(name, "1", "", "", "", "")]))
    assert cli.main(["code", str(tmp_path / "seeds" / "ferry"), path, path]) == 2
    assert "a sheet is given twice" in capsys.readouterr().err
