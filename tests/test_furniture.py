"""Furniture: what a page says of itself, by its words or because a source's pages all have it."""

import pytest

from analysis.corpus import furniture
from analysis.corpus.lines import read

LEAD = "The white ferry sailed again on Monday, eleven months after the storm."
LONG = f"{LEAD} Some four hundred islanders stood on the quay and cheered until the horn answered, wet as they were."


@pytest.mark.parametrize(
    "line",
    [
        "Web Analytics",
        "Advertisement",
        "ADVERTISEMENT",
        "Advertisement Continue reading the main story",
        "Story Continued Below",
        "Subscribe now",
        "Sign up for our morning letter",
        "Follow us on Twitter",
        "Follow Mira Halvers on Twitter @mira",
        "CLICK HERE TO GET THE ECHO APP",
        "Get the ferry news delivered to your inbox. By signing up, you agree to our rules",
        "All rights reserved.",
        "© 2019 The Echo",
        "Copyright 2019 The Echo",
        "Previous article",
        "Loading...",
        "next Image 1 of 2",
        "Slideshow (2 Images)",
        "7 years ago",
        "This article is more than 1 year old",
        "Write to Mira Halvers at mira.halvers@echo.example",
        "| Skip to content",
        "Skip to main content",
        "Published on 3 June 2019",
        "Updated at 5:28 p.m. ET",
    ],
)
def test_what_a_page_says(line: str) -> None:
    assert furniture.page_rule(line) == "furniture"


@pytest.mark.parametrize(
    "line",
    [
        "Share this article",
        "Share on Facebook",
        "Facebook",
        "WhatsApp 12",
        "Tweet",
        "Facebook Twitter WhatsApp",
        "Share Tweet Post Email",
        "Click to share on Twitter (Opens in new window)",
        "Email this article",
        "Print",
        "1.2K Shares",
        "SHARE THIS ARTICLE Share Tweet Post Email",
    ],
)
def test_share_buttons(line: str) -> None:
    assert furniture.page_rule(line) == "share"


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Leave a comment",
        "Be First to Comment",
        "Be the first to comment on this",
        "Your email address is never published",
        "Your email address will not be published",
        "Cancel reply",
        "Required fields are marked *",
        "Required fields: name",
        "12 Comments",
        "No comments",
        "View all 12 comments",
        "Comments are closed.",
        "Join the conversation",
        "Save my name, email, and website in this browser for the next time I comment.",
        "Notify me of new posts by email.",
        "Name *",
        "Post Comment",
    ],
)
def test_comment_forms(line: str) -> None:
    assert furniture.page_rule(line) == "comments"


@pytest.mark.parametrize(
    "line",
    [
        LEAD,
        "Loading the ferry took the crew most of the morning.",
        "Print workers joined them on the quay at noon, waving flags.",
        "Twitter was full of pictures of the ferry and of the mayor.",
        "Facebook said that it would pay for the pier.",
        "Facebook: WhatsApp; Instagram",
        "Follow the pier to its end and you will see the new piles.",
        "Published reports of the cost were wrong by a million crowns, the board said later on.",
        "Copyright law was on the table when the council of Orsby met the board on Thursday evening.",
        "Advertisement revenue of the line fell by half after the storm.",
        "Sign up to vote, he told them, before the ferry leaves for good.",
        "Comments by the mayor made matters worse.",
        "Leave a place better than you found it, she likes to say.",
        "Share prices of the line fell.",
        "Twelve comments were made.",
        "Seven years ago the pier fell.",
        f"Subscribe to nothing, said the mayor. {LONG} {LONG}",
    ],
)
def test_a_sentence_that_begins_like_furniture_is_none(line: str) -> None:
    assert furniture.page_rule(line) == ""


def candidates(text: str) -> set[str]:
    return furniture.candidates(read(text)[0])


def test_candidates_are_short_or_speak_of_the_page() -> None:
    invitation = f"Sign up for the Echo. {LONG}"
    assert candidates("\n".join([LEAD, LEAD, LONG, invitation, f"Our newsletter: {LONG * 6}"])) == {LEAD, invitation}
    assert candidates("") == set()


PROSE = [
    "The mayor of Orsby went ashore with all his family at noon.",
    "Nobody knew why the horn was silent on that day.",
]
INVITATION = "Sign up for the Echo, the paper of the north."
LABEL = "From the north"
SET_PHRASE = "The Echo is the paper that tells you what the wide and windy north thinks."


@pytest.mark.parametrize(
    ("line", "count", "documents", "recurs"),
    [
        (INVITATION, 3, 3, True),
        (INVITATION, 3, 1000, True),
        (INVITATION, 2, 2, False),
        (LABEL, 3, 150, True),
        (LABEL, 3, 151, False),
        (LABEL, 20, 1000, True),
        (LABEL, 2, 2, False),
        (SET_PHRASE, 5, 15, True),
        (SET_PHRASE, 5, 16, False),
        (SET_PHRASE, 4, 4, False),
        ("The north reads on.", 3, 9, True),
        ("The north reads on.", 3, 10, False),
        ("More from the Echo:", 3, 100, True),
        ("Urgent:", 20, 1000, True),
    ],
)
def test_what_recurs(line: str, count: int, documents: int, recurs: bool) -> None:
    assert furniture.recurring({line: count, LEAD: 1}, documents) == ({line} if recurs else set())


def test_an_article_that_was_published_often_is_no_furniture() -> None:
    counts = dict.fromkeys([LEAD, *PROSE], 5) | {"Ferry is back": 5, INVITATION: 5, LABEL: 6}
    assert furniture.recurring(counts, 8) == {LABEL}
    assert furniture.recurring(counts | {PROSE[1]: 1}, 8) == {LEAD, PROSE[0], "Ferry is back", INVITATION, LABEL}


def test_nothing_recurs_in_nothing() -> None:
    assert furniture.recurring({}, 0) == frozenset()
