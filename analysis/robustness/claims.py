"""What the findings claim in one setting, as things that can be looked up in another."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from analysis import coverage, prominence, topics, voices
from analysis.robustness.results import Results
from analysis.robustness.varied import lemma
from analysis.study import OTHERS

NONE = "none"  # what a finding claims that nothing differs
RECOVERED = 0.5  # Jaccard overlap above which a cluster is found again; else it is dissolved (Hennig 2007)
OF_TOPICS = ("topic", "more", "less", "absence", "opens")  # kinds of claims about a topic
LEFT = 2  # passages of a topic that must be left to look for it


@dataclass(frozen=True, order=True)
class Claim:
    """What a finding, by its id, says of a thing (a word, a topic's label, a speaker, a frame) and a source, "" of all."""

    finding: str
    kind: str
    source: str = ""
    thing: str = ""


@dataclass(frozen=True)
class Told:
    """What the report tells, by which the same is known again in another setting.

    topics: passages of those that hold, by label; words: those it calls distinct; things: the facts on which accounts
    differ, each with its source, by what they are about.
    """

    topics: dict[str, frozenset[str]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    things: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def by(cls, report: Results) -> "Told":
        """What the report's own results tell."""
        firm, things, told = topics.firm(report.fitted), {}, report.differing.told
        for row in report.differing.differing.itertuples():
            own = told[told["thing"] == row.thing]
            things[str(row.about)] = dict(zip(own["fact"], own["source"], strict=True))
        return cls(
            {str(label): frozenset(own) for label, own in firm.groupby("label", sort=False)["passage"]},
            tuple(dict.fromkeys(report.distinct["term"])),
            things,
        )


@dataclass(frozen=True)
class Run:
    """Results, and how what the report tells is called in them."""

    results: Results
    told: Told

    @cached_property
    def recovered(self) -> dict[int, str]:
        """The report's topics that are found again: the topic here, and the label there."""
        assigned = self.results.assigned
        topic = self.results.varied.home.map(assigned.set_index("passage")["topic"])
        sizes, found = topic.value_counts(), {}
        for label, passages in self.told.topics.items():
            inside = topic.index.isin(passages)
            both = topic[inside].value_counts()
            overlap = both / (sizes.reindex(both.index) + int(inside.sum()) - both)
            if len(both) and overlap.max() > RECOVERED:
                found[int(overlap.idxmax())] = label
        return found

    @cached_property
    def written_as(self) -> dict[str, str]:
        """The report's words by their form here: their dictionary form, where these are compared."""
        forms = [(lemma(word) if self.results.choices.lemmas else word, word) for word in self.told.words]
        return dict(reversed(forms))


def claims(run: Run, finding: str) -> set[Claim]:
    """What a finding claims in a setting; that there is nothing, if it claims nothing."""
    made = set(_MADE[finding](run))
    return made or {Claim(finding, NONE)}


@dataclass(frozen=True)
class Seen:
    """What is seen in a setting: its claims by finding, and what says whether other claims can hold or fail there.

    without: the source that is left out; left: the report's topics of which passages are left; compared: the words that are
    compared, and forms: those of the report's words.
    """

    claims: dict[str, set[Claim]]
    without: str
    left: frozenset[str]
    compared: frozenset[str]
    forms: dict[str, str]

    def can_be_asked(self, claim: Claim, told: Told) -> bool:
        """Whether a claim can hold or fail in this setting: its source is there, and so is its thing."""
        if claim.source and claim.source == self.without:
            return False
        if claim.thing in told.topics and claim.kind in OF_TOPICS:
            return claim.thing in self.left
        if claim.kind == "word":
            return self.forms.get(claim.thing, claim.thing) in self.compared
        if claim.kind == "disagreement":
            return len(set(told.things.get(claim.thing, {}).values()) - {self.without}) > 1
        return True


def seen(run: Run, findings: Iterable[str]) -> Seen:
    """What these findings claim in a setting."""
    home = run.results.varied.home.index
    left = (label for label, passages in run.told.topics.items() if home.isin(passages).sum() >= LEFT)
    made = {finding: claims(run, finding) for finding in findings}
    words = run.results.compared["term"] if "wording" in made else ()
    forms = {word: form for form, word in run.written_as.items()}
    return Seen(made, run.results.choices.without, frozenset(left), frozenset(words), forms)


def _lengths(run: Run) -> Iterable[Claim]:
    passages = run.results.varied.passages
    words = passages[passages["source"] != OTHERS].groupby("source")["words"].sum()
    if len(words) > 1:
        yield Claim("lengths", "longest", str(words.idxmax()))
        yield Claim("lengths", "shortest", str(words.idxmin()))


def _topics(run: Run) -> Iterable[Claim]:
    return (Claim("topics", "topic", thing=label) for label in run.recovered.values())


def _attention(run: Run) -> Iterable[Claim]:
    differ, cells = run.results.attention
    if differ:
        yield Claim("attention", "differ")
    for cell in cells[cells["topic"].isin(list(run.recovered))].itertuples():
        yield Claim("attention", "more" if cell.residual > 0 else "less", cell.source, run.recovered[cell.topic])


def _wording(run: Run) -> Iterable[Claim]:
    for row in run.results.distinct.itertuples():
        yield Claim("wording", "word", row.source, run.written_as.get(row.term, row.term))


def _divergence(run: Run) -> Iterable[Claim]:
    apart, rate = run.results.apart, 1 - run.results.limits.level
    if apart is not None and apart.p < rate:
        yield Claim("divergence", "differ")
        for row in apart.sources[(apart.sources["q"] < rate) & (apart.sources["excess"] > 0)].itertuples():
            yield Claim("divergence", "apart", row.source)


def _voices(run: Run) -> Iterable[Claim]:
    for row in voices.by_source(run.results.varied.said, run.results.varied.passages).itertuples():
        if row.main_speaker and row.source != OTHERS:
            yield Claim("voices", "main voice", row.source, row.main_speaker)


def _alone(run: Run) -> Iterable[Claim]:
    return (
        Claim("voices-alone", "own voice", row.source, row.speaker)
        for row in voices.only_in(run.results.varied.said).itertuples()
    )


def _omissions(run: Run) -> Iterable[Claim]:
    varied = run.results.varied
    present = coverage.topics_and_voices(_on_topics(run), voices.each(varied.said), varied.passages)
    for row in coverage.omissions(present, run.results.limits.expected_presence).itertuples():
        yield Claim("omissions", "absence", row.source, row.thing)


def _order(run: Run) -> Iterable[Claim]:
    passages = run.results.varied.passages[run.results.varied.passages["source"] != OTHERS]
    opening = passages[passages["part"].isin(["headline", "lead"])].merge(_on_topics(run), on="passage")
    many = opening.groupby(["source", "label"])["document"].nunique()
    documents = passages.groupby("source")["document"].nunique()
    for (source, label), count in many.items():
        if count >= prominence.MOSTLY * documents[source]:
            yield Claim("order", "opens", source, label)


def _on_topics(run: Run) -> pd.DataFrame:
    """The passages on the report's topics that are found again: passage, label."""
    on_topic = run.results.assigned[["passage", "topic"]]
    return on_topic.assign(label=on_topic["topic"].map(run.recovered)).dropna(subset=["label"])


def _disagreement(run: Run) -> Iterable[Claim]:
    for thing, own in run.results.differing.told.groupby("thing"):
        facts = set(own["fact"])
        known = [about for about, of in run.told.things.items() if len({of[fact] for fact in facts & of.keys()}) > 1]
        about = run.results.differing.differing.set_index("thing").at[thing, "about"]
        yield Claim("disagreement", "disagreement", thing=known[0] if known else str(about))


def _frames(run: Run) -> Iterable[Claim]:
    for row in run.results.frames.itertuples():
        yield Claim("frames", "more" if row.rate > row.rest else "less", row.source, row.frame)


_MADE: dict[str, Callable[[Run], Iterable[Claim]]] = {
    "lengths": _lengths,
    "topics": _topics,
    "attention": _attention,
    "wording": _wording,
    "divergence": _divergence,
    "voices": _voices,
    "voices-alone": _alone,
    "omissions": _omissions,
    "order": _order,
    "disagreement": _disagreement,
    "frames": _frames,
}
