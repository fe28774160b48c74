"""Texts in, study data out: the tables of a study, without article text unless its owner shares it."""

import glob
import json
import os
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import quotations, reuse, study, tables, tokens
from analysis.corpus import cleaning, passages, readers
from analysis.corpus.readers import Text
from analysis.errors import InputError

LONGEST_FRAGMENT = 4  # words of a text that a study without texts may hold in a row


@dataclass(frozen=True)
class Document:
    """A cleaned and cut document."""

    id: str
    read: Text
    date: str
    paragraphs: list[cleaning.Paragraph]
    ledger: list[cleaning.Intervention]
    text: str
    starts: list[int]
    cuts: list[passages.Passage]

    @property
    def passage_ids(self) -> list[str]:
        width = len(str(len(self.cuts)))
        return [f"{self.id}:{number:0{width}}" for number in range(1, len(self.cuts) + 1)]


def prepare(
    texts: Sequence[Path], study_folder: Path, share_text: bool | None = None, encoding: str | None = None
) -> dict[str, int]:
    """Build or rebuild the tables of a study from text files; returns the number of rows of each table.

    A `study.toml` that exists says which source a file belongs to; a missing one is written with what was recognised;
    rows of `aliases.csv` whose rule is "yours" stay and win over what is found. The tables are built beside the study
    and moved in when all are whole. Raises InputError or TableError.
    """
    known = study.load(study_folder) if (study_folder / study.FILE).exists() else None
    found = readers.read_texts(texts, known.sources if known else (), encoding)
    shared = share_text if share_text is not None else bool(known and known.share_text)
    documents = clean_documents(found)
    built = build(documents, _aliases(study_folder), shared)
    beside = study_folder.parent / f".{study_folder.name}.partial-{os.getpid()}"
    beside.mkdir(parents=True, exist_ok=True)
    try:
        if known is None:
            (beside / study.FILE).write_text(_scaffold(study_folder.name, found, shared), encoding="utf-8")
        for name, frame in built.items():
            tables.write(frame, beside, name)
        tables.read_all(beside)
        study_folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(beside.iterdir()):
            os.replace(path, study_folder / path.name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return {name: len(frame) for name, frame in built.items()}


def clean_documents(found: Sequence[Text]) -> list[Document]:
    """Clean and cut each text; documents are numbered within their source, in order of date and file name."""
    repaired = {text.origin: cleaning.repair(text.text) for text in found}
    lines = {origin: cleaning.lines(text) for origin, (text, _) in repaired.items()}
    by_source: dict[str, list[Text]] = {}
    for text in sorted(found, key=lambda text: (text.date or "9999", text.origin)):
        by_source.setdefault(text.source, []).append(text)
    documents: list[Document] = []
    for source, of_source in by_source.items():
        furniture = cleaning.recurring([lines[text.origin] for text in of_source])
        for number, text in enumerate(of_source, start=1):
            paragraphs, ledger = cleaning.clean(lines[text.origin], furniture)
            if not paragraphs:
                raise InputError(text.origin, "nothing is left after cleaning", "Remove the file: it holds no article.")
            cleaned, starts = passages.join(paragraphs)
            id = f"{source.replace(':', '-')}-{number}"
            date = text.date or cleaning.dated(ledger, lines[text.origin])
            ledger = repaired[text.origin][1] + ledger
            documents.append(Document(id, text, date, paragraphs, ledger, cleaned, starts, passages.cut(paragraphs)))
    return sorted(documents, key=lambda document: document.id)


def build(documents: Sequence[Document], aliases: pd.DataFrame, shared: bool) -> dict[str, pd.DataFrame]:
    """Every table of a study, by name."""
    words = {
        id: tokens.terms(document.text[cut.start : cut.end])
        for document in documents
        for id, cut in zip(document.passage_ids, document.cuts, strict=True)
    }
    document_of = {id: document.id for document in documents for id in document.passage_ids}
    pairs = reuse.shared_copy(words, document_of)
    names = _spellings(documents, aliases)
    said = _quotations(documents, dict(zip(names["spelling"], names["name"], strict=True)), shared)
    return {
        "documents": _documents(documents, shared),
        "passages": _passages(documents, said, pairs, shared),
        "terms": _terms(documents, reuse.groups(pairs, list(words))),
        "quotations": said,
        "reuse": pairs,
        "cleaning": _ledger(documents, pairs),
        "aliases": names,
    }


def _documents(documents: Sequence[Document], shared: bool) -> pd.DataFrame:
    rows = [
        {
            "document": document.id,
            "source": document.read.source,
            "date": document.date,
            "language": document.read.language,
            "words": tokens.count_words(document.text),
            "raw_words": tokens.count_words(document.read.text),
            "sha256": document.read.sha256,
            "origin": document.read.origin,
        }
        | ({"title": document.read.title, "url": document.read.url} if shared else {})
        for document in documents
    ]
    return pd.DataFrame(rows)


def _passages(documents: Sequence[Document], said: pd.DataFrame, pairs: pd.DataFrame, shared: bool) -> pd.DataFrame:
    inside = pairs[pairs["level"] == "document"]
    copy_of: dict[str, str] = {}
    for left, right in zip(inside["left"], inside["right"], strict=True):
        copy_of.setdefault(right, left)
    quoted = said.groupby("passage")["quoted_words"].sum().to_dict()
    rows: list[dict[str, Any]] = []
    for document in documents:
        for position, (id, cut) in enumerate(zip(document.passage_ids, document.cuts, strict=True), start=1):
            text = document.text[cut.start : cut.end]
            count = tokens.count_words(text)
            row = {"passage": id, "document": document.id, "position": position, "start": cut.start, "end": cut.end}
            row |= {"words": count, "quoted_words": min(count, int(quoted.get(id, 0))), "part": cut.part}
            row |= {"copy_of": copy_of.get(id, "")} | ({"text": text} if shared else {})
            rows.append(row)
    return pd.DataFrame(rows)


def _terms(documents: Sequence[Document], group: Mapping[str, str]) -> pd.DataFrame:
    """All single words; pairs of content words where two passages that are no copies of one another have them.

    Without that last condition the sentences that two articles share could be rebuilt from their word pairs.
    """
    single: dict[str, Counter[str]] = {}
    pairs: dict[str, Counter[str]] = {}
    for document in documents:
        for id, cut in zip(document.passage_ids, document.cuts, strict=True):
            text = document.text[cut.start : cut.end]
            single[id] = Counter(tokens.terms(text))
            pairs[id] = Counter({pair: n for pair, n in tokens.bigrams(text).items() if tokens.is_content(pair)})
    spread = Counter(pair for _, pair in {(group[id], pair) for id, counts in pairs.items() for pair in counts})
    rows = [
        (id, term, count)
        for id in single
        for term, count in sorted([*single[id].items(), *((p, n) for p, n in pairs[id].items() if spread[p] >= 2)])
    ]
    return pd.DataFrame(rows, columns=pd.Index(["passage", "term", "count"]))


def _spellings(documents: Sequence[Document], kept: pd.DataFrame) -> pd.DataFrame:
    found = quotations.find_people([[p.text for p in document.paragraphs] for document in documents])
    fresh = pd.DataFrame(
        [(row.spelling, row.name, row.rule) for row in found], columns=pd.Index(["spelling", "name", "rule"])
    )
    both = pd.concat([kept, fresh[~fresh["spelling"].isin(kept["spelling"])]])
    return both.sort_values(["name", "spelling"], kind="stable").reset_index(drop=True)


def _aliases(folder: Path) -> pd.DataFrame:
    """The rows of the study's aliases that its owner wrote."""
    if (folder / "aliases.csv").exists():
        kept = tables.read(folder, "aliases")
        return kept[kept["rule"] == tables.YOURS]
    return pd.DataFrame(columns=pd.Index(["spelling", "name", "rule"]))


def _quotations(documents: Sequence[Document], aliases: Mapping[str, str], shared: bool) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    named = {spelling: name for spelling, name in aliases.items() if name}
    for document in documents:
        found = quotations.find_attributions([p.text for p in document.paragraphs], named)
        number: Counter[str] = Counter()
        for paragraph, attributions in zip(document.starts, found, strict=True):
            for said in attributions:
                start, end = paragraph + said.start, paragraph + said.end
                cuts = zip(document.passage_ids, document.cuts, strict=True)
                passage = [id for id, cut in cuts if cut.start <= start][-1]
                number[passage] += 1
                row: dict[str, Any] = {"quotation": f"{passage}.{number[passage]}", "passage": passage}
                row |= _voice(said, aliases, shared) | {"cue_class": said.cue_class, "kind": said.kind}
                row |= {"words": said.words, "quoted_words": said.quoted_words, "start": start, "end": end}
                rows.append(row | ({"text": document.text[start:end]} if shared else {}))
    columns = [column.name for column in tables.SCHEMAS["quotations"].columns if shared or column.name != "text"]
    return pd.DataFrame(rows, columns=pd.Index(columns))


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


def _ledger(documents: Sequence[Document], pairs: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (document.id, row.rule, row.action, row.place, row.words) for document in documents for row in document.ledger
    ]
    for left, right, words, level in pairs[["left", "right", "shared_words", "level"]].itertuples(
        index=False, name=None
    ):
        rule = "near-copy" if level == "document" else "shared copy"
        rows.append((right.rsplit(":", 1)[0], rule, "linked", f"{left} ~ {right}", words))
    return pd.DataFrame(rows, columns=pd.Index(["document", "rule", "action", "place", "words"]))


def _scaffold(name: str, found: Sequence[Text], shared: bool) -> str:
    """A first `study.toml` for what was recognised, for the user to finish."""
    quoted = lambda text: json.dumps(text, ensure_ascii=False)  # noqa: E731 - TOML basic strings are JSON strings
    dates = sorted(text.date for text in found if text.date)
    lines = [f"title = {quoted(name)}", 'event = "an event"  # say which, as it reads after “accounts of”']
    lines += [f"date = {dates[0]}" if dates else "# date = 2021-06-16  # of the event"]
    lines += [f"share_text = {str(shared).lower()}"]
    for source in sorted({text.source for text in found}):
        files = [glob.escape(text.origin) for text in found if text.source == source]
        lines += ["", "[[sources]]", f"id = {quoted(source)}", f"label = {quoted(source)}"]
        lines += [f"files = [{', '.join(quoted(file) for file in files)}]"]
    return "\n".join([*lines, "", "[parameters]", ""])
