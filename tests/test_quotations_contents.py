"""What a cue says and who says it, beyond the plain patterns of test_quotations. All texts are invented."""

import csv
from importlib import resources

import pytest

from analysis.quotations import Attribution, find_attributions
from analysis.quotations.cues import CLASSES, lexicon
from analysis.quotations.weights import log_odds, weights

ALIASES = {
    "Ida Marlow": "Ida Marlow",
    "Marlow": "Ida Marlow",
    "Otto Brandt": "Otto Brandt",
    "Brandt": "Otto Brandt",
}


def brief(*paragraphs: str) -> list[tuple[str, str, str]]:
    found = find_attributions(paragraphs, ALIASES)
    return [
        (text[one.start : one.end], one.speaker, one.cue)
        for text, many in zip(paragraphs, found, strict=True)
        for one in many
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is said stands left of the cue
        ("The plan was criticized by Otto Brandt.", [("The plan", "Otto Brandt", "criticized")]),
        (
            "Marlow wanted a pier, which Brandt opposed.",
            [("a pier", "Ida Marlow", "wanted"), ("which", "Otto Brandt", "opposed")],
        ),
        # the subject of what seems or is expected belongs to it, and nobody says so
        (
            "The ferry is expected to sail in May.",
            [("The ferry", "unknown", "expected"), ("to sail in May", "unknown", "expected")],
        ),
        # nouns and adjectives
        ("Marlow was confident that the ferry would sail.", [("that the ferry would sail", "Ida Marlow", "confident")]),
        ("Brandt's claim that the ferry was late hurt.", [("that the ferry was late hurt", "Otto Brandt", "claim")]),
        # names before a colon, behind a dash
        ("Brandt: The ferry sails again in May", [("The ferry sails again in May", "Otto Brandt", ":")]),
        ("“The ferry sails again in May.” — Ida Marlow", [("The ferry sails again in May.", "Ida Marlow", "—")]),
        # a verb that is in no list, and a name with brackets and an apposition
        ("“The ferry sails again,” Brandt fumed on Tuesday.", [("The ferry sails again,", "Otto Brandt", "fumed")]),
        (
            "“The ferry sails again,” Ida Marlow (I-Ems), a lawyer, said.",
            [("The ferry sails again,", "Ida Marlow", "said")],
        ),
        # a clause cut in two by its cue
        (
            "In the winter, Brandt said, the ferry rests.",
            [("In the winter, Brandt said, the ferry rests", "Otto Brandt", "said")],
        ),
        (
            "If it rains, according to Marlow, the ferry rests.",
            [("If it rains, according to Marlow, the ferry rests", "Ida Marlow", "according to")],
        ),
        # where a content ends
        (
            "Marlow said that the ferry was late, while Brandt described it as a leaking tub.",
            [
                ("that the ferry was late", "Ida Marlow", "said"),
                ("it as a leaking tub", "Otto Brandt", "described"),
            ],
        ),
        (
            "The council (Marlow said that the ferry was late) met at noon.",
            [("that the ferry was late", "Ida Marlow", "said")],
        ),
        # of two cues with the same behind them the nearer one
        ("Marlow went on to say that the ferry was late.", [("that the ferry was late", "Ida Marlow", "say")]),
        # times between a subject, a cue and what it says
        ("Marlow last week said that the ferry was late.", [("that the ferry was late", "Ida Marlow", "said")]),
        ("Brandt said last week that the ferry was late.", [("that the ferry was late", "Otto Brandt", "said")]),
        # a headline
        (
            "Marlow Says the Old Ferry Will Sail Again in Emsland Harbour",
            [("the Old Ferry Will Sail Again in Emsland Harbour", "Ida Marlow", "says")],
        ),
        # who asks is not said
        (
            "Asked whether it rained, Marlow said that it was dry.",
            [("whether it rained", "unknown", "asked"), ("that it was dry", "Ida Marlow", "said")],
        ),
    ],
)
def test_contents_and_speakers(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert brief(text) == expected


def kinds(*paragraphs: str) -> list[tuple[str, str, bool]]:
    found = find_attributions(paragraphs, ALIASES)
    return [(one.kind, one.speaker, one.continues) for many in found for one in many]


def test_a_sentence_that_goes_on_says_so() -> None:
    text = "“The ferry sails once more,” said Otto Brandt, a captain of Ems, Ill. “We waited for this day.”"
    assert kinds(text) == [("direct", "Otto Brandt", False), ("direct", "Otto Brandt", True)]


@pytest.mark.parametrize(
    ("first", "speaker"),
    [
        ("Marlow said it was “a leaking tub” at best.", "Ida Marlow"),
        ("Marlow and Brandt met.", "unknown"),
    ],
)
def test_a_fragment_of_nobodys_is_that_of_the_one_quoted_with_its_words(first: str, speaker: str) -> None:
    found = find_attributions(["The “leaking tub” sailed on.", first], ALIASES)
    assert [one.speaker for one in found[0]] == [speaker]


def test_a_fragment_that_two_people_are_quoted_with_stays_unknown() -> None:
    said = ["Marlow said it was “a leaking tub” at best.", "Brandt said he loved “a leaking tub” like that."]
    (one,) = find_attributions(["The “leaking tub” sailed on.", *said], ALIASES)[0]
    assert one.speaker == "unknown"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Marlow called the ferry “a tub”.", "fragment"),
        ("Marlow dismissed the comments about the old ferry of Emsland as “mad”.", "fragment"),
        ("Marlow opposed the “costly” plan of the harbour board for a pier.", "mixed"),
    ],
)
def test_a_fragment_is_a_device_where_it_is_what_is_said(text: str, kind: str) -> None:
    assert [one.kind for one in read(text)] == [kind]


def read(text: str) -> list[Attribution]:
    return find_attributions([text], ALIASES)[0]


def test_values_of_markup_are_no_quotations() -> None:
    assert [one.kind for one in read('Press <a title="the old ferry of Emsland">here</a> for the pier.')] == []


@pytest.mark.parametrize(
    ("form", "lemma", "tense"),
    [
        ("agreed", "agree", "past"),
        ("felt", "feel", "past"),
        ("revealed", "reveal", "past"),
        ("signalled", "signal", "past"),
        ("allegations", "allegation", "noun"),
        ("confident", "confident", "adjective"),
    ],
)
def test_forms(form: str, lemma: str, tense: str) -> None:
    found = lexicon()[form]
    assert (found.cue.lemma, found.tense) == (lemma, tense)


def test_the_words_are_sorted_and_classed() -> None:
    lines = (resources.files("analysis.quotations") / "cues.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    assert [row["lemma"] for row in rows] == sorted({row["lemma"] for row in rows})
    assert {row["class"] for row in rows} <= set(CLASSES)
    assert {row["kind"] for row in rows} == {"verb", "noun", "adjective"}


@pytest.mark.parametrize("table", ["cues", "ends"])
def test_the_weights_are_of_signs_and_hold_no_text(table: str) -> None:
    known = weights(table)
    assert "" in known
    assert max(len(sign.split()) for sign in known) <= 8
    assert log_odds(table, []) == known[""]
    assert log_odds(table, ["no such sign"]) == known[""]
    assert log_odds(table, ["", ""]) == pytest.approx(3 * known[""])


@pytest.mark.parametrize(
    "text",
    [
        "Marlow suggested that the ferry was late, telling the board, “We waited for this day.”",
        "“We waited for this day,” Brandt said, according to the harbour board.",
        "Marlow published a note saying that “we waited for this day” on the pier.",
    ],
)
def test_quoted_words_are_counted_once(text: str) -> None:
    assert sum(one.quoted_words for one in read(text)) == 5
