"""Voices: words by speaker and source, cue classes with intervals, what only one source has."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis import voices
from analysis.study import OTHERS

PASSAGES = pd.DataFrame(
    {"passage": ["p", "q", "r"], "document": ["A-1", "A-2", "B-1"], "source": ["A", "A", "B"], "words": [100, 100, 50]}
)


def said(*rows: tuple[str, str, int, int, str, str]) -> pd.DataFrame:
    """Attributions: passage, speaker, words, quoted words, kind, class of cue."""
    columns = pd.Index(["passage", "speaker", "words", "quoted_words", "kind", "cue_class"])
    frame = pd.DataFrame(list(rows), columns=columns).astype({"words": int, "quoted_words": int})
    return voices.attributions(frame.assign(quotation=[f"n{n}" for n in range(len(rows))]), PASSAGES)


SAID = said(
    ("p", "Jonas Prell", 20, 10, "direct", "neutral"),
    ("q", "Jonas Prell", 10, 0, "indirect", "strong"),
    ("q", "Lena Torvik", 10, 3, "fragment", "none"),
    ("p", "unknown", 40, 40, "mixed", "neutral"),
    ("r", "Ivo Sandel", 5, 5, "direct", "neutral"),
    ("r", "Jonas Prell", 5, 0, "indirect", "distancing"),
)


def rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))


def test_what_only_the_group_of_others_has_is_nobodys_own() -> None:
    grouped = SAID.assign(source=SAID["source"].replace({"B": OTHERS}))
    assert voices.only_in(SAID)["speaker"].tolist() == ["Lena Torvik", "Ivo Sandel"]
    assert voices.only_in(grouped)["speaker"].tolist() == ["Lena Torvik"]


def test_attributions_have_document_and_source() -> None:
    assert SAID["source"].tolist() == ["A", "A", "A", "A", "B", "B"]
    assert SAID["document"].tolist() == ["A-1", "A-2", "A-2", "A-1", "B-1", "B-1"]


def test_attributions_of_passages_left_out_are_left_out() -> None:
    table = pd.DataFrame({"quotation": ["n0", "n1"], "passage": ["p", "left out"]})
    assert voices.attributions(table, PASSAGES)["quotation"].tolist() == ["n0"]


def test_the_longest_attribution_of_each_source() -> None:
    found = voices.longest(SAID)
    assert rows(found[["source", "speaker", "words"]]) == [("A", "Jonas Prell", 20), ("B", "Ivo Sandel", 5)]
    assert voices.longest(SAID.assign(source=OTHERS)).empty


def test_words_by_speaker_most_heard_first_unknown_last() -> None:
    found = voices.by_speaker(SAID, PASSAGES)
    assert list(found.columns) == ["speaker", "source", "attributions", "words", "quoted_words", "share"]
    assert rows(found) == [
        ("Jonas Prell", "A", 2, 30, 10, 0.15),
        ("Jonas Prell", "B", 1, 5, 0, 0.1),
        ("Lena Torvik", "A", 1, 10, 3, 0.05),
        ("Ivo Sandel", "B", 1, 5, 5, 0.1),
        ("unknown", "A", 1, 40, 40, 0.2),
    ]


@pytest.mark.parametrize(
    ("top", "speakers"),
    [
        (1, ["Jonas Prell"]),
        (2, ["Jonas Prell", "Lena Torvik"]),
        (9, ["Jonas Prell", "Lena Torvik", "Ivo Sandel"]),
        (0, []),
    ],
)
def test_the_most_heard_are_known_speakers(top: int, speakers: list[str]) -> None:
    assert list(dict.fromkeys(voices.most_heard(voices.by_speaker(SAID, PASSAGES), top)["speaker"])) == speakers


def test_by_source() -> None:
    found = voices.by_source(SAID, PASSAGES).set_index("source")
    # A: 30 and 10 of 40 words of known speakers; 1 / (.75² + .25²) = 1.6
    assert found.loc["A"].to_dict() == {
        "attributions": 4,
        "speakers": 2,
        "unknown": 1,
        "words": 80,
        "share": 0.4,
        "quoted_share": 0.265,
        "fragments": 1,
        "main_speaker": "Jonas Prell",
        "main_share": 0.75,
        "effective": 1.6,
    }
    assert found.loc["B", ["speakers", "main_share", "effective"]].tolist() == [2, 0.5, 2.0]


def test_a_source_that_quotes_nobody() -> None:
    found = voices.by_source(SAID[SAID["source"] == "A"], PASSAGES).set_index("source").loc["B"]
    assert found[["attributions", "words", "main_speaker", "main_share", "effective"]].tolist() == [0, 0, "", 0.0, 0.0]


def test_a_tie_for_the_main_speaker_goes_by_name() -> None:
    assert voices.by_source(SAID, PASSAGES).set_index("source").loc["B", "main_speaker"] == "Ivo Sandel"


def test_speakers_that_one_source_alone_has() -> None:
    assert rows(voices.only_in(SAID)) == [("Lena Torvik", "A", 1, 10), ("Ivo Sandel", "B", 1, 5)]
    assert list(voices.only_in(SAID).columns) == ["speaker", "source", "attributions", "words"]


JOINT = said(
    ("p", "Jonas Prell and Lena Torvik", 20, 10, "direct", "neutral"),
    ("p", "Jonas Prell", 10, 0, "indirect", "neutral"),
    ("r", "Jonas Prell", 10, 0, "indirect", "neutral"),
    ("r", "Lena Torvik", 5, 0, "indirect", "neutral"),
    ("r", "friends and foes of the ferry", 5, 0, "indirect", "neutral"),
)


@pytest.mark.parametrize(
    ("speaker", "alone", "expected"),
    [
        ("Jonas Prell and Lena Torvik", set(), ["Jonas Prell", "Lena Torvik"]),
        ("Prell and Torvik", set(), ["Prell and Torvik"]),
        ("Prell and Torvik", {"Prell", "Torvik"}, ["Prell", "Torvik"]),
        ("friends and foes", {"friends"}, ["friends and foes"]),
        ("Department of Health and Human Services", set(), ["Department of Health and Human Services"]),
        ("Jonas Prell", set(), ["Jonas Prell"]),
    ],
)
def test_members_of_a_joint_voice(speaker: str, alone: set[str], expected: list[str]) -> None:
    assert voices.members(speaker, alone) == expected


def test_a_joint_voice_is_its_members_where_presence_is_asked_and_one_where_words_are_counted() -> None:
    assert rows(voices.only_in(JOINT)) == [("friends and foes of the ferry", "B", 1, 5)]
    assert voices.each(JOINT)["speaker"].value_counts().to_dict() == {
        "Jonas Prell": 3,
        "Lena Torvik": 2,
        "friends and foes of the ferry": 1,
    }
    assert "Jonas Prell and Lena Torvik" in set(voices.by_speaker(JOINT, PASSAGES)["speaker"])
    of_a = voices.by_source(JOINT, PASSAGES).set_index("source").loc["A"]
    # of 30 words Prell has 10 + 20 / 2, Torvik 20 / 2
    assert of_a[["speakers", "main_speaker", "words"]].tolist() == [2, "Jonas Prell", 30]
    assert of_a["main_share"] == pytest.approx(2 / 3, abs=1e-6)


def test_cue_classes_by_hand() -> None:
    found = voices.cues(SAID)
    assert rows(found[["source", "cue_class", "count", "total", "share", "compared"]]) == [
        ("A", "distancing", 0, 3, 0.0, False),
        ("A", "neutral", 2, 3, 0.666667, False),
        ("A", "strong", 1, 3, 0.333333, False),
        ("B", "distancing", 1, 2, 0.5, False),
        ("B", "neutral", 1, 2, 0.5, False),
        ("B", "strong", 0, 2, 0.0, False),
    ]
    row = found.iloc[1]
    assert (row["low"], row["high"]) == pytest.approx(tuple(stats.beta.ppf([0.025, 0.975], 2.5, 1.5)), abs=1e-6)


def many(neutral_a: int, all_a: int, neutral_b: int, all_b: int) -> pd.DataFrame:
    told = []
    for passage, neutral, total in (("p", neutral_a, all_a), ("r", neutral_b, all_b)):
        told += [(passage, "Jonas Prell", 5, 0, "indirect", "neutral")] * neutral
        told += [(passage, "Jonas Prell", 5, 0, "indirect", "strong")] * (total - neutral)
    return voices.cues(said(*told))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((20, 20, 1, 20), True),
        ((12, 20, 10, 20), False),
        ((9, 9, 0, 9), False),  # under ten attributions a side nothing is compared
        ((10, 10, 0, 10), True),
        ((10, 10, 0, 9), False),
    ],
)
def test_sources_are_apart_where_intervals_do_not_meet(counts: tuple[int, int, int, int], expected: bool) -> None:
    assert voices.apart(many(*counts)) is expected


@given(st.lists(st.tuples(st.sampled_from("pqr"), st.sampled_from(["neutral", "strong", "none"])), max_size=30))
def test_shares_lie_in_their_intervals_and_add_up(told: list[tuple[str, str]]) -> None:
    found = voices.cues(said(*((passage, "Jonas Prell", 1, 0, "indirect", cue) for passage, cue in told)))
    assert (found["count"] <= found["total"]).all()
    known = found[found["total"] > 0]
    assert known["share"].between(known["low"] - 1e-6, known["high"] + 1e-6).all()
    assert known.groupby("source")["share"].sum().to_list() == pytest.approx(
        [1.0] * known["source"].nunique(), abs=1e-5
    )


def test_without_attributions_every_table_is_empty_but_whole() -> None:
    none = said()
    assert voices.by_speaker(none, PASSAGES).empty
    assert voices.most_heard(voices.by_speaker(none, PASSAGES), 5).empty
    assert voices.only_in(none).empty
    assert voices.cues(none).empty
    assert voices.apart(voices.cues(none)) is False
    assert voices.by_source(none, PASSAGES)["attributions"].tolist() == [0, 0]


def test_only_unknown_speakers() -> None:
    nobody = said(("p", "unknown", 5, 5, "direct", "none"), ("r", "unknown", 5, 5, "direct", "none"))
    assert voices.only_in(nobody).empty
    assert voices.by_source(nobody, PASSAGES)["effective"].tolist() == [0.0, 0.0]
    assert voices.cues(nobody).empty
