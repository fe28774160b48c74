"""Attributions: marks, cues, speakers, patterns, people. All texts are invented."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import quotations
from analysis.quotations import Attribution, find_attributions, find_people
from analysis.quotations.cues import CLASSES, lexicon
from analysis.quotations.marks import pair_marks

ALIASES = {
    "Ida Marlow": "Ida Marlow",
    "Marlow": "Ida Marlow",
    "Otto Brandt": "Otto Brandt",
    "Brandt": "Otto Brandt",
}
SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


def read(*paragraphs: str) -> list[list[Attribution]]:
    return find_attributions(paragraphs, ALIASES)


def brief(text: str, one: Attribution) -> tuple[str, str, str, str]:
    return one.kind, text[one.start : one.end], one.speaker, one.cue


@pytest.mark.parametrize(
    ("text", "insides"),
    [
        ("“One,” he said.", ["One,"]),
        ("‘One,’ he said.", ["One,"]),
        ('"One," he said. "Two."', ["One,", "Two."]),
        ("'One,' he said.", ["One,"]),
        ("«One», he said.", ["One"]),
        ("„One“, he said.", ["One"]),
        ("‟One” he said.", ["One"]),
        ("``One,'' he said.", ["One,"]),
        ("''One,'' he said.", ["One,"]),
        ('“One," he said.', ["One,"]),
        ("“He cried ‘no’ twice.”", ["He cried ‘no’ twice.", "no"]),
        ("''He cried 'no,''' she said.", ["He cried 'no,'", "no,"]),
        ("It’s the drivers’ day, isn't it?", []),
        ("Rock 'n' roll in the '90s.", []),
        ("She said “all is", ["all is"]),
        ("An “open one. “Closed,” he said.", ["Closed,"]),
        ("A stray ” and another.", []),
        ("", []),
    ],
)
def test_marks_are_paired(text: str, insides: list[str]) -> None:
    assert [text[quote.inner_start : quote.inner_end] for quote in pair_marks(text)] == insides


def test_a_mark_left_open_is_flagged() -> None:
    assert [quote.closed for quote in pair_marks("“So it goes")] == [False]


PATTERNS = [
    # Q-S-V, Q-V-S, S-V-Q
    ("“The ferry will sail again,” Brandt said.", [("direct", "The ferry will sail again,", "Otto Brandt", "said")]),
    ("“The ferry will sail again,” said Ida Marlow.", [("direct", "The ferry will sail again,", "Ida Marlow", "said")]),
    ("Brandt said: “The ferry will sail again.”", [("direct", "The ferry will sail again.", "Otto Brandt", "said")]),
    ("Marlow told reporters, “The ferry will sail again.”", [("direct", "The ferry will sail again.", "Ida Marlow", "told")]),
    ("“Will the old ferry sail?” Mr. Brandt asked.", [("direct", "Will the old ferry sail?", "Otto Brandt", "asked")]),
    ("Brandt: “The ferry will sail again.”", [("direct", "The ferry will sail again.", "Otto Brandt", ":")]),
    ("''The ferry will sail again,'' Brandt insisted.", [("direct", "The ferry will sail again,", "Otto Brandt", "insisted")]),
    # split, and going on
    (
        "“The ferry,” Brandt said, “will sail again in May.”",
        [("fragment", "The ferry,", "Otto Brandt", "said"), ("direct", "will sail again in May.", "Otto Brandt", "said")],
    ),
    (
        "“The ferry sails once more,” Brandt said. “We waited for this day.”",
        [
            ("direct", "The ferry sails once more,", "Otto Brandt", "said"),
            ("direct", "We waited for this day.", "Otto Brandt", ""),
        ],
    ),
    # indirect
    ("Brandt said that the ferry was late.", [("indirect", "that the ferry was late", "Otto Brandt", "said")]),
    ("Brandt said the ferry was late.", [("indirect", "the ferry was late", "Otto Brandt", "said")]),
    ("Marlow told the council that it rains.", [("indirect", "that it rains", "Ida Marlow", "told")]),
    ("The ferry was late, Brandt said.", [("indirect", "The ferry was late", "Otto Brandt", "said")]),
    ("The ferry was late, said Brandt.", [("indirect", "The ferry was late", "Otto Brandt", "said")]),
    ("According to Marlow, the ferry was late.", [("indirect", "the ferry was late", "Ida Marlow", "according to")]),
    ("The ferry was late, according to Marlow.", [("indirect", "The ferry was late", "Ida Marlow", "according to")]),
    (
        "Brandt said the ferry was late, adding that nobody minded.",
        [
            ("indirect", "the ferry was late", "Otto Brandt", "said"),
            ("indirect", "that nobody minded", "Otto Brandt", "adding"),
        ],
    ),
    (
        "Noting that the pier had rotted, Marlow said that the ferry was late.",
        [
            ("indirect", "that the pier had rotted", "Ida Marlow", "noting"),
            ("indirect", "that the ferry was late", "Ida Marlow", "said"),
        ],
    ),
    # mixed and fragment
    ("Brandt said the ferry was “a tub” and late.", [("mixed", "the ferry was “a tub” and late", "Otto Brandt", "said")]),
    ("Marlow called the ferry “a tub”.", [("fragment", "a tub", "Ida Marlow", "called")]),
    ("Marlow described the ferry as “seaworthy”.", [("fragment", "seaworthy", "Ida Marlow", "described")]),
    ("The ferry is “a tub,” Brandt said.", [("mixed", "The ferry is “a tub,”", "Otto Brandt", "said")]),
    (
        "As for the “gift”, Brandt said that it was late.",
        [("fragment", "gift", "Otto Brandt", ""), ("indirect", "that it was late", "Otto Brandt", "said")],
    ),
    ("Brandt's “pirate” remarks did harm.", [("fragment", "pirate", "Otto Brandt", "")]),
    (
        "Marlow dismissed the plan as “mad”, and said that it would rain.",
        [("fragment", "mad", "Ida Marlow", "dismissed"), ("indirect", "that it would rain", "Ida Marlow", "said")],
    ),
    (
        "Marlow said the board had agreed, adding that she was “glad” of it.",
        [
            ("indirect", "the board had agreed", "Ida Marlow", "said"),
            ("mixed", "that she was “glad” of it", "Ida Marlow", "adding"),
        ],
    ),
    (
        "The ferry, Brandt said, needs a new hull.",
        [("indirect", "The ferry, Brandt said, needs a new hull", "Otto Brandt", "said")],
    ),
    ("Brandt made clear that it would rain.", [("indirect", "that it would rain", "Otto Brandt", "made clear")]),
    # an apposition between subject and verb
    (
        "Otto Brandt, who runs the harbour, said that the ferry was late.",
        [("indirect", "that the ferry was late", "Otto Brandt", "said")],
    ),
    # the cue is no cue
    ("The state released its report in May.", []),
    ("Three states have ferries.", []),
    ("She lost the claims and the reports.", []),
    ("The comments page is closed.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PATTERNS)
def test_patterns(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert [brief(text, one) for one in read(text)[0]] == expected


@pytest.mark.parametrize(
    ("text", "as_written", "speaker"),
    [
        ("The harbour board said that the ferry was late.", "The harbour board", "harbour board"),
        ("Mrs. Marlow said that the ferry was late.", "Mrs. Marlow", "Ida Marlow"),
        ("The ferry was late, the joint statement said.", "the joint statement", "joint statement"),
        ("Marlow and Brandt said that the ferry was late.", "Marlow and Brandt", "Ida Marlow and Otto Brandt"),
    ],
)
def test_speakers_as_written_and_canonical(text: str, as_written: str, speaker: str) -> None:
    (one,) = read(text)[0]
    assert (one.speaker_as_written, one.speaker) == (as_written, speaker)
    assert text[one.speaker_start : one.speaker_end] == as_written


@pytest.mark.parametrize(
    ("paragraphs", "speaker"),
    [
        (["Brandt arrived at noon.", "He said that the ferry was late."], "Otto Brandt"),
        (["Mrs. Ida Marlow met Otto Brandt.", "She said that the ferry was late."], "Ida Marlow"),
        (["The councillors met at noon.", "They said that the ferry was late."], "councillors"),
        (["The spokesman Otto Brandt came.", "The ferry was late, the spokesman said."], "Otto Brandt"),
        (["Ruritanian President Ida Marlow came.", "The Ruritanian leader said that it rained."], "Ida Marlow"),
        (["President Ida Marlow of Ruritania came.", "The Ruritanian president said that it rained."], "Ida Marlow"),
        (["The harbour aide, Otto Brandt, came.", "The ferry was late, the aide said."], "Otto Brandt"),
        (["Harbour Press Secretary Otto Brandt came.", "The ferry was late, the spokesman said."], "Otto Brandt"),
        (["Ida Marlow and Otto Brandt met.", "The two said that it rained."], "Ida Marlow and Otto Brandt"),
        (
            ["Brandt met Marlow.", "“It always rains in Emsland,” he told Marlow.", "He added that it was cold."],
            "Otto Brandt",
        ),
        (["It rained.", "He said that the ferry was late."], "unknown"),
    ],
)
def test_pronouns_and_roles(paragraphs: list[str], speaker: str) -> None:
    assert read(*paragraphs)[-1][-1].speaker == speaker


def test_a_quotation_runs_over_paragraphs() -> None:
    found = read("Brandt said: “The ferry will sail again in May.", "“And we shall all be on board.”")
    assert [one.speaker for many in found for one in many] == ["Otto Brandt", "Otto Brandt"]


def test_a_colon_announces_the_next_paragraph() -> None:
    found = read("Marlow wrote to the board:", "“The ferry will sail again in May.”")
    assert [one.speaker for one in found[1]] == ["Ida Marlow"]


def test_a_split_quotation_shares_its_cue_and_a_sentence_that_goes_on_has_none() -> None:
    first, second, third = read("“The ferry,” Brandt said, “will sail again in May. We hope.” “It is time for it.”")[0]
    assert first.cue_start == second.cue_start > 0
    assert (third.cue, third.cue_class, third.cue_start, third.speaker) == ("", "none", -1, "Otto Brandt")


@pytest.mark.parametrize(
    ("verb", "cue_class"),
    [
        ("said", "neutral"), ("told reporters", "neutral"), ("declared", "strong"), ("insisted", "strong"),
        ("stressed", "strong"), ("claimed", "distancing"), ("alleged", "distancing"), ("revealed", "endorsing"),
        ("confirmed", "endorsing"), ("admitted", "endorsing"), ("noted", "endorsing"), ("suggested", "hedged"),
        ("hinted", "hedged"), ("implied", "hedged"), ("denied", "confrontational"),
    ],
)  # fmt: skip
def test_cue_classes(verb: str, cue_class: str) -> None:
    assert [one.cue_class for one in read(f"Brandt {verb} that the ferry was late.")[0]] == [cue_class]


@pytest.mark.parametrize(
    ("text", "cue", "speaker"),
    [
        ("Marlow accused Brandt of sinking the ferry.", "accused", "Ida Marlow"),
        ("Brandt dismissed the rumours about the ferry.", "dismissed", "Otto Brandt"),
        ("Brandt rejected the plan for the pier.", "rejected", "Otto Brandt"),
    ],
)
def test_confrontational_cues_take_objects(text: str, cue: str, speaker: str) -> None:
    (one,) = read(text)[0]
    assert (one.cue, one.cue_class, one.speaker) == (cue, "confrontational", speaker)


def test_a_cue_set_in_the_middle_is_not_counted_with_the_content() -> None:
    (one,) = read("The ferry, Brandt said, needs a new hull.")[0]
    assert one.words == 6


def test_counts_of_words() -> None:
    (one,) = read("Brandt said the ferry was “a leaking tub” at best.")[0]
    assert (one.kind, one.words, one.quoted_words) == ("mixed", 8, 3)


@pytest.mark.parametrize(
    "text",
    [
        "Ida “Red” Marlow sailed home.",
        "They tuned in to the station ‘Voice of Emsland’.",
        "The ferry “Morning Star” sank.",
    ],
)
def test_nicknames_and_titles_are_no_quotations(text: str) -> None:
    assert read(text) == [[]]


def test_a_scare_quote_has_an_unknown_speaker() -> None:
    (one,) = read("The “repair” took nine years.")[0]
    assert (one.kind, one.speaker, one.speaker_start, one.cue_class) == ("fragment", "unknown", -1, "none")


def test_the_lexicon_is_well_formed() -> None:
    assert {form.cue.cue_class for form in lexicon().values()} <= set(CLASSES)
    assert all(form == form.lower() for form in lexicon())


@given(
    st.lists(
        st.one_of(
            st.text(max_size=60),
            st.lists(
                st.sampled_from(
                    [
                        "“",
                        "”",
                        '"',
                        "'",
                        "''",
                        "``",
                        "«",
                        "»",
                        "„",
                        "‘",
                        "’",
                        "said",
                        "he",
                        "Brandt",
                        "that",
                        ",",
                        ":",
                        "according",
                        "to",
                        "the",
                        "Noting",
                        "adding",
                        "and",
                        ".",
                        "who",
                        "in",
                        "’s",
                        "U.S.",
                        "A.",
                    ]
                ),
                max_size=25,
            ).map(" ".join),
        ),
        max_size=4,
    )
)
@settings(max_examples=300)
def test_any_text_is_accepted(paragraphs: list[str]) -> None:
    find_people([paragraphs])
    for text, found in zip(paragraphs, find_attributions(paragraphs, ALIASES), strict=True):
        assert found == sorted(found, key=lambda one: one.start)
        for one in found:
            assert 0 <= one.start < one.end <= len(text)
            assert one.quoted_words <= one.words
            assert (one.cue_start < 0) == (one.cue == "")
            assert one.kind in {"direct", "fragment", "mixed", "indirect"}
            assert one.cue_class in CLASSES


@pytest.mark.parametrize(
    "text",
    [
        "“" * 200_000,
        "”" * 100_000,
        '"' * 100_000,
        "'" * 100_000,
        '"x" ' * 25_000,
        "“x” said " * 10_000,
        "‘’“”«»" * 10_000,
        "said " * 25_000,
        "A" * 100_000,
        "Ann Roe, a b, " * 5_000,
    ],
)
def test_time_is_linear_in_the_text(text: str) -> None:
    # That this ends at all is the test: one quadratic step takes minutes here.
    find_attributions([text], ALIASES)
    find_people([[text]])


PEOPLE = [
    (["Otto Brandt came. Brandt left."], {"Otto Brandt": "Otto Brandt", "Brandt": "Otto Brandt"}),
    (["President Tarka Venn spoke. Mr. Venn left."], {"Tarka Venn": "Tarka Venn", "Venn": "Tarka Venn"}),
    (
        ["Otto B. Brandt came.", "Otto Brandt left."],
        {"Otto B. Brandt": "Otto Brandt", "Otto Brandt": "Otto Brandt", "Brandt": "Otto Brandt"},
    ),
    (
        ["Alexei Morov came. Alexei Morov left.", "Aleksei Morov and Alexey Morov stayed."],
        dict.fromkeys(("Alexei Morov", "Aleksei Morov", "Alexey Morov", "Morov"), "Alexei Morov"),
    ),
    (["Nora Marlow met Peter Marlow."], {"Nora Marlow": "Nora Marlow", "Peter Marlow": "Peter Marlow"}),
    (["Maria Holm met Mario Holm, who laughed."], {"Maria Holm": "Maria Holm", "Mario Holm": "Mario Holm"}),
    (["The White House and the New Harbour Treaty met the Foreign Ministry at Lake Ems near Villa Rosa Grande."], {}),
    (["Old Ferry Board Defends Nora Marlow Against Angry Sailors"], {}),
    (["Foreman Peter Brandt came."], {"Peter Brandt": "Peter Brandt", "Brandt": "Peter Brandt"}),
    (["Quiet Lives Matter marched past the State Department on Monday."], {}),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "expected"), PEOPLE)
def test_people_and_their_spellings(texts: list[str], expected: dict[str, str]) -> None:
    rows = find_people([[text] for text in texts])
    assert {row.spelling: row.name for row in rows if row.rule != "role"} == expected


def test_rules_are_told() -> None:
    rows = find_people([["Harbour Press Secretary Otto B. Brandt came. Otto Brandt left."]])
    assert {row.spelling: row.rule for row in rows} == {
        "Harbour Press Secretary": "role",
        "Otto B. Brandt": "middle initial",
        "Otto Brandt": "full name",
        "Brandt": "surname",
    }


def seed(name: str) -> list[str]:
    return [line.strip() for line in next(SEEDS.glob(f"{name}_*.txt")).read_text(encoding="utf-8").split("\n")]


@pytest.mark.seeds
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the articles are not part of the project")
def test_speakers_of_the_seed_articles() -> None:
    articles = {name: seed(name) for name in ("000", "001", "002", "003", "004")}
    aliases = {row.spelling: row.name for row in find_people(list(articles.values()))}
    heard = {
        name: {one.speaker for many in find_attributions(texts, aliases) for one in many if one.kind == "direct"}
        for name, texts in articles.items()
    }
    assert {aliases[f"{given} Navalny"] for given in ("Alexei", "Aleksei", "Alexey")} == {"Alexei Navalny"}
    for speaker, article in (("Leonid Volkov", "001"), ("Ivan Kurilla", "001"), ("Dmitry Peskov", "004")):
        assert [name for name in sorted(heard) if speaker in heard[name]] == [article]
    assert "unknown" not in set().union(*heard.values())


@pytest.mark.parametrize(
    ("many", "few", "is_hers"), [(2, 0, True), (2, 1, False), (19, 1, False), (20, 2, True), (20, 3, False)]
)
def test_a_surname_alone_is_the_one_person_of_whom_most_is_said(many: int, few: int, is_hers: bool) -> None:
    people = {
        quotations.Mention((), ("Agda", "Brime"), True): many,
        quotations.Mention((), ("Ivo", "Brime"), True): few,
    }
    found = quotations.link({mention: count for mention, count in people.items() if count})
    alone = {row.spelling: row.name for row in found if row.rule == "surname"}
    assert alone == ({"Brime": "Agda Brime"} if is_hers else {})
