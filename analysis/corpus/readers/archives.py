"""The members of a ZIP archive, unpacked in memory piece by piece, and never to more than their share."""

import io
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from analysis.corpus.readers import limits, places
from analysis.corpus.readers.limits import UnreadableError
from analysis.corpus.readers.places import Item
from analysis.corpus.records import Rejected

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the others unpack in steps that cannot be bounded
_PIECE = 65_536
# What zipfile raises on damaged archives, by trial.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, LookupError)


@dataclass
class Budget:
    """What the members of one archive have unpacked to, in bytes; a member that is read twice counts once."""

    packed: int
    total: int = 0
    used: dict[int, int] = field(default_factory=dict)

    def spend(self, member: zipfile.ZipInfo, place: int) -> None:
        """Count that a member was read up to a place. Raises UnreadableError when it is a bomb."""
        before = self.used.get(member.header_offset, 0)
        self.used[member.header_offset] = max(place, before)
        self.total += self.used[member.header_offset] - before
        if place > limits.RATIO_FROM and place > limits.RATIO * min(member.compress_size, self.packed):
            raise UnreadableError("unpacks to far more than a text would; it looks like a ZIP bomb and was not read")
        if self.total > limits.ARCHIVE:
            found = f"the archive unpacks to more than {limits.ARCHIVE // limits.MEGABYTE:,} MB"
            raise UnreadableError(f"{found}; unpack it yourself and give the folder")


class _Member(io.RawIOBase):
    """A member as a stream that counts what it really unpacks to, whatever the archive says of it."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> None:
        self._member, self._budget, self._place = member, budget, 0
        self._budget.spend(member, 0)
        try:
            self._stream = archive.open(member)
        except _BROKEN as error:
            raise UnreadableError(_damaged(error)) from None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            piece = self._stream.read(min(len(buffer), _PIECE))
        except _BROKEN as error:
            raise UnreadableError(_damaged(error)) from None
        self._place += len(piece)
        self._budget.spend(self._member, self._place)
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        if not self.closed and hasattr(self, "_stream"):
            self._stream.close()
        super().close()


def members(item: Item, passed: Counter[str], prefix: str) -> Iterator[Item | Rejected]:
    """The files of an archive in order of their names; `prefix` begins their origins. Raises UnreadableError.

    A folder that holds all of them is not taken for a source's.
    """
    try:
        with item.open() as stream, zipfile.ZipFile(stream) as archive:
            budget = Budget(item.size)
            listed = sorted(archive.infolist(), key=lambda member: (member.filename, member.header_offset))
            shared = _shared_folder([m.filename for m in listed if not m.is_dir() and not _is_hidden(m.filename)])
            before = ""
            for member in listed:
                if member.is_dir() or _is_passed(member.filename, passed):
                    continue
                origin = prefix + "/".join(map(places.printable, member.filename.split("/")))
                if reason := _refused(member, before):
                    yield Rejected(origin, "", reason)
                    continue
                before = member.filename
                kind = places.kind_of(member.filename.rpartition("/")[2])
                below = item.below or member.filename.removeprefix(shared).rpartition("/")[0].partition("/")[0].strip()
                yield Item(origin, kind, places.printable(below), member.file_size, _opener(archive, member, budget))
    except _BROKEN as error:
        raise UnreadableError(_damaged(error)) from None


def _opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> Callable[[], BinaryIO]:
    def start() -> BinaryIO:
        return io.BufferedReader(_Member(archive, member, budget), _PIECE)

    return start


def _shared_folder(names: list[str]) -> str:
    first = names[0].partition("/")[0] + "/" if names else ""
    return first if first and all(name.startswith(first) for name in names) else ""


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    return any(part.startswith(".") and part != ".." for part in parts) or "__MACOSX" in parts


def _is_passed(name: str, passed: Counter[str]) -> bool:
    last = name.rpartition("/")[2]
    if _is_hidden(name):
        passed["hidden"] += 1
    elif not places.kind_of(last):
        places.pass_over(last, passed)
    else:
        return False
    return True


def _refused(member: zipfile.ZipInfo, before: str) -> str:
    """Why a member is not read, with the way out; empty if it is."""
    kind = places.kind_of(member.filename.rpartition("/")[2])
    if kind == "rejected":
        return places.unsupported(member.filename).reason
    if kind == "ZIP archive":
        return "an archive in an archive is not opened; unpack it and give the folder"
    if member.flag_bits & 1:
        return "is encrypted; unpack the archive with its password and give the folder"
    if ".." in member.filename.split("/") or member.filename.startswith("/") or "\\" in member.filename:
        return "its path leads out of the archive; unpack the archive yourself and give the folder"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a link; put the file itself into the archive"
    if member.compress_type not in _METHODS:
        return "is packed by a rare method; pack it again as an ordinary ZIP"
    return "stands twice in the archive; rename one" if member.filename == before else ""


def _damaged(error: BaseException) -> str:
    return f"is damaged or not a ZIP archive ({type(error).__name__}); get it again or unpack it and give the folder"
