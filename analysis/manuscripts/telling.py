"""Say what was found in manuscripts: as lines for a reader, and as JSON for a program."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from analysis.manuscripts.judging import Judgement
from analysis.manuscripts.suggesting import Suggestion
from analysis.report.prose import visible

VERDICTS = ("current", "rounded", "stale", "unknown")


def lines(found: Mapping[str, Sequence[Judgement | Suggestion]]) -> Iterator[str]:
    """A line a citation, under its manuscript, and a summary; a stale one has a second line with what to write."""
    for manuscript, judged in found.items():
        yield visible(manuscript)
        yield from (f"  {visible(line)}" for one in judged for line in _told(one))
    counts = _counts(found)
    verdicts = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS)
    maybe = f"; {counts['maybe']} that may be the report's and are not marked" if counts["maybe"] else ""
    total = sum(counts[verdict] for verdict in VERDICTS)
    yield f"{total} citation{'' if total == 1 else 's'}: {verdicts}{maybe}"


def as_json(found: Mapping[str, Sequence[Judgement | Suggestion]]) -> str:
    """The same, whole: a list of `citations` and how many there are of each verdict."""
    rows = [_row(manuscript, one) for manuscript, judged in found.items() for one in judged]
    counts = _counts(found)
    told = {"citations": rows, "summary": {verdict: counts[verdict] for verdict in (*VERDICTS, "maybe")}}
    return json.dumps(told, ensure_ascii=False, indent=1)


def _counts(found: Mapping[str, Sequence[Judgement | Suggestion]]) -> Counter[str]:
    return Counter(one.verdict for judged in found.values() for one in judged)


def _told(one: Judgement | Suggestion) -> Iterator[str]:
    if isinstance(one, Suggestion):
        yield f"{one.place}: maybe: {one.written} is {one.name}{'' if one.still else f', now {one.new}'}"
        return
    cited = one.citation
    part = "" if cited.part == "text" else f"/{cited.part}"
    name = cited.name if cited.kind == "id" else f"{cited.name}{part}"
    shown = f" ({cited.written})" if cited.kind == "number" and cited.written else ""
    yield f"{cited.place}: {one.verdict}: {name}{shown}{_why(one)}"
    if one.replacement:
        yield f"    write {one.replacement}"


def _why(one: Judgement) -> str:
    told = []
    if one.verdict == "stale" and one.new and one.citation.kind != "id":
        told.append(f"{one.old} → {one.new}")
    if one.verdict == "rounded":
        told.append(one.new)
    if one.change is not None:
        told.append(_by(one))
    if one.verdict == "stale" and one.interval:
        told.append(f"interval {one.interval[0]:,} to {one.interval[1]:,}".replace("-", "\u2212"))
    if one.note:
        told.append(one.note)
    return f": {'; '.join(told)}" if told else ""


def _by(one: Judgement) -> str:
    """By how much it changed: −6 points (−9.4 %)."""
    unit = {"%": " points", "": ""}.get(one.unit, f" {one.unit}")
    relative = f" ({one.relative:+.1%})".replace("%", " %") if one.relative is not None else ""
    return f"{one.change:+,.10g}{unit}{relative}".replace("-", "\u2212")


def _row(manuscript: str, one: Judgement | Suggestion) -> dict[str, Any]:
    if isinstance(one, Suggestion):
        return {"manuscript": manuscript, **asdict(one)}
    cited = asdict(one.citation)
    row = {"manuscript": manuscript, **{key: cited[key] for key in ("place", "kind", "name", "part", "written")}}
    row |= {key: value for key, value in asdict(one).items() if key != "citation"}
    return {key: value for key, value in row.items() if value not in (None, "")}
