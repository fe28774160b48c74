"""Checking a report: verify runs it again, diff compares two."""

import json
from pathlib import Path

import pytest
from invented import small

from analysis import study as studies
from analysis.errors import InputError, ParameterError
from analysis.report import compare, manifest, publish, verify
from analysis.report.progress import Progress

NONE = Progress(None)


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
    lines: list[str] = []
    return verify.verify(verify.request(report, str(study), folder), NONE, lines.append), lines


def test_a_report_verifies_with_its_own_parameters(made: tuple[Path, Path, Path]) -> None:
    folder, study, report = made
    same, lines = verified(report, study, folder)
    assert same, lines
    lines = [line for line in lines if not line.startswith("note ")]  # somebody may be editing the code meanwhile
    count = len(manifest.read(report)["outputs"])
    assert lines == [
        f"untouched {count} files are the ones that the manifest names",
        "identical 1 of 1 values",
        f"identical {count} of {count} files",
        "Verified: running it again gives the same report.",
    ]


def test_changed_files_are_named(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    folder, study, report = made
    changed = copied(report, tmp_path)
    (changed / "figures" / "line.csv").write_text("y\n1\n")
    (changed / "figures" / "line.png").unlink()
    (changed / "note.txt").write_text("mine")
    values = json.loads((changed / "values.json").read_text())
    values["topics.k"] |= {"value": 7, "text": "7"}
    (changed / "values.json").write_text(json.dumps(values))
    same, lines = verified(changed, study, folder)
    assert not same
    assert lines[:4] == [
        "changed   figures/line.csv was changed after publishing",
        "changed   figures/line.png is missing",
        "changed   note.txt is not in the manifest",
        "changed   values.json was changed after publishing",
    ]
    assert "differs   value topics.k: 7 -> 5" in lines
    assert "differs   file figures/line.csv" in lines
    assert "differs   file figures/line.png (only after)" in lines
    assert lines[-1].startswith("Not verified")


def test_a_changed_study_is_named(made: tuple[Path, Path, Path], tmp_path: Path) -> None:
    folder, study, report = made
    other = tmp_path / "toy"
    other.mkdir()
    (other / "study.toml").write_text((study / "study.toml").read_text() + "# edited\n")
    same, lines = verified(report, other, folder)
    assert not same
    assert "differs   input study.toml is not the one that the report was made from" in lines


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
