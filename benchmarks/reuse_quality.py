"""How well and how fast shared copy is found: precision by event, recall of reprints, time and memory.

    python benchmarks/reuse_quality.py [--corpora DIR] [--sizes 1000 4000 12000] [--examples 0]

Precision is by labels. hscluster (Tseng) says the event of each article. The AllSides articles (Baly et al. 2020) do
not: there, two dated articles of different topics and more than 14 days apart stand for two events. That is harsh: a
sentence of a politician that two outlets quote weeks apart is copied words, but counts as wrong. `--examples` prints
pairs drawn evenly from all that are found, to be judged by eye. Recall is of reprints that are made here, of whole
articles and of passages. Time and memory are of a process of its own that reads terms from a file.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from analysis import reuse, tokens
from analysis.corpus import cleaning, furniture, lines, passages

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
APART = 14  # days


@dataclass(frozen=True)
class Article:
    """An article with what is known of it; `event` is empty where the corpus has topics only."""

    source: str
    date: str
    event: str
    topic: str
    text: str


def events(path: Path) -> list[Article]:
    """The articles of a file of hscluster."""
    return [
        Article(
            urlsplit(one["url"]).netloc,
            datetime.fromtimestamp(float(one["published"]), UTC).date().isoformat() if one["published"] else "",
            str(number),
            "",
            f"{one['title']}\n\n{one['body']}",
        )
        for number, event in enumerate(json.loads(path.read_text(encoding="utf-8")))
        for one in event["articles"]
    ]


def allsides(path: Path) -> list[Article]:
    import pyarrow.parquet as parquet

    rows = parquet.read_table(path).to_pylist()
    return [Article(row["source"], row["date"] or "", "", row["topic"], row["text"]) for row in rows]


Text = list[list[str]]  # the terms of each passage of a document


def cut(articles: Sequence[Article]) -> list[Text]:
    """Cleaned and cut as `prepare` does it."""
    found = [lines.read(article.text)[0] for article in articles]
    counts: dict[str, Counter[str]] = {}
    sizes = Counter(article.source for article in articles)
    for article, own in zip(articles, found, strict=True):
        counts.setdefault(article.source, Counter()).update(furniture.candidates(own))
    recurring = {source: furniture.recurring(counts[source], sizes[source]) for source in sizes}
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(_cut, found, [recurring[one.source] for one in articles], chunksize=50))


def _cut(found: list[lines.Line], recurring: frozenset[str]) -> Text:
    paragraphs = cleaning.clean(found, recurring).paragraphs
    text, _ = passages.join(paragraphs)
    return [tokens.terms(text[one.start : one.end]) for one in passages.cut(paragraphs)]


@dataclass(frozen=True)
class Found:
    """Pairs at both levels."""

    documents: pd.DataFrame
    passages: pd.DataFrame


def find(store: "Store", facts: pd.DataFrame) -> Found:
    whole, left_out = reuse.between_documents(store.documents(), facts, {})
    parts = reuse.between_passages(store.passages(), store.document_of, facts, whole, left_out)
    return Found(whole, parts)


class Store:
    """Terms in a file, a passage a line, so that memory is that of the search and not that of the texts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.offsets: list[int] = []
        self.document_of: dict[str, str] = {}
        self.place: dict[str, tuple[int, int]] = {}  # document or passage: first line, line after the last
        with path.open("rb") as file:
            offset = 0
            for number, line in enumerate(file):
                passage = line.split(b"\t", 1)[0].decode()
                document = passage.split(":")[0]
                self.document_of[passage] = document
                self.place[passage] = (number, number + 1)
                self.place[document] = (self.place.get(document, (number, 0))[0], number + 1)
                self.offsets.append(offset)
                offset += len(line)
            self.offsets.append(offset)

    @staticmethod
    def write(path: Path, texts: Sequence[Text]) -> "Store":
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for number, text in enumerate(texts):
                for position, terms in enumerate(text):
                    file.write(f"d{number:06}:{position:04}\t{' '.join(terms)}\n")
        return Store(path)

    def words_of(self, names: Sequence[str]) -> Mapping[str, Sequence[str]]:
        with self.path.open("rb") as file:
            return {name: self._read(file, *self.place[name]) for name in names}

    def _read(self, file: BinaryIO, first: int, after: int) -> list[str]:
        file.seek(self.offsets[first])
        read = file.read(self.offsets[after] - self.offsets[first]).decode().split("\n")[:-1]
        return [term for line in read for term in line.split("\t", 1)[1].split()]

    def documents(self) -> reuse.Units:
        return self._units(list(dict.fromkeys(self.document_of.values())))

    def passages(self) -> reuse.Units:
        return self._units(list(self.document_of))

    def _units(self, names: list[str]) -> reuse.Units:
        def each() -> Iterator[np.ndarray]:
            with self.path.open("rb") as file:
                for name in names:
                    yield reuse.hashes(self._read(file, *self.place[name]))

        ends, flat = [0], np.empty(1_000_000, np.uint64)
        for found in each():
            while ends[-1] + len(found) > len(flat):
                flat.resize(len(flat) * 3 // 2, refcheck=False)
            flat[ends[-1] : ends[-1] + len(found)] = found
            ends.append(ends[-1] + len(found))
        return reuse.Units(
            names, flat[: ends[-1]], np.array(ends[1:], np.int64), lambda names: partial(self.words_of, names)
        )


def facts_of(articles: Sequence[Article]) -> pd.DataFrame:
    return pd.DataFrame(
        [(f"d{number:06}", one.source, one.date) for number, one in enumerate(articles)],
        columns=["document", "source", "date"],
    )


def verdict(left: Article, right: Article) -> str:
    """Whether two articles are of one event: "same", "other", or "unknown" where there is no telling."""
    if left.event:
        return "same" if left.event == right.event else "other"
    try:
        days = abs((date.fromisoformat(left.date) - date.fromisoformat(right.date)).days)
    except ValueError:
        return "unknown"
    return "other" if days > APART and left.topic != right.topic else "same"


def precision(name: str, articles: Sequence[Article], found: Found, examples: int, store: Store) -> None:
    across = found.passages[found.passages["level"] == "corpus"]
    for level, pairs in (("documents", found.documents), ("passages", across)):
        numbers = [(int(a[1:7]), int(b[1:7])) for a, b in zip(pairs["left"], pairs["right"], strict=True)]
        counts = Counter(verdict(articles[a], articles[b]) for a, b in numbers)
        judged = counts["same"] + counts["other"]
        share = f"{counts['same'] / judged:.4f}" if judged else "-"
        print(
            f"{name:10} {level:10} {len(pairs):6} pairs, {judged:6} judged: {counts['same']:6} of one event, "
            f"{counts['other']:4} not; precision {share}"
        )
        for at in np.linspace(0, len(pairs) - 1, min(examples, len(pairs))).astype(int):
            left, right, containment, words = pairs.iloc[at][["left", "right", "containment", "shared_words"]]
            texts = store.words_of([left, right])
            one, other = (articles[number] for number in numbers[at])
            print(f"  {containment} {words} {one.source} {one.date} | {other.source} {other.date}")
            print(*(f"    {_marked(texts[a], texts[b])}" for a, b in ((left, right), (right, left))), sep="\n")


def _marked(words: Sequence[str], others: Sequence[str]) -> str:
    """The first words of a text, those that the other one has in capitals."""
    size = reuse.SHINGLE
    known = tokens.shingles(others, size)
    both = {at + i for at in range(len(words)) if tuple(words[at : at + size]) in known for i in range(size)}
    first = max(0, min(both, default=0) - 5)
    return " ".join(word.upper() if at in both else word for at, word in enumerate(words[: first + 60]) if at >= first)


def reprints(articles: Sequence[Article], texts: Sequence[Text], place: Path) -> None:
    """Every tenth article printed once more, by another source the next day, in several ways."""
    chosen = range(0, len(articles), 10)
    strange = "an entirely new beginning that nobody wrote before today in any paper".split()
    added = [[f"added{number}" for number in range(80)]]
    ways = {
        "as it is": lambda text: text,
        "changed headline": lambda text: [strange, *text[1:]],
        "cut ending": lambda text: text[: max(1, len(text) * 6 // 10)],
        "added paragraph": lambda text: [*text[:1], *added, *text[1:]],
        "all three": lambda text: [strange, *added, *text[1 : max(2, len(text) * 6 // 10)]],
        "as it is, its own source, a year later": lambda text: text,
        "its lead alone, as it is": lambda text: text[:1],
    }
    for way, change in ways.items():
        short = way.startswith("its lead")
        base = [text[:1] if short and number % 10 == 0 else text for number, text in enumerate(texts)]
        kept = [number for number in chosen if sum(map(len, change(base[number]))) >= reuse.SHINGLE]
        own = "its own" in way
        copies = [
            Article(
                articles[number].source if own else "another",
                _later(articles[number].date, 365 if own else 1),
                "",
                "",
                "",
            )
            for number in kept
        ]
        store = Store.write(place / "reprints.tsv", [*base, *(change(base[number]) for number in kept)])
        found = find(store, facts_of([*articles, *copies]))
        expected = {(f"d{number:06}", f"d{len(base) + at:06}") for at, number in enumerate(kept)}
        whole = len(expected & set(zip(found.documents["left"], found.documents["right"], strict=True)))
        report = f"recall {way:40} documents {whole / len(expected):.4f} of {len(expected)}"
        if change(base[0]) is base[0] or short:
            pairs = set(zip(found.passages["left"], found.passages["right"], strict=True))
            each = [
                (f"d{number:06}:{position:04}", f"d{len(base) + at:06}:{position:04}")
                for at, number in enumerate(kept)
                for position, terms in enumerate(base[number])
                if len(terms) >= reuse.SHINGLE
            ]
            report += f", passages {sum(pair in pairs for pair in each) / len(each):.4f} of {len(each)}"
        print(report)


def _later(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except ValueError:
        return ""


def cost(path: Path, facts: Path) -> None:
    """In a process of its own: processor seconds and peak memory of both levels, the reading of the terms included."""
    store = Store(path)
    table = pd.read_csv(facts, keep_default_na=False)
    before = peak_memory()
    began = time.process_time()
    whole_units = store.documents()
    part_units = store.passages()
    hashed = time.process_time()
    whole, left_out = reuse.between_documents(whole_units, table, {})
    parts = reuse.between_passages(part_units, store.document_of, table, whole, left_out)
    ended = time.process_time()
    sizes = [len(whole_units.flat), len(part_units.flat), len(whole), len(parts)]
    print(json.dumps([hashed - began, ended - hashed, before, peak_memory(), *sizes]))


def peak_memory() -> float:
    """The most that this process has held so far, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # the other count starts from that of the process that started this one
        return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line[:5] == "VmHWM")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def growth(articles: Sequence[Article], texts: Sequence[Text], sizes: Sequence[int], place: Path) -> None:
    print("articles  hashing CPU s  pairs CPU s  MiB before  MiB peak  shingles of documents, passages  pairs")
    took: list[tuple[int, float]] = []
    for size in sizes:
        path, facts = place / f"{size}.tsv", place / f"{size}.csv"
        Store.write(path, texts[:size])
        facts_of(articles[:size]).to_csv(facts, index=False)
        command = [sys.executable, __file__, "--cost", str(path), str(facts)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        hashing, pairs, before, peak, *counts = json.loads(done.stdout)
        took.append((size, hashing + pairs))
        print(f"{size:8}{hashing:15.1f}{pairs:13.1f}{before:12.0f}{peak:10.0f}  {counts[:2]}  {counts[2:]}")
    if len(took) > 1:
        (small, fast), (large, slow) = took[0], took[-1]
        print(
            f"growth exponent from {small} to {large} articles: {math.log(slow / fast) / math.log(large / small):.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 4000, 12000])
    parser.add_argument("--examples", type=int, default=0, help="pairs to print for the eye, at each level")
    parser.add_argument("--cost", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cost:
        cost(*options.cost)
        return
    with tempfile.TemporaryDirectory(prefix="rashomon-benchmark-") as folder:
        place = Path(folder)
        for path in sorted((options.corpora / "hscluster").glob("*E.json")):
            articles = events(path)
            store = Store.write(place / "events.tsv", cut(articles))
            precision(path.stem, articles, find(store, facts_of(articles)), 0, store)
        articles = allsides(options.corpora / "allsides" / "articles.parquet")
        texts = cut(articles)
        store = Store.write(place / "allsides.tsv", texts)
        precision("AllSides", articles, find(store, facts_of(articles)), options.examples, store)
        reprints(articles[:2000], texts[:2000], place)
        growth(articles, texts, options.sizes, place)


if __name__ == "__main__":
    main()
