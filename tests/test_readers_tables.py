"""Tables in: CSV and relatives, JSON Lines, JSON, Parquet; their columns, and rows that cannot be read."""

import hashlib
import json
import math
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import only, read, write

from analysis.corpus.readers import fields, limits
from analysis.corpus.readers.fields import Columns
from analysis.corpus.readers.options import Options

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
needs_corpora = pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not here")


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ("text source date", {"text": 0, "source": 1, "date": 2}),
        ("Outlet;Pub_Date;HEADLINE;Full Text", {"source": 0, "date": 1, "title": 2, "text": 3}),
        ("content;text;body", {"text": 1}),
        ("\ufeffarticle-id;articleText;permalink;lang", {"id": 0, "text": 1, "url": 2, "language": 3}),
        ("text;text", {"text": 0}),
        ("words;leaning", {}),
    ],
)
def test_columns_are_recognised_by_their_usual_names(columns: str, found: dict[str, int]) -> None:
    names = columns.split(";") if ";" in columns else columns.split()
    assert Columns().recognise(names) == found


def test_a_named_column_wins_and_is_ticked_off() -> None:
    known = Columns({"source": "Paper name", "text": "absent"})
    assert known.recognise(["source", "paper_name", "body"]) == {"source": 1, "text": 2}
    assert known.missing == {"absent"}


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.echo.example/a?b", "echo.example"),
        ("http://edition.cnn.example:80/x", "cnn.example"),
        ("m.echo.example/1", "echo.example"),
        ("//user@Echo.Example/", "echo.example"),
        ("m.example", "m.example"),
        ("not an address", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert fields.host_of(url) == host


@pytest.mark.parametrize(
    ("value", "line"),
    [(" a\n b ", "a b"), (None, ""), ("NaN", ""), ("NULL", ""), (math.nan, ""), (7, "7"), (True, ""), ([1], ""),
     ({"id": 1, "name": "The Echo"}, "The Echo"), (date(2021, 6, 17), "2021-06-17"), ("a\0b\ud800c", "a b c"), (b"x", "x")],
)  # fmt: skip
def test_cells_of_metadata_become_one_line_or_nothing(value: object, line: str) -> None:
    assert fields.cell(value) == line


@pytest.mark.parametrize(
    ("title", "text", "whole"),
    [
        ("Ferry sails", "It left.", "Ferry sails\n\nIt left."),
        ("Ferry sails", "FERRY  sails\n\nIt left.", "FERRY  sails\n\nIt left."),
        ("Ferry “sails”!", "Ferry 'sails' It left.", "Ferry 'sails' It left."),
        ("", "It left.", "It left."),
        ("?", "It left.", "It left."),
    ],
)
def test_a_title_goes_before_a_text_that_does_not_begin_with_it(title: str, text: str, whole: str) -> None:
    assert fields.with_title(title, text) == whole


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_read_whatever_its_dialect(tmp_path: Path, delimiter: str, encoding: str, end: str) -> None:
    rows = [["outlet", "published", "headline", "body", "mood"],
            ["Écho", "17 June 2021", "Ferry", '"It left, at last; a|b\tc"', "glad"],
            ["Gazette", "", "", '"One ""so-called"" line\n\nand another"', ""]]  # fmt: skip
    table = end.join(delimiter.join(row) for row in rows) + end
    write(tmp_path, {"t.csv": table.encode(encoding)})
    result = read(tmp_path)
    assert [(one.place, one.source, one.date, one.title, one.text) for one in result.records] == [
        ("row 2", "Écho", "17 June 2021", "Ferry", "Ferry\n\nIt left, at last; a|b\tc"),
        ("row 3", "Gazette", "", "", 'One "so-called" line\n\nand another'),
    ]
    assert result.records[0].sha256 == hashlib.sha256(result.records[0].text.encode()).hexdigest()
    assert result.seen[0].detail.startswith(
        "body → text, outlet → source, published → date, headline → title; left: mood"
    )
    assert result.rejected == []


def test_rows_count_as_in_a_spreadsheet_and_bad_ones_are_said(tmp_path: Path) -> None:
    table = "sep=;\n\nsource;text\nEcho;one\n\nEcho\nEcho;two;\nEcho;two;more\n;;\nEcho;\nEcho;NaN\nEcho;...\n"
    table += 'Echo;"a\nb"\nEcho;six\n'
    write(tmp_path, {"t.csv": table})
    result = read(tmp_path)
    assert [(one.place, one.text) for one in result.records] == [
        ("row 4", "one"), ("row 7", "two"), ("row 13", "a\nb"), ("row 14", "six"),
    ]  # fmt: skip
    assert {row: reason.partition(";")[0] for (_, row), reason in result.reasons.items()} == {
        "row 6": "has 1 cells, the header has 2",
        "row 8": "has 3 cells, the header has 2",
        "row 10": "the text is empty",
        "row 11": "the text is empty",
        "row 12": "has no words",
    }


def test_an_unclosed_quotation_mark_costs_its_own_row_only(tmp_path: Path) -> None:
    lines = [f"Echo,text {number}\n" for number in range(2, 2000)]
    lines[500] = 'Echo,"never closed\n'
    write(tmp_path, {"t.csv": "source,text\n" + "".join(lines)})
    result = read(tmp_path)
    assert len(result.records) == 1997
    assert result.records[-1].place == "row 1999"
    assert [one.row for one in result.rejected] == ["row 502"]
    assert "never closed" in result.rejected[0].reason


def test_a_row_longer_than_the_limit_is_rejected_and_reading_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ROW", 100)
    long = "x " * 200
    table = f'source,text\nEcho,one\nEcho,{long}\nEcho,two\nEcho,"open {"word " * 8}\n' + f"Echo,{'y ' * 20}\n" * 5
    lines = "\n".join(json.dumps({"source": "Echo", "text": text}) for text in ("one", long, "two"))
    write(tmp_path, {"t.csv": table, "u.jsonl": lines})
    result = read(tmp_path)
    kept = [(one.origin, one.place) for one in result.records]
    assert kept[:2] == [("t.csv", "row 2"), ("t.csv", "row 4")]
    assert kept[2:] == [
        *(("t.csv", f"row {number}") for number in range(6, 11)),
        ("u.jsonl", "line 1"),
        ("u.jsonl", "line 3"),
    ]
    assert sorted(result.reasons) == [("t.csv", "row 3"), ("t.csv", "row 5"), ("u.jsonl", "line 2")]


def test_one_damaged_row_does_not_change_how_the_others_are_decoded(tmp_path: Path) -> None:
    rows = [f"Écho,texte numéro {number}".encode() for number in range(20)]
    rows[7] = "Écho,texte abîmé".encode("cp1252")
    write(tmp_path, {"t.csv": b"source,text\n" + b"\n".join(rows)})
    result = read(tmp_path)
    assert {one.source for one in result.records} == {"Écho"}
    assert list(result.reasons) == [("t.csv", "row 9")]
    assert "broken character" in result.reasons["t.csv", "row 9"]


def test_a_table_without_a_source_takes_the_host_or_the_folder(tmp_path: Path) -> None:
    write(tmp_path, {"sub/t.csv": "url,text\nhttps://www.echo.example/1,one\n,two\n", "u.csv": "text\nthree\n"})
    assert [one.source for one in read(tmp_path).records] == ["echo.example", "sub", ""]


def test_a_table_without_a_text_column_says_what_it_found(tmp_path: Path) -> None:
    header = "mood," + "a long sentence in a table that has no header at all,"
    write(tmp_path, {"t.csv": header + "x\n1,2,3\n", "u.jsonl": '{"mood": 1}\n', "v.json": '{"a": [1, {"b": 2}]}'})
    reasons = read(tmp_path).reasons
    assert "found: mood, a long sentence in a table th…, x" in reasons["t.csv", ""]
    assert {"--column text=…" in reason for (_, row), reason in reasons.items() if not row} == {True}
    result = read(tmp_path / "t.csv", options=Options(columns={"text": "mood"}))
    assert only(result.records).text == "1"


@given(st.lists(st.lists(st.text(min_size=1).filter(lambda text: text.isprintable() and any(map(str.isalnum, text))),
                         min_size=2, max_size=2), min_size=1, max_size=5))  # fmt: skip
def test_what_is_written_as_json_lines_is_read(rows: list[list[str]]) -> None:
    import tempfile

    lines = "\n".join(json.dumps({"outlet": f"s {source}", "text": f"t {text}"}) for source, text in rows)
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), {"t.jsonl": lines})
        found = [(one.source, one.text) for one in read(Path(folder)).records]
    assert found == [(" ".join(f"s {source}".split()), f"t {text}".strip()) for source, text in rows]


def test_json_lines_name_the_line(tmp_path: Path) -> None:
    lines = ['{"text": "one", "source": {"name": "The Echo"}}', "", "{broken", "[1]", '{"text": null}', '{"text": "\\ud800"}',
             "[" * 100_000, '{"text": ' + "9" * 5000 + "}", '{"body": "two", "published": 1123891200}']  # fmt: skip
    write(tmp_path, {"t.ndjson": "\n".join(lines)})
    result = read(tmp_path)
    assert [(one.place, one.source, one.date, one.text) for one in result.records] == [
        ("line 1", "The Echo", "", "one"),
        ("line 9", "", "1123891200", "two"),
    ]
    assert [one.row for one in result.rejected] == [f"line {number}" for number in range(3, 9)]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ([{"text": "one"}, {"text": "two", "id": 7}], [("article 1", "", "one"), ("article 2", "7", "two")]),
        ({"k1": {"text": "one"}, "k2": {"text": "two"}}, [("article 1", "k1", "one"), ("article 2", "k2", "two")]),
        ([{"title": "An event", "articles": [{"body": "one"}]}, {"articles": [{"body": "two"}]}],
         [("article 1", "", "one"), ("article 2", "", "two")]),
        ({"status": "ok", "articles": [{"content": "one"}]}, [("article 1", "", "one")]),
        ({"text": "one"}, [("article 1", "", "one")]),
        ({"text": ["one", "two"]}, [("article 1", "", "one\n\ntwo")]),
    ],
)  # fmt: skip
def test_json_documents_are_found_where_they_stand(tmp_path: Path, value: object, found: list[tuple[str, ...]]) -> None:
    write(tmp_path, {"t.json": json.dumps(value, indent=1)})
    result = read(tmp_path)
    assert [(one.place, one.id, one.text) for one in result.records] == found
    assert result.rejected == []


def test_an_object_without_text_among_others_is_rejected(tmp_path: Path) -> None:
    write(tmp_path, {"t.json": json.dumps([{"title": "A", "text": "one"}, {"title": "B"}])})
    result = read(tmp_path)
    assert len(result.records) == 1
    assert list(result.reasons) == [("t.json", "article 2")]


@pytest.mark.parametrize("raw", [b"", b"{", b"[" * 1_000_000, b'{"a":' * 100_000, b"\xff\xfe[", b"NaN", b'"text"'])
def test_json_that_is_none_or_too_deep_is_rejected(tmp_path: Path, raw: bytes) -> None:
    write(tmp_path, {"t.json": raw, "a.txt": "one"})
    result = read(tmp_path)
    assert result.origins == ["a.txt"]
    assert list(result.reasons) == [("t.json", "")]


def test_json_lines_in_a_json_file_and_the_other_way_round(tmp_path: Path) -> None:
    write(tmp_path, {"a.json": '{"text": "one"}\n{"text": "two"}\n', "b.jsonl": '[\n{"text": "three"}\n]'})
    assert [one.place for one in read(tmp_path).records] == ["line 1", "line 2", "article 1"]


def test_parquet_columns_of_any_type_are_read(tmp_path: Path) -> None:
    moments = [datetime(2021, 6, 17, 12, tzinfo=UTC), None, datetime(2021, 6, 18, tzinfo=UTC)]
    table = pa.table(
        {
            "outlet": pa.array(["Echo", None, "Gazette"]).dictionary_encode(),
            "date": pa.array(moments, pa.timestamp("us", "UTC")),
            "body": pa.array(["one", "", "two"], pa.large_string()),
            "id": [1, 2, 3],
            "vector": [[1.0], [2.0], [3.0]],
        }
    )  # fmt: skip
    pq.write_table(table, tmp_path / "t.parquet")
    pq.write_table(pa.table({"text": ["three"], "date": [1123891200.0]}), tmp_path / "u.parquet")
    result = read(tmp_path)
    assert [(one.place, one.source, one.date, one.id, one.text) for one in result.records] == [
        ("row 1", "Echo", "2021-06-17T12:00:00+00:00", "1", "one"),
        ("row 3", "Gazette", "2021-06-18T00:00:00+00:00", "3", "two"),
        ("row 1", "", "2005-08-13", "", "three"),
    ]
    assert list(result.reasons) == [("t.parquet", "row 2")]
    assert result.seen[0].detail == "body → text, outlet → source, date → date, id → id; left: vector"


@needs_corpora
def test_a_published_table_with_a_broken_row() -> None:
    result = read(CORPORA / "narrative-frames" / "articles_metadata.tsv")
    assert (len(result.records), len({one.source for one in result.records})) == (427, 63)
    assert [one.row for one in result.rejected] == ["row 213"]
    assert "716" in {one.id for one in result.records}


@needs_corpora
def test_published_json_of_events() -> None:
    result = read(CORPORA / "hscluster")
    counts = [sum(one.origin == origin for one in result.records) for origin in ("10E.json", "20E.json", "30E.json")]
    assert counts == [31, 68, 103]
    assert {one.date.partition(".")[0].isdigit() for one in result.records} == {True}


@needs_corpora
@pytest.mark.slow
def test_a_parquet_table_of_a_researcher() -> None:
    result = read(CORPORA / "allsides" / "articles.parquet")
    assert (len(result.records), len(result.rejected)) == (12_000, 0)
    assert len({one.source for one in result.records}) == 299
