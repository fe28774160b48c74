"""Passages: what is joined, what is split, and that no character is lost or counted twice."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tokens
from analysis.corpus import passages
from analysis.corpus.cleaning import Paragraph, clean
from analysis.corpus.lines import read


def words(count: int, end: str = ".") -> str:
    """A sentence of so many words."""
    return " ".join(["Ferry", *["sails"] * (count - 1)][:count]) + end


def article(*told: tuple[str, int] | str) -> list[Paragraph]:
    """Paragraphs of the given texts and sections; a text alone is the headline."""
    return [paragraph(one, True, 0) if isinstance(one, str) else paragraph(one[0], False, one[1]) for one in told]


def paragraph(text: str, headline: bool, section: int) -> Paragraph:
    return Paragraph(text, headline, section, ((0, 0),), len(text))


def sizes(paragraphs: list[Paragraph], shortest: int = 25, longest: int = 120) -> list[tuple[str, int]]:
    text, _ = passages.join(paragraphs)
    return [
        (one.part, tokens.count_words(text[one.start : one.end])) for one in passages.cut(paragraphs, shortest, longest)
    ]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ([], []),
        (article("Ferry is back"), [("headline", 3)]),
        (article((words(30), 0), (words(40), 0)), [("lead", 30), ("body", 40)]),
        (article("Ferry is back", (words(30), 0)), [("headline", 3), ("lead", 30)]),
        # a short one takes in what follows, until it is long enough
        (article((words(10), 0), (words(10), 0), (words(10), 0), (words(30), 0)), [("lead", 30), ("body", 30)]),
        (article((words(24), 0), (words(1), 0), (words(25), 0)), [("lead", 25), ("body", 25)]),
        # at the end of its section it joins what stands before it
        (article((words(30), 0), (words(5), 0), (words(40), 1)), [("lead", 35), ("body", 40)]),
        (article((words(30), 0), (words(5), 0)), [("lead", 35)]),
        # but never across a sub-head, and never to the headline
        (article((words(30), 0), (words(5), 1), (words(40), 2)), [("lead", 30), ("body", 5), ("body", 40)]),
        (article("Ferry is back", (words(5), 0), (words(40), 1)), [("headline", 3), ("lead", 5), ("body", 40)]),
        (article("Ferry is back", (words(3), 0)), [("headline", 3), ("lead", 3)]),
        # a long one is split at sentence ends, into nearly equal parts
        (article((" ".join([words(40)] * 4), 0)), [("lead", 80), ("body", 80)]),
        (article((" ".join([words(50)] * 6), 0)), [("lead", 100)] + [("body", 100)] * 2),
        (article((words(119) + " " + words(1), 0)), [("lead", 120)]),
        # one sentence has no end to split at
        (article((words(200), 0)), [("lead", 200)]),
    ],
)
def test_cut(paragraphs: list[Paragraph], expected: list[tuple[str, int]]) -> None:
    assert sizes(paragraphs) == expected


@pytest.mark.parametrize(
    ("shortest", "longest", "expected"),
    [
        (1, 10, [8, 8, 8, 8]),
        (8, 15, [8, 8, 8, 8]),
        (8, 16, [8, 16, 8]),
        (8, 8, [8, 8, 8, 8]),
        (9, 100, [32]),  # 8 takes in 16, and the last 8 joins them
    ],
)
def test_the_limits_are_heeded(shortest: int, longest: int, expected: list[int]) -> None:
    paragraphs = article((words(8), 0), (f"{words(8)} {words(8)}", 0), (words(8), 0))
    assert [size for _, size in sizes(paragraphs, shortest, longest)] == expected


def test_a_joined_text_has_a_blank_line_between_paragraphs() -> None:
    text, starts = passages.join(article("Ferry is back", ("It rained.", 0), ("Nobody waved.", 1)))
    assert text == "Ferry is back\n\nIt rained.\n\nNobody waved."
    assert [text[start:][:4] for start in starts] == ["Ferr", "It r", "Nobo"]
    assert passages.join([]) == ("", [])


PARAGRAPHS = st.lists(
    st.tuples(
        st.lists(
            st.one_of(
                st.integers(1, 60).map(words),
                st.sampled_from(["🙂", "Mr. Prell waved.", "“No!” she said.", "…", "שלום עולם.", "x" * 500]),
            ),
            min_size=1,
            max_size=6,
        ).map(" ".join),
        st.booleans(),
    ),
    max_size=12,
)


def build(told: list[tuple[str, bool]], headline: bool) -> list[Paragraph]:
    paragraphs, section = [], 0
    for place, (text, new) in enumerate(told):
        section += new and place > 0
        paragraphs.append(paragraph(text, headline and place == 0, section))
    return paragraphs


@settings(max_examples=60)
@given(PARAGRAPHS, st.booleans(), st.sampled_from([(25, 120), (1, 10), (60, 60)]))
def test_passages_cover_all_paragraphs_in_order_without_overlap(
    told: list[tuple[str, bool]], headline: bool, limits: tuple[int, int]
) -> None:
    paragraphs = build(told, headline)
    text, _ = passages.join(paragraphs)
    found = passages.cut(paragraphs, *limits)
    end_before = 0
    for one in found:
        assert one.start < one.end
        assert not text[end_before : one.start].strip()
        assert not text[one.start].isspace()
        assert not text[one.end - 1].isspace()
        end_before = one.end
    assert not text[end_before:].strip()
    assert sum(tokens.count_words(text[one.start : one.end]) for one in found) == tokens.count_words(text)


@settings(max_examples=60)
@given(PARAGRAPHS, st.booleans())
def test_no_passage_runs_over_a_subhead_and_one_is_the_lead(told: list[tuple[str, bool]], headline: bool) -> None:
    paragraphs = build(told, headline)
    _, starts = passages.join(paragraphs)
    found = passages.cut(paragraphs)
    for one in found:
        inside = {
            (p.section, p.headline) for p, start in zip(paragraphs, starts, strict=True) if one.start <= start < one.end
        }
        assert len(inside) <= 1
    parts = [one.part for one in found]
    bodies = len(parts) - parts.count("headline")
    assert parts == ["headline"] * parts.count("headline") + ["lead"] * min(bodies, 1) + ["body"] * max(bodies - 1, 0)


@settings(max_examples=60)
@given(PARAGRAPHS)
def test_only_what_cannot_be_joined_is_short(told: list[tuple[str, bool]]) -> None:
    paragraphs = build(told, False)
    text, starts = passages.join(paragraphs)
    section = {start: one.section for one, start in zip(paragraphs, starts, strict=True)}
    found = [
        (tokens.count_words(text[one.start : one.end]), section[max(start for start in starts if start <= one.start)])
        for one in passages.cut(paragraphs)
    ]
    for count, place in found:
        assert count >= passages.SHORTEST or [other for _, other in found].count(place) == 1


ORIGINAL = """\
Ferry is  back

ORSBY — The white ferry sailed again.
Advertisement
The cafÃ© on the quay is ``open'' now.
"""


@pytest.mark.parametrize(
    ("cleaned", "original"),
    [
        ("Ferry is back", "Ferry is  back"),
        ("is back", "is  back"),
        ("The white ferry", "The white ferry"),
        ("café", "cafÃ©"),
        ('is "open" now.', "is ``open'' now."),
        ("back\n\nThe white", "back\n\nORSBY — The white"),
        ("again.\n\nThe café", "again.\nAdvertisement\nThe cafÃ©"),
    ],
)
def test_a_stretch_of_the_cleaned_text_leads_back_to_the_original(cleaned: str, original: str) -> None:
    paragraphs = clean(read(ORIGINAL)[0]).paragraphs
    text, starts = passages.join(paragraphs)
    start = text.index(cleaned)
    first, last = passages.original_span(paragraphs, starts, start, start + len(cleaned))
    assert ORIGINAL[first:last] == original


LINES = st.lists(
    st.one_of(
        st.sampled_from(["Advertisement", "Read also:", "By Mira Halvers", "ORSBY — The ferry", "Who pays?", "•", ""]),
        st.lists(st.sampled_from(["Ferry", "sails.", "“No”,", "naïve", "a-b", "9.5"]), max_size=40).map(" ".join),
        st.text(alphabet="ab. \t“”—\u00a0", max_size=40),
    ),
    max_size=20,
)


@given(LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\n  \t"]))
def test_the_words_of_a_passage_stand_in_the_original_where_it_says(lines: list[str], between: str) -> None:
    original = between.join(lines)
    done = clean(read(original)[0])
    text, starts = passages.join(done.paragraphs)
    taken = [row.text for row in done.ledger]
    for start, one in zip(starts, done.paragraphs, strict=True):
        first, last = passages.original_span(done.paragraphs, starts, start, start + len(one.text))
        assert original[first:last].split() == one.text.split()
    for one in passages.cut(done.paragraphs, 5, 20):
        first, last = passages.original_span(done.paragraphs, starts, one.start, one.end)
        there, here = original[first:last].split(), text[one.start : one.end].split()
        if there != here:  # only what the ledger says was taken out stands between
            assert taken
            assert not Counter(here) - Counter(there)
            assert not Counter(there) - Counter(here) - Counter(" ".join(taken).split())
        assert there[0] == here[0]
        assert there[-1] == here[-1]


@given(LINES)
def test_every_word_of_the_cleaned_text_leads_back_to_itself(lines: list[str]) -> None:
    original = "\n".join(lines)
    paragraphs = clean(read(original)[0]).paragraphs
    text, starts = passages.join(paragraphs)
    for match in re.finditer(r"\S+", text):
        first, last = passages.original_span(paragraphs, starts, *match.span())
        assert original[first:last] == match[0]
