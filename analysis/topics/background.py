"""How common words are in news at large, which a few passages cannot tell.

`background.csv` has the words that stand in 1 of 20,000 passages or more, and in how many of a million: counted over
198,496 runs of 60 words of the 12,000 news articles of Baly et al. (EMNLP 2020; English, 2012 to 2020). Counts only.
"""

import csv
from collections.abc import Sequence
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MILLION = 1_000_000
WORTH = 10_000  # passages of a study that weigh as much as what is known from elsewhere


@cache
def _table() -> dict[str, int]:
    with resources.files(__package__).joinpath("background.csv").open(encoding="utf-8") as lines:
        return {row["word"]: int(row["passages"]) for row in csv.DictReader(lines)}


def shares(words: Sequence[str]) -> Floats:
    """The share of passages in news at large that have each word; 0 for a word that is not listed."""
    table = _table()
    return np.asarray([table.get(word, 0) for word in words], dtype=float) / MILLION


def rarity(words: Sequence[str], held_in: NDArray[np.int64], passages: int) -> Floats:
    """Inverse document frequency with a prior: ln((n + WORTH) / (df + WORTH * share)), of each word.

    df of the n passages have the word, and that share of passages of news at large. In a small study, words that are
    common anywhere ("agreed", "meeting") weigh little even if few of its passages have them; in a large one the study's
    own counts decide. Words of other languages are not listed: for them it is an inverse document frequency.
    """
    return np.asarray(np.log((passages + WORTH) / (held_in + WORTH * shares(words))))
