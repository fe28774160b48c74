"""Topics: clusters of passages by their words, and how well each of them holds."""

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from threadpoolctl import threadpool_limits

from analysis import clustering, resampling, tfidf, tokens

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STABLE, PATTERN = 0.75, 0.6  # Hennig 2007: limits of the mean best Jaccard
UNFIRM = "not to be interpreted"
REFITS, SHARE = 200, 0.8  # refits, and the share of the passages in each
NULL_DRAWS = 1000  # rotations of the passages against the sources
OWN = 0.8  # a topic with a larger share from one source is that source's own


@dataclass(frozen=True)
class Topics:
    """What a fit found, as tables.

    assignment: passage, document, source, topic
    topics: topic, label, terms, passages, stability, verdict, main_source, main_share, own
    scan: topics, stability (mean adjusted Rand index of refits against the fit), error (its standard error)
    `agreement`: mean and standard deviation of that index at the chosen number; `source_nmi`: normalised mutual
    information of topic and source, with its permutation null's mean and p-value.
    """

    assignment: pd.DataFrame
    topics: pd.DataFrame
    scan: pd.DataFrame
    agreement: tuple[float, float]
    source_nmi: tuple[float, float, float]


def fit(
    terms: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    topics: int = 0,
    fewest: int = 3,
    most: int = 12,
    borrow: float = 0.5,
    centre: float = 0.5,
    leave_out: Collection[str] = (),
    seed: int = 1,
) -> Topics:
    """Topics of a study's passages.

    `passages` has passage, document and source, in reading order. `topics` fixes the number; 0 chooses the smallest
    from `fewest` to `most` whose stability lies within one standard error of the best. `borrow` is what a passage takes
    of its neighbours' weights, `centre` how much of the source's mean vector is taken out, so that topics run across
    sources rather than along house style. `leave_out` are further words to leave out. The topics of a given number have
    nothing random; `seed` draws the parts on which they are fitted again.
    """
    counts = content(terms, passages, leave_out)
    with threadpool_limits(limits=1):
        space = vectors(tfidf.weigh(counts), passages, borrow, centre)
        similarity = space @ space.T
    tree = clustering.grow(similarity)
    grown = clustering.regrow(similarity, REFITS, SHARE, np.random.default_rng(seed))
    span = [topics] if topics else list(range(fewest, max(fewest, min(most, len(passages) // 8)) + 1))
    fits = {k: _scored(tree.cut(k), clustering.cut_all(grown, k)) for k in span}
    chosen = _choose({k: scores for k, (_, _, scores) in fits.items()})
    labels, refits, scores = fits[chosen]
    labels = _canonical(labels)
    jaccard = _best_jaccard(labels, refits)
    assigned = passages[["passage", "document", "source"]].assign(topic=labels + 1).reset_index(drop=True)
    scan = [(k, float(np.mean(v)), float(np.std(v) / np.sqrt(len(v)))) for k, (_, _, v) in fits.items()]
    return Topics(
        assigned,
        _describe(counts, assigned, jaccard),
        pd.DataFrame(scan, columns=pd.Index(["topics", "stability", "error"])).round(6),
        (round(float(np.mean(scores)), 6), round(float(np.std(scores)), 6)),
        _with_source(assigned, seed),
    )


def firm(found: Topics) -> pd.DataFrame:
    """The passages on topics that may be interpreted: passage, label."""
    held = found.topics.loc[found.topics["stability"] >= PATTERN, ["topic", "label"]]
    return found.assignment.merge(held, on="topic", validate="many_to_one")[["passage", "label"]]


def content(terms: pd.DataFrame, passages: pd.DataFrame, leave_out: Collection[str] = ()) -> tfidf.Weights:
    """Counts of the words and word pairs that can tell topics apart: none that mark the event, none in `leave_out`."""
    ids = passages["passage"].tolist()
    without = set(leave_out) | set(event_words(tfidf.count(terms, ids), passages["document"].tolist()))

    def keep(term: str) -> bool:
        return tokens.is_content(term) and not without.intersection(term.split())

    return tfidf.count(terms, ids, max_df=0.5, min_df=2 if len(ids) > 200 else 1, keep=keep)


def event_words(counts: tfidf.Weights, documents: Sequence[str], spread: float = 0.3) -> list[str]:
    """Words of the event as a whole: in four documents of five, and in over `spread` of the passages."""
    present = counts.matrix > 0
    names = sorted(set(documents))
    member = sparse.csr_matrix(
        (np.ones(len(documents)), ([names.index(name) for name in documents], range(len(documents))))
    )
    reach = np.asarray(((member @ present) > 0).mean(axis=0)).ravel()
    often = np.asarray(present.mean(axis=0)).ravel() > spread
    return [term for term, left_out in zip(counts.terms, (reach >= 0.8) & often, strict=True) if left_out]


def vectors(weights: tfidf.Weights, passages: pd.DataFrame, borrow: float, centre: float) -> Floats:
    """Latent vectors of length one, shape (passages, min(100, passages / 3)).

    TF-IDF less `centre` times the source's mean, plus `borrow` times the weights of the neighbours in the document,
    then a truncated singular value decomposition. Rounded to six decimals: to there, processors agree.
    """
    matrix = weights.matrix.toarray()
    sources = passages["source"].to_numpy()
    if len(set(sources)) > 1:
        for source in sorted(set(sources)):
            own = sources == source
            matrix[own] -= centre * matrix[own].mean(axis=0)
    matrix = _unit(matrix)
    matrix = matrix + borrow * (_neighbours(passages["document"].tolist()) @ matrix)
    size = min(100, max(2, matrix.shape[0] // 3), min(matrix.shape) - 1)
    if size < 1:
        return _unit(matrix).round(6)
    reduced = TruncatedSVD(size, algorithm="arpack", random_state=0).fit_transform(matrix)
    return _unit(reduced).round(6)


def _unit(matrix: Floats) -> Floats:
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.divide(matrix, lengths, out=np.zeros_like(matrix), where=lengths > 1e-9)


def _neighbours(documents: Sequence[str]) -> sparse.csr_matrix:
    """1 where a passage stands next to another in one document."""
    beside = np.asarray([one == other for one, other in itertools.pairwise(documents)], dtype=float)
    return sparse.csr_matrix(sparse.diags([beside, beside], [1, -1], shape=(len(documents), len(documents))))


def _scored(labels: Ints, refits: clustering.Refits) -> tuple[Ints, clustering.Refits, list[float]]:
    """A partition, its refits, and the adjusted Rand index of each with it."""
    pairs = zip(refits.drawn, refits.labels, strict=True)
    return labels, refits, [clustering.adjusted_rand(labels[part], again) for part, again in pairs]


def _choose(scores: dict[int, list[float]]) -> int:
    """The smallest number whose mean score lies within one standard error of the best."""
    means = {k: float(np.mean(values)) for k, values in scores.items()}
    best = max(means, key=lambda k: (round(means[k], 6), -k))
    error = float(np.std(scores[best])) / np.sqrt(len(scores[best]))
    return min(k for k, mean in means.items() if mean >= means[best] - error)


def _canonical(labels: Ints) -> Ints:
    """Labels 0, 1, … by size, then by first member."""
    found, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = found[np.lexsort((first, -sizes))]
    place = {int(old): new for new, old in enumerate(order)}
    return np.asarray([place[int(label)] for label in labels])


def _best_jaccard(labels: Ints, refits: clustering.Refits) -> list[float]:
    """Per topic, the mean over refits of its best Jaccard overlap with a cluster of the refit (Hennig 2007)."""
    means = []
    for topic in range(labels.max() + 1):
        best = []
        for part, again in zip(refits.drawn, refits.labels, strict=True):
            own = labels[part] == topic
            overlaps = [
                (own & (again == other)).sum() / (own | (again == other)).sum() for other in range(again.max() + 1)
            ]
            best.append(max(overlaps) if own.any() else 0.0)
        means.append(round(float(np.mean(best)), 6))
    return means


def verdict(stability: float) -> str:
    """Hennig's reading of a mean best Jaccard."""
    return "stable" if stability >= STABLE else "a pattern" if stability >= PATTERN else UNFIRM


def _describe(counts: tfidf.Weights, assigned: pd.DataFrame, jaccard: Sequence[float]) -> pd.DataFrame:
    words = topic_words(counts, assigned["topic"].to_numpy())
    rows = []
    for topic, stability in enumerate(jaccard, start=1):
        members = assigned[assigned["topic"] == topic]
        by_source = members["source"].value_counts().sort_index()
        main = by_source.idxmax()
        share = float(by_source.max() / len(members))
        label = ", ".join(words[topic][:3])
        rows.append(
            (
                topic,
                label,
                ", ".join(words[topic]),
                len(members),
                stability,
                verdict(stability),
                main,
                share,
                share > OWN,
            )
        )
    columns = ["topic", "label", "terms", "passages", "stability", "verdict", "main_source", "main_share", "own"]
    return pd.DataFrame(rows, columns=pd.Index(columns)).round(6)


def topic_words(counts: tfidf.Weights, labels: Ints, top: int = 10) -> dict[int, list[str]]:
    """The words of each topic by class TF-IDF: sqrt(tf(x, c)) * ln(1 + A / f(x)).

    tf is a topic's count of x over all its counts, f the count of x over all topics, A the mean count of words a topic
    (Grootendorst 2022, arXiv 2203.05794; the square root is ours). A word pair pushes out its single words.
    """
    topics = sorted(set(labels.tolist()))
    member = np.asarray([labels == topic for topic in topics], dtype=float)
    f = np.asarray(member @ counts.matrix)
    totals = np.maximum(f.sum(axis=1, keepdims=True), 1)
    score = (np.sqrt(f / totals) * np.log(1 + totals.mean() / np.maximum(f.sum(axis=0), 1))).round(9)
    words: dict[int, list[str]] = {}
    for row, topic in enumerate(topics):
        chosen: list[str] = []
        for place in np.lexsort((np.arange(len(counts.terms)), -score[row])):
            term = counts.terms[place]
            if len(chosen) == top or score[row, place] <= 0:
                break
            if not any(set(term.split()) & set(other.split()) for other in chosen):
                chosen.append(term)
        words[topic] = chosen
    return words


def _with_source(assigned: pd.DataFrame, seed: int) -> tuple[float, float, float]:
    """Normalised mutual information of topic and source, the mean of it under `resampling.rotations`, and p."""
    topic, source = (
        np.eye(len(set(codes)))[codes] for codes in (_codes(assigned["topic"]), _codes(assigned["source"]))
    )
    observed = clustering.mutual_information(source.T @ topic)
    orders = resampling.rotations(assigned["document"].tolist(), NULL_DRAWS, np.random.default_rng(seed))
    null = clustering.mutual_information(np.einsum("ns,rnt->rst", source, topic[orders]))
    p = resampling.permutation_p(observed[None], null[:, None])[0]
    return round(float(observed), 6), round(float(null.mean()), 6), round(float(p), 6)


def _codes(column: pd.Series) -> Ints:
    return np.unique(column, return_inverse=True)[1]
