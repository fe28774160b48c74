"""Reports of one study with different parameters, side by side in one folder with a page that compares them.

Nothing runs twice: what a notebook found is taken over wherever it rests on the same (`kept.py`). The folder is made as a
whole and takes the place of the one that an earlier run left as a whole, or not at all.
"""

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.errors import PublishError, RashomonError
from analysis.report import catalogue, compare, kept, left_out, manifest, notebooks, parameters, place, publish, run
from analysis.report.combinations import Combination, combinations
from analysis.report.progress import Progress
from analysis.study import Study

FILE = catalogue.EACH  # what the folder consists of
STUDIES = "studies"  # the folder of the studies less a source, which their reports can be verified with


@dataclass(frozen=True)
class Request:
    """Reports that can be made, one a combination: everything that can be wrong about the request has been checked."""

    study: Study
    combinations: tuple[Combination, ...]
    plans: tuple[publish.Plan, ...]
    out: Path


def request(
    study: Study,
    each: Sequence[str],
    given: Mapping[str, str],
    out: Path | None = None,
    folder: Path = publish.PROJECT / "notebooks",
    formats: tuple[str, ...] = publish.DEFAULT,
) -> Request:
    """Check what is asked for: `each` are texts `name=value,value`, `given` the parameters that are set for all.

    Raises ParameterError, InputError (a notebook that cannot be read) or PublishError (a place that is taken).
    """
    known = parameters.all_declared(notebooks.read_all(folder))
    found = combinations(each, study, known, given)
    target = (out or folder.resolve().parent / "reports" / f"{study.name}-each").resolve()
    _check(target, study.folder.resolve(), folder.resolve())
    plans = [publish.plan(study, {**given, **one.given}, target / one.folder, folder, formats) for one in found]
    return Request(study, tuple(found), tuple(plans), target)


def _check(target: Path, *inputs: Path) -> None:
    """Raise PublishError unless the reports may be put at `target`: what is there is of an earlier run, or nothing."""
    if not (target / FILE).is_file():
        place.check(target, *inputs)
        if (target / manifest.FILE).exists():
            raise PublishError(target, "is one report, not a folder of several", place.WAY_OUT)
        return
    place.apart(target, *inputs)
    told = _read(target)
    for name in told["reports"]:
        place.check(target / name, *inputs)
    known = {*told["outputs"], FILE}
    others = (name for name in manifest.files(target) if name.partition("/")[0] not in told["reports"])
    place.nothing_else(target, [name for name in others if name not in known])


def _read(folder: Path) -> dict[str, Any]:
    try:
        told = json.loads((folder / FILE).read_bytes())
        return {"reports": dict(told["reports"]), "outputs": dict(told["outputs"])}
    except (OSError, *compare.UNREADABLE) as error:
        found = f"does not say what the folder consists of: {error!r}"
        raise PublishError(folder / FILE, found, place.WAY_OUT) from None


def build(
    request: Request,
    progress: Progress,
    *,
    kernels: bool = False,
    limit: float = run.LIMIT,
    store: kept.Store | None = None,
    fresh: bool = False,
) -> Path:
    """Make the reports and the page that compares them, and return their folder.

    A report of an earlier run that rests on the same is taken over whole; where `fresh` is asked for, nothing is, and
    where nothing is kept (`store`), what notebooks found is kept until the end. Raises what `publish.build` does, with
    the combination named; then nothing is changed.
    """
    with progress, _store(store, fresh) as kept_here, place.alone(request.out, progress.step):
        with place.replacing(request.out) as folder:
            made, studies = [], _studies(request, folder)
            for number, (one, plan) in enumerate(zip(request.combinations, request.plans, strict=True), start=1):
                plan = replace(plan, study=studies[one.study])
                part = progress.part(f"{number} of {len(request.plans)}, {one.label}")
                if publish.current(plan, kept_here):
                    shutil.copytree(plan.out, folder / one.folder)
                    part.end("unchanged: nothing was run")
                    continue
                with _named(one):
                    here = replace(plan, out=folder / one.folder)
                    made.append(publish.build(here, part, kernels=kernels, limit=limit, store=kept_here))
            progress.step("comparing")
            _compare(request, folder)
        for path in made:
            kept_here.moved(path, request.out / path.name)
        catalogue.update(request.out.parent)
    progress.end(f"{len(request.plans)} reports, {len(made)} of them made")
    return request.out


def _studies(request: Request, folder: Path) -> dict[str, Study]:
    """The study, and beside the reports those less a source, by the names of their folders."""
    less = {one.study: one.without for one in request.combinations if one.study}
    place = folder / STUDIES
    made = {
        name: left_out.write(request.study, source, place / name / request.study.name) for name, source in less.items()
    }
    return {"": request.study, **made}


@contextlib.contextmanager
def _store(store: kept.Store | None, fresh: bool) -> Iterator[kept.Store]:
    """Where notebooks are kept; for this run only, if nothing is to be kept or taken over."""
    if store and not fresh:
        yield store
        return
    with tempfile.TemporaryDirectory(prefix="rashomon-") as folder:
        yield kept.Store(Path(folder))


@contextlib.contextmanager
def _named(combination: Combination) -> Iterator[None]:
    """Errors say at which combination they happened."""
    try:
        yield
    except RashomonError as error:
        way_out = f"{error.way_out}\n  No report was changed.".lstrip()
        raise type(error)(f"{combination.label}: {error.where}", error.found, way_out) from None


def _compare(request: Request, folder: Path) -> None:
    """The page, its tables, and what the folder consists of."""
    from analysis.report import comparison

    for name, content in comparison.files(folder, request.study, request.combinations).items():
        (folder / name).write_bytes(content)
    reports = {one.folder for one in request.combinations}
    others = [name for name in manifest.files(folder) if name.partition("/")[0] not in reports]
    told = {
        "rashomon": manifest.rashomon(),
        "study": request.study.name,
        "reports": {
            one.folder: {
                "label": one.label,
                "values": {setting.name: setting.value for setting in one.settings},
                "manifest": manifest.sha256(folder / one.folder / manifest.FILE),
            }
            for one in request.combinations
        },
        "outputs": manifest.digests(folder, others),
    }
    (folder / FILE).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
