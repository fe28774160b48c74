"""Divergence of word distributions: by hand, against scipy, with and without a difference."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon
from scipy.stats import chi2_contingency
from stories import mixed_passages, terms_table

from analysis import wording
from analysis.statements import divergence
from analysis.study import OTHERS

QUICK = wording.Setting(draws=100, permutations=500)
COUNTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=8)


def test_two_sides_by_hand() -> None:
    # p = (1/2, 1/2, 0), q = (1/2, 0, 1/2), m = (1/2, 1/4, 1/4): each side adds 1/2 * 1/2 * log2(2)
    counts = np.array([[2.0, 2, 0], [3, 0, 3]])
    assert wording.jensen_shannon(counts, (0.5, 0.5)) == pytest.approx([0.25, 0.25])
    assert wording.word_shift(counts[0], counts[1]) == pytest.approx([0, 0.25, 0.25])
    # weighted by words, 4 and 6 of 10: m = (.5, .2, .3)
    expected = [0.4 * 0.5 * np.log2(0.5 / 0.2), 0.6 * 0.5 * np.log2(0.5 / 0.3)]
    assert wording.jensen_shannon(counts) == pytest.approx(expected)


@pytest.mark.parametrize(("counts", "bits"), [([[1, 1], [2, 2]], 0), ([[3, 0], [0, 3]], 1), ([[3, 0], [0, 0]], 0)])
def test_the_same_words_and_no_common_word(counts: list[list[int]], bits: float) -> None:
    assert wording.jensen_shannon(np.array(counts, float)).sum() == pytest.approx(bits)


@given(COUNTS)
def test_two_sides_are_those_of_scipy(pairs: list[tuple[int, int]]) -> None:
    y1, y2 = (np.array(side, float) for side in zip(*pairs, strict=True))
    if not y1.sum() or not y2.sum():
        return
    expected = jensenshannon(y1, y2, base=2) ** 2
    assert wording.word_shift(y1, y2).sum() == pytest.approx(expected, abs=1e-9)
    assert wording.jensen_shannon(np.stack([y1, y2]), (0.5, 0.5)).sum() == pytest.approx(expected, abs=1e-9)
    assert (wording.word_shift(y1, y2) >= -1e-12).all()


def test_of_several_sources_it_is_g2_of_the_whole_table() -> None:
    counts = np.array([[4.0, 7, 1, 9], [3, 3, 8, 2], [6, 1, 5, 5]])
    g2 = chi2_contingency(counts, correction=False, lambda_="log-likelihood").statistic
    assert wording.jensen_shannon(counts).sum() == pytest.approx(g2 / (2 * counts.sum() * np.log(2)))


def planted(words: int = 60) -> tuple[pd.DataFrame, pd.DataFrame]:
    texts, passages = mixed_passages(sources=3, passages=15)
    for number in range(15):
        texts[f"A-1:{number:03}"] += [f"zuvo{chr(ord('a') + number % 5)}"] * (words // 10)
    return terms_table(texts), passages


@pytest.fixture(scope="module")
def found() -> wording.Divergence:
    diverging = wording.diverge(*planted(), QUICK)
    assert diverging is not None
    return diverging


def test_a_planted_difference_is_told_from_chance(found: wording.Divergence) -> None:
    assert found.bits > found.upper > found.expected > 0
    assert found.p < 0.01
    first = found.sources.iloc[0]
    assert (first["source"], first["q"] < 0.05) == ("A", True)
    own = wording.shifting(found.words, 5)
    assert set(own.loc[own["source"] == "A", "term"]) == {f"zuvo{letter}" for letter in "abcde"}
    assert own.loc[own["source"] == "A", "more"].all()


def test_parts_add_up(found: wording.Divergence) -> None:
    assert found.sources["share"].sum() == pytest.approx(1, abs=1e-5)
    by_source = found.words.groupby("source")[["contribution", "expected", "excess"]].sum()
    told = found.sources.set_index("source").loc[by_source.index]
    for words, whole in (("contribution", "divergence"), ("expected", "expected"), ("excess", "excess")):
        assert by_source[words].to_numpy() == pytest.approx(told[whole].to_numpy(), abs=1e-5)


def test_the_divergence_is_scipys(found: wording.Divergence) -> None:
    own = found.words[found.words["source"] == "B"]
    expected = jensenshannon(own["count"], own["rest_count"], base=2) ** 2
    assert found.sources.set_index("source").at["B", "divergence"] == pytest.approx(expected, abs=1e-6)


def test_without_a_difference_chance_explains_it() -> None:
    p, excess = [], []
    for seed in range(20):
        texts, passages = mixed_passages(sources=3, passages=12, seed=seed)
        one = wording.diverge(terms_table(texts), passages, wording.Setting(permutations=199))
        assert one is not None
        p.append(one.p)
        excess.append(one.excess)
    # 20 uniform p-values: more than four below .05 come three times in a thousand
    assert sum(one < 0.05 for one in p) <= 4
    assert abs(np.mean(excess)) < 3 * np.std(excess) / np.sqrt(20)
    assert np.mean(p) == pytest.approx(0.5, abs=0.25)


def test_the_others_are_one_more_side() -> None:
    terms, passages = planted()
    named = wording.diverge(terms, passages, QUICK)
    apart = wording.diverge(terms, passages.assign(source=passages["source"].replace({"C": OTHERS})), QUICK)
    assert named is not None
    assert apart is not None
    assert apart.bits == pytest.approx(named.bits)
    assert sorted(apart.sources["source"]) == ["A", "B"]
    assert apart.sources["share"].sum() < 1


def test_nothing_to_compare() -> None:
    terms, passages = planted()
    assert wording.diverge(terms, passages.assign(source="A"), QUICK) is None
    assert wording.diverge(terms.iloc[:0], passages, QUICK) is None
    by_source, by_word = wording.divergence_tables(None)
    assert by_source.empty
    assert wording.shifting(by_word).empty


# by pairs


def test_a_pair_is_the_divergence_of_its_two_sources() -> None:
    terms, passages = planted()
    found = wording.between(terms, passages, QUICK).set_index(["source", "other"])
    assert list(found.index) == sorted(found.index, key=lambda pair: -found.at[pair, "excess"])
    own = passages[passages["source"] != "C"]
    alone = wording.diverge(terms[terms["passage"].isin(own["passage"])], own, QUICK)
    assert alone is not None
    told, side = found.loc[("A", "B")], alone.sources.set_index("source").loc["A"]
    assert told["divergence"] == pytest.approx(side["divergence"], abs=1e-6)
    assert told["expected"] == pytest.approx(side["expected"], abs=1e-6)
    assert told[["words", "other_words"]].tolist() == alone.sources.set_index("source")["words"][["A", "B"]].tolist()


def test_the_pairs_of_the_source_that_differs_are_apart() -> None:
    found = wording.between(*planted(120), QUICK).set_index(["source", "other"])
    assert found["apart"].to_dict() == {("A", "B"): True, ("A", "C"): True, ("B", "C"): False}
    assert (found["q"] >= found["p"] - 1e-6).all()
    told = divergence.pairs(found.reset_index(), {"A": "Echo", "B": "Gazette", "C": "Ledger"}, 0.95).text
    assert told.startswith("Of 3 pairs of sources 2 are apart beyond chance at a false-discovery rate of 5 %;")
    assert "nearest are Gazette and Ledger" in told


def test_the_largest_sources_are_paired_and_never_the_others() -> None:
    terms, passages = planted()
    fewer = passages[(passages["source"] != "C") | (passages["passage"] < "C-1:010")]
    assert wording.between(terms, fewer, QUICK, most=2)[["source", "other"]].to_numpy().tolist() == [["A", "B"]]
    others = passages.assign(source=passages["source"].replace({"C": OTHERS}))
    assert wording.between(terms, others, QUICK)[["source", "other"]].to_numpy().tolist() == [["A", "B"]]
    one = wording.between(terms, passages.assign(source="A"), QUICK)
    assert one.empty
    assert divergence.pairs(one, {"A": "Echo"}, 0.95).text == "With one source there is nothing to compare."
