"""Statements that several sources render, and how."""

import pandas as pd

from analysis.study import OTHERS

IN_FULL = 0.95  # share of the words of the fullest rendering from which a statement stands in full


def rendered(renderings: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Statements that two sources or more render: statement, source, how, share, speaker, cue, kind, words, only, missing,
    passage, quotation.

    `renderings` is the table of the study, `said` the attributions that count, with source. `how`: in full (it has the words
    of the fullest rendering), cut (it has no others), in other words. The group of others is no source.
    """
    own = said[said["source"] != OTHERS]
    joined = renderings.merge(own, on="quotation", validate="one_to_one")
    several = joined.groupby("statement")["source"].transform("nunique") > 1
    joined = joined[several].reset_index(drop=True)
    shorter = joined["only"].map({"": "cut"}).fillna("in other words")
    joined["how"] = shorter.where(joined["share"] < IN_FULL, "in full")
    joined["statement"] = joined["statement"].rank(method="dense").astype(int)
    order = ["statement", "source", "how", "share", "speaker", "cue", "kind", "words", "only", "missing", "passage"]
    return joined[[*order, "quotation"]]
