"""How long TF-IDF takes from texts, and how much memory, beside scikit-learn's TfidfVectorizer.

    python benchmarks/tfidf_time.py ARTICLES.parquet [--sizes 2000 20000] [--runs 3] [--stream]

ARTICLES.parquet has one article a row (columns id, text). A size takes the first articles by id. Beyond the articles that
there are, one is made of the first half of an article and the second half of another: it has the length and the words of
news, but brings no new word and few new pairs, so scikit-learn's vocabulary, and with it its time and memory, stay below
what as many new articles would take.

Words and pairs of words in at least 5 articles and at most half of them, English stop words left out, 1 + ln(count), rows
of length one. The ways take turns, each run in a process of its own; a row is the median of its runs. Seconds (wall clock,
and CPU of all threads) are from the texts in memory to the weights; with --stream also from the file, which is read while
words are counted. Peak memory is that of the whole process, libraries included, and the texts too unless they are streamed.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEER, OURS, STREAM = "scikit-learn", "ours", "ours, streamed"
BOUNDS = {"min_df": 5, "max_df": 0.5}
GIGABYTE = 1e9 if sys.platform == "darwin" else 1e9 / 1024  # in the unit of ru_maxrss


def write(articles: Path, size: int, folder: Path) -> dict:
    """Put `size` articles into the folder."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts = pq.read_table(articles, columns=["id", "text"]).sort_by("id")["text"].to_pylist()
    count = len(texts)
    for number in range(count, size):
        first, second = texts[number % count], texts[(number + number // count) % count]
        texts.append(first[: len(first) // 2] + second[len(second) // 2 :])
    table = pa.table({"text": pa.array(texts[:size], pa.large_string())})
    pq.write_table(table, folder / "texts.parquet", row_group_size=1000)
    return {"characters": sum(map(len, texts[:size]))}


def streamed(path: Path) -> Iterator[str]:
    """The texts of a file, of which a thousand are held at once."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            yield from file.read_row_group(group, columns=["text"])["text"].to_pylist()


def measure(way: str, folder: Path) -> dict:
    """Seconds, CPU seconds and peak memory of one way; the matrix, its terms and idf are left in the folder."""
    import numpy as np
    from scipy import sparse
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

    from analysis import tfidf

    texts = streamed(folder / "texts.parquet")
    if way != STREAM:
        texts = list(texts)
    began, began_cpu = time.perf_counter(), time.process_time()
    if way == PEER:
        vectorizer = TfidfVectorizer(ngram_range=(1, 2), stop_words="english", sublinear_tf=True, **BOUNDS)
        matrix = vectorizer.fit_transform(texts)
        terms, idf = vectorizer.get_feature_names_out(), vectorizer.idf_
    else:
        counts = tfidf.count_texts(texts, stop_words=ENGLISH_STOP_WORDS, **BOUNDS)
        matrix = tfidf.weigh(counts).matrix
        terms, idf = counts.terms, tfidf.idf(counts)
    seconds, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / GIGABYTE
    sparse.save_npz(folder / f"{way}.npz", matrix, compressed=False)
    np.save(folder / f"{way}.npy", idf)
    (folder / f"{way}.json").write_text(json.dumps(list(terms)))
    return {"seconds": seconds, "cpu": cpu, "peak": peak, "shape": matrix.shape, "cells": matrix.nnz}


def compare(way: str, folder: Path) -> dict:
    """How far the result of a way is from scikit-learn's."""
    import numpy as np
    from scipy import sparse

    found, expected = (sparse.load_npz(folder / f"{one}.npz") for one in (way, PEER))
    words, peer_words = (json.loads((folder / f"{one}.json").read_text()) for one in (way, PEER))
    if words != peer_words:
        return {"agrees": "no: another vocabulary"}
    found.sort_indices()
    expected.sort_indices()
    same = (found.indptr == expected.indptr).all() and (found.indices == expected.indices).all()
    if not same:
        return {"agrees": "no: other cells"}
    idf = np.abs(np.load(folder / f"{way}.npy") - np.load(folder / f"{PEER}.npy")).max()
    return {
        "agrees": f"same terms and cells, weights to {np.abs(found.data - expected.data).max():.0e}, idf to {idf:.0e}"
    }


def apart(*arguments: object) -> dict:
    """What a step says, run in a process of its own: peak memory is that of a process and of what it was started from."""
    command = [sys.executable, __file__, "--step", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)


def table(articles: Path, size: int, runs: int, ways: list[str]) -> None:
    """Measure the ways and print a row each."""
    with tempfile.TemporaryDirectory() as folder:
        characters = apart("write", articles, size, folder)["characters"]
        measured: dict[str, list[dict]] = {way: [] for way in ways}
        for _ in range(runs):
            for way in ways:
                measured[way].append(apart("measure", way, folder))
        shape, cells = measured[PEER][0]["shape"], measured[PEER][0]["cells"]
        print(f"{size:,} articles, {characters / 1e6:.1f} million characters; {shape[1]:,} terms, {cells:,} cells")
        print(f"{'way':16}{'seconds':>10}{'CPU s':>8}{'times as fast':>16}{'CPU':>7}{'peak GB':>10}")
        middle = {
            way: {key: statistics.median(run[key] for run in measured[way]) for key in ("seconds", "cpu", "peak")}
            for way in ways
        }
        for way, own in middle.items():
            faster, leaner = (middle[PEER][key] / own[key] for key in ("seconds", "cpu"))
            agrees = "" if way == PEER else apart("compare", way, folder)["agrees"]
            print(
                f"{way:16}{own['seconds']:10.2f}{own['cpu']:8.2f}{faster:16.1f}{leaner:7.1f}{own['peak']:10.2f}  {agrees}",
                flush=True,
            )


def main() -> None:
    if sys.argv[1:2] == ["--step"]:
        match sys.argv[2:]:
            case ["write", articles, size, folder]:
                said = write(Path(articles), int(size), Path(folder))
            case ["measure", way, folder]:
                said = measure(way, Path(folder))
            case ["compare", way, folder]:
                said = compare(way, Path(folder))
        print(json.dumps(said))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2000, 20000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--stream", action="store_true", help="also count straight from the file")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, {os.getloadavg()[0]:.1f} other processes at work before the first run")
    for size in options.sizes:
        table(options.articles.resolve(), size, options.runs, [PEER, OURS, *([STREAM] if options.stream else [])])


if __name__ == "__main__":
    main()
