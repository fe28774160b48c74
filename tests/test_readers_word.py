"""Word files and Nexis exports in, as Word or as text: one article or many, new form and old."""

import hashlib
import io
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from reading import only, read, write

from analysis.corpus.readers import nexis
from analysis.corpus.readers.nexis import Paragraph

COVER = [
    "User Name: Ida Brandt",
    "Documents (2)",
    "1. Ferry sails again",
    "2. Tower falls",
    "Search Terms: ferry or tower",
]
FERRY = [
    "# Ferry sails again",
    "The Echo (Norhaven)",
    "June 17, 2021 Thursday",
    "Final Edition",
    "",
    "Copyright 2021 Echo Newspapers Limited All Rights Reserved",
    "Section: NEWS; Pg. 3",
    "Length:\u00a0812 words",
    "Byline: Ida Brandt",
    "Body",
    "",
    "The ferry left at noon.",
    "Copyright was not the captain's worry, she said.",
    "Classification",
    "Language: ENGLISH",
    "Publication-Type: Newspaper",
    "Load-Date: June 18, 2021",
]
TOWER = [
    "# Tower falls",
    "Gazette Newswire -- English",
    "June 18, 2021 Friday 6:47 AM GMT",
    "Copyright 2021 Gazette",
    "Length: 90 words",
    "Body",
    "Nobody was hurt.",
    "Load-Date: June 18, 2021",
]
END = "End of Document"
OLD = """                               1 of 2 DOCUMENTS


                              The Echo (Norhaven)

                            June 17, 2021 Thursday
                                 Final Edition

Ferry sails
again

BYLINE: Ida Brandt

SECTION: NEWS; Pg. 3

LENGTH: 812 words

The ferry left at noon.

The captain was glad.

LOAD-DATE: June 18, 2021

LANGUAGE: ENGLISH

                Copyright 2021 Echo Newspapers Limited
                         All Rights Reserved

                               2 of 2 DOCUMENTS

                                   Gazette

                              18 June 2021

Tower falls

LENGTH: 90 words

BODY:
Nobody was hurt.

PUBLICATION-TYPE: Newspaper
"""


def word(lines: list[str], breaks: tuple[int, ...] = ()) -> bytes:
    """A Word file of paragraphs; `# ` makes a heading, and a page begins before the paragraphs numbered in `breaks`."""
    document = Document()
    for number, line in enumerate(lines):
        style = "Heading 1" if line.startswith("# ") else None
        paragraph = document.add_paragraph(style=style)
        if number in breaks:
            paragraph.add_run().add_break(WD_BREAK.PAGE)
        paragraph.add_run(line.removeprefix("# "))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


FIELDS = [
    ("article 1", "The Echo (Norhaven)", "June 17, 2021 Thursday", "Ferry sails again", "ENGLISH"),
    ("article 2", "Gazette Newswire -- English", "June 18, 2021 Friday 6:47 AM GMT", "Tower falls", ""),
]


@pytest.mark.parametrize(
    ("lines", "breaks"),
    [
        ([*COVER, *FERRY, END, *TOWER, END], ()),
        ([*FERRY, END, *TOWER, END], ()),
        ([*FERRY, *TOWER], ()),
        ([line for line in [*COVER, *FERRY, *TOWER] if not line.startswith("Load-Date")], ()),
        ([line.removeprefix("# ") for line in [*COVER, *FERRY, END, *TOWER, END]], ()),
        ([line.removeprefix("# ") for line in [*FERRY[:-1], *TOWER[:-1]]], (0, len(FERRY) - 1)),
    ],
    ids=["cover", "no cover", "no end", "headings only", "no headings", "pages only"],
)
def test_many_articles_in_a_word_file(tmp_path: Path, lines: list[str], breaks: tuple[int, ...]) -> None:
    write(tmp_path, {"export.DOCX": word(lines, breaks)})
    result = read(tmp_path)
    assert [(one.place, one.source, one.date, one.title, one.language) for one in result.records] == FIELDS
    assert [one.text for one in result.records] == [
        "Ferry sails again\n\nThe ferry left at noon.\nCopyright was not the captain's worry, she said.",
        "Tower falls\n\nNobody was hurt.",
    ]
    assert result.records[0].sha256 == hashlib.sha256(result.records[0].text.encode()).hexdigest()
    assert [(note.file, note.format) for note in result.seen] == [("export.DOCX", "Word")]


def test_one_article_in_a_word_file_has_the_digest_of_the_file(tmp_path: Path) -> None:
    raw = word([*FERRY, END])
    write(tmp_path, {"ferry.docx": raw})
    record = only(read(tmp_path).records)
    assert (record.place, record.source, record.title) == ("", "The Echo (Norhaven)", "Ferry sails again")
    assert record.sha256 == hashlib.sha256(raw).hexdigest()


def test_a_text_file_in_the_old_form(tmp_path: Path) -> None:
    write(tmp_path, {"old.txt": OLD})
    result = read(tmp_path)
    assert [(one.place, one.source, one.date, one.title, one.language) for one in result.records] == [
        ("article 1", "The Echo (Norhaven)", "June 17, 2021 Thursday", "Ferry sails again", "ENGLISH"),
        ("article 2", "Gazette", "18 June 2021", "Tower falls", ""),
    ]
    bodies = [one.text.partition("\n\n")[2] for one in result.records]
    assert bodies == ["The ferry left at noon.\n\nThe captain was glad.", "Nobody was hurt."]


def test_a_plain_word_file_is_one_document_with_its_tables(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("Ferry sails", 0)
    document.add_paragraph("It left at noon.")
    document.add_table(1, 1).cell(0, 0).text = "A cell."
    document.save(str(tmp_path / "plain.docx"))
    record = only(read(tmp_path).records)
    assert (record.title, record.place, record.source) == ("Ferry sails", "", "")
    assert record.text == "Ferry sails\n\nIt left at noon.\n\nA cell."


def test_a_word_file_without_words_is_rejected(tmp_path: Path) -> None:
    write(tmp_path, {"empty.docx": word([]), "a.txt": "one"})
    assert list(read(tmp_path).reasons) == [("empty.docx", "")]


@pytest.mark.parametrize(
    "lines",
    [
        ["A story", "Length: it was long.", "The body was found."],
        ["A story", "Body", "Only one sign of an export."],
        ["3 of 12 documents were lost, she said.", "Load-Date: none"],
        [],
    ],
)
def test_what_is_no_export_has_no_articles(lines: list[str]) -> None:
    assert nexis.articles([Paragraph(line) for line in lines]) == []


def test_a_block_without_a_body_is_rejected(tmp_path: Path) -> None:
    write(tmp_path, {"export.docx": word([*FERRY[:10], "Load-Date: June 18, 2021", END, *TOWER, END])})
    result = read(tmp_path)
    assert [one.title for one in result.records] == ["Tower falls"]
    assert list(result.reasons) == [("export.docx", "article 1")]
