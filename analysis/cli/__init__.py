"""The command line: arguments are read (`arguments.py`), commands run, and their exit codes returned.

0 is done or the same, 1 a check found a difference, 2 bad input. Results go to standard output, progress and errors to
standard error. Whatever takes long to load is loaded only once the request has been found good.
"""

import argparse
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from analysis import study as studies
from analysis.cli import arguments
from analysis.errors import ParameterError, RashomonError

SAME, DIFFERENT, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def main(words: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    words = list(sys.argv[1:] if words is None else words)
    cut = words.index("--") if words[:1] == ["lab"] and "--" in words else len(words)
    options = arguments.parser().parse_args(words[:cut], argparse.Namespace(for_jupyter=words[cut + 1 :]))
    try:
        return _COMMANDS[options.command](options)
    except RashomonError as error:
        print(f"rashomon: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("\nrashomon: stopped; nothing was changed", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of the output has gone, as in `rashomon diff … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DIFFERENT
    except OSError as error:  # a folder that may not be written, a full disk
        print(f"rashomon: {error.filename or 'system'}: {error.strerror or error}", file=sys.stderr)
        return BAD_INPUT


def _prepare(options: argparse.Namespace) -> int:
    from analysis import prepare
    from analysis.corpus.readers import Options

    columns = _pairs("--column", options.column, "field=column")
    request = prepare.Request(
        texts=options.texts,
        study=options.study,
        share_text=options.share_text or None,
        reading=Options(options.encoding, columns, options.names or ""),
        without=options.without,
        strict=options.strict,
        cluster=options.cluster,
    )
    if options.preview:
        for line in prepare.preview(request):
            print(line)
        return SAME
    _stop_cleanly()
    for line in prepare.told(prepare.prepare(request, prepare.Announce.on_stderr()), options.study):
        print(line)
    return SAME


def _report(options: argparse.Namespace) -> int:
    from analysis import workers
    from analysis.report import environment, progress, publish

    if options.parameters:
        return _list_parameters(options)
    if options.each:
        return _report_each(options)
    formats = publish.formats(options.format)
    plan = publish.plan(studies.load(options.study), _given(options.parameter), options.out, options.notebooks, formats)
    how = _how(options)
    store = how["store"]
    if options.why is not None:
        for line in publish.why(plan, store, options.why):
            print(line)
        return SAME
    if store and not options.fresh and publish.current(plan, store):  # known before anything heavy is loaded
        print("unchanged: nothing was run", file=sys.stderr)
        print(plan.out)
        return SAME
    environment.enter()
    _stop_cleanly()
    with workers.shown(options.cluster):
        print(publish.build(plan, progress.Progress.on_stderr(), **how))
    return SAME


def _report_each(options: argparse.Namespace) -> int:
    from analysis import workers
    from analysis.report import each, environment, progress, publish

    if options.why is not None:
        raise ParameterError("--why", "tells of one report", "Give it without --each, with -p name=value.")
    formats = publish.formats(options.format)
    given = _given(options.parameter)
    request = each.request(studies.load(options.study), options.each, given, options.out, options.notebooks, formats)
    environment.enter()
    _stop_cleanly()
    with workers.shown(options.cluster):
        print(each.build(request, progress.Progress.on_stderr(), **_how(options)))
    return SAME


def _how(options: argparse.Namespace) -> dict[str, Any]:
    """How reports are made: what `publish.build` and `each.build` take beside what is asked for."""
    from analysis.report import kept

    place = kept.folder()
    store = kept.Store(place) if place else None
    return {"kernels": options.kernels, "limit": options.limit, "store": store, "fresh": options.fresh}


def _list_parameters(options: argparse.Namespace) -> int:
    from analysis.report import notebooks, parameters

    known = parameters.all_declared(notebooks.read_all(options.notebooks))
    own = studies.load(options.study).parameters
    for parameter in sorted(known.values(), key=lambda one: one.name):
        set_by_study = f" (the study says {own[parameter.name]!r})" if parameter.name in own else ""
        print(f"{parameter.name}: {parameter.type} = {parameter.default!r}{set_by_study}  {parameter.means}".rstrip())
    return SAME


def _verify(options: argparse.Namespace) -> int:
    from analysis.report import environment, progress, verify

    request = verify.request(options.report, options.study, options.notebooks)
    environment.enter()
    _stop_cleanly()
    shown = progress.Progress.on_stderr()
    outcome = verify.verify(request, shown, kernels=options.kernels, texts=options.texts)
    print(outcome.as_json() if options.json else "\n".join(outcome.told()))
    return SAME if outcome.same else DIFFERENT


def _diff(options: argparse.Namespace) -> int:
    from analysis.report import compare

    if options.page is None:
        return SAME if compare.report(options.before, options.after, print) else DIFFERENT
    from analysis.report import differences, pages

    pages.check(options.page, differences.MARK)
    same = compare.report(options.before, options.after, print)
    differences.write(options.before, options.after, options.page)
    print(options.page)
    return SAME if same else DIFFERENT


def _check_citations(options: argparse.Namespace) -> int:
    from analysis import manuscripts

    found = manuscripts.check(options.manuscripts, options.report, options.against)
    print(manuscripts.as_json(found) if options.json else "\n".join(manuscripts.lines(found)))
    return SAME if manuscripts.all_current(found) else DIFFERENT


def _lab(options: argparse.Namespace) -> int:
    from analysis.report import lab

    found = studies.load(options.study)
    copies = found.folder != arguments.BUNDLED.resolve()
    return lab.open_lab(found, options.notebooks, options.for_jupyter, copies=copies)


def _code(options: argparse.Namespace) -> int:
    from analysis import coding, tables

    found = studies.load(options.study)
    data = tables.read_all(found.folder)
    if options.sheets:
        names = {one.name for one in coding.items(data)}
        sheets = {str(path): coding.read(path, names) for path in options.sheets}
        if len(sheets) < len(options.sheets):
            raise ParameterError("code", "a sheet is given twice", "Give each coder's sheet once.")
        for line in coding.told(coding.agreement(data, sheets, options.seed)):
            print(line)
        if options.keep:
            print(coding.keep(found, data, sheets))
        return SAME
    if options.keep:
        raise ParameterError("code", "--keep without a filled sheet", "rashomon code STUDY SHEET… --keep keeps codes.")
    if options.out is None:
        raise ParameterError("code", "neither --out nor a filled sheet", "rashomon code STUDY --out FOLDER makes one.")
    for path in coding.write(found, coding.sheet(found, data, options.passages, options.seed), options.out):
        print(path)
    return SAME


def _check(options: argparse.Namespace) -> int:
    from analysis import checking, tables, texts

    if options.texts is not None:
        os.environ[texts.PLACE] = str(options.texts)
    found = studies.load(options.study)
    data = tables.read_all(found.folder)
    if options.sheets:
        for line in checking.told(checking.record(found, data, options.sheets)):
            print(line)
        return SAME
    if options.out is None:
        raise ParameterError(
            "check", "neither --out nor a filled sheet", "rashomon check STUDY --out FOLDER makes some."
        )
    made = checking.sheets(found, data, options.attributions, options.passages, options.seed)
    for path in checking.write(found, made, options.out):
        print(path)
    return SAME


def _stop_cleanly() -> None:
    """Ended from outside, a run cleans up as it does when it is interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _given(pairs: Sequence[str]) -> Mapping[str, str]:
    return _pairs("-p", pairs, "name=value")


def _pairs(option: str, pairs: Sequence[str], form: str) -> Mapping[str, str]:
    """What an option that may be repeated says: a name and a value each."""
    given: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise ParameterError(option, f"{pair!r} is not {form}", f"Write it as {option} {form}")
        given[name.strip()] = value
    return given


_COMMANDS = {
    "prepare": _prepare,
    "report": _report,
    "verify": _verify,
    "diff": _diff,
    "check-citations": _check_citations,
    "lab": _lab,
    "code": _code,
    "check": _check,
}
