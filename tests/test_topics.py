"""Topics: clustering, what is left out, words of a topic, planted topics found, the same result again."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from stories import invented_words, passages_table, planted_topics, terms_table
from threadpoolctl import threadpool_limits

from analysis import clustering, tfidf, topics
from analysis.study import OTHERS
from analysis.topics import background, describing, kernel, latent, mixture, partitions, space

TERMS, PASSAGES, TRUTH = planted_topics()


def fit(terms: pd.DataFrame = TERMS, passages: pd.DataFrame = PASSAGES, **options: object) -> topics.Topics:
    return topics.fit(terms, passages, **({"most": 6} | options))


@pytest.fixture(scope="module")
def found() -> topics.Topics:
    return fit()


@pytest.fixture(scope="module")
def four() -> topics.Topics:
    # The number is given: three topics, two of the planted ones joined, hold as well as four, and fewer are chosen.
    return fit(topics=4)


def unit(rows: list[list[float]]) -> np.ndarray:
    matrix = np.asarray(rows, dtype=float)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


# clustering


TWO = unit([[1, 0.0], [1, 0.1], [1, 0.2], [0, 1.0], [0.1, 1], [0.2, 1]])


def chords(vectors: np.ndarray) -> np.ndarray:
    return clustering.chords(vectors @ vectors.T)


def tree(vectors: np.ndarray) -> clustering.Tree:
    return clustering.grow(chords(vectors))


@pytest.mark.parametrize(
    ("k", "expected"), [(1, [0] * 6), (2, [0, 0, 0, 1, 1, 1]), (6, [0, 1, 2, 3, 4, 5]), (9, [0, 1, 2, 3, 4, 5])]
)
def test_one_tree_serves_every_number_of_clusters(k: int, expected: list[int]) -> None:
    assert adjusted_rand_score(expected, tree(TWO).cut(k)) == 1


DISTANCES = np.asarray([[0, 0.1, 0.2, 0.9], [0.1, 0, 0.4, 0.9], [0.2, 0.4, 0, 0.9], [0.9, 0.9, 0.9, 0]])


def test_average_linkage_worked() -> None:
    # a and b are nearest; c is .2 and .4 from them, so .3 on average, and d is .9 from each
    assert clustering.grow(DISTANCES, "average").merges[:, 2].tolist() == pytest.approx([0.1, 0.3, 0.9])


def test_ward_linkage_worked() -> None:
    # points at 0, 1 and 4: the first two join at 1, then their middle and the third at sqrt(2 * 2 / 3) * 3.5
    points = np.asarray([0.0, 1, 4])
    merges = clustering.grow(np.abs(points[:, None] - points)).merges
    assert merges[:, 2].tolist() == pytest.approx([1, np.sqrt(4 / 3) * 3.5])


def test_chords_of_unit_vectors() -> None:
    assert clustering.chords(np.asarray([[1, 0.0], [0.5, -1]])) == pytest.approx(np.sqrt([[0, 2], [1, 4]]))


def test_how_often_vectors_are_together_worked() -> None:
    votes = clustering.Refits(
        tuple(np.asarray(part) for part in ([0, 1, 2], [0, 1], [1, 2])),
        tuple(np.asarray(labels) for labels in ([0, 0, 1], [0, 1], [0, 0])),
    )
    # 0 and 1 are together in one of two parts that have both, 1 and 2 in one of two, 0 and 2 in none of one
    assert clustering.together(votes, 3).tolist() == [[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]]
    assert clustering.together(votes, 4)[3].tolist() == [0, 0, 0, 0]


def test_vectors_that_are_the_same_fall_together() -> None:
    assert len(set(tree(unit([[1, 1]] * 5)).cut(3).tolist())) == 1


@settings(max_examples=30)
@given(st.integers(0, 12), st.integers(1, 5), st.integers(0, 99))
def test_any_vectors_are_clustered(n: int, k: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = unit(rng.normal(size=(n, 3)).tolist()) if n else np.empty((0, 3))
    labels = tree(vectors).cut(k)
    assert labels.shape == (n,)
    assert len(set(labels.tolist())) == min(n, k)
    refits = clustering.cut_all(clustering.regrow(chords(vectors), 3, 0.8, rng), k)
    assert [len(part) for part in refits.drawn] == [min(n, max(2, round(0.8 * n)))] * 3
    assert [len(part) for part in refits.labels] == [len(part) for part in refits.drawn]
    assert all((np.diff(part) > 0).all() for part in refits.drawn)


PARTITIONS = st.integers(1, 20).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 3), min_size=n, max_size=n) for _ in range(2)])
)


@given(PARTITIONS)
def test_adjusted_rand_is_that_of_scikit_learn(told: tuple[list[int], list[int]]) -> None:
    one, other = (np.asarray(labels) for labels in told)
    assert clustering.adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other), abs=1e-12)


@given(PARTITIONS)
def test_mutual_information_is_that_of_scikit_learn(told: tuple[list[int], list[int]]) -> None:
    one, other = (np.asarray(labels) for labels in told)
    undivided = len(set(one)) == len(set(other)) == 1
    expected = 0.0 if undivided else normalized_mutual_info_score(one, other)
    assert clustering.mutual_information(clustering.contingency(one, other)) == pytest.approx(expected, abs=1e-9)


def test_mutual_information_of_many_tables_at_once() -> None:
    tables = np.asarray([[[3, 0], [0, 3]], [[2, 2], [2, 2]], [[2, 0], [1, 3]]], dtype=float)
    expected = [1, 0, normalized_mutual_info_score([0, 0, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1])]
    assert clustering.mutual_information(tables) == pytest.approx(expected)


def test_adjusted_rand_worked() -> None:
    # the worked example of Yeung & Ruzzo 2001, Bioinformatics 17(9), supplement: 0.313
    one = np.repeat([0, 1, 2], [2, 4, 4])
    other = np.asarray([0, 1, 0, 1, 1, 2, 2, 2, 2, 2])
    assert clustering.contingency(one, other).tolist() == [[1, 1, 0], [1, 2, 1], [0, 0, 4]]
    # 7 pairs together in both, 13 and 14 in either, 45 in all: (7 - 13 * 14 / 45) / (13.5 - 13 * 14 / 45)
    assert clustering.adjusted_rand(one, other) == pytest.approx((7 - 182 / 45) / (13.5 - 182 / 45))
    assert clustering.adjusted_rand(one, other) == pytest.approx(0.313, abs=5e-4)


# what topics are made of


def test_event_words_stand_in_nearly_every_document_and_in_many_passages() -> None:
    texts = {f"{d}{n}": ["ferry", "storm"] if n == 0 else ["ferry", d * 4] for d in "abcde" for n in range(4)}
    texts["a1"] = ["quay", "ferry"]
    counts = tfidf.count(terms_table(texts), list(texts), keep=lambda _: True)
    documents = [passage[0] for passage in texts]
    # storm: in every document, in 5 of 20 passages; the others in one document
    assert topics.event_words(counts, documents) == ["ferry"]
    assert topics.event_words(counts, documents, spread=0.24) == ["ferry", "storm"]


def test_words_of_the_event_and_those_left_out_are_not_counted() -> None:
    # ferry is in every passage, half a pair with it is too; a subject is in an eighth of the passages
    texts = {f"{d}{n}": ["ferry", f"paper{d}", f"subject{n}", "ferry line"] for d in "abcde" for n in range(8)}
    passages = passages_table([(passage, passage[0], passage[0]) for passage in texts])
    counts = tfidf.count(terms_table(texts), list(texts))
    assert topics.content(counts, passages["document"].tolist(), ["subject0"]).terms == (
        *("papera", "paperb", "paperc", "paperd", "papere"),
        *("subject1", "subject2", "subject3", "subject4", "subject5", "subject6", "subject7"),
    )


def test_words_of_a_topic_that_all_sources_tell_are_not_words_of_the_event() -> None:
    # each of a topic's twenty words is in three of four of its passages and in none of the other topics
    terms, passages, truth = planted_topics(topics=3, own=20)
    assert adjusted_rand_score(truth, fit(terms, passages, topics=3).assignment["topic"]) > 0.9


def vectors(texts: dict[str, list[str]], passages: pd.DataFrame, borrow: float, centre: float) -> np.ndarray:
    return kernel.vectors(tfidf.count(terms_table(texts), list(texts)), passages, borrow, centre)


@pytest.mark.parametrize(
    ("passages", "sources", "columns"), [(3, 1, 1), (30, 1, 25), (40, 3, 35), (1, 1, 1), (2, 2, 1)]
)
def test_vectors_have_length_one_or_nothing(passages: int, sources: int, columns: int) -> None:
    rng = np.random.default_rng(4)
    words = invented_words(50, rng)
    texts = {f"p{number:02}": list(rng.choice(words, 20)) for number in range(passages)}
    table = passages_table([(passage, "d", "ABC"[place % sources]) for place, passage in enumerate(texts)])
    found = vectors(texts, table, 0.5, 0.5)
    assert found.shape == (passages, columns)
    lengths = np.linalg.norm(found, axis=1)
    assert np.minimum(abs(lengths - 1), lengths) == pytest.approx(np.zeros(passages), abs=1e-5)


@pytest.mark.parametrize(
    ("documents", "borrow", "borrows"),
    [("xxxxxx", 0.5, True), ("xxxyyy", 0.5, True), ("xyxyxy", 0.5, False), ("xxxxxx", 0.0, False)],
)
def test_a_passage_borrows_from_its_neighbours_in_the_document(documents: str, borrow: float, borrows: bool) -> None:
    texts = {f"p{number}": [word] for number, word in enumerate(["boat", "pier", "horn", "boat", "quay", "horn"])}
    table = passages_table([(passage, document, "A") for passage, document in zip(texts, documents, strict=True)])
    found = vectors(texts, table, borrow, 0)
    assert (found[0] @ found[1] > 0.3) == borrows


def test_a_passage_borrows_from_those_like_it() -> None:
    # q shares a word with p and one with r, which share none; borrowing from q brings p and r together
    texts = {"p": ["boat", "pier"], "q": ["pier", "horn"], "r": ["horn", "quay"], "s": ["mast"], "t": ["sail"]}
    table = passages_table([(passage, passage, "A") for passage in texts])
    assert vectors(texts, table, 0, 0)[0] @ vectors(texts, table, 0, 0)[2] > 0.1


def test_the_more_words_a_passage_has_the_less_it_borrows() -> None:
    texts = {"p": ["boat"], "q": ["pier"] * 10, "r": ["horn"] * 80}
    counts = tfidf.count(terms_table(texts), list(texts))
    assert space.lent(counts).diagonal().tolist() == [space.LENT, space.LENT, space.ENOUGH / 80]


@pytest.mark.parametrize(("passages", "expected"), [(1, 0), (4, 1), (88, 5), (1600, 20), (100_000, 20)])
def test_lenders_are_half_the_square_root(passages: int, expected: int) -> None:
    assert space.lenders(passages) == expected


def test_the_largest_of_each_row_of_equal_ones_the_first() -> None:
    likeness = sparse.csr_matrix([[0.5, 0.2, 0.2, 0.2], [0, 0, 0, 0], [-1, 0.3, 0, 0], [0.1, 0.2, 0.3, 0.3]])
    found = space.largest(likeness, 2).toarray().tolist()
    assert found == [[0.5, 0.2, 0, 0], [0, 0, 0, 0], [0, 0.3, 0, 0], [0, 0, 0.3, 0.3]]


@settings(max_examples=50)
@given(st.integers(0, 12), st.integers(0, 5), st.integers(0, 99))
def test_the_largest_are_those_of_a_sorted_row(rows: int, most: int, seed: int) -> None:
    dense = np.random.default_rng(seed).integers(-2, 5, size=(rows, 7)) / 4
    found = space.largest(sparse.csr_matrix(dense), most).toarray()
    for row, kept in zip(dense, found, strict=True):
        order = [place for place in np.lexsort((np.arange(7), -row)) if row[place] > 0][:most]
        assert np.flatnonzero(kept).tolist() == sorted(order)


def test_alike_are_passages_that_share_rare_words() -> None:
    texts = {f"p{number:02}": [f"word{number // 2}"] for number in range(20)}
    counts = tfidf.count(terms_table(texts), list(texts), keep=lambda _: True)
    found = space.alike(tfidf.weigh(counts).matrix, 3).toarray()
    assert [np.flatnonzero(row).tolist() for row in found] == [[number ^ 1] for number in range(20)]
    assert found.sum(axis=1).tolist() == [1] * 20


def test_words_common_in_news_weigh_little_in_a_small_study_and_as_they_do_there_in_a_large_one() -> None:
    words, small = ["agreement", "ferryman"], np.asarray([3, 3])
    common, rare = background.rarity(words, small, 80)
    assert background.shares(words)[0] > 0.001
    assert background.shares(["no such wörd"]).tolist() == [0]
    assert common < 0.7 * rare
    assert rare == pytest.approx(np.log((80 + background.WORTH) / (3 + background.WORTH * background.shares(words)[1])))
    large = background.rarity(words, np.asarray([300_000, 300_000]), 10_000_000)
    assert large[0] == pytest.approx(large[1], rel=0.01)


def test_the_common_words_are_counts_of_single_words() -> None:
    table = background._table()
    assert len(table) > 20_000
    assert all(" " not in word and 50 <= passages <= background.MILLION for word, passages in table.items())


def test_spelling_brings_forms_of_a_word_together() -> None:
    texts = {"p": ["sailing"], "q": ["sailor"], "r": ["pier"], "s": ["harbour"]}
    table = passages_table([(passage, passage, "A") for passage in texts])
    found = vectors(texts, table, 0, 0)
    assert found[0] @ found[1] > found[0] @ found[2] + 0.3


@settings(max_examples=40)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9), min_size=1, max_size=12, unique=True
    )
)
def test_runs_of_letters_are_counted(words: list[str]) -> None:
    matrix = sparse.csr_matrix(np.ones((3, len(words))) * [[1], [2], [0]])
    found = kernel.spelled(tfidf.Weights(matrix, ("p", "q", "r", "s", "t"), tuple(words)))
    expected: Counter[str] = Counter()
    for word in words:
        told = f" {word} "
        expected.update(told[start : start + size] for size in kernel.LETTERS for start in range(len(told) - size + 1))
    assert dict(zip(found.terms, found.matrix[0].toarray().ravel(), strict=True)) == expected
    assert found.matrix[1].toarray() == pytest.approx(found.matrix[0].toarray() * (1 + np.log(2)))


def test_the_common_part_of_a_source_is_taken_out() -> None:
    # two sources with a word of their own in every passage, and two topics
    texts = {f"{s}{n}": [s * 4] * 3 + [["boat", "pier"][n % 2]] for s in "ab" for n in range(8)}
    passages = passages_table([(passage, f"{passage}-1", passage[0]) for passage in texts])
    cosine = {centre: (told := vectors(texts, passages, 0, centre)) @ told.T for centre in (0.0, 1.0)}
    same_source, same_topic = (0, 1), (0, 8)
    assert cosine[0.0][same_source] > cosine[0.0][same_topic]
    assert cosine[1.0][same_source] < cosine[1.0][same_topic]


# mixtures of words


def mixture_words(counts: list[list[float]], lent: np.ndarray | None = None) -> mixture.Words:
    told = np.eye(len(counts)) if lent is None else lent
    return mixture.Words(sparse.csr_matrix(np.asarray(counts, float)), sparse.csr_matrix(told))


def test_a_mixture_by_hand() -> None:
    # one round from the partition 0, 0, 1: counts 3 and 1 in topic 0, 0 and 2 in topic 1
    found = mixture.fit(mixture_words([[2, 0], [1, 1], [0, 2]]), np.asarray([0, 0, 1]), 0)
    smooth = mixture.SMOOTH
    expected = np.asarray([[3 + smooth, smooth], [1 + smooth, 2 + smooth]])
    assert np.exp(found.words) == pytest.approx(expected / expected.sum(axis=0))
    assert np.exp(found.sizes) == pytest.approx([3 / 5, 2 / 5])
    odds = found.probabilities(mixture_words([[0, 0]]))
    assert odds[0] == pytest.approx([0.6, 0.4])


@settings(max_examples=30)
@given(st.integers(0, 999))
def test_the_likelihood_never_falls(seed: int) -> None:
    rng = np.random.default_rng(seed)
    told = mixture_words(rng.poisson(0.7, size=(12, 6)).tolist())
    start = rng.integers(0, 3, 12)
    start[:3] = [0, 1, 2]

    def likelihood(rounds: int) -> float:
        found = mixture.fit(told, start, rounds)
        # the counts beforehand are part of what is maximised
        prior = mixture.SMOOTH * found.words.sum() + found.sizes.sum()
        return float(np.log(np.exp(told.counts @ found.words + found.sizes).sum(axis=1)).sum() + prior)

    values = [likelihood(rounds) for rounds in range(6)]
    assert (np.diff(values) > -1e-6).all()


def test_a_passage_without_words_goes_by_what_it_borrows() -> None:
    lent = np.eye(4)
    lent[3, 2] = 1
    told = mixture_words([[3, 0], [3, 0], [0, 3], [0, 0]], lent)
    found = mixture.fit(told, np.asarray([0, 0, 1, 1]), 5)
    assert found.labels(told).tolist() == [0, 0, 1, 1]


def words_of(texts: dict[str, list[str]], labels: list[int], **options: int) -> dict[int, list[str]]:
    counts = tfidf.count(terms_table(texts), list(texts), keep=lambda _: True)
    return topics.word_scores(counts, np.asarray(labels), **options).groupby("topic")["term"].agg(list).to_dict()


def test_ties_go_by_term_and_a_pair_pushes_out_its_words() -> None:
    texts = {"p": ["quay", "horn", "boat"], "q": ["new pier", "pier", "storm"]}
    assert words_of(texts, [0, 1]) == {0: ["boat", "horn", "quay"], 1: ["new pier", "storm"]}
    assert words_of(texts, [0, 1], top=1) == {0: ["boat"], 1: ["new pier"]}


def test_words_that_stand_together_come_first() -> None:
    # in topic 0, boat and pier stand together three times; mast stands as often, but never with another of its words
    texts = {f"p{n}": ["boat", "pier"] for n in range(3)} | {f"q{n}": ["mast"] for n in range(3)}
    texts |= {f"r{n}": ["horn"] for n in range(6)}
    assert words_of(texts, [0] * 6 + [1] * 6, top=2) == {0: ["boat", "pier"], 1: ["horn"]}


@pytest.mark.parametrize(
    ("stability", "verdict"),
    [
        (1, "stable"),
        (0.75, "stable"),
        (0.749, "a pattern"),
        (0.6, "a pattern"),
        (0.599, "not to be interpreted"),
        (0, "not to be interpreted"),
    ],
)
def test_the_limits_of_hennig(stability: float, verdict: str) -> None:
    assert topics.verdict(stability) == verdict


# planted topics


def test_planted_topics_are_found_over_all_sources(four: topics.Topics) -> None:
    assert adjusted_rand_score(TRUTH, four.assignment["topic"]) > 0.9
    assert len(four.topics) == 4
    assert (four.topics["stability"] > topics.STABLE).all()
    assert set(four.topics["verdict"]) == {"stable"}
    assert not four.topics["own"].any()


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("planted", [3, 5])
def test_planted_topics_are_found_whatever_their_number(planted: int, seed: int) -> None:
    terms, passages, truth = planted_topics(topics=planted, sources=2, seed=seed)
    labels = fit(terms, passages).assignment["topic"]
    assert adjusted_rand_score(truth, labels) > 0.9


def test_the_words_of_a_planted_topic_are_its_own(four: topics.Topics) -> None:
    truth = np.asarray(TRUTH)
    for row in four.topics.itertuples():
        members = four.assignment["topic"].to_numpy() == row.topic
        own = truth == np.bincount(truth[members]).argmax()
        inside = TERMS[TERMS["passage"].isin(PASSAGES["passage"][own])].groupby("term")["count"].sum()
        share = inside / TERMS.groupby("term")["count"].sum()
        assert len(row.terms.split(", ")) == 10
        assert [share[term] for term in row.terms.split(", ")] == pytest.approx([1.0] * 10)


def test_the_tables_fit_together(found: topics.Topics) -> None:
    assert list(found.assignment.columns) == ["passage", "document", "source", "topic"]
    assert found.assignment["passage"].tolist() == PASSAGES["passage"].tolist()
    sizes = found.assignment["topic"].value_counts()
    assert found.topics["topic"].tolist() == sorted(sizes.index) == list(range(1, len(sizes) + 1))
    assert found.topics["passages"].tolist() == [sizes[topic] for topic in found.topics["topic"]]
    assert found.topics["passages"].is_monotonic_decreasing
    assert found.scan["topics"].tolist() == [3, 4, 5, 6]
    assert found.scan["stability"].between(-1, 1).all()
    row = found.scan.set_index("topics").loc[len(found.topics)]
    assert found.agreement[0] == pytest.approx(row["stability"], abs=1e-6)
    assert found.agreement[1] / np.sqrt(found.refits) == pytest.approx(row["error"], abs=1e-6)
    best = found.scan.loc[found.scan["stability"].idxmax()]
    within = found.scan[found.scan["stability"] >= best["stability"] - best["error"] - 1e-6]
    assert within["topics"].min() == len(found.topics)


def test_information_shared_with_the_source_is_that_of_scikit_learn(found: topics.Topics) -> None:
    nmi, null, p = found.source_nmi
    assigned = found.assignment
    assert nmi == pytest.approx(normalized_mutual_info_score(assigned["source"], assigned["topic"]), abs=1e-6)
    assert 0 < null < 0.1
    assert p > 0.05


def test_a_topic_of_one_source_is_flagged() -> None:
    terms, passages, truth = planted_topics(topics=4, sources=2, seed=5)
    # the last topic's passages of source B go, so it is A's own
    kept = ~((np.asarray(truth) == 3) & (passages["source"] == "B").to_numpy())
    found = fit(
        terms[terms["passage"].isin(passages["passage"][kept])], passages[kept].reset_index(drop=True), topics=4
    )
    own = found.topics[found.topics["own"]]
    assert own["main_source"].tolist() == ["A"]
    assert own["main_share"].tolist() == [1.0]


def test_scores_of_words_by_hand() -> None:
    texts = {"p": ["boat", "boat", "pier"], "q": ["pier", "quay"]}
    counts = tfidf.count(terms_table(texts), list(texts))
    found = topics.word_scores(counts, np.asarray([1, 2]))
    # each topic has two words, each in one passage of it, so A = 2; no pair stands together twice, so none gains
    assert found[["topic", "term", "passages"]].to_numpy().tolist() == [
        [1, "boat", 1],
        [1, "pier", 1],
        [2, "quay", 1],
        [2, "pier", 1],
    ]
    rare, common = np.sqrt(1 / 2) * np.log(1 + 2 / 1), np.sqrt(1 / 2) * np.log(1 + 2 / 2)
    assert found["score"].tolist() == pytest.approx([rare, common, rare, common], abs=1e-6)


def test_scored_words_are_the_words_of_the_topics(four: topics.Topics) -> None:
    assert four.words.groupby("topic")["term"].agg(", ".join).tolist() == four.topics["terms"].tolist()


TYPICAL = pd.DataFrame(
    [
        ("A-1:1", "A-1", "A", 1, 0.9),
        ("A-1:2", "A-1", "A", 1, 0.8),
        ("A-2:1", "A-2", "A", 1, 0.7),
        ("A-2:2", "A-2", "A", 1, 0.6),
        ("B-1:1", "B-1", "B", 1, 0.1),
        ("A-1:3", "A-1", "A", 2, 0.5),
        ("A-1:4", "A-1", "A", 2, 0.5),
    ],
    columns=pd.Index(["passage", "document", "source", "topic", "nearness"]),
)


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (1, ["A-1:1", "A-1:3"]),
        (2, ["A-1:1", "B-1:1", "A-1:3", "A-1:4"]),  # another source first
        (3, ["A-1:1", "A-2:1", "B-1:1", "A-1:3", "A-1:4"]),  # then another document
        (4, ["A-1:1", "A-1:2", "A-2:1", "B-1:1", "A-1:3", "A-1:4"]),
    ],
)
def test_passages_that_stand_for_a_topic_are_of_many_sources(most: int, expected: list[str]) -> None:
    passages = TYPICAL[["passage", "document", "source"]].assign(position=1, words=30, start=0, end=9)
    found = topics.typical(TYPICAL[["passage", "topic", "nearness"]].sample(frac=1, random_state=2), passages, most)
    assert found["passage"].tolist() == expected
    assert found["rank"].tolist() == [*range(1, len(expected) - min(most, 2) + 1), *range(1, min(most, 2) + 1)]
    assert list(found.columns) == "topic rank document source passage position words start end nearness".split()


def test_firm_gives_only_passages_of_topics_that_hold() -> None:
    assignment = pd.DataFrame({"passage": list("pqrs"), "topic": [1, 2, 3, 1]})
    table = pd.DataFrame({"topic": [1, 2, 3], "label": ["boat", "pier", "horn"], "stability": [0.9, 0.6, 0.59]})
    held = topics.firm(topics.Topics(assignment, table, table, table, (0, 0), (0, 0, 1), 4, 20, np.empty((4, 0))))
    assert held.to_dict("list") == {"passage": ["p", "q", "s"], "label": ["boat", "pier", "boat"]}


# the same again


def same(one: topics.Topics, other: topics.Topics) -> bool:
    frames = [("assignment", "topics", "words", "scan")]
    return all(getattr(one, name).equals(getattr(other, name)) for names in frames for name in names) and (
        (one.agreement, one.source_nmi) == (other.agreement, other.source_nmi)
    )


def test_the_same_seed_gives_the_same_topics(found: topics.Topics) -> None:
    assert same(fit(), found)


@pytest.mark.parametrize("threads", [1, 2])
def test_the_number_of_threads_changes_nothing(found: topics.Topics, threads: int) -> None:
    with threadpool_limits(limits=threads):
        assert same(fit(), found)


def test_the_order_of_the_terms_table_changes_nothing(found: topics.Topics) -> None:
    assert same(fit(TERMS.sample(frac=1, random_state=1)), found)


def test_another_seed_gives_the_same_partition_of_planted_topics(found: topics.Topics) -> None:
    assert adjusted_rand_score(fit(seed=2).assignment["topic"], found.assignment["topic"]) > 0.95


# hostile input


def alike(n: int) -> dict[str, list[str]]:
    return {f"p{number:02}": ["boat", "pier", "horn"] for number in range(n)}


def different(n: int) -> dict[str, list[str]]:
    words = invented_words(5 * n, np.random.default_rng(0))
    return {f"p{number:02}": words[5 * number : 5 * number + 5] for number in range(n)}


HOSTILE: dict[str, Callable[[], dict[str, list[str]]]] = {
    "all the same": lambda: alike(30),
    "all different": lambda: different(30),
    "one passage": lambda: different(1),
    "two passages": lambda: different(2),
    "three passages": lambda: different(3),
    "three the same": lambda: alike(3),
    "only stop words": lambda: {f"p{number:02}": ["the", "of", "said"] for number in range(12)},
    "some without words": lambda: different(10) | {f"q{number}": ["the"] for number in range(10)},
    "emoji": lambda: {f"p{number:02}": ["🙂", "🚢"] for number in range(12)},
    "a very long word": lambda: {**different(12), "q": ["x" * 100_000]},
    "right to left": lambda: {
        f"p{number:02}": [["שלום", "מעבורת"], ["סירה", "רציף"]][number % 2] for number in range(12)
    },
}


@pytest.mark.parametrize("sources", [1, 2])
@pytest.mark.parametrize("case", HOSTILE)
def test_any_passages_get_topics(case: str, sources: int) -> None:
    texts = HOSTILE[case]()
    places = [(passage, "AB"[n % sources] + "-1", "AB"[n % sources]) for n, passage in enumerate(sorted(texts))]
    passages = passages_table(sorted(places, key=lambda place: (place[1], place[0])))
    found = fit(terms_table(texts), passages)
    assert found.assignment["passage"].tolist() == passages["passage"].tolist()
    assert found.topics["passages"].sum() == len(passages)
    assert found.topics["stability"].between(0, 1).all()
    assert all(np.isfinite([*found.agreement, *found.source_nmi]))


def test_more_topics_than_passages_are_no_more_than_passages() -> None:
    texts = different(3)
    found = fit(terms_table(texts), passages_table([(passage, "A-1", "A") for passage in texts]), topics=9)
    assert found.topics["passages"].sum() == 3
    assert len(found.topics) <= 3


# large studies


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every study is a large one, of whose passages a part is fitted."""
    monkeypatch.setattr(partitions, "EXACT", 20)
    monkeypatch.setattr(partitions, "PART", 100)
    monkeypatch.setattr(partitions, "STEPS", (2, 4, 8))


def test_latent_vectors_are_those_of_the_matrix_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    # with as many columns as the matrix has rank, cosines are those of the matrix itself
    monkeypatch.setattr(space, "COLUMNS", 10_000)
    terms, passages, _ = planted_topics(topics=2, sources=3, stretches=1, length=4, own=30)
    counts = tfidf.count(terms, passages["passage"].tolist())
    found, borrowed = latent.vectors(counts, passages, 0.5, 0.5, np.arange(len(passages)))
    assert 0 < borrowed.nnz <= space.lenders(len(passages)) * len(passages)
    matrix = space.weigh(counts).toarray()
    for source in "ABC":
        own = (passages["source"] == source).to_numpy()
        matrix[own] -= 0.5 * matrix[own].mean(axis=0)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix = matrix + space.lent(counts) @ (borrowed @ matrix)
    beside = (passages["document"].to_numpy()[:-1] == passages["document"].to_numpy()[1:]).astype(float)
    matrix = matrix + 0.5 * ((np.diag(beside, 1) + np.diag(beside, -1)) @ matrix)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    assert found.shape[1] == len(passages) - 1
    assert np.corrcoef((matrix @ matrix.T).ravel(), (found @ found.T).ravel())[0, 1] > 0.99


def test_passages_out_of_the_part_borrow_from_none() -> None:
    counts = tfidf.count(TERMS, PASSAGES["passage"].tolist())
    part = np.arange(0, len(PASSAGES), 2)
    found, borrowed = latent.vectors(counts, PASSAGES, 0.25, 0.5, part)
    assert found.shape == (len(PASSAGES), space.COLUMNS)
    assert set(borrowed.indices.tolist()) <= set(part.tolist())
    assert borrowed[1::2].nnz == 0


@pytest.mark.usefixtures("large")
def test_planted_topics_are_found_in_a_part_and_all_passages_assigned() -> None:
    found = fit(most=0)
    assert found.scan["topics"].tolist() == [2, 4, 8]
    assert adjusted_rand_score(TRUTH, fit(topics=4).assignment["topic"]) > 0.9
    assert found.assignment["passage"].tolist() == PASSAGES["passage"].tolist()
    assert (found.fitted, found.refits) == (100, partitions.REFITS)
    assert found.topics["stability"].between(0, 1).all()


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(("most", "tried"), [(3, [2]), (8, [2, 4, 8]), (1, [1])])
def test_as_many_topics_are_tried_as_is_allowed(most: int, tried: list[int]) -> None:
    assert fit(most=most).scan["topics"].tolist() == tried


@pytest.mark.usefixtures("large")
def test_topics_of_a_part_are_the_same_again_whatever_the_threads() -> None:
    found = fit()
    for threads in (1, 2):
        with threadpool_limits(limits=threads):
            assert same(fit(TERMS.sample(frac=1, random_state=threads)), found)


@pytest.mark.usefixtures("large")
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("case", ["all the same", "all different", "only stop words", "some without words"])
def test_any_passages_get_topics_from_a_part(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "EXACT", 5)
    texts = HOSTILE[case]()
    passages = passages_table([(passage, "A-1", "A") for passage in sorted(texts)])
    found = fit(terms_table(texts), passages)
    assert found.topics["passages"].sum() == len(passages)
    assert found.topics["stability"].between(0, 1).all()


def test_a_part_has_its_share_of_every_source() -> None:
    labels = ["A"] * 60 + ["B"] * 30 + ["C"] * 10
    part = partitions.stratified(labels, 20, np.random.default_rng(1))
    assert [labels[place] for place in part] == ["A"] * 12 + ["B"] * 6 + ["C"] * 2
    assert len(set(part.tolist())) == 20
    assert partitions.stratified(labels, 500, np.random.default_rng(1)).tolist() == list(range(100))
    assert not np.array_equal(part, partitions.stratified(labels, 20, np.random.default_rng(2)))


def test_the_single_words_in_most_passages_are_kept() -> None:
    texts = {"p": ["boat", "pier", "horn", "boat pier"], "q": ["boat", "quay"], "r": ["boat", "pier", "boat pier"]}
    counts = tfidf.count(terms_table(texts), list(texts))
    assert space.single_words(counts, 2).terms == ("boat", "pier")
    assert space.single_words(counts, 2).matrix.toarray().tolist() == [[1, 1], [1, 0], [1, 1]]
    assert space.single_words(counts).terms == ("boat", "horn", "pier", "quay")


def test_topics_of_counted_texts_are_those_of_the_table() -> None:
    counts = tfidf.count(TERMS, PASSAGES["passage"].tolist())
    assert same(topics.fit(counts, PASSAGES, topics=4), fit(topics=4))


def test_few_passages_are_one_topic() -> None:
    texts = different(7)
    found = fit(terms_table(texts), passages_table([(passage, "A-1", "A") for passage in texts]))
    assert found.topics["passages"].tolist() == [7]
    assert found.scan["topics"].tolist() == [1]


def test_spherical_centres_and_the_nearest_of_them() -> None:
    middles = clustering.centres(TWO, 2, starts=2, seed=1)
    assert np.linalg.norm(middles, axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert adjusted_rand_score([0, 0, 0, 1, 1, 1], clustering.nearest(TWO, middles)) == 1
    assert clustering.nearest(np.asarray([[1.0, 0.0]]), np.asarray([[0.0, 1.0], [1.0, 0.0], [1.0, 0.0]])).tolist() == [
        1
    ]


def test_the_group_of_others_has_no_topic_of_its_own() -> None:
    terms, passages, _ = planted_topics(topics=3, sources=2)
    alone = passages.assign(source=OTHERS)
    assert not fit(terms, alone, topics=3).topics["own"].any()
    assert fit(terms, passages.assign(source="A"), topics=3).topics["own"].all()


def test_best_jaccard_by_hand() -> None:
    labels = np.asarray([0, 0, 0, 1, 1, 2])
    refits = clustering.Refits(
        (np.asarray([0, 1, 2, 3, 4]), np.asarray([0, 1, 3, 4, 5])),
        (np.asarray([0, 0, 1, 1, 1]), np.asarray([0, 0, 1, 1, 2])),
    )
    # topic 0: {0, 1} of {0, 1, 2}, then whole; topic 1: {3, 4} of {2, 3, 4}, then whole; topic 2 was not drawn, then whole
    assert describing.best_jaccard(labels, refits) == pytest.approx([(2 / 3 + 1) / 2, (2 / 3 + 1) / 2, 0.5], abs=1e-6)
