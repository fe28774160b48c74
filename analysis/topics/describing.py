"""What a topic is: its words, its main source, and whether it holds."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis import clustering, tfidf
from analysis.study import OTHERS

Ints = NDArray[np.int64]

STABLE, PATTERN = 0.75, 0.6  # Hennig 2007: limits of the mean best Jaccard
UNFIRM = "not to be interpreted"
SHOWN = 8  # topics that are shown by themselves, the largest that hold
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


def described(counts: tfidf.Weights, assigned: pd.DataFrame, jaccard: Sequence[float]) -> pd.DataFrame:
    """One row a topic: topic, label, terms, passages, stability, verdict, main_source, main_share, own.

    A topic is one source's `own` by its share of the passages; the group of others is no source.
    """
    words = topic_words(counts, assigned["topic"].to_numpy())
    rows = []
    for topic, stability in enumerate(jaccard, start=1):
        by_source = assigned.loc[assigned["topic"] == topic, "source"].value_counts().sort_index()
        main, size = by_source.idxmax(), int(by_source.sum())
        share = float(by_source.max() / size)
        named = (topic, ", ".join(words[topic][:3]), ", ".join(words[topic]))
        rows.append(
            (*named, size, stability, verdict(stability), main, share, share > OWN and main != OTHERS),
        )
    columns = ["topic", "label", "terms", "passages", "stability", "verdict", "main_source", "main_share", "own"]
    return pd.DataFrame(rows, columns=pd.Index(columns)).round(6)


def topic_words(counts: tfidf.Weights, labels: Ints, top: int = 10) -> dict[int, list[str]]:
    """The words of each topic by `word_scores`."""
    scores = word_scores(counts, labels, top).groupby("topic")["term"].agg(list).to_dict()
    return {topic: scores.get(topic, []) for topic in np.unique(labels).tolist()}


def word_scores(counts: tfidf.Weights, labels: Ints, top: int = 10) -> pd.DataFrame:
    """The `top` words of each topic by class TF-IDF, sqrt(tf(x, c)) * ln(1 + A / f(x)): topic, term, score, count.

    tf is a topic's count of x over all its counts, f the count of x over all topics, A the mean count of words a topic
    (Grootendorst 2022, arXiv 2203.05794; the square root is ours). A word pair pushes out its single words. `count` is
    the topic's own. Scores of topics of different length do not compare.
    """
    topics, codes = np.unique(labels, return_inverse=True)
    member = sparse.csr_matrix((np.ones(len(codes)), (codes, range(len(codes)))), shape=(len(topics), len(codes)))
    f = np.asarray((member @ counts.matrix).toarray())
    totals = np.maximum(f.sum(axis=1, keepdims=True), 1)
    score = (np.sqrt(f / totals) * np.log(1 + totals.mean() / np.maximum(f.sum(axis=0), 1))).round(9)
    rows: list[tuple[int, str, float, int]] = []
    for row, topic in enumerate(topics.tolist()):
        chosen: list[str] = []
        for place in np.lexsort((np.arange(len(counts.terms)), -score[row])):
            term = counts.terms[place]
            if len(chosen) == top or score[row, place] <= 0:
                break
            if not any(set(term.split()) & set(other.split()) for other in chosen):
                chosen.append(term)
                rows.append((topic, term, float(score[row, place]), int(f[row, place])))
    return pd.DataFrame(rows, columns=pd.Index(["topic", "term", "score", "count"])).round(6)


def typical(places: pd.DataFrame, passages: pd.DataFrame, most: int = 3) -> pd.DataFrame:
    """The passages that stand for each topic: those nearest to its centre, of as many sources as there are.

    `places` has passage, topic and nearness, as `Topics.places`. The nearest comes first; then the nearest of the
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
