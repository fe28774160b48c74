"""A report that was tampered with is not verified, and what was done is named in the right place."""

import contextlib
import json
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from kinds_of_tampering import HIDDEN, IN_FILES, PAGE, REFUSED
from tampering import accounts, change, edit, embedded, pattern

from analysis import study as studies
from analysis.errors import InputError, RashomonError
from analysis.report import publish, verify
from analysis.report.answers import CONTRADICTED, NOTHING_DIFFERS, TOUCHED
from analysis.report.progress import Progress

NONE = Progress(None)


class Made(NamedTuple):
    """A notebooks folder, a study, its report with k = 5, and that report made again."""

    notebooks: Path
    study: Path
    report: Path
    again: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    place = tmp_path_factory.mktemp("accounts")
    folder, study = accounts(place)
    report = publish.build(publish.plan(studies.load(study), {"k": "5"}, None, folder), NONE)
    again = verify.remake(verify.request(report, str(study), folder), place / "again", NONE)
    return Made(folder, study, report, again)


def copied(made: Made, to: Path) -> Path:
    return Path(shutil.copytree(made.report, to / "toy"))


def found(made: Made, report: Path) -> tuple[bool, str]:
    """Whether a report is verified against the one made again, and all that is said."""
    outcome = verify.compared(verify.request(report, str(made.study), made.notebooks), made.again)
    return outcome.same, "\n".join(outcome.told())


def test_the_report_as_it_is(made: Made, tmp_path: Path) -> None:
    report = copied(made, tmp_path)
    for form in (report, report / PAGE):
        same, said = found(made, form)
        assert same, said
        assert not [line for line in said.splitlines() if line.startswith(("changed", "contradicts", "missing"))]


@pytest.mark.parametrize("name", IN_FILES)
def test_tampering_is_caught(made: Made, tmp_path: Path, name: str) -> None:
    tamper, must_say = IN_FILES[name]
    report = copied(made, tmp_path)
    tamper(report)
    same, said = found(made, report)
    assert not same
    assert must_say in said, said


@pytest.mark.parametrize("name", HIDDEN)
def test_tampering_is_caught_where_every_digest_was_made_to_match(made: Made, tmp_path: Path, name: str) -> None:
    tamper, must_say = HIDDEN[name]
    report = copied(made, tmp_path)
    tamper(report)
    same, said = found(made, report)
    assert not same
    assert must_say in said, said
    assert "was changed after publishing" not in said


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_report_has_is_one_error(made: Made, tmp_path: Path, name: str) -> None:
    tamper, must_say = REFUSED[name]
    report = copied(made, tmp_path)
    tamper(report)
    with pytest.raises(RashomonError) as error:
        verify.request(report, str(made.study), made.notebooks)
    assert must_say in str(error.value)
    assert len(str(error.value)) < 600


ON_THE_PAGE = list(IN_FILES)[: list(IN_FILES).index("the page empty")]
UNREADABLE = {"line ends of the page", "a byte order mark", "another encoding"}


@pytest.mark.parametrize("name", ON_THE_PAGE)
def test_tampering_with_a_page_alone_is_caught(made: Made, tmp_path: Path, name: str) -> None:
    report = copied(made, tmp_path)
    IN_FILES[name][0](report)
    if name in UNREADABLE:
        with contextlib.suppress(InputError):
            assert not found(made, report / PAGE)[0]
        return
    same, said = found(made, report / PAGE)
    assert not same
    assert "changed     " in said


def test_a_page_without_a_manifest_is_one_error(made: Made, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    for content in (b"", b"<p>Hello</p>", b"\xff\xfe"):
        page.write_bytes(content)
        with pytest.raises(RashomonError, match=r"page\.html"):
            verify.request(page, str(made.study), made.notebooks)


@pytest.mark.parametrize(
    ("size", "because"), [(8 << 20, "not one whole CSV"), (120 << 20, "more than a page can carry")]
)
def test_a_hostile_card_is_not_unpacked_without_end(made: Made, tmp_path: Path, size: int, because: str) -> None:
    import base64
    import zlib

    bomb = base64.b64encode(zlib.compress(b"0" * size, 9)[2:-4]).decode()
    report = copied(made, tmp_path)
    pattern(PAGE, r'data-csv="[^"]*"', f'data-csv="{bomb}"')(report)
    same, said = found(made, report / PAGE)
    assert not same
    assert because in said


def test_the_likely_cause_is_named(made: Made, tmp_path: Path) -> None:
    """A file whose digest is not the manifest's; nothing that differs; an input that differs."""
    report = copied(made, tmp_path / "a")
    change("tables/words.csv", "310", "301")(report)
    request = verify.request(report, str(made.study), made.notebooks)
    by_name = {(one.kind, one.name): one for one in verify.compared(request, made.again).answers}
    assert by_name["table", "words"].cause == by_name["file", "tables/words.csv"].cause == TOUCHED
    assert by_name["figure", "line"].verdict == "identical"

    sealed = copied(made, tmp_path / "b")
    HIDDEN["a table's CSV"][0](sealed)
    assert causes(made, sealed, made.study)["table", "words"] == CONTRADICTED
    sealed = copied(made, tmp_path / "c")
    HIDDEN["a figure's PNG"][0](sealed)
    assert causes(made, sealed, made.study)["figure", "line"] == NOTHING_DIFFERS

    other = Path(shutil.copytree(made.study, tmp_path / "seeds" / "toy"))
    (other / "study.toml").write_text((other / "study.toml").read_text() + "# edited\n")
    assert causes(made, sealed, other)["figure", "line"] == "likely cause: input study.toml"


def causes(made: Made, report: Path, study: Path) -> dict[tuple[str, str], str]:
    """The cause of each answer that is not identical."""
    outcome = verify.compared(verify.request(report, str(study), made.notebooks), made.again)
    return {(one.kind, one.name): one.cause for one in outcome.answers if one.verdict != "identical"}


def test_both_values_are_told(made: Made, tmp_path: Path) -> None:
    report = copied(made, tmp_path)
    edit("values.json", lambda told: told["words.share"].update(text="59.7 %", value=59.7))(report)
    outcome = verify.compared(verify.request(report, str(made.study), made.notebooks), made.again)
    answer = next(one for one in outcome.answers if (one.kind, one.name) == ("value", "words.share"))
    assert answer.verdict == "changed"
    assert (answer.differences[0].before, answer.differences[0].after) == ("59.7 %", "59.5 %")
    edit("values.json", lambda told: told["words.share"].update(text="59.6 %", value=59.6))(report)
    outcome = verify.compared(verify.request(report, str(made.study), made.notebooks), made.again)
    answer = next(one for one in outcome.answers if (one.kind, one.name) == ("value", "words.share"))
    assert answer.verdict == "equal within the tolerance"
    assert not outcome.same  # the same input gives the same bytes: the last digit can be tampered with too


def test_as_json_it_is_one_document_with_stable_keys(made: Made, tmp_path: Path) -> None:
    report = copied(made, tmp_path)
    embedded(lambda told: told["outputs"].update({"values.json": "0" * 64}))(report)
    outcome = verify.compared(verify.request(report, str(made.study), made.notebooks), made.again)
    told = json.loads(outcome.as_json())
    keys = {"report", "form", "study", "verdict", "tolerance", "integrity", "causes", "answers", "not_checked"}
    assert told.keys() == keys
    assert (told["report"], told["form"], told["study"], told["verdict"]) == ("toy", "folder", "toy", "changed")
    assert all(one.keys() == {"where", "found", "rendered"} for one in told["integrity"])
    assert all(one.keys() == {"kind", "name", "verdict", "differences", "cause"} for one in told["answers"])
    assert {one["kind"] for one in told["answers"]} == {"value", "figure", "table", "page", "file"}


def test_there_are_fifty_kinds_and_more() -> None:
    assert len({*IN_FILES, *HIDDEN, *REFUSED}) >= 50
