"""Quotation marks of a paragraph, paired.

A mark is opening, closing, or unknown (the straight ones); the letters around it decide. Double marks close double
marks of any shape, since editors mix “ with ", and a new opening double mark while one is open says that the first
was never closed. Apostrophes are no marks. Nothing here raises: what cannot be paired is left out or flagged.
"""

import re
from dataclasses import dataclass

# A mark behind a sign of equality opens a value of markup (`id="…"`), which is stepped over.
_MARK = re.compile(r"=\"[^\"\n]{0,300}\"|(?<=\S)'(?=''(?!'))|``|''|[“”‟„«»\"‘’‚‛']")
_FAMILY = {"‘": "single", "’": "single", "‚": "single", "‛": "single", "'": "single", "«": "angle", "»": "angle"}
_OPENING = frozenset({"“", "‟", "„", "«", "``", "‘", "‚", "‛"})
_CLOSING = frozenset({"”", "»", "’"})
_ELISION = re.compile(r"(?:\d0s|em|til|cause|tis|twas|bout|round|n)\b", re.IGNORECASE)
_AFTER_CLOSE = frozenset(" \t\n\r\xa0.,;:!?)]}-–—…/”\"'’»")


@dataclass(frozen=True)
class Quote:
    """A quoted stretch: `start`..`end` with its marks, `inner_start`..`inner_end` without; `closed` is False where it
    runs on to the end of the paragraph."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    family: str
    closed: bool


@dataclass(frozen=True)
class _Mark:
    start: int
    end: int
    family: str
    opens: bool
    closes: bool


def pair_marks(text: str) -> list[Quote]:
    """Pairs the quotation marks of one paragraph and returns the quoted stretches, nested ones too, by start.

    A double or angled mark that is never closed gives a stretch up to the end of the paragraph with `closed` False,
    unless another opening mark of its family follows; a single mark that is never closed is taken for an apostrophe.
    """
    quotes: list[Quote] = []
    opened: list[_Mark] = []
    for mark in _read_marks(text):
        position = _innermost(opened, mark.family)
        if position is not None and mark.closes and not (mark.opens and _looks_opening(text, mark)):
            first = opened[position]
            # Marks opened inside and never closed are slips: the outer pair wins.
            del opened[position:]
            if mark.start > first.end:
                quotes.append(Quote(first.start, mark.end, first.end, mark.start, mark.family, True))
        elif mark.opens:
            if position is not None:
                del opened[position:]
            opened.append(mark)
    for mark in opened:
        if mark.family != "single" and text[mark.end :].strip():
            quotes.append(Quote(mark.start, len(text), mark.end, len(text.rstrip()), mark.family, False))
            break
    return sorted(quotes, key=lambda quote: (quote.start, -quote.end))


def outermost(quotes: list[Quote]) -> list[Quote]:
    """The quoted stretches that lie in no other; `quotes` sorted as `pair_marks` returns them."""
    kept: list[Quote] = []
    for quote in quotes:
        if not kept or quote.start >= kept[-1].end:
            kept.append(quote)
    return kept


def _innermost(opened: list[_Mark], family: str) -> int | None:
    # At most one open mark a family is kept, so this list has three entries at most.
    for position in range(len(opened) - 1, -1, -1):
        if opened[position].family == family:
            return position
    return None


def _looks_opening(text: str, mark: _Mark) -> bool:
    before = text[mark.start - 1] if mark.start else " "
    after = text[mark.end] if mark.end < len(text) else " "
    return (before.isspace() or before in "([—–") and not after.isspace() and after not in ".,;:!?"


def _read_marks(text: str) -> list[_Mark]:
    marks = []
    for found in _MARK.finditer(text):
        glyph, start, end = found.group(), found.start(), found.end()
        if glyph[0] == "=":
            continue
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        family = _FAMILY.get(glyph, "double")
        if family == "single":
            mark = _single(text, glyph, start, before, after)
        else:
            directed_open, directed_close = glyph in _OPENING, glyph in _CLOSING
            # “word“ is a slip for “word”: an opening mark with a word before and a space after closes.
            if directed_open and not before.isspace() and start and (after.isspace() or after in ".,;:!?"):
                directed_open, directed_close = False, True
            unknown = not directed_open and not directed_close
            opens = directed_open or (unknown and not after.isspace())
            mark = _Mark(start, end, family, opens, directed_close or unknown or glyph == "“")
            if directed_open and glyph != "“":
                mark = _Mark(start, end, family, True, False)
            elif glyph == "“" and directed_open:
                # „Wort“: closes only what a low mark opened; `_looks_opening` keeps the English reading.
                mark = _Mark(start, end, family, True, not before.isspace() and start > 0)
        if mark is not None:
            marks.append(mark)
    return marks


def _single(text: str, glyph: str, start: int, before: str, after: str) -> _Mark | None:
    word_before, word_after = before.isalnum(), after.isalnum()
    if word_before and word_after:
        return None
    elided = bool(_ELISION.match(text, start + 1))
    opens = glyph != "’" and not word_before and not after.isspace() and not elided and before not in ".,!?"
    closes = glyph not in "‘‚‛" and not before.isspace() and start > 0 and after in _AFTER_CLOSE
    if closes and before in "sS" and after == " " and text[start + 2 : start + 3].islower():
        # "the drivers' union": a plural's apostrophe, not the end of a quotation.
        closes = False
    return _Mark(start, start + 1, "single", opens, closes) if opens or closes else None
