"""What a manuscript cites of a report, and which of it is stale."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from analysis import cli
from analysis.errors import RashomonError
from analysis.manuscripts import all_current, as_json, check, lines
from analysis.manuscripts.checking import read
from analysis.manuscripts.judging import Judgement
from analysis.manuscripts.suggesting import Suggestion

OLD: dict[str, dict[str, Any]] = {
    "corpus.words": {"value": 1331, "text": "1,331", "unit": "words", "digits": 0, "n": 1200},
    "voices.share": {"value": 64.3, "text": "64.3 %", "unit": "%", "digits": 1, "low": 51.0, "high": 72.0},
    "voices.gone": {"value": 7, "text": "7", "digits": 0},
    "bits": {"value": 0.53, "text": "0.53", "unit": "bits", "digits": 2},
    "speaker.first": {"value": "Ann Harbour", "text": "Ann Harbour", "digits": 0},
}
NEW = {
    "corpus.words": {**OLD["corpus.words"], "value": 4102, "text": "4,102"},
    "voices.share": {**OLD["voices.share"], "value": 58.1, "text": "58.1 %", "low": 46.0},
    "bits": OLD["bits"],
    "speaker.first": {**OLD["speaker.first"], "value": "Bo Quay", "text": "Bo Quay"},
}
SENTENCE = {
    "template": "Harbour officials have {voices.share} of the quoted words, dockers {voices.gone} turns.",
    "values": [{"name": name, **OLD[name]} for name in ("voices.share", "voices.gone")],
}
SAME, CHANGED = "harbour/fig-lengths@11111111", "harbour/tab-terms@22222222"


def a_report(folder: Path, values: dict[str, Any], *ids: str) -> Path:
    (folder / "notebooks").mkdir(parents=True)
    (folder / "values.json").write_text(json.dumps(values), encoding="utf-8")
    (folder / "citations.json").write_text(json.dumps([{"id": f"key-{at}", "note": id} for at, id in enumerate(ids)]))
    bundle = {"application/vnd.rashomon+json": {"kind": "prose", "sentences": [SENTENCE]}}
    notebook = {"cells": [{"outputs": [{"data": bundle}]}]}
    (folder / "notebooks" / "01-a.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return a_report(tmp_path / "old", OLD, SAME, CHANGED)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return a_report(tmp_path / "new", NEW, SAME, "harbour/tab-terms@33333333")


def told(path: Path, old: Path, new: Path | None = None) -> list[tuple[str, str, str, str]]:
    """Place, verdict, name and replacement of each citation; suggestions are not among them."""
    (judged,) = check([path], old, new).values()
    found = [one for one in judged if isinstance(one, Judgement)]
    return [(one.citation.place.split(" (")[0], one.verdict, one.citation.name, one.replacement) for one in found]


LATEX = r"""\documentclass{article}
\input{values.tex}
% a comment: \rashomon{no.such}
\begin{document}
In all \rashomon{corpus.words} words, \RashomonBits{} bits; \verb|\rashomon{no.such}|.
Officials have 64\,\% % rashomon: voices.share
of the words (51 to \SI{72}{\percent}). % rashomon: voices.share/low, voices.share/high
Of about 1{,}300 words % rashomon: corpus.words
\begin{verbatim} \rashomon{no.such} \end{verbatim} \iffalse \rashomon{no.such}
\rashomon{no.such} \fi they are 0{,}53 bits apart,
% rashomon: bits
says Ann Harbour % rashomon: speaker.first
seven times. % rashomon: voices.gone
See harbour/fig-lengths@11111111. \includegraphics{terms} % rashomon: harbour/tab-terms@22222222
\rashomon{corpus.wrods} % see corpus.words
\end{document}
\rashomon{no.such}
"""
MARKDOWN = """The share is 64 %<!-- voices.share --> (`64 <!-- no.such -->`), 1,331<!-- corpus.words --> words.
<!-- todo --> An aside: 12 <!-- later --> people, 5 <!-- rashomon: no.such -->.

```
64 <!-- voices.share --> \\rashomon{no.such}
```

~~~ {=latex}
\\rashomon{corpus.words}
~~~

It is 0,53<!-- bits --> bits, `\\rashomon{bits}`{=latex}, <!-- open
\\rashomon{no.such} --> harbour/tab-terms@22222222.
"""


def test_latex(tmp_path: Path, old: Path, new: Path) -> None:
    paper = tmp_path / "paper.tex"
    paper.write_text(LATEX, encoding="utf-8")
    assert told(paper, old) == [
        ("line 5", "current", "corpus.words", ""),
        ("line 5", "current", "bits", ""),
        ("line 6", "rounded", "voices.share", ""),
        ("line 7", "current", "voices.share", ""),
        ("line 7", "current", "voices.share", ""),
        ("line 8", "rounded", "corpus.words", ""),
        ("line 11", "current", "bits", ""),
        ("line 12", "current", "speaker.first", ""),
        ("line 13", "current", "voices.gone", ""),
        ("line 14", "current", SAME, ""),
        ("line 14", "current", CHANGED, ""),
        ("line 15", "unknown", "corpus.wrods", ""),
    ]
    assert told(paper, old, new) == [
        ("line 5", "stale", "corpus.words", ""),
        ("line 5", "current", "bits", ""),
        ("line 6", "stale", "voices.share", "58\\,\\%"),
        ("line 7", "stale", "voices.share", "46"),
        ("line 7", "current", "voices.share", ""),
        ("line 8", "stale", "corpus.words", "4{,}100"),
        ("line 11", "current", "bits", ""),
        ("line 12", "stale", "speaker.first", "Bo Quay"),
        ("line 13", "stale", "voices.gone", ""),
        ("line 14", "current", SAME, ""),
        ("line 14", "stale", CHANGED, "harbour/tab-terms@33333333"),
        ("line 15", "unknown", "corpus.wrods", ""),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_markdown(tmp_path: Path, old: Path, new: Path, newline: str, encoding: str) -> None:
    paper = tmp_path / "paper.md"
    paper.write_bytes(MARKDOWN.replace("\n", newline).encode(encoding))
    assert told(paper, old, new) == [
        ("line 1", "stale", "voices.share", "58 %"),
        ("line 1", "stale", "corpus.words", "4,102"),
        ("line 2", "unknown", "no.such", ""),
        ("line 9", "stale", "corpus.words", ""),
        ("line 12", "current", "bits", ""),
        ("line 12", "current", "bits", ""),
        ("line 13", "stale", CHANGED, "harbour/tab-terms@33333333"),
    ]


def a_word_file(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Officials have 64 % [voices.share] of the words [sic], in [rashomon: no.such] all.")
    document.add_paragraph("Nothing is cited here [1], [p.5].")
    paragraph = document.add_paragraph("They used ")
    run = paragraph.add_run("1\u202f331")
    paragraph.add_run(" of 2000 words.")
    document.add_comment(run, text="corpus.words", author="A", initials="A")
    document.add_comment(run, text="Are you sure?", author="B", initials="B")
    document.add_table(1, 1).cell(0, 0).text = f"0.6 [bits] and {SAME}"
    document.save(str(path))
    return path


def test_word(tmp_path: Path, old: Path, new: Path) -> None:
    paper = a_word_file(tmp_path / "paper.docx")
    assert told(paper, old, new) == [
        ("paragraph 1", "stale", "voices.share", "58 %"),
        ("paragraph 1", "unknown", "no.such", ""),
        ("paragraph 3", "stale", "corpus.words", "4\u202f102"),
        ("paragraph 4", "current", SAME, ""),
        ("paragraph 4", "stale", "bits", "0.5"),
    ]


def test_notes_of_a_word_file_are_read(tmp_path: Path, old: Path) -> None:
    """python-docx makes no footnotes, so the part is put into the package by hand."""
    plain = a_word_file(tmp_path / "plain.docx")
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = '<w:footnote w:id="1"><w:p><w:r><w:t>It was 0.7 [bits].</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {w}>{note}</w:footnotes>"
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    paper = tmp_path / "paper.docx"
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(paper, "w") as after:
        for name in before.namelist():
            part = before.read(name).decode("latin-1")
            if name == "[Content_Types].xml":
                one = f'<Override PartName="/word/footnotes.xml" ContentType="{types}"/>'
                part = part.replace("</Types>", f"{one}</Types>")
            if name == "word/_rels/document.xml.rels":
                one = f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/>'
                part = part.replace("</Relationships>", f"{one}</Relationships>")
            after.writestr(name, part.encode("latin-1"))
        after.writestr("word/footnotes.xml", notes)
    assert told(paper, old)[-1] == ("footnote 1", "stale", "bits", "0.5")


def test_a_bibliography(tmp_path: Path, old: Path, new: Path) -> None:
    paper = tmp_path / "paper.bib"
    paper.write_text(f"@misc{{harbour-tab-terms,\n url = {{a%20b}}, note = {{{CHANGED}}}\n}}\n", encoding="utf-8")
    assert told(paper, old, new) == [("line 2", "stale", CHANGED, "harbour/tab-terms@33333333")]


def test_how_much_and_what_to_write(tmp_path: Path, old: Path, new: Path) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text("The share is 64.3 %<!-- voices.share -->.", encoding="utf-8")
    found = check([paper], old, new)
    assert list(lines(found)) == [
        str(paper),
        "  line 1: stale: voices.share (64.3 %): 64.3 % → 58.1 %; \u22126.2 points (\u22129.6 %); interval 46.0 to 72.0",
        "      write 58.1 %",
        "1 citation: 0 current, 0 rounded, 1 stale, 0 unknown",
    ]
    told = json.loads(as_json(found))
    assert told["summary"] == {"current": 0, "rounded": 0, "stale": 1, "unknown": 0, "maybe": 0}
    (row,) = told["citations"]
    assert (row["change"], row["interval"], row["replacement"]) == (-6.2, [46.0, 72.0], "58.1 %")
    assert not all_current(found)


@pytest.mark.parametrize(
    ("written", "verdict"),
    [
        ("64.3 %", "current"),
        ("64.30 %", "current"),
        ("0.643", "current"),
        ("64 %", "rounded"),
        ("0.64", "rounded"),
        ("65 %", "stale"),
        ("60 %", "stale"),
        ("about 60 %", "rounded"),
        ("some 70 %", "stale"),
        ("64.4 %", "stale"),
        ("\u221264.3 %", "stale"),
        ("most", "unknown"),
    ],
)
def test_how_exact_a_number_is(tmp_path: Path, old: Path, written: str, verdict: str) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text(f"It is {written}<!-- voices.share --> here", encoding="utf-8")
    assert [one[1] for one in told(paper, old)] == [verdict]


def test_unmarked_numbers_are_only_suggested(tmp_path: Path, old: Path, new: Path) -> None:
    paper = tmp_path / "paper.md"
    text = "In the harbour, officials have 64.3 % of all words that are quoted.\n\nThe tax is 64.3 % of the price.\n"
    paper.write_text(text, encoding="utf-8")
    found = check([paper], old, new)
    assert found[str(paper)] == [Suggestion("line 1", "64.3 %", "voices.share", "58.1 %", still=False)]
    assert all_current(found)
    paper.write_text(text.replace("64.3 %", "64.3 %<!-- voices.share -->", 1), encoding="utf-8")
    assert [one.verdict for one in check([paper], old)[str(paper)]] == ["current"]


def bomb() -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b" " * 60_000_000)
    return package.getvalue()


def entities() -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as file:
        file.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')
    return package.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("paper.pdf", lambda: b"%PDF", "no kind of manuscript"),
        ("paper.docx", lambda: b"PK nothing", "damaged"),
        ("paper.docx", bomb, "bomb"),
        ("paper.docx", entities, "document type"),
        ("paper.tex", lambda: b"", "empty"),
        ("paper.tex", lambda: b"a\x00\x01\x02b" * 9, "control character"),
    ],
)
def test_what_cannot_be_read_says_so(tmp_path: Path, name: str, content: Callable[[], bytes], said: str) -> None:
    paper = tmp_path / name
    paper.write_bytes(content())
    with pytest.raises(RashomonError, match=said):
        read(paper)


@pytest.mark.parametrize(
    "record", [{"value": None}, {"value": 1, "low": "x"}, {"value": 1, "digits": 99}, {"value": 1, "text": 5}]
)
def test_a_damaged_report_says_so(tmp_path: Path, old: Path, record: dict[str, Any]) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text("nothing")
    (old / "values.json").write_text(json.dumps({"a": record}))
    with pytest.raises(RashomonError, match="cannot be read"):
        check([paper], old)


def test_command_line(tmp_path: Path, old: Path, new: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text("A share of 64.3 %<!-- voices.share -->.", encoding="utf-8")
    assert cli.main(["check-citations", str(paper), "--report", str(old)]) == 0
    assert "1 citation: 1 current" in capsys.readouterr().out
    assert cli.main(["check-citations", str(paper), "--report", str(old), "--against", str(new), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["summary"]["stale"] == 1
    assert paper.read_text(encoding="utf-8") == "A share of 64.3 %<!-- voices.share -->."
    for wrong in (
        [str(paper), "--report", str(tmp_path)],
        [str(tmp_path / "none.md"), "--report", str(old)],
        [str(tmp_path), "--report", str(old)],
    ):
        assert cli.main(["check-citations", *wrong]) == 2
        assert capsys.readouterr().err.startswith("rashomon: ")
