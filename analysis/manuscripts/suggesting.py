"""Numbers that nobody marked and that may be the report's: only suggested, never judged.

A number is suggested where its sentence and a sentence of the report share words, and the number is printed there just so.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import tokens
from analysis.manuscripts.numbers import Written, numbers
from analysis.manuscripts.pieces import Piece
from analysis.manuscripts.published import Published, is_number
from analysis.report import BUNDLE, contents
from analysis.statements.sentence import PLACEHOLDER

SHARED = 3  # content words that both sentences have, at least …
SHARE = 0.5  # … and as a share of those of the shorter one

_COMMAND = re.compile(r"\\[A-Za-z]+\*?")


@dataclass(frozen=True)
class Suggestion:
    """A number that may be the value `name`; `still` where the newest report has it too, whose text is `new`."""

    place: str
    written: str
    name: str
    new: str
    still: bool
    verdict: str = "maybe"


@dataclass(frozen=True)
class _Said:
    """A value in a sentence of the report, with the sentence's content words."""

    name: str
    value: float
    is_share: bool
    words: frozenset[str]


def suggestions(
    pieces: Iterable[Piece], report: Published, newer: Published | None, folder: Path
) -> Iterator[Suggestion]:
    """What may be quoted from the report in `folder` without a mark."""
    said: dict[tuple[float, bool], list[_Said]] = {}
    for one in _said(folder):
        said.setdefault((abs(one.value), one.is_share), []).append(one)
    if not said:
        return
    for place, sentence, marked in _sentences(pieces):
        words = _content(sentence)
        for written in numbers(sentence):
            best = _best(written, words, said)
            if best is None or best in marked or best not in report.values:
                continue
            record = (newer or report).values.get(best, {})
            still = record.get("value") == report.values[best]["value"]
            yield Suggestion(place, written.text.strip(), best, str(record.get("text", "gone")), still)


def _best(written: Written, words: frozenset[str], said: Mapping[tuple[float, bool], list[_Said]]) -> str | None:
    """The value whose sentence shares most words, if one does so more than all others."""
    if written.word or len(words) < SHARED:
        return None
    scores: dict[str, float] = {}
    for reading in written.readings:
        for one in said.get((abs(reading.value), written.is_share), ()):
            shared = len(words & one.words)
            share = shared / max(1, min(len(words), len(one.words)))
            if shared >= SHARED and share >= SHARE:
                scores[one.name] = max(share, scores.get(one.name, 0.0))
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]


def _sentences(pieces: Iterable[Piece]) -> Iterator[tuple[str, str, set[str]]]:
    """The sentences of the manuscript, each with its place and the names that marks of its lines have."""
    paragraph: list[Piece] = []
    for piece in (*pieces, None):
        if piece is not None and (piece.goes_on or not paragraph):
            paragraph.append(piece)
            continue
        text = "\n".join(one.text for one in paragraph)
        for start, end in tokens.sentences(text):
            first, last = text.count("\n", 0, start), text.count("\n", 0, end)
            marks = (mark for one in paragraph[first : last + 1] for mark in one.marks)
            yield paragraph[first].place, text[start:end], {name for mark in marks for name in mark.names}
        paragraph = [piece] if piece is not None else []


def _content(text: str) -> frozenset[str]:
    return frozenset(term for term in tokens.terms(_COMMAND.sub(" ", text)) if tokens.is_content(term))


def _said(folder: Path) -> Iterator[_Said]:
    """The numbers in the sentences of a report's executed notebooks; what cannot be read is passed over."""
    for path in sorted((folder / contents.EXECUTED).glob("*.ipynb")):
        try:
            notebook = json.loads(path.read_bytes())
            outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
            for sentence in _templates([output.get("data", {}).get(BUNDLE) for output in outputs]):
                yield from _numbers(sentence)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue


def _templates(told: Any) -> Iterator[Mapping[str, Any]]:
    """Every sentence inside a bundle, wherever it stands."""
    if isinstance(told, dict) and isinstance(told.get("template"), str) and isinstance(told.get("values"), list):
        yield told
    elif isinstance(told, (dict, list)):
        for inside in told.values() if isinstance(told, dict) else told:
            yield from _templates(inside)


def _numbers(sentence: Mapping[str, Any]) -> Iterator[_Said]:
    texts = {row["name"]: row["value"] if isinstance(row["value"], str) else "" for row in sentence["values"]}
    words = _content(PLACEHOLDER.sub(lambda found: texts.get(found[1], ""), sentence["template"]))
    for row in sentence["values"]:
        if is_number(row["value"]):
            yield _Said(row["name"], float(row["value"]), row.get("unit") == "%", words)
