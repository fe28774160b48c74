"""Citations: what they say, that each format can be read back, and that an id follows what is said."""

import copy
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from invented import markdown, notebook
from invented_report import figure, report, shown, table, title
from matplotlib.figure import Figure
from test_publish_hostile import HOSTILE, everywhere
from test_publish_pdf import read

from analysis.report import BUNDLE, bibliography, citation, display, identity, prose
from analysis.report.citation import Author, Work
from analysis.report.compiling import compiled
from analysis.report.document import Document, assemble
from analysis.statements import Sentence, Value
from analysis.study import Publication

ROOT = Path(__file__).resolve().parents[1]
N = Value("a.n", 5)
PEOPLE = Publication(("Núñez, Ana", "King, Jr, M. L.", "The Harbour Institute"), None, "10.5281/zenodo.1", "")
SPECIAL = r"""50 % & more_of {this} #1 ~ ^ \ $x$ "q" <b> | é 漢字 – \textbf{no} \} {"""


def told(**publication: Any) -> dict[str, Any]:
    given = {"study": "harbour", "title": "Two accounts of a strike", "event": "a strike", "date": "1987-03-14"}
    return {"kind": "title", **given, **publication}


def document(patch: pytest.MonkeyPatch, **publication: Any) -> Document:
    """The invented report, with what its study says of its publication."""
    made = report(patch)
    for cell in made["00-summary"]["cells"][1:]:
        for output in cell["outputs"]:
            if output["data"][BUNDLE]["kind"] == "title":
                output["data"][BUNDLE] = told(**publication)
    return assemble(made)


def test_the_report_is_cited_as_its_study_says(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        "authors": ["Núñez, Ana", "The Harbour Institute"],
        "published": "2026-11-22",
        "address": "https://a.org/r/",
    }
    work = citation.report(document(monkeypatch, **known))
    assert citation.plain(work) == (
        f"Núñez, Ana & The Harbour Institute (2026). Two accounts of a strike [Report]. {work.id}. https://a.org/r/"
    )
    assert re.fullmatch(r"harbour@[0-9a-f]{8}", work.id)


def test_a_figure_is_cited_within_its_report(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"authors": ["Núñez, Ana"], "published": "2026-11-22", "address": "https://a.org/r/"}
    works = {work.key: work for work in citation.works(document(monkeypatch, **known))}
    assert list(works)[:2] == ["harbour", "harbour-fig-lengths"]
    assert citation.plain(works["harbour-fig-map"]) == (
        "Núñez, Ana (2026). Words per document [Figure 2]. In Two accounts of a strike. "
        f"{works['harbour-fig-map'].id}. https://a.org/r/#fig-map"
    )
    assert works["harbour-tab-terms"].label == "Table 1"


def test_what_is_not_known_is_left_out_or_said(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, *_, software = citation.works(document(monkeypatch))
    assert citation.plain(whole) == f"Two accounts of a strike [Report] (n.d.). {whole.id}."
    assert "author" not in bibliography.bibtex([whole])
    assert not {"author", "issued", "DOI", "URL"} & json.loads(bibliography.csl([whole]))[0].keys()
    assert "date-released" not in yaml.safe_load(bibliography.cff(whole, software))


def test_the_software_is_cited_as_the_project_says() -> None:
    told = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    work = citation.software()
    assert (work.title, str(work.date)) == (told["title"], told["date-released"])
    assert work.id == f"Version {told['version']}"
    assert [{"name": author.family} for author in work.authors] == told["authors"]


@pytest.mark.parametrize(
    ("caption", "headline"),
    [
        ("Words by source.", "Words by source"),
        ("Words by source (n = 5). Grey: no difference.", "Words by source (n = 5)"),
        ("Share in the U.S. of all.", "Share in the U.S. of all"),
        ("No full stop", "No full stop"),
        (f"{'Words of it ' * 5}by source; {'and of others ' * 9}.", f"{'Words of it ' * 5}by source …"),
        ("x" * 200, "x" * 120 + " …"),
    ],
)
def test_the_title_of_a_figure_is_the_first_sentence_of_its_caption(
    monkeypatch: pytest.MonkeyPatch, caption: str, headline: str
) -> None:
    said = re.sub(r"\d", "{a.n}", caption)
    cell = shown(monkeypatch, figure("f", said, *([N] if said != caption else [])))
    work = list(citation.works(assemble({"01-a": notebook(markdown("# A"), cell)})))[1]
    assert work.title == headline


# What an id is of.


def ids(patch: pytest.MonkeyPatch, *calls: Any, study: str = "harbour") -> dict[str, str]:
    cells = [shown(patch, title(study=study)), *(shown(patch, call) for call in calls)]
    return dict(assemble({"01-a": notebook(markdown("# A\n\n## B"), *cells)}).ids)


def one(patch: pytest.MonkeyPatch, call: Any, **more: str) -> str:
    (found,) = ids(patch, call, **more).values()
    return found


def test_an_id_is_study_id_and_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ids(monkeypatch, figure("lengths"), table("terms"))
    assert re.fullmatch(r"harbour/fig-lengths@[0-9a-f]{8}", found["fig-lengths"])
    assert re.fullmatch(r"harbour/tab-terms@[0-9a-f]{8}", found["tab-terms"])
    assert ids(monkeypatch, figure("lengths"), table("terms")) == found


def test_the_digits_are_of_canonical_json() -> None:
    """Worked out with `sha256sum` from the text that docs/citing.md describes."""
    bundle = {
        "kind": "figure",
        "id": "map",
        "caption": {"template": "See {a.n} in @fig-b.", "values": [{"name": "a.n", "value": 3, "text": "3"}]},
        "alt": {"template": "Ä", "values": []},
        "data": {"columns": ["x"], "rows": [[1.5], [None]]},
    }
    # {"alt":"\u00c4","caption":"See 3 in @fig-b.","columns":["x"],"id":"map","kind":"figure","rows":[[1.5],[null]],"study":"s"}
    assert identity.shown("s", bundle) == "s/fig-map@2c89a291"


def test_an_id_changes_with_what_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    other = pd.DataFrame({"source": ["A", "B"], "words": [3, 2]})
    renamed = pd.DataFrame({"source": ["A", "B"], "count": [3, 1]})
    said = [
        one(monkeypatch, figure("f")),
        one(monkeypatch, figure("f", "Other words.")),
        one(monkeypatch, figure("f", data=other)),
        one(monkeypatch, figure("f", data=renamed)),
        one(monkeypatch, figure("f"), study="bridge"),
        one(monkeypatch, figure("g")),
        one(monkeypatch, table("f")),
        one(monkeypatch, table("f", rows=4)),
    ]
    assert len({id.partition("@")[2] for id in said}) == len(said)


def test_an_id_stays_with_another_drawing_other_figures_and_other_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = Figure(figsize=(9, 9))
    frame = pd.DataFrame({"source": ["A", "B"], "words": [3, 1]})
    said = Sentence("See @fig-b.")

    def otherwise() -> None:
        display.figure("a", drawn, data=frame, caption=said, alt=Sentence.of("Two bars."))

    before = ids(monkeypatch, figure("a", "See @fig-b."), figure("b"), table("t", rows=7, shown=7))
    after = ids(monkeypatch, figure("c"), figure("b", "New."), otherwise, table("t", rows=7, shown=2, digits=1))
    assert after["fig-a"] == before["fig-a"]
    assert after["tab-t"] == before["tab-t"]
    assert after["fig-b"] != before["fig-b"]


def test_the_id_of_a_report_follows_all_that_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    made = report(monkeypatch)
    changed = copy.deepcopy(made)
    changed["02-topics"]["cells"][1]["outputs"][1]["data"][BUNDLE]["rows"][0][1] = 7.5
    same, other = (citation.report(assemble(each)).id for each in (made, changed))
    assert same != other
    assert citation.report(assemble(report(monkeypatch))).id == same


# The formats.

_MACROS = {
    **{rf"\{letter}": letter for letter in "&%$#_"},
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
}
_MACRO = re.compile("|".join(re.escape(macro) for macro in sorted(_MACROS, key=len, reverse=True)))


def parse_bibtex(text: str) -> dict[str, dict[str, str]]:
    """Entries by key: a strict reader of the part of BibTeX that is written here, which counts braces as BibTeX does."""
    entries: dict[str, dict[str, str]] = {}
    at = 0
    while at < len(text):
        head = re.compile(r"@misc\{([a-z0-9.-]+),\n").match(text, at)
        assert head, text[at : at + 80]
        at, fields = head.end(), {}
        while not text.startswith("}", at):
            name = re.compile(r"  ([a-z]+) = ").match(text, at)
            assert name, text[at : at + 80]
            end = at = name.end()
            depth = 0
            while depth or text[end] not in ",\n":
                depth += {"{": 1, "}": -1}.get(text[end], 0)
                assert depth >= 0
                end += 1
            assert name[1] not in fields
            fields[name[1]] = text[at:end]
            at = re.compile(r",?\n").match(text, end).end()  # type: ignore[union-attr]
        assert head[1] not in entries
        entries[head[1]] = fields
        at = re.compile(r"\}\n\n?").match(text, at).end()  # type: ignore[union-attr]
    return entries


def read_tex(value: str) -> str:
    """A value as TeX prints it; nothing that TeX would run or choke on may be left."""
    assert value[0] == "{"
    assert value[-1] == "}"
    rest = _MACRO.sub("", value)
    assert not re.search(r"[\\%$#&_~^<>|]", rest), rest
    assert rest.count("{") == rest.count("}")
    kept = re.split(f"({_MACRO.pattern})", value)
    return "".join(_MACROS.get(part, re.sub("[{}]", "", part)) for part in kept)


def parse_ris(text: str) -> list[list[tuple[str, str]]]:
    records = []
    for record in text.rstrip("\n").split("\n\n"):
        lines = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in record.split("\n")]
        assert all(lines), record
        tags = [(line[1], line[2]) for line in lines if line]
        assert tags[0][0] == "TY"
        assert tags[-1] == ("ER", "")
        assert [tag for tag, _ in tags].count("ER") == 1
        records.append(tags)
    return records


_CSL_TYPES = {"report", "figure", "dataset", "software"}
_CSL_TEXTS = {"id", "type", "title", "container-title", "number", "note", "DOI", "URL"}


def check_csl(item: dict[str, Any]) -> None:
    """An item as the schema of CSL 1.0.2 has it, in the variables that are used here."""
    assert item["type"] in _CSL_TYPES
    assert item.keys() <= _CSL_TEXTS | {"author", "issued"}
    assert all(isinstance(item[name], str) and item[name] for name in _CSL_TEXTS & item.keys())
    for name in item.get("author", ()):
        assert set(name) in ({"literal"}, {"family", "given"}, {"family", "given", "suffix"})
    if "issued" in item:
        ((parts,),) = item["issued"].values()
        assert list(item["issued"]) == ["date-parts"]
        assert [type(part) for part in parts] == [int, int, int]


def check_cff(text: str) -> dict[str, Any]:
    cff = yaml.safe_load(text)
    assert cff.keys() >= {"cff-version", "message", "title", "authors", "type", "identifiers", "references"}
    assert (cff["cff-version"], cff["type"]) == ("1.2.0", "dataset")
    for work in (cff, *cff["references"]):
        assert isinstance(work["title"], str)
        assert work["authors"]
        for author in work["authors"]:
            assert set(author) in (
                {"name"},
                {"family-names", "given-names"},
                {"family-names", "given-names", "name-suffix"},
            )
            assert all(isinstance(part, str) and part for part in author.values())
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", work.get("date-released", "2000-01-01"))
    return dict(cff)


def works_with(text: str) -> list[Work]:
    authors = (Author(text), Author(text, text), Author("and", "B and C", "Jr"))
    whole = Work("report", "r", "r@00000000", text, authors, None, "10.1/a_b%c#d", "https://a.org/%7E_a?b=1&c#d")
    return [whole, Work("figure", "r-fig-a", "r/fig-a@00000000", text, authors, label="Figure 1", within=text)]


@pytest.mark.parametrize("text", [SPECIAL, *HOSTILE.values()], ids=["special", *HOSTILE])
def test_every_format_gives_a_text_back(text: str) -> None:
    clean = citation.line(text)
    works = works_with(clean)
    entries = parse_bibtex(bibliography.bibtex(works))
    assert list(entries) == ["r", "r-fig-a"]
    for fields in entries.values():
        assert read_tex(fields["title"]) == clean
        assert fields["author"].startswith("{{")
        assert len(_people(fields["author"])) == 3
    assert read_tex(entries["r-fig-a"]["howpublished"]) == f"Figure 1 in {clean}"
    assert entries["r"]["url"] == "{https://a.org/%7E_a?b=1&c#d}"
    records = parse_ris(bibliography.ris(works))
    assert [dict(record)["TI"] for record in records] == [clean, clean]
    assert [name for tag, name in records[0] if tag == "AU"] == [clean, f"{clean}, {clean}", "and, B and C, Jr"]
    items = json.loads(bibliography.csl(works))
    assert [item["title"] for item in items] == [clean, clean]
    assert items[0]["author"][0] == {"literal": clean}
    for item in items:
        check_csl(item)
    cff = check_cff(bibliography.cff(works[0], citation.software()))
    assert cff["title"] == clean
    assert cff["authors"][0] == {"name": clean}


def _people(value: str) -> list[str]:
    """The names of an author field, parted as BibTeX does: at `and` outside of braces."""
    names, depth, name = [], 0, ""
    for piece in re.split(r"([{}]|\s+and\s+)", value[1:-1]):
        depth += {"{": 1, "}": -1}.get(piece, 0)
        if piece.strip() == "and" and not depth:
            names.append(name)
            name = ""
        else:
            name += piece
    return [*names, name]


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_report_has_readable_files(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    files = {
        name: text.decode()
        for name, text in bibliography.files(assemble(everywhere(monkeypatch, HOSTILE[kind]))).items()
    }
    assert list(files) == list(bibliography.FILES)
    assert len(parse_bibtex(files["citations.bib"])) == 4  # report, figure, table, software
    assert len(parse_ris(files["citations.ris"])) == 4
    for item in json.loads(files["citations.json"]):
        check_csl(item)
    check_cff(files["CITATION.cff"])
    for text in files.values():
        assert prose.visible(text) == text
        assert "http" not in text or "doi.org" not in text  # neither address nor DOI was one
        assert not [letter for letter in text if unicodedata.category(letter) == "Cs"]


def test_the_dates_and_kinds_of_each_format(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"authors": ["Núñez, Ana"], "published": "2026-03-05", "doi": "10.5281/zenodo.1"}
    files = bibliography.files(document(monkeypatch, **known))
    entry = parse_bibtex(files["citations.bib"].decode())["harbour"]
    assert (entry["year"], entry["month"], entry["doi"]) == ("{2026}", "mar", "{10.5281/zenodo.1}")
    records = [dict(record) for record in parse_ris(files["citations.ris"].decode())]
    assert [record["TY"] for record in records] == ["RPRT", "FIGURE", "FIGURE", "DATA", "DATA", "COMP"]
    assert (records[0]["PY"], records[0]["DA"], records[0]["DO"]) == ("2026", "2026/03/05", "10.5281/zenodo.1")
    items = json.loads(files["citations.json"])
    assert [item["type"] for item in items] == ["report", "figure", "figure", "dataset", "dataset", "software"]
    assert items[1]["issued"] == {"date-parts": [[2026, 3, 5]]}
    assert yaml.safe_load(files["CITATION.cff"])["date-released"] == "2026-03-05"
    assert bibliography.files(document(monkeypatch, **known)) == files


@pytest.mark.parametrize(
    ("license", "field", "terms"),
    [
        ("CC-BY-4.0", "license", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-NC-SA-3.0", "license", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("CC0-1.0", "license", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("ODbL-1.0", "license", "https://spdx.org/licenses/ODbL-1.0.html"),
        ("https://a.org/terms_of_use", "license-url", "https://a.org/terms_of_use"),
    ],
)
def test_the_licence_stands_where_a_format_has_a_place_for_it(
    monkeypatch: pytest.MonkeyPatch, license: str, field: str, terms: str
) -> None:
    files = bibliography.files(document(monkeypatch, license=license))
    told = yaml.safe_load(files["CITATION.cff"])
    assert {key: told[key] for key in ("license", "license-url") if key in told} == {field: license}
    entries = parse_bibtex(files["citations.bib"].decode())
    assert (
        entries["harbour"]["copyright"]
        == entries["harbour-fig-map"]["copyright"]
        == f"{{{bibliography._tex(license)}}}"
    )
    assert [name for name, entry in entries.items() if "copyright" not in entry] == [citation.software().key]
    assert citation.terms(license) == terms
    assert b"license" not in files["citations.json"] + files["citations.ris"]


def typst(entries: str) -> str:
    """A bibliography as Typst prints it: a reader that is not ours, with LaTeX's commands and BibTeX's names."""
    _, printed = read(set_by_typst(entries))
    return " ".join(printed.split())


def set_by_typst(entries: str) -> bytes:
    """A bibliography as a PDF."""
    source = json.dumps(entries, ensure_ascii=False)  # a string of Typst too: no control character is left in it
    return compiled(f'#bibliography(bytes({source}), full: true, style: "apa")')


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_typst_reads_the_bibtex(text: str) -> None:
    entries = bibliography.bibtex(works_with(citation.line(text)))
    assert set_by_typst(entries).startswith(b"%PDF-")
    if len(text) < 10_000:  # of a page with more, pypdf refuses to read the words
        assert "(n.d.)" in typst(entries)


def test_typst_prints_every_special_character() -> None:
    text = SPECIAL.replace("漢字 ", "")  # which has no letters in the fonts of its wheel
    assert typst(bibliography.bibtex(works_with(text))).count(text) > 4


def test_typst_reads_the_file_of_a_report(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = typst(bibliography.files(document(monkeypatch))["citations.bib"].decode())
    assert "Two accounts of a strike. (n.d.)" in printed
    assert "Words per document. (n.d.)" in printed


def test_names_are_taken_apart() -> None:
    assert [citation._author(name) for name in PEOPLE.authors] == [
        Author("Núñez", "Ana"),
        Author("King", "M. L.", "Jr"),
        Author("The Harbour Institute"),
    ]
    text = bibliography.bibtex([Work("report", "r", "r@1", "T", tuple(map(citation._author, PEOPLE.authors)))])
    assert "author = {Núñez, Ana and King, Jr, {M. L.} and {The Harbour Institute}}" in text
