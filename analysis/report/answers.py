"""What verifying a report found: one answer a value, figure, table, file and part of the page, with the likely cause.

`Outcome.told` is what a reader reads, `Outcome.as_json` the same for a program (docs/verifying.md describes it).
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

from analysis.report.prose import visible

Kind: TypeAlias = Literal["value", "figure", "table", "file", "page", "study table"]
Verdict: TypeAlias = Literal["identical", "equal within the tolerance", "changed", "missing", "added", "not checked"]

KINDS: tuple[Kind, ...] = ("value", "figure", "table", "page", "file", "study table")
PLURALS = {"page": "parts of the page"}
TOLERANCE = "one unit of the last decimal that is printed; a number printed without decimals has none"
LONGEST = 160  # characters of a value that is told
MOST_CAUSES = 12  # told of one kind
SHOWN = 6  # differences told of one answer; the JSON has all

NOTHING_DIFFERS = "no input, parameter, version or code differs: the report was changed after it was made"
CONTRADICTED = "the report contradicts itself here: it was changed after it was made"
TOUCHED = "changed after it was made: its digest is not the one in the manifest"


@dataclass(frozen=True)
class Difference:
    """One place that differs: what stands there in the report (`before`) and after running it again (`after`)."""

    place: str
    before: Any = None
    after: Any = None

    @property
    def text(self) -> str:
        return f"{self.place}: {short(self.before)} -> {short(self.after)}"


@dataclass(frozen=True)
class Answer:
    """What is to be said of one thing, and the likely cause where it is not identical."""

    kind: Kind
    name: str
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    cause: str = ""


@dataclass(frozen=True)
class Cause:
    """Something that the report was made from, or with, and that is another here."""

    kind: Literal["input", "parameter", "version", "code"]
    name: str
    before: Any = None
    after: Any = None

    @property
    def text(self) -> str:
        values = (self.before, self.after)
        digests = self.kind in ("input", "code")
        if None in values:
            return f"{self.kind} {self.name} ({'only in the report' if self.after is None else 'only here'})"
        return f"{self.kind} {self.name}" + ("" if digests else f" ({short(self.before)} -> {short(self.after)})")


@dataclass(frozen=True)
class Inconsistency:
    """A part of the report that does not agree with another part of it.

    `rendered`: found by rendering its notebooks with the code that is here, which other code may do otherwise.
    """

    where: str
    found: str
    rendered: bool = False

    @property
    def things(self) -> set[str]:
        """What it is about: a file, a place on the page, a value."""
        return set(self.where.split(", ")) - {"page"}


@dataclass
class Outcome:
    """Everything that was found of a report."""

    report: str
    form: Literal["folder", "page"]
    study: str
    causes: list[Cause] = field(default_factory=list)
    integrity: list[Inconsistency] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Nothing in the report contradicts itself, and running it again from the same inputs gives the same bytes."""
        wrong = any(one.verdict not in ("identical", "not checked") for one in self.answers)
        other = any(one.kind in ("input", "parameter") for one in self.causes)
        return not (wrong or other or self.integrity)

    @property
    def verdict(self) -> str:
        by_other = any(one.kind in ("version", "code") for one in self.causes)
        return ("the same by other code" if by_other else "the same") if self.same else "changed"

    def told(self) -> Iterator[str]:
        """Lines for a reader: contradictions, causes, what differs, counts, what was not checked, the verdict."""
        for line in self._told():
            yield visible(line)

    def _told(self) -> Iterator[str]:
        for one in self.integrity:
            yield f"contradicts {one.where}: {one.found}"
        for what, many in Counter(cause.kind for cause in self.causes).items():
            listed = [cause.text for cause in self.causes if cause.kind == what]
            yield from (f"differs     {text}" for text in listed[:MOST_CAUSES])
            if many > MOST_CAUSES:
                yield f"differs     {what} of {many - MOST_CAUSES:,} more"
        for answer in self.answers:
            if answer.verdict not in ("identical", "not checked"):
                yield from _lines(answer)
        for kind in KINDS:
            if own := Counter(one.verdict for one in self.answers if one.kind == kind):
                yield _count(kind, own)
        for sentence in self.not_checked:
            yield f"not checked {sentence}"
        yield _LAST[self.verdict]

    def as_json(self) -> str:
        """One document with the same, whole."""
        told = {
            "report": self.report,
            "form": self.form,
            "study": self.study,
            "verdict": self.verdict,
            "tolerance": TOLERANCE,
            "integrity": [asdict(one) for one in self.integrity],
            "causes": [asdict(one) for one in self.causes],
            "answers": [asdict(one) for one in self.answers],
            "not_checked": self.not_checked,
        }
        return json.dumps(told, ensure_ascii=True, indent=1)


_LAST = {
    "the same": "Verified: running it again gives the same report.",
    "the same by other code": "Verified: running it again, with other code or versions, gives the same report.",
    "changed": "Not verified: see above.",
}


def _lines(answer: Answer) -> Iterator[str]:
    verdict = "tolerated" if answer.verdict == "equal within the tolerance" else answer.verdict
    shown = answer.differences[:SHOWN]
    name = answer.name if answer.kind == "file" else f"{answer.kind} {answer.name}"
    yield f"{verdict:<11} {name}{f' ({answer.cause})' if answer.cause else ''}"
    yield from (f"              {one.text}" for one in shown)
    if more := len(answer.differences) - len(shown):
        yield f"              and {more:,} more"


def _count(kind: Kind, own: Counter[Verdict]) -> str:
    total = sum(own.values())
    near = own["equal within the tolerance"]
    within = f", {near} equal within the tolerance ({TOLERANCE})" if near else ""
    return f"identical   {own['identical']} of {total} {PLURALS.get(kind, f'{kind}s')}{within}"


def differs_at(a: Sequence[Any], b: Sequence[Any]) -> int:
    """Where two sequences begin to differ."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((at for at, (x, y) in pairs if x != y), min(len(a), len(b)))


def short(value: Any) -> str:
    """A value as it is told: on one line, and not long."""
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    text = " ".join(text.split()) or repr(text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
