"""Voices: who speaks in which source, for how long, with which verb."""

import pandas as pd

from analysis import resampling
from analysis.study import OTHERS
from analysis.tables import UNKNOWN

LEAST = 10  # attributions a side; below, no comparison is made
NEUTRAL = "neutral"
IN_FULL = 0.95  # share of the words of the fullest rendering from which a statement stands in full


def attributions(quotations: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """The quotations that stand in `passages` (with their source), with document and source."""
    place = passages[["passage", "document", "source"]]
    return quotations.merge(place, on="passage", validate="many_to_one")


def by_speaker(said: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Words a source gives a speaker: columns speaker, source, attributions, words, quoted_words, share.

    `share` is words of the speaker / all words of the source. Ordered by the speaker's words over all sources.
    """
    totals = passages.groupby("source")["words"].sum()
    grouped = said.groupby(["speaker", "source"], as_index=False).agg(
        attributions=("quotation", "size"), words=("words", "sum"), quoted_words=("quoted_words", "sum")
    )
    grouped["share"] = (grouped["words"] / grouped["source"].map(totals).astype(float)).round(6)
    rank = grouped.groupby("speaker")["words"].sum()
    order = sorted(rank.index, key=lambda name: (name == UNKNOWN, -rank[name], name))
    grouped["place"] = grouped["speaker"].map({name: place for place, name in enumerate(order)})
    return grouped.sort_values(["place", "source"]).drop(columns="place").reset_index(drop=True)


def most_heard(speakers: pd.DataFrame, top: int) -> pd.DataFrame:
    """The rows of the `top` known speakers with most words over all sources."""
    known = speakers[speakers["speaker"] != UNKNOWN]
    return known[known["speaker"].isin(list(dict.fromkeys(known["speaker"]))[:top])].reset_index(drop=True)


def by_source(said: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """How much a source lets others speak.

    Columns source, attributions, speakers (known ones), unknown (attributions without a known speaker), words
    (attributed), share (of its words), quoted_share (inside quotation marks), fragments, main_speaker, main_share (of
    the words of known speakers), effective (number of equally heard speakers that would be as concentrated,
    1 / sum of squared shares).
    """
    totals = passages.groupby("source")["words"].sum()
    rows = []
    for source in sorted(totals.index):
        own = said[said["source"] == source]
        known = own[own["speaker"] != UNKNOWN].groupby("speaker")["words"].sum().astype(int)
        known = known.sort_values(ascending=False, kind="stable")
        shares = known / max(known.sum(), 1)
        rows.append(
            {
                "source": source,
                "attributions": len(own),
                "speakers": len(known),
                "unknown": int((own["speaker"] == UNKNOWN).sum()),
                "words": int(own["words"].sum()),
                "share": int(own["words"].sum()) / max(int(totals[source]), 1),
                "quoted_share": int(own["quoted_words"].sum()) / max(int(totals[source]), 1),
                "fragments": int((own["kind"] == "fragment").sum()),
                "main_speaker": shares.index[0] if len(shares) else "",
                "main_share": float(shares.iloc[0]) if len(shares) else 0.0,
                "effective": float(1 / (shares**2).sum()) if len(shares) else 0.0,
            }
        )
    return pd.DataFrame(rows).round(6)


def only_in(said: pd.DataFrame) -> pd.DataFrame:
    """Speakers that one source alone has: speaker, source, attributions, words, most words first.

    Not those that only the group of sources not compared by name has: it may be several sources.
    """
    known = said[said["speaker"] != UNKNOWN]
    grouped = known.groupby("speaker").agg(
        sources=("source", "nunique"),
        source=("source", "first"),
        attributions=("quotation", "size"),
        words=("words", "sum"),
    )
    alone = grouped[(grouped["sources"] == 1) & (grouped["source"] != OTHERS)].reset_index().drop(columns="sources")
    return alone.sort_values(["words", "speaker"], ascending=[False, True]).reset_index(drop=True)


def cues(said: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Cue classes by source: source, cue_class, count, total, share, low, high (Jeffreys), compared.

    Attributions without a cue are not counted. `compared` is False below LEAST attributions: the share is shown, and
    nothing is concluded from it.
    """
    cued = said[said["cue_class"] != "none"]
    rows = []
    for source in sorted(said["source"].unique()):
        own = cued[cued["source"] == source]
        for cue_class in sorted(cued["cue_class"].unique()):
            count, total = int((own["cue_class"] == cue_class).sum()), len(own)
            low, high = resampling.jeffreys(count, total, level)
            share = count / total if total else 0.0
            rows.append((source, cue_class, count, total, share, low, high, total >= LEAST))
    columns = ["source", "cue_class", "count", "total", "share", "low", "high", "compared"]
    return pd.DataFrame(rows, columns=pd.Index(columns)).round(6)


def apart(shares: pd.DataFrame) -> bool:
    """Whether the neutral cues of two comparable sources (by name) have intervals that do not meet."""
    neutral = shares[(shares["cue_class"] == NEUTRAL) & shares["compared"] & (shares["source"] != OTHERS)]
    return bool(len(neutral) and neutral["low"].max() > neutral["high"].min())


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
