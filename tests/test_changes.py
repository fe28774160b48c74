"""What changed between two reports: findings, sentences, topics matched by overlap, measures with intervals."""

import json
from pathlib import Path
from typing import Any

import pytest
from invented import markdown, notebook
from invented_report import shown

from analysis.report import changes, compare, display
from analysis.statements import Finding, Grade, Sentence, Value


def found(id: str, share: int, grade: Grade = "suggestive") -> Any:
    said = Sentence.of("Officials have {voices.share}.", Value("voices.share", share, "%"))
    return lambda: display.findings(Finding(id, said, grade))


def said(words: int, name: str = "corpus.words") -> Any:
    return lambda: display.say(Sentence.of(f"In all {{{name}}} words.", Value(name, words)))


def report(folder: Path, patch: pytest.MonkeyPatch, *calls: Any, **tables: list[str]) -> Path:
    """A folder with an executed notebook and tables, written `topics_by_source` for `topics-by-source.csv`."""
    (folder / "notebooks").mkdir(parents=True)
    executed = notebook(markdown("# A"), shown(patch, *calls))
    (folder / "notebooks" / "01-a.ipynb").write_text(json.dumps(executed))
    for name, lines in tables.items():
        place = "figures" if name in ("topics_by_source", "voices_speakers") else "tables"
        (folder / place).mkdir(exist_ok=True)
        (folder / place / f"{name.replace('_', '-')}.csv").write_text("\n".join(lines) + "\n")
    return folder


def test_findings_appear_vanish_and_change_their_grade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = report(tmp_path / "1", monkeypatch, found("a", 64), found("b", 10), found("c", 5), found("d", 1))
    two = report(
        tmp_path / "2",
        monkeypatch,
        found("a", 64, "describes these texts"),
        found("c", 6),
        found("d", 1),
        found("e", 2),
    )
    assert [(change.what, change.how) for change in changes.findings(one, two)] == [
        ("a", "was suggestive, is describes these texts"),
        ("b", "vanished"),
        ("c", "says something else"),
        ("e", "appeared"),
    ]
    assert changes.findings(one, one) == []


def test_sentences_that_do_not_hold_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = report(tmp_path / "1", monkeypatch, said(5), said(7, "other.words"), said(9, "third.words"), found("a", 64))
    two = report(tmp_path / "2", monkeypatch, said(6), said(9, "third.words"), said(3, "new.words"))
    assert changes.sentences(one, two) == [
        changes.Change("01-a", "In all 5 words.", "In all 6 words.", "says something else"),
        changes.Change("01-a", "In all 7 words.", "", "is not said"),
    ]


PASSAGES = ["passage,document,source,topic"]
ONE = [*PASSAGES, "p1,d,A,1", "p2,d,A,1", "p3,d,A,1", "p4,d,A,2", "p5,d,A,2", "p6,d,A,3"]
TWO = [*PASSAGES, "p1,d,A,2", "p2,d,A,2", "p3,d,A,1", "p4,d,A,1", "p5,d,A,1", "p7,d,A,2"]


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    labels = ["topic,label", "1,ships", "2,gulls"]
    shares = "source,topic,share,low,high"
    return (
        report(
            tmp_path / "1",
            monkeypatch,
            passages_topics=ONE,
            topics=[*labels, "3,odd"],
            topic_words=["topic,term", "1,boat", "1,pier", "2,gull"],
            topics_by_source=[shares, "A,1,0.5,0.4,0.6", "A,2,0.3,0.2,0.4", "A,3,0.1,0.0,0.2"],
            voices_speakers=["source,speaker,share", "A,'=Jane,0.5"],
            wording=["source,term,delta,low,high,distinct", "A,boat,1,0.5,1.5,True", "A,gull,0.1,-1,1,False"],
        ),
        report(
            tmp_path / "2",
            monkeypatch,
            passages_topics=TWO,
            topics=labels,
            topic_words=["topic,term", "2,boat", "2,mast", "1,gull"],
            topics_by_source=[shares, "A,2,0.9,0.8,0.95", "A,1,0.35,0.2,0.5"],
            voices_speakers=["source,speaker,share", "A,'=Jane,0.25"],
            wording=["source,term,delta,low,high,distinct", "A,boat,0.9,-0.1,1.5,False"],
        ),
    )


def test_topics_are_matched_by_their_passages_and_not_by_their_numbers(pair: tuple[Path, Path]) -> None:
    first, second, third = changes.topics(*pair)
    assert (first.topic, first.other, first.label, first.other_label) == ("1", "2", "ships", "gulls")
    assert first.overlap == pytest.approx(2 / 3)  # of p1, p2, p3; p7 is in one report only
    assert (first.gained, first.lost) == (("mast",), ("pier",))
    assert (second.other, second.overlap) == ("1", pytest.approx(2 / 3))
    assert (third.other, third.overlap) == ("", 0.0)
    assert changes.moved(*pair, [first, second, third]) == (["p3"], 5)
    assert changes.told(third) == "3 “odd”: not found again"


def test_measures_follow_the_topics_and_say_whether_intervals_are_apart(pair: tuple[Path, Path]) -> None:
    found = changes.measures(*pair, changes.topics(*pair))
    assert found["Attention, share of passages"] == [
        changes.Change("A, 1", "0.50 (0.40 to 0.60)", "0.90 (0.80 to 0.95)", "intervals are apart"),
        changes.Change("A, 2", "0.30 (0.20 to 0.40)", "0.35 (0.20 to 0.50)", "intervals overlap"),
        changes.Change("A, 3", "0.10 (0.00 to 0.20)", "", "gone"),
    ]
    assert found["Wording, log-odds"] == [
        changes.Change("A, boat", "1.00 (0.50 to 1.50)", "0.90 (-0.10 to 1.50)", "is not distinct any more"),
        changes.Change("A, gull", "0.10 (-1.00 to 1.00)", "", "gone"),
    ]
    assert found["Voices, share of words"] == [changes.Change("A, =Jane", "0.50", "0.25", "changed")]
    assert found["Frames, words per 1,000"] == []
    assert not any(changes.measures(pair[0], pair[0], changes.topics(pair[0], pair[0])).values())


def test_reports_without_topics_have_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = (report(tmp_path / name, monkeypatch, said(5)) for name in "12")
    assert changes.topics(one, two) == []
    assert changes.moved(one, two, []) == ([], 0)


def test_a_topic_without_passages_in_the_second_report_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = (
        report(tmp_path / name, monkeypatch, passages_topics=[*PASSAGES, *rows])
        for name, rows in {"1": ["p1,d,A,1", "p2,d,A,2"], "2": ["p1,d,A,1"]}.items()
    )
    lines: list[str] = []
    compare.in_the_fields_terms(one, two, lines.append)
    assert lines == [
        "Topics: 1 of 2 found again; 0 of 1 passages moved",
        "  1 “” -> 1 “”: overlap 1.00",
        "  2 “”: not found again",
    ]


def test_diff_says_it_in_words(pair: tuple[Path, Path]) -> None:
    lines: list[str] = []
    compare.in_the_fields_terms(*pair, lines.append)
    assert lines == [
        "Topics: 2 of 3 found again; 1 of 5 passages moved",
        "  1 “ships” -> 2 “gulls”: overlap 0.67; gained mast; lost pier",
        "  2 “gulls” -> 1 “ships”: overlap 0.67",
        "  3 “odd”: not found again",
        "Attention, share of passages: 3 differ, 1 of them with intervals that overlap",
        "  A, 1: 0.50 (0.40 to 0.60) -> 0.90 (0.80 to 0.95) (intervals are apart)",
        "  A, 3: 0.10 (0.00 to 0.20) -> none (gone)",
        "Wording, log-odds: 2 differ, 0 of them with intervals that overlap",
        "  A, boat: 1.00 (0.50 to 1.50) -> 0.90 (-0.10 to 1.50) (is not distinct any more)",
        "  A, gull: 0.10 (-1.00 to 1.00) -> none (gone)",
        "Voices, share of words: 1 differ, 0 of them with intervals that overlap",
        "  A, =Jane: 0.50 -> 0.25 (changed)",
    ]
