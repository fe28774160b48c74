"""Voices: who speaks in which source, for how long, with which verb."""

from analysis.voices.checked import (
    NONE,
    RIGHT,
    SEARCHED,
    WRONG,
    Checks,
    Items,
    checks,
    error_rates,
    items,
    missed,
    quotations,
)
from analysis.voices.concentration import concentration, spread_differs
from analysis.voices.cues import LEAST, NEUTRAL, apart, cues
from analysis.voices.fragments import fragments, fragments_p
from analysis.voices.position import positions
from analysis.voices.power import main_share_widths, smallest_gap
from analysis.voices.rendered import IN_FULL, rendered
from analysis.voices.speaking import (
    attributions,
    behind,
    by_source,
    by_speaker,
    each,
    longest,
    members,
    most_heard,
    only_in,
)
from analysis.voices.topics import by_topic

__all__ = [
    "IN_FULL",
    "LEAST",
    "NEUTRAL",
    "NONE",
    "RIGHT",
    "SEARCHED",
    "WRONG",
    "Checks",
    "Items",
    "apart",
    "attributions",
    "behind",
    "by_source",
    "by_speaker",
    "by_topic",
    "checks",
    "concentration",
    "cues",
    "each",
    "error_rates",
    "fragments",
    "fragments_p",
    "items",
    "longest",
    "main_share_widths",
    "members",
    "missed",
    "most_heard",
    "only_in",
    "positions",
    "quotations",
    "rendered",
    "smallest_gap",
    "spread_differs",
]
