"""What a study holds, counted by hand."""

import pandas as pd
import pytest

from analysis import inventory

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
        ("A-1:1", "A-1", 60, 20, ""),
        ("A-1:2", "A-1", 20, 5, "A-1:1"),
        ("A-2:1", "A-2", 20, 0, ""),
        ("B-1:1", "B-1", 50, 10, ""),
    ],
    columns=pd.Index(["passage", "document", "words", "quoted_words", "copy_of"]),
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


@pytest.mark.parametrize(
    ("copies", "expected"), [(False, ["A-1:1", "A-2:1", "B-1:1"]), (True, list(PASSAGES["passage"]))]
)
def test_passages_that_repeat_an_earlier_one_are_left_out(copies: bool, expected: list[str]) -> None:
    found = inventory.with_source(PASSAGES, DOCUMENTS, count_copies=copies)
    assert found["passage"].tolist() == expected
    assert found["source"].tolist() == [passage[0] for passage in expected]
    assert found.index.tolist() == list(range(len(expected)))


def test_the_grade_goes_by_the_source_with_fewest_documents() -> None:
    found = inventory.with_source(PASSAGES, DOCUMENTS)
    assert inventory.grade(found, differs=True) == "describes these texts"
    assert inventory.grade(found[found["source"] == "A"], differs=True) == "suggestive"


def test_sources_stand_in_the_order_of_the_study() -> None:
    found = inventory.sources(DOCUMENTS, LABELS, {"A": "signed", "B": ""})
    assert rows(found) == [
        ("B-1", "Gazette", "", "", 50, "c" * 12),
        ("A-1", "Echo", "signed", "2019-06-03", 80, "a" * 12),
        ("A-2", "Echo", "signed", "", 20, "b" * 12),
    ]


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
    assert found["step"].tolist() == [1, 2, 3, 4, 5, 6]
    assert found["left"].tolist() == [180, 150, 4, 3, 2, 1]
    assert found["unit"].tolist() == ["words", "words", "passages", "passages", "terms", "attributions"]
    assert "(28 words)" in found.loc[1, "done"]
