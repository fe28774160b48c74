"""How long `rashomon prepare` takes and how much memory, and how both grow with the corpus.

    python benchmarks/prepare_time.py ARTICLES.parquet [--sizes 1000 4000 12000]

ARTICLES.parquet has one article a row (columns id, source, date, title, url, text). Each size takes the first articles by
id, so a smaller corpus is part of a larger one. Time is wall clock of the whole command, in seconds and per million
words; beside it, in the same run, stands scikit-learn's CountVectorizer for words and pairs of words on the same texts,
one of the many things that `prepare` does. Peak memory is that of the command and its processes together, sampled ten
times a second. The growth exponent is the slope of log time over log words: 1 is linear.
"""

import argparse
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pyarrow.parquet as pq
from sklearn.feature_extraction.text import CountVectorizer

ROOT = Path(__file__).resolve().parents[1]


def memory(process: psutil.Process) -> int:
    """Bytes that a process and its children hold now; what they share is counted once."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_full_info().pss
        except psutil.Error:  # it has just ended
            continue
    return total


def prepare(articles: Path, folder: Path) -> tuple[float, float, dict[str, int]]:
    """Seconds, gigabytes at the peak, and the number of rows of each table."""
    command = [sys.executable, "-m", "analysis.cli", "prepare", str(articles), "--study", str(folder / "study")]
    environment = {**os.environ, "RASHOMON_TEXTS": str(folder / "texts")}
    began, peak = time.perf_counter(), 0
    with (folder / "told").open("w+") as told:
        running = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=told, stderr=subprocess.DEVNULL)
        watched = psutil.Process(running.pid)
        while running.poll() is None:
            try:
                peak = max(peak, memory(watched))
            except psutil.Error:  # it has just ended
                break
            time.sleep(0.1)
        if running.wait():
            sys.exit(f"prepare ended with code {running.returncode}")
        seconds = time.perf_counter() - began
        told.seek(0)
        pairs = (line.removesuffix(" rows\n").split(": ") for line in told if line.endswith(" rows\n"))
        return seconds, peak / 1e9, {table: int(count.replace(",", "")) for table, count in pairs}


def exponent(points: list[tuple[float, float]]) -> float:
    """Least-squares slope of log y over log x."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x, mean_y = (sum(values) / len(logs) for values in zip(*logs, strict=True))
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 4000, 12000])
    options = parser.parse_args()
    everything = pq.read_table(options.articles).sort_by("id")
    points = []
    print("articles  million words  seconds  per million words  CountVectorizer  ratio  peak GB  terms rows")
    for size in options.sizes:
        part = everything.slice(0, size)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            pq.write_table(part, folder / "articles.parquet")
            texts = part["text"].to_pylist()
            began = time.perf_counter()
            CountVectorizer(ngram_range=(1, 2), min_df=2).fit_transform(texts)
            peer = time.perf_counter() - began
            words = sum(len(text.split()) for text in texts) / 1e6
            seconds, peak, rows = prepare(folder / "articles.parquet", folder)
        points.append((words, seconds))
        print(
            f"{size:8,}  {words:13.2f}  {seconds:7.1f}  {seconds / words:17.1f}  {peer:15.1f}  {seconds / peer:5.1f}"
            f"  {peak:7.2f}  {rows['terms']:10,}",
            flush=True,
        )
    if len(points) > 1:
        print(f"growth exponent of time over words: {exponent(points):.3f}")


if __name__ == "__main__":
    main()
