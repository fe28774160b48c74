"""Take what is not the article's prose out of a text, and write down each intervention."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis import tokens


@dataclass(frozen=True)
class Line:
    """A non-empty line of a file: its text and its number (from 1)."""

    number: int
    text: str


@dataclass(frozen=True)
class Intervention:
    """A row of the ledger: the rule that acted, what it did, on which line, on how many words."""

    rule: str
    action: str
    place: str
    words: int


def dated(ledger: Sequence[Intervention], found: Sequence[Line]) -> str:
    """The date that a removed date line says, as 2021-06-17; empty if there is none or it cannot be read."""
    from dateutil import parser

    texts = {f"line {line.number}": line.text for line in found}
    for row in ledger:
        if row.rule == "date":
            try:
                return parser.parse(texts[row.place], fuzzy=True).date().isoformat()
            except (ValueError, OverflowError):
                return ""
    return ""


@dataclass(frozen=True)
class Paragraph:
    """A kept paragraph. `section` counts the sub-heads before it."""

    text: str
    headline: bool
    section: int


# Whole lines that a page, not the article, puts there.
_FURNITURE = re.compile(
    r"web analytics|advertisement|share (this|on \w+).*|leave a (reply|comment)|be first to comment"
    r"|your email address\b.{0,30}published.*|required fields\b.*|published (at|on|in)\b.{0,40}"
    r"|sign up (for|to)\b.*|subscribe( now| to\b.*)?|follow us\b.*|click here\b.*|all rights reserved.*"
    r"|(©|copyright (©|\(c\)|\d{4})).*|\d+ comments?|(no )?comments?|(previous|next) (post|article)\b.*|loading\W*|print|email"
    r"|(facebook|twitter|whatsapp|telegram|linkedin|reddit)\b.{0,20}",
    re.IGNORECASE,
)
_SKIP_LINK = re.compile(r"\|?\s*(press .?enter.? to )?skip to (main )?content", re.IGNORECASE)
_LINK = re.compile(
    r"(also read|read also|read more|read next|see also|also see|related( stor(y|ies)| articles?)?|watch( also)?"
    r"|more on this|recommended|don[’']t miss)\s*[:|]\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"(photo|picture|image|video|credit|file photo|getty images|illustration)\b\s*[:/|(].*", re.I)
_CORRECTION = re.compile(r"(correction|clarification|editor[’']?s[’']? note|update)\s*(\([^)]*\)\s*)?[:—–].*", re.I)
_BYLINE = re.compile(r"(?i:by)\s+[A-Z][\w.’'-]+(\s+(and|,)?\s*[A-Z][\w.’'-]+){1,6}(,.{0,40})?")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"(\w+day,?\s+)?({_MONTH}\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\.?\s+{_MONTH},?\s+\d{{4}}|\d{{4}}-\d\d-\d\d)\W*"
    r"(at\s+)?(\d{1,2}:\d\d.*)?",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[A-Z][A-Z .’'-]+(,\s+[A-Z][A-Z .’'-]+)*(\s*\([A-Za-z ]+\))?\s*[—–-]*")
_DATELINE = re.compile(r"[A-Z][A-Z .’'-]{2,}(,\s+[A-Z][\w. ]+)?\s*(\([A-Za-z /]+\)\s*)?[—–]\s+(?=\S)")
_TOP = 6  # by-lines, dates and places are looked for in the first lines only
_LONGEST_HEADLINE = 25  # words
_LONGEST_SUBHEAD = 10  # words
_COPIED_RUN = 3  # so many repeated lines in a row are a copy, whatever their length
_COPIED_WORDS = 12  # a repeated line of so many words is a copy by itself


def repair(text: str) -> tuple[str, list[Intervention]]:
    """Undo mojibake and normalise to Unicode NFC, with a row of the ledger for each line that changed in its words."""
    import ftfy

    config = ftfy.TextFixerConfig(uncurl_quotes=False, normalization="NFC", unescape_html=False)
    fixed = ftfy.fix_text(text, config)
    before, after = (unicodedata.normalize("NFC", text).splitlines(), fixed.splitlines())
    changed = [
        Intervention("encoding", "changed", f"line {number}", len(set(tokens.words(new)) - set(tokens.words(old))))
        for number, (old, new) in enumerate(zip(before, after, strict=False), start=1)
        if tokens.words(old) != tokens.words(new)
    ]
    return fixed, changed


def lines(text: str) -> list[Line]:
    """The non-empty lines of a text, blanks folded. Hard-wrapped paragraphs become one line each."""
    stripped = [" ".join(line.split()) for line in text.splitlines()]
    if _is_wrapped(stripped):
        stripped = _unwrap(stripped)
    return [Line(number, line) for number, line in enumerate(stripped, start=1) if line]


def _is_wrapped(stripped: Sequence[str]) -> bool:
    """Whether lines end because they are full: none is long, most that another follows are nearly as long as any, and
    few of these end a sentence."""
    longest = max(map(len, stripped), default=0)
    followed = [line for line, after in itertools.pairwise(stripped) if line and after]
    full = sum(len(line) > longest - 20 for line in followed)
    ended = sum(_ends_a_sentence(line) for line in followed)
    return 40 <= longest <= 120 and len(followed) >= 5 and full >= 0.8 * len(followed) and ended <= 0.5 * len(followed)


def _unwrap(stripped: Sequence[str]) -> list[str]:
    joined = [""] * len(stripped)
    start = 0
    for number, line in enumerate(stripped):
        if not line:
            start = number + 1
        else:
            joined[start] = f"{joined[start]} {line}".strip()
    return joined


def recurring(documents: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Lines that stand in at least three documents of one source, and in a third of them: furniture of its pages."""
    counts = Counter(text for document in documents for text in {line.text for line in document})
    return frozenset(text for text, n in counts.items() if n >= max(3, len(documents) / 3))


def clean(found: Sequence[Line], furniture: frozenset[str] = frozenset()) -> tuple[list[Paragraph], list[Intervention]]:
    """The paragraphs of an article and the ledger of what was taken out.

    `furniture` holds lines known from the source's other documents (`recurring`). Rules, in this order: furniture,
    link (with the headline after it), self-copy, by-line, date, dateline, credit, correction, sub-head.
    """
    ledger: list[Intervention] = []
    titles = {_SKIP_LINK.sub("", line.text).strip(" |") for line in found if _SKIP_LINK.search(line.text)}
    kept = _without_page(found, furniture, ledger)
    kept = _without_copy(kept, ledger)
    kept = _without_top(kept, ledger)
    paragraphs: list[Paragraph] = []
    section = 0
    for line, following in itertools.pairwise([*kept, Line(0, "")]):
        if not paragraphs and _is_headline(line.text, titles):
            paragraphs.append(Paragraph(line.text, True, 0))
        elif rule := _rule_of(line.text):
            ledger.append(_removed(rule, line))
        elif paragraphs and _is_subhead(line.text, following.text):
            ledger.append(_removed("sub-head", line))
            section += 1
        else:
            paragraphs.append(Paragraph(line.text, False, section))
    return paragraphs, sorted(ledger, key=lambda row: int(row.place.split()[1]))


def _removed(rule: str, line: Line) -> Intervention:
    return Intervention(rule, "removed", f"line {line.number}", tokens.count_words(line.text))


def _without_page(found: Sequence[Line], furniture: frozenset[str], ledger: list[Intervention]) -> list[Line]:
    kept: list[Line] = []
    headline_follows = False
    for line in found:
        link = _LINK.fullmatch(line.text)
        if not re.search(r"\w", line.text):
            ledger.append(_removed("furniture", line))
        elif link or (headline_follows and tokens.count_words(line.text) <= _LONGEST_HEADLINE):
            ledger.append(_removed("link", line))
            headline_follows = link is not None and not link["rest"]
        elif line.text in furniture or _FURNITURE.fullmatch(line.text) or _SKIP_LINK.search(line.text):
            ledger.append(_removed("furniture", line))
        else:
            kept.append(line)
            headline_follows = False
    return kept


def _without_copy(found: Sequence[Line], ledger: list[Intervention]) -> list[Line]:
    """One copy of a text that contains itself: lines that stand earlier go, in runs or when they are long."""
    seen: set[str] = set()
    repeated = []
    for line in found:
        repeated.append(line.text in seen)
        seen.add(line.text)
    kept: list[Line] = []
    start = 0
    while start < len(found):
        end = start + 1
        while end < len(found) and repeated[end] == repeated[start]:
            end += 1
        for line in found[start:end]:
            long = tokens.count_words(line.text) >= _COPIED_WORDS
            if repeated[start] and (long or end - start >= _COPIED_RUN):
                ledger.append(_removed("self-copy", line))
            else:
                kept.append(line)
        start = end
    return kept


def _without_top(found: Sequence[Line], ledger: list[Intervention]) -> list[Line]:
    """Without by-line, date and place line; a dateline before the first sentence is cut off it."""
    kept: list[Line] = []
    for place, line in enumerate(found):
        short = place < _TOP and tokens.count_words(line.text) <= _LONGEST_SUBHEAD
        if short and _BYLINE.fullmatch(line.text):
            ledger.append(_removed("by-line", line))
        elif short and _DATE.fullmatch(line.text):
            ledger.append(_removed("date", line))
        elif short and _PLACE.fullmatch(line.text):
            ledger.append(_removed("dateline", line))
        elif place < _TOP and (opening := _DATELINE.match(line.text)):
            words = tokens.count_words(opening[0])
            ledger.append(Intervention("dateline", "changed", f"line {line.number}", words))
            kept.append(Line(line.number, line.text[opening.end() :]))
        else:
            kept.append(line)
    return kept


def _is_headline(text: str, titles: set[str]) -> bool:
    if text in titles:
        return True
    return tokens.count_words(text) <= _LONGEST_HEADLINE and not _ends_a_sentence(text)


def _is_subhead(text: str, following: str) -> bool:
    count = tokens.count_words(text)
    asks = text.endswith("?") and not re.search(r"[\"“”]", text)
    return (
        count <= _LONGEST_SUBHEAD
        and (text[0].isupper() or text[0].isdigit())
        and (asks or not _ends_a_sentence(text))
        and tokens.count_words(following) > count
    )


def _ends_a_sentence(text: str) -> bool:
    return text.rstrip("\"'”’»)] ").endswith((".", "!", "?", "…", ":", ",", ";"))


def _rule_of(text: str) -> str:
    count = tokens.count_words(text)
    if count <= _LONGEST_HEADLINE and _CREDIT.fullmatch(text):
        return "credit"
    return "correction" if count <= 60 and _CORRECTION.fullmatch(text) else ""
