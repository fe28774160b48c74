"""study.toml: what it says, where a study is found, and what is wrong with it."""

import datetime
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import STUDY

from analysis import study
from analysis.errors import InputError, RashomonError

SOURCE = '[[sources]]\nid = "A"\n'
WHOLE = f'title = "T"\nevent = "e"\n{SOURCE}'


def parse(text: str | bytes) -> study.Study:
    return study.parse(text if isinstance(text, bytes) else text.encode(), Path("seeds/ferry"))


def test_a_study_is_read() -> None:
    found = parse(STUDY)
    assert (found.name, found.title, found.event) == ("ferry", "Three accounts of a ferry", "the return of a ferry")
    assert found.date == datetime.date(2019, 6, 3)
    assert found.sources[0] == study.Source("E", "Echo", ("echo-*.txt",))
    assert list(found.labels.items()) == [("E", "Echo"), ("G", "Gazette"), ("L", "Ledger")]
    assert (found.share_text, found.parameters, found.note) == (False, {}, "")


def test_all_keys_are_read() -> None:
    found = parse(
        'title = "T"\nevent = "e"\nnote = "n"\nshare_text = true\n'
        '[[sources]]\nid = "B"\nlabel = "Blue"\nnote = "late"\n[parameters]\nseed = 7\nborrow = 0.5\n'
    )
    assert (found.note, found.share_text, found.date) == ("n", True, None)
    assert found.parameters == {"seed": 7, "borrow": 0.5}
    assert found.notes == {"B": "late"}


def test_the_order_of_the_sources_is_that_of_the_file() -> None:
    found = parse('title = "T"\nevent = "e"\n' + "".join(f'[[sources]]\nid = "{id}"\n' for id in "CAB"))
    assert list(found.labels.items()) == [("C", "C"), ("A", "A"), ("B", "B")]


@pytest.mark.parametrize(
    ("text", "found", "way_out"),
    [
        (b"title = ", "is not TOML", "docs/study.md"),
        (b"title = 'T'\nevent = '\xe9'\n", "is not TOML", "docs/study.md"),
        ("", "'title' is missing", "a text"),
        (f'title = "T"\n{SOURCE}', "'event' is missing", "a text"),
        (f'title = 3\nevent = "e"\n{SOURCE}', "'title' is 3", "a text"),
        ('title = "T"\nevent = "e"\n', "'sources' is missing", "[[sources]]"),
        ('title = "T"\nevent = "e"\nsources = []\n', "the study has no source", 'id = "A"'),
        ('title = "T"\nevent = "e"\nsources = "A"\n', "'sources' is 'A'", "[[sources]]"),
        ('title = "T"\nevent = "e"\nsources = ["A"]\n', "source 1 has no id", "[[sources]]"),
        ('title = "T"\nevent = "e"\n[[sources]]\nlabel = "A"\n', "source 1 has no id", 'id = "A"'),
        ('title = "T"\nevent = "e"\n[[sources]]\nid = " "\n', "source 1 has no id", 'id = "A"'),
        (f'title = "T"\nevent = "e"\n{SOURCE}{SOURCE}', "source id 'A' stands twice", "an id of its own"),
        ('title = "T"\nevent = "e"\n[[sources]]\nid = "=A"\n', "source id '=A' has characters", ""),
        ('title = "T"\nevent = "e"\n[[sources]]\nid = "A\\nB"\n', "has characters that cannot stand", ""),
        ('title = "T"\nevent = "e"\n[[sources]]\nid = "(others)"\n', "stands for all sources not named", "another id"),
        (f'title = "T"\nevent = "e"\ndate = "June"\n{SOURCE}', "'date' is 'June'", "without quotes"),
        (f'title = "T"\nevent = "e"\ndate = 3\n{SOURCE}', "'date' is 3", "date = 2021-06-16"),
        (f'title = "T"\nevent = "e"\ntopics = 3\n{SOURCE}', "unknown key 'topics'", "Known: address, authors, date"),
        (f'title = "T"\nevent = "e"\nnote = 3\n{SOURCE}', "'note' is 3", "text"),
        (f'title = "T"\nevent = "e"\nshare_text = "no"\n{SOURCE}', "'share_text' is 'no'", "true"),
        (f'title = "T"\nevent = "e"\nparameters = 3\n{SOURCE}', "'parameters' is 3", "[parameters]"),
        (f'title = "T"\nevent = "e"\npreparation = 3\n{SOURCE}', "'preparation' is 3", "[preparation]"),
        (f'{WHOLE}[preparation]\nwithout = "date"\n', "'without' of [preparation] is 'date'", 'without = ["by-line"'),
        (f"{WHOLE}[preparation]\nwithout = [3]\n", "'without' of [preparation] is [3]", 'without = ["by-line"'),
        (f"{WHOLE}[preparation]\ncolumns = {{ source = 3 }}\n", "'columns' of [preparation]", "columns = { source"),
        (f"{WHOLE}[preparation]\nnames = 3\n", "'names' of [preparation] is 3", "names = "),
        (f"{WHOLE}[preparation]\nencoding = 3\n", "'encoding' of [preparation] is 3", "encoding = "),
        (f"{WHOLE}[preparation]\nwithuot = 3\n", "unknown key 'withuot'", "Did you mean 'without'?"),
        (f'title = "T"\nevent = "e"\n{SOURCE}files = "echo.txt"\n', "'files'", "files = ["),
        (f'title = "T"\nevent = "e"\n{SOURCE}files = [3]\n', "'files'", "files = ["),
        (f'title = "T"\nevent = "e"\n{SOURCE}lable = "Echo"\n', "'lable'", "label"),
    ],
)
def test_what_is_wrong_is_named_with_the_way_out(text: str | bytes, found: str, way_out: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text)
    assert caught.value.where.startswith("ferry/study.toml")
    assert found in caught.value.found
    assert way_out in caught.value.way_out


def test_how_the_texts_are_prepared_is_read_and_written() -> None:
    told = study.Preparation(
        ("by-line", "date"), {"source": 'a "paper"', "text": "body"}, "{source} \\ \x7f\n*", "cp1252"
    )
    assert parse("\n".join([WHOLE, *told.lines()])).preparation == told
    assert parse(WHOLE).preparation == study.Preparation()
    assert study.Preparation().lines() == []


def test_a_date_with_a_time_is_read_as_the_date() -> None:
    found = parse(f'title = "T"\nevent = "e"\ndate = 2019-06-03T10:00:00Z\n{SOURCE}')
    assert (found.date.year, found.date.month, found.date.day) == (2019, 6, 3)


def is_read_or_refused(text: bytes) -> bool:
    try:
        return bool(parse(text).sources)
    except RashomonError as error:
        return "study.toml" in str(error)


@given(st.text(max_size=80))
def test_any_text_is_a_study_or_an_input_error(text: str) -> None:
    assert is_read_or_refused(text.encode("utf-8", "surrogatepass"))


TOML = st.one_of(
    st.integers(), st.booleans(), st.sampled_from(['"x"', "[]", "[1]", "{}", "2019-06-03", "1.5", "nan", '[{id="A"}]'])
).map(lambda value: str(value).lower() if isinstance(value, bool) else str(value))


@given(
    st.dictionaries(
        st.sampled_from(["title", "event", "date", "note", "share_text", "parameters", "preparation", "sources"]), TOML
    )
)
def test_any_values_are_a_study_or_an_input_error(told: dict[str, str]) -> None:
    told = {"title": '"T"', "event": '"e"', "sources": '[{id="A"}]'} | told
    text = "".join(f"{key} = {value}\n" for key, value in told.items())
    assert is_read_or_refused(text.encode())


# where a study is found


@pytest.fixture
def ferry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project" / "seeds" / "ferry"
    folder.mkdir(parents=True)
    (folder / "study.toml").write_text(STUDY, encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.delenv(study.SEARCH_PATH, raising=False)
    monkeypatch.chdir(tmp_path / "elsewhere")
    return folder


def test_a_study_is_found_by_its_path(ferry: Path) -> None:
    assert study.find(ferry) == ferry
    assert study.find("../project/seeds/ferry") == ferry
    assert study.load(str(ferry)).name == "ferry"


def test_a_study_is_found_by_name_from_within_the_project(ferry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (ferry.parents[1] / "notebooks").mkdir()
    monkeypatch.chdir(ferry.parents[1] / "notebooks")
    assert study.find("ferry") == ferry


def test_a_study_is_found_by_name_on_the_search_path(ferry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(study.SEARCH_PATH, os.pathsep.join(["nowhere", str(ferry.parent)]))
    assert study.find("ferry") == ferry


@pytest.mark.parametrize("name", ["ferry", "no-such", "../project/seeds", ""])
def test_a_study_that_is_not_there(ferry: Path, name: str) -> None:
    with pytest.raises(InputError, match="no study of this name or path") as caught:
        study.find(name)
    assert "rashomon prepare" in caught.value.way_out


def test_the_search_path_goes_before_the_folders_above(ferry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = ferry.parents[2] / "other" / "ferry"
    other.mkdir(parents=True)
    (other / "study.toml").write_text(STUDY, encoding="utf-8")
    monkeypatch.chdir(ferry.parents[1])
    assert study.find("ferry") == ferry
    monkeypatch.setenv(study.SEARCH_PATH, str(other.parent))
    assert study.find("ferry") == other


HEAD = 'title = "T"\nevent = "e"\n'


def test_how_the_report_is_cited_is_read() -> None:
    told = 'authors = ["Núñez, Ana", "King, Jr, M. L.", "The Harbour Institute"]\npublished = 2026-11-22\n'
    told += 'doi = "10.5281/zenodo.1"\naddress = "https://a.org/r/"\nlicense = "cc-by-4.0"\n'
    found = parse(f"{HEAD}{told}{SOURCE}").publication
    assert found.authors == ("Núñez, Ana", "King, Jr, M. L.", "The Harbour Institute")
    assert found.published == datetime.date(2026, 11, 22)
    assert found.told() == {
        "authors": list(found.authors),
        "published": "2026-11-22",
        "doi": "10.5281/zenodo.1",
        "address": "https://a.org/r/",
        "license": "CC-BY-4.0",
    }
    assert parse(f"{HEAD}{SOURCE}").publication.told() == {}


@pytest.mark.parametrize(
    ("line", "found", "way_out"),
    [
        ('authors = "Ana Núñez"', "'authors' is 'Ana Núñez'", 'authors = ["Family, Given"'),
        ("authors = [3]", "'authors' is [3]", "Write a list"),
        ('authors = [""]', "'' is no author's name", "Family, Given"),
        ('authors = ["Núñez,"]', "'Núñez,' is no author's name", "Family, Given"),
        ('authors = ["A, B, C, D"]', "is no author's name", "each author by itself"),
        ('published = "2026"', "'published' is '2026'", "published = 2026-11-22"),
        ("published = 2026-11-22T10:00:00", "'published' is '2026-11-22 10:00:00'", "without quotes or a time"),
        ('doi = "https://doi.org/10.5281/zenodo.1"', "'doi' is 'https", "the DOI alone"),
        ("doi = 10.5", "'doi' is 10.5", "the DOI alone"),
        ('doi = "10.5281/a{b"', "'doi' is '10.5281/a{b'", "the DOI alone"),
        ('address = "javascript:alert(1)"', "'address' is 'javascript", "https://"),
        ("address = 'https://a.org/\"a'", "'address' is 'https://a.org/\"a'", "https://"),
        ('address = "https://a.org/a b"', "'address' is 'https://a.org/a b'", "https://"),
        ('license = "CC-BY"', "'license' is 'CC-BY'", 'license = "CC-BY-4.0"'),
        ('license = "CC BY 4.0"', "'license' is 'CC BY 4.0'", 'license = "CC-BY-4.0"'),
        ('license = "MIT OR CC-BY-4.0"', "'license' is 'MIT OR", "spdx.org"),
        ('license = "LicenseRef-mine"', "'license' is 'LicenseRef-mine'", "the address of its text"),
        ('license = "javascript:alert(1)"', "'license' is 'javascript", "spdx.org"),
        ("license = 4.0", "'license' is 4.0", "spdx.org"),
        ('licence = "MIT"', "unknown key 'licence'", "Did you mean 'license'?"),
        ('author = ["A"]', "unknown key 'author'", "Did you mean 'authors'?"),
    ],
)
def test_a_citation_that_cannot_be_right_is_refused(line: str, found: str, way_out: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(f"{HEAD}{line}\n{SOURCE}")
    assert found in caught.value.found
    assert way_out in caught.value.way_out
