"""Words, terms, word pairs and sentences of a text, with their places."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("…—!?", []),
        ("One two.", ["One", "two"]),
        ("cyber-attack and cyber‑attack", ["cyber-attack", "and", "cyber‑attack"]),
        ("don't, don’t", ["don't", "don’t"]),
        ("the drivers’ day", ["the", "drivers", "day"]),
        ("the U.S. and the U.K.", ["the", "U.S", "and", "the", "U.K"]),
        ("3.5 of 10,000 in 2019.", ["3.5", "of", "10,000", "in", "2019"]),
        ("snake_case", ["snake", "case"]),
        ("well-", ["well"]),
        ("A—B", ["A", "B"]),
        ("naïve Ærø œuvre", ["naïve", "Ærø", "œuvre"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("🙂 ship 🚢", ["ship"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert tokens.words(text) == expected
    assert tokens.count_words(text) == len(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orsby’s FERRY", ["orsby", "ferry"]),
        ("the drivers' pay", ["the", "drivers", "pay"]),
        ("James's boat", ["james", "boat"]),
        ("cyber‑attacks cyber‐attacks cyber-attacks", ["cyber-attacks"] * 3),
        ("We don’t", ["we", "don't"]),
        ("the U.S. fleet", ["the", "u.s", "fleet"]),
    ],
)
def test_terms_have_one_form(text: str, expected: list[str]) -> None:
    assert tokens.terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("ferry", {}),
        ("new ferry pier", {"new ferry": 1, "ferry pier": 1}),
        ("new ferry. Pier", {"new ferry": 1}),
        ("ferry, pier", {}),
        ("the town’s pier, the town's pier", {"the town": 2, "town pier": 2}),
        ("ferry\n\npier", {"ferry pier": 1}),
        ("in in in", {"in in": 2}),
    ],
)
def test_word_pairs_stand_next_to_each_other_with_only_blanks_between(text: str, expected: dict[str, int]) -> None:
    assert tokens.bigrams(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \n ", []),
        ("The ferry sailed. It came back.", ["The ferry sailed.", "It came back."]),
        ("Mr. Prell waved. Dr. Torvik did not.", ["Mr. Prell waved.", "Dr. Torvik did not."]),
        ("  One ship came.  ", ["One ship came."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in tokens.sentences(text)] == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (1, {("a",), ("b",)}),
        (2, {("a", "b"), ("b", "a")}),
        (4, {("a", "b", "a", "b")}),
        (5, set()),
    ],
)
def test_shingles_are_the_distinct_runs(size: int, expected: set[tuple[str, ...]]) -> None:
    assert tokens.shingles("abab", size) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("ferry", True),
        ("new-found", True),
        ("ferry pier", True),
        ("the", False),
        ("the ferry", False),
        ("said", False),
        ("don't", False),
        ("isn't", False),
        ("they've", False),
        ("2019", False),
        ("3rd", True),
        ("x", False),
        ("u.s", True),
        ("ærø", True),
    ],
)
def test_what_can_carry_a_topic(term: str, expected: bool) -> None:
    assert tokens.is_content(term) is expected


def test_stop_words_are_terms_themselves() -> None:
    assert all(tokens.terms(word) == [word] for word in tokens.stop_words())


@given(st.text(max_size=200))
def test_every_word_is_counted_and_is_a_term(text: str) -> None:
    found = tokens.words(text)
    assert tokens.count_words(text) == len(found)
    assert all(word in text for word in found)
    assert sum(tokens.bigrams(text).values()) <= max(len(tokens.terms(text)) - 1, 0)


@given(st.text(max_size=120))
def test_terms_are_the_words_in_one_spelling(text: str) -> None:
    found = tokens.terms(text)
    assert all(found)
    assert found == [term.lower() for term in found]
    assert not set("’‑‐").intersection("".join(found))
    assert found == tokens.terms(text.replace("’", "'").replace("‑", "-"))


@settings(max_examples=50)
@given(st.text(alphabet="Ab. ?!\n“”\"'🙂é", max_size=120))
def test_sentences_leave_out_only_blanks_and_do_not_overlap(text: str) -> None:
    end_before = 0
    for start, end in tokens.sentences(text):
        assert not text[end_before:start].strip()
        assert end > start
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        end_before = end
    assert not text[end_before:].strip()
