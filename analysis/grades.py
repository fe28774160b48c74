"""How far a finding reaches.

========================  ====================================================================================
describes these texts     fewer than two documents a source: nothing is known about the source beyond them
suggestive                the interval excludes no difference, with fewer than ten documents a source
supported                 ten documents a source or more, and it survives resampling of documents with
                          false-discovery control, and nine of ten of the settings of `robustness` (a finding
                          that does not is suggestive; publishing sees to it)
========================  ====================================================================================
"""

from collections.abc import Iterable
from typing import Literal

Grade = Literal["describes these texts", "suggestive", "supported"]

ENOUGH = 10  # documents a source from which a finding can be supported


def grade(documents_per_source: Iterable[int], differs: bool = False, survives: bool = False) -> Grade:
    """The grade of a finding that compares sources with so many documents each."""
    fewest = min(documents_per_source, default=0)
    if fewest >= ENOUGH and differs and survives:
        return "supported"
    if fewest >= 2 and differs:
        return "suggestive"
    return "describes these texts"
