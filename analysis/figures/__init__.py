"""A documented table in, a matplotlib figure out. Figures compute nothing; labels come in `labels`, source id to label."""

from analysis.figures.corpus import lengths
from analysis.figures.coverage import presence
from analysis.figures.disagreement import disagreement
from analysis.figures.frames import frame_rates, frame_voices
from analysis.figures.passages import passages_map
from analysis.figures.profiles import over_time, profiles
from analysis.figures.prominence import topic_fifths, topic_order
from analysis.figures.robustness import robustness_strip
from analysis.figures.topics import by_source, scan, stability
from analysis.figures.voices import cues, fragments, speakers, spread
from analysis.figures.wording import between, distinctive, prior_strip, word_shift

__all__ = [
    "between",
    "by_source",
    "cues",
    "disagreement",
    "distinctive",
    "fragments",
    "frame_rates",
    "frame_voices",
    "lengths",
    "over_time",
    "passages_map",
    "presence",
    "prior_strip",
    "profiles",
    "robustness_strip",
    "scan",
    "speakers",
    "spread",
    "stability",
    "topic_fifths",
    "topic_order",
    "word_shift",
]
