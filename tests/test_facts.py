"""Facts that a text states: numbers, durations, dates, sums, percentages, agreements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.facts import find_facts
from analysis.facts.numbers import joined, number


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("7 boats", 7, 1),
        ("3,500 boats", 3500, 1),
        ("2.5 million crowns", 2.5e6, 2),
        ("three and a half hours", 3.5, 4),
        ("two hundred and six islanders", 206, 4),
        ("four thousand three hundred crowns", 4300, 4),
        ("a dozen crates", 12, 2),
        ("half an hour", 0.5, 2),
        ("twenty-one days", 21, 1),
        ("boats", None, 0),
    ],
)
def test_numbers_in_digits_and_words(text: str, value: float | None, words: int) -> None:
    assert number(text.split(), 0) == (None if value is None else (value, words))


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("24-day", (24, "day")),
        ("two-and-a-half-year", (2.5, "year")),
        ("twenty-one-day", (21, "day")),
        ("north-east", None),
        ("ferry", None),
    ],
)
def test_numbers_in_compounds(word: str, found: tuple[float, str] | None) -> None:
    assert joined(word) == found


FERRY = [
    (
        "The crossing lasted about three hours.",
        "duration",
        "about",
        "3",
        "hours",
        "about three hours",
        "crossing lasted",
    ),
    ("The captain spoke of a 24-day strike.", "duration", "is", "24", "days", "24-day", "captain spoke strike"),
    (
        "Less than four weeks of dredging remain.",
        "duration",
        "less than",
        "4",
        "weeks",
        "Less than four weeks",
        "dredging remain",
    ),
    (
        "At least 12 people were hurt on the quay.",
        "count",
        "at least",
        "12",
        "people",
        "At least 12 people",
        "injured quay",
    ),
    ("Storms killed 12 islanders.", "count", "is", "12", "islander", "12 islanders", "killed storm"),
    ("The pier cost $2.5 million.", "money", "is", "2500000", "dollars", "$2.5 million", "cost pier"),
    ("The pier cost nine million crowns.", "money", "is", "9000000", "crowns", "nine million crowns", "cost pier"),
    ("Fares rose by 5.5 per cent.", "percentage", "is", "5.5", "%", "5.5 per cent", "fare rose"),
    ("The pier opened on 3 June 2019.", "date", "is", "2019-06-03", "", "3 June 2019", "opened pier"),
    ("The pier opened on June 3rd.", "date", "is", "--06-03", "", "June 3rd", "opened pier"),
    ("The pier has been shut since March.", "date", "since", "--03", "", "March", "pier shut"),
    ("The pier was built in 1987.", "date", "is", "1987", "", "1987", "built pier"),
    ("The boards agreed on winter fares.", "agreement", "is", "yes", "", "agreed", "fare winter"),
    ("The boards did not agree on winter fares.", "agreement", "is", "no", "", "not agree", "fare winter"),
    (
        "There was little sign of agreement on winter fares.",
        "agreement",
        "is",
        "no",
        "",
        "little sign of agreement",
        "fare winter",
    ),
    ("The boards reached no agreement on fares.", "agreement", "is", "no", "", "no agreement", "fare"),
    ("They failed to reach a deal over fares, he said.", "agreement", "is", "no", "", "failed to reach a …", "fare"),
    ("The boards reached an agreement on fares.", "agreement", "is", "yes", "", "agreement", "fare"),
]


@pytest.mark.parametrize(("text", "kind", "relation", "value", "unit", "written", "about"), FERRY)
def test_what_is_found(text: str, kind: str, relation: str, value: str, unit: str, written: str, about: str) -> None:
    (fact,) = find_facts(text)
    assert (fact.kind, fact.relation, fact.value, fact.unit) == (kind, relation, value, unit)
    assert fact.written == written
    assert fact.about == tuple(about.split())
    assert text[fact.start : fact.end].startswith(written.removesuffix(" …"))


@pytest.mark.parametrize(
    "text",
    [
        "The two sides met on the quay.",  # counts nothing
        "It rained two weeks later.",  # when, not how long
        "They may agree on fares.",
        "If the boards agree on fares, the ferry will sail.",
        "They hope to reach a deal on fares.",
        "She agreed that the fares were high.",
        "They agreed to disagree.",
        "The Orsby Agreement on fares binds both towns.",
        "May I march along?",
        "Nothing happened.",
        "",
    ],
)
def test_what_is_no_fact(text: str) -> None:
    assert find_facts(text) == []


def test_an_abbreviation_ends_no_sentence_and_a_relative_clause_keeps_its_noun() -> None:
    (fact,) = find_facts("Dr. Torvik left the crossing, which lasted three hours.")
    assert {"crossing", "lasted"} <= set(fact.about)


def test_what_a_fact_is_about_is_a_sorted_set_of_at_most_six_words() -> None:
    (fact,) = find_facts(
        "Old grey ferry boards blamed slow southern dredging crews over seven missing anchors yesterday evening."
    )
    assert len(fact.about) == 6
    assert list(fact.about) == sorted(set(fact.about))


@given(st.text(alphabet=st.sampled_from("a 1,.-$%agreed June two half “”\n"), max_size=80))
def test_any_text_is_accepted(text: str) -> None:
    for fact in find_facts(text):
        assert 0 <= fact.start < fact.end <= len(text)
        assert len(fact.written.removesuffix(" …").split()) <= 4


def test_numbers_that_no_machine_can_hold_are_left_out() -> None:
    assert find_facts(f"The pier cost {'9' * 400} crowns.") == []
