"""First names: of the people of a study, as its aliases and its quotations know them."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import tables, tokens
from analysis.style import known
from analysis.style.evidence import Evidence

Name = tuple[str, ...]  # its words as terms, the surname last

OF_PEOPLE = ("full name", "middle initial", "variant spelling")  # rules of aliases that hold a first name
SURE = ("middle initial", "variant spelling")  # of these, those that only a person has
# Chosen on one half of the events of benchmarks/style_quality.py, where they part people from what else has capitals
# (Civil Rights, Hong Kong, Hurricane Sandy).
BESIDE = 0.5  # share of a first name's passages, and of its word pairs, that must hold a surname it goes with
NAMED = 0.5  # share of the words before a surname that must be first names or titles
CERTAIN = 0.15  # share of the names that a first name begins that must certainly be people's
SPEAKS = 0.03  # times that a person must be said to say something, by times that first name and surname stand together
ALONE = 0.1  # share of a surname's occurrences that must be without a first name
FIRST = 9  # times as often as it stands last in a name, a first name must stand first to be one
_NOBODY = frozenset("hurricane typhoon cyclone storm operation affordable".split())  # before what looks like a surname


def named(aliases: pd.DataFrame) -> list[Name]:
    """The words of each full name, sorted."""
    capital = aliases["name"].map(lambda name: all(word[0].isupper() for word in name.split()) and " " in name)
    of_people = aliases["rule"].isin(OF_PEOPLE) | ((aliases["rule"] == tables.YOURS) & capital.astype(bool))
    names = {tuple(tokens.terms(spelling)) for spelling in aliases.loc[of_people, "spelling"]}
    return sorted(name for name in names if len(name) > 1)


def first_names(found: Evidence, data: Mapping[str, pd.DataFrame]) -> set[str]:
    """First names of those who speak, have a title, or whose name is written in several ways.

    A first name mostly stands with a surname that it goes with (BESIDE): in many articles, any word is somebody's first
    name by mistake. That surname stands alone too (ALONE), and behind first names or titles rather than behind other
    words (NAMED).
    """
    people = named(data["aliases"])
    goes_with: dict[str, set[str]] = defaultdict(set)
    as_last: dict[str, int] = defaultdict(int)  # how often each surname stands right behind one of its first names
    for *firsts, last in people:
        as_last[last] += found.count(f"{firsts[-1]} {last}")
        for first in firsts:
            goes_with[first].add(last)
    likely = {first for first, lasts in goes_with.items() if _mostly_first(first, lasts, as_last.get(first), found)}
    sure: dict[str, set[str]] = defaultdict(set)
    for first, *middle, last in _sure(found, data, people):
        if last not in likely and all(len(word) == 1 for word in middle):  # “Sleepy Joe” makes nobody of Sleepy
            sure[first].add(last)
    titles = {term for term, _, rule in known.listed() if rule == known.TITLE} | known.OFFICES
    surnames = {
        last for last in as_last if last not in known.OFFICES and _is_surname(last, likely, likely | titles, found)
    }
    return {one for one in likely if _leads_to(one, goes_with[one], sure[one] & surnames, found)}


def _sure(found: Evidence, data: Mapping[str, pd.DataFrame], people: list[Name]) -> set[Name]:
    """The names that are a person's for certain."""
    aliases = data["aliases"]
    spelled = {tuple(tokens.terms(name)) for name in aliases.loc[aliases["rule"].isin((*SURE, tables.YOURS)), "name"]}
    spelled |= {tuple(tokens.terms(one)) for one in aliases.loc[aliases["rule"].isin(SURE), "spelling"]}
    said = data["quotations"]["speaker"].value_counts()
    spoken = {tuple(tokens.terms(speaker)): often for speaker, often in said.items()}
    speak = {name for name in people if spoken.get(name, 0) > SPEAKS * found.count(" ".join(name[-2:]))}
    titles = {term for term, _, rule in known.listed() if rule == known.TITLE}
    titled = {name for name in people if any(found.count(f"{title} {name[-1]}") for title in titles)}
    return spelled.intersection(people) | speak | titled


def _mostly_first(first: str, lasts: set[str], as_last: int | None, found: Evidence) -> bool:
    if first in tokens.stop_words() or first in _NOBODY or not found.count(first):
        return False
    pairs = found.after.get(first, {})
    led = sum(pairs.get(last, 0) for last in lasts)
    if as_last is not None and led < max(1, FIRST * as_last):
        return False
    own = found.passages_of(first)
    beside = np.concatenate([found.passages_of(last) for last in sorted(lasts)])
    return bool(np.isin(own, beside).sum() >= BESIDE * len(own)) and led >= BESIDE * sum(pairs.values())


def _is_surname(last: str, firsts: set[str], of_names: set[str], found: Evidence) -> bool:
    before = found.before.get(last, {})
    led = sum(count for word, count in before.items() if word in of_names)
    alone = found.count(last) - sum(count for word, count in before.items() if word in firsts)
    return led >= NAMED * sum(before.values()) and alone >= ALONE * found.count(last) > 0


def _leads_to(first: str, lasts: set[str], certain: set[str], found: Evidence) -> bool:
    """Whether enough of the names that the word begins are certainly people's."""
    pairs = found.after.get(first, {})
    led = sum(pairs.get(last, 0) for last in lasts)
    return bool(certain) and sum(pairs.get(last, 0) for last in certain) >= CERTAIN * led
