"""Frames: the word list, matching, rates with intervals, calibration, own voice against quoted voice."""

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from stories import invented_words, passages_table, terms_table

from analysis import frames
from analysis.frames import comparing, words
from analysis.study import OTHERS

SETTING = frames.Setting(draws=200, permutations=500)


def place(frame: str) -> int:
    return frames.FRAMES.index(frame)


def test_every_frame_has_words_in_several_senses_and_a_question() -> None:
    listed = frames.word_list()
    assert list(listed.columns) == ["frame", "word", "sense"]
    assert set(listed["frame"]) == set(frames.FRAMES) == set(frames.QUESTIONS)
    assert (listed.groupby("frame")["sense"].nunique() >= 3).all()
    assert (listed["word"] == listed["word"].str.lower()).all()
    assert listed["word"].str.fullmatch(r"[a-z][a-z'-]+\*?").all()


def test_no_word_is_listed_twice_or_under_another_beginning() -> None:
    listed = sorted(frames.word_list()["word"])
    assert len(set(listed)) == len(listed)
    begun = tuple(word[:-1] for word in listed if word.endswith("*"))
    covered = [(word, one) for word in listed for one in begun if word.startswith(one) and word != f"{one}*"]
    assert covered == []


@pytest.mark.parametrize(
    ("term", "frame"),
    [
        ("economy", "economic"),
        ("economists", "economic"),
        ("cost", "economic"),
        ("costume", ""),
        ("taxi", ""),
        ("fundamental", ""),
        ("investigation", ""),
        ("war", "conflict"),
        ("warming", ""),
        ("critical", ""),
        ("critics", "conflict"),
        ("blamed", "responsibility"),
        ("mother", "human interest"),
        ("son", "human interest"),
        ("song", ""),
        ("church", "morality"),
        ("churchill", ""),
        ("war crimes", ""),
        ("", ""),
        ("*", ""),
    ],
)
def test_a_word_signals_its_frame_and_no_other_word_does(term: str, frame: str) -> None:
    assert words.frame_of(term) == frame


@given(st.text(max_size=12))
def test_any_term_has_one_frame_or_none(term: str) -> None:
    assert words.frame_of(term) in {"", *frames.FRAMES}


TERMS = terms_table(
    {"p": "Critics accused critics of war", "q": "The cost of a war", "r": "Boats came", "x": "war war"}
)
PASSAGES = passages_table([("p", "A-1", "A"), ("q", "A-1", "A"), ("r", "B-1", "B")])


def test_frame_words_by_passage() -> None:
    counted = frames.count(TERMS, PASSAGES)
    conflict, economic = place("conflict"), place("economic")
    assert counted.hits[:, conflict].tolist() == [4, 1, 0]
    assert counted.distinct[:, conflict].tolist() == [3, 1, 0]
    assert counted.hits[:, economic].tolist() == [0, 1, 0]
    assert counted.present[:, conflict].tolist() == [True, False, False]
    assert counted.hits.sum() == 6  # the passage left out does not count


def test_categorical_terms_give_the_same() -> None:
    as_read = TERMS.astype({"passage": "category", "term": "category"})
    one, other = frames.count(TERMS, PASSAGES), frames.count(as_read, PASSAGES)
    assert (one.hits == other.hits).all()
    pd.testing.assert_frame_equal(one.words, other.words)


def test_matched_words_with_their_counts() -> None:
    found = frames.by_word(frames.count(TERMS, PASSAGES), PASSAGES)
    assert list(found.itertuples(index=False, name=None)) == [
        ("conflict", "critics", "A", 2, 1),
        ("conflict", "war", "A", 2, 2),
        ("conflict", "accused", "A", 1, 1),
        ("economic", "cost", "A", 1, 1),
    ]
    shown = frames.commonest(found, 2).set_index("frame")
    assert shown.loc["conflict"].tolist() == [3, 5, "critics 2, war 2, …"]
    assert shown.loc["morality"].tolist() == [0, 0, ""]


def test_rates_shares_and_the_rest_by_hand() -> None:
    found = frames.by_source(frames.count(TERMS, PASSAGES), PASSAGES, SETTING).set_index(["frame", "source"])
    row = found.loc[("conflict", "A")]
    assert row[["words", "count", "rate", "rest"]].tolist() == [100, 5, 5.0, 0.0]
    assert row[["passages", "present", "share"]].tolist() == [2, 1, 0.5]
    ends = stats.beta.ppf([0.025, 0.975], 1.5, 1.5)
    assert row[["share_low", "share_high"]].tolist() == pytest.approx(ends.tolist(), abs=1e-6)
    # one run of passages cannot be resampled: the ends are those of a Poisson rate, Gamma(5 + 1/2) / 100 words
    assert (row["low"], row["high"]) == pytest.approx(tuple(stats.gamma(5.5).ppf([0.025, 0.975])), abs=1e-5)
    # without a word of the frame the upper end is that of a Poisson rate: Gamma(1/2) / 50 words
    assert found.loc[("conflict", "B"), "high"] == pytest.approx(100 * stats.gamma(0.5).ppf(0.975) / 50, abs=1e-5)
    assert found.loc[("conflict", "A"), "why"] == frames.TOO_FEW


def corpus(
    rates: dict[str, float], documents: int = 1, passages: int = 20, seed: int = 0, clumped: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Passages of fifty words of which `rates` (by source) are words of conflict; clumped: some documents have them all."""
    rng = np.random.default_rng(seed)
    stock, conflict = invented_words(200, np.random.default_rng(0)), ["war", "clash", "critics", "accused", "dispute"]
    texts, rows = {}, []
    for source, rate in rates.items():
        for document in range(documents):
            own = rate * rng.gamma(1.0) if clumped else rate
            for number in range(passages):
                passage = f"{source}-{document}:{number:03}"
                hits = min(int(rng.binomial(50, min(own, 1.0))), 50)
                texts[passage] = [*rng.choice(conflict, hits), *rng.choice(stock, 50 - hits)]
                rows.append((passage, f"{source}-{document}", source))
    return terms_table(texts), passages_table(rows)


def compared(terms: pd.DataFrame, passages: pd.DataFrame, **changes: int) -> pd.DataFrame:
    setting = frames.Setting(**{"draws": 200, "permutations": 400, **changes})
    return frames.by_source(frames.count(terms, passages), passages, setting)


@pytest.mark.parametrize(("documents", "unit"), [(1, "runs of neighbouring passages"), (6, "documents")])
def test_a_planted_difference_is_found(documents: int, unit: str) -> None:
    terms, passages = corpus({"A": 0.10, "B": 0.02, "C": 0.02}, documents, 40)
    assert frames.resampled(passages)[0] == unit
    found = compared(terms, passages).set_index(["frame", "source"]).loc["conflict"]
    assert bool(found.loc["A", "differs"])
    assert found.loc["A", "rate"] == pytest.approx(10, abs=2)
    assert found.loc["A", "low"] > found.loc["A", "rest"]


def test_runs_are_of_three_neighbours_of_a_document() -> None:
    places = [("a", 4), ("b", 2)]
    rows = [(f"{document}:{number}", document, document) for document, many in places for number in range(many)]
    noun, unit = comparing.units(passages_table(rows))
    assert unit.tolist() == ["a 0", "a 0", "a 0", "a 1", "b 0", "b 0"]
    assert frames.resampled(passages_table(rows)) == (noun, 3)


def test_an_interval_is_that_of_resampled_units() -> None:
    """Three documents of 100 words with 0, 3 and 6 hits: all three the same, two alike or each once."""
    values = np.asarray([[0.0, 100], [3, 100], [6, 100]])
    low, high = comparing.rate_interval(values, frames.Setting(draws=4000), np.random.default_rng(1))
    assert (low[0], high[0]) == (0.0, 6.0)  # each end of the 27 draws has 1/27 of the chance, more than 2.5 %
    low, high = comparing.rate_interval(values, frames.Setting(draws=4000, level=0.8), np.random.default_rng(1))
    assert (low[0], high[0]) == (1.0, 5.0)


@pytest.mark.parametrize(("documents", "clumped"), [(1, False), (4, True)])
def test_without_a_difference_hardly_any_is_found(documents: int, clumped: bool) -> None:
    """Of 60 corpora without a difference, one in twenty may show one: chance alone gives 9 in fewer than 1 % of runs."""
    wrong = 0
    for seed in range(60):
        terms, passages = corpus({"A": 0.04, "B": 0.04, "C": 0.04}, documents, 8, seed, clumped)
        wrong += bool(compared(terms, passages, draws=100, permutations=100)["differs"].any())
    assert wrong < 9


def test_a_frame_that_words_do_not_measure_is_shown_and_not_compared() -> None:
    terms, passages = corpus({"A": 0.10, "B": 0.02})
    found = frames.by_source(frames.count(terms, passages), passages, SETTING, ["conflict"])
    own = found[found["frame"] == "conflict"]
    assert set(own["why"]) == {frames.POOR}
    assert own[["p", "q"]].isna().all().all()
    assert not own["differs"].any()
    assert own["rate"].gt(0).all()


def test_only_what_is_compared_belongs_to_the_family() -> None:
    terms, passages = corpus({"A": 0.05, "B": 0.04, "C": 0.04})
    found = compared(terms, passages)
    tested = found[found["why"] == ""]
    assert set(tested["frame"]) == {"conflict"}  # of the other frames no word is there
    assert tested["q"].tolist() == pytest.approx(stats.false_discovery_control(tested["p"]).tolist(), abs=1e-5)


def test_the_group_of_others_is_part_of_the_rest_only() -> None:
    terms, passages = corpus({"A": 0.10, "B": 0.02, "C": 0.02})
    grouped = passages.assign(source=passages["source"].replace({"C": OTHERS}))
    found = compared(terms, grouped)
    assert set(found["source"]) == {"A", "B"}
    apart = compared(terms, passages).set_index(["frame", "source"])
    assert found.set_index(["frame", "source"]).loc[("conflict", "A"), "rest"] == apart.loc[("conflict", "A"), "rest"]


def test_the_same_seed_gives_the_same_figures_in_any_order_of_terms() -> None:
    terms, passages = corpus({"A": 0.06, "B": 0.03})
    shuffled = terms.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(compared(terms, passages), compared(shuffled, passages))
    assert not compared(terms, passages).equals(compared(terms, passages, seed=2))


def test_one_source_and_no_passage() -> None:
    terms, passages = corpus({"A": 0.1})
    found = compared(terms, passages)
    assert found["rest"].isna().all()
    assert not found["differs"].any()
    nothing = frames.by_source(frames.count(terms, passages.head(0)), passages.head(0), SETTING)
    assert nothing.empty
    assert list(nothing.columns) == list(found.columns)


# whose words


def spoken(*rows: tuple[int, int, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Passages with so many words, of them in marks, and of them attributed."""
    names = [f"p{number}" for number in range(len(rows))]
    passages = pd.DataFrame({"passage": names, "document": "A-1", "source": "A"})
    passages[["words", "quoted_words"]] = [(words, quoted) for words, quoted, _ in rows]
    said = [(name, attributed) for name, (_, _, attributed) in zip(names, rows, strict=True) if attributed]
    return passages, pd.DataFrame(said, columns=pd.Index(["passage", "words"]))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((50, 0, 0), frames.OWN),
        ((50, 5, 0), frames.OWN),
        ((50, 6, 0), frames.BOTH),
        ((50, 0, 30), frames.BOTH),
        ((50, 0, 40), frames.THEIRS),  # paraphrase counts as theirs
        ((50, 45, 20), frames.THEIRS),
        ((50, 0, 80), frames.THEIRS),  # an attribution may begin in this passage and end in another
        ((0, 0, 0), frames.OWN),
    ],
)
def test_whose_words_a_passage_has(row: tuple[int, int, int], expected: str) -> None:
    passages, said = spoken(row, (50, 0, 0))
    assert frames.voice(passages, said).tolist()[0] == expected


def test_several_attributions_of_a_passage_add_up() -> None:
    passages, said = spoken((50, 0, 20))
    assert frames.voice(passages, pd.concat([said, said])).tolist() == [frames.THEIRS]


def by_voice(own: float, theirs: float, many: int = 30) -> pd.DataFrame:
    terms, passages = corpus({"A": own, "B": theirs}, passages=many)
    voices = passages["source"].map({"A": frames.OWN, "B": frames.THEIRS})
    return frames.by_voice(frames.count(terms, passages), passages, voices, SETTING)


def test_own_words_and_those_of_others_are_told_apart() -> None:
    sides = frames.compared(by_voice(0.02, 0.12)).set_index(["frame", "source"])
    assert bool(sides.loc[("conflict", frames.ALL), "apart"])
    assert sides.loc[("conflict", frames.ALL), "own"] < sides.loc[("conflict", frames.ALL), "theirs"]
    assert not frames.compared(by_voice(0.05, 0.05))["apart"].any()


def test_nothing_is_concluded_from_few_passages_or_both_voices() -> None:
    found = by_voice(0.05, 0.05, many=4)
    assert set(found.loc[found["frame"] == "conflict", "why"]) == {frames.TOO_FEW}
    assert frames.compared(found).empty
    terms, passages = corpus({"A": 0.1})
    both = pd.Series(frames.BOTH, index=passages.index)
    found = frames.by_voice(frames.count(terms, passages), passages, both, SETTING)
    assert set(found["why"]) == {frames.BOTH}


def test_rates_of_the_voices_add_up_to_all() -> None:
    found = by_voice(0.05, 0.1)
    for frame, source in itertools.product(["conflict"], ["A", "B"]):
        own = found[(found["frame"] == frame) & (found["source"] == source)]
        assert own["words"].sum() == 1500
    together = found[(found["frame"] == "conflict") & (found["source"] == frames.ALL)]
    parts = found[(found["frame"] == "conflict") & (found["source"] != frames.ALL)]
    assert together["count"].sum() == parts["count"].sum()


# how far it can be trusted


def test_a_frame_is_measurable_by_rule() -> None:
    found = frames.validation()
    assert found["frame"].tolist() == list(frames.FRAMES)
    assert found["measurable"].tolist() == [
        row.auc >= frames.LEAST_AUC and row.alpha_low > 0 for row in found.itertuples()
    ]
    assert set(frames.unmeasurable()) == set(found.loc[~found["measurable"], "frame"])
    for name in ("auc", "f1", "alpha"):
        assert (found[f"{name}_low"] <= found[name]).all()
        assert (found[name] <= found[f"{name}_high"]).all()


ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpora" / "narrative-frames" / "articles_metadata.tsv"


@pytest.mark.slow
def test_the_figures_are_those_that_the_benchmark_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    if not CORPUS.is_file():
        pytest.skip("the corpus that validates frames is not here")
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    import frames_quality

    articles, broken = frames_quality.read(CORPUS)
    assert (len(articles), broken) == (426, ["405", "716"])
    measured = frames_quality.table(articles)
    stored = frames.validation().drop(columns="measurable")
    pd.testing.assert_frame_equal(measured, stored, check_dtype=False, atol=0.0011)
