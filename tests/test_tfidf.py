"""TF-IDF against scikit-learn's, and which terms are counted."""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer, TfidfVectorizer
from stories import ARTICLES, terms_table

from analysis import tfidf, tokens
from analysis.errors import InputError, ParameterError
from analysis.tfidf import ngrams, words
from analysis.tfidf import texts as texts_module
from analysis.tfidf import weights as weights_module

TEXTS = {f"p{number}": text for number, text in enumerate("\n".join(ARTICLES.values()).split("\n\n"))}


def oracle(texts: list[str], vocabulary: tuple[str, ...]) -> np.ndarray:
    vectorizer = TfidfVectorizer(
        analyzer=tokens.terms, vocabulary=vocabulary, norm="l2", sublinear_tf=True, smooth_idf=True, dtype=np.float64
    )
    return vectorizer.fit_transform(texts).toarray()


def test_weights_are_those_of_scikit_learn() -> None:
    counts = tfidf.count(terms_table(TEXTS), list(TEXTS))
    weights = tfidf.weigh(counts)
    assert len(weights.terms) > 100
    assert weights.matrix.toarray() == pytest.approx(oracle(list(TEXTS.values()), weights.terms), abs=1e-12)


@settings(max_examples=40)
@given(
    st.lists(st.lists(st.sampled_from(["pier", "boat", "horn", "quay", "storm"]), max_size=9), min_size=1, max_size=8)
)
def test_weights_are_those_of_scikit_learn_whatever_the_texts(words: list[list[str]]) -> None:
    texts = {f"p{number}": " ".join(told) for number, told in enumerate(words)}
    weights = tfidf.weigh(tfidf.count(terms_table(texts), list(texts)))
    if weights.terms:
        assert weights.matrix.toarray() == pytest.approx(oracle(list(texts.values()), weights.terms), abs=1e-12)


def test_a_weight_by_hand() -> None:
    counts = tfidf.count(terms_table({"p": ["boat", "boat", "pier"], "q": ["pier"], "r": ["horn"]}), ["p", "q", "r"])
    boat, pier = (1 + np.log(2)) * (np.log(4 / 2) + 1), np.log(4 / 3) + 1
    weights = tfidf.weigh(counts)
    assert weights.terms == ("boat", "horn", "pier")
    assert weights.matrix.toarray()[0] == pytest.approx(np.asarray([boat, 0, pier]) / np.hypot(boat, pier))
    assert weights.matrix.toarray()[1:].tolist() == [[0, 0, 1], [0, 1, 0]]


def test_rows_have_length_one_or_are_empty() -> None:
    weights = tfidf.weigh(tfidf.count(terms_table({"p": ["boat", "pier"], "q": ["the"]}), ["p", "q"]))
    assert np.linalg.norm(weights.matrix.toarray(), axis=1) == pytest.approx([1, 0])


def test_weighing_leaves_the_counts_as_they_were() -> None:
    counts = tfidf.count(terms_table(TEXTS), list(TEXTS))
    before = counts.matrix.toarray()
    tfidf.weigh(counts)
    assert (counts.matrix.toarray() == before).all()


TERMS = terms_table(
    {"p": ["pier", "pier", "the", "boat"], "q": ["pier", "said"], "r": ["pier", "boat", "2019"], "s": ["horn"]}
)


@pytest.mark.parametrize(
    ("passages", "options", "expected"),
    [
        ("pqrs", {}, {"boat": [1, 0, 1, 0], "horn": [0, 0, 0, 1], "pier": [2, 1, 1, 0]}),
        ("pqrs", {"min_df": 2}, {"boat": [1, 0, 1, 0], "pier": [2, 1, 1, 0]}),
        ("pqrs", {"min_df": 3}, {"pier": [2, 1, 1, 0]}),
        ("pqrs", {"max_df": 0.5}, {"boat": [1, 0, 1, 0], "horn": [0, 0, 0, 1]}),
        ("pqrs", {"max_df": 0.49}, {"horn": [0, 0, 0, 1]}),
        ("pqrs", {"leave_out": {"pier", "horn"}}, {"boat": [1, 0, 1, 0]}),
        ("pqrs", {"keep": lambda term: term in {"said", "2019"}}, {"2019": [0, 0, 1, 0], "said": [0, 1, 0, 0]}),
        ("rp", {}, {"boat": [1, 1], "pier": [1, 2]}),
        ("sq", {"max_df": 0.5}, {"horn": [1, 0], "pier": [0, 1]}),
        ("s", {"min_df": 2}, {}),
        ("pt", {}, {"boat": [1, 0], "pier": [2, 0]}),
        ("", {}, {}),
    ],
)
def test_counting(passages: str, options: dict, expected: dict[str, list[int]]) -> None:
    counts = tfidf.count(TERMS, list(passages), **options)
    assert counts.passages == tuple(passages)
    assert counts.terms == tuple(expected)
    assert counts.matrix.shape == (len(passages), len(expected))
    assert {term: counts.matrix.toarray()[:, j].tolist() for j, term in enumerate(counts.terms)} == expected


@pytest.mark.parametrize("terms", [TERMS.iloc[:0], TERMS[TERMS["term"].isin(["the", "said"])]])
def test_no_terms_give_an_empty_matrix(terms: pd.DataFrame) -> None:
    weights = tfidf.weigh(tfidf.count(terms, ["p", "q"]))
    assert weights.matrix.shape == (2, 0)


def test_terms_as_codes_are_counted_as_terms_in_text() -> None:
    plain = terms_table(TEXTS)
    odd = pd.CategoricalDtype(sorted({"aa", "zz", *plain["term"]}, reverse=True))
    coded = plain.astype({"passage": "category", "term": odd}).sample(frac=1, random_state=1)
    some = list(TEXTS)[1::2][::-1]
    for options in ({}, {"min_df": 2, "max_df": 0.5}):
        expected, found = tfidf.count(plain, some, **options), tfidf.count(coded, some, **options)
        assert found.terms == expected.terms
        assert (found.matrix.toarray() == expected.matrix.toarray()).all()
        assert found.matrix.sum() > 0


def test_a_term_is_judged_once() -> None:
    asked: list[str] = []
    tfidf.count(TERMS, list("pqr"), keep=lambda term: bool(asked.append(term)) or True)
    assert sorted(asked) == ["2019", "boat", "pier", "said", "the"]


# Counting straight from texts.

STORIES = ["\n\n".join(paragraphs.split("\n\n")[start::2]) for paragraphs in ARTICLES.values() for start in (0, 1)]
TRICKY = [
    *"aA bB zZ09_'-.,’“”—… \u00a0\n\t\0\u200b\ufeff",
    *"éÉßẞİıIiſKÅåΣσςΟÐðǅǆŉΐ\u0307\u0301\u0345",  # case that depends on what stands beside, or changes the length
    *"ЖжאבעلاعՖﬁ中文日ー한ไทยกำनमस्ते०٣৪²½Ⅷⓐªº",  # other scripts, their digits and marks
    *"𝐀𝟘𐐀𐐨𞤀🙂👩🏽\u200d🚀\U000e0101",  # beyond the basic plane
    *"\ud83d\ude00\udfff",  # halves of characters
]
WRITING = st.lists(
    st.one_of(
        st.text(alphabet=st.sampled_from(TRICKY), max_size=30),
        st.text(alphabet=st.characters(exclude_categories=[]), max_size=20),
        st.text(alphabet="abAB _é", max_size=60),
        st.integers(7, 70).map("pier".__mul__),
        st.sampled_from(["the boat and the pier", "ΟΔΟΣ ΟΔΟΣ. ΣΑΣ", "İstanbul ISPARTA ıI", "don't stop", ""]),
    ),
    min_size=1,
    max_size=9,
)


def expected(texts: list[str], **options: object) -> tuple[tuple[str, ...], np.ndarray]:
    vectorizer = CountVectorizer(**options)
    try:
        matrix = vectorizer.fit_transform(texts).toarray()
    except ValueError as error:
        if not re.search("empty vocabulary|no terms remain", str(error)):
            raise
        return (), np.zeros((len(texts), 0))
    return tuple(vectorizer.get_feature_names_out()), matrix


@pytest.mark.filterwarnings("ignore:Your stop_words may be inconsistent")
@settings(max_examples=300)
@given(
    WRITING,
    st.sampled_from([1, 2]),
    st.sampled_from([(), ("the", "and"), ("boat", "aa", "bé", "The", "two words", "i", "ας")]),
    st.sampled_from([(1, 1.0), (2, 1.0), (1, 0.5), (0.3, 1.0), (1, 1), (0.0, 1.0), (0.2, 2)]),
    st.sampled_from([(1, 1, 8), (25, 3, 16), (2**21, 2**20, 64)]),
)
def test_counts_are_those_of_scikit_learn(
    texts: list[str], n: int, stop_words: tuple[str, ...], df: tuple[float, float], sizes: tuple[int, int, int]
) -> None:
    least, most = (limit if isinstance(limit, int) else limit * len(texts) for limit in df)
    assume(least <= most)
    options = {"min_df": df[0], "max_df": df[1]}
    terms, matrix = expected(texts, ngram_range=(1, n), stop_words=list(stop_words) or None, **options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts_module, "CHUNK", sizes[0])
        patch.setattr(ngrams, "PART", sizes[1])
        patch.setattr(words, "LONGEST", sizes[2])
        counts = tfidf.count_texts(texts, ngrams=n, stop_words=stop_words, **options)
    assert counts.terms == terms
    assert (counts.matrix.toarray() == matrix).all()


def test_any_character_is_a_letter_or_not_as_for_scikit_learn() -> None:
    every = [chr(point) for point in (*range(0x32400), *range(0xE0000, 0xE0200), 0x10FFFF)]
    texts = ["".join(f"{one}{one} x{one} " for one in every[start::50]) for start in range(50)]
    vectorizer = CountVectorizer()
    matrix = vectorizer.fit_transform(texts)
    matrix.sort_indices()
    counts = tfidf.count_texts(texts, ngrams=1)
    assert len(counts.terms) > 100_000
    assert counts.terms == tuple(vectorizer.get_feature_names_out())
    assert (counts.matrix != matrix).nnz == 0


@pytest.mark.parametrize("sublinear", [True, False])
@pytest.mark.parametrize("options", [{}, {"min_df": 2}, {"min_df": 2, "max_df": 0.5}, {"min_df": 0.2, "max_df": 4}])
def test_weights_from_texts_are_those_of_scikit_learn(sublinear: bool, options: dict) -> None:
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), stop_words="english", sublinear_tf=sublinear, **options)
    matrix = vectorizer.fit_transform(STORIES).toarray()
    counts = tfidf.count_texts(STORIES, stop_words=ENGLISH_STOP_WORDS, **options)
    assert len(counts.terms) > 10
    assert counts.terms == tuple(vectorizer.get_feature_names_out())
    assert tfidf.idf(counts) == pytest.approx(vectorizer.idf_, abs=1e-12)
    assert tfidf.weigh(counts, sublinear=sublinear).matrix.toarray() == pytest.approx(matrix, abs=1e-12)


@pytest.mark.parametrize("cells", [1, 7, 100])
def test_weights_are_the_same_however_many_are_made_at_once(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = tfidf.count_texts(["", *STORIES, "", STORIES[0], ""])
    whole = tfidf.weigh(counts).matrix
    monkeypatch.setattr(weights_module, "CELLS", cells)
    assert (tfidf.weigh(counts).matrix != whole).nnz == 0


def test_texts_may_come_one_by_one_and_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    class Text(str):
        alive = 0
        most = 0

        def __init__(self, _: str) -> None:
            Text.alive += 1
            Text.most = max(Text.most, Text.alive)

        def __del__(self) -> None:
            Text.alive -= 1

    def told() -> Iterator[str]:
        for number in range(200):
            yield Text(f"pier boat{number % 7} horn")

    monkeypatch.setattr(texts_module, "CHUNK", 50)
    counts = tfidf.count_texts(told())
    assert Text.most < 50
    assert counts.matrix.shape == (200, len(counts.terms))
    assert counts.matrix[:, counts.terms.index("pier")].sum() == 200


def test_the_result_is_the_same_for_any_chunk_part_and_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tfidf.count_texts(STORIES)
    for chunk, part, workers in [(1, 1, 1), (300, 100, 3), (2000, 10, 2)]:
        monkeypatch.setattr(texts_module, "CHUNK", chunk)
        monkeypatch.setattr(ngrams, "PART", part)
        other = tfidf.count_texts(STORIES, workers=workers)
        assert other.terms == whole.terms
        assert all(
            (getattr(other.matrix, of) == getattr(whole.matrix, of)).all() for of in ("indptr", "indices", "data")
        )


def test_stop_words_go_before_pairs_are_made() -> None:
    counts = tfidf.count_texts(["The horn of the pier", "a pier. Horn"], stop_words={"the", "of", "not-there"})
    assert counts.terms == ("horn", "horn pier", "pier", "pier horn")
    assert counts.matrix.toarray().tolist() == [[1, 1, 1, 0], [1, 0, 1, 1]]


def test_a_word_in_too_many_texts_still_has_its_pairs() -> None:
    counts = tfidf.count_texts(["pier horn", "pier boat", "pier horn"], min_df=2, max_df=2)
    assert counts.terms == ("horn", "pier horn")


def test_rows_are_named_and_an_empty_text_has_an_empty_row() -> None:
    counts = tfidf.count_texts(["pier", "", "\ud800 , ."], names=["p", "q", "r"])
    assert counts.passages == ("p", "q", "r")
    assert counts.matrix.toarray().tolist() == [[1], [0], [0]]
    numbered = tfidf.count_texts(["pier"] * 11).passages
    assert numbered == tuple(sorted(numbered))
    assert numbered[-1] == "10"


@pytest.mark.parametrize("texts", [[""], ["a b c", "d"], ["pier", "boat"]])
def test_nothing_left_is_a_matrix_without_columns(texts: list[str]) -> None:
    counts = tfidf.count_texts(texts, stop_words=["pier", "boat"])
    assert counts.matrix.shape == (len(texts), 0)
    assert tfidf.weigh(counts).terms == ()


@pytest.mark.parametrize(
    ("texts", "options", "error", "says"),
    [
        ([], {}, InputError, "texts: there are none"),
        (["pier", None], {}, InputError, "text 1: NoneType"),
        ([b"pier"], {}, InputError, "text 0: bytes"),
        ("pier", {}, InputError, "a single string"),
        (["pier"], {"names": ["p", "q"]}, InputError, "names: 2 names for 1 texts"),
        (["pier"], {"min_df": 2}, ParameterError, "min_df at least 2, of 1"),
        (
            ["pier", "boat"],
            {"min_df": 0.9, "max_df": 0.5},
            ParameterError,
            "max_df: at most 1 texts, but min_df at least 1.8",
        ),
        (["pier"], {"max_df": 0}, ParameterError, "max_df: 0"),
        (["pier"], {"max_df": 1.5}, ParameterError, "max_df: 1.5"),
        (["pier"], {"min_df": float("nan")}, ParameterError, "min_df: nan"),
        (["pier"], {"min_df": "2"}, ParameterError, "min_df: '2'"),
        (["pier"], {"ngrams": 3}, ParameterError, "ngrams: 3"),
        (["pier"], {"workers": 0}, ParameterError, "workers: 0"),
        (["pier"], {"stop_words": "english"}, ParameterError, "stop_words: 'english'"),
    ],
)
def test_bad_input_is_one_clear_error(texts: list, options: dict, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=re.escape(says)):
        tfidf.count_texts(texts, **options)
