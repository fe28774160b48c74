"""The report in schema.org's words: what the block of linked data says, and that no text ends it."""

import json
import re
from typing import Any

import pytest
from test_cards import KNOWN
from test_citation import document
from test_publish_hostile import HOSTILE, everywhere
from test_publish_html import Page

from analysis.report import citation, contents, linked
from analysis.report.document import assemble
from analysis.report.html import HTMLReport

BLOCK = re.compile(rf'<script type="{re.escape(linked.TYPE)}">(.*?)</script>')


def told(page: str) -> dict[str, Any]:
    (found,) = BLOCK.findall(page)
    assert not re.search("[<>&]", found)
    return dict(json.loads(found))


def test_the_report_is_described_as_it_is_cited(monkeypatch: pytest.MonkeyPatch) -> None:
    made = document(monkeypatch, **KNOWN)
    work = citation.report(made)
    found = told(HTMLReport().page(made, contents.BESIDE))
    assert found["@context"] == "https://schema.org"
    assert found["author"] == [
        {"@type": "Person", "name": "Ana Núñez", "familyName": "Núñez", "givenName": "Ana"},
        {"@type": "Organization", "name": "The Harbour Institute"},
    ]
    assert found["about"] == {"@type": "Event", "name": "a strike", "startDate": "1987-03-14"}
    assert found["identifier"] == [work.id, "https://doi.org/10.5281/zenodo.1"]
    assert found["encoding"][0] == {
        "@type": "MediaObject",
        "contentUrl": "report.pdf",
        "encodingFormat": "application/pdf",
    }
    for name, value in {
        "@type": "Report",
        "@id": "https://doi.org/10.5281/zenodo.1",
        "name": "Two accounts of a strike",
        "datePublished": "2026-11-22",
        "version": work.id.partition("@")[2],
        "reportNumber": work.id,
        "url": "https://a.org/r",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "creditText": citation.plain(work),
        "inLanguage": "en",
    }.items():
        assert found[name] == value


def test_its_figures_are_parts_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made = document(monkeypatch, **KNOWN)
    parts = told(HTMLReport().page(made, contents.BESIDE))["hasPart"]
    page = Page(HTMLReport().page(made, contents.BESIDE))
    anchors = {figure["id"] for figure in page.all("figure")}
    assert [(part["@id"], part["identifier"]) for part in parts] == [
        (f"#{anchor}", id) for anchor, id in made.ids.items() if anchor.startswith("fig-")
    ]
    assert {part["@id"].removeprefix("#") for part in parts} < anchors
    assert parts[0]["name"].startswith("Figure 1. ")


def test_what_is_not_known_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    found = told(HTMLReport().page(document(monkeypatch), {}))
    assert not {"author", "datePublished", "url", "license", "@id", "encoding"} & found.keys()
    assert found["version"]


@pytest.mark.parametrize("kind", [*HOSTILE, "comment"])
def test_no_text_ends_the_block(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    text = HOSTILE.get(kind, "<!-- <script></script> --> ]]> & \u2028")
    made = assemble(everywhere(monkeypatch, text))
    page = HTMLReport().page(made, contents.BESIDE)
    assert told(page)["name"] == citation.report(made).title
    assert Page(page).all("script") == [{"type": linked.TYPE}, {}]
