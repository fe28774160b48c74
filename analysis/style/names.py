"""How newsrooms write names: titles before them, and spellings of one surname."""

import re
from collections import defaultdict

import numpy as np
import pandas as pd

from analysis import tokens
from analysis.style.evidence import Evidence
from analysis.style.known import OFFICES, TITLE, Row
from analysis.style.people import Name

# Of a word's pairs, what share lead to a name; of how many people; and what share of these one person may have. Chosen on
# one half of the events of benchmarks/style_quality.py, where they part offices (“senator”) from what people are called.
BEFORE_NAMES, PEOPLE, ONE = 0.85, 5, 0.5
TOGETHER = 0.1  # share of a spelling's documents that may hold the other one too
_LONG = frozenset("senator representative congressman congresswoman governor professor".split())  # of Sen., Rep., Gov.


def titles(found: Evidence, people: list[Name], aliases: pd.DataFrame) -> list[Row]:
    """Offices right before names: “minister prell” becomes “prell”; a long form of a known title is left out altogether.

    An office is a word of a short closed list or the last word of a role of `aliases`, of whose word pairs BEFORE_NAMES or
    more lead to the names of PEOPLE or more. What is written small before names (“suspect”, “activist”) says what a source
    makes of a person, and stays.
    """
    names = {word for name in people for word in (name[0], name[-1])}
    roles = {words[-1] for role in aliases.loc[aliases["rule"] == "role", "spelling"] if (words := tokens.terms(role))}
    rows: list[Row] = []
    for office in sorted(OFFICES | roles):
        pairs = found.after.get(office, {})
        led = {name: count for name, count in pairs.items() if name in names}
        often = sum(led.values())
        if len(led) < PEOPLE or often < BEFORE_NAMES * sum(pairs.values()) or max(led.values()) > ONE * often:
            continue
        rows += (
            [(office, "", TITLE)] if office in _LONG else [(f"{office} {name}", name, TITLE) for name in sorted(led)]
        )
    return rows


def variants(found: Evidence, people: list[Name]) -> list[Row]:
    """Spellings of one surname (Yanukovich, Yanukovych) that sound the same, go with first names that do, and hardly ever
    stand in one document: merged into the most frequent. A doubled letter is not enough: Bennet and Bennett are two."""
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name in people:
        if len(name[-1]) > 3:
            groups[sound(name[0]), sound(name[-1])].add(name[-1])
    rows: set[Row] = set()
    for group in groups.values():
        most, *others = sorted(group, key=lambda name: (-found.count(name), name))
        for other in others:
            own = found.documents_of(other)
            if (
                _single(most) != _single(other)
                and len(own)
                and np.isin(own, found.documents_of(most)).sum() <= TOGETHER * len(own)
            ):
                rows.add((other, most, "name variant"))
    return sorted(rows)


def sound(name: str) -> str:
    """What transliterations of one name have in common: Zelensky, Zelenskyy, Zelenskiy."""
    plain = re.sub(r"[^\w]", "", name.lower())
    for pattern, letters in (("ks", "x"), ("ph", "f"), ("kh|ch", "h"), ("ck|q", "k"), ("[yj]", "i"), ("w", "v")):
        plain = re.sub(pattern, letters, plain)
    return _single(plain)


def _single(name: str) -> str:
    return re.sub(r"(.)\1+", r"\1", name)
