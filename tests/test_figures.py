"""Figures: what is drawn is what the tables say, and any study can be drawn."""

import io
import itertools
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from stories import HOSTILE, Computed, compute, ferry, prepared, save

from analysis import coverage, figures, frames, inventory, topics, voices, wording
from analysis.figures import theme
from analysis.report import display
from analysis.study import OTHERS

LABELS = {"B": "Gazette", "A": "Echo"}


def table(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=pd.Index(columns.split()))


def texts(figure: Figure) -> list[str]:
    """Every text of a figure, as drawn."""
    figure.draw_without_rendering()
    return [text.get_text() for text in figure.findobj(mpl.text.Text) if text.get_text() and text.get_visible()]


LENGTHS = table("source own_words quoted_words removed_words", ("A", 60, 20, 10), ("B", 30, 0, 40))
TOPICS = table(
    "topic label passages stability verdict",
    (1, "pier, cost", 30, 0.91, "stable"),
    (2, "buns, horn", 10, 0.2, "not to be interpreted"),
)
SHARES = table("source topic passages share", ("A", 1, 3, 0.75), ("A", 2, 1, 0.25), ("B", 1, 0, 0.0), ("B", 2, 5, 1.0))
SCAN = table("topics stability error", (3, 0.5, 0.1), (4, 0.8, 0.05))
COMPARED = table(
    "source term count delta low high distinct",
    ("A", "pier", 9, 2.0, 1.0, 3.0, True),
    ("A", "cost", 7, 1.0, -0.5, 2.0, False),
    ("B", "horn", 5, 1.5, 0.2, 2.5, True),
)
SPEAKERS = table("speaker source words share", ("Jonas Prell", "A", 40, 0.4), ("Ivo Sandel", "B", 9, 0.1))
CUES = table(
    "source cue_class count total share compared",
    ("A", "neutral", 8, 10, 0.8, True),
    ("A", "strong", 2, 10, 0.2, True),
    ("B", "neutral", 1, 4, 0.25, False),
    ("B", "strong", 3, 4, 0.75, False),
)
PRESENT = table(
    "kind thing source passages expected others",
    ("topic", "pier, cost", "A", 4, 0.9, 2),
    ("topic", "pier, cost", "B", 0, 0.95, 2),
    ("voice", "Ivo Sandel", "A", 0, 0.3, 2),
    ("voice", "Ivo Sandel", "B", 2, 0.3, 0),
)
RATES = table(
    "frame source rate low high rest differs why",
    ("conflict", "A", 2.0, 1.0, 3.0, 0.5, True, ""),
    ("conflict", "B", 0.5, 0.2, 2.5, 2.0, False, ""),
    ("economic", "A", 0.1, 0.0, 0.3, 0.2, False, frames.TOO_FEW),
    ("economic", "B", 0.2, 0.0, 0.4, 0.1, False, frames.TOO_FEW),
)
BY_VOICE = table(
    "frame voice passages rate low high why",
    ("conflict", frames.OWN, 12, 2.0, 1.0, 3.0, ""),
    ("conflict", frames.THEIRS, 7, 0.5, 0.2, 1.5, ""),
    ("conflict", frames.BOTH, 9, 1.0, 0.5, 1.5, frames.BOTH),
)
LIMITS = (topics.PATTERN, topics.STABLE)

DRAWN: dict[str, Callable[[], Figure]] = {
    "lengths": lambda: figures.lengths(LENGTHS, LABELS),
    "stability": lambda: figures.stability(TOPICS, LIMITS),
    "scan": lambda: figures.scan(SCAN, 4),
    "by_source": lambda: figures.by_source(SHARES, TOPICS, LABELS),
    "distinctive": lambda: figures.distinctive(COMPARED, LABELS),
    "frame_rates": lambda: figures.frame_rates(RATES, LABELS),
    "frame_voices": lambda: figures.frame_voices(BY_VOICE),
    "speakers": lambda: figures.speakers(SPEAKERS, LABELS),
    "cues": lambda: figures.cues(CUES, LABELS),
    "presence": lambda: figures.presence(PRESENT, LABELS, 0.8),
}


def test_every_figure_is_tested() -> None:
    assert sorted(DRAWN) == sorted(figures.__all__)


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_has_the_reports_width(name: str) -> None:
    figure = DRAWN[name]()
    assert isinstance(figure, Figure)
    assert figure.get_size_inches()[0] == theme.WIDTH
    assert figure.get_size_inches()[1] > 0.7


@pytest.mark.parametrize("name", DRAWN)
def test_the_callers_settings_change_nothing_and_are_left_alone(name: str) -> None:
    plain = display.svg(DRAWN[name](), name)
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red", "figure.figsize": (1, 1)}):
        assert display.svg(DRAWN[name](), name) == plain
        assert mpl.rcParams["font.size"] == 30
    assert display.svg(DRAWN[name](), name) == plain


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lengths", ["Echo", "Gazette", "words"]),
        ("stability", ["1  pier, cost", "2  buns, horn", "stable", "a pattern", "not to be interpreted"]),
        ("scan", ["number of topics", "chosen"]),
        ("by_source", ["Echo", "Gazette", "1  pier, cost", "3", "0", "5"]),
        ("distinctive", ["Echo", "Gazette", "pier 9", "cost 7", "horn 5"]),
        ("frame_rates", ["Echo", "Gazette", "conflict", "economic", "words of the frame per 100 words"]),
        ("frame_voices", ["conflict", "own words (n = 12)", "quoted or paraphrased (n = 7)"]),
        ("speakers", ["Jonas Prell", "Ivo Sandel", "40", "9", "0"]),
        ("cues", ["Echo\nn = 10", "Gazette\nn = 4", "neutral", "strong", "8"]),
        ("presence", ["pier, cost", "Ivo Sandel", "4", "95 %", "2"]),
    ],
)
def test_a_figure_says_what_its_table_says(name: str, expected: list[str]) -> None:
    assert [text for text in expected if text not in texts(DRAWN[name]())] == []


def test_bars_are_as_long_as_the_numbers() -> None:
    axes = DRAWN["lengths"]().axes[0]
    assert [[bar.get_width() for bar in bars] for bars in axes.containers] == [[30, 60], [0, 20], [40, 10]]
    assert [[bar.get_x() for bar in bars] for bars in axes.containers] == [[0, 0], [30, 60], [30, 80]]


def test_sources_stand_in_the_order_of_the_study() -> None:
    for name in ("by_source", "speakers", "presence"):
        axes = DRAWN[name]().axes[0]
        assert [tick.get_text().split("\n")[0] for tick in axes.get_xticklabels()] == ["Gazette", "Echo"]
    assert [axes.get_title(loc="left") for axes in DRAWN["distinctive"]().axes][:2] == ["Gazette", "Echo"]


def test_a_topic_that_does_not_hold_is_grey() -> None:
    for name in ("stability", "by_source"):
        colours = [tick.get_color() for tick in DRAWN[name]().axes[0].get_yticklabels()]
        assert colours == [theme.INK, theme.FAINT]


def test_only_a_surprising_absence_has_a_ring() -> None:
    drawn = DRAWN["presence"]().axes[0].collections
    places = [tuple(mark.get_offsets()[0].tolist()) for mark in drawn]
    # Echo has the topic, Gazette lacks it although it was expected; Echo lacks the voice, which is no surprise
    assert sorted(places) == [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0)]


def test_distinct_words_are_filled() -> None:
    axes = DRAWN["distinctive"]().axes[1]
    filled, hollow = (mark for mark in axes.collections if isinstance(mark, mpl.collections.PathCollection))
    assert filled.get_offsets().tolist() == [[2.0, 0.0]]
    assert hollow.get_offsets().tolist() == [[1.0, 1.0]]
    assert not np.array_equal(filled.get_facecolor(), hollow.get_facecolor())


OUTLETS = {f"s{n:02}": f"The Long Name of Outlet Number {n}" for n in range(12)} | {OTHERS: "287 others"}


def crowded() -> dict[str, Figure]:
    """Figures of thirteen groups with long names and thirty topics."""
    cells = [(source, topic) for source in OUTLETS for topic in range(1, 31)]
    counts = pd.DataFrame(cells, columns=pd.Index(["source", "topic"])).assign(passages=12_345, share=0.2)
    named = pd.DataFrame({"topic": range(1, 31), "label": "pier, cost, council", "verdict": "stable", "stability": 0.9})
    things = counts.assign(thing=counts["topic"].astype(str), others=3, expected=0.9)
    things.loc[things["source"] == "s03", "passages"] = 0
    words = pd.DataFrame(
        [(source, f"word{n}", 9, 1.0, 0.5, 2.0, True) for source in list(OUTLETS)[:12] for n in range(7)],
        columns=pd.Index(["source", "term", "count", "delta", "low", "high", "distinct"]),
    )
    return {
        "by_source": figures.by_source(counts, named, OUTLETS),
        "presence": figures.presence(things, OUTLETS, 0.8),
        "stability": figures.stability(named, LIMITS),
        "distinctive": figures.distinctive(words, OUTLETS),
    }


def test_figures_of_many_sources_fit_on_a_page() -> None:
    for name, figure in crowded().items():
        assert figure.get_size_inches()[1] < 9.6, name


def overlapping(labels: list[Text], figure: Figure) -> list[tuple[str, str]]:
    """Neighbours among the texts that lie on one another."""
    boxes = [label.get_window_extent() for label in labels]
    pairs = zip(itertools.pairwise(labels), itertools.pairwise(boxes), strict=True)
    return [(one.get_text(), other.get_text()) for (one, other), (left, right) in pairs if left.overlaps(right)]


@pytest.mark.parametrize("name", ["by_source", "presence"])
def test_names_and_numbers_of_many_sources_do_not_meet(name: str) -> None:
    figure = crowded()[name]
    FigureCanvasAgg(figure).draw()
    axes = figure.axes[0]
    assert overlapping(axes.get_xticklabels(), figure) == []
    assert overlapping(axes.get_yticklabels(), figure) == []
    assert all(label.get_rotation() == 90 for label in axes.get_xticklabels())
    row = [text for text in axes.texts if text.get_text() == "12,345"][:12]
    assert len(row) == 12
    if name == "by_source":
        assert overlapping(row, figure) == []


def test_blue_and_vermilion_differ_in_grey() -> None:
    grey = [np.dot(mpl.colors.to_rgb(colour), [0.2126, 0.7152, 0.0722]) for colour in (theme.BLUE, theme.VERMILION)]
    assert abs(grey[0] - grey[1]) > 0.05


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, ""),
        ("pier", 10, "pier"),
        ("the new pier", 8, "the new\npier"),
        ("Echo\nn = 10", 14, "Echo\nn = 10"),
        ("one two three", 5, "one\ntwo\nthree"),
        ("one two three four", 5, "one\ntwo\nthree…"),
        (3, 10, "3"),
    ],
)
def test_labels_are_wrapped(text: object, width: int, expected: str) -> None:
    assert theme.wrap(text, width) == expected


@given(st.text(max_size=80), st.integers(4, 20))
def test_wrapped_labels_are_narrow_and_of_three_lines_at_most(text: str, width: int) -> None:
    lines = theme.wrap(text, width).split("\n")
    assert len(lines) <= 3
    assert all(len(line) <= width + 1 for line in lines)


# figures of studies of any kind


def everything(told: Computed) -> dict[str, Callable[[], Figure]]:
    """All that the notebooks draw."""
    labels, found = told.study.labels, told.found
    speakers = voices.most_heard(voices.by_speaker(told.said, told.passages), 10)
    return {
        "lengths": lambda: figures.lengths(inventory.lengths(told.data["documents"], told.data["passages"]), labels),
        "stability": lambda: figures.stability(found.topics, LIMITS),
        "scan": lambda: figures.scan(found.scan, len(found.topics)),
        "by_source": lambda: figures.by_source(told.shares, found.topics, labels),
        "distinctive": lambda: figures.distinctive(wording.distinctive(told.wording), labels),
        "speakers": lambda: figures.speakers(speakers, labels),
        "cues": lambda: figures.cues(voices.cues(told.said), labels),
        "presence": lambda: figures.presence(coverage.most_present(told.present, 10), labels, 0.8),
    }


def draw(told: Computed) -> list[str]:
    """What went wrong with the figures that could not be drawn."""
    wrong = []
    for name, one in everything(told).items():
        try:
            one().savefig(io.BytesIO(), format="svg")
        except Exception as error:
            wrong.append(f"{name}: {error!r}")
    return wrong


def test_every_figure_of_a_small_study(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    assert draw(compute(target)) == []


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("case", HOSTILE)
def test_every_figure_of_a_study_of_any_kind(tmp_path: Path, case: str) -> None:
    prepared([save(tmp_path / "a", HOSTILE[case])], tmp_path / "s")
    assert draw(compute(tmp_path / "s")) == []
