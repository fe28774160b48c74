"""The benchmark of calibration, on an invented corpus: nothing is found where nothing is, a planted difference is."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from stories import invented_words

from analysis import resampling, wording

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


def invented(calibration: ModuleType) -> object:
    """Events of three articles; every article repeats some words of its own liking."""
    rng, told = np.random.default_rng(4), []
    words = np.array(invented_words(60, rng))
    for event in range(EVENTS):
        likes = rng.dirichlet(np.full(len(words), 1.0))
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
