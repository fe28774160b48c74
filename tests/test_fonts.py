"""The letters of figures: those that are used and no others, the same bytes anywhere, and a sign for what is missing."""

import base64
import io
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from invented_report import report
from test_drawing import checked, labelled

from analysis.figures import prominence, theme
from analysis.report import artifacts, fonts
from analysis.report.document import assemble
from analysis.report.fonts import Face
from analysis.report.html import HTMLReport


def faces(rules: str) -> dict[tuple[str, str], TTFont]:
    found = re.findall(r"font-weight:(\d+);font-style:(\w+);src:url\(data:font/ttf;base64,([^)]+)\)", rules)
    return {(weight, style): TTFont(io.BytesIO(base64.b64decode(data))) for weight, style, data in found}


def held(font: TTFont) -> str:
    return "".join(sorted(map(chr, font.getBestCmap())))


def test_each_face_has_exactly_the_letters_that_are_set_in_it() -> None:
    drawings = [
        checked(labelled("abba")),
        checked(labelled("dc", weight="bold")),
        checked(labelled("e", style="italic")),
    ]
    found = faces(fonts.rules(drawings))
    assert {look: held(font) for look, font in found.items()} == {
        ("400", "normal"): "ab",
        ("400", "italic"): "e",
        ("700", "normal"): "cd",
    }


def test_a_letter_is_drawn_and_measured_as_in_the_whole_font() -> None:
    whole = TTFont(fonts._source("DejaVuSans.ttf"))
    part = TTFont(io.BytesIO(fonts.subset(Face(), "Aé−")))
    for character in "Aé−":
        before, after = (font.getBestCmap()[ord(character)] for font in (whole, part))
        assert part["hmtx"][after] == whole["hmtx"][before]
        assert (
            part["glyf"][after].getCoordinates(part["glyf"])[0]
            == whole["glyf"][before].getCoordinates(whole["glyf"])[0]
        )
    assert "DejaVu" in whole["name"].getDebugName(4)
    assert "Bitstream" in part["name"].getDebugName(0)


@pytest.mark.filterwarnings("ignore:Glyph")
def test_what_the_family_lacks_is_left_to_the_reader_and_a_box_in_print() -> None:
    svg = checked(labelled("a漢"))
    assert held(faces(fonts.rules([svg]))["400", "normal"]) == "a"
    assert ">a漢<" in svg
    assert ">a□<" in fonts.drawable(svg)
    assert fonts.rules([checked(labelled("漢"))]) == ""


def test_the_page_and_each_file_bring_their_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    document = assemble(report(monkeypatch))
    page, file = HTMLReport().page(document, {}), artifacts.files(document)["figures/map.svg"].decode()
    assert page.count("@font-face") == 1
    assert set("AB") <= set(held(faces(page)["400", "normal"]))
    assert held(faces(file)["400", "normal"]) == held(faces(page)["400", "normal"])


def test_a_page_without_figures_has_no_font() -> None:
    assert "@font-face" not in HTMLReport().page(assemble({}), {})


def test_the_same_bytes_elsewhere() -> None:
    code = "from analysis.report import fonts; print(fonts.subset(fonts.Face(True), 'Año −→').hex())"
    elsewhere = {"TZ": "Pacific/Chatham", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "1"}
    made = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=os.environ | elsewhere)
    assert made.stdout.decode().strip() == fonts.subset(Face(bold=True), "Año −→").hex()


def test_typst_is_given_the_family_and_no_other_font() -> None:
    with fonts.folder() as folder:
        assert sorted(os.listdir(folder)) == sorted(fonts._FILES.values())
    assert not os.path.exists(folder)


def turned(colour: np.ndarray) -> np.ndarray:
    """What a dark page makes of a colour: its filter, as report.css has it."""
    colour = colour * (1 - 2 * 0.92) + 0.92
    grey = np.array([0.213, 0.715, 0.072])  # hue-rotate(180deg) mirrors a colour at the grey of its weights
    return np.clip(2 * (grey @ colour) - colour, 0, 1)


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    """The contrast of WCAG 2.2."""
    linear = [np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) for c in (one, other)]
    light = sorted(float(c @ np.array([0.2126, 0.7152, 0.0722])) + 0.05 for c in linear)
    return light[1] / light[0]


GROUNDS = [(theme.PAPER(share), theme.INK) for share in np.linspace(0, 1, 11)]
GROUNDS += [("white", theme.FAINT), ("#fffefb", theme.VERMILION_INK)]
GROUNDS += [(face, ink) for face, _, ink in (*prominence.LOOKS, prominence.SMALLER)]


@pytest.mark.parametrize(("ground", "ink"), GROUNDS)
def test_words_can_be_read_on_every_ground_in_light_and_dark(ground: object, ink: object) -> None:
    from matplotlib.colors import to_rgb

    pair = [np.array(to_rgb(colour)) for colour in (ground, ink)]  # type: ignore[arg-type]
    assert contrast(*pair) >= 4.5
    assert contrast(*map(turned, pair)) >= 4.5
