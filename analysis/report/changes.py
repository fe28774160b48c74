"""What changed between two reports in the field's terms: findings, sentences, topics, and the measures behind them.

All is read from what was published: executed notebooks and tables.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.report import contents, executed, notebooks
from analysis.report.prose import plain
from analysis.tables import spreadsheet

Row = Mapping[str, str]
SAME_TOPIC = 0.5  # least overlap at which a topic counts as found again
INTERVAL = ("low", "high")
OTHER, OVERLAP = "says something else", "intervals overlap"


@dataclass(frozen=True)
class Change:
    """One thing that two reports say differently; empty where a report does not say it."""

    what: str
    before: str
    after: str
    how: str


@dataclass(frozen=True)
class Match:
    """A topic of the first report and the one of the second that shares most with it, if any does.

    `overlap` is the Jaccard index of their passages: shared by those in either, among passages that both studies have.
    """

    topic: str
    label: str
    other: str
    other_label: str
    overlap: float
    shared: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def again(self) -> bool:
        """Whether the topic counts as found again."""
        return self.overlap >= SAME_TOPIC


@dataclass(frozen=True)
class Measure:
    """A published table of a measure: which columns name a row, its value with its interval, and whether it stands out."""

    heading: str
    path: str
    keys: tuple[str, ...]
    value: str
    low: str = ""
    high: str = ""
    flag: str = ""
    digits: int = 2


MEASURES = (
    Measure("Attention, share of passages", "figures/topics-by-source.csv", ("source", "topic"), "share", *INTERVAL),
    Measure("Wording, log-odds", "tables/wording.csv", ("source", "term"), "delta", *INTERVAL, "distinct"),
    Measure("Voices, share of words", "figures/voices-speakers.csv", ("source", "speaker"), "share"),
    Measure("Voices, effective number", "figures/voices-spread.csv", ("source",), "effective", *INTERVAL),
    Measure("Coverage, passages", "figures/coverage-presence.csv", ("source", "kind", "thing"), "passages", digits=0),
    Measure(
        "Frames, words per 1,000", "tables/frames-by-source.csv", ("frame", "source"), "rate", *INTERVAL, "differs"
    ),
)


def findings(before: Path, after: Path) -> list[Change]:
    """Findings that appeared, vanished, changed their grade or say something else now, by their ids."""
    old, new = ({one.id: one for one in executed.findings(path / contents.EXECUTED)} for path in (before, after))
    changed = []
    for id in [*old, *(id for id in new if id not in old)]:
        a, b = old.get(id), new.get(id)
        said, says = (f"{one.sentence.text} [{one.grade}]" if one else "" for one in (a, b))
        if a is None or b is None:
            changed.append(Change(id, said, says, "appeared" if a is None else "vanished"))
        elif a.grade != b.grade:
            changed.append(Change(id, said, says, f"was {a.grade}, is {b.grade}"))
        elif said != says:
            changed.append(Change(id, said, says, OTHER))
    return changed


def sentences(before: Path, after: Path) -> list[Change]:
    """Sentences of the first report, beside its findings, that do not hold in the second.

    They are said with other values there, or, which need not mean that they are false, not said.
    """
    old, new = (dict(_sentences(path / contents.EXECUTED)) for path in (before, after))
    return [
        Change(key[0], text, new.get(key, ""), OTHER if key in new else "is not said")
        for key, text in old.items()
        if new.get(key) != text
    ]


def _sentences(folder: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each sentence of a report that is no finding, by notebook, template and names of values."""
    for name, notebook in notebooks.read_executed(folder).items():
        for bundle in executed.bundles(notebook):
            told = [one["sentence"] for one in bundle.get("standings", ())]
            caption = [bundle["caption"]] if "caption" in bundle else []
            for said in (*bundle.get("sentences", ()), *told, *caption):
                yield (name, said["template"], *(value["name"] for value in said["values"])), plain(said)


def topics(before: Path, after: Path) -> list[Match]:
    """The topics of the first report, each with the topic of the second that shares its passages, matched one to one."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    places = _topic_of(before), _topic_of(after)
    common = places[0].keys() & places[1].keys()
    sets: list[dict[str, set[str]]] = [defaultdict(set), defaultdict(set)]
    for found, topic_of in zip(sets, places, strict=True):
        for passage, topic in topic_of.items():
            found[topic].update({passage} & common)
    names = [sorted(found, key=lambda name: (len(name), name)) for found in sets]
    jaccard = [[len(sets[0][a] & sets[1][b]) / (len(sets[0][a] | sets[1][b]) or 1) for b in names[1]] for a in names[0]]
    overlap = np.array(jaccard).reshape(len(names[0]), len(names[1]))
    chosen = dict(zip(*linear_sum_assignment(-overlap), strict=True))
    labels = [{row["topic"]: row["label"] for row in rows(path, "tables/topics.csv")} for path in (before, after)]
    terms = [_terms(path) for path in (before, after)]
    matches = []
    for at, name in enumerate(names[0]):
        other = names[1][chosen[at]] if at in chosen and overlap[at, chosen[at]] > 0 else ""
        gained, lost = (
            tuple(term for term in one if other and term not in two)
            for one, two in ((terms[1][other], terms[0][name]), (terms[0][name], terms[1][other]))
        )
        share = float(overlap[at, chosen[at]]) if other else 0.0
        shared = len(sets[0][name] & sets[1][other]) if other else 0
        labelled = labels[0].get(name, ""), labels[1].get(other, "")
        matches.append(Match(name, labelled[0], other, labelled[1], share, shared, gained, lost))
    return matches


def told(match: Match) -> str:
    """A match of topics in words."""
    named = f"{match.topic} “{match.label}”"
    if not match.other:
        return f"{named}: not found again"
    parts = [f"{named} -> {match.other} “{match.other_label}”: overlap {match.overlap:.2f}"]
    parts += [f"gained {', '.join(match.gained)}"] if match.gained else []
    parts += [f"lost {', '.join(match.lost)}"] if match.lost else []
    return "; ".join(parts)


def topics_told(matches: Sequence[Match], moved: Sequence[str]) -> list[str]:
    """All matches in words; nothing where every topic is there with the same terms and no passage has moved."""
    unchanged = all(match.other and not match.gained and not match.lost for match in matches)
    return [] if unchanged and not moved else [told(match) for match in matches]


def moved(before: Path, after: Path, matches: Sequence[Match]) -> tuple[list[str], int]:
    """The passages that are not in the topic that theirs was matched with, and how many passages both reports have."""
    places = _topic_of(before), _topic_of(after)
    other = {match.topic: match.other for match in matches}
    common = sorted(places[0].keys() & places[1].keys())
    return [passage for passage in common if other.get(places[0][passage]) != places[1][passage]], len(common)


def measures(before: Path, after: Path, matches: Sequence[Match]) -> dict[str, list[Change]]:
    """What differs in each measure, by its heading: rows that came or went, stand out or no more, or have another value.

    Where both have an interval, `how` says whether the two are apart.
    """
    other = {match.other: match.topic for match in matches if match.other}
    return {one.heading: _measured(one, before, after, other) for one in MEASURES}


def _measured(measure: Measure, before: Path, after: Path, other: Mapping[str, str]) -> list[Change]:
    old, new = ({_key(row, measure): row for row in rows(path, measure.path)} for path in (before, after))
    new = {_key({**row, "topic": other.get(row.get("topic", ""), "")}, measure): row for row in new.values()}
    changed = []
    for key in [*old, *(key for key in new if key not in old)]:
        a, b = old.get(key), new.get(key)
        told, tells = _told(a, measure), _told(b, measure)
        if a is None or b is None:
            how = "new" if a is None else "gone"
        elif measure.flag and a[measure.flag] != b[measure.flag]:
            how = f"is {measure.flag} now" if b[measure.flag] == "True" else f"is not {measure.flag} any more"
        elif told != tells:
            apart = bool(measure.low) and all(row[measure.low] for row in (a, b)) and _apart(a, b, measure)
            how = "intervals are apart" if apart else OVERLAP if measure.low else "changed"
        else:
            continue
        changed.append(Change(", ".join(key), told, tells, how))
    return changed


def _key(row: Row, measure: Measure) -> tuple[str, ...]:
    return tuple(row[key] for key in measure.keys)


def _told(row: Row | None, measure: Measure) -> str:
    if row is None or not row[measure.value]:
        return ""
    named = (name for name in (measure.value, measure.low, measure.high) if name and row[name])
    numbers = [f"{float(row[name]):.{measure.digits}f}" for name in named]
    return f"{numbers[0]} ({numbers[1]} to {numbers[2]})" if len(numbers) == 3 else numbers[0]


def _apart(a: Row, b: Row, measure: Measure) -> bool:
    low, high = measure.low, measure.high
    return float(a[high]) < float(b[low]) or float(b[high]) < float(a[low])


def _topic_of(report: Path) -> dict[str, str]:
    return {row["passage"]: row["topic"] for row in rows(report, "tables/passages-topics.csv")}


def _terms(report: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows(report, "tables/topic-words.csv"):
        found[row["topic"]].append(row["term"])
    return found


def rows(report: Path, path: str) -> list[dict[str, str]]:
    """The rows of a published table; none where the report does not have it."""
    if not (report / path).is_file():
        return []
    with (report / path).open(encoding="utf-8", newline="") as stream:
        return [{key: spreadsheet.unguarded(cell) for key, cell in row.items()} for row in csv.DictReader(stream)]
