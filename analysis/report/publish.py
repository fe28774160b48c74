"""Publish a study: run the notebooks, and make the report from what they leave."""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import ParameterError
from analysis.report import catalogue, environment, kept, manifest, notebooks, parameters, place, provenance, run
from analysis.report.contents import EXECUTED, FORMATS
from analysis.report.progress import Progress
from analysis.report.rendering import Renderers
from analysis.study import Study

PROJECT = Path(__file__).resolve().parents[2]
DEFAULT = ("html", "pdf")


@dataclass(frozen=True)
class Plan:
    """A report that can be made: everything that can be wrong about the request has been checked."""

    study: Study
    notebooks: Path
    values: Mapping[str, Mapping[str, Any]]
    out: Path
    formats: tuple[str, ...] = DEFAULT
    as_told: Mapping[str, Any] | None = None  # the manifest whose versions and code are told instead of those here


def formats(asked: Iterable[str]) -> tuple[str, ...]:
    """What is written. The page always is; the PDF is left out where the page is asked for without it."""
    named = set(asked) & set(FORMATS)
    chosen = {"html", *named} if named & {"html", "pdf"} else {*DEFAULT, *named}
    return tuple(name for name in FORMATS if name in chosen)


def plan(
    study: Study,
    given: Mapping[str, str],
    out: Path | None = None,
    folder: Path = PROJECT / "notebooks",
    formats: tuple[str, ...] = DEFAULT,
) -> Plan:
    """Check the parameters and the place of a report before anything heavy is loaded.

    Raises ParameterError, InputError (a notebook that cannot be read) or PublishError (a place that is taken).
    """
    values = parameters.resolve(
        notebooks.read_all(folder), study.parameters, given, study.name, f"{study.name}/study.toml"
    )
    folder = folder.resolve()
    target = (out or folder.parent / "reports" / study.name).resolve()
    place.check(target, study.folder.resolve(), folder)
    return Plan(study, folder, values, target, formats)


def build(
    plan: Plan,
    progress: Progress,
    *,
    kernels: bool = False,
    limit: float = run.LIMIT,
    store: kept.Store | None = None,
    fresh: bool = False,
) -> Path:
    """Make the report and return its folder. The old report stays until the new one is whole.

    Notebooks that rest on what they did in an earlier run are taken from `store`, unless all is to be made `fresh`;
    where nothing at all has changed, the report that is there stays. Raises NotebookError for a cell that fails and
    PublishError for a result that cannot be published.
    """
    temporary = tempfile.TemporaryDirectory(prefix="rashomon-")
    with progress, place.alone(plan.out, progress.step):
        if store and not fresh and current(plan, store):
            progress.end("unchanged: nothing was run")
            return plan.out
        with place.replacing(plan.out) as folder, temporary as scratch:
            executed = folder / EXECUTED
            executed.mkdir()
            past = kept.Past(store, plan.study, _code(plan), fresh=fresh) if store else None
            before = store.remembered(plan.out)[0] if store else {}
            told = _origin(plan)
            fixed = environment.fixed(plan.study.folder.parent, executed, Path(scratch), provenance.told(told))
            with fixed, Renderers(folder, plan.formats) as renderers:
                ran = run.run(plan.notebooks, plan.values, executed, progress, kernels=kernels, limit=limit, past=past)
                progress.step("rendering")
                manifest.write({**told, "outputs": {}}, folder)  # the page and the crate say what they are made from
                renderers.finish()
            made = {**told, "outputs": manifest.outputs(folder)}
            manifest.write(made, folder)
        if past:
            past.remember(plan.out, before)
        catalogue.update(plan.out.parent)
        progress.end(f"{ran} of {len(plan.values)} notebooks run, {len(made['outputs'])} files published")
    return plan.out


def current(plan: Plan, store: kept.Store) -> bool:
    """Whether the report of this plan is there, made on this machine from the same of everything, and untouched."""
    if not store.remembered(plan.out)[0]:
        return False
    return manifest.read(plan.out) == {**_origin(plan), "outputs": manifest.outputs(plan.out)}


def _origin(plan: Plan) -> dict[str, Any]:
    origin = manifest.origin(plan.study, plan.values, PROJECT, plan.notebooks)
    stated = {part: (plan.as_told or origin)[part] for part in provenance.PARTS}
    return {**origin, **stated, "formats": list(plan.formats)}


def _code(plan: Plan) -> dict[str, str]:
    files: dict[str, str] = manifest.code(PROJECT, plan.notebooks)["files"]
    return files


def why(plan: Plan, store: kept.Store | None, name: str = "") -> list[str]:
    """What made a notebook (default: each) run for the report that is there, and what would make it run now.

    Raises ParameterError for a notebook that there is not.
    """
    read = notebooks.read_all(plan.notebooks)
    if name and name not in read:
        raise ParameterError("--why", f"no notebook {name!r}", f"There are: {', '.join(read)}")
    before, because = store.remembered(plan.out) if store else ({}, {})
    if not before:
        return [f"{plan.out.name}: no report that this machine made is there, so every notebook would run."]
    executed = kept.executed(plan.out / EXECUTED)
    others = {name: digest for name, digest in executed.items() if not notebooks.reads_others(read[name])}
    tables, code = kept.tables(plan.study), _code(plan)
    told = []
    for each in [name] if name else read:
        rested = before.get(each, {})
        looked = {table: tables.get(table, "") for table in rested.get("tables", {})}
        rests = kept.rests(read[each], plan.values[each], plan.study, code, others)
        changed = "; ".join(kept.differing(rested, {"tables": looked, **rests}))
        reason = "; ".join(because.get(each, ())) or "it had not run before"
        told.append(f"{each}: ran because {reason}." if each in because else f"{each}: did not run the last time.")
        told.append(f"{each}: would run now: {changed}." if changed else f"{each}: would not run now.")
    return told
