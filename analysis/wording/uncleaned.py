"""What wording would look like without cleaning: words that would set a source apart only because of what was taken out."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import tfidf
from analysis.study import OTHERS
from analysis.wording.comparing import is_word
from analysis.wording.measures import shrunk

TOP = 8  # words of a source that count as its most distinctive
COLUMNS = ("source", "term", "rule", "kept", "removed", "place", "z", "z_cleaned")


def surfacing(
    terms: pd.DataFrame, removed: pd.DataFrame, passages: pd.DataFrame, source_of: Mapping[str, str], top: int = TOP
) -> pd.DataFrame:
    """The words that stand among a source's `top` most distinctive ones only if nothing is taken out.

    `removed` has document, rule, term, count; `source_of` gives a document's source as compared. Sources are compared
    with the rest by z as in `compare`, without intervals or p: by the counts of their documents as cleaned, and by those
    plus what was taken out. Columns source, term, rule (that took most of it out of the source), kept and removed
    (occurrences), place (among the most distinctive without cleaning), z without and with cleaning; best first.
    """
    ids = passages["passage"].tolist()
    counted = tfidf.count(terms, ids, keep=is_word)
    rows = pd.DataFrame({"source": passages["source"].to_numpy(object)})
    cleaned = _by_source(counted, rows["source"])
    taken = pd.DataFrame({column: removed[column].astype(object) for column in ("document", "rule", "term")})
    taken = taken.assign(count=removed["count"].to_numpy(), source=taken["document"].map(source_of))
    taken = taken[taken["term"].map({term: is_word(term) for term in taken["term"].unique()}).astype(bool)]
    taken = taken[taken["source"].isin(cleaned.index)]
    if taken.empty or len(cleaned) < 2:
        return pd.DataFrame(columns=pd.Index(COLUMNS))
    out = taken.pivot_table(index="source", columns="term", values="count", aggfunc="sum", fill_value=0)
    columns = sorted(set(cleaned.columns) | set(out.columns))
    cleaned, out = (table.reindex(index=cleaned.index, columns=columns, fill_value=0) for table in (cleaned, out))
    z_cleaned, z = _z(cleaned), _z(cleaned + out)
    by_rule = taken.groupby(["source", "term", "rule"])["count"].sum().reset_index()
    by_rule = by_rule.sort_values(["count", "rule"], ascending=[False, True], kind="stable")
    rule = by_rule.drop_duplicates(["source", "term"]).set_index(["source", "term"])["rule"]
    found = []
    for source in cleaned.index.drop(OTHERS, errors="ignore"):
        before = set(_best(z_cleaned.loc[source], top))
        for place, term in enumerate(_best(z.loc[source], top), start=1):
            if term not in before and out.at[source, term]:
                counts = (int(cleaned.at[source, term]), int(out.at[source, term]), place)
                found.append(
                    (source, term, rule[source, term], *counts, z.at[source, term], z_cleaned.at[source, term])
                )
    return pd.DataFrame(found, columns=pd.Index(COLUMNS)).round(6)


def _by_source(counted: tfidf.Weights, source: pd.Series) -> pd.DataFrame:
    """Counts by source, shape (sources, terms)."""
    codes, names = pd.factorize(source, sort=True)
    member = sparse.csr_matrix((np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(len(names), len(codes)))
    return pd.DataFrame((member @ counted.matrix).toarray(), index=names, columns=list(counted.terms))


def _z(counts: pd.DataFrame) -> pd.DataFrame:
    """z of each source against the rest, of the terms that stand there three times or more in all."""
    own = counts.loc[:, counts.sum() >= 3]
    words = counts.sum(axis=1)
    rows = {}
    for source in own.index:
        y1 = own.loc[source].to_numpy(float)
        rest = own.sum().to_numpy(float) - y1
        rows[source] = shrunk(y1, rest, np.asarray(words[source]), np.asarray(words.sum() - words[source]))[1]
    z = pd.DataFrame.from_dict(rows, orient="index", columns=own.columns)
    return z.reindex(columns=counts.columns, fill_value=0.0)


def _best(z: pd.Series, top: int) -> list[str]:
    """The `top` terms with the largest z above 0; of equals, the first."""
    more = z[z > 0].round(6)
    return more.sort_values(ascending=False, kind="stable").head(top).index.tolist()
