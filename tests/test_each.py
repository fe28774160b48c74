"""Reports of one study with different parameters: nothing runs twice, and the folder changes as a whole or not at all."""

import io
import json
import re
from pathlib import Path

import pytest
from invented import code, markdown, notebook, parameters, small
from test_publish_hostile import HOSTILE
from test_publish_html import Page
from test_publish_report import contents

from analysis import study as studies
from analysis.cli import main
from analysis.errors import NotebookError, PublishError
from analysis.report import comparison, each, kept, manifest
from analysis.report.progress import Progress

STUDY = 'study: str = "toy"  # the study'
FOUND = """\
from analysis.report import display
from analysis.statements import Finding, Sentence, Value

said = Sentence.of("The word {a.word} stands {a.times} times.", Value("a.word", word), Value("a.times", times))
same = Sentence.of("There are {a.sources} sources.", Value("a.sources", 2))
both = (Finding("sources", same, "describes these texts"), Finding("word", said, "suggestive"))
display.findings(*both[: 2 if times < 9 else 1])"""


class Project:
    """Notebooks and a study, with a store of its own."""

    def __init__(self, folder: Path) -> None:
        words = parameters('word: str = "boat"  # a word\ntimes: int = 3  # how often, count')
        corpus = notebook(markdown("# Corpus"), parameters(STUDY), code("1 + 1"))
        self.notebooks, self.study = small(folder, n01_corpus=corpus, n03_words=notebook(words, code(FOUND)))
        self.out = folder / "reports" / "toy-each"
        self.store: kept.Store | None = kept.Store(folder / "kept")
        self.said: list[str] = []

    def ran(self, *asked: str, fresh: bool = False, out: Path | None = None, **given: str) -> list[str]:
        """Make the reports; combination and name of the notebooks that ran."""
        said = io.StringIO()
        request = each.request(studies.load(self.study), asked, given, out, self.notebooks, ("html",))
        try:
            assert each.build(request, Progress(said), store=self.store, fresh=fresh) == request.out
        finally:
            self.said = said.getvalue().splitlines()
        started = [line.removesuffix(": started") for line in self.said if line.endswith(": started")]
        return sorted(line.split(", ", 1)[1] for line in started)


@pytest.fixture
def toy(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_nothing_runs_twice_and_the_page_compares(toy: Project) -> None:
    assert toy.ran("times=3,5,9") == [
        *(f"times = 3: {name}" for name in ("00-summary", "01-corpus", "02-topics", "03-words")),
        *(f"times = {k}: {name}" for k in (5, 9) for name in ("00-summary", "03-words")),
    ]
    assert sorted(path.name for path in toy.out.iterdir()) == [
        *("each.json", "findings.csv", "index.html", "times=3", "times=5", "times=9", "values.csv"),
    ]
    text = (toy.out / "index.html").read_text(encoding="utf-8")
    assert Page((toy.out.parent / "index.html").read_text()).text.count("3 reports compared: times = 3; times = 5") == 1
    page = Page(text)
    assert [link["href"] for link in page.all("a")] == [
        *(f"times={k}/{file}" for k in (3, 5, 9) for file in ("index.html", "values.json")),
        *("#finding-2", "findings.csv", "values.csv"),
    ]
    assert "1 of 2 findings are the same in every report." in page.text
    assert "The word boat stands <del>3</del> <ins>5</ins> times." in text
    assert "2 of 4 named values are not the same in every report." in page.text
    assert (toy.out / "values.csv").read_text().splitlines() == [
        "name,times = 3,times = 5,times = 9",
        "a.times,3,5,",
        "a.word,boat,boat,",
    ]
    rows = (toy.out / "findings.csv").read_text().splitlines()
    assert rows[0] == "finding,combination,grade,beside the first,sentence"
    assert "sources,times = 5,describes these texts,same words,There are 2 sources." in rows
    assert "word,times = 9,,not found," in rows
    for name in ("3", "5", "9"):
        assert manifest.read(toy.out / f"times={name}")["parameters"]["03-words"]["times"] == int(name)


def test_reports_of_an_earlier_run_stay_and_other_values_replace_the_folder(toy: Project) -> None:
    toy.ran("times=3,5")
    before = contents(toy.out)
    assert toy.ran("times=3,5") == []
    assert sum("unchanged: nothing was run" in line for line in toy.said) == 2
    assert contents(toy.out) == before
    assert toy.ran("times=5,4") == ["times = 4: 00-summary", "times = 4: 03-words"]
    assert sorted(path.name for path in toy.out.glob("times=*")) == ["times=4", "times=5"]
    assert toy.ran("times=5,3") == []
    assert {name: text for name, text in contents(toy.out).items() if "/" in name} == {
        name: text for name, text in before.items() if "/" in name
    }


def test_the_same_bytes_without_a_store_and_afresh(toy: Project, tmp_path: Path) -> None:
    toy.ran("times=3,5", k="4")
    before = contents(toy.out)
    made = [
        *(f"times = 3: {name}" for name in ("00-summary", "01-corpus", "02-topics", "03-words")),
        *(f"times = 5: {name}" for name in ("00-summary", "03-words")),
    ]
    assert toy.ran("times=3,5", k="4", fresh=True) == made
    assert contents(toy.out) == before
    toy.store = None
    assert toy.ran("times=3,5", k="4", out=tmp_path / "elsewhere") == made
    assert contents(tmp_path / "elsewhere") == before


def test_a_failing_combination_is_named_and_changes_nothing(toy: Project) -> None:
    toy.ran("times=3,5")
    before = contents(toy.out)
    path = toy.notebooks / "03-words.ipynb"
    path.write_text(path.read_text().replace("said = Sentence", "1 / (times - 5); said = Sentence"))
    with pytest.raises(NotebookError, match=r"times = 5: 03-words") as error:
        toy.ran("times=4,5,6")
    assert "ZeroDivisionError" in str(error.value)
    assert contents(toy.out) == before
    assert sorted(path.name for path in toy.out.parent.iterdir()) == ["index.html", "toy-each"]


def test_nothing_that_is_not_ours_is_replaced(toy: Project, tmp_path: Path) -> None:
    toy.ran("times=3,5")
    for name in ("notes.txt", "times=3/notes.txt", "other/notes.txt"):
        path = toy.out / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
        with pytest.raises(PublishError, match=r"notes\.txt"):
            toy.ran("times=4,5")
        assert path.read_text() == "mine"
        path.unlink()
    told = toy.out / each.FILE
    whole = told.read_text()
    (toy.out / "thesis").mkdir()
    (toy.out / "thesis" / "one.txt").write_text("mine")
    told.write_text(json.dumps({**json.loads(whole), "reports": {"thesis": {}}}))  # it says so, and it is none
    with pytest.raises(PublishError, match="not a report"):
        toy.ran("times=4,5")
    told.write_text("[]")
    with pytest.raises(PublishError, match=re.escape(each.FILE)):
        toy.ran("times=4,5")
    with pytest.raises(PublishError, match="is one report"):
        toy.ran("times=4,5", out=toy.out / "times=3")
    with pytest.raises(PublishError, match="report's inputs"):
        toy.ran("times=4,5", out=toy.study)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(PublishError, match="not empty and not a report"):
        toy.ran("times=4,5", out=tmp_path / "mine")


def test_hostile_values_stay_text(toy: Project) -> None:
    texts = [HOSTILE[name] for name in ("script", "quotes", "bidi", "scripts")]
    toy.ran(f"word={json.dumps(texts)}")
    text = (toy.out / "index.html").read_text(encoding="utf-8")
    page = Page(text)
    assert not {"script", "img", "iframe", "link"} & {tag for tag, _ in page.elements}
    assert not [
        name for _, attributes in page.elements for name in attributes if name.startswith("on") or name == "style"
    ]
    assert HOSTILE["script"] in page.text
    assert not set("\u202e\u2066\ufeff") & set(page.text)
    reports = [link["href"] or "" for link in page.all("a") if (link["href"] or "").endswith("index.html")]
    assert len(reports) == 4
    assert all((toy.out / report).is_file() for report in reports)


def test_the_page_has_the_policy_and_the_mark_of_its_own(toy: Project) -> None:
    toy.ran("times=3,5")
    text = (toy.out / "index.html").read_text(encoding="utf-8")
    (policy,) = [meta["content"] for meta in Page(text).all("meta") if meta.get("http-equiv")]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-\S+'; base-uri 'none'; form-action 'none'", policy or ""
    )
    assert comparison.MARK in text


def test_the_command(toy: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["report", str(toy.study), "--notebooks", str(toy.notebooks), "--each", "times=3,5"]
    assert main([*words, "--why"]) == 2
    assert main([*words, "-p", "times=3"]) == 2
    errors = capsys.readouterr().err
    assert "tells of one report" in errors
    assert "-p and --each" in errors
    assert not toy.out.exists()


def test_ends_of_intervals_are_printed_as_the_report_prints_numbers(tmp_path: Path) -> None:
    for low in (-0.5, -1.0):
        (tmp_path / str(low)).mkdir()
        record = {"value": 1.2, "text": "1.2", "digits": 1, "low": low, "high": 1234.0}
        (tmp_path / str(low) / "values.json").write_text(json.dumps({"a.far": record}))
    found, many = comparison.values([tmp_path / "-0.5", tmp_path / "-1.0"])
    assert ([one.texts for one in found], many) == ([("1.2 (−0.5 to 1,234.0)", "1.2 (−1.0 to 1,234.0)")], 1)
