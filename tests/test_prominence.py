"""Prominence: where in its articles a source has a topic or voice, by hand, turned, and against chance."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import prominence
from analysis.prominence import comparing
from analysis.statements import prominence as statements
from analysis.study import OTHERS
from analysis.tables import UNKNOWN

LABELS = {"A": "Echo", "B": "Gazette", "C": "Ledger"}


def article(document: str, words: list[int], headline: bool = False) -> pd.DataFrame:
    """The passages of an article of the source that its id begins with."""
    frame = pd.DataFrame({"words": words, "position": range(1, len(words) + 1)})
    parts = ["headline", "lead"] if headline else ["lead"]
    frame["part"] = [*parts, *["body"] * len(words)][: len(words)]
    frame["passage"] = [f"{document}:{number:02}" for number in frame["position"]]
    return frame.assign(document=document, source=document.split("-")[0])


def on(label: str, *passages: str) -> pd.DataFrame:
    return pd.DataFrame({"passage": list(passages), "label": label})


def said_by(speaker: str, *passages: str) -> pd.DataFrame:
    return pd.DataFrame({"passage": list(passages), "speaker": speaker})


NOBODY = said_by("")


def test_places_by_hand() -> None:
    passages = article("A-1", [10, 40, 30, 20], headline=True)
    told = prominence.order(passages, on("pier", "A-1:02", "A-1:04"), said_by("Ivo Sandel", "A-1:01", "A-1:01"))
    assert told.passages["start"].tolist() == pytest.approx([0, 0.1, 0.5, 0.8])
    assert told.passages["end"].tolist() == pytest.approx([0.1, 0.5, 0.8, 1])
    pier, voice = told.things.to_dict("records")
    # begun at the first, second, third and fourth passage, it first comes after 10, 0, 30 and 0 of 100 words
    assert (pier["first"], pier["expected"]) == (pytest.approx(0.1), pytest.approx(0.1))
    assert pier["middle"] == pytest.approx((0.3 * 40 + 0.9 * 20) / 60)
    assert (pier["headline"], pier["lead"], pier["tail"], pier["passages"]) == (False, True, False, 2)
    # after 0 of 100 words, then 90, 50 and 20
    assert (voice["kind"], voice["thing"], voice["expected"]) == ("voice", "Ivo Sandel", pytest.approx(0.4))
    assert (voice["headline"], voice["passages"]) == (True, 1)


@pytest.mark.parametrize(("passage", "tail"), [("A-1:02", False), ("A-1:03", True), ("A-1:04", True)])
def test_the_tail_begins_after_two_thirds_of_the_words(passage: str, tail: bool) -> None:
    told = prominence.order(article("A-1", [40, 40, 20, 20]), on("pier", passage), NOBODY)
    assert told.things["tail"].tolist() == [tail]


@settings(max_examples=50)
@given(st.lists(st.integers(1, 90), min_size=1, max_size=12), st.data())
def test_turned_articles_are_those_that_begin_at_another_passage(words: list[int], data: st.DataObject) -> None:
    held = sorted(data.draw(st.sets(st.integers(0, len(words) - 1), min_size=1)))
    passages = pd.concat([article("A-1", [7, 7]), article("B-1", words)])
    told = prominence.order(passages, on("pier", "A-1:02", *(f"B-1:{n + 1:02}" for n in held)), NOBODY)
    assert told.turnings.tolist() == [2, len(words)]
    expected = []
    for turn in range(len(words)):
        turned = [*range(turn, len(words)), *range(turn)]
        before = next(place for place, number in enumerate(turned) if number in held)
        expected.append(sum(words[number] for number in turned[:before]) / sum(words))
    assert told.turned[2:] == pytest.approx(expected)


def test_the_order_of_the_rows_and_the_group_of_others_change_nothing() -> None:
    passages = pd.concat([article("A-1", [30, 40, 50]), article("B-1", [20, 60])])
    others = article("C-1", [20, 60]).assign(source=OTHERS)
    label, said = on("pier", "A-1:03", "B-1:01", "C-1:01"), said_by(UNKNOWN, "A-1:01")
    plain = prominence.order(passages, label.iloc[:2], NOBODY)
    mixed = prominence.order(pd.concat([others, passages]).iloc[::-1], label.iloc[::-1], said)
    pd.testing.assert_frame_equal(plain.things, mixed.things)
    assert plain.turned == pytest.approx(mixed.turned)


def test_with_one_article_a_source_nothing_is_said_of_chance() -> None:
    passages = pd.concat([article("A-1", [30] * 4), article("B-1", [30] * 4)])
    told = prominence.order(passages, on("pier", "A-1:01", "B-1:04"), NOBODY)
    table = prominence.by_source(told)
    assert table[["low", "high", "p", "q"]].isna().all(axis=None)
    gaps = prominence.gaps(told, table)
    assert gaps[["earlier", "first", "later", "later_first", "opens", "closes"]].to_numpy().tolist() == [
        ["A", 0.0, "B", 0.75, True, True]
    ]
    assert gaps[["p", "q"]].isna().all(axis=None)
    assert statements.main_finding(told, table, gaps, LABELS, 0.95, "describes these texts").sentence.text == (
        "Headline or lead is on “pier” in Echo. Farthest apart, by the share of an article’s words before it: “pier” in "
        "headline or lead of Echo, only in the tail of Gazette (after 75 %)."
    )
    assert "describes the order of these texts" in statements.reach(told, table, LABELS, 0.95).text


def corpus(first_of: dict[str, int | None], articles: int, seed: int, length: int = 10) -> prominence.Order:
    """Sources with so many articles, in each a run of two passages on one topic: at a place, or anywhere (None)."""
    rng = np.random.default_rng(seed)
    texts, held = [], []
    for source, place in first_of.items():
        for number in range(articles):
            texts.append(article(f"{source}-{number}", rng.integers(30, 80, length).tolist()))
            start = int(rng.integers(length)) if place is None else place
            held += [f"{source}-{number}:{(start + step) % length + 1:02}" for step in range(2)]
    return prominence.order(pd.concat(texts), on("pier", *held), NOBODY)


def test_a_planted_order_is_told_from_chance() -> None:
    told = corpus({"A": 0, "B": 8, "C": None}, 8, seed=1)
    table = prominence.by_source(told, turns=999, draws=200).set_index("source")
    assert (table.loc[["A", "B"], "q"] < 0.01).all()
    assert table.at["C", "q"] > 0.05
    assert table["lead"].tolist()[0] == table["opening"].tolist()[0] == 8
    assert table.loc["B", "tail"] == 8
    assert table.at["A", "high"] < table.at["A", "expected"] < table.at["B", "low"]
    table = table.reset_index()
    assert prominence.beyond_chance(table)["source"].tolist() == ["B", "A"]
    gaps = prominence.gaps(told, table, deals=999).iloc[0]
    assert (gaps["earlier"], gaps["later"], gaps["q"] < 0.01) == ("A", "B", True)
    assert (gaps["documents"], gaps["later_documents"]) == (8, 8)
    assert prominence.grade(told, gaps.to_frame().T) == "suggestive"
    twelve = gaps.to_frame().T.assign(documents=12, later_documents=12)
    assert prominence.grade(told, twelve) == "supported"
    assert prominence.grade(told, twelve.assign(q=0.5)) == "describes these texts"
    finding = statements.main_finding(told, table, gaps.to_frame().T, LABELS, 0.95, "suggestive").sentence.text
    assert "mostly in headline or lead of Echo (first after 0 %), mostly only in the tail of Gazette" in finding


def test_without_an_order_chance_explains_it() -> None:
    placed, apart = [], []
    for seed in range(40):
        told = corpus({"A": None, "B": None, "C": None}, 4, seed)
        table = prominence.by_source(told, turns=199, draws=20, seed=seed)
        placed += table["p"].tolist()
        apart += prominence.gaps(told, table, deals=199, seed=seed)["p"].tolist()
    # of 120 and 40 uniform p-values more than 14 and 6 below .05 come three times in a thousand
    assert sum(p < 0.05 for p in placed) <= 14
    assert sum(p < 0.05 for p in apart) <= 6
    assert np.mean(placed) == pytest.approx(0.5, abs=0.1)
    assert np.mean(apart) == pytest.approx(0.5, abs=0.15)


def test_what_is_in_few_articles_is_not_tested() -> None:
    told = corpus({"A": 0, "B": 8}, 4, seed=1)
    few = told.things[(told.things["source"] == "A") | (told.things["document"] < "B-2")]
    kept = prominence.order(
        pd.concat([article(document, [40] * 10) for document in sorted(set(told.things["document"]))]),
        on("pier", *(f"{document}:03" for document in few["document"])),
        NOBODY,
    )
    table = prominence.by_source(kept, turns=99, draws=20).set_index("source")
    assert table["p"].notna().to_dict() == {"A": True, "B": False}
    assert prominence.gaps(kept, table.reset_index()).empty


def test_words_by_fifth_are_all_words() -> None:
    told = prominence.order(article("A-1", [30, 20, 50]), on("pier", "A-1:01"), NOBODY)
    assigned = pd.DataFrame({"passage": ["A-1:01", "A-1:02", "A-1:03"], "topic": [1, 2, 1]})
    found = prominence.topic_fifths(told, assigned).pivot(index="topic", columns="fifth", values="words")
    assert found.to_numpy().tolist() == [
        pytest.approx([20, 10, 10, 20, 20]),
        pytest.approx([0, 10, 10, 0, 0]),
    ]
    shares = prominence.topic_fifths(told, assigned).groupby("topic")["share"].sum()
    assert shares.tolist() == pytest.approx([1, 1])


def test_nothing_to_place() -> None:
    told = prominence.order(article("A-1", [30]), on("pier"), NOBODY)
    table = prominence.by_source(told)
    gaps = prominence.gaps(told, table)
    assert table.empty
    assert gaps.empty
    assert statements.main_finding(told, table, gaps, LABELS, 0.95, "suggestive").sentence.text == (
        "No headline or lead is on a topic that holds. No topic or voice stands in several sources, so the order is not "
        "compared."
    )


def test_of_many_articles_chance_is_the_same_without_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    told = corpus({"A": None, "B": None}, 60, seed=5)
    shifted = told.things.assign(first=told.things["first"] * np.where(told.things["source"] == "A", 0.8, 1.0))
    leaning = dataclasses.replace(told, things=shifted)
    without = prominence.by_source(leaning), prominence.gaps(leaning, prominence.by_source(leaning))
    monkeypatch.setattr(comparing, "MANY", 1000)
    drawn = prominence.by_source(leaning), prominence.gaps(leaning, prominence.by_source(leaning))
    assert 0 < drawn[0]["p"].min() < 0.2
    for one, other in zip(without, drawn, strict=True):
        assert one["p"].to_numpy() == pytest.approx(other["p"].to_numpy(), abs=0.015)


def test_what_is_said_of_many_sources_and_without_a_difference() -> None:
    sources = [chr(ord("A") + number) for number in range(7)]
    labels = {source: f"Paper {source}" for source in sources}
    articles = pd.concat([article(f"{source}-1", [40] * 6) for source in sources])
    leads = [on("pier", *(f"{source}-1:01" for source in sources[:6])), on("buns", "G-1:01", "A-1:06")]
    told = prominence.order(articles, pd.concat(leads), NOBODY)
    table = prominence.by_source(told)
    said = statements.main_finding(told, table, prominence.gaps(told, table), labels, 0.95, "suggestive").sentence.text
    assert said.startswith("Headline or lead is on “pier” in 6 sources and on “buns” in Paper G. Farthest apart")
    told = corpus({"A": 0, "B": 0}, 4, seed=2)
    table = prominence.by_source(told, turns=99, draws=20)
    said = statements.main_finding(
        told, table, prominence.gaps(told, table, deals=99), LABELS, 0.95, "suggestive"
    ).sentence.text
    assert said == (
        "Headline or lead is most often on “pier” in Echo (4 of 4 articles) and “pier” in Gazette (4 of 4 articles). That a "
        "topic or voice comes earlier in one source than in another is never more than chance (n = 1)."
    )
    assert "of 2 places 2 are more than that: earlier, “pier” in " in statements.reach(told, table, LABELS, 0.95).text
