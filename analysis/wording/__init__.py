"""Wording: which words set one source apart from the others, and how sure that is."""

from analysis.wording.between import between
from analysis.wording.comparing import COLUMNS, Setting, behind, compare, distinctive, style_among
from analysis.wording.divergence import Divergence, diverge, jensen_shannon, shifting, word_shift
from analysis.wording.divergence import tables as divergence_tables
from analysis.wording.measures import g2, log_odds, log_ratio
from analysis.wording.pairs import PAIRED, pairs, summary
from analysis.wording.power import smallest_difference, smallest_excess
from analysis.wording.sampling import resampled, splits
from analysis.wording.sensitivity import PRIORS, sensitivity, steady
from analysis.wording.uncleaned import TOP, surfacing
from analysis.wording.within import within

__all__ = [
    "COLUMNS",
    "PAIRED",
    "PRIORS",
    "TOP",
    "Divergence",
    "Setting",
    "behind",
    "between",
    "compare",
    "distinctive",
    "diverge",
    "divergence_tables",
    "g2",
    "jensen_shannon",
    "log_odds",
    "log_ratio",
    "pairs",
    "resampled",
    "sensitivity",
    "shifting",
    "smallest_difference",
    "smallest_excess",
    "splits",
    "steady",
    "style_among",
    "summary",
    "surfacing",
    "within",
    "word_shift",
]
