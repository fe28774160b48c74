"""Second pass: each document is cleaned and cut, and what must be compared across documents is drawn out of it."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analysis import quotations, reuse, tokens
from analysis.corpus import cleaning, passages, readers
from analysis.corpus.lines import Intervention
from analysis.prepare import reading, work
from analysis.prepare.numbering import Document

UNIT = 250_000  # words that go to a process at a time

Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Cut:
    """A cleaned document in its passages. `text` is the cleaned text; `starts` say where its paragraphs begin; `names`
    are those that may be people's, as they come."""

    document: Document
    paragraphs: list[cleaning.Paragraph]
    ledger: list[Intervention]
    text: str
    starts: list[int]
    cuts: list[passages.Passage]
    names: list[quotations.Mention]

    @property
    def passage_ids(self) -> list[str]:
        width = len(str(len(self.cuts)))
        return [f"{self.document.id}:{number:0{width}}" for number in range(1, len(self.cuts) + 1)]

    @property
    def passage_texts(self) -> dict[str, str]:
        """Each passage's text by its id."""
        return {id: self.text[cut.start : cut.end] for id, cut in zip(self.passage_ids, self.cuts, strict=True)}


@dataclass(frozen=True)
class Drawn:
    """What the whole study needs of a document: hashes of its shingles and of its pairs of content words.

    `place` is the unit and the number of the part that holds its `Cut`. `shingles` are those of the document,
    `in_passages` those of passage 0, 1, …; `pairs` holds the hashes of word pairs, `pair_of` the number of the passage
    that has each.
    """

    id: str
    place: tuple[str, int]
    source: str
    date: str
    agency: str
    shingles: Hashes
    passages: list[str]
    in_passages: list[Hashes]
    pairs: Hashes
    pair_of: NDArray[np.int32]

    def light(self) -> "Drawn":
        """The document without its hashes, which are needed only to compare it with the others."""
        none = np.empty(0, dtype=np.uint64)
        return replace(self, shingles=none, in_passages=[], pairs=none, pair_of=np.empty(0, dtype=np.int32))


@dataclass(frozen=True)
class Part:
    """The light result of a unit: its documents, those of which cleaning left nothing, its words, the names in it."""

    drawn: list[Drawn]
    empty: list[Document]
    words: int
    mentions: Counter[quotations.Mention]


def units(
    found: Iterable[Document], furniture: Mapping[str, Collection[str]], without: Collection[str], pool: work.Pool
) -> Iterator[work.Unit]:
    """Documents in parts of about UNIT words, with what is furniture in them."""
    for part in work.batches(found, lambda document: document.read.raw_words, UNIT):
        yield _unit(part, furniture, without, pool)


def _unit(
    part: list[Document], furniture: Mapping[str, Collection[str]], without: Collection[str], pool: work.Pool
) -> work.Unit:
    lines = {source: sorted(furniture[source]) for source in sorted({document.source for document in part})}
    told = [
        (document.id, document.date, document.read.title, document.read.unit, document.read.at) for document in part
    ]
    key = work.key("cut", told, [document.ledger for document in part], sorted(lines.items()), sorted(without))
    read = pool.held((document.read.unit, document.read.at) for document in part)
    return key, (key, part, lines, sorted(without), read)


def cut_unit(
    unit: str, part: list[Document], furniture: Mapping[str, list[str]], without: list[str], read: work.Held
) -> tuple[Part, list[Cut]]:
    """Clean and cut the documents of a unit; light and heavy."""
    drawn: list[Drawn] = []
    empty: list[Document] = []
    cuts: list[Cut] = []
    mentions: Counter[quotations.Mention] = Counter()
    known = {source: frozenset(lines) for source, lines in furniture.items()}
    for document in part:
        of_text = read.part(document.read.unit, document.read.at)
        one, agency, date = _cut(document, of_text, known[document.source], without)
        if not one.cuts:
            empty.append(document)
            continue
        drawn.append(_drawn(one, (unit, len(cuts)), agency, document.date or readers.read_date(date)))
        cuts.append(one)
        mentions.update(one.names)
    return Part(drawn, empty, sum(document.read.raw_words for document in part), mentions), cuts


def _cut(
    document: Document, of_text: reading.Lines, furniture: frozenset[str], without: Collection[str]
) -> tuple[Cut, str, str]:
    """The document in its passages; the agency that the text names, and the date that its date line says."""
    cleaned = cleaning.clean(of_text.found, furniture, without, document.read.title)
    text, starts = passages.join(cleaned.paragraphs)
    ledger = [*document.ledger, *of_text.ledger, *cleaned.ledger]
    cuts = passages.cut(cleaned.paragraphs) if cleaned.paragraphs else []
    names = [name for paragraph in cleaned.paragraphs for name in quotations.find_mentions(paragraph.text)]
    return Cut(document, cleaned.paragraphs, ledger, text, starts, cuts, names), cleaned.agency, cleaned.date


def _drawn(one: Cut, place: tuple[str, int], agency: str, date: str) -> Drawn:
    own = one.passage_texts
    pairs = [(pair, number) for number, text in enumerate(own.values()) for pair in content_pairs(text)]
    return Drawn(
        id=one.document.id,
        place=place,
        source=one.document.source,
        date=date,
        agency=agency,
        shingles=reuse.hashes(tokens.terms(one.text)),
        passages=list(own),
        in_passages=[reuse.hashes(tokens.terms(text)) for text in own.values()],
        pairs=fingerprints([pair for pair, _ in pairs]),
        pair_of=np.asarray([number for _, number in pairs], dtype=np.int32),
    )


def content_pairs(text: str) -> Counter[str]:
    """Pairs of neighbouring words of which either can carry a topic, with their counts."""
    return Counter({pair: n for pair, n in tokens.bigrams(text).items() if tokens.is_content(pair)})


def fingerprints(items: Sequence[str]) -> Hashes:
    """A 64-bit hash of each item, the same on every machine."""
    digests = (hashlib.blake2b(item.encode("utf-8", "surrogatepass"), digest_size=8).digest() for item in items)
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)
