"""Texts in, tables out: whole, the same again, without the texts, and nothing half done."""

import itertools
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from stories import ARTICLES, ECHO, GAZETTE, HOSTILE, JOINT, LEDGER, STUDY, ferry, prepared, save, snapshot

from analysis import inventory, study, tables, tokens, voices
from analysis.errors import InputError, RashomonError, TableError

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
GENEVA = ROOT / "seeds" / "geneva-2021"


def built(folder: Path, **options: object) -> tuple[Path, dict[str, pd.DataFrame]]:
    """The folder of the ferry study and its tables, freshly prepared."""
    articles, target = ferry(folder)
    prepared([articles], target, **options)
    return target, tables.read_all(target)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    return built(tmp_path_factory.mktemp("ferry"))[1]


def shared(tmp_path: Path) -> dict[str, pd.DataFrame]:
    return built(tmp_path, share_text=True)[1]


# what stands in the tables


def test_documents(data: dict[str, pd.DataFrame]) -> None:
    documents = data["documents"]
    assert documents[["document", "source", "date", "language", "origin"]].to_numpy().tolist() == [
        ["E-1", "E", "2019-06-03", "en", "echo-1.txt"],
        ["G-1", "G", "", "en", "gazette-1.txt"],
        ["L-1", "L", "", "en", "ledger-1.txt"],
    ]
    assert documents["raw_words"].tolist() == [tokens.count_words(text) for text in ARTICLES.values()]
    # what was taken out is in the ledger, word for word
    removed = data["cleaning"].query("action != 'linked'").groupby("document")["words"].sum()
    assert (documents.set_index("document")["raw_words"] - removed).tolist() == documents["words"].tolist()


def test_the_ledger(data: dict[str, pd.DataFrame]) -> None:
    rows = data["cleaning"][["document", "rule", "action", "place"]].to_numpy().tolist()
    assert rows == [
        ["E-1", "by-line", "removed", "line 3"],
        ["E-1", "date", "removed", "line 4"],
        ["E-1", "dateline", "changed", "line 6"],
        ["E-1", "link", "removed", "line 10"],
        ["E-1", "link", "removed", "line 11"],
        ["E-1", "sub-head", "removed", "line 13"],
        ["E-1", "furniture", "removed", "line 17"],
        ["G-1", "self-copy", "removed", "line 7"],
        ["L-1", "sub-head", "removed", "line 9"],
        ["L-1", "shared copy", "linked", "G-1:4 ~ L-1:3"],
    ]


def test_passages_add_up_to_their_documents(data: dict[str, pd.DataFrame]) -> None:
    passages = data["passages"]
    assert passages.groupby("document")["words"].sum().tolist() == data["documents"]["words"].tolist()
    assert (passages["quoted_words"] <= passages["words"]).all()
    for _, own in passages.groupby("document"):
        assert own["position"].tolist() == list(range(1, len(own) + 1))
        assert own["part"].tolist() == ["headline", "lead"] + ["body"] * (len(own) - 2)
        assert (own["start"].to_numpy()[1:] > own["end"].to_numpy()[:-1]).all()


def test_quotations_stand_in_their_passage(data: dict[str, pd.DataFrame]) -> None:
    said = data["quotations"].merge(data["passages"], on="passage", suffixes=("", "_passage"))
    assert len(said) == len(data["quotations"]) >= 10
    assert (said["start"] >= said["start_passage"]).all()
    assert (said["start"] < said["end_passage"]).all()
    assert (said["quoted_words"] <= said["words"]).all()
    assert {"Jonas Prell", "Lena Torvik", "Agda Brime", "Ivo Sandel"} <= set(said["speaker"])


def test_offsets_lead_to_the_text_and_to_the_original(tmp_path: Path) -> None:
    found = shared(tmp_path)
    origins = dict(zip(found["documents"]["document"], found["documents"]["origin"], strict=True))
    for row in found["passages"].itertuples():
        original = (tmp_path / "articles" / origins[row.document]).read_text(encoding="utf-8")
        piece = original[row.original_start : row.original_end]
        assert row.end - row.start == len(row.text)
        assert set(tokens.words(row.text)) <= set(tokens.words(piece))
        assert piece.startswith(row.text[:20])
        assert piece.endswith(row.text[-20:])
    texts = found["passages"].set_index("passage")
    for row in found["quotations"].itertuples():
        passage = texts.loc[row.passage]
        inside = passage["text"][row.start - passage["start"] : row.end - passage["start"]]
        assert row.text.startswith(inside)
    words = texts["text"].map(tokens.count_words)
    assert words.tolist() == found["passages"]["words"].tolist()


def test_terms_are_those_of_the_passages(tmp_path: Path) -> None:
    found = shared(tmp_path)
    text = found["passages"].set_index("passage")["text"]
    for passage, own in found["terms"].groupby("passage"):
        single = own[~own["term"].str.contains(" ")]
        assert dict(zip(single["term"], single["count"], strict=True)) == Counter(tokens.terms(text[passage]))
        pairs = own[own["term"].str.contains(" ")]
        counted = tokens.bigrams(text[passage])
        assert {term: counted[term] for term in pairs["term"]} == dict(zip(pairs["term"], pairs["count"], strict=True))


def test_word_pairs_of_copies_are_not_counted_others_are(data: dict[str, pd.DataFrame]) -> None:
    pairs = set(data["terms"].loc[data["terms"]["term"].str.contains(" "), "term"])
    elsewhere = set().union(*(tokens.bigrams(text.replace(JOINT, "")) for text in ARTICLES.values()))
    only_copied = set(tokens.bigrams(JOINT)) - elsewhere
    assert {"passenger figures", "harbour boards"} <= only_copied
    assert not pairs & only_copied
    assert {"jonas prell", "new pier", "harbour board"} & pairs == {"jonas prell", "new pier"}


def test_one_source_that_repeats_itself_does_not_publish_its_pairs(tmp_path: Path) -> None:
    save(tmp_path / "a", {"x.txt": f"{ECHO}\n{JOINT}", "y.txt": f"{GAZETTE}\n{JOINT}", "z.txt": f"{LEDGER}\n{JOINT}"})
    prepared([tmp_path / "a"], tmp_path / "s")
    assert "passenger figures" not in set(tables.read(tmp_path / "s", "terms")["term"])


def test_a_passage_that_repeats_an_earlier_one_of_its_document_is_linked(tmp_path: Path) -> None:
    again = JOINT.replace("evenly, and", "evenly, the mayor said, and")
    save(tmp_path / "a", {"x.txt": LEDGER.replace("JOINT", JOINT) + f"\n{again}\n"})
    prepared([tmp_path / "a"], tmp_path / "s")
    found = tables.read_all(tmp_path / "s")
    copies = found["passages"].query("copy_of != ''")
    assert len(copies) == 1
    assert copies["copy_of"].tolist() == found["reuse"].query("level == 'document'")["left"].tolist()
    assert "near-copy" in set(found["cleaning"]["rule"])
    assert len(inventory.sample(found, {}).passages) == len(found["passages"]) - 1


def test_documents_are_numbered_by_date_and_name_within_their_source(tmp_path: Path) -> None:
    save(tmp_path / "a", {"c.txt": ECHO, "b.txt": GAZETTE, "a.txt": LEDGER})
    rows = ["c.txt,X,2019-06-05", "b.txt,X,2019-06-04", "a.txt,X,"]
    (tmp_path / "a" / "metadata.csv").write_text("\n".join(["file,source,date", *rows]), encoding="utf-8")
    prepared([tmp_path / "a"], tmp_path / "s")
    documents = tables.read(tmp_path / "s", "documents")
    assert documents[["document", "origin", "date"]].to_numpy().tolist() == [
        ["X-1", "b.txt", "2019-06-04"],
        ["X-2", "c.txt", "2019-06-05"],
        ["X-3", "a.txt", ""],
    ]


def test_a_line_on_every_page_of_a_source_is_furniture(tmp_path: Path) -> None:
    line = "The Echo brings you the news of the north every morning but one."
    texts = (ECHO, GAZETTE, LEDGER, JOINT, LONG_SPEAKER)
    save(tmp_path / "a" / "echo", {f"{n}.txt": f"{text}\n{line}\n" for n, text in enumerate(texts)})
    prepared([tmp_path / "a"], tmp_path / "s", share_text=True)
    found = tables.read_all(tmp_path / "s")
    assert not found["passages"]["text"].str.contains(line, regex=False).any()
    assert (found["cleaning"].query("rule == 'recurring line'")["words"] == tokens.count_words(line)).sum() == 5


def test_the_number_of_rows_is_returned(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    counts = prepared([articles], target).rows
    found = tables.read_all(target)
    assert counts == {name: len(found[name]) for name, schema in tables.SCHEMAS.items() if not schema.by_hand}


# without the texts


def words_in_a_row(texts: list[str], many: int) -> set[tuple[str, ...]]:
    return set().union(*(tokens.shingles(tokens.terms(text), many) for text in texts))


LONG_SPEAKER = (
    "Boat is late\n\nThe boat was late on Tuesday because the tide at Tellund was lower than anyone had known it, and the "
    "captain would not risk the piles.\n\nThe tide was “far too low for us,” according to the deputy captain of the evening "
    "boat from Orsby and the two men who had tied it to the quay.\n\n“We could do nothing but wait,” said a woman from the "
    "upper part of the island who had stood there since noon with her three dogs.\n"
)


@pytest.mark.parametrize("more", [{}, {"gazette-2.txt": LONG_SPEAKER}])
def test_without_texts_no_cell_has_more_than_four_words_of_them_in_a_row(tmp_path: Path, more: dict[str, str]) -> None:
    articles, target = ferry(tmp_path)
    save(articles, more)
    prepared([articles], target)
    five = words_in_a_row([*ARTICLES.values(), *more.values()], 5)
    cells = {str(cell) for frame in tables.read_all(target).values() for cell in frame.to_numpy().ravel()}
    assert {cell for cell in cells if tokens.shingles(tokens.terms(cell), 5) & five} == set()
    for frame in tables.read_all(target).values():
        assert not {"text", "title", "url"} & set(frame.columns)


def test_metadata_titles_and_addresses_are_shared_only_with_the_texts(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    table = "file,source,title,url\necho-1.txt,E,Ferry line between Orsby and Tellund reopens,https://example.org/1\n"
    (articles / "metadata.csv").write_text(table, encoding="utf-8")
    prepared([articles], target)
    assert b"example.org" not in b"".join(snapshot(target).values())
    prepared([articles], target, share_text=True)
    assert tables.read(target, "documents")["url"].tolist() == ["https://example.org/1", "", ""]


@pytest.mark.parametrize(
    ("told", "asked", "has_text"),
    [(False, None, False), (True, None, True), (True, False, False), (False, True, True)],
)
def test_whether_texts_are_shared_is_the_studys_or_the_callers_choice(
    tmp_path: Path, told: bool, asked: bool | None, has_text: bool
) -> None:
    articles, target = ferry(tmp_path)
    text = STUDY.replace("\n[[sources]]", f"share_text = {str(told).lower()}\n\n[[sources]]", 1)
    (target / "study.toml").write_text(text, encoding="utf-8")
    prepared([articles], target, share_text=asked)
    assert ("text" in tables.read(target, "passages").columns) == has_text


# the same again


def test_preparing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    once = snapshot(target)
    prepared([articles], target)
    assert snapshot(target) == once
    assert set(once) == {
        "study.toml",
        *(f"{name}.csv" for name, schema in tables.SCHEMAS.items() if not schema.by_hand),
    }


def test_preparing_again_leaves_what_the_study_says_of_its_citation(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    text = f'authors = ["Núñez, Ana"]  # us\npublished = 2026-11-22\ndoi = "10.5281/zenodo.1"\n{STUDY}'
    (target / "study.toml").write_text(text, encoding="utf-8")
    prepared([articles], target)
    assert (target / "study.toml").read_text(encoding="utf-8") == text


def test_the_order_in_which_files_are_given_changes_nothing(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared(sorted(articles.iterdir()), target)
    once = snapshot(target)
    prepared(sorted(articles.iterdir(), reverse=True), target)
    assert snapshot(target) == once


def test_the_hash_seed_changes_nothing(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    found = []
    for seed in ("1", "2"):
        words = [sys.executable, "-m", "analysis.cli", "prepare", str(articles), "--study", str(target)]
        subprocess.run(words, check=True, capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed})
        found.append(snapshot(target))
    assert found[0] == found[1]


# aliases


def test_your_aliases_stay_and_win(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    found = tables.read(target, "aliases")
    assert "Jonas Prell" in set(found["name"])
    yours = [("Prell", "The Mayor", "yours"), ("Agda Brime", "", "yours"), ("Zeno Vant", "Zeno Vant", "yours")]
    kept = found[~found["spelling"].isin(["Prell", "Agda Brime"])]
    table = pd.concat([kept, pd.DataFrame(yours, columns=found.columns)])
    tables.write(table, target, "aliases")
    for _ in range(2):
        prepared([articles], target)
        again = tables.read(target, "aliases").set_index("spelling")
        assert {spelling: tuple(again.loc[spelling]) for spelling, *_ in yours} == {
            spelling: (name, rule) for spelling, name, rule in yours
        }
        assert again.index.is_unique
        said = tables.read(target, "quotations")
        assert "The Mayor" in set(said["speaker"])


def test_aliases_that_are_not_yours_are_found_anew(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    before = (target / "aliases.csv").read_bytes()
    tables.write(tables.read(target, "aliases").assign(name="Somebody Else"), target, "aliases")
    prepared([articles], target)
    assert (target / "aliases.csv").read_bytes() == before


# house style


def test_your_rows_of_style_stay_and_win(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    learned = tables.read(target, "style")
    assert len(learned)
    kept = learned.iloc[0]["term"]
    yours = pd.DataFrame([(kept, kept, "yours"), ("pier", "", "yours")], columns=learned.columns)
    tables.write(pd.concat([learned[learned["term"] != kept], yours]), target, "style")
    for _ in range(2):
        prepared([articles], target)
        again = tables.read(target, "style")
        assert again["term"].is_monotonic_increasing
        assert again[again["rule"] == "yours"].values.tolist() == sorted(yours.values.tolist())
        assert set(again["term"]) == {*learned["term"], "pier"}


def test_style_that_is_not_yours_is_learned_anew(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    before = (target / "style.csv").read_bytes()
    tables.write(tables.read(target, "style").iloc[:1].assign(becomes="pier"), target, "style")
    prepared([articles], target)
    assert (target / "style.csv").read_bytes() == before


# a new study


def test_a_new_study_gets_a_study_file_that_loads(tmp_path: Path) -> None:
    articles = save(tmp_path / "articles")
    (articles / "metadata.csv").write_text("file,source,date\necho-1.txt,The Echo,2019-06-03\n", encoding="utf-8")
    target = tmp_path / "seeds" / "new"
    prepared([articles], target)
    found = study.load(target)
    assert (found.name, found.title, str(found.date), found.share_text) == ("new", "new", "2019-06-03", False)
    assert [(source.id, source.label, source.files) for source in found.sources] == [
        ("The Echo", "The Echo", ()),  # as metadata.csv says
        ("gazette-1", "gazette-1", ("gazette-1.txt",)),
        ("ledger-1", "ledger-1", ("ledger-1.txt",)),
    ]
    once = snapshot(target)
    prepared([articles], target)
    assert snapshot(target) == once


def test_what_was_asked_for_stands_in_the_new_study_file(tmp_path: Path) -> None:
    prepared([save(tmp_path / "a")], tmp_path / "s", share_text=True)
    assert study.load(tmp_path / "s").share_text is True


@pytest.mark.parametrize(
    "names",
    [
        ["a[1].txt", "b.txt"],
        ["what?.txt", "b.txt"],
        ["*.txt", "b.txt"],
        ["ferry (2).txt", "b, c.txt"],
        ['a "quoted" name.txt', "b.txt"],
        ["back\\slash.txt", "b.txt"],
        ["(a)/x.txt", "b/y.txt"],
        ["=a/x.txt", "b/y.txt"],
        ["a:b/x.txt", "a-b/y.txt"],
        ["émile/x.txt", "שלום/y.txt"],
        [" a /x.txt", "b/y.txt"],
        ["a.txt", "A.txt"],
    ],
)
def test_whatever_the_names_of_the_files_a_new_study_can_be_prepared_again(tmp_path: Path, names: list[str]) -> None:
    for name, text in zip(names, (GAZETTE, LEDGER), strict=True):
        (tmp_path / "a" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "a" / name).write_text(text, encoding="utf-8")
    try:
        prepared([tmp_path / "a"], tmp_path / "s")
    except RashomonError:
        assert not (tmp_path / "s").exists()
        return
    found = study.load(tmp_path / "s")
    assert set(found.labels) == set(tables.read(tmp_path / "s", "documents")["source"])
    once = snapshot(tmp_path / "s")
    prepared([tmp_path / "a"], tmp_path / "s")
    assert snapshot(tmp_path / "s") == once


# what cannot be prepared


def spoil_study(articles: Path, target: Path) -> None:
    (target / "study.toml").write_text(STUDY.replace('id = "G"', 'id = "E"'), encoding="utf-8")


def spoil_aliases(articles: Path, target: Path) -> None:
    (target / "aliases.csv").write_text("spelling,name\nPrell,Jonas Prell\n", encoding="utf-8")


FAILURES: list[tuple[Callable[[Path, Path], None], type[RashomonError], str]] = [
    (spoil_study, InputError, "study.toml: source id 'E' stands twice"),
    (spoil_aliases, TableError, "aliases.csv: column 'rule' is missing"),
]


@pytest.mark.parametrize(("spoil", "kind", "told"), FAILURES, ids=[spoil.__name__ for spoil, *_ in FAILURES])
def test_a_study_stays_as_it_was_when_preparing_fails(
    tmp_path: Path, spoil: Callable[[Path, Path], None], kind: type[RashomonError], told: str
) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    spoil(articles, target)
    before = snapshot(tmp_path)
    with pytest.raises(kind) as caught:
        prepared([articles], target)
    assert told in str(caught.value)
    assert "\n  " in str(caught.value), "the way out is missing"
    assert snapshot(tmp_path) == before
    assert [path.name for path in target.parent.iterdir()] == ["ferry"]


@pytest.mark.parametrize("error", [OSError("no space left"), TableError("here", "broken"), KeyboardInterrupt()])
@pytest.mark.parametrize("existing", [True, False])
def test_what_fails_while_writing_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, existing: bool
) -> None:
    articles, target = ferry(tmp_path)
    if not existing:
        (target / "study.toml").unlink()
        target.rmdir()
    before = snapshot(tmp_path)
    add, calls = tables.Writer.add, itertools.count()

    def failing(writer: tables.Writer, frame: pd.DataFrame) -> None:
        if next(calls) == 3:
            raise error
        add(writer, frame)

    monkeypatch.setattr(tables.Writer, "add", failing)
    with pytest.raises(type(error)):
        prepared([articles], target)
    assert snapshot(tmp_path) == before
    assert [path.name for path in target.parent.iterdir()] == ["ferry"] * existing


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("with_text", [False, True])
def test_any_texts_are_prepared(tmp_path: Path, case: str, with_text: bool) -> None:
    save(tmp_path / "a", HOSTILE[case])
    prepared([tmp_path / "a"], tmp_path / "s", share_text=with_text)
    found = tables.read_all(tmp_path / "s")
    assert len(found["documents"]) == len(HOSTILE[case])
    assert len(found["passages"]) >= len(found["documents"])
    assert study.load(tmp_path / "s").sources


# the bundled study, whose articles are not part of the project


@pytest.fixture(scope="module")
def articles() -> Path:
    if not SEEDS.is_dir():
        pytest.skip("the articles of the bundled study are not here")
    return SEEDS


@pytest.fixture(scope="module")
def geneva(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """The tables of the bundled study, freshly prepared with its texts."""
    target = tmp_path_factory.mktemp("geneva") / "geneva-2021"
    target.mkdir()
    (target / "study.toml").write_bytes((GENEVA / "study.toml").read_bytes())
    prepared([articles], target, share_text=True)
    return tables.read_all(target)


def interventions(geneva: dict[str, pd.DataFrame], source: str) -> Counter[str]:
    ledger = geneva["cleaning"]
    return Counter(ledger.loc[(ledger["document"] == f"{source}-1") & (ledger["action"] != "linked"), "rule"])


@pytest.mark.seeds
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A", {"link": 4, "sub-head": 4}),
        # a name, a title with a skip link, seven bullets twice, three lines of the comment form
        ("B", {"furniture": 2 + 2 * 7, "comments": 3}),
        # of 51 paragraphs 26 are different
        ("C", {"self-copy": 51 - 26, "sub-head": 1}),
        ("D", {"dateline": 1, "sub-head": 2}),
        ("E", {"by-line": 1, "date": 1, "link": 2 * 3, "sub-head": 3, "furniture": 1}),
    ],
)
def test_what_cleaning_finds_in_the_articles(
    geneva: dict[str, pd.DataFrame], source: str, expected: dict[str, int]
) -> None:
    assert interventions(geneva, source) == expected


@pytest.mark.seeds
def test_no_furniture_is_left_in_the_articles(geneva: dict[str, pd.DataFrame]) -> None:
    text = "\n".join(geneva["passages"]["text"]).lower()
    left = ["also read", "read also", "web analytics", "skip to content", "leave a reply", "first to comment"]
    left += ["email address", "serebriakova", "published at", "•"]
    assert [words for words in left if words in text] == []


@pytest.mark.seeds
def test_the_date_line_of_one_article_is_read(geneva: dict[str, pd.DataFrame]) -> None:
    assert dict(zip(geneva["documents"]["source"], geneva["documents"]["date"], strict=True)) == {
        **dict.fromkeys("ABCD", ""),
        "E": "2021-06-17",
    }


@pytest.mark.seeds
def test_the_self_copy_is_cut_and_the_paraphrased_lead_linked(geneva: dict[str, pd.DataFrame]) -> None:
    own = geneva["passages"].query("document == 'C-1'")
    assert own["text"].is_unique
    copies = own[own["copy_of"] != ""]
    lead = own.loc[own["part"] == "lead", "passage"].iloc[0]
    assert copies["copy_of"].tolist() == [lead]
    assert geneva["passages"]["copy_of"].astype(bool).sum() == 1


@pytest.mark.seeds
def test_only_two_articles_share_copy_twenty_six_runs_of_eight_words(geneva: dict[str, pd.DataFrame]) -> None:
    runs = {
        document: set().union(*(tokens.shingles(tokens.terms(text), 8) for text in own["text"]))
        for document, own in geneva["passages"].groupby("document")
    }
    shared = {pair: len(runs[pair[0]] & runs[pair[1]]) for pair in itertools.combinations(sorted(runs), 2)}
    assert {pair: number for pair, number in shared.items() if number} == {("C-1", "E-1"): 26}
    across = geneva["reuse"].query("level == 'corpus'")
    assert {(left[:3], right[:3]) for left, right in zip(across["left"], across["right"], strict=True)} == {
        ("C-1", "E-1")
    }


@pytest.mark.seeds
@pytest.mark.parametrize(("surname", "source"), [("Volkov", "B"), ("Kurilla", "B"), ("Peskov", "E")])
def test_speakers_that_only_one_article_has(geneva: dict[str, pd.DataFrame], surname: str, source: str) -> None:
    passages = inventory.sample(geneva, {}).passages
    alone = voices.only_in(voices.attributions(geneva["quotations"], passages))
    assert alone.loc[alone["speaker"].str.endswith(surname), "source"].tolist() == [source]


@pytest.mark.seeds
def test_three_spellings_are_one_name(geneva: dict[str, pd.DataFrame]) -> None:
    names = geneva["aliases"].set_index("spelling")["name"]
    assert len({names[f"{first} Navalny"] for first in ("Alexei", "Aleksei", "Alexey")}) == 1


@pytest.mark.seeds
def test_the_committed_tables_are_those_of_a_fresh_prepare(articles: Path, tmp_path: Path) -> None:
    target = tmp_path / "geneva-2021"
    target.mkdir()
    for name in ("study.toml", "aliases.csv"):
        (target / name).write_bytes((GENEVA / name).read_bytes())
    prepared([articles], target)
    fresh, committed = snapshot(target), snapshot(GENEVA)
    assert set(fresh) == set(committed)
    assert [name for name in fresh if fresh[name] != committed[name]] == []


def test_a_spelling_that_is_nobodys_gives_an_unknown_speaker(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "echo.txt").write_text(
        "“The pier will stand for years,” Agda Brime said on Monday.\n", encoding="utf-8"
    )
    target = tmp_path / "seeds" / "pier"
    prepared([articles], target)
    assert tables.read(target, "quotations")["speaker"].tolist() == ["Agda Brime"]
    (target / "aliases.csv").write_text("spelling,name,rule\nAgda Brime,,yours\n", encoding="utf-8")
    prepared([articles], target)
    assert tables.read(target, "quotations")["speaker"].tolist() == ["unknown"]
