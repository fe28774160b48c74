"""The passages to be coded, under names that do not tell where they come from."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


@dataclass(frozen=True)
class Item:
    """A passage to be coded: its name in the sheet, its id in the study, its document and its source."""

    name: str
    passage: str
    document: str
    source: str


def items(data: Mapping[str, pd.DataFrame]) -> list[Item]:
    """Every passage of a study that repeats no earlier one of its document, in the order of its table.

    A name is twelve letters from a digest of the passage's id and its document's text. Letters only: a spreadsheet would
    take 12e45 for a number.
    """
    documents = data["documents"].set_index("document")
    kept = data["passages"][data["passages"]["copy_of"] == ""]
    rows = zip(kept["passage"], kept["document"], strict=True)
    return [
        Item(_name(passage, documents.at[document, "cleaned"]), passage, document, documents.at[document, "source"])
        for passage, document in rows
    ]


def _name(passage: str, cleaned: str) -> str:
    return hashlib.sha256(f"{cleaned} {passage}".encode()).hexdigest()[:12].translate(_LETTERS)


def draw(everything: list[Item], many: int, seed: int) -> list[Item]:
    """So many items in random order, as evenly from the sources as they have passages; all of them if there are fewer."""
    rng = np.random.default_rng(seed)
    by_source: dict[str, list[Item]] = {}
    for place in rng.permutation(len(everything)):
        by_source.setdefault(everything[place].source, []).append(everything[place])
    rounds = [(turn, source, item) for source, own in sorted(by_source.items()) for turn, item in enumerate(own[:many])]
    # whose turn comes first in the last, unfinished round is chance too
    last = dict(zip(sorted(by_source), rng.permutation(len(by_source)), strict=True))
    chosen = [item for _, _, item in sorted(rounds, key=lambda row: (row[0], last[row[1]]))[:many]]
    return [chosen[place] for place in rng.permutation(len(chosen))]
