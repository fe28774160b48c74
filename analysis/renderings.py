"""One statement as several sources render it: who has it in full, who cuts it, and which words differ."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

import numpy as np

from analysis import tokens

FEWEST = 5  # words of an attribution that can be recognised in another
RUN = 3  # words in a row that two renderings of one statement share
CONTENT = 3  # content words that they share at least
CONTAINED = 0.7  # share of the content words of the shorter that the fuller one has
COMMON = 60  # attributions with one run of words: a run of more is a set phrase
LONGEST = 4  # words of a fragment that are shown in a row
FRAGMENTS = 3  # fragments that are shown
_MOST = 400  # words of an attribution that are compared


@dataclass(frozen=True)
class Said:
    """An attribution: its id, the source that has it, and its words as terms."""

    quotation: str
    source: str
    words: tuple[str, ...]

    @cached_property
    def content(self) -> frozenset[str]:
        """Its content words."""
        return frozenset(word for word in self.words if tokens.is_content(word))


@dataclass(frozen=True)
class Rendering:
    """A statement as one attribution renders it. `share`: of the words of the fullest rendering, those it has, in order.

    `only`, `missing`: words that it alone has, and that it lacks, compared with the fullest; at most three fragments, of
    which each is cut after four words.
    """

    statement: int
    quotation: str
    share: float
    only: str
    missing: str


def find(said: Sequence[Said]) -> list[Rendering]:
    """The statements that two sources or more render; their fullest rendering comes first.

    The fullest rendering of a statement is taken first, and with it every shorter one left of which it has three words in
    a row and most content words. Attributions of fewer than five words are left out. Time is about linear in the words.
    """
    known = [one for one in said if len(one.words) >= FEWEST and len(one.content) >= CONTENT]
    known.sort(key=lambda one: (-len(one.content), -len(one.words), one.quotation))
    shorter: dict[int, list[int]] = {}
    for one, other in _candidates(known):
        if _contained(known[one], known[other]):
            shorter.setdefault(one, []).append(other)
    taken: set[int] = set()
    found: list[Rendering] = []
    statement = 0
    for place in range(len(known)):
        members = [] if place in taken else [place, *(one for one in shorter.get(place, ()) if one not in taken)]
        if len({known[one].source for one in members}) < 2:
            continue
        taken.update(members)
        statement += 1
        found += [_rendering(statement, known[place].words, known[one]) for one in members]
    return found


def _candidates(known: Sequence[Said]) -> Iterator[tuple[int, int]]:
    """Pairs that share a run of words, the fuller one first, in order."""
    numbers: dict[str, int] = {}
    codes: list[np.ndarray] = [np.empty(0, np.int64)]
    owners: list[np.ndarray] = [np.empty(0, np.int64)]
    for place, one in enumerate(known):
        ids = np.asarray([numbers.setdefault(word, len(numbers)) for word in one.words[:_MOST]], np.int64)
        runs = np.unique((ids[:-2] << 42) ^ (ids[1:-1] << 21) ^ ids[2:])
        codes.append(runs)
        owners.append(np.full(len(runs), place, np.int64))
    code, owner = np.concatenate(codes), np.concatenate(owners)
    order = np.lexsort((owner, code))
    code, owner = code[order], owner[order]
    cuts = np.flatnonzero(np.diff(code)) + 1
    pairs: Counter[tuple[int, int]] = Counter()
    for start, end in zip([0, *cuts.tolist()], [*cuts.tolist(), len(code)], strict=True):
        if 1 < end - start <= COMMON:
            own = owner[start:end].tolist()
            pairs.update((own[i], own[j]) for i in range(len(own)) for j in range(i + 1, len(own)))
    yield from sorted(pairs)


def _contained(fuller: Said, other: Said) -> bool:
    shared = len(fuller.content & other.content)
    return shared >= CONTENT and shared >= CONTAINED * len(other.content)


def _rendering(statement: int, fullest: Sequence[str], own: Said) -> Rendering:
    left, right = list(fullest[:_MOST]), list(own.words[:_MOST])
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    had = sum(end - start for step, start, end, _, _ in steps if step == "equal")
    only = [right[start:end] for step, _, _, start, end in steps if step in ("insert", "replace")]
    missing = [left[start:end] for step, start, end, _, _ in steps if step in ("delete", "replace")]
    return Rendering(statement, own.quotation, round(had / len(left), 4), _fragments(only), _fragments(missing))


def _fragments(runs: Sequence[Sequence[str]]) -> str:
    """The longest fragments in their order, each cut to four words."""
    longest = sorted(sorted(range(len(runs)), key=lambda place: (-len(runs[place]), place))[:FRAGMENTS])
    cut = (" ".join(runs[at][:LONGEST]) + (" …" if len(runs[at]) > LONGEST else "") for at in longest)
    return " | ".join(cut)
