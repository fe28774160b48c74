"""A drawing's words are text, set as they were drawn, and it holds no byte that paints nothing."""

import io
import re
import xml.etree.ElementTree as ET

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from invented import markdown, notebook
from invented_report import shown
from matplotlib.figure import Figure
from PIL import Image
from test_publish_hostile import HOSTILE
from test_publish_pdf import read

from analysis.errors import PublishError
from analysis.figures import theme
from analysis.report import artifacts, display, drawing, tidying, typesetting
from analysis.report.compiling import compiled
from analysis.report.document import assemble
from analysis.report.html import HTMLReport
from analysis.report.pdf import PDFReport
from analysis.statements import Sentence

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 90 40">{}</svg>'


def labelled(*words: str, **look: object) -> Figure:
    with theme.applied():
        drawn = Figure(figsize=(4, 2))
        for at, text in enumerate(words):
            drawn.text(0.1, 0.2 + 0.2 * at, text, **look)
    return drawn


def words(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def checked(drawn: Figure) -> str:
    return drawing.checked(display.svg(drawn, "f"), "f")


def inside(svg: str) -> str:
    """What is in a checked drawing, without its own tag."""
    return svg[svg.index(">") + 1 : svg.rindex("</svg>")]


def test_words_are_text_and_every_space_is_seen() -> None:
    assert words(checked(labelled("1  pier, cost", " ends "))) == ["1 \u00a0pier, cost", "\u00a0ends\u00a0"]


def test_size_weight_style_and_turn_are_attributes() -> None:
    svg = checked(labelled("x", fontsize=7.5, weight="bold", style="italic", rotation=90, rotation_mode="anchor"))
    (text,) = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    told = {key: text.get(key) for key in ("font-size", "font-weight", "font-style", "text-anchor", "transform")}
    assert told.pop("transform") == f"rotate(-90 {text.get('x')} {text.get('y')})"
    assert told == {"font-size": "7.5", "font-weight": "700", "font-style": "italic", "text-anchor": "start"}
    assert " style=" not in svg
    assert 'font-family="DejaVu Sans, Verdana, sans-serif"' in svg[: svg.index(">")]
    assert text.get("font-family") is None


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a b", "a b"),
        ("a  b", "a \u00a0b"),
        (" a ", "\u00a0a\u00a0"),
        ("\n  a\n ", "a"),
        ("a\tb\nc", "a b c"),
        ("\n ", ""),
    ],
)
def test_the_spaces_of_words_and_of_the_file_are_told_apart(written: str, kept: str) -> None:
    assert words(drawing.checked(SVG.format(f"<text>{written}</text>"), "f")) == [kept]


def test_each_line_of_a_label_is_a_text() -> None:
    assert words(checked(labelled("two\nlines", ha="center"))) == ["two", "lines"]


def test_a_price_is_no_formula_and_a_formula_of_an_author_is_set() -> None:
    assert words(checked(labelled("from $5 to $6"))) == ["from $5 to $6"]
    drawn = Figure()
    drawn.text(0.5, 0.5, "$x^2$")
    svg = checked(drawn)
    assert words(svg) == ["x2"]
    assert 'font-style="oblique"' in svg


@pytest.mark.parametrize(
    "lettering",
    [
        'style="font-family: url(x)"',
        'style="font-size: 1e9px"',
        'style="font-size: calc(1px * 3)"',
        'style="font-weight: 700 !important"',
        'style="font: 9px x"',
        "style=\"font-family: 'a;b'\"",
        'style="font-variant: var(--x)"',
        'style="text-anchor: middle; behavior: x"',
        'font-family="a&lt;b"',
        'font-style="italic expression(1)"',
        'font-stretch="9999%"',
    ],
)
def test_a_lettering_that_matplotlib_does_not_write_is_refused(lettering: str) -> None:
    with pytest.raises(PublishError, match="figure f: its drawing holds"):
        drawing.checked(SVG.format(f"<text {lettering}>x</text>"), "f")


def test_words_of_an_edited_notebook_are_escaped_and_visible() -> None:
    svg = drawing.checked(SVG.format("<text>a&lt;script&gt;&#x202e;b<tspan>c</tspan>d</text>"), "f")
    assert inside(svg) == "<text>a&lt;script&gt;[U+202E]b<tspan>c</tspan>d</text>"


def test_what_paints_nothing_is_left_out_and_the_rest_is_short() -> None:
    svg = SVG.format(
        '<defs/><g id="a"><g id="b"><path d="M 0 0 \nL 9 9 \nz\n" style="fill: none"/>'
        '<path d="M 0.123456 -0.0001 \nL 9.999 1e1 \nz\n" style="fill: none; stroke: #222222"/></g></g>'
        '<g style="stroke: #222222"><path d="M 1 1" style="fill: none"/></g>'
        '<text x="1.005" y="2" transform="rotate(-0 1.005 2)">x</text>'
        '<text transform="translate(1.23456 2) rotate(-90)">y</text>'
        '<path d="M 0 0" transform="scale(0.015625 -0.015625)"/>'
    )
    assert inside(drawing.checked(svg, "f")) == (
        '<path d="M0.12 0L10 10z" fill="none" stroke="#222222"/>'
        '<g stroke="#222222"><path d="M1 1" fill="none"/></g>'
        '<text x="1" y="2">x</text><text transform="translate(1.23 2)rotate(-90)">y</text>'
        '<path d="M0 0" transform="scale(0.015625 -0.015625)"/>'
    )


@pytest.mark.parametrize("number", ["1e999", "-1e999"])
def test_a_number_without_end_stays(number: str) -> None:
    assert f"M0 {number}" in drawing.checked(SVG.format(f'<path d="M 0 {number}" stroke="red"/>'), "f")


def pixels(svg: str) -> np.ndarray:
    page = "#set page(width: auto, height: auto, margin: 0pt)\n"
    source = f'{page}#image(bytes("{svg.translate(str.maketrans({chr(34): chr(92) + chr(34)}))}"), format: "svg")'
    return np.asarray(Image.open(io.BytesIO(compiled(source, format="png", ppi=200))).convert("RGB"), float)


def test_the_picture_is_the_one_matplotlib_draws_with_outlines() -> None:
    drawn = labelled("Harbour strike", "in bold", weight="bold")
    axes = drawn.subplots()
    axes.plot([0, 3, 1], marker="o")
    axes.fill_between([0, 1, 2], [1, 2, 1], hatch="///", alpha=0.3)
    with theme.applied(), mpl.rc_context({"svg.fonttype": "path"}):
        buffer = io.StringIO()
        drawn.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    outlines = buffer.getvalue()[buffer.getvalue().index("<svg") :].replace("\\", "")
    difference = np.abs(pixels(checked(drawn)) - pixels(outlines)).max(axis=2)
    assert (difference > 64).mean() < 0.001
    assert len(checked(drawn)) < len(outlines) / 2


def test_attributes_are_in_the_same_order_every_time() -> None:
    style = "text-anchor: end; font-weight: 700; font-style: italic; font-size: 8px; fill: #222222"
    (tag,) = re.findall("<text [^>]*>", drawing.checked(SVG.format(f'<text style="{style}">x</text>'), "f"))
    assert re.findall(r"([\w-]+)=", tag) == ["fill", "font-size", "font-style", "font-weight", "text-anchor"]


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if kind != "surrogate"])
def test_a_label_of_any_kind_is_published(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    said = Sentence("A label.")
    drawn = labelled(HOSTILE[kind], 'id="x" url(#y) <metadata>')
    cell = shown(monkeypatch, lambda: display.figure("f", drawn, data=pd.DataFrame({"a": [1]}), caption=said, alt=said))
    document = assemble({"01-a": notebook(markdown("# A"), cell)})
    files = artifacts.files(document)
    assert 'id="x" url(#y) <metadata>' in words(files["figures/f.svg"].decode())
    page = HTMLReport().page(document, {})
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", page)
    for printed in (PDFReport().page(document), files["figures/f.pdf"]):
        assert printed.startswith(b"%PDF-")
        if len(HOSTILE[kind]) < 10_000:  # of a page with more, pypdf refuses to read the words
            assert "<metadata>" in read(printed)[1]
    assert files["figures/f.png"].startswith(b"\x89PNG")


def test_of_words_that_no_page_has_room_for_the_beginning_is_printed() -> None:
    svg = SVG.format(f"<text>{'&amp;' * 1999}bc&lt;d</text><text>{'e' * 2000}</text>")
    printed = typesetting.picture(drawing.checked(svg, "f"), "")
    assert re.findall(">([^<]+)<", printed) == ["&amp;" * 1999 + "b", "e" * 2000]


def test_tidying_keeps_what_is_referred_to() -> None:
    root = ET.fromstring(
        '<svg><defs><path id="p" d="M 0 0" fill="none"/></defs><g clip-path="url(#c)"><use/></g></svg>'
    )
    tidying.tidy(root)
    assert ET.tostring(root, encoding="unicode") == (
        '<svg><defs><path id="p" d="M0 0" fill="none" /></defs><g clip-path="url(#c)"><use /></g></svg>'
    )
