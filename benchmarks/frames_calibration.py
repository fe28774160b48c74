"""How often frames differ where nothing does, and how much neighbouring passages resemble each other.

    python benchmarks/frames_calibration.py [--corpus DIR] [--articles 1500] [--rounds 1000] [--power-rounds 300]

On AllSides articles (Baly et al., EMNLP 2020) of twelve passages or more. Neighbours: the correlation of a frame's rates in
passages of one article, so many places apart. Calibration: articles are dealt at random to five invented sources, one, three,
ten or twenty each; printed is the share of rounds in which any frame differs in any source (5 % are asked for). With one
article each the test is of the articles, which do differ: that share is no error of the test, but shows why such a finding only
describes the texts. Planted: words of a frame are added to a source, in counts that vary as much as those of its units do, so
that it has as many times the others' rate as `frames.smallest_ratio` says is found with 80 % power; printed is how often.
"""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import planted  # noqa: E402

from analysis import frames, resampling, tokens  # noqa: E402
from analysis.corpus.passages import SHORTEST  # noqa: E402

FEWEST_PASSAGES, SOURCES = 12, 5
APART = (1, 2, 3, 4, 6, 10)
EACH = (1, 3, 10, 20)  # articles a source
SETTING = frames.Setting(draws=500, permutations=1000)


def read(path: Path, many: int) -> list[list[str]]:
    """The passages of the first so many articles, of those that have enough."""
    import pyarrow.parquet

    articles = []
    for text in pyarrow.parquet.read_table(path, columns=["text"]).slice(0, many).column("text").to_pylist():
        passages, open_ = [], ""
        for paragraph in text.split("\n"):
            open_ = f"{open_} {paragraph}".strip()
            if tokens.count_words(open_) >= SHORTEST:
                passages, open_ = [*passages, open_], ""
        if len(passages) >= FEWEST_PASSAGES:
            articles.append(passages)
    return articles


def counted(articles: list[list[str]]) -> tuple[frames.Counted, pd.DataFrame]:
    """Frame words of all passages, and the passages with article and words."""
    places = [(f"{n:05}:{k:03}", n, text) for n, passages in enumerate(articles) for k, text in enumerate(passages)]
    rows = [(id, term, n) for id, _, text in places for term, n in Counter(tokens.terms(text)).items()]
    terms = pd.DataFrame(rows, columns=pd.Index(["passage", "term", "count"]))
    passages = pd.DataFrame({"passage": [id for id, _, _ in places], "document": [n for _, n, _ in places]})
    passages["words"] = [tokens.count_words(text) for _, _, text in places]
    return frames.count(terms, passages), passages


def neighbours(found: frames.Counted, passages: pd.DataFrame) -> pd.DataFrame:
    """Correlation of rates by distance, one row a frame."""
    rates = found.hits / passages["words"].to_numpy()[:, None]
    rates = (rates - rates.mean(axis=0)) / rates.std(axis=0)
    own = [rates[places] for places in passages.groupby("document").indices.values()]
    columns = {k: np.concatenate([one[:-k] * one[k:] for one in own]).mean(axis=0) for k in APART}
    return pd.DataFrame(columns, index=pd.Index(frames.FRAMES)).round(3)


@dataclass(frozen=True)
class Dealt:
    """Articles dealt at random to the sources, so many each."""

    counted: frames.Counted
    passages: pd.DataFrame


def deal(found: frames.Counted, passages: pd.DataFrame, each: int, rng: np.random.Generator) -> Dealt:
    places = passages.groupby("document").indices
    dealt = rng.choice(len(places), SOURCES * each, replace=False)
    rows = np.concatenate([places[article] for article in dealt])
    source = np.repeat([f"s{n % SOURCES}" for n in range(len(dealt))], [len(places[article]) for article in dealt])
    part = frames.Counted(found.hits[rows], found.distinct[rows], found.words.head(0))
    return Dealt(part, passages.iloc[rows].assign(source=source).reset_index(drop=True))


def differs(dealt: Dealt) -> bool:
    """Whether any frame differs in any source."""
    return bool(frames.by_source(dealt.counted, dealt.passages, SETTING)["differs"].any())


def planted_found(dealt: Dealt, rng: np.random.Generator) -> tuple[bool, float] | None:
    """Whether a frame that one source has as much more often as is promised differs there, and how much that is.

    The frame and the source are any that are compared; None where no size is promised.
    """
    rates = frames.by_source(dealt.counted, dealt.passages, SETTING)
    limits = frames.smallest_ratio(dealt.counted, dealt.passages, rates, SETTING).dropna(subset=["ratio"])
    if limits.empty:
        return None
    row = limits.iloc[int(rng.integers(len(limits)))].to_dict()
    more = planted.framed(dealt.counted, dealt.passages, row["frame"], row, rng)
    seen = frames.by_source(more, dealt.passages, SETTING)
    seen = seen[(seen["frame"] == row["frame"]) & (seen["source"] == row["source"])]
    return bool((seen["differs"] & (seen["rate"] > seen["rest"])).any()), float(row["ratio"])


def told(what: str, many: int, rounds: int) -> None:
    share, low, high = (100 * x for x in (many / rounds, *resampling.jeffreys(many, rounds)))
    print(f"{what} in {share:.1f} % of {rounds} rounds [{low:.1f}, {high:.1f}]", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpora" / "allsides")
    parser.add_argument("--articles", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--power-rounds", type=int, default=300)
    options = parser.parse_args()
    found, passages = counted(read(options.corpus / "articles.parquet", options.articles))
    print(f"{passages['document'].nunique()} articles, {len(passages)} passages; correlation of rates by distance:")
    print(neighbours(found, passages).to_string())
    for each in EACH:
        rng = np.random.default_rng(each)
        wrong = sum(differs(deal(found, passages, each, rng)) for _ in range(options.rounds))
        told(f"{each} articles a source: some frame differs", wrong, options.rounds)
        tried = [planted_found(deal(found, passages, each, rng), rng) for _ in range(options.power_rounds)]
        seen = [one for one in tried if one]
        if seen:
            ratio = np.median([ratio for _, ratio in seen])
            told(
                f"  one that is {ratio:.1f} times as frequent (median) is found", sum(one for one, _ in seen), len(seen)
            )
        else:
            print("  no difference is promised to be found")


if __name__ == "__main__":
    main()
