"""Lines: what is repaired in them, and that each character of a repaired text leads back to the original."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import tokens
from analysis.corpus.anchors import align, edit, locate, needed
from analysis.corpus.lines import Line, read

LEAD = "The white ferry sailed again on Monday, eleven months after the storm."
NEXT = "Some four hundred islanders stood on the quay and cheered until the horn answered."


def texts(original: str, *without: str) -> list[str]:
    return [line.text for line in read(original, without)[0]]


def back(original: str, line: Line, start: int, end: int) -> str:
    """What stands in the original where a stretch of a line comes from."""
    return original[locate(line.anchors, line.end, start) : locate(line.anchors, line.end, end)]


def pairs(original: str, *without: str) -> list[tuple[str, str]]:
    """Each word of each line, and the original's characters it comes from."""
    found, _ = read(original, without)
    return [(m[0], back(original, line, *m.span())) for line in found for m in re.finditer(r"\S+", line.text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n\n", []),
        ("one\n\n two  three \n", [(1, "one"), (3, "two three")]),
        ("one\r\ntwo\rthree", [(1, "one"), (2, "two"), (3, "three")]),
        ("one\u2028\u2028two\x0cthree", [(1, "one"), (3, "two"), (4, "three")]),
        ("\u00a0one\u00a0two", [(1, "one two")]),
    ],
)
def test_lines_are_numbered_as_in_the_file(text: str, expected: list[tuple[int, str]]) -> None:
    assert [(line.number, line.text) for line in read(text)[0]] == expected


def test_hard_wrapped_paragraphs_become_one_line_each() -> None:
    first = ["The white ferry sailed again on a Monday, some", "eleven months after a storm had torn up the pier", "of"]
    second = ["it, and four hundred islanders stood on a quay", "in the rain and cheered until the horn answered,"]
    third = ["which it did at ten past nine that wet morning,", "before the mayor went ashore with all his family", "."]
    text = "\n\n".join("\n".join(lines) for lines in (first, second, third))
    found, ledger = read(text)
    assert [(line.number, line.text) for line in found] == [
        (1, " ".join(first)),
        (5, " ".join(second)),
        (8, " ".join(third)),
    ]
    assert ledger == []
    assert [line.anchors for line in found] == [((0, text.index(lines[0])),) for lines in (first, second, third)]


@pytest.mark.parametrize("paragraphs", [[LEAD, f"{NEXT} {LEAD}"] * 4, [LEAD, NEXT] * 4])
def test_one_line_a_paragraph_is_not_taken_for_hard_wrapped(paragraphs: list[str]) -> None:
    assert texts("\n".join(paragraphs)) == paragraphs


WRAPPED = """\
The white ferry sailed again on a Monday, some {0}
in the harbour office said, after a storm had torn
up the pier and cut off the island for the autumn,
and four hundred islanders who stood on a long quay
in the rain cheered until the horn answered them,
which it did at ten past nine that wet morning {1}"""


@pytest.mark.parametrize(
    ("left", "right", "elsewhere", "joined", "rows"),
    [
        ("engi-", "neers", "", "engineers", 1),
        ("engi‐", "neers", "", "engineers", 1),
        ("high-", "water", "", "highwater", 1),
        ("high-", "water", "High-water", "high-water", 1),
        ("pre-", "and", "", "pre- and", 0),
        ("Anglo-", "Danish", "", "Anglo- Danish", 0),
        ("some -", "neers", "", "some - neers", 0),
        ("1990-", "style", "", "1990- style", 0),
    ],
)
def test_hyphenation(left: str, right: str, elsewhere: str, joined: str, rows: int) -> None:
    original = WRAPPED.format(left, elsewhere).replace("in the harbour", f"{right} in the harbour")
    found, ledger = read(original)
    assert [(row.rule, row.action, row.place, row.words) for row in ledger] == [
        ("hyphenation", "changed", "line 1", 1)
    ] * rows
    assert f", some {joined} in the harbour" in found[0].text
    off, none = read(original, {"hyphenation"})
    assert f"{left} {right}" in off[0].text
    assert none == []
    place = found[0].text.index(joined)
    assert back(original, found[0], place, place + len(joined)).split() == [*left.split(), right]


def test_soft_hyphens_go() -> None:
    original = "The ha\xadrbour mas\xadter and\nthe mayor"
    assert texts(original) == ["The harbour master and", "the mayor"]
    assert [(row.rule, row.place, row.words) for row in read(original)[1]] == [("hyphenation", "line 1", 2)]
    assert pairs(original)[1:3] == [("harbour", "ha\xadrbour"), ("master", "mas\xadter")]
    assert texts(original, "hyphenation") == original.split("\n")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("``We waited,'' he said.", '"We waited," he said.'),
        ("''We waited,'' he said. ''Long.''", '"We waited," he said. "Long."'),
        ("He said (''long'') so", 'He said ("long") so'),
        ("`` We waited . ''", '" We waited . "'),
    ],
)
def test_doubled_quote_marks_become_plain_double_marks(text: str, plain: str) -> None:
    found, ledger = read(text)
    assert found[0].text == plain
    assert [(row.rule, row.action, row.place, row.words) for row in ledger] == [("quote marks", "changed", "line 1", 0)]
    assert [word.replace("``", '"').replace("''", '"') for _, word in pairs(text)] == [word for word, _ in pairs(text)]
    assert read(text, {"quote marks"}) == ([Line(1, text, ((0, 0),), len(text))], [])


@pytest.mark.parametrize("text", ["He is 6'2'' tall.", "“It's,” he said, “‘long’”", "'He said 'no''", "Don't."])
def test_other_marks_stay(text: str) -> None:
    assert read(text) == ([Line(1, text, ((0, 0),), len(text))], [])


@pytest.mark.parametrize(
    ("text", "fixed", "places"),
    [
        ("plain", "plain", []),
        ("“curly” quotes’ stay", "“curly” quotes’ stay", []),
        ("cafe\u0301 on the quay", "café on the quay", []),
        ("one\nthe cafÃ© is open", "one\nthe café is open", ["line 2"]),
        ("he â€œwaitedâ€\x9d", "he “waited”", ["line 1"]),
        ("Ã\x85rhus", "Århus", ["line 1"]),
        ("of\ufb01ce", "office", ["line 1"]),
        ("&amp; stays", "&amp; stays", []),
    ],
)
def test_encoding(text: str, fixed: str, places: list[str]) -> None:
    found, ledger = read(text)
    assert "\n".join(line.text for line in found) == fixed
    assert [(row.rule, row.action, row.place) for row in ledger] == [("encoding", "changed", place) for place in places]
    assert texts(text, "encoding") == [" ".join(line.split()) for line in re.split(r"\n", text)]


def test_a_repaired_word_leads_back_to_its_characters() -> None:
    assert pairs("the cafÃ©  is\tâ€œopenâ€\x9d now") == [
        ("the", "the"),
        ("café", "cafÃ©"),
        ("is", "is"),
        ("“open”", "â€œopenâ€\x9d"),
        ("now", "now"),
    ]


def test_where_words_came_or_went_the_others_still_lead_back() -> None:
    anchors = align("the new ferry is here", "the ferry  sails and is here")
    found = {word: locate(anchors, 28, "the new ferry is here".index(word)) for word in ("the", "ferry", "is", "here")}
    assert found == {"the": 0, "ferry": 4, "is": 21, "here": 24}


def test_edits_move_anchors() -> None:
    text, anchors = edit("one two three", ((0, 100),), 113, [(0, 4, ""), (7, 8, " and ")])
    assert (text, anchors) == ("two and three", ((0, 104), (8, 108)))
    assert edit("one", ((0, 5),), 8, [(0, 3, "")]) == ("", ((0, 5),))
    assert needed([(0, 1), (3, 4), (5, 9), (5, 6)]) == ((0, 1),)


PLAIN = st.text(alphabet=st.sampled_from("abc d\t\n\r.,-–“”'é\u00a0\u2028ß"), max_size=120)


@given(st.lists(PLAIN, max_size=8).map("\n".join))
def test_every_word_of_a_sound_text_leads_back_to_itself(original: str) -> None:
    for word, there in pairs(original, "encoding", "quote marks"):
        assert there == word


@given(st.lists(st.text(alphabet="``''\xad ab\n", max_size=60), max_size=8).map("\n".join))
def test_altered_words_lead_back_to_what_was_altered(original: str) -> None:
    bare = str.maketrans("", "", "\xad\"`'")
    assert all(there.translate(bare) == word.translate(bare) for word, there in pairs(original))


@given(st.text(max_size=300))
def test_any_text_can_be_read(original: str) -> None:
    found, ledger = read(original)
    assert all(row.action == "changed" and row.words >= 0 for row in ledger)
    last = 0
    for line in found:
        assert line.text == " ".join(line.text.split()) != ""
        assert line.anchors[0][0] == 0
        assert [sorted(offsets) for offsets in zip(*line.anchors, strict=True)] == [
            list(offsets) for offsets in zip(*line.anchors, strict=True)
        ]
        assert last <= line.anchors[0][1] < line.end <= len(original)
        last = line.end


@given(
    st.lists(st.sampled_from(["harbour", "pier,", "Orsby", "sailed.", "ha\xadrbour", "cafÃ©", "''no''"]), max_size=60)
)
def test_no_word_is_lost_on_the_way(words: list[str]) -> None:
    kept = [word for text in texts("\n".join(words)) for word in tokens.words(text)]
    assert len(kept) == len(words)
