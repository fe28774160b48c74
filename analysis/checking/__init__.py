"""People check attributions: a sample goes out, filled sheets come in, and their corrections become a table of the study."""

from analysis.checking.filled import read
from analysis.checking.record import record, told
from analysis.checking.sheet import Sheets, draw, sheets, write

__all__ = ["Sheets", "draw", "read", "record", "sheets", "told", "write"]
