"""How often wording, divergence and topics differ where nothing does, and how often a planted difference is found.

    python benchmarks/calibration.py [false] [words] [divergence] [attention] [--corpus DIR] [--only hscluster|allsides]
                                     [--each 1 3 20] [--rounds 200] [--topic-rounds 50]

Articles are dealt at random to three invented sources, one, three or twenty each, within events: of hscluster (Tseng) one
of each event to each source; of AllSides (Baly et al., EMNLP 2020) all of one topic. So labels mean nothing, and what still
differs is an error of the rule that says so. With one article each, passages are drawn: `documents` dealt says how often
articles of one event differ (which they do; such findings only describe the texts), `passages` dealt within the event what
the test promises. `articles` dealt go to any source whatever their event, as the test takes it; where each source tells each
event once, sources are more alike than that.

- false: the share of rounds, with its Jeffreys interval, in which any word is distinct, the divergence of all or of any
  source is beyond chance, or any topic's cell stands out, all at .05; and under the usual rule the mean share of words with
  |z| > 1.96 and the share of rounds with any.
- words: a word is planted, its counts clumped as those of other words; in one source it is as much more frequent as
  `wording.smallest_difference` says is found with 80 % power. The share of rounds in which it is distinct, its mean
  ratio, and the share of rounds in which the source's divergence is told from chance.

- divergence: words of one source are drawn in part from frequencies of its own, so that the excess of the divergence is
  larger by as much as `wording.smallest_excess` says is told from chance with 80 % power.
- attention: topics are fitted, and passages of one source moved to a topic, by as much as `coverage.smallest_shift` says is
  found with 80 % power; or of each source to a topic of its own, by as much as `coverage.smallest_association` says is.

Settings are the project's own, but for 500 resamplings. Topics are fitted in the first --topic-rounds rounds.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import planted  # noqa: E402

from analysis import coverage, resampling, tokens, topics, wording  # noqa: E402
from analysis.corpus.passages import LONGEST, SHORTEST  # noqa: E402

CORPORA = ROOT.parent / "shared" / "corpora"
SOURCES = ("A", "B", "C")
SETTING = wording.Setting(draws=500)
RATE = 2.0  # per 1,000 words, of the planted word
PLANTED = "zuvolaki"
USUAL = 1.96
TOPICS = 5
LARGEST_EVENT = 60  # articles of a topic of AllSides that are read


@dataclass(frozen=True)
class Corpus:
    """Passages with document, source ("" until they are dealt), event; and the terms of each document."""

    name: str
    passages: pd.DataFrame
    terms: dict[str, pd.DataFrame]
    events: dict[str, list[str]]

    @property
    def single(self) -> bool:
        """Whether a round is of one event; else a source has one article of each of several."""
        return max(map(len, self.events.values())) >= LARGEST_EVENT


@dataclass(frozen=True)
class Dealt:
    """What one round compares."""

    terms: pd.DataFrame
    passages: pd.DataFrame


def cut(text: str) -> list[str]:
    """Paragraphs, short ones joined to the next, long ones at every LONGEST words."""
    found, pending = [], ""
    for paragraph in text.split("\n"):
        pending = f"{pending} {paragraph}".strip()
        if tokens.count_words(pending) >= SHORTEST:
            words = pending.split()
            found += [" ".join(words[start : start + LONGEST]) for start in range(0, len(words), LONGEST)]
            pending = ""
    return found


def corpus(name: str, articles: Iterable[tuple[str, str]]) -> Corpus:
    """Of events and texts."""
    places, terms, events = [], {}, {}
    for number, (event, text) in enumerate(articles):
        document, passages = f"{number:04}", cut(text)
        if len(passages) < 3:
            continue
        events.setdefault(event, []).append(document)
        rows = []
        for place, passage in enumerate(passages):
            id = f"{document}:{place:03}"
            places.append((id, document, "", tokens.count_words(passage), ""))
            rows += [(id, term, many) for term, many in Counter(tokens.terms(passage)).items()]
        terms[document] = pd.DataFrame(rows, columns=pd.Index(["passage", "term", "count"]))
    frame = pd.DataFrame(places, columns=pd.Index(["passage", "document", "source", "words", "period"]))
    return Corpus(name, frame, terms, events)


def hscluster(folder: Path) -> Corpus:
    events = json.loads((folder / "hscluster" / "30E.json").read_text(encoding="utf-8"))
    told = [(str(n), f"{one['title']}\n{one['body']}") for n, event in enumerate(events) for one in event["articles"]]
    return corpus("hscluster", told)


def allsides(folder: Path) -> Corpus:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(folder / "allsides" / "articles.parquet", columns=["topic", "text"])
    frame = table.slice(0, 3000).to_pandas().groupby("topic").head(LARGEST_EVENT)
    large = frame[frame.groupby("topic")["topic"].transform("size") >= LARGEST_EVENT]
    return corpus("allsides", zip(large["topic"], large["text"], strict=True))


READERS = {"hscluster": hscluster, "allsides": allsides}


def deal(found: Corpus, each: int, rng: np.random.Generator, by: str = "documents") -> Dealt:
    """Articles of one event, or one of each of several, dealt to the sources at random; then anew, or their passages."""
    enough = 3 * each if found.single else len(SOURCES)
    names = sorted(name for name, documents in found.events.items() if len(documents) >= min(enough, LARGEST_EVENT - 9))
    source: dict[str, str] = {}
    for name in rng.choice(names, 1 if found.single else each, replace=False):
        documents = rng.permutation(found.events[name])
        many = min(3 * each, len(documents) // 3 * 3) if found.single else len(SOURCES)
        source |= {document: SOURCES[place % 3] for place, document in enumerate(documents[:many])}
    passages = found.passages[found.passages["document"].isin(source)].reset_index(drop=True)
    passages["source"] = passages["document"].map(source)
    if by == "articles":
        named = passages["document"].unique()
        any_of = dict(zip(named, rng.permutation([source[document] for document in named]), strict=True))
        passages["source"] = passages["document"].map(any_of)
    if by == "passages":
        passages["source"] = rng.permutation(passages["source"].to_numpy())
        passages["document"] = "of " + passages["source"]
    return Dealt(pd.concat([found.terms[document] for document in sorted(source)], ignore_index=True), passages)


def plant(dealt: Dealt, ratio: float, inflation: float, rng: np.random.Generator) -> Dealt:
    """With a word that A uses `ratio` times as often as the others, in counts that vary as much as those of other words."""
    content = dealt.terms[dealt.terms["term"].map(tokens.is_content).astype(bool)]
    words = content.groupby("passage")["count"].sum().reindex(dealt.passages["passage"], fill_value=0)
    places = dealt.passages.assign(content=words.to_numpy())
    unit = wording.resampled(dealt.passages)[0][:-1]
    rows = []
    for _, own in places.groupby(unit, sort=True):
        mean = RATE / 1000 * own["content"].sum() * (ratio if own["source"].iloc[0] == "A" else 1)
        spread = max(inflation - 1, 1e-3)
        many = rng.poisson(rng.gamma(mean / spread, spread))
        share = own["content"].to_numpy() / max(own["content"].sum(), 1)
        held = rng.multinomial(many, share) if share.sum() else np.zeros(len(own), dtype=int)
        rows += [(id, PLANTED, count) for id, count in zip(own["passage"], held, strict=True) if count]
    added = pd.DataFrame(rows, columns=pd.Index(["passage", "term", "count"]))
    return replace(dealt, terms=pd.concat([dealt.terms, added], ignore_index=True))


def wrong(dealt: Dealt, with_topics: bool) -> dict[str, float]:
    """What differs in a round in which nothing should."""
    compared = wording.compare(dealt.terms, dealt.passages, SETTING)
    apart = wording.diverge(dealt.terms, dealt.passages, SETTING)
    usual = compared["z"].abs() > USUAL
    found = {"any word": compared["distinct"].any(), "divergence": apart is not None and apart.p < 0.05}
    found["a source's divergence"] = apart is not None and (apart.sources["q"] < 0.05).any()
    found |= {"any |z| > 1.96": usual.any(), "words with |z| > 1.96": usual.mean()}
    if with_topics:
        fitted = topics.fit(dealt.terms, dealt.passages, topics=TOPICS)
        shares = coverage.topic_shares(fitted.assignment)
        found |= {"any topic cell": len(coverage.standing_out(shares)) > 0}
        found |= {"attention": coverage.attention(fitted.assignment)[2] < 0.05}
    return {name: float(one) for name, one in found.items()}


def found(dealt: Dealt, rng: np.random.Generator) -> dict[str, float] | None:
    """Whether a difference of the promised size is found; None where no size is promised."""
    limits, inflation = wording.smallest_difference(dealt.terms, dealt.passages, RATE, SETTING)
    ratio = float(limits.set_index("source").at["A", "ratio"])
    if np.isnan(ratio):
        return None
    planted = plant(dealt, ratio, inflation, rng)
    compared = wording.compare(planted.terms, planted.passages, SETTING)
    row = compared[(compared["source"] == "A") & (compared["term"] == PLANTED)]
    distinct = bool((row["distinct"] & (row["delta"] > 0)).any())
    apart = wording.diverge(planted.terms, planted.passages, SETTING)
    told = apart is not None and float(apart.sources.set_index("source").at["A", "q"]) < 0.05
    return {"found": float(distinct), "A's divergence": float(told), "ratio": ratio, "inflation": inflation}


def found_apart(dealt: Dealt, rng: np.random.Generator) -> dict[str, float] | None:
    """Whether a divergence of the promised size is told from chance."""
    before = wording.diverge(dealt.terms, dealt.passages, SETTING)
    bits = wording.smallest_excess(before, dealt.terms, dealt.passages, SETTING)
    if before is None or np.isnan(bits):
        return None
    terms = planted.reworded(dealt.terms, dealt.passages, "A", bits, rng)
    after = wording.diverge(terms, dealt.passages, SETTING)
    told = after is not None and after.p < 0.05
    return {"divergence found": float(told), "bits promised": bits, "excess seen": after.excess if after else 0.0}


def found_attention(dealt: Dealt, rng: np.random.Generator) -> dict[str, float]:
    """Whether differences of attention of the promised sizes are found, once topics are: of one cell, and of all."""
    assigned = topics.fit(dealt.terms, dealt.passages, topics=TOPICS).assignment
    limits = coverage.smallest_shift(assigned, coverage.topic_shares(assigned)).set_index("source")
    points, tried = float(limits.at["A", "points"]), {}
    if not np.isnan(points):
        moved, topic = planted.on_topic(assigned, "A", points, rng)
        firm = coverage.standing_out(coverage.topic_shares(moved))
        seen = firm[(firm["source"] == "A") & (firm["topic"] == topic) & (firm["residual"] > 0)]
        tried |= {"cell found": float(len(seen) > 0), "points": points}
    v = coverage.smallest_association(assigned)
    if not np.isnan(v[0]):
        moved = planted.apart(assigned, v, rng)
        seen = coverage.attention(moved)
        tried |= {"attention found": float(seen[2] < 0.05), "V promised": v[0], "V seen": seen[1]}
    return tried


POWER = {"words": found, "divergence": found_apart, "attention": found_attention}


def printed(title: str, rows: list[dict[str, float]]) -> None:
    """A line a measure: the share of the rounds with its 95 % interval, or the mean of what is no share."""
    print(f"\n{title}")
    for name, values in pd.DataFrame(rows).items():
        values = values.dropna()
        if set(values) <= {0.0, 1.0}:
            low, high = resampling.jeffreys(int(values.sum()), len(values))
            print(f"  {name:24}{values.mean():7.3f}  [{low:.3f}, {high:.3f}]  of {len(values)} rounds", flush=True)
        else:
            print(f"  {name:24}{values.mean():7.3f}  (mean of {len(values)})", flush=True)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", help=f"false, {', '.join(POWER)}; default: all")
    parser.add_argument("--corpus", type=Path, default=CORPORA)
    parser.add_argument("--only", nargs="+", choices=sorted(READERS), default=sorted(READERS))
    parser.add_argument("--each", nargs="+", type=int, default=[1, 3, 20])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--topic-rounds", type=int, default=50)
    options = parser.parse_args(arguments)
    if not options.corpus.is_dir():
        parser.error(f"no folder {options.corpus}; --corpus says where the corpora are")
    for name in options.only:
        read = READERS[name](options.corpus)
        for each in options.each:
            rng, parts = np.random.default_rng(each), options.parts or ("false", *POWER)
            if "false" in parts:
                for by in ("documents", "passages") if each == 1 else ("documents",):
                    rows = [wrong(deal(read, each, rng, by), n < options.topic_rounds) for n in range(options.rounds)]
                    printed(f"{name}, {each} a source, {by} dealt: nothing differs", rows)
            for part in (part for part in POWER if part in parts):
                by = "passages" if each == 1 else "documents" if part == "words" else "articles"
                rounds = options.topic_rounds if part == "attention" else options.rounds
                tried = [POWER[part](deal(read, each, rng, by), rng) for _ in range(rounds)]
                printed(f"{name}, {each} a source, {by} dealt: {part} planted", [one for one in tried if one])


if __name__ == "__main__":
    main()
