"""Differences of known size, planted where nothing differs: what `calibration.py` and the tests ask the analyses to find."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis import frames, tokens, wording

HALVINGS = 9  # in search of the share that makes a difference as large as it should be
FEW = 50  # shuffles, where only the excess is asked for


def share_for(size: Callable[[float], float], wanted: float) -> float:
    """The share, 0 to 1, at which `size`, which grows with it, is as `wanted`."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if size(middle) >= wanted else (middle, high)
    return high


def on_topic(
    assigned: pd.DataFrame, source: str, points: float, rng: np.random.Generator
) -> tuple[pd.DataFrame, object]:
    """With passages of the source moved, any as likely, to the topic nearest to average size: `points` more of its share."""
    sizes = assigned["topic"].value_counts(normalize=True).sort_index()
    topic = (sizes - 1 / len(sizes)).abs().idxmin()
    own = (assigned["source"] == source).to_numpy()
    there = (assigned["topic"] == topic).to_numpy()
    chance = points / max(1 - there[own].mean(), points)
    moved = own & ~there & (rng.random(len(assigned)) < chance)
    return assigned.assign(topic=assigned["topic"].where(~moved, topic)), topic


def apart(assigned: pd.DataFrame, v: tuple[float, float], rng: np.random.Generator) -> pd.DataFrame:
    """With passages of each source, any as likely, moved to a topic of its own.

    So many that V² of what is to be expected is as much as the first V² exceeds the second.
    """
    table = pd.crosstab(assigned["source"], assigned["topic"])
    liked = dict(zip(table.index, rng.permutation(table.columns)[np.arange(len(table)) % table.shape[1]], strict=True))
    own = np.asarray([table.columns == liked[source] for source in table.index], dtype=float)
    size, alike = table.sum(axis=1).to_numpy(float)[:, None], table.sum(axis=0).to_numpy(float) / len(assigned)

    def square(share: float) -> float:
        held = size * ((1 - share) * alike + share * own)
        expected = size * held.sum(axis=0) / len(assigned)
        chi_square = ((held - expected) ** 2 / expected).sum()
        return float(chi_square / len(assigned) / (min(table.shape) - 1))

    moved = rng.random(len(assigned)) < share_for(square, v[0] ** 2 - v[1] ** 2)
    return assigned.assign(topic=assigned["topic"].where(~moved, assigned["source"].map(liked)))


def reworded(
    terms: pd.DataFrame, passages: pd.DataFrame, source: str, bits: float, rng: np.random.Generator
) -> pd.DataFrame:
    """With words of a source drawn from frequencies of its own: the excess of the divergence of all is larger by so many bits.

    These frequencies are those of all words, dealt anew: so the documents of the source have them in common.
    """
    own = passages.loc[passages["source"] == source, "passage"]
    counts = (
        terms[[" " not in term and tokens.is_content(term) for term in terms["term"]]].groupby("term")["count"].sum()
    )
    words, likely = counts.index.to_numpy(object), rng.permutation(counts / counts.sum())
    rest, theirs = terms[~terms["passage"].isin(own)], terms[terms["passage"].isin(own)]
    each = theirs.loc[theirs.index.repeat(theirs["count"])].assign(count=1)
    order, other = rng.random(len(each)), rng.choice(words, len(each), p=likely)
    order[~each["term"].isin(words)] = 1

    def with_share(share: float) -> pd.DataFrame:
        changed = each.assign(term=each["term"].where(order >= share, other))
        changed = changed.groupby(["passage", "term"], as_index=False, sort=True)["count"].sum()
        return pd.concat([rest, changed], ignore_index=True)

    def size(of: pd.DataFrame) -> float:
        found = wording.diverge(of, passages, wording.Setting(permutations=FEW))
        return 0.0 if found is None else found.excess

    now = size(terms)
    return with_share(share_for(lambda share: size(with_share(share)) - now, bits))


def framed(
    counted: frames.Counted, passages: pd.DataFrame, frame: str, row: dict, rng: np.random.Generator
) -> frames.Counted:
    """With more words of a frame in one source, `ratio` times as many in all; `row` is one of `frames.smallest_ratio`."""
    own = np.flatnonzero((passages["source"] == row["source"]).to_numpy())
    words, place = passages["words"].to_numpy()[own], frames.FRAMES.index(frame)
    spread = max(row["clumping"] - 1, 1e-3)
    hits = counted.hits.copy()
    for _, inside in pd.Series(words).groupby(passages["document"].to_numpy()[own]):
        mean = (row["ratio"] - 1) * row["rest"] / 100 * inside.sum()
        many = rng.poisson(rng.gamma(mean / spread, spread))
        hits[own[inside.index], place] += rng.multinomial(many, inside / inside.sum())
    return frames.Counted(hits, counted.distinct, counted.words)
