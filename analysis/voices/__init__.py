"""Voices: who speaks in which source, for how long, with which verb."""

from analysis.voices.checked import NONE, RIGHT, SEARCHED, WRONG, Checks, Items, checks, error_rates, items, missed
from analysis.voices.cues import LEAST, NEUTRAL, apart, cues
from analysis.voices.rendered import IN_FULL, rendered
from analysis.voices.speaking import attributions, by_source, by_speaker, each, members, most_heard, only_in

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
    "by_source",
    "by_speaker",
    "checks",
    "cues",
    "each",
    "error_rates",
    "items",
    "members",
    "missed",
    "most_heard",
    "only_in",
    "rendered",
]
