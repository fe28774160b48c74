"""How long topics of many passages take, and how much memory, beside k-means on LSA by scikit-learn.

    python benchmarks/topics_time.py ARTICLES.parquet [--sizes 10000 30000 100000] [--runs 3] [--topics 20]

ARTICLES.parquet has one article a row (columns id, source, text). Passages are runs of 60 words, an article's last run
being shorter; a size takes the first passages of the articles by id, so a smaller study is part of a larger one. The 12
sources with most articles stand by name, the rest as one.

Ours counts words and fits topics, with the refits that say how stable each topic is; "free" chooses the number of topics,
and fits all that it tries. scikit-learn weighs the same words (1 + ln(count), in two passages or more and half of them at
most), reduces them to 100 columns and divides these once by k-means with ten starts: nothing is said of stability.

The ways take turns, each run in a process of its own; a figure is the median of the runs. Seconds (wall clock, and CPU of
all threads) are from the texts in memory, without imports; passages a second are those of both steps. BLAS and OpenMP have
one thread, our count of words has two. Peak memory is that of the process so far, libraries and texts included. The growth
exponent is the slope of log seconds over log passages: 1 is linear.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
OURS, FREE, PEER = "ours", "ours, free", "scikit-learn"
WORDS, NAMED = 60, 12  # words a passage; sources that stand by name
GIGABYTE = 1e9 if sys.platform == "darwin" else 1e9 / 1024  # in the unit of ru_maxrss


def write(articles: Path, size: int, folder: Path) -> dict:
    """Put `size` passages into the folder, or as many as there are."""
    import pandas as pd

    from analysis.study import OTHERS

    told = pd.read_parquet(articles, columns=["id", "source", "text"]).sort_values("id")
    sizes = told["source"].value_counts().reset_index().sort_values(["count", "source"], ascending=[False, True])
    told["source"] = told["source"].where(told["source"].isin(sizes["source"][:NAMED]), OTHERS)
    told["text"] = [runs(text) for text in told["text"]]
    passages = told.rename(columns={"id": "document"}).explode("text").dropna(subset="text")[:size]
    passages.insert(0, "passage", [f"p{number:07}" for number in range(len(passages))])
    passages.to_parquet(folder / "passages.parquet", index=False)
    return {"passages": len(passages), "documents": passages["document"].nunique()}


def runs(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS)]


def measure(way: str, topics: int, folder: Path) -> dict:
    """Seconds, CPU seconds and peak memory of the two steps of one way; the topics that have passages."""
    import pandas as pd

    passages = pd.read_parquet(folder / "passages.parquet")
    texts = passages.pop("text").tolist()
    count, fit = sklearn_steps(topics) if way == PEER else our_steps(passages, 0 if way == FREE else topics)
    counts, counting = clocked(lambda: count(texts))
    found, fitting = clocked(lambda: fit(counts))
    return {"count": counting, "fit": fitting, "topics": found}


def our_steps(passages, topics: int) -> tuple[Callable, Callable]:
    import sklearn.cluster  # noqa: F401  before the clock runs

    from analysis import tfidf, tokens
    from analysis import topics as ours

    stop_words = tokens.stop_words()
    return (
        lambda texts: tfidf.count_texts(texts, names=passages["passage"].tolist(), ngrams=1, stop_words=stop_words),
        lambda counts: len(ours.fit(counts, passages, topics=topics).topics),
    )


def sklearn_steps(topics: int) -> tuple[Callable, Callable]:
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    from analysis import tokens

    vectorizer = TfidfVectorizer(stop_words=sorted(tokens.stop_words()), sublinear_tf=True, min_df=2, max_df=0.5)

    def fit(weights) -> int:
        vectors = normalize(TruncatedSVD(100, random_state=1).fit_transform(weights))
        return len(set(KMeans(topics, n_init=10, random_state=1).fit_predict(vectors)))

    return vectorizer.fit_transform, fit


def clocked(step: Callable) -> tuple[object, dict[str, float]]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = step()
    seconds, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return result, {
        "seconds": seconds,
        "cpu": cpu,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIGABYTE,
    }


def apart(*arguments: object) -> dict:
    """What a step says, run in a process of its own: peak memory is that of a process and of what it was started from."""
    command = [sys.executable, __file__, "--step", *map(str, arguments)]
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **single}
    return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)


def table(articles: Path, size: int, times: int, topics: int) -> dict[str, dict[str, float]]:
    """Measure the ways and print a row each; seconds of both steps, by way and clock."""
    ways = (OURS, FREE, PEER)
    with tempfile.TemporaryDirectory() as folder:
        wrote = apart("write", articles, size, folder)
        if wrote["passages"] < size:
            sys.exit(f"{articles} has {wrote['passages']:,} passages, not {size:,}: give smaller --sizes.")
        measured: dict[str, list[dict]] = {way: [] for way in ways}
        for _ in range(times):
            for way in ways:
                measured[way].append(apart("measure", way, topics, folder))
    print(f"\n{size:,} passages of {wrote['documents']:,} articles")
    print(f"{'':14}{'count s':>9}{'CPU s':>8}{'GB':>6}{'fit s':>9}{'CPU s':>8}{'GB':>6}{'passages/s':>12}{'topics':>8}")
    both = {}
    for way, own in measured.items():
        middle = {
            (step, key): median(run[step][key] for run in own) for step in ("count", "fit") for key in own[0][step]
        }
        both[way] = {key: median(run["count"][key] + run["fit"][key] for run in own) for key in ("seconds", "cpu")}
        cells = "".join(
            f"{middle[step, 'seconds']:9.2f}{middle[step, 'cpu']:8.2f}{middle[step, 'peak']:6.2f}"
            for step in ("count", "fit")
        )
        print(f"{way:14}{cells}{size / both[way]['seconds']:12,.0f}{own[0]['topics']:8}", flush=True)
    return both


def growth(found: dict[int, dict[str, dict[str, float]]]) -> None:
    """Print the growth exponents from each size to the next, and from the first to the last."""
    spans = list(pairwise(found))
    spans += [(min(found), max(found))] if len(spans) > 1 else []
    print(
        f"\n{'growth exponent':24}"
        + "".join(f"{way + clock:>20}" for way in found[spans[0][0]] for clock in ("", ", CPU"))
    )
    for low, high in spans:
        slopes = (
            math.log(found[high][way][clock] / found[low][way][clock]) / math.log(high / low)
            for way in found[low]
            for clock in ("seconds", "cpu")
        )
        print(f"{f'{low:,} to {high:,}':24}" + "".join(f"{slope:20.2f}" for slope in slopes))


def main() -> None:
    if sys.argv[1:2] == ["--step"]:
        match sys.argv[2:]:
            case ["write", articles, size, folder]:
                said = write(Path(articles), int(size), Path(folder))
            case ["measure", way, topics, folder]:
                said = measure(way, int(topics), Path(folder))
        print(json.dumps(said))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--topics", type=int, default=20)
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, {os.getloadavg()[0]:.1f} other processes at work before the first run")
    sizes = sorted(set(options.sizes))
    found = {size: table(options.articles.resolve(), size, options.runs, options.topics) for size in sizes}
    if len(found) > 1:
        growth(found)


if __name__ == "__main__":
    main()
