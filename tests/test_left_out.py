"""A study without one of its sources: its tables hold, and nothing of the source is in them."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from stories import ferry, prepared

from analysis import study as studies
from analysis import tables
from analysis.report import left_out
from analysis.study import Study


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Study:
    texts, study = ferry(tmp_path_factory.mktemp("ferry"))
    prepared([texts], study)
    return studies.load(study)


def test_every_source_can_be_left_out(whole: Study, tmp_path: Path) -> None:
    data = tables.read_all(whole.folder)
    for source in whole.labels:
        made = left_out.write(whole, source, tmp_path / source / whole.name)
        less = tables.read_all(made.folder)  # which checks every reference
        assert made.name == whole.name
        assert list(made.labels) == [id for id in whole.labels if id != source]
        assert whole.labels[source] in made.title
        gone = set(data["documents"].query("source == @source")["document"])
        assert gone
        assert set(less["documents"]["document"]) == set(data["documents"]["document"]) - gone
        kept = data["passages"][~data["passages"]["document"].isin(gone)]
        assert list(less["passages"]["passage"]) == list(kept["passage"])
        assert set(less["terms"]["passage"]) <= set(kept["passage"])
        originals = less["passages"]["original"]
        assert set(originals[originals.notna() & (originals != "")]) <= set(kept["passage"])
        for name in ("cleaning", "removed", "copies"):
            columns = [column for column in ("document", "left", "right") if column in less[name]]
            assert not any(less[name][column].isin(gone).any() for column in columns)


def test_how_the_texts_are_prepared_stays(whole: Study, tmp_path: Path) -> None:
    told = studies.Preparation(("by-line", "date"), {"source": 'a "paper"'}, "{source}_*", "cp1252")
    copy = tmp_path / "copy" / whole.name
    shutil.copytree(whole.folder, copy)
    with (copy / studies.FILE).open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(told.lines()) + "\n")
    made = left_out.write(studies.load(copy), next(iter(whole.labels)), tmp_path / "less" / whole.name)
    assert made.preparation == told


def test_the_same_bytes_twice(whole: Study, tmp_path: Path) -> None:
    source = next(iter(whole.labels))
    one, two = (left_out.write(whole, source, tmp_path / name / whole.name).folder for name in "12")
    assert {path.name: path.read_bytes() for path in one.iterdir()} == {
        path.name: path.read_bytes() for path in two.iterdir()
    }


def test_single_words_stay_and_pairs_stand_in_two_passages(whole: Study, tmp_path: Path) -> None:
    source = next(iter(whole.labels))
    made = tables.read_all(left_out.write(whole, source, tmp_path / whole.name).folder)
    before = tables.read_all(whole.folder)["terms"]
    kept = before[before["passage"].isin(made["passages"]["passage"])]
    assert set(made["terms"]["term"]) >= {term for term in kept["term"] if " " not in term}
    times = made["terms"].groupby("term", observed=True)["passage"].nunique()
    assert (times[[" " in term for term in times.index]] > 1).all()


def test_of_copies_whose_original_is_gone_the_first_is_the_original() -> None:
    frame = pd.DataFrame({"document": ["b", "c", "d", "e"], "copy_of": ["a", "a", "", "d"]})
    told = left_out._reoriginated(frame, "document", "copy_of")
    assert list(told["copy_of"]) == ["", "b", "", "d"]


def test_the_studys_own_words_are_kept(whole: Study, tmp_path: Path) -> None:
    told = whole.folder / studies.FILE
    hostile = 'a "quoted" \\ line\nü\x7f'
    folder = tmp_path / "toy"
    folder.mkdir()
    for path in whole.folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    head = f'note = {studies.toml(hostile)}\ndoi = "10.5281/zenodo.1"\n'
    (folder / studies.FILE).write_text(f"{head}{told.read_text()}k = 3\nshares = [0.5, 1e-7]\nflag = true\n")
    made = left_out.write(studies.load(folder), next(iter(whole.labels)), tmp_path / "less" / "toy")
    assert made.note.startswith(hostile)
    assert made.publication.doi == ""  # it is that of the report of all sources
    assert made.parameters == {"k": 3, "shares": [0.5, 1e-7], "flag": True}
