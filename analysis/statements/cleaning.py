"""What the report says of cleaning: what was taken out, what is shared, what could not be read."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.statements.sentence import Sentence, Value, Values, enumerate_words, plural, slugs
from analysis.study import OTHERS
from analysis.tables import DUPLICATE

LISTED = 5  # sources, rules or words in a sentence
REPAIRS = ("encoding", "quote marks", "hyphenation")  # rules that change words and take none out
WIDEST = 7  # groups whose columns a table can print


def removed(documents: pd.DataFrame, cleaning: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """What cleaning took out, and from where most."""
    taken = cleaning[(cleaning["action"] != "linked") & ~cleaning["rule"].isin([DUPLICATE, *REPAIRS])]
    raw, kept = documents.groupby("source")["raw_words"].sum(), documents.groupby("source")["words"].sum()
    share = 100 * (raw - kept) / raw
    most = share.drop(OTHERS, errors="ignore").idxmax()
    return Sentence.of(
        f"Cleaning took out {{cleaning.words}} words in {{cleaning.removals}} {plural(len(taken), 'place')}, "
        "{cleaning.share} of what was read; most in {cleaning.most}, which lost {cleaning.most.share}.",
        Value("cleaning.words", int(taken["words"].sum()), "words"),
        Value("cleaning.removals", len(taken), "places"),
        Value("cleaning.share", 100 * (raw.sum() - kept.sum()) / raw.sum(), "%", digits=int(share.max() < 10)),
        Value("cleaning.most", labels[most]),
        Value("cleaning.most.share", share[most], "%", digits=int(share.max() < 10)),
    )


def switched_off(rules: Sequence[str]) -> list[Sentence]:
    """The rules of cleaning that the study does without, if any."""
    if not rules:
        return []
    told = plural(len(rules), "rule of cleaning was", "rules of cleaning were")
    return [
        Sentence.of(
            f"{{cleaning.off}} {told} switched off for this study: {{cleaning.off.rules}}.",
            Value("cleaning.off", len(rules), "rules"),
            Value("cleaning.off.rules", enumerate_words([f"“{rule}”" for rule in rules])),
        )
    ]


def repeated(cleaning: pd.DataFrame) -> list[Sentence]:
    """Documents that were left out because their source has them twice."""
    count = int((cleaning["rule"] == DUPLICATE).sum())
    if not count:
        return []
    told = f"{{cleaning.repeated}} {plural(count, 'document repeats', 'documents repeat')} another of the same source word "
    return [Sentence.of(f"{told}for word and did not count.", Value("cleaning.repeated", count, "documents"))]


def copied(cleaning: pd.DataFrame, documents: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """Documents that contain themselves."""
    own = cleaning[cleaning["rule"] == "self-copy"].merge(documents[["document", "source"]], on="document")
    if own.empty:
        return Sentence("No document contains a copy of itself.")
    sources = sorted(own["source"].unique())
    named = enumerate_words([labels[source] for source in sources[:LISTED]])
    if len(sources) > LISTED:
        named = f"{named} and others"
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


def uncleaned(found: pd.DataFrame, removed: pd.DataFrame, labels: Mapping[str, str], top: int) -> Sentence:
    """What would pass for a source's own wording if nothing were taken out."""
    values = Values(
        Value("uncleaned.terms", len(found), "words"),
        Value("uncleaned.top", top, "words"),
        Value("uncleaned.removed", int(removed["count"].sum()), "words and word pairs"),
    )
    start = "What was taken out holds {uncleaned.removed} occurrences of words. Left in, {uncleaned.terms} "
    start += (
        f"{plural(len(found), 'word', 'words')} would stand among the {{uncleaned.top}} most distinctive of a source "
    )
    start += "only because of it"
    if found.empty:
        return values.say(f"{start}.")
    rules = found["rule"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    named = {source: found.loc[found["source"] == source, "term"] for source in labels}
    parts = []
    for source, words in [(source, words) for source, words in named.items() if len(words)][:LISTED]:
        said = ", ".join(f"“{word}”" for word in words.head(LISTED))
        parts.append(
            f"{values.put(f'uncleaned.{slugs(labels)[source]}.words', said)} in {values.label(labels, source)}"
        )
    by = [
        f"{values.put(f'uncleaned.rule.{slugs(rules.index)[rule]}.name', str(rule))} "
        f"({values.put(f'uncleaned.rule.{slugs(rules.index)[rule]}', int(rules[rule]), 'words')})"
        for rule in rules.index[:LISTED]
    ]
    return values.say(f"{start}, by rule {enumerate_words(by)}: {'; '.join(parts)}.")


UNCLEANED_LABELS = {
    "source": "source",
    "term": "word",
    "rule": "taken out by",
    "kept": "left",
    "removed": "taken out",
    "place": "place without cleaning",
}


def uncleaned_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Words that would stand among the most distinctive of a source only because of what was taken out "
        "(n = {uncleaned.terms}): how often they are left and taken out, and their place without cleaning.",
        Value("uncleaned.terms", len(found), "words"),
    )


CLEANED_LABELS = {
    "source": "source",
    "documents": "documents",
    "raw_words": "words as read",
    "words": "words after cleaning",
    "share": "share taken out",
}


def cleaned_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Words by source as read and after cleaning ({cleaned.words} after cleaning in all).",
        Value("cleaned.words", int(found["words"].sum()), "words"),
    )


def rejected(records: pd.DataFrame) -> Sentence:
    """What could not be read."""
    if records.empty:
        return Sentence("Every record was read.")
    reasons = records["reason"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return Sentence.of(
        f"{{rejected.records}} {plural(len(records), 'record', 'records')} could not be read and "
        f"{plural(len(records), 'was', 'were')} left out, most often for this reason: {{rejected.reason}} "
        "({rejected.reason.records}).",
        Value("rejected.records", len(records), "records"),
        Value("rejected.reason", str(reasons.index[0])),
        Value("rejected.reason.records", int(reasons.iloc[0]), "records"),
    )


def rejected_caption(records: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Records that could not be read (n = {rejected.records}), with their place and the reason.",
        Value("rejected.records", len(records), "records"),
    )


def merged(spellings: pd.DataFrame) -> Sentence:
    """Sources that are written in several ways."""
    if spellings.empty:
        return Sentence("No source is written in several ways.")
    return Sentence.of(
        "{spellings.merged} spellings were taken for {spellings.sources} "
        f"{plural(spellings['source'].nunique(), 'source')}.",
        Value("spellings.merged", len(spellings), "spellings"),
        Value("spellings.sources", spellings["source"].nunique(), "sources"),
    )


def merged_caption(spellings: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Spellings of sources that have several ({spellings.merged} spellings), with their documents and how they were "
        "brought together.",
        Value("spellings.merged", len(spellings), "spellings"),
    )


def copies(pairs: pd.DataFrame) -> Sentence:
    """Documents that share copy."""
    if pairs.empty:
        return Sentence("No two documents share copy beyond single passages.")
    kinds = pairs["relation"].value_counts()
    agencies = pairs.loc[pairs["agency"] != "", "agency"].value_counts()
    agencies = agencies.sort_index().sort_values(ascending=False, kind="stable")
    said = Sentence.of(
        "Pairs of documents that share copy: {copies.pairs}, of them {copies.duplicate} duplicate, {copies.near} "
        "near-duplicate and {copies.shared} that share less; for {copies.dated} the dates say which came first.",
        Value("copies.pairs", len(pairs), "pairs"),
        Value("copies.duplicate", int(kinds.get("duplicate", 0)), "pairs"),
        Value("copies.near", int(kinds.get("near-duplicate", 0)), "pairs"),
        Value("copies.shared", int(kinds.get("shared copy", 0)), "pairs"),
        Value("copies.dated", int((pairs["original"] != "").sum()), "pairs"),
    )
    if agencies.empty:
        return said
    return said + Sentence.of(
        "The agency that the copy comes from is named in {copies.named}, most often {copies.agency}.",
        Value("copies.named", int(agencies.sum()), "pairs"),
        Value("copies.agency", str(agencies.index[0])),
    )


def copies_caption(pairs: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Pairs of documents that share copy (n = {copies.pairs}), the most alike first.",
        Value("copies.pairs", len(pairs), "pairs"),
    )


COPIES_LABELS = {
    "left": "document",
    "right": "shares copy with",
    "relation": "relation",
    "containment": "containment",
    "shared_words": "shared words",
    "agency": "agency",
}


def rules_labels(labels: Mapping[str, str]) -> dict[str, str]:
    """The columns of the table of rules that are printed: the groups only where they fit on a page."""
    groups = dict(labels) if len(labels) <= WIDEST else {}
    return {"rule": "rule", "action": "action", **groups, "places": "places", "words": "words"}


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
