"""What a topic is: its words, its main source, and whether it holds."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis import clustering, evidence, tfidf
from analysis.study import OTHERS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STABLE, PATTERN = 0.75, 0.6  # Hennig 2007: limits of the mean best Jaccard
UNFIRM = "not to be interpreted"
SHOWN = 8  # topics that are shown by themselves, the largest that hold
NAMING = 3  # words that make a topic's label
CANDIDATES = 2  # times as many words are looked at as a topic is given
GOING_TOGETHER = 2.0  # how much a word gains by standing with a topic's other words
NEVER = -0.2  # what a pair of words counts that never stand together
OWN = 0.8  # a topic with a larger share from one source is that source's own


def verdict(stability: float) -> str:
    """Hennig's reading of a mean best Jaccard."""
    return "stable" if stability >= STABLE else "a pattern" if stability >= PATTERN else UNFIRM


def holding(topics: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table of topics that may be interpreted, largest first."""
    return topics[topics["verdict"] != UNFIRM]


def best_jaccard(labels: Ints, refits: clustering.Refits) -> list[float]:
    """Per topic, the mean over refits of its best Jaccard overlap with a cluster of the refit (Hennig 2007)."""
    best = []
    for part, again in zip(refits.drawn, refits.labels, strict=True):
        shape = (int(labels.max()) + 1, int(again.max()) + 1)
        both = np.bincount(labels[part] * shape[1] + again, minlength=shape[0] * shape[1]).reshape(shape)
        either = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
        best.append((both / np.maximum(either, 1)).max(axis=1))
    return [round(float(np.mean(overlaps)), 6) for overlaps in np.transpose(best)]


def described(words: pd.DataFrame, assigned: pd.DataFrame, jaccard: Sequence[float]) -> pd.DataFrame:
    """One row a topic: topic, label, terms, passages, stability, verdict, main_source, main_share, own.

    `words` as of `word_scores`, `jaccard` of each topic. A topic is one source's `own` by its share of the passages; the
    group of others is no source.
    """
    rows = []
    for topic, stability in enumerate(jaccard, start=1):
        by_source = assigned.loc[assigned["topic"] == topic, "source"].value_counts().sort_index()
        main, size = by_source.idxmax(), int(by_source.sum())
        share = float(by_source.max() / size)
        typical = words.loc[words["topic"] == topic, "term"].tolist()
        named = (topic, ", ".join(typical[:NAMING]), ", ".join(typical))
        rows.append(
            (*named, size, stability, verdict(stability), main, share, share > OWN and main != OTHERS),
        )
    columns = ["topic", "label", "terms", "passages", "stability", "verdict", "main_source", "main_share", "own"]
    return pd.DataFrame(rows, columns=pd.Index(columns)).round(6)


def word_scores(counts: tfidf.Weights, labels: Ints, top: int = 10) -> pd.DataFrame:
    """The `top` words of each topic: topic, term, score, passages (of the topic that have it).

    The score is class TF-IDF, sqrt(tf(x, c)) * ln(1 + A / f(x)), times exp(GOING_TOGETHER * npmi). Words are counted once
    a passage: tf is the share of a topic's counts that are x, f the count of x over all topics, A the mean count of words
    a topic (Grootendorst 2022, arXiv 2203.05794; the square root is ours). npmi is the mean normalised pointwise mutual
    information (Bouma 2009) of x with the other `CANDIDATES` x `top` words of highest class TF-IDF, these weighed by it,
    over all passages. A word pair pushes out its single words. Scores of topics of different length do not compare.
    """
    topics, codes = np.unique(labels, return_inverse=True)
    present = sparse.csr_matrix(
        (np.ones(counts.matrix.nnz), counts.matrix.indices, counts.matrix.indptr), counts.matrix.shape
    )
    member = sparse.csr_matrix((np.ones(len(codes)), (codes, range(len(codes)))), shape=(len(topics), len(codes)))
    f = np.asarray((member @ present).toarray())
    totals = np.maximum(f.sum(axis=1, keepdims=True), 1)
    score = np.sqrt(f / totals) * np.log(1 + totals.mean() / np.maximum(f.sum(axis=0), 1))
    by_column = present.tocsc()
    rows: list[tuple[int, str, float, int]] = []
    for row, topic in enumerate(topics.tolist()):
        places = _candidates(counts.terms, score[row].round(9), CANDIDATES * top)
        told = (
            score[row, places] * np.exp(GOING_TOGETHER * _together(by_column[:, places], score[row, places]))
        ).round(6)
        ranked = sorted(zip(-told, [counts.terms[place] for place in places], f[row, places], strict=True))[:top]
        rows.extend((topic, term, -float(score), int(passages)) for score, term, passages in ranked)
    return pd.DataFrame(rows, columns=pd.Index(["topic", "term", "score", "passages"]))


def _candidates(terms: Sequence[str], score: Floats, most: int) -> list[int]:
    """Places of the terms of highest score above 0, of equals the first term; none shares a word with a higher one."""
    chosen: list[int] = []
    used: set[str] = set()
    for place in np.lexsort((np.arange(len(terms)), -score)).tolist():
        if len(chosen) == most or score[place] <= 0:
            break
        words = set(terms[place].split())
        if not words & used:
            chosen.append(place)
            used |= words
    return chosen


def _together(present: sparse.csc_matrix, weights: Floats) -> Floats:
    """The mean normalised pointwise mutual information of each column with the others, these weighed.

    A pair that one passage has is no evidence, and counts 0; one that none has counts `NEVER`.
    """
    pairs = np.asarray((present.T @ present).toarray())
    joint, alone = pairs / present.shape[0], pairs.diagonal() / present.shape[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.where(
            pairs > 1, np.log(joint / np.outer(alone, alone)) / -np.log(joint), np.where(pairs > 0, 0, NEVER)
        )
    found[joint >= 1] = 1
    np.fill_diagonal(found, 0)
    return np.asarray(found @ weights / max(weights.sum(), 1e-9))


def typical(places: pd.DataFrame, passages: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """The passages that stand for each topic: those nearest to its centre, of as many sources as there are.

    `places` has passage, topic and nearness, as `layout.places`. The nearest comes first; then the nearest of the
    sources that have none yet, then of the documents that have none, then any. Columns topic, rank (1 the nearest of
    those chosen), document, source, passage, position, words, start, end (characters of the cleaned text), nearness.
    """
    columns = ["passage", "document", "source", "position", "words", "start", "end"]
    told = places[["passage", "topic", "nearness"]].merge(passages[columns], on="passage", validate="one_to_one")
    told = told.sort_values(["topic", "nearness", "passage"], ascending=[True, False, True], ignore_index=True)
    earlier = told.groupby(["topic", "document"]).cumcount()
    of_source = told[earlier == 0].groupby(["topic", "source"]).cumcount().reindex(told.index, fill_value=0)
    turn = np.where(earlier > 0, 2, np.where(of_source > 0, 1, 0))
    chosen = told.assign(turn=turn).sort_values(
        ["topic", "turn", "nearness", "passage"], ascending=[True, True, False, True]
    )
    chosen = chosen.groupby("topic").head(most).sort_index()
    chosen["rank"] = chosen.groupby("topic").cumcount() + 1
    return chosen[["topic", "rank", "document", "source", "passage", *columns[3:], "nearness"]].reset_index(drop=True)


def behind(assigned: pd.DataFrame, passages: pd.DataFrame, key: Sequence[str] = ("topic", "source")) -> pd.DataFrame:
    """The passages on each topic, as evidence of its number of passages (`analysis.evidence`), by default source by source."""
    return evidence.located(assigned[[*key, "passage"]].assign(passages=1), passages, key, "passages")


def behind_words(
    words: pd.DataFrame, terms: pd.DataFrame, assigned: pd.DataFrame, passages: pd.DataFrame
) -> pd.DataFrame:
    """The passages of a topic that hold each of its words, as evidence of their number in `words` (`analysis.evidence`)."""
    own = terms.loc[terms["term"].isin(set(words["term"])), ["passage", "term"]].astype(object)
    on_topic = own.merge(assigned[["passage", "topic"]], on="passage", validate="many_to_one")
    found = on_topic.merge(words[["topic", "term"]], on=["topic", "term"], validate="many_to_one")
    return evidence.located(found.assign(passages=1), passages, ("topic", "term"), "passages")
