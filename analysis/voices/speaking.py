"""Who speaks in which source, and for how long.

A joint voice ("Ann Roe and Ben Orr said") stays one where words are counted: they were said once, and to give them to each
would count them twice. Where it is asked who is heard at all, it is each of its members: a source that quotes both alone
lacks nobody.
"""

import re
from collections.abc import Collection, Sequence

import pandas as pd

from analysis import evidence
from analysis.study import OTHERS
from analysis.tables import UNKNOWN


def attributions(quotations: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """The rows of `quotations` (`voices.quotations`) that stand in `passages` (with their source), with document and source."""
    place = passages[["passage", "document", "source"]]
    return quotations.merge(place, on="passage", validate="many_to_one")


_NAME = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)+")


def members(speaker: str, alone: Collection[str]) -> list[str]:
    """Who speaks: the parts of a joint voice if each is a name of two words or more, or speaks `alone` too."""
    parts = speaker.split(" and ")
    return parts if all(part in alone or _NAME.fullmatch(part) for part in parts) else [speaker]


def each(said: pd.DataFrame) -> pd.DataFrame:
    """The attributions with those of a joint voice once for each of its members."""
    alone = set(said["speaker"].unique())
    several = {speaker: members(speaker, alone) for speaker in sorted(alone)}
    return said.assign(speaker=said["speaker"].map(several)).explode("speaker", ignore_index=True)


def divided(said: pd.DataFrame) -> pd.DataFrame:
    """As `each`, the words of a joint voice shared equally by its members."""
    single = each(said)
    several = single.groupby("quotation")["quotation"].transform("size")
    return single.assign(words=single["words"] / several)


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
    1 / sum of squared shares). The words of a joint voice are shared equally by its members.
    """
    shared = divided(said)
    totals = passages.groupby("source")["words"].sum()
    rows = []
    for source in sorted(totals.index):
        own = said[said["source"] == source]
        known = shared[(shared["source"] == source) & (shared["speaker"] != UNKNOWN)].groupby("speaker")["words"].sum()
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
    """Speakers that one source alone has: speaker, source, attributions, words (those said jointly too), most words first.

    Not those that only the group of sources not compared by name has: it may be several sources.
    """
    known = each(said[said["speaker"] != UNKNOWN])
    grouped = known.groupby("speaker").agg(
        sources=("source", "nunique"),
        source=("source", "first"),
        attributions=("quotation", "size"),
        words=("words", "sum"),
    )
    alone = grouped[(grouped["sources"] == 1) & (grouped["source"] != OTHERS)].reset_index().drop(columns="sources")
    return alone.sort_values(["words", "speaker"], ascending=[False, True]).reset_index(drop=True)


def longest(said: pd.DataFrame) -> pd.DataFrame:
    """The longest attribution of a known speaker in each source compared by name; of equals, the first."""
    known = said[(said["speaker"] != UNKNOWN) & (said["source"] != OTHERS)]
    ranked = known.sort_values(["source", "words"], ascending=[True, False], kind="stable")
    return ranked.groupby("source", sort=True).head(1).reset_index(drop=True)


def behind(said: pd.DataFrame, passages: pd.DataFrame, key: Sequence[str], adds: str = "words") -> pd.DataFrame:
    """The attributions of each `key` (columns of `said`), as evidence of its words, or of `adds`, of which each is one.

    A place is the words that are attributed, not their passage (`analysis.evidence`).
    """
    counted = said if adds == "words" else said.assign(**{adds: 1})
    return evidence.located(counted[[*key, "passage", "start", "end", adds]], passages, key, adds)
