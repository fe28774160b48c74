"""The letters of the figures: DejaVu Sans, which matplotlib brings along and measures them with.

A page, and a drawing on its own, carry the letters that they use, so that every machine shows the same picture; what
the family lacks (Chinese, most emoji) is shown in the reader's fonts. Typst, which has no reader, draws a box for it.
"""

import base64
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

NAME = "DejaVu Sans"
FAMILY = f"{NAME}, Verdana, sans-serif"  # Verdana is almost as wide
MISSING = "\N{WHITE SQUARE}"

_NOTICES = [0, 14]  # of the name table: the copyright, and where the licence is
_COMMON = frozenset(
    map(chr, (*range(0x20, 0x100), *range(0x2010, 0x2030), *range(0x2190, 0x2194), 0x2212, *range(0x25A0, 0x25D0)))
)
_NEEDLESS = ["FFTM", "MATH", "gasp"]  # tables: the font editor's times, formulas, a setting for hinting
# Tables that scripts such as Arabic are shaped with. Without them Latin letters are kerned by the older table, as
# matplotlib does where it measures them.
_SHAPING = ["GDEF", "GPOS", "GSUB"]


class Face(NamedTuple):
    """One face of the family."""

    bold: bool = False
    italic: bool = False


_FILES = {
    Face(): "DejaVuSans.ttf",
    Face(bold=True): "DejaVuSans-Bold.ttf",
    Face(italic=True): "DejaVuSans-Oblique.ttf",
    Face(bold=True, italic=True): "DejaVuSans-BoldOblique.ttf",
}


@contextmanager
def folder() -> Iterator[str]:
    """A folder with the family and no other font: matplotlib's own has one with a sign for every missing character."""
    with tempfile.TemporaryDirectory(prefix="rashomon-fonts-") as place:
        for name in _FILES.values():
            try:
                os.symlink(_source(name), Path(place, name))
            except OSError:  # Windows allows links to some users only
                shutil.copyfile(_source(name), Path(place, name))
        yield place


def rules(drawings: Iterable[str]) -> str:
    """Style rules (`@font-face`) with just the letters that checked drawings use, as data; nothing for no letter.

    The fonts are not compressed, since that gives other bytes with another zlib.
    """
    found: dict[Face, set[str]] = {}
    for svg in drawings:
        _collect(fromstring(svg), Face(), found)
    return "".join(_rule(face, "".join(sorted(found[face] & _characters(face)))) for face in sorted(found))


def drawable(svg: str) -> str:
    """A checked drawing with a box in the place of each character that the family lacks."""
    lacking = {character for character in set(svg) if character > "~"} - _characters(Face())
    return svg.translate(dict.fromkeys(map(ord, lacking), MISSING))


def _collect(element: Element, face: Face, found: dict[Face, set[str]]) -> None:
    """Add the characters of an element and those below it to the face they are set in."""
    weight, style = element.get("font-weight"), element.get("font-style")
    face = Face(
        face.bold if weight is None else weight == "bold" or (weight.isdigit() and int(weight) >= 600),
        face.italic if style is None else style != "normal",
    )
    if element.tag.rpartition("}")[2] in ("text", "tspan"):
        words = (element.text or "") + "".join(child.tail or "" for child in element)
        if words.strip():
            found.setdefault(face, set()).update(words)
    for child in element:
        _collect(child, face, found)


def _rule(face: Face, characters: str) -> str:
    if not characters:
        return ""
    look = f"font-weight:{700 if face.bold else 400};font-style:{'italic' if face.italic else 'normal'}"
    data = base64.b64encode(subset(face, characters)).decode()
    return f'@font-face{{font-family:"{NAME}";{look};src:url(data:font/ttf;base64,{data})}}\n'


@cache
def subset(face: Face, characters: str) -> bytes:
    """A TrueType font with these characters of a face and no others: the same bytes every time."""
    return _cut(_common(face) if _COMMON.issuperset(characters) else _file(face), characters)


@cache
def _common(face: Face) -> bytes:
    """The letters of most figures: cutting them out of the whole face takes many times as long."""
    return _cut(_file(face), "".join(sorted(_COMMON)), shaped=False)


def _cut(font: bytes, characters: str, *, shaped: bool = True) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(hinting=False, notdef_outline=True, glyph_names=False, name_IDs=_NOTICES, legacy_kern=not shaped)
    options.drop_tables += _NEEDLESS if shaped else [*_NEEDLESS, *_SHAPING]
    read = TTFont(io.BytesIO(font), recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(read)
    made = io.BytesIO()
    read.save(made)
    return made.getvalue()


@cache
def _characters(face: Face) -> frozenset[str]:
    """The characters that a face has."""
    from fontTools.ttLib import TTFont

    return frozenset(map(chr, TTFont(io.BytesIO(_file(face))).getBestCmap()))


@cache
def _file(face: Face) -> bytes:
    return _source(_FILES[face]).read_bytes()


def _source(name: str) -> Path:
    found = find_spec("matplotlib")  # without importing it, which takes as long as setting the report
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" / name
