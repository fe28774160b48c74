"""Counting and topics of many passages on a Dask cluster of two workers on this machine, beside one process.

    python benchmarks/scale.py ARTICLES.parquet [--sizes 100000 1000000] [--topics 20] [--limit 720] [--skip cluster]

ARTICLES.parquet has one article a row (columns id, source, text). Passages are runs of 60 words, an article's last run
being shorter; for a size, articles are drawn with replacement (seed 1) until there are so many passages, so words and
lengths are those of news and neighbours stay neighbours. The 12 sources with most articles stand by name, the rest as one.

Counted are words and pairs of words in 5 passages or more and half of them at most, stop words left out, as they are
read from the file; then topics are fitted, with 20 refits. One process counts with two threads; both workers have one.
Seconds are wall clock. CPU seconds are those of all processes, and of them those of the process that asks: with any number
of workers a step takes at least as long. Peak memory (of a process so far, libraries included) is that of the process that
asks, of the scheduler, and of the worker that has most. "same" compares counts, idf, topics and scores by their digests.
The growth exponent is the slope of log seconds over log passages: 1 is linear. A step that takes longer than the limit is
given up.
"""

import argparse
import hashlib
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ONE, CLUSTER = "one process", "cluster"
STEPS = ("count", "fit")
WORDS, NAMED = 60, 12  # words a passage; sources that stand by name
GROUP = 10_000  # passages that are read from the file at a time
GIGABYTE = 1e9 if sys.platform == "darwin" else 1e9 / 1024  # in the unit of ru_maxrss


def write(articles: Path, size: int, folder: Path) -> dict:
    """Put `size` passages into the folder."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    from analysis.study import OTHERS

    told = pd.read_parquet(articles, columns=["id", "source", "text"]).sort_values("id", ignore_index=True)
    sizes = told["source"].value_counts().reset_index().sort_values(["count", "source"], ascending=[False, True])
    sources = told["source"].where(told["source"].isin(sizes["source"][:NAMED]), OTHERS).tolist()
    parts = [runs(text) for text in told["text"]]
    rng = np.random.default_rng(1)
    place, passages, documents, texts = [], 0, 0, pa.schema([("text", pa.large_string())])
    with pq.ParquetWriter(folder / "texts.parquet", texts) as out:
        held: list[str] = []
        while passages < size:
            drawn = int(rng.integers(len(parts)))
            own = parts[drawn][: size - passages]
            held += own
            place += [(f"p{passages + at:07}", f"d{documents:07}", sources[drawn]) for at in range(len(own))]
            passages, documents = passages + len(own), documents + 1
            if len(held) >= GROUP or passages == size:
                out.write_table(pa.table({"text": pa.array(held, pa.large_string())}))
                held = []
    columns = pd.Index(["passage", "document", "source"])
    pd.DataFrame(place, columns=columns).to_parquet(folder / "passages.parquet", index=False)
    return {"documents": documents}


def runs(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS)]


def streamed(path: Path) -> Iterator[str]:
    """The texts of a file, of which a row group is held at once."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            yield from file.read_row_group(group, columns=["text"])["text"].to_pylist()


def used() -> dict[str, float]:
    """CPU seconds and peak memory of this process so far, in GB."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return {"cpu": own.ru_utime + own.ru_stime, "peak": own.ru_maxrss / GIGABYTE}


def measure(way: str, topics: int, folder: Path) -> dict:
    """What each step takes, and the digests of what it gives."""
    import pandas as pd
    import sklearn.cluster  # noqa: F401  before the clock runs

    from analysis import tfidf, tokens, workers
    from analysis import topics as ours

    passages = pd.read_parquet(folder / "passages.parquet")
    with workers.shown("local" if way == CLUSTER else ""):
        engine = workers.at_hand()
        counts, counting = clocked(
            lambda: tfidf.count_texts(
                streamed(folder / "texts.parquet"),
                names=passages["passage"].tolist(),
                stop_words=tokens.stop_words(),
                min_df=5,
                max_df=0.5,
                workers=engine if engine.apart else 2,
            ),
            engine,
        )
        found, fitting = clocked(lambda: ours.fit(counts, passages, topics=topics), engine)
    counted = [counts.matrix.data, counts.matrix.indices, counts.matrix.indptr, tfidf.idf(counts)]
    words = "\n".join(counts.terms).encode()
    tables = [found.assignment, found.topics, found.words]
    return {
        "count": counting | {"digest": digest(words, *(one.tobytes() for one in counted))},
        "fit": fitting | {"digest": digest(*(table.to_csv().encode() for table in tables))},
        "terms": len(counts.terms),
        "cells": int(counts.matrix.nnz),
    }


def digest(*parts: bytes) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()


def clocked(step: Callable, engine) -> tuple[object, dict[str, float]]:
    before, wall = everyone(engine), time.perf_counter()
    result = step()
    seconds, after = time.perf_counter() - wall, everyone(engine)
    cpu = {name: own["cpu"] - before.get(name, {"cpu": 0.0})["cpu"] for name, own in after.items()}
    peaks = {name: own["peak"] for name, own in after.items()}
    told = {"seconds": seconds, "cpu": sum(cpu.values()), "own_cpu": cpu["asking"], "asking": peaks.pop("asking")}
    return result, told | {"scheduler": peaks.pop("scheduler", 0.0), "worker": max(peaks.values(), default=0.0)}


def everyone(engine) -> dict[str, dict[str, float]]:
    """What the processes used so far: the one that asks, the scheduler's, and the workers."""
    found = {"asking": used()}
    if engine.apart:
        found |= engine._client.run(used) | {"scheduler": engine._client.run_on_scheduler(used)}
    return found


def apart(limit: float, *arguments: object) -> dict:
    """What a step says, run in a process of its own."""
    command = [sys.executable, __file__, "--step", *map(str, arguments)]
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'benchmarks'}", **single}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, timeout=limit)
    return json.loads(done.stdout)


def table(size: int, folder: Path, ways: list[str], options: argparse.Namespace) -> dict[str, dict]:
    """Measure the ways and print a row each."""
    wrote = apart(options.limit, "write", options.articles.resolve(), size, folder)
    print(f"\n{size:,} passages of {wrote['documents']:,} articles, load {os.getloadavg()[0]:.1f}", flush=True)
    print(f"{'':20}{'seconds':>9}{'CPU s':>9}{'asking':>9}{'asking GB':>11}{'scheduler GB':>14}{'worker GB':>11}")
    found: dict[str, dict] = {}
    for way in ways:
        try:
            found[way] = apart(options.limit, "measure", way, options.topics, folder)
        except subprocess.TimeoutExpired:
            print(f"{way}: given up after {options.limit:.0f} s", flush=True)
            continue
        for step in STEPS:
            own = found[way][step]
            cells = f"{own['seconds']:9.1f}{own['cpu']:9.1f}{own['own_cpu']:9.1f}{own['asking']:11.2f}"
            cells += f"{own['scheduler']:14.2f}{own['worker']:11.2f}" if own["worker"] else ""
            print(f"{way + ', ' + step:20}{cells}", flush=True)
    for first in list(found.values())[:1]:
        same = [step for step in STEPS if all(one[step]["digest"] == first[step]["digest"] for one in found.values())]
        print(
            f"{first['terms']:,} terms, {first['cells']:,} cells; the same in all ways: {', '.join(same) or 'nothing'}"
        )
    return found


def growth(found: dict[int, dict[str, dict]]) -> None:
    """Print the growth exponents from the smallest size to each other one."""
    low = min(found)
    for high in sorted(found)[1:]:
        for way in found[low].keys() & found[high].keys():
            for key in ("seconds", "cpu"):
                both = (sum(found[size][way][step][key] for step in STEPS) for size in (low, high))
                small, large = both
                slope = math.log(large / small) / math.log(high / low)
                print(f"growth exponent from {low:,} to {high:,}, {way}, {key}: {slope:.2f}", flush=True)


def main() -> None:
    if sys.argv[1:2] == ["--step"]:
        match sys.argv[2:]:
            case ["write", articles, size, folder]:
                said = write(Path(articles), int(size), Path(folder))
            case ["measure", way, topics, folder]:
                import scale  # so that workers find `used` by its module

                said = scale.measure(way, int(topics), Path(folder))
        print(json.dumps(said))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--topics", type=int, default=20)
    parser.add_argument("--limit", type=float, default=720.0, help="seconds, for each way")
    parser.add_argument("--skip", choices=[ONE, CLUSTER], action="append", default=[])
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, {os.getloadavg()[0]:.1f} other processes at work before the first run")
    ways = [way for way in (ONE, CLUSTER) if way not in options.skip]
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sorted(set(options.sizes)):
            found[size] = table(size, Path(folder), ways, options)
    growth(found)


if __name__ == "__main__":
    main()
