"""Intervals, resampling weights, permutation p-values, false discovery, grades."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from analysis import grades, resampling


@pytest.mark.parametrize(("successes", "trials"), [(5, 10), (1, 20), (19, 20), (3, 4)])
def test_jeffreys_leaves_out_a_fortieth_of_the_posterior_on_either_side(successes: int, trials: int) -> None:
    low, high = resampling.jeffreys(successes, trials)
    # x^(s - 1/2) (1 - x)^(n - s - 1/2), integrated numerically
    inside, _ = integrate.quad(lambda x: x ** (successes - 0.5) * (1 - x) ** (trials - successes - 0.5), low, high)
    below, _ = integrate.quad(lambda x: x ** (successes - 0.5) * (1 - x) ** (trials - successes - 0.5), 0, low)
    above, _ = integrate.quad(lambda x: x ** (successes - 0.5) * (1 - x) ** (trials - successes - 0.5), high, 1)
    assert [below, inside, above] == pytest.approx(
        [share * (below + inside + above) for share in (0.025, 0.95, 0.025)], rel=1e-4
    )


@pytest.mark.parametrize(
    ("successes", "trials", "expected"),
    [
        (0, 10, (0, stats.beta.ppf(0.975, 0.5, 10.5))),
        (10, 10, (stats.beta.ppf(0.025, 10.5, 0.5), 1)),
        (4, 9, (stats.beta.ppf(0.025, 4.5, 5.5), stats.beta.ppf(0.975, 4.5, 5.5))),
        (0, 0, (0, 1)),
    ],
)
def test_jeffreys_ends(successes: int, trials: int, expected: tuple[float, float]) -> None:
    assert resampling.jeffreys(successes, trials) == pytest.approx(expected, abs=1e-12)


@given(st.integers(0, 300), st.integers(0, 300), st.sampled_from([0.5, 0.8, 0.95, 0.99]))
def test_jeffreys_holds_the_share_and_mirrors(successes: int, failures: int, level: float) -> None:
    trials = successes + failures
    low, high = resampling.jeffreys(successes, trials, level)
    assert 0 <= low < high <= 1
    if trials:
        assert low <= successes / trials <= high
    assert resampling.jeffreys(failures, trials, level) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(st.integers(1, 20), st.integers(1, 7), st.integers(0, 9), st.integers(1, 60))
def test_a_bootstrap_draws_as_many_units_as_there_are(units: int, draws: int, seed: int, cells: int) -> None:
    blocks = list(resampling.bootstrap_weights(units, draws, np.random.default_rng(seed), cells))
    weights = np.concatenate(blocks)
    assert weights.shape == (draws, units)
    assert (weights >= 0).all()
    assert (weights.sum(axis=1) == units).all()
    assert all(block.size <= max(cells, units) for block in blocks)
    # in whatever parts they are drawn
    assert (weights == next(resampling.bootstrap_weights(units, draws, np.random.default_rng(seed)))).all()


def test_a_bootstrap_draws_units_equally_often() -> None:
    for units in (4, 2):
        weights = next(resampling.bootstrap_weights(units, 4000, np.random.default_rng(2)))
        # mean 1 and variance 1 - 1/m of a multinomial cell
        assert weights.mean(axis=0) == pytest.approx(np.ones(units), abs=0.06)
        assert weights.var(axis=0) == pytest.approx([1 - 1 / units] * units, abs=0.08)


@given(st.integers(0, 12), st.integers(1, 6), st.integers(0, 9), st.integers(1, 40))
def test_permutations_are_orders_of_all_units(units: int, draws: int, seed: int, cells: int) -> None:
    orders = np.concatenate(list(resampling.permutations(units, draws, np.random.default_rng(seed), cells)))
    assert orders.shape == (draws, units)
    assert (np.sort(orders, axis=1) == np.arange(units)).all()
    assert (orders == next(resampling.permutations(units, draws, np.random.default_rng(seed)))).all()


@pytest.mark.parametrize(
    ("draws", "units", "expected"),
    [(5000, 0, 5000), (5000, 10, 5000), (5000, 100, 1000), (5000, 10**6, 200), (50, 10**6, 50)],
)
def test_large_studies_are_drawn_less_often(draws: int, units: int, expected: int) -> None:
    assert resampling.affordable(draws, units, fewest=200, cells=100_000) == expected


def test_every_order_is_equally_likely() -> None:
    orders = next(resampling.permutations(3, 6000, np.random.default_rng(5)))
    _, counts = np.unique(orders, axis=0, return_counts=True)
    assert len(counts) == 6
    assert stats.chisquare(counts).pvalue > 0.001


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.integers(1, 6), st.integers(0, 9))
def test_rotations_keep_the_passages_of_a_document_together(sizes: list[int], draws: int, seed: int) -> None:
    documents = [f"d{number}" for number, size in enumerate(sizes) for _ in range(size)]
    n = len(documents)
    orders = np.concatenate(list(resampling.rotations(documents, draws, np.random.default_rng(seed), cells=2 * n)))
    assert orders.shape == (draws, n)
    for order in orders:
        assert sorted(order) == list(range(n))
        follows = {int(one): int(other) for one, other in zip(order, np.roll(order, -1), strict=True)}
        inside = [place for place in range(n - 1) if documents[place] == documents[place + 1]]
        assert [follows[place] for place in inside] == [place + 1 for place in inside]


def test_every_rotation_is_equally_likely() -> None:
    # three documents in six sequences, each turned by five places: two of one passage and one of three make
    # 3! / 3 circles of documents, each in five places
    orders = np.concatenate(list(resampling.rotations(list("xyzzz"), 6000, np.random.default_rng(5))))
    _, counts = np.unique(orders, axis=0, return_counts=True)
    assert len(counts) == 10
    assert stats.chisquare(counts).pvalue > 0.001


def test_rotations_of_nothing() -> None:
    assert next(resampling.rotations([], 3, np.random.default_rng(1))).shape == (3, 0)


def test_tables_of_turned_labels() -> None:
    rows, columns, documents = list("AABBB"), [1, 2, 1, 1, 2], list("xxyyy")
    table, null = resampling.turned_tables(rows, columns, documents, 40, np.random.default_rng(3))
    assert table.tolist() == [[1, 1], [2, 1]]
    orders = next(resampling.rotations(documents, 40, np.random.default_rng(3)))
    for turned, order in zip(null, orders, strict=True):
        labels = [columns[place] for place in order]
        by_hand = [
            [sum(pair == (row, column) for pair in zip(rows, labels, strict=True)) for column in (1, 2)] for row in "AB"
        ]
        assert turned.tolist() == by_hand


def test_tables_of_dealt_documents() -> None:
    rows, columns, documents = list("AAABBBB"), [1, 1, 2, 1, 2, 2, 2], list("uvwxxyz")
    table, null = resampling.dealt_tables(rows, columns, documents, 3000, np.random.default_rng(3))
    assert table.tolist() == [[2, 1], [1, 3]]
    # three documents of six go to A in 20 ways; each is as likely
    held = {"u": [1, 0], "v": [1, 0], "w": [0, 1], "x": [1, 1], "y": [0, 1], "z": [0, 1]}
    ways = Counter(
        tuple(np.sum([held[one] for one in chosen], axis=0).tolist()) for chosen in itertools.combinations(held, 3)
    )
    found = Counter(tuple(one[0].astype(int).tolist()) for one in null)
    assert set(found) == set(ways)
    expected = [3000 * ways[key] / 20 for key in ways]
    assert stats.chisquare([found[key] for key in ways], expected).pvalue > 0.001
    assert (null.sum(axis=1) == [3, 4]).all()


@pytest.mark.parametrize(("documents", "dealt"), [("uvwxyzz", True), ("uvwxxyy", False)])
def test_documents_are_dealt_where_every_row_has_three(documents: str, dealt: bool) -> None:
    told = (list("AAABBBB"), [1, 1, 2, 1, 2, 2, 2], list(documents), 20)
    chosen = resampling.dealt_tables if dealt else resampling.turned_tables
    expected = chosen(*told, np.random.default_rng(1))[1]
    assert (resampling.rearranged_tables(*told, np.random.default_rng(1))[1] == expected).all()


@pytest.mark.parametrize(
    ("observed", "null", "expected"),
    [
        (5.0, [1.0, 2.0, 3.0], 1 / 4),
        (2.0, [1.0, 2.0, 3.0], 3 / 4),
        (0.0, [1.0, 2.0, 3.0], 1.0),
        (1.0, [1.0 - 1e-12, 0.0, 0.0, 0.0], 2 / 5),  # a tie is one, whatever the rounding
        (1.0, [], 1.0),
    ],
)
def test_permutation_p_counts_the_observed_in(observed: float, null: list[float], expected: float) -> None:
    assert resampling.permutation_p(np.asarray([observed]), np.asarray(null)[:, None]) == pytest.approx([expected])


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=4).flatmap(
        lambda observed: st.tuples(
            st.just(observed),
            st.lists(
                st.lists(st.floats(-1e6, 1e6), min_size=len(observed), max_size=len(observed)), min_size=1, max_size=9
            ),
        )
    )
)
def test_permutation_p_is_above_0_and_at_most_1(told: tuple[list[float], list[list[float]]]) -> None:
    observed, null = told
    p = resampling.permutation_p(np.asarray(observed), np.asarray(null))
    assert p.shape == (len(observed),)
    assert ((p > 0) & (p <= 1)).all()


def test_false_discovery_on_the_example_of_benjamini_and_hochberg() -> None:
    # 1995, Journal of the Royal Statistical Society B 57(1), section 3.2: at .05 the first four of fifteen are found
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1,
    ]
    q = resampling.false_discovery(np.asarray(p))
    assert (q <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert q[3] == pytest.approx(0.0095 * 15 / 4)
    assert q == pytest.approx(stats.false_discovery_control(p))
    # q is the least p(j) n / j from its own rank on
    by_hand = [min(p[j] * 15 / (j + 1) for j in range(i, 15)) for i in range(15)]
    assert q == pytest.approx(by_hand)


def test_no_test_has_no_q() -> None:
    assert resampling.false_discovery(np.asarray([])).shape == (0,)


@pytest.mark.parametrize(
    ("documents", "differs", "survives", "expected"),
    [
        ([1, 1], True, True, "describes these texts"),
        ([1, 40], True, True, "describes these texts"),
        ([2, 2], False, False, "describes these texts"),
        ([2, 9], True, True, "suggestive"),
        ([10, 12], True, False, "suggestive"),
        ([10, 12], True, True, "supported"),
        ([10, 12], False, True, "describes these texts"),
        ([], True, True, "describes these texts"),
    ],
)
def test_grades(documents: list[int], differs: bool, survives: bool, expected: str) -> None:
    assert grades.grade(documents, differs, survives) == expected
