"""Coverage: how the sources divide their attention, and what each leaves out."""

from analysis.coverage.absences import behind, most_present, omissions, presence, surprising, topics_and_voices
from analysis.coverage.power import listable, smallest_association, smallest_shift
from analysis.coverage.shares import DRAWS, RATE, attention, residuals, rotations, standing_out, topic_shares
from analysis.coverage.times import DATED, FEWEST_PERIODS, LEAST, topic_times, unit

__all__ = [
    "DATED",
    "DRAWS",
    "FEWEST_PERIODS",
    "LEAST",
    "RATE",
    "attention",
    "behind",
    "listable",
    "most_present",
    "omissions",
    "presence",
    "residuals",
    "rotations",
    "smallest_association",
    "smallest_shift",
    "standing_out",
    "surprising",
    "topic_shares",
    "topic_times",
    "topics_and_voices",
    "unit",
]
