"""Verify a report: is it what its manifest says, and does running it again give the same?

A report is its folder, or the page alone, which carries its manifest. It is run again from the study's tables with its
parameters, without anything that earlier runs kept, and tells the versions and the code that the report tells
(`provenance`), so that every file can be compared byte by byte; whether these are the ones here is said by itself.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from analysis import study as studies
from analysis.errors import InputError
from analysis.report import consistency, contents, foreign, integrity, manifest, notebooks, parameters, parts, publish
from analysis.report.answers import CONTRADICTED, NOTHING_DIFFERS, TOUCHED, Answer, Cause, Outcome
from analysis.report.progress import Progress
from analysis.study import Study


@dataclass(frozen=True)
class Request:
    """A report to verify: its manifest, its study and its parameters have been read and found sound."""

    report: Path
    form: Literal["folder", "page"]
    manifest: Mapping[str, Any]
    study: Study
    notebooks: Path
    values: Mapping[str, Mapping[str, Any]]


def request(report: Path, study: str | None = None, folder: Path = publish.PROJECT / "notebooks") -> Request:
    """Read what a report says of itself. The study is found by its name, unless `study` says where it is.

    Raises InputError where the report, or its study, cannot be read, or where its manifest is none that Rashomon writes,
    and ParameterError where the notebooks no longer have a parameter of it.
    """
    form: Literal["folder", "page"] = "page" if report.is_file() else "folder"
    report = report.resolve()
    where = report.name if form == "page" else f"{report.name}/{manifest.FILE}"
    told = integrity.of_page(_text(report), where) if form == "page" else integrity.of_folder(report)
    try:
        found = studies.load(study or told["study"])
    except InputError as error:
        raise InputError(
            error.where, error.found, "Say where the study is: rashomon verify REPORT --study DIR"
        ) from None
    given = manifest.parameters(told)
    values = parameters.resolve(notebooks.read_all(folder), given, {}, found.name, where)
    return Request(report, form, told, found, folder.resolve(), values)


def _text(page: Path) -> str:
    try:
        return foreign.read(page, "page", page.name).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(page.name, f"is not UTF-8: {error.reason}", "Give a page that rashomon report made.") from None


def verify(asked: Request, progress: Progress, *, kernels: bool = False, texts: Path | None = None) -> Outcome:
    """Run the report again in a temporary folder and compare; with `texts`, build the study's tables again too."""
    with tempfile.TemporaryDirectory(prefix="rashomon-verify-") as place:
        again = remake(asked, Path(place) / asked.study.name, progress, kernels=kernels)
        outcome = compared(asked, again)
    if texts is None:
        outcome.not_checked.insert(
            0, "that the study's tables are what the articles say: whoever has these adds --texts FOLDER"
        )
    else:
        from analysis.report import rebuilt

        outcome.answers += rebuilt.tables(asked.study, asked.manifest["inputs"], texts)
    return outcome


def remake(asked: Request, to: Path, progress: Progress, *, kernels: bool = False) -> Path:
    """The report made again, in the folder `to`, from the study's tables; nothing kept of earlier runs is used."""
    formats = publish.formats(asked.manifest["formats"])
    plan = publish.Plan(asked.study, asked.notebooks, asked.values, to, formats, as_told=asked.manifest)
    return publish.build(plan, progress, kernels=kernels)


def compared(asked: Request, again: Path) -> Outcome:
    """What is to be said of a report, given the same one made again."""
    from analysis.report import remade

    told = asked.manifest
    causes = list(_causes(asked))
    outcome = Outcome(asked.report.name, asked.form, told["study"], causes)
    outcome.integrity += integrity.one_value_each(told)
    touched: set[str] = set()
    if asked.form == "page":
        outcome.integrity += consistency.of_page(parts.read(_text(asked.report)), told)
        answers = remade.pages(asked.report, told["outputs"], again)
        outcome.not_checked.append("the files that were published beside the page, but for the digests that it carries")
    else:
        digests, found, hidden = integrity.touched(asked.report, told)
        touched = {name for name, digest in digests.items() if told["outputs"].get(name) != digest}
        outcome.integrity += [*found, *consistency.of_folder(asked.report, told, digests)]
        answers = remade.folders(asked.report, digests, again)
        outcome.not_checked += [f"hidden files, which no report has: {', '.join(hidden[:3])}"] if hidden else []
    outcome.answers += (_explained(one, outcome, touched) for one in answers)
    outcome.not_checked += _limits(causes)
    return outcome


def _causes(asked: Request) -> Iterator[Cause]:
    """What the report was made from, or with, that is another here."""
    told, now = asked.manifest, manifest.code(publish.PROJECT, asked.notebooks)
    yield from _differing("input", told["inputs"], manifest.inputs(asked.study))
    for name in sorted({*told["parameters"], *asked.values}):
        before, after = told["parameters"].get(name, {}), asked.values.get(name, {})
        yield from _differing("parameter", _named(before, name), _named(after, name))
    versions = {**manifest.versions(), "rashomon": manifest.rashomon()}
    yield from _differing("version", {**told["versions"], "rashomon": told["rashomon"]}, versions)
    if told["code"]["sha256"] != now["sha256"]:
        if "files" in told["code"]:
            yield from _differing("code", told["code"]["files"], now["files"])
        else:
            yield Cause("code", "of rashomon", told["code"]["sha256"], now["sha256"])


def _named(values: Mapping[str, Any], notebook: str) -> dict[str, Any]:
    return {f"{key} of {notebook}": value for key, value in values.items()}


def _differing(
    kind: Literal["input", "parameter", "version", "code"], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Cause]:
    for name in sorted({*before, *after}):
        a, b = before.get(name), after.get(name)
        if a != b or type(a) is not type(b):
            yield Cause(kind, name, a, b)


def _explained(answer: Answer, outcome: Outcome, touched: set[str]) -> Answer:
    """The answer with the likely cause of what differs in it."""
    if answer.verdict == "identical":
        return answer
    about = {one.place.removeprefix("page, ") for one in answer.differences}
    about |= {answer.name, f"{answer.kind} {answer.name}", f"{answer.kind[:3]}-{answer.name}"}
    if answer.kind == "page" or any(one.place.startswith("page") for one in answer.differences):
        about.add(contents.HTML)
    if about & touched:
        return replace(answer, cause=TOUCHED)
    other_code = any(one.kind == "code" for one in outcome.causes)
    certain = (one.things for one in outcome.integrity if not (one.rendered and other_code))
    if any(about & things for things in certain):
        return replace(answer, cause=CONTRADICTED)
    if not outcome.causes:
        return replace(answer, cause=NOTHING_DIFFERS)
    first = "; ".join(one.text for one in outcome.causes[:3])
    more = f"; {len(outcome.causes) - 3} more" if len(outcome.causes) > 3 else ""
    return replace(answer, cause=f"likely cause: {first}{more}")


def _limits(causes: list[Cause]) -> Iterator[str]:
    """What running the report again cannot show."""
    yield "that the articles are those that were published, and that they are about the event"
    yield "who made the report, and when: nothing in it is signed"
    if any(one.kind == "version" for one in causes):
        yield "that the report was made with the versions that it names: it was run again with those that are here"
    if any(one.kind == "code" for one in causes):
        yield "that the report was made by the code that it names: it was run again by the code that is here"
