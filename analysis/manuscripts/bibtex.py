"""A bibliography as pieces: its lines. Nothing in BibTeX is a comment or code."""

import re
from collections.abc import Iterator

from analysis.manuscripts.pieces import Piece


def pieces(text: str) -> Iterator[Piece]:
    """The lines that say something."""
    lines = enumerate(re.split(r"\r\n|\r|\n", text), start=1)
    return (Piece(f"line {number}", line) for number, line in lines if line.strip())
