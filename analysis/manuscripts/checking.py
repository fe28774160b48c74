"""Check manuscripts against a report: read them, find what they cite, judge it. Nothing is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from analysis.corpus.readers import encodings, limits
from analysis.corpus.readers import word as packages
from analysis.manuscripts import bibtex, citations, latex, markdown, published, suggesting, word
from analysis.manuscripts.judging import Judgement, judge
from analysis.manuscripts.pieces import ManuscriptError, Piece
from analysis.manuscripts.suggesting import Suggestion

_WORD = ".docx"
_READERS: Mapping[str, Callable[[str], Iterator[Piece]]] = {
    **dict.fromkeys((".tex", ".ltx"), latex.pieces),
    ".bib": bibtex.pieces,
    **dict.fromkeys((".md", ".markdown", ".qmd", ".rmd", ".txt"), markdown.pieces),
}


def check(
    manuscripts: Sequence[Path], report: Path, newer: Path | None = None
) -> dict[str, list[Judgement | Suggestion]]:
    """What each manuscript cites of the report, by path, judged against the newer report or the same.

    Raises ManuscriptError or InputError for what cannot be read.
    """
    quoted = published.read(report)
    latest = published.read(newer) if newer else None
    reports = [quoted, *([latest] if latest else [])]
    found: dict[str, list[Judgement | Suggestion]] = {}
    for path in dict.fromkeys(manuscripts):
        pieces = read(path)
        judged = [judge(one, quoted, latest) for one in citations.found(pieces, reports)]
        found[str(path)] = [*judged, *suggesting.suggestions(pieces, quoted, latest, report)]
    return found


def all_current(found: Mapping[str, Sequence[Judgement | Suggestion]]) -> bool:
    """Whether nothing is stale or unknown."""
    return all(one.verdict not in {"stale", "unknown"} for judged in found.values() for one in judged)


def read(path: Path) -> list[Piece]:
    """A manuscript. Raises ManuscriptError for a kind that is not read, or a file that cannot be."""
    kind = path.suffix.lower()
    if kind != _WORD and kind not in _READERS:
        raise ManuscriptError(path, "is no kind of manuscript that is read", "Give a .tex, .md, .docx or .bib file.")
    try:
        with path.open("rb") as stream:
            raw = limits.read_whole(stream, limits.FILE)
        if kind == _WORD:
            return _word(path, raw)
        return list(_READERS[kind](encodings.decode(raw)[0]))
    except limits.UnreadableError as error:
        raise ManuscriptError(path, str(error)) from None
    except OSError as error:
        raise ManuscriptError(path, f"cannot be read: {error.strerror}") from None


def _word(path: Path, raw: bytes) -> list[Piece]:
    packages.check_package(raw)
    try:
        return list(word.pieces(raw))
    except Exception:  # python-docx and lxml raise many kinds on damaged files
        found = "is damaged or not a Word file"
        raise ManuscriptError(path, found, "Open it in Word and save it again as .docx.") from None
