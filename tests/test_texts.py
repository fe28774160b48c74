"""Texts kept on this machine only, and a passage shown in its context."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from stories import ARTICLES, ferry, prepared, save, snapshot

from analysis import context, study, tables, texts
from analysis.errors import ParameterError
from analysis.report import BUNDLE, display, environment
from analysis.statements import context as of_context


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(texts.PLACE, str(tmp_path / "kept"))
    return tmp_path / "kept"


def test_preparing_keeps_the_cleaned_texts_outside_the_study(tmp_path: Path, place: Path) -> None:
    articles, target = ferry(tmp_path)
    outcome = prepared([articles], target)
    assert outcome.kept
    assert [path.suffix for path in place.iterdir()] == [".sqlite"]
    assert not any(text.encode() in held for text in ARTICLES.values() for held in snapshot(target).values())
    passages, documents = tables.read(target, "passages"), tables.read(target, "documents")
    text = texts.find(target, documents["cleaned"].iloc[0])
    assert text is not None
    assert texts.digest(text) == documents["cleaned"].iloc[0]
    own = passages[passages["document"] == documents["document"].iloc[0]]
    assert text[own["start"].iloc[1] : own["end"].iloc[1]].startswith("The ferry between Orsby and Tellund sailed")
    assert texts.find(target, "0" * 64) is None
    assert texts.find(tmp_path / "another", documents["cleaned"].iloc[0]) is None


def test_the_original_is_found_by_its_offsets(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    found = tables.read_all(target)
    file_of = dict(zip(found["documents"]["document"], found["documents"]["origin"], strict=True))
    for row in found["passages"].itertuples():
        original = (articles / file_of[row.document]).read_text(encoding="utf-8")
        piece = original[row.original_start : row.original_end]
        assert len(piece.split()) >= 1
        assert piece == piece.strip()
    lead = found["passages"].query("document == 'E-1' and part == 'lead'").iloc[0]
    original = (articles / "echo-1.txt").read_text(encoding="utf-8")
    assert original[lead["original_start"] :].startswith("The ferry between")


def test_no_texts_are_kept_where_none_are_wanted(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    assert prepared([articles], target).kept is False
    assert texts.path(target) is None


def test_a_passage_in_its_context(tmp_path: Path, place: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    data, compared = tables.read_all(target), study.load(target)
    found = context.find(compared, data, "E-1:2", around=60)
    assert (found.file, found.document) == ("echo-1.txt", "E-1")
    assert found.text is not None
    assert found.text.startswith("The ferry between Orsby")
    assert found.before is not None
    assert found.before.startswith("Ferry line between")
    assert found.after is not None
    assert found.after.endswith("…")
    start = found.start + len("The ")
    inside = context.find(compared, data, "E-1:2", 60, (start, start + len("ferry")))
    assert inside.text == "ferry"
    assert inside.before is not None
    assert inside.before.endswith("The ")
    longest = data["passages"].sort_values("words", ascending=False, kind="stable")["passage"].iloc[0]
    assert context.find(compared, data).passage == longest


def test_a_passage_whose_text_is_not_at_hand(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    found = context.find(study.load(target), tables.read_all(target), "E-1:2")
    assert (found.text, found.before, found.after) == (None, None, None)
    assert found.original_end > found.original_start >= 0


def test_a_text_that_was_changed_since_is_not_shown(tmp_path: Path, place: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    data = tables.read_all(target)
    data["documents"]["cleaned"] = "0" * 64
    assert context.find(study.load(target), data, "E-1:2").text is None


def test_a_store_that_is_broken_is_no_text_at_hand(tmp_path: Path, place: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    digest = tables.read(target, "documents")["cleaned"].iloc[0]
    kept = texts.path(target)
    assert kept is not None
    kept.write_bytes(b"not a store")
    assert texts.find(target, digest) is None


def test_an_unknown_passage_is_an_error_that_names_the_nearest(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    with pytest.raises(ParameterError, match="no passage 'E-1:99'") as caught:
        context.find(study.load(target), tables.read_all(target), "E-1:99")
    assert "Did you mean 'E-1:" in str(caught.value)


def in_jupyterlab(found: context.Context, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What a notebook's cell shows."""
    shown: list[dict[str, object]] = []
    monkeypatch.setattr(display, "display", lambda data, raw: shown.append(dict(data)))
    display.in_context(of_context.where(found), found)
    return shown[0]


def test_jupyterlab_shows_the_passage_and_no_report_gets_it(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    shown = in_jupyterlab(context.find(study.load(target), tables.read_all(target), "E-1:2"), monkeypatch)
    assert "<mark>The ferry between Orsby and Tellund" in str(shown["text/html"])
    assert "Orsby" not in json.dumps(shown[BUNDLE])
    assert "Orsby" not in str(shown["text/plain"])
    assert "Passage E-1:2 stands in echo-1.txt" in str(shown["text/plain"])


def test_jupyterlab_shows_several_passages(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    data, compared = tables.read_all(target), study.load(target)
    found = [context.find(compared, data, passage) for passage in ("E-1:2", "E-1:3")]
    shown: list[dict[str, object]] = []
    monkeypatch.setattr(display, "display", lambda bundle, raw: shown.append(dict(bundle)))
    display.in_context(of_context.where(found[0]), *found)
    display.in_context(of_context.where(found[0]))
    gone = [replace(one, text=None) for one in found]
    display.in_context(of_context.where(found[0]), *gone)
    assert [str(one["text/html"]).count("<mark>") for one in shown] == [2, 0, 0]
    assert [str(one["text/html"]).count("not at hand") for one in shown] == [0, 0, 1]
    assert "Orsby" not in json.dumps([one[BUNDLE] for one in shown])


def test_a_published_run_never_looks_for_texts(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    data, compared = tables.read_all(target), study.load(target)
    at_hand = in_jupyterlab(context.find(compared, data, "E-1:2"), monkeypatch)
    with environment.fixed(tmp_path, tmp_path, tmp_path):
        published = in_jupyterlab(context.find(compared, data, "E-1:2"), monkeypatch)
    assert published[BUNDLE] == at_hand[BUNDLE]
    assert "Orsby" not in str(published)
    assert "not at hand" in str(published["text/html"])


def test_foreign_text_in_a_passage_is_no_markup(tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path / "a", {"a.txt": "<script>alert(1)</script> The boat came back & was late. " * 3})
    prepared([tmp_path / "a"], tmp_path / "s")
    found = context.find(study.load(tmp_path / "s"), tables.read_all(tmp_path / "s"))
    shown = str(in_jupyterlab(found, monkeypatch)["text/html"])
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
