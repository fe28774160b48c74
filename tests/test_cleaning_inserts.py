"""What a page sets between the lines of an article or into one: links, players, galleries, highlights."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import tokens
from analysis.corpus import cleaning, datelines, furniture, inserts
from analysis.corpus.anchors import locate
from analysis.corpus.cleaning import Cleaned
from analysis.corpus.lines import read

LEAD = "The white ferry sailed again on Monday, eleven months after the storm."
NEXT = "Some four hundred islanders stood on the quay and cheered until the horn answered."
TEASER = " Mira (Mimi) Anne HalversFerry is back at last Pier 'far over budget': board MORE"


def clean(*paragraphs: str, without: tuple[str, ...] = (), title: str = "") -> Cleaned:
    return cleaning.clean(read("\n".join(paragraphs))[0], without=without, title=title)


def told(*paragraphs: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The kept paragraphs between LEAD and NEXT, and rule and place of what was taken out."""
    done = clean(LEAD, *paragraphs, NEXT)
    texts = [one.text for one in done.paragraphs]
    assert (texts[0], texts[-1]) == (LEAD, NEXT)
    return texts[1:-1], [(row.rule, row.place) for row in done.ledger]


@pytest.mark.parametrize(
    "line",
    [
        "JUST WATCHED Ferry is back Replay More Videos ... MUST WATCH Ferry is back 02:14",
        "More:Pier is far over budget, says board",
        "MORE: Pier is far over budget",
        "More on ferries: Pier is far over budget",
        "More On This... Pier is far over budget",
        "NOW WATCH: ‘Ferry Is Back’",
        "Related Coverage Pier is far over budget, says board",
        "( See also: Pier is far over budget)",
        "( Full results of the vote)",
        "Will the pier ever be paid for? Read more",
        'poster="http://video.example/pier.jpg?x=1" Pier is over budget The board met on Monday.',
    ],
)
def test_links(line: str) -> None:
    assert told(line) == ([], [("link", "line 2")])


@pytest.mark.parametrize(
    "line",
    [
        "More on this later in the day, said the mayor of Orsby.",
        "More on the pier: it will be paid for by the north, and nobody else.",
        "Related coverage of the loss fell to the insurers, who paid.",
        "He had just watched the ferry come in; the board must watch the cost.",
        "(See what the north has become, she said.)",
        "Those who want to know about the pier should read more.",
        "She asked for MORE ferries.",
    ],
)
def test_prose_that_looks_like_a_link(line: str) -> None:
    assert told(line) == ([line], [])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"Mayor Mira Halvers{TEASER} waved.", "Mayor Mira Halvers waved."),
        (f"Mayor Halvers{TEASER}’s hat was wet.", "Mayor Halvers’s hat was wet."),
        (f"Mayor Mira Halvers Jr.{TEASER} waved.", "Mayor Mira Halvers Jr. waved."),
        (f"They met Tor Ness Tor NessNorth wins MORE and Mira Halvers{TEASER} (North).", None),
        (f"Mayor Mira Halvers{TEASER.lstrip()} waved.", "Mayor Mira Halvers waved."),
        ("Mayor Mira Halvers Mira HalversNorth wins Pier is back MORE waved.", "Mayor Mira Halvers waved."),
        ("Mayor Mira Halvers Mira Anne Halvers Ferry is back at last MORE waved.", "Mayor Mira Halvers waved."),
        ("Mayor Mira Halvers Mira Halvers2019 was a bad year for ferries MORE waved.", "Mayor Mira Halvers waved."),
    ],
)
def test_teasers_are_taken_out_of_a_sentence(text: str, kept: str | None) -> None:
    texts, rows = told(text)
    assert texts == [kept or "They met Tor Ness and Mira Halvers (North)."]
    assert rows == [("link", "line 2")] * (1 if kept else 2)


@pytest.mark.parametrize(
    "text",
    [
        "Mira Halvers met Mira Halvers the younger, and both wanted MORE of it.",
        "Halvers, Mira Halvers, said that the north must pay MORE.",
        "The board of MacMillan and MacNess said that it would not pay MORE.",
        "Tor Mac met Ness and MacNess and they said that the board must pay MORE.",
        "RUNNER UP AND RUNNERS WANT TO BE PAID MORE",
        f"Mayor Halvers Mira HalversFerry is back {'and back again ' * 60} MORE waved.",
        "Mayor Halvers Mira HalversFerry is back, and no more of it.",
    ],
)
def test_prose_with_a_name_twice_stays(text: str) -> None:
    assert inserts.teasers(text) == []


def test_a_teaser_leaves_a_row_with_its_words_and_the_way_back() -> None:
    original = f"Ferry is back\nORSBY (AP) — Mayor  Mira Halvers{TEASER} waved to all.\n{NEXT}"
    done = cleaning.clean(read(original)[0])
    assert [(row.rule, row.action, row.text) for row in done.ledger] == [
        ("dateline", "changed", "ORSBY (AP) — "),
        ("link", "changed", TEASER),
    ]
    assert [row.words for row in done.ledger] == [tokens.count_words("ORSBY (AP) — "), tokens.count_words(TEASER)]
    one = done.paragraphs[1]
    assert one.text == "Mayor Mira Halvers waved to all."
    for word in ("Mayor", "Mira", "Halvers", "waved", "all"):
        start = locate(one.anchors, one.end, one.text.index(word))
        assert original[start : start + len(word)] == word
    assert original.index(" waved") == locate(one.anchors, one.end, one.text.index(" waved"))


@pytest.mark.parametrize("rule", ["link", "dateline"])
def test_either_cut_is_switched_off_alone(rule: str) -> None:
    texts = ["Ferry is back", f"ORSBY (AP) — Mayor Mira Halvers{TEASER} waved to all.", NEXT]
    done, off = clean(*texts), clean(*texts, without=(rule,))
    assert off.ledger == [row for row in done.ledger if row.rule != rule]
    start = "ORSBY (AP) — " if rule == "dateline" else ""
    assert off.paragraphs[1].text == f"{start}Mayor Mira Halvers{TEASER if rule == 'link' else ''} waved to all."


@given(st.text(alphabet="aA 1M’(", max_size=30), st.text(alphabet="aA 1M’(", max_size=30))
def test_teasers_are_in_order_and_end_in_more(before: str, after: str) -> None:
    text = f"{before} Halvers{TEASER} {after} MORE"
    spans = inserts.teasers(text)
    assert spans
    assert all(text[start:stop].endswith("MORE") for start, stop in spans)
    assert spans == sorted(spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


def test_a_gallery_goes_from_its_title_to_its_last_caption() -> None:
    gallery = [
        "Photos: The ferry over the years Photos: The ferry over the years The ferry in May. Hide Caption 1 of 4",
        "Photos: The ferry over the years Its captain said: “It floats.” Hide Caption 2 of 4 Photos: The ferry",
        "The captain had said so before, in the year of the great storm.",
        "“It always did,” he added. Hide Caption 3 of 4 Photos: The ferry The ferry in June. Hide Caption 4 of 4",
    ]
    assert told(*gallery) == ([], [("credit", f"line {number}") for number in range(2, 6)])
    assert told("Photos: The ferry", gallery[-1]) == ([], [("credit", "line 2"), ("credit", "line 3")])
    assert told(gallery[0], LEAD.replace("Monday", "Sunday"))[0] == [LEAD.replace("Monday", "Sunday")]


@pytest.mark.parametrize(
    "line",
    [
        "The button says Hide Caption 1 of 4, and nobody knows why it does.",
        f"Photos: The ferry in May. Hide Caption 4 of 4 {LEAD}",
    ],
)
def test_captions_around_which_there_is_prose_are_no_gallery(line: str) -> None:
    assert inserts.blocks(read(f"{LEAD}\n{line}\n{NEXT}")[0], -1) == {}


def test_a_gallery_that_is_not_closed_ends_with_its_last_caption() -> None:
    open_ended = "Photos: The ferry in May. Hide Caption 1 of 9"
    far = [f"{NEXT} {number}" for number in range(5)]
    assert told(open_ended, *far, "It says Hide Caption 2 of 9 on it.")[1] == [("credit", "line 2")]


@pytest.mark.parametrize("first", ["Story highlights Ferry sails again after the storm", "Story highlights"])
def test_highlights_go_up_to_the_first_sentence(first: str) -> None:
    told_first = ["Halvers: The pier is far over budget, and somebody must pay", "Islanders cheer on the quay"]
    done = clean(first, *told_first, "By Tor Ness", LEAD, NEXT)
    assert [one.text for one in done.paragraphs] == [LEAD, NEXT]
    assert [row.rule for row in done.ledger] == ["furniture"] * 3 + ["by-line"]


@pytest.mark.parametrize("line", ["Story highlights the want of piers.", "Story highlights: none."])
def test_a_sentence_about_highlights_stays(line: str) -> None:
    assert told(line) == ([line], [])


def test_the_title_is_no_highlight() -> None:
    done = clean("Story highlights", "Ferry is back", LEAD, NEXT, title="Ferry is back")
    assert next((one.text, one.headline) for one in done.paragraphs) == ("Ferry is back", True)


@pytest.mark.parametrize(
    "line",
    [
        "Updated: 10:19 p.m.",
        "--Updated at 11:12 a.m.",
        "(This post was last updated at 11:09 p.m. ET.)",
        "Updated 3:15 p.m. ET, June 3, 2019",
        "1:35 p.m.",
        "prev next Image 12 of 13",
        '[jwplayer file="http://video.example/pier.mp4"][/jwplayer]',
        "https://echo.example/pier pic.twitter.com/aBc12",
        "For more on the pier, click here.",
        "Join us on Facebook/EchoNorth.",
        "Contact Mira Halvers at mira@echo.example",
        "Follow harbour correspondent Mira Halvers at @mira.",
    ],
)
def test_what_else_a_page_says(line: str) -> None:
    assert furniture.page_rule(line) == "furniture"


@pytest.mark.parametrize(
    "line", ["Read or Share this story: https://echo.example/2r", "Share All sharing options for: Ferry is back"]
)
def test_what_else_shares(line: str) -> None:
    assert furniture.page_rule(line) == "share"


@pytest.mark.parametrize(
    "line",
    [
        "Update at 1:33 p.m. ET. Several horns heard:",
        "1:35 p.m. was when the ferry sailed.",
        "https://echo.example is where the board has put the whole cost.",
        "The button said Click Here! Nobody did. Then he said: click here",
        "[The board] has paid.",
        "Join us on the quay.",
        "Contact the board at noon.",
        "Follow Mira Halvers to the quay.",
    ],
)
def test_prose_that_looks_like_a_page(line: str) -> None:
    assert furniture.page_rule(line) == ""


@pytest.mark.parametrize(
    "line",
    [
        "The ferry at the quay of Orsby, June 3, 2019. (Tor Ness/Reuters)",
        "The ferry at the quay of Orsby, June 3, 2019. Tor Ness/Getty Images",
        "The ferry at the quay. Tor Ness/Pool/AFP/Getty Images",
        "The ferry at the quay of Orsby. | AP Photo",
        "The ferry at the quay of Orsby. | Tor Ness/Echo",
        "Tor Ness/Staff The ferry lies at the quay of Orsby.",
        "CLOSE The ferry is back at the quay of Orsby. (June 3) AP",
        "Hide caption The ferry at the quay of Orsby. Previous Next Tor Ness/AP",
        "Facebook Twitter Pinterest The ferry at the quay. Photograph: Tor Ness",
    ],
)
def test_captions(line: str) -> None:
    assert datelines.end_rule(line) == "credit"
    assert [one.text for one in clean(line, "Ferry is back", LEAD).paragraphs] == ["Ferry is back", LEAD]


def test_a_story_that_corrects_another() -> None:
    assert datelines.end_rule("(This June 3 story corrects the mayor's name in paragraph 8)") == "correction"
    assert datelines.end_rule("(This story has been refiled to add a dropped word.)") == "correction"


@pytest.mark.parametrize(
    "line",
    [
        "CLOSE CALL FOR THE FERRY AT ORSBY QUAY",
        "Close to the quay stood the mayor of Orsby, and waved.",
        "The poll was taken by the Echo and Harbour News/AP in the first week of June.",
        "The board will pay and/or leave.",
        "Mira Halvers/Staff",
        "(This is the story of a ferry that nobody corrects.)",
    ],
)
def test_prose_that_looks_like_a_caption(line: str) -> None:
    assert datelines.end_rule(line) == ""
