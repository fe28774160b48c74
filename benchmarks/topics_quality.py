"""How good topics are: their words, their agreement with labels, and what they cost, beside other ways to topics.

    python benchmarks/topics_quality.py [octis] [labels] [events] [peers] [--peers] [--all] [--only NAME …] [--corpus DIR]

- octis: the protocol of Grootendorst 2022 (arXiv 2203.05794), table 1, on corpora of OCTIS (Terragni et al., EACL 2021),
  all their parts: 10, 20, 30, 40 and 50 topics, seeds 1 to 3, ten words a topic; NPMI over windows of ten tokens of the
  whole corpus, diversity as different words / (10 x topics found); means over numbers of topics and seeds.
- labels: BBC News with 5 and 20 topics, M10 with 10, DBLP with 4, seeds 1 to 3: V-measure (normalised mutual
  information, arithmetic mean) and adjusted Rand index with the corpus's labels; means over seeds.
- events: hscluster (Tseng), whole articles of 10, 20 and 30 news events, as many topics as events, seeds 1 to 3: adjusted
  mutual information and adjusted Rand index with the events, beside the k-means figures published with the corpus.
- peers: BBC News with 20 topics, seeds 1 to 3, by every way that is installed, and whether our NPMI is gensim's.

--peers adds the quick other ways to the first three tables, --all the slow ones too, with one seed; the table of peers has
them always. Every way is given the same tokens: those of the corpus, of hscluster the words that are no stop words. Seconds
are means a fit, wall and CPU, without imports, BLAS and OpenMP held to one thread; ours include the refits that say how
stable each topic is. The last columns are how many topics held texts (outliers are one), which V and diversity depend on,
and how many fits the figures are means of. The choices above and in `topic_peers` were fixed before the first measurement
but for one: diversity was first divided by the topics asked for, and BERTopic finds fewer; OCTIS divides by those found.
"""

import argparse
import importlib
import importlib.util
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from coherence import diversity, npmi
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, v_measure_score
from threadpoolctl import threadpool_limits
from topic_peers import PEERS, WORDS, Found, Peer, Texts

from analysis import tfidf, tokens, topics

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
SEEDS = (1, 2, 3)
NUMBERS = (10, 20, 30, 40, 50)
CORPUS_NAMES, EVENTS_NAMES = ("BBC_News", "M10", "DBLP"), ("10E", "20E", "30E")
LABELLED = (("BBC_News", 5), ("BBC_News", 20), ("M10", 10), ("DBLP", 4))
PUBLISHED_WORDS = {  # NPMI and diversity on BBC News: Grootendorst 2022, table 1
    "BERTopic-MPNET": (0.167, 0.794),
    "Top2Vec-Doc2Vec": (0.171, 0.792),
    "CTM": (0.094, 0.819),
    "NMF": (0.012, 0.549),
    "LDA": (0.014, 0.577),
}
PUBLISHED_EVENTS = {"10E": (0.608, 0.528), "20E": (0.679, 0.686)}  # AMI and ARI of k-means: hscluster


@dataclass(frozen=True)
class Corpus:
    name: str
    texts: Texts
    labels: list[str]


@dataclass(frozen=True)
class Run:
    """What one fit found, and the seconds it took."""

    found: Found
    wall: float
    cpu: float


def ours(texts: Texts, k: int, seed: int) -> Found:
    """Topics of this project: each text is a passage and a document of its own, all of one source."""
    names = tuple(f"{number:06}" for number in range(len(texts)))
    matrix = CountVectorizer(analyzer=list)
    counts = tfidf.Weights(matrix.fit_transform(texts).astype(float), names, tuple(matrix.get_feature_names_out()))
    passages = pd.DataFrame({"passage": names, "document": names, "source": "all"})
    fitted = topics.fit(counts, passages, topics=k, seed=seed)
    words = [line.split(", ")[:WORDS] for line in fitted.topics["terms"]]
    return Found(fitted.assignment["topic"].to_numpy(), words)


OURS = Peer("ours", ("analysis",), ours)


def octis_corpus(folder: Path, name: str) -> Corpus:
    """A corpus of OCTIS: lines of text, part and label between tabs; the text is tokens between blanks."""
    lines = (folder / "octis" / name / "corpus.tsv").read_text(encoding="utf-8").splitlines()
    fields = [line.split("\t") for line in lines]
    return Corpus(name, [field[0].split() for field in fields], [field[2] for field in fields])


def events_corpus(folder: Path, name: str) -> Corpus:
    """The articles of a file of hscluster, headline and body, labelled with their events."""
    events = json.loads((folder / "hscluster" / f"{name}.json").read_text(encoding="utf-8"))
    told = [(article, str(number)) for number, event in enumerate(events) for article in event["articles"]]
    texts = [list(filter(tokens.is_content, tokens.terms(f"{one['title']}. {one['body']}"))) for one, _ in told]
    return Corpus(name, texts, [event for _, event in told])


def coherence_of(found: Found, corpus: Corpus) -> float:
    return float(np.nanmean(npmi(found.words, corpus.texts)))


def diversity_of(found: Found, corpus: Corpus) -> float:
    """Topic diversity of the topics found, where words that are missing count as repeated ones."""
    return diversity(found.words, WORDS)


def v_measure(found: Found, corpus: Corpus) -> float:
    return float(v_measure_score(corpus.labels, found.labels))


def adjusted_rand(found: Found, corpus: Corpus) -> float:
    return float(adjusted_rand_score(corpus.labels, found.labels))


def adjusted_information(found: Found, corpus: Corpus) -> float:
    return float(adjusted_mutual_info_score(corpus.labels, found.labels))


Measure = Callable[[Found, Corpus], float]
OF_WORDS: dict[str, Measure] = {"NPMI": coherence_of, "diversity": diversity_of}
OF_LABELS: dict[str, Measure] = {"V": v_measure, "ARI": adjusted_rand}
OF_EVENTS: dict[str, Measure] = {"AMI": adjusted_information, "ARI": adjusted_rand}


def run(way: Peer, corpus: Corpus, k: int, seed: int) -> Run:
    with threadpool_limits(1):
        wall, cpu = time.perf_counter(), time.process_time()
        found = way.fit(corpus.texts, k, seed)
        return Run(found, time.perf_counter() - wall, time.process_time() - cpu)


def measured(way: Peer, corpus: Corpus, numbers: Iterable[int], measures: dict[str, Measure]) -> None:
    """Prints a row: mean measures and seconds over numbers of topics and seeds; another one with outliers joined."""
    if missing := way.missing():
        print(f"{way.name:32}not installed: {', '.join(missing)}", flush=True)
        return
    for package in way.packages:
        importlib.import_module(package)  # before the clock runs
    seeds = SEEDS if way.seeded and not way.slow else SEEDS[:1]
    runs = [run(way, corpus, k, seed) for k, seed in product(numbers, seeds)]
    print_row(way.name, corpus, runs, measures)
    if any(one.found.without_outliers is not None for one in runs):
        joined = [replace(one, found=replace(one.found, labels=one.found.without_outliers)) for one in runs]
        print_row(f"{way.name}, outliers joined", corpus, joined, measures)


def print_row(name: str, corpus: Corpus, runs: list[Run], measures: dict[str, Measure]) -> None:
    figures = [np.mean([measure(one.found, corpus) for one in runs]) for measure in measures.values()]
    seconds = [np.mean([getattr(one, clock) for one in runs]) for clock in ("wall", "cpu")]
    topics_found = np.mean([len(set(one.found.labels)) for one in runs])
    cells = "".join(f"{one:10.3f}" for one in figures) + "".join(f"{one:10.2f}" for one in seconds)
    print(f"{name:32}{cells}{topics_found:8.1f}{len(runs):6}", flush=True)


def print_head(title: str, measures: Iterable[str]) -> None:
    columns = "".join(f"{name:>10}" for name in (*measures, "wall s", "CPU s"))
    print(f"\n{title:32}{columns}  topics  runs", flush=True)


def print_published(figures: dict[str, tuple[float, float]]) -> None:
    for name, pair in figures.items():
        print(f"{name + ', published':32}" + "".join(f"{one:10.3f}" for one in pair))


def octis(options: argparse.Namespace, ways: list[Peer]) -> None:
    """Prints coherence and diversity of topic words, beside the published figures."""
    for name in chosen(CORPUS_NAMES, options.only):
        corpus = octis_corpus(options.corpus, name)
        print_head(f"{name}, 10 to 50 topics", OF_WORDS)
        for way in ways:
            measured(way, corpus, NUMBERS, OF_WORDS)
        print_published(PUBLISHED_WORDS if name == "BBC_News" else {})


def labels(options: argparse.Namespace, ways: list[Peer]) -> None:
    """Prints agreement with the labels of corpora."""
    for name, k in LABELLED:
        if name in chosen((name,), options.only):
            corpus = octis_corpus(options.corpus, name)
            print_head(f"{name}, {k} topics", OF_LABELS)
            for way in ways:
                measured(way, corpus, (k,), OF_LABELS)


def events(options: argparse.Namespace, ways: list[Peer]) -> None:
    """Prints agreement with news events, beside the published figures."""
    for name in chosen(EVENTS_NAMES, options.only):
        corpus = events_corpus(options.corpus, name)
        k = len(set(corpus.labels))
        print_head(f"hscluster, {k} events, {len(corpus.texts)} texts", OF_EVENTS)
        for way in ways:
            measured(way, corpus, (k,), OF_EVENTS)
        print_published({"k-means": PUBLISHED_EVENTS[name]} if name in PUBLISHED_EVENTS else {})


def peers(options: argparse.Namespace, ways: list[Peer]) -> None:
    """Prints all measures of all ways that are installed, and how far our NPMI is from gensim's."""
    corpus = octis_corpus(options.corpus, "BBC_News")
    print_head("BBC_News, 20 topics", OF_WORDS | OF_LABELS)
    for way in (OURS, *PEERS):
        measured(way, corpus, (20,), OF_WORDS | OF_LABELS)
    if importlib.util.find_spec("gensim"):
        difference = gensim_difference(ours(corpus.texts, 20, 1).words, corpus.texts)
        print(f"NPMI of our topics by gensim and by ours: largest difference {difference:.1e}")
    else:
        print("NPMI was not compared with gensim's: not installed.")


def gensim_difference(found: list[list[str]], texts: Texts) -> float:
    """The largest difference of a topic's NPMI from the one that gensim computes as OCTIS calls it."""
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    model = CoherenceModel(topics=found, texts=texts, dictionary=Dictionary(texts), coherence="c_npmi", topn=WORDS)
    return float(np.abs(np.subtract(model.get_coherence_per_topic(), npmi(found, texts))).max())


def chosen(names: Iterable[str], only: list[str]) -> list[str]:
    return [name for name in names if not only or name in only]


TABLES = {"octis": octis, "labels": labels, "events": events, "peers": peers}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tables", nargs="*", help=f"of {', '.join(TABLES)}; default: the first three")
    parser.add_argument("--peers", action="store_true", help="other ways too, the quick ones")
    parser.add_argument("--all", action="store_true", help="other ways too, also those that take minutes")
    parser.add_argument("--only", nargs="+", default=[], choices=CORPUS_NAMES + EVENTS_NAMES, help="of the corpora")
    parser.add_argument("--corpus", type=Path, default=CORPORA, help="folder of the corpora")
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.tables) - set(TABLES)):
        parser.error(f"no such table: {', '.join(unknown)}; there are {', '.join(TABLES)}")
    if not options.corpus.is_dir():
        parser.error(f"no folder {options.corpus}; --corpus says where the corpora are")
    ways = [OURS, *(way for way in PEERS if options.all or (options.peers and not way.slow))]
    for name in options.tables or ("octis", "labels", "events"):
        TABLES[name](options, ways)


if __name__ == "__main__":
    main()
