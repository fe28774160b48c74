"""Wording: log-odds, G2 and log ratio against worked values; planted words found; calibration with shuffled labels."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency
from stories import invented_words, mixed_passages, passages_table, terms_table
from threadpoolctl import threadpool_limits

from analysis import wording
from analysis.study import OTHERS

QUICK = wording.Setting(draws=300, permutations=2000)


def array(*values: float) -> np.ndarray:
    return np.asarray(values, dtype=float)


# the statistics


def test_log_odds_by_hand() -> None:
    # three words; 20 and 30 words of text; prior counts 1, 2, 3
    y1, y2, a = (4, 0, 16), (3, 12, 15), (1, 2, 3)
    n1, n2, a0 = 20, 30, 6
    delta, z = wording.log_odds(array(*y1), array(*y2), array(*a), 20.0, 30.0)
    for place in range(3):
        one = math.log((y1[place] + a[place]) / (n1 + a0 - y1[place] - a[place]))
        other = math.log((y2[place] + a[place]) / (n2 + a0 - y2[place] - a[place]))
        variance = 1 / (y1[place] + a[place]) + 1 / (y2[place] + a[place])
        assert delta[place] == pytest.approx(one - other, abs=1e-12)
        assert z[place] == pytest.approx((one - other) / math.sqrt(variance), abs=1e-12)
    # worked out: ln(5/21) - ln(4/32) and its share of sqrt(1/5 + 1/4)
    assert (delta[0], z[0]) == pytest.approx((0.644357, 0.960551), abs=1e-6)


COUNTS = st.integers(1, 50)


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=2, max_size=6))
def test_log_odds_of_the_sides_changed_has_the_other_sign(counts: list[tuple[int, int]]) -> None:
    y1, y2 = (array(*side) for side in zip(*counts, strict=True))
    a = np.full(len(counts), 0.5)
    delta, z = wording.log_odds(y1, y2, a, y1.sum(), y2.sum())
    back, z_back = wording.log_odds(y2, y1, a, y2.sum(), y1.sum())
    assert delta == pytest.approx(-back)
    assert z == pytest.approx(-z_back)
    assert (np.sign(z) == np.sign(delta)).all()


@pytest.mark.parametrize(
    ("y1", "y2", "n1", "n2"), [(10, 3, 100, 120), (1, 30, 400, 300), (5, 5, 100, 100), (7, 0, 90, 80), (0, 7, 90, 80)]
)
def test_g2_is_that_of_the_term_part_of_the_contingency_table(y1: int, y2: int, n1: int, n2: int) -> None:
    g2 = wording.g2(array(y1), array(y2), array(n1), array(n2))[0]
    # Rayson & Garside take the term's row of the table; the row of all other words is what scipy adds
    whole = chi2_contingency([[y1, y2], [n1 - y1, n2 - y2]], correction=False, lambda_="log-likelihood").statistic
    rest = 2 * sum((n - y) * math.log((n - y) / (n * (n1 + n2 - y1 - y2) / (n1 + n2))) for y, n in ((y1, n1), (y2, n2)))
    assert abs(g2) == pytest.approx(whole - rest, abs=1e-9)
    assert np.sign(g2) == np.sign(y1 / n1 - y2 / n2)


def test_g2_worked() -> None:
    # 10 in 1,000 against 5 in 1,000: 2 (10 ln(10/7.5) + 5 ln(5/7.5))
    assert wording.g2(array(10), array(5), array(1000), array(1000))[0] == pytest.approx(1.698990, abs=1e-6)


@pytest.mark.parametrize(
    ("y1", "y2", "n1", "n2", "expected"),
    [
        (8, 2, 100, 100, 2),
        (2, 8, 100, 100, -2),
        (4, 4, 200, 100, -1),
        (4, 0, 100, 100, 3),  # 4 against one half
        (0, 4, 100, 100, -3),
        (0, 0, 100, 100, 0),
    ],
)
def test_log_ratio_by_hand(y1: int, y2: int, n1: int, n2: int, expected: float) -> None:
    assert wording.log_ratio(array(y1), array(y2), array(n1), array(n2))[0] == pytest.approx(expected)


# the comparison


PLANTED = "zuvolaki"


def planted() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two sources of one stock of words; one word stands in twenty of A's thirty passages and in none of B's."""
    texts, passages = mixed_passages()
    for number in range(20):
        texts[f"A-1:{number:03}"].append(PLANTED)
    return terms_table(texts), passages


@pytest.fixture(scope="module")
def compared() -> pd.DataFrame:
    return wording.compare(*planted(), QUICK)


def test_a_planted_word_alone_is_distinct(compared: pd.DataFrame) -> None:
    assert set(compared.loc[compared["distinct"], "term"]) == {PLANTED}
    rows = compared[compared["term"] == PLANTED].set_index("source")
    assert rows[["count", "rest_count", "passages", "units", "rest_units"]].to_numpy().tolist() == [
        [20, 0, 20, 20, 0],
        [0, 20, 0, 0, 20],
    ]
    assert rows.loc["A", "delta"] > rows.loc["A", "low"] > 0 > rows.loc["B", "high"]
    assert PLANTED in set(wording.distinctive(compared)["term"])


def test_two_sources_mirror_each_other(compared: pd.DataFrame) -> None:
    a, b = (compared[compared["source"] == source].set_index("term").sort_index() for source in "AB")
    assert a["count"].tolist() == b["rest_count"].tolist()
    assert a["per_1000"].tolist() == b["rest_per_1000"].tolist()
    assert a["g2"].to_numpy() == pytest.approx(-b["g2"].to_numpy(), abs=1e-6)
    assert a["log_ratio"].to_numpy() == pytest.approx(-b["log_ratio"].to_numpy(), abs=1e-6)
    assert a["p"].to_numpy() == pytest.approx(b["p"].to_numpy(), abs=1e-6)


def test_the_columns_are_what_they_say(compared: pd.DataFrame) -> None:
    terms, _ = planted()
    assert tuple(compared.columns) == wording.COLUMNS
    assert ((compared["p"] > 0) & (compared["p"] <= 1) & (compared["q"] >= compared["p"] - 1e-6)).all()
    assert (compared["low"] <= compared["high"]).all()
    assert (compared["distinct"] == ((compared["q"] < 0.05) & ((compared["low"] > 0) | (compared["high"] < 0)))).all()
    own = terms[terms["passage"].str.startswith("A")]
    row = compared[compared["source"] == "A"].iloc[3]
    assert row["count"] == own.loc[own["term"] == row["term"], "count"].sum()
    assert row["per_1000"] == pytest.approx(1000 * row["count"] / own["count"].sum(), abs=1e-6)
    assert row["log_ratio"] == pytest.approx(math.log2(row["per_1000"] / row["rest_per_1000"]), abs=1e-5)
    assert compared.groupby("source")["z"].apply(lambda z: z.is_monotonic_decreasing).all()


def test_z_is_that_of_the_documented_prior(compared: pd.DataFrame) -> None:
    row = compared[(compared["source"] == "A") & (compared["term"] == PLANTED)].iloc[0]
    own = compared[compared["source"] == "A"]
    n1, n2 = (own[column].sum() for column in ("count", "rest_count"))
    # all words of these texts are compared, so that the prior is half the smaller side and one half a word
    weight, terms = min(n1, n2) / 2, len(own)
    a, a0 = 0.5, weight + terms / 2
    one = math.log((20 + a) / (n1 + a0 - 20 - a))
    other = math.log(a / (n2 + a0 - a))
    assert row["delta"] == pytest.approx(one - other, abs=1e-6)
    assert row["z"] == pytest.approx((one - other) / math.sqrt(1 / (20 + a) + 1 / a), abs=1e-6)


@pytest.mark.parametrize(("least", "there"), [(1, True), (3, True), (4, False)])
def test_a_term_must_stand_in_enough_passages(least: int, there: bool) -> None:
    texts, passages = mixed_passages(passages=6)
    for passage in ("A-1:000", "A-1:001", "B-1:000"):
        texts[passage] += [PLANTED] * 5
    found = wording.compare(
        terms_table(texts), passages, wording.Setting(least_passages=least, draws=20, permutations=50)
    )
    assert (PLANTED in set(found["term"])) == there


def test_stop_words_and_pairs_are_not_compared() -> None:
    texts, passages = mixed_passages(passages=6)
    texts = {passage: [*words, "the", "said", "new pier", "2019"] for passage, words in texts.items()}
    found = wording.compare(terms_table(texts), passages, wording.Setting(draws=20, permutations=50))
    assert not set(found["term"]) & {"the", "said", "new pier", "2019"}


def test_documents_are_resampled_where_each_source_has_three() -> None:
    # one document of A repeats a word in all its passages; the others never have it
    rng = np.random.default_rng(2)
    words = invented_words(30, rng)
    texts, places = {}, []
    for source in "AB":
        for document in range(3):
            for number in range(8):
                passage = f"{source}-{document}:{number}"
                clump = [PLANTED] * 3 if (source, document) == ("A", 0) else []
                texts[passage] = [*rng.choice(words, 20), *clump]
                places.append((passage, f"{source}-{document}", source))
    by_document = wording.compare(terms_table(texts), passages_table(places), QUICK)
    joined = passages_table([(passage, source, source) for passage, _, source in places])
    by_passage = wording.compare(terms_table(texts), joined, QUICK)
    p = {
        name: found.loc[(found["source"] == "A") & (found["term"] == PLANTED), "p"].iloc[0]
        for name, found in (("document", by_document), ("passage", by_passage))
    }
    # one document of six has the word: whichever side it falls to, the difference is as large or nearly so
    assert p["document"] > 0.3
    assert p["passage"] < 0.02


def test_with_labels_shuffled_hardly_any_word_is_distinct() -> None:
    # 24 studies without any difference; the false-discovery rate allows one in twenty to have a distinct word
    falsely, rows, studies = 0, 0, 0
    for seed in range(24):
        texts, passages = mixed_passages(sources=3, passages=20, seed=seed)
        shuffled = np.random.default_rng(100 + seed).permutation(passages["source"].to_numpy())
        found = wording.compare(terms_table(texts), passages.assign(source=shuffled), QUICK)
        falsely += int(found["distinct"].sum())
        studies += bool(found["distinct"].any())
        rows += len(found)
    assert rows > 2000
    assert falsely / rows <= 0.05 / 10
    assert studies <= 4  # of 24 at a rate of 1/20, five or more come once in a hundred


def test_p_values_are_uniform_when_nothing_differs() -> None:
    small = []
    for seed in range(12):
        texts, passages = mixed_passages(sources=2, passages=20, seed=seed)
        small.append((wording.compare(terms_table(texts), passages, QUICK)["p"] <= 0.05).mean())
    assert np.mean(small) == pytest.approx(0.05, abs=0.025)


# the same again, and hostile input


def test_the_same_seed_gives_the_same_table_whatever_the_threads(compared: pd.DataFrame) -> None:
    terms, passages = planted()
    for threads in (1, 2):
        with threadpool_limits(limits=threads):
            assert wording.compare(terms.sample(frac=1, random_state=threads), passages, QUICK).equals(compared)


def test_another_seed_moves_only_what_is_drawn(compared: pd.DataFrame) -> None:
    other = wording.compare(*planted(), wording.Setting(draws=300, permutations=2000, seed=2))
    fixed = ["source", "term", "count", "rest_count", "passages", "delta", "z", "g2", "log_ratio"]
    assert other[fixed].equals(compared[fixed])
    assert not other["low"].equals(compared["low"])


def same_words(sources: int, passages: int, words: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    places = [(f"{source}{n}", source, source) for source in "ABC"[:sources] for n in range(passages)]
    return terms_table({passage: words for passage, *_ in places}), passages_table(places)


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (same_words(1, 5, ["boat"]), 0),
        (same_words(2, 5, ["the", "said"]), 0),
        (same_words(2, 5, []), 0),
        (same_words(2, 1, ["boat"]), 0),
        (same_words(2, 2, ["boat"]), 2),
        (same_words(2, 5, ["boat"]), 2),
        (same_words(3, 4, ["boat", "pier"]), 6),
        (same_words(2, 3, ["🙂", "שלום", "x" * 100_000]), 4),
    ],
)
def test_texts_that_do_not_differ_have_no_distinct_words(data: tuple[pd.DataFrame, pd.DataFrame], rows: int) -> None:
    found = wording.compare(*data, wording.Setting(draws=50, permutations=99))
    assert tuple(found.columns) == wording.COLUMNS
    assert len(found) == rows
    assert not found["distinct"].any()
    assert np.isfinite(found.drop(columns=["source", "term"]).to_numpy(float)).all()
    assert wording.distinctive(found).empty


def test_a_source_without_a_compared_word() -> None:
    _, passages = same_words(2, 4, [])
    terms = terms_table({f"A{n}": ["boat", "pier"] for n in range(4)} | {f"B{n}": ["the"] for n in range(4)})
    found = wording.compare(terms, passages, wording.Setting(draws=50, permutations=99))
    assert set(found["term"]) <= {"boat", "pier"}
    assert np.isfinite(found.drop(columns=["source", "term"]).to_numpy(float)).all()


def test_an_empty_table() -> None:
    terms, passages = same_words(2, 3, ["boat"])
    assert wording.compare(terms.iloc[:0], passages, QUICK).empty
    assert wording.compare(terms.iloc[:0], passages.iloc[:0], QUICK).empty


# what is shown of it


def test_the_words_used_more_are_shown_best_first() -> None:
    table = pd.DataFrame(
        {"source": list("AAAB"), "term": ["boat", "pier", "horn", "quay"], "delta": [2.0, 1.0, -1.0, 0.5]}
    )
    assert wording.distinctive(table, top=1)["term"].tolist() == ["boat", "quay"]
    assert wording.distinctive(table)["term"].tolist() == ["boat", "pier", "quay"]


def test_what_is_distinct_only_because_of_style() -> None:
    table = pd.DataFrame(
        {"term": ["mr", "mr", "boat", "monday"], "delta": [1, 2, 3, -1], "distinct": [True, True, True, True]}
    )
    style = pd.DataFrame({"term": ["mr", "monday", "dr"]})
    assert wording.style_among(table, style) == ["mr"]


# many sources, many words


def three_groups() -> tuple[pd.DataFrame, pd.DataFrame]:
    texts, passages = mixed_passages(sources=3, passages=12)
    return terms_table(texts), passages.assign(source=passages["source"].replace({"C": OTHERS}))


def test_the_group_of_others_is_part_of_the_rest_and_has_no_rows() -> None:
    terms, passages = three_groups()
    found = wording.compare(terms, passages, QUICK)
    assert set(found["source"]) == {"A", "B"}
    by_name = wording.compare(terms, passages.assign(source=passages["source"].replace({OTHERS: "C"})), QUICK)
    fixed = ["term", "count", "rest_count", "passages", "delta", "z", "g2", "log_ratio"]
    for source in "AB":
        one, other = (table[table["source"] == source][fixed].reset_index(drop=True) for table in (found, by_name))
        assert one.equals(other)
    assert found["p"].between(0, 1).all()
    assert wording.smallest_difference(terms, passages, 2.0, QUICK)[0]["source"].tolist() == ["A", "B"]


def test_one_source_by_name_is_compared_with_the_others() -> None:
    terms, passages = three_groups()
    passages = passages[passages["source"] != "B"]
    assert set(wording.compare(terms, passages, QUICK)["source"]) == {"A"}


def test_p_of_one_name_and_the_others_is_that_of_two_names() -> None:
    terms, passages = planted()
    named = wording.compare(terms, passages, QUICK).set_index(["source", "term"])["p"]
    grouped = passages.assign(source=passages["source"].replace({"B": OTHERS}))
    p = wording.compare(terms, grouped, QUICK).set_index(["source", "term"])["p"]
    assert (p - named.loc[p.index]).abs().max() < 0.06


def test_only_the_most_frequent_words_are_compared() -> None:
    terms, passages = planted()
    counts = terms.groupby("term")["count"].sum().sort_values(ascending=False, kind="stable")
    found = wording.compare(terms, passages, wording.Setting(draws=50, permutations=99, most_terms=10))
    assert found["term"].nunique() == 10
    assert counts[found["term"].unique()].min() >= counts.iloc[9]
    # rates are still per all words that carry content
    row = found[found["source"] == "A"].iloc[0]
    own = terms[terms["passage"].str.startswith("A")]
    assert row["per_1000"] == pytest.approx(1000 * row["count"] / own["count"].sum(), abs=1e-6)


def test_terms_may_be_categories() -> None:
    terms, passages = planted()
    codes = terms.astype({"passage": "category", "term": "category"})
    assert wording.compare(codes, passages, QUICK).equals(wording.compare(terms, passages, QUICK))


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ({"A": 3, "B": 4}, ("documents", 7)),
        ({"A": 3, "B": 2}, ("passages", 10)),
        ({"A": 3, "B": 3, OTHERS: 1}, ("documents", 7)),
    ],
)
def test_what_is_drawn_again(documents: dict[str, int], expected: tuple[str, int]) -> None:
    places = [
        (f"{source}-{document}:{n}", f"{source}-{document}", source)
        for source, many in documents.items()
        for document in range(many)
        for n in range(2)
    ]
    assert wording.resampled(passages_table(places)) == expected


@pytest.mark.parametrize(
    ("units", "comparisons", "expected"),
    [(100, 1500, 20000), (400, 40_000, 10_000), (12_000, 40_000, 2000), (10**6, 10**6, 2000)],
)
def test_a_large_study_is_shuffled_less_often_but_not_too_seldom(units: int, comparisons: int, expected: int) -> None:
    assert wording.Setting().shuffles(units, comparisons) == expected
    assert wording.Setting(permutations=99).shuffles(units, comparisons) == 99


def taken_out(*rows: tuple[str, str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=pd.Index(["document", "rule", "term", "count"])).astype({"count": int})


SOURCE_OF = {"A-1": "A", "B-1": "B"}


def test_words_that_only_what_was_taken_out_makes_distinctive() -> None:
    terms, passages = planted()
    removed = taken_out(
        ("A-1", "furniture", "comment", 60),
        ("A-1", "link line", "comment", 5),
        ("B-1", "furniture", "advertisement", 1),
        ("B-1", "furniture", "the", 50),
        ("A-1", "furniture", "click here", 50),
        ("B-1", "furniture", PLANTED, 200),
    )
    found = wording.surfacing(terms, removed, passages, SOURCE_OF, top=3)
    assert found[["source", "term", "rule", "kept", "removed", "place"]].to_numpy().tolist() == [
        ["A", "comment", "furniture", 0, 65, 1],
        ["B", PLANTED, "furniture", 0, 200, 1],
    ]
    assert (found["z"] > found["z_cleaned"]).all()


def test_a_word_that_is_distinctive_anyway_does_not_surface() -> None:
    terms, passages = planted()
    found = wording.surfacing(terms, taken_out(("A-1", "furniture", PLANTED, 60)), passages, SOURCE_OF)
    assert found.empty
    assert wording.surfacing(terms, taken_out(), passages, SOURCE_OF).empty


def test_what_was_taken_out_of_the_others_surfaces_nowhere() -> None:
    terms, passages = three_groups()
    source_of = dict(zip(passages["document"], passages["source"], strict=True))
    found = wording.surfacing(terms, taken_out(("C-1", "furniture", "comment", 90)), passages, source_of)
    assert found.empty
    codes = taken_out(("A-1", "furniture", "comment", 90)).astype({"document": "category", "term": "category"})
    assert wording.surfacing(terms, codes, passages, source_of)["term"].tolist() == ["comment"]
