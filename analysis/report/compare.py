"""What differs between two reports: parameters, inputs, versions, code, values, files."""

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

from analysis.errors import InputError
from analysis.report import manifest
from analysis.report.prose import visible
from analysis.report.values import JSON

DIGESTS = ("Inputs", "Code")  # causes that are files: of their digests there is nothing to say
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError)
Verdict = Literal["identical", "equal within rounding", "differs", "only before", "only after"]


@dataclass(frozen=True)
class Difference:
    """One thing in two reports; None where a report does not have it."""

    name: str
    before: Any
    after: Any
    verdict: Verdict

    @property
    def only(self) -> str:
        """Which report alone has it, `only before` or `only after`; nothing where both do."""
        return self.verdict if self.verdict.startswith("only") else ""

    @property
    def named(self) -> str:
        """The name, and which report alone has it."""
        return f"{self.name}: {self.only}" if self.only else self.name

    @property
    def text(self) -> str:
        if self.only:
            return f"{self.named} ({short(self.after if self.before is None else self.before)})"
        return f"{self.name}: {short(self.before)} -> {short(self.after)}"


def short(value: Any) -> str:
    """A value in at most 80 characters."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"


def mappings(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    judge: Callable[[Any, Any], Verdict] = lambda a, b: "identical" if a == b else "differs",
) -> list[Difference]:
    """Every key of two mappings, sorted, with what is to be said of it."""
    found: list[Difference] = []
    for name in sorted({*before, *after}):
        a, b = before.get(name), after.get(name)
        verdict: Verdict = "only after" if name not in before else "only before" if name not in after else judge(a, b)
        found.append(Difference(name, a, b, verdict))
    return found


def differing(found: Iterable[Difference]) -> list[Difference]:
    return [one for one in found if one.verdict != "identical"]


def values(report: Path) -> dict[str, dict[str, Any]]:
    """The named values of a report. Raises InputError where they cannot be read."""
    try:
        told = json.loads((report / JSON).read_bytes())
        return {name: dict(record) for name, record in told.items()}
    except (OSError, *UNREADABLE) as error:
        raise InputError(f"{report.name}/{JSON}", f"cannot be read: {error!r}", "Make the report again.") from None


def value(before: Mapping[str, Any], after: Mapping[str, Any]) -> Verdict:
    """Two values: identical, equal within one unit of the last published digit, or different."""
    if before == after:
        return "identical"
    unit = 10.0 ** -int(before.get("digits", 0)) if before.get("digits") else 0.0
    shown = {"text", "value", "low", "high"}
    if {k: v for k, v in before.items() if k not in shown} != {k: v for k, v in after.items() if k not in shown}:
        return "differs"
    close = all(_close(before.get(key), after.get(key), unit) for key in ("value", "low", "high"))
    return "equal within rounding" if close else "differs"


def _close(a: Any, b: Any, unit: float) -> bool:
    numbers = all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in (a, b))
    return abs(a - b) <= unit * 1.000001 if numbers else bool(a == b)


def readable(difference: Difference) -> str:
    """A value's difference in the words that the reports print."""
    if difference.only:
        told = difference.after if difference.before is None else difference.before
        return f"{difference.named} ({told.get('text', told.get('value'))})"
    a, b = shown(difference)
    return f"{difference.name}: {a} -> {b}"


def shown(difference: Difference) -> tuple[str, str]:
    """A value in either report, as it is printed there; where that is the same, with all that is known of it."""
    told = [one or {} for one in (difference.before, difference.after)]
    a, b = (str(one.get("text", one.get("value", ""))) for one in told)
    if a == b:  # the same number with another interval, unit or count
        a, b = (json.dumps(one, ensure_ascii=False, sort_keys=True) for one in told)
    return a, b


def causes(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, list[Difference]]:
    """What two reports were made from, by their manifests: study, parameters, inputs, versions and code."""
    facts = ("study", "rashomon")
    return {
        "Study": mappings({key: a[key] for key in facts}, {key: b[key] for key in facts}),
        "Parameters": mappings(manifest.parameters(a), manifest.parameters(b)),
        "Inputs": mappings(a["inputs"], b["inputs"]),
        "Versions": mappings(a["versions"], b["versions"]),
        "Code": mappings(a["code"].get("files", {}), b["code"].get("files", {})),
    }


def report(before: Path, after: Path, say: Callable[[str], None]) -> bool:
    """Say what differs between two reports, the causes first; true where nothing does.

    Raises InputError for a folder that is not a report, or results that cannot be read.
    """
    with reading(before, after):
        return _report(before, after, lambda line: say(visible(line)))


@contextlib.contextmanager
def reading(before: Path, after: Path) -> Iterator[None]:
    """Raises InputError where the results of two reports cannot be read."""
    try:
        yield
    except UNREADABLE as error:
        where = f"{before.name}, {after.name}"
        raise InputError(where, f"results that cannot be read: {error!r}", "Make the reports again.") from None


def _report(before: Path, after: Path, say: Callable[[str], None]) -> bool:
    a, b = manifest.read(before), manifest.read(after)
    files = mappings(a["outputs"], b["outputs"])
    named = mappings(values(before), values(after), value)
    effects: list[tuple[str, list[Difference], Callable[[Difference], str]]] = [
        ("Values", named, readable),
        ("Files", files, attrgetter("named")),
    ]
    same = [
        _listed(heading, found, say, attrgetter("named" if heading in DIGESTS else "text"))
        for heading, found in causes(a, b).items()
    ]
    if differing(files):
        in_the_fields_terms(before, after, say)
    same += [_listed(heading, found, say, text) for heading, found, text in effects]
    if all(same):
        say(f"The same: {len(named)} values, {len(files)} files.")
    return all(same)


def in_the_fields_terms(before: Path, after: Path, say: Callable[[str], None]) -> None:
    """What changed in findings, sentences, topics and measures; of measures, what intervals do not explain."""
    from analysis.report import changes

    for heading, found in (
        ("Findings", changes.findings(before, after)),
        ("Sentences", changes.sentences(before, after)),
    ):
        if found:
            say(f"{heading}: {len(found)} changed")
        for one in found:
            say(f"  {one.what}: {one.how}")
            for sign, text in (("-", one.before), ("+", one.after)):
                if text:
                    say(f"    {sign} {text}")
    matches = changes.topics(before, after)
    moved, passages = changes.moved(before, after, matches)
    if topics := changes.topics_told(matches, moved):
        again = sum(match.again for match in matches)
        say(f"Topics: {again} of {len(matches)} found again; {len(moved)} of {passages} passages moved")
        for told in topics:
            say(f"  {told}")
    for heading, listed in changes.measures(before, after, matches).items():
        plain = [one for one in listed if one.how != changes.OVERLAP]
        if listed:
            say(f"{heading}: {len(listed)} differ, {len(listed) - len(plain)} of them with intervals that overlap")
        for one in plain:
            say(f"  {one.what}: {one.before or 'none'} -> {one.after or 'none'} ({one.how})")


def _listed(
    heading: str, found: list[Difference], say: Callable[[str], None], text: Callable[[Difference], str]
) -> bool:
    others = differing(found)
    if others:
        say(f"{heading}: {len(others)} of {len(found)} differ")
    for one in others:
        say(f"  {text(one)}{' (equal within rounding)' if one.verdict == 'equal within rounding' else ''}")
    return not others
