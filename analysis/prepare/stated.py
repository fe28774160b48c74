"""The facts that a document states, as rows of the table `facts`."""

from typing import Any

from analysis.facts import find_facts
from analysis.prepare.cutting import Cut


def rows(cut: Cut) -> list[tuple[Any, ...]]:
    """The facts of each passage, in reading order; offsets count characters of the cleaned text."""
    found: list[tuple[Any, ...]] = []
    for (id, text), own in zip(cut.passage_texts.items(), cut.cuts, strict=True):
        for number, fact in enumerate(find_facts(text), start=1):
            cells = (f"{id}/{number}", id, fact.kind, fact.relation, fact.value, fact.unit, fact.written)
            found.append((*cells, " ".join(fact.about), own.start + fact.start, own.start + fact.end))
    return found
