"""How wide the columns of a printed table are, and how large its type is.

Words are measured with the advance widths of the text face, so that no word is broken that fits, numbers keep to one
line and what remains goes to the columns that hold most text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

TEXT, WIDE = 410.0, 466.0  # points: the text column, and what a table may take with a part of both margins
GAP = 9.0  # points between two columns
TURNED = 656.0  # points: the text column of a page on its side
STEPS = ((8.8, TEXT), (8.2, TEXT), (7.7, TEXT), (7.7, WIDE), (7.2, WIDE))  # size of type and room, the best first
ASIDE = ((8.2, TURNED), (7.2, TURNED), (6.4, TURNED))  # where no portrait page has room for the words
LINES = 2.2  # lines a row may have on average before smaller type is tried
HEAD = 12  # words of a label that are looked at
SHORT = 24  # characters: a text that keeps to one line
POURED = 30  # parts in which the room that is left is given out, each where it saves most height
_SLACK, _ROUNDED = 1.03, 0.12  # kerning, as a factor; rounding, in ems a line

# Advance widths of Libertinus Serif in hundredths of an em, rounded to 5; its bold is wider by the factor below.
_ADVANCES = {
    20: "',.|",
    25: " :;ijl{}",
    30: "!()/IJ\\ft",
    35: '"*-[]r',
    40: "?`csz",
    45: "#$0123456789FSae~",
    50: "L^_bdgkopquvxy",
    55: "+<=>EPTYhn",
    60: "BRVZ",
    65: "%CKUX",
    70: "&ADGHNOQ",
    75: "w",
    80: "m",
    85: "M",
    90: "@W",
}
_EM = {character: width / 100 for width, characters in _ADVANCES.items() for character in characters}
_OTHER, _BOLD = 0.6, 1.1


@dataclass(frozen=True)
class Column:
    """The label of a column, its cells as they are printed, and whether they are numbers."""

    label: str
    cells: Sequence[str]
    number: bool = False


@dataclass(frozen=True)
class Setting:
    """The size of the type, the width of each column and the room they were given, in points; the lines of each row.

    Columns are `crowded` where some word is wider than its column.
    """

    size: float
    widths: tuple[float, ...]
    room: float
    lines: tuple[int, ...]
    crowded: bool

    @property
    def height(self) -> float:
        """About how high all rows are, in points."""
        return sum(lines * self.size * 1.12 + 6.2 for lines in self.lines)


def setting(columns: Sequence[Column], *, turned: bool = False) -> Setting:
    """The largest type in which every cell is one line; else in which few rows need several; else the smallest.

    With `turned`, columns that no portrait page has room for get that of a page on its side.
    """
    needs = [_need(column) for column in columns]
    wanted = [
        max(need, _head(column.label, 2), *map(width, column.cells))
        for need, column in zip(needs, columns, strict=True)
    ]
    spare = {step: (step[1] - GAP * len(columns)) / step[0] for step in (*STEPS, *ASIDE)}
    steps = ASIDE if turned and sum(needs) > spare[STEPS[-1]] else STEPS
    found = Setting(0.0, (), 0.0, (), False)
    for size, room in [step for step in steps if sum(wanted) <= spare[step]] or steps:
        shares = _shared(spare[size, room], columns, needs, wanted)
        taken = tuple(_lines(row, shares) for row in zip(*(column.cells for column in columns), strict=True))
        crowded = sum(needs) > spare[size, room]
        found = Setting(size, tuple(round(share * size, 1) for share in shares), room, taken, crowded)
        if not crowded and sum(taken) <= LINES * len(taken):
            break
    return found


@lru_cache(maxsize=4096)
def width(text: str) -> float:
    """The width of a line of text in ems."""
    return sum(_EM.get(character, _OTHER) for character in text) * _SLACK + (_ROUNDED if text else 0.0)


def _need(column: Column) -> float:
    """The least width in ems: that of the longest word, of a number or a short text, and of a label on a few lines."""
    parts = [part for cell in column.cells for part in ([cell] if column.number or len(cell) <= SHORT else words(cell))]
    return max([_head(column.label, 3), *map(width, parts)])


def words(text: str) -> list[str]:
    """The pieces a line can be broken between: at white space, and after a hyphen or dash between letters."""
    pieces = []
    for word in text.split():
        start = 0
        for at, (left, right) in enumerate(pairwise(word), start=1):
            if left in "-–—" and right.isalpha() and at - start > 1:
                pieces.append(word[start:at])
                start = at
        pieces.append(word[start:])
    return [piece[at : at + 24] for piece in pieces for at in range(0, len(piece), 24)]


def _head(label: str, most: int) -> float:
    """The least width at which a bold label takes no more than so many lines."""
    pieces = words(label)[:HEAD]
    longest = max(map(width, pieces), default=0.0)
    candidates = sorted(
        {width(" ".join(pieces[i:j])) for i in range(len(pieces)) for j in range(i + 1, len(pieces) + 1)}
    )
    fits = (each for each in candidates if each >= longest and _filled(pieces, each) <= most)
    return next(fits, longest) * _BOLD


def _filled(pieces: Sequence[str], room: float) -> int:
    """The lines that pieces take in a column, each line filled before the next."""
    lines, used = 1, 0.0
    for piece in pieces:
        needed = width(piece)
        if used and used + width(" ") + needed > room:
            lines, used = lines + 1, needed
        else:
            used += needed + (width(" ") if used else 0.0)
    return lines


def _shared(free: float, columns: Sequence[Column], needs: Sequence[float], wanted: Sequence[float]) -> list[float]:
    """What each column gets of the room: all it wants, or what it needs and a part of the rest."""
    if sum(wanted) <= free:
        return list(wanted)
    if sum(needs) >= free:
        return [max(need * free / sum(needs), 0.3) for need in needs]
    rows = [tuple(map(width, row)) for row in zip(*(column.cells for column in columns), strict=True)]
    shares, step = list(needs), (free - sum(needs)) / POURED
    for _ in range(POURED):
        lowest = [at for at, want in enumerate(wanted) if shares[at] < want]
        tried = [(_height(rows, [*shares[:at], shares[at] + step, *shares[at + 1 :]]), at) for at in lowest]
        shares[min(tried)[1]] += step
    return shares


def _height(rows: Sequence[Sequence[float]], shares: Sequence[float]) -> float:
    """The height of all rows in lines, were text a fluid: each is as high as its fullest cell."""
    return sum(max(wide / max(share, 0.1) for wide, share in zip(row, shares, strict=True)) for row in rows)


def _lines(row: Sequence[str], shares: Sequence[float]) -> int:
    """The lines that a row takes in columns of these widths in ems."""
    filled = (_filled(words(cell), share) for cell, share in zip(row, shares, strict=True) if width(cell) > share)
    return max(filled, default=1)
