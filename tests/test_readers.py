"""Folders of texts in: encodings, file names, metadata, dates, and what cannot be read."""

import hashlib
import json
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import only, read, write

from analysis.corpus import readers
from analysis.corpus.readers import encodings, limits
from analysis.corpus.readers.options import Options
from analysis.errors import InputError
from analysis.study import Source

TEXT = "Ørsby’s ferry sailed."
FRENCH = (
    "Le maire a annoncé mercredi à Genève que l’accord n’était pas prêt. « Nous espérons avancer », a-t-elle déclaré."
)
SHORT_FRENCH = "La réunion a été reportée."
GERMAN = (
    "Die Fähre nach Norden fährt wieder. „Wir haben lange gewartet“, sagte der Bürgermeister über die Straße am Fluss."
)
ENGLISH = "The mayor said it wasn’t over – “we’ll wait,” she told reporters at a café near the harbour."
SHORT_ENGLISH = "It’s a café."
SPANISH = "El alcalde dijo que la situación cambió mañana; ¿qué pasará después? preguntó el señor Muñoz."
RUSSIAN = "Паром снова ходит каждый день, сообщил мэр города. «Мы долго ждали», — сказала она журналистам."
PLAIN_RUSSIAN = RUSSIAN.translate({ord("«"): '"', ord("»"): '"', ord("—"): "-"})
POLISH = "Prom znów kursuje codziennie, powiedział burmistrz. Żółta łódź czekała przy brzegu, aż się ściemniło."
GREEK = "Το πλοίο ταξιδεύει ξανά κάθε μέρα, είπε ο δήμαρχος της πόλης."
JAPANESE = "フェリーは毎日運航していると市長は水曜日に記者団に語った。住民は長い間待っていた。" * 4
SOURCES = (Source("E", "Echo", ("echo-*.txt",)), Source("G", "Gazette", ("sub/late.txt",)))


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (TEXT.encode(), None),
        (b"\xef\xbb\xbf" + TEXT.encode(), None),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), None),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), None),
        (b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le"), None),
        (b"\x00\x00\xfe\xff" + TEXT.encode("utf-32-be"), None),
        (TEXT.encode("cp1252"), "cp1252"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_marked_and_named_encodings_are_no_guess(raw: bytes, named: str | None) -> None:
    assert encodings.decode(raw, named) == (TEXT, "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [TEXT, ENGLISH, RUSSIAN, GREEK])
def test_wide_encodings_without_a_mark_are_recognised(text: str, encoding: str) -> None:
    assert encodings.decode(text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, "cp1252") for text in (FRENCH, SHORT_FRENCH, GERMAN, ENGLISH, SHORT_ENGLISH, SPANISH)),
        *((text, "mac_roman") for text in (FRENCH, SHORT_FRENCH, GERMAN, ENGLISH, SHORT_ENGLISH, SPANISH)),
        (SHORT_FRENCH, "latin-1"),
        *((RUSSIAN, encoding) for encoding in ("cp1251", "mac_cyrillic")),
        *((PLAIN_RUSSIAN, encoding) for encoding in ("koi8_r", "cp866", "iso8859_5")),
        *((POLISH, encoding) for encoding in ("cp1250", "iso8859_2")),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
    ],
)  # fmt: skip
def test_other_encodings_are_guessed_right_and_said(text: str, encoding: str) -> None:
    read_text, guessed = encodings.decode(text.encode(encoding))
    assert read_text == text
    assert guessed


@pytest.mark.parametrize(
    ("raw", "named", "reason"),
    [
        (b"", None, "the file is empty"),
        (b" \n\t\r\n", None, "the file is empty"),
        (b"... --- !!!", None, "has no words"),
        (b"\xef\xbb\xbf", None, "has no words"),
        (b"PK\x03\x04word", None, "not a text: control character U+0003 at place 2"),
        (b"word\x00", None, "not a text: control character U+0000 at place 4"),
        (b"caf\xc3\xa9 " * 9 + b"cut \xe2\x80", None, "not utf-8: byte 0xe2 at place 58; save it as UTF-8"),
        (b"caf\xe9", "ascii", "not ascii: byte 0xe9 at place 3"),
        (b"\xff\xfe" + b"odd", None, "not utf-16"),
    ],
)
def test_what_is_not_a_text_says_why(raw: bytes, named: str | None, reason: str) -> None:
    with pytest.raises(limits.UnreadableError) as caught:
        encodings.decode(raw, named)
    assert reason in str(caught.value)
    assert ";" in str(caught.value), "no way out"


def test_a_document_of_more_characters_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DOCUMENT", 20)
    write(tmp_path, {"long.txt": "one two three four five", "short.txt": "one two"})
    result = read(tmp_path)
    assert result.origins == ["short.txt"]
    assert "23 characters, more than 20" in result.reasons["long.txt", ""]


@given(st.binary(max_size=80), st.sampled_from([None, "utf-8", "utf-16", "cp1252", "ascii", "shift_jis", "utf-7"]))
def test_any_bytes_give_a_text_or_a_reason(raw: bytes, named: str | None) -> None:
    try:
        text, _ = encodings.decode(raw, named)
    except limits.UnreadableError as error:
        text = str(error)
    assert text.encode()


def test_files_are_read_in_order_each_once_with_their_digest(tmp_path: Path) -> None:
    write(tmp_path, {"b.txt": "two", "a.TXT": "one", "sub/c.md": "three", "sub/d.text": "four", "style.css": "no"})
    result = read(tmp_path)
    assert [(one.origin, one.place, one.source, one.text) for one in result.records] == [
        ("a.TXT", "", "", "one"),
        ("b.txt", "", "", "two"),
        ("sub/c.md", "", "sub", "three"),
        ("sub/d.text", "", "sub", "four"),
    ]
    assert result.records[0].sha256 == hashlib.sha256(b"one").hexdigest()
    label = f"{tmp_path.name}/"
    assert [(note.file, note.format, note.detail) for note in result.seen] == [
        (label, "plain text", "4 files; source from sub-folder"),
        (label, "passed over", "1 file: .css"),
    ]


def test_guessed_encodings_are_recorded_and_counted(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": FRENCH.encode("cp1252"), "b.txt": "plain words"})
    result = read(tmp_path)
    assert [one.encoding for one in result.records] == ["cp1252", ""]
    assert result.seen[0].detail == "2 files; UTF-8, 1 of them cp1252"


def test_a_named_encoding_is_used_for_every_text(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": RUSSIAN.encode("cp1251")})
    assert only(read(tmp_path, options=Options(encoding="cp1251")).records).text == RUSSIAN


def test_several_places_have_origins_that_differ(tmp_path: Path) -> None:
    write(tmp_path, {"x/in/a.txt": "one", "y/in/a.txt": "two", "z/a.txt": "three", "w/a.txt": "four"})
    places = [tmp_path / "x" / "in", tmp_path / "y" / "in", tmp_path / "z" / "a.txt", tmp_path / "w" / "a.txt"]
    result = read(*places)
    assert result.origins == ["in/a.txt", "in (2)/a.txt", "a.txt", "a (2).txt"]
    assert [one.text for one in result.records] == ["one", "two", "three", "four"]


def test_a_place_given_twice_or_inside_another_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, {"sub/a.txt": "one"})
    assert read(tmp_path, tmp_path / "sub", tmp_path, tmp_path / "sub" / "a.txt").origins == ["sub/a.txt"]


@pytest.mark.parametrize(
    ("options", "where", "found"),
    [
        (Options(encoding="klingon"), "--encoding", "unknown encoding 'klingon'"),
        (Options(encoding="hex"), "--encoding", "unknown encoding 'hex'"),
        (Options(encoding="punycode"), "--encoding", "unknown encoding 'punycode'"),
        (Options(encoding="utf-8\0"), "--encoding", "unknown encoding"),
        (Options(columns={"outlet": "source"}), "--column", "unknown field 'outlet'"),
        (Options(columns={"source": "paper"}), "--column", "no table has a column 'paper'"),
        (Options(names="{source}_{dat}"), "--names", "{dat} is no field"),
        (Options(names="{source}_{source}"), "--names", "stands twice"),
        (Options(names="{source}{date}"), "--names", "nothing stands between"),
        (Options(names="{source_{date}"), "--names", "is not closed"),
        (Options(names="source}"), "--names", "is not closed or not opened"),
        (Options(names="plain"), "--names", "has no field"),
    ],
)
def test_options_that_make_no_sense(tmp_path: Path, options: Options, where: str, found: str) -> None:
    write(tmp_path, {"a.txt": "one", "t.csv": "source,text\nEcho,two\n"})
    with pytest.raises(InputError) as caught:
        read(tmp_path, options=options)
    assert caught.value.where == where
    assert found in caught.value.found
    assert caught.value.way_out


@pytest.mark.parametrize("name", ["absent", "empty", "only.css", "only.pdf.bak", "a\0b"])
def test_a_place_that_holds_nothing_to_read(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"only.css": "x", "only.pdf.bak": "x"})
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as caught:
        read(tmp_path / name)
    assert caught.value.way_out


@pytest.mark.parametrize(
    ("pattern", "stem", "told"),
    [
        ("{source}_{date}_{title}", "Echo_2021-06-17_The ferry_again", ("Echo", "2021-06-17", "The ferry_again")),
        ("{date} {source}*", "2021-06-17 Echo p. 3", ("Echo", "2021-06-17", "")),
        ("{date} {source}*", "2021-06-17 Echo", ("Echo", "2021-06-17", "")),
        ("*_{source}", "003_x_Echo", ("x_Echo", "", "")),
        ("news-{source}", "Echo", ("", "", "")),
        ("{source}(1)", "Echo(1)", ("Echo", "", "")),
    ],
)
def test_names_of_files_tell_fields(tmp_path: Path, pattern: str, stem: str, told: tuple[str, str, str]) -> None:
    write(tmp_path, {f"{stem}.txt": "words"})
    record = only(read(tmp_path, options=Options(names=pattern)).records)
    assert (record.source, record.date, record.title) == told


@given(st.text("ab_-{}*.(", max_size=30), st.text("ab_-.(", max_size=200))
def test_any_pattern_of_names_ends_at_once(pattern: str, stem: str) -> None:
    options = Options(names=pattern.replace("{}", "{source}").replace("{ab}", "{date}"))
    try:
        options.check()
    except InputError:
        return
    assert all(value for value in options.from_name(stem).values() if value.strip())


def test_which_metadata_wins(tmp_path: Path) -> None:
    front = '---\nsource: Front\ndate: 2020-01-01\ntitle: "In front"\ntags:\n  - a\n---\n\nThe text.\n'
    write(
        tmp_path,
        {
            "echo-1.txt": front,
            "sub/late.txt": "The text.",
            "sub/Name_2020-02-02.txt": front,
            "sub/Name_2020-03-03.txt": "The text.",
            "sub/told.txt": front,
            "sub/plain.txt": "The text.",
            "sub/list.tsv": "file\toutlet\tpublished\nechox\tT\t\ntold.txt\tTable\t2020-04-04\nlate.txt\tTable\t\n",
            "metadata.csv": "filename,publisher\necho-1.txt,Table\nsub/told.txt,Above\n",
        },
    )  # fmt: skip
    result = read(tmp_path, options=Options(sources=SOURCES, names="{source}_{date}"))
    assert {one.origin: (one.source, one.date, one.title) for one in result.records} == {
        "echo-1.txt": ("E", "2020-01-01", "In front"),
        "sub/Name_2020-02-02.txt": ("Front", "2020-01-01", "In front"),
        "sub/Name_2020-03-03.txt": ("Name", "2020-03-03", ""),
        "sub/late.txt": ("G", "", ""),
        "sub/plain.txt": ("sub", "", ""),
        "sub/told.txt": ("Table", "2020-04-04", "In front"),
    }
    assert {one.text.strip() for one in result.records} == {"The text."}
    details = {note.file: note.detail for note in result.seen if note.format == "metadata table"}
    assert details == {
        "metadata.csv": "publisher → source, filename → file; 2 fit a file",
        "sub/list.tsv": "outlet → source, published → date, file → file; 2 fit a file",
    }


def test_rows_of_a_metadata_table_that_cannot_be_used_are_said(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "one", "m.csv": "file,source\na.txt,Echo\na.txt,Gazette\nb.txt\n,Echo\n"})
    result = read(tmp_path)
    assert only(result.records).source == "Echo"
    assert [(one.file, one.row) for one in result.rejected] == [
        ("m.csv", "row 3"),
        ("m.csv", "row 4"),
        ("m.csv", "row 5"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "---\nA rule above, not: a block\n\nThe text.",
        "---\nno end: here\nThe text.",
        "--- \nunknown: key\n---\nThe text.",
    ],
)
def test_what_only_looks_like_front_matter_stays(tmp_path: Path, text: str) -> None:
    write(tmp_path, {"a.txt": text})
    assert only(read(tmp_path).records).text == text


def test_a_zotero_export_tells_of_files_by_name_and_by_title(tmp_path: Path) -> None:
    items = [
        {"id": "k1", "type": "article-newspaper", "title": "Ferry sails again", "container-title": "The Echo",
         "issued": {"date-parts": [[2021, 6, 17]]}, "URL": "https://echo.example/1", "language": "en"},
        {"id": "k2", "type": "webpage", "title": "Other", "publisher": "Gazette", "issued": {"raw": "June 2021"},
         "attachments": [{"path": "C:\\Zotero\\scan 2.txt"}, 7]},
        {"id": "k3", "type": "webpage", "title": "Twice", "publisher": "A"},
        {"id": "k4", "type": "webpage", "title": "Twice", "publisher": "B"},
        {"id": "k5", "type": "webpage", "title": "Tower falls", "publisher": "Page"},
        {"id": "k6", "type": "webpage", "title": "Not there", "issued": {"date-parts": [["x"], None]}},
    ]  # fmt: skip
    body = "<p>" + "The old tower fell on Monday night, and nobody was hurt when it did so. " * 8 + "</p>"
    write(
        tmp_path,
        {
            "library.json": json.dumps(items),
            "1.txt": "Ferry  sails AGAIN\n\nIt left at noon.",
            "scan 2.txt": "No title here.",
            "Twice.txt": "Whose is it?",
            "p.html": f"<html><head><title>Tower falls | Site</title></head><body><article>{body}</article></body></html>",
        },
    )
    result = read(tmp_path)
    told = {one.origin: (one.source, one.date, one.id, one.url, one.language) for one in result.records}
    assert told["1.txt"] == ("The Echo", "2021-06-17", "k1", "https://echo.example/1", "en")
    assert told["scan 2.txt"] == ("Gazette", "June 2021", "k2", "", "")
    assert told["Twice.txt"] == ("", "", "", "", "")
    assert told["p.html"][0] == "Page"
    assert [n.detail for n in result.seen if n.format == "Zotero export"] == ["6 items; 3 fit a file in all exports"]
    assert result.rejected == []


def test_members_of_an_archive_are_read_like_files(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("all/Echo/b.txt", "two")
        archive.writestr("all/Echo/a.txt", "one")
        archive.writestr("all/Gazette/t.csv", "text\nthree\n")
        archive.writestr("all/metadata.csv", "file,source,date\na.txt,Told,2021-06-17\n")
        archive.writestr("__MACOSX/all/._a.txt", "no")
        archive.writestr("all/.hidden.txt", "no")
    alone = read(path)
    assert [(one.origin, one.place, one.source, one.date) for one in alone.records] == [
        ("all/Echo/a.txt", "", "Told", "2021-06-17"),
        ("all/Echo/b.txt", "", "Echo", ""),
        ("all/Gazette/t.csv", "row 2", "Gazette", ""),
    ]
    below = read(tmp_path)
    assert below.origins == [f"export.zip/{one.origin}" for one in alone.records]
    assert ("export.zip", "plain text") in {(note.file, note.format) for note in below.seen}
    assert alone.rejected == below.rejected == []


def test_what_is_read_is_the_same_every_time(tmp_path: Path) -> None:
    write(tmp_path, {f"{number % 3}/{number}.txt": f"text {number}" for number in range(20)})
    first, second = read(tmp_path), read(tmp_path)
    assert first == second
    assert first.origins == sorted(first.origins)


def test_kinds_that_need_to_be_converted_say_how(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"a.txt": "one", "b.doc": b"\xd0\xcf", "c.PDF": b"%PDF", "d.mhtml": "x", "e.xlsx": b"PK", "f.gz": b"x"},
    )
    hints = {file: reason.partition("; ")[2] for (file, _), reason in read(tmp_path).reasons.items()}
    assert hints == {
        "b.doc": "save it as .docx or text",
        "c.PDF": "save its text as .docx or .txt",
        "d.mhtml": "save the page as HTML only",
        "e.xlsx": "save the sheet as CSV",
        "f.gz": "unpack it first",
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_rejected(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "one", "b.txt": "two"})
    (tmp_path / "a.txt").chmod(0)
    result = read(tmp_path)
    assert result.origins == ["b.txt"]
    assert "permissions" in result.reasons["a.txt", ""]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-06-17", "2021-06-17"),
        ("2021-06-17T23:30:00-07:00", "2021-06-17"),
        ("2021-06-17 00:00:00", "2021-06-17"),
        ("2021/6/7", "2021-06-07"),
        ("20210617", "2021-06-17"),
        ("20210617123000", "2021-06-17"),
        ("20210617T123000Z", "2021-06-17"),
        ("1123891200", "2005-08-13"),
        ("1123891200.0", "2005-08-13"),
        ("1.1238912e9", "2005-08-13"),
        ("1123891200000", "2005-08-13"),
        ("1123891200000000", "2005-08-13"),
        ("7/23/17", "2017-07-23"),
        ("23/7/17", "2017-07-23"),
        ("1/2/2017", "2017-01-02"),
        ("1.2.2017", "2017-02-01"),
        ("17-06-2021", "2021-06-17"),
        ("6/17/99 10:30 AM", "1999-06-17"),
        ("June 17, 2021 Thursday", "2021-06-17"),
        ("Thursday, June 17th, 2021 6:47 AM GMT", "2021-06-17"),
        ("17 June 2021", "2021-06-17"),
        ("17. Juni 2021", "2021-06-17"),
        ("17-Jun-21", "2021-06-17"),
        ("Thu, 17 Jun 2021 10:00:00 GMT", "2021-06-17"),
        ("Thu Jun 17 10:00:00 +0000 2021", "2021-06-17"),
        ("Sept. 3, 2019", "2019-09-03"),
        ("1er août 2021", "2021-08-01"),
        ("Published on 17 June 2021", "2021-06-17"),
    ],
)
def test_dates_are_read(written: str, day: str) -> None:
    assert readers.read_date(written) == day


@pytest.mark.parametrize(
    "written",
    ["", "June 2021", "2021", "2021-06", "June 17", "2021-13-40", "31/31/2021", "February 30, 2021", "yesterday", "44364",
     "1066-10-14", "3021-06-17", "-5", "99999999999999999999999", "1e400", "nan", "Marine 5, 2021", "x" * 500, "٢٠٢١-٠٦-١٧"],
)  # fmt: skip
def test_what_is_no_day_is_none(written: str) -> None:
    assert readers.read_date(written) == ""


@given(st.text(max_size=40))
def test_any_date_is_a_day_or_none(written: str) -> None:
    assert len(readers.read_date(written)) in (0, 10)


@pytest.mark.parametrize(
    ("column", "first"),
    [
        (["23/7/17", "1/2/17"], True),
        (["7/23/17", "1/2/17"], False),
        (["1/2/17"], False),
        (["23/7/17", "7/23/17"], False),
        (["2021-06-17"], False),
    ],
)
def test_a_column_decides_whether_the_day_is_first(column: list[str], first: bool) -> None:
    assert readers.day_first(column) is first
    assert readers.read_date("1/2/17", first) == ("2017-02-01" if first else "2017-01-02")
