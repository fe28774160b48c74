"""How voices are spread, fragments as a device, and where in an article voices are heard."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import voices
from analysis.statements import voice_measures as statements
from analysis.study import OTHERS

LABELS = {"A": "Echo", "B": "Gazette"}


def said(*rows: tuple[str, str, str, int, str]) -> pd.DataFrame:
    """Attributions: document (its letter is the source), passage, speaker, words, kind; in reading order."""
    frame = pd.DataFrame(list(rows), columns=pd.Index(["document", "passage", "speaker", "words", "kind"]))
    frame = frame.assign(source=frame["document"].str[:1], quotation=[f"q{n}" for n in range(len(rows))])
    return frame.assign(start=frame.groupby("document").cumcount() * 100)


def spoken(source: str, *voices_of: tuple[str, int], words: int = 10) -> list[tuple[str, str, str, int, str]]:
    """So many attributions to each speaker, a passage each."""
    names = [name for name, many in voices_of for _ in range(many)]
    return [(f"{source}-1", f"{source}{place}", name, words, "direct") for place, name in enumerate(names)]


def test_effective_numbers_by_hand() -> None:
    found = voices.concentration(said(*spoken("A", ("Prell", 15), ("Torvik", 5)), *spoken("B", ("Brime", 4))))
    one, other = found.to_dict("records")
    assert (one["attributions"], one["speakers"], one["compared"]) == (20, 2, True)
    assert one["effective"] == 1.6  # 1 / (.75² + .25²)
    assert one["entropy"] == pytest.approx(math.exp(-(0.75 * math.log(0.75) + 0.25 * math.log(0.25))), abs=1e-6)
    assert one["low"] < 1.6 < one["high"]
    assert (other["effective"], other["entropy"], other["compared"]) == (1.0, 1.0, False)
    assert math.isnan(other["low"])


def test_unknown_speakers_do_not_count_and_a_joint_voice_is_divided() -> None:
    rows = [
        *spoken("A", ("unknown", 9), ("Jonas Prell and Lena Torvik", 2)),
        ("A-1", "A9", "Jonas Prell", 20, "direct"),
    ]
    row = voices.concentration(said(*rows)).iloc[0]
    assert row[["attributions", "speakers"]].tolist() == [3, 2]
    assert row["effective"] == pytest.approx(1 / (0.75**2 + 0.25**2))
    nobody = voices.concentration(said(*spoken("A", ("unknown", 9)))).iloc[0]
    assert nobody[["attributions", "effective"]].tolist() == [0, 0]


def test_the_same_seed_gives_the_same_interval() -> None:
    table = said(*spoken("A", ("Prell", 15), ("Torvik", 5), ("Brime", 3)))
    pd.testing.assert_frame_equal(voices.concentration(table), voices.concentration(table))
    assert not voices.concentration(table).equals(voices.concentration(table, seed=2))


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Sixty attributions from five voices, shares known; words differ."""
    rng = np.random.default_rng(5)
    shares = np.array([0.4, 0.25, 0.2, 0.1, 0.05])
    truth, held = 1 / (shares**2).sum(), 0
    for _ in range(100):
        names = rng.choice(list("PTBSV"), 60, p=shares)
        rows = [("A-1", f"A{n}", name, int(rng.integers(5, 30)), "direct") for n, name in enumerate(names)]
        row = voices.concentration(said(*rows), draws=300).iloc[0]
        held += row["low"] <= truth <= row["high"]
    assert held >= 86


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((spoken("A", ("Prell", 30)), spoken("B", *[(f"Brime {n}", 6) for n in range(6)])), True),
        ((spoken("A", ("Prell", 20), ("Torvik", 12)), spoken("B", ("Prell", 18), ("Torvik", 12))), False),
        ((spoken("A", ("Prell", 30)), spoken("B", *[(f"Brime {n}", 1) for n in range(9)])), False),
    ],
)
def test_whether_sources_spread_words_differently(
    rows: tuple[list[tuple[str, str, str, int, str]], ...], expected: bool
) -> None:
    assert voices.spread_differs(voices.concentration(said(*rows[0], *rows[1]))) is expected


def kinds(source: str, fragments: int, others: int, documents: int = 1) -> list[tuple[str, str, str, int, str]]:
    told = ["fragment"] * fragments + ["direct"] * others
    return [(f"{source}-{n % documents}", f"{source}{n}", "Prell", 3, kind) for n, kind in enumerate(told)]


def test_fragments_by_hand() -> None:
    found = voices.fragments(said(*kinds("A", 3, 9), *kinds("B", 1, 3)))
    assert found[["source", "fragments", "total", "share", "compared"]].to_numpy().tolist() == [
        ["A", 3, 12, 0.25, True],
        ["B", 1, 4, 0.25, False],
    ]
    low, high = stats.beta.ppf([0.025, 0.975], 3.5, 9.5)
    assert found.loc[0, ["low", "high"]].tolist() == pytest.approx([low, high], abs=1e-6)


def test_a_difference_is_seen_and_chance_is_not() -> None:
    rng = np.random.default_rng(3)

    def mixed(source: str, share: float) -> list[tuple[str, str, str, int, str]]:
        told = np.where(rng.random(60) < share, "fragment", "direct")
        return [(f"{source}-{n // 10}", f"{source}{n}", "Prell", 3, str(kind)) for n, kind in enumerate(told)]

    assert voices.fragments_p(said(*mixed("A", 0.6), *mixed("B", 0.05)), 199) < 0.02
    chance = [voices.fragments_p(said(*mixed("A", 0.3), *mixed("B", 0.3)), 199) for _ in range(60)]
    assert np.mean(np.asarray(chance) <= 0.05) <= 0.15
    assert 0.3 < np.mean(chance) < 0.7


@pytest.mark.parametrize(
    "rows",
    [
        kinds("A", 5, 20),
        [*kinds("A", 5, 20), *kinds("B", 5, 4)],
        [*kinds("A", 0, 20), *kinds("B", 0, 20)],
        [],
    ],
)
def test_without_two_sources_or_fragments_there_is_no_test(rows: list[tuple[str, str, str, int, str]]) -> None:
    assert math.isnan(voices.fragments_p(said(*rows)))


def test_the_group_of_others_is_no_source() -> None:
    table = said(*kinds("A", 5, 20), *kinds("B", 5, 20))
    assert math.isnan(voices.fragments_p(table.assign(source=table["source"].replace({"B": OTHERS}))))


PASSAGES = pd.DataFrame(
    [
        ("A0", "A-1", "headline", 50),
        ("A1", "A-1", "lead", 200),
        ("A2", "A-1", "body", 1000),
        ("B0", "B-1", "body", 400),
    ],
    columns=pd.Index(["passage", "document", "part", "end"]),
)


def test_positions_by_hand() -> None:
    table = said(
        ("A-1", "A0", "Prell", 5, "direct"),
        ("A-1", "A1", "Prell and Torvik", 5, "direct"),
        ("A-1", "A2", "Prell", 5, "direct"),
        ("A-1", "A2", "Torvik", 5, "direct"),
        ("A-1", "A2", "unknown", 5, "direct"),
        ("B-1", "B0", "Torvik", 5, "direct"),
    )
    found = voices.positions(table, PASSAGES)
    columns = ["speaker", "source", "documents", "attributions", "first", "early"]
    assert found[columns].to_numpy().tolist() == [
        ["Prell", "A", 1, 3, 0.0, 2],
        ["Torvik", "A", 1, 2, 0.1, 1],
        ["Torvik", "B", 1, 1, 0.0, 0],
    ]
    assert not found["compared"].any()
    assert statements.positions(found).text == (
        "Headlines and leads hold 3 attributions of known speakers, 2 of them to Prell."
    )


def test_own_voice_against_quoted_voices_by_topic() -> None:
    places = pd.DataFrame(
        [(f"p{n}", "A" if n < 12 else "B", 50) for n in range(16)], columns=pd.Index(["passage", "source", "words"])
    )
    on_topic = pd.DataFrame({"passage": [f"p{n}" for n in range(15)], "label": ["pier"] * 10 + ["buns"] * 5})
    rows = [(f"p{n}", f"q{n}", 20 if n % 2 else 30, 10) for n in range(11)] + [("p12", "r", 40, 0), ("p12", "s", 40, 0)]
    told = pd.DataFrame(rows, columns=pd.Index(["passage", "quotation", "words", "quoted_words"]))
    found = voices.by_topic(on_topic, told, places).set_index(["label", "source"])
    columns = ["passages", "attributions", "words", "attributed", "quoted", "share", "compared"]
    assert found.loc[("pier", "A"), columns].tolist() == [10, 10, 500, 250, 100, 0.5, True]
    assert 0.4 < found.loc[("pier", "A"), "low"] < 0.5 < found.loc[("pier", "A"), "high"] < 0.6
    assert found.loc[("buns", "A"), columns].tolist() == [2, 1, 100, 30, 10, 0.3, False]
    # two attributions of 40 words each in a passage of 50
    assert found.loc[("buns", "B"), columns].tolist() == [3, 2, 150, 50, 0, pytest.approx(1 / 3, abs=1e-6), False]
    assert found.loc[("buns", "B"), ["low", "high"]].isna().all()
    assert "(n = 750 words" in statements.by_topic_caption(found.reset_index()).text
    start, end = (
        "The share of a topic’s words that stand in attributions is largest, ",
        "(of pairs with 10 attributions or more).",
    )
    said = statements.by_topic(found.reset_index(), LABELS, voices.LEAST)
    assert said.text == f"{start}50 %, for “pier” in Echo {end}"
    both = found.assign(compared=True).reset_index()
    said = statements.by_topic(both[both["share"] >= 1 / 3 - 1e-6].fillna(0.1), LABELS, voices.LEAST)
    assert said.text == f"{start}50 %, for “pier” in Echo and smallest, 33 %, for “buns” in Gazette {end}"
    said = statements.by_topic(both.assign(compared=False), LABELS, voices.LEAST)
    assert said.text == "No source has 10 attributions on one topic that holds, so none is compared."


def test_what_is_said_of_them() -> None:
    rows = [*spoken("A", ("Prell", 30)), *spoken("B", *[(f"Brime {n}", 6) for n in range(6)])]
    found = voices.concentration(said(*rows))
    told = statements.spread(found, voices.spread_differs(found), LABELS, voices.LEAST).text
    assert told.startswith("The words of known speakers are spread as over 6.0 [")
    assert "equally heard voices in Gazette, as over 1.0 [1.0–1.0] in Echo; the intervals do not meet." in told
    assert statements.spread(found.head(1), False, LABELS, 10).text.startswith("Fewer than two sources have 10")
    shares = voices.fragments(said(*kinds("A", 12, 8), *kinds("B", 1, 19)))
    told = statements.fragments(shares, 0.0015, LABELS, voices.LEAST).text
    assert told.startswith("Fragments in quotation marks make up 60 % [")
    assert "of 20 attributions in Gazette; the sources differ more than chance would have it (p = 0.002)." in told
    assert "no more than chance" in statements.fragments(shares, 0.4, LABELS, voices.LEAST).text
    assert statements.fragments(shares, math.nan, LABELS, 10).text.endswith("so fragments are not compared.")


def test_without_attributions_the_tables_are_empty_but_whole() -> None:
    none = said()
    assert voices.concentration(none).empty
    assert voices.fragments(none).empty
    assert voices.positions(none, PASSAGES).empty
    assert statements.positions(voices.positions(none, PASSAGES)).text.startswith("No known speaker")
