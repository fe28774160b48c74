"""Cleaning: what is furniture, what is the article, and a ledger of every intervention."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import GAZETTE, JOINT

from analysis import tokens
from analysis.corpus import cleaning
from analysis.corpus.cleaning import Intervention, Line

LEAD = "The white ferry sailed again on Monday, eleven months after the storm."
NEXT = "Some four hundred islanders stood on the quay and cheered until the horn answered."


def clean(*paragraphs: str) -> tuple[list[str], list[tuple[str, str, str, int]]]:
    """The kept paragraphs' texts and the ledger as tuples."""
    kept, ledger = cleaning.clean(cleaning.lines("\n".join(paragraphs)))
    return [one.text for one in kept], [(row.rule, row.action, row.place, row.words) for row in ledger]


@pytest.mark.parametrize(
    "line",
    [
        "Web Analytics",
        "Advertisement",
        "ADVERTISEMENT",
        "Share this article",
        "Share on Facebook",
        "Leave a Reply",
        "Be First to Comment",
        "Your email address is never published",
        "Required fields: name",
        "Subscribe now",
        "Sign up for our morning letter",
        "Follow us on Twitter",
        "All rights reserved.",
        "© 2019 The Echo",
        "Copyright 2019 The Echo",
        "12 Comments",
        "No comments",
        "Previous article",
        "Loading...",
        "Facebook",
        "•",
        "* * *",
        "—",
        "🙂",
        "| Skip to content",
        "Skip to main content",
        "Published on 3 June 2019",
    ],
)
def test_furniture_is_taken_out(line: str) -> None:
    assert clean(LEAD, line, NEXT) == ([LEAD, NEXT], [("furniture", "removed", "line 2", tokens.count_words(line))])


@pytest.mark.parametrize(
    "line",
    [
        "Loading the ferry took the crew most of the morning.",
        "Print workers joined them on the quay at noon, waving flags.",
        "Twitter was full of pictures of the ferry and of the mayor.",
        "Follow the pier to its end and you will see the new piles.",
        "Published reports of the cost were wrong by a million crowns, the board said later on.",
        "Copyright law was on the table when the council of Orsby met the board on Thursday evening.",
        "Advertisement revenue of the line fell by half after the storm.",
    ],
)
def test_a_sentence_that_begins_like_furniture_stays(line: str) -> None:
    assert clean(LEAD, line, NEXT) == ([LEAD, line, NEXT], [])


@pytest.mark.parametrize(
    ("told", "removed"),
    [
        (["Also Read | Storm tears pier from its piles"], ["line 2"]),
        (["Read more: Storm tears pier from its piles"], ["line 2"]),
        (["RELATED: Storm tears pier from its piles"], ["line 2"]),
        (["Read also:", "Storm tears pier from its piles"], ["line 2", "line 3"]),
        (["Read also:", "", "Storm tears pier from its piles"], ["line 2", "line 4"]),
        (["Read also:", "•", "Storm tears pier from its piles"], ["line 2", "line 3", "line 4"]),
        (["See also:", "Also read: Pier over budget"], ["line 2", "line 3"]),
    ],
)
def test_a_link_goes_with_the_headline_after_it(told: list[str], removed: list[str]) -> None:
    kept, ledger = clean(LEAD, *told, NEXT)
    assert kept == [LEAD, NEXT]
    assert [place for _, _, place, _ in ledger] == removed
    assert {rule for rule, *_ in ledger} <= {"link", "furniture"}


def test_after_a_link_a_paragraph_is_not_taken_for_a_headline() -> None:
    long = f"{NEXT} {LEAD} {NEXT}"
    assert clean(LEAD, "Read also:", long)[0] == [LEAD, long]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("By Mira Halvers", "by-line"),
        ("By Mira Halvers and Tor Ness", "by-line"),
        ("By Mira Halvers, harbour correspondent", "by-line"),
        ("BY Mira Halvers", "by-line"),
        ("Jun 3, 2019", "date"),
        ("Monday, 3 June 2019", "date"),
        ("2019-06-03", "date"),
        ("June 3, 2019 at 10:15 am", "date"),
        ("ORSBY, VESTMARK", "dateline"),
        ("ORSBY, VESTMARK —", "dateline"),
    ],
)
def test_the_lines_at_the_top_of_a_page(line: str, rule: str) -> None:
    assert clean("Ferry is back", line, LEAD) == (
        ["Ferry is back", LEAD],
        [(rule, "removed", "line 2", tokens.count_words(line))],
    )


@pytest.mark.parametrize("line", ["By Monday Tellund Was Full", "By Sea", "Jun 3, 2019", "ORSBY, VESTMARK"])
def test_further_down_they_are_not_looked_for(line: str) -> None:
    _, ledger = clean(LEAD, *(f"{NEXT[:-1]} {word}." for word in ("one", "two", "three", "four", "five")), line, NEXT)
    assert {rule for rule, *_ in ledger} <= {"sub-head"}


@pytest.mark.parametrize(
    ("opening", "words"),
    [("ORSBY — ", 1), ("ORSBY, Vestmark — ", 2), ("ORSBY, Vestmark (Echo) – ", 3), ("PORT ANSEL (Echo/WPA) — ", 4)],
)
def test_a_dateline_is_cut_off_the_first_sentence(opening: str, words: int) -> None:
    assert clean("Ferry is back", opening + LEAD) == (
        ["Ferry is back", LEAD],
        [("dateline", "changed", "line 2", words)],
    )


def test_further_down_a_dash_after_capitals_makes_no_dateline() -> None:
    text = "NATO — the board did not mean the other one — has nothing to do with it."
    filler = [f"{NEXT} {LEAD[: 10 * number]}." for number in range(1, 6)]
    assert clean("Ferry is back", LEAD, *filler, text) == (["Ferry is back", LEAD, *filler, text], [])


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Photo: Tor Ness", "credit"),
        ("Picture: Tor Ness/WPA", "credit"),
        ("Getty Images/Tor Ness", "credit"),
        ("Correction: an earlier version gave the wrong name of the mayor.", "correction"),
        ("Editor's note: the board is owned by the town.", "correction"),
        ("Update (June 4): the council met.", "correction"),
    ],
)
def test_credits_and_corrections(line: str, rule: str) -> None:
    assert clean("Ferry is back", LEAD, line, NEXT) == (
        ["Ferry is back", LEAD, NEXT],
        [(rule, "removed", "line 3", tokens.count_words(line))],
    )


@pytest.mark.parametrize(
    ("line", "is_subhead"),
    [
        ("What comes next", True),
        ("Who pays?", True),
        ("2019 and after", True),
        ("“A new start”", False),
        ("He waved.", False),
        ("It was late:", False),
        ("the rest in lower case", False),
        ("Eleven Words That Stand Together Here Are Too Many For One", False),
    ],
)
def test_subheads(line: str, is_subhead: bool) -> None:
    kept, ledger = clean("Ferry is back", LEAD, line, NEXT)
    assert (line not in kept) == is_subhead
    assert [row[0] for row in ledger] == ["sub-head"] * is_subhead


def test_paragraphs_know_their_section_and_the_headline() -> None:
    found = cleaning.lines("Ferry is back\nFirst words of it.\nWhat comes next\nMore words of it, all told.")
    kept, _ = cleaning.clean(found)
    assert [(one.text, one.headline, one.section) for one in kept] == [
        ("Ferry is back", True, 0),
        ("First words of it.", False, 0),
        ("More words of it, all told.", False, 1),
    ]


def test_a_title_that_ends_a_sentence_is_told_by_the_skip_line() -> None:
    kept, _ = cleaning.clean(cleaning.lines(f"Is it back? | Skip to content\nIs it back?\n{LEAD}"))
    assert [(one.text, one.headline) for one in kept] == [("Is it back?", True), (LEAD, False)]


def test_a_text_that_contains_itself_is_cut_to_one_copy() -> None:
    short = ["Nobody waved.", "The horn answered.", "It rained."]
    kept, ledger = clean("Ferry is back", LEAD, *short, NEXT, LEAD, *short, NEXT)
    assert kept == ["Ferry is back", LEAD, *short, NEXT]
    assert [(rule, place) for rule, _, place, _ in ledger] == [("self-copy", f"line {n}") for n in range(7, 12)]


@pytest.mark.parametrize(("repeated", "stays"), [("Nobody waved.", True), (LEAD, False)])
def test_one_short_line_may_come_again_a_long_one_is_a_copy(repeated: str, stays: bool) -> None:
    assert (clean("Ferry is back", repeated, NEXT, repeated)[0].count(repeated) == 2) == stays


def test_an_article_with_a_paragraph_twice() -> None:
    kept, ledger = clean(*GAZETTE.replace("JOINT", JOINT).splitlines())
    assert kept[0] == "Island celebrates its boat"
    assert len(kept) == 5
    assert [(rule, action) for rule, action, *_ in ledger] == [("self-copy", "removed")]


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ([["a", "x"], ["a", "y"], ["a", "z"]], {"a"}),
        ([["a"], ["a"]], set()),
        ([["a", "a", "a"], ["b"], ["c"]], set()),
        ([["a"]] * 3 + [[str(n)] for n in range(6)], {"a"}),
        ([["a"]] * 3 + [[str(n)] for n in range(7)], set()),
        ([], set()),
    ],
)
def test_a_line_of_many_documents_is_furniture(documents: list[list[str]], expected: set[str]) -> None:
    numbered = [[Line(number, text) for number, text in enumerate(texts, 1)] for texts in documents]
    assert cleaning.recurring(numbered) == expected


def test_recurring_lines_are_taken_out() -> None:
    found = cleaning.lines(f"Ferry is back\n{LEAD}\nThe Echo brings you the north.\n{NEXT}")
    kept, ledger = cleaning.clean(found, frozenset({"The Echo brings you the north."}))
    assert [one.text for one in kept] == ["Ferry is back", LEAD, NEXT]
    assert ledger == [Intervention("furniture", "removed", "line 3", 6)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n\n", []),
        ("one\n\n two  three \n", [(1, "one"), (3, "two three")]),
        ("one\r\ntwo\rthree", [(1, "one"), (2, "two"), (3, "three")]),
    ],
)
def test_lines_are_numbered_as_in_the_file(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(line.number, line.text) for line in cleaning.lines(text)] == expected


def test_hard_wrapped_paragraphs_become_one_line_each() -> None:
    first = ["The white ferry sailed again on a Monday, some", "eleven months after a storm had torn up the pier", "of"]
    second = ["it, and four hundred islanders stood on a quay", "in the rain and cheered until the horn answered,"]
    third = ["which it did at ten past nine that wet morning,", "before the mayor went ashore with all his family", "."]
    text = "\n\n".join("\n".join(lines) for lines in (first, second, third))
    assert [(line.number, line.text) for line in cleaning.lines(text)] == [
        (1, " ".join(first)),
        (5, " ".join(second)),
        (8, " ".join(third)),
    ]


@pytest.mark.parametrize("paragraphs", [[LEAD, f"{NEXT} {LEAD}"] * 4, [LEAD, NEXT] * 4])
def test_one_line_a_paragraph_is_not_taken_for_hard_wrapped(paragraphs: list[str]) -> None:
    assert [line.text for line in cleaning.lines("\n".join(paragraphs))] == paragraphs


@pytest.mark.parametrize(
    ("text", "fixed", "places"),
    [
        ("plain", "plain", []),
        ("“curly” quotes’ stay", "“curly” quotes’ stay", []),
        ("cafe\u0301 on the quay", "café on the quay", []),
        ("one\nthe cafÃ© is open", "one\nthe café is open", ["line 2"]),
        ("&amp; stays", "&amp; stays", []),
    ],
)
def test_repair(text: str, fixed: str, places: list[str]) -> None:
    repaired, ledger = cleaning.repair(text)
    assert repaired == fixed
    assert [(row.rule, row.action, row.place) for row in ledger] == [("encoding", "changed", place) for place in places]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Jun 3, 2019", "2019-06-03"),
        ("3 June 2019", "2019-06-03"),
        ("Monday, 3 June 2019", "2019-06-03"),
        ("2019-06-03", "2019-06-03"),
        ("Jun 3, 2019 at 10:15 am", "2019-06-03"),
        ("Jun 31, 2019", ""),
    ],
)
def test_the_date_line_gives_the_date(line: str, expected: str) -> None:
    found = cleaning.lines(f"Ferry is back\n{line}\n{LEAD}")
    _, ledger = cleaning.clean(found)
    assert [row.rule for row in ledger] == ["date"]
    assert cleaning.dated(ledger, found) == expected


def test_no_date_line_no_date() -> None:
    found = cleaning.lines(f"Ferry is back\n{LEAD}")
    assert cleaning.dated(cleaning.clean(found)[1], found) == ""


@pytest.mark.parametrize("text", ["", "Advertisement", "Read also:\nFerry is back", "•\n•", "By Mira Halvers"])
def test_a_page_without_an_article_leaves_no_paragraph(text: str) -> None:
    kept, ledger = cleaning.clean(cleaning.lines(text))
    assert kept == []
    assert len(ledger) == len(text.splitlines())


LINES = st.one_of(
    st.sampled_from(
        [LEAD, NEXT, "Advertisement", "Read also:", "By Mira Halvers", "Jun 3, 2019", "ORSBY — ferry", "Who pays?", "•"]
    ),
    st.text(alphabet="abA .,!?|:—“”🙂א\u202e", max_size=30),
)


@given(st.lists(LINES, max_size=25))
def test_every_line_is_kept_or_in_the_ledger_and_none_is_both(texts: list[str]) -> None:
    found = cleaning.lines("\n".join(texts))
    kept, ledger = cleaning.clean(found)
    text_of = {f"line {line.number}": line.text for line in found}
    removed = [row for row in ledger if row.action == "removed"]
    cut = [row for row in ledger if row.action == "changed"]
    assert len({row.place for row in ledger}) == len(ledger)
    assert all(row.words == tokens.count_words(text_of[row.place]) for row in removed)
    left = Counter(text_of.values()) - Counter(text_of[row.place] for row in removed)
    whole = left - Counter(text_of[row.place] for row in cut)
    ends = Counter(one.text for one in kept) - whole
    assert len(kept) == len(found) - len(removed)
    assert ends.total() == len(cut)
    assert all(any(text_of[row.place].endswith(end) for row in cut) for end in ends)


@given(st.lists(LINES, max_size=25))
def test_words_kept_and_words_taken_out_add_up(texts: list[str]) -> None:
    found = cleaning.lines("\n".join(texts))
    kept, ledger = cleaning.clean(found)
    words = sum(tokens.count_words(line.text) for line in found)
    assert sum(tokens.count_words(one.text) for one in kept) + sum(row.words for row in ledger) == words


@given(st.lists(LINES, max_size=25))
def test_paragraphs_stand_in_the_order_of_the_file(texts: list[str]) -> None:
    found = cleaning.lines("\n".join(texts))
    kept, _ = cleaning.clean(found)
    place = 0
    for one in kept:
        place = next(i + 1 for i in range(place, len(found)) if found[i].text.endswith(one.text))
    assert [one.section for one in kept] == sorted(one.section for one in kept)
    assert [place for place, one in enumerate(kept) if one.headline] in ([], [0])


@given(st.text(max_size=300))
def test_any_text_can_be_repaired_and_cleaned(text: str) -> None:
    repaired, changed = cleaning.repair(text)
    kept, ledger = cleaning.clean(cleaning.lines(repaired))
    assert all(row.action == "changed" for row in changed)
    assert all(one.text == " ".join(one.text.split()) != "" for one in kept)
    assert [row.words for row in ledger if row.words < 0] == []
