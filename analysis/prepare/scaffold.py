"""The first `study.toml` of a study: everything that was recognised, commented, for its owner to finish."""

import glob
from collections import Counter
from collections.abc import Sequence
from datetime import date

from analysis.corpus.records import Seen
from analysis.prepare.announce import counted
from analysis.prepare.cutting import Drawn
from analysis.prepare.numbering import Document
from analysis.study import Preparation, toml

_HEAD = """\
# What is compared, for its owner to finish: say what the event is, and how the sources are called.
# Preparing the study again leaves this file as it is."""


def study_file(
    name: str,
    documents: Sequence[Document],
    drawn: Sequence[Drawn],
    seen: Sequence[Seen],
    shared: bool,
    preparation: Preparation,
) -> str:
    """The text of a `study.toml`; sources in order of their number of documents, then of their names."""
    dates = sorted(one.date for one in drawn if one.date)
    counts = Counter(document.source for document in documents)
    lines = [_HEAD, "#", f"# {counted(len(documents), 'document')} of {counted(len(counts), 'source')} were read:"]
    lines += [f"#   {_line(f'{one.file}: {one.format}' + (f'; {one.detail}' if one.detail else ''))}" for one in seen]
    lines += [_dates(dates, len(drawn)), "", f"title = {toml(name)}  # of the report"]
    lines += ['event = "an event"  # say which, as it reads after “accounts of”']
    lines += [_event_date(dates)]
    lines += [
        '# note = ""  # stands under the title',
        '# authors = ["Family, Given"]  # of the report; with published, doi, address and license it says how to cite it',
        f"share_text = {str(shared).lower()}  # true puts texts into the tables",
    ]
    files = _files(documents)
    for source in sorted(counts, key=lambda source: (-counts[source], source)):
        lines += ["", f"[[sources]]  # {counted(counts[source], 'document')}"]
        lines += [
            f"id = {toml(source)}  # stands in the tables",
            f"label = {toml(source)}  # stands in the report",
        ]
        if source in files:
            lines += [f"files = [{', '.join(toml(glob.escape(file)) for file in files[source])}]"]
    if told := preparation.lines():
        lines += ["", f"{told[0]}  # options of rashomon prepare, which need not be given again", *told[1:]]
    return "\n".join([*lines, "", "[parameters]  # values that differ from the notebooks' defaults", ""])


MONTH = 31  # days: documents further apart do not tell the date of one event


def _event_date(dates: Sequence[str]) -> str:
    if dates and (date.fromisoformat(dates[-1]) - date.fromisoformat(dates[0])).days <= MONTH:
        return f"date = {dates[0]}  # of the event; the earliest document's"
    return "# date = 2021-06-16  # of the event"


def _files(documents: Sequence[Document]) -> dict[str, list[str]]:
    """Source to its files, where nothing in them or beside them says whose they are."""
    files: dict[str, list[str]] = {}
    for document in documents:
        if not document.read.source and not document.read.place:
            files.setdefault(document.source, []).append(document.read.origin)
    return files


def _dates(dates: Sequence[str], documents: int) -> str:
    if not dates:
        return "# No document has a date."
    without = documents - len(dates)
    return f"# Dates from {dates[0]} to {dates[-1]}" + (
        f"; {counted(without, 'document')} without one." if without else "."
    )


def _line(text: str) -> str:
    """What may stand in a comment: one line, nothing that does not print."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
