"""The lines of a text, repaired, with the way back to the original."""

import itertools
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analysis import tokens
from analysis.corpus.anchors import Anchors, Edit, align, edit, needed

_BREAK = re.compile(r"([^\r\n\v\f\u2028\u2029]*)(?:\r\n|[\r\n\v\f\u2028\u2029]|\Z)")
# Neither these characters nor any run of them is mojibake: ftfy leaves them as they are.
_STRANGE = re.compile(r"[^\t\n\r\v\f\x20-\x7e\u2028\u2029“”‘’–—…]")
_DOUBLED = re.compile(r"``|''")
_SOFT_HYPHEN = "\xad"
_BLANKS = re.compile(r"\s+")
_SPLIT = re.compile(r"([^\W\d_]+)[-‐]$")
_REST = re.compile(r"(?!(?:and|or|to)\b)[^\W\d_]+")  # "pre- and post-war" is no split word
_HYPHENED = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)+")
_SHORTEST_FULL, _LONGEST_FULL = 40, 120  # characters of the longest line of a hard-wrapped text


@dataclass(frozen=True)
class Line:
    """A line that is not blank, or a paragraph whose lines were joined.

    `number` counts the lines of the original, from 1; `text` is repaired and its blanks are folded. `anchors` pairs
    offsets in `text` with offsets in the original (see `analysis.corpus.anchors`); `end` is the offset after the
    line's last character there.
    """

    number: int
    text: str
    anchors: Anchors
    end: int


@dataclass(frozen=True)
class Intervention:
    """A row of the ledger: the rule that acted, what it did (removed, changed, linked), where, on how many words.

    `text` holds the words that were taken out. It is for whoever holds the original, and never goes into a table.
    """

    rule: str
    action: str
    place: str
    words: int
    text: str = ""


def read(original: str, without: Collection[str] = ()) -> tuple[list[Line], list[Intervention]]:
    """The lines of a text that are not blank, and the ledger of what was repaired in them, in order of lines.

    The rules are `encoding`, `quote marks` and `hyphenation`; those that `without` names do not act. A text whose
    paragraphs are broken into lines of one width is joined to one line a paragraph.
    """
    ledger: list[Intervention] = []
    plain = not _STRANGE.search(original) and not _DOUBLED.search(original)
    found: list[Line] = []
    start = 0
    for number, match in enumerate(_BREAK.finditer(original), start=1):
        raw, start = match[1], match.start()
        if not raw or raw.isspace():
            continue
        folded, stripped = " ".join(raw.split()), raw.strip()
        first = start + len(raw) - len(raw.lstrip())
        if folded == stripped and (plain or not (_STRANGE.search(raw) or _DOUBLED.search(raw))):
            found.append(Line(number, stripped, ((0, first),), first + len(stripped)))
        elif line := _repaired(Line(number, raw, ((0, start),), start + len(raw.rstrip())), without, ledger):
            found.append(line)
    if _is_wrapped(found):
        found = _unwrap(found, None if "hyphenation" in without else _compounds(original), ledger)
    return found, sorted(ledger, key=lambda row: int(row.place.split()[1]))


def _repaired(line: Line, without: Collection[str], ledger: list[Intervention]) -> Line | None:
    """A line after its repairs and with its blanks folded; None if nothing is left of it."""
    text, known = line.text, line.anchors
    place = f"line {line.number}"
    if "encoding" not in without and _STRANGE.search(text):
        fixed = _decoded(text)
        composed = unicodedata.normalize("NFC", text)
        if fixed != composed:
            words = len(set(tokens.words(fixed)) - set(tokens.words(composed)))
            ledger.append(Intervention("encoding", "changed", place, words))
        if fixed != text:
            begin = known[0][1]
            known = tuple((here, begin + there) for here, there in align(fixed, text))
            text = fixed
    if "quote marks" not in without and (marks := _doubled_marks(text)):
        ledger.append(Intervention("quote marks", "changed", place, 0))
        text, known = edit(text, known, line.end, marks)
    if "hyphenation" not in without and _SOFT_HYPHEN in text:
        words = sum(_SOFT_HYPHEN in word for word in text.split())
        ledger.append(Intervention("hyphenation", "changed", place, words))
        soft = [match.span() for match in re.finditer(_SOFT_HYPHEN, text)]
        text, known = edit(text, known, line.end, [(*span, "") for span in soft])
    if " ".join(text.split()) != text:
        text, known = edit(text, known, line.end, _folds(text))
    return Line(line.number, text, known, line.end) if text else None


def _decoded(text: str) -> str:
    """Without mojibake, ligatures and control characters, and in Unicode's normal form C."""
    import ftfy

    return ftfy.fix_text(text, ftfy.TextFixerConfig(uncurl_quotes=False, normalization="NFC", unescape_html=False))


def _doubled_marks(text: str) -> list[Edit]:
    """Quotation marks typed as ``…'' or ''…''; two strokes after a number (6'2'') or two ends in one are none."""
    edits: list[Edit] = []
    opened = False
    for match in _DOUBLED.finditer(text):
        before = text[match.start() - 1 : match.start()]
        opens = match[0] == "``" or (not opened and (not before or before.isspace() or before in "([—–-"))
        if opens or opened:
            edits.append((*match.span(), '"'))
            opened = opens
    return edits


def _folds(text: str) -> list[Edit]:
    """The edits that leave one blank between words and none around them."""
    spans = [match.span() for match in _BLANKS.finditer(text)]
    outer = [start == 0 or end == len(text) for start, end in spans]
    return [
        (start, end, "" if edge else " ")
        for (start, end), edge in zip(spans, outer, strict=True)
        if edge or text[start:end] != " "
    ]


def _is_wrapped(found: Sequence[Line]) -> bool:
    """Whether lines end because they are full: none is long, most that another follows are nearly as long as any, and
    few of these end a sentence."""
    longest = max((len(line.text) for line in found), default=0)
    if not _SHORTEST_FULL <= longest <= _LONGEST_FULL:
        return False
    followed = [line.text for line, after in itertools.pairwise(found) if after.number == line.number + 1]
    full = sum(len(text) > longest - 20 for text in followed)
    ended = sum(ends_a_sentence(text) for text in followed)
    return len(followed) >= 5 and full >= 0.8 * len(followed) and ended <= 0.5 * len(followed)


def ends_a_sentence(text: str) -> bool:
    """Whether a line ends as a sentence or a part of one does, not as a headline does."""
    return text.rstrip("\"'”’»)] ").endswith((".", "!", "?", "…", ":", ",", ";"))


def _compounds(original: str) -> set[str]:
    """Every two parts of words that a hyphen joins in a text, in lower case."""
    words = (re.split("[-‐]", match[0].lower()) for match in _HYPHENED.finditer(original))
    return {f"{left}-{right}" for parts in words for left, right in itertools.pairwise(parts)}


def _unwrap(found: Sequence[Line], compounds: Collection[str] | None, ledger: list[Intervention]) -> list[Line]:
    """One line a paragraph. Words that a line's end split are joined, unless `compounds` is None; those that it has
    keep their hyphen."""
    paragraphs: list[list[Line]] = []
    for line in found:
        if paragraphs and paragraphs[-1][-1].number == line.number - 1:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [_joined(lines, compounds, ledger) for lines in paragraphs]


def _joined(lines: Sequence[Line], compounds: Collection[str] | None, ledger: list[Intervention]) -> Line:
    pieces = [lines[0].text]
    known = list(lines[0].anchors)
    length = len(lines[0].text)
    for line, after in itertools.pairwise(lines):
        left, right = _SPLIT.search(line.text), _REST.match(after.text)
        if compounds is not None and left and right and right[0][0].islower():
            if f"{left[1]}-{right[0]}".lower() not in compounds:
                pieces[-1] = pieces[-1][:-1]
                length -= 1
            ledger.append(Intervention("hyphenation", "changed", f"line {line.number}", 1))
        else:
            pieces.append(" ")
            length += 1
        known += [(length + here, there) for here, there in after.anchors]
        pieces.append(after.text)
        length += len(after.text)
    return Line(lines[0].number, "".join(pieces), needed(known), lines[-1].end)
