"""What a study holds: its documents, their lengths, and what cleaning did to them."""

from collections.abc import Mapping

import pandas as pd

from analysis import grades
from analysis.corpus.passages import LONGEST, SHORTEST

CUT = (SHORTEST, LONGEST)  # words: how `prepare` cuts passages


def with_source(passages: pd.DataFrame, documents: pd.DataFrame, *, count_copies: bool = False) -> pd.DataFrame:
    """The passages with the source of their document; those that repeat an earlier one only if `count_copies`."""
    joined = passages.merge(documents[["document", "source"]], on="document", validate="many_to_one")
    return joined if count_copies else joined[joined["copy_of"] == ""].reset_index(drop=True)


def grade(passages: pd.DataFrame, differs: bool = False, survives: bool = False) -> grades.Grade:
    """How far a finding about these sources reaches, by their number of documents."""
    return grades.grade(passages.groupby("source")["document"].nunique(), differs, survives)


def sources(documents: pd.DataFrame, labels: Mapping[str, str], notes: Mapping[str, str]) -> pd.DataFrame:
    """One row a document, in the study's order: document, label, note, date, words, sha256 (its first 12 digits)."""
    place = {source: number for number, source in enumerate(labels)}
    ordered = documents.assign(place=documents["source"].map(place)).sort_values(["place", "document"], kind="stable")
    listed = ordered.assign(
        label=ordered["source"].map(labels), note=ordered["source"].map(notes), sha256=ordered["sha256"].str[:12]
    )
    return listed[["document", "label", "note", "date", "words", "sha256"]].reset_index(drop=True)


def lengths(documents: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Words by source: columns source, documents, passages, own_words, quoted_words, removed_words."""
    by_document = passages.groupby("document").agg(passages=("passage", "size"), quoted_words=("quoted_words", "sum"))
    joined = documents.merge(by_document, on="document", validate="one_to_one")
    joined["own_words"] = joined["words"] - joined["quoted_words"]
    joined["removed_words"] = joined["raw_words"] - joined["words"]
    columns = ["passages", "own_words", "quoted_words", "removed_words"]
    grouped = joined.groupby("source", as_index=False).agg(
        documents=("document", "size"), **{column: (column, "sum") for column in columns}
    )
    return grouped.sort_values("source").reset_index(drop=True)


def by_rule(cleaning: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Interventions by rule and action: columns rule, action, and for each source its words; then places and words."""
    joined = cleaning.merge(documents[["document", "source"]], on="document", validate="many_to_one")
    words = joined.pivot_table(index=["rule", "action"], columns="source", values="words", aggfunc="sum", fill_value=0)
    words = words.reindex(columns=sorted(documents["source"].unique()), fill_value=0)
    totals = joined.groupby(["rule", "action"]).agg(places=("place", "size"), words=("words", "sum"))
    return (
        words.join(totals).reset_index().sort_values(["action", "rule"], ascending=[False, True]).reset_index(drop=True)
    )


def steps(data: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The way from texts to passages, numbered, with what was left after each step: columns step, done, left, unit."""
    documents, passages, cleaning = data["documents"], data["passages"], data["cleaning"]
    removed = int(cleaning.loc[cleaning["action"] == "removed", "words"].sum())
    rows = [
        ("texts read", int(documents["raw_words"].sum()), "words"),
        (
            f"furniture, links, by-lines, sub-heads and self-copies taken out ({removed:,} words)",
            int(documents["words"].sum()),
            "words",
        ),
        ("cut into passages", len(passages), "passages"),
        ("passages that repeat an earlier one left out", int((passages["copy_of"] == "").sum()), "passages"),
        ("words and word pairs counted", data["terms"]["term"].nunique(), "terms"),
        ("attributions found", len(data["quotations"]), "attributions"),
    ]
    frame = pd.DataFrame(rows, columns=pd.Index(["done", "left", "unit"]))
    frame.insert(0, "step", range(1, len(frame) + 1))
    return frame
