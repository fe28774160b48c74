"""Judge what a manuscript cites against a report: current, rounded, stale or unknown."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from analysis.manuscripts.citations import Citation, nearest
from analysis.manuscripts.numbers import Reading, Written
from analysis.manuscripts.published import Published, is_number
from analysis.report import cells

Verdict = Literal["current", "rounded", "stale", "unknown"]
_TINY = 1e-9


@dataclass(frozen=True)
class Judgement:
    """A citation with what is to be said of it.

    `old` and `new` are printed texts; `change` is new less old in the value's unit, `relative` the same as a share of old;
    `replacement` is what to write instead, as the manuscript writes it; `note` what else a person has to know.
    """

    citation: Citation
    verdict: Verdict
    old: str = ""
    new: str = ""
    change: float | None = None
    relative: float | None = None
    unit: str = ""
    interval: tuple[float, float] | None = None
    replacement: str = ""
    note: str = ""


def judge(citation: Citation, report: Published, newer: Published | None) -> Judgement:
    """A citation against the newer report, or the one report that there is."""
    latest = newer or report
    if citation.kind == "id":
        return _id(citation, latest)
    record, before = latest.values.get(citation.name), report.values.get(citation.name)
    if record is None:
        if before is not None:
            return Judgement(
                citation, "stale", old=_printed(before, citation.part), note=f"{latest.name} has it no more"
            )
        near = nearest(citation.name, frozenset(latest.values))
        return Judgement(
            citation, "unknown", note=f"did you mean {near}?" if near else f"{latest.name} has no such value"
        )
    if citation.part not in {"text", "unit"} and record.get(citation.part) is None:
        return Judgement(citation, "unknown", note=f"{citation.name} has no {citation.part}")
    if citation.kind == "name" and citation.part not in {"text", "unit", "n", "low", "high"}:
        return Judgement(citation, "unknown", note=f"{citation.part} is no part of a value")
    if citation.kind == "name":
        return _named(citation, before or record, record)
    if isinstance(record["value"], str) and citation.part == "text":
        return _words(citation, before or record, record)
    return _number(citation, record)


def _id(citation: Citation, latest: Published) -> Judgement:
    """A permanent id: the same thing with another digest has other content."""
    if latest.ids is None:
        return Judgement(citation, "unknown", note=f"{latest.name} lists no ids (citations.json)")
    name, _, digest = citation.name.partition("@")
    now = latest.ids.get(name)
    if now is None:
        near = nearest(name, frozenset(latest.ids))
        return Judgement(citation, "unknown", note=f"did you mean {near}@{latest.ids[near]}?" if near else "no such id")
    if now.startswith(digest) or digest.startswith(now):
        return Judgement(citation, "current")
    return Judgement(citation, "stale", citation.name, f"{name}@{now}", replacement=f"{name}@{now}")


def _named(citation: Citation, before: Mapping[str, Any], record: Mapping[str, Any]) -> Judgement:
    """A value by its name: the manuscript prints what its copy of the values has, which is the report's."""
    old, new = _printed(before, citation.part), _printed(record, citation.part)
    if old == new:
        return Judgement(citation, "current", old, new)
    change, relative = _difference(_part(before, citation.part), _part(record, citation.part))
    note = "take the newer report's values.tex"
    return Judgement(citation, "stale", old, new, change, relative, *_about(record, citation.part), note=note)


def _words(citation: Citation, before: Mapping[str, Any], record: Mapping[str, Any]) -> Judgement:
    """A value that is words: they must stand before the mark."""
    old, new = (" ".join(str(one["value"]).split()) for one in (before, record))
    stands = " ".join(citation.before.split())
    if stands.endswith(new):
        return Judgement(citation, "current", new, new)
    if stands.endswith(old):
        return Judgement(citation, "stale", old, new, replacement=new)
    return Judgement(citation, "unknown", new=new, note="the value's words do not stand before the mark")


def _number(citation: Citation, record: Mapping[str, Any]) -> Judgement:
    """A number that stands before its mark."""
    number, written = _part(record, citation.part), citation.number
    if written is None or not is_number(number):
        return Judgement(
            citation, "unknown", new=_printed(record, citation.part), note="no number stands before the mark"
        )
    digits = 0 if citation.part == "n" else record.get("digits", 0)
    fits = [
        (_fit(written, reading, scale, number, digits), reading, scale) for reading, scale in _scaled(written, record)
    ]
    # the reading that fits best, then the nearest one
    verdict, reading, scale = min(
        fits,
        key=lambda fit: ("current", "rounded", "stale").index(fit[0]) * 1e300 + abs(fit[1].value * fit[2] - number),
    )
    new, about = _printed(record, citation.part), _about(record, citation.part)
    if verdict != "stale":
        return Judgement(citation, verdict, written.text, new, interval=about[1])
    change, relative = _difference(reading.value * scale, number)
    again = written.again(number / scale, _decimals(digits, scale), reading)
    return Judgement(citation, "stale", written.text, new, change, relative, *about, replacement=again)


def _scaled(written: Written, record: Mapping[str, Any]) -> list[tuple[Reading, float]]:
    """The ways to read a number, each with what it has to be multiplied by: 0.64 may stand for 64 %."""
    is_percentage = record.get("unit") == "%"
    found = [(reading, 1.0) for reading in written.readings]
    if is_percentage and not written.is_share:
        found += [(reading, 100.0) for reading in written.readings if reading.decimals and abs(reading.value) <= 1]
    if not is_percentage and written.is_share:
        found = [(reading, 0.01) for reading in written.readings]
    return found


def _fit(written: Written, reading: Reading, scale: float, number: float, digits: int) -> Verdict:
    value, slack = reading.value * scale, _TINY * max(1.0, abs(number))
    if abs(value - number) <= slack:
        return "current"
    half = 0.5 * 10.0**-reading.decimals * scale
    if _decimals(digits, scale) > reading.decimals and abs(value - number) <= half + slack:
        return "rounded"
    zeros = written.zeros(reading)
    return "rounded" if zeros and abs(value - number) <= 0.5 * 10.0**zeros * scale else "stale"


def _decimals(digits: int, scale: float) -> int:
    """Decimals of a value that is published with `digits`, where it is written as its `scale`-th part."""
    return max(0, digits + round(math.log10(scale)))


def _part(record: Mapping[str, Any], part: str) -> Any:
    return record.get("value" if part == "text" else part)


def _printed(record: Mapping[str, Any], part: str) -> str:
    value = _part(record, part)
    if part == "text":
        return str(record.get("text", value))
    if not is_number(value):
        return str(value or "")
    return cells.number(value, 0 if part == "n" else record.get("digits", 0))


def _difference(old: Any, new: Any) -> tuple[float | None, float | None]:
    if not is_number(old) or not is_number(new):
        return None, None
    change = round(new - old, 12)
    return change, round(change / abs(old), 6) if old else None


def _about(record: Mapping[str, Any], part: str) -> tuple[str, tuple[float, float] | None]:
    """Unit and interval of a value; its ends have no interval of their own."""
    ends = (record.get("low"), record.get("high"))
    interval = (ends[0], ends[1]) if part == "text" and is_number(ends[0]) and is_number(ends[1]) else None
    return ("" if part == "n" else str(record.get("unit", ""))), interval  # type: ignore[return-value]
