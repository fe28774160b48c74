"""Facts that a text states: numbers, durations, dates, sums of money, percentages, and what was agreed or not."""

from analysis.facts.finding import Fact, find_facts

__all__ = ["Fact", "find_facts"]
