"""How often frames differ where nothing does, and how much neighbouring passages resemble each other.

    python benchmarks/frames_calibration.py [--corpus ../shared/corpora/allsides] [--articles 1500] [--rounds 1000]

On AllSides articles (Baly et al., EMNLP 2020) of twelve passages or more. Neighbours: the correlation of a frame's rates in
passages of one article, so many places apart. Calibration: articles are dealt at random to five invented sources, one, three
or ten each; printed is the share of rounds in which any frame differs in any source (5 % are asked for). With one article
each the test is of the articles, which do differ: that share is no error of the test, but shows why such a finding only
describes the texts.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analysis import frames, resampling, tokens  # noqa: E402
from analysis.corpus.passages import SHORTEST  # noqa: E402

FEWEST_PASSAGES, SOURCES = 12, 5
APART = (1, 2, 3, 4, 6, 10)


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


def false_differences(found: frames.Counted, passages: pd.DataFrame, each: int, rounds: int) -> int:
    """How many rounds there are in which a source differs that has been dealt its articles at random."""
    rng = np.random.default_rng(each)
    places, setting, wrong = passages.groupby("document").indices, frames.Setting(draws=500, permutations=1000), 0
    for _ in range(rounds):
        dealt = rng.choice(len(places), SOURCES * each, replace=False)
        rows = np.concatenate([places[article] for article in dealt])
        source = np.repeat([f"s{n % SOURCES}" for n in range(len(dealt))], [len(places[article]) for article in dealt])
        part = frames.Counted(found.hits[rows], found.distinct[rows], found.words.head(0))
        mixed = passages.iloc[rows].assign(source=source).reset_index(drop=True)
        wrong += bool(frames.by_source(part, mixed, setting)["differs"].any())
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpora" / "allsides")
    parser.add_argument("--articles", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=1000)
    options = parser.parse_args()
    found, passages = counted(read(options.corpus / "articles.parquet", options.articles))
    print(f"{passages['document'].nunique()} articles, {len(passages)} passages; correlation of rates by distance:")
    print(neighbours(found, passages).to_string())
    for each in (1, 3, 10):
        wrong = false_differences(found, passages, each, options.rounds)
        share, low, high = (100 * x for x in (wrong / options.rounds, *resampling.jeffreys(wrong, options.rounds)))
        print(f"{each} articles a source: some frame differs in {share:.1f} % of the rounds [{low:.1f}, {high:.1f}]")


if __name__ == "__main__":
    main()
