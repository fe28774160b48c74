"""Fit topics to a study's passages."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from analysis import clustering, resampling, tfidf
from analysis.topics import describing, partitions, space

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST = 3  # topics that are tried, where the number is not given
FEWEST_PASSAGES = 8  # that can be of more than one topic, where the number is not given
NULL_DRAWS, LEAST_DRAWS = 1000, 500  # rearrangements of the articles; as few in a large study
NULL_CELLS = 100_000_000  # passages times rearrangements


@dataclass(frozen=True)
class Topics:
    """What a fit found, as tables.

    assignment: passage, document, source, topic
    topics: topic, label, terms, passages, stability, verdict, main_source, main_share, own
    words: topic, term, score, passages (`describing.word_scores`)
    scan: topics, stability (mean adjusted Rand index of refits against the fit), error (its standard error)
    `agreement`: mean and standard deviation of that index at the chosen number; `source_nmi`: normalised mutual
    information of topic and source, with its permutation null's mean and p-value; `fitted`: passages that the topics
    were fitted on, all of them in a small study; `refits`: how many there were; `vectors`: the latent vectors of the passages,
    of length one, shape (passages, columns).
    """

    assignment: pd.DataFrame
    topics: pd.DataFrame
    words: pd.DataFrame
    scan: pd.DataFrame
    agreement: tuple[float, float]
    source_nmi: tuple[float, float, float]
    fitted: int
    refits: int
    vectors: Floats


def fit(
    terms: pd.DataFrame | tfidf.Weights,
    passages: pd.DataFrame,
    *,
    topics: int = 0,
    most: int = 0,
    borrow: float = 0.25,
    centre: float = 0.5,
    leave_out: Collection[str] = (),
    seed: int = 1,
) -> Topics:
    """Topics of a study's passages.

    `terms` is a study's table of terms, or counts of the same passages (`tfidf.count_texts`). `passages` has passage,
    document and source, in reading order. `topics` fixes the number; 0 chooses the smallest whose stability lies within
    one standard error of the best, of at most `most` (0: as many as the way of fitting tries). `borrow` is what a passage
    takes of its neighbours' weights, `centre` how much of the source's mean vector is taken out, so that topics run across
    sources rather than along house style. `leave_out` are further words to leave out. Up to `partitions.EXACT` passages,
    topics are what trees of random parts of the passages agree on; above, a mixture of word distributions is fitted to a
    part of the passages, and all are given their most probable topic. `seed` draws the parts and the starts. Fewer than
    `FEWEST_PASSAGES` are one topic.
    """
    exact = len(passages) <= partitions.EXACT
    numbers = [topics] if topics else _numbers(len(passages), exact, most)
    content = _content(terms, passages, leave_out)
    told = partitions.Told(space.single_words(content), passages, borrow, centre)
    divided = _divided(told, numbers, seed)
    found = divided.partitions
    chosen = found[_choose({k: one.scores for k, one in found.items()})]
    labels = _canonical(chosen.labels)
    assigned = _assigned(passages, labels)
    scan = [(k, float(np.mean(v.scores)), float(np.std(v.scores) / np.sqrt(len(v.scores)))) for k, v in found.items()]
    words = describing.word_scores(content, labels + 1)
    return Topics(
        assigned,
        describing.described(words, assigned, describing.best_jaccard(labels, chosen.refits)),
        words,
        pd.DataFrame(scan, columns=pd.Index(["topics", "stability", "error"])).round(6),
        (round(float(np.mean(chosen.scores)), 6), round(float(np.std(chosen.scores)), 6)),
        _with_source(assigned, seed),
        len(passages) if exact else min(len(passages), partitions.PART),
        len(chosen.scores),
        divided.vectors,
    )


def assign(
    terms: pd.DataFrame,
    passages: pd.DataFrame,
    topics: int,
    *,
    borrow: float = 0.25,
    centre: float = 0.5,
    seed: int = 1,
) -> pd.DataFrame:
    """The topic of each passage, as `fit` tells passages apart for this number of topics, but not how well that holds.

    Columns passage, document, source, topic.
    """
    told = partitions.Told(space.single_words(_content(terms, passages, ())), passages, borrow, centre)
    [found] = _divided(told, [topics], seed, judged=False).partitions.values()
    return _assigned(passages, _canonical(found.labels))


def _content(terms: pd.DataFrame | tfidf.Weights, passages: pd.DataFrame, leave_out: Collection[str]) -> tfidf.Weights:
    """Counts of what can tell topics apart."""
    counts = terms if isinstance(terms, tfidf.Weights) else tfidf.count(terms, passages["passage"].tolist())
    return space.content(counts, passages["document"].tolist(), leave_out)


def _divided(told: partitions.Told, numbers: list[int], seed: int, judged: bool = True) -> partitions.Divided:
    """The passages divided, by the way that their number asks for."""
    divide = partitions.by_trees if len(told.passages) <= partitions.EXACT else partitions.by_mixture
    with threadpool_limits(limits=1):
        return divide(told, numbers, np.random.default_rng(seed), judged)


def _assigned(passages: pd.DataFrame, labels: Ints) -> pd.DataFrame:
    return passages[["passage", "document", "source"]].assign(topic=labels + 1).reset_index(drop=True)


def firm(found: Topics) -> pd.DataFrame:
    """The passages on topics that may be interpreted: passage, label."""
    held = found.topics.loc[found.topics["stability"] >= describing.PATTERN, ["topic", "label"]]
    return found.assignment.merge(held, on="topic", validate="many_to_one")[["passage", "label"]]


def _numbers(passages: int, exact: bool, most: int) -> list[int]:
    """The numbers of topics to try."""
    if passages < FEWEST_PASSAGES:
        return [1]
    if exact:
        return list(range(FEWEST, max(FEWEST, min(most or partitions.MOST, passages // 8)) + 1))
    tried = [k for k in partitions.STEPS if not most or k <= most]
    return tried or [most]


def _choose(scores: dict[int, list[float]]) -> int:
    """The smallest number whose mean score lies within one standard error of the best."""
    means = {k: float(np.mean(values)) for k, values in scores.items()}
    best = max(means, key=lambda k: (round(means[k], 6), -k))
    error = float(np.std(scores[best])) / np.sqrt(len(scores[best]))
    return min(k for k, mean in means.items() if mean >= means[best] - error)


def _canonical(labels: Ints) -> Ints:
    """Labels 0, 1, … by size, then by first member."""
    found, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    place = np.empty(int(found.max()) + 1, dtype=np.int64)
    place[found[np.lexsort((first, -sizes))]] = np.arange(len(found))
    return place[labels]


def _with_source(assigned: pd.DataFrame, seed: int) -> tuple[float, float, float]:
    """Normalised mutual information of topic and source, the mean of it under `resampling.rearranged_tables`, and p."""
    if min(assigned["source"].nunique(), assigned["topic"].nunique()) < 2:
        return 0.0, 0.0, 1.0
    draws = resampling.affordable(NULL_DRAWS, len(assigned), LEAST_DRAWS, NULL_CELLS)
    observed, null = resampling.rearranged_tables(
        assigned["source"].tolist(),
        assigned["topic"].tolist(),
        assigned["document"].tolist(),
        draws,
        np.random.default_rng(seed),
    )
    observed, null = clustering.mutual_information(observed), clustering.mutual_information(null)
    p = resampling.permutation_p(observed[None], null[:, None])[0]
    return round(float(observed), 6), round(float(null.mean()), 6), round(float(p), 6)
