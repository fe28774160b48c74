"""Checking a report: verify runs it again, diff compares two."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from invented import small
from tampering import accounts

from analysis import prepare, tables
from analysis import study as studies
from analysis.errors import InputError, ParameterError
from analysis.report import compare, contents, manifest, provenance, publish, rebuilt, verify
from analysis.report.answers import TOUCHED
from analysis.report.progress import Progress

NONE = Progress(None)
ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A notebooks folder, a study and its report, made with k = 5."""
    folder, study = small(tmp_path_factory.mktemp("project"))
    return folder, study, publish.build(publish.plan(studies.load(study), {"k": "5"}, None, folder), NONE)


def copied(report: Path, to: Path) -> Path:
    for name in [*manifest.files(report)]:
        (to / report.name / name).parent.mkdir(parents=True, exist_ok=True)
        (to / report.name / name).write_bytes((report / name).read_bytes())
    return to / report.name


def verified(report: Path, study: Path, folder: Path) -> tuple[bool, list[str]]:
    outcome = verify.verify(verify.request(report, str(study), folder), NONE)
    return outcome.same, list(outcome.told())


def test_a_report_verifies_with_its_own_parameters(made: tuple[Path, Path, Path]) -> None:
    folder, study, report = made
    same, lines = verified(report, study, folder)
    assert same, lines
    lines = [line for line in lines if not line.startswith("differs     code")]  # somebody may edit the code meanwhile
    count = len(manifest.files(report))
    assert lines[:3] == [
        "identical   1 of 1 values",
        "identical   1 of 1 figures",
        f"identical   {count} of {count} files",
    ]
    assert all(line.startswith("not checked ") for line in lines[3:-1])
    assert lines[-1].startswith("Verified: ")


def test_changed_files_are_named(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    folder, study, report = made
    changed = copied(report, tmp_path)
    (changed / "figures" / "line.csv").write_text("y\n1\n2\n7\n")
    (changed / "figures" / "line.png").unlink()
    (changed / "note.txt").write_text("mine")
    values = json.loads((changed / "values.json").read_text())
    values["topics.k"] |= {"value": 7, "text": "7"}
    (changed / "values.json").write_text(json.dumps(values))
    same, lines = verified(changed, study, folder)
    assert not same
    assert lines[:4] == [
        "contradicts figures/line.csv: was changed after publishing: its digest is not the manifest's",
        "contradicts figures/line.png: is missing: the manifest names it",
        "contradicts note.txt: was added: the manifest does not name it",
        "contradicts values.json: was changed after publishing: its digest is not the manifest's",
    ]
    at = lines.index(f"changed     value topics.k ({TOUCHED})")
    assert lines[at + 1].strip() == "values.json: 7 -> 5"
    at = lines.index(f"changed     figures/line.csv ({TOUCHED})")
    assert lines[at + 1].strip() == "row 4, y: 7 -> 5"
    assert any(line.startswith("missing     figures/line.png") for line in lines)
    assert lines[-1].startswith("Not verified")


def test_a_changed_study_is_named(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    folder, study, report = made
    other = tmp_path / "toy"
    other.mkdir()
    (other / "study.toml").write_text((study / "study.toml").read_text() + "# edited\n")
    same, lines = verified(report, other, folder)
    assert not same
    assert "differs     input study.toml" in lines


def test_a_report_made_by_other_code_and_versions_is_the_same(tmp_path: Path) -> None:
    """What it says of its making stands on its page and in its tables, and makes no difference by itself."""
    folder, study = accounts(tmp_path)
    plan = publish.plan(studies.load(study), {}, None, folder)
    code = {"analysis/other.py": "c" * 64}
    other = {
        "rashomon": "9.9",
        "versions": {"python": "3.99", "numpy": "9.9"},
        "code": {"sha256": manifest.whole(code), "files": code},
    }
    report = publish.build(replace(plan, as_told=other), NONE)
    assert "numpy,9.9" in (report / "tables" / "versions.csv").read_text()
    for form in (report, report / contents.HTML):
        outcome = verify.verify(verify.request(form, str(study), folder), NONE)
        assert outcome.same, list(outcome.told())
        assert outcome.verdict == "the same by other code"
        assert {one.kind for one in outcome.causes} == {"version", "code"}
        assert any("made by the code that it names" in sentence for sentence in outcome.not_checked)
    assert provenance.stated()["rashomon"] == manifest.rashomon()


@pytest.mark.parametrize("without", [[], ["quote marks", "by-line"]])
def test_tables_are_built_again_from_the_texts_as_they_were_prepared(tmp_path: Path, without: list[str]) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "north.txt").write_text(
        "The harbour opened\n\nBy Ada Lund\n\nIt opened again on Monday. ''It was long,'' she said.\n"
    )
    (texts / "south.txt").write_text("Dockers came back to the harbour on Monday, a spokesman for the port said.\n")
    study = tmp_path / "seeds" / "harbour"
    prepare.prepare(prepare.Request(texts=[texts], study=study, without=without))
    inputs = manifest.inputs(studies.load(study))
    answers = {one.name: one.verdict for one in rebuilt.tables(studies.load(study), inputs, texts)}
    assert answers.pop("study.toml") == "not checked"
    assert set(answers) == set(inputs) - {"study.toml"}
    assert set(answers.values()) == {"identical"}
    assert ("by-line" in set(tables.read(study, "cleaning")["rule"])) is not bool(without)
    (texts / "south.txt").write_text("Dockers came back to the harbour on Tuesday, a spokesman for the port said.\n")
    answers = {one.name: one.verdict for one in rebuilt.tables(studies.load(study), inputs, texts)}
    assert {"documents.csv", "terms.csv"} <= {name for name, verdict in answers.items() if verdict == "changed"}
    assert answers["sources.csv"] == "identical"


def test_a_hostile_manifest_ends_the_command_with_one_error(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    folder, study, report = made
    hostile = copied(report, tmp_path)
    (hostile / "manifest.json").write_text("[" * 100_000)
    for form in (hostile, tmp_path / "nothing-here"):
        words = ("verify", form, "--study", study, "--notebooks", folder, "--json")
        command = [sys.executable, "-m", "analysis.cli", *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("rashomon: ")
        assert "Traceback" not in done.stderr


ELSEWHERE = [
    {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "Asia/Kolkata", "PYTHONHASHSEED": "7"},
    {"LC_ALL": "C", "TZ": "America/St_Johns", "OMP_NUM_THREADS": "4", "OPENBLAS_NUM_THREADS": "4"},
]


@pytest.mark.slow
@pytest.mark.parametrize("settings", ELSEWHERE, ids=["locale", "threads"])
def test_no_false_alarm_elsewhere(made: tuple[Path, Path, Path], tmp_path: Path, settings: dict[str, str]) -> None:
    """In another folder, locale and time zone, with another hash seed and other numbers of threads."""
    folder, study, report = made
    moved = copied(report, tmp_path / "somewhere else")
    for form in (moved, moved / contents.HTML):
        words = ("verify", form, "--study", study, "--notebooks", folder, "--json")
        command = [sys.executable, "-m", "analysis.cli", *map(str, words)]
        there = os.environ | {"PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg", "RASHOMON_MADE_WITH": "{}"} | settings
        done = subprocess.run(command, cwd=tmp_path, env=there, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert json.loads(done.stdout)["verdict"].startswith("the same")


@pytest.mark.slow
def test_the_committed_report_verifies() -> None:
    outcome = verify.verify(verify.request(ROOT / "reports" / "geneva-2021"), NONE)
    assert outcome.same, "\n".join(outcome.told())
    assert outcome.verdict == "the same", "\n".join(outcome.told())


@pytest.mark.slow
@pytest.mark.seeds
def test_the_committed_study_is_built_again_from_the_articles() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the articles of the bundled study are not here")
    study = studies.load(ROOT / "seeds" / "geneva-2021")
    answers = list(rebuilt.tables(study, manifest.inputs(study), SEEDS))
    assert [one.name for one in answers if one.verdict not in ("identical", "not checked")] == []
    assert len(answers) > 10


def test_bad_requests_say_the_way_out(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    folder, study, report = made
    with pytest.raises(InputError, match="not a report"):
        verify.request(tmp_path, str(study), folder)
    with pytest.raises(InputError, match="--study DIR"):
        verify.request(report, str(tmp_path / "no"), folder)
    odd = copied(report, tmp_path)
    told = json.loads((odd / "manifest.json").read_text())
    told["parameters"]["02-topics"]["gone"] = 1
    (odd / "manifest.json").write_text(json.dumps(told))
    with pytest.raises(ParameterError, match=r"toy/manifest\.json: no notebook has a parameter 'gone'"):
        verify.request(odd, str(study), folder)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ({"value": 1, "text": "1"}, {"value": 1, "text": "1"}, "identical"),
        ({"value": 1, "digits": 0}, {"value": 2, "digits": 0}, "differs"),
        ({"value": 0.51, "digits": 2}, {"value": 0.52, "digits": 2}, "equal within rounding"),
        ({"value": 0.51, "digits": 2}, {"value": 0.53, "digits": 2}, "differs"),
        ({"value": 0.51, "low": 0.1, "digits": 2}, {"value": 0.51, "low": 0.3, "digits": 2}, "differs"),
        ({"value": 0.51, "low": 0.1, "digits": 2}, {"value": 0.51, "digits": 2}, "differs"),
        ({"value": 0.5, "digits": 1, "n": 5}, {"value": 0.5, "digits": 1, "n": 6}, "differs"),
        ({"value": "a"}, {"value": "b"}, "differs"),
        ({"value": True}, {"value": 1.5, "digits": 0}, "differs"),
    ],
)
def test_two_values(before: dict, after: dict, verdict: str) -> None:
    assert compare.value(before, after) == verdict


def test_diff_says_the_cause_before_the_effect(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    folder, study, report = made
    other = publish.build(publish.plan(studies.load(study), {"k": "6"}, tmp_path / "out", folder), NONE)
    lines: list[str] = []
    assert not compare.report(report, other, lines.append)
    assert lines[:2] == ["Parameters: 1 of 2 differ", "  k: 5 -> 6"]
    values = lines.index("Values: 1 of 1 differ")
    assert lines[values + 1] == "  topics.k: 5 -> 6"
    assert lines.index("  figures/line.csv") > values
    assert not any("summary" in line for line in lines)


def test_diff_of_the_same_report(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    lines: list[str] = []
    assert compare.report(made[2], copied(made[2], tmp_path), lines.append)
    assert len(lines) == 1
    assert lines[0].startswith("The same: 1 values")
