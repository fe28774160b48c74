"""Nasty input: whatever bytes, names and links a folder holds, reading ends, stays in the folder and never breaks."""

import io
import json
import os
import sys
import tempfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import Result, read, write
from stories import prepared

from analysis import tables
from analysis.corpus.readers import limits, places
from analysis.errors import InputError

SECRET = "the secret outside"
BOMB_XML = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&c;</w:t></w:r>'
    "</w:p></w:body></w:document>"
)


def word(text: str) -> bytes:
    document = Document()
    document.add_paragraph(text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """A Word file with one of its parts replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.namelist():
            after.writestr(part, content if part == name else before.read(part))
    return file.getvalue()


def archive(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return file.getvalue()


def parquet(texts: list[str]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table({"text": texts}), file)
    return file.getvalue()


def lying(raw: bytes, size: int) -> bytes:
    """An archive whose only member is said to unpack to `size` bytes."""
    place = raw.index(b"PK\x01\x02") + 24
    return raw[:place] + size.to_bytes(4, "little") + raw[place + 4 :]


def nasty(root: Path) -> tuple[Path, Path]:
    """A folder of nasty files, and a file outside of it that some of them point to."""
    outside, folder = root / "outside.txt", root / "nasty"
    outside.write_text(SECRET)
    bomb = archive({"a.txt": b"ha " * 40_000_000, "ok.txt": b"in the archive"})
    encrypted = bytearray(archive({"a.txt": b"secret"}))
    encrypted[6] |= 1
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    write(
        folder,
        {
            "good.txt": "A good text.",
            "cut.parquet": parquet(["one", "two"])[:-40],
            "flipped.parquet": parquet(["word " * 2_000] * 50).replace(b"word", b"w\xffrd", 1),
            "fake.parquet": b"PAR1" + b"\xff" * 200 + b"PAR1",
            "bomb.zip": bomb,
            "lying.zip": lying(archive({"a.txt": b"ha " * 1000}), 10),
            "nested.zip": archive({"inner.zip": bomb}),
            "locked.zip": bytes(encrypted),
            "escape.zip": archive({"../escaped.txt": b"out", "/abs.txt": b"out", "C:\\w.txt": b"out"}),
            "lzma.zip": archive({"a.txt": b"ha " * 1000}, zipfile.ZIP_LZMA),
            "cut.zip": bomb[: len(bomb) // 2],
            "names.zip": archive({"a\nb.txt": b"newline", "\u202ex.txt": b"turned", "d/d/d/" * 200 + "e.txt": b"deep"}),
            "utf16.txt": "No mark at all here.".encode("utf-16-le"),
            "nul.txt": b"some\0thing",
            "nul.csv": b"source,text\nEcho,a\0b\nEcho,fine\n",
            "formula.csv": 'source,text\n=cmd|\' /C calc\'!A0,words\n@SUM(A1),"=HYPERLINK(""http://x.example"")"\n',
            "quotes.csv": "source,text\n" + 'Echo,"' * 20_000,
            "commas.csv": "source,text\n" + "," * 2_000_000,
            "deep.json": "[" * 500_000,
            "deep.jsonl": '{"a":' * 100_000 + "\n" + '{"text": "fine"}\n',
            "scripts.html": "<html><body><script>alert(1)</script><p onclick=x>"
            + "Words of a page. " * 20
            + "</p></body></html>",
            "deep.html": "<html><body>" + "<div>" * 200_000,
            "entities.docx": with_part(word("x"), "word/document.xml", BOMB_XML.encode()),
            "entities16.docx": with_part(word("x"), "word/document.xml", BOMB_XML.encode("utf-16")),
            "bomb.docx": with_part(word("x"), "word/document.xml", b"<a>" + b" " * 120_000_000 + b"</a>"),
            "deep.docx": with_part(word("x"), "word/document.xml", b"<a>" * 100_000),
            "cut.docx": word("Words.")[:-500],
            "notes.docx": b"plain words, not Word",
            "a\nnew\tline\x1b[31m.txt": "A name of lines.",
            "long" * 60 + ".txt": "A long name.",
            "metadata.csv": "file,source\n../outside.txt,X\n/etc/passwd,X\ngood.txt,=1+1\n",
            "library.json": json.dumps(
                [{"type": [], "title": {}, "issued": {"date-parts": [[[]]]}, "attachments": 3}] * 3
            ),
        },
    )
    os.symlink(folder, folder / "loop")
    os.symlink("me.txt", folder / "me.txt")
    os.symlink(outside, folder / "out.txt")
    os.symlink("/dev/zero", folder / "zero.txt")
    os.symlink("good.txt", folder / "inside.txt")
    os.symlink("/nowhere/at/all", folder / "nowhere.csv")
    os.mkfifo(folder / "pipe.txt")
    if sys.platform == "linux":
        (Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt"))).write_text("A name in Latin-1.")
    return folder, outside


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder, _ = nasty(tmp_path_factory.mktemp("hostile"))
    before = sorted(os.listdir(folder.parent)), sorted(os.listdir(folder))
    found = read(folder)
    assert (sorted(os.listdir(folder.parent)), sorted(os.listdir(folder))) == before, "something was written"
    return found


def test_the_good_ones_are_read(result: Result) -> None:
    texts = {one.origin: one.text for one in result.records}
    assert texts["good.txt"] == texts["inside.txt"] == "A good text."
    assert texts["utf16.txt"] == "No mark at all here."
    assert texts["bomb.zip/ok.txt"] == "in the archive"
    assert [one.place for one in result.records if one.origin == "nul.csv"] == ["row 3"]
    assert [one.place for one in result.records if one.origin == "deep.jsonl"] == ["line 2"]
    assert {one.source for one in result.records if one.origin == "formula.csv"} == {"=cmd|' /C calc'!A0", "@SUM(A1)"}
    assert "alert" not in texts["scripts.html"]
    assert "newline" in texts.values()
    assert "broken character" in result.reasons["flipped.parquet", "row 1"]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("cut.parquet", "damaged or not a Parquet"),
        ("fake.parquet", "damaged or not a Parquet"),
        ("bomb.zip/a.txt", "larger than 64 MB"),
        ("nested.zip/inner.zip", "unpack it and give the folder"),
        ("locked.zip/a.txt", "is encrypted"),
        ("escape.zip/../escaped.txt", "leads out of the archive"),
        ("escape.zip//abs.txt", "leads out of the archive"),
        ("lzma.zip/a.txt", "rare method"),
        ("cut.zip", "damaged or not a ZIP"),
        ("nul.txt", "control character U+0000"),
        ("deep.json", "depth"),
        ("deep.html", "too deep"),
        ("entities.docx", "declares a document type"),
        ("entities16.docx", "declares a document type"),
        ("bomb.docx", "ZIP bomb"),
        ("deep.docx", "damaged or not a Word file"),
        ("cut.docx", "damaged or not a Word file"),
        ("notes.docx", "damaged or not a Word file"),
        ("out.txt", "a link that leads nowhere or out of the folder"),
        ("zero.txt", "a link that leads nowhere or out of the folder"),
        ("me.txt", "a link that leads nowhere or out of the folder"),
        ("nowhere.csv", "a link that leads nowhere or out of the folder"),
    ],
)
def test_the_nasty_ones_are_rejected_with_a_reason(result: Result, file: str, reason: str) -> None:
    assert reason in result.reasons[file, ""]


def test_nothing_outside_is_read_and_every_name_can_be_printed(result: Result) -> None:
    assert SECRET not in {one.text for one in result.records}
    names = [one.origin for one in result.records] + [one.file for one in result.rejected]
    assert all(name.isprintable() and name.encode() for name in names)
    documents = [(one.origin, one.place) for one in result.records]
    assert len(set(documents)) == len(documents)
    assert all(one.reason.isprintable() for one in result.rejected)


def test_what_an_archive_claims_of_a_size_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILE", 1_000)
    write(tmp_path, {"a.zip": lying(archive({"a.txt": b"ha " * 1_000}), 10)})
    assert [one.file for one in read(tmp_path).rejected] == ["a.zip/a.txt"]


def test_the_members_of_an_archive_have_a_limit_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ARCHIVE", 1_000)
    write(tmp_path, {"a.zip": archive({f"{number}.txt": b"words " * 50 for number in range(9)})})
    result = read(tmp_path)
    assert len(result.records) == 3
    assert {reason.partition(";")[0] for reason in result.reasons.values()} == {"the archive unpacks to more than 0 MB"}


def test_a_member_that_unpacks_too_well_is_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RATIO_FROM", 100_000)
    write(tmp_path, {"a.zip": archive({"t.csv": b"text\n" + b"words\n" * 200_000, "b.txt": b"fine"})})
    result = read(tmp_path)
    assert result.records[0].text == "fine"
    assert "ZIP bomb" in result.reasons["a.zip/t.csv", ""]


def test_folders_of_any_depth(tmp_path: Path) -> None:
    deepest = tmp_path.joinpath(*["d"] * (sys.getrecursionlimit() + 200))
    folders = [folder for folder in (deepest, *deepest.parents) if tmp_path in folder.parents]
    for folder in reversed(folders):
        folder.mkdir()
    try:
        (deepest / "a.txt").write_text("deep down")
        assert [one.text for one in read(tmp_path).records] == ["deep down"]
    finally:  # what cleans up after the tests goes no deeper than Python's recursion
        (deepest / "a.txt").unlink()
        for folder in folders:
            folder.rmdir()


@pytest.mark.parametrize("place", ["pipe", "loop"])
def test_a_place_that_is_no_file(tmp_path: Path, place: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    os.symlink("loop", tmp_path / "loop")
    with pytest.raises(InputError):
        read(tmp_path / place)


@given(st.lists(st.text(min_size=1, max_size=6), unique=True, max_size=6))
def test_two_names_never_become_one(names: list[str]) -> None:
    shown = [places.printable(name) for name in names]
    assert len(set(shown)) == len(names)
    assert all(name.isprintable() for name in shown)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["csv", "jsonl", "txt"])
def test_a_line_of_200_megabytes(tmp_path: Path, suffix: str) -> None:
    after = '{"text": "after"}' if suffix == "jsonl" else "after"
    with (tmp_path / f"long.{suffix}").open("w") as file:
        file.write("text\n" if suffix == "csv" else "")
        for _ in range(200):
            file.write("x" * 1_000_000)
        file.write(f"\n{after}\n")
    result = read(tmp_path)
    assert [one.text for one in result.records] == ([] if suffix == "txt" else ["after"])
    assert len(result.rejected) == 1


SUFFIXES = ["txt", "md", "csv", "tsv", "json", "jsonl", "parquet", "html", "docx", "zip"]
PIECES = st.sampled_from([
    b"text", b"source", b"file", b"\n", b"\r", b",", b"\t", b'"', b"\0", b"\xff\xfe", b"\xef\xbb\xbf",
    b"{", b"}", b"[", b"]", b":", b'"text": "a"', b"---\n", b"title: a\n", b"<p>", b"<html>", b"\\ud800",
    b"PK\x03\x04", b"PK\x05\x06", b"PAR1", b"End of Document\n", b"1 of 2 DOCUMENTS\n", b"Body\n",
    b"Length: 3 words\n", b"Load-Date: June 1, 2021\n", b"words ", b"\xe9", b"sep=;\n",
])  # fmt: skip


def ends_well(files: dict[str, str | bytes]) -> None:
    """Reading gives documents or reasons, or one InputError, and the same again."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), files)
        try:
            found = read(Path(folder))
        except InputError:
            return
        assert found.records or found.rejected or found.seen
        assert all(one.text.encode() for one in found.records)
        assert found == read(Path(folder))


@settings(max_examples=150)
@given(st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=30).map(b"".join)), st.sampled_from(SUFFIXES))
def test_any_bytes_under_any_suffix(raw: bytes, suffix: str) -> None:
    ends_well({f"x.{suffix}": raw})


@settings(max_examples=150)
@given(
    st.sampled_from(["parquet", "docx", "zip"]),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8),
)
def test_any_damage_to_a_binary_file(kind: str, damage: list[tuple[int, int]]) -> None:
    raw = bytearray(WHOLE[kind])
    for place, byte in damage:
        raw[place * len(raw) // 10_001] = byte
    ends_well({f"x.{kind}": bytes(raw)})


WHOLE = {
    "parquet": parquet(["one", "two words", "three words here"] * 20),
    "docx": word("Words of a document."),
    "zip": archive({"a.txt": b"one", "b.csv": b"text\ntwo\n", "c/d.html": b"<html><body><p>three</p></body></html>"}),
}


def test_a_study_comes_of_it_and_nothing_else_is_written(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    folder, _ = nasty(tmp_path / "in")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    outcome = prepared([folder], tmp_path / "study")
    written = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert {path.parent for path in written} == {tmp_path / "study"}
    found = tables.read_all(tmp_path / "study")
    assert len(found["documents"]) == outcome.rows["documents"] > 0
    assert len(found["rejected"]) == len(outcome.rejected) > 10
    assert found["documents"]["origin"].map(str.isprintable).all()
