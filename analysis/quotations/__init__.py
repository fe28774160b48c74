"""Who says what: quotation marks, cues, speakers, and the attributions they make."""

from analysis.quotations.attributions import Attribution, find_attributions
from analysis.quotations.names import Mention, find_mentions
from analysis.quotations.people import Spelling, find_people, link

__all__ = ["Attribution", "Mention", "Spelling", "find_attributions", "find_mentions", "find_people", "link"]
