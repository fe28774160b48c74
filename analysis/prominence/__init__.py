"""Prominence: what stands in the headline and the lead of an article, and what only in its tail.

News is told in the order of importance, not of time (the inverted pyramid: van Dijk 1988, News as Discourse; Pöttker 2003,
Journalism Studies 4(4)): what a source puts first, it holds to matter most, and the tail is what an editor would cut.
"""

from analysis.prominence.comparing import COLUMNS, MOSTLY, beyond_chance, by_source, gaps, grade
from analysis.prominence.placing import FIFTHS, TAIL, Order, order, topic_fifths, topic_places

__all__ = [
    "COLUMNS",
    "FIFTHS",
    "MOSTLY",
    "TAIL",
    "Order",
    "beyond_chance",
    "by_source",
    "gaps",
    "grade",
    "order",
    "topic_fifths",
    "topic_places",
]
