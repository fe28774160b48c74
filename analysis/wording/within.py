"""The passages on one topic, so that what a source says of it is not mistaken for how much it says of it."""

import pandas as pd

from analysis.errors import ParameterError


def within(passages: pd.DataFrame, assignment: pd.DataFrame, topic: int) -> pd.DataFrame:
    """The passages that `assignment` (passage, topic) puts on a topic. Raises ParameterError if no passage is on it."""
    chosen = set(assignment.loc[assignment["topic"] == topic, "passage"])
    if not chosen:
        known = ", ".join(str(one) for one in sorted(assignment["topic"].unique())) or "none"
        raise ParameterError(
            "topic", f"no passage is on topic {topic}", f"Topics are {known}; 0 compares all passages."
        )
    return passages[passages["passage"].isin(chosen)].reset_index(drop=True)
