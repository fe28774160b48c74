"""Limits, priors, pairs, one topic, and what dispersion asks: by hand and on planted differences."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2, norm
from stories import invented_words, mixed_passages, passages_table, terms_table

from analysis import resampling, wording
from analysis.errors import ParameterError
from analysis.study import OTHERS
from analysis.wording import power, sampling
from analysis.wording.comparing import drawn_from

PLANTED = "zuvolaki"
QUICK = wording.Setting(draws=200, permutations=1000)


def planted(many: int = 12) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Three sources of one stock of words; one word stands in so many of A's fifteen passages."""
    texts, passages = mixed_passages(sources=3, passages=15)
    for number in range(many):
        texts[f"A-1:{number:03}"].append(PLANTED)
    return terms_table(texts), passages


# the smallest difference


def test_the_smallest_difference_has_the_g2_that_power_asks_for() -> None:
    terms, passages = planted(0)
    limits, inflation = wording.smallest_difference(terms, passages, 5.0, QUICK)
    assert limits["source"].tolist() == ["A", "B", "C"]
    assert limits["words"].tolist() == [600, 600, 600]
    comparisons = len(wording.compare(terms, passages, QUICK))
    rate, rest = 0.005, 1200
    for column, alpha in (("alone", 0.05), ("ratio", 0.05 / comparisons)):
        ratio = limits[column].iloc[0]
        g2 = wording.g2(*(np.asarray(one) for one in (600 * rate * ratio, rest * rate, 600, rest)))
        # a third of the words, 40 words a passage: shuffles mix means of .2 and .2 times the ratio
        mixed = 0.2 * (1 / 3) * (2 / 3) * (ratio - 1) ** 2 / (1 + (ratio - 1) / 3)
        z, z_power = norm.isf(alpha / 2), norm.ppf(0.8)
        assert g2**0.5 == pytest.approx(z * (inflation + mixed) ** 0.5 + z_power * inflation**0.5, rel=1e-4)
    one, other = limits["ratio"].iloc[0] * rate, rate
    assert limits["log_odds"].iloc[0] == pytest.approx(math.log(one / (1 - one) / (other / (1 - other))), abs=1e-4)
    more, _ = wording.smallest_difference(terms, passages, 5.0, QUICK, power=0.95)
    assert (more["ratio"] > limits["ratio"]).all()


def test_how_much_words_clump_by_hand() -> None:
    # one source with four passages of ten words: a word stands there 4, 0, 0, 0 times; another 1, 1, 1, 1; a third in B
    texts = {f"A{n}": ["boat"] * (4 if n == 0 else 0) + ["pier"] + ["zzz"] * (5 if n == 0 else 9) for n in range(4)}
    texts |= {f"B{n}": ["pier"] + ["zzz"] * 9 for n in range(4)}
    passages = passages_table([(name, name[0], name[0]) for name in texts])
    units = drawn_from(terms_table(texts), passages, replace(QUICK, least_passages=1))
    assert units is not None
    # at a rate of .05, words of .025 to .1: boat (.05) and pier (.1) count, zzz (.8) does not.
    # boat in A: chi-square (4 - 1)² + 3 = 12; pier: none; degrees of freedom: three for each of boat in A, pier in A and B
    assert power.clumping(units, 0.05) == pytest.approx(12 / 9)
    assert power.clumping(units, 0.1) == pytest.approx(12 / 9)
    assert power.clumping(units, 0.2) == 1.0  # pier alone
    assert drawn_from(terms_table(texts), passages.assign(source="A"), QUICK) is None


def test_no_difference_is_promised_where_units_divide_in_few_ways() -> None:
    terms, passages = planted(0)
    few = passages.assign(document=[f"{source}-{n % 3}" for n, source in enumerate(passages["source"])])
    limits, _ = wording.smallest_difference(terms, few, 5.0, QUICK)
    assert limits["ratio"].isna().all()  # 84 ways, and more than a hundred comparisons
    assert limits["alone"].notna().all()


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"A": 3, "B": 3, "C": 3}, 84),
        ({"A": 3, "B": 3}, 10),  # 20, of which each has a mirror image
        ({"A": 3, "B": 4}, 35),
        ({"A": 4, "B": 3, OTHERS: 1}, 56),
        ({"A": 100, "B": 100}, 1_000_000),
    ],
)
def test_ways_to_divide(sizes: dict[str, int], expected: int) -> None:
    places = [(f"{source}{n}", f"{source}{n}", source) for source, many in sizes.items() for n in range(many)]
    assert wording.splits(passages_table(places)) == expected


def test_no_p_is_below_one_way_to_divide() -> None:
    terms, passages = planted()
    few = passages.assign(document=[f"{source}-{n % 3}" for n, source in enumerate(passages["source"])])
    found = wording.compare(terms, few, QUICK)
    assert found["p"].min() >= 1 / 84 - 1e-6
    assert not found["distinct"].any()
    assert wording.compare(terms, passages, QUICK)["p"].min() < 1 / 1001  # beyond what the shuffles show


# the tail


def test_the_tail_of_chi_square() -> None:
    rng = np.random.default_rng(5)
    null = rng.chisquare(1, (20000, 40))
    for x in (1.0, 8.0, 16.0, 22.0):
        p = np.median(resampling.tail_p(np.full(40, x), null))
        assert 0.5 < p / chi2.sf(x, 1) < 3
    assert resampling.tail_p(np.full(40, 1.0), null) == pytest.approx(resampling.permutation_p(np.full(40, 1.0), null))


def test_a_constant_null() -> None:
    p = resampling.tail_p(np.array([0.0, 5.0]), np.zeros((100, 2)))
    assert p[0] == 1
    assert 0 <= p[1] <= 0.1


# dispersion


def test_a_word_of_one_document_is_not_distinct() -> None:
    rng = np.random.default_rng(2)
    words, texts, places = invented_words(30, rng), {}, []
    for source in "AB":
        for document in range(12):
            for number in range(4):
                passage = f"{source}-{document:02}:{number}"
                texts[passage] = [*rng.choice(words, 20)]
                texts[passage] += [PLANTED] * 9 * ((source, document) == ("A", 0)) + ["everyday"] * (source == "A")
                places.append((passage, f"{source}-{document:02}", source))
    found = wording.compare(terms_table(texts), passages_table(places), QUICK)
    rows = found.set_index(["source", "term"])
    assert rows.loc[("A", PLANTED), ["passages", "units"]].tolist() == [4, 1]
    assert rows.loc[("B", PLANTED), ["units", "rest_units"]].tolist() == [0, 1]
    assert set(found.loc[found["distinct"], "term"]) == {"everyday"}


@pytest.mark.parametrize(
    ("delta", "units", "rest_units", "expected"),
    [(1.0, 1, 9, False), (1.0, 2, 0, True), (-1.0, 9, 1, False), (-1.0, 0, 2, True)],
)
def test_the_side_that_uses_a_word_more_must_have_it_twice(
    delta: float, units: int, rest_units: int, expected: bool
) -> None:
    row = {"q": 0.01, "low": delta - 0.5, "high": delta + 0.5, "delta": delta, "units": units, "rest_units": rest_units}
    assert wording.comparing.judged(pd.DataFrame([row]), 0.95).tolist() == [expected]


# priors


def test_priors_shrink_and_the_one_used_is_that_of_the_table() -> None:
    terms, passages = planted()
    compared = wording.compare(terms, passages, QUICK)
    shown = wording.distinctive(compared, 4)
    under = wording.sensitivity(terms, passages, shown, QUICK)
    assert len(under) == len(shown) * len(wording.PRIORS)
    used = under[under["prior"] == 0].reset_index(drop=True)
    assert used[["source", "term", "delta", "z"]].equals(shown[["source", "term", "delta", "z"]])
    assert used["distinct"].equals(shown["distinct"])
    assert (used["low"] - shown["low"]).abs().max() < 0.5
    for weight in (10.0, 1000.0):
        own = wording.compare(terms, passages, replace(QUICK, prior=weight)).set_index(["source", "term"])
        rows = under[under["prior"] == weight].set_index(["source", "term"])
        assert rows["delta"].to_numpy() == pytest.approx(own.loc[rows.index, "delta"].to_numpy(), abs=1e-5)
        assert rows["weight"].unique().tolist() == [weight]
    shrinking = under[under["prior"] > 0].pivot_table(index=["source", "term"], columns="prior", values="delta")
    assert (shrinking.diff(axis=1).iloc[:, 1:] < 0).all(axis=None)
    own = compared[compared["source"] == "A"].reset_index(drop=True)
    place = used.set_index(["source", "term"])["place"]
    assert place[("A", PLANTED)] == 1 + own.index[own["term"] == PLANTED][0]


def test_the_interval_under_a_prior_is_that_of_all_terms() -> None:
    """Only the terms shown are drawn; the prior's whole is that of all."""
    terms, passages = planted()
    units = drawn_from(terms, passages, QUICK)
    assert units is not None
    own, listed = 0, [0, 3, 5]
    counts, totals = units.by_group(units.counts), units.by_group(units.totals)
    y1, n1 = counts[own], totals[own]
    y2, n2 = counts.sum(axis=0) - y1, totals.sum() - n1
    whole = wording.measures.shrunk(y1, y2, n1, n2, 50.0)[0][listed]
    some = wording.measures.shrunk(y1[listed], y2[listed], n1, n2, 50.0, (y2.sum(), len(units.terms)))[0]
    assert some == pytest.approx(whole)


def test_steady_counts_priors_and_places() -> None:
    rows = [
        ("A", "pier", 0, 0.1, 1, 1),
        ("A", "pier", 10, -0.1, 1, 3),
        ("A", "horn", 0, 1, 2, 2),
        ("A", "horn", 10, 1, 2, 2),
    ]
    under = pd.DataFrame(rows, columns=pd.Index(["source", "term", "prior", "low", "high", "place"]))
    found = wording.steady(under).set_index("term")
    assert found.loc["pier", ["priors", "excludes", "first", "last"]].tolist() == [2, 1, 1, 3]
    assert found.loc["horn", ["priors", "excludes", "first", "last"]].tolist() == [2, 2, 2, 2]


# pairs


def test_each_pair_stands_once_and_is_compared_by_itself() -> None:
    terms, passages = planted()
    found = wording.pairs(terms, passages, QUICK)
    assert list(dict.fromkeys(zip(found["source"], found["other"], strict=True))) == [
        ("A", "B"),
        ("A", "C"),
        ("B", "C"),
    ]
    own = passages[passages["source"].isin(["A", "B"])]
    alone = wording.compare(terms[terms["passage"].isin(own["passage"])], own, QUICK)
    alone = alone[alone["source"] == "A"].reset_index(drop=True)
    pair = found[found["other"] == "B"].reset_index(drop=True)
    fixed = ["term", "count", "rest_count", "delta", "low", "high", "p"]
    assert pair[fixed].equals(alone[fixed])
    assert found["q"].to_numpy() == pytest.approx(resampling.false_discovery(found["p"].to_numpy()), abs=1e-6)
    assert set(found.loc[found["distinct"], "term"]) == {PLANTED}
    told = wording.summary(found)
    assert told["distinct"].tolist() == [1, 1, 0]
    assert f"{PLANTED}*" in told["more"].iloc[0].split(", ")
    assert "*" not in told["more"].iloc[2]


def test_of_many_sources_the_largest_are_paired() -> None:
    terms, passages = planted()
    assert set(wording.pairs(terms, passages[passages["passage"] != "B-1:000"], QUICK, most=2)["other"]) == {"C"}
    others = passages.assign(source=passages["source"].replace({"C": OTHERS}))
    assert set(wording.pairs(terms, others, QUICK)["other"]) == {"B"}
    none = wording.pairs(terms, passages.assign(source="A"), QUICK)
    assert none.empty
    assert wording.summary(none).empty


# one topic


def test_within_a_topic() -> None:
    _, passages = planted()
    assignment = pd.DataFrame({"passage": passages["passage"], "topic": [1, 2, 2] * 15})
    found = wording.within(passages, assignment, 1)
    assert found["passage"].tolist() == passages["passage"].iloc[::3].tolist()
    with pytest.raises(ParameterError, match=r"no passage is on topic 7\n  Topics are 1, 2;"):
        wording.within(passages, assignment, 7)


# what is shuffled


def test_the_shuffles_keep_what_stands_in_all() -> None:
    terms, passages = planted()
    units = drawn_from(terms, passages, QUICK)
    assert units is not None
    whole = np.asarray(units.counts.sum(axis=0)).ravel()
    for counts, words in sampling.shuffled(units, 30, np.random.default_rng(1)):
        assert (counts.sum(axis=1) == whole).all()
        assert words.sum(axis=1) == pytest.approx(units.totals.sum())


@pytest.mark.parametrize("cells", [sampling.CELLS, 1])
def test_a_table_too_large_to_be_dense_is_shuffled_the_same(monkeypatch: pytest.MonkeyPatch, cells: int) -> None:
    terms, passages = planted()
    units = drawn_from(terms, passages.assign(source=passages["source"].replace("C", OTHERS)), QUICK)
    assert units is not None
    found = []
    for dense in (sampling.DENSE, 0):
        monkeypatch.setattr(sampling, "DENSE", dense)
        monkeypatch.setattr(sampling, "CELLS", cells)
        drawn = list(sampling.shuffled(units, 30, np.random.default_rng(1)))
        found.append([np.concatenate(parts) for parts in zip(*drawn, strict=True)])
    for one, other in zip(*found, strict=True):
        assert one.dtype == other.dtype
        assert (one == other).all()
