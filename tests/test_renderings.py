"""One statement in several sources."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import ARTICLES, prepared, save

from analysis import inventory, tables, tokens, voices
from analysis.renderings import Rendering, Said, find
from analysis.statements import renderings as statements
from analysis.study import OTHERS, load

FULL = "every crown of the pier is accounted for and no storm will move the harbour piles again"
CUT = "every crown of the pier is accounted for"
OTHER = "no storm will ever move the new harbour piles"
APART = "the bakery sold twice as many buns before noon"


def said(*rows: tuple[str, str]) -> list[Said]:
    return [Said(f"{source}-{n}", source, tuple(tokens.terms(text))) for n, (source, text) in enumerate(rows)]


def test_the_fullest_rendering_comes_first_and_the_others_are_measured_by_it() -> None:
    assert find(said(("B", CUT), ("A", FULL), ("C", OTHER), ("C", APART))) == [
        Rendering(1, "A-1", 1.0, "", ""),
        Rendering(1, "C-2", 0.4118, "ever | new", "every crown of the … | again"),
        Rendering(1, "B-0", 0.4706, "", "and no storm will …"),
    ]


def test_a_source_that_repeats_itself_renders_nothing() -> None:
    assert find(said(("A", FULL), ("A", CUT), ("B", APART))) == []


@pytest.mark.parametrize("text", ["it is accounted for", "every crown of the road is spent", ""])
def test_few_words_or_few_content_words_in_common_are_no_rendering(text: str) -> None:
    assert find(said(("A", FULL), ("B", text))) == []


WORDS = st.lists(st.sampled_from("pier crown storm piles harbour council fares winter the of".split()), max_size=14)


@given(st.lists(st.tuples(st.sampled_from("AB"), WORDS), max_size=8))
def test_no_fragment_is_longer_than_four_words_and_every_statement_has_two_sources(
    rows: list[tuple[str, list[str]]],
) -> None:
    given_ = [Said(f"{source}-{n}", source, tuple(words)) for n, (source, words) in enumerate(rows)]
    source_of = {one.quotation: one.source for one in given_}
    found = find(given_)
    for one in found:
        assert 0 < one.share <= 1
        for fragment in f"{one.only} | {one.missing}".split(" | "):
            assert len(fragment.removesuffix(" …").split()) <= 4
    for statement in {one.statement for one in found}:
        own = [one for one in found if one.statement == statement]
        assert own[0].share == 1
        assert len({source_of[one.quotation] for one in own}) == 2
    assert len({one.quotation for one in found}) == len(found)


SAID = pd.DataFrame(
    [
        ("A-0", "A", "Ivo Sandel", "said", "direct", 16, "A:1"),
        ("B-0", "B", "Ivo Sandel", "insisted", "direct", 8, "B:1"),
        ("C-0", "C", "unknown", "", "indirect", 8, "C:1"),
        ("D-0", OTHERS, "Ivo Sandel", "said", "direct", 8, "D:1"),
        ("E-0", "A", "Agda Brime", "said", "direct", 8, "A:2"),
    ],
    columns=["quotation", "source", "speaker", "cue", "kind", "words", "passage"],
)
TABLE = pd.DataFrame(
    [
        (2, "A-0", 1.0, "", ""),
        (2, "B-0", 0.5, "", "no storm"),
        (2, "C-0", 0.4, "ever", "no storm"),
        (1, "E-0", 1.0, "", ""),
        (1, "D-0", 1.0, "", ""),
    ],
    columns=["statement", "quotation", "share", "only", "missing"],
)


def test_who_has_it_in_full_and_who_cuts_it() -> None:
    found = voices.rendered(TABLE, SAID)
    assert found[["statement", "source", "how", "cue"]].to_numpy().tolist() == [
        [1, "A", "in full", "said"],
        [1, "B", "cut", "insisted"],
        [1, "C", "in other words", ""],
    ]
    size, full = statements.told(found, {"A": "Echo", "B": "Gazette", "C": "Ledger"})
    assert size.text == (
        "1 statement stands in two sources or more, in 3 renderings: 1 with the words of the fullest, 1 cut and 1 in other "
        "words."
    )
    assert full.text == "In full: Echo 1 of 1, Gazette 0 of 1 and Ledger 0 of 1."


def test_no_statement_in_two_sources() -> None:
    found = voices.rendered(TABLE[:0], SAID)
    assert found.empty
    assert [one.text for one in statements.told(found, {})] == ["No statement was found that two sources render."]


def test_a_study_holds_the_statements_that_its_sources_share(tmp_path: Path) -> None:
    letter = "“Every crown of the pier is accounted for, and no storm will move the piles,” Sandel said in a letter.\n"
    shorter = "“Every crown of the pier is accounted for,” insisted Sandel, who chairs the board.\n"
    articles = {
        "ledger-1.txt": f"{ARTICLES['ledger-1.txt']}\n{letter}",
        "echo-1.txt": f"{ARTICLES['echo-1.txt']}\n{shorter}",
    }
    prepared([save(tmp_path / "articles", articles)], tmp_path / "seeds" / "ferry")
    study = load(tmp_path / "seeds" / "ferry")
    data = tables.read_all(study.folder)
    sample = inventory.sample(data, study.labels)
    found = voices.rendered(data["renderings"], voices.attributions(data["quotations"], sample.passages))
    assert found[["how", "cue"]].to_numpy().tolist() == [["in full", "said"], ["cut", "insisted"]]
    assert found["missing"].tolist() == ["", "and no storm will …"]
