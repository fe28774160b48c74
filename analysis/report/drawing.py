"""Check a drawing: an SVG may hold what matplotlib draws, and nothing that runs, loads or links.

The checked drawing carries no `style`, since the policy of a published page forbids inline styles; each declaration
becomes the presentation attribute of the same name. Its words are text, set in the family of `fonts`.
"""

import re
from functools import lru_cache
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.sax.saxutils import escape, quoteattr

from analysis.errors import PublishError
from analysis.report import fonts, prose, tidying

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_NAMESPACES = {"xmlns": _SVG[1:-1], "xmlns:xlink": _HREF[1 : -len("}href")]}

_ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "svg defs style g path use rect circle ellipse line polygon polyline clipPath pattern linearGradient "
        "radialGradient stop image text tspan title desc",
    )
)
_PAINT = frozenset(
    re.findall(
        r"\S+",
        "fill fill-opacity fill-rule clip-rule opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap "
        "stroke-linejoin stroke-miterlimit stroke-opacity stroke-width stop-color stop-opacity image-rendering "
        "vector-effect paint-order visibility",
    )
)
_LETTERING = {
    "font-family": re.compile(r"[\w ,.'\"-]{1,200}"),
    "font-size": re.compile(r"(\d{1,4}(?:\.\d{1,6})?)(?:px)?"),
    "font-style": re.compile("normal|italic|oblique"),
    "font-weight": re.compile(r"normal|bold|[1-9]\d{0,2}"),
    "font-variant": re.compile("normal|small-caps"),
    "font-stretch": re.compile("(?:(?:ultra|extra|semi)-)?(?:condensed|expanded)|normal"),
    "text-anchor": re.compile("start|middle|end"),
}
_GEOMETRY = frozenset(
    re.findall(
        r"\S+",
        "id class width height viewBox version transform d x y x1 x2 y1 y2 cx cy r rx ry fx fy points clip-path "
        "clipPathUnits patternUnits patternTransform patternContentUnits gradientUnits gradientTransform offset "
        "preserveAspectRatio",
    )
)
_ATTRIBUTES = _PAINT | _GEOMETRY | _LETTERING.keys()
_WORDS = ("text", "tspan", "title", "desc")
_LOCAL = re.compile(r"#([\w.:-]+)")
_URL = re.compile(r"url\(#([\w.:-]+)\)")
_PICTURE = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=\s]+")
# The one style sheet matplotlib writes. As attributes of the root it is inherited by every shape.
_SHEET = re.compile(r"\s*\*\s*\{\s*stroke-linejoin: round; stroke-linecap: butt;?\s*\}\s*")


@lru_cache(maxsize=64)
@lru_cache(maxsize=64)  # a page, its letters and its files each ask for the same drawings
def checked(svg: str, id: str) -> str:
    """The drawing of figure `id` as one `<svg>` element: styles as attributes, only the ids that it refers to.

    Raises PublishError for anything matplotlib does not draw: scripts, event handlers, foreign content, links, loading.
    """
    if re.search(r"<!(?!--)|<\?", svg):  # so the parser meets no entity that it could expand or load
        raise _refused(id, "a declaration (<! or <?)")
    used: set[str] = set()
    try:
        root = fromstring(svg)
        if root.tag != f"{_SVG}svg":
            raise _refused(id, f"<{_local(root.tag)}> as its outermost element")
        _clean(root, id, used)
    except (ParseError, ValueError) as error:
        raise _refused(id, f"no readable SVG ({error})") from None
    except RecursionError:
        raise _refused(id, "elements nested too deeply") from None
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)
        element.attrib.pop("class", None)
    if any(True for _ in root.iter(f"{_SVG}text")):
        root.set("font-family", fonts.FAMILY)
    tidying.tidy(root)
    root.attrib.update(_NAMESPACES)
    return _write(root)


def prefixed(svg: str, prefix: str) -> str:
    """A checked drawing with `prefix` before each id, so that it can stand in one page with another."""
    root = fromstring(svg)
    for element in root.iter():
        for key, value in element.attrib.items():
            if key == "id":
                element.set(key, prefix + value)
            elif key in (_HREF, "href"):
                element.set(key, _LOCAL.sub(rf"#{prefix}\1", value) if _LOCAL.fullmatch(value) else value)
            else:
                element.set(key, _URL.sub(rf"url(#{prefix}\1)", value))
    root.attrib.update(_NAMESPACES)
    return _write(root)


def size(svg: str) -> tuple[float, float]:
    """Width and height of a checked drawing in points."""
    head = svg[: svg.index(">")]
    box = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"', head)
    return (float(box[1]), float(box[2])) if box else (460.8, 345.6)


def _clean(element: Element, id: str, used: set[str]) -> None:
    """Check an element and all below it, in place; the ids it refers to are added to `used`."""
    name = _local(element.tag)
    if not isinstance(element.tag, str) or element.tag != _SVG + name or name not in _ELEMENTS:
        raise _refused(id, f"the element <{name}>")
    for declaration in filter(str.strip, element.attrib.pop("style", "").split(";")):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key not in _PAINT and key not in _LETTERING and key != "clip-path":
            raise _refused(id, f"the style {declaration.strip()!r}")
        element.set(key, value)
    _letter(element, id)
    for key, value in element.attrib.items():
        used.update(_targets(name, key, value, id))
    for child in list(element):
        if child.tag == f"{_SVG}style":
            if len(child) or child.attrib.keys() - {"type"} or not _SHEET.fullmatch(child.text or ""):
                raise _refused(id, "a style sheet that matplotlib does not write")
            element.remove(child)
        else:
            _clean(child, id, used)
    if name == "svg":
        element.attrib.setdefault("stroke-linejoin", "round")
        element.attrib.setdefault("stroke-linecap", "butt")


def _letter(element: Element, id: str) -> None:
    """Check how an element's words are set, in place: sizes without a unit, and no family where it is the report's."""
    for key in [key for key in _LETTERING if key in element.attrib]:
        value = element.attrib.pop(key)
        match = _LETTERING[key].fullmatch(value)
        if match is None:
            raise _refused(id, f"the lettering {value[:60]!r} for {key}")
        if key == "font-size":
            element.set(key, match[1])
        elif key != "font-family":
            element.set(key, value)
        elif value.split(",")[0].strip("'\" ") not in (fonts.NAME, "sans-serif"):
            element.set(key, value.replace('"', "'"))


def _targets(name: str, key: str, value: str, id: str) -> list[str]:
    """The ids that an attribute refers to, once the attribute is found harmless."""
    if key == _HREF or key == "href":
        if name == "image" and _PICTURE.fullmatch(value):
            return []
        if name in ("use", "linearGradient", "radialGradient", "pattern") and (match := _LOCAL.fullmatch(value)):
            return [match[1]]
        raise _refused(id, f"a link to {value[:60]!r}")
    if key not in _ATTRIBUTES:
        raise _refused(id, f"the attribute {_local(key)!r} on <{name}>")
    rest = _URL.sub("", value)
    if re.search(r"url|[<>\\@]|expression|javascript", rest, re.IGNORECASE):
        raise _refused(id, f"the value {value[:60]!r} of {key!r}")
    return _URL.findall(value)


def _write(element: Element) -> str:
    """Plain SVG text. (ElementTree would invent namespace prefixes, or keep a global list of them.)"""
    attributes = "".join(
        f" {'xlink:href' if key == _HREF else key}={quoteattr(value)}" for key, value in element.attrib.items()
    )
    name = _local(element.tag)
    inner = _words(element.text) if name in _WORDS else ""
    inner += "".join(_write(child) + (_words(child.tail) if name in _WORDS else "") for child in element)
    return f"<{name}{attributes}>{inner}</{name}>" if inner else f"<{name}{attributes}/>"


def _words(text: str | None) -> str:
    """Foreign words. SVG would draw a run of spaces as one, and none at either end; a file's own indents are no words."""
    written = re.sub(r"[\t\n]", " ", re.sub(r"^\s*\n\s*|\s*\n\s*$", "", text or ""))
    return escape(prose.visible(re.sub("^ | $|(?<= ) ", "\N{NO-BREAK SPACE}", written)))


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _refused(id: str, found: str) -> PublishError:
    return PublishError(f"figure {id}", f"its drawing holds {found}", "draw it with matplotlib and show it again")
