"""The measures of topic quality that benchmarks rest on: by hand, and against windows slid one by one."""

import importlib
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


@pytest.fixture(scope="module")
def coherence() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield importlib.import_module("coherence")


def test_npmi_by_hand(coherence: ModuleType) -> None:
    # windows of two: "oar sail", "sail oar", "oar pier", "pier" (a short text is one window), "" (an empty one too)
    texts = [["oar", "sail", "oar", "pier"], ["pier"], []]
    # of five windows: oar in 3, sail in 2, pier in 2, oar and sail in 2, oar and pier in 1, sail and pier in none
    oar_sail = np.log((2 / 5) / (3 / 5 * 2 / 5)) / -np.log(2 / 5)
    oar_pier = np.log((1 / 5) / (3 / 5 * 2 / 5)) / -np.log(1 / 5)
    never = np.log(1e-12 / (2 / 5 * 2 / 5)) / -np.log(1e-12)
    assert coherence.npmi([["oar", "sail"], ["pier", "oar"], ["sail", "pier"]], texts, window=2) == pytest.approx(
        [oar_sail, oar_pier, never], abs=1e-9
    )
    three = (oar_sail + oar_pier + never) / 3
    assert coherence.npmi([["oar", "sail", "pier"]], texts, window=2) == pytest.approx([three], abs=1e-9)


def test_a_word_is_forgotten_when_its_first_copy_leaves_the_window(coherence: ModuleType) -> None:
    # "oar oar sail", "oar sail pier", "sail pier pier": oar leaves with the first window although a copy stays
    held = coherence.occurrences(["oar", "pier", "sail"], [["oar", "oar", "sail", "pier", "pier"]], 3)
    assert held.toarray().tolist() == [[1, 0, 1], [0, 1, 1], [0, 1, 1]]


def test_a_topic_of_one_word_has_no_coherence(coherence: ModuleType) -> None:
    assert np.isnan(coherence.npmi([["oar"]], [["oar", "sail"]])).tolist() == [True]


def test_a_word_of_no_text_is_an_error(coherence: ModuleType) -> None:
    with pytest.raises(ValueError, match="pier"):
        coherence.npmi([["oar", "pier"]], [["oar", "sail"]])


def slid(texts: list[list[str]], window: int) -> list[set[str]]:
    """The words each window holds, found by sliding it token by token as gensim does."""
    held = []
    for text in texts:
        inside = set(text[:window])
        held.append(set(inside))
        for start in range(1, len(text) - window + 1):
            inside.discard(text[start - 1])
            inside.add(text[start + window - 1])
            held.append(set(inside))
    return held


@settings(max_examples=150)
@given(st.lists(st.lists(st.sampled_from("abcdefg"), max_size=15), max_size=5), st.integers(1, 12))
def test_npmi_is_that_of_windows_slid_one_by_one(coherence: ModuleType, texts: list[list[str]], window: int) -> None:
    texts = [*texts, list("abcd")]
    held = slid(texts, window)
    p = {(one, two): np.mean([{one, two} <= inside for inside in held]) for one in "abcd" for two in "abcd"}
    topics = [["a", "b"], ["d", "c", "a"]]
    expected = [
        np.mean(
            [
                np.log((p[one, two] + 1e-12) / (p[one, one] * p[two, two])) / -np.log(p[one, two] + 1e-12)
                for one, two in permutations(topic, 2)
            ]
        )
        for topic in topics
    ]
    assert coherence.npmi(topics, texts, window) == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("topics", "top", "expected"),
    [
        ([["oar", "sail"], ["oar", "pier"]], 2, 0.75),
        ([["oar", "sail"], ["oar", "pier"]], 1, 0.5),
        ([["oar", "sail"], ["pier", "horn"]], 2, 1),
        ([["oar", "sail"], ["pier"]], 2, 0.75),
    ],
)
def test_diversity_by_hand(coherence: ModuleType, topics: list[list[str]], top: int, expected: float) -> None:
    assert coherence.diversity(topics, top) == expected
