"""Cut an article's paragraphs into passages, the unit of analysis."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from analysis import tokens
from analysis.corpus.anchors import locate
from analysis.corpus.cleaning import Paragraph

SHORTEST = 25  # words: a shorter paragraph is joined to the next one of its section
LONGEST = 120  # words: a longer paragraph is split at a sentence end
BETWEEN = "\n\n"


@dataclass(frozen=True)
class Passage:
    """A stretch of the cleaned text, from character `start` up to `end`; `part` is headline, lead or body."""

    start: int
    end: int
    part: str


def join(paragraphs: Sequence[Paragraph]) -> tuple[str, list[int]]:
    """The cleaned text of a document, and where each paragraph starts in it."""
    starts, place = [], 0
    for paragraph in paragraphs:
        starts.append(place)
        place += len(paragraph.text) + len(BETWEEN)
    return BETWEEN.join(paragraph.text for paragraph in paragraphs), starts


def original_span(paragraphs: Sequence[Paragraph], starts: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Where a stretch of the cleaned text, from `start` up to `end`, stands in the original text.

    `starts` is what `join` gives. Exact to the character where cleaning left the characters alone, else to the word or
    the line that it altered. What was taken out between two paragraphs lies inside of a stretch that has both.
    """
    first = max(bisect_right(starts, start) - 1, 0)
    last = max(bisect_left(starts, end) - 1, first)
    opening, closing = paragraphs[first], paragraphs[last]
    begin = locate(opening.anchors, opening.end, start - starts[first])
    whole = end - starts[last] >= len(closing.text)
    return begin, closing.end if whole else locate(closing.anchors, closing.end, end - starts[last])


def cut(paragraphs: Sequence[Paragraph], shortest: int = SHORTEST, longest: int = LONGEST) -> list[Passage]:
    """Passages in order, with offsets in the cleaned text that `join` gives.

    A paragraph is a passage; one of fewer than `shortest` words takes in what follows in its section (at a section's
    end, it joins what stands before it), one of more than `longest` is split at the sentence end nearest to equal
    parts. The headline stays by itself. The first passage after it is the lead.
    """
    text, starts = join(paragraphs)
    spans: list[tuple[int, int, int]] = []  # start, end, section; -1 for the headline
    for paragraph, start in zip(paragraphs, starts, strict=True):
        section = -1 if paragraph.headline else paragraph.section
        end = start + len(paragraph.text)
        if section < 0:
            spans.append((start, end, section))
            continue
        for left, right in _split(text, start, end, longest):
            if spans and spans[-1][2] == section and _words(text, spans[-1]) < shortest:
                spans[-1] = (spans[-1][0], right, section)
            else:
                spans.append((left, right, section))
    spans = _join_last(text, spans, shortest)
    bodies = [span for span in spans if span[2] >= 0]
    return [
        Passage(start, end, "headline" if section < 0 else "lead" if (start, end, section) == bodies[0] else "body")
        for start, end, section in spans
    ]


def _words(text: str, span: tuple[int, int, int]) -> int:
    return tokens.count_words(text[span[0] : span[1]])


def _join_last(text: str, spans: list[tuple[int, int, int]], shortest: int) -> list[tuple[int, int, int]]:
    """A short passage at the end of its section joins the one before it."""
    joined: list[tuple[int, int, int]] = []
    for span in spans:
        if joined and span[2] >= 0 and joined[-1][2] == span[2] and _words(text, span) < shortest:
            joined[-1] = (joined[-1][0], span[1], span[2])
        else:
            joined.append(span)
    return joined


def _split(text: str, start: int, end: int, longest: int) -> list[tuple[int, int]]:
    """One span, or several of at most about `longest` words that end where sentences end."""
    count = tokens.count_words(text[start:end])
    if count <= longest:
        return [(start, end)]
    sentences = [(start + left, start + right) for left, right in tokens.sentences(text[start:end])]
    parts = -(-count // longest)
    spans: list[tuple[int, int]] = []
    opened, done = sentences[0][0], 0
    for number, (left, right) in enumerate(sentences, start=1):
        done += tokens.count_words(text[left:right])
        if number == len(sentences) or done >= count * (len(spans) + 1) / parts:
            spans.append((opened, right))
            opened = sentences[number][0] if number < len(sentences) else right
    return spans
