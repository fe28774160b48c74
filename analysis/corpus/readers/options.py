"""What a user says about the input: encoding, columns, file names, known sources."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.corpus.readers import encodings
from analysis.corpus.readers.fields import SPELLINGS
from analysis.errors import InputError
from analysis.study import Source

_IN_NAMES = ("source", "date", "title", "language", "id")
_WILD = re.compile(r"\{([^{}]*)\}|(\*)")
_EXAMPLE = 'Write it like "{source}_{date}_{title}"; fields: ' + ", ".join(_IN_NAMES) + "; * is anything."
_LONGEST_NAME = 1_000  # characters of a file's name that a pattern looks at


@dataclass(frozen=True)
class Options:
    """How to read.

    `encoding` is that of all texts and tables (None: found out). `columns` maps a field to the column that holds it,
    where the usual names do not tell. `names` is a pattern of file names without their suffix, such as
    "{source}_{date}_{title}": a field ends where the text that follows it in the pattern first stands, one before a
    `*` at the end of its word. `sources` are those of a study: their `files` patterns say which files are theirs.
    """

    encoding: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    names: str = ""
    sources: tuple[Source, ...] = ()

    def check(self) -> None:
        """InputError for an unknown encoding, a column of an unknown field or a pattern that cannot be read."""
        encodings.check_name(self.encoding)
        if unknown := sorted(set(self.columns) - set(SPELLINGS)):
            found = f"unknown field {unknown[0]!r}"
            raise InputError("--column", found, f"Write field=column; fields: {', '.join(SPELLINGS)}.")
        _compiled(self.names)

    def from_name(self, stem: str) -> dict[str, str]:
        """What the pattern finds in a file's name without its suffix; nothing if it does not fit."""
        if not self.names or not (found := _compiled(self.names).fullmatch(stem[:_LONGEST_NAME])):
            return {}
        return {name: value.strip() for name, value in found.groupdict().items()}


def _compiled(names: str) -> re.Pattern[str]:
    """The pattern as a regular expression that never goes back, so that no name takes long."""
    parts: list[str] = []
    end, fields = 0, list[str]()
    wild = list(_WILD.finditer(names))
    for number, found in enumerate(wild):
        parts.append(re.escape(_literal(names, end, found.start())))
        end = found.end()
        following = wild[number + 1].start() if number + 1 < len(wild) else len(names)
        after = re.escape(_literal(names, end, following)[:1])
        if found[2]:
            parts.append(f"(?>.*?(?={after}))" if after else ".*")
            continue
        if found[1] not in _IN_NAMES or found[1] in fields:
            raise InputError("--names", f"{{{found[1]}}} is no field, or stands twice", _EXAMPLE)
        if not after and following < len(names) and not wild[number + 1][2]:
            raise InputError("--names", f"nothing stands between {{{found[1]}}} and the next field", _EXAMPLE)
        fields.append(found[1])
        whole = r"[^\s_]+" if not after and following < len(names) else ".+"
        parts.append(f"(?P<{found[1]}>(?>.+?(?={after})))" if after else f"(?P<{found[1]}>{whole})")
    parts.append(re.escape(_literal(names, end, len(names))))
    if names and not fields:
        raise InputError("--names", f"the pattern {names!r} has no field", _EXAMPLE)
    return re.compile("".join(parts), re.DOTALL)


def _literal(names: str, start: int, end: int) -> str:
    if "{" in (text := names[start:end]) or "}" in text:
        raise InputError("--names", f"a brace in {names!r} is not closed or not opened", _EXAMPLE)
    return text
