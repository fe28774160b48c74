"""Who says what: quotation marks, cues, speakers, and the attributions they make."""

from analysis.quotations.attributions import Attribution, find_attributions
from analysis.quotations.people import Spelling, find_people

__all__ = ["Attribution", "Spelling", "find_attributions", "find_people"]
