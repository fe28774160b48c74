"""The columns of a printed table: no word is broken that fits, numbers keep to one line, long cells get what is left."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report import columns
from analysis.report.columns import Column, setting, width, words

NAMES = Column("source", ["Harbour Post", "Quay Mail"])
NUMBERS = Column("words", ["1,331", "9"], number=True)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("two words", ["two", "words"]),
        ("self-copy", ["self-", "copy"]),
        ("−1.5", ["−1.5"]),
        ("-x", ["-x"]),
        ("a" * 30, ["a" * 24, "a" * 6]),
        ("", []),
    ],
)
def test_text_is_broken_at_spaces_and_hyphens(text: str, pieces: list[str]) -> None:
    assert words(text) == pieces


def test_widths_are_those_of_the_face() -> None:
    assert width("mm") == pytest.approx(2 * 0.8 * 1.03 + 0.12)
    assert width("il") < width("mw")


def test_a_small_table_is_as_wide_as_its_text_in_the_largest_type() -> None:
    found = setting([NAMES, NUMBERS])
    assert (found.size, found.room) == columns.STEPS[0]
    assert found.widths[0] == pytest.approx(width("Harbour Post") * found.size, abs=0.1)
    assert found.lines == (1, 1)


def test_a_long_label_takes_lines_rather_than_room() -> None:
    label = "effective number of speakers"
    found = setting([Column(label, ["1.5"], number=True)])
    assert width("effective") * found.size < found.widths[0] < width(label) * found.size * 0.8


def test_what_is_left_goes_to_the_long_cells() -> None:
    long = Column("terms", ["ferry " * 40, "quay " * 30])
    found = setting([NAMES, NUMBERS, long])
    assert found.widths[1] >= width("1,331") * found.size - 0.1
    assert found.widths[2] > found.room / 2
    assert sum(found.widths) + columns.GAP * 3 == pytest.approx(found.room, abs=1)


def test_wide_tables_get_smaller_type_then_the_margins_then_a_page_on_its_side() -> None:
    number = Column("measure", ["12,345.67"], number=True)
    found = [setting([number] * count, turned=True) for count in (4, 10, 11, 16, 40)]
    assert [(each.size, each.room) for each in found] == [
        (8.8, columns.TEXT),
        (7.7, columns.TEXT),
        (7.7, columns.WIDE),
        (7.2, columns.TURNED),
        (6.4, columns.TURNED),
    ]
    assert [each.crowded for each in found] == [False, False, False, False, True]
    assert setting([number] * 40).room == columns.WIDE


@given(
    st.lists(st.tuples(st.text(max_size=40), st.lists(st.text(max_size=80), min_size=3, max_size=3)), max_size=30),
    st.booleans(),
)
def test_any_table_has_columns_that_fit_their_room(made: list[tuple[str, list[str]]], turned: bool) -> None:
    found = setting([Column(label, cells) for label, cells in made], turned=turned)
    assert len(found.widths) == len(made)
    if not found.crowded:
        assert sum(found.widths) + columns.GAP * len(made) <= found.room + 0.1 * len(made) + 0.1
    assert found.height >= 0
