"""Topics: clusters of passages by their words, and how well each of them holds."""

from analysis.topics.describing import (
    OWN,
    PATTERN,
    SHOWN,
    STABLE,
    UNFIRM,
    behind,
    behind_words,
    holding,
    typical,
    verdict,
    word_scores,
)
from analysis.topics.fitting import Topics, assign, firm, fit
from analysis.topics.layout import drawn, fidelity, places
from analysis.topics.partitions import EXACT, SHARE
from analysis.topics.space import content, event_words

__all__ = [
    "EXACT",
    "OWN",
    "PATTERN",
    "SHARE",
    "SHOWN",
    "STABLE",
    "UNFIRM",
    "Topics",
    "assign",
    "behind",
    "behind_words",
    "content",
    "drawn",
    "event_words",
    "fidelity",
    "firm",
    "fit",
    "holding",
    "places",
    "typical",
    "verdict",
    "word_scores",
]
