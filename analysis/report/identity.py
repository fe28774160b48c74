"""Permanent ids: what a figure, a table or a report is cited by, `geneva-2021/fig-topic-map@3fa9c1d2`.

The digits are the beginning of the SHA-256 of what is said: of canonical JSON (ASCII, keys sorted, no white space) of

========  =======================================================================================
study     name of the study
kind      `figure` or `table`
id        its id in the notebook
caption   as it is printed; a reference to another figure is its key, `@fig-dates`, not its number
alt       the alternative text, written so too; of a table, nothing
columns   names of the columns of its data
rows      rows of its data, as the executed notebook holds them
========  =======================================================================================

So an id changes when data, caption or alternative text do, and neither with the drawing nor with what stands elsewhere in
the report. Eight digits tell versions apart; they are no seal against somebody who wants two to look the same (the
manifest has whole digests of every file).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from analysis.report import prose
from analysis.report.prose import Reference

DIGITS = 8


def shown(study: str, bundle: Mapping[str, Any]) -> str:
    """The permanent id of a figure or a table of a study, given its bundle."""
    kind, id = str(bundle["kind"]), str(bundle["id"])
    columns, rows = contents(bundle)
    said = {
        "study": study,
        "kind": kind,
        "id": id,
        "caption": _said(bundle["caption"]),
        "alt": _said(bundle["alt"]) if "alt" in bundle else "",
        "columns": columns,
        "rows": rows,
    }
    where = f"{_name(study)}/" if study else ""
    return f"{where}{kind[:3]}-{id}@{_digest(said)}"


def report(title: Mapping[str, Any], shown: Iterable[str], values: Mapping[str, Mapping[str, Any]]) -> str:
    """The permanent id of a report, of its title, the ids of what it shows and its named values: `geneva-2021@91c20de4`."""
    study = str(title.get("study", ""))
    texts = {name: record["text"] for name, record in values.items()}
    said = {"study": study, "title": title["title"], "shown": sorted(shown), "values": texts}
    return f"{_name(study) or 'report'}@{_digest(said)}"


def contents(bundle: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """Names of the columns, and rows, of the data of a figure or a table."""
    if bundle["kind"] == "figure":
        return bundle["data"]["columns"], bundle["data"]["rows"]
    return [column["name"] for column in bundle["columns"]], bundle["rows"]


def _name(study: str) -> str:
    return " ".join(prose.visible(study).split())


def _said(sentence: Mapping[str, Any]) -> str:
    """A sentence as text, its references by their keys: numbers of figures are no part of what it says."""
    return "".join(
        f"@{piece.key}" if isinstance(piece, Reference) else prose.text_of(piece) for piece in prose.pieces(sentence)
    )


def _digest(said: Mapping[str, Any]) -> str:
    canonical = json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:DIGITS]
