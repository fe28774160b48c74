"""What the report says: each sentence for small tables, and every sentence for studies of any kind."""

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from stories import HOSTILE, Computed, compute, ferry, prepared, save

from analysis import coverage, inventory, prominence, style, topics, voices, wording
from analysis.statements import Finding, Sentence
from analysis.statements import checked as of_checked
from analysis.statements import cleaning as of_cleaning
from analysis.statements import comparisons as of_comparisons
from analysis.statements import corpus as of_corpus
from analysis.statements import coverage as of_coverage
from analysis.statements import divergence as of_divergence
from analysis.statements import methods as of_methods
from analysis.statements import prominence as of_order
from analysis.statements import topic_pictures as of_pictures
from analysis.statements import topics as of_topics
from analysis.statements import voice_measures as of_measures
from analysis.statements import voices as of_voices
from analysis.statements import wording as of_wording
from analysis.statements.sentence import PLACEHOLDER
from analysis.study import OTHERS

LABELS = {"A": "Echo", "B": "Gazette", "C": "Ledger"}
GRADE = "describes these texts"


def table(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=pd.Index(columns.split()))


# corpus

DOCUMENTS = table(
    "document source date words raw_words",
    ("A-1", "A", "2019-06-03", 1200, 1300),
    ("A-2", "A", "", 300, 300),
    ("B-1", "B", "2019-06-04", 500, 1000),
)


def test_how_much_was_read() -> None:
    assert of_corpus.size(DOCUMENTS, DOCUMENTS).text == (
        "After cleaning, the study holds 3 documents of 2 sources: 2,000 words in 3 passages."
    )


@pytest.mark.parametrize(
    ("documents", "starts"),
    [
        (DOCUMENTS, "At least one source stands here with 1 document only"),
        (DOCUMENTS[DOCUMENTS["source"] == "A"], "Of the sources compared, the one with the fewest documents has 2;"),
    ],
)
def test_how_far_a_comparison_reaches(documents: pd.DataFrame, starts: str) -> None:
    assert of_corpus.limits(documents).text.startswith(starts)


@pytest.mark.parametrize(
    ("dates", "text"),
    [
        (["", ""], "For 2 documents no date of publication was given."),
        (["2019-06-03", ""], "A date of publication is known for 1 of them: 2019-06-03."),
        (
            ["2019-06-04", "2019-06-03"],
            "A date of publication is known for 2 of them, from 2019-06-03 to 2019-06-04.",
        ),
    ],
)
def test_when_the_documents_were_published(dates: list[str], text: str) -> None:
    assert of_corpus.dates(pd.DataFrame({"date": dates})).text == text


def test_the_longest_account() -> None:
    found = of_corpus.lengths(DOCUMENTS, LABELS)
    assert found.sentence.text == (
        "The longest source after cleaning is Echo with 1,500 words, 3.0 times the shortest, Gazette (500)."
    )
    assert (found.grade, found.figure) == (GRADE, "corpus-lengths")


CLEANING = table(
    "document rule action place words",
    ("A-1", "furniture", "removed", "line 1", 100),
    ("B-1", "self-copy", "removed", "line 9", 300),
    ("B-1", "self-copy", "removed", "line 10", 200),
    ("B-1", "shared copy", "linked", "A-1:1 ~ B-1:1", 40),
)


def test_what_cleaning_took_out() -> None:
    assert of_cleaning.removed(DOCUMENTS, CLEANING, LABELS).text == (
        "Cleaning took out 600 words in 3 places, 23 % of what was read; most in Gazette, which lost 50 %."
    )


@pytest.mark.parametrize(
    ("cleaning", "text"),
    [
        (
            CLEANING,
            "1 document contains a copy of itself (Gazette): 2 paragraphs with 500 words were cut, and one copy kept.",
        ),
        (CLEANING.iloc[:1], "No document contains a copy of itself."),
    ],
)
def test_documents_that_contain_themselves(cleaning: pd.DataFrame, text: str) -> None:
    assert of_cleaning.copied(cleaning, DOCUMENTS, LABELS).text == text


def test_shared_copy() -> None:
    reuse = table("level shared_words", ("document", 10), ("corpus", 20), ("corpus", 5))
    told = of_cleaning.shared(reuse).text
    assert "1 pair repeats" in told
    assert "2 pairs share copy between documents (25 words)" in told


NOTHING = {
    "removed": table("document rule term count"),
    "rejected": table("file row reason"),
    "copies": table("relation original agency"),
    "spellings": table("spelling source"),
}


def test_what_would_surface_without_cleaning() -> None:
    removed = table("count", (40,), (2,))
    found = table(
        "source term rule", ("A", "comment", "furniture"), ("A", "email", "link line"), ("B", "reply", "furniture")
    )
    assert of_cleaning.uncleaned(found, removed, LABELS, 8).text == (
        "What was taken out holds 42 occurrences of words. Left in, 3 words would stand among the 8 most "
        "distinctive of a source only because of it, by rule furniture (2) and link line (1): “comment”, “email” in Echo; "
        "“reply” in Gazette."
    )
    assert "0 words would stand" in of_cleaning.uncleaned(found.iloc[:0], removed, LABELS, 8).text


def test_records_that_could_not_be_read() -> None:
    records = table("file row reason", ("a.csv", "2", "no text"), ("a.csv", "9", "no text"), ("b.csv", "", "not UTF-8"))
    assert of_cleaning.rejected(records).text == (
        "3 records could not be read and were left out, most often for this reason: no text (2)."
    )
    assert of_cleaning.switched_off([]) == []
    assert [one.text for one in of_cleaning.switched_off(["by-line", "date"])] == [
        "2 rules of cleaning were switched off for this study: “by-line” and “date”."
    ]
    assert of_cleaning.rejected(NOTHING["rejected"]).text == "Every record was read."


def test_spellings_of_sources() -> None:
    spellings = table("spelling source", ("CNN", "CNN"), ("CNN News", "CNN"), ("Vox.com", "Vox"), ("Vox", "Vox"))
    assert of_cleaning.merged(spellings).text == "4 spellings were taken for 2 sources."
    assert of_cleaning.merged(NOTHING["spellings"]).text == "No source is written in several ways."


def test_documents_that_share_copy() -> None:
    pairs = table(
        "relation original agency",
        ("duplicate", "A-1", "Northwire"),
        ("near-duplicate", "", "Northwire"),
        ("shared copy", "", ""),
    )
    assert of_cleaning.copies(pairs).text == (
        "Pairs of documents that share copy: 3, of them 1 duplicate, 1 near-duplicate and 1 that share less; for 1 the dates "
        "say which came first. The agency that the copy comes from is named in 2, most often Northwire."
    )
    assert of_cleaning.copies(NOTHING["copies"]).text == "No two documents share copy beyond single passages."


def test_columns_of_groups_are_printed_where_they_fit() -> None:
    assert set(LABELS.values()) <= set(of_cleaning.rules_labels(LABELS).values())
    assert len(of_cleaning.rules_labels({f"s{n}": f"S {n}" for n in range(13)})) == 4


def sampled(named: int, gathered: int, apart: int) -> inventory.Sample:
    return inventory.Sample(DOCUMENTS, DOCUMENTS, LABELS, named, gathered, apart)


def test_that_only_some_sources_are_compared_by_name() -> None:
    assert of_corpus.compared(sampled(5, 0, 0)) == []
    (told,) = of_corpus.compared(sampled(12, 287, 4321))
    assert told.text.startswith(
        "12 of 299 sources are compared by name, those with most documents; the other 287, with 4,321 documents, are taken "
        "together."
    )


# topics

TOPICS = table(
    "topic label passages stability verdict main_source own",
    (1, "pier, cost", 30, 0.91, "stable", "A", False),
    (2, "storm, piles", 20, 0.65, "a pattern", "B", True),
    (3, "buns, horn", 10, 0.2, "not to be interpreted", "A", False),
)


def test_topics_that_hold_are_named_and_no_others() -> None:
    text = of_topics.main_finding(TOPICS, GRADE).sentence.text
    assert (
        text
        == "Of 3 topics, 2 hold when passages are left out (1 stable, 1 as a pattern): “pier, cost” and “storm, piles”."
    )
    assert "buns" not in text
    one = of_topics.main_finding(TOPICS.iloc[[0, 2]], GRADE).sentence.text
    assert one == "Of 2 topics, 1 holds when passages are left out (1 stable, 0 as a pattern): “pier, cost”."
    assert "None of the 1 topics" in of_topics.main_finding(TOPICS.iloc[[2]], GRADE).sentence.text


def test_how_many_topics_hold() -> None:
    told = of_topics.found(TOPICS, (0.725, 0.1)).text
    assert told.startswith(
        "The passages fall into 3 topics; 2 of them hold when passages are left out, with 83 % of the 60"
    )
    assert "none of them holds" in of_topics.found(TOPICS.iloc[[2, 2]], (0.1, 0.1)).text


@pytest.mark.parametrize(
    ("p", "starts"),
    [
        (0.01, "The sources divide their passages differently"),
        (0.2, "That the sources divide their passages differently"),
    ],
)
def test_a_difference_is_claimed_only_where_p_is_small(p: float, starts: str) -> None:
    told = of_topics.attention(
        (9.0, 0.3, p), 500, pd.DataFrame({"q": [0.01, 0.5, 0.01], "source": ["A", "B", OTHERS]}), GRADE
    ).sentence.text
    assert told.startswith(starts)
    assert ("cannot be told from chance" in told) == (p > 0.05)
    assert "1 of 2 cells" in told


def test_topics_of_one_source_are_named() -> None:
    told = of_topics.confounded((0.21, 0.05, 0.01), TOPICS, LABELS).text
    assert told.endswith("Nearly all of one source: topic 2 (Gazette).")
    assert "0.21" in told
    assert "0.05 by chance" in told
    assert "Nearly" not in of_topics.confounded((0.21, 0.05, 0.01), TOPICS[:1], LABELS).text


@pytest.mark.parametrize(
    ("scan", "text"),
    [
        ([3], "The number of topics was given: 3."),
        (
            [3, 4, 5],
            "From 3 to 5 topics were tried; 3 is the smallest number within one standard error of the most stable.",
        ),
        (
            [5, 10, 30],
            "3 numbers from 5 to 30 topics were tried; 3 is the smallest number within one standard error of the most "
            "stable.",
        ),
    ],
)
def test_how_the_number_of_topics_was_chosen(scan: list[int], text: str) -> None:
    assert of_topics.choice(pd.DataFrame({"topics": scan}), TOPICS).text == text


def test_the_caption_says_what_a_place_on_the_map_means() -> None:
    places = table("topic", *[(topic,) for topic in (1, 1, 2, 3)])
    whole = of_pictures.map_caption(places, 4, 0.537).text
    assert "One mark a passage, n = 4, in the disc of its topic" in whole
    assert "rank correlation of the distances on the map with those of the topics is 0.54" in whole
    part = of_pictures.map_caption(places.head(3), 4, 0.537).text
    assert "3 drawn of n = 4" in part
    assert "rank correlation" not in part
    assert "side of those topics" in part
    assert "side of those topics" not in of_pictures.map_caption(places.head(2), 4, 0.537).text
    assert of_pictures.map_alt(places, TOPICS).text == (
        "Map with 4 marks in 3 discs, of which 1 are dashed. The largest is “pier, cost”, topic 1."
    )


CELLS = table(
    "source topic passages total share expected residual q",
    ("A", 1, 9, 10, 0.9, 3.25, 3.2, 0.0123),
    ("B", 1, 0, 10, 0.0, 2.5, -1.6, 0.04),
    ("B", 2, 1, 10, 0.1, 4.0, -1.5, 0.2),
    ("C", 3, 9, 10, 0.9, 1.0, 8.0, 0.001),
    (OTHERS, 2, 9, 10, 0.9, 1.0, 8.0, 0.001),
)


def test_cells_are_named_where_they_stand_out_on_topics_that_hold() -> None:
    told = of_pictures.standing_out(CELLS, TOPICS, LABELS).text
    assert told == (
        "Farthest from what is expected, on topics that hold: Echo with 9 passages on “pier, cost” (expected 3.2; "
        "q = 0.0123) and Gazette with 0 passages on “pier, cost” (expected 2.5; q = 0.0400)."
    )
    assert of_pictures.standing_out(CELLS.iloc[2:], TOPICS, LABELS).text.startswith("On no topic that holds")
    many = pd.concat([CELLS.iloc[[0]].assign(source=source, topic=topic) for source in "ABC" for topic in (1, 2)])
    assert of_pictures.standing_out(many, TOPICS, LABELS).text.count("expected 3.2") == of_pictures.STRONGEST


def test_profiles_tell_of_topics_that_hold() -> None:
    holding = topics.holding(TOPICS)
    assert of_pictures.profiles_caption(holding, 8).text.startswith("The 2 topics that hold.")
    assert of_pictures.profiles_caption(holding, 1).text.startswith("The 1 largest of the 2 topics that hold.")
    assert of_pictures.profiles_caption(holding.head(0), 8).text == "No topic holds, so none is shown by itself."
    assert of_pictures.profiles_alt(CELLS, holding, LABELS | {OTHERS: "7 others"}).text.endswith(
        "of Echo on “pier, cost”, 90 %."
    )


def test_the_most_typical_passages_are_named() -> None:
    found = table("topic rank passage", (1, 1, "A-1:02"), (2, 1, "B-1:07"))
    assert of_pictures.nearest(found, TOPICS).text == (
        "Nearest to the centre of its topic: A-1:02 (“pier, cost”) and B-1:07 (“storm, piles”)."
    )
    assert of_pictures.nearest(found.head(0), TOPICS).text == "No topic holds, so no passage is shown for one."


TIMES = table(
    "topic period passages of share low high",
    (1, "2019-05", 5, 20, 0.25, 0.1, 0.46),
    (1, "2019-06", 18, 20, 0.9, 0.72, 0.98),
    (1, "2019-07", 0, 2, 0.0, 0.0, 0.7),
    (2, "2019-05", 9, 20, 0.45, 0.25, 0.66),
    (2, "2019-06", 2, 20, 0.1, 0.02, 0.28),
    (2, "2019-07", 1, 2, 0.5, 0.1, 0.9),
    (3, "2019-05", 20, 20, 1.0, 0.9, 1.0),
    (3, "2019-06", 0, 20, 0.0, 0.0, 0.1),
)


def test_how_attention_changes_is_told_of_topics_that_hold_and_full_periods() -> None:
    dated = pd.DataFrame({"date": ["2019-05-02"] * 9 + [""]})
    assert of_pictures.over_time(TIMES, dated, TOPICS).text == (
        "A date is known for 9 of 10 documents; topics are followed by month, from 2019-05 to 2019-07. The share of "
        "“pier, cost” varies most, between 25 % (2019-05) and 90 % (2019-06) of the passages."
    )
    caption = of_pictures.times_caption(TIMES, topics.holding(TOPICS), 8).text
    assert "in the passages of a month (n = 42 passages in 3 periods), for the 2 largest that hold" in caption
    alt = of_pictures.times_alt(TIMES, topics.holding(TOPICS), 8).text
    assert alt.endswith("The highest point is 90 % of the passages of 2019-06, on “pier, cost”.")


@pytest.mark.parametrize(
    ("dates", "why"),
    [
        (["2019-05-02", "", ""], "known for 1 of 3 documents; topics are followed over time from 75 % on"),
        (["2019-05-02"] * 3, "but they do not fall into 3 periods or more, most with 10 passages"),
    ],
)
def test_why_topics_are_not_followed_over_time(dates: list[str], why: str) -> None:
    told = of_pictures.over_time(TIMES.head(0), pd.DataFrame({"date": dates}), TOPICS).text
    assert why in told
    assert told.endswith(", so none is followed here.")
    assert of_pictures.times_caption(TIMES.head(0), TOPICS, 8).text == "Topics over time: nothing to show."


# wording

COMPARED = table(
    "source term count delta distinct",
    ("A", "pier", 9, 2.0, True),
    ("A", "cost", 7, 1.5, True),
    ("A", "buns", 1, -1.5, True),
    ("B", "horn", 5, 1.0, False),
)


def test_distinct_words_are_those_used_more() -> None:
    told = of_wording.main_finding(COMPARED, LABELS, 0.95, GRADE).sentence.text
    assert told == (
        "Of 4 comparisons of a word in one text with the others, 2 survive at a false-discovery rate of 5 %: "
        "“pier” and “cost” in Echo."
    )
    one = of_wording.main_finding(COMPARED.iloc[[1, 3]], LABELS, 0.9, GRADE).sentence.text
    assert "1 survives at a false-discovery rate of 10 %" in one
    none = of_wording.main_finding(COMPARED.iloc[[3]], LABELS, 0.95, GRADE).sentence.text
    assert "0 survive" in none
    assert "too short to call" in none


@pytest.mark.parametrize(
    ("lost", "ends"), [([], "0 of them would have come out as distinctive."), (["mr"], "distinctive: “mr”.")]
)
def test_house_style_is_counted_in_words_not_pairs(lost: list[str], ends: str) -> None:
    terms = pd.DataFrame({"term": ["mr", "boat", "boat", "mr prell", "pier"]})
    told = of_wording.style(pd.DataFrame({"term": ["mr", "minister prell"]}), terms, lost).text
    assert told.startswith("Of 3 different words, 1 is house style and was merged or left out, and so was 1 word pair.")
    assert told.endswith(ends)


@pytest.mark.parametrize(("rate", "written"), [(2.0, "use 2 times"), (0.5, "use 0.5 times")])
def test_what_the_texts_are_too_short_to_show(rate: float, written: str) -> None:
    limits = table("source words alone ratio log_odds", ("A", 2000, 2.1, 4.2, 1.4), ("B", 500, 3.0, 9.13, 2.25))
    told = of_comparisons.smallest(limits, 1.25, rate, LABELS).text
    assert written in told
    assert "4.2 times as frequent in Echo (log-odds 1.4) and 9.1 times as frequent in Gazette (log-odds 2.2)" in told
    assert "chosen beforehand, 2.1 times" in told
    assert "vary 1.25 times as much" in told


def test_one_source_or_none_in_which_a_difference_could_be_seen() -> None:
    limits = table("source words alone ratio log_odds", ("A", 2000, 2.1, 4.2, 1.4), ("B", 50, 9.0, np.nan, np.nan))
    assert "Gazette" not in of_comparisons.smallest(limits, 1.0, 2.0, LABELS).text
    none = of_comparisons.smallest(limits.iloc[1:], 1.0, 2.0, LABELS).text
    assert "could not be found to differ with 80 % power, however often" in none
    assert of_comparisons.smallest(limits.iloc[:0], 1.0, 2.0, LABELS).text.startswith("With one source")


APART = table(
    "source words share divergence expected excess p q",
    ("A", 90, 0.6, 0.3, 0.1, 0.2, 0.001, 0.002),
    ("B", 80, 0.4, 0.2, 0.2, 0, 0.5, 0.5),
)
SHIFTED = table(
    "source term count rest_count excess more", ("A", "pier", 9, 0, 0.02, True), ("A", "horn", 0, 5, 0.01, False)
)


def test_the_divergence_is_told_beside_chance() -> None:
    found = wording.Divergence(0.5, 0.375, 0.4, 0.001, 999, APART, SHIFTED, 0.015)
    told = of_divergence.main_finding(found, LABELS, 0.95, GRADE).sentence.text
    assert "are 0.500 bits apart (Jensen-Shannon), shuffled ones 0.375: an excess of 0.125, p = 0.0010." in told
    assert told.endswith("beyond chance: Echo (0.200).")
    chance = of_divergence.main_finding(dataclasses.replace(found, p=0.2), LABELS, 0.95, GRADE).sentence.text
    assert chance.endswith("So they are not told from chance.")
    nobody = dataclasses.replace(found, sources=APART.iloc[1:])
    assert "No single source" in of_divergence.main_finding(nobody, LABELS, 0.95, GRADE).sentence.text
    assert of_divergence.main_finding(None, LABELS, 0.95, GRADE).sentence.text.startswith("With one source")
    assert "Echo: pier (more), horn (less)" in of_divergence.shift_alt(SHIFTED, LABELS).text


def test_how_steady_words_are_under_other_priors() -> None:
    steady = table(
        "source term priors excludes first last",
        ("A", "pier", 7, 7, 1, 2),
        ("A", "horn", 7, 3, 2, 9),
        ("B", "bun", 7, 0, 1, 1),
    )
    told = of_comparisons.priors(steady).text
    assert told.startswith("Of the 3 words, 1 has an interval without zero under each of 7 priors and 1 under some")
    assert "by more than 7 places" in told
    assert "Echo: 1 of 2; Gazette: 0 of 1" in of_comparisons.strip_alt(steady, LABELS).text


def test_only_one_topic_is_said() -> None:
    named = table("topic label", (1, "pier, cost"), (2, "buns, horn"))
    assert of_comparisons.within(named, 2, named)[0].text == "Only the 2 passages on topic 2 (buns, horn) are compared."
    assert of_comparisons.within(named, 0, None) == []


# voices

BY_SOURCE = table(
    "source speakers attributions main_speaker main_share",
    ("A", 3, 9, "Jonas Prell", 0.5),
    ("B", 0, 2, "", 0.0),
    ("C", 1, 4, "Ivo Sandel", 1.0),
)


def test_whom_each_text_lets_speak_most() -> None:
    told = of_voices.main_finding(BY_SOURCE, LABELS, GRADE).sentence.text
    assert told.endswith("is, in Echo Jonas Prell (50 %) and Ledger Ivo Sandel (100 %).")
    assert of_voices.main_finding(BY_SOURCE.iloc[[1]], LABELS, GRADE).sentence.text.startswith("In none of the texts")


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (0, "0 voices appear in one text only."),
        (1, "1 voice appears in one text only; most words have Lena Torvik in Echo (40 words)."),
        (
            2,
            "2 voices appear in one text only; most words have Lena Torvik in Echo (40 words) and Ivo Sandel in Ledger "
            "(9 words).",
        ),
    ],
)
def test_voices_of_one_text_alone(rows: int, text: str) -> None:
    only = table("speaker source attributions words", ("Lena Torvik", "A", 2, 40), ("Ivo Sandel", "C", 1, 9))
    assert of_voices.alone(only.head(rows), LABELS, GRADE).sentence.text == text


def test_kinds_of_attribution_are_counted() -> None:
    said = table("kind speaker", ("direct", "x"), ("direct", "unknown"), ("indirect", "x"))
    assert of_voices.size(said).text == (
        "The texts attribute words to somebody 3 times: 2 direct quotations, 0 fragments of up to four words, 0 mixed and "
        "1 indirect ones; for 1 the speaker cannot be told."
    )


@pytest.mark.parametrize(
    ("differ", "compared", "says"),
    [
        (True, True, "the intervals do not meet"),
        (False, True, "no difference is claimed"),
        (False, False, "verbs are not compared"),
    ],
)
def test_verbs_are_compared_only_with_enough_of_them(differ: bool, compared: bool, says: str) -> None:
    shares = table(
        "source cue_class count total share low high compared",
        ("A", "neutral", 15, 20, 0.75, 0.5, 0.9, True),
        ("B", "neutral", 6, 12, 0.5, 0.2, 0.8, compared),
    )
    told = of_voices.cues(shares, differ, LABELS, 10).text
    assert says in told
    assert ("75 % of the cues in Echo and 50 % in Gazette" in told) == compared


# coverage

MISSING = table(
    "kind thing source expected",
    ("topic", "pier, cost", "A", 0.9876),
    ("voice", "Ivo Sandel", "A", 0.9),
    ("voice", "Jonas Prell", "B", 0.85),
    ("topic", "storm, piles", "B", 0.81),
)


@pytest.mark.parametrize(
    ("rows", "starts"),
    [
        (0, "No text lacks a topic or voice that one would expect in it with 80 %."),
        (
            1,
            "1 absence is surprising at the text’s length (expected presence of 80 % or more): “pier, cost” in Echo (98.8 %).",
        ),
        (
            4,
            "4 absences are surprising at the text’s length (expected presence of 80 % or more); the most surprising: ",
        ),
    ],
)
def test_the_most_surprising_absences(rows: int, starts: str) -> None:
    told = of_coverage.main_finding(MISSING.head(rows), LABELS, 0.8, GRADE).sentence.text
    assert told.startswith(starts)
    assert told.count("(9") + told.count("(8") <= 3


def test_absences_by_text() -> None:
    assert (
        of_coverage.by_source(MISSING, LABELS).text == "Surprising absences by source: Echo 2, Gazette 2 and Ledger 0."
    )


def test_two_things_with_one_slug_keep_their_own_values() -> None:
    missing = table(
        "kind thing source expected", ("voice", "Ivo Sandel", "A", 0.95), ("voice", "Ivo-Sandel", "A", 0.85)
    )
    told = of_coverage.main_finding(missing, LABELS, 0.8, GRADE).sentence.text
    assert "Ivo Sandel in Echo (95.0 %)" in told
    assert "Ivo-Sandel in Echo (85.0 %)" in told


# many sources: sentences name the extremes, and the group of others nowhere

MANY = {**{f"s{n:02}": f"Paper {n}" for n in range(12)}, OTHERS: "287 others"}


def test_of_many_sources_the_extremes_are_named() -> None:
    voiced = pd.DataFrame(
        [(source, 9, f"Person {n}", n / 20) for n, source in enumerate(MANY)],
        columns=pd.Index(["source", "speakers", "main_speaker", "main_share"]),
    )
    told = of_voices.main_finding(voiced, MANY, GRADE).sentence.text
    assert told == (
        "The voice that gets most of the words attributed to known speakers dominates most in Paper 11 (Person 11, 55 %) and "
        "Paper 10 (Person 10, 50 %), and least in Paper 1 (Person 1, 5 %) and Paper 0 (Person 0, 0 %)."
    )
    missing = table("source", *[(f"s{n:02}",) for n in (3, 3, 3, 5, 5, 7, 8)])
    assert of_coverage.by_source(missing, MANY).text == (
        "Sources without a surprising absence: 8; most absences: Paper 3 3, Paper 5 2 and Paper 7 1."
    )
    assert of_coverage.by_source(missing.iloc[:0], MANY).text == "No source has a surprising absence."


def test_the_group_of_others_is_in_no_finding() -> None:
    documents = table(
        "document source date words raw_words",
        *[
            (f"{source}-{n}", source, "", words, 2 * words)
            for source, words in (("A", 10), ("B", 20))
            for n in range(3)
        ],
        ("x", OTHERS, "", 5000, 90_000),
    )
    labels = {"A": "Echo", "B": "Gazette", OTHERS: "7 others"}
    cues = table(
        "source cue_class count total share low high compared",
        ("A", "neutral", 15, 20, 0.75, 0.5, 0.9, True),
        ("B", "neutral", 12, 20, 0.6, 0.4, 0.8, True),
        (OTHERS, "neutral", 0, 900, 0.0, 0.0, 0.01, True),
    )
    said = [
        of_corpus.limits(documents),
        of_corpus.lengths(documents, labels).sentence,
        of_cleaning.removed(documents, CLEANING, labels),
        of_voices.cues(cues, voices.apart(cues), labels, 10),
    ]
    assert [sentence.text for sentence in said if "others" in sentence.text] == []
    assert "has 3;" in said[0].text
    assert "intervals overlap" in said[3].text


def test_many_topics_that_hold_are_not_all_named() -> None:
    topics_table = pd.concat([TOPICS.iloc[[0]].assign(topic=n, label=f"label {chr(97 + n)}") for n in range(20)])
    text = of_topics.main_finding(topics_table, GRADE).sentence.text
    assert "; the largest: “label a”" in text
    assert text.count("label") == of_topics.NAMED


def test_only_frequent_words_compared_is_said_where_it_bites() -> None:
    compared = table("term", ("boat",), ("pier",), ("boat",))
    assert of_wording.bounded(compared, 3) == []
    assert of_wording.bounded(compared, 2)[0].text == "Only the 2 most frequent words are compared."


# methods


def test_what_the_methods_say() -> None:
    used = table("parameter value default changed", ("k", "5", "3", True), ("alpha", "1", "1", False))
    packages = (("numpy", "2.1"), ("python", "3.11"), ("rashomon", "0.1.0"), ("code", "f" * 64))
    versions = table("package version", *packages)
    caption = "The 2 parameters of this run; 1 differ from their defaults and stand first."
    assert of_methods.parameters_caption(used).text == caption
    assert of_methods.parameters_changed(used).text == "Changed for this run: k is 5, by default 3."
    assert of_methods.parameters_caption(used[1:]).text == "The 1 parameters of this run; 0 differ from their defaults."
    assert of_methods.parameters_changed(used[1:]).text == "Every parameter has its default."
    assert "the 2 packages" in of_methods.versions_caption(versions).text
    assert "rashomon verify reports/ferry." in of_methods.verify("ferry").text
    assert "The 2 files" in of_methods.inputs_caption(table("file", ("study.toml",), ("terms.csv",))).text


def test_what_was_taken_out_is_counted_and_listed() -> None:
    cleaning = table("action words", ("removed", 20), ("linked", 9), ("removed", 3))
    nothing, unread = table("file"), table("file", ("b.txt",))
    said = of_methods.removed(cleaning, nothing).text
    assert said.startswith("Taken out: 23 words in 2 places, by rule in @tab-cleaning-rules")
    assert said.endswith("Every record could be read.")
    assert of_methods.removed(cleaning, unread).text.endswith("Not read: 1 record (@tab-rejected).")


def test_how_to_cite_a_report() -> None:
    versions = table("package version", ("rashomon", "0.1.0"))
    told = of_methods.cite("ferry", versions).text
    assert "permanent id of study ferry" in told
    assert told.endswith("The software is Rashomon 0.1.0.")


# every sentence, for studies of any kind


def everything(told: Computed) -> list[Callable[[], Sentence | Finding]]:
    """All that the notebooks say, to be said one by one."""
    data, labels, found = told.data, told.study.labels, told.found
    documents, passages, cleaning = data["documents"], data["passages"], data["cleaning"]
    grade = inventory.grade(told.passages)
    limits = (topics.PATTERN, topics.STABLE)
    shown = wording.distinctive(told.wording)
    quick = wording.Setting(draws=50, permutations=100)
    terms = style.compared_terms(data, True)
    limits_of_wording = wording.smallest_difference(terms, told.passages, 2.0, quick)
    limit_of_words = of_comparisons.detectable(limits_of_wording[0], 2.0, labels)
    apart = wording.diverge(terms, told.passages, quick)
    excess = wording.smallest_excess(apart, terms, told.passages, quick)
    shifts = coverage.smallest_shift(found.assignment, told.shares)
    limit_of_attention = of_topics.detectable(shifts, coverage.smallest_association(found.assignment), labels)
    limit_of_absences = of_coverage.detectable(coverage.listable(told.passages, 0.8), labels)
    widths = voices.main_share_widths(told.said)
    shifting = wording.shifting(wording.divergence_tables(apart)[1])
    between = wording.between(terms, told.passages, quick)
    under, pairs = (wording.sensitivity(terms, told.passages, shown, quick), wording.pairs(terms, told.passages, quick))
    by_source, only = voices.by_source(told.said, told.passages), voices.only_in(told.said)
    speakers = voices.by_speaker(told.said, told.passages)
    heard = voices.most_heard(speakers, 10)
    cues = voices.cues(told.said)
    spread, fragments = voices.concentration(told.said, draws=50), voices.fragments(told.said)
    positions, checks = voices.positions(told.said, told.passages), voices.checks(data)
    missing = coverage.omissions(told.present, 0.8)
    present = coverage.most_present(told.present, 10)
    order = prominence.order(told.passages, topics.firm(found), told.said)
    placed = prominence.by_source(order, turns=100, draws=100)
    gaps = prominence.gaps(order, placed, deals=100)
    in_order, fifths = (of(order, found.assignment) for of in (prominence.topic_places, prominence.topic_fifths))
    holding = topics.holding(found.topics)
    places = topics.places(found.assignment, found.vectors)
    typical = topics.typical(places, told.passages)
    times = coverage.topic_times(found.assignment, documents)
    return [
        lambda: of_corpus.size(documents, passages),
        lambda: of_corpus.dates(documents),
        lambda: of_corpus.limits(documents),
        lambda: of_corpus.sources_caption(inventory.sources(told.sample, labels, {})),
        lambda: of_corpus.documents_caption(documents),
        lambda: of_corpus.lengths(documents, labels),
        lambda: of_corpus.lengths_caption(documents),
        lambda: of_corpus.lengths_alt(inventory.lengths(documents, passages), labels),
        lambda: of_cleaning.removed(documents, cleaning, labels),
        lambda: of_cleaning.copied(cleaning, documents, labels),
        lambda: of_cleaning.rules_caption(cleaning),
        lambda: of_cleaning.ledger_caption(cleaning),
        lambda: of_cleaning.shared(data["reuse"]),
        lambda: of_cleaning.reuse_caption(data["reuse"]),
        lambda: of_topics.main_finding(found.topics, grade),
        lambda: of_topics.found(found.topics, found.agreement),
        lambda: of_topics.choice(found.scan, found.topics),
        lambda: of_topics.method(found, topics.EXACT),
        lambda: of_topics.method(found, 0),
        lambda: of_topics.topics_caption(found.topics),
        lambda: of_topics.stability_caption(found, limits, topics.SHARE),
        lambda: of_topics.stability_alt(found.topics),
        lambda: of_topics.scan_caption(found.scan, found.refits),
        lambda: of_topics.scan_alt(found.scan),
        lambda: of_topics.attention(told.attention, coverage.DRAWS, told.shares, grade, limit_of_attention),
        lambda: of_topics.by_source_caption(told.shares),
        lambda: of_topics.by_source_alt(told.shares, found.topics, labels),
        lambda: of_topics.confounded(found.source_nmi, found.topics, labels),
        lambda: of_pictures.map_caption(places, len(places), topics.fidelity(places, found.vectors)),
        lambda: of_pictures.map_alt(places, found.topics),
        lambda: of_pictures.standing_out(told.shares, found.topics, labels),
        lambda: of_pictures.profiles_caption(holding, topics.SHOWN),
        lambda: of_pictures.profiles_alt(told.shares, holding, labels),
        lambda: of_pictures.words_caption(found.words),
        lambda: of_pictures.typical_caption(typical),
        lambda: of_pictures.nearest(typical[typical["rank"] == 1], found.topics),
        lambda: of_pictures.over_time(times, documents, found.topics),
        lambda: of_pictures.times_caption(times, holding, topics.SHOWN),
        lambda: of_pictures.times_alt(times, holding, topics.SHOWN),
        lambda: of_topics.assignment_caption(found.assignment),
        lambda: of_wording.style(told.style, data["terms"], wording.style_among(told.wording, told.style)),
        lambda: of_wording.style_caption(style.by_rule(told.style)),
        lambda: of_wording.main_finding(told.wording, labels, 0.95, grade, "text", limit_of_words),
        lambda: of_wording.caption(0.95, 100, wording.resampled(told.passages)),
        lambda: of_wording.shuffled(wording.resampled(told.passages), 200, 30, 0.95, 5),
        lambda: of_wording.alt(shown, labels),
        lambda: of_wording.table_caption(told.wording),
        lambda: of_comparisons.smallest(*limits_of_wording, 2.0, labels),
        lambda: of_comparisons.limits_caption(limits_of_wording[0]),
        lambda: of_divergence.main_finding(apart, labels, 0.95, grade, of_divergence.detectable(apart, excess)),
        lambda: of_divergence.sources_caption(apart),
        lambda: of_divergence.shift_caption(shifting, apart),
        lambda: of_divergence.shift_alt(shifting, labels),
        lambda: of_divergence.words_caption(wording.divergence_tables(apart)[1]),
        lambda: of_comparisons.priors(wording.steady(under)),
        lambda: of_comparisons.strip_caption(under),
        lambda: of_comparisons.strip_alt(wording.steady(under), labels),
        lambda: of_comparisons.pairs_caption(wording.summary(pairs), 6),
        lambda: of_comparisons.all_pairs_caption(pairs),
        lambda: of_voices.main_finding(by_source, labels, grade, of_voices.detectable(widths, labels, 0.95)),
        *(lambda gap=gap: gap for gap in of_voices.gap(voices.smallest_gap(told.said))),
        lambda: of_voices.alone(only, labels, grade),
        lambda: of_voices.size(told.said),
        lambda: of_voices.speakers_caption(told.said, heard),
        lambda: of_voices.speakers_alt(heard, labels),
        lambda: of_voices.by_source_caption(by_source),
        lambda: of_voices.alone_caption(only),
        lambda: of_voices.cues(cues, voices.apart(cues), labels, voices.LEAST),
        lambda: of_measures.spread(spread, voices.spread_differs(spread), labels, voices.LEAST),
        lambda: of_measures.spread_caption(spread),
        lambda: of_measures.spread_alt(spread, labels),
        lambda: of_measures.fragments(fragments, voices.fragments_p(told.said, 99), labels, voices.LEAST),
        lambda: of_measures.fragments_caption(fragments),
        lambda: of_measures.fragments_alt(fragments, labels),
        lambda: of_measures.positions(positions),
        lambda: of_measures.positions_caption(positions),
        lambda: of_checked.checked(voices.error_rates(checks), voices.missed(checks), checks.stale),
        lambda: of_voices.cues_caption(cues),
        lambda: of_voices.cues_alt(cues),
        lambda: of_voices.places_caption(voices.longest(told.said), told.said),
        lambda: of_voices.places(voices.longest(told.said), labels),
        lambda: of_divergence.pairs(between, labels, 0.95),
        lambda: of_divergence.pairs_caption(between, wording.PAIRED),
        lambda: of_divergence.pairs_alt(between, labels),
        lambda: of_divergence.pairs_table_caption(between),
        lambda: of_order.main_finding(order, placed, gaps, labels, 0.95, grade),
        lambda: of_order.reach(order, placed, labels, 0.95),
        lambda: of_order.caption(in_order, True),
        lambda: of_order.caption(fifths, False),
        lambda: of_order.alt(in_order, found.topics, labels, True),
        lambda: of_order.alt(fifths, found.topics, labels, False),
        lambda: of_order.table_caption(placed),
        lambda: of_order.gaps_caption(gaps),
        lambda: of_coverage.main_finding(missing, labels, 0.8, grade, "text", limit_of_absences),
        lambda: of_coverage.by_source(missing, labels),
        lambda: of_coverage.presence_caption(present, 0.8),
        lambda: of_coverage.presence_alt(present, 0.8),
        lambda: of_coverage.omissions_caption(missing),
        lambda: of_cleaning.cleaned_caption(inventory.cleaned(told.sample)),
        lambda: of_methods.clustering(topics.EXACT, len(told.passages)),
        lambda: of_methods.steps_caption(inventory.steps(data)),
        lambda: of_methods.removed(cleaning, data["rejected"]),
    ]


def say(told: Computed) -> tuple[list[Sentence], list[str]]:
    """The sentences, and what went wrong with those that could not be said."""
    said, wrong = [], []
    for one in everything(told):
        try:
            sentence = one()
        except Exception as error:
            wrong.append(f"{', '.join(one.__code__.co_names[:2])}: {error!r}")
        else:
            said += [sentence.sentence, sentence.detectable] if isinstance(sentence, Finding) else [sentence]
    return [sentence for sentence in said if sentence is not None], wrong


def check(sentences: list[Sentence]) -> None:
    """Every placeholder filled, no word twice by accident, no number that is none, one value a name."""
    known: dict[str, object] = {}
    for sentence in sentences:
        assert sentence.text.strip()
        assert not PLACEHOLDER.search(PLACEHOLDER.sub("", sentence.template))
        assert not re.search(r"\b(nan|inf)\b", sentence.text)
        assert sentence.text.rstrip()[-1] in ".:"
        assert Sentence.from_json(sentence.to_json()) == sentence
        for value in sentence.values:
            assert known.setdefault(value.name, value.value) == value.value, value.name


def test_every_sentence_of_a_small_study(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    sentences, wrong = say(compute(target))
    assert wrong == []
    check(sentences)
    assert len({sentence.text for sentence in sentences}) == len(sentences)


@pytest.mark.parametrize("label", ["Channel 4", "echo-1", "The {x} Post", "<b>A</b> & B", "@fig-x", "אהו"])
def test_a_source_may_have_any_label(tmp_path: Path, label: str) -> None:
    articles, target = ferry(tmp_path)
    toml = (target / "study.toml").read_text(encoding="utf-8")
    (target / "study.toml").write_text(toml.replace('label = "Echo"', f'label = "{label}"'), encoding="utf-8")
    prepared([articles], target)
    sentences, wrong = say(compute(target))
    assert wrong == []
    assert any(label in sentence.text for sentence in sentences)


@pytest.mark.parametrize("case", HOSTILE)
def test_every_sentence_of_a_study_of_any_kind(tmp_path: Path, case: str) -> None:
    prepared([save(tmp_path / "a", HOSTILE[case])], tmp_path / "s")
    sentences, wrong = say(compute(tmp_path / "s"))
    assert wrong == []
    check(sentences)


def test_times_are_told_only_where_they_differ() -> None:
    middles = pd.DataFrame(
        [("A", "2012-05-01"), ("B", "2012-06-01"), ("C", "2019-01-01")], columns=["source", "middle"]
    )
    labels = {"A": "The Echo", "B": "Ledger", "C": "Gazette"}
    (told,) = of_corpus.times(middles, labels)
    assert (
        "half of those of The Echo are from 2012-05-01 or earlier, half of those of Gazette from 2019-01-01"
        in told.text
    )
    assert of_corpus.times(middles.head(2), labels) == []
    assert of_corpus.times(middles.head(1), labels) == []


def test_how_many_words_must_be_rare_is_told_where_shuffles_are_few() -> None:
    assert "survive only" not in of_wording.shuffled(("passages", 90), 20000, 900, 0.95, 10**9).text
    few = of_wording.shuffled(("documents", 9), 20000, 900, 0.95, 84).text
    assert "in only 84 ways" in few
    assert "only if 215 or more of them" in few


def test_documents_left_out_as_repeated_are_told_apart_from_cleaning() -> None:
    row = {"document": "A-1", "rule": "duplicate", "action": "removed", "place": "b.txt", "words": 500}
    cleaning = pd.concat([CLEANING, pd.DataFrame([row])], ignore_index=True)
    (told,) = of_cleaning.repeated(cleaning)
    assert told.text.startswith("1 document repeats another of the same source")
    assert of_cleaning.repeated(CLEANING) == []
