"""What stands above and below an article: by-line, date, dateline, credits, corrections, and whose copy it is."""

import pytest

from analysis.corpus import datelines

LEAD = "The white ferry sailed again on Monday, eleven months after the storm."


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("By Mira Halvers", "by-line"),
        ("by Mira Halvers", "by-line"),
        ("By Mira Halvers and Tor Ness", "by-line"),
        ("By Mira Halvers, harbour correspondent", "by-line"),
        ("By Mira Halvers of The Associated Press", "by-line"),
        ("By MIRA HALVERS ( @mira )", "by-line"),
        ("BY Mira Halvers", "by-line"),
        ("By Reuters", "by-line"),
        ("Reuters Staff", "by-line"),
        ("Jun 3, 2019", "date"),
        ("Monday, 3 June 2019", "date"),
        ("2019-06-03", "date"),
        ("June 3, 2019 at 10:15 am", "date"),
        ("ORSBY, VESTMARK", "dateline"),
        ("ORSBY, VESTMARK —", "dateline"),
        ("THE FERRY IS BACK AT LAST", ""),
        ("Ferry is back", ""),
        ("By noon the ferry was full of islanders and their dogs.", ""),
    ],
)
def test_the_lines_at_the_top(line: str, rule: str) -> None:
    assert datelines.top_rule(line) == rule


@pytest.mark.parametrize(
    "opening",
    [
        "ORSBY — ",
        "ORSBY, Vestmark — ",
        "ORSBY, Vestmark (Echo) – ",
        "PORT ANSEL (Echo/WPA) — ",
        "ORSBY -- ",
        "ORSBY - ",
        "ORSBY – ",
        "ORSBY/PORT ANSEL (Reuters) - ",
        "NEW ORSBY, N.V. (AP) — ",
        "Orsby (CNN) ",
        "Orsby, Vestmark (CNN) -- ",
        "(CNN) ",
        "(CNN)",
        "(Reuters) - ",
        "(Echo.com) -- ",
        "ORSBY, June 3 (Xinhua) -- ",
        "ORSBY, June 3. /TASS/. ",
        "Orsby, June 3 (PTI) ",
        "June 3 (UPI) -- ",
    ],
)
def test_a_dateline_before_the_first_sentence(opening: str) -> None:
    assert datelines.opening(opening + LEAD) == opening
    assert datelines.opening(f"{opening}“{LEAD}”") == opening


@pytest.mark.parametrize(
    "line",
    [
        LEAD,
        "NATO — the board did not mean the other one — has nothing to do with it.",
        "Orsby — Tellund is the line that everybody takes.",
        "The Ferry Board (FB) Chairman went ashore.",
        "The Associated Press (AP) Reported it first.",
        "Mira Halvers (R-Orsby) Said nothing.",
        "FILE - In this picture the ferry is white.",
        "UPDATE — The ferry is back.",
        "Ferry (CNN)",
    ],
)
def test_what_only_looks_like_a_dateline(line: str) -> None:
    assert datelines.opening(line) == ""


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Photo: Tor Ness", "credit"),
        ("Picture: Tor Ness/WPA", "credit"),
        ("Getty Images/Tor Ness", "credit"),
        ("(Tor Ness/Reuters)", "credit"),
        ("(Getty Images)", "credit"),
        ("Image copyright WPA Image caption The ferry at the quay", "credit"),
        ("The ferry at the quay of Orsby, June 3, 2019. REUTERS/Tor Ness/File Photo", "credit"),
        ("The ferry at the quay of Orsby. (Photo: Tor Ness, WPA)", "credit"),
        ("FILE - In this June 3, 2019 file photo, the ferry leaves the quay of Orsby for the last time.", "credit"),
        (f"FILE - In this June 3, 2019 file photo, the ferry leaves. {LEAD * 8}", "credit"),
        ("Tor Ness contributed to this report.", "credit"),
        ("Tor Ness contributed.", "credit"),
        ("Contributing: Tor Ness", "credit"),
        ("Reporting by Mira Halvers; Editing by Tor Ness", "credit"),
        ("(Reuters)", "credit"),
        ("Correction: an earlier version gave the wrong name of the mayor.", "correction"),
        ("Editor's note: the board is owned by the town.", "correction"),
        ("Update (June 4): this article has the council's answer.", "correction"),
        ("This story has been updated.", "correction"),
        ("[An earlier version of this article was corrected.]", "correction"),
        (LEAD, ""),
        ("Update: The ferry sailed at noon after all.", ""),
        ("She asked what each of them had contributed.", ""),
        ("Reporting by the Echo in March had shown the piles to be rotten.", ""),
        ("(The town later gave out a photo of the ferry.)", ""),
        (f"Photo: {LEAD * 9}", ""),
    ],
)
def test_credits_and_corrections(line: str, rule: str) -> None:
    assert datelines.end_rule(line) == rule


@pytest.mark.parametrize(
    ("line", "rule", "agency"),
    [
        ("ORSBY (AP) — ", "dateline", "Associated Press"),
        ("PARIS (AFP) — ", "dateline", "AFP"),
        ("ORSBY, June 3. /TASS/. ", "dateline", "TASS"),
        ("ORSBY — ", "dateline", ""),
        ("(CNN) ", "dateline", ""),
        ("ORSBY, VESTMARK", "dateline", ""),
        ("By Mira Halvers, Associated Press", "by-line", "Associated Press"),
        ("By MIRA HALVERS Associated Press", "by-line", "Associated Press"),
        ("By Mira Halvers of Reuters", "by-line", "Reuters"),
        ("By Mira Halvers", "by-line", ""),
        ("Reuters Staff", "by-line", "Reuters"),
        ("(Reuters)", "credit", "Reuters"),
        ("— AFP", "credit", "AFP"),
        ("Copyright 2019 The Associated Press. All rights reserved.", "furniture", "Associated Press"),
        ("© AFP / Tor Ness", "furniture", ""),
        ("This story was reported by The Associated Press.", "recurring line", "Associated Press"),
        ("AFP contributed to this report.", "credit", ""),
        ("Photo: Tor Ness/AP", "credit", ""),
        ("Read more: Reuters on the ferry", "link", ""),
    ],
)
def test_the_agency_is_named_where_the_text_says_it_is_its_copy(line: str, rule: str, agency: str) -> None:
    assert datelines.agency_of(line, rule) == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"{LEAD} (Reuters)", "Reuters"),
        (f"“{LEAD}” – dpa", "dpa"),
        (f"{LEAD} /TASS/", "TASS"),
        (LEAD, ""),
        ("The mayor said so to Reuters", ""),
        ("She works for the agency (Reuters)", ""),
    ],
)
def test_an_agency_may_sign_at_the_end(text: str, agency: str) -> None:
    assert datelines.signed_off(text) == agency
