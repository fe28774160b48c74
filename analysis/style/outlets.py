"""Names of the sources and of the agencies they credit: “told The Echo”, “Echo News has learned”."""

from collections.abc import Iterable

import numpy as np

from analysis import tokens
from analysis.style.evidence import Evidence
from analysis.style.known import Row

_ADDRESS = frozenset("the www com org net co".split())
_MEDIA = frozenset(
    "a of and for news online web radio tv television network media".split()
)  # do not say which outlet it is
# Other words that names of outlets have, and that make two words a name: daily echo, echo tribune.
_KINDS = _MEDIA | frozenset(
    (
        "newspaper daily weekly sunday group agency press post times journal review report reporter tribune herald magazine "
        "today monitor observer telegraph chronicle gazette examiner inquirer standard star sun globe mail mirror dispatch "
        "courier register sentinel bulletin"
    ).split()
)
# Chosen on one half of the events of benchmarks/style_quality.py, and on who publishes in all of AllSides: they part names
# from what an outlet writes about (Defense News, The Nation).
OWN, AS_OFTEN, OTHERS, DOCUMENTS = 0.1, 4.0, 0.1, 3


def find(found: Evidence, names: Iterable[tuple[str, str]]) -> list[Row]:
    """The names of outlets; `names` are pairs of a spelling and the source that it stands for ("" for none).

    Of a name of several words the last pair is taken (“Orsby Daily Echo” → “daily echo”) if one of the two is a word that
    many outlets have, or if the outlet names itself so; and the name run together as in addresses (“dailyecho”). Of a name
    with a single word that says which outlet it is, that word is taken if the outlet names itself so: in DOCUMENTS or more,
    OWN of its documents or more, AS_OFTEN times the share of others', and in OTHERS of these at most.
    """
    rows: set[Row] = set()
    for name, source in names:
        words = [word for word in tokens.terms(name) if word not in _ADDRESS]
        telling = [word for word in words if word not in _MEDIA and tokens.is_content(word)]
        terms = telling if len(telling) == 1 and set(words) - set(telling) <= _MEDIA else []
        rows |= {(term, "", "outlet") for term in terms if term not in _KINDS and _names_itself(term, source, found)}
        if len(words) > 1:
            pair = " ".join(words[-2:])
            kinds = [word in _KINDS for word in words[-2:]]
            if sum(kinds) == 1 or (not any(kinds) and _names_itself(pair, source, found)):
                rows |= {(term, "", "outlet") for term in (pair, "".join(words)) if found.count(term)}
    return sorted(rows)


def _names_itself(term: str, source: str, found: Evidence) -> bool:
    if source not in found.sources:
        return False
    own = found.sources.index(source)
    of_source = np.zeros(found.document.max(initial=-1) + 1, dtype=np.int64)
    of_source[found.document] = found.source
    holding = np.bincount(of_source[found.documents_of(term)], minlength=len(found.sources))
    mine, others = found.by_source[own], found.by_source.sum() - found.by_source[own]
    share, rest = holding[own] / max(mine, 1), (holding.sum() - holding[own]) / max(others, 1)
    return bool(holding[own] >= DOCUMENTS and share >= OWN and share >= AS_OFTEN * rest and rest <= OTHERS)
