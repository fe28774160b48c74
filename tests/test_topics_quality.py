"""The benchmark of topics, on invented corpora: what it reads, scores and prints."""

import importlib
import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
THEMES = {
    "boats": "ferry pier quay mast sail oar hull anchor deck harbour rudder keel".split(),
    "bread": "oven flour yeast crust loaf dough bakery rye salt bun crumb wheat".split(),
    "bells": "tower chime bronze clapper rope steeple ring toll peal belfry carillon striker".split(),
}


@pytest.fixture(scope="module")
def quality() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield importlib.import_module("topics_quality")


@pytest.fixture(scope="module")
def planted() -> tuple[list[list[str]], list[str]]:
    """Sixty texts of three themes that share no word."""
    rng = np.random.default_rng(3)
    labels = [name for name in THEMES for _ in range(20)]
    return [list(rng.choice(THEMES[name], 15)) for name in labels], labels


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory, planted: tuple[list[list[str]], list[str]]) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    for name in ("BBC_News", "M10", "DBLP"):
        (folder / "octis" / name).mkdir(parents=True)
        rows = [f"{' '.join(text)}\ttrain\t{label}" for text, label in zip(*planted, strict=True)]
        (folder / "octis" / name / "corpus.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "hscluster").mkdir()
    told = [
        {"articles": [{"title": "The news of it", "body": f"{' '.join(words)}."} for _ in range(4)]}
        for words in THEMES.values()
    ]
    for name in ("10E", "20E", "30E"):
        (folder / "hscluster" / f"{name}.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def rows_of(printed: str) -> list[tuple[str, list[str]]]:
    """Name and cells of each row that was printed."""
    return [(line[:32].strip(), line[32:].split()) for line in printed.splitlines() if line]


def test_octis_reads_texts_of_all_parts_with_their_labels(quality: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "octis" / "Small").mkdir(parents=True)
    (tmp_path / "octis" / "Small" / "corpus.tsv").write_text("oar sail\ttrain\tboats\nrye\ttest\tbread\n", "utf-8")
    read = quality.octis_corpus(tmp_path, "Small")
    assert read.texts == [["oar", "sail"], ["rye"]]
    assert read.labels == ["boats", "bread"]


def test_events_are_read_without_stop_words(quality: ModuleType, corpora: Path) -> None:
    read = quality.events_corpus(corpora, "10E")
    assert read.texts[0] == ["news", *THEMES["boats"]]
    assert read.labels == ["0"] * 4 + ["1"] * 4 + ["2"] * 4


@pytest.mark.parametrize("name", ["ours", "LSA + k-means", "NMF", "LDA, tomotopy", "LDA, gensim"])
def test_every_way_finds_planted_themes(
    quality: ModuleType, planted: tuple[list[list[str]], list[str]], name: str
) -> None:
    texts, truth = planted
    way = next(one for one in (quality.OURS, *quality.PEERS) if one.name == name)
    if way.missing():
        pytest.skip(f"not installed: {way.missing()}")
    found = way.fit(texts, 3, 1)
    corpus = quality.Corpus("planted", texts, truth)
    assert quality.adjusted_rand(found, corpus) > 0.9
    assert sorted(map(len, found.words)) == [quality.WORDS] * 3
    assert quality.diversity_of(found, corpus) == 1
    assert all(any(set(words) <= set(theme) for theme in THEMES.values()) for words in found.words)


def test_coherence_is_gensims(quality: ModuleType, planted: tuple[list[list[str]], list[str]]) -> None:
    pytest.importorskip("gensim")
    mixed = [list(words) for words in zip(*THEMES.values(), strict=True)]
    own = [words[: quality.WORDS] for words in THEMES.values()]
    assert quality.gensim_difference([*own, *mixed], planted[0]) < 1e-9


def test_words_that_are_missing_cost_diversity_and_topics_do_not(quality: ModuleType) -> None:
    found = quality.Found(np.asarray([0, 1]), [list("abcdefghij"), list("klmno")])
    assert quality.diversity_of(found, quality.Corpus("two", [], [])) == 0.75


def test_words_of_too_few_or_too_many_texts_are_left_out(quality: ModuleType) -> None:
    few, many = [["oar", "rye"], ["oar"], ["oar", "bun"], ["bun"]], [["oar"], ["bun"], ["rye"]] * 70
    peers = importlib.import_module("topic_peers")
    assert peers.kept_words(few) == {"rye", "bun"}
    assert peers.kept_words([*many, ["keel"]]) == {"oar", "rye", "bun"}


def test_words_weigh_by_row_with_ties_by_term(quality: ModuleType) -> None:
    peers = importlib.import_module("topic_peers")
    weights = peers.sparse.csr_matrix([[0.2, 0.5, 0.2, 0.0], [0.0, 0.0, 0.0, 1.0]])
    assert peers._heaviest(weights, ["bun", "keel", "oar", "rye"]) == [["keel", "bun", "oar"], ["rye"]]


def test_a_way_that_is_not_installed_is_said_so(quality: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    way = quality.Peer("elsewhere", ("no_such_package",), quality.ours)
    quality.measured(way, quality.Corpus("one", [["oar"]], ["boats"]), (2,), quality.OF_LABELS)
    assert capsys.readouterr().out.split(maxsplit=1) == ["elsewhere", "not installed: no_such_package\n"]


def test_outliers_are_scored_apart_and_joined(quality: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    def fit(texts: list[list[str]], k: int, seed: int) -> object:
        return quality.Found(np.asarray([0, 0, 1, -1]), [["oar"], ["rye"]], np.asarray([0, 0, 1, 1]))

    corpus = quality.Corpus("four", [["oar"], ["oar"], ["rye"], ["rye"]], ["boats", "boats", "bread", "bread"])
    quality.measured(quality.Peer("apart", (), fit, slow=True), corpus, (2,), quality.OF_LABELS)
    (first, apart), (second, joined) = rows_of(capsys.readouterr().out)
    # two of three clusters right: V = 2 * 1 * (2/3) / (1 + 2/3); one pair of two together
    assert (first, apart[:2]) == ("apart", ["0.800", "0.571"])
    assert (second, joined[:2]) == ("apart, outliers joined", ["1.000", "1.000"])
    assert apart[-2:] == ["3.0", "1"]
    assert joined[-2:] == ["2.0", "1"]


def test_the_tables_are_printed(
    quality: ModuleType, corpora: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "NUMBERS", (3,))
    monkeypatch.setattr(quality, "LABELLED", (("M10", 3),))
    quality.main(["octis", "labels", "events", "--only", "M10", "10E", "--corpus", str(corpora)])
    rows = rows_of(capsys.readouterr().out)
    assert [name for name, _ in rows] == [
        *("M10, 10 to 50 topics", "ours", "M10, 3 topics", "ours"),
        *("hscluster, 3 events, 12 texts", "ours", "k-means, published"),
    ]
    assert [cells[:2] for name, cells in rows if name == "ours"][1:] == [["1.000", "1.000"]] * 2
    assert {cells[-1] for name, cells in rows if name == "ours"} == {"3"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["octopus"], "no such table: octopus"),
        (["octis", "--only", "M11"], "invalid choice: 'M11'"),
        (["octis", "--corpus", "nowhere"], "no folder nowhere"),
    ],
)
def test_wrong_arguments_are_errors(
    quality: ModuleType, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        quality.main(arguments)
    assert said in capsys.readouterr().err
