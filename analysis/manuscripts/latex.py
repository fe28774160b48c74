"""LaTeX as pieces: lines without comments and verbatim text. `% rashomon: name` marks the number before it."""

import re
from collections.abc import Iterator

from analysis.manuscripts.pieces import TAIL, Piece, mark

_VERBATIM = ("verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "comment", "filecontents", "filecontents*")
_NOT_PRINTED = re.compile(
    r"(?P<comment>(?<!\\)(?:\\\\)*%)"
    r"|\\(?:verb\*?|lstinline)(?P<around>[^\w\s*{])[^\n]*?(?P=around)"
    r"|\\begin\{(?P<verbatim>" + "|".join(map(re.escape, _VERBATIM)) + r")\}"
    r"|\\iffalse(?![A-Za-z])"
)


def pieces(text: str) -> Iterator[Piece]:
    """The lines that have prose or a mark, up to the end of the document."""
    inside, before = "", ""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        prose, told, inside = _printed(line, inside)
        ends = prose.find("\\end{document}")
        prose = prose[:ends] if ends >= 0 else prose
        if not (line.strip() or inside):
            before = ""
        goes_on = bool(before)
        before = f"{before} {prose.strip()}"[-2 * TAIL :] if prose.strip() else before
        found = mark(told, before.rstrip()) if told else None
        if prose.strip() or found:
            yield Piece(f"line {number}", prose, (found,) if found and found.explicit else (), goes_on)
        if ends >= 0:
            return


def _printed(line: str, inside: str) -> tuple[str, str, str]:
    """What a line prints, its comment, and what ends the verbatim part that is still open at its end."""
    kept: list[str] = []
    at = 0
    while True:
        if inside:
            end = line.find(inside, at)
            if end < 0:
                return "".join(kept), "", inside
            at, inside = end + len(inside), ""
        found = _NOT_PRINTED.search(line, at)
        if found is None:
            return "".join((*kept, line[at:])), "", ""
        kept.append(line[at : found.end() - 1 if found["comment"] else found.start()])
        if found["comment"]:
            return "".join(kept), line[found.end() :].lstrip("%"), ""
        at = found.end()
        if not found["around"]:
            inside = f"\\end{{{found['verbatim']}}}" if found["verbatim"] else "\\fi"
