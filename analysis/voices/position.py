"""Where in an article voices are heard."""

import pandas as pd

from analysis import resampling
from analysis.tables import UNKNOWN
from analysis.voices.cues import LEAST
from analysis.voices.speaking import each

EARLY = ("headline", "lead")  # parts of an article


def positions(said: pd.DataFrame, passages: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Where each known speaker is heard in each source, most attributions first.

    Columns: speaker, source, documents (in which he is heard), attributions; first (median over these documents of where
    his first attribution begins, 0 the beginning of the article, 1 its end); early (attributions in headline or lead),
    share (of his), low, high (Jeffreys), compared (from LEAST attributions on). A joint voice counts for each member.
    """
    known = each(said[said["speaker"] != UNKNOWN])
    length = passages.groupby("document")["end"].max()
    part = passages.set_index("passage")["part"]
    known = known.assign(
        at=known["start"] / known["document"].map(length).astype(float), early=known["passage"].map(part).isin(EARLY)
    )
    begins = known.groupby(["speaker", "source", "document"], as_index=False)["at"].min()
    first = begins.groupby(["speaker", "source"])["at"].agg(["median", "size"])
    rows = []
    for (speaker, source), own in known.groupby(["speaker", "source"]):
        count, total = int(own["early"].sum()), len(own)
        where, documents = first.loc[(speaker, source)]
        low, high = resampling.jeffreys(count, total, level)
        rows.append((speaker, source, int(documents), total, where, count, count / total, low, high, total >= LEAST))
    columns = ["speaker", "source", "documents", "attributions", "first", "early", "share", "low", "high", "compared"]
    found = pd.DataFrame(rows, columns=pd.Index(columns)).round(6)
    order = ["attributions", "speaker", "source"]
    return found.sort_values(order, ascending=[False, True, True]).reset_index(drop=True)
