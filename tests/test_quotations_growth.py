"""No text makes the extraction hang: the work grows as the text does. All texts are invented."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.quotations import find_attributions, find_people

ALIASES = {"Ida Marlow": "Ida Marlow", "Marlow": "Ida Marlow", "Otto Brandt": "Otto Brandt", "Brandt": "Otto Brandt"}
MEGABYTE = 1_000_000


def surname(number: int) -> str:
    """A surname of its own for each number."""
    return "B" + "".join("aeioulmnrt"[int(digit)] for digit in f"{number:06}")


# name: of so many pieces the paragraphs
TEXTS: dict[str, Callable[[int], list[str]]] = {
    "opening marks": lambda n: ["“" * n],
    "straight marks": lambda n: ['"' * n],
    "apostrophes": lambda n: ["'" * n],
    "nested marks": lambda n: ["“‘" * n + "’”" * n],
    "nested words": lambda n: ["“a ‘b " * n + "c’ d” " * n],
    "short quotations": lambda n: ['"a" ' * n],
    "said": lambda n: ["said " * n],
    "that": lambda n: ["that " * n],
    "one letter": lambda n: ["a" * n],
    "capitals": lambda n: ["A " * n],
    "brackets": lambda n: ["(" * n],
    "commas": lambda n: ["he, " * n],
    "initials": lambda n: ["A.B. " * n],
    "dashes": lambda n: ["a-" * n],
    "equals": lambda n: ['="' * n],
    "a name": lambda n: ["Ann Roe, a b, " * n],
    "a quotation": lambda n: ["“No,” Ann Roe said. " * n],
    "open quotations": lambda n: ["“No"] * n,
    "many names": lambda n: [" ".join(f"Ann {surname(place)} said no." for place in range(n))],
    "many roles": lambda n: [f"President Ann {surname(place)} left. The mayor said no." for place in range(n)],
    "many appositions": lambda n: [f"The mayor, Ann {surname(place)}, said so. He said no." for place in range(n)],
    "many fragments": lambda n: [" ".join(f"It is “so {surname(place)}”." for place in range(n))],
}


def work(paragraphs: list[str]) -> int:
    """Functions called, ours and built-in ones, while people and attributions of a document are found."""
    calls = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        aliases = {row.spelling: row.name for row in find_people([paragraphs])}
        find_attributions(paragraphs, aliases)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("name", TEXTS)
def test_four_times_the_text_is_about_four_times_the_work(name: str) -> None:
    work(TEXTS[name](200))  # what is read once is read now
    small, large = (work(TEXTS[name](pieces)) for pieces in (200, 800))
    assert large <= 6 * small  # a quadratic step would make it sixteen


@pytest.mark.slow
@pytest.mark.parametrize("name", ["straight marks", "one letter"])
def test_a_megabyte_is_read_to_its_end(name: str) -> None:
    piece = max(len(TEXTS[name](1)[0]), 1)
    paragraphs = TEXTS[name](MEGABYTE // piece)
    assert len(paragraphs[0]) >= MEGABYTE - piece
    for one in find_attributions(paragraphs, ALIASES)[0]:
        assert 0 <= one.start < one.end <= len(paragraphs[0])


PIECES = st.sampled_from(
    "“ ” \" ' '' `` « » „ ‘ ’ ( ) , : ; . ? — said says told that according to he she his they who which adding "
    "reportedly “No,” ‘no’ Marlow Brandt Ida Mr. Dr. President the a harbour board's it's 2010 \n \n\n \t \u2028 U.S.".split(
        " "
    )
)


@given(st.lists(st.lists(PIECES, max_size=40), max_size=5), st.sampled_from(["", " "]))
@settings(max_examples=150)
def test_marks_cues_names_and_line_ends_in_any_order(rows: list[list[str]], between: str) -> None:
    paragraphs = [between.join(row) for row in rows]
    found = find_attributions(paragraphs, ALIASES)
    assert found == find_attributions(paragraphs, ALIASES)
    for text, many in zip(paragraphs, found, strict=True):
        for one in many:
            assert text[one.start : one.end].strip()
            assert one.speaker
            assert one.speaker_start < 0 or text[one.speaker_start : one.speaker_end] == one.speaker_as_written
