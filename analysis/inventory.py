"""What a study holds: its documents, their lengths, and what cleaning did to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis import grades
from analysis.corpus.passages import LONGEST, SHORTEST
from analysis.errors import InputError
from analysis.study import OTHERS

YEAR = 366  # days: documents of a longer span are compared period by period
DATED = 0.75  # share of the documents whose dates must be known for that; the others are compared with one another
FEWEST_DATED = 3  # documents that give a source a middle date
CUT = (SHORTEST, LONGEST)  # words: how `prepare` cuts passages


@dataclass(frozen=True)
class Sample:
    """What is compared.

    passages: those that count, with their document's source as compared and its period (a quarter, 2016-Q2, where the
    documents span more than a year; else all are one), in reading order; documents: all, with source
    as compared (`of` is who published it); labels: source as compared to label, in display order, the group of the
    others last; named, gathered: how many sources stand by name and in that group; apart: documents in the group.
    """

    passages: pd.DataFrame
    documents: pd.DataFrame
    labels: dict[str, str]
    named: int
    gathered: int
    apart: int

    @property
    def noun(self) -> str:
        """What a source is in a sentence: its one text, or a source of several."""
        return "text" if self.documents["of"].is_unique else "source"


def sample(
    data: Mapping[str, pd.DataFrame],
    labels: Mapping[str, str],
    sources_shown: int = 12,
    *,
    count_copies: bool = False,
    count_shared: bool = True,
) -> Sample:
    """The passages to compare, by source.

    With more than `sources_shown` sources, those with most documents (then words, then by name) stand by name, and the
    rest are one group, `study.OTHERS`; a single one that would be left over stands by name too. `count_copies` keeps
    passages that repeat an earlier one of their document, `count_shared` those that another document had first. A
    source without a document has no label. Raises InputError where `sources_shown` is below 1.
    """
    if sources_shown < 1:
        raise InputError("sources_shown", f"{sources_shown} sources cannot be compared", "Name one or more.")
    documents = data["documents"].rename(columns={"source": "of"})
    named = _named(documents, sources_shown)
    documents = documents.assign(source=documents["of"].where(documents["of"].isin(named), OTHERS))
    passages = data["passages"]
    kept = pd.Series(True, index=passages.index)
    if not count_copies:
        kept &= passages["copy_of"] == ""
    if not count_shared:
        kept &= passages["original"] == ""
    documents["period"] = _periods(documents["date"])
    joined = passages[kept].merge(documents[["document", "source", "period"]], on="document", validate="many_to_one")
    others = documents["source"] == OTHERS
    gathered = int(documents.loc[others, "of"].nunique())
    known = {source: label for source, label in labels.items() if source in named}
    known |= {source: source for source in sorted(named - known.keys())} | {OTHERS: f"{gathered:,} others"}
    shown = set(documents["source"])
    return Sample(
        joined.reset_index(drop=True),
        documents,
        {source: label for source, label in known.items() if source in shown},
        len(named),
        gathered,
        int(others.sum()),
    )


def _periods(dates: pd.Series) -> pd.Series:
    """The quarter of each date, where most documents are dated (DATED) and they span more than a year; else ""."""
    known = dates[dates != ""]
    if len(known) < DATED * len(dates) or not len(known) or _days(known.min(), known.max()) <= YEAR:
        return pd.Series("", index=dates.index, dtype=object)
    quarter = known.str[:5] + "Q" + ((known.str[5:7].astype(int) + 2) // 3).astype(str)
    return quarter.reindex(dates.index, fill_value="").astype(object)


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def times(found: Sample) -> pd.DataFrame:
    """When the documents of the sources compared by name are from: source, middle (median date), earliest first.

    Only sources of which three documents or more are dated.
    """
    dated = found.documents[(found.documents["date"] != "") & (found.documents["source"] != OTHERS)]
    rows = []
    for source, own in dated.groupby("source")["date"]:
        if len(own) >= FEWEST_DATED:
            rows.append((source, sorted(own)[(len(own) - 1) // 2]))
    rows.sort(key=lambda row: (row[1], row[0]))
    return pd.DataFrame(rows, columns=pd.Index(["source", "middle"]))


def _named(documents: pd.DataFrame, most: int) -> set[str]:
    """The sources that stand by name."""
    sizes = documents.groupby("of").agg(documents=("document", "size"), words=("words", "sum")).reset_index()
    ranked = sizes.sort_values(["documents", "words", "of"], ascending=[False, False, True])["of"]
    return set(ranked if len(ranked) <= most + 1 else ranked.head(most))


def grade(passages: pd.DataFrame, differs: bool = False, survives: bool = False) -> grades.Grade:
    """How far a finding about these sources reaches, by their number of documents; the group of others is no source."""
    documents = passages.groupby("source")["document"].nunique()
    return grades.grade(documents.drop(OTHERS, errors="ignore"), differs, survives)


def sources(found: Sample, labels: Mapping[str, str], notes: Mapping[str, str]) -> pd.DataFrame:
    """One row a source, those compared by name first, the others by their documents.

    Columns source, label, note, documents, dates (first to last, empty if none is known), words.
    """
    known = found.documents.assign(dated=found.documents["date"].where(found.documents["date"] != ""))
    listed = known.groupby("of").agg(
        documents=("document", "size"), first=("dated", "min"), last=("dated", "max"), words=("words", "sum")
    )
    listed = listed.rename_axis("source").reset_index()
    place = {source: number for number, source in enumerate(found.labels)}
    listed["place"] = listed["source"].map(place).fillna(len(place))
    listed = listed.sort_values(["place", "documents", "source"], ascending=[True, False, True])
    first, last = listed["first"].fillna(""), listed["last"].fillna("")
    listed["dates"] = first.where(first == last, first + " to " + last)
    listed["label"] = [labels.get(source, source) for source in listed["source"]]
    listed["note"] = [notes.get(source, "") for source in listed["source"]]
    return listed[["source", "label", "note", "documents", "dates", "words"]].reset_index(drop=True)


def documents(found: Sample, labels: Mapping[str, str]) -> pd.DataFrame:
    """One row a document, by source as `sources` has them: document, label, date, words, sha256 and how it begins."""
    place = {source: number for number, source in enumerate(sources(found, labels, {})["source"])}
    listed = found.documents.assign(
        place=found.documents["of"].map(place),
        label=[labels.get(source, source) for source in found.documents["of"]],
        begins=found.documents["sha256"].str[:12],
    )
    listed = listed.sort_values(["place", "document"], kind="stable")
    return listed[["document", "label", "date", "words", "begins", "sha256"]].reset_index(drop=True)


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


def cleaned(found: Sample) -> pd.DataFrame:
    """Words by source as compared, as read and after cleaning: columns source, documents, raw_words, words, share (lost)."""
    grouped = found.documents.groupby("source").agg(
        documents=("document", "size"), raw_words=("raw_words", "sum"), words=("words", "sum")
    )
    lost = grouped["raw_words"] - grouped["words"]
    grouped["share"] = (lost / grouped["raw_words"].where(grouped["raw_words"] > 0, 1)).round(6)
    order = [*found.labels, *sorted(set(grouped.index) - set(found.labels))]
    return grouped.reindex(order).rename_axis("source").reset_index()


def merged(spellings: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table `sources` whose source is written in several ways."""
    several = spellings["source"].duplicated(keep=False)
    return spellings[several].sort_values(["source", "spelling"], kind="stable").reset_index(drop=True)


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
        ("texts read", len(documents), "documents"),
        ("words in them", int(documents["raw_words"].sum()), "words"),
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
