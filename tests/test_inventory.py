"""What a study holds, counted by hand."""

import pandas as pd
import pytest

from analysis import inventory
from analysis.errors import InputError
from analysis.study import OTHERS

DOCUMENTS = pd.DataFrame(
    [
        ("A-1", "A", "2019-06-03", 80, 100, "a" * 64),
        ("A-2", "A", "", 20, 20, "b" * 64),
        ("B-1", "B", "", 50, 60, "c" * 64),
    ],
    columns=pd.Index(["document", "source", "date", "words", "raw_words", "sha256"]),
)
PASSAGES = pd.DataFrame(
    [
        ("A-1:1", "A-1", 60, 20, "", ""),
        ("A-1:2", "A-1", 20, 5, "A-1:1", ""),
        ("A-2:1", "A-2", 20, 0, "", ""),
        ("B-1:1", "B-1", 50, 10, "", "A-1:1"),
    ],
    columns=pd.Index(["passage", "document", "words", "quoted_words", "copy_of", "original"]),
)
CLEANING = pd.DataFrame(
    [
        ("A-1", "furniture", "removed", "line 1", 3),
        ("A-1", "furniture", "removed", "line 2", 0),
        ("A-1", "self-copy", "removed", "line 5", 17),
        ("B-1", "furniture", "removed", "line 1", 8),
        ("B-1", "dateline", "changed", "line 2", 2),
        ("B-1", "shared copy", "linked", "A-1:1 ~ B-1:1", 12),
    ],
    columns=pd.Index(["document", "rule", "action", "place", "words"]),
)
LABELS = {"B": "Gazette", "A": "Echo"}


def rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))


DATA = {"documents": DOCUMENTS, "passages": PASSAGES}


@pytest.mark.parametrize(
    ("copies", "shared", "expected"),
    [
        (False, True, ["A-1:1", "A-2:1", "B-1:1"]),
        (True, True, list(PASSAGES["passage"])),
        (False, False, ["A-1:1", "A-2:1"]),
        (True, False, ["A-1:1", "A-1:2", "A-2:1"]),
    ],
)
def test_passages_that_repeat_others_are_left_out_where_that_is_asked(
    copies: bool, shared: bool, expected: list[str]
) -> None:
    found = inventory.sample(DATA, LABELS, count_copies=copies, count_shared=shared)
    assert found.passages["passage"].tolist() == expected
    assert found.passages["source"].tolist() == [passage[0] for passage in expected]
    assert found.passages.index.tolist() == list(range(len(expected)))
    assert set(found.labels) == {"A", "B"}


def test_a_small_study_compares_every_source_by_name() -> None:
    found = inventory.sample(DATA, LABELS)
    assert list(found.labels.items()) == [("B", "Gazette"), ("A", "Echo")]
    assert (found.named, found.gathered, found.apart) == (2, 0, 0)
    assert found.noun == "source"
    assert inventory.sample({**DATA, "documents": DOCUMENTS.iloc[[0, 2]]}, LABELS).noun == "text"


def many(sizes: dict[str, int], words: int = 10) -> dict[str, pd.DataFrame]:
    """A study of sources with so many documents each, of one passage."""
    places = [(f"{source}-{number}", source) for source, size in sizes.items() for number in range(size)]
    documents = pd.DataFrame(places, columns=pd.Index(["document", "source"]))
    documents = documents.assign(date="", words=words, raw_words=words, sha256="a" * 64)
    passages = pd.DataFrame({"passage": documents["document"] + ":1", "document": documents["document"]})
    return {"documents": documents, "passages": passages.assign(words=words, quoted_words=0, copy_of="", original="")}


@pytest.mark.parametrize(
    ("shown", "named"),
    [
        (1, ["B"]),
        (2, ["A", "B"]),  # A, C and D have two documents each: of equals, the first by name
        (3, ["A", "B", "C", "D"]),  # one that is left over stands by name
        (4, ["A", "B", "C", "D"]),
    ],
)
def test_sources_with_fewer_documents_are_taken_together(shown: int, named: list[str]) -> None:
    found = inventory.sample(many({"D": 2, "C": 2, "B": 4, "A": 2}), {"A": "Echo", "B": "Gazette"}, shown)
    others = 4 - len(named)
    assert sorted(set(found.labels) - {OTHERS}) == named
    assert (found.named, found.gathered, found.apart) == (len(named), others, 2 * others)
    assert (OTHERS in found.labels) == (others > 0)
    assert list(found.labels.values())[:1] == (["Echo"] if "A" in named else ["Gazette"])
    assert found.noun == "source"
    if others:
        assert list(found.labels.items())[-1] == (OTHERS, f"{others} others")
    assert (found.passages["source"] == OTHERS).sum() == 2 * others


def test_of_equally_many_documents_the_longer_ones_stand_by_name() -> None:
    data = many({"A": 1, "B": 1, "C": 1})
    data["documents"]["words"] = [10, 20, 30]
    found = inventory.sample(data, {}, 1)
    assert set(found.labels) == {"C", OTHERS}
    assert found.noun == "text"


def test_nothing_to_compare_is_an_error() -> None:
    with pytest.raises(InputError, match="0 sources cannot be compared"):
        inventory.sample(DATA, LABELS, 0)


def test_the_grade_goes_by_the_source_with_fewest_documents() -> None:
    found = inventory.sample(DATA, LABELS).passages
    assert inventory.grade(found, differs=True) == "describes these texts"
    assert inventory.grade(found[found["source"] == "A"], differs=True) == "suggestive"


def test_the_group_of_others_does_not_count_for_the_grade() -> None:
    data = many({"A": 10, "B": 12, "C": 1, "D": 1})
    assert inventory.grade(inventory.sample(data, {}, 2).passages, True, True) == "supported"
    assert inventory.grade(inventory.sample(data, {}, 4).passages, True, True) == "describes these texts"


def test_sources_stand_in_the_order_of_the_study() -> None:
    found = inventory.sources(inventory.sample(DATA, LABELS), LABELS, {"A": "signed"})
    assert rows(found) == [("B", "Gazette", "", 1, "", 50), ("A", "Echo", "signed", 2, "2019-06-03", 100)]


def test_sources_that_are_taken_together_are_listed_by_their_documents() -> None:
    data = many({"A": 1, "B": 2, "C": 3, "D": 4})
    data["documents"]["date"] = ["2019-06-03", *["2019-06-04"] * 8, "2019-06-05"]
    found = inventory.sources(inventory.sample(data, {}, 1), {}, {})
    assert found[["source", "dates"]].to_numpy().tolist() == [
        ["D", "2019-06-04 to 2019-06-05"],
        *([source, "2019-06-04"] for source in "CB"),
        ["A", "2019-06-03"],
    ]


def test_documents_stand_by_source() -> None:
    found = inventory.documents(inventory.sample(DATA, LABELS), LABELS)
    assert rows(found) == [
        ("B-1", "Gazette", "", 50, "c" * 12, "c" * 64),
        ("A-1", "Echo", "2019-06-03", 80, "a" * 12, "a" * 64),
        ("A-2", "Echo", "", 20, "b" * 12, "b" * 64),
    ]


def test_words_as_read_and_after_cleaning() -> None:
    found = inventory.cleaned(inventory.sample(DATA, LABELS))
    assert rows(found) == [("B", 1, 60, 50, round(1 / 6, 6)), ("A", 2, 120, 100, round(1 / 6, 6))]


def test_spellings_of_sources_that_have_several() -> None:
    table = pd.DataFrame({"spelling": ["Vox", "Echo", "The Echo"], "source": ["Vox", "Echo", "Echo"]})
    assert inventory.merged(table)["spelling"].tolist() == ["Echo", "The Echo"]
    assert inventory.merged(table.iloc[:2]).empty


def test_words_by_source() -> None:
    found = inventory.lengths(DOCUMENTS, PASSAGES)
    assert list(found.columns) == ["source", "documents", "passages", "own_words", "quoted_words", "removed_words"]
    assert rows(found) == [("A", 2, 3, 75, 25, 20), ("B", 1, 1, 40, 10, 10)]


def test_interventions_by_rule() -> None:
    found = inventory.by_rule(CLEANING, DOCUMENTS)
    assert list(found.columns) == ["rule", "action", "A", "B", "places", "words"]
    assert rows(found) == [
        ("furniture", "removed", 3, 8, 3, 11),
        ("self-copy", "removed", 17, 0, 1, 17),
        ("shared copy", "linked", 0, 12, 1, 12),
        ("dateline", "changed", 0, 2, 1, 2),
    ]


def test_without_interventions_there_is_no_row() -> None:
    found = inventory.by_rule(CLEANING.iloc[:0], DOCUMENTS)
    assert len(found) == 0
    assert list(found.columns) == ["rule", "action", "A", "B", "places", "words"]


def test_the_way_from_texts_to_passages() -> None:
    data = {"documents": DOCUMENTS, "passages": PASSAGES, "cleaning": CLEANING}
    data |= {
        "terms": pd.DataFrame({"term": ["boat", "boat", "pier"]}),
        "quotations": pd.DataFrame({"quotation": ["x"]}),
    }
    found = inventory.steps(data)
    assert found["step"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert found["left"].tolist() == [3, 180, 150, 4, 3, 2, 1]
    units = ["documents", "words", "words", "passages", "passages", "terms", "attributions"]
    assert found["unit"].tolist() == units
    assert "(28 words)" in found.loc[2, "done"]


def dated(*dates: str) -> dict[str, pd.DataFrame]:
    documents = pd.DataFrame(
        [(f"A-{n}", "A" if n % 2 else "B", date, 100, 110, "f" * 64) for n, date in enumerate(dates)],
        columns=["document", "source", "date", "words", "raw_words", "sha256"],
    )
    passages = pd.DataFrame({"passage": documents["document"] + ":1", "document": documents["document"]})
    return {"documents": documents, "passages": passages.assign(copy_of="", original="")}


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2019-01-05", "2019-03-31"), ["", ""]),
        (("2018-01-05", "2019-04-01"), ["2018-Q1", "2019-Q2"]),
        (("2018-01-05", "", "2019-04-01"), ["", "", ""]),
        (("", ""), ["", ""]),
        (("2018-11-30", *["2019-12-31"] * 9, ""), ["2018-Q4", *["2019-Q4"] * 9, ""]),
    ],
)
def test_documents_of_more_than_a_year_have_their_quarter(dates: tuple[str, ...], expected: list[str]) -> None:
    assert inventory.sample(dated(*dates), {"A": "A", "B": "B"}).passages["period"].tolist() == expected


def test_the_middle_date_of_each_source() -> None:
    sample = inventory.sample(dated(*["2012-01-01", "2019-01-01"] * 3, "2013-01-01", ""), {"A": "A", "B": "B"})
    assert inventory.times(sample).to_numpy().tolist() == [["B", "2012-01-01"], ["A", "2019-01-01"]]
