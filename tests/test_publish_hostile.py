"""Foreign text stays text, wherever it enters; a drawing holds shapes and nothing else."""

import io
import re
from typing import Any

import pandas as pd
import pytest
from invented import code, markdown, notebook
from invented_report import figure, shown
from pypdf import PdfReader
from test_publish_html import Page
from test_publish_pdf import read

from analysis.errors import PublishError
from analysis.report import artifacts, display, drawing, jupyter, linked
from analysis.report.document import assemble
from analysis.report.html import HTMLReport
from analysis.report.pdf import PDFReport
from analysis.statements import Finding, Sentence, Value
from analysis.study import Publication

HOSTILE = {
    "script": "<script>alert(1)</script></style></title><img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "typst": '#import "@preview/x:1.0.0": * #panic() $x$ @ref <label> *b* _i_ // /* [x] \\u{41} \\',
    "quotes": 'a "quoted" \\" \\\\" back\\slash\nnew\tline {corpus} {{ jinja }} {% raw %}',
    "bidi": "a\u202eb\u2066c\u200fd\ufeff",
    "control": "a\x00b\x07c\x1b[31md\x7f\x85\u2028",
    "scripts": "漢字かな 한글 😀👩‍👩‍👧 🇫🇷 e\u0301 न्य العربية עברית ไทย",
    "private": "\ue000\uf8ff\U000f0000\ufdd0\uffff\U0001ffff\u0378",
    "surrogate": "a\ud800b\udfffc",
    "long": "x" * 500,
    "longest": "x" * 100_000,
    "wordy": "word " * 10_000,
    "svg": '<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s /><set to="javascript:alert(1)"/>'
    "<foreignObject><body onload=alert(1)></foreignObject><use href='data:image/svg+xml,<svg onload=alert(1)>'/></svg>",
    "mathml": '<math><maction actiontype="statusline#http://example.org" xlink:href="javascript:alert(1)">x</maction>'
    '<annotation-xml encoding="text/html"><img src=x onerror=alert(1)></annotation-xml><mtext><style></math>',
    "handlers": "<details open ontoggle=alert(1)><input autofocus onfocus=alert(1)><video><source onerror=alert(1)>",
    "loading": '<link rel=stylesheet href="http://example.org/x.css"><iframe srcdoc="<script>alert(1)</script>"></iframe>'
    "<meta http-equiv=refresh content='0;http://example.org'><base href='http://example.org/'>",
    "javascript": "javascript:alert(1)//",
    "latex": r"\input{/etc/passwd}\immediate\write18{id} $$\href{javascript:alert(1)}{x}$$ % & # _ ^ ~ \end{document}",
    "formula": '=HYPERLINK("http://example.org/?x="&A1,"x")',
    "mermaid": '```mermaid\ngraph TD; a["<img src=x onerror=alert(1)>"]; click a "javascript:alert(1)"\n```',
}
# Kinds of output that a notebook may hold and that run, load or draw something where they are shown.
PLANTED = (
    "application/javascript",
    "application/vnd.jupyter.widget-view+json",
    "application/vnd.mermaid+json",
    "application/vnd.plotly.v1+json",
    "image/svg+xml",
    "text/latex",
    "text/markdown",
    "text/vnd.mermaid",
)


def everywhere(patch: pytest.MonkeyPatch, text: str) -> dict[str, Any]:
    """A report with a foreign text in every place where text can enter."""
    value = Value("a.word", text)
    sentence = Sentence("Said: {a.word}.", (value,))
    template = Sentence(re.sub(r"\d|\{[a-z][a-z0-9_.-]*\}", "", text))
    # As objects: pandas' own strings refuse a lone surrogate, which a notebook's cell can hold all the same.
    frame = pd.DataFrame([[text, 1], ["x", 2]], columns=pd.Index([text, "n"], dtype=object), dtype=object)
    frame["n"] = frame["n"].astype(int)
    calls = [
        lambda: display.title(text, text, text, text, text, Publication((text,), doi=text, address=text, license=text)),
        lambda: display.say(sentence, template),
        lambda: display.findings(Finding(text, sentence, text)),  # type: ignore[arg-type]
        lambda: display.table("t", frame, caption=sentence, labels={text: text, "n": text}),
        figure("f", "As {a.word}.", value, data=frame),
    ]
    printed = [
        {"output_type": "stream", "name": "stdout", "text": text},
        {"output_type": "error", "ename": text, "evalue": text, "traceback": [text]},
        {"output_type": "display_data", "data": {"text/plain": text, "text/html": text}, "metadata": {}},
        *({"output_type": "display_data", "data": {kind: text}, "metadata": {}} for kind in PLANTED),
    ]
    cells = [
        markdown(
            f"# {text}\n\n## {text}\n\n{text}\n\n- {text}\n\n> {text}\n\n`{text}`\n\n```\n{text}\n```\n\n[{text}](x)"
        ),
        shown(patch, *calls, source=f"# {text}"),
        {**code(text), "outputs": printed},
    ]
    return {"01-a": notebook(*cells)}


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_page_shows_it_and_runs_nothing(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    html = HTMLReport().render(everywhere(monkeypatch, HOSTILE[kind]))
    html.encode()
    page = Page(html)
    _harmless(page)
    if kind in ("script", "typst", "long", "svg", "mathml", "handlers", "loading", "javascript", "latex", "formula"):
        assert page.text.count(HOSTILE[kind]) > 8


def _harmless(page: Page) -> None:
    assert page.all("script") == [{"type": linked.TYPE}, {}]  # ours, named by its digest in the policy
    assert not {tag for tag, _ in page.elements} & {
        "iframe",
        "img",
        "object",
        "embed",
        "form",
        "base",
        "link",
    }
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        target = attributes.get("href") or attributes.get("xlink:href") or "#"
        local = r"figures/|tables/|citations\.|CITATION\.cff|values\.(json|csv|tex)$"
        assert re.match(rf"#|https?://|mailto:|{local}", target), target
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", page.text)


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_pdf_is_written_and_shows_it(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    made = PDFReport().render(everywhere(monkeypatch, HOSTILE[kind]))
    pages = PdfReader(io.BytesIO(made)).pages  # up to 137, of which those with most words take longest to read
    assert any(
        "Said:" in page.extract_text() for page in sorted(pages, key=lambda page: len(page["/Contents"].get_data()))
    )
    if kind == "typst":
        assert read(made)[1].count("#panic()") > 8
    if kind == "scripts":
        assert "U+6F22 U+5B57" in read(made)[1]


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_files_are_written_as_utf_8(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    files = artifacts.files(assemble(everywhere(monkeypatch, HOSTILE[kind])))
    assert not re.search("[\u202a-\u202e\x00]", files["values.json"].decode() + files["tables/t.csv"].decode())


@pytest.mark.parametrize(
    "link",
    [
        "[a](javascript:alert(1))",
        "[a](JAVA&#115;CRIPT:alert(1))",
        "[a]( data:text/html,x)",
        "[a](file:///etc/passwd)",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
        '[a](https://example.org/"onclick="x)',
        '[a](https://example.org "t\\" onclick=\\"x")',
        "![a](javascript:alert(1))",
        "![a](https://example.org/x.png)",
        "[a][r]\n\n[r]: javascript:alert(1)",
        "<a href='javascript:alert(1)'>a</a>",
        "<svg onload=alert(1)>",
    ],
)
def test_a_link_leads_to_the_web_or_is_text(link: str) -> None:
    book = {"01-a": notebook(markdown(f"# A\n\n{link}\n\n- {link.splitlines()[0]}"))}
    _harmless(Page(HTMLReport().render(book)))
    assert PDFReport().render(book).startswith(b"%PDF")


SHAPE = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p>x</p></foreignObject>",
        '<g onload="alert(1)"/>',
        '<a xlink:href="https://example.org"><g/></a>',
        '<use xlink:href="https://example.org/x.svg#a"/>',
        '<use href="javascript:alert(1)"/>',
        '<image xlink:href="https://example.org/x.png"/>',
        '<image xlink:href="data:image/svg+xml;base64,AAAA"/>',
        '<path d="M0 0" style="fill: url(https://example.org/x)"/>',
        '<path d="M0 0" fill="url(https://example.org/#x)"/>',
        '<path d="M0 0" style="background: red"/>',
        "<style>@import url(https://example.org/x.css);</style>",
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
        '<g xml:base="https://example.org"/>',
        "<![CDATA[<script>]]>",
        "<?xml-stylesheet href='x'?>",
        "<g>",
        "<g>" * 5000 + "</g>" * 5000,
    ],
)
def test_a_drawing_with_anything_but_shapes_is_refused(inside: str) -> None:
    with pytest.raises(PublishError, match="figure f: its drawing holds"):
        drawing.checked(SHAPE.format(inside), "f")


def test_entities_are_refused_before_they_are_read() -> None:
    with pytest.raises(PublishError, match="a declaration"):
        drawing.checked('<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SHAPE.format("<title>&a;</title>"), "f")


def test_a_drawing_keeps_its_looks_without_styles() -> None:
    svg = SHAPE.format(
        '<defs><path id="f-p" d="M0 0"/></defs><use xlink:href="#f-p" style="fill: #ff0000; opacity: 0.5"/>'
    )
    assert drawing.checked(svg, "f") == (
        '<svg viewBox="0 0 9 9" stroke-linejoin="round" stroke-linecap="butt" xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><defs><path id="f-p" d="M0 0"/></defs>'
        '<use xlink:href="#f-p" fill="#ff0000" opacity="0.5"/></svg>'
    )


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_jupyterlab_shows_is_text_too(kind: str) -> None:
    text = HOSTILE[kind]
    sentence = {"template": "{a.word}", "values": [{"name": "a.word", "value": text, "text": text}]}
    page = Page(jupyter.view({"kind": "prose", "sentences": [sentence]}))
    assert [tag for tag, _ in page.elements] == ["style", "div", "p", "data"]
