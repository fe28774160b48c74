"""Credits and appeals that survive cleaning: what one source puts at the end of article after article."""

import numpy as np

from analysis import tokens
from analysis.style.evidence import Evidence
from analysis.style.known import Row

# Chosen on one half of the events of benchmarks/style_quality.py: below, words of what happened come in.
AT_END, OF_SOURCE, DOCUMENTS = 0.7, 0.6, 5


def find(found: Evidence) -> list[Row]:
    """Words and word pairs that DOCUMENTS or more hold, AT_END of their passages the last of an article, and
    OF_SOURCE of them of one source."""
    starts, size = np.r_[0, found.ends[:-1]].astype(np.int64), np.diff(found.ends, prepend=0)
    at_end = np.r_[0, np.cumsum(found.last[found.in_passage])]
    often = np.flatnonzero((size >= DOCUMENTS) & (at_end[found.ends] - at_end[starts] >= AT_END * size))
    named = list(found.terms)
    return [(named[place], "", "credit") for place in often.tolist() if _is_formula(named[place], found)]


def _is_formula(term: str, found: Evidence) -> bool:
    if not tokens.is_content(term) or len(found.documents_of(term)) < DOCUMENTS:
        return False
    passages = found.passages_of(term)
    return bool(np.bincount(found.source[passages]).max() >= OF_SOURCE * len(passages))
