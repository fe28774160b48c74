"""TF-IDF against scikit-learn's, and which terms are counted."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer
from stories import ARTICLES, terms_table

from analysis import tfidf, tokens

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


@settings(max_examples=40, deadline=None)
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
