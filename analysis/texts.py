"""The cleaned texts of a study, kept on this machine only: never in the study's folder, never in a report.

Whoever prepared a study has its texts here, so that a notebook can show a passage in its context; whoever has only the
study's tables is told so. A text is found by the digest of the cleaned text that the table `documents` holds, so what is
shown is what was counted.
"""

import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path

PLACE = "RASHOMON_TEXTS"  # folder of the store; empty: texts are neither kept nor shown


def folder() -> Path | None:
    """Where texts are kept: $RASHOMON_TEXTS, or the user's data folder; None if they are not to be kept."""
    if PLACE in os.environ:
        return Path(os.environ[PLACE]) if os.environ[PLACE] else None
    import platformdirs

    return platformdirs.user_data_path("rashomon") / "texts"


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def path(study: Path) -> Path | None:
    """The file that holds the texts of the study in this folder."""
    kept = folder()
    return kept / f"{study.name}-{digest(str(study.resolve()))[:12]}.sqlite" if kept else None


def keep(study: Path, texts: Iterable[str]) -> bool:
    """Replace the kept texts of a study; False if this machine keeps none."""
    target = path(study)
    if target is None:
        return False
    beside = target.with_suffix(".partial")
    beside.unlink(missing_ok=True)
    with sqlite3.connect(beside, isolation_level=None) as store:
        store.execute("PRAGMA synchronous = OFF")
        store.execute("CREATE TABLE texts (digest TEXT PRIMARY KEY, text BLOB) WITHOUT ROWID")
        store.execute("BEGIN")
        for text in texts:
            row = (digest(text), zlib.compress(text.encode("utf-8", "surrogatepass"), 6))
            store.execute("INSERT OR IGNORE INTO texts VALUES (?, ?)", row)
        store.execute("COMMIT")
    store.close()
    os.replace(beside, target)
    return True


def find(study: Path, cleaned: str) -> str | None:
    """The cleaned text with this digest, if it is at hand."""
    kept = path(study)
    if kept is None or not kept.is_file():
        return None
    try:
        with sqlite3.connect(f"file:{kept}?mode=ro", uri=True) as store:
            row = store.execute("SELECT text FROM texts WHERE digest = ?", (cleaned,)).fetchone()
        store.close()
    except sqlite3.Error:  # not a store of ours: the text is not at hand
        return None
    return zlib.decompress(row[0]).decode("utf-8", "surrogatepass") if row else None
