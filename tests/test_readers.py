"""Text files in: encodings, sources, metadata, and what cannot be read."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import readers
from analysis.errors import InputError, RashomonError
from analysis.study import Source

TEXT = "Ørsby’s ferry sailed."
SOURCES = (Source("E", "Echo", ("echo-*.txt",)), Source("G", "Gazette", ("gazette-*.txt", "late.txt")))


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), None),
        (b"\xef\xbb\xbf" + TEXT.encode(), None),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), None),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), None),
        (b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le"), None),
        (b"\x00\x00\xfe\xff" + TEXT.encode("utf-32-be"), None),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_encodings(raw: bytes, encoding: str | None) -> None:
    assert readers.decode(raw, "echo-1.txt", encoding) == TEXT


@pytest.mark.parametrize(
    ("raw", "encoding", "found", "way_out"),
    [
        (b"", None, "the file is empty", "Remove it"),
        (b" \n\t\r\n", None, "the file is empty", "Remove it"),
        (b"... --- !!!", None, "no words", "article's text"),
        (b"\xef\xbb\xbf", None, "no words", "article's text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", None, "not utf-8: byte 0x89 at place 0", "--encoding cp1252"),
        (b"PK\x03\x04word", None, "control character U+0003 at place 2", "save Word, PDF or HTML files as text"),
        (b"caf\xe9 au port", None, "not utf-8: byte 0xe9 at place 3", "--encoding cp1252"),
        (b"cut off \xe2\x80", None, "not utf-8: byte 0xe2 at place 8", "--encoding cp1252"),
        (b"word", "klingon", "unknown encoding 'klingon'", "e.g. cp1252"),
        ("ferry".encode("utf-16-le"), None, "control character U+0000 at place 1", "plain text"),
        ("ferry".encode("utf-16-be"), None, "control character U+0000 at place 0", "plain text"),
        (b"\xff\xfe" + b"odd", None, "not utf-16", "UTF-8"),
        (b"word\x00", "ascii", "control character U+0000 at place 4", "plain text"),
        (b"caf\xe9", "ascii", "not ascii: byte 0xe9 at place 3", "--encoding"),
        # codecs of Python that do not give text
        (b"776f7264", "hex", "'hex'", "e.g. cp1252"),
        (b"word", "base64", "'base64'", "e.g. cp1252"),
        (b"word", "undefined", "undefined", ""),
        (b"xn--a b", "idna", "idna", ""),
    ],
)
def test_what_is_not_a_text_is_refused_with_a_way_out(
    raw: bytes, encoding: str | None, found: str, way_out: str
) -> None:
    with pytest.raises(InputError) as caught:
        readers.decode(raw, "echo-1.txt", encoding)
    assert caught.value.where == "echo-1.txt"
    assert found in caught.value.found
    assert way_out in caught.value.way_out


@given(st.binary(max_size=60), st.sampled_from([None, "utf-8", "utf-16", "cp1252", "ascii", "shift_jis", "utf-7"]))
def test_any_bytes_give_a_text_or_an_input_error(raw: bytes, encoding: str | None) -> None:
    try:
        told = readers.decode(raw, "echo-1.txt", encoding)
    except RashomonError as error:
        told = str(error) if "echo-1.txt" in str(error) else ""
    assert told


@given(st.text(min_size=1).filter(lambda text: any(map(str.isalpha, text)) and text.isprintable()))
def test_utf_8_is_read_as_written(text: str) -> None:
    assert readers.decode(b"\xef\xbb\xbf" + text.encode(), "echo-1.txt") == text


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_files_are_read_in_order_of_name_each_once(tmp_path: Path) -> None:
    write(tmp_path, b_txt="two", a_txt="one", sub__c_txt="three", notes_md="no")
    texts = readers.read_texts([tmp_path])
    assert [(text.origin, text.source, text.text) for text in texts] == [
        ("a.txt", "a", "one"),
        ("b.txt", "b", "two"),
        ("c.txt", "sub", "three"),
    ]
    assert texts[0].sha256 == hashlib.sha256(b"one").hexdigest()
    assert {(text.date, text.language, text.title, text.url) for text in texts} == {("", "en", "", "")}


def test_a_single_file_can_be_given(tmp_path: Path) -> None:
    write(tmp_path, a_txt="one", b_txt="two")
    assert [text.origin for text in readers.read_texts([tmp_path / "b.txt", tmp_path / "a.txt"])] == ["b.txt", "a.txt"]


def test_the_study_goes_before_metadata_and_metadata_before_the_folder(tmp_path: Path) -> None:
    (tmp_path / "G").mkdir()
    for name in ("echo-1.txt", "G/told.txt", "G/plain.txt"):
        (tmp_path / name).write_text("word", encoding="utf-8")
    (tmp_path / "G" / "metadata.csv").write_text(
        "file,source,date,language,title,url\ntold.txt,E,2019-06-03,nb,A title,https://example.org\n", encoding="utf-8"
    )
    (tmp_path / "metadata.csv").write_text("file,source\necho-1.txt,G\n", encoding="utf-8")
    texts = {text.origin: text for text in readers.read_texts([tmp_path], SOURCES)}
    assert {origin: text.source for origin, text in texts.items()} == {
        "echo-1.txt": "E",
        "told.txt": "E",
        "plain.txt": "G",
    }
    told = texts["told.txt"]
    assert (told.date, told.language, told.title, told.url) == ("2019-06-03", "nb", "A title", "https://example.org")


def test_a_files_pattern_heeds_case(tmp_path: Path) -> None:
    write(tmp_path, late_txt="word")
    assert readers.read_texts([tmp_path], SOURCES)[0].source == "G"
    (tmp_path / "late.txt").rename(tmp_path / "LATE.txt")
    with pytest.raises(InputError, match=r"LATE\.txt"):
        readers.read_texts([tmp_path], SOURCES)


@pytest.mark.parametrize(
    ("files", "place", "where", "found", "way_out"),
    [
        ({}, "absent", "absent", "no such file or folder", "Give the folder"),
        ({"notes.md": "word"}, ".", "", "holds no .txt file", "plain text"),
        ({"a.txt": "word", "empty.txt": ""}, ".", "empty.txt", "empty", "Remove it"),
        ({"x/a.txt": "word", "y/a.txt": "word"}, ".", "a.txt", "two documents have this file name", "Rename one"),
        ({"a.txt": "word", "metadata.csv": "file,date\na.txt,\n"}, ".", "metadata.csv", "'source'", "Known: file"),
        ({"a.txt": "word", "metadata.csv": ""}, ".", "metadata.csv", "empty", ""),
        (
            {"a.txt": "word", "metadata.csv": "file,source\na.txt,A\na.txt,B\n"},
            ".",
            "metadata.csv, row 3",
            "'a.txt' stands twice",
            "one row a file",
        ),
        (
            {"a.txt": "word", "metadata.csv": "file,source,title\na.txt,A,Ferry, back\n"},
            ".",
            "metadata.csv, row 2",
            "4 cells",
            "",
        ),
        (
            {"a.txt": "word", "metadata.csv": "file,source,date\na.txt,A,3 June\n"},
            ".",
            "metadata.csv, row 2",
            "'3 June' is not a date",
            "2021-06-16",
        ),
    ],
)
def test_what_cannot_be_read_is_named(
    tmp_path: Path, files: dict[str, str], place: str, where: str, found: str, way_out: str
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        readers.read_texts([tmp_path / place])
    assert where in caught.value.where
    assert found in caught.value.found
    assert way_out in caught.value.way_out


def test_a_file_given_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path, a_txt="word")
    with pytest.raises(InputError, match=r"a\.txt"):
        readers.read_texts([tmp_path, tmp_path / "a.txt"])


@pytest.mark.parametrize(
    ("name", "found"),
    [("other.txt", "no source of study.toml has it"), ("X/other.txt", "its source 'X' is not in study.toml")],
)
def test_a_file_that_no_source_of_the_study_has(tmp_path: Path, name: str, found: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("word", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        readers.read_texts([tmp_path], SOURCES)
    assert (caught.value.where, caught.value.found) == ("other.txt", found)
    assert "files = [" in caught.value.way_out


def test_a_folder_named_like_a_text_is_no_text(tmp_path: Path) -> None:
    write(tmp_path, a_txt="word")
    (tmp_path / "drafts.txt").mkdir()
    assert [text.origin for text in readers.read_texts([tmp_path])] == ["a.txt"]


@pytest.mark.parametrize(
    ("table", "title"),
    [
        ('file,source,title\na.txt,A,"Ferry, back"\n', "Ferry, back"),
        ('file,source,title\na.txt,A,"Ferry\nback"\n', "Ferry\nback"),
        ("\ufefffile,source,title\r\na.txt,A,Ferry\r\n", "Ferry"),
        ("file,source\na.txt,A\n", ""),
        ("file,source,title\na.txt,A\n", ""),
    ],
)
def test_metadata_is_read_as_csv(tmp_path: Path, table: str, title: str) -> None:
    write(tmp_path, a_txt="word")
    (tmp_path / "metadata.csv").write_bytes(table.encode())
    (text,) = readers.read_texts([tmp_path])
    assert (text.source, text.title) == ("A", title)
