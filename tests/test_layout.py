"""The map of passages: discs apart, passages by how typical they are, the same everywhere, and what a part keeps."""

import os
import subprocess
import sys
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import planted_topics
from threadpoolctl import threadpool_limits

from analysis import topics
from analysis.topics import discs, layout


def clusters(sizes: list[int], columns: int = 12, spread: float = 0.2, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors around random centres, and the cluster of each."""
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    vectors = rng.normal(size=(len(sizes), columns))[labels]
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True) + spread * rng.normal(size=vectors.shape)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).round(6), labels


def table(sizes: list[int], sources: int = 3, **options: float) -> pd.DataFrame:
    """The places of such clusters, told by so many sources in turn."""
    vectors, labels = clusters(sizes, **options)  # type: ignore[arg-type]
    assigned = pd.DataFrame(
        {
            "passage": [f"p{n:05}" for n in range(len(labels))],
            "source": [chr(ord("A") + n % sources) for n in range(len(labels))],
            "topic": labels + 1,
        }
    )
    return layout.places(assigned, vectors)


def middles(places: pd.DataFrame) -> pd.DataFrame:
    return places.groupby("topic")[["x", "y"]].mean()


def overlaps(places: pd.DataFrame) -> list[tuple[int, int]]:
    """Topics whose discs lie on one another."""
    at, radii = middles(places), layout.radii(places["topic"].value_counts().sort_index().to_numpy())
    pairs = [(one, other) for one in range(len(at)) for other in range(one)]
    far = {pair: float(np.hypot(*(at.iloc[pair[0]] - at.iloc[pair[1]]))) for pair in pairs}
    return [pair for pair in pairs if far[pair] < radii[pair[0]] + radii[pair[1]]]


SIZES = {
    "one passage": [1],
    "one topic": [40],
    "two topics": [30, 4],
    "three alike": [9, 9, 9],
    "seven": [24, 17, 13, 10, 9, 8, 7],
    "one large": [400, 1, 1, 2, 3],
    "thirty": [600 // n for n in range(1, 31)],
}


@pytest.mark.parametrize("case", SIZES)
def test_discs_and_marks_stand_apart(case: str) -> None:
    places = table(SIZES[case])
    assert overlaps(places) == []
    points = places[["x", "y"]].to_numpy()
    far = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) + 9 * np.eye(len(points))
    assert far.min() > 0.7
    assert np.isfinite(points).all()


@pytest.mark.parametrize("case", SIZES)
def test_a_topic_fills_its_disc_and_no_more(case: str) -> None:
    places = table(SIZES[case])
    for topic, own in places.groupby("topic"):
        off = np.hypot(*(own[["x", "y"]] - middles(places).loc[topic]).to_numpy().T)
        assert off.max() <= layout.radii(np.asarray([len(own)]))[0]
        # even density: half of the passages lie within half of the area, give or take a ring
        if len(own) >= 60:
            assert np.median(off) == pytest.approx(layout.RADIUS * np.sqrt(len(own) / 2), abs=0.8)


def test_the_nearer_to_the_middle_the_more_typical() -> None:
    places = table(SIZES["seven"])
    for topic, own in places.groupby("topic"):
        off = np.hypot(*(own[["x", "y"]] - middles(places).loc[topic]).to_numpy().T).round(2)
        by_ring = own["nearness"].groupby(off).agg(["min", "max"])
        assert (by_ring["min"].to_numpy()[:-1] >= by_ring["max"].to_numpy()[1:]).all()
    assert places["nearness"].between(-1, 1).all()


def test_nearness_is_the_cosine_to_the_centre() -> None:
    vectors = np.asarray([[1, 0], [0.6, 0.8], [0, 1.0]])
    centre = np.asarray([1.6, 0.8]) / np.hypot(1.6, 0.8)
    expected = [centre[0], centre @ [0.6, 0.8], 1]
    assert layout.nearness(vectors, np.asarray([0, 0, 1])) == pytest.approx(expected, abs=1e-6)


def test_a_passage_stands_towards_the_topics_that_it_resembles_more_than_others_do() -> None:
    vectors, labels = clusters(SIZES["seven"], spread=0.25)
    places = pd.DataFrame(layout.layout(vectors, labels), columns=pd.Index(["x", "y"])).assign(topic=labels)
    at = middles(places).to_numpy()
    centres = np.stack([vectors[labels == topic].mean(axis=0) for topic in range(len(at))])
    cosines = vectors @ (centres / np.linalg.norm(centres, axis=1, keepdims=True)).T
    suits = []
    for topic in range(len(at)):
        own = np.flatnonzero(labels == topic)
        excess = cosines[own] - cosines[own].mean(axis=0)
        arrows = np.delete(at - at[topic], topic, axis=0)
        wanted = np.delete(excess, topic, axis=1) @ (arrows / np.linalg.norm(arrows, axis=1, keepdims=True))
        off = places.loc[own, ["x", "y"]].to_numpy() - at[topic]
        suits.extend(((wanted * off).sum(axis=1) > 0)[np.hypot(*off.T) > 0.1])
    assert np.mean(suits) > 0.85


def test_alike_topics_lie_close_together() -> None:
    # two pairs of topics, each pair alike
    vectors = np.repeat(np.asarray([[1, 0.4, 0, 0], [0.4, 1, 0, 0], [0, 0, 1, 0.4], [0, 0, 0.4, 1]]), 9, axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = np.repeat([0, 1, 2, 3], 9)
    at = np.stack([layout.layout(vectors, labels)[labels == topic].mean(axis=0) for topic in range(4)])
    far = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    assert max(far[0, 1], far[2, 3]) < min(far[0, 2], far[0, 3], far[1, 2], far[1, 3])


def test_fidelity_is_a_rank_correlation() -> None:
    line = np.asarray([[0.0, 0], [1, 0], [3, 0]])
    near, far, between = 0.9, 0.1, 0.5
    cosines = np.asarray([[1, near, far], [near, 1, between], [far, between, 1]])
    assert discs.fidelity(line, cosines) == 1
    assert discs.fidelity(line, 1 - cosines) == -1
    assert discs.fidelity(line[:2], cosines[:2, :2]) == 1


def test_a_map_of_planted_topics_tells_how_alike_they_are() -> None:
    vectors, _ = clusters(SIZES["seven"])
    places = table(SIZES["seven"])
    assert layout.fidelity(places, vectors) > 0.5


@settings(max_examples=25)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.integers(0, 50))
def test_any_topics_are_laid_out(sizes: list[int], seed: int) -> None:
    places = table(sizes, seed=seed, columns=3)
    assert overlaps(places) == []
    assert len(places) == sum(sizes)


def test_passages_without_words_and_topics_that_are_the_same_have_places() -> None:
    for vectors in (np.zeros((12, 4)), np.tile([1.0, 0, 0, 0], (12, 1))):
        found = layout.layout(vectors, np.repeat([0, 1, 2], 4))
        assert np.isfinite(found).all()
        assert len(np.unique(found, axis=0)) == 12
    assert layout.layout(np.empty((0, 3)), np.empty(0, dtype=int)).shape == (0, 2)


# the same everywhere


@pytest.mark.parametrize("threads", [1, 2])
def test_the_number_of_threads_changes_nothing(threads: int) -> None:
    vectors, labels = clusters(SIZES["thirty"])
    with threadpool_limits(limits=threads):
        assert np.array_equal(layout.layout(vectors, labels), layout.layout(vectors, labels))


RUN = """
import hashlib, sys
sys.path.insert(0, "tests")
from test_layout import SIZES, clusters
from analysis.topics import layout
print(hashlib.sha256(b"".join(layout.layout(*clusters(sizes)).tobytes() for sizes in SIZES.values())).hexdigest())
"""


def test_places_are_the_same_with_other_kernels_and_hash_seeds() -> None:
    settings_of = [
        {},
        {"OPENBLAS_CORETYPE": "Prescott", "PYTHONHASHSEED": "1"},
        {"NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3", "OMP_NUM_THREADS": "2", "PYTHONHASHSEED": "2"},
    ]
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    found = [
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", RUN],
            cwd=root,
            env={**os.environ, **one},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for one in settings_of
    ]
    assert len(set(found)) == 1


def test_a_fit_says_where_its_passages_stand() -> None:
    terms, passages, _ = planted_topics()
    found = topics.fit(terms, passages, topics=4)
    places = topics.places(found.assignment, found.vectors)
    assert list(places.columns) == ["passage", "source", "topic", "x", "y", "nearness"]
    assert places[["passage", "source", "topic"]].equals(found.assignment[["passage", "source", "topic"]])
    assert overlaps(places) == []
    assert -1 <= topics.fidelity(places, found.vectors) <= 1
    again = topics.fit(terms, passages, topics=4)
    assert topics.places(again.assignment, again.vectors).equals(places)


# a part of many passages


def test_few_passages_are_all_drawn() -> None:
    places = table([30, 10])
    assert topics.drawn(places, 40).equals(places)


def test_a_part_keeps_the_shares_of_topics_and_sources() -> None:
    places = table([600, 300, 90, 3], sources=3)
    part = topics.drawn(places, 200)
    assert 200 <= len(part) <= 204
    before, after = (Counter(zip(one["topic"], one["source"], strict=True)) for one in (places, part))
    assert all(abs(after[pair] - before[pair] * 200 / len(places)) <= 1 for pair in before)
    assert set(part["topic"]) == {1, 2, 3, 4}
    assert part["passage"].is_unique
    assert part.merge(places, on=["passage", "source", "topic", "nearness"]).shape[0] == len(part)


def test_a_part_keeps_the_map() -> None:
    places = table([600, 300, 90, 30])
    part = topics.drawn(places, 200)
    assert overlaps(part) == []
    before, after = middles(places).to_numpy(), middles(part).to_numpy()
    scale = np.linalg.norm(after[0] - after[1]) / np.linalg.norm(before[0] - before[1])
    assert after == pytest.approx(before * scale, abs=0.01)
    joined = part.merge(places, on=["passage", "topic"], suffixes=("", "_all"))
    suits = []
    for topic, own in joined.groupby("topic"):
        off = own[["x", "y"]].to_numpy() - after[int(topic) - 1]
        was = own[["x_all", "y_all"]].to_numpy() - before[int(topic) - 1]
        suits.extend((off * was).sum(axis=1)[np.hypot(*off.T) > 0.1] > 0)
    assert np.mean(suits) > 0.9


def test_a_part_is_the_same_whatever_the_order() -> None:
    places = table([60, 30])
    mixed = places.sample(frac=1, random_state=3).reset_index(drop=True)
    one, other = (topics.drawn(each, 30).sort_values("passage", ignore_index=True) for each in (places, mixed))
    assert one.equals(other)
