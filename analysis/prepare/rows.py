"""Third pass: the rows of every table that one document gives, once the whole study is known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from analysis import quotations, tables, tokens
from analysis.corpus import passages
from analysis.prepare import stated, work
from analysis.prepare.cutting import Cut, Drawn, Hashes, content_pairs, fingerprints
from analysis.texts import digest

LONGEST_FRAGMENT = 4  # words of a text that a study without texts may hold in a row
TABLES = ("documents", "passages", "terms", "quotations", "facts", "cleaning", "removed")

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Known:
    """What the whole study says and every unit needs: who is who, and which word pairs may be published."""

    aliases: list[tuple[str, str, str]]  # spelling, name, rule
    pairs: Hashes
    share_text: bool


@dataclass(frozen=True)
class Facts:
    """What the passes before found of one document; keys of `copy_of` and `original` are documents and passages."""

    date: str
    agency: str
    copy_of: Mapping[str, str] = field(default_factory=dict)
    original: Mapping[str, str] = field(default_factory=dict)


def units(
    drawn: Sequence[Drawn],
    copy_of: Mapping[str, str],
    original: Mapping[str, str],
    known: str,
    pool: work.Pool,
) -> Iterator[work.Unit]:
    """One unit for each of the second pass; `known` is the key under which `Known` was put."""
    of_study = pool.held([(known, 0)], common=True)
    of_unit: dict[str, list[Drawn]] = defaultdict(list)
    for one in drawn:
        of_unit[one.place[0]].append(one)
    for unit, own in of_unit.items():
        facts = [_facts(one, copy_of, original) for one in own]
        key = work.key("rows", unit, known, [sorted(vars(of).items(), key=str) for of in facts])
        yield key, (unit, facts, pool.held((unit, number) for number in range(len(facts))), of_study)


def _facts(one: Drawn, copy_of: Mapping[str, str], original: Mapping[str, str]) -> Facts:
    names = [one.id, *one.passages]
    own = ({name: of[name] for name in names if name in of} for of in (copy_of, original))
    return Facts(one.date, one.agency, *own)


def row_unit(unit: str, facts: Sequence[Facts], cuts: work.Held, known: work.Held) -> tuple[None, list[dict[str, Any]]]:
    """The rows of a unit's documents: one part, which holds the tables and the cleaned texts."""
    of_study = _known(known)
    rows: Rows = {name: [] for name in TABLES}
    texts: list[str] = []
    index = _index(known)
    for number, told in enumerate(facts):
        cut: Cut = cuts.part(unit, number)
        said = _quotations(cut, index.of(cut.text), of_study.share_text)
        rows["documents"].append(_document(cut, told, of_study.share_text))
        rows["passages"] += _passages(cut, told, said, of_study.share_text)
        rows["terms"] += _terms(cut, of_study.pairs)
        rows["quotations"] += [tuple(row.values()) for row in said]
        rows["facts"] += stated.rows(cut)
        rows["cleaning"] += [(cut.document.id, row.rule, row.action, row.place, row.words) for row in cut.ledger]
        rows["removed"] += _removed(cut)
        texts.append(cut.text)
    frames = {name: frame(name, rows[name], of_study.share_text) for name in TABLES}
    return None, [{"texts": texts, **frames}]


def frame(name: str, rows: Sequence[tuple[Any, ...]], shared: bool = False) -> pd.DataFrame:
    """Rows under the columns that the table's schema declares."""
    columns = [column.name for column in tables.SCHEMAS[name].columns if shared or not column.optional]
    return pd.DataFrame(rows, columns=pd.Index(columns))


@lru_cache(maxsize=2)
def _known(held: work.Held) -> Known:
    [place] = held.places
    found: Known = held.part(*place)
    return found


class Aliases:
    """The spellings of a study, of which each document is given those that it can hold."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._by_word: dict[str, list[tuple[frozenset[str], str, str]]] = defaultdict(list)
        self._names: dict[str, str] = {}
        for spelling, name, _ in rows:
            self._names[spelling] = name
            words = tokens.words(spelling.lower())
            if words:
                self._by_word[max(words, key=len)].append((frozenset(words), spelling, name))

    def of(self, text: str) -> dict[str, str]:
        """Spelling to name, for the spellings whose words the text has and for their names; no name: it is nobody's."""
        own = set(tokens.words(text.lower())) | set(tokens.terms(text))
        found = {row[1]: row[2] for word in own for row in self._by_word.get(word, ()) if row[0] <= own}
        found |= {name: self._names[name] for name in found.values() if name in self._names}
        return dict(sorted(found.items()))


@lru_cache(maxsize=2)
def _index(held: work.Held) -> Aliases:
    return Aliases(_known(held).aliases)


def _document(cut: Cut, facts: Facts, shared: bool) -> tuple[Any, ...]:
    read, id = cut.document.read, cut.document.id
    words, again = tokens.count_words(cut.text), facts.copy_of.get(id, "")
    row = [id, cut.document.source, facts.date, read.language or "en", words, read.raw_words]
    row += [read.sha256, read.origin, read.place, digest(cut.text), facts.agency, again]
    return (*row, read.title, read.url) if shared else tuple(row)


def _passages(cut: Cut, facts: Facts, said: Sequence[Mapping[str, Any]], shared: bool) -> list[tuple[Any, ...]]:
    quoted: Counter[str] = Counter()
    for row in said:
        quoted[row["passage"]] += row["quoted_words"]
    rows: list[tuple[Any, ...]] = []
    for position, (id, own) in enumerate(zip(cut.passage_ids, cut.cuts, strict=True), start=1):
        text = cut.text[own.start : own.end]
        count = tokens.count_words(text)
        original = passages.original_span(cut.paragraphs, cut.starts, own.start, own.end)
        cells = (id, cut.document.id, position, own.start, own.end, *original, count, min(count, quoted[id]), own.part)
        links = (facts.copy_of.get(id, ""), facts.original.get(id, ""))
        rows.append((*cells, *links, text) if shared else (*cells, *links))
    return rows


def _terms(cut: Cut, common: Hashes) -> list[tuple[Any, ...]]:
    """All single words; of the pairs of content words those that several passages have (`sharing.common_pairs`)."""
    rows: list[tuple[Any, ...]] = []
    for id, text in cut.passage_texts.items():
        pairs = content_pairs(text)
        hashes = fingerprints(list(pairs))
        at = np.minimum(np.searchsorted(common, hashes), max(len(common) - 1, 0))
        published = common[at] == hashes if len(common) else np.zeros(len(hashes), dtype=bool)
        kept = [pair for pair, many in zip(pairs.items(), published.tolist(), strict=True) if many]
        rows += [(id, term, count) for term, count in sorted([*Counter(tokens.terms(text)).items(), *kept])]
    return rows


def _removed(cut: Cut) -> list[tuple[Any, ...]]:
    """The words that each rule took out, counted: enough to see what they would do to the results."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in cut.ledger:
        if row.text:
            counts[row.rule].update(tokens.terms(row.text))
    return [
        (cut.document.id, rule, term, counts[rule][term]) for rule in sorted(counts) for term in sorted(counts[rule])
    ]


def _quotations(cut: Cut, aliases: Mapping[str, str], shared: bool) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    named = {spelling: name for spelling, name in aliases.items() if name}
    found = quotations.find_attributions([paragraph.text for paragraph in cut.paragraphs], named, cut.names)
    number: Counter[str] = Counter()
    begins = np.asarray([own.start for own in cut.cuts])
    for paragraph, attributions in zip(cut.starts, found, strict=True):
        for said in attributions:
            start, end = paragraph + said.start, paragraph + said.end
            passage = cut.passage_ids[int(np.searchsorted(begins, start, side="right")) - 1]
            number[passage] += 1
            row: dict[str, Any] = {"quotation": f"{passage}.{number[passage]}", "passage": passage}
            row |= _voice(said, aliases, shared) | {"cue_class": said.cue_class, "kind": said.kind}
            row |= {"words": said.words, "quoted_words": said.quoted_words, "start": start, "end": end}
            rows.append(row | ({"text": cut.text[start:end]} if shared else {}))
    return rows


def _voice(said: quotations.Attribution, aliases: Mapping[str, str], shared: bool) -> dict[str, str]:
    """Speaker and cue; a spelling that is nobody's gives an unknown speaker."""
    speaker = aliases.get(said.speaker, said.speaker) or tables.UNKNOWN
    if shared:
        return {"speaker": speaker, "as_written": said.speaker_as_written, "cue": said.cue}
    named = any(name in speaker for name in aliases.values() if name)
    return {
        "speaker": speaker if named else _fragment(speaker),
        "as_written": _fragment(said.speaker_as_written),
        "cue": _fragment(said.cue),
    }


def _fragment(words: str) -> str:
    """The first words of a phrase that may be longer than what can be passed on without passing on the text."""
    kept = words.split()
    return " ".join([*kept[:LONGEST_FRAGMENT], "…"]) if len(kept) > LONGEST_FRAGMENT else words
