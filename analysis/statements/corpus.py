"""What the report says of its texts."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from analysis.grades import grade
from analysis.inventory import Sample
from analysis.statements.sentence import Finding, Sentence, Value, Values, slugs
from analysis.study import OTHERS


def size(documents: pd.DataFrame, passages: pd.DataFrame) -> Sentence:
    """How much was read."""
    return Sentence.of(
        "After cleaning, the study holds {corpus.documents} documents of {corpus.sources} sources: {corpus.words} words "
        "in {corpus.passages} passages.",
        Value("corpus.documents", len(documents), "documents"),
        Value("corpus.sources", documents["source"].nunique(), "sources"),
        Value("corpus.words", int(documents["words"].sum()), "words"),
        Value("corpus.passages", len(passages), "passages"),
    )


def compared(sample: Sample) -> list[Sentence]:
    """Which sources are compared by name; nothing where all are."""
    if not sample.gathered:
        return []
    return [
        Sentence.of(
            "{corpus.named} of {corpus.sources} sources are compared by name, those with most documents; the other "
            "{corpus.gathered}, with {corpus.apart} documents, are taken together. That group is no source: it is part of "
            "what each source is compared with, and nothing is concluded about it.",
            Value("corpus.named", sample.named, "sources"),
            Value("corpus.sources", sample.named + sample.gathered, "sources"),
            Value("corpus.gathered", sample.gathered, "sources"),
            Value("corpus.apart", sample.apart, "documents"),
        )
    ]


def cutting(shortest: int, longest: int) -> Sentence:
    """How passages were cut."""
    return Sentence.of(
        "A paragraph of fewer than {passages.shortest} words is joined to the next, one of more than {passages.longest} is "
        "split at a sentence end.",
        Value("passages.shortest", shortest, "words"),
        Value("passages.longest", longest, "words"),
    )


def limits(documents: pd.DataFrame) -> Sentence:
    """How far a comparison of these documents can reach."""
    sizes = documents["source"].value_counts().drop(OTHERS, errors="ignore")
    fewest = int(sizes.min())
    if fewest >= 2:
        return Sentence.of(
            "Of the sources compared, the one with the fewest documents has {corpus.fewest}; findings are graded "
            "accordingly.",
            Value("corpus.fewest", fewest, "documents"),
        )
    return Sentence.of(
        "At least one source stands here with {corpus.fewest} document only, so every finding describes these texts; "
        "none says anything about a source beyond them.",
        Value("corpus.fewest", fewest, "documents"),
    )


APART = 180  # days between the middle dates of two sources, from which a difference may be one of times


def times(middles: pd.DataFrame, labels: Mapping[str, str]) -> list[Sentence]:
    """That the sources' documents are from different times, where they are; `middles` as `inventory.times` gives them."""
    if len(middles) < 2:
        return []
    first, last = middles.iloc[0], middles.iloc[-1]
    if (date.fromisoformat(last["middle"]) - date.fromisoformat(first["middle"])).days < APART:
        return []
    values = Values()
    early, late = (values.label(labels, row["source"]) for row in (first, last))
    before, after = (values.put(f"corpus.{name}", row["middle"]) for name, row in (("early", first), ("late", last)))
    return [
        values.say(
            f"The documents are from different times: half of those of {early} are from {before} or earlier, half of those "
            f"of {late} from {after} or later. A difference between sources may be one between times."
        )
    ]


def dates(documents: pd.DataFrame) -> Sentence:
    """When the documents were published, as far as it is known."""
    known = sorted(date for date in documents["date"] if date)
    if not known:
        return Sentence.of(
            "For {corpus.undated} documents no date of publication was given.",
            Value("corpus.undated", len(documents), "documents"),
        )
    return Sentence.of(
        "A date of publication is known for {corpus.dated} of them, from {corpus.first_date} to {corpus.last_date}."
        if known[0] != known[-1]
        else "A date of publication is known for {corpus.dated} of them: {corpus.first_date}.",
        Value("corpus.dated", len(known), "documents"),
        Value("corpus.first_date", known[0]),
        Value("corpus.last_date", known[-1]),
    )


def lengths(documents: pd.DataFrame, labels: Mapping[str, str]) -> Finding:
    """The longest against the shortest source."""
    words = documents.groupby("source")["words"].sum().drop(OTHERS, errors="ignore")
    longest, shortest = words.idxmax(), words.idxmin()
    several = not documents.loc[documents["source"] != OTHERS, "source"].is_unique
    sentence = Sentence.of(
        f"The longest {'source' if several else 'account'} after cleaning is {{corpus.longest}} with "
        "{corpus.longest.words} words, {corpus.longest.ratio} times the shortest, {corpus.shortest} "
        "({corpus.shortest.words}).",
        Value("corpus.longest", labels[longest]),
        Value("corpus.longest.words", int(words[longest]), "words"),
        Value("corpus.longest.ratio", words[longest] / words[shortest], "times", digits=1),
        Value("corpus.shortest", labels[shortest]),
        Value("corpus.shortest.words", int(words[shortest]), "words"),
    )
    return Finding("lengths", sentence, grade(documents["source"].value_counts()), "corpus-lengths")


def lengths_caption(documents: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Words by source, n = {corpus.lengths.n} documents: outside and inside quotation marks, and "
        "removed in cleaning.",
        Value("corpus.lengths.n", len(documents), "documents"),
    )


def lengths_alt(found: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """The bars in words."""
    values, parts = Values(), []
    for row in found.itertuples():
        key = f"corpus.words.{slugs(labels)[row.source]}"
        outside = values.put(f"{key}.outside", row.own_words, "words")
        inside = values.put(f"{key}.inside", row.quoted_words, "words")
        removed = values.put(f"{key}.removed", row.removed_words, "words")
        parts.append(f"{values.label(labels, row.source)} {outside}, {inside} and {removed}")
    return values.say("Stacked bars of words outside and inside quotation marks and removed: " + "; ".join(parts) + ".")


def sources_labels(found: pd.DataFrame) -> dict[str, str]:
    """The columns of the table of sources; what they are only where the study says so."""
    labels = {"label": "source", "note": "what it is", "documents": "documents", "dates": "dates", "words": "words"}
    return {column: label for column, label in labels.items() if column != "note" or found["note"].any()}


DOCUMENTS_LABELS = {
    "document": "document",
    "label": "source",
    "date": "date",
    "words": "words",
    "begins": "digest begins",
}


def sources_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The sources (n = {sources.n}), with their documents, the span of their dates and their words after cleaning.",
        Value("sources.n", len(found), "sources"),
    )


def documents_caption(documents: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The documents (n = {documents.n}), with their words after cleaning and the beginning of their digest, by which "
        "whoever holds them can tell that they are the same.",
        Value("documents.n", len(documents), "documents"),
    )
