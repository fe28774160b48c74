"""Attributions checked by hand: what goes out, what comes back, and what is made of it."""

import csv
import io
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from stories import ferry, prepared, snapshot

from analysis import checking, cli, inventory, tables, voices
from analysis.checking.sheet import CLOSE, OPEN
from analysis.errors import InputError
from analysis.statements import checked as statements
from analysis.study import Study, load

Data = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared study with its texts beside it."""
    folder = tmp_path_factory.mktemp("ferry")
    articles, target = ferry(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RASHOMON_TEXTS", str(folder / "texts"))
        prepared([articles], target)
    return target


@pytest.fixture
def kept(whole: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Study, Data]:
    """A study whose texts are on this machine."""
    monkeypatch.setenv("RASHOMON_TEXTS", str(whole.parents[1] / "texts"))
    return load(whole), tables.read_all(whole)


@pytest.fixture
def mine(whole: Path, tmp_path: Path) -> tuple[Study, Data]:
    """A copy of the study to be written into, its texts not at hand."""
    shutil.copytree(whole, tmp_path / "ferry")
    return load(tmp_path / "ferry"), tables.read_all(tmp_path / "ferry")


# out


def test_what_is_said_is_marked_in_its_passage(kept: tuple[Study, Data]) -> None:
    made = checking.sheets(*kept, attributions=100, passages=100)
    items = voices.items(kept[1])
    assert made.attributions["item"].tolist() == items.attributions.index.tolist()
    assert made.passages["item"].tolist() == items.passages.index.tolist()
    row = made.attributions[made.attributions["speaker"] == "Agda Brime"].iloc[0]
    assert f"“{OPEN}I cried, and I am not ashamed of it,{CLOSE}” said" in row["text"]
    assert row[["cue", "cue_class", "kind"]].tolist() == ["said", "neutral", "direct"]
    assert "gazette-1.txt, characters" in row["where"]
    answers = ["right", "right_speaker", "right_cue_class", "right_kind", "not_an_attribution"]
    assert (made.attributions[answers] == "").all(axis=None)
    assert (made.passages["missed"] == "").all()
    assert (made.attributions["text"].str.count(r"\[\[") == 1).all()
    found = made.passages["text"].str.count(r"\[\[")
    assert found.tolist() == [len(listed.split("; ")) if listed else 0 for listed in made.passages["found"]]


def test_without_texts_rows_say_where_to_look(mine: tuple[Study, Data], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASHOMON_TEXTS", "")
    made = checking.sheets(*mine, attributions=100, passages=100)
    assert (made.attributions["text"] == "").all()
    assert made.attributions["where"].str.contains(r"\.txt, characters \d+ to \d+$").all()


def test_drawn_evenly_from_every_stratum_and_without_favour() -> None:
    strata = pd.Series({f"{s}{n}": s for s, size in (("A", 50), ("B", 20), ("C", 3)) for n in range(size)})
    drawn = checking.draw(strata, 23, 1)
    assert Counter(strata[drawn]) == {"A": 10, "B": 10, "C": 3}
    assert drawn == [name for name in strata.index if name in set(drawn)]
    assert checking.draw(strata, 23, 1) == drawn != checking.draw(strata, 23, 2)
    assert checking.draw(strata, 500, 1) == strata.index.tolist()
    assert len({checking.draw(strata[:70], 1, seed)[0][0] for seed in range(40)}) == 2
    often = Counter(name for seed in range(200) for name in checking.draw(strata[:10], 5, seed))
    assert stats.chisquare([often[name] for name in strata.index[:10]]).pvalue > 0.001


def test_nothing_is_overwritten_and_nothing_goes_into_the_study(kept: tuple[Study, Data], tmp_path: Path) -> None:
    study, data = kept
    made = checking.sheets(study, data, 5, 2)
    written = checking.write(study, made, tmp_path / "out")
    assert [path.name for path in written] == ["attributions.csv", "passages.csv", "instructions.md"]
    before = snapshot(tmp_path / "out")
    with pytest.raises(InputError, match="is there already, perhaps filled in"):
        checking.write(study, made, tmp_path / "out")
    assert snapshot(tmp_path / "out") == before
    with pytest.raises(InputError, match="which is published"):
        checking.write(study, made, study.folder / "out")
    with pytest.raises(InputError, match="-1 cannot be checked"):
        checking.sheets(study, data, -1, 2)
    with pytest.raises(InputError, match="no attribution to check"):
        checking.sheets(study, data, 0, 0)


def test_the_instructions_explain_every_kind_and_class(kept: tuple[Study, Data]) -> None:
    text = checking.sheets(*kept, attributions=1, passages=1).instructions
    assert [name for name in (*tables.KINDS, *tables.CUE_CLASSES) if f"| {name} |" not in text] == []


# names


def test_names_are_the_same_whenever_the_same_is_found(kept: tuple[Study, Data], tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    again, items = voices.items(tables.read_all(target)), voices.items(kept[1])
    pd.testing.assert_frame_equal(again.attributions, items.attributions)
    pd.testing.assert_frame_equal(again.passages, items.passages)
    assert items.attributions.index.is_unique
    assert items.attributions.index.str.fullmatch("[a-p]{12}").all()


@pytest.mark.parametrize(
    ("column", "value"), [("speaker", "Ivo"), ("kind", "mixed"), ("cue_class", "hedged"), ("end", 9)]
)
def test_another_finding_has_another_name(kept: tuple[Study, Data], column: str, value: object) -> None:
    data = kept[1]
    changed = data["quotations"].copy()
    changed.loc[0, column] = value
    before, after = voices.items(data), voices.items({**data, "quotations": changed})
    assert (before.attributions.index != after.attributions.index).tolist().index(True) == 0
    assert (before.attributions.index != after.attributions.index).sum() == 1
    assert (before.passages.index != after.passages.index).sum() == 1


# back


HEADER = ("item", "text", "right", "right_speaker", "right_cue_class", "right_kind", "not_an_attribution")


def filled(path: Path, *rows: tuple[str, ...], header: tuple[str, ...] = HEADER, delimiter: str = ",") -> Path:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows((item, "a passage; of text,\nin two lines", *answers) for item, *answers in rows)
    path.write_text(stream.getvalue(), encoding="utf-8")
    return path


def names_of(data: Data, **wanted: str) -> list[str]:
    found = voices.items(data).attributions
    for column, value in wanted.items():
        found = found[found[column] == value]
    return found.index.tolist()


def test_a_filled_sheet_becomes_a_table_without_text(mine: tuple[Study, Data], tmp_path: Path) -> None:
    study, data = mine
    direct, indirect = names_of(data, kind="direct"), names_of(data, kind="indirect")
    sheet = filled(
        tmp_path / "s.csv",
        (direct[0], "1", "", "", "", ""),
        (direct[1], "0", "Prell", "", "", ""),  # a spelling of the study's
        (indirect[0], "", "the very old keeper of the light", "Hedged", "", ""),
        (indirect[1], "no", "", "", "", "yes"),
        (indirect[2], "", "", "", "", ""),
        (indirect[3], "0", "", "", "", ""),
    )
    found = checking.record(study, data, [sheet])["checked"].set_index("item")
    columns = ["verdict", "speaker", "cue_class", "kind", "missed"]
    assert found.loc[direct[0], columns].tolist() == ["right", "", "", "", 0]
    assert found.loc[direct[1], columns].tolist() == ["wrong", "Jonas Prell", "", "", 0]
    assert found.loc[indirect[0], columns].tolist() == ["wrong", "the very old keeper …", "hedged", "", 0]
    assert found.loc[indirect[1], columns].tolist() == ["none", "", "", "", 0]
    assert found.loc[indirect[3], columns].tolist() == ["wrong", "", "", "", 0]
    assert indirect[2] not in found.index
    assert "a passage" not in (study.folder / "checked.csv").read_text(encoding="utf-8")


def test_what_was_found_written_again_corrects_nothing(mine: tuple[Study, Data], tmp_path: Path) -> None:
    study, data = mine
    item = names_of(data, kind="direct")[0]
    row = voices.items(data).attributions.loc[item]
    sheet = filled(tmp_path / "s.csv", (item, "1", row["speaker"], row["cue_class"], row["kind"], "0"))
    assert checking.record(study, data, [sheet])["checked"]["verdict"].tolist() == ["right"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_later_sheet_wins_and_the_rest_stays(mine: tuple[Study, Data], tmp_path: Path, delimiter: str) -> None:
    study, data = mine
    one, other = names_of(data, kind="direct")[:2]
    first = filled(tmp_path / "1.csv", (one, "1", "", "", "", ""), (other, "1", "", "", "", ""), delimiter=delimiter)
    second = filled(tmp_path / "2.csv", (other, "0", "", "", "", "1"), delimiter=delimiter)
    data = checking.record(study, data, [first])
    found = checking.record(study, data, [second])["checked"].set_index("item")["verdict"]
    assert found.to_dict() == {one: "right", other: "none"}
    with pytest.raises(InputError, match="is judged in two sheets"):
        checking.record(study, data, [first, second])


BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "no number": (("", "perhaps", "", "", "", ""), r"row 2: 'perhaps' under 'right'"),
    "right and another speaker": (("", "1", "Ivo Sandel", "", "", ""), r"row 2: 'right' is 1, but 'right_speaker'"),
    "right and none": (("", "1", "", "", "", "1"), r"row 2: 'right' is 1, but 'not_an_attribution'"),
    "none and a kind": (("", "0", "", "", "mixed", "1"), r"row 2: 'not_an_attribution' is 1, but 'right_kind'"),
    "no kind": (("", "0", "", "", "indirekt", ""), r"row 2: 'indirekt' under 'right_kind'\n  Is it 'indirect'\?"),
    "no class": (("", "0", "", "angry", "", ""), r"row 2: 'angry' under 'right_cue_class'"),
    "another preparation": (("abcdefghijkl", "1", "", "", "", ""), r"row 2: item 'abcdefghijkl' is none of this study"),
    "nothing": (("", "", "", "", "", ""), r"nothing is filled in"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_row_is_one_error_and_nothing_is_written(mine: tuple[Study, Data], tmp_path: Path, case: str) -> None:
    study, data = mine
    (item, *answers), told = BAD[case]
    sheet = filled(tmp_path / "s.csv", (item or names_of(data, kind="direct")[0], *answers))
    with pytest.raises(InputError, match=told):
        checking.record(study, data, [sheet])
    assert not (study.folder / "checked.csv").exists()


@pytest.mark.parametrize(("cell", "told"), [("two", "'two' under 'missed'"), ("-1", "'-1' under"), ("", "nothing is")])
def test_a_bad_count_of_missed_ones(mine: tuple[Study, Data], tmp_path: Path, cell: str, told: str) -> None:
    item = voices.items(mine[1]).passages.index[0]
    sheet = filled(tmp_path / "s.csv", (item, cell), header=("item", "text", "missed"))
    with pytest.raises(InputError, match=told):
        checking.record(*mine, [sheet])


def test_an_item_twice_or_a_file_that_is_no_sheet(mine: tuple[Study, Data], tmp_path: Path) -> None:
    item = names_of(mine[1], kind="direct")[0]
    twice = filled(tmp_path / "s.csv", *[(item, "1", "", "", "", "")] * 2)
    with pytest.raises(InputError, match=r"row 3: item '\w+' stands twice"):
        checking.record(*mine, [twice])
    other = filled(tmp_path / "t.csv", (item, "1"), header=("item", "text", "wright"))
    with pytest.raises(InputError, match=r"no column 'right'\n  Is it 'wright'\?"):
        checking.record(*mine, [other])


def test_preparing_again_keeps_what_was_checked(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    data = tables.read_all(target)
    sheet = filled(tmp_path / "s.csv", (names_of(data, kind="direct")[0], "1", "", "", "", ""))
    checking.record(load(target), data, [sheet])
    before = (target / "checked.csv").read_bytes()
    prepared([articles], target)
    assert (target / "checked.csv").read_bytes() == before
    assert voices.checks(tables.read_all(target)).stale == 0


# what is made of it


def test_corrections_win(mine: tuple[Study, Data]) -> None:
    data = mine[1]
    one, other, third = names_of(data)[:3]
    rows = [(one, "wrong", "Ivo Sandel", "hedged", "mixed"), (other, "none", "", "", ""), (third, "wrong", "", "", "")]
    with_checks = {**data, "checked": checked(data, *rows)}
    checks = voices.checks(with_checks)
    passages = inventory.sample(data, mine[0].labels).passages
    plain = voices.attributions(data["quotations"], passages)
    said = voices.attributions(voices.quotations(with_checks), passages)
    quotation = checks.attributions["quotation"]
    assert sorted(set(plain["quotation"]) - set(said["quotation"])) == [quotation[other]]
    changed = said.set_index("quotation").loc[quotation[one]]
    assert changed[["speaker", "cue_class", "kind"]].tolist() == ["Ivo Sandel", "hedged", "mixed"]
    same = said[said["quotation"] != quotation[one]]["quotation"]
    columns = plain.columns.tolist()
    pd.testing.assert_frame_equal(
        said.set_index("quotation").loc[same].reset_index()[columns],
        plain.set_index("quotation").loc[same].reset_index()[columns],
    )


def checked(data: Data, *rows: tuple[str, str, str, str, str], missed: dict[str, int] | None = None) -> pd.DataFrame:
    told = [(item, "", "P", verdict, speaker, cue, kind, 0) for item, verdict, speaker, cue, kind in rows]
    told += [(item, "", "P", "searched", "", "", "", count) for item, count in (missed or {}).items()]
    return pd.DataFrame(told, columns=data["checked"].columns)


def test_a_study_without_attributions_can_be_asked() -> None:
    columns = {"quotation", "passage", "start", "end", "speaker", "cue", "cue_class", "kind"}
    none = pd.DataFrame({name: pd.Series(dtype=object) for name in sorted(columns)})
    data = {
        "documents": pd.DataFrame({"document": ["A-1"], "source": ["A"], "cleaned": ["abc"]}),
        "passages": pd.DataFrame({"passage": ["p"], "document": ["A-1"], "copy_of": [""], "start": [0], "end": [9]}),
        "quotations": none,
        "checked": pd.DataFrame(columns=pd.Index([column.name for column in tables.SCHEMAS["checked"].columns])),
    }
    found = voices.checks(data)
    assert (len(found.items.attributions), len(found.items.passages), found.stale) == (0, 1, 0)
    assert voices.error_rates(found)["checked"].tolist() == [0] * 5
    assert voices.missed(found).empty


def test_a_check_of_what_is_found_no_more_is_stale(mine: tuple[Study, Data]) -> None:
    data = mine[1]
    item, same = names_of(data)[:2]
    rows = ((item, "none", "", "", ""), (same, "right", "", "", ""))
    quotations = data["quotations"].copy()
    quotations.loc[quotations["quotation"] == voices.items(data).attributions.at[item, "quotation"], "end"] += 1
    found = voices.checks({**data, "quotations": quotations, "checked": checked(data, *rows)})
    assert (found.stale, found.attributions.index.tolist()) == (1, [same])


def invented(strata: dict[tuple[str, str], tuple[int, int, int]]) -> voices.Checks:
    """Checks by source and kind: attributions, of these checked, of these wrong."""
    every, told = [], []
    for (source, kind), (total, many, wrong) in strata.items():
        for number in range(total):
            item = f"{source}{kind}{number}"
            every.append((item, source, kind))
            if number < many:
                told.append((item, source, kind, "wrong" if number < wrong else "right"))
    columns = ["item", "source", "kind"]
    frame = pd.DataFrame(every, columns=pd.Index(columns)).set_index("item")
    judged = pd.DataFrame(told, columns=pd.Index([*columns, "verdict"])).set_index("item")
    items = voices.Items(frame, pd.DataFrame(columns=pd.Index(["passage", "source"])))
    return voices.Checks(judged, pd.DataFrame(columns=pd.Index(["passage", "source", "missed"])), 0, items)


def test_error_rates_are_weighted_to_all_by_hand() -> None:
    found = invented({("A", "direct"): (80, 4, 1), ("B", "direct"): (20, 4, 4), ("A", "mixed"): (100, 2, 0)})
    rates = voices.error_rates(found).set_index("kind")
    # of direct ones: (80 * 1/4 + 20 * 4/4) / 100; of all: (40 + 0) / 200
    assert rates.loc["direct", ["attributions", "checked", "wrong", "share"]].tolist() == [100, 8, 5, 0.4]
    assert rates.loc["all", ["attributions", "checked", "wrong", "share"]].tolist() == [200, 10, 5, 0.2]
    effective = 100**2 / (4 * 20**2 + 4 * 5**2)
    interval = stats.beta.ppf([0.025, 0.975], 0.4 * effective + 0.5, 0.6 * effective + 0.5)
    assert rates.loc["direct", ["low", "high"]].tolist() == pytest.approx(interval, abs=1e-6)
    assert rates.loc["mixed", ["share", "low"]].tolist() == [0, 0]
    assert rates.loc["indirect", ["checked", "share"]].isna().tolist() == [False, True]


def test_a_source_of_which_none_was_checked_is_stood_for_by_the_others_of_its_kind() -> None:
    found = invented({("A", "direct"): (10, 2, 1), ("B", "direct"): (30, 0, 0), ("A", "mixed"): (60, 2, 0)})
    # half of the 40 direct ones, none of the 60 mixed
    assert voices.error_rates(found).set_index("kind").loc["all", "share"] == pytest.approx(0.2)


def test_the_estimate_is_right_on_average_and_its_interval_holds() -> None:
    """Drawn as `draw` does, shares differing by stratum: the weighted share has no bias, the plain one has."""
    rng = np.random.default_rng(4)
    sizes = {("A", "direct"): (300, 0.05), ("B", "direct"): (40, 0.5), ("A", "indirect"): (500, 0.3)}
    frame = pd.DataFrame([(*key, f"{key}{n}") for key, (size, _) in sizes.items() for n in range(size)])
    frame.columns = pd.Index(["source", "kind", "item"])
    frame = frame.set_index("item")
    wrong = np.concatenate([rng.random(size) < share for size, share in sizes.values()])
    strata = frame["source"] + "\n" + frame["kind"]
    items = voices.Items(frame, pd.DataFrame(columns=pd.Index(["source"])))
    shares, plain, held = [], [], 0
    for seed in range(200):
        told = frame.loc[checking.draw(strata, 60, seed)]
        verdict = pd.Series(np.where(wrong, "wrong", "right"), index=frame.index)[told.index]
        checks = voices.Checks(told.assign(verdict=verdict), pd.DataFrame(), 0, items)
        row = voices.error_rates(checks).set_index("kind").loc["all"]
        shares.append(row["share"])
        plain.append((verdict == "wrong").mean())
        held += row["low"] <= wrong.mean() <= row["high"]
    error = np.std(shares) / np.sqrt(len(shares))
    assert abs(np.mean(shares) - wrong.mean()) < 3 * error
    assert abs(np.mean(plain) - wrong.mean()) > 5 * error
    assert held >= 0.93 * 200


def test_missed_ones_by_hand(mine: tuple[Study, Data]) -> None:
    data = mine[1]
    items = voices.items(data)
    by_source = {source: own.index.tolist() for source, own in items.passages.groupby("source")}
    sizes = {source: len(own) for source, own in by_source.items()}
    said = {by_source["E"][0]: 2, by_source["E"][1]: 0, by_source["G"][0]: 1, by_source["L"][0]: 0}
    row = voices.missed(voices.checks({**data, "checked": checked(data, missed=said)})).iloc[0]
    lost = sizes["E"] / 2 * 2 + sizes["G"]
    assert row[["passages", "searched", "missed"]].tolist() == [sum(sizes.values()), 4, 3]
    assert row["share"] == pytest.approx((sizes["E"] / 2 + sizes["G"]) / sum(sizes.values()), abs=1e-6)
    assert row["of_all"] == pytest.approx(lost / (lost + len(items.attributions)), abs=1e-6)


def test_the_report_says_what_was_checked(mine: tuple[Study, Data]) -> None:
    data = mine[1]
    nothing = voices.checks(data)
    told = statements.checked(voices.error_rates(nothing), voices.missed(nothing), nothing.stale).text
    assert told.startswith("No attribution of this study has been checked by hand")
    direct, indirect = names_of(data, kind="direct"), names_of(data, kind="indirect")
    rows = [(direct[0], "right", "", "", ""), (indirect[0], "none", "", "", ""), ("zzz", "right", "", "", "")]
    searched = dict.fromkeys(voices.items(data).passages.index, 1)
    found = voices.checks({**data, "checked": checked(data, *rows, missed=searched)})
    told = statements.checked(voices.error_rates(found), voices.missed(found), found.stale).text
    many = len(voices.items(data).attributions)
    assert told.startswith(f"2 of {many} attributions were checked by hand")
    high = round(100 * stats.beta.ppf(0.975, 0.5, 1.5))
    assert f"0 % [0–{high}] of the direct and 100 % [{100 - high}–100] of the indirect ones. Of those checked 1" in told
    assert f"In {len(searched)} passages searched by hand {len(searched)} more were found" in told
    assert "1 check is of what an earlier preparation found" in told


def test_by_command_from_sample_to_report(
    kept: tuple[Study, Data], mine: tuple[Study, Data], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(mine[0].folder)
    assert cli.main(["check", folder]) == 2
    assert "neither --out nor a filled sheet" in capsys.readouterr().err
    out = tmp_path / "out"
    assert cli.main(["check", folder, "--out", str(out), "--attributions", "6", "--passages", "3"]) == 0
    assert len(capsys.readouterr().out.split()) == 3
    sheet, searched = out / "attributions.csv", out / "passages.csv"
    for path, column, value in ((sheet, "right", "1"), (searched, "missed", "0")):
        rows = pd.read_csv(path, dtype=str, keep_default_na=False).assign(**{column: value})
        rows.to_csv(path, index=False)
    assert cli.main(["check", folder, str(sheet), str(searched)]) == 0
    told = capsys.readouterr().out
    assert "In 3 passages 0 attributions were missed" in told
    assert tables.read(mine[0].folder, "checked")["verdict"].value_counts().to_dict() == {"right": 6, "searched": 3}
