"""Numbers as people write them, read and written again."""

import pytest

from analysis.manuscripts.numbers import numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1331", [1331]),
        ("1,331", [1331, 1.331]),
        ("1{,}331", [1331, 1.331]),
        ("1.331", [1.331, 1331]),
        ("0.331", [0.331]),
        ("1\\,331", [1331]),
        ("1~331", [1331]),
        ("1\u202f331", [1331]),
        ("1\u2009331,5", [1331.5]),
        ("1.331,5", [1331.5]),
        ("1,331.5", [1331.5]),
        ("1,234,567", [1234567]),
        ("1'331", [1331]),
        ("0,53", [0.53]),
        ("0{,}53", [0.53]),
        ("\u22123", [-3]),
        ("-3.5", [-3.5]),
        ("$-$3", [-3]),
        ("\\ensuremath{-}3", [-3]),
        ("\\num{-1.5}", [-1.5]),
        ("five", [5]),
        ("Twelve", [12]),
    ],
)
def test_all_that_a_number_may_mean(text: str, values: list[float]) -> None:
    (found,) = numbers(f"before {text} after")
    assert [reading.value for reading in found.readings] == values


@pytest.mark.parametrize(
    "percent",
    [
        "64%",
        "64 %",
        "64\u00a0%",
        "64\\%",
        "64\\,\\%",
        "64~\\%",
        "64 percent",
        "64 per cent",
        "$64$\\,\\%",
        "\\SI{64}{\\percent}",
    ],
)
def test_a_percentage(percent: str) -> None:
    (found,) = numbers(f"a share of {percent} of it")
    assert found.is_share
    assert found.readings[0].value == 64


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("51–72", ["51", "72"]),
        ("from 2021-06-16 on", ["2021", "06", "16"]),
        ("version 1.2.3", []),
        ("on 16.06.2021", []),
        ("B2 and x3", []),
        ("in 1987, 345 words", ["1987", "345"]),
        ("9" * 40, []),
        ("ten-fold and tenfold", []),
        ("64. Then", ["64"]),
        ("(64)", ["64"]),
    ],
)
def test_what_is_a_number(text: str, found: list[str]) -> None:
    assert [one.text for one in numbers(text)] == found


@pytest.mark.parametrize(
    ("written", "number", "digits", "again"),
    [
        ("1,331", 4102, 0, "4,102"),
        ("1{,}331", 4102, 0, "4{,}102"),
        ("1\\,331", 4102, 0, "4\\,102"),
        ("1331", 4102, 0, "4102"),
        ("331", 4102, 0, "4,102"),
        ("1,331", 402, 0, "402"),
        ("1,234,567", 2345678, 0, "2,345,678"),
        ("64\\,\\%", 58.4, 1, "58\\,\\%"),
        ("64.3 %", 58.4, 1, "58.4 %"),
        ("64,3 %", 58.4, 1, "58,4 %"),
        ("0{,}53", 0.61, 2, "0{,}61"),
        ("64.300", 58.4, 1, "58.4"),
        ("\u22123", -4, 0, "\u22124"),
        ("-3", -4, 0, "-4"),
        ("3", -4, 0, "\u22124"),
        ("-3", 4, 0, "4"),
        ("0.3", -0.01, 2, "0.0"),
        ("five", 7, 0, "seven"),
        ("Five", 7, 0, "Seven"),
        ("five", 14, 0, "14"),
        ("about 1,300", 4102, 0, "4,100"),
    ],
)
def test_another_number_in_the_same_writing(written: str, number: float, digits: int, again: str) -> None:
    (found,) = numbers(written)
    assert found.again(number, digits, found.readings[0]) == again
