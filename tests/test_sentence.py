"""Values, sentences and findings: how numbers are written, and that none is typed by hand."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.grades import Grade
from analysis.statements.sentence import Finding, Sentence, Value, Values, enumerate_words, plural, slugs

NAMES = st.from_regex(r"[a-z][a-z0-9_.-]{0,12}", fullmatch=True)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=32) | st.integers(-(10**9), 10**9)
VALUES = st.builds(
    Value,
    NAMES,
    st.one_of(NUMBERS, st.text(max_size=8)),
    st.sampled_from(["", "%", "words"]),
    st.integers(0, 4),
    st.none() | NUMBERS,
    st.none() | NUMBERS,
    st.none() | st.integers(0, 10**6),
)


@st.composite
def sentences(draw: st.DrawFn) -> Sentence:
    values = draw(st.lists(VALUES, max_size=4, unique_by=lambda value: value.name))
    words = st.text(st.characters(exclude_categories=["Nd", "Cs"], exclude_characters="{}"), max_size=10)
    return Sentence("".join(f"{draw(words)}{{{value.name}}}" for value in values) + draw(words), tuple(values))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Value("n", 0), "0"),
        (Value("n", 7), "7"),
        (Value("n", 1331), "1,331"),
        (Value("n", 1234567), "1,234,567"),
        (Value("n", 0.525, digits=2), "0.53"),
        (Value("n", 0.5, digits=3), "0.500"),
        (Value("n", 1234.5, digits=1), "1,234.5"),
        (Value("n", -3), "−3"),
        (Value("n", -0.04, digits=1), "0.0"),
        (Value("n", -0.4), "0"),
        (Value("n", 33.6, "%"), "34 %"),
        (Value("n", 99.96, "%", digits=1), "100.0 %"),
        (Value("n", -12.5, "%", digits=1), "−12.5 %"),
        (Value("n", 12, "words"), "12"),
        (Value("n", "Jonas Prell"), "Jonas Prell"),
        (Value("n", "a-b", "%"), "a-b"),
        (Value("n", np.int64(1331)), "1,331"),
        (Value("n", np.float64(0.25), digits=2), "0.25"),
        (Value("n", 1e15), "1,000,000,000,000,000"),
    ],
)
def test_how_a_value_is_written(value: Value, text: str) -> None:
    assert value.text == text


@pytest.mark.parametrize(
    ("given", "digits", "kept"),
    [
        (0.123456, 2, 0.12),
        (2.5, 0, 2),
        (3.5, 0, 4),
        (-0.001, 2, 0.0),
        (7, 2, 7.0),
        ("x", 2, "x"),
        (np.float32(0.5), 1, 0.5),
    ],
)
def test_what_is_printed_is_what_is_stored(given: float | str, digits: int, kept: float | str) -> None:
    value = Value("n", given, digits=digits, low=None if isinstance(given, str) else given)
    assert value.value == kept
    assert type(value.value) is (str if isinstance(given, str) else int if digits == 0 else float)
    assert value.low == (None if isinstance(given, str) else kept)
    if kept == 0:
        assert math.copysign(1, value.value) == 1


@pytest.mark.parametrize(
    "given", [{"value": math.nan}, {"value": math.inf}, {"value": 1, "low": -math.inf}, {"value": 1, "high": np.nan}]
)
def test_what_is_no_number_is_not_published(given: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="cannot be published"):
        Value("n", **given)


@pytest.mark.parametrize("bad", ["", "N", "1st", "a b", "ä", "a/b", "{n}", ".n", "n\n", "n%"])
def test_a_value_name_is_lower_case_without_blanks(bad: str) -> None:
    with pytest.raises(ValueError, match="is not a value name"):
        Value(bad, 1)


@given(VALUES)
def test_a_value_says_what_it_stores(value: Value) -> None:
    if isinstance(value.value, str):
        assert value.text == value.value
    else:
        number = value.text.removesuffix(" %").replace(",", "").replace("−", "-")
        assert float(number) == value.value
        assert value.text.endswith(" %") == (value.unit == "%")


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{boats} boats.", "3 boats."),
        ("{boats} of {boats}", "3 of 3"),
        ("No placeholder.", "No placeholder."),
        ("{boats}{words}", "31,331"),
        ("as @fig-boats-2019 shows, {boats}", "as @fig-boats-2019 shows, 3"),
        ("{who} has {boats}", "{boats} has 3"),  # a value is put in once, whatever it says
        ("{Boats} {}", "{Boats} {}"),
    ],
)
def test_values_fill_a_sentence(template: str, text: str) -> None:
    values = (Value("boats", 3), Value("words", 1331), Value("who", "{boats}"))
    assert Sentence(template, values).text == text
    assert Sentence.of(template, *values) == Sentence(template, values)


@pytest.mark.parametrize(
    ("template", "match"),
    [
        ("{piers} piers", "no value for .'piers'."),
        ("3 boats", "typed by hand: .'3'."),
        ("{boats} boats of 12 in 2019", "typed by hand: .'12', '2019'."),
        ("{boats} boats, or ٣", "typed by hand"),
        ("@fig-2 @img-3", "typed by hand: .'3'."),
        ("a half or ½{boats}1", "typed by hand: .'1'."),
    ],
)
def test_a_number_that_is_not_computed_is_refused(template: str, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        Sentence.of(template, Value("boats", 3))


def test_sentences_are_joined_with_their_values() -> None:
    one, other = Sentence.of("{a} boats.", Value("a", 1)), Sentence.of("{b} piers.", Value("b", 2))
    assert (one + other).text == "1 boats. 2 piers."
    assert (one + other).values == one.values + other.values


@given(sentences())
def test_a_sentence_comes_back_from_json(sentence: Sentence) -> None:
    told = json.loads(json.dumps(sentence.to_json(), ensure_ascii=False))
    assert Sentence.from_json(told) == sentence
    assert Sentence.from_json(told).text == sentence.text
    assert [value["text"] for value in told["values"]] == [value.text for value in sentence.values]


@given(sentences(), sentences())
def test_joined_sentences_read_as_both(one: Sentence, other: Sentence) -> None:
    if not {value.name for value in one.values} & {value.name for value in other.values}:
        assert (one + other).text == f"{one.text} {other.text}"


GRADES = st.sampled_from(["describes these texts", "suggestive", "supported"])


@given(sentences(), GRADES, NAMES, st.none() | sentences())
def test_a_finding_comes_back_from_json(sentence: Sentence, grade: Grade, id: str, detectable: Sentence | None) -> None:
    finding = Finding(id, sentence, grade, f"{id}-figure", detectable)
    assert Finding.from_json(json.loads(json.dumps(finding.to_json()))) == finding


@pytest.mark.parametrize(
    ("things", "expected"),
    [
        (["Fox News", "BBC"], ["fox-news", "bbc"]),
        (["u.s. aid"], ["u-s-aid"]),
        (["", "שלום"], ["unnamed", "unnamed-2"]),
        (["Ivo Sandel", "Ivo-Sandel", "ivo sandel"], ["ivo-sandel", "ivo-sandel-2", "ivo-sandel-3"]),
        (["a-2", "a", "a."], ["a-2", "a", "a-3"]),
        (["--x--", "snake_case", "3"], ["x", "snake_case", "3"]),
    ],
)
def test_parts_of_value_names(things: list[str], expected: list[str]) -> None:
    assert list(slugs(things).values()) == expected


@given(st.lists(st.text(max_size=12), max_size=6))
def test_every_thing_has_a_part_of_its_own_that_a_name_can_have(things: list[str]) -> None:
    found = slugs(things)
    assert set(found) == set(things)
    assert len(set(found.values())) == len(found)
    assert all(Value(f"voices.{slug}", 1).name for slug in found.values())


def test_a_sentence_refuses_one_name_with_two_values() -> None:
    with pytest.raises(ValueError, match="two values"):
        Sentence.of("{a} and {a}", Value("a", 1), Value("a", 2))


@pytest.mark.parametrize("label", ["Channel 4", "The {x} Post", "@fig-x"])
def test_a_label_enters_a_sentence_as_a_value(label: str) -> None:
    values = Values(Value("boats", 3, "boats"))
    text = values.say(f"{{boats}} boats in {values.label({'A': label}, 'A')} and {values.label({'A': label}, 'A')}")
    assert text.text == f"3 boats in {label} and {label}"
    assert [value.name for value in text.values] == ["boats", "source.a"]


@pytest.mark.parametrize(
    ("words", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_enumerations(words: list[str], expected: str) -> None:
    assert enumerate_words(words) == expected
    assert enumerate_words(words, "or") == expected.replace(" and ", " or ")


@pytest.mark.parametrize(
    ("count", "more", "expected"),
    [(1, (), "boat"), (0, (), "boats"), (2, (), "boats"), (1, ("oxen",), "boat"), (3, ("oxen",), "oxen")],
)
def test_plurals(count: int, more: tuple[str, ...], expected: str) -> None:
    assert plural(count, "boat", *more) == expected
