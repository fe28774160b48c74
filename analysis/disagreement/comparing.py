"""Compare the facts of the sources, thing by thing."""

from collections import Counter
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import pandas as pd

from analysis import evidence
from analysis.disagreement.alikeness import Neighbours, neighbours, stars
from analysis.disagreement.events import Events
from analysis.disagreement.values import compatible, scale
from analysis.study import OTHERS

LEAST = 0.3  # sureness that two facts are about the same thing
SURE = 0.6  # and where the other source tells it in several ways of which one fits
NAMED = 4  # words that name a thing
_THINGS = ["thing", "kind", "about", "sure", "sources"]
_TOLD = ["thing", "kind", "source", "version", "shown", "written", "relation", "value", "unit", "passage", "fact"]


@dataclass(frozen=True)
class Comparison:
    """What several sources tell of the same things.

    differing: a row a thing of which they tell different values, the surest first: thing (its number), kind, about (words
    that its facts share), sure (that the facts which differ are about the same thing), sources. told: the facts of these
    things: thing, kind, source, version (facts of one version can all hold; the first is that of most facts), shown (the
    value as a cell shows it), written, relation, value, unit, passage, fact. agreeing: things of which all sources that
    tell them tell the same. facts: how many were compared.
    """

    differing: pd.DataFrame
    told: pd.DataFrame
    agreeing: int
    facts: int


def compare(
    facts: pd.DataFrame, passages: pd.DataFrame, documents: pd.DataFrame, terms: pd.DataFrame, most: int = 12
) -> Comparison:
    """The facts of sources compared by name that differ: the `most` surest things.

    `facts` is the table of the study, `passages` has passage, document and source, `documents` document and date ("" where
    it is not known), `terms` the counted words by passage. Facts are compared that are of one kind and unit, in documents
    of different sources that tell one event (`events.Events`), at most a week apart.
    """
    of = passages.loc[passages["source"] != OTHERS, ["passage", "document", "source"]]
    stated = facts.merge(of, on="passage", validate="many_to_one")
    stated = stated.merge(documents[["document", "date"]], on="document", validate="many_to_one")
    scales = [scale(*row) for row in zip(stated["kind"], stated["relation"], stated["unit"], strict=True)]
    stated = stated.assign(scale=pd.Series(scales, dtype=object), shown=[_shown(row) for row in stated.itertuples()])
    near = neighbours(stated, Events(terms, of), LEAST, SURE)
    groups = stars(near)
    differing = [(_difference(stated.iloc[members], near), members) for members in groups]
    found = sorted(((sure, members) for sure, members in differing if sure), key=lambda row: (-row[0], row[1]))
    things, told = [], []
    for number, (sure, members) in enumerate(found[:most], start=1):
        own = stated.iloc[sorted(members)]
        things.append((number, own["kind"].iloc[0], _name(own["about"]), sure, own["source"].nunique()))
        told.append(own.assign(thing=number, version=_versions(own))[_TOLD])
    return Comparison(
        pd.DataFrame(things, columns=pd.Index(_THINGS)),
        pd.concat(told, ignore_index=True) if told else pd.DataFrame(columns=pd.Index(_TOLD)),
        len(groups) - len(found),
        len(stated),
    )


def _difference(own: pd.DataFrame, near: Neighbours) -> float:
    """How sure it is that two facts which cannot both hold are about the same thing; 0 if there are none.

    A fact differs from a source if that tells nothing which fits it. Two facts that both differ so from the other's source
    count from LEAST on; a fact that differs from a source which also fits one of its own source, from SURE on.
    """
    kind = own["kind"].iloc[0]
    told = {place: (row.relation, row.value, row.unit) for place, row in own.iterrows()}
    source = own["source"].to_dict()
    lone = set()  # a fact, and a source of which no fact fits it
    for one, other in {(place, at) for place in told for at in set(source.values()) if source[place] != at}:
        fits = [compatible(kind, told[one], told[place]) for place in told if source[place] == other]
        if False in fits and not any(fit is not False for fit in fits):
            lone.add((one, other))
    surest = 0.0
    for one, other in permutations(told, 2):
        if (one, source[other]) in lone and compatible(kind, told[one], told[other]) is False:
            sure = near.get(one, {}).get(other, 0.0)
            if sure >= (LEAST if (other, source[one]) in lone else SURE):
                surest = max(surest, sure)
    return surest


def _versions(own: pd.DataFrame) -> list[int]:
    """For each fact the number of its version: the first, of those with most facts, whose facts can all hold with it."""
    kind = own["kind"].iloc[0]
    told = list(zip(own["relation"], own["value"], own["unit"], strict=True))
    fits = [[compatible(kind, one, other) is not False for other in told] for one in told]
    versions: list[list[int]] = []
    for place in sorted(range(len(told)), key=lambda at: (-sum(fits[at]), at)):
        for version in versions:
            if all(fits[place][other] for other in version):
                version.append(place)
                break
        else:
            versions.append([place])
    versions.sort(key=lambda version: (-len(version), min(version)))
    number = {place: count for count, version in enumerate(versions, start=1) for place in version}
    return [number[place] for place in range(len(told))]


def _name(abouts: pd.Series) -> str:
    """The words that most of the facts share, in their order of sharing."""
    counts = Counter(word for about in abouts for word in about.split())
    shared = [word for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if count > 1]
    return ", ".join(shared[:NAMED])


def _shown(fact: Any) -> str:
    if fact.kind == "agreement":
        return "agreed" if fact.value == "yes" else "not agreed"
    if not fact.written.endswith("…"):
        return str(fact.written)
    return " ".join(word for word in (fact.relation.removeprefix("is"), fact.value, fact.unit) if word)


def behind(found: Comparison, facts: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """The words of each fact that a source tells of a thing, as evidence of how many it tells (`analysis.evidence`)."""
    told = found.told[["thing", "source", "fact", "passage"]].astype({"fact": object})
    places = told.merge(facts[["fact", "start", "end"]], on="fact", validate="one_to_one")
    return evidence.located(places.assign(facts=1), passages, ("thing", "source"), "facts")
