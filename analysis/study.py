"""A study: one comparison of an event, its sources and its parameters, in a folder with `study.toml`."""

import contextlib
import difflib
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from analysis.errors import InputError

FILE = "study.toml"
FORMULA = ("=", "+", "-", "@", "'")  # how a source's id may not begin
LONGEST_ID = 100  # characters
OTHERS = "(others)"  # stands for the sources that are not compared by name; no source may have this id
# Folders that hold studies by name, set by the command line so that a notebook's parameter can stay a plain name.
SEARCH_PATH = "RASHOMON_STUDIES"


@dataclass(frozen=True)
class Source:
    """Who published documents: the unit that is compared. `files` are patterns of the file names that are its."""

    id: str
    label: str
    files: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Publication:
    """How a study's report is cited: all of it may be missing.

    `authors` are written "Family, Given" or "Family, Jr, Given"; a name without a comma is an institution's. `published`
    is the report's date, not the event's. `license` is an identifier of SPDX's list, or an address.
    """

    authors: tuple[str, ...] = ()
    published: date | None = None
    doi: str = ""
    address: str = ""
    license: str = ""

    def told(self) -> dict[str, Any]:
        """What is known, by name, as JSON has it."""
        known = {"authors": list(self.authors), "published": str(self.published or "")}
        known |= {"doi": self.doi, "address": self.address, "license": self.license}
        return {key: value for key, value in known.items() if value}


@dataclass(frozen=True)
class Preparation:
    """How a study's texts are read and cleaned where `rashomon prepare` was told so, as its options say it.

    `without` are rules of cleaning that are switched off, `columns` the columns of fields by the field, `names` is the
    pattern of file names, `encoding` that of the texts. What is empty is found out.
    """

    without: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    names: str = ""
    encoding: str = ""

    def lines(self) -> list[str]:
        """Its lines in `study.toml`; none where nothing was told."""
        told = {key: value for key, value in vars(self).items() if value}
        return ["[preparation]", *(f"{key} = {toml(value)}" for key, value in told.items())] if told else []


@dataclass(frozen=True)
class Study:
    """What `study.toml` says. `sources` stand in the order in which figures show them."""

    name: str
    folder: Path
    title: str
    event: str
    date: date | None
    sources: tuple[Source, ...]
    note: str = ""
    share_text: bool = False
    parameters: dict[str, Any] = field(default_factory=dict)
    preparation: Preparation = field(default_factory=Preparation)
    publication: Publication = field(default_factory=Publication)

    @property
    def labels(self) -> dict[str, str]:
        """Source id to label, in display order."""
        return {source.id: source.label for source in self.sources}

    @property
    def notes(self) -> dict[str, str]:
        """Source id to what the study says of it."""
        return {source.id: source.note for source in self.sources}


def find(study: str | Path) -> Path:
    """The folder of a study, by path or by name.

    A name is looked up in the folders of $RASHOMON_STUDIES, then in a `seeds/` folder here or above, then in the one
    beside this package, so that a notebook finds its study from wherever it runs.
    """
    if (Path(study) / FILE).is_file():
        return Path(study).resolve()
    here = Path.cwd()
    places = [Path(place) for place in os.environ.get(SEARCH_PATH, "").split(os.pathsep) if place]
    places += [place / "seeds" for place in (here, *here.parents, Path(__file__).resolve().parents[1])]
    for place in places:
        if (place / study / FILE).is_file():
            return (place / study).resolve()
    raise InputError(
        study,
        f"no study of this name or path (a folder with {FILE})",
        "Give the folder of a study, or make one: rashomon prepare TEXTS --study seeds/NAME",
    )


def load(study: str | Path) -> Study:
    """Read a study by name or path. Raises InputError naming the key of `study.toml` that is wrong."""
    folder = find(study)
    return parse((folder / FILE).read_bytes(), folder)


def parse(text: bytes, folder: Path) -> Study:
    """A study from the bytes of its `study.toml`."""
    where = f"{folder.name}/{FILE}"
    try:
        told = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(where, f"is not TOML: {error}", "See docs/study.md for what the file holds.") from None
    for key, kind, what in _REQUIRED:
        if not isinstance(told.get(key), kind):
            found = "missing" if key not in told else repr(told[key])
            raise InputError(where, f"{key!r} is {found}", f"It must be {what}.")
    if not isinstance(told.get("date", date.min), date):
        raise InputError(where, f"'date' is {told['date']!r}", "Write a date without quotes: date = 2021-06-16")
    for key, kind, what in _OPTIONAL:
        if not isinstance(told.get(key, kind()), kind):
            raise InputError(where, f"{key!r} is {told[key]!r}", f"It must be {what}.")
    _known(told, _KEYS, where)
    return Study(
        name=folder.name,
        folder=folder,
        title=told["title"],
        event=told["event"],
        date=told.get("date"),
        sources=_sources(told["sources"], where),
        note=told.get("note", ""),
        share_text=bool(told.get("share_text", False)),
        parameters=dict(told.get("parameters", {})),
        preparation=_preparation(told.get("preparation", {}), where),
        publication=_publication(told, where),
    )


_REQUIRED: tuple[tuple[str, type, str], ...] = (
    ("title", str, "a text"),
    ("event", str, "a text"),
    ("sources", list, "one or more [[sources]]"),
)
_OPTIONAL: tuple[tuple[str, type, str], ...] = (
    ("note", str, "a text"),
    ("share_text", bool, "true or false"),
    ("parameters", dict, "a table: [parameters]"),
    ("preparation", dict, "a table: [preparation]"),
)
_PUBLICATION = set(Publication.__dataclass_fields__)
_KEYS = set(Study.__dataclass_fields__) - {"name", "folder", "publication"} | _PUBLICATION
# Letters of an address: none of them ends a string, or is markup, in what a report is written in.
DOI = re.compile(r"10\.\d{4,9}/[!#-;=?-\[\]_a-z~]+")
ADDRESS = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+")
LICENSE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9.+-]{{0,60}}|{ADDRESS.pattern}")  # an identifier, or where its text is


def _preparation(told: dict[str, Any], where: str) -> Preparation:
    """How the texts are prepared, from the table of that name."""
    _known(told, set(Preparation.__dataclass_fields__), f"{where}, [preparation]")
    without, columns = told.get("without", []), told.get("columns", {})
    names, encoding = told.get("names", ""), told.get("encoding", "")
    for key, fits, way_out in (
        ("without", _texts(without, list), 'Write the names of rules: without = ["by-line", "date"]'),
        ("columns", _texts(columns, dict), 'Write the columns of fields: columns = { source = "paper" }'),
        ("names", isinstance(names, str), 'Write a pattern: names = "{source}_{date}_{title}"'),
        ("encoding", isinstance(encoding, str), 'Write the name of an encoding: encoding = "cp1252"'),
    ):
        if not fits:
            raise InputError(where, f"{key!r} of [preparation] is {told[key]!r}", way_out)
    return Preparation(tuple(sorted(set(without))), columns, names, encoding)


def _texts(value: Any, kind: type) -> bool:
    """Whether this is a list or a table of texts."""
    held = value.values() if isinstance(value, dict) else value
    return isinstance(value, kind) and all(isinstance(one, str) for one in held)


def toml(value: object) -> str:
    """A value as TOML; its texts are those of JSON, which leaves one control character as it is."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {toml(one)}' for key, one in sorted(value.items()))} }}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, (str, bool, int, float)):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)  # a date


def _publication(told: dict[str, Any], where: str) -> Publication:
    """How the report is cited, from keys at the head of the file."""
    authors = told.get("authors", [])
    if not isinstance(authors, list) or not all(isinstance(author, str) for author in authors):
        raise InputError(
            where, f"'authors' is {authors!r}", 'Write a list: authors = ["Family, Given", "An institute"]'
        )
    for author in authors:
        parts = author.split(",")
        if len(parts) > 3 or not all(part.strip() for part in parts):
            way_out = (
                'Write "Family, Given" or "Family, Jr, Given", each author by itself; institutions without a comma.'
            )
            raise InputError(where, f"{author!r} is no author's name", way_out)
    published = told.get("published")
    if published is not None and type(published) is not date:
        found = f"'published' is {str(published)!r}"
        raise InputError(where, found, "Write the day without quotes or a time: published = 2026-11-22")
    for key, form, way_out in (
        ("doi", DOI, 'Write the DOI alone: doi = "10.5281/zenodo.1234567"'),
        ("address", ADDRESS, 'Write where the page is published: address = "https://example.org/report/"'),
    ):
        if key in told and not (isinstance(told[key], str) and form.fullmatch(told[key])):
            raise InputError(where, f"{key!r} is {told[key]!r}", way_out)
    return Publication(
        tuple(authors),
        published,
        told.get("doi", ""),
        told.get("address", ""),
        _license(told.get("license", ""), where),
    )


def _license(written: object, where: str) -> str:
    """A licence as SPDX writes its identifier, or its address; nothing for nothing."""
    way_out = 'Write an identifier of https://spdx.org/licenses/, license = "CC-BY-4.0", or the address of its text.'
    if isinstance(written, str) and (not written or ADDRESS.fullmatch(written)):
        return written
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    with contextlib.suppress(InvalidLicenseExpression):
        if isinstance(written, str) and LICENSE.fullmatch(written) and not written.lower().startswith("licenseref-"):
            return str(canonicalize_license_expression(written))
    raise InputError(where, f"'license' is {written!r}", way_out)


def _sources(rows: list[Any], where: str) -> tuple[Source, ...]:
    sources: list[Source] = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not row["id"].strip():
            raise InputError(where, f"source {number} has no id", 'Write [[sources]] with id = "A" and label = "…".')
        _known(row, set(Source.__dataclass_fields__), where)
        if row["id"] != row["id"].strip()[:LONGEST_ID] or not row["id"].isprintable() or row["id"].startswith(FORMULA):
            found = f"source id {row['id']!r} has characters that cannot stand in a table's key, or too many"
            raise InputError(where, found, "Begin it with a letter or digit; say more in its label.")
        if row["id"] == OTHERS:
            raise InputError(where, f"source id {OTHERS!r} stands for all sources not named", "Choose another id.")
        files = row.get("files", [])
        if not isinstance(files, list) or not all(isinstance(pattern, str) for pattern in files):
            raise InputError(
                where, f"'files' of source {row['id']!r} is {files!r}", 'Write patterns: files = ["a*.txt"]'
            )
        if row["id"] in {source.id for source in sources}:
            raise InputError(where, f"source id {row['id']!r} stands twice", "Every source needs an id of its own.")
        sources.append(Source(row["id"], str(row.get("label", row["id"])), tuple(files), str(row.get("note", ""))))
    if not sources:
        raise InputError(where, "the study has no source", 'Add at least one: [[sources]] with id = "A".')
    return tuple(sources)


def _known(told: dict[str, Any], keys: set[str], where: str) -> None:
    if unknown := sorted(set(told) - keys):
        near = difflib.get_close_matches(unknown[0], keys, n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        raise InputError(where, f"unknown key {unknown[0]!r}", f"{hint}Known: {', '.join(sorted(keys))}.")
