"""Invented articles, word tables and planted corpora for the tests of what is computed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis import coverage, inventory, prepare, style, tables, tokens, topics, voices, wording
from analysis.study import Study, load

# One event, the reopening of a ferry line between two invented towns, told by three invented papers.
JOINT = (
    "The two harbour boards agree to keep the ferry sailing through the winter, to share the cost of the new pier "
    "evenly, and to publish the passenger figures of every month before the tenth day of the next."
)
ECHO = """\
Ferry line between Orsby and Tellund reopens

By Mira Halvers
Jun 3, 2019

ORSBY, Vestmark — The ferry between Orsby and Tellund sailed again on Monday, eleven months after a storm had torn \
the old pier from its piles and cut off the island for most of the autumn.

“We have waited long enough for this morning,” said Mayor Jonas Prell, who took the first boat with his family. He \
said that the town had paid for the new pier without any help from the capital.

Read also:
Storm damage in the north is worse than feared

What comes next

The ferry will sail six times a day until October. Prell insisted that the fares would stay as they were for two years, \
although the price of fuel had nearly doubled since the accident.

Advertisement

Harbour engineer Lena Torvik told the Echo that the piles now stand four metres deeper than before. “No storm that I \
can imagine will move them,” Torvik said.
"""
GAZETTE = """\
Island celebrates its boat

When the white ferry came round the point on Monday, some four hundred islanders stood on the quay at Tellund and \
cheered until the captain sounded the horn in answer.

“I cried, and I am not ashamed of it,” said Agda Brime, who runs the bakery above the harbour. She claimed that she had \
sold twice as many buns before noon as on any day since the storm.

When the white ferry came round the point on Monday, some four hundred islanders stood on the quay at Tellund and \
cheered until the captain sounded the horn in answer.

JOINT

The mayor of Orsby, Jonas Prell, called the day “a new start” and promised to spend his summer on the island. Brime \
suggested that he bring an umbrella.
"""
LEDGER = """\
Pier over budget as ferry returns

The new ferry pier at Orsby has cost nine million crowns, a third more than the council approved, according to papers \
that the Ledger has seen. The harbour board denied that money had been wasted.

JOINT

“Every crown is accounted for,” the board's chair, Ivo Sandel, said in a letter. Sandel accused the council of counting \
the dredging twice. Critics of the project argued that a smaller pier would have served as well.

Who pays?

Half of the extra cost falls on the island, which has fewer than nine hundred taxpayers. Sandel said that no decision had \
been made, and that he would meet the council of Tellund on Thursday to discuss a loan.
"""
ARTICLES = {
    "echo-1.txt": ECHO,
    "gazette-1.txt": GAZETTE.replace("JOINT", JOINT),
    "ledger-1.txt": LEDGER.replace("JOINT", JOINT),
}
STUDY = """\
title = "Three accounts of a ferry"
event = "the return of a ferry"
date = 2019-06-03

[[sources]]
id = "E"
label = "Echo"
files = ["echo-*.txt"]

[[sources]]
id = "G"
label = "Gazette"
files = ["gazette-*.txt"]

[[sources]]
id = "L"
label = "Ledger"
files = ["ledger-*.txt"]

[parameters]
"""


def save(folder: Path, articles: Mapping[str, str] = ARTICLES) -> Path:
    """The articles as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in articles.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def ferry(folder: Path) -> tuple[Path, Path]:
    """The folder of the articles and that of a study which names their sources."""
    study = folder / "seeds" / "ferry"
    study.mkdir(parents=True)
    (study / "study.toml").write_text(STUDY, encoding="utf-8")
    return save(folder / "articles"), study


def prepared(texts: Sequence[Path], study: Path, **options: Any) -> prepare.Outcome:
    """The study of these texts, prepared with these options of the request."""
    return prepare.prepare(prepare.Request(list(texts), study, **options))


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def terms_table(texts: Mapping[str, str | Sequence[str]]) -> pd.DataFrame:
    """The terms table of passages, given by their id, as text or as a list of terms."""
    rows = [
        (passage, term, count)
        for passage, text in texts.items()
        for term, count in sorted(Counter(tokens.terms(text) if isinstance(text, str) else text).items())
    ]
    return pd.DataFrame(rows, columns=pd.Index(["passage", "term", "count"]))


def passages_table(places: Sequence[tuple[str, str, str]]) -> pd.DataFrame:
    """A passages table with passage, document and source, 50 words each, of one period."""
    frame = pd.DataFrame(places, columns=pd.Index(["passage", "document", "source"]))
    return frame.assign(words=50, period="")


def invented_words(many: int, rng: np.random.Generator) -> list[str]:
    """Different words of no language, eight letters each."""
    syllables = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
    found: dict[str, None] = {}
    while len(found) < many:
        found["".join(rng.choice(syllables, 4))] = None
    return list(found)


def planted_topics(
    topics: int = 4, sources: int = 3, stretches: int = 2, length: int = 5, own: int = 60, seed: int = 7
) -> tuple[pd.DataFrame, pd.DataFrame, list[int]]:
    """Terms and passages of sources that each tell every topic, and the topic of each passage.

    A topic has `own` words of its own; a passage has twenty-five of its topic and ten of a common stock of sixty.
    Passages of a topic come in `stretches` a document, `length` long.
    """
    rng = np.random.default_rng(seed)
    vocabulary = invented_words(own * topics + 60, rng)
    common = vocabulary[own * topics :]
    texts: dict[str, list[str]] = {}
    places, truth = [], []
    for source in (chr(ord("A") + number) for number in range(sources)):
        order = [topic for _ in range(stretches) for topic in rng.permutation(topics)]
        for place, topic in enumerate([topic for topic in order for _ in range(length)]):
            passage = f"{source}-1:{place:03}"
            stock = vocabulary[own * topic : own * topic + own]
            texts[passage] = [*rng.choice(stock, 25), *rng.choice(common, 10)]
            places.append((passage, f"{source}-1", source))
            truth.append(int(topic))
    return terms_table(texts), passages_table(places), truth


def mixed_passages(
    sources: int = 2, passages: int = 30, vocabulary: int = 60, seed: int = 3, clumped: bool = True
) -> tuple[dict[str, list[str]], pd.DataFrame]:
    """Passages that all sources draw from one stock of words; `clumped`: a passage repeats its own words."""
    rng = np.random.default_rng(seed)
    words = invented_words(vocabulary, np.random.default_rng(0))
    texts, places = {}, []
    for source in (chr(ord("A") + number) for number in range(sources)):
        for number in range(passages):
            shares = rng.dirichlet(np.full(vocabulary, 0.3 if clumped else 50.0))
            passage = f"{source}-1:{number:03}"
            texts[passage] = list(rng.choice(words, 40, p=shares))
            places.append((passage, f"{source}-1", source))
    return texts, passages_table(places)


@dataclass(frozen=True)
class Computed:
    """A study and all that the notebooks compute from its tables."""

    study: Study
    data: dict[str, pd.DataFrame]
    sample: inventory.Sample
    passages: pd.DataFrame
    style: pd.DataFrame
    found: topics.Topics
    shares: pd.DataFrame
    attention: tuple[float, float, float]
    wording: pd.DataFrame
    said: pd.DataFrame
    present: pd.DataFrame


def compute(folder: Path) -> Computed:
    """What the notebooks compute, with few draws."""
    data = tables.read_all(folder)
    sample = inventory.sample(data, load(folder).labels)
    passages = sample.passages
    terms = style.compared_terms(data, True)
    found = topics.fit(terms, passages, most=4)
    said = voices.attributions(voices.quotations(data), passages)
    return Computed(
        study=load(folder),
        data=data,
        sample=sample,
        passages=passages,
        style=style.house_style(data),
        found=found,
        shares=coverage.topic_shares(found.assignment),
        attention=coverage.attention(found.assignment, draws=200),
        wording=wording.compare(terms, passages, wording.Setting(draws=100, permutations=200)),
        said=said,
        present=coverage.topics_and_voices(topics.firm(found), voices.each(said), passages),
    )


# Studies that are unlike any that one would make; name of a file to its text.
HOSTILE: dict[str, dict[str, str]] = {
    "one source": {"a.txt": GAZETTE},
    "one word each": {"a.txt": "Boat", "b.txt": "Boat", "c.txt": "Pier"},
    "all the same": {f"{name}.txt": LEDGER for name in "abc"},
    "three passages": {f"{name}.txt": f"{JOINT}" for name in "abc"},
    "only stop words": {f"{name}.txt": "It was, and so it is, and they were to be there. " * 6 for name in "ab"},
    "only headlines": {f"{name}.txt": "Ferry is back at last" for name in "ab"},
    "only quotations": {f"{name}.txt": "“We have waited long enough for this morning.”" for name in "ab"},
    "emoji": {f"{name}.txt": f"🙂 The boat 🚢 came back to {name} on Monday 🎉.\n\n🙂🙂🙂 and 🚢." for name in "ab"},
    "right to left": {f"{name}.txt": "המעבורת חזרה אל האי ביום שני אחרי סערה גדולה.\n\n" * 3 + name for name in "ab"},
    "a very long word": {"a.txt": "Boat " + "x" * 200_000 + " came back.", "b.txt": LEDGER},
    "a very long line": {"a.txt": ("The boat came back on Monday. " * 2000).strip(), "b.txt": LEDGER},
    "marks that do not match": {
        f"{name}.txt": "“‘\"'’” said ”“ he said “ that ‘no «boat” came„ back'" * 5 for name in "ab"
    },
    "control-like characters": {
        f"{name}.txt": "The\u2028boat\u2029came\u200b back\u202e today\ufeff {}\x85." for name in "ab"
    },
    "markup": {
        f"{name}.txt": "<b>The boat</b> {came.back} | $x_1$ & \\alpha ${HOME} `rm` #1 =SUM(A1)" for name in "ab"
    },
    "names with signs": {"ferry (2).txt": LEDGER, "[a].txt": GAZETTE, "b & c, d.txt": ECHO},
}
