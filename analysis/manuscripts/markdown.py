"""Markdown as pieces: lines without code and comments. `<!-- name -->` marks the number before it."""

import re
from collections.abc import Iterator

from analysis.manuscripts.pieces import TAIL, Mark, Piece, mark

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
_CODE = re.compile(r"(?<!`)(`{1,8})(?!`)([^`\n]|(?!\1(?!`))`)+?\1(?!`)(?P<raw>\{=(?:la)?tex\})?")
_RAW = re.compile(r"\s*\{=(?:la)?tex\}\s*")


def pieces(text: str) -> Iterator[Piece]:
    """The lines that have prose."""
    lines = list(_without_code(re.split(r"\r\n|\r|\n", text)))
    before = ""
    open_comment = False
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            before = ""
            continue
        prose, marks, open_comment = _without_comments(line, before, open_comment)
        if prose.strip() or marks:
            yield Piece(f"line {number}", prose, tuple(marks), goes_on=bool(before))
        before = f"{before} {prose.strip()}"[-2 * TAIL :]


def _without_comments(line: str, before: str, inside: bool) -> tuple[str, list[Mark], bool]:
    """The prose of a line, its marks, and whether a comment stays open at its end."""
    prose, at = "", 0
    marks: list[Mark] = []
    while True:
        if inside:
            end = line.find("-->", at)
            if end < 0:
                return prose, marks, True
            at, inside = end + 3, False
        start = line.find("<!--", at)
        if start < 0:
            return prose + line[at:], marks, False
        prose += line[at:start]
        end = line.find("-->", start)
        if end >= 0 and (found := mark(line[start + 4 : end], f"{before} {prose}".rstrip())):
            marks.append(found)
        at, inside = start + 4, True


def _without_code(lines: list[str]) -> Iterator[str]:
    """The lines, those of code blocks and code between backticks blank; what is passed on to LaTeX stays."""
    fence, raw = "", False
    for line in lines:
        found = _FENCE.match(line)
        if not fence and found:
            fence, raw = found["fence"], bool(_RAW.fullmatch(found["info"]))
            yield ""
        elif fence and found and found["fence"].startswith(fence) and not found["info"].strip():
            fence = ""
            yield ""
        elif fence:
            yield line if raw else ""
        else:
            yield _CODE.sub(lambda code: code[0] if code["raw"] else " ", line)
