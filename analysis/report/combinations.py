"""The combinations of values that `rashomon report --each name=value,value` asks for, and the folder name of each."""

import hashlib
import itertools
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.errors import ParameterError
from analysis.report import left_out, parameters, prose
from analysis.study import Study

OPTION = "--each"
SOURCE = "source"  # no parameter: each of these sources is left out in turn
MOST = 64  # combinations of one run
LONGEST = 80  # characters of a folder's name
_FORM = f"Write it as {OPTION} name=value,value"
_JSON = f"""A value with a comma, and a list, are written as JSON: {OPTION} 'name=["a,b","c"]', {OPTION} 'name=[[1,2],[3]]'"""


@dataclass(frozen=True)
class Setting:
    """One value of one parameter, also as the command line's text; of `source`, the one left out, or none."""

    name: str
    value: Any
    text: str

    @property
    def label(self) -> str:
        """What a reader is told: `k = 5`, `without A`, `all sources`."""
        if self.name == SOURCE:
            return f"without {prose.visible(self.text)}" if self.text else "all sources"
        return f"{self.name} = {prose.visible(' '.join(self.text.split())) or '(empty)'}"


@dataclass(frozen=True)
class Combination:
    """A value for every parameter that varies, and the name of the folder of its report."""

    settings: tuple[Setting, ...]
    folder: str
    study: str = ""  # name of a folder for the study less the source that is left out; empty if none is

    @property
    def label(self) -> str:
        return ", ".join(setting.label for setting in self.settings)

    @property
    def given(self) -> dict[str, str]:
        """The texts of its parameters, as `-p` would have them."""
        return {setting.name: setting.text for setting in self.settings if setting.name != SOURCE}

    @property
    def without(self) -> str:
        """The source that is left out; empty if none is."""
        return next((setting.text for setting in self.settings if setting.name == SOURCE), "")


def combinations(
    asked: Sequence[str], study: Study, known: Mapping[str, parameters.Parameter], given: Mapping[str, str]
) -> list[Combination]:
    """Every combination of the values `asked` for, the last named varying fastest.

    `known` are the parameters that notebooks declare, `given` those that are set for all. Raises ParameterError for a
    name or a value that cannot be, one that stands twice, or more than `MOST` combinations.
    """
    varied: dict[str, list[Setting]] = {}
    for text in asked:
        name, equals, values = text.partition("=")
        name = name.strip()
        if not equals or not name:
            raise ParameterError(OPTION, f"{text!r} is not name=value,value", _FORM)
        if name in varied or name in given:
            also = f"{OPTION} twice" if name in varied else f"-p and {OPTION}"
            raise ParameterError(OPTION, f"{name!r} is given by {also}", "Name it once, with all its values.")
        varied[name] = _left_out(values, study) if name == SOURCE else _settings(name, values, known)
    many = 1
    for settings in varied.values():
        many *= len(settings)
    if many > MOST:
        raise ParameterError(OPTION, f"{many:,} combinations, and one run makes {MOST} at most", "Give fewer values.")
    found = list(itertools.product(*varied.values()))
    alone = [(setting,) for setting in varied.get(SOURCE, ())]
    of = {one[0].text: name for one, name in zip(alone, _folders(alone), strict=True)}
    return [
        Combination(
            one, name, next((of[setting.text] for setting in one if setting.name == SOURCE and setting.text), "")
        )
        for one, name in zip(found, _folders(found), strict=True)
    ]


def _settings(name: str, values: str, known: Mapping[str, parameters.Parameter]) -> list[Setting]:
    parameter = parameters.named(name, known, OPTION)
    if values.lstrip().startswith("["):
        read = [
            parameters.typed(value, parameter, f"{OPTION} {name}={values}", parameters.check)
            for value in _json(name, values)
        ]
    else:
        read = [
            parameters.typed(text, parameter, f"{OPTION} {name}={values}", parameters.parse)
            for text in _split(name, values)
        ]
    return _each_once(name, [Setting(name, value, _text(value)) for value in read])


def _left_out(values: str, study: Study) -> list[Setting]:
    """None first: without a report of all sources, there is nothing to compare the others with."""
    named = _json(SOURCE, values) if values.lstrip().startswith("[") else _split(SOURCE, values)
    left_out.check(study, [str(value) for value in named])
    return _each_once(SOURCE, [Setting(SOURCE, text, text) for text in ("", *map(str, named))])


def _json(name: str, text: str) -> list[Any]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise ParameterError(f"{OPTION} {name}={text}", "begins with [ and is not JSON", _JSON) from None
    if not values:
        raise ParameterError(OPTION, f"{name!r} has no value", _FORM)
    return list(values)


def _split(name: str, text: str) -> list[str]:
    values = [value.strip() for value in text.split(",")]
    if not all(values):
        raise ParameterError(OPTION, f"{name}={text} has an empty value", f"{_FORM}. {_JSON}")
    return values


def _each_once(name: str, settings: list[Setting]) -> list[Setting]:
    for text, times in Counter(setting.text for setting in settings).items():
        if times > 1:
            raise ParameterError(OPTION, f"{name} has the value {text!r} {times} times", "Name each value once.")
    return settings


def _text(value: Any) -> str:
    """A value as `parameters.parse` reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _folders(found: Sequence[tuple[Setting, ...]]) -> list[str]:
    """A name for each that any file system can have: the values, and a digest of them where letters had to go.

    On some file systems `a` and `A` are one name, so those get a digest too.
    """
    plain = [",".join(_plain(setting) for setting in settings) for settings in found]
    whole = [len(name) <= LONGEST and all(map(_says_all, one)) for name, one in zip(plain, found, strict=True)]
    folded = Counter(name.casefold() for name, alone in zip(plain, whole, strict=True) if alone)
    return [
        name if alone and folded[name.casefold()] == 1 else f"{name[:LONGEST]}-{_digest(settings)}"
        for name, alone, settings in zip(plain, whole, found, strict=True)
    ]


def _plain(setting: Setting) -> str:
    if setting.name == SOURCE:
        return f"without-{_letters(setting.text)}" if setting.text else "all-sources"
    items = setting.value if isinstance(setting.value, list) else [setting.text]
    return f"{_letters(setting.name)}={'+'.join(_letters(_text(item)) for item in items)}"


def _says_all(setting: Setting) -> bool:
    """Whether the plain name can be of no other value."""
    items = [_text(item) for item in setting.value] if isinstance(setting.value, list) else [setting.text]
    if setting.name == SOURCE and not setting.text:
        return True
    return bool(items) and all(_letters(text) == text for text in (setting.name, *items))


def _letters(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-.") or "x"


def _digest(settings: tuple[Setting, ...]) -> str:
    told = json.dumps([[setting.name, setting.value] for setting in settings], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:8]
