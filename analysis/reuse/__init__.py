"""Shared copy: which documents and passages repeat words of others, and which one stands for each group."""

from analysis.reuse.documents import NEAR, between_documents
from analysis.reuse.groups import SAME, groups
from analysis.reuse.origins import MONTH
from analysis.reuse.pairs import FEWEST, LEAST, shared
from analysis.reuse.passages import between_passages
from analysis.reuse.shingles import SHINGLE, Units, hashes

__all__ = [
    "FEWEST",
    "LEAST",
    "MONTH",
    "NEAR",
    "SAME",
    "SHINGLE",
    "Units",
    "between_documents",
    "between_passages",
    "groups",
    "hashes",
    "shared",
]
