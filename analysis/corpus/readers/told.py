"""What tables, a Zotero export, file names and folders say about the files beside them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from analysis.corpus.readers import delimited, fields, jsons
from analysis.corpus.readers.fields import Columns
from analysis.corpus.readers.limits import SAMPLE, UnreadableError
from analysis.corpus.readers.options import Options
from analysis.corpus.readers.places import Item
from analysis.corpus.readers.rows import DOCUMENT_FIELDS, About
from analysis.corpus.records import Rejected, Seen

_Fields = dict[str, str]


class Told:
    """Metadata that stands apart from the texts; filled with `take` before the texts are read, asked with `about`."""

    def __init__(self, options: Options, known: Columns) -> None:
        self.files: set[str] = set()  # origins of the files that hold metadata and no texts
        self.rejected: list[Rejected] = []
        self._options, self._known = options, known
        self._tables: dict[str, list[_Lookup]] = {}  # by folder
        self._items = _Lookup("", "Zotero")
        self._zotero: list[tuple[str, int]] = []

    def take(self, item: Item) -> None:
        """Keep what a file says of others, if it is a table with a column of file names and no texts, or CSL-JSON."""
        try:
            if item.kind == "table":
                self._take_table(item)
            elif item.kind == "JSON":
                self._take_csl(item)
        except (UnreadableError, OSError):
            return  # read again with the other files, and reported there

    def _take_table(self, item: Item) -> None:
        columns = delimited.layout(item, self._options.encoding, whole=False).columns
        found = Columns(self._options.columns).recognise(columns)
        if "text" in found or "file" not in found:
            return
        self._known.recognise(columns)
        how = delimited.layout(item, self._options.encoding)
        self.files.add(item.origin)
        lookup = _Lookup(item.origin, fields.described(columns, found))
        for place, cells in delimited.rows(item, how):
            if isinstance(cells, UnreadableError):
                self.rejected.append(Rejected(item.origin, place, str(cells)))
                continue
            said = {field: fields.cell(cells[number]) for field, number in found.items()}
            if not lookup.add_file(said.pop("file"), said):
                self.rejected.append(Rejected(item.origin, place, "no file is named, or a second time; keep one row"))
        self._tables.setdefault(item.folder, []).append(lookup)

    def _take_csl(self, item: Item) -> None:
        with item.open() as stream:
            head = stream.read(SAMPLE)
        if b'"type"' not in head or not re.search(
            rb'"(issued|container-title|publisher|publisher-place|author)"', head
        ):
            return
        value = jsons.load(item, self._options.encoding)
        items = value.get("items") if isinstance(value, dict) else value
        if not isinstance(items, list) or not _is_csl(items):
            return
        self.files.add(item.origin)
        self._zotero.append((item.origin, len(items)))
        for entry in items:
            said = _of_csl(entry)
            for name in _attachments(entry):
                self._items.add_file(name, said)
            self._items.add_title(said["title"], said)

    def about(self, item: Item, title: str = "", front: Mapping[str, str] | None = None) -> About:
        """What is known of a file. What goes first wins, field by field: the `files` patterns of the study's sources, a
        table in the file's folder or above it, a Zotero export, the front matter, the file's name, its sub-folder."""
        layers: list[tuple[str, Mapping[str, str]]] = [("study.toml", self._source_of(item))]
        layers += [("table", said) for said in self._of_tables(item)]
        layers += [("Zotero", self._items.find(item.name, item.stem) or self._items.find_title(title, item.stem))]
        layers += [("front matter", front or {}), ("file name", self._options.from_name(item.stem))]
        told: _Fields = {}
        via = "sub-folder" if item.below else ""
        for layer, said in layers:
            if said.get("source") and "source" not in told:
                via = layer
            told = {field: value for field, value in said.items() if value} | told
        return About(item.origin, told, item.below, via)

    def _source_of(self, item: Item) -> _Fields:
        for source in self._options.sources:
            if any(fnmatchcase(item.name, pattern) or fnmatchcase(item.origin, pattern) for pattern in source.files):
                return {"source": source.id}
        return {}

    def _of_tables(self, item: Item) -> Iterator[Mapping[str, str]]:
        folder = item.folder
        while True:
            for lookup in self._tables.get(folder, []):
                yield lookup.find(item.origin.removeprefix(folder).lstrip("/"), item.name, item.stem)
            if not folder:
                return
            folder = folder.rpartition("/")[0]

    def seen(self) -> Iterator[Seen]:
        """What metadata was taken, and how much of it fits a file; to be asked after all files were read."""
        for lookups in self._tables.values():
            for lookup in lookups:
                yield Seen(lookup.origin, "metadata table", f"{lookup.detail}; {lookup.fitting()}")
        for origin, count in self._zotero:
            yield Seen(origin, "Zotero export", f"{count} items; {self._items.fitting()} in all exports")


class _Lookup:
    """Fields by file and by title. What two entries claim with different fields is nobody's."""

    def __init__(self, origin: str, detail: str) -> None:
        self.origin, self.detail = origin, detail
        self._files: dict[str, _Fields | None] = {}
        self._titles: dict[str, _Fields | None] = {}
        self._paths: set[str] = set()
        self._used: set[int] = set()

    def add_file(self, name: str, said: _Fields) -> bool:
        path = re.sub(r"^(\./)+", "", name.replace("\\", "/"))
        if not path or path in self._paths:
            return False
        self._paths.add(path)
        for key in {path, path.rpartition("/")[2]}:
            self._files[key] = said if self._files.get(key, said) == said else None
        return True

    def add_title(self, title: str, said: _Fields) -> None:
        if key := _folded(title):
            self._titles[key] = said if self._titles.get(key, said) == said else None

    def find(self, *names: str) -> _Fields:
        return self._use(self._files.get(name) for name in names)

    def find_title(self, *titles: str) -> _Fields:
        parts = [part for title in titles for part in (title, *re.split(r"\s[|–—-]\s", title)[:1])]
        return self._use(self._titles.get(_folded(part)) for part in parts)

    def _use(self, candidates: Iterator[_Fields | None]) -> _Fields:
        said = next((said for said in candidates if said), None)
        if said is None:
            return {}
        self._used.add(id(said))
        return said

    def fitting(self) -> str:
        return f"{len(self._used)} fit a file"


def _folded(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _is_csl(items: list[Any]) -> bool:
    """Whether these are entries of a library and not articles: each says its type and title, none has a text."""
    if not items or not all(isinstance(entry, dict) for entry in items):
        return False
    keys = Counter(key for entry in items for key in entry)
    texts = "text" in Columns().recognise(list(keys))
    return not texts and keys["type"] == len(items) and keys["title"] > 0 and len(keys) > 2


def _of_csl(entry: Mapping[str, Any]) -> _Fields:
    said = {field: fields.cell(entry.get(field)) for field in ("title", "language", "id")}
    said["source"] = next((s for key in ("container-title", "publisher") if (s := fields.cell(entry.get(key)))), "")
    said["url"] = fields.cell(entry.get("URL"))
    said["date"] = _issued(entry.get("issued"))
    return {field: said[field] for field in DOCUMENT_FIELDS}


def _issued(value: Any) -> str:
    if not isinstance(value, Mapping):
        return fields.cell(value)
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [fields.cell(part).zfill(2) for part in first[:3]]
    return "-".join(numbers) if numbers else fields.cell(value.get("raw") or value.get("literal"))


def _attachments(entry: Mapping[str, Any]) -> Iterator[str]:
    """The names of the files that an entry says are its own."""
    yield from (name for key in ("file", "filename") if (name := fields.cell(entry.get(key))))
    attached = entry.get("attachments")
    for attachment in attached if isinstance(attached, list) else []:
        if isinstance(attachment, dict) and (name := fields.cell(attachment.get("path") or attachment.get("filename"))):
            yield name
