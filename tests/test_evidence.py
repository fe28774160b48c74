"""Evidence: every number is what its places add up to, and what is counted stands in these places."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest
from stories import HOSTILE, Computed, compute, ferry, prepared, save

from analysis import coverage, disagreement, evidence, frames, style, texts, tokens, topics, voices, wording
from analysis.report import evidence as report

SEEDS = Path(__file__).parents[1] / "seeds"
PASSAGES = pd.DataFrame(
    [("A-1:02", "A-1", 2, 40, 90), ("A-1:01", "A-1", 1, 0, 38), ("B-1:01", "B-1", 1, 0, 60)],
    columns=pd.Index(evidence.PLACE),
)


def test_places_come_in_the_order_of_the_passages() -> None:
    found = pd.DataFrame(
        {"passage": ["B-1:01", "A-1:01", "A-1:02", "C-1:01"], "word": list("xxyx"), "count": [1, 2, 3, 4]}
    )
    located = evidence.located(found, PASSAGES, ["word"], "count")
    assert located.to_numpy().tolist() == [
        ["y", "A-1:02", "A-1", 2, 40, 90, 3],
        ["x", "A-1:01", "A-1", 1, 0, 38, 2],
        ["x", "B-1:01", "B-1", 1, 0, 60, 1],
    ]


def test_a_part_of_a_passage_keeps_its_own_offsets() -> None:
    said = pd.DataFrame(
        {"passage": ["A-1:02"] * 2, "start": [70, 41], "end": [80, 50], "speaker": "Prell", "words": [2, 3]}
    )
    located = voices.behind(said, PASSAGES, ["speaker"])
    assert located[["start", "end", "words"]].to_numpy().tolist() == [[41, 50, 3], [70, 80, 2]]


def test_a_study_without_any_place_has_a_table_without_rows() -> None:
    none = pd.DataFrame(columns=pd.Index(["passage", "term", "count"]))
    assert wording.behind(none, PASSAGES.assign(source="A"), pd.DataFrame({"source": ["A"], "term": ["boat"]})).empty


@pytest.fixture(scope="module", params=["geneva-2021", "ferry"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Computed:
    """The bundled study from its tables, and an invented one."""
    if request.param != "ferry":
        return compute(SEEDS / request.param)
    articles, target = ferry(tmp_path_factory.mktemp("ferry"))
    prepared([articles], target)
    return compute(target)


def counted(told: Computed) -> frames.Counted:
    return frames.count(told.data["terms"], told.passages)


def terms(told: Computed) -> pd.DataFrame:
    return style.compared_terms(told.data, True)


def differing(told: Computed) -> disagreement.Comparison:
    return disagreement.compare(told.data["facts"], told.passages, told.sample.documents, told.data["terms"])


# Key, evidence, and the table of numbers that it is of, which knows nothing of it.
NUMBERS: dict[str, tuple[Sequence[str], Callable[[Computed], pd.DataFrame], Callable[[Computed], pd.DataFrame]]] = {
    "topics by source": (
        ["topic", "source"],
        lambda told: topics.behind(told.found.assignment, told.passages),
        lambda told: told.shares,
    ),
    "topics": (
        ["topic"],
        lambda told: topics.behind(told.found.assignment, told.passages, ["topic"]),
        lambda told: told.found.topics,
    ),
    "topic words": (
        ["topic", "term"],
        lambda told: topics.behind_words(told.found.words, terms(told), told.found.assignment, told.passages),
        lambda told: told.found.words,
    ),
    "words": (
        ["source", "term"],
        lambda told: wording.behind(terms(told), told.passages, told.wording),
        lambda told: told.wording,
    ),
    "speakers": (
        ["speaker", "source"],
        lambda told: voices.behind(told.said, told.passages, ["speaker", "source"]),
        lambda told: voices.by_speaker(told.said, told.passages),
    ),
    "cues": (
        ["source", "cue_class"],
        lambda told: voices.behind(
            told.said[told.said["cue_class"] != "none"], told.passages, ["source", "cue_class"], "count"
        ),
        lambda told: voices.cues(told.said),
    ),
    "fragments": (
        ["source"],
        lambda told: voices.behind(told.said[told.said["kind"] == "fragment"], told.passages, ["source"], "fragments"),
        lambda told: voices.fragments(told.said),
    ),
    "topics and voices": (
        ["thing", "source"],
        lambda told: coverage.behind(topics.firm(told.found), voices.each(told.said), told.passages),
        lambda told: told.present,
    ),
    "facts": (
        ["thing", "source"],
        lambda told: disagreement.behind(differing(told), told.data["facts"], told.passages),
        lambda told: differing(told).told.assign(facts=1),
    ),
    "frames": (
        ["frame", "source"],
        lambda told: frames.behind(counted(told), told.passages),
        lambda told: frames.by_source(counted(told), told.passages, frames.Setting(50, 50)),
    ),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_is_what_its_places_add_up_to(told: Computed, name: str) -> None:
    key, behind, table = NUMBERS[name]
    found, numbers = behind(told), table(told)
    adds = found.columns[-1]
    assert list(found.columns) == [*(name for name in found.columns if name in key), *evidence.PLACE, adds]
    summed = found.groupby(list(key))[adds].sum()
    expected = numbers.groupby(list(key))[adds].sum()
    assert summed.to_dict() == expected[expected > 0].to_dict()
    assert len(summed) or told.study.name == "ferry"


@pytest.mark.parametrize("name", NUMBERS)
def test_every_place_stands_in_its_passage(told: Computed, name: str) -> None:
    found = NUMBERS[name][1](told)
    joined = found.merge(told.data["passages"], on="passage", suffixes=("", "_of"))
    assert len(joined) == len(found)
    assert (joined["document"] == joined["document_of"]).all()
    assert (joined["position"] == joined["position_of"]).all()
    inside = (joined["start_of"] <= joined["start"]) & (joined["start"] < joined["end"])
    assert (inside & (joined["start"] < joined["end_of"])).all()


@pytest.mark.parametrize("odd", ["one source", "one word each", "all the same", "only stop words", "only quotations"])
def test_odd_studies_have_evidence_too(odd: str, tmp_path: Path) -> None:
    target = tmp_path / "odd"
    prepared([save(tmp_path / "texts", HOSTILE[odd])], target)
    told = compute(target)
    for key, behind, table in NUMBERS.values():
        found = report.bundled(behind(told), table(told))
        assert sorted(found["key"]) == sorted(key)


def test_what_is_counted_is_said_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(texts.PLACE, str(tmp_path / "kept"))
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    told = compute(target)
    text = {row.document: texts.find(target, row.cleaned) or "" for row in told.data["documents"].itertuples()}
    every = told.data["terms"].merge(told.passages[["passage", "source"]], on="passage")
    words = wording.behind(told.data["terms"], told.passages, every[~every["term"].str.contains(" ")])
    assert len(words) > 100
    for row in words.itertuples():
        assert tokens.terms(text[row.document][row.start : row.end]).count(row.term) == row.count
    said = voices.behind(told.said, told.passages, ["speaker"])
    assert len(said) > 5
    assert [len(tokens.words(text[row.document][row.start : row.end])) for row in said.itertuples()] == said[
        "words"
    ].tolist()
