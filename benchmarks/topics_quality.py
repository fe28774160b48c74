"""How well topics find events: articles of known events, clustered into their true number.

    python benchmarks/topics_quality.py [--corpus DIR]

The corpus is hscluster (Tseng): 10, 20 and 30 events, each told by several outlets. An article is one passage here, so
nothing is borrowed from neighbours. Printed are adjusted mutual information and adjusted Rand index with the events,
beside scikit-learn's TF-IDF, LSA and k-means (median of ten seeds) in the same run.
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score
from sklearn.preprocessing import normalize

from analysis import tokens, topics

CORPUS = Path(__file__).parents[2] / "shared" / "corpora" / "hscluster"


def read(path: Path) -> tuple[list[str], list[int]]:
    """The articles of a file, headline and body, and the event of each."""
    events = json.loads(path.read_text(encoding="utf-8"))
    articles = [
        (f"{one['title']}. {one['body']}", number) for number, event in enumerate(events) for one in event["articles"]
    ]
    return [text for text, _ in articles], [number for _, number in articles]


def ours(texts: list[str], k: int) -> np.ndarray:
    names = [f"{number:04}" for number in range(len(texts))]
    counts = [
        (name, term, n)
        for name, text in zip(names, texts, strict=True)
        for term, n in Counter(tokens.terms(text)).items()
    ]
    terms = pd.DataFrame(counts, columns=["passage", "term", "count"])
    passages = pd.DataFrame({"passage": names, "document": names, "source": "all"})
    return topics.fit(terms, passages, topics=k).assignment["topic"].to_numpy()


def theirs(texts: list[str], k: int, seed: int) -> np.ndarray:
    weights = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    size = max(2, min(100, len(texts) // 3))
    vectors = normalize(TruncatedSVD(size, random_state=seed).fit_transform(weights))
    return KMeans(k, n_init=10, random_state=seed).fit_predict(vectors)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--corpus", type=Path, default=CORPUS)
    print("events  articles   AMI   ARI  seconds   scikit-learn: AMI   ARI  seconds")
    for path in sorted(options.parse_args().corpus.glob("*E.json")):
        texts, events = read(path)
        start = time.perf_counter()
        labels = ours(texts, len(set(events)))
        middle = time.perf_counter()
        peers = [theirs(texts, len(set(events)), seed) for seed in range(10)]
        seconds = (time.perf_counter() - middle) / 10
        ami, ari = (
            np.median([score(events, one) for one in peers])
            for score in (adjusted_mutual_info_score, adjusted_rand_score)
        )
        print(
            f"{len(set(events)):6}{len(texts):10}{adjusted_mutual_info_score(events, labels):6.3f}"
            f"{adjusted_rand_score(events, labels):6.3f}{middle - start:9.2f}{ami:20.3f}{ari:6.3f}{seconds:9.2f}"
        )


if __name__ == "__main__":
    main()
