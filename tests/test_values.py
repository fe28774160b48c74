"""Named values as files: JSON, CSV, and macros that LaTeX and pandoc read."""

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from analysis.report import macros, values
from analysis.report.artifacts import rows_as_csv

RECORDS: dict[str, Any] = {
    "corpus.words": {"value": 1331, "text": "1,331", "unit": "words", "digits": 0, "n": 1200, "notebook": "01-corpus"},
    "voices.share": {"value": 64.3, "text": "64.3 %", "unit": "%", "digits": 1, "low": 51.25, "high": 72.0},
    "voices.change": {"value": -3, "text": "\u22123", "digits": 0, "low": -7, "high": 1},
    "topic.2.words": {"value": "a_b & “c” {d} \\x $5 #1 ~^ 9%", "text": "a_b & “c” {d} \\x $5 #1 ~^ 9%", "digits": 0},
    "a_b.c": {"value": 2, "text": "2", "digits": 0},
    "a.b-c": {"value": 3, "text": "3", "digits": 0},
}
SENTENCE = r"""\rashomon{corpus.words} of \rashomon[n]{corpus.words} \rashomon[unit]{corpus.words};
\rashomon{voices.share} (\rashomon[low]{voices.share} to \rashomon[high]{voices.share});
\RashomonVoicesChange{} from \rashomon[low]{voices.change}; ``\rashomon{topic.2.words}'';
\rashomon{a_b.c} and \rashomon{a.b-c}.
"""
PRINTED = "1,331 of 1,200 words; 64.3 % (51.2 to 72.0); −3 from −7; “a_b & “c” {d} \\x $5 #1 ~^ 9%”; 2 and 3."


@pytest.fixture
def manuscript(tmp_path: Path) -> Path:
    (tmp_path / "values.tex").write_bytes(values.files(RECORDS, rows_as_csv)["values.tex"])
    body = f"\\section{{\\rashomon{{corpus.words}} words}}\n{SENTENCE}"
    text = f"\\documentclass{{article}}\n\\input{{values}}\n\\begin{{document}}\n{body}\\end{{document}}\n"
    path = tmp_path / "paper.tex"
    path.write_text(text, encoding="utf-8")
    return path


def run(path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def test_the_files_have_every_value(tmp_path: Path) -> None:
    files = values.files(RECORDS, rows_as_csv)
    assert set(files) == {"values.json", "values.csv", "values.tex"}
    assert json.loads(files["values.json"]) == RECORDS
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(files["values.csv"].decode()))}
    assert set(rows) == set(RECORDS)
    assert rows["voices.share"] == {
        "name": "voices.share",
        "value": "64.3",
        "text": "64.3 %",
        "unit": "%",
        "digits": "1",
        "n": "",
        "low": "51.25",
        "high": "72.0",
        "notebook": "",
    }


def test_a_value_is_no_formula_for_a_spreadsheet() -> None:
    record = {"a": {"value": "=1+1", "text": "=1+1", "digits": 0}}
    assert "'=1+1" in values.files(record, rows_as_csv)["values.csv"].decode()


def test_values_are_sorted_and_unprintable_characters_are_named() -> None:
    found = values.records({"b": {"value": "x\u202ey", "text": "x\u202ey"}, "a": {"value": 1, "text": "1"}})
    assert list(found) == ["a", "b"]
    assert found["b"]["text"] == "x[U+202E]y"


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("50 % & a_b #1 $2", r"50 \% \& a\_b \#1 \$2"),
        ("{x}\\y", r"\{x\}\textbackslash{}y"),
        ("~^", r"\textasciitilde{}\textasciicircum{}"),
        ("a--b ''c'' ?`", "a-{}-b '{}'c'{}' ?{}`"),
        ("\u22123", r"\ensuremath{-}3"),
        ("“é” – 漢", r"\textquotedblleft{}é\textquotedblright{} \textendash{} 漢"),
        ("a\nb\tc", "a b c"),
        ("\\input{x}", r"\textbackslash{}input\{x\}"),
    ],
)
def test_text_is_no_command(text: str, latex: str) -> None:
    assert macros.escaped(text) == latex


def test_names_of_letters_are_never_shared() -> None:
    names = macros.letters(["corpus.words", "topic.2.words", "k10", "a_b.c", "a.b-c", "a.b.c"])
    assert names["corpus.words"] == "RashomonCorpusWords"
    assert names["topic.2.words"] == "RashomonTopicTwoWords"
    assert names["k10"] == "RashomonKOneZero"
    assert len(set(names.values())) == len(names)
    assert all(name.isalpha() and name.isascii() for name in names.values())
    # a third value of the same letters does not rename the two that are known
    assert macros.letters(["a_b.c", "a.b-c"])["a_b.c"] == names["a_b.c"]


def test_latex_prints_them(manuscript: Path) -> None:
    text = manuscript.read_text(encoding="utf-8")
    active = "\\catcode`_=13 \\def_{\\textunderscore{}}\n\\input"  # as the package underscore does
    manuscript.write_text(text.replace("\\input", active), encoding="utf-8")
    done = run(manuscript, "pdflatex", "-halt-on-error", "-interaction=nonstopmode", manuscript.name)
    assert done.returncode == 0, done.stdout[-2000:]
    text = run(manuscript, "pdftotext", "-layout", "paper.pdf", "-").stdout
    # the fonts of TeX have no code for an underscore and slanted accents for ~ and ^
    assert PRINTED.replace("a_b", "a b").replace("~^", "\u02dc\u02c6") in plain(text)


def test_pandoc_prints_them(manuscript: Path) -> None:
    done = run(manuscript, "pandoc", manuscript.name, "-t", "plain", "--wrap=none")
    assert done.returncode == 0, done.stderr
    assert PRINTED in plain(done.stdout)
    assert "1,331 words" in plain(done.stdout).replace(PRINTED, "")  # the heading


@pytest.mark.parametrize("asked", [r"\rashomon{corpus.wrods}", r"\rashomon[low]{corpus.words}"])
def test_latex_stops_at_what_the_report_does_not_have(manuscript: Path, asked: str) -> None:
    manuscript.write_text(manuscript.read_text().replace("\\RashomonVoicesChange{}", asked))
    done = run(manuscript, "pdflatex", "-halt-on-error", "-interaction=nonstopmode", manuscript.name)
    assert done.returncode != 0
    assert "! The report has no" in done.stdout, done.stdout
