"""Who a speaker is, and what is none. All texts are invented."""

import pytest

from analysis.quotations import find_attributions, find_people
from analysis.quotations.grammar import sentences
from analysis.quotations.sayers import may_speak
from analysis.quotations.speakers import Roles

ALIASES = {"Ida Marlow": "Ida Marlow", "Marlow": "Ida Marlow", "Otto Brandt": "Otto Brandt", "Brandt": "Otto Brandt"}


def speakers(*paragraphs: str) -> list[str]:
    return [one.speaker for many in find_attributions(paragraphs, ALIASES) for one in many]


@pytest.mark.parametrize(
    "text",
    [
        "The reference to the ferry was sure to please the harbour board.",
        "The way it's heard suggests that the pier is lost.",
        "Her turning away suggested that the ferry was late.",
        "In a lengthy expose, the ferry was “the operator”.",
        "What the board is reportedly seeking: a new pier.",
    ],
)
def test_what_happens_and_what_is_no_noun_does_not_speak(text: str) -> None:
    found = find_attributions([text], ALIASES)[0]
    assert found
    assert {one.speaker for one in found} == {"unknown"}


@pytest.mark.parametrize(
    ("phrase", "may"),
    [
        ("Mr. Brandt faces", False),
        ("the harbour board", True),
        ("a letter filed", True),
        ("two of the sailors", True),
        ("2010", False),
        ("Recently", False),
        ("Given", False),
        ("Kelly", True),
        ("faced", False),
        ("their meeting in Emsland", False),
        ("his sibling", True),
        ("a woman who is", False),
    ],
)
def test_whether_a_phrase_can_speak(phrase: str, may: bool) -> None:
    (tokens,) = sentences(phrase, [])
    assert may_speak(tokens) is may


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The report said that the ferry was late.", "report"),
        ("A study released said that the ferry was late.", "study released"),
        ("The statement said that the ferry was late.", "statement"),
        ("Critics said that the ferry was late.", "Critics"),
        ("Half of voters said that the ferry was late.", "Half of voters"),
        ("The 46-year-old said that the ferry was late.", "46-year-old"),
        ("Kelly said that the ferry was late.", "Kelly"),
    ],
)
def test_whoever_or_whatever_can_speak_does(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_a_country_is_not_its_president() -> None:
    text = "President Ida Marlow of Ruritania left. After Ruritania accused the board of delay, the president said no."
    assert speakers(text) == ["Ruritania", "Ida Marlow"]


def test_a_possessive_is_the_subject_of_its_own_sentence() -> None:
    text = "There is the sense that Marlow is ready to deal with Brandt despite her concerns about the jailed sailors."
    assert "Ida Marlow" in speakers("Marlow left.", "Brandt came.", text)
    assert "Otto Brandt" not in speakers("Marlow left.", "Brandt came.", text)


def test_a_contraction_is_its_pronoun() -> None:
    assert speakers("Brandt said the ferry was late.", "He's hoping that it sails.") == ["Otto Brandt"] * 2


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["Bernie Venn came. Bernie Venn left.", "Sen. Bernard Venn stayed."], "Bernie Venn"),
        (["Sen. Michael Venn came.", "Mike Venn left. Mike Venn said no."], "Mike Venn"),
        (["Jack Venn came. Jack Venn left.", "John Q. Venn stayed. Johnny Venn said no."], "Jack Venn"),
    ],
)
def test_short_forms_of_a_given_name_are_one_person(texts: list[str], name: str) -> None:
    rows = find_people([[text] for text in texts])
    assert {row.name for row in rows} == {name}
    assert "short form" in {row.rule for row in rows}


def test_a_short_form_that_fits_two_people_joins_neither() -> None:
    rows = find_people([["Chris Venn came.", "Christopher Venn left.", "Christine Venn said no."]])
    assert {row.name for row in rows} == {"Chris Venn", "Christopher Venn", "Christine Venn"}


def test_roles_are_found_by_all_their_words_earliest_first() -> None:
    roles = Roles()
    roles.add(frozenset({"mayor", "orsb…"}), "Ida Marlow")
    roles.add(frozenset({"mayor"}), "Otto Brandt")
    roles.add(frozenset({"mayor", "tell…"}), "Ida Marlow")
    assert list(roles.of(frozenset({"mayor"}))) == ["Ida Marlow", "Otto Brandt"]
    assert list(roles.of(frozenset({"mayor", "tell…"}))) == ["Ida Marlow"]
    assert list(roles.of(frozenset({"captain"}))) == []
