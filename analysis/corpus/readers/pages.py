"""Saved web pages: the article in them, its title, date and site, found without running or fetching anything."""

import codecs
import logging
import re
from dataclasses import replace
from hashlib import sha256
from html import unescape
from typing import Any

from analysis.corpus.readers import encodings, fields, limits
from analysis.corpus.readers.limits import UnreadableError
from analysis.corpus.readers.rows import About, document
from analysis.corpus.records import Page, Record, Rejected

FOLDER = "folder"  # key of `Page.told`: the sub-folder, the source of a page that names none
_DEEPEST = 250  # elements around an element
_MOST = 20_000  # elements of a page
_HEAD = 4_096  # bytes in which a page says its encoding
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_XML_LINE = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_TITLE_LENGTH = 1_000
# The earliest date that the page itself says; a fixed last day, so that no result depends on today's.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-12-31", "min_date": "1990-01-01"}
_HTML_TAG = re.compile(r"<[a-z!][^>]{0,500}>", re.IGNORECASE)


def open_page(page: Page) -> Record | Rejected:
    """The article of a saved page, or why there is none. Runs by itself in any process; never raises for a page.

    What `page.told` says goes before what the page says. The source is the site's name, else the host of its address,
    else the sub-folder. `text` is the title, a blank line and the paragraphs as lines.
    """
    try:
        return _open(page)
    except UnreadableError as error:
        return Rejected(page.origin, "", str(error))
    except ImportError:  # a broken installation is no fault of the page
        raise
    except Exception as error:  # hostile markup raises of all kinds in the parsers
        found = f"the page cannot be parsed ({type(error).__name__})"
        return Rejected(page.origin, "", f"{found}; save its text as .txt")


def _open(page: Page) -> Record | Rejected:
    html, guessed = decode(page.raw)
    if not _HTML_TAG.search(html):
        raise UnreadableError("is not a web page; if it is plain text, rename it to .txt")
    from trafilatura import bare_extraction, load_html
    from trafilatura.settings import Document

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    tree = load_html(html)
    if tree is None:
        raise UnreadableError("is not a web page; if it is plain text, rename it to .txt")
    _check_size(tree)
    language = str(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    found = bare_extraction(
        tree,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        include_formatting=False,
        date_extraction_params=dict(_DATES),
    )
    if not isinstance(found, Document) or not (found.text or "").strip():
        raise UnreadableError("no article was found in the page; save its text as .txt")
    said = {"title": found.title, "date": found.date, "url": found.url, "language": language or found.language}
    host = fields.host_of(page.told.get("url") or found.url or "")
    named = fields.cell(found.sitename)
    said["source"] = host if fields.host_of(named) else named or host
    row = {field: page.told.get(field) or value for field, value in said.items()}
    about = About(page.origin, page.told, page.told.get(FOLDER, ""))
    read = document(about, "", row, found.text)
    if isinstance(read, Record):
        return replace(read, sha256=sha256(page.raw).hexdigest(), encoding=guessed)
    return read


def decode(raw: bytes) -> tuple[str, str]:
    """The markup of a page by its mark, its own declaration or like a text, and the encoding if it was guessed."""
    if len(raw) > limits.PAGE:
        raise UnreadableError(f"is larger than {limits.PAGE // limits.MEGABYTE} MB; save the article's text as .txt")
    if re.match(rb"\s*(from: <saved by|mime-version:|content-type: multipart)", raw, re.IGNORECASE):
        raise UnreadableError("is a web archive (MHTML); save the page as HTML only")
    declared = _CHARSET.search(raw, 0, _HEAD) or _XML_CHARSET.match(raw)
    name = declared[1].decode("ascii", "replace") if declared else ""
    try:
        plain = codecs.lookup(name).name
    except (LookupError, ValueError):
        plain = "utf-8"
    if plain in ("iso8859-1", "ascii"):
        plain = "cp1252"  # as browsers take it
    wide = b"\0" in raw[:_HEAD]  # UTF-16, whatever it declares
    for encoding in () if wide else ("utf-8", plain):
        try:
            return _XML_LINE.sub("", raw.decode(encoding).removeprefix("\ufeff"), count=1), ""
        except (UnicodeError, LookupError, ValueError):
            continue
    encoding, guessed = encodings.of_bytes(raw, None)
    return _XML_LINE.sub("", raw.decode(encoding, "replace").removeprefix("\ufeff"), count=1), guessed


def title_of(raw: bytes) -> str:
    """What the page calls itself in its head, to look it up by; empty if it has no title."""
    head = raw[: limits.SAMPLE].decode("utf-8", "replace")
    start = head.lower().find("<title")
    start = head.find(">", start) + 1 if start >= 0 else 0
    end = head.lower().find("</title", start)
    return fields.cell(unescape(head[start:end][:_TITLE_LENGTH])) if 0 < start < end else ""


def _check_size(tree: Any) -> None:
    """UnreadableError for a page so deep or of so many elements that no one wrote it as an article."""
    from lxml import etree

    depth = count = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > _DEEPEST or count > _MOST:
            raise UnreadableError("its markup is too deep or too large for an article; save its text as .txt")
