"""Which column or key of a table is the text, the source, the date: usual names, in several spellings."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from math import isnan
from typing import Any
from urllib.parse import urlsplit

# The earlier name wins where a table has several. Case, spaces, `_`, `-`, `.` and a byte-order mark do not matter.
SPELLINGS = {
    "text": "text body content article article_text full_text main_text article_body body_text story story_text "
    "plain_text clean_text news_text article_content text_content raw_text transcript",
    "source": "source outlet publisher publication newspaper medium media media_name media_outlet news_outlet "
    "news_source source_name site site_name website domain source_domain hostname feed container_title",
    "date": "date published publish_date pub_date publication_date date_published published_date published_at "
    "published_on datetime timestamp time created_at article_date web_publication_date issued",
    "title": "title headline head heading article_title news_title web_title",
    "url": "url link permalink web_url article_url source_url href uri",
    "language": "language lang language_code lang_code",
    "id": "id doc_id document_id article_id uid uuid guid identifier story_id news_id",
    "file": "file filename file_name path file_path attachment",
}
_NOTHING = {"", "nan", "null", "none", "nat", "n/a", "<na>"}
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_SHOWN, _SHOWN_LENGTH = 12, 30  # columns that a message names, and characters of each


def folded(name: str) -> str:
    """A column's name as it is compared."""
    return re.sub(r"[\s_.\-\ufeff]+", "", name).casefold()


_PLACE = {
    folded(name): (field, place) for field, names in SPELLINGS.items() for place, name in enumerate(names.split())
}


class Columns:
    """Which columns hold which fields; `named` (field to column) wins in each table that has that column.

    `missing` are the named columns that no table had so far.
    """

    def __init__(self, named: Mapping[str, str] | None = None) -> None:
        self._named = dict(named or {})
        self.missing = set(self._named.values())

    def recognise(self, columns: Sequence[str]) -> dict[str, int]:
        """Field to the number of its column."""
        found: dict[str, int] = {}
        rank: dict[str, int] = {}
        for at, column in enumerate(columns):
            field, place = _PLACE.get(folded(column), ("", 0))
            if field and place < rank.get(field, 1_000):
                found[field], rank[field] = at, place
        for field, column in self._named.items():
            if (number := find_column(columns, column)) is not None:
                self.missing.discard(column)
                found = {other: taken for other, taken in found.items() if taken != number} | {field: number}
        return found


def find_column(columns: Sequence[str], wanted: str) -> int | None:
    """The number of the column of this name, as written or as compared; None if there is none."""
    if wanted in columns:
        return list(columns).index(wanted)
    return next((number for number, column in enumerate(columns) if folded(column) == folded(wanted)), None)


def described(columns: Sequence[str], found: Mapping[str, int]) -> str:
    """How a table was taken: "outlet → source, body → text; left: mbfc, RE"."""
    taken = ", ".join(f"{_short(columns[found[field]])} → {field}" for field in SPELLINGS if field in found)
    left = [column for number, column in enumerate(columns) if number not in found.values()]
    return taken + (f"; left: {listed(left)}" if left else "")


def listed(columns: Sequence[str]) -> str:
    """Names of columns for a message; a table without a header has article text in its first row, so they are cut."""
    more = f" and {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else ""
    return ", ".join(map(_short, columns[:_SHOWN])) + more


def _short(column: str) -> str:
    name = cell(column)
    return name if len(name) <= _SHOWN_LENGTH else f"{name[: _SHOWN_LENGTH - 1]}…"


def no_text_column(columns: Sequence[str]) -> str:
    """The reason for a table that none of the columns of which is known to hold text."""
    return f"no column is known to hold the text (found: {listed(columns)}); name it: --column text=…"


def cell(value: Any) -> str:
    """A cell of metadata as one line; empty for what stands for nothing, such as NaN, null and None.

    An object gives its `name` (as news interfaces write sources), a list nothing.
    """
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    if value is None or isinstance(value, bool | list | tuple | Mapping) or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, date | time):  # a datetime is a date
        value = value.isoformat()
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    line = " ".join(_ODD.sub(" ", str(value)).split())
    return "" if line.casefold() in _NOTHING else line


def body(value: Any) -> str:
    """A cell that holds text, its lines kept; a list of paragraphs becomes paragraphs. Empty if it stands for nothing."""
    if isinstance(value, list | tuple):
        value = "\n\n".join(part for part in value if isinstance(part, str))
    if isinstance(value, bytes):
        value = value.decode("utf-8", "surrogateescape")
    if not isinstance(value, str):
        return ""
    text = value.strip()
    return "" if text.casefold() in _NOTHING else text


def host_of(url: str) -> str:
    """The host of an address without its leading www., m. or edition.; empty if it has none."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(www\d?|m|mobile|amp|edition)\.(?=.*\.)", "", host) if "." in host else ""


def with_title(title: str, text: str) -> str:
    """The title, a blank line and the text; the text alone if it begins with its title already."""
    opening = re.sub(r"\W+", " ", text[: 4 * len(title) + 40]).strip().casefold()
    name = re.sub(r"\W+", " ", title).strip().casefold()
    return text if not name or opening.startswith(name) else f"{title}\n\n{text}"
