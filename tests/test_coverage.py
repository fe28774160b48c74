"""Coverage: topic shares, residuals, attention, and how surprising an absence is."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import coverage
from analysis.resampling import false_discovery, jeffreys, permutation_p
from analysis.study import OTHERS


def assigned(counts: dict[str, list[int]]) -> pd.DataFrame:
    """Passages of sources on topics 1, 2, …, so many each, every passage a document."""
    rows = [
        (f"{source}{topic}{n}", f"{source}{topic}{n}", source, topic)
        for source, numbers in counts.items()
        for topic, number in enumerate(numbers, start=1)
        for n in range(number)
    ]
    return pd.DataFrame(rows, columns=pd.Index(["passage", "document", "source", "topic"]))


MIXED = assigned({"A": [6, 2, 2], "B": [3, 5, 2]})
APART = assigned({"A": [20, 0], "B": [0, 20]})


def test_shares_and_their_intervals() -> None:
    found = coverage.topic_shares(MIXED)
    assert list(found.columns) == [
        "source",
        "topic",
        "passages",
        "total",
        "share",
        "low",
        "high",
        "expected",
        "residual",
        "q",
    ]
    assert found["passages"].tolist() == [6, 2, 2, 3, 5, 2]
    assert found["share"].tolist() == [0.6, 0.2, 0.2, 0.3, 0.5, 0.2]
    # one topic of a Dirichlet with 1/2 a topic: Beta(6 + 1/2, 4 + 2/2)
    low, high = stats.beta.ppf([0.025, 0.975], 6.5, 5)
    assert found.loc[0, ["low", "high"]].tolist() == pytest.approx([low, high], abs=1e-6)
    assert found["expected"].tolist() == [4.5, 3.5, 2, 4.5, 3.5, 2]
    assert found.loc[0, "residual"] == pytest.approx(1.5 / np.sqrt(4.5), abs=1e-6)


def test_residuals_are_those_of_the_contingency_table() -> None:
    table = np.asarray([[6, 2, 2], [3, 5, 2]])
    expected = stats.contingency.expected_freq(table)
    residual = coverage.topic_shares(MIXED)["residual"].to_numpy().reshape(2, 3)
    assert residual == pytest.approx((table - expected) / np.sqrt(expected), abs=1e-6)


def test_attention_is_chi_square_and_cramers_v() -> None:
    table = np.asarray([[6, 2, 2], [3, 5, 2]])
    chi2, v, p = coverage.attention(MIXED)
    assert chi2 == pytest.approx(stats.chi2_contingency(table, correction=False).statistic, abs=1e-6)
    assert v == pytest.approx(stats.contingency.association(table, method="cramer"), abs=1e-6)
    assert p > 0.2


def test_the_p_of_a_two_by_two_table_of_single_passages_is_fishers() -> None:
    # where each passage is a document, every order is as likely; with margins alike, chi-square orders as Fisher does
    told = assigned({"A": [7, 3], "B": [3, 7]})
    exact = stats.fisher_exact([[7, 3], [3, 7]]).pvalue
    assert coverage.attention(told, draws=20000)[2] == pytest.approx(exact, abs=0.012)


def test_the_p_of_whole_documents_is_that_of_all_rotations() -> None:
    # one long document a source; topic 1 comes in one stretch of A
    topic = np.asarray([1] * 6 + [2] * 4 + [2] * 10)
    source = np.repeat(["A", "B"], 10)
    told = pd.DataFrame({"passage": [f"p{n}" for n in range(20)], "document": source, "source": source, "topic": topic})

    def unlike(labels: np.ndarray) -> int:
        return abs(int((labels[:10] == 1).sum()) - int((labels[10:] == 1).sum()))

    turned = [np.roll(topic, by) for by in range(20)]
    exact = np.mean([unlike(labels) >= unlike(topic) for labels in turned])
    assert exact == 0.5
    assert coverage.attention(told, draws=20000)[2] == pytest.approx(exact, abs=0.02)


@pytest.mark.parametrize(("told", "differs"), [(APART, True), (MIXED, False)])
def test_what_differs_beyond_chance(told: pd.DataFrame, differs: bool) -> None:
    assert (coverage.attention(told)[2] < 0.01) is differs
    assert (coverage.topic_shares(told)["q"].min() < 0.01) == differs


@pytest.mark.parametrize(
    "told", [assigned({"A": [3, 2]}), assigned({"A": [3], "B": [4]}), assigned({"A": [1]}), assigned({})]
)
def test_one_source_or_one_topic_has_nothing_to_compare(told: pd.DataFrame) -> None:
    assert coverage.attention(told) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize("told", [assigned({"A": [3, 2]}), assigned({"A": [3], "B": [4]}), assigned({"A": [1]})])
def test_shares_of_one_source_or_one_topic(told: pd.DataFrame) -> None:
    found = coverage.topic_shares(told)
    assert found["residual"].abs().max() == 0
    assert found["q"].tolist() == [1.0] * len(found)
    assert found["share"].between(found["low"] - 1e-6, found["high"] + 1e-6).all()


def test_no_passages_no_shares() -> None:
    assert coverage.topic_shares(assigned({})).empty


def test_the_same_seed_gives_the_same_numbers() -> None:
    assert coverage.attention(MIXED) == coverage.attention(MIXED)
    assert coverage.topic_shares(MIXED).equals(coverage.topic_shares(MIXED))
    mixed_up = MIXED.sample(frac=1, random_state=3)
    assert coverage.topic_shares(mixed_up)["residual"].equals(coverage.topic_shares(MIXED)["residual"])


def test_with_labels_shuffled_cells_rarely_stand_out() -> None:
    cells = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        told = assigned({"A": [8, 8, 8], "B": [8, 8, 8], "C": [8, 8, 8]})
        told["topic"] = rng.permutation(told["topic"].to_numpy())
        residual, null = coverage.residuals(told, draws=400, seed=seed)
        p = permutation_p(np.abs(residual), np.abs(null))
        cells += int((false_discovery(p.ravel()) < 0.05).sum())
        assert residual.shape == (3, 3)
    assert cells <= 0.05 * 20 * 9


def test_topics_that_come_in_stretches_do_not_pass_for_a_difference() -> None:
    # three sources that draw stretches of four passages from the same three topics
    found = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        told = assigned({"A": [24], "B": [24], "C": [24]}).assign(topic=np.repeat(rng.integers(1, 4, 18), 4))
        found += coverage.attention(told.assign(document=told["source"]), draws=199, seed=seed)[2] <= 0.05
    assert found <= 7  # of 60 at a rate of 1/20, eight or more come once in a hundred


# presence and absence


PASSAGES = pd.DataFrame(
    {
        "passage": [f"{source}{n}" for source, size in (("A", 4), ("B", 6), ("C", 10)) for n in range(size)],
        "source": ["A"] * 4 + ["B"] * 6 + ["C"] * 10,
        "period": "",
    }
)


def things(passages: str, name: str = "tax") -> pd.DataFrame:
    return pd.DataFrame({"passage": passages.split(), "label": name})


def test_presence_by_hand() -> None:
    found = coverage.presence(things("B0 B0 B1 C0 C1 C2"), PASSAGES, "topic", "label")
    assert list(found.itertuples(index=False, name=None)) == [
        # five of the sixteen passages of others have it; twice in one passage is once
        ("topic", "tax", "A", 0, 4, 5, 2, round(1 - (11 / 16) ** 4, 6)),
        ("topic", "tax", "B", 2, 6, 3, 1, round(1 - (11 / 14) ** 6, 6)),
        ("topic", "tax", "C", 3, 10, 2, 1, round(1 - (8 / 10) ** 10, 6)),
    ]


@pytest.mark.parametrize(
    ("told", "least", "expected"),
    [
        ("B0 B1 C0 C1 C2", 0.7, ["A"]),
        ("B0 B1 C0 C1 C2", 0.8, []),
        ("B0 B1 B2 B3 B4", 0.0, []),  # one source's own
        ("A0 B0 C0", 0.0, []),
        ("A0 B0 B1 B2", 0.8, ["C"]),
    ],
)
def test_omissions_are_surprising_absences_of_what_two_others_have(
    told: str, least: float, expected: list[str]
) -> None:
    present = coverage.presence(things(told), PASSAGES, "topic", "label")
    assert coverage.omissions(present, least)["source"].tolist() == expected
    assert present.loc[coverage.surprising(present, least), "source"].tolist() == expected


def test_the_most_surprising_absence_comes_first() -> None:
    present = pd.concat(
        [
            coverage.presence(things(told, name), PASSAGES, "topic", "label")
            for told, name in (("B0 C0 C1 C2", "fares"), ("B0 B1 B2 C0 C1 C2 C3", "tax"), ("A0 B0 B1 B2", "dredging"))
        ]
    )
    found = coverage.omissions(present, 0.5)
    assert found["thing"].tolist() == ["dredging", "tax", "fares"]
    assert found["expected"].is_monotonic_decreasing


def test_topics_and_voices_leave_unknown_speakers_out() -> None:
    said = pd.DataFrame({"passage": ["A0", "B0", "C0"], "speaker": ["Jonas Prell", "unknown", "Jonas Prell"]})
    found = coverage.topics_and_voices(things("A0 C0"), said, PASSAGES)
    assert found[["kind", "thing", "source"]].to_numpy().tolist() == [
        *(["topic", "tax", source] for source in "ABC"),
        *(["voice", "Jonas Prell", source] for source in "ABC"),
    ]
    assert found["passages"].tolist() == [1, 0, 1] * 2


def test_all_topics_and_the_voices_in_most_passages_are_shown() -> None:
    said = pd.DataFrame(
        [("A0", "One"), ("A0", "Two"), ("B0", "Two"), ("A0", "Three"), ("B0", "Three"), ("C0", "Three"), ("C1", "Two")],
        columns=pd.Index(["passage", "speaker"]),
    )
    present = coverage.topics_and_voices(pd.concat([things("A0"), things("A0 B0", "pier")]), said, PASSAGES)
    shown = coverage.most_present(present, 2)
    assert list(dict.fromkeys(shown["thing"])) == ["pier", "tax", "Three", "Two"]
    assert len(shown) == 12


@pytest.mark.parametrize("told", ["", "A0"])
def test_nothing_to_find(told: str) -> None:
    nobody = pd.DataFrame({"passage": [], "speaker": []}, dtype=object)
    found = coverage.topics_and_voices(things(told), nobody, PASSAGES)
    assert len(found) == 3 * len(told.split())
    assert coverage.omissions(found, 0.0).empty
    assert coverage.most_present(found, 5).shape[0] == len(found)


def test_the_group_of_others_omits_nothing_and_is_no_other_source() -> None:
    grouped = PASSAGES.assign(source=PASSAGES["source"].replace({"C": OTHERS}))
    present = coverage.presence(things("A0 B0 B1 B2 C0"), grouped, "topic", "label").set_index("source")
    assert present["others"].to_dict() == {OTHERS: 2, "A": 1, "B": 1}
    assert present["elsewhere"].to_dict() == {OTHERS: 4, "A": 4, "B": 2}
    without = coverage.presence(things("A0 A1 A2 B0 B1 B2"), grouped, "topic", "label")
    assert without.loc[without["source"] == OTHERS, "expected"].item() > 0.9
    assert coverage.omissions(without, 0.0).empty


def test_cells_that_stand_out_are_those_of_sources_by_name() -> None:
    shares = coverage.topic_shares(assigned({"A": [20, 0], "B": [0, 20], OTHERS: [20, 0]}))
    assert set(coverage.standing_out(shares)["source"]) <= {"A", "B"}
    assert (shares.loc[shares["source"] == OTHERS, "q"] < 0.05).any()
    assert len(coverage.standing_out(shares)) == ((shares["q"] < 0.05) & (shares["source"] != OTHERS)).sum()


@pytest.mark.parametrize(("passages", "draws"), [(100, 5000), (20_000, 5000), (50_000, 2000), (10**6, 1000)])
def test_a_large_study_is_turned_less_often(passages: int, draws: int) -> None:
    assert coverage.rotations(passages) == draws


def test_one_source_alone_omits_nothing() -> None:
    alone = PASSAGES[PASSAGES["source"] == "A"]
    found = coverage.presence(things("A0"), alone, "topic", "label")
    assert found[["passages", "elsewhere", "expected"]].to_numpy().tolist() == [[1, 0, 0.0]]
    assert coverage.omissions(found, 0.0).empty


def test_what_was_not_yet_news_is_not_left_out() -> None:
    rows = [(f"{source}{period}{n}", source, period) for source in "ABC" for period in "12" for n in range(10)]
    passages = pd.DataFrame(rows, columns=["passage", "source", "period"])
    early_a = passages[(passages["source"] != "A") | (passages["period"] == "1")]
    late = passages[(passages["period"] == "2") & (passages["source"] != "A")]
    of = pd.DataFrame({"passage": late["passage"], "speaker": "Agda Brime"})
    alike = coverage.presence(of, early_a.assign(period=""), "voice", "speaker").set_index("source")
    apart = coverage.presence(of, early_a, "voice", "speaker").set_index("source")
    assert alike.loc["A", "expected"] == pytest.approx(1 - 0.5**10, abs=1e-6)
    assert apart.loc["A", "expected"] == 0
    both = coverage.presence(of, passages, "voice", "speaker").set_index("source")
    assert both.loc["A", "expected"] == 1
    assert (alike["passages"] == apart["passages"]).all()


# topics over time


def dated(days: dict[str, list[int]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """An article a day, with so many passages on topics 1, 2, …, and the documents."""
    told = assigned(days)
    told["document"] = told["source"]
    documents = pd.DataFrame({"document": list(days), "date": [day if day[0].isdigit() else "" for day in days]})
    return told, documents.astype(object)


MONTHS = {"2019-03-02": [8, 2], "2019-04-30": [5, 5], "2019-05-01": [0, 12], "2019-05-31": [3, 0]}


def test_topics_are_followed_over_time() -> None:
    found = coverage.topic_times(*dated(MONTHS))
    assert list(found.columns) == ["topic", "period", "passages", "of", "share", "low", "high"]
    assert found["period"].tolist() == ["2019-03", "2019-04", "2019-05"] * 2
    assert found["passages"].tolist() == [8, 5, 3, 2, 5, 12]
    assert found["of"].tolist() == [10, 10, 15] * 2
    assert found["share"].tolist() == pytest.approx([0.8, 0.5, 0.2, 0.2, 0.5, 0.8])
    low, high = jeffreys(8, 10)
    assert found.loc[0, ["low", "high"]].tolist() == pytest.approx([low, high], abs=1e-6)
    assert coverage.unit(found) == "month"


@pytest.mark.parametrize(
    ("days", "unit", "periods"),
    [
        (["2019-06-03", "2019-06-04", "2019-06-06"], "day", ["2019-06-03", "2019-06-04", "2019-06-06"]),
        # 36 days, six weeks
        (
            ["2020-12-28", "2021-01-05", "2021-01-20", "2021-02-01"],
            "week",
            ["2020-W53", "2021-W01", "2021-W03", "2021-W05"],
        ),
        (["2019-01-31", "2019-02-01", "2019-07-01", "2019-08-08", "2019-09-09"], "month", None),
        # nine days, of which three are too few to be half; within two weeks, one month
        (["2019-06-03", "2019-06-04", "2019-06-11"], "", []),
        (["2012-01-01", "2015-05-05", "2018-12-31"], "", []),
        (["2014-02-01", "2015-05-05", "2016-12-31"], "year", ["2014", "2015", "2016"]),
        (["2018-11-01", "2019-01-01", "2019-04-01", "2019-07-01", "2021-01-01", "2021-04-01"], "quarter", None),
    ],
)
def test_the_shortest_unit_with_enough_full_periods_is_taken(days: list[str], unit: str, periods: list[str]) -> None:
    found = coverage.topic_times(*dated({day: [6, 5] for day in days}))
    assert (coverage.unit(found) if len(found) else "") == unit
    if periods is not None:
        assert sorted(set(found["period"])) == periods


@pytest.mark.parametrize(
    "days",
    [
        {},
        {"undated": [20, 20]},
        {day: [5, 4] for day in MONTHS},  # nine passages a day, in two months
        MONTHS | {"undated": [9, 9], "as well": [9, 9]},  # four of six documents
        {"2019-03-02": [20, 20], "2019-04-30": [20, 20]},  # two months
    ],
)
def test_too_few_dates_give_no_times(days: dict[str, list[int]]) -> None:
    assert coverage.topic_times(*dated(days)).empty


def test_undated_documents_are_left_out() -> None:
    whole = coverage.topic_times(*dated(MONTHS | {"undated": [9, 9]}))
    assert whole.equals(coverage.topic_times(*dated(MONTHS)))
