"""How large an input may be, and what is said when it cannot be read.

The limits are far above any article and any newspaper archive on a laptop; they keep a broken or hostile file from
eating the machine. Sizes are in bytes unless said otherwise.
"""

from typing import BinaryIO

MEGABYTE = 1_000_000
DOCUMENT = 5_000_000  # characters of one document
FILE = 64 * MEGABYTE  # of a text, a Word file or a member of an archive that has to be read whole
PAGE = 10 * MEGABYTE  # of a saved web page
ROW = 16 * MEGABYTE  # characters of one row of a table or one line of JSON
JSON = 256 * MEGABYTE  # of one JSON document, and of a Parquet file in an archive
ARCHIVE = 2_000 * MEGABYTE  # that the members of one archive may unpack to together
RATIO = 200  # a member that unpacks to more than so many times its packed size …
RATIO_FROM = 50 * MEGABYTE  # … and to more than this is a bomb
SAMPLE = 65_536  # of a table, to find its delimiter and columns


class UnreadableError(Exception):
    """A file or a row cannot be read; the message is the reason with the way out, for `Rejected`."""


def read_whole(stream: BinaryIO, limit: int) -> bytes:
    """All bytes of a stream, or UnreadableError when there are more than `limit`."""
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise UnreadableError(f"is larger than {limit // MEGABYTE} MB; split it into smaller files")
    return raw
