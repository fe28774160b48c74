"""Disagreement: facts about the same thing that different sources tell differently."""

from analysis.disagreement.comparing import Comparison, behind, compare

__all__ = ["Comparison", "behind", "compare"]
