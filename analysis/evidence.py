"""Tables of evidence: for each number of another table the places in the texts that it was counted in, never the text.

A row is a place. Its first columns are the key, those columns of the other table that name the number; then come the
columns PLACE; the last one says what the place adds to the number, and is called as the number is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd  # not loaded: rendering does without

# A passage, and the part of it that counts: its first character in the cleaned text, and that after its last.
PLACE = ("passage", "document", "position", "start", "end")


def located(found: pd.DataFrame, passages: pd.DataFrame, key: Sequence[str], adds: str) -> pd.DataFrame:
    """A table of evidence of what was `found`, places in the order of `passages`, which has the columns PLACE.

    `found` has the columns of the key, passage and `adds`, and start and end where less than the passage counts. What stands
    in none of the passages is left out.
    """
    own = [name for name in PLACE if name == "passage" or name not in found.columns]
    order = passages[own].assign(order=range(len(passages)))
    placed = found.astype({"passage": object}).merge(order, on="passage", validate="many_to_one")
    placed = placed.sort_values(["order", "start", "end"], kind="stable", ignore_index=True)
    return placed[[*key, *PLACE, adds]]
