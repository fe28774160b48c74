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
from matplotlib.axes import Axes
from matplotlib.axis import Tick
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from stories import HOSTILE, Computed, compute, ferry, prepared, save

from analysis import coverage, figures, frames, inventory, prominence, topics, voices, wording
from analysis.figures import passages, theme
from analysis.report import display
from analysis.study import OTHERS
from analysis.topics import layout

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
SHARES = table(
    "source topic passages total share low high residual q",
    ("A", 1, 3, 4, 0.75, 0.3, 0.95, 1.5, 0.01),
    ("A", 2, 1, 4, 0.25, 0.05, 0.7, -1.0, 0.2),
    ("B", 1, 0, 5, 0.0, 0.0, 0.4, -1.3, 0.02),
    ("B", 2, 5, 5, 1.0, 0.6, 1.0, 1.2, 0.3),
)
PLACES = table(
    "passage source topic x y nearness",
    ("A-1:1", "A", 1, 0.0, 0.0, 0.9),
    ("A-1:2", "A", 1, 1.0, 0.0, 0.8),
    ("B-1:1", "B", 1, 0.0, 1.0, 0.7),
    ("B-1:2", "B", 2, 5.0, 0.0, 1.0),
)
WORDS = table("topic term score passages", (1, "pier", 0.5, 9), (1, "cost", 0.3, 4), (2, "horn", 0.9, 7))
TIMES = table(
    "topic period passages of share low high",
    *[
        (topic, period, held, 20, held / 20, held / 25, held / 16)
        for topic, by_period in ((1, (10, 4, 5)), (2, (10, 16, 15)))
        for period, held in zip(("2019-05", "2019-06", "2019-08"), by_period, strict=True)
    ],
)
SCAN = table("topics stability error", (3, 0.5, 0.1), (4, 0.8, 0.05))
COMPARED = table(
    "source term count delta low high distinct",
    ("A", "pier", 9, 2.0, 1.0, 3.0, True),
    ("A", "cost", 7, 1.0, -0.5, 2.0, False),
    ("B", "horn", 5, 1.5, 0.2, 2.5, True),
)
SHIFT = table(
    "source term count rest_count excess more",
    ("A", "pier", 9, 3, 0.02, True),
    ("A", "cost", 0, 7, 0.01, False),
    ("B", "horn", 5, 0, 0.005, True),
)
BETWEEN = table(
    "source other divergence excess apart",
    ("B", "C", 0.3, 0.12, True),
    ("A", "B", 0.2, 0.045, False),
    ("A", "C", 0.19, -0.002, False),
)
STRIP = table(
    "source term prior delta low high distinct",
    *[("A", "pier", prior, 2.0 - prior / 1000, 1.0, 3.0, True) for prior in (0.0, 10.0, 1000.0)],
    *[("B", "horn", prior, -0.5, -1.5, 0.5, False) for prior in (0.0, 10.0, 1000.0)],
)
SPEAKERS = table("speaker source words share", ("Jonas Prell", "A", 40, 0.4), ("Ivo Sandel", "B", 9, 0.1))
CUES = table(
    "source cue_class count total share compared",
    ("A", "neutral", 8, 10, 0.8, True),
    ("A", "strong", 2, 10, 0.2, True),
    ("B", "neutral", 1, 4, 0.25, False),
    ("B", "strong", 3, 4, 0.75, False),
)
SPREAD = table(
    "source attributions effective low high compared",
    ("A", 20, 3.5, 2.0, 5.0, True),
    ("B", 4, 2.0, float("nan"), float("nan"), False),
)
FRAGMENTS = table(
    "source total share low high compared", ("A", 20, 0.25, 0.1, 0.5, True), ("B", 4, 0.5, 0.1, 0.9, False)
)
DIFFERING = table("thing about", (1, "crossing, lasted"))
SAID_OF = table("thing source version shown", (1, "A", 0, "about 3.5 hours"), (1, "B", 1, "four hours"))
PRESENT = table(
    "kind thing source passages expected others",
    ("topic", "pier, cost", "A", 4, 0.9, 2),
    ("topic", "pier, cost", "B", 0, 0.95, 2),
    ("voice", "Ivo Sandel", "A", 0, 0.3, 2),
    ("voice", "Ivo Sandel", "B", 2, 0.3, 0),
)
FARED = table(
    "number title claim holds settings robust",
    (1, "Words", "“pier” in A", 2, 2, True),
    (2, "Words", "“horn” in B", 1, 2, False),
    (3, "Absences", "B lacks pier", 1, 1, True),
)
CELLS = table("claim setting holds", (1, 1, True), (1, 2, True), (2, 1, False), (2, 2, True), (3, 3, True))
SETTINGS = table("setting changed name", (1, 1, "word pairs too"), (2, 1, "without B"), (3, 2, "both"))
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
IN_ORDER = table(
    "source document part topic start end",
    ("A", "A-1", "headline", 1, 0.0, 0.02),
    ("A", "A-1", "lead", 1, 0.02, 0.3),
    ("A", "A-1", "body", 2, 0.3, 1.0),
    ("B", "B-1", "lead", 2, 0.0, 0.5),
    ("B", "B-1", "body", 1, 0.5, 1.0),
)
FIFTHS = table(
    "source topic fifth words share",
    *[("A", 1, fifth, 10.0 * fifth, fifth / 15) for fifth in range(1, 6)],
    *[("B", 2, fifth, 10.0, 0.2) for fifth in range(1, 6)],
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
    "word_shift": lambda: figures.word_shift(SHIFT, LABELS),
    "between": lambda: figures.between(BETWEEN, LABELS | {"C": "Ledger"}),
    "prior_strip": lambda: figures.prior_strip(STRIP, LABELS),
    "robustness_strip": lambda: figures.robustness_strip(FARED, CELLS, SETTINGS),
    "disagreement": lambda: figures.disagreement(DIFFERING, SAID_OF, LABELS),
    "speakers": lambda: figures.speakers(SPEAKERS, LABELS),
    "cues": lambda: figures.cues(CUES, LABELS),
    "spread": lambda: figures.spread(SPREAD, LABELS),
    "fragments": lambda: figures.fragments(FRAGMENTS, LABELS),
    "presence": lambda: figures.presence(PRESENT, LABELS, 0.8),
    "passages_map": lambda: figures.passages_map(PLACES, TOPICS, LABELS),
    "profiles": lambda: figures.profiles(WORDS, SHARES, TOPICS, LABELS),
    "over_time": lambda: figures.over_time(TIMES, TOPICS),
    "topic_order": lambda: figures.topic_order(IN_ORDER, TOPICS, LABELS),
    "topic_fifths": lambda: figures.topic_fifths(FIFTHS, TOPICS, LABELS),
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
        ("by_source", ["Echo", "Gazette", "1  pier, cost", "3▲", "1", "0▼", "5"]),
        ("distinctive", ["Echo", "Gazette", "pier 9", "cost 7", "horn 5"]),
        ("frame_rates", ["Echo", "Gazette", "conflict", "economic", "words of the frame per 100 words"]),
        ("frame_voices", ["conflict", "own words (n = 12)", "quoted or paraphrased (n = 7)"]),
        ("word_shift", ["Echo", "Gazette", "pier 9:3", "cost 0:7", "horn 5:0"]),
        ("between", ["Echo", "Gazette", "Ledger", "120*", "of 300", "45", "of 200", "−2", "of 190"]),
        ("prior_strip", ["Echo", "Gazette", "pier", "horn", "used", "10", "1000", "2.0", "1.0", "−0.5"]),
        ("disagreement", ["Echo", "Gazette", "crossing, lasted", "about 3.5 hours", "four hours"]),
        ("speakers", ["Jonas Prell", "Ivo Sandel", "40", "9", "0"]),
        ("cues", ["Echo\nn = 10", "Gazette\nn = 4", "neutral", "strong", "8"]),
        ("spread", ["Echo  (n = 20)", "Gazette  (n = 4)", "effective number of voices"]),
        ("fragments", ["Echo  (n = 20)", "Gazette  (n = 4)", "share of attributions that are fragments"]),
        ("presence", ["pier, cost", "Ivo Sandel", "4", "95 %", "2"]),
        ("passages_map", ["Echo", "Gazette", "1  pier, cost", "2  buns, horn"]),
        ("profiles", ["1  pier, cost", "2  buns, horn", "pier", "9", "horn", "Echo", "Gazette", "share of passages"]),
        ("topic_order", ["Echo", "Gazette", "headline", "lead", "tail", "1", "–", "1  pier, cost", "last word"]),
        ("topic_fifths", ["1  pier, cost", "Echo", "Gazette", "7", "33", "–", "first", "last"]),
        ("over_time", ["1  pier, cost", "2  buns, horn", "2019-05", "2019-08", "share of the passages of the period"]),
    ],
)
def test_a_figure_says_what_its_table_says(name: str, expected: list[str]) -> None:
    assert [text for text in expected if text not in texts(DRAWN[name]())] == []


def test_bars_are_as_long_as_the_numbers() -> None:
    axes = DRAWN["lengths"]().axes[0]
    assert [[bar.get_width() for bar in bars] for bars in axes.containers] == [[30, 60], [0, 20], [40, 10]]
    assert [[bar.get_x() for bar in bars] for bars in axes.containers] == [[0, 0], [30, 60], [30, 80]]


def test_passages_are_as_long_as_their_words_and_hold_or_are_white() -> None:
    cells = [cell for cell in DRAWN["topic_order"]().axes[0].patches if cell.get_x() >= 0]
    assert [(cell.get_x(), cell.get_x() + cell.get_width()) for cell in cells] == [
        pytest.approx(place) for place in [(0, 0.5), (0.5, 1), (0, 0.02), (0.02, 0.3), (0.3, 1)]
    ]
    faces = [mpl.colors.to_hex(cell.get_facecolor()) for cell in cells]
    assert faces == ["#ffffff", theme.BLUE, theme.BLUE, theme.BLUE, "#ffffff"]
    assert DRAWN["topic_order"]().axes[0].texts[0].get_text() == "–"  # an article without headline


def test_words_used_more_go_to_the_right_and_are_filled() -> None:
    bars = DRAWN["word_shift"]().axes[1].containers[0].patches
    assert [bar.get_width() for bar in bars] == pytest.approx([20, -10])
    assert [mpl.colors.to_hex(bar.get_facecolor()) for bar in bars] == [theme.BLUE, "#ffffff"]


def test_what_a_prior_leaves_open_is_grey_and_what_survives_is_bold() -> None:
    unsure, sure = (
        {(t.get_color(), t.get_fontweight()) for t in axes.texts} for axes in DRAWN["prior_strip"]().axes[:2]
    )
    assert (unsure, sure) == ({(theme.FAINT, "normal")}, {(theme.INK, "bold")})


def test_what_is_not_compared_is_hollow_and_has_no_interval() -> None:
    for name, value in (("spread", 3.5), ("fragments", 0.25)):
        lines, sure, unsure = DRAWN[name]().axes[0].collections
        assert [path.vertices[:, 1].tolist() for path in lines.get_paths()] == [[1, 1]]
        assert sure.get_offsets().tolist() == [[value, 1.0]]
        assert [mpl.colors.to_hex(colour) for colour in unsure.get_facecolor()] == ["#ffffff"]


def test_sources_stand_in_the_order_of_the_study() -> None:
    for name in ("by_source", "speakers", "presence"):
        axes = DRAWN[name]().axes[0]
        assert [tick.get_text().split("\n")[0] for tick in axes.get_xticklabels()] == ["Gazette", "Echo"]
    assert [axes.get_title(loc="left") for axes in DRAWN["distinctive"]().axes][:2] == ["Gazette", "Echo"]


def test_a_topic_that_does_not_hold_is_grey() -> None:
    for name in ("stability", "by_source"):
        colours = [tick.get_color() for tick in DRAWN[name]().axes[0].get_yticklabels()]
        assert colours == [theme.INK, theme.FAINT]


def test_cells_that_stand_out_are_bold() -> None:
    told = {text.get_text(): text.get_fontweight() for text in DRAWN["by_source"]().axes[0].texts}
    assert told == {"3▲": "bold", "1": "normal", "0▼": "bold", "5": "normal"}
    others = SHARES.assign(source=OTHERS, q=0.001)
    marked = figures.by_source(others.head(2), TOPICS, {OTHERS: "7 others"}).axes[0].texts
    assert [text.get_text() for text in marked] == ["3", "1"]


def test_every_passage_has_a_mark_where_the_table_says() -> None:
    drawn = {line.get_marker(): line.get_xydata().tolist() for line in DRAWN["passages_map"]().axes[0].lines}
    assert sorted(drawn.values()) == [[[0.0, 0.0], [1.0, 0.0]], [[0.0, 1.0], [5.0, 0.0]]]
    assert len(drawn) == 2


def test_a_topic_that_does_not_hold_is_a_dashed_disc() -> None:
    axes = DRAWN["passages_map"]().axes[0]
    assert [disc.get_linestyle() != "solid" for disc in axes.patches] == [False, True]
    assert [text.get_color() for text in axes.texts] == [theme.INK, theme.FAINT]


def test_a_profile_fills_what_differs_and_draws_the_share_of_all() -> None:
    words, sources, *_ = DRAWN["profiles"]().axes
    assert [bar.get_width() for bar in words.containers[0].patches] == [0.5, 0.3]
    assert [tick.get_text() for tick in sources.get_yticklabels()] == ["Gazette", "Echo"]
    assert sources.lines[0].get_xdata() == pytest.approx([3 / 9] * 2)
    filled, hollow = (mark for mark in sources.collections if isinstance(mark, mpl.collections.PathCollection))
    assert filled.get_offsets().tolist() == [[0.0, 0.0], [0.75, 1.0]]
    assert hollow.get_offsets().tolist() == []


def test_topics_over_time_have_the_same_axes() -> None:
    one, other = DRAWN["over_time"]().axes
    assert one.lines[0].get_ydata().tolist() == [0.5, 0.2, 0.25]
    assert other.lines[0].get_ydata().tolist() == [0.5, 0.8, 0.75]
    assert (one.get_ylim(), one.get_xlim()) == (other.get_ylim(), other.get_xlim())


def test_an_empty_table_among_the_arguments_draws_that_there_is_nothing() -> None:
    for figure in (
        figures.profiles(WORDS, SHARES, TOPICS.head(0), LABELS),
        figures.over_time(TIMES.head(0), TOPICS),
        figures.passages_map(PLACES.head(0), TOPICS, LABELS),
    ):
        assert texts(figure) == ["nothing to show"]


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


def mapped(sizes: list[int]) -> pd.DataFrame:
    """Places of topics with so many passages, by many sources."""
    rng = np.random.default_rng(4)
    labels = np.repeat(np.arange(len(sizes)), sizes)
    vectors = rng.normal(size=(len(sizes), 12))[labels] + rng.normal(size=(len(labels), 12))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).round(6)
    sources = [list(OUTLETS)[n % len(OUTLETS)] for n in range(len(labels))]
    assigned = pd.DataFrame({"source": sources, "topic": labels + 1}).assign(
        passage=[f"p{n}" for n in range(len(labels))]
    )
    return topics.drawn(layout.places(assigned, vectors), 600)


def crowded() -> dict[str, Figure]:
    """Figures of thirteen groups with long names and thirty topics."""
    cells = [(source, topic) for source in OUTLETS for topic in range(1, 31)]
    counts = pd.DataFrame(cells, columns=pd.Index(["source", "topic"])).assign(
        passages=12_345, total=99_999, share=0.2, low=0.1, high=0.3, residual=1.0, q=0.01
    )
    named = pd.DataFrame({"topic": range(1, 31), "label": "pier, cost, council", "verdict": "stable", "stability": 0.9})
    things = counts.assign(thing=counts["topic"].astype(str), others=3, expected=0.9)
    things.loc[things["source"] == "s03", "passages"] = 0
    words = pd.DataFrame(
        [(source, f"word{n}", 9, 1.0, 0.5, 2.0, True) for source in list(OUTLETS)[:12] for n in range(7)],
        columns=pd.Index(["source", "term", "count", "delta", "low", "high", "distinct"]),
    )
    scored = pd.DataFrame(
        [(topic, f"longish-word-{n}", 0.5, 99) for topic in range(1, 31) for n in range(10)],
        columns=pd.Index(["topic", "term", "score", "passages"]),
    )
    days = [(topic, f"2019-06-{day:02}", 5, 50, 0.1, 0.05, 0.2) for topic in range(1, 31) for day in range(1, 25)]
    times = pd.DataFrame(days, columns=pd.Index(["topic", "period", "passages", "of", "share", "low", "high"]))
    return {
        "profiles": figures.profiles(scored, counts, named, OUTLETS),
        "profiles of three": figures.profiles(scored, counts, named.head(3), OUTLETS),
        "over_time": figures.over_time(times, named),
        "passages_map": figures.passages_map(mapped([600 // n for n in range(1, 31)]), named, OUTLETS),
        "by_source": figures.by_source(counts.assign(q=0.5), named, OUTLETS),
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


@pytest.mark.parametrize("name", ["profiles", "profiles of three", "over_time"])
def test_names_of_small_panels_do_not_meet(name: str) -> None:
    figure = crowded()[name]
    FigureCanvasAgg(figure).draw()
    told = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    beyond = [tick.label1 for axes in figure.axes for tick in axes.xaxis.get_major_ticks() if outside(tick, axes)]
    boxes = [text.get_window_extent().padded(-0.5) for text in told if text not in beyond]
    assert len(boxes) > 20
    assert [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])] == []


def outside(tick: Tick, axes: Axes) -> bool:
    """Whether a tick is beyond the ends of its axis, where it is not drawn."""
    low, high = axes.get_xlim()
    return not low - 1e-9 <= tick.get_loc() <= high + 1e-9


NAMES = ("pier, cost, council", "buns, horn, harbourmaster", "a, b, c", "unconstitutionally, misrepresentation, storms")


@pytest.mark.parametrize(
    "sizes", [[1], [40], [30, 4], [24, 17, 13, 10, 9, 8, 7], [60] * 12, [600 // n for n in range(1, 31)]]
)
def test_labels_of_the_map_lie_on_no_mark_no_disc_and_no_other_label(sizes: list[int]) -> None:
    label = [NAMES[n % len(NAMES)] for n in range(len(sizes))]
    verdict = ["stable" if n % 3 else topics.UNFIRM for n in range(len(sizes))]
    named = pd.DataFrame({"topic": range(1, len(sizes) + 1), "label": label, "verdict": verdict})
    figure = figures.passages_map(mapped(sizes), named, OUTLETS)
    FigureCanvasAgg(figure).draw()
    (axes,) = figure.axes
    boxes = [text.get_window_extent() for text in (*axes.texts, *figure.texts, *figure.legends[0].get_texts())]
    assert [pair for pair in itertools.combinations(boxes, 2) if pair[0].overlaps(pair[1])] == []
    page = figure.bbox
    assert all(page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1 for box in boxes)
    for disc in axes.patches:
        middle = axes.transData.transform(disc.get_center())
        radius = axes.transData.transform((disc.get_center()[0] + disc.radius, 0))[0] - middle[0]
        for box in boxes:
            gap = np.hypot(*np.maximum(np.maximum([box.x0, box.y0] - middle, middle - [box.x1, box.y1]), 0))
            assert gap >= radius
    said = "|".join("".join(text.get_text().split()) for text in (*axes.texts, *figure.texts))
    assert all(f"{number}{name.split(',')[0]}" in said for number, name in enumerate(label, start=1))


def test_marks_of_thirteen_sources_differ_without_colour() -> None:
    looks = passages._looks(OUTLETS)
    assert len({(look["marker"], look.get("markerfacecolor") == "white") for look in looks.values()}) == 13


def test_marks_of_the_map_do_not_overlap() -> None:
    figure = figures.passages_map(mapped([600 // n for n in range(1, 31)]), crowded_topics(), OUTLETS)
    FigureCanvasAgg(figure).draw()
    axes = figure.axes[0]
    lines = [line for line in axes.lines if line.get_marker() != "None"]
    points = np.concatenate([axes.transData.transform(line.get_xydata()) for line in lines])
    far = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) + 1e3 * np.eye(len(points))
    size = lines[0].get_markersize() * figure.dpi / 72
    assert far.min() >= size
    assert size >= 3


def crowded_topics() -> pd.DataFrame:
    return pd.DataFrame({"topic": range(1, 31), "label": "pier, cost, council", "verdict": "stable"})


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
    holding = topics.holding(found.topics)
    times = coverage.topic_times(found.assignment, told.sample.documents)
    speakers = voices.most_heard(voices.by_speaker(told.said, told.passages), 10)
    quick, shown = wording.Setting(draws=50, permutations=100), wording.distinctive(told.wording)
    by_word = wording.divergence_tables(wording.diverge(told.data["terms"], told.passages, quick))[1]
    under = wording.sensitivity(told.data["terms"], told.passages, shown, quick)
    order = prominence.order(told.passages, topics.firm(found), told.said)
    return {
        "topic_order": lambda: figures.topic_order(
            prominence.topic_places(order, found.assignment), found.topics, labels
        ),
        "topic_fifths": lambda: figures.topic_fifths(
            prominence.topic_fifths(order, found.assignment), found.topics, labels
        ),
        "lengths": lambda: figures.lengths(inventory.lengths(told.data["documents"], told.data["passages"]), labels),
        "stability": lambda: figures.stability(found.topics, LIMITS),
        "scan": lambda: figures.scan(found.scan, len(found.topics)),
        "by_source": lambda: figures.by_source(told.shares, found.topics, labels),
        "passages_map": lambda: figures.passages_map(
            topics.places(found.assignment, found.vectors), found.topics, labels
        ),
        "profiles": lambda: figures.profiles(found.words, told.shares, holding, labels),
        "profiles of all": lambda: figures.profiles(found.words, told.shares, found.topics, labels),
        "over_time": lambda: figures.over_time(times, found.topics),
        "distinctive": lambda: figures.distinctive(wording.distinctive(told.wording), labels),
        "word_shift": lambda: figures.word_shift(wording.shifting(by_word), labels),
        "between": lambda: figures.between(wording.between(told.data["terms"], told.passages, quick), labels),
        "prior_strip": lambda: figures.prior_strip(under, labels),
        "speakers": lambda: figures.speakers(speakers, labels),
        "cues": lambda: figures.cues(voices.cues(told.said), labels),
        "spread": lambda: figures.spread(voices.concentration(told.said, draws=50), labels),
        "fragments": lambda: figures.fragments(voices.fragments(told.said), labels),
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


def test_a_name_with_dollar_signs_is_no_formula() -> None:
    """Matplotlib takes what stands between two of them for TeX, and stops where it is not."""
    with theme.applied():
        drawn = Figure(figsize=(2, 1))
        drawn.text(0.5, 0.5, r"$$\href{x}{y}$$ costs $5 or $6")
    assert display.svg(drawn, "prices").startswith("<svg")
