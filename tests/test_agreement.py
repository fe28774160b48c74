"""Agreement of coders: published worked examples, properties, and precision and recall by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import agreement


def codes(*coders: str) -> np.ndarray:
    """One string a coder, a sign a unit; a dot is no code."""
    numbers = {sign: float(place) for place, sign in enumerate(sorted(set("".join(coders)) - {"."}))}
    return np.asarray([[numbers.get(sign, np.nan) for sign in coder] for coder in coders]).T


@pytest.mark.parametrize(
    ("coders", "expected"),
    [
        # Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": examples A, B and C
        (("0100000010", "1110010000"), 0.095),
        (("aabbdcccedda", "babbbccceddd"), 0.692),
        (("123321412...", "1233224125.3", ".3332342251.", "12332441251."), 0.743),
        # by hand: one unit agrees, three do not; five codes are 1 and three 0: 1 - 7 * 6 / (64 - 25 - 9)
        (("1100", "1011"), 1 - 7 * 6 / 30),
        (("10", "10"), 1.0),
        (("10", "01"), -0.5),  # as wrong as two units can be: 1 - 3 * 4 / 8
    ],
)
def test_alpha_as_published(coders: tuple[str, ...], expected: float) -> None:
    assert agreement.alpha(codes(*coders)) == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize("coders", [("111", "111"), ("1..", ".0."), ("...", "...")])
def test_alpha_is_not_defined_without_variation_or_pairs(coders: tuple[str, ...]) -> None:
    assert math.isnan(agreement.alpha(codes(*coders)))
    estimate = agreement.alpha_interval(codes(*coders), np.random.default_rng(1))
    assert math.isnan(estimate.low)


matrices = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.sampled_from([0.0, 1.0, np.nan]), min_size=coders, max_size=coders), min_size=2, max_size=20
    )
)


@given(matrices)
def test_alpha_does_not_depend_on_order_or_names(rows: list[list[float]]) -> None:
    found = np.asarray(rows)
    value = agreement.alpha(found)
    for other in (found[::-1], found[:, ::-1], 1 - found):
        assert agreement.alpha(other) == pytest.approx(value, nan_ok=True)
    assert math.isnan(value) or value <= 1


def test_the_interval_holds_the_figure_and_narrows_with_units() -> None:
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 2, 400)
    told = np.column_stack([np.where(rng.random(400) < 0.15, 1 - truth, truth) for _ in range(2)]).astype(float)
    few, many = (agreement.alpha_interval(told[:n], np.random.default_rng(1)) for n in (40, 400))
    assert few.low <= few.value <= few.high
    assert many.high - many.low < few.high - few.low
    assert (few.units, many.units) == (40, 400)
    # both are right in 85 of 100: they agree in .745, chance agrees in .5
    assert many.value == pytest.approx(1 - 0.255 / 0.5, abs=0.1)


def test_the_interval_covers_the_true_alpha() -> None:
    """Of 200 samples of 60 units, 90 in 100 or more have the alpha of their population in the 95 % interval."""
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(200):
        truth = rng.integers(0, 2, 60)
        told = np.column_stack([np.where(rng.random(60) < 0.15, 1 - truth, truth) for _ in range(2)]).astype(float)
        found = agreement.alpha_interval(told, rng, draws=400)
        covered += found.low <= 1 - 0.255 / 0.5 <= found.high
    assert covered >= 180


@pytest.mark.parametrize(
    ("right", "found", "expected"),
    [
        ([1, 1, 0, 0], [1, 0, 1, 0], (0.5, 0.5, 0.5)),
        ([1, 1, 1, 0], [1, 0, 0, 0], (1.0, 1 / 3, 0.5)),
        ([1, 0], [0, 0], (float("nan"), 0.0, 0.0)),
        ([0, 0], [0, 0], (float("nan"), float("nan"), float("nan"))),
    ],
)
def test_precision_recall_and_f1(right: list[int], found: list[int], expected: tuple[float, ...]) -> None:
    assert agreement.scores(np.asarray(right, bool), np.asarray(found, bool)) == pytest.approx(expected, nan_ok=True)
