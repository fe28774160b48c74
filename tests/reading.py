"""Reading invented files in tests: what `readers.read` gives, sorted by kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.corpus import readers
from analysis.corpus.records import Page, Record, Rejected, Seen


@dataclass
class Result:
    """Everything that was found and seen."""

    records: list[Record] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    @property
    def reasons(self) -> dict[tuple[str, str], str]:
        """File and row to the reason they were rejected for."""
        return {(one.file, one.row): one.reason for one in self.rejected}

    @property
    def origins(self) -> list[str]:
        return [record.origin for record in self.records]


def read(*places: Path, options: readers.Options | None = None) -> Result:
    """Read places; every page is opened too."""
    result = Result()
    for found in readers.read(places, options or readers.Options(), result.seen.append):
        if isinstance(found, Page):
            result.pages.append(found)
            found = readers.open_page(found)
        if isinstance(found, Record):
            result.records.append(found)
        else:
            result.rejected.append(found)
    return result


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files by their path below a folder, text in UTF-8."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def only(values: Sequence[Record]) -> Record:
    """The one document that was read."""
    (value,) = values
    return value
