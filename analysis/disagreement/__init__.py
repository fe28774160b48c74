"""Disagreement: facts about the same thing that different sources tell differently."""

from analysis.disagreement.comparing import Comparison, compare

__all__ = ["Comparison", "compare"]
