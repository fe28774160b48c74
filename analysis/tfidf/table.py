"""Counts of the terms of passages, from the study's terms table."""

from collections.abc import Callable, Collection, Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import tokens
from analysis.tfidf.weights import Weights


def count(
    terms: pd.DataFrame,
    passages: Sequence[str],
    *,
    min_df: int = 1,
    max_df: float = 1.0,
    leave_out: Collection[str] = (),
    keep: Callable[[str], bool] = tokens.is_content,
) -> Weights:
    """Counts of the terms that `keep` accepts and that stand in at least `min_df` passages and at most `max_df` of them.

    `terms` has one row a passage and term. `passages` may be any part of the study's; a passage none of whose terms is
    kept has an empty row. `keep` is asked once a term.
    """
    in_passage, of_term = (terms[name].astype("category").array for name in ("passage", "term"))
    places = pd.Index(passages, dtype=object).get_indexer(in_passage.categories.astype(object)).astype(np.int32)
    row = places[in_passage.codes]
    spread = np.bincount(of_term.codes[row >= 0], minlength=len(of_term.categories))
    within = np.flatnonzero((spread >= max(min_df, 1)) & (spread <= max_df * len(passages)))
    words = dict(zip(of_term.categories[within], within, strict=True))
    chosen = sorted(term for term in words if keep(term) and term not in leave_out)
    columns = np.full(len(of_term.categories), -1, dtype=np.int32)
    columns[[words[term] for term in chosen]] = np.arange(len(chosen))
    column = columns[of_term.codes]
    counted = np.flatnonzero((row >= 0) & (column >= 0))
    matrix = sparse.csr_matrix(
        (terms["count"].to_numpy()[counted].astype(float), (row[counted], column[counted])),
        shape=(len(passages), len(chosen)),
    )
    return Weights(matrix, tuple(passages), tuple(chosen))
