"""The command line: reading arguments, and exit codes.

0 is done or the same, 1 a check found a difference, 2 bad input. Results go to standard output, progress and errors to
standard error. Whatever takes long to load is loaded only once the request has been found good.
"""

import argparse
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

# See analysis.report.engine: seconds of importing a grammar that nothing here uses.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from analysis import study as studies  # noqa: E402
from analysis.errors import ParameterError, RashomonError  # noqa: E402

SAME, DIFFERENT, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
PROJECT = Path(__file__).resolve().parents[1]
BUNDLED = PROJECT / "seeds" / "geneva-2021"
CLUSTER = "run on a Dask cluster: the scheduler's address, tcp://host:8786, or local for one on this machine"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    cut = words.index("--") if words[:1] == ["lab"] and "--" in words else len(words)
    options = _parser().parse_args(words[:cut], argparse.Namespace(for_jupyter=words[cut + 1 :]))
    try:
        code: int = options.run(options)
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
        print(f"rashomon: {error.filename or 'system'}: {error.strerror}", file=sys.stderr)
        return BAD_INPUT
    return code


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
    plan = publish.plan(studies.load(options.study), _given(options.parameter), options.out, options.notebooks)
    environment.enter()
    _stop_cleanly()
    with workers.shown(options.cluster):
        print(publish.build(plan, progress.Progress.on_stderr(), kernels=options.kernels, limit=options.limit))
    return SAME


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
    same = verify.verify(request, progress.Progress.on_stderr(), print, kernels=options.kernels)
    return SAME if same else DIFFERENT


def _diff(options: argparse.Namespace) -> int:
    from analysis.report import compare

    return SAME if compare.report(options.before, options.after, print) else DIFFERENT


def _lab(options: argparse.Namespace) -> int:
    from analysis.report import lab

    found = studies.load(options.study)
    copies = found.folder != BUNDLED.resolve()
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rashomon", description="Compare how several sources tell the same event, and publish the comparison."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    notebooks = argparse.ArgumentParser(add_help=False)
    notebooks.add_argument("--notebooks", type=Path, default=PROJECT / "notebooks", help=argparse.SUPPRESS)
    running = argparse.ArgumentParser(add_help=False, parents=[notebooks])
    running.add_argument("--kernels", action="store_true", help="run in ordinary Jupyter kernels: slower, same bytes")
    one_study = argparse.ArgumentParser(add_help=False)
    one_study.add_argument(
        "study", nargs="?", default=BUNDLED, metavar="STUDY", help="folder of a study (default: the bundled one)"
    )
    _add_prepare(commands)
    _add_report(commands, running, one_study)

    verify = _command(
        commands, "verify", _verify, "run a report again and say, value by value, what is the same", running
    )
    verify.add_argument("report", type=Path, metavar="REPORT", help="folder of a report")
    verify.add_argument("--study", metavar="STUDY", help="the study's folder, where it is not found by its name")

    diff = _command(commands, "diff", _diff, "say what changed between two reports")
    diff.add_argument("before", type=Path, metavar="REPORT", help="folder of a report")
    diff.add_argument("after", type=Path, metavar="REPORT", help="folder of another one")

    lab = _command(
        commands, "lab", _lab, "open JupyterLab on the notebooks with a study's parameters", notebooks, one_study
    )
    _add_code(commands)
    _add_check(commands)
    lab.epilog = "What follows -- goes to JupyterLab: rashomon lab -- --no-browser"
    return parser


def _add_prepare(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    prepare = _command(commands, "prepare", _prepare, "turn texts into a study's tables")
    prepare.epilog = "An interrupted run goes on where it was when it is started again."
    what = "text, HTML, Word, CSV, TSV, JSON, Parquet or ZIP files, CSL-JSON metadata, or folders of them"
    prepare.add_argument("texts", nargs="+", type=Path, metavar="TEXTS", help=what)
    prepare.add_argument("--study", required=True, type=Path, metavar="seeds/NAME", help="folder of the study")
    prepare.add_argument("--preview", action="store_true", help="say what is recognised, and write nothing")
    prepare.add_argument(
        *("--column", "-c"),
        action="append",
        default=[],
        metavar="field=column",
        help="which column holds text, source, date, title, url, language or id; may be repeated",
    )
    prepare.add_argument("--names", metavar="PATTERN", help='what file names say: "{source}_{date}_{title}"')
    prepare.add_argument("--encoding", help="encoding of the texts (default: found out)")
    prepare.add_argument(
        "--without", action="append", default=[], metavar="RULE", help="switch a rule of cleaning off; may be repeated"
    )
    prepare.add_argument("--strict", action="store_true", help="a record that cannot be read is an error")
    prepare.add_argument(
        "--share-text", action="store_true", help="put the texts into the study's tables (default: no)"
    )
    prepare.add_argument("--cluster", default="", metavar="ADDRESS", help=CLUSTER)


def _add_report(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", *parents: argparse.ArgumentParser
) -> None:
    report = _command(commands, "report", _report, "run the notebooks on a study and publish its report", *parents)
    report.add_argument(
        *("-p", "--parameter"),
        action="append",
        default=[],
        metavar="name=value",
        help="set a parameter; may be repeated",
    )
    report.add_argument("--parameters", action="store_true", help="list the parameters and end")
    report.add_argument("--out", type=Path, metavar="DIR", help="folder of the report (default: reports/STUDY)")
    report.add_argument(
        "--limit", type=float, default=600.0, metavar="SECONDS", help="stop a cell that runs longer (default: 600)"
    )
    report.add_argument("--cluster", default="", metavar="ADDRESS", help=CLUSTER)


def _add_code(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    code = _command(commands, "code", _code, "make a blind coding sheet of frames, or measure the agreement of coders")
    code.add_argument("study", metavar="STUDY", help="folder of a study")
    code.add_argument(
        "sheets", nargs="*", type=Path, metavar="SHEET", help="sheets that coders filled in; without any, one is made"
    )
    code.add_argument(
        "--keep", action="store_true", help="put the codes of the filled sheets into the study, for its report"
    )
    code.add_argument("--out", type=Path, metavar="FOLDER", help="where the sheet and its instructions go")
    code.add_argument("--passages", type=int, default=100, metavar="N", help="passages in the sheet (default: 100)")
    code.add_argument(
        "--seed", type=int, default=1, help="of the passages and their order, and of intervals (default: 1)"
    )


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = _command(commands, "check", _check, "draw attributions to be checked by hand, or take filled sheets in")
    check.add_argument("study", metavar="STUDY", help="folder of a study")
    check.add_argument(
        "sheets", nargs="*", type=Path, metavar="SHEET", help="filled sheets; without any, some are made"
    )
    check.add_argument("--out", type=Path, metavar="FOLDER", help="where the sheets and their instructions go")
    check.add_argument(
        "--texts", type=Path, metavar="FOLDER", help="where cleaned texts are kept (default: $RASHOMON_TEXTS)"
    )
    check.add_argument(
        "--attributions", type=int, default=100, metavar="N", help="attributions to check (default: 100)"
    )
    check.add_argument("--passages", type=int, default=20, metavar="N", help="passages to search (default: 20)")
    check.add_argument("--seed", type=int, default=1, help="of the sample (default: 1)")


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: object,
    help: str,
    *parents: argparse.ArgumentParser,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.", parents=list(parents))
    parser.set_defaults(run=run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
