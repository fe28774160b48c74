"""Tables: schemas that are checked, and the same table back after writing."""

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from analysis import tables
from analysis.errors import TableError
from analysis.tables import writing

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
    "facts": [
        {
            "fact": "A-1:1/1",
            "passage": "A-1:1",
            "kind": "duration",
            "relation": "about",
            "value": "3.5",
            "unit": "hours",
            "written": "some 3.5 hours",
            "about": "crossing lasted",
            "start": 110,
            "end": 124,
        }
    ],
    "renderings": [{"statement": 1, "quotation": "A-1:1.1", "share": 0.5, "only": "old pier", "missing": ""}],
    "checked": [
        {
            "item": "abcdefghijkl",
            "quotation": "A-1:1.1",
            "passage": "A-1:1",
            "verdict": "wrong",
            "speaker": "Agda Brime",
            "cue_class": "",
            "kind": "",
            "missed": 0,
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
    "style": [{"term": "harbour", "becomes": "harbor", "rule": "spelling"}],
    "sources": [{"spelling": "The Echo", "source": "A", "documents": 1, "rule": "as written"}],
    "coding": [
        {"coder": coder, "item": "abcdefghijkl", "passage": "A-1:1", "frame": "conflict", "code": code}
        for coder, code in ((1, 1), (2, 0))
    ],
    "rejected": [{"file": "more.jsonl", "row": "17", "reason": "has no text"}] * 2,
}


def study(folder: Path, large: bool = False) -> Path:
    for name, rows in ROWS.items():
        tables.write(pd.DataFrame(rows), folder, name, large)
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


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("name", ROWS)
def test_a_table_comes_back_as_it_was_written(tmp_path: Path, name: str, large: bool) -> None:
    frame = pd.DataFrame(ROWS[name])
    path = tables.write(frame, tmp_path, name, large)
    written = path.read_bytes()
    found = tables.read(tmp_path, name)
    assert found.to_dict("records") == ROWS[name]
    tables.write(found, tmp_path, name, large)
    assert path.read_bytes() == written
    assert large or written.decode() == lines(name)
    assert [file.name for file in tmp_path.iterdir()] == [f"{name}.{'parquet' if large else 'csv'}"]


@pytest.mark.parametrize("large", [False, True])
def test_a_whole_study_comes_back(tmp_path: Path, large: bool) -> None:
    found = tables.read_all(study(tmp_path, large))
    assert {name: len(frame) for name, frame in found.items()} == {name: len(rows) for name, rows in ROWS.items()}


@pytest.mark.parametrize("name", ROWS)
def test_both_formats_give_the_same_types(tmp_path: Path, name: str) -> None:
    tables.write(pd.DataFrame(ROWS[name]), tmp_path, name)
    as_csv = tables.read(tmp_path, name)
    (tmp_path / f"{name}.csv").unlink()
    tables.write(pd.DataFrame(ROWS[name]), tmp_path, name, large=True)
    pd.testing.assert_frame_equal(tables.read(tmp_path, name), as_csv)
    for column in tables.SCHEMAS[name].columns:
        if column.name in as_csv:
            kind = {"whole": "int64", "number": "float64"}.get(column.kind, "category" if column.repeats else "object")
            assert as_csv[column.name].dtype == kind


def test_columns_are_put_in_the_schemas_order(tmp_path: Path) -> None:
    tables.write(pd.DataFrame(ROWS["terms"])[["count", "term", "passage"]], tmp_path, "terms")
    assert (tmp_path / "terms.csv").read_text().startswith("passage,term,count\n")


CELL = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@settings(max_examples=150)
@given(st.lists(st.tuples(CELL, CELL), max_size=5, unique_by=lambda row: row[0]), st.booleans())
def test_any_text_in_a_cell_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], large: bool
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    frame = pd.DataFrame([(a, b, "yours") for a, b in rows], columns=pd.Index(["spelling", "name", "rule"]))
    tables.write(frame, folder, "aliases", large)
    assert tables.read(folder, "aliases").to_numpy().tolist() == frame.to_numpy().tolist()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5), st.booleans())
def test_numbers_come_back_to_the_last_digit(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[float], large: bool
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    rows = [ROWS["reuse"][0] | {"left": f"p{place}", "containment": number} for place, number in enumerate(numbers)]
    tables.write(pd.DataFrame(rows), folder, "reuse", large)
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


OPTIONAL = [name for name, schema in tables.SCHEMAS.items() if schema.optional]


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_table_that_a_study_may_lack_has_no_row_then(tmp_path: Path, name: str) -> None:
    study(tmp_path)
    (tmp_path / f"{name}.csv").unlink()
    found = tables.read_all(tmp_path)[name]
    assert found.empty
    assert list(found.columns) == [c.name for c in tables.SCHEMAS[name].columns if not c.optional]


@pytest.mark.parametrize("name", [name for name in ROWS if name not in OPTIONAL])
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


def test_only_csv_has_cells_disarmed(tmp_path: Path) -> None:
    rows = [ROWS["aliases"][0] | {"spelling": "=1+1"}]
    path = tables.write(pd.DataFrame(rows), tmp_path, "aliases", large=True)
    assert parquet.read_table(path)["spelling"].to_pylist() == ["=1+1"]


def test_a_table_in_both_formats_is_not_chosen_from(tmp_path: Path) -> None:
    tables.write(pd.DataFrame(ROWS["terms"]), study(tmp_path), "terms", large=True)
    with pytest.raises(TableError, match=r"terms\.csv: terms\.parquet stands beside it.*\n.*Remove one"):
        tables.read_all(tmp_path)


def arrow(name: str, **changed: object) -> pyarrow.Table:
    """A table in Arrow's types, columns replaced or added; one of None is left out."""
    columns = pd.DataFrame(ROWS[name]).to_dict("list") | changed
    return pyarrow.table({column: cells for column, cells in columns.items() if cells is not None})


@pytest.mark.parametrize(
    ("name", "changed", "where", "found"),
    [
        ("terms", {"count": None}, "terms.parquet", "column 'count' is missing"),
        ("terms", {"term": None}, "terms.parquet", "column 'term' is missing"),
        ("terms", {"term": [["a"], ["b"]]}, "terms.parquet", "column 'term' holds list<"),
        ("terms", {"x": [1, 2]}, "terms.parquet", "unknown column 'x'"),
        ("terms", {"count": ["2", "1"]}, "terms.parquet", "column 'count' holds string, not whole numbers"),
        ("terms", {"count": [2.0, 1.0]}, "terms.parquet", "column 'count' holds double, not whole numbers"),
        ("terms", {"term": [1, 2]}, "terms.parquet", "column 'term' holds int64, not text"),
        ("reuse", {"containment": ["a"]}, "reuse.parquet", "column 'containment' holds string, not numbers"),
        ("terms", {"count": [2, 0]}, "terms.parquet, row 2", "count is 0: must lie between 1 and any"),
        ("terms", {"count": [2, -(2**63)]}, "terms.parquet, row 2", "is too large"),
        (
            "terms",
            {"count": pyarrow.array([2**64 - 1, 1], pyarrow.uint64())},
            "terms.parquet, row 1",
            "is too large",
        ),
        ("terms", {"count": [2, None]}, "terms.parquet, row 2", "count is '': must not be empty"),
        ("terms", {"term": ["boat", None]}, "terms.parquet, row 2", "term is '': must not be empty"),
        ("terms", {"term": ["", "boat"]}, "terms.parquet, row 1", "term is '': must not be empty"),
        ("passages", {"document": ["A-1", None]}, "passages.parquet, row 2", "document is '': must not be empty"),
        ("passages", {"part": ["lead", "tail"]}, "passages.parquet, row 2", "part is 'tail': must be one of"),
        ("documents", {"date": ["June"]}, "documents.parquet, row 1", "must be a date written"),
        ("reuse", {"containment": [1.5]}, "reuse.parquet, row 1", "containment is 1.5: must lie between 0 and 1"),
        ("terms", {"passage": ["A-1:1"] * 2}, "terms.parquet, row 2", "passage 'A-1:1', term 'boat' stands twice"),
        ("passages", {"passage": ["A-1:1"] * 2}, "passages.parquet, row 2", "passage 'A-1:1' stands twice"),
        ("passages", {"document": ["A-1", "Z"]}, "passages.parquet, row 2", "document 'Z' is not in documents.parquet"),
        ("terms", {"passage": ["A-1:1", "Z"]}, "terms.parquet, row 2", "passage 'Z' is not in passages.parquet"),
    ],
)
def test_a_parquet_table_that_breaks_its_schema_is_named_with_its_row(
    tmp_path: Path, name: str, changed: dict, where: str, found: str
) -> None:
    parquet.write_table(arrow(name, **changed), study(tmp_path, large=True) / f"{name}.parquet")
    with pytest.raises(TableError) as caught:
        tables.read_all(tmp_path)
    assert caught.value.where == f"{tmp_path.name}/{where}"
    assert found in caught.value.found
    assert caught.value.way_out


def test_a_parquet_table_that_another_program_wrote_is_read(tmp_path: Path) -> None:
    foreign = arrow("terms", count=pyarrow.array([2, 1], pyarrow.uint8()))
    foreign = foreign.set_column(1, "term", foreign["term"].dictionary_encode())
    parquet.write_table(foreign.select(["count", "term", "passage"]), tmp_path / "terms.parquet", row_group_size=1)
    found = tables.read(tmp_path, "terms")
    assert found.to_dict("records") == ROWS["terms"]
    assert list(found.dtypes.astype(str)) == ["category", "category", "int64"]


@pytest.mark.parametrize("cut", [0, 1, 3, 50, 0.5, -1])
def test_a_parquet_file_that_was_cut_off_is_named(tmp_path: Path, cut: float) -> None:
    path = tables.write(pd.DataFrame(ROWS["terms"]), tmp_path, "terms", large=True)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(cut * len(whole)) if 0 < cut < 1 else int(cut)])
    with pytest.raises(
        TableError, match=r"terms\.parquet: is not a whole Parquet table: .*\n.*rashomon prepare"
    ) as caught:
        tables.read(tmp_path, "terms")
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("content", [lines("terms").encode(), b"PAR1" + bytes(200) + b"PAR1", b"PAR1" * 40])
def test_a_file_that_is_no_parquet_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "terms.parquet").write_bytes(content)
    with pytest.raises(TableError, match=r"terms\.parquet: is not a whole Parquet table"):
        tables.read(tmp_path, "terms")


def test_a_damaged_byte_is_told_or_changes_nothing(tmp_path: Path) -> None:
    path = tables.write(pd.DataFrame(ROWS["terms"]), tmp_path, "terms", large=True)
    whole = path.read_bytes()
    told = []
    for place in range(0, len(whole), 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
        try:
            assert tables.read(tmp_path, "terms").to_dict("records") == ROWS["terms"]
        except TableError as error:
            told.append(error.where.partition(",")[0])
    assert set(told) == {f"{tmp_path.name}/terms.parquet"}
    assert len(told) > len(whole) // 10


TERMS = pd.DataFrame(
    [(f"p{row // 7}", f"w{(row * 5) % 7}", 1 + row % 3) for row in range(50)],
    columns=pd.Index(["passage", "term", "count"]),
)


@pytest.mark.parametrize("large", [False, True])
@settings(max_examples=30)
@given(st.lists(st.integers(0, 50), max_size=6), st.booleans())
def test_bytes_do_not_tell_how_rows_came(
    tmp_path_factory: pytest.TempPathFactory, large: bool, cuts: list[int], coded: bool
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "ROW_GROUP", 16)
        whole = tables.write(TERMS, folder, "terms", large).read_bytes()
        with tables.Writer(folder, "terms", large) as writer:
            for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), 50], strict=True):
                chunk = TERMS.iloc[start:end]
                writer.add(chunk.astype({"passage": "category", "term": "category"}) if coded else chunk)
    assert writer.rows == 50
    assert writer.path.read_bytes() == whole
    assert tables.read(folder, "terms").to_dict("records") == TERMS.to_dict("records")
    if large:
        groups = parquet.ParquetFile(writer.path).metadata
        assert [groups.row_group(number).num_rows for number in range(groups.num_row_groups)] == [16, 16, 16, 2]


def add_all(opened: tables.Writer, *chunks: pd.DataFrame) -> None:
    with opened as writer:
        for chunk in chunks:
            writer.add(chunk)


@pytest.mark.parametrize(("large", "row"), [(False, 54), (True, 53)])
def test_a_bad_chunk_is_named_by_its_row_in_the_file_and_the_old_table_stays(
    tmp_path: Path, large: bool, row: int
) -> None:
    before = tables.write(TERMS.head(3), tmp_path, "terms", large).read_bytes()
    bad = TERMS.head(3).assign(count=[1, 1, 0])
    with pytest.raises(TableError, match=rf", row {row}: count is 0"):
        add_all(tables.Writer(tmp_path, "terms", large), TERMS, bad)
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [before]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("chunks", [0, 1])
def test_a_writer_that_is_given_nothing_writes_a_table_without_rows(tmp_path: Path, large: bool, chunks: int) -> None:
    with tables.Writer(tmp_path, "passages", large) as writer:
        for _ in range(chunks):
            writer.add(pd.DataFrame(ROWS["passages"]).head(0))
    found = tables.read(tmp_path, "passages")
    assert (len(found), list(found.columns)) == (0, list(ROWS["passages"][0]))


@pytest.mark.parametrize("large", [False, True])
def test_a_column_is_in_all_chunks_or_in_none(tmp_path: Path, large: bool) -> None:
    first = pd.DataFrame(ROWS["passages"])
    with pytest.raises(TableError, match="'text' is not in all"):
        add_all(tables.Writer(tmp_path, "passages", large), first, first.assign(text="The boat."))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("large", [False, True])
def test_half_a_character_is_not_written(tmp_path: Path, large: bool) -> None:
    rows = [ROWS["aliases"][0] | {"name": "Prell \ud83d"}]
    with pytest.raises(TableError, match="is no Unicode text"):
        tables.write(pd.DataFrame(rows, dtype=object), tmp_path, "aliases", large)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA])
@pytest.mark.parametrize("dtype", [object, "string", "category"])
def test_what_is_missing_is_an_empty_text(missing: object, dtype: str) -> None:
    frame = pd.DataFrame(ROWS["documents"] * 2).assign(document=["A-1", "A-2"])
    frame["agency"] = pd.Series(["Vestmark Wire", missing], dtype=object).astype(dtype)
    checked = tables.check(frame, "documents", "documents.csv")
    assert checked["agency"].tolist() == ["Vestmark Wire", ""]
    assert checked["agency"].dtype == object


def test_categories_are_those_that_occur_in_order() -> None:
    odd = pd.CategoricalDtype(["pier", "unused", "boat"])
    frame = pd.DataFrame({"passage": "p", "term": pd.Series(["pier", "boat"], dtype=odd), "count": [2.0, 1.0]})
    checked = tables.check(frame, "terms", "terms.csv")
    assert checked["term"].tolist() == ["pier", "boat"]
    assert checked["term"].cat.categories.tolist() == ["boat", "pier"]
    assert checked["count"].tolist() == [2, 1]
    assert checked["count"].dtype == "int64"


@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 3), max_size=12))
def test_a_key_that_stands_twice_is_found_wherever_it_stands(keys: list[tuple[str, str, str]]) -> None:
    frame = pd.DataFrame(keys, columns=pd.Index(["document", "rule", "term"])).assign(count=1)
    second = next((row for row, key in enumerate(keys) if key in keys[:row]), None)
    if second is None:
        assert len(tables.check(frame, "removed", "removed.csv")) == len(keys)
    else:
        with pytest.raises(TableError, match=f"row {second + 2}: .*stands twice"):
            tables.check(frame, "removed", "removed.csv")


def test_csv_is_read_without_loading_parquet(tmp_path: Path) -> None:
    study(tmp_path)
    code = (
        "import sys; from pathlib import Path; from analysis import tables; tables.read_all(Path(sys.argv[1]));"
        "print('pyarrow.parquet' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
