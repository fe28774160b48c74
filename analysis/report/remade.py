"""A report beside the same report made again: value by value, figure by figure, table by table, file by file."""

import csv
import io
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from analysis.errors import InputError
from analysis.report import compare, contents, foreign, manifest, parts, values
from analysis.report.answers import Answer, Difference, Kind, Verdict, differs_at

MOST_CELLS = 1_000  # of a table that are told
MOST_COMPARED = 64 << 20  # bytes of a file that are read to say where it differs
_FOLDERS: dict[str, Kind] = {"figures": "figure", "tables": "table"}
_VERDICTS: dict[str, Verdict] = {
    "identical": "identical",
    "equal within rounding": "equal within the tolerance",
    "differs": "changed",
    "only before": "added",
    "only after": "missing",
}


def folders(report: Path, there: Mapping[str, str], again: Path) -> Iterator[Answer]:
    """A report's folder and the one made again; `there` are its plain files with their digests."""
    made = {name: manifest.sha256(again / name) for name in manifest.files(again)}
    there = {**there, manifest.FILE: manifest.sha256(report / manifest.FILE)}
    if values.JSON in there:
        yield from _values(report, again)
    found = {name: _file(name, there.get(name), made.get(name), report, again) for name in sorted({*there, *made})}
    shown = _pages(report / contents.HTML, again / contents.HTML, found[contents.HTML].verdict)
    yield from _results(found.values(), shown)
    yield from _places(shown)
    yield from found.values()


def pages(page: Path, outputs: Mapping[str, str], again: Path) -> Iterator[Answer]:
    """A page alone and the report made again; `outputs` are the digests that the page carries of what was beside it."""
    made = manifest.outputs(again)
    same = page.read_bytes() == (again / contents.HTML).read_bytes()
    shown = _pages(page, again / contents.HTML, "identical" if same else "changed")
    yield from _shown_values(page, again / contents.HTML)
    names = sorted({*outputs, *(made.keys() - contents.LATE)})
    found = {name: Answer("file", name, _verdict(outputs.get(name), made.get(name))) for name in names}
    yield from _results(found.values(), shown)
    yield from _places(shown)
    told = () if same else tuple(_where(page, again / contents.HTML))
    yield Answer("file", contents.HTML, "identical" if same else "changed", told)
    yield from found.values()


def _values(report: Path, again: Path) -> Iterator[Answer]:
    try:
        foreign.parsed(foreign.read(report / values.JSON, "json", values.JSON), values.JSON)
        before = compare.values(report)
    except InputError as error:
        yield Answer("value", values.JSON, "changed", (Difference(values.JSON, error.found, "values"),))
        return
    for one in compare.mappings(before, compare.values(again), _judged):
        told = () if one.verdict == "identical" else (_value(one),)
        yield Answer("value", one.name, _VERDICTS[one.verdict], told)


def _judged(before: Mapping[str, Any], after: Mapping[str, Any]) -> compare.Verdict:
    try:
        return compare.value(before, after)
    except (ValueError, TypeError, OverflowError):
        return "differs"


def _value(one: compare.Difference) -> Difference:
    """Both values as printed; where these are alike, the whole records."""
    printed = [
        side.get("text", side.get("value")) if isinstance(side, Mapping) else None for side in (one.before, one.after)
    ]
    if printed[0] == printed[1]:
        return Difference(values.JSON, one.before, one.after)
    return Difference(values.JSON, printed[0], printed[1])


def _shown_values(page: Path, again: Path) -> Iterator[Answer]:
    """The numbers of two pages by name: what is printed wherever one stands, and the list of all numbers."""
    for one in compare.mappings(_printed(page), _printed(again)):
        before, after = one.before or [], one.after or []
        told = Difference(
            "page",
            "; ".join(text for text in before if text not in after) or None,
            "; ".join(text for text in after if text not in before) or None,
        )
        yield Answer("value", one.name, _VERDICTS[one.verdict], () if one.verdict == "identical" else (told,))


def _printed(page: Path) -> dict[str, list[str]]:
    read, known = parts.read(page.read_bytes().decode("utf-8")), defaultdict(set)
    for shown in read.numbers:
        known[shown.name].add(f"{shown.text} ({shown.value})")
    for name, row in read.listed.items():
        known[name].add(" | ".join(row))
    return {name: sorted(texts) for name, texts in known.items()}


def _verdict(before: str | None, after: str | None) -> Verdict:
    return "identical" if before == after else "missing" if before is None else "added" if after is None else "changed"


def _file(name: str, before: str | None, after: str | None, report: Path, again: Path) -> Answer:
    verdict = _verdict(before, after)
    told = tuple(_where(report / name, again / name)) if verdict == "changed" else ()
    return Answer("file", name, verdict, told)


def _where(before: Path, after: Path) -> Iterator[Difference]:
    """The first place in which two files differ: of a table all cells, of a text the line, else the byte."""
    if max(before.stat().st_size, after.stat().st_size) > MOST_COMPARED:
        yield Difference("size in bytes", before.stat().st_size, after.stat().st_size)
        return
    a, b = before.read_bytes(), after.read_bytes()
    try:
        texts = a.decode("utf-8"), b.decode("utf-8")
    except UnicodeDecodeError:
        texts = None
    if texts is None or b"\0" in a or before.suffix == ".pdf":
        at = differs_at(a, b)
        yield Difference(f"byte {at:,}", f"{len(a):,} bytes", f"{len(b):,} bytes")
    elif before.suffix == ".csv" and (cells := list(itertools.islice(_cells(*texts), MOST_CELLS))):
        yield from cells
    else:
        yield _line(*texts)


def _cells(before: str, after: str) -> Iterator[Difference]:
    """The cells of two tables that differ; nothing where they have other columns or numbers of rows."""
    try:
        a, b = (list(csv.reader(io.StringIO(text, newline=""), strict=True)) for text in (before, after))
    except csv.Error:
        return
    if not a or not b or a[0] != b[0] or [len(row) for row in a] != [len(row) for row in b]:
        return
    for number, (row, other) in enumerate(zip(a, b, strict=True), start=1):
        for column, x, y in zip(a[0], row, other, strict=True):
            if x != y:
                yield Difference(f"row {number}, {column}", x, y)


def _line(before: str, after: str) -> Difference:
    """The first line that differs, cut to where it does; white space and line ends are told as they are."""
    pair = [text.splitlines(keepends=True) for text in (before, after)]
    at = differs_at(*pair)
    a, b = (lines[at] if at < len(lines) else "" for lines in pair)
    column = differs_at(a, b)
    start = max(0, column - 40)
    cut = [line[start : column + 60] for line in (a, b)]
    if " ".join(cut[0].split()) == " ".join(cut[1].split()):
        cut = [repr(line) for line in cut]
    return Difference(f"line {at + 1:,}, character {column + 1:,}", *(line or None for line in cut))


def _pages(before: Path, after: Path, verdict: Verdict) -> dict[str, list[Difference]]:
    """What differs on the page, by place; nothing where it is the same or missing."""
    if verdict != "changed":
        return {}
    a, b = (parts.read(path.read_bytes().decode("utf-8", "replace")) for path in (before, after))
    found = parts.differing(a, b)
    if not found and a.places != b.places:
        found["page"] = [Difference("order", ", ".join(a.places), ", ".join(b.places))]
    return found


def _results(files: Iterable[Answer], shown: Mapping[str, list[Difference]]) -> Iterator[Answer]:
    """An answer a figure and a table, of its files and of what the page shows of it."""
    own: dict[tuple[Kind, str], list[Answer]] = defaultdict(list)
    for one in files:
        path = PurePosixPath(one.name)
        if kind := _FOLDERS.get(path.parts[0]) if len(path.parts) == 2 else None:
            own[kind, path.stem.removesuffix("-evidence")].append(one)
    for place in shown:
        if place[:4] in ("fig-", "tab-"):
            own.setdefault(("figure" if place.startswith("fig-") else "table", place[4:]), [])
    names = {name for kind, name in own if kind == "figure"}
    for (kind, name), answers in sorted(own.items()):
        if kind == "table" and name in names and all(one.name.endswith("-evidence.csv") for one in answers):
            continue  # evidence of a figure, which lies in tables/
        if kind == "figure":
            answers = answers + [one for one in own.get(("table", name), []) if one.name.endswith("-evidence.csv")]
        told = [Difference(one.name, _said(one, 0), _said(one, 1)) for one in answers if one.verdict != "identical"]
        told += [Difference(f"page, {one.place}", one.before, one.after) for one in shown.get(f"{kind[:3]}-{name}", ())]
        yield Answer(kind, name, _together(answers, bool(told)), tuple(told))


def _together(answers: list[Answer], differs: bool) -> Verdict:
    verdicts = {one.verdict for one in answers}
    if len(verdicts) == 1 and verdicts <= {"missing", "added"}:
        return next(iter(verdicts))
    return "changed" if differs else "identical"


def _said(file: Answer, side: int) -> Any:
    """What is told of a file in an answer about a result: its first difference, or that it is there on one side only."""
    if not file.differences:
        absent = "missing" if side == 0 else "added"
        return None if file.verdict == absent else "another file" if file.verdict == "changed" else "the file"
    first = file.differences[0]
    return f"{first.place}: {first.before if side == 0 else first.after}"


def _places(shown: Mapping[str, list[Difference]]) -> Iterator[Answer]:
    """An answer for every other part of the page that differs."""
    for place, differences in shown.items():
        if place[:4] not in ("fig-", "tab-"):
            yield Answer("page", place, "changed", tuple(differences))
