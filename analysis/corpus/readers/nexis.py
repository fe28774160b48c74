"""The articles of a Nexis Uni or LexisNexis export: blocks of title, publication, date, labelled lines and body."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.corpus.readers import dates

_END = re.compile(r"end of document", re.IGNORECASE)
_NUMBERED = re.compile(r"(document )?\d{1,6} of \d{1,6}( documents?)?", re.IGNORECASE)
_LENGTH = re.compile(r"length:\s*[\d.,]+\s*(words|wörter|mots)", re.IGNORECASE)
_LOADED = re.compile(r"load-date:.*", re.IGNORECASE)
_BODY = re.compile(r"body:?", re.IGNORECASE)
_BODY_INLINE = re.compile(r"BODY:\s+(?=\S)")
_COPYRIGHT = re.compile(r"copyright\b.*|all rights reserved\.?", re.IGNORECASE)
_LABEL = re.compile(r"(section|length|byline|dateline|highlight|series|correction-date|headline|title)\s*:.*", re.I)
_TITLE = re.compile(r"(headline|title)\s*:\s*", re.IGNORECASE)
_LANGUAGE = re.compile(r"language\s*:\s*(?P<said>\w+).*", re.IGNORECASE)
_AFTER = re.compile(
    r"classification|graphic|load-date:.*|language\s*:\s*\w+.{0,40}|publication-type\s*:.*|journal-code\s*:.*|graphic:.*"
    r"|subject\s*:.*\(\d+%\).*|document-type\s*:.*|pub-type\s*:.*",
    re.IGNORECASE,
)
_LONGEST_HEAD = 40  # lines between the title and the first labelled line
_DATE_WORDS = 14
_DAY = re.compile(r"(mon|tues|wednes|thurs|fri|satur|sun)day|\d|[a-zäéû]+ \d", re.IGNORECASE)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph or line, blanks folded, and whether it is a heading or begins a page."""

    text: str
    heading: bool = False
    new_page: bool = False


@dataclass(frozen=True)
class Article:
    """One article of an export; the fields are as written, `text` is its body without title and labelled lines."""

    title: str
    source: str
    date: str
    language: str
    text: str


def articles(paragraphs: Sequence[Paragraph]) -> list[Article]:
    """The articles of an export in their order; none if this is no export.

    An export has at least two of: a line "End of Document", "3 of 12 DOCUMENTS", a length in words, "Body",
    "Load-Date:". Blocks end at the first, else begin at the second, else after a "Load-Date:" or at a heading or page
    with labelled lines of its own. What stands before the first article, such as a list of titles, is left out.
    """
    kept = [Paragraph(" ".join(p.text.split()), p.heading, p.new_page) for p in paragraphs]
    signs = (_END, _NUMBERED, _LENGTH, _BODY, _LOADED)
    if sum(any(sign.fullmatch(p.text) for p in kept) for sign in signs) < 2:
        return []
    return [_article(block) for block in _blocks(kept) if any(_is_label(p.text) for p in block)]


def _is_label(line: str) -> bool:
    return any(sign.fullmatch(line) for sign in (_LENGTH, _BODY, _LOADED, _LABEL)) or bool(_BODY_INLINE.match(line))


def _blocks(paragraphs: Sequence[Paragraph]) -> list[Sequence[Paragraph]]:
    """The paragraphs cut into articles; the lines that mark the cuts are left out."""
    ends = [number + 1 for number, p in enumerate(paragraphs) if _END.fullmatch(p.text)]
    starts = [number for number, p in enumerate(paragraphs) if _NUMBERED.fullmatch(p.text)]
    if not ends and not starts:
        ends = [number + 1 for number, p in enumerate(paragraphs) if _LOADED.fullmatch(p.text)]
        if len(ends) < 2:
            ends = _labelled_starts(paragraphs)
    cuts = sorted({0, *(ends or starts), len(paragraphs)})
    return [
        [p for p in paragraphs[start:end] if not _END.fullmatch(p.text) and not _NUMBERED.fullmatch(p.text)]
        for start, end in pairwise(cuts)
    ]


def _labelled_starts(paragraphs: Sequence[Paragraph]) -> list[int]:
    """Headings and beginnings of pages that are followed, before the next such, by a length or the word Body."""
    starts = [number for number, p in enumerate(paragraphs) if p.heading or p.new_page]
    return [
        start
        for start, following in pairwise([*starts, len(paragraphs)])
        if any(_LENGTH.fullmatch(p.text) or _BODY.fullmatch(p.text) for p in paragraphs[start:following])
    ]


def _article(block: Sequence[Paragraph]) -> Article:
    labels = [number for number, p in enumerate(block) if _is_label(p.text) or _COPYRIGHT.fullmatch(p.text)]
    title, source, date = _head(block[: labels[0]])
    said = [p.text for p in block]
    title = next((_TITLE.sub("", line) for line in said[labels[0] :][:_LONGEST_HEAD] if _TITLE.match(line)), title)
    language = next((found["said"] for line in reversed(said) if (found := _LANGUAGE.fullmatch(line))), "")
    start = _body_start(said, labels)
    end = next((number for number in range(start, len(said)) if _is_tail(said, number)), len(said))
    body = [_BODY_INLINE.sub("", line) if number == 0 else line for number, line in enumerate(said[start:end])]
    return Article(title, source, date, language, "\n".join(body).strip())


def _body_start(said: Sequence[str], labels: Sequence[int]) -> int:
    for number in labels:
        if _BODY.fullmatch(said[number]):
            return number + 1
        if _BODY_INLINE.match(said[number]):
            return number
    last = labels[0]  # without the word Body, it begins after the labelled lines
    for number in labels:
        if number - last <= 3 and not _AFTER.fullmatch(said[number]):
            last = number
    return last + 1


def _is_tail(said: Sequence[str], number: int) -> bool:
    """Whether the labelled lines after the body begin here; a copyright line counts when nothing but labels follows."""
    if _AFTER.fullmatch(said[number]):
        return True
    rest = [line for line in said[number:] if line]
    return bool(_COPYRIGHT.fullmatch(said[number])) and len(rest) <= 3


def _head(block: Sequence[Paragraph]) -> tuple[str, str, str]:
    """Title, publication and date from what stands before the labelled lines, in either order of title and date."""
    lines = [p for p in block if p.text]
    dated = [number for number, p in enumerate(lines) if _is_date(p.text)]
    if not dated:
        titles = [number for number, p in enumerate(lines) if p.heading] or [max(len(lines) - 2, 0)]
        title, publication = [p.text for p in [*lines[titles[-1] :], Paragraph(""), Paragraph("")][:2]]
        return title, publication, ""
    day = dated[-1]
    source = lines[day - 1].text if day else ""
    before = [p.text for p in lines[: max(day - 1, 0)]]
    headings = [p.text for p in lines[: max(day - 1, 0)] if p.heading]
    after = [p.text for p in lines[day + 1 :] if not re.search(r"\bedition\b|\d:\d\d", p.text, re.IGNORECASE)]
    if headings or before:
        return (headings or before)[-1], source, lines[day].text
    return " ".join(after), source, lines[day].text


def _is_date(line: str) -> bool:
    return len(line.split()) <= _DATE_WORDS and bool(_DAY.match(line)) and bool(dates.read_date(line))
