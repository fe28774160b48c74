"""The files beside a report."""

import json
from pathlib import Path

import pandas as pd
import pytest
from invented import markdown, notebook
from invented_report import figure, report, shown

from analysis.report import artifacts
from analysis.report.document import assemble


def test_each_figure_and_table_has_its_files_and_each_value_its_record(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written = artifacts.write(assemble(report(monkeypatch)), tmp_path)
    figures = {f"figures/{id}.{kind}" for id in ("lengths", "map") for kind in ("csv", "pdf", "png", "svg")}
    assert {path.relative_to(tmp_path).as_posix() for path in written} == {
        *figures,
        *("tables/terms.csv", "tables/hidden.csv", "values.csv", "values.json", "values.tex"),
        *("CITATION.cff", "citations.bib", "citations.json", "citations.ris"),
    }
    assert (tmp_path / "figures/map.csv").read_bytes() == b"source,words\nA,3\nB,1\n"
    assert (tmp_path / "tables/terms.csv").read_text(encoding="utf-8").count("\n") == 8
    assert (tmp_path / "figures/map.svg").read_bytes().startswith(b"<?xml")
    assert (tmp_path / "figures/map.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "figures/map.png").read_bytes().startswith(b"\x89PNG")
    values = json.loads((tmp_path / "values.json").read_text(encoding="utf-8"))
    assert values == {
        "corpus.words": {
            "value": 1331,
            "text": "1,331",
            "unit": "words",
            "digits": 0,
            "n": 5,
            "notebook": "01-corpus",
        },
        "voices.least": {"value": 7, "text": "7 %", "unit": "%", "digits": 0, "notebook": "02-topics"},
        "voices.share": {
            "value": 64,
            "text": "64 %",
            "unit": "%",
            "digits": 0,
            "low": 51,
            "high": 72,
            "notebook": "02-topics",
        },
    }


def test_the_same_bytes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (artifacts.files(assemble(report(monkeypatch))) for _ in range(2))
    assert first == second
    assert list(first) == sorted(first)


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        (-1.5, "-1.5"),
        (-3, "-3"),
        (None, '""'),
        ("a,b", '"a,b"'),
        ("a\u202eb", "a[U+202E]b"),
        ("\ud800", "[U+D800]"),
        ("漢字", "漢字"),
    ],
)
def test_a_text_cell_cannot_be_a_formula_and_a_number_stays(cell: object, line: str) -> None:
    assert artifacts.rows_as_csv(["a"], [[cell]]) == f"a\n{line}\n".encode()


def test_a_column_name_is_guarded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    cell = shown(monkeypatch, figure("a", data=pd.DataFrame({"=cmd()": ["x"]})))
    assert artifacts.files(assemble({"01-a": notebook(markdown("# A"), cell)}))["figures/a.csv"] == b"'=cmd()\nx\n"
