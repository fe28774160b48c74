"""A small invented report, and what can be done to a copy of it."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from invented import FIGURE, code, markdown, notebook, parameters, project

from analysis.report import crate, manifest, provenance

SHOWN = """\
import pandas as pd

from analysis.report import display
from analysis.statements import Finding, Sentence, Value

words = pd.DataFrame({"source": ["A", "B"], "words": [310, 211], "share": [0.595, 0.405]})
behind = pd.DataFrame([["A", "A-1-1", "A-1", 1, 0, 90, 310], ["B", "B-1-1", "B-1", 1, 0, 80, 211]],
    columns=["source", "passage", "document", "position", "start", "end", "words"])
share = Value("words.share", 59.5, "%", digits=1)
display.title("toy", "Two accounts of a meeting", "a meeting", "2021-06-16", "Invented.")
display.table("words", words, caption=Sentence.of("Words of {words.sources} sources.", Value("words.sources", 2)),
    behind=behind)
display.findings(Finding("words", Sentence.of("A has {words.share} of the words.", share), "suggestive", "line"))"""
METHODS = """\
from analysis.report import display, executed
from analysis.statements import Sentence
from analysis.study import load

display.table("versions", executed.versions(), caption=Sentence.of("Versions."))
display.table("inputs", executed.inputs(load(study).folder), caption=Sentence.of("Inputs."))"""

Tamper: TypeAlias = Callable[[Path], None]


def accounts(folder: Path) -> tuple[Path, Path]:
    """The notebooks and the study of a small report: a figure, tables, evidence, a finding, versions and inputs."""
    study = parameters('study: str = "toy"  # the study')
    return project(
        folder,
        n01_words=notebook(markdown("# Words\n\nCounted by hand."), study, code(SHOWN)),
        n02_topics=notebook(markdown("# Topics\n\nSee @fig-line."), parameters(), code(FIGURE)),
        n08_methods=notebook(markdown("# Methods"), study, code(METHODS)),
    )


def change(name: str, old: str, new: str, count: int = 1) -> Tamper:
    """Replace a text in a file, which must have it."""

    def tamper(report: Path) -> None:
        text = (report / name).read_bytes().decode("utf-8")
        assert old in text, f"{name} has no {old!r}"
        (report / name).write_bytes(text.replace(old, new, count).encode("utf-8"))

    return tamper


def pattern(name: str, old: str, new: str) -> Tamper:
    """Replace what a regular expression finds first."""

    def tamper(report: Path) -> None:
        text, found = re.subn(old, new, (report / name).read_bytes().decode("utf-8"), count=1, flags=re.DOTALL)
        assert found == 1, f"{name} has no {old}"
        (report / name).write_bytes(text.encode("utf-8"))

    return tamper


def flip(name: str, at: int) -> Tamper:
    """Change one byte of a file."""

    def tamper(report: Path) -> None:
        content = bytearray((report / name).read_bytes())
        content[at] ^= 1
        (report / name).write_bytes(content)

    return tamper


def edit(name: str, how: Callable[[Any], object]) -> Tamper:
    """Change what a JSON file holds."""

    def tamper(report: Path) -> None:
        told = json.loads((report / name).read_bytes())
        how(told)
        text = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
        (report / name).write_text(text, encoding="utf-8")

    return tamper


def both(*tampers: Tamper) -> Tamper:
    """One after the other."""

    def tamper(report: Path) -> None:
        for each in tampers:
            each(report)

    return tamper


def swap(a: str, b: str) -> Tamper:
    """Two files change places."""

    def tamper(report: Path) -> None:
        one, other = (report / a).read_bytes(), (report / b).read_bytes()
        (report / a).write_bytes(other)
        (report / b).write_bytes(one)

    return tamper


def write(name: str, content: bytes) -> Tamper:
    return lambda report: (report / name).write_bytes(content) and None


def append(name: str, content: bytes) -> Tamper:
    return lambda report: (report / name).write_bytes((report / name).read_bytes() + content) and None


def remove(name: str) -> Tamper:
    return lambda report: (report / name).unlink()


def rename(name: str, to: str) -> Tamper:
    return lambda report: (report / name).rename(report / to) and None


def link(name: str, to: str) -> Tamper:
    """A link in the place of a file."""

    def tamper(report: Path) -> None:
        (report / name).unlink()
        os.symlink(to, report / name)

    return tamper


def embedded(how: Callable[[dict[str, Any]], object]) -> Tamper:
    """Change the manifest that the page carries."""

    def tamper(report: Path) -> None:
        page = (report / "index.html").read_text(encoding="utf-8")
        head, block, tail = re.split(r'(?<=id="manifest">)(.*?)(?=</script>)', page, maxsplit=1, flags=re.DOTALL)
        told = json.loads(block)
        how(told)
        written = json.dumps(told, separators=(",", ":"))
        (report / "index.html").write_text(f"{head}{written}{tail}", encoding="utf-8")

    return tamper


def seal(report: Path) -> None:
    """Make every digest that a report holds match its files, as somebody would who knows how a report is made."""
    told = json.loads((report / "manifest.json").read_bytes())
    there = [name for name in manifest.files(report) if name != manifest.FILE]
    later = {"index.html", "report.pdf", crate.FILE}
    digests = manifest.digests(report, there)
    if "index.html" in there:
        embedded(
            lambda carried: carried.update(
                {key: told[key] for key in ("parameters", "inputs", "versions")},
                outputs={name: digest for name, digest in digests.items() if name not in later},
            )
        )(report)
    with provenance.telling(told):
        (report / crate.FILE).write_bytes(crate.described(report, told))
    manifest.write({**told, "outputs": manifest.outputs(report)}, report)


def sealed(tamper: Tamper) -> Tamper:
    """Tamper, and then hide it from every check but running the report again."""
    return both(tamper, seal)
