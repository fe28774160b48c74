"""Cleaning: what is furniture, what is the article, and a ledger of every intervention."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import GAZETTE, JOINT

from analysis import tokens
from analysis.corpus import cleaning
from analysis.corpus.cleaning import RULES, Cleaned, Intervention
from analysis.corpus.lines import Line, read
from analysis.errors import InputError

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
LEAD = "The white ferry sailed again on Monday, eleven months after the storm."
NEXT = "Some four hundred islanders stood on the quay and cheered until the horn answered."


def lines(text: str) -> list[Line]:
    return read(text)[0]


def clean(*paragraphs: str, without: tuple[str, ...] = ()) -> tuple[list[str], list[tuple[str, str, str, int]]]:
    """The kept paragraphs' texts and the ledger as tuples."""
    done = cleaning.clean(lines("\n".join(paragraphs)), without=without)
    return [one.text for one in done.paragraphs], [(row.rule, row.action, row.place, row.words) for row in done.ledger]


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
    found = lines("Ferry is back\nFirst words of it.\nWhat comes next\nMore words of it, all told.")
    kept = cleaning.clean(found).paragraphs
    assert [(one.text, one.headline, one.section) for one in kept] == [
        ("Ferry is back", True, 0),
        ("First words of it.", False, 0),
        ("More words of it, all told.", False, 1),
    ]


def test_a_title_that_ends_a_sentence_is_told_by_the_skip_line() -> None:
    kept = cleaning.clean(lines(f"Is it back? | Skip to content\nIs it back?\n{LEAD}")).paragraphs
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


@pytest.mark.parametrize("text", ["", "Advertisement", "Read also:\nFerry is back", "•\n•", "By Mira Halvers"])
def test_a_page_without_an_article_leaves_no_paragraph(text: str) -> None:
    done = cleaning.clean(lines(text))
    kept, ledger = done.paragraphs, done.ledger
    assert kept == []
    assert len(ledger) == len(text.splitlines())


MANY = "Sign up: the Echo brings you the north."
SWITCHED = {
    "link": ("Also Read | Storm tears pier from its piles", 8),
    "recurring line": (MANY, 8),
    "comments": ("Be First to Comment", 4),
    "share": ("Share on Facebook", 3),
    "furniture": ("Advertisement", 1),
    "self-copy": (LEAD, 12),
    "by-line": ("By Mira Halvers", 3),
    "date": ("Jun 3, 2019", 3),
    "dateline": ("ORSBY, VESTMARK", 2),
    "credit": ("Photo: Tor Ness", 3),
    "correction": ("Correction: the mayor is not on the board.", 8),
    "sub-head": ("What comes next", 3),
}
IN_LINES = {
    "encoding": ("The cafÃ© is open.", "The café is open.", 1),
    "quote marks": ("``It is open,'' he said.", '"It is open," he said.', 0),
    "hyphenation": ("The har\xadbour is open.", "The harbour is open.", 1),
}


def page(without: tuple[str, ...] = ()) -> tuple[list[str], list[Intervention], Cleaned]:
    """A page on which every rule acts once."""
    top = [SWITCHED[rule][0] for rule in ("by-line", "date", "dateline")]
    rest = [line for rule, (line, _) in SWITCHED.items() if rule not in ("by-line", "date", "dateline", "sub-head")]
    text = "\n".join(
        ["Ferry is back", *top, LEAD, *rest, *(line for line, *_ in IN_LINES.values()), "What comes next", NEXT]
    )
    found, repaired = read(text, without)
    done = cleaning.clean(found, {MANY}, without)
    return [one.text for one in done.paragraphs], repaired + done.ledger, done


def test_each_rule_leaves_one_row() -> None:
    kept, ledger, done = page()
    assert kept == ["Ferry is back", LEAD, *(fixed for _, fixed, _ in IN_LINES.values()), NEXT]
    assert sorted(row.rule for row in ledger) == sorted(RULES)
    assert {row.rule: (row.text, row.words) for row in done.ledger} == SWITCHED
    assert {row.rule: (row.text, row.words) for row in ledger if row.action == "changed"} == {
        rule: ("", words) for rule, (_, _, words) in IN_LINES.items()
    }
    assert [one.section for one in done.paragraphs] == [0] * 5 + [1]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_switched_off_by_name_and_nothing_else_changes(rule: str) -> None:
    kept, ledger, done = page()
    kept_off, ledger_off, off = page((rule,))
    assert ledger_off == [row for row in ledger if row.rule != rule]
    assert (off.date, off.agency) == (done.date, done.agency)
    if rule in IN_LINES:
        written, fixed, _ = IN_LINES[rule]
        assert kept_off == [written if text == fixed else text for text in kept]
    else:
        assert Counter(kept_off) - Counter(kept) == Counter([SWITCHED[rule][0]])
        assert Counter(kept) <= Counter(kept_off)
        assert [one for one in off.paragraphs if one in done.paragraphs] == done.paragraphs


def test_a_dateline_before_a_sentence_stays_when_switched_off() -> None:
    text = f"ORSBY (AP) — {LEAD}"
    assert clean("Ferry is back", text, without=("dateline",)) == (["Ferry is back", text], [])
    assert cleaning.clean(lines(text), without=("dateline",)).agency == "Associated Press"


def test_only_rules_can_be_switched_off() -> None:
    assert cleaning.check_rules(["link", "share", "link"]) == {"link", "share"}
    assert cleaning.check_rules([]) == frozenset()
    with pytest.raises(InputError, match=r"unknown rule 'by line'[\s\S]*Did you mean 'by-line'\?"):
        cleaning.check_rules(["link", "by line"])


def test_recurring_lines_are_taken_out_but_not_an_author_or_a_day() -> None:
    texts = ["Ferry is back", "By Mira Halvers", "Jun 3, 2019", LEAD, MANY, NEXT]
    done = cleaning.clean(lines("\n".join(texts)), {MANY, "By Mira Halvers", "Jun 3, 2019"})
    assert [one.text for one in done.paragraphs] == ["Ferry is back", LEAD, NEXT]
    assert [row.rule for row in done.ledger] == ["by-line", "date", "recurring line"]
    assert done.date == "Jun 3, 2019"


def test_no_date_line_no_date_and_no_agency() -> None:
    done = cleaning.clean(lines(f"Ferry is back\n{LEAD}"))
    assert (done.date, done.agency) == ("", "")


@pytest.mark.parametrize(
    ("texts", "agency"),
    [
        (["Ferry is back", f"ORSBY (Reuters) - {LEAD}", NEXT], "Reuters"),
        (["Ferry is back", LEAD, NEXT, "(AFP)"], "AFP"),
        (["Ferry is back", LEAD, f"{NEXT} (AFP)"], "AFP"),
        (["Ferry is back", f"{LEAD} (AFP)", NEXT], ""),
        (["Ferry is back", LEAD, NEXT, "AFP contributed to this report."], ""),
    ],
)
def test_the_agency_that_the_text_names(texts: list[str], agency: str) -> None:
    assert cleaning.clean(lines("\n".join(texts))).agency == agency


@pytest.mark.parametrize(
    ("texts", "title", "kept"),
    [
        (["Ferry is back.", LEAD], "Ferry is back.", [("Ferry is back.", True), (LEAD, False)]),
        (["News", "Ferry “is back”", LEAD], "Ferry 'Is  Back'", [("Ferry “is back”", True), (LEAD, False)]),
        (["WATCH: Ferry is back", LEAD], "Watch: Ferry is back", [("WATCH: Ferry is back", True), (LEAD, False)]),
        (["Ferry is back", LEAD], "Another title", [("Ferry is back", True), (LEAD, False)]),
        (["•", "Ferry is back", LEAD], "…", [("Ferry is back", True), (LEAD, False)]),
    ],
)
def test_the_line_that_is_the_title_is_the_headline(texts: list[str], title: str, kept: list[tuple[str, bool]]) -> None:
    done = cleaning.clean(lines("\n".join(texts)), title=title)
    assert [(one.text, one.headline) for one in done.paragraphs] == kept


LINES = st.one_of(
    st.sampled_from(
        [LEAD, NEXT, "Advertisement", "Read also:", "By Mira Halvers", "Jun 3, 2019", "ORSBY — ferry", "Who pays?", "•"]
    ),
    st.text(alphabet="abA .,!?|:—“”🙂א\u202e", max_size=30),
)


@given(st.lists(LINES, max_size=25))
def test_every_line_is_kept_or_in_the_ledger_and_none_is_both(texts: list[str]) -> None:
    found = lines("\n".join(texts))
    done = cleaning.clean(found)
    kept, ledger = done.paragraphs, done.ledger
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
    found = lines("\n".join(texts))
    done = cleaning.clean(found)
    kept, ledger = done.paragraphs, done.ledger
    words = sum(tokens.count_words(line.text) for line in found)
    assert sum(tokens.count_words(one.text) for one in kept) + sum(row.words for row in ledger) == words


@given(st.lists(LINES, max_size=25))
def test_paragraphs_stand_in_the_order_of_the_file(texts: list[str]) -> None:
    found = lines("\n".join(texts))
    kept = cleaning.clean(found).paragraphs
    place = 0
    for one in kept:
        place = next(i + 1 for i in range(place, len(found)) if found[i].text.endswith(one.text))
    assert [one.section for one in kept] == sorted(one.section for one in kept)
    assert [place for place, one in enumerate(kept) if one.headline] in ([], [0])


@pytest.mark.seeds
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the articles are not part of the project")
@pytest.mark.parametrize(
    ("name", "rules", "words", "date"),
    [
        ("000", {"link": 4, "sub-head": 4}, 55, ""),
        ("001", {"furniture": 16, "comments": 3}, 39, ""),
        ("002", {"sub-head": 1, "self-copy": 25}, 662, ""),
        ("003", {"dateline": 1, "sub-head": 2}, 14, ""),
        ("004", {"by-line": 1, "date": 1, "sub-head": 3, "link": 6, "furniture": 1}, 51, "Jun 17, 2021"),
    ],
)
def test_the_ledgers_of_the_bundled_articles(name: str, rules: dict[str, int], words: int, date: str) -> None:
    original = next(SEEDS.glob(f"{name}_*.txt")).read_text(encoding="utf-8")
    found, repaired = read(original)
    done = cleaning.clean(found)
    assert repaired == []
    assert Counter(row.rule for row in done.ledger) == rules
    assert sum(row.words for row in done.ledger) == words
    assert (done.date, done.agency) == (date, "")
    assert tokens.count_words(original) == words + sum(tokens.count_words(one.text) for one in done.paragraphs)
    assert all(original[one.anchors[0][1] : one.end].split() == one.text.split() for one in done.paragraphs)
