"""How fast attributions are found, on one core and on several, and how time and memory grow with the corpus.

    python benchmarks/voices_time.py ARTICLES.parquet [--sizes 1000 4000 12000] [--cores 1 2] [--hostile]

ARTICLES.parquet has one article a row (columns id, text). Each size takes the first articles by id, so a smaller corpus is
part of a larger one. What is timed is what `prepare` does to find voices, apart from its cleaning and tables: the names of
all articles, who is who over all of them, and then the attributions of each article. Seconds are wall clock, beside them
CPU of all processes; MB are megabytes of text in UTF-8. Each row is a process of its own; peak memory is that of it, and
of the largest of those that it started. The growth exponent is the slope of log CPU time over log MB: 1 is linear.

With --hostile instead: a quarter of a megabyte and a megabyte each of what could make patterns hang.
"""

import argparse
import itertools
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
BATCH = 50  # articles that a process is given at a time
MEGABYTE = 1_000_000
GIGABYTE = 1e9 if sys.platform == "darwin" else 1e9 / 1024  # in the unit of ru_maxrss
HOSTILE = {
    "straight marks": '"',
    "opening marks": "“",
    "nested quotations": "“a ‘b c’ d” ",
    "said": "said ",
    "one letter": "a",
    "brackets": "(",
    "a name and said": "Ann Roe said ",
    "short quotations": "“No,” Ann Roe said. ",
}


def read(articles: Path, size: int) -> Iterator[list[list[str]]]:
    """The paragraphs of the first articles, some articles at a time."""
    from pyarrow import parquet

    table = parquet.read_table(articles, columns=["id", "text"]).sort_by("id")
    texts = iter(table["text"].to_pylist()[:size])
    while batch := list(itertools.islice(texts, BATCH)):
        yield [[line for line in text.split("\n") if line.strip()] for text in batch]


def mentions(batch: Sequence[Sequence[str]]) -> tuple[Counter[Any], list[list[Any]]]:
    """The names of each article, and all of them counted."""
    from analysis.quotations import find_mentions

    found = [[name for paragraph in article for name in find_mentions(paragraph)] for article in batch]
    return Counter(name for names in found for name in names), found


def attributions(
    batch: Sequence[Sequence[str]], found: Sequence[Sequence[Any]], spellings: Sequence[dict[str, str]]
) -> int:
    """How many attributions there are in some articles, given the names of each and what they stand for."""
    from analysis.quotations import find_attributions

    own = zip(batch, found, spellings, strict=True)
    return sum(len(many) for text, names, aliases in own for many in find_attributions(text, aliases, names))


def measure(articles: Path, size: int, cores: int) -> dict[str, float]:
    """Seconds and memory for so many articles on so many cores."""
    from analysis.prepare.rows import Aliases
    from analysis.quotations import link

    batches = list(read(articles, size))
    megabytes = sum(len(line.encode()) for batch in batches for text in batch for line in text) / MEGABYTE
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        run = map if cores == 1 else pool.map
        began = time.perf_counter(), _cpu()
        named = list(run(mentions, batches))
        linked = link(sum((counts for counts, _ in named), Counter()))
        index = Aliases([(row.spelling, row.name, row.rule) for row in linked])
        spellings = [[index.of("\n".join(text)) for text in batch] for batch in batches]
        many = sum(run(attributions, batches, [found for _, found in named], spellings))
        seconds = time.perf_counter() - began[0]
        pool.shutdown()
    return {
        "articles": size,
        "megabytes": megabytes,
        "attributions": many,
        "people": len({row.name for row in linked}),
        "seconds": seconds,
        "cpu": _cpu() - began[1],
        "peak": sum(resource.getrusage(who).ru_maxrss for who in _WHO) / GIGABYTE,
    }


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _cpu() -> float:
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, _WHO))


def apart(articles: Path, size: int, cores: int) -> dict[str, float]:
    """`measure` in a process of its own: peak memory is that of a process."""
    command = [sys.executable, __file__, str(articles), "--step", str(size), str(cores)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def table(articles: Path, sizes: Sequence[int], cores: Sequence[int]) -> None:
    """Measure and print a row for each size and number of cores, and how the time grows."""
    print(
        f"{'cores':>5}{'articles':>10}{'MB':>8}{'found':>9}{'people':>8}{'s':>8}{'CPU s':>8}{'MB/s':>7}{'peak GB':>9}"
    )
    for many in cores:
        rows = []
        for size in sizes:
            row = apart(articles, size, many)
            rows.append(row)
            print(
                f"{many:>5}{row['articles']:>10,}{row['megabytes']:>8.1f}{row['attributions']:>9,}{row['people']:>8,}"
                f"{row['seconds']:>8.1f}{row['cpu']:>8.1f}{row['megabytes'] / row['seconds']:>7.2f}{row['peak']:>9.2f}",
                flush=True,
            )
        if len(rows) > 1:
            first, last = rows[0], rows[-1]
            growth = math.log(last["cpu"] / first["cpu"]) / math.log(last["megabytes"] / first["megabytes"])
            print(f"growth exponent on {many}: {growth:.2f}")


def hostile() -> None:
    """Print the CPU seconds of a quarter of a megabyte and of a megabyte of each."""
    from analysis.quotations import find_attributions

    find_attributions(["Ann Roe said no."], {})
    print(f"{'text':<20}{'0.25 MB':>10}{'1 MB':>8}{'times':>8}")
    for name, piece in HOSTILE.items():
        seconds = []
        for size in (MEGABYTE // 4, MEGABYTE):
            began = time.process_time()
            find_attributions([piece * (size // len(piece))], {})
            seconds.append(time.process_time() - began)
        print(f"{name:<20}{seconds[0]:>10.2f}{seconds[1]:>8.2f}{seconds[1] / seconds[0]:>8.1f}", flush=True)


def main() -> None:
    """Reads what is asked, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 4000, 12000])
    parser.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--hostile", action="store_true", help="texts that could make patterns hang, instead")
    parser.add_argument("--step", type=int, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.hostile:
        return hostile()
    if options.articles is None:
        parser.error("name the articles")
    if options.step:
        return print(json.dumps(measure(options.articles, *options.step)))
    print(f"{os.cpu_count()} cores, {os.getloadavg()[0]:.1f} other processes at work before the first run")
    return table(options.articles.resolve(), options.sizes, options.cores)


if __name__ == "__main__":
    main()
