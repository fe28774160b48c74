"""Sentences whose every number is a named value."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from analysis.grades import Grade

NAME = r"[a-z][a-z0-9_.-]*"
PLACEHOLDER = re.compile(rf"\{{({NAME})\}}")
REFERENCE = re.compile(r"@(fig|tab|sec)-([a-z0-9]+(?:-[a-z0-9]+)*)")


@dataclass(frozen=True)
class Value:
    """A named number (or word) of a report, as it is published and cited.

    `value` is rounded to `digits` decimals on entry, so what is printed is what is stored. A `unit` of "%" means that
    `value` is a percentage (34.0, not 0.34). `low` and `high` are the ends of its interval, `n` what it was counted
    over.
    """

    name: str
    value: int | float | str
    unit: str = ""
    digits: int = 0
    low: float | None = None
    high: float | None = None
    n: int | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(NAME, self.name):
            raise ValueError(f"{self.name!r} is not a value name: lower case, digits, '.', '-' and '_', a letter first")
        for key in ("value", "low", "high"):
            object.__setattr__(self, key, _published(getattr(self, key), self.digits))

    @property
    def text(self) -> str:
        """The value as a reader sees it: 1,331 or 0.53 or 34 %."""
        if isinstance(self.value, str):
            return self.value
        number = f"{self.value:,.{self.digits}f}".replace("-", "−")
        return f"{number} %" if self.unit == "%" else number


def _published(value: Any, digits: int) -> Any:
    """A plain Python number, rounded; whole where no decimals are published; never -0."""
    if value is None or isinstance(value, str):
        return value
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value!r} cannot be published as a number")
    rounded = round(number, digits) + 0.0
    return int(rounded) if digits == 0 else rounded


@dataclass(frozen=True)
class Sentence:
    """A sentence with placeholders, `{corpus.documents} documents`, and the values that fill them.

    A digit outside a placeholder or a cross-reference (`@fig-…`, `@tab-…`, `@sec-…`) is refused: every number in the
    prose is computed.
    """

    template: str
    values: tuple[Value, ...] = field(default=())

    def __post_init__(self) -> None:
        asked = set(PLACEHOLDER.findall(self.template))
        given = {value.name for value in self.values}
        for value in self.values:
            if any(other.name == value.name and other != value for other in self.values):
                raise ValueError(f"{value.name} has two values in {self.template!r}")
        if missing := asked - given:
            raise ValueError(f"no value for {sorted(missing)} in {self.template!r}")
        if digits := re.findall(r"\d+", REFERENCE.sub("", PLACEHOLDER.sub("", self.template))):
            raise ValueError(f"typed by hand: {digits} in {self.template!r}")

    @classmethod
    def of(cls, template: str, *values: Value) -> Self:
        return cls(template, values)

    def __add__(self, other: "Sentence") -> "Sentence":
        return Sentence(f"{self.template} {other.template}", self.values + other.values)

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        texts = {value.name: value.text for value in self.values}
        return PLACEHOLDER.sub(lambda m: texts[m[1]], self.template)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """The sentence that `to_json` wrote."""
        values = ({key: value for key, value in row.items() if key != "text"} for row in told["values"])
        return cls(told["template"], tuple(Value(**row) for row in values))

    def to_json(self) -> dict[str, Any]:
        return {
            "template": self.template,
            "values": [
                {k: v for k, v in asdict(value).items() if k == "value" or v not in (None, "")} | {"text": value.text}
                for value in self.values
            ],
        }


@dataclass(frozen=True)
class Finding:
    """A computed sentence with the figure that shows it and how far it reaches.

    `detectable` says which differences these texts are long enough to show, `robustness` how it fares in other settings,
    where that is known.
    """

    id: str
    sentence: Sentence
    grade: Grade
    figure: str = ""
    detectable: Sentence | None = None
    robustness: Sentence | None = None

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """The finding that `to_json` wrote."""
        beside = {key: Sentence.from_json(told[key]) for key in ("detectable", "robustness") if key in told}
        return cls(told["id"], Sentence.from_json(told["sentence"]), told["grade"], told["figure"], **beside)

    def to_json(self) -> dict[str, Any]:
        found = {"id": self.id, "grade": self.grade, "figure": self.figure, "sentence": self.sentence.to_json()}
        beside = {"detectable": self.detectable, "robustness": self.robustness}
        return found | {key: said.to_json() for key, said in beside.items() if said is not None}


@dataclass(frozen=True)
class Standing:
    """How a finding, by its id, fares in other settings: a sentence that stands below it or, with `title`, by itself."""

    finding: str
    title: str
    sentence: Sentence
    robust: bool

    def to_json(self) -> dict[str, Any]:
        return {
            "finding": self.finding,
            "title": self.title,
            "robust": self.robust,
            "sentence": self.sentence.to_json(),
        }


class Values:
    """Gathers the values of a sentence. Whatever comes from a study, its labels too, enters a sentence as a value."""

    def __init__(self, *values: Value) -> None:
        self._values = list(values)

    def put(self, name: str, value: int | float | str, unit: str = "", **more: Any) -> str:
        """The placeholder of a new value."""
        self._values.append(Value(name, value, unit, **more))
        return f"{{{name}}}"

    def label(self, labels: Mapping[str, str], source: str) -> str:
        """The placeholder of a source's label."""
        return self.put(f"source.{slugs(labels)[source]}", labels[source])

    def say(self, template: str) -> Sentence:
        """The sentence; values that were put twice stand once."""
        return Sentence(template, tuple(dict.fromkeys(self._values)))


def slugs(things: Iterable[str]) -> dict[str, str]:
    """A part of a value name for each thing, no two the same: `Fox News` is fox-news, a second one fox-news-2."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for thing in dict.fromkeys(things):
        base = re.sub(r"[^a-z0-9_]+", "-", thing.lower()).strip("-_") or "unnamed"
        slug, number = base, 1
        while slug in taken:
            number += 1
            slug = f"{base}-{number}"
        taken.add(slug)
        found[thing] = slug
    return found


def enumerate_words(words: Sequence[str], last: str = "and") -> str:
    """a; a and b; a, b and c."""
    *first, end = words or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def plural(count: int, one: str, many: str = "") -> str:
    """The noun that goes with a count."""
    return one if count == 1 else many or f"{one}s"
