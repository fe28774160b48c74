"""How large a difference must be to be found: worked by hand, and where nothing could be."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import coverage, frames, power, resampling, voices
from analysis.frames.power import clumping
from analysis.statements import comparisons as of_comparisons
from analysis.statements import coverage as of_coverage
from analysis.statements import divergence as of_divergence
from analysis.statements import frames as of_frames
from analysis.statements import topics as of_topics
from analysis.statements import voices as of_voices
from analysis.study import OTHERS
from analysis.voices.power import clumping as cue_clumping
from analysis.wording import Divergence

LABELS = {"A": "Echo", "B": "Gazette", "C": "Ledger"}


def table(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=pd.Index(columns.split()))


def test_the_smallest_size_is_where_it_is_first_found() -> None:
    assert power.smallest(lambda size: size >= 0.37, np.linspace(0, 1, 11)) == pytest.approx(0.37, abs=1e-9)
    assert np.isnan(power.smallest(lambda size: size > 1, np.linspace(0, 1, 11)))
    # found again beyond a gap: the first place counts
    assert power.smallest(lambda size: 0.2 <= size < 0.5 or size > 0.9, np.linspace(0, 1, 11)) == pytest.approx(0.2)


def test_the_tail_is_that_of_a_gamma_with_this_mean_and_spread() -> None:
    # mean 4, spread 2: shape 4, scale 1, whose tail is that of fewer than four events of a Poisson
    assert power.tail(3.0, 4.0, 2.0) == pytest.approx(stats.poisson.cdf(3, 3.0))


def test_chance_counts_what_rearrangements_keep_and_is_never_nothing() -> None:
    none = power.chance(50.0, np.zeros(99), 10.0, 3.0)
    assert none == pytest.approx(0.01, abs=1e-6)
    half = power.chance(50.0, np.repeat([0.0, 60.0], 50), 10.0, 1.0)
    # half of a hundred, give or take five: 80 times in a hundred no more than 54.2
    assert half == pytest.approx(55.2 / 101, abs=1e-3)


def assigned(sources: int, documents: int, passages: int, seed: int = 1) -> pd.DataFrame:
    """Passages on four topics, every passage for itself."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"{source}{document}{n:03}", f"{source}{document}", "ABCDEF"[source], int(rng.integers(4)) + 1)
        for source in range(sources)
        for document in range(documents)
        for n in range(passages)
    ]
    return pd.DataFrame(rows, columns=pd.Index(["passage", "document", "source", "topic"]))


def test_longer_texts_show_smaller_shifts() -> None:
    shorter, longer = (assigned(3, 6, n) for n in (8, 40))
    few, many = (coverage.smallest_shift(one, coverage.topic_shares(one)) for one in (shorter, longer))
    assert few["source"].tolist() == ["A", "B", "C"]
    assert few["others"].tolist() == [0.25] * 3
    assert (few["points"] > many["points"]).all()
    assert (coverage.smallest_association(shorter)[0]) > coverage.smallest_association(longer)[0]


def test_a_shift_in_single_passages_is_that_of_two_shares() -> None:
    # every passage a document: independent, so power is that of two binomials, with a gamma's tail in place of theirs
    told = assigned(2, 200, 1)
    shares = coverage.topic_shares(told)
    found = coverage.smallest_shift(told, shares)
    p, z = 0.25, stats.norm.isf(0.05 / len(shares) / 2) + stats.norm.ppf(0.8)
    other = p + found["points"].iloc[0]
    assert found["points"].iloc[0] == pytest.approx(z * ((p * (1 - p) + other * (1 - other)) / 200) ** 0.5, rel=0.12)


@pytest.mark.parametrize(("documents", "passages"), [(1, 20), (3, 40)])
def test_no_cell_is_promised_where_articles_can_be_rearranged_in_few_ways(documents: int, passages: int) -> None:
    # one article of 20 passages: it comes to lie on itself once in 60; three of nine are dealt in 84 ways; 12 cells
    told = assigned(3, documents, passages)
    shifts = coverage.smallest_shift(told, coverage.topic_shares(told))
    assert shifts["points"].isna().all()
    text = of_topics.detectable(shifts, (0.5, 0.3), LABELS)
    assert text is not None
    assert text.text.endswith("that one cell stood out by itself could not be found, however large its share.")


def test_one_source_or_topic_has_no_attention_to_be_found() -> None:
    alone, single = assigned(1, 4, 5), assigned(3, 4, 5).assign(topic=1)
    for told in (alone, single):
        assert coverage.smallest_shift(told, coverage.topic_shares(told)).empty
        assert np.isnan(coverage.smallest_association(told)[0])


def test_which_absences_can_be_listed() -> None:
    passages = pd.DataFrame({"source": ["A"] * 2 + ["B"] * 1 + [OTHERS] * 5})
    found = coverage.listable(passages, 0.75)
    assert found.values.tolist() == [["A", 2, 0.5], ["B", 1, 0.75]]  # 1 - (1 - .5)² = .75
    told = of_coverage.detectable(found, LABELS)
    assert told is not None
    assert told.text.startswith("What stands in fewer passages elsewhere than 50.0 % (absent from Echo) to 75.0 %")


def test_how_much_frame_words_clump_by_hand() -> None:
    # one frame; A has 4, 0, 0, 0 in units of ten words (1 expected), B 1 and 1
    hits = np.array([[4], [0], [0], [0], [1], [1]])
    source = np.array(list("AAAABB"), dtype=object)
    # chi-square 9 + 3, degrees of freedom 3 + 1
    assert clumping(np.column_stack([hits, np.full(6, 10)]).astype(float), source).tolist() == [3.0]


def frame_study(documents: int) -> tuple[frames.Counted, pd.DataFrame]:
    """Two sources, in every document a hundred words and two of conflict."""
    names = [f"{source}{n:02}" for source in "AB" for n in range(documents)]
    passages = pd.DataFrame({"passage": names, "document": names, "source": [name[0] for name in names], "words": 100})
    terms = pd.DataFrame({"passage": names, "term": "war", "count": [1 + n % 3 for n in range(len(names))]})
    return frames.count(terms, passages), passages


def test_more_documents_show_smaller_ratios_of_a_frame() -> None:
    ratios = []
    for documents in (12, 48):
        counted, passages = frame_study(documents)
        rates = frames.by_source(counted, passages, frames.Setting(draws=100, permutations=500))
        limits = frames.smallest_ratio(counted, passages, rates, frames.Setting(permutations=500))
        assert limits[["frame", "source"]].values.tolist() == [["conflict", "A"], ["conflict", "B"]]
        ratios.append(limits["ratio"].iloc[0])
    assert ratios[0] > ratios[1] > 1
    # Poisson rates of .02, 4,800 words a side, at .05 and .80 (two cells: .025): z √(r + r R) = r (R - 1) √4800
    z, rate = stats.norm.isf(0.0125) + stats.norm.ppf(0.8), 0.02
    assert z * ((rate + rate * ratios[1]) / 4800) ** 0.5 == pytest.approx(rate * (ratios[1] - 1), rel=0.1)


CUED = table(
    "source document cue_class speaker words",
    *((source, source, "neutral" if n % 2 else "strong", "Jonas Prell", 10) for source in "AB" for n in range(40)),
)


def test_the_gap_of_cues_is_that_at_which_intervals_do_not_meet() -> None:
    gap = voices.smallest_gap(CUED)
    low, high = 0.5 - gap / 2, 0.5 + gap / 2
    ends = [resampling.jeffreys(k, 40) for k in range(41)]
    chances = [stats.binom.pmf(np.arange(41), 40, share) for share in (low, high)]
    apart = sum(chances[0][k] * chances[1][m] for k in range(41) for m in range(41) if ends[m][0] > ends[k][1])
    assert apart == pytest.approx(0.8, abs=1e-6)
    assert np.isnan(voices.smallest_gap(CUED[CUED["source"] == "A"]))
    assert of_voices.gap(float("nan")) == []


def test_cues_that_clump_in_documents_need_a_larger_gap() -> None:
    # of eight documents of five, four have only neutral cues: chi-square 8 x 6.25 / 1.25, 7 degrees of freedom a source
    clumped = CUED.assign(
        document=[f"{source}{n % 40 // 5}" for n, source in enumerate(CUED["source"])],
        cue_class=["neutral" if n % 40 // 5 % 2 else "strong" for n in range(80)],
    )
    assert cue_clumping(clumped) == pytest.approx(40 / 7)
    assert voices.smallest_gap(clumped) > 1.2 * voices.smallest_gap(CUED)


def test_how_far_a_main_share_is_known() -> None:
    said = table(
        "source document speaker words",
        *[("A", "A", "Jonas Prell", 10)] * 3,
        ("A", "A", "Lena Torvik", 10),
        ("B", "B", "Ivo Sandel", 9),
        (OTHERS, "x", "Ivo Sandel", 9),
    )
    found = voices.main_share_widths(said)
    # share 3/4 of 40 words: squares 3 x 2.5² + 7.5², times 4/3
    assert found["source"].tolist() == ["A"]
    assert found["width"].tolist() == pytest.approx([1.959964 * (75 * 4 / 3) ** 0.5 / 40], abs=1e-5)
    told = of_voices.detectable(found, LABELS, 0.95)
    assert told is not None
    assert "by 49 (Echo) percentage points either way (95 % intervals)" in told.text


# what is said


def test_what_could_be_found_is_said_from_the_easiest_to_the_hardest() -> None:
    shifts = table("source passages others points", ("A", 90, 0.1, 0.21), ("B", 40, 0.1, 0.34))
    told = of_topics.detectable(shifts, (0.4, 0.2), LABELS)
    assert told is not None
    assert "from a Cramér’s V of 0.40 on (by chance it is 0.20)" in told.text
    assert told.text.endswith(
        "one cell from 21 in Echo to 34 in Gazette percentage points more than the 10 % that a topic of average size has "
        "elsewhere."
    )
    none = of_topics.detectable(shifts, (float("nan"), 0.2), LABELS)
    assert none is not None
    assert "told apart by no Cramér’s V" in none.text
    assert of_topics.detectable(shifts.head(0), (0.4, 0.2), LABELS) is None


def test_what_could_be_found_of_words_and_frames() -> None:
    limits = table("source words ratio", ("A", 900, 4.2), ("B", 300, 9.1))
    told = of_comparisons.detectable(limits, 2.0, LABELS)
    assert told is not None
    assert told.text.endswith("if it stands 4.2 times as often in Echo and 9.1 times as often in Gazette.")
    nowhere = of_comparisons.detectable(limits.assign(ratio=np.nan), 2.0, LABELS)
    assert nowhere is not None
    assert nowhere.text.endswith("is found in no source, however often it stands there.")
    of_frame = table("frame source ratio", ("conflict", "A", 2.5), ("economic", "B", np.nan))
    told = of_frames.detectable(of_frame, LABELS)
    assert told is not None
    assert told.text.endswith("from 2.5 times (conflict in Echo) the others’ rate on.")
    nothing = of_frames.detectable(of_frame.tail(1), LABELS)
    assert nothing is not None
    assert "no frame could be found to differ" in nothing.text
    assert of_frames.detectable(of_frame.head(0), LABELS) is None


def test_what_could_be_found_of_the_divergence() -> None:
    found = Divergence(0.5, 0.4, 0.45, 0.2, 99, pd.DataFrame(), pd.DataFrame(), 0.02)
    told, none = (of_divergence.detectable(found, excess) for excess in (0.0754, float("nan")))
    assert told is not None
    assert told.text.endswith("told from chance from 0.075 bits on.")
    assert none is not None
    assert none.text.endswith("no divergence of so few texts could be told from chance.")
    assert of_divergence.detectable(None, float("nan")) is None
