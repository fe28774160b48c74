"""Robustness: which findings survive other reasonable choices."""

from analysis.robustness.claims import NONE, Claim
from analysis.robustness.judging import ROBUST, Report, Robustness, report, vary
from analysis.robustness.results import Limits
from analysis.robustness.settings import MATTER, Choices, changes, settings
from analysis.robustness.varied import Study

__all__ = [
    "MATTER",
    "NONE",
    "ROBUST",
    "Choices",
    "Claim",
    "Limits",
    "Report",
    "Robustness",
    "Study",
    "changes",
    "report",
    "settings",
    "vary",
]
