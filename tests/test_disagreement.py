"""Disagreement: facts about the same thing that sources tell differently."""

from pathlib import Path

import pandas as pd
import pytest
from stories import prepared, save

from analysis import disagreement, figures, inventory, tables
from analysis.disagreement import Comparison
from analysis.disagreement.alikeness import stars
from analysis.disagreement.values import compatible, scale
from analysis.statements import disagreement as statements
from analysis.study import OTHERS, load

ARTICLES = Path(__file__).parents[2] / "shared" / "seeds"
LABELS = {"A": "Echo", "B": "Gazette", "C": "Ledger"}


@pytest.mark.parametrize(
    ("left", "right", "can"),
    [
        (("about", "3.5", "hours"), ("is", "4", "hours"), False),
        (("about", "3.5", "hours"), ("less than", "4", "hours"), True),
        (("is", "4", "hours"), ("less than", "4", "hours"), False),
        (("almost", "4", "hours"), ("is", "3.5", "hours"), True),
        (("is", "90", "minutes"), ("is", "1.5", "hours"), True),
        (("is", "24", "hours"), ("is", "1", "days"), True),
        (("at least", "12", "people"), ("is", "15", "people"), True),
        (("at least", "12", "people"), ("is", "11", "people"), False),
        (("more than", "12", "people"), ("at most", "12", "people"), False),
        (("is", "2.5e6", "dollars"), ("is", "2480000", "dollars"), True),  # rounded
        (("is", "41", "people"), ("is", "42", "people"), False),
    ],
)
def test_numbers_are_compared_as_the_intervals_that_they_allow(
    left: tuple[str, str, str], right: tuple[str, str, str], can: bool
) -> None:
    assert compatible("duration", left, right) is can
    assert compatible("duration", right, left) is can


@pytest.mark.parametrize(
    ("left", "right", "can"),
    [
        ("--03", "--04", False),
        ("--03", "2019-03-12", True),
        ("2019", "2018-03", False),
        ("2019", "--03", None),
        ("--06-03", "2019-06-04", False),
        ("2019-06-03", "2019-06", True),
    ],
)
def test_dates_are_compared_in_the_parts_that_both_name(left: str, right: str, can: bool | None) -> None:
    assert compatible("date", ("is", left, ""), ("is", right, "")) is can


def test_only_what_is_measured_alike_is_compared() -> None:
    assert scale("duration", "is", "minutes") == scale("duration", "about", "weeks")
    assert scale("duration", "is", "minutes") != scale("duration", "is", "years")
    assert scale("date", "since", "") != scale("date", "is", "")
    assert scale("count", "is", "boat") != scale("count", "is", "people")


def test_a_star_takes_its_neighbours_and_no_chain_joins_what_is_not_alike() -> None:
    chain = {0: {1: 0.5}, 1: {0: 0.5, 2: 0.6}, 2: {1: 0.6, 3: 0.5}, 3: {2: 0.5}}
    assert stars(chain) == [[1, 0, 2]]


ECHO = """\
The ferry crossing lasted about three and a half hours, the captain told the passengers at Tellund.

The two harbour boards agreed on lower winter fares after a long night. The storm had closed the old pier in March.

Storm waves had hurt 12 islanders. The new pier has cost nine million crowns.
"""
GAZETTE = """\
The crossing lasted four hours, less time than the captain had feared. Many islanders stood at the harbour and waved.

The harbour boards did not agree on winter fares, a member of the council said. A storm closed the old pier in April.

Waves had hurt 12 islanders in the storm. The harbour sold 300 tickets. The new pier has cost nine million crowns.
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Comparison, inventory.Sample]:
    folder = tmp_path_factory.mktemp("differing")
    prepared([save(folder / "articles", {"echo.txt": ECHO, "gazette.txt": GAZETTE})], folder / "seeds" / "ferry")
    return compared(folder / "seeds" / "ferry")


def compared(folder: Path) -> tuple[Comparison, inventory.Sample]:
    study = load(folder)
    data = tables.read_all(study.folder)
    sample = inventory.sample(data, study.labels)
    return disagreement.compare(data["facts"], sample.passages, sample.documents, data["terms"]), sample


def said(found: Comparison, word: str) -> list[tuple[str, str, int]]:
    """What the sources say of the thing that is named with a word: source, words, version."""
    (thing,) = found.differing.loc[found.differing["about"].str.contains(word), "thing"]
    own = found.told[found.told["thing"] == thing]
    return list(own[["source", "shown", "version"]].itertuples(index=False, name=None))


def test_what_differs_is_found_and_what_agrees_is_counted(told: tuple[Comparison, inventory.Sample]) -> None:
    found, _ = told
    echo, gazette = sorted(set(found.told["source"]))
    assert said(found, "lasted") == [(echo, "about 3.5 hours", 1), (gazette, "four hours", 2)]
    assert said(found, "fare") == [(echo, "agreed", 1), (gazette, "not agreed", 2)]
    assert said(found, "closed") == [(echo, "March", 1), (gazette, "April", 2)]
    assert len(found.differing) == 3
    assert found.differing["sure"].is_monotonic_decreasing
    assert found.agreeing == 2  # the islanders, the cost of the pier
    assert set(found.told["passage"]) <= set(told[1].passages["passage"])


def test_it_is_said_and_drawn(told: tuple[Comparison, inventory.Sample]) -> None:
    found, sample = told
    finding = statements.main_finding(found, sample.labels, "describes these texts")
    assert finding.sentence.text.startswith("The accounts differ on 3 things: ")
    assert "about 3.5 hours" in finding.sentence.text
    assert statements.compared(found).text.endswith("on 2 further things all accounts that name them agree.")
    drawn = figures.disagreement(found.differing, found.told, sample.labels)
    drawn.draw_without_rendering()
    words = {text.get_text() for text in drawn.axes[0].texts}
    assert {"agreed", "not agreed", "March", "April"} <= words
    bold = {text.get_text() for text in drawn.axes[0].texts if text.get_fontweight() == "bold"}
    assert bold == {"four hours", "not agreed", "April"}
    assert len(statements.told_table(found, sample.labels)) == len(found.told)


def test_sums_of_money_are_drawn_as_written() -> None:
    differing = pd.DataFrame({"thing": [1], "about": ["cost, pier"]})
    told = pd.DataFrame(
        {"thing": [1, 1], "source": ["A", "A"], "version": [1, 2], "shown": ["$2 million", "$3 million"]}
    )
    drawn = figures.disagreement(differing, told, LABELS)
    drawn.draw_without_rendering()
    (cell,) = drawn.axes[0].texts
    assert cell.get_text().split("\n") == ["$2 million", "$3 million"]
    assert not cell.get_parse_math()


FACT = {
    "kind": "count",
    "relation": "is",
    "unit": "boat",
    "written": "boats",
    "about": "harbour left",
    "start": 0,
    "end": 1,
}
TERMS = pd.DataFrame({"passage": ["a", "b", "c"], "term": ["harbour"] * 3, "count": [1, 1, 1]})


def compare(*facts: tuple[str, str], dates: str = "  ", others: str = "") -> Comparison:
    """Facts as passage and value, passages a, b, c of sources A, B, C; dates of their documents, source of `others`."""
    rows = [FACT | {"fact": str(n), "passage": passage, "value": value} for n, (passage, value) in enumerate(facts)]
    sources = [OTHERS if name in others else name.upper() for name in "abc"]
    passages = pd.DataFrame({"passage": list("abc"), "document": list("abc"), "source": sources})
    documents = pd.DataFrame({"document": list("abc"), "date": dates.split(" ")}, dtype=object)
    return disagreement.compare(
        pd.DataFrame(rows, columns=[*FACT, "fact", "passage", "value"]), passages, documents, TERMS
    )


def test_a_document_that_tells_two_values_of_one_thing_does_not_say_which_is_meant() -> None:
    assert len(compare(("a", "3"), ("b", "4")).differing) == 1
    assert compare(("a", "3"), ("a", "4"), ("b", "5")).differing.empty


def test_documents_of_other_weeks_tell_another_state_of_things() -> None:
    days = "2019-06-03 2019-06-{} 2019-01-01"
    assert len(compare(("a", "3"), ("b", "4"), dates=days.format("10")).differing) == 1
    assert compare(("a", "3"), ("b", "4"), dates=days.format("11")).differing.empty


def test_the_group_of_others_is_no_source() -> None:
    assert compare(("a", "3"), ("b", "4"), others="b").differing.empty


def test_nothing_to_compare() -> None:
    found = compare()
    assert (len(found.differing), len(found.told), found.agreeing, found.facts) == (0, 0, 0, 0)
    assert statements.compared(found).text.startswith("The study holds no facts")
    assert statements.main_finding(found, LABELS, "describes these texts").sentence.text.startswith("No fact was found")
    figures.disagreement(found.differing, found.told, LABELS).draw_without_rendering()
    assert statements.told_table(found, LABELS).empty


@pytest.mark.seeds
def test_the_bundled_study_differs_on_the_three_known_things_and_no_other(tmp_path: Path) -> None:
    if not ARTICLES.is_dir():
        pytest.skip("the articles of the bundled study are not here")
    bundled = Path(__file__).parents[1] / "seeds" / "geneva-2021"
    (tmp_path / "seeds" / "geneva").mkdir(parents=True)
    (tmp_path / "seeds" / "geneva" / "study.toml").write_bytes((bundled / "study.toml").read_bytes())
    prepared([ARTICLES], tmp_path / "seeds" / "geneva")
    found, _ = compared(tmp_path / "seeds" / "geneva")
    assert len(found.differing) == 3
    assert set(said(found, "lasted")) == {
        ("A", "about 3.5 hours", 1),
        ("C", "less than four hours", 1),
        ("C", "four hours", 2),
    }
    assert {row[:2] for row in said(found, "cybersecurity")} >= {("A", "agreed"), ("E", "not agreed")}
    assert {row[:2] for row in said(found, "recall")} == {("A", "March"), ("C", "March"), ("E", "April")}
