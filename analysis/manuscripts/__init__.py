"""What a researcher's own manuscript cites of a report, and which of it is stale."""

from analysis.manuscripts.checking import all_current, check
from analysis.manuscripts.telling import as_json, lines

__all__ = ["all_current", "as_json", "check", "lines"]
