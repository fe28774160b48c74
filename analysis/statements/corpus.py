"""What the report says of its texts."""

from collections.abc import Mapping

import pandas as pd

from analysis.grades import grade
from analysis.statements.sentence import Finding, Sentence, Value, Values, enumerate_words, plural, slugs


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
    fewest = int(documents["source"].value_counts().min())
    if fewest >= 2:
        return Sentence.of(
            "The source with the fewest documents has {corpus.fewest}; findings are graded accordingly.",
            Value("corpus.fewest", fewest, "documents"),
        )
    return Sentence.of(
        "At least one source stands here with {corpus.fewest} document only, so every finding describes these texts; "
        "none says anything about a source beyond them.",
        Value("corpus.fewest", fewest, "documents"),
    )


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
    words = documents.groupby("source")["words"].sum()
    longest, shortest = words.idxmax(), words.idxmin()
    sentence = Sentence.of(
        "The longest account after cleaning is {corpus.longest} with {corpus.longest.words} words, {corpus.longest.ratio} "
        "times the shortest, {corpus.shortest} ({corpus.shortest.words}).",
        Value("corpus.longest", labels[longest]),
        Value("corpus.longest.words", int(words[longest]), "words"),
        Value("corpus.longest.ratio", words[longest] / words[shortest], "times", digits=1),
        Value("corpus.shortest", labels[shortest]),
        Value("corpus.shortest.words", int(words[shortest]), "words"),
    )
    return Finding("lengths", sentence, grade(documents["source"].value_counts()), "corpus-lengths")


def removed(documents: pd.DataFrame, cleaning: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """What cleaning took out, and from where most."""
    taken = cleaning[cleaning["action"] == "removed"]
    raw, kept = documents.groupby("source")["raw_words"].sum(), documents.groupby("source")["words"].sum()
    share = 100 * (raw - kept) / raw
    most = share.idxmax()
    return Sentence.of(
        "Cleaning took out {cleaning.words} words in {cleaning.removals} places, {cleaning.share} of what was read; "
        "most in {cleaning.most}, which lost {cleaning.most.share}.",
        Value("cleaning.words", int(taken["words"].sum()), "words"),
        Value("cleaning.removals", len(taken), "places"),
        Value("cleaning.share", 100 * (raw.sum() - kept.sum()) / raw.sum(), "%"),
        Value("cleaning.most", labels[most]),
        Value("cleaning.most.share", share[most], "%"),
    )


def copied(cleaning: pd.DataFrame, documents: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """Documents that contain themselves."""
    own = cleaning[cleaning["rule"] == "self-copy"].merge(documents[["document", "source"]], on="document")
    if own.empty:
        return Sentence.of("{copy.documents} documents contain themselves.", Value("copy.documents", 0, "documents"))
    named = enumerate_words([labels[source] for source in sorted(own["source"].unique())])
    return Sentence.of(
        "{copy.documents} {copy.noun} a copy of itself ({copy.who}): {copy.paragraphs} paragraphs with {copy.words} words "
        "were cut, and one copy kept.",
        Value("copy.documents", own["document"].nunique(), "documents"),
        Value("copy.noun", plural(own["document"].nunique(), "document contains", "documents contain each")),
        Value("copy.who", named),
        Value("copy.paragraphs", len(own), "paragraphs"),
        Value("copy.words", int(own["words"].sum()), "words"),
    )


def shared(reuse: pd.DataFrame) -> Sentence:
    """Shared copy between passages."""
    inside, across = reuse[reuse["level"] == "document"], reuse[reuse["level"] == "corpus"]
    return Sentence.of(
        "Of the passages kept, {reuse.inside} {reuse.inside.noun} one text’s own words over again (linked, the later one "
        "is not counted) and {reuse.across} {reuse.across.noun} copy between documents ({reuse.across.words} words).",
        Value("reuse.inside", len(inside), "pairs"),
        Value("reuse.inside.noun", plural(len(inside), "pair repeats", "pairs repeat")),
        Value("reuse.across", len(across), "pairs"),
        Value("reuse.across.noun", plural(len(across), "pair shares", "pairs share")),
        Value("reuse.across.words", int(across["shared_words"].sum()), "words"),
    )


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


def sources_caption(documents: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The documents (n = {sources.n}), with their words after cleaning and the beginning of their digest, by which whoever "
        "holds them can tell that they are the same.",
        Value("sources.n", len(documents), "documents"),
    )


def rules_caption(cleaning: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Words concerned by each rule of cleaning, by source (n = {cleaning.rows} interventions).",
        Value("cleaning.rows", len(cleaning), "interventions"),
    )


def ledger_caption(cleaning: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The ledger of cleaning: every intervention with its rule, place and words ({cleaning.rows} rows).",
        Value("cleaning.rows", len(cleaning), "interventions"),
    )


REUSE_LABELS = {
    "left": "passage",
    "right": "shares copy with",
    "containment": "containment",
    "shared_words": "shared words",
    "level": "within one document, or in the corpus",
}


def reuse_caption(reuse: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Pairs of passages that share copy (n = {reuse.pairs}): shared five-word runs by those of the shorter passage.",
        Value("reuse.pairs", len(reuse), "pairs"),
    )
