"""Kinds of tampering with the report of `tampering.accounts`, each with what must be said of it."""

import hashlib
import os
from typing import Any

from tampering import (
    Tamper,
    append,
    change,
    edit,
    embedded,
    flip,
    link,
    pattern,
    remove,
    rename,
    sealed,
    swap,
    write,
)

from analysis.report import crate


def _values(**more: Any) -> Tamper:
    return edit("values.json", lambda told: told["words.share"].update(more))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


PAGE = "index.html"
NUMBER = r'(<data value=")59.5(" title="words.share[^"]*">)59.5'
SVG = r'(<div class="drawing"><div role="img"[^>]*><svg.*?<path [^>]*?d="M ?)(\d)'
TOPICS, METHOD = "notebooks/02-topics.ipynb", "notebooks/08-methods.ipynb"

# What is done, and what must be said of it, beside that the report is not verified.
IN_FILES: dict[str, tuple[Tamper, str]] = {
    "a digit in the prose": (pattern(PAGE, NUMBER, r"\g<1>69.5\g<2>69.5"), "page, sec-words, value words.share"),
    "a digit shown, not its value": (pattern(PAGE, r"(words\.share[^>]*>)59.5", r"\g<1>58.5"), "value words.share"),
    "digits of another script": (pattern(PAGE, r"(words\.share[^>]*>)59.5", "\\g<1>५९.५"), "value words.share"),
    "a full stop of another script": (pattern(PAGE, r"(words\.share[^>]*>)59.5", "\\g<1>59․5"), "value words.share"),
    "a word of the prose": (change(PAGE, "Counted by hand", "Counted by heart"), "changed     page sec-words"),
    "a cell of a table": (pattern(PAGE, r"(<td[^>]*>)310", r"\g<1>301"), "changed     table words"),
    "a head of a table": (pattern(PAGE, r"(<th[^>]*>)share", r"\g<1>part"), "changed     table words"),
    "the list of all numbers": (
        pattern(PAGE, r"(<tr id=\"value-words.share.*?)59.5", r"\g<1>95.5"),
        "list of all numbers",
    ),
    "a row of the list": (pattern(PAGE, r'<tr id="value-words.share">.*?</tr>', ""), "list of all numbers"),
    "the drawing on the page": (pattern(PAGE, SVG, r"\g<1>9\g<2>"), "page, fig-line, drawing"),
    "the alt text": (pattern(PAGE, r'(aria-label="A line up to )5', r"\g<1>6"), "page, alt text"),
    "a caption": (pattern(PAGE, r"(Figure 1\..*?A line) up", r"\g<1> down"), "page, caption"),
    "a caption of a table": (pattern(PAGE, r"(</a> )Words of", r"\g<1>Verbs of"), "page, caption"),
    "a grade": (pattern(PAGE, r'(class="grade )suggestive">suggestive', r"\g<1>supported\">supported"), "grade"),
    "a citation": (pattern(PAGE, r'(<p class="citation">.*?)Two accounts', r"\g<1>Ten accounts"), "citation"),
    "a permanent id": (pattern(PAGE, r"(<code>toy/fig-line@)\w", r"\g<1>x"), "page, card"),
    "the CSV in a card": (pattern(PAGE, r'(data-csv=")[^"]{8}', r"\g<1>AAAAAAAA"), "CSV in the card"),
    "no CSV in a card": (pattern(PAGE, r' data-csv="[^"]*"', ""), "page, CSV in the card"),
    "the title": (pattern(PAGE, r"<h1>Two", "<h1>Ten"), "changed     page title block"),
    "evidence on the page": (pattern(PAGE, r"(class=\"evidence.*?A-1-)1", r"\g<1>2"), "page, evidence"),
    "a script added": (change(PAGE, "</main>", "<script>1</script></main>"), "changed     page script"),
    "the linked data": (pattern(PAGE, r'("@type":"Report","name":")', r"\g<1>No "), "changed     page linked data"),
    "the page's script": (pattern(PAGE, r'"use strict";', '"use strict";1;'), "changed     page script"),
    "the style sheet": (pattern(PAGE, r"<style>", "<style>b{color:red}"), "style sheet"),
    "the policy": (pattern(PAGE, "default-src [^;]*", "default-src *"), "changed     page head"),
    "a declaration": (change(PAGE, "</main>", "<![5</main>"), "changed     page page"),
    "a comment": (change(PAGE, "</main>", "<!-- 5 --></main>"), "comment"),
    "line ends of the page": (lambda report: change(PAGE, "\n", "\r\n", -1)(report), "embedded manifest"),
    "a byte order mark": (
        lambda report: write(PAGE, b"\xef\xbb\xbf" + (report / PAGE).read_bytes())(report),
        "index.html",
    ),
    "another encoding": (
        lambda report: write(PAGE, (report / PAGE).read_text("utf-8").encode("utf-16"))(report),
        "index.html",
    ),
    "a space in an element": (change(PAGE, "</main>", "</main >"), "changed     index.html"),
    "the page cut": (lambda report: write(PAGE, (report / PAGE).read_bytes()[:-900])(report), "changed     index.html"),
    "the page empty": (write(PAGE, b""), "embedded manifest"),
    "a value": (_values(value=59.6, text="59.6"), "value words.share"),
    "a value's unit": (_values(unit="words"), "value words.share"),
    "a value's interval": (_values(low=1, high=2), "value words.share"),
    "a value gone": (edit("values.json", lambda told: told.pop("words.share")), "missing     value words.share"),
    "a value more": (edit("values.json", lambda told: told.update(x={"value": 1, "text": "1"})), "added       value x"),
    "values.csv": (change("values.csv", "59.5", "95.5"), "contradicts values.csv"),
    "values.tex": (change("values.tex", "59.5", "95.5"), "contradicts values.tex"),
    "a figure's SVG": (
        pattern("figures/line.svg", r"(<path [^>]*?d=\"M ?)(\d)", r"\g<1>9\g<2>"),
        "changed     figure line",
    ),
    "a figure's PDF": (flip("figures/line.pdf", 700), "figures/line.pdf"),
    "a figure's PNG": (flip("figures/line.png", 200), "figures/line.png"),
    "a figure's CSV": (change("figures/line.csv", "5", "6"), "row 4, y: 6 -> 5"),
    "a table's CSV": (change("tables/words.csv", "310", "301"), "row 2, words: 301 -> 310"),
    "evidence": (change("tables/words-evidence.csv", "90", "91"), "changed     table words"),
    "line ends of a table": (change("tables/words.csv", "\n", "\r\n", -1), "tables/words.csv"),
    "a space in a table": (change("tables/words.csv", "A,", "A ,"), "row 2, source"),
    "the PDF": (flip("report.pdf", 4000), "report.pdf"),
    "the PDF empty": (write("report.pdf", b""), "report.pdf"),
    "something after the PDF": (append("report.pdf", b"\n% 5\n"), "report.pdf"),
    "an output of a notebook": (change(TOPICS, "A line up to", "A line down to"), TOPICS),
    "the source of a notebook": (change(TOPICS, "[1, 2, k]", "[1, 3, k]"), TOPICS),
    "a notebook's parameters": (
        edit(TOPICS, lambda told: told["metadata"]["papermill"]["parameters"].update(k=6)),
        "did not run with the parameters of manifest.json",
    ),
    "a notebook that is none": (write(TOPICS, b"[]"), "notebooks: cannot be read"),
    "versions in a table": (
        pattern("tables/versions.csv", r"(numpy,)\d", r"\g<1>9"),
        "contradicts tables/versions.csv",
    ),
    "inputs in a table": (pattern("tables/inputs.csv", r"\b[0-9a-f]{4}", "beef"), "contradicts tables/inputs.csv"),
    "CITATION.cff": (change("CITATION.cff", "Two accounts", "Ten accounts"), "contradicts CITATION.cff"),
    "citations.bib": (pattern("citations.bib", r"@(\w{8})\}", "@00000000}"), "contradicts citations.bib"),
    "citations.ris": (change("citations.ris", "TI  - ", "TI  - A "), "contradicts citations.ris"),
    "citations.json": (change("citations.json", "Two accounts", "Ten accounts"), "contradicts citations.json"),
    "a digest in the crate": (pattern(crate.FILE, r'("sha256": ")\w{4}', r"\g<1>0bad"), f"contradicts {crate.FILE}"),
    "a parameter in the crate": (pattern(crate.FILE, r'("value": )5\b', r"\g<1>6"), "#parameter-k"),
    "a name twice in the crate": (change(crate.FILE, '"@graph"', '"@context": 1, "@graph"'), "stands twice"),
    "a file removed": (remove("figures/line.png"), "figures/line.png: is missing"),
    "a file added": (write("figures/other.png", b"1"), "figures/other.png: was added"),
    "a file renamed": (rename("tables/words.csv", "tables/worts.csv"), "tables/worts.csv: was added"),
    "two files swapped": (swap("figures/line.csv", "tables/words.csv"), "figures/line.csv: was changed"),
    "a link": (link("figures/line.csv", "/etc/hostname"), "figures/line.csv: is a link"),
    "a link for the page": (link(PAGE, "/etc/hostname"), "index.html: is a link"),
    "a folder linked": (lambda report: os.symlink("/etc", report / "more"), "more: is a link"),
    "a digest of an output": (
        edit("manifest.json", lambda told: told["outputs"].update({"values.csv": "0" * 64})),
        "values.csv: was changed",
    ),
    "a parameter in the manifest": (
        edit("manifest.json", lambda told: told["parameters"]["02-topics"].update(alpha=0.6)),
        "02-topics.ipynb: did not run with the parameters",
    ),
    "an input in the manifest": (
        edit("manifest.json", lambda told: told["inputs"].update({"study.toml": _digest(b"")})),
        "differs     input study.toml",
    ),
    "a version in the manifest": (
        edit("manifest.json", lambda told: told["versions"].update(numpy="9.9")),
        "tables/versions.csv: numpy",
    ),
    "spaces in the manifest": (append("manifest.json", b"\n"), "changed     manifest.json"),
    "the embedded manifest": (embedded(lambda told: told["parameters"]["02-topics"].update(k=9)), "embedded manifest"),
    "an embedded digest": (
        embedded(lambda told: told["outputs"].update({"values.json": "0" * 64})),
        "embedded manifest: outputs",
    ),
    "two embedded manifests": (pattern(PAGE, r"(<script type=.*?</script>)", r"\1\n\1"), "has 2 manifests"),
}

# The same with every digest made to match, so that only running the report again can tell.
HIDDEN: dict[str, tuple[Tamper, str]] = {
    name: (sealed(IN_FILES[name][0]), said)
    for name, said in {
        "a digit in the prose": "changed     page sec-words",
        "a word of the prose": "changed     page sec-words",
        "a cell of a table": "page, cells",
        "the drawing on the page": "changed     figure line",
        "a grade": "grade: supported -> suggestive",
        "a citation": "Ten accounts",
        "the CSV in a card": "CSV in the card",
        "the page's script": "changed     page script",
        "a value": "value words.share",
        "a figure's SVG": "changed     figure line",
        "a figure's PDF": "changed     figure line",
        "a figure's PNG": "changed     figure line",
        "a figure's CSV": "changed     figure line",
        "a table's CSV": "changed     table words",
        "evidence": "changed     table words",
        "the PDF": "changed     report.pdf",
        "an output of a notebook": f"changed     {TOPICS}",
        "CITATION.cff": "changed     CITATION.cff",
        "a file removed": "missing     figures/line.png",
        "a file added": "added       figures/other.png",
        "a version in the manifest": "numpy",
    }.items()
}

# What no report has: one clear error, and nothing is run.
REFUSED: dict[str, tuple[Tamper, str]] = {
    "a way out of the folder": (
        edit("manifest.json", lambda told: told["outputs"].update({"../../x": "0" * 64})),
        "no file inside the folder",
    ),
    "an absolute path": (
        edit("manifest.json", lambda told: told["outputs"].update({"/etc/hostname": "0" * 64})),
        "no file inside the folder",
    ),
    "a digest that is none": (
        edit("manifest.json", lambda told: told["outputs"].update({"values.csv": "0"})),
        "the digest of 'values.csv'",
    ),
    "a study that is a path": (edit("manifest.json", lambda told: told.update(study="../toy")), "name of a study"),
    "a part missing": (edit("manifest.json", lambda told: told.pop("versions")), "'versions' is missing"),
    "a part more": (edit("manifest.json", lambda told: told.update(note="x")), "'note' is no part"),
    "the code's digest": (
        edit("manifest.json", lambda told: told["code"].update(sha256="0" * 64)),
        "not that of its files",
    ),
    "an unknown parameter": (
        edit("manifest.json", lambda told: told["parameters"]["02-topics"].update(gone=1)),
        "no notebook has a parameter 'gone'",
    ),
    "a parameter of another type": (
        edit("manifest.json", lambda told: told["parameters"]["02-topics"].update(k="5")),
        "which is not of type int",
    ),
    "a parameter that is an object": (
        edit("manifest.json", lambda told: told["parameters"]["02-topics"].update(k={})),
        "has no value that one can have",
    ),
    "a name twice": (change("manifest.json", '"study"', '"study": "x",\n "study"'), "stands twice"),
    "no number": (change("manifest.json", '"alpha": 0.5', '"alpha": NaN'), "NaN is no number"),
    "deep nesting": (write("manifest.json", b"[" * 100_000), "nested too deeply"),
    "a manifest that is a list": (write("manifest.json", b"[]"), "it is no object"),
    "an empty manifest": (write("manifest.json", b""), "is not JSON"),
    "a manifest in another encoding": (write("manifest.json", '{"study": "é"}'.encode("latin-1")), "is not JSON"),
    "a linked manifest": (link("manifest.json", "/etc/hostname"), "is a link"),
    "no manifest": (remove("manifest.json"), "is not a report"),
}
