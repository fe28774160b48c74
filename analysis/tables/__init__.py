"""The study's tables: declared schemas, checked reading, writing that gives the same bytes.

CSV for small studies, which a person can read where code is hosted; Parquet for large ones. The suffix decides.
"""

from analysis.tables.checking import check
from analysis.tables.reading import read, read_all
from analysis.tables.schemas import (
    ACTIONS,
    CUE_CLASSES,
    DUPLICATE,
    KINDS,
    PARTS,
    RELATIONS,
    SCHEMAS,
    SPELLING_RULES,
    STYLE_RULES,
    UNKNOWN,
    VERDICTS,
    YOURS,
    Column,
    Schema,
)
from analysis.tables.writing import Writer, write, write_csv

__all__ = [
    "ACTIONS",
    "CUE_CLASSES",
    "DUPLICATE",
    "KINDS",
    "PARTS",
    "RELATIONS",
    "SCHEMAS",
    "SPELLING_RULES",
    "STYLE_RULES",
    "UNKNOWN",
    "VERDICTS",
    "YOURS",
    "Column",
    "Schema",
    "Writer",
    "check",
    "read",
    "read_all",
    "write",
    "write_csv",
]
