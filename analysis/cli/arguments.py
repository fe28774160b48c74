"""The arguments of each command."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

PROJECT = Path(__file__).resolve().parents[2]
BUNDLED = PROJECT / "seeds" / "geneva-2021"
CLUSTER = "run on a Dask cluster: the scheduler's address, tcp://host:8786, or local for one on this machine"


def parser() -> argparse.ArgumentParser:
    """The parser of the command line; `command` is the name of the one that is asked for."""
    whole = argparse.ArgumentParser(
        prog="rashomon", description="Compare how several sources tell the same event, and publish the comparison."
    )
    commands = whole.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
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

    verify = _command(commands, "verify", "run a report again and say, value by value, what is the same", running)
    verify.add_argument("report", type=Path, metavar="REPORT", help="folder of a report, or its page alone")
    verify.add_argument("--study", metavar="STUDY", help="the study's folder, where it is not found by its name")
    verify.add_argument(
        "--texts", type=Path, metavar="FOLDER", help="the articles: also build the study's tables again from them"
    )
    verify.add_argument("--json", action="store_true", help="print JSON for a program")

    diff = _command(commands, "diff", "say what changed between two reports")
    diff.add_argument("before", type=Path, metavar="REPORT", help="folder of a report")
    diff.add_argument("after", type=Path, metavar="REPORT", help="folder of another one")
    diff.add_argument("--page", type=Path, metavar="FILE.html", help="also write a page, with figures side by side")

    cites = _command(commands, "check-citations", "say what is stale of what a manuscript cites")
    cites.add_argument("manuscripts", nargs="+", type=Path, metavar="MANUSCRIPT", help=".tex, .md, .docx or .bib files")
    cites.add_argument("--report", type=Path, required=True, metavar="REPORT", help="the report that it cites")
    cites.add_argument("--against", type=Path, metavar="NEWER", help="a newer run of it (default: the report itself)")
    cites.add_argument("--json", action="store_true", help="print JSON for a program")

    lab = _command(commands, "lab", "open JupyterLab on the notebooks with a study's parameters", notebooks, one_study)
    _add_code(commands)
    _add_check(commands)
    lab.epilog = "What follows -- goes to JupyterLab: rashomon lab -- --no-browser"
    return whole


def _add_prepare(commands: "Commands") -> None:
    prepare = _command(commands, "prepare", "turn texts into a study's tables")
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


def _add_report(commands: "Commands", *parents: argparse.ArgumentParser) -> None:
    report = _command(commands, "report", "run the notebooks on a study and publish its report", *parents)
    report.add_argument(
        *("-p", "--parameter"),
        action="append",
        default=[],
        metavar="name=value",
        help="set a parameter; may be repeated",
    )
    report.add_argument(
        "--each",
        action="append",
        default=[],
        metavar="name=value,value",
        help="make a report for each of these values, and compare them; with a second one, for each combination",
    )
    report.add_argument("--fresh", action="store_true", help="run every notebook, also those that did not change")
    report.add_argument(
        "--why",
        nargs="?",
        const="",
        metavar="NOTEBOOK",
        help="say what made a notebook (default: each) run the last time and would make it run now, and end",
    )
    report.add_argument("--parameters", action="store_true", help="list the parameters and end")
    report.add_argument("--out", type=Path, metavar="DIR", help="folder of the report (default: reports/STUDY)")
    report.add_argument(
        "--format",
        action="append",
        default=[],
        choices=("html", "pdf", "docx"),
        help="what is written, may be repeated: docx comes beside page and PDF, html alone is the page without a PDF",
    )
    report.add_argument(
        "--limit", type=float, default=600.0, metavar="SECONDS", help="stop a cell that runs longer (default: 600)"
    )
    report.add_argument("--cluster", default="", metavar="ADDRESS", help=CLUSTER)


def _add_code(commands: "Commands") -> None:
    code = _command(commands, "code", "make a blind coding sheet of frames, or measure the agreement of coders")
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


def _add_check(commands: "Commands") -> None:
    check = _command(commands, "check", "draw attributions to be checked by hand, or take filled sheets in")
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
    commands: "Commands",
    name: str,
    help: str,
    *parents: argparse.ArgumentParser,
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=help, description=f"{help[0].upper()}{help[1:]}.", parents=list(parents))
