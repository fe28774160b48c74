"""Generic frames: how often their words stand in each source, in its own words and in those it quotes."""

from analysis.frames.comparing import FEWEST, POOR, TOO_FEW, Setting, by_source, resampled
from analysis.frames.counting import PRESENT, Counted, behind, by_word, commonest, count
from analysis.frames.power import smallest_ratio
from analysis.frames.speech import ALL, BOTH, OWN, THEIRS, VOICES, by_voice, compared, voice
from analysis.frames.trust import LEAST_AUC, unmeasurable, validation
from analysis.frames.words import FRAMES, QUESTIONS, word_list

__all__ = [
    "ALL",
    "BOTH",
    "FEWEST",
    "FRAMES",
    "LEAST_AUC",
    "OWN",
    "POOR",
    "PRESENT",
    "QUESTIONS",
    "THEIRS",
    "TOO_FEW",
    "VOICES",
    "Counted",
    "Setting",
    "behind",
    "by_source",
    "by_voice",
    "by_word",
    "commonest",
    "compared",
    "count",
    "resampled",
    "smallest_ratio",
    "unmeasurable",
    "validation",
    "voice",
    "word_list",
]
