"""What taking out house style does to telling outlets apart, to what comes out as distinctive, and to matching articles.

    python benchmarks/style_quality.py [--half 1] [--corpora DIR] [--keep DIR] [--words 20]

On AllSides articles (Baly et al., EMNLP 2020). An event is a group of articles of three outlets or more, one each, within two
days of one another, whose headlines and first 500 characters are alike (TF-IDF cosine: of LINKED or more to another's, of
MEAN or more on average). Events, and the other articles, are dealt to two halves by a hash of an id: rules and thresholds
were chosen on half 0; half 1 was measured afterwards. Outlets in several sections are one (Fox Online News, Fox News).

Outlet: accuracy of a linear classifier (TF-IDF of words and pairs, LinearSVC) that names the outlet of the articles on
events, of the SHOWN outlets that tell most; it has seen OTHERS other articles of each. On all terms, without house style, and
on style alone; chance is the largest outlet's share. Event: share of articles on events whose nearest neighbour by TF-IDF
cosine is of their event, by passages that begin behind the first 500 characters, which the events were not made of. Words:
of the first so many words of each outlet in `wording.compare` of all these articles, those that `style.learn` lists, and
how many outlets come out with words of the list; they are printed for reading.
"""

import argparse
import hashlib
import json
import re
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analysis import inventory, prepare, style, tables, tfidf, tokens, wording  # noqa: E402

OPENING = 500  # characters
DAYS, LINKED, MEAN, OUTLETS = 2, 0.25, 0.2, 3
SHOWN, OTHERS = 10, 100

Tables = dict[str, pd.DataFrame]


def articles(corpora: Path) -> pd.DataFrame:
    """The dated articles, oldest first, with outlets in one spelling."""
    found = pd.read_parquet(corpora / "allsides" / "articles.parquet")
    found = found.assign(day=pd.to_datetime(found["date"], format="%Y-%m-%d", errors="coerce")).dropna(subset="day")
    found["outlet"] = [re.sub(r" Online\b|\s*\(.*\)| - .*$", "", source) for source in found["source"]]
    return found.sort_values(["day", "id"]).reset_index(drop=True)


def events(found: pd.DataFrame) -> list[list[int]]:
    """Groups of rows that tell one event."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform
    from sklearn.feature_extraction.text import TfidfVectorizer

    opening = found["title"] + " " + found["title"] + " " + found["text"].str[:OPENING]
    weights = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(opening)
    day = (found["day"] - found["day"].min()).dt.days.to_numpy()
    alike = (weights @ weights.T).tocoo()
    near = (alike.data >= LINKED) & (abs(day[alike.row] - day[alike.col]) <= DAYS)
    linked = sparse.csr_matrix((alike.data[near], (alike.row[near], alike.col[near])), shape=alike.shape)
    _, component = sparse.csgraph.connected_components(linked, directed=False)
    groups = []
    for rows in pd.Series(component).groupby(component).indices.values():
        if len(rows) < OUTLETS:
            continue
        distance = 1 - np.clip((weights[rows] @ weights[rows].T).toarray(), 0, 1)
        distance[abs(day[rows][:, None] - day[rows]) > DAYS] = 1
        np.fill_diagonal(distance, 0)
        parts = fcluster(linkage(squareform(distance, checks=False), "average"), 1 - MEAN, "distance")
        for part in sorted(set(parts)):
            own = rows[parts == part]
            _, first = np.unique(found["outlet"].to_numpy()[own], return_index=True)  # one article an outlet
            if len(first) >= OUTLETS:
                groups.append(sorted(own[first].tolist()))
    return groups


def digest(id: str) -> str:
    return hashlib.sha256(id.encode()).hexdigest()


def half(id: str) -> int:
    """0 or 1, as only the id decides."""
    return int(digest(id)[:2], 16) % 2


def chosen(found: pd.DataFrame, part: int) -> pd.DataFrame:
    """The articles of one half: those of its events, and others of the outlets that tell most of them; column event."""
    groups = events(found)
    taken = [row for group in groups for row in group]
    event = pd.Series(-1, index=found.index)
    for number, group in enumerate(groups):
        if half(found["id"][group[0]]) == part:
            event[group] = number
    outlets = ranked(found["outlet"][event >= 0])[:SHOWN]
    other = found[found["outlet"].isin(outlets) & (found["id"].map(half) == part) & ~found.index.isin(taken)]
    sampled = other.assign(digest=other["id"].map(digest)).sort_values("digest").groupby("outlet").head(OTHERS)
    return found.assign(event=event).loc[sorted([*event.index[event >= 0], *sampled.index])]


def ranked(outlets: pd.Series) -> list[str]:
    """The outlets, those with most articles first."""
    counts = outlets.value_counts().rename_axis("outlet").reset_index()
    return counts.sort_values(["count", "outlet"], ascending=[False, True])["outlet"].tolist()


def prepared(rows: pd.DataFrame, folder: Path) -> Tables:
    """The tables of a study of these articles, made by `prepare`; documents have their event (-1: none)."""
    study = folder / "study"
    if not study.exists():
        folder.mkdir(parents=True, exist_ok=True)
        records = rows[["id", "title", "date", "text"]].assign(source=rows["outlet"]).to_dict("records")
        (folder / "articles.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
        prepare.prepare(prepare.Request([folder / "articles.jsonl"], study))
    data = tables.read_all(study)
    line = data["documents"]["place"].str.extract(r"(\d+)")[0].astype(int) - 1
    data["documents"]["event"] = rows["event"].to_numpy()[line]
    return data


def weighed(terms: pd.DataFrame, data: Tables, passages: pd.DataFrame, every: bool = False) -> sparse.csr_matrix:
    """TF-IDF of documents, a row each, from the terms of these passages: content words and pairs, or every term."""
    from sklearn.feature_extraction.text import TfidfTransformer

    ids = passages["passage"].tolist()
    counts = tfidf.count(terms, ids, min_df=2, keep=(lambda term: True) if every else tokens.is_content)
    row = pd.Index(data["documents"]["document"]).get_indexer(passages["document"])
    shape = (len(data["documents"]), len(ids))
    summed = sparse.csr_matrix((np.ones(len(ids)), (row, np.arange(len(ids)))), shape=shape) @ counts.matrix
    return TfidfTransformer(sublinear_tf=True).fit_transform(summed)


def told_apart(terms: pd.DataFrame, data: Tables, every: bool = False) -> tuple[float, float, int]:
    """Accuracy of naming the outlet of unseen articles on events; the largest outlet's share of them; how many."""
    from sklearn.svm import LinearSVC

    documents = data["documents"]
    others = documents[documents["event"] < 0]
    known = documents["source"].isin(others["source"].unique())
    train, test = ((known & side).to_numpy() for side in (documents["event"] < 0, documents["event"] >= 0))
    weights, outlet = weighed(terms, data, data["passages"], every), documents["source"].to_numpy()
    fitted = LinearSVC(class_weight="balanced", random_state=0).fit(weights[train], outlet[train])
    right = float((fitted.predict(weights[test]) == outlet[test]).mean())
    return right, float(pd.Series(outlet[test]).value_counts(normalize=True).iloc[0]), int(test.sum())


def matched(terms: pd.DataFrame, data: Tables) -> float:
    """Share of the articles on events whose nearest neighbour among them is of the same event."""
    behind = data["passages"][data["passages"]["start"] >= OPENING]
    event = data["documents"]["event"].to_numpy()
    weights = weighed(terms, data, behind)[event >= 0]
    alike = (weights @ weights.T).toarray()
    np.fill_diagonal(alike, -1)
    return float((event[event >= 0][alike.argmax(axis=1)] == event[event >= 0]).mean())


def distinctive(terms: pd.DataFrame, data: Tables, many: int) -> pd.DataFrame:
    """The first words of each outlet against the others, over all articles."""
    passages = inventory.sample(data, {}, SHOWN).passages
    found = wording.compare(terms, passages, wording.Setting(draws=200, permutations=500))
    return wording.distinctive(found, many)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", type=int, choices=(0, 1), default=1)
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "corpora")
    parser.add_argument("--keep", type=Path, help="folder that keeps the prepared study")
    parser.add_argument("--words", type=int, default=20)
    options = parser.parse_args()
    rows = chosen(articles(options.corpora), options.half)
    with tempfile.TemporaryDirectory() as place:
        data = prepared(rows, options.keep or Path(place))
    listed = style.learn(data)
    without = style.without_style(data["terms"], listed)
    alone = data["terms"][data["terms"]["term"].isin(listed["term"])]
    of_events = rows["event"] >= 0
    print(f"{rows.loc[of_events, 'event'].nunique()} events, {of_events.sum()} articles on them, {len(rows)} in all")
    print(f"{len(listed)} terms of style: {listed['rule'].value_counts().to_dict()}")
    for name, terms, every in (("all", data["terms"], False), ("without", without, False), ("alone", alone, True)):
        right, chance, many = told_apart(terms, data, every)
        same = f", nearest of the same event {matched(terms, data):.3f}" if not every else ""
        print(f"{name}: outlet right {right:.3f} of {many} (chance {chance:.3f}){same}")
    for name, terms in (("all", data["terms"]), ("without", without)):
        words = distinctive(terms, data, options.words)
        among = words["term"].isin(listed["term"])
        print(
            f"{name}: {among.sum()} of {len(words)} distinctive words are in the list; outlets with such a word: ",
            end="",
        )
        print(words.loc[among, "source"].nunique(), "of", words["source"].nunique())
        for source, own in words.groupby("source"):
            print(f"  {source}: {', '.join(own['term'])}")


if __name__ == "__main__":
    main()
