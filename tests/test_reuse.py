"""Shared copy: containment by hand, groups, and what is no copy."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import reuse

A = "a b c d e f g h".split()  # four shingles of five words


def pairs(passages: dict[str, list[str]], least: float = reuse.LEAST) -> list[tuple[object, ...]]:
    found = reuse.shared_copy(passages, {passage: passage[0] for passage in passages}, least)
    return list(found.itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("right", "containment", "shared"),
    [
        (A, 1.0, 8),
        (A[:5], 1.0, 5),  # all of the shorter one
        (["x", *A, "y"], 1.0, 8),
        ("a b c d e x f g h y".split(), 0.25, 5),  # one of four shingles
        ("a b c d e f x y z w v u t s".split(), 0.5, 6),  # two of four
        ("a b c d x e f g h".split(), None, 0),
        ("a b c d".split(), None, 0),  # no shingle
        ([], None, 0),
        ("a b c d e x x a b c d e".split(), 0.25, 10),  # both places count, the shingle once
    ],
)
def test_containment_by_hand(right: list[str], containment: float | None, shared: int) -> None:
    expected = [] if containment is None else [("A1", "B1", containment, shared, "corpus")]
    assert pairs({"A1": A, "B1": right}) == expected


def test_a_pair_below_the_least_containment_is_no_copy() -> None:
    texts = {"A1": A, "B1": "a b c d e x f g h y".split()}
    assert len(pairs(texts, 0.25)) == 1
    assert pairs(texts, 0.26) == []


def test_within_a_document_and_across_in_reading_order() -> None:
    texts = {"B2": A, "A1": A, "B1": A}
    assert [(left, right, level) for left, right, _, _, level in pairs(texts)] == [
        ("B2", "A1", "corpus"),
        ("B2", "B1", "document"),
        ("A1", "B1", "corpus"),
    ]


@pytest.mark.parametrize("texts", [{}, {"A1": A}, {"A1": [], "A2": []}, {"A1": A, "B1": "t u v w x y z".split()}])
def test_without_copy_the_table_is_empty_and_has_its_columns(texts: dict[str, list[str]]) -> None:
    found = reuse.shared_copy(texts, {passage: passage[0] for passage in texts})
    assert len(found) == 0
    assert list(found.columns) == ["left", "right", "containment", "shared_words", "level"]
    assert reuse.groups(found, list(texts)) == {passage: passage for passage in texts}


@pytest.mark.parametrize(
    ("linked", "expected"),
    [
        ([], "abcde"),
        ([("a", "c")], "abade"),
        ([("b", "c"), ("d", "e")], "abbdd"),
        ([("a", "b"), ("b", "c"), ("c", "d")], "aaaae"),
        ([("c", "d"), ("a", "d"), ("b", "e")], "abaab"),
        ([("d", "e"), ("a", "b"), ("b", "e")], "aacaa"),
        ([("e", "a")], "abcda"),
    ],
)
def test_groups_carry_the_first_passage(linked: list[tuple[str, str]], expected: str) -> None:
    table = pd.DataFrame(linked, columns=pd.Index(["left", "right"]))
    assert reuse.groups(table, list("abcde")) == dict(zip("abcde", expected, strict=True))


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=12), max_size=6))
def test_containment_lies_between_0_and_1_and_words_within_the_passage(texts: list[list[str]]) -> None:
    passages = {f"{'AB'[number % 2]}{number}": words for number, words in enumerate(texts)}
    order = list(passages)
    for left, right, containment, shared, level in pairs(passages, 0.0):
        assert order.index(left) < order.index(right)
        assert 0 < containment <= 1
        assert reuse.SHINGLE <= shared <= len(passages[right])
        assert level == ("document" if left[0] == right[0] else "corpus")
        common = {tuple(passages[left][i : i + 5]) for i in range(len(passages[left]) - 4)} & {
            tuple(passages[right][i : i + 5]) for i in range(len(passages[right]) - 4)
        }
        assert common
