"""All numbers: the list of every named value that stands folded at the end of the page, so that one can be cited.

Numbers in the text are no stops of the keyboard, which would have to pass hundreds of them; who does not point reads here.
"""

from collections.abc import Mapping
from typing import Any

from analysis.report import values
from analysis.report.cells import cell
from analysis.report.prose import escaped

ANCHOR = "all-numbers"


def section(named: Mapping[str, Mapping[str, Any]], *, files: bool = False) -> str:
    """The section, or nothing where there is no value; with `files` it links to the values beside the page."""
    known = values.records(named)
    if not known:
        return ""
    rows = "".join(_row(name, record) for name, record in known.items())
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Name", "Value", "Unit", "n", "Interval"))
    return (
        f'<section id="{ANCHOR}"><h2>All numbers</h2><p>Every number in the text has a name. Cite it by that name and '
        f"this report, or let a manuscript take it from {_file(values.TEX, files)}, as "
        f"<code>\\rashomon{{name}}</code>; the same values are in {_file(values.CSV, files)} and "
        f"{_file(values.JSON, files)}. <code>rashomon check-citations</code> says which numbers of a manuscript are "
        f"stale.</p><details><summary>{len(known):,} named values</summary>"
        f'<div class="scroll" role="region" tabindex="0" aria-label="All numbers"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></details></section>"
    )


def _file(name: str, files: bool) -> str:
    return f'<a href="{name}" download>{name}</a>' if files else f"<code>{name}</code>"


def _row(name: str, record: Mapping[str, Any]) -> str:
    """A value; the row's anchor is `value-` and its name."""
    digits = record.get("digits", 0)
    ends = [cell(record.get(end), digits) for end in ("low", "high")] if "low" in record and "high" in record else []
    told = (
        record["text"],
        "" if record.get("unit") == "%" else record.get("unit", ""),
        cell(record["n"], 0) if "n" in record else "",
        " to ".join(ends),
    )
    cells = "".join(f"<td>{escaped(one)}</td>" for one in told)
    return f'<tr id="value-{escaped(name)}"><th scope="row">{escaped(name)}</th>{cells}</tr>'
