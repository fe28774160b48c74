"""Wording: which words set one source apart from the others, and how sure that is."""

from analysis.wording.comparing import COLUMNS, Setting, compare, distinctive, style_among
from analysis.wording.measures import g2, log_odds, log_ratio, smallest_difference
from analysis.wording.sampling import resampled
from analysis.wording.uncleaned import TOP, surfacing

__all__ = [
    "COLUMNS",
    "TOP",
    "Setting",
    "compare",
    "distinctive",
    "g2",
    "log_odds",
    "log_ratio",
    "resampled",
    "smallest_difference",
    "style_among",
    "surfacing",
]
