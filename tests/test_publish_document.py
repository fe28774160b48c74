"""The model of a report: order, numbers, references, named values, and what it refuses."""

from typing import Any

import pytest
from invented import code, markdown, notebook
from invented_report import WORDS, fared, figure, found, report, say, shown, table, title

from analysis.errors import PublishError
from analysis.report import fragments, prose, typesetting
from analysis.report.document import assemble
from analysis.statements import Value


def test_numbers_follow_reading_order_whatever_order_notebooks_come_in(monkeypatch: pytest.MonkeyPatch) -> None:
    notebooks = report(monkeypatch)
    document = assemble(dict(reversed(notebooks.items())))
    assert [(section.notebook, section.number) for section in document.sections] == [
        ("00-summary", ""),
        ("01-corpus", "1"),
        ("02-topics", "2"),
    ]
    assert [(block.content["id"], block.number) for block in document.blocks("figure")] == [("lengths", 1), ("map", 2)]
    assert [(block.content["id"], block.number) for block in document.blocks("table")] == [("terms", 1), ("hidden", 2)]
    labels = {key: place.label for key, place in document.places.items()}
    assert labels["fig-map"] == "Figure 2"
    assert labels["tab-hidden"] == "Table 2"
    assert labels["sec-topics"] == labels["sec-02-topics"] == labels["sec-which-topics"] == "Section 2"
    assert labels["sec-how-long"] == labels["sec-corpus-how-long"] == "Section 1.1"
    assert document.title["title"] == "Two accounts of a strike"
    assert document.date == "14 March 1987"


def test_blocks_keep_their_order_and_silent_cells_are_folded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = assemble(report(monkeypatch)).sections[1].blocks
    assert [block.kind for block in blocks] == ["markdown", "heading", "code", "prose", "code", "figure"]
    assert blocks[2].content == ["limit = 3", "import analysis", "say(x)"]
    assert blocks[2].label == "parameters"


def test_a_value_belongs_to_the_notebook_that_computes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    document = assemble(report(monkeypatch))
    assert list(document.values) == ["corpus.words", "voices.least", "voices.share"]
    share = document.values["voices.share"]
    assert (share["value"], share["low"], share["high"], share["notebook"]) == (64, 51, 72, "02-topics")


@pytest.mark.parametrize(("robust", "grade"), [(True, "supported"), (False, "suggestive")])
def test_a_finding_says_how_it_fares_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch, robust: bool, grade: str
) -> None:
    notebooks = {
        "00-summary": notebook(shown(monkeypatch, found("", "supported"))),
        "02-topics": notebook(shown(monkeypatch, found("", "supported"))),
        "07-robustness": notebook(shown(monkeypatch, fared(robust))),
    }
    document = assemble(notebooks)
    findings = [block.content["findings"] for block in document.blocks("findings")]
    assert [(told["grade"], prose.plain(told["robustness"])) for [told] in findings] == [(grade, "Holds in 3.")] * 2
    assert document.values["robustness.officials.holds"]["notebook"] == "07-robustness"
    page, typeset = fragments.findings({"findings": findings[0]}), typesetting.findings({"findings": findings[0]})
    assert f">{grade}<" in page
    assert "Holds in" in page
    assert "Holds in" in typeset
    alone = assemble({"02-topics": notebooks["02-topics"]}).blocks("findings")[0].content
    assert "supported (other settings not tried)" in fragments.findings(alone)
    assert "supported (other settings not tried)" in typesetting.findings(alone)


def test_levels_of_headings_are_not_skipped() -> None:
    document = assemble({"01-a": notebook(markdown("# A\n\n#### Deep\n\n### Next\n\n## Up\n\n# Again"))})
    assert [block.level for block in document.blocks("heading")] == [2, 3, 2, 2]


def test_a_notebook_without_outputs_or_heading_is_a_section_too() -> None:
    document = assemble({"03-first-words": notebook(code("x = 1"))})
    assert document.title["title"] == "First words"


def _refused(patch: pytest.MonkeyPatch, kind: str) -> dict[str, Any]:
    show = {
        "prose leads nowhere": [say("See @fig-lost.")],
        "caption leads nowhere": [figure("a", "As @tab-lost.")],
        "figure twice": [figure("a"), figure("a")],
        "table twice": [table("a"), table("a")],
        "two values": [say("{corpus.words}", WORDS), say("{corpus.words}", Value("corpus.words", 7, "words", n=5))],
        "two intervals": [say("{v}", Value("v", 7, low=1, high=9)), say("{v}", Value("v", 7, low=2, high=9))],
        "two titles": [title(), title("Another")],
    }
    return notebook(markdown("# Refused"), code(""), *[shown(patch, call) for call in show[kind]])


@pytest.mark.parametrize(
    ("kind", "cell", "says"),
    [
        ("prose leads nowhere", 3, "@fig-lost leads nowhere"),
        ("caption leads nowhere", 3, "@tab-lost leads nowhere"),
        ("figure twice", 4, "a second figure 'a'; the first is in 02-topics, cell 3"),
        ("table twice", 4, "a second table 'a'"),
        ("two values", 4, "the value corpus.words is 7 here and 1331 in 02-topics, cell 3"),
        ("two intervals", 4, "the value v is 2 here and 1 in"),
        ("two titles", 4, "a second, different title"),
    ],
)
def test_an_error_names_notebook_and_cell(monkeypatch: pytest.MonkeyPatch, kind: str, cell: int, says: str) -> None:
    with pytest.raises(PublishError) as error:
        assemble({"02-topics": _refused(monkeypatch, kind)})
    assert error.value.where == f"02-topics, cell {cell}"
    assert says in error.value.found


@pytest.mark.parametrize(
    "bundle",
    [
        {"kind": "figure", "id": "a"},
        {"kind": "new"},
        {},
        "text",
        {"kind": "prose", "sentences": [{}]},
        {"kind": "standings", "standings": [{}]},
    ],
)
def test_a_result_that_cannot_be_read_is_an_error_not_a_traceback(bundle: Any) -> None:
    output = {"output_type": "display_data", "data": {"application/vnd.rashomon+json": bundle}, "metadata": {}}
    with pytest.raises(PublishError, match="01-a, cell 1"):
        assemble({"01-a": notebook({**code("x"), "outputs": [output]})})


def test_a_name_of_two_headings_is_an_error_only_where_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    two = notebook(markdown("# A\n\n## Limits\n\n## Limits"))
    assert "sec-limits" not in assemble({"01-a": two}).places
    with pytest.raises(PublishError, match="@sec-limits leads to two headings"):
        assemble({"01-a": two, "02-b": notebook(markdown("# B\n\nSee @sec-limits."))})


def test_one_notebook_alone_may_refer_to_others() -> None:
    alone = {"01-a": notebook(markdown("# A\n\nSee @fig-elsewhere."))}
    assert assemble(alone, whole=False).places.keys() == {"sec-a", "sec-01-a"}
    with pytest.raises(PublishError, match="01-a, cell 1: @fig-elsewhere leads nowhere"):
        assemble(alone)


def test_an_address_is_not_a_reference() -> None:
    assert assemble({"01-a": notebook(markdown("# A\n\nWrite to me@fig-tree."))}).blocks("markdown")
