"""Tables: schemas that are checked, and the same table back after writing."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import tables
from analysis.errors import TableError

# One row each that fits together; a study with one document of two passages.
ROWS: dict[str, list[dict[str, object]]] = {
    "documents": [
        {
            "document": "A-1",
            "source": "A",
            "date": "",
            "language": "en",
            "words": 60,
            "raw_words": 70,
            "sha256": "ab" * 32,
            "origin": "echo-1.txt",
            "place": "",
            "cleaned": "cd" * 32,
            "agency": "",
            "copy_of": "",
        }
    ],
    "passages": [
        {
            "passage": f"A-1:{n}",
            "document": "A-1",
            "position": n,
            "start": 100 * n,
            "end": 100 * n + 99,
            "original_start": 100 * n + 7,
            "original_end": 100 * n + 108,
            "words": 30,
            "quoted_words": 4,
            "part": part,
            "copy_of": "",
            "original": "",
        }
        for n, part in ((1, "lead"), (2, "body"))
    ],
    "terms": [{"passage": "A-1:1", "term": "boat", "count": 2}, {"passage": "A-1:2", "term": "boat", "count": 1}],
    "quotations": [
        {
            "quotation": "A-1:1.1",
            "passage": "A-1:1",
            "speaker": "Jonas Prell",
            "as_written": "Prell",
            "cue": "said",
            "cue_class": "neutral",
            "kind": "direct",
            "words": 4,
            "quoted_words": 4,
            "start": 110,
            "end": 130,
        }
    ],
    "reuse": [{"left": "A-1:1", "right": "A-1:2", "containment": 0.25, "shared_words": 5, "level": "document"}],
    "copies": [
        {
            "left": "A-1",
            "right": "A-1",
            "containment": 0.5,
            "shared_words": 40,
            "relation": "near-duplicate",
            "original": "",
            "agency": "",
        }
    ],
    "cleaning": [{"document": "A-1", "rule": "furniture", "action": "removed", "place": "line 1", "words": 3}] * 2,
    "removed": [
        {"document": "A-1", "rule": "furniture", "term": "advertisement", "count": 1},
        {"document": "A-1", "rule": "furniture", "term": "read", "count": 2},
    ],
    "aliases": [{"spelling": "Prell", "name": "Jonas Prell", "rule": "surname"}],
    "sources": [{"spelling": "The Echo", "source": "A", "documents": 1, "rule": "as written"}],
    "rejected": [{"file": "more.jsonl", "row": "17", "reason": "has no text"}] * 2,
}


def study(folder: Path) -> Path:
    for name, rows in ROWS.items():
        tables.write(pd.DataFrame(rows), folder, name)
    return folder


def put(folder: Path, name: str, text: str | bytes) -> None:
    (folder / f"{name}.csv").write_bytes(text.encode() if isinstance(text, str) else text)


def lines(name: str, **changed: object) -> str:
    """A table as CSV text, its first row changed; a cell of None leaves its column out."""
    rows = [dict(row) for row in ROWS[name]]
    rows[0] |= changed
    columns = [column for column in rows[0] if column not in changed or changed[column] is not None]
    return "\n".join([",".join(columns), *(",".join(str(row[column]) for column in columns) for row in rows), ""])


def test_every_table_has_a_schema_whose_key_and_references_exist() -> None:
    assert set(ROWS) == set(tables.SCHEMAS)
    for schema in tables.SCHEMAS.values():
        columns = {column.name: column for column in schema.columns}
        assert len(columns) == len(schema.columns)
        assert set(schema.key) <= set(columns)
        assert set(schema.refers) <= set(columns)
        assert set(schema.refers.values()) <= set(tables.SCHEMAS)
        assert all(column.means for column in schema.columns)


@pytest.mark.parametrize("name", ROWS)
def test_a_table_comes_back_as_it_was_written(tmp_path: Path, name: str) -> None:
    frame = pd.DataFrame(ROWS[name])
    path = tables.write(frame, tmp_path, name)
    found = tables.read(tmp_path, name)
    assert found.to_dict("records") == ROWS[name]
    tables.write(found, tmp_path, name)
    assert path.read_text(encoding="utf-8") == lines(name)
    assert [file.name for file in tmp_path.iterdir()] == [f"{name}.csv"]


def test_a_whole_study_comes_back(tmp_path: Path) -> None:
    found = tables.read_all(study(tmp_path))
    assert {name: len(frame) for name, frame in found.items()} == {name: len(rows) for name, rows in ROWS.items()}


def test_columns_are_put_in_the_schemas_order(tmp_path: Path) -> None:
    tables.write(pd.DataFrame(ROWS["terms"])[["count", "term", "passage"]], tmp_path, "terms")
    assert (tmp_path / "terms.csv").read_text().startswith("passage,term,count\n")


CELL = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@settings(max_examples=150)
@given(st.lists(st.tuples(CELL, CELL), max_size=5, unique_by=lambda row: row[0]))
def test_any_text_in_a_cell_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("tables")
    frame = pd.DataFrame([(a, b, "yours") for a, b in rows], columns=pd.Index(["spelling", "name", "rule"]))
    tables.write(frame, folder, "aliases")
    assert tables.read(folder, "aliases").to_numpy().tolist() == frame.to_numpy().tolist()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_numbers_come_back_to_the_last_digit(tmp_path_factory: pytest.TempPathFactory, numbers: list[float]) -> None:
    folder = tmp_path_factory.mktemp("tables")
    rows = [ROWS["reuse"][0] | {"left": f"p{place}", "containment": number} for place, number in enumerate(numbers)]
    tables.write(pd.DataFrame(rows), folder, "reuse")
    assert tables.read(folder, "reuse")["containment"].tolist() == numbers


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+47", "'+47"),
        ("-", "'-"),
        ("@prell", "'@prell"),
        ("\tboat", "'\tboat"),
        ("'tis", "'tis"),
        ("'=x", "'=x"),
        ("''", "''"),
        ("boat", "boat"),
    ],
)
def test_no_cell_is_a_formula_for_a_spreadsheet(tmp_path: Path, cell: str, written: str) -> None:
    frame = pd.DataFrame([(cell, "", "yours")], columns=pd.Index(["spelling", "name", "rule"]))
    path = tables.write(frame, tmp_path, "aliases")
    with path.open(encoding="utf-8", newline="") as stream:
        assert not list(csv.reader(stream))[1][0].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert tables.read(tmp_path, "aliases")["spelling"].tolist() == [cell]


@pytest.mark.parametrize(
    ("name", "text", "where", "found", "way_out"),
    [
        ("terms", "", "terms.csv", "the file is empty", "rashomon prepare"),
        ("terms", b"\xff\xfe\x00", "terms.csv", "not a UTF-8 CSV table", "Build the study again"),
        ("terms", b"passage,term,count\nA-1:1,caf\xe9,1\n", "terms.csv", "not a UTF-8 CSV table", "Build"),
        ("terms", 'passage,term,count\nA-1:1,"boat,1\n', "terms.csv", "not a UTF-8 CSV table", "Build"),
        ("terms", "passage,term,count\nA-1:1,boat\n", "terms.csv, row 2", "2 cells, the header has 3", ""),
        ("terms", "passage,term,count\nA-1:1,boat,1,2\n", "terms.csv, row 2", "4 cells, the header has 3", ""),
        ("terms", "passage,term,count\nA-1:1,boat,1\n\n", "terms.csv, row 3", "0 cells, the header has 3", ""),
        ("terms", "passage,term\nA-1:1,boat\n", "terms.csv", "column 'count' is missing", "how often"),
        ("terms", "passage,term,count,x\nA-1:1,boat,1,2\n", "terms.csv", "unknown column 'x'", "count, passage, term"),
        (
            "terms",
            "passage,term,count\nA-1:1,boat,1\nA-1:1,boat,2\n",
            "terms.csv, row 3",
            "passage 'A-1:1', term 'boat' stands twice",
            "One row is a term in a passage",
        ),
        (
            "terms",
            lines("terms", count="many"),
            "terms.csv, row 2",
            "count is 'many': must be a whole number",
            "how often",
        ),
        ("terms", lines("terms", count="1.5"), "terms.csv, row 2", "must be a whole number", ""),
        ("terms", lines("terms", count="0"), "terms.csv, row 2", "must lie between 1 and any", ""),
        ("terms", lines("terms", count=""), "terms.csv, row 2", "count is '': must not be empty", ""),
        ("terms", lines("terms", term=""), "terms.csv, row 2", "term is '': must not be empty", ""),
        ("terms", lines("terms", count="9" * 30), "terms.csv, row 2", "count", ""),
        ("reuse", lines("reuse", containment="1.01"), "reuse.csv, row 2", "must lie between 0 and 1", ""),
        ("reuse", lines("reuse", containment="nan"), "reuse.csv, row 2", "must lie between 0 and 1", ""),
        ("reuse", lines("reuse", level="both"), "reuse.csv, row 2", "must be one of document, corpus", ""),
        ("passages", lines("passages", part="tail"), "passages.csv, row 2", "must be one of headline, lead, body", ""),
        (
            "documents",
            lines("documents", date="June"),
            "documents.csv, row 2",
            "a date written 2021-06-16",
            "publication",
        ),
        ("documents", lines("documents", date="2021-02-30"), "documents.csv, row 2", "a date written", ""),
        ("documents", lines("documents", words="-1"), "documents.csv, row 2", "must lie between 0 and any", ""),
        ("terms", "passage,term,count,count\nA-1:1,boat,1,2\n", "terms.csv", "'count'", ""),
    ],
)
def test_a_table_that_breaks_its_schema_is_named_with_its_row(
    tmp_path: Path, name: str, text: str | bytes, where: str, found: str, way_out: str
) -> None:
    put(tmp_path, name, text)
    with pytest.raises(TableError) as caught:
        tables.read(tmp_path, name)
    assert caught.value.where == f"{tmp_path.name}/{where}"
    assert found in caught.value.found
    assert way_out in caught.value.way_out


@pytest.mark.parametrize("name", ROWS)
def test_a_table_that_is_missing(tmp_path: Path, name: str) -> None:
    study(tmp_path)
    (tmp_path / f"{name}.csv").unlink()
    with pytest.raises(TableError, match=rf"{name}\.csv: the table is missing\n.*rashomon prepare"):
        tables.read_all(tmp_path)


@pytest.mark.parametrize(
    ("name", "column", "other"),
    [(name, column, other) for name, schema in tables.SCHEMAS.items() for column, other in schema.refers.items()],
)
def test_a_dangling_reference_is_named_with_its_row(tmp_path: Path, name: str, column: str, other: str) -> None:
    put(study(tmp_path), name, lines(name, **{column: "Z-9"}))
    with pytest.raises(TableError) as caught:
        tables.read_all(tmp_path)
    assert caught.value.where == f"{tmp_path.name}/{name}.csv, row 2"
    assert caught.value.found == f"{column} 'Z-9' is not in {other}.csv"
    assert caught.value.way_out


def test_a_table_without_rows_keeps_its_types(tmp_path: Path) -> None:
    put(tmp_path, "reuse", "left,right,containment,shared_words,level\n")
    found = tables.read(tmp_path, "reuse")
    assert len(found) == 0
    assert found.dtypes.astype(str).to_dict() == {
        "left": "object",
        "right": "object",
        "level": "object",
        "containment": "float64",
        "shared_words": "int64",
    }


@pytest.mark.parametrize(("end", "mark"), [("\r\n", ""), ("\n", "\ufeff")])
def test_a_table_that_a_spreadsheet_saved_is_read(tmp_path: Path, end: str, mark: str) -> None:
    put(tmp_path, "terms", (mark + lines("terms")).replace("\n", end))
    assert tables.read(tmp_path, "terms")["count"].tolist() == [2, 1]


def test_optional_columns_may_be_there(tmp_path: Path) -> None:
    rows = [row | {"text": "The boat, at last."} for row in ROWS["passages"]]
    tables.write(pd.DataFrame(rows), tmp_path, "passages")
    assert tables.read(tmp_path, "passages")["text"].tolist() == ["The boat, at last."] * 2


def test_a_very_long_cell_comes_back(tmp_path: Path) -> None:
    rows = [ROWS["passages"][0] | {"text": "boat" * 100_000}]
    tables.write(pd.DataFrame(rows), tmp_path, "passages")
    assert tables.read(tmp_path, "passages")["text"].tolist() == ["boat" * 100_000]


def test_a_bad_table_is_not_written_and_the_old_one_stays(tmp_path: Path) -> None:
    path = tables.write(pd.DataFrame(ROWS["terms"]), tmp_path, "terms")
    before = path.read_bytes()
    bad = [ROWS["terms"][0] | {"count": 0}]
    with pytest.raises(TableError, match="must lie between 1"):
        tables.write(pd.DataFrame(bad), tmp_path, "terms")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["terms.csv"]


def test_missing_values_are_empty_cells(tmp_path: Path) -> None:
    frame = pd.DataFrame([ROWS["documents"][0] | {"date": None}])
    path = tables.write(frame, tmp_path, "documents")
    assert path.read_text() == lines("documents")
