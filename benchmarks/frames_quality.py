"""How far the words of a frame tell that an article has it, against the Narrative Frames Corpus (Frermann et al., ACL 2023).

    python benchmarks/frames_quality.py [--corpus ../shared/corpora/narrative-frames] [--write]

Articles are halved by a digest of their text. On the development half words were pruned and the threshold of the rate is
chosen (the one at which Krippendorff's alpha is highest; the best F1 would say yes to nearly everything where a frame
is common); every figure is of the other half. Beside the word lists stand saying yes always, and a
logistic regression on TF-IDF weights that is trained on the development half (its threshold is chosen on out-of-fold
probabilities). Intervals (95 %) come from resampling articles. `--write` replaces the figures that the report prints.
"""

import argparse
import csv
import hashlib
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analysis import agreement, frames, resampling, tokens  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpora" / "narrative-frames"
NAME = "Narrative Frames Corpus"
LABELS = dict(zip(frames.FRAMES, ("RE", "HI", "CO", "MO", "EC"), strict=True))
DRAWS = 2000
PASSAGE = 100  # words: the corpus has no paragraphs left, so passages are sentences joined up to so many

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Article:
    """An article and the frames that coders found in it."""

    id: str
    text: str
    frames: frozenset[str]

    @property
    def held_out(self) -> bool:
        """Whether it belongs to the half on which nothing was chosen."""
        return hashlib.sha256(self.text.encode("utf-8")).digest()[0] % 2 == 1


def read(path: Path) -> tuple[list[Article], list[str]]:
    """The articles with a whole row of labels, and the ids of the others."""
    csv.field_size_limit(2**27)
    articles, broken = [], []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if any(row[label] not in ("True", "False") for label in LABELS.values()):
                broken.append(row["ID"])
                continue
            found = frozenset(frame for frame, label in LABELS.items() if row[label] == "True")
            articles.append(Article(row["ID"], row["text"], found))
    return articles, broken


def passages_of(article: Article) -> list[str]:
    """Its sentences, joined to passages."""
    parts, size = [""], 0
    for start, end in tokens.sentences(article.text):
        sentence = article.text[start:end]
        if size >= PASSAGE:
            parts, size = [*parts, ""], 0
        parts[-1], size = f"{parts[-1]} {sentence}", size + tokens.count_words(sentence)
    return parts


def measured(articles: list[Article]) -> tuple[Floats, Floats]:
    """Of each article and frame: words of the frame per 100 words, and the share of passages that have it."""
    texts = {(one.id, place): text for one in articles for place, text in enumerate(passages_of(one))}
    rows = [
        (f"{id}:{place:03}", term, n)
        for (id, place), text in texts.items()
        for term, n in Counter(tokens.terms(text)).items()
    ]
    terms = pd.DataFrame(rows, columns=pd.Index(["passage", "term", "count"]))
    passages = pd.DataFrame([(f"{id}:{n:03}", id) for id, n in texts], columns=pd.Index(["passage", "document"]))
    words = np.asarray([tokens.count_words(text) for text in texts.values()])
    counted = frames.count(terms, passages)
    order = [one.id for one in articles]

    def by_article(values: NDArray[np.generic]) -> Floats:
        summed = pd.DataFrame(values).groupby(passages["document"].to_numpy()).sum().reindex(order)
        return summed.to_numpy(float)

    rate = 100 * by_article(counted.hits) / by_article(words[:, None])
    return rate, by_article(counted.present.astype(int)) / by_article(np.ones((len(words), 1)))


def trained(train: list[str], labels: Bools, test: list[str]) -> tuple[Floats, Floats]:
    """Probabilities of the baseline: out of fold on the development half, and on the other."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    vectors = TfidfVectorizer(sublinear_tf=True, min_df=2, max_df=0.9, stop_words="english")
    model = make_pipeline(vectors, LogisticRegression(C=10, class_weight="balanced", max_iter=2000))
    folds = StratifiedKFold(5, shuffle=True, random_state=1)
    inside = cross_val_predict(model, train, labels, cv=folds, method="predict_proba")[:, 1]
    return inside, model.fit(train, labels).predict_proba(test)[:, 1]


def best_threshold(scores: Floats, labels: Bools) -> float:
    """The score from which yes agrees best with the labels, by Krippendorff's alpha; of equals the lowest."""
    candidates = np.unique(scores)
    found = [agreement.alpha(np.column_stack([labels, scores >= one]).astype(float)) for one in candidates]
    return float(candidates[int(np.nanargmax(found))])


def auc(scores: Floats, labels: Bools, rng: np.random.Generator) -> tuple[float, float, float]:
    """Chance that an article with the frame scores above one without, ties half, with its interval."""
    better = (scores[labels][:, None] > scores[~labels]) + 0.5 * (scores[labels][:, None] == scores[~labels])
    drawn = []
    for weights in resampling.bootstrap_weights(len(labels), DRAWS, rng):
        yes, no = weights[:, labels].astype(float), weights[:, ~labels].astype(float)
        drawn.append(((yes @ better) * no).sum(axis=1) / (yes.sum(axis=1) * no.sum(axis=1)))
    low, high = np.nanquantile(np.concatenate(drawn), [0.025, 0.975])
    return float(better.mean()), float(low), float(high)


def f1_interval(labels: Bools, said: Bools, rng: np.random.Generator) -> tuple[float, float]:
    """Interval of F1."""
    cells = np.column_stack([2 * (labels & said), labels.astype(int) + said.astype(int)])
    drawn = np.concatenate([w @ cells for w in resampling.bootstrap_weights(len(labels), DRAWS, rng)])
    low, high = np.nanquantile(drawn[:, 0] / np.maximum(drawn[:, 1], 1), [0.025, 0.975])
    return float(low), float(high)


def figures(frame: str, development: list[Article], held_out: list[Article], scores: list[Floats]) -> dict[str, object]:
    """The row of one frame; `scores`: rates of both halves, and shares of passages of the held-out half."""
    rng = np.random.default_rng(1)
    rate, rate_out, share_out = scores
    chosen, labels = (np.asarray([frame in one.frames for one in half]) for half in (development, held_out))
    threshold = best_threshold(rate, chosen)
    said = rate_out >= threshold
    area, judged = auc(rate_out, labels, rng), agreement.scores(labels, said)
    f1_low, f1_high = f1_interval(labels, said, rng)
    alpha = agreement.alpha_interval(np.column_stack([labels, said]).astype(float), rng, DRAWS)
    inside, outside = trained([one.text for one in development], chosen, [one.text for one in held_out])
    model = agreement.scores(labels, outside >= best_threshold(inside, chosen))
    row: dict[str, object] = {"frame": frame, "corpus": NAME, "articles": len(labels), "positives": int(labels.sum())}
    row |= dict(zip(("auc", "auc_low", "auc_high"), area, strict=True))
    row |= {"threshold": threshold, **judged._asdict(), "f1_low": f1_low, "f1_high": f1_high}
    row |= {"alpha": alpha.value, "alpha_low": alpha.low, "alpha_high": alpha.high}
    row |= {"share_auc": auc(share_out, labels, rng)[0], "always_f1": agreement.scores(labels, labels | True).f1}
    return row | {"model_auc": auc(outside, labels, rng)[0], "model_f1": model.f1}


def table(articles: list[Article]) -> pd.DataFrame:
    """The figures of every frame, rounded to three decimals."""
    halves = [[one for one in articles if one.held_out is out] for out in (False, True)]
    (rate, _), (rate_out, share_out) = (measured(half) for half in halves)
    rows = [
        figures(frame, *halves, [rate[:, place], rate_out[:, place], share_out[:, place]])
        for place, frame in enumerate(frames.FRAMES)
    ]
    return pd.DataFrame(rows).round(3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--write", action="store_true", help="replace analysis/frames/validation.csv")
    options = parser.parse_args()
    articles, broken = read(options.corpus / "articles_metadata.tsv")
    print(f"{len(articles)} articles; labels that cannot be read: {', '.join(broken) or 'none'}")
    found = table(articles)
    print(found.drop(columns="corpus").set_index("frame").T.to_string())
    if options.write:
        found.to_csv(ROOT / "analysis" / "frames" / "validation.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
