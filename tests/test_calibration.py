"""The benchmark of calibration, on an invented corpus: nothing is found where nothing is, a planted difference is."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from stories import invented_words

from analysis import coverage, frames, resampling, wording

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
EVENTS, ARTICLES, EACH = 8, 3, 8
QUICK = wording.Setting(draws=200, permutations=2000)


@pytest.fixture(scope="module")
def calibration() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        module = importlib.import_module("calibration")
        patch.setattr(module, "SETTING", QUICK)
        yield module


def invented(calibration: ModuleType, steep: float = 0.0) -> object:
    """Events of three articles; every article repeats some words of its own liking. `steep`: some words are liked by all."""
    rng, told = np.random.default_rng(4), []
    words = np.array(invented_words(60, rng))
    for event in range(EVENTS):
        likes = rng.dirichlet(np.geomspace(1.0, np.exp(-steep), len(words)))
        for _ in range(ARTICLES):
            own = rng.dirichlet(200 * likes + 0.05)
            told.append((str(event), "\n".join(" ".join(rng.choice(words, 60, p=own)) for _ in range(4))))
    return calibration.corpus("invented", told)


def test_articles_are_dealt_within_events(calibration: ModuleType) -> None:
    corpus = invented(calibration)
    dealt = calibration.deal(corpus, EACH, np.random.default_rng(1))
    event = {document: name for name, documents in corpus.events.items() for document in documents}
    by_source = dealt.passages.drop_duplicates("document").groupby("source")["document"]
    assert [sorted(event[one] for one in own) for _, own in by_source] == [sorted(corpus.events)] * 3
    assert set(dealt.terms["passage"]) == set(dealt.passages["passage"])
    other = calibration.deal(corpus, EACH, np.random.default_rng(2))
    assert not other.passages["source"].equals(dealt.passages["source"])


def test_passages_are_cut_at_paragraphs_and_where_they_are_long(calibration: ModuleType) -> None:
    assert calibration.cut("one two\nthree") == []
    assert calibration.cut(f"head\n{'word ' * 30}") == [f"head {'word ' * 29}word"]
    assert [len(part.split()) for part in calibration.cut("word " * 130)] == [120, 10]


def test_nothing_is_found_where_labels_are_dealt(calibration: ModuleType) -> None:
    corpus, rng, rounds = invented(calibration), np.random.default_rng(7), 24
    found = [calibration.wrong(calibration.deal(corpus, EACH, rng), False) for _ in range(rounds)]
    wrong = {name: sum(one[name] for one in found) for name in found[0]}
    # of 24 at a rate of 1/20, five or more come once in a hundred
    assert wrong["any word"] <= 4
    assert wrong["divergence"] <= 4
    assert wrong["a source's divergence"] <= 4
    # the usual rule has words that "differ" in nearly all
    assert wrong["any |z| > 1.96"] >= 20


def test_a_planted_word_is_as_frequent_as_it_should_be(calibration: ModuleType) -> None:
    corpus, rng = invented(calibration), np.random.default_rng(8)
    dealt = calibration.deal(corpus, EACH, rng)
    source = dealt.passages.set_index("passage")["source"]
    counts = {name: [] for name in "ABC"}
    for _ in range(200):
        planted = calibration.plant(dealt, 4.0, 2.0, rng).terms
        rows = planted[planted["term"] == calibration.PLANTED]
        by_source = rows["count"].groupby(rows["passage"].map(source)).sum()
        for name in counts:
            counts[name].append(by_source.get(name, 0))
    # 8 articles of 240 words at 2 per 1,000 are 3.84; four times that in A; the variance twice the mean
    assert np.mean(counts["A"]) == pytest.approx(4 * 3.84, rel=0.1)
    assert np.mean(counts["B"] + counts["C"]) == pytest.approx(3.84, rel=0.15)
    assert np.var(counts["A"]) / np.mean(counts["A"]) == pytest.approx(2, rel=0.35)


def test_a_difference_of_the_promised_size_is_mostly_found(calibration: ModuleType) -> None:
    corpus, rng = invented(calibration), np.random.default_rng(9)
    tried = [calibration.found(calibration.deal(corpus, EACH, rng), rng) for _ in range(20)]
    assert all(one is not None for one in tried)
    found = sum(one["found"] for one in tried)
    assert resampling.jeffreys(int(found), 20)[1] >= 0.8


def test_a_divergence_of_the_promised_size_is_mostly_told_from_chance(calibration: ModuleType) -> None:
    corpus, rng = invented(calibration, 3.0), np.random.default_rng(10)
    tried = [calibration.found_apart(calibration.deal(corpus, EACH, rng, "articles"), rng) for _ in range(10)]
    assert sum(one["divergence found"] for one in tried) >= 6
    seen, promised = (np.mean([one[key] for one in tried]) for key in ("excess seen", "bits promised"))
    assert seen == pytest.approx(promised, rel=0.35)


def attentive(rng: np.random.Generator) -> pd.DataFrame:
    """Passages of three sources with eight articles each, on four topics; every article has its own liking, and runs."""
    rows = []
    for place in range(3 * EACH):
        likes, topic = rng.dirichlet(np.full(4, 2.0)), 0
        for n in range(12):
            topic = int(rng.choice(4, p=likes)) if n == 0 or rng.random() < 0.5 else topic
            rows.append((f"{place:02}:{n:02}", f"{place:02}", "ABC"[place % 3], topic))
    return pd.DataFrame(rows, columns=pd.Index(["passage", "document", "source", "topic"]))


def test_no_attention_differs_where_labels_are_dealt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.coverage.shares.DRAWS", 1000)
    rng, cells, tables = np.random.default_rng(11), 0, 0
    for _ in range(24):
        told = attentive(rng)
        cells += len(coverage.standing_out(coverage.topic_shares(told))) > 0
        tables += coverage.attention(told)[2] < 0.05
    assert cells <= 4
    assert tables <= 4


def test_attention_of_the_promised_sizes_is_mostly_found(
    calibration: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.coverage.shares.DRAWS", 1000)
    planted, rng = importlib.import_module("planted"), np.random.default_rng(12)
    of_one = of_all = 0
    for _ in range(10):
        told = attentive(rng)
        limits = coverage.smallest_shift(told, coverage.topic_shares(told)).set_index("source")
        moved, topic = planted.on_topic(told, "A", limits.at["A", "points"], rng)
        seen = coverage.standing_out(coverage.topic_shares(moved))
        of_one += bool(((seen["source"] == "A") & (seen["topic"] == topic) & (seen["residual"] > 0)).any())
        of_all += coverage.attention(planted.apart(told, coverage.smallest_association(told), rng))[2] < 0.05
    assert of_one >= 6
    assert of_all >= 6


def framed(rng: np.random.Generator) -> tuple[frames.Counted, pd.DataFrame]:
    """Articles of three sources, ten each, with words of every frame in counts that vary by article."""
    rows = [(f"{place:02}:{n}", f"{place:02}", "ABC"[place % 3], 60) for place in range(30) for n in range(8)]
    passages = pd.DataFrame(rows, columns=pd.Index(["passage", "document", "source", "words"]))
    means = np.repeat(rng.gamma(4.0, 0.3, (30, len(frames.FRAMES))), 8, axis=0)
    return frames.Counted(rng.poisson(means), np.zeros_like(means, dtype=np.int64), pd.DataFrame()), passages


def test_frames_differ_only_where_they_are_planted(calibration: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    module, rng = importlib.import_module("frames_calibration"), np.random.default_rng(13)
    monkeypatch.setattr(module, "SETTING", frames.Setting(draws=200, permutations=500))
    rounds = [module.Dealt(*framed(rng)) for _ in range(24)]
    assert sum(module.differs(one) for one in rounds) <= 4
    tried = [module.planted_found(one, rng) for one in rounds[:10]]
    assert all(one is not None for one in tried)
    assert sum(found for found, _ in tried) >= 6


def test_what_is_printed(calibration: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    calibration.printed("three rounds", [{"any word": 0.0, "share": 0.25}, {"any word": 1.0, "share": 0.75}])
    told = capsys.readouterr().out
    assert "any word" in told
    assert "0.500  [0.061, 0.939]  of 2 rounds" in told
    assert "0.500  (mean of 2)" in told


def test_without_the_corpora_it_says_so(calibration: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        calibration.main(["--corpus", "nowhere"])
    assert "--corpus says where the corpora are" in capsys.readouterr().err
