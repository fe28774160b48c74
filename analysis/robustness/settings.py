"""Reasonable choices that an analyst could have made otherwise, and the settings that vary them.

What a finding owes to one such choice is no finding. So each is changed by itself, and then several at random together
(a multiverse: Steegen and others 2016, Perspectives on Psychological Science 11(5)).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

SIZES = ((500, 44), (20_000, 14))  # passages up to which so many settings are tried
FEWEST = 6  # in a larger study
CHANGED = 0.3  # chance that a choice is changed where several are


@dataclass(frozen=True)
class Choices:
    """One way to run the analyses; the defaults are the report's.

    function_words, pairs: words that carry little content, and word pairs, are compared too; lemmas: words are compared by
    their dictionary form; joined: so many neighbouring passages of a document are one; more_topics: topics above or below
    the number of the report; borrow: see `topics.fit`; prior, least_passages: see `wording.Setting`; take_out_style: house
    style is taken out; count_copies, count_shared: see `inventory.sample`; quoted_only: only words inside quotation marks
    are attributed; without: a source that is left out; seed: of every random draw.
    """

    function_words: bool = False
    lemmas: bool = False
    pairs: bool = False
    joined: int = 1
    more_topics: int = 0
    borrow: float = 0.25
    prior: float = 0.0
    least_passages: int = 3
    take_out_style: bool = True
    count_copies: bool = False
    count_shared: bool = True
    quoted_only: bool = False
    without: str = ""
    seed: int = 1


# What a choice could have been otherwise; where few settings are tried, those that stand first are.
_OTHERWISE: dict[str, tuple[Any, ...]] = {
    "count_shared": (False, True),
    "take_out_style": (False, True),
    "lemmas": (True, False),
    "more_topics": (-1, 1, -2, 2),
    "quoted_only": (True,),
    "seed": (),
    "joined": (2, 3),
    "function_words": (True, False),
    "pairs": (True, False),
    "least_passages": (2, 5),
    "prior": (10.0, 100.0, 1000.0),
    "borrow": (0.0, 0.5),
    "count_copies": (True, False),
    "without": (),
}
_SEEDS = 2  # other seeds
_TEXTS = ("joined", "take_out_style", "count_copies", "count_shared", "without", "lemmas", "seed")
_TOPICS = (*_TEXTS, "more_topics", "borrow")
_WORDS = (*_TEXTS, "function_words", "pairs", "least_passages")
_SPEECH = ("count_copies", "count_shared", "without", "quoted_only")

# The choices on which a finding may depend, by the finding's id; a setting that changes none of them is none for it.
MATTER: dict[str, tuple[str, ...]] = {
    "lengths": ("count_copies", "count_shared", "without"),
    "topics": _TOPICS,
    "attention": _TOPICS,
    "wording": (*_WORDS, "prior"),
    "divergence": _WORDS,
    "voices": _SPEECH,
    "voices-alone": _SPEECH,
    "omissions": (*_TOPICS, "quoted_only"),
    "order": _TOPICS,
    "disagreement": ("joined", "count_copies", "count_shared", "without"),
    "frames": ("joined", "count_copies", "count_shared", "without", "seed"),
}


def settings(base: Choices, sources: Sequence[str], passages: int, most: int = 0) -> list[Choices]:
    """The settings beside `base`: each choice changed by itself, then several together, no two alike.

    `most`: how many; 0 leaves that to SIZES. Where these are not enough to change each choice in every way, they are taken
    in turn: of each choice the first change, then the second.
    """
    many = most or next((many for size, many in SIZES if passages <= size), FEWEST)
    order = list(_singly(base, sources))
    first = sorted(range(len(order)), key=lambda place: (order[place][0], place))[:many]
    found = dict.fromkeys(order[place][1] for place in sorted(first))
    rng = np.random.default_rng(base.seed)
    tries = 0
    while len(found) < many and tries < 50 * many:
        tries += 1
        one = _together(base, sources, rng)
        if len(changes(base, one)) > 1:
            found.setdefault(one)
    return list(found)


def _otherwise(base: Choices, sources: Sequence[str]) -> dict[str, list[Any]]:
    """For each choice what else it could have been; a source is left out only where two are left to compare."""
    found = {name: [value for value in of if value != getattr(base, name)] for name, of in _OTHERWISE.items()}
    found["seed"] = [base.seed + step for step in range(1, _SEEDS + 1)]
    found["without"] = [*sources] if len(sources) > 2 else []
    return found


def _singly(base: Choices, sources: Sequence[str]) -> Iterator[tuple[int, Choices]]:
    """One choice changed, with how many changes of the same choice stand before."""
    for name, values in _otherwise(base, sources).items():
        yield from ((turn, replace(base, **{name: value})) for turn, value in enumerate(values))


def _together(base: Choices, sources: Sequence[str], rng: np.random.Generator) -> Choices:
    """Each choice changed with chance CHANGED."""
    otherwise = {name: values for name, values in _otherwise(base, sources).items() if values}
    changed = [name for name in otherwise if rng.random() < CHANGED]
    return replace(base, **{name: otherwise[name][int(rng.integers(len(otherwise[name])))] for name in changed})


def changes(base: Choices, other: Choices) -> dict[str, Any]:
    """What a setting has otherwise than `base`: the choice and its value."""
    return {
        field.name: getattr(other, field.name)
        for field in fields(Choices)
        if getattr(other, field.name) != getattr(base, field.name)
    }


def asked(finding: str, base: Choices, tried: Sequence[Choices]) -> list[int]:
    """The places in `tried` that count for a finding: those that change what may matter to it, each way once."""
    seen = {tuple(getattr(base, name) for name in MATTER[finding])}
    found = []
    for place, one in enumerate(tried):
        key = tuple(getattr(one, name) for name in MATTER[finding])
        if key not in seen:
            seen.add(key)
            found.append(place)
    return found
