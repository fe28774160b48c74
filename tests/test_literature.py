"""Works are cited by key, and listed where they are cited, alike in the page and in the PDF."""

import io
import json
import re
from pathlib import Path

import pytest
from invented import markdown, notebook
from invented_report import report
from pypdf import PdfReader

from analysis.errors import PublishError
from analysis.report import literature, mentions, prose
from analysis.report.document import assemble
from analysis.report.html import HTMLReport
from analysis.report.pdf import PDFReport

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
CITING = {
    "01-a": notebook(markdown("# A\n\nBits [@lin1991].\n\n## Rates\n\nFew [see @benjamini1995; also @lin1991].")),
    "02-b": notebook(markdown("# B\n\nTrees [@ward1963], and mail to x@ward1963.example [@ Home].")),
}


def test_every_entry_is_read_and_has_author_title_and_year() -> None:
    entries = re.findall(r"^@\w+\{", literature.FILE.read_text(encoding="utf-8"), re.MULTILINE)
    works = literature.works()
    assert len(works) == len(entries)
    for key, work in works.items():
        assert {"author", "title", "year"} <= work.fields.keys()
        assert work.authors[0].partition(",")[0].lower().replace(" ", "") in key
        assert key.endswith(work.fields["year"])


def test_every_work_is_cited_and_every_citation_is_a_work() -> None:
    cited = set()
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        keys = (piece.key for piece in prose.references(text) if isinstance(piece, prose.Reference))
        cited |= {key.removeprefix(literature.PREFIX) for key in keys if key.startswith(literature.PREFIX)}
    assert cited == set(literature.works())


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("lin1991", "Lin 1991"),
        ("fred2005", "Fred and Jain 2005"),
        ("monroe2008", "Monroe, Colaresi and Quinn 2008"),
        ("nigam2000", "Nigam and others 2000"),
    ],
)
def test_labels_name_up_to_three_authors(key: str, label: str) -> None:
    assert literature.works()[key].label == label


@pytest.mark.parametrize(
    ("key", "entry"),
    [
        (
            "lin1991",
            "Lin, Jianhua (1991). Divergence Measures Based on the Shannon Entropy. IEEE Transactions on Information "
            "Theory 37(1), 145–151. https://doi.org/10.1109/18.61115",
        ),
        (
            "grootendorst2022",
            "Grootendorst, Maarten (2022). BERTopic: Neural Topic Modeling with a Class-Based TF-IDF Procedure. "
            "arXiv:2203.05794. https://arxiv.org/abs/2203.05794",
        ),
        (
            "newell2018",
            "Newell, Edward, Drew Margolin and Derek Ruths (2018). An Attribution Relations Corpus for Political News. "
            "In Proceedings of the Eleventh International Conference on Language Resources and Evaluation (LREC 2018).",
        ),
    ],
)
def test_entries_are_written_out(key: str, entry: str) -> None:
    assert "".join(text for _, text in literature.works()[key].runs) == entry


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[@lin1991]", ["(", "@ref-lin1991", ")"]),
        ("so [see @lin1991; @a2000b] it", ["so ", "(see ", "@ref-lin1991", "; ", "@ref-a2000b", ")", " it"]),
        ("[@fig-map, @lin1991]", ["(", "@fig-map", ", ", "@ref-lin1991", ")"]),
        ("[1] @lin1991 [a@lin1991] [@lin1991x2] [@Lin1991]", ["[1] @lin1991 [a@lin1991] [@lin1991x2] [@Lin1991]"]),
        ("@fig-map [x]", ["@fig-map", " [x]"]),
        ("[" * 50, ["[" * 50]),
    ],
)
def test_citations_stand_in_brackets(text: str, said: list[str]) -> None:
    pieces = prose.references(text)
    assert [f"@{piece.key}" if isinstance(piece, prose.Reference) else piece for piece in pieces] == said


@pytest.mark.parametrize("whole", [True, False])
def test_an_unknown_key_is_an_error_that_names_its_cell_and_the_known_ones(whole: bool) -> None:
    with pytest.raises(PublishError, match=r"(?s)01-a, cell 1.*\[@nobody1900\].*\[@lin1991\]"):
        assemble({"01-a": notebook(markdown("# A\n\nAs said [@nobody1900]."))}, whole=whole)


def test_works_are_listed_by_author_with_the_places_that_cite_them() -> None:
    listed = mentions.works(assemble(CITING))
    assert [each.work.key for each in listed] == ["benjamini1995", "lin1991", "ward1963"]
    assert [[place.label for place in each.places] for each in listed] == [["1.1"], ["1", "1.1"], ["2"]]


def test_the_page_links_citation_and_work_both_ways() -> None:
    page = HTMLReport().render(CITING)
    assert '(<a class="reference" href="#ref-lin1991">Lin\N{NO-BREAK SPACE}1991</a>)' in page
    assert "x@ward1963.example [@ Home]" in page
    works = page[page.index('id="sec-references"') :]
    assert re.findall(r'<li id="(ref-\w+)">', works) == ["ref-benjamini1995", "ref-lin1991", "ref-ward1963"]
    anchors = set(re.findall(r'\bid="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', works)) <= anchors
    assert '<a href="#sec-references">References</a>' in page


def test_the_pdf_lists_the_same_entries_as_the_page() -> None:
    reader = PdfReader(io.BytesIO(PDFReport().render(CITING)))
    text = re.sub(r"[\s\N{ZERO WIDTH SPACE}]+", "", "".join(page.extract_text() for page in reader.pages))
    assert "Few(seeBenjaminiandHochberg1995;alsoLin1991)." in text
    for each in mentions.works(assemble(CITING)):
        written = "".join(run for _, run in each.work.runs)
        assert re.sub(r"\s+", "", written) in text.replace("-\u00ad", "")
    assert "Citedin1,1.1." in text


def test_without_citations_there_is_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    notebooks = report(monkeypatch)
    assert "sec-references" not in HTMLReport().render(notebooks)
    assert "sec-references" not in PDFReport().source(assemble(notebooks))
