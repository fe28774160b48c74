"""Write a checked drawing with fewer bytes: the same picture without what nobody sees."""

import math
import re
from xml.etree.ElementTree import Element

PLACES = 2  # decimals of a coordinate: a hundredth of a point is a sixth of a pixel at 1200 dots per inch

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COORDINATES = frozenset("d points x y x1 x2 y1 y2 cx cy r rx ry width height".split())
_MOVES = re.compile(r"(?:\s*(?:translate|rotate)\([^()]*\))+\s*")
_TURN_OF_NOTHING = re.compile(r"rotate\(-?0(?:\.0*)?(?:[ ,][^()]*)?\)")


def tidy(root: Element) -> None:
    """Drop, in place, what paints nothing and groups that say nothing; round coordinates to hundredths of a point."""
    _round(root)
    _prune(root, stroked="stroke" in root.attrib)


def _round(root: Element) -> None:
    for element in root.iter():
        for key in _COORDINATES & element.attrib.keys():
            if element is not root:
                element.set(key, _rounded(element.attrib[key]))
        if (moved := element.get("transform")) is None:
            continue
        if moved := _TURN_OF_NOTHING.sub("", moved).strip():
            # a scale may be a small number: it stays as it is
            element.set("transform", _rounded(moved) if _MOVES.fullmatch(moved) else moved)
        else:
            del element.attrib["transform"]


def _rounded(numbers: str) -> str:
    """Coordinates with two decimals, and no white space that a letter or a minus sign makes needless."""
    short = _NUMBER.sub(lambda match: _short(match[0]), numbers)
    return re.sub(r" ?([A-Za-z(),]) ?", r"\1", " ".join(short.split()))


def _short(number: str) -> str:
    value = float(number)
    if not math.isfinite(value):
        return number
    text = f"{value:.{PLACES}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _prune(element: Element, stroked: bool) -> None:
    """Replace each group without attributes by what is in it, and leave out what is empty or paints nothing."""
    kept: list[Element] = []
    for child in list(element):
        name = child.tag.rpartition("}")[2]
        _prune(child, stroked or "stroke" in child.attrib)
        if name in ("g", "defs") and not len(child):
            continue
        if (
            name == "path"
            and child.get("fill") == "none"
            and not stroked
            and not child.attrib.keys() & {"stroke", "id"}
        ):
            continue
        if name == "g" and not child.attrib:
            kept.extend(child)
        else:
            kept.append(child)
    element[:] = kept
