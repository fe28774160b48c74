"""People code frames blindly: a sheet goes out, filled sheets come in, and their agreement is measured."""

from analysis.coding.filled import read
from analysis.coding.items import Item, draw, items
from analysis.coding.keeping import keep, kept
from analysis.coding.results import agreement, told
from analysis.coding.sheet import Sheet, sheet, write

__all__ = ["Item", "Sheet", "agreement", "draw", "items", "keep", "kept", "read", "sheet", "told", "write"]
