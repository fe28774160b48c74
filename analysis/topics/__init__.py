"""Topics: clusters of passages by their words, and how well each of them holds."""

from analysis.topics.describing import OWN, PATTERN, STABLE, UNFIRM, topic_words, verdict
from analysis.topics.fitting import Topics, firm, fit
from analysis.topics.partitions import EXACT, SHARE
from analysis.topics.space import content, event_words, vectors

__all__ = [
    "EXACT",
    "OWN",
    "PATTERN",
    "SHARE",
    "STABLE",
    "UNFIRM",
    "Topics",
    "content",
    "event_words",
    "firm",
    "fit",
    "topic_words",
    "vectors",
    "verdict",
]
