"""LaTeX as pieces: lines without comments and verbatim text. `% rashomon: name` marks the number before it."""

import re
from collections.abc import Iterator

from analysis.manuscripts.pieces import TAIL, Piece, mark

_VERBATIM = ("verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "comment", "filecontents", "filecontents*")
_BEGIN = re.compile(r"\\begin\{(" + "|".join(map(re.escape, _VERBATIM)) + r")\}")
_INLINE = re.compile(r"\\(?:verb\*?|lstinline)([^\w\s*{])[^\n]*?\1")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%")


def pieces(text: str) -> Iterator[Piece]:
    """The lines that have prose or a mark, up to the end of the document."""
    inside, before = "", ""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if inside:
            _, closed, line = line.partition(f"\\end{{{inside}}}")
            if not closed:
                continue
            inside = ""
        line = _INLINE.sub(" ", line)
        begun = _BEGIN.search(line)
        comment = _COMMENT.search(line)
        if begun and not (comment and comment.start() < begun.start()):
            inside, line, comment = begun[1], line[: begun.start()], None
        end = comment.end() - 1 if comment else len(line)
        prose, told = line[:end], line[end:].lstrip("%")
        ends = prose.find("\\end{document}")
        prose = prose[:ends] if ends >= 0 else prose
        if not line.strip():
            before = ""
        goes_on = bool(before)
        before = f"{before} {prose.strip()}"[-2 * TAIL :] if prose.strip() else before
        found = mark(told, before.rstrip()) if told else None
        if prose.strip() or found:
            yield Piece(f"line {number}", prose, (found,) if found and found.explicit else (), goes_on)
        if ends >= 0:
            return
