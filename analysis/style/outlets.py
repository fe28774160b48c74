"""Names of the sources and of the agencies they credit: “told The Echo”, “Echo News has learned”."""

from collections.abc import Iterable

import numpy as np

from analysis import tokens
from analysis.style.evidence import Evidence
from analysis.style.known import Row

# Words of names that say what sort of outlet it is, not which.
_SORTS = frozenset(
    (
        "the a of and for news newspaper daily weekly sunday online web com org net co www radio tv television network "
        "media group agency press post times journal review report tribune herald magazine today"
    ).split()
)
OWN, AS_OFTEN = 0.1, 4.0  # share of its own documents that name the outlet, and how many times that of the others


def find(found: Evidence, names: Iterable[tuple[str, str]]) -> list[Row]:
    """The names of outlets; `names` are pairs of a spelling and the source that it stands for ("" for none).

    Of a name of several words the last pair is taken (“Orsby Daily Echo” → “daily echo”), and the name run together as in
    addresses (“orsbyecho”). A single word that says which outlet it is is taken too, if OWN of its documents or more have
    it, and AS_OFTEN times the share of the other documents that do: “echo” of an Echo is a name, not a sound.
    """
    rows: set[Row] = set()
    for name, source in names:
        words = [word for word in tokens.terms(name) if word not in {"www", "com", "org", "net", "the"}]
        telling = [word for word in words if word not in _SORTS and tokens.is_content(word)]
        several = [" ".join(words[-2:])] if len(words) > 1 else []
        rows |= {(term, "", "outlet") for term in (*several, "".join(words)) if len(words) > 1 and found.count(term)}
        if len(telling) == 1 and _names_itself(telling[0], source, found):
            rows.add((telling[0], "", "outlet"))
    return sorted(rows)


def _names_itself(word: str, source: str, found: Evidence) -> bool:
    if source not in found.sources:
        return False
    own = found.sources.index(source)
    of_source = np.zeros(found.document.max(initial=-1) + 1, dtype=np.int64)
    of_source[found.document] = found.source
    holding = np.bincount(of_source[found.documents_of(word)], minlength=len(found.sources))
    mine, others = found.by_source[own], found.by_source.sum() - found.by_source[own]
    share, rest = holding[own] / max(mine, 1), (holding.sum() - holding[own]) / max(others, 1)
    return bool(share >= OWN and share >= AS_OFTEN * rest)
