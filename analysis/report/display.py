"""Show a result in a notebook, as one bundle that a published report can be rebuilt from.

Every result is one output with the mime type `application/vnd.rashomon+json` (what publishing reads), `text/html` (what
JupyterLab shows) and `text/plain`. The bundle's `kind` is one of

=========  ==========================================================================================
title      study, title, event, date, note; labels of sources by id; where the study says so: authors, published,
           doi, address, license
prose      sentences: [{template, values}]
findings   findings: [{id, grade, figure, sentence, detectable, robustness}], the last two where there are any
standings  standings: [{finding, title, robust, sentence}]
figure     id, caption, alt, svg, data: {columns, rows}, evidence where there is some
table      id, caption, columns: [{name, label, digits}], rows, shown (rows printed; all are downloadable),
           evidence where there is some
=========  ==========================================================================================

where a sentence is `{"template": "{corpus.documents} documents", "values": [{"name", "value", "text", …}]}`, and evidence
are the places in the texts behind numbers (`analysis.report.evidence`).
"""

import io
import re
from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from analysis.context import Context
from analysis.figures import leads, theme
from analysis.report import BUNDLE, evidence, jupyter, prose
from analysis.statements import Finding, Sentence, Standing
from analysis.study import Publication

SHOWN = 60  # rows of a table on the page, where the notebook does not say


def title(
    study: str,
    title: str,
    event: str,
    date: str,
    note: str = "",
    publication: Publication | None = None,
    labels: Mapping[str, str] | None = None,
) -> None:
    """The title block of a report, with what it takes to cite it, and the labels of its sources by their ids."""
    bundle: dict[str, Any] = {
        "kind": "title",
        "study": study,
        "title": title,
        "event": event,
        "date": date,
        "note": note,
    }
    bundle |= {"labels": dict(labels)} if labels else {}
    _show(bundle | (publication or Publication()).told(), title)


def say(*sentences: Sentence) -> None:
    """A paragraph of computed sentences; without one, nothing is shown."""
    if not sentences:
        return
    bundle = {"kind": "prose", "sentences": [sentence.to_json() for sentence in sentences]}
    _show(bundle, " ".join(sentence.text for sentence in sentences))


def in_context(said: Sentence, *found: Context) -> None:
    """Where passages stand; in JupyterLab, where their texts are on this machine, with the texts.

    The text is in no bundle, so it gets into no report.
    """
    bundle = {"kind": "prose", "sentences": [said.to_json()]}
    at_hand = [one for one in found if one.text is not None] or found[:1]
    _show(bundle, said.text, "".join(jupyter.in_context(one.before, one.text, one.after) for one in at_hand))


def findings(*found: Finding) -> None:
    """Findings, each with its grade."""
    bundle = {"kind": "findings", "findings": [finding.to_json() for finding in found]}
    _show(bundle, "\n".join(f"{finding.sentence.text} [{finding.grade}]" for finding in found))


def standings(*told: Standing) -> None:
    """How each finding fares in other settings; what is published says it below the finding too."""
    bundle = {"kind": "standings", "standings": [one.to_json() for one in told]}
    _show(bundle, "\n".join(f"{one.title}: {one.sentence.text}" for one in told))


def figure(
    id: str,
    drawn: Figure,
    *,
    data: pd.DataFrame,
    caption: Sentence,
    alt: Sentence,
    behind: pd.DataFrame | None = None,
) -> None:
    """A figure with its caption, its alternative text and the numbers it was drawn from.

    `behind` is a table of evidence of these numbers (`analysis.evidence`): what is shown leads from each to its passages.
    """
    bundle = {
        "kind": "figure",
        "id": _checked(id),
        "caption": caption.to_json(),
        "alt": alt.to_json(),
        "svg": svg(drawn, id),
        "data": {"columns": [str(name) for name in data.columns], "rows": _rows(data)},
    }
    if behind is not None:
        bundle["evidence"] = evidence.bundled(behind, data, leads.boxes(drawn))
    _show(bundle, alt.text)


def table(
    id: str,
    frame: pd.DataFrame,
    *,
    caption: Sentence,
    labels: Mapping[str, str] | None = None,
    digits: int | Mapping[str, int] = 2,
    shown: int | None = None,
    behind: pd.DataFrame | None = None,
) -> None:
    """A table. `labels` head its columns, floats get `digits` decimals, the first `shown` rows (or SHOWN) are printed.

    All rows and columns are published as CSV; only the columns named in `labels` (default: all) are printed. `behind` as in
    `figure`.
    """
    labels = labels or {str(name): str(name).replace("_", " ") for name in frame.columns}
    places = digits if isinstance(digits, Mapping) else {}
    columns = [
        {
            "name": str(name),
            "label": labels.get(str(name), ""),
            "digits": int(places.get(str(name), digits if isinstance(digits, int) else 2)),
            "number": pd.api.types.is_numeric_dtype(frame[name]) and not pd.api.types.is_bool_dtype(frame[name]),
        }
        for name in frame.columns
    ]
    bundle = {
        "kind": "table",
        "id": _checked(id),
        "caption": caption.to_json(),
        "columns": columns,
        "rows": _rows(frame),
        "shown": min(SHOWN if shown is None else shown, len(frame)),
    }
    if behind is not None:
        bundle["evidence"] = evidence.bundled(behind, frame)
    _show(bundle, caption.text)


def svg(drawn: Figure, id: str) -> str:
    """A matplotlib figure as one `<svg>` element, its words as text: the same bytes every time, ids prefixed with `id`."""
    buffer = io.StringIO()
    with theme.applied(), mpl.rc_context({"svg.hashsalt": id, "svg.fonttype": "none"}):
        drawn.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = prose.visible(buffer.getvalue())  # no XML with control characters can be read again
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = text[text.index("<svg") :]
    return re.sub("<[a-z][^<>]*>", lambda tag: _prefixed(tag[0], id), text).strip()


def _prefixed(tag: str, id: str) -> str:
    """A tag of a drawing with its ids, and those it refers to, told apart from other figures'."""
    tag = re.sub(r'\bid="([^"]+)"', rf'id="{id}-\1"', tag)
    return re.sub(r'(xlink:href="#|url\(#)', rf"\g<1>{id}-", tag)


def _checked(id: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
        raise ValueError(f"{id!r} is not an id: lower-case words joined by '-'")
    return id


def _rows(frame: pd.DataFrame) -> list[list[Any]]:
    """Plain Python cells: rounded to six decimals, None where a value is missing."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [[_cell(cell) for cell in row] for row in plain.itertuples(index=False, name=None)]


def _cell(cell: Any) -> Any:
    if hasattr(cell, "item"):
        cell = cell.item()
    if isinstance(cell, float):
        return round(cell, 6) + 0.0
    return cell if cell is None or isinstance(cell, (bool, int, str)) else str(cell)


def _show(bundle: dict[str, Any], plain: str, more: str = "") -> None:
    display({BUNDLE: bundle, "text/html": jupyter.view(bundle) + more, "text/plain": plain}, raw=True)
