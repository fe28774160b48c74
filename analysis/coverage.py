"""Coverage: how the sources divide their attention, and what each leaves out."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
from scipy import stats

from analysis import resampling
from analysis.study import OTHERS
from analysis.tables import UNKNOWN

DRAWS, LEAST_DRAWS = 5000, 1000  # rearrangements of the articles; as few in a large study
CELLS = 100_000_000  # passages times rearrangements
RATE = 0.05  # of false discoveries among the cells that stand out
DATED = 0.75  # share of the documents whose dates must be known, to follow topics over time
FEWEST_PERIODS, MOST_PERIODS = 3, 24  # between the first date and the last
LEAST = 10  # passages of a period that counts as full
# Units of time, the shortest first: the name of the one in which a day lies, and its number.
PERIODS: dict[str, tuple[Callable[[date], str], Callable[[date], int]]] = {
    "day": (date.isoformat, date.toordinal),
    "week": (lambda day: "{}-W{:02}".format(*day.isocalendar()), lambda day: (day.toordinal() - 1) // 7),
    "month": (lambda day: day.isoformat()[:7], lambda day: 12 * day.year + day.month),
    "quarter": (lambda day: f"{day.year:04}-Q{(day.month + 2) // 3}", lambda day: 4 * day.year + (day.month + 2) // 3),
    "year": (lambda day: f"{day.year:04}", lambda day: day.year),
}


def rotations(passages: int) -> int:
    """How many rearrangements are made of articles with so many passages."""
    return resampling.affordable(DRAWS, passages, LEAST_DRAWS, CELLS)


def topic_shares(assigned: pd.DataFrame, level: float = 0.95, draws: int = 0) -> pd.DataFrame:
    """Share of a source's passages that is on a topic.

    Columns source, topic, passages, total (of the source), share, low, high, expected, residual, q.

    `low` to `high`: interval of a Dirichlet posterior with prior 1/2 a topic, which for one topic is a Beta.
    `expected`: passages, if each source had the same share as all together; `residual`: Pearson residual
    (count - expected) / sqrt(expected) of the topic-by-source table; `q`: its
    Benjamini-Hochberg value under rearranged articles (`resampling.rearranged_tables`; so many, or as `rotations` says).
    """
    table = pd.crosstab(assigned["source"], assigned["topic"])
    counts = table.to_numpy(float)
    total = counts.sum(axis=1, keepdims=True)
    k = counts.shape[1]
    posterior = stats.beta(counts + 0.5, total - counts + max(k - 1, 1) / 2)
    low, high = posterior.ppf((1 - level) / 2), posterior.ppf((1 + level) / 2)
    low, high = np.where(counts == 0, 0.0, low), np.where(counts == total, 1.0, high)  # as Jeffreys’ intervals end
    residual, null = _residuals(assigned, draws)
    expected = total * counts.sum(axis=0) / max(counts.sum(), 1)
    p = resampling.permutation_p(np.abs(residual), np.abs(null))
    rows = [
        (
            source,
            topic,
            int(counts[i, j]),
            int(total[i, 0]),
            counts[i, j] / total[i, 0],
            low[i, j],
            high[i, j],
            expected[i, j],
            residual[i, j],
        )
        for i, source in enumerate(table.index)
        for j, topic in enumerate(table.columns)
    ]
    columns = ["source", "topic", "passages", "total", "share", "low", "high", "expected", "residual"]
    shares = pd.DataFrame(rows, columns=pd.Index(columns))
    shares["q"] = resampling.false_discovery(p.ravel())
    return shares.round(6)


def _residuals(assigned: pd.DataFrame, draws: int = 0, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Pearson residuals of the topic-by-source table, and those of rearranged ones, shape (draws, sources, topics)."""
    sources, topics, documents = (assigned[column].tolist() for column in ("source", "topic", "document"))
    turns = draws or rotations(len(assigned))
    table, null = resampling.rearranged_tables(sources, topics, documents, turns, np.random.default_rng(seed))

    def residual(tables: np.ndarray) -> np.ndarray:
        expected = tables.sum(axis=-1, keepdims=True) * tables.sum(axis=-2, keepdims=True) / len(assigned)
        return np.asarray((tables - expected) / np.sqrt(expected))

    return residual(table), residual(null)


def attention(assigned: pd.DataFrame, draws: int = 0, seed: int = 1) -> tuple[float, float, float]:
    """Whether sources divide their passages differently: chi-square, Cramér's V, and p.

    p under `resampling.rearranged_tables` (so many, or as many as `rotations` says), since neighbouring passages, and those
    of one article, tend to be on one topic.
    """
    smaller = min(assigned["source"].nunique(), assigned["topic"].nunique())
    if smaller < 2:
        return 0.0, 0.0, 1.0
    residual, null = _residuals(assigned, draws, seed)
    chi2 = (residual**2).sum()
    p = resampling.permutation_p(chi2[None], (null**2).sum(axis=(1, 2))[:, None])[0]
    return round(float(chi2), 6), round(float(np.sqrt(chi2 / len(assigned) / (smaller - 1))), 6), round(float(p), 6)


def standing_out(shares: pd.DataFrame, rate: float = RATE) -> pd.DataFrame:
    """The cells of `topic_shares` whose residual survives false-discovery control at `rate`; of sources by name."""
    return shares[(shares["q"] < rate) & (shares["source"] != OTHERS)]


def topic_times(assigned: pd.DataFrame, documents: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Share of the passages of a time that is on a topic: topic, period, passages, of, share, low, high.

    `documents` has document and date, "" where none is known; passages of undated documents are left out. A period is a
    day (2019-06-03), week (2019-W23), month (2019-06), quarter (2019-Q2) or year (2019): the shortest of which 3 to 24
    lie between the first date and the last, three or more and at least half of these with ten passages or more. `low`
    to `high`: Jeffreys interval (`resampling.jeffreys`), with passages taken as independent. Empty if no unit of time
    will do, or fewer than three quarters of the documents are dated. A period without a passage has no row.
    """
    columns = ["topic", "period", "passages", "of", "share", "low", "high"]
    dates = documents.loc[documents["date"] != "", ["document", "date"]]
    told = assigned[["document", "topic"]].merge(dates, on="document", validate="many_to_one")
    unit = _dividing(told["date"]) if len(dates) >= DATED * len(documents) else ""
    if not unit:
        return pd.DataFrame([], columns=pd.Index(columns))
    told["period"] = [PERIODS[unit][0](date.fromisoformat(day)) for day in told["date"]]
    counts = pd.crosstab(told["period"], told["topic"])
    rows = []
    for topic in counts.columns:
        for period, of in counts.sum(axis=1).items():
            held = int(counts.at[period, topic])
            rows.append((topic, period, held, int(of), held / of, *resampling.jeffreys(held, int(of), level)))
    return pd.DataFrame(rows, columns=pd.Index(columns)).round(6)


def _dividing(dates: pd.Series) -> str:
    """The shortest unit of time that divides the dates of passages well; "" if none does."""
    days = [date.fromisoformat(day) for day in sorted(dates)]
    for unit, (name, number) in PERIODS.items():
        if days and FEWEST_PERIODS <= number(days[-1]) - number(days[0]) + 1 <= MOST_PERIODS:
            full = sum(count >= LEAST for count in Counter(map(name, days)).values())
            if full >= max(FEWEST_PERIODS, (number(days[-1]) - number(days[0]) + 1) / 2):
                return unit
    return ""


def unit(times: pd.DataFrame) -> str:
    """What the periods of `topic_times` are: day, week, month, quarter or year."""
    shape = re.sub(r"\d+", "", str(times["period"].iloc[0]))
    return {"--": "day", "-W": "week", "-": "month", "-Q": "quarter"}.get(shape, "year")


def presence(things: pd.DataFrame, passages: pd.DataFrame, kind: str, thing: str) -> pd.DataFrame:
    """For each source and each topic or voice: in how many of its passages it stands, and how surprising none would be.

    `things` has one row an occurrence, with columns passage and `thing`. For a source with n passages, expected =
    1 - (1 - r)^n, where r is the rate of the thing in the passages of the other sources: the chance that a source of
    this length has it at all if it were as frequent here as elsewhere. With passages of several periods it is
    1 - product of (1 - r)^n over them: what was not yet news is not left out. Passages are treated as independent, which
    makes absences look more surprising than they are. Columns kind, thing, source, passages, of (passages of the source),
    elsewhere (passages of others that have it), others (other sources that have it, of those compared by name), expected.
    """
    place = passages.set_index("passage")[["source", "period"]]
    seen = things[["passage", thing]].drop_duplicates().join(place, on="passage")
    names, row = np.unique(seen[thing].to_numpy(dtype=object), return_inverse=True)
    sources = sorted(passages["source"].unique())
    column = {source: number for number, source in enumerate(sources)}
    cell = row * len(sources) + seen["source"].map(column).to_numpy(np.int64)
    here, absent = np.zeros((len(names), len(sources)), np.int64), np.zeros((len(names), len(sources)))
    for period, own in passages.groupby("period")["source"]:
        of = own.value_counts().reindex(sources, fill_value=0).to_numpy(np.int64)
        counted = np.bincount(cell[(seen["period"] == period).to_numpy()], minlength=here.size).reshape(here.shape)
        rate = (counted.sum(axis=1, keepdims=True) - counted) / np.maximum(of.sum() - of, 1)
        with np.errstate(divide="ignore", invalid="ignore"):  # a rate of 1 leaves no chance of absence
            absent += np.where(of > 0, of * np.log1p(-rate), 0)
        here += counted
    has = (here > 0) & (np.asarray(sources) != OTHERS)
    columns = {
        "kind": kind,
        "thing": np.repeat(names, len(sources)),
        "source": np.tile(np.asarray(sources, dtype=object), len(names)),
        "passages": here.ravel(),
        "of": np.tile(passages["source"].value_counts().reindex(sources).to_numpy(np.int64), len(names)),
        "elsewhere": (here.sum(axis=1, keepdims=True) - here).ravel(),
        "others": (has.sum(axis=1, keepdims=True) - has).ravel(),
        "expected": -np.expm1(absent).ravel(),
    }
    return pd.DataFrame(columns).round(6)


def topics_and_voices(on_topic: pd.DataFrame, said: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """`presence` of each topic (`on_topic`: passage, label) and each known speaker (`said`: passage, speaker)."""
    known = said[said["speaker"] != UNKNOWN]
    parts = [presence(on_topic, passages, "topic", "label"), presence(known, passages, "voice", "speaker")]
    return pd.concat(parts, ignore_index=True)


def most_present(present: pd.DataFrame, voices: int) -> pd.DataFrame:
    """The rows of all topics and of the `voices` that stand in most passages."""
    counts = present.groupby(["kind", "thing"], as_index=False)["passages"].sum()
    counts = counts.sort_values(["kind", "passages", "thing"], ascending=[True, False, True])
    kept = [
        *counts.loc[counts["kind"] == "topic", "thing"],
        *counts.loc[counts["kind"] == "voice", "thing"].head(voices),
    ]
    rank = {thing: place for place, thing in enumerate(kept)}
    shown = present[present["thing"].isin(rank)]
    return shown.assign(place=shown["thing"].map(rank)).sort_values(["place", "source"]).drop(columns="place")


def surprising(present: pd.DataFrame, least: float) -> pd.Series:
    """Which rows of `presence` are absences that `omissions` lists; the group of others omits nothing."""
    named = present["source"] != OTHERS
    return named & (present["passages"] == 0) & (present["others"] >= 2) & (present["expected"] >= least)


def omissions(present: pd.DataFrame, least: float) -> pd.DataFrame:
    """What a source lacks although, at its length, it would be expected; the most surprising absence first.

    Only what two other sources or more have: what one alone has is its own, not an omission of the others.
    """
    absent = present[surprising(present, least)]
    return absent.sort_values(["expected", "kind", "thing", "source"], ascending=[False, True, True, True]).reset_index(
        drop=True
    )
