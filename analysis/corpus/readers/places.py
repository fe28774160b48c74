"""The files of the folders and archives that were given, in a fixed order and never from outside of them."""

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from analysis.corpus.readers import limits
from analysis.corpus.records import Rejected
from analysis.errors import InputError

KINDS = {
    ".txt": "plain text", ".text": "plain text", ".md": "plain text",
    ".csv": "table", ".tsv": "table", ".tab": "table",
    ".jsonl": "JSON Lines", ".ndjson": "JSON Lines", ".json": "JSON",
    ".parquet": "Parquet",
    ".html": "web page", ".htm": "web page", ".xhtml": "web page",
    ".docx": "Word", ".zip": "ZIP archive",
}  # fmt: skip
HINTS = {
    ".mhtml": "save the page as HTML only", ".mht": "save the page as HTML only",
    ".doc": "save it as .docx or text", ".rtf": "save it as .docx or text", ".odt": "save it as .docx or text",
    ".pdf": "save its text as .docx or .txt",
    ".xlsx": "save the sheet as CSV", ".xls": "save the sheet as CSV", ".ods": "save the sheet as CSV",
    ".gz": "unpack it first", ".tar": "unpack it first", ".7z": "unpack it first", ".rar": "unpack it first",
}  # fmt: skip
_ABOUT = {"readme", "license", "licence", "copying"}  # what such a file holds is about the texts
_KNOWN = "Known: " + ", ".join(sorted(KINDS))


@dataclass(frozen=True)
class Item:
    """A file of a known kind that can be opened.

    `below` is the first folder between the place that was given and the file, empty if there is none. `size` in bytes
    is measured in a folder, and only a claim in an archive.
    """

    origin: str
    kind: str
    below: str
    size: int
    open: Callable[[], BinaryIO]

    @property
    def name(self) -> str:
        return self.origin.rpartition("/")[2]

    @property
    def folder(self) -> str:
        return self.origin.rpartition("/")[0]

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem


@dataclass(frozen=True)
class Place:
    """A file or folder that was given. `label` names it in messages; `prefix` begins the origins of what it holds."""

    path: Path
    label: str
    prefix: str


def name_places(paths: Sequence[Path]) -> list[Place]:
    """The places that were given, each once; InputError for one that does not exist or cannot be a place.

    With one folder, origins are paths below it. With several places, the origins of a folder's or archive's files begin
    with its name, and one whose name an earlier place has is called "name (2)". A place inside another is left out.
    """
    real = {path: _resolved(path) for path in paths}
    kept = list(dict.fromkeys(path for path in paths if not any(_holds(real[other], real[path]) for other in paths)))
    kept = [path for number, path in enumerate(kept) if real[path] not in [real[other] for other in kept[:number]]]
    named: list[Place] = []
    taken: set[str] = set()
    for path in kept:
        name = printable(path.name if path.name not in ("", "..") else real[path].name) or "folder"
        first, stem, suffix = name, *_split(name)
        number = 2
        while name in taken:
            name, number = f"{stem} ({number}){suffix}", number + 1
        taken.add(name)
        holds = real[path].is_dir() or first.casefold().endswith(".zip")
        prefix = "" if len(kept) == 1 and holds else f"{name}/" if holds else name
        named.append(Place(real[path], name + "/" * real[path].is_dir(), prefix))
    return named


def _split(name: str) -> tuple[str, str]:
    return (
        (stem, "." + suffix)
        if (stem := name.rpartition(".")[0]) and (suffix := name.rpartition(".")[2])
        else (name, "")
    )


def _holds(folder: Path, path: Path) -> bool:
    return folder != path and folder in path.parents


def _resolved(path: Path) -> Path:
    try:
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except (OSError, ValueError, RuntimeError):
        raise InputError(
            printable(str(path)), "no such file or folder", "Give the folder or file that holds the texts."
        ) from None
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise InputError(printable(str(path)), "neither a file nor a folder", "Save the texts in a folder and give it.")
    return real


def kind_of(name: str) -> str:
    """The kind of a file by its name, "" for one that is passed over, "rejected" for one that needs to be converted."""
    stem, suffix = _split(name.casefold())
    if name.startswith(".") or stem in _ABOUT:
        return ""
    return KINDS.get(suffix, "rejected" if suffix in HINTS else "")


def pass_over(name: str, passed: Counter[str]) -> None:
    """Count a file that is not read, by what a user would know it by."""
    stem, suffix = _split(name)
    passed["hidden" if name.startswith(".") else name if stem.casefold() in _ABOUT else suffix or "no suffix"] += 1


def unsupported(origin: str) -> Rejected:
    """A file of a kind that people have but that is not read, with what to do."""
    suffix = _split(origin.casefold())[1]
    return Rejected(origin, "", f"files of the kind {suffix} are not read; {HINTS[suffix]}")


def walk(place: Place, passed: Counter[str]) -> Iterator[Item | Rejected]:
    """The files of a place in order of their names, folder by folder. What is passed over is counted in `passed`.

    Links to folders are not followed (so there is no loop), a link to a file only if that lies in the place; what is
    neither file nor folder is never opened.
    """
    if not place.path.is_dir():
        yield from _file(
            place.path, place.path.parent, place.prefix.removesuffix("/") or printable(place.path.name), passed
        )
        return
    waiting: list[tuple[Path, str]] = [(place.path, place.prefix.removesuffix("/"))]
    while waiting:
        path, origin = waiting.pop()
        try:
            if path.is_dir() and not (path.is_symlink() and path != place.path):
                names = sorted(os.listdir(path), reverse=True)
                waiting += [
                    (path / name, f"{origin}/{printable(name)}".lstrip("/")) for name in names if _visible(name)
                ]
                for name in names:
                    if not _visible(name):
                        pass_over(name, passed)
                continue
            yield from _file(path, place.path, origin, passed, place.prefix)
        except OSError as error:
            yield Rejected(origin, "", f"cannot be opened ({error.strerror}); look at its permissions")


def _visible(name: str) -> bool:
    return not name.startswith(".") and name != "__MACOSX"


def _file(path: Path, root: Path, origin: str, passed: Counter[str], prefix: str = "") -> Iterator[Item | Rejected]:
    kind = kind_of(path.name)
    if not kind:
        pass_over(path.name, passed)
        return
    if path.is_symlink():
        target = _target(path)
        if target is None or not _holds(root, target):
            yield Rejected(origin, "", "a link that leads nowhere or out of the folder; put the file itself there")
            return
        if target.is_dir():
            passed["links to folders"] += 1
            return
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        passed["not files"] += 1
    elif kind == "rejected":
        yield unsupported(origin)
    else:
        below = origin.removeprefix(prefix).rpartition("/")[0].partition("/")[0].strip()
        yield Item(origin, kind, below, found.st_size, lambda: path.open("rb"))


def _target(link: Path) -> Path | None:
    try:
        return link.resolve(strict=True)
    except (OSError, RuntimeError):
        return None


def printable(name: str) -> str:
    """A file's name without what would break a line or a table; two names never become the same one.

    A control character or a byte that is not UTF-8 becomes U+FFFD and its number, and so does U+FFFD itself.
    """
    if name.isprintable() and "\ufffd" not in name:
        return name
    return "".join(char if char.isprintable() and char != "\ufffd" else f"\ufffd{ord(char):06X}" for char in name)


def nothing_known(label: str, passed: Counter[str]) -> InputError:
    """The error for a place without any file that could be read."""
    held = f" ({passed_over(passed)})" if passed else ""
    return InputError(label, f"holds no file of a known kind{held}", f"{_KNOWN}. Save the texts as one of these.")


def passed_over(passed: Counter[str]) -> str:
    """What was passed over: "3 files: .css, .jpg"."""
    count = passed.total()
    return f"{count} file{'s' * (count > 1)}: {', '.join(sorted(passed)[:12])}"


def read_whole(item: Item, limit: int = limits.FILE) -> bytes:
    """The bytes of a file; UnreadableError if there are more than `limit`, before or while they are read."""
    if item.size > limit:
        raise limits.UnreadableError(f"is larger than {limit // limits.MEGABYTE} MB; split it into smaller files")
    with item.open() as stream:
        return limits.read_whole(stream, limit)
