"""Write a report from its executed notebooks: page, PDF, Word file and the description for archives, side by side."""

from collections.abc import Callable, Iterable
from pathlib import Path

from analysis.errors import PublishError
from analysis.report import crate, manifest, notebooks
from analysis.report.contents import BESIDE, DOCX, EXECUTED, FORMATS, HTML, PDF
from analysis.report.processes import CAN_FORK, Child, DiedError


class Renderers:
    """Processes that load what rendering needs while the notebooks run, and then write one part of the report each."""

    def __init__(self, folder: Path, formats: Iterable[str]) -> None:
        self._folder = folder
        self._left_out = set(FORMATS.values()) - {FORMATS[name] for name in formats}
        self._children: dict[str, Child] = {}

    def __enter__(self) -> "Renderers":
        if CAN_FORK:
            for name, write in _PARTS.items():
                if name not in self._left_out:
                    self._children[name] = Child(name, lambda _, wait, write=write: write(self._folder, wait))  # type: ignore[misc]
        return self

    def finish(self) -> None:
        """Render. Raises PublishError for what cannot be published, or where a process dies."""
        for names in _STAGES:
            stage = [name for name in names if name not in self._left_out]
            if not CAN_FORK:
                for name in stage:
                    _PARTS[name](self._folder, lambda: None)
                continue
            for name in stage:
                self._children[name].go()
            for name in stage:
                try:
                    self._children[name].result()
                except DiedError as end:
                    raise PublishError(name, str(end), "Nothing was published. Give it more memory.") from None

    def __exit__(self, *_: object) -> None:
        for child in self._children.values():
            child.close(stop=True)


def _page(folder: Path, wait: Callable[[], None]) -> None:
    """The page, the figures, the tables and the values."""
    from analysis.report import artifacts, embedding
    from analysis.report.document import assemble
    from analysis.report.html import HTMLReport

    wait()
    document = assemble(notebooks.read_executed(folder / EXECUTED))
    beside = artifacts.write(document, folder)
    told = manifest.read(folder)
    executed = (folder / EXECUTED).glob("*.ipynb")
    outputs = manifest.digests(folder, (path.relative_to(folder).as_posix() for path in [*beside, *executed]))
    there = {FORMATS[name] for name in told["formats"]}
    links = {label: path for label, path in BESIDE.items() if path not in FORMATS.values() or path in there}
    page = HTMLReport().page(document, links, embedding.block(told, outputs))
    (folder / HTML).write_text(page, encoding="utf-8")


def _print(folder: Path, wait: Callable[[], None]) -> None:
    """The document for print."""
    from analysis.report.pdf import PDFReport

    wait()
    (folder / PDF).write_bytes(PDFReport().render(notebooks.read_executed(folder / EXECUTED)))


def _word(folder: Path, wait: Callable[[], None]) -> None:
    """The document for co-authors, with the figures that have been published."""
    from analysis.report import word
    from analysis.report.document import assemble

    wait()
    document = assemble(notebooks.read_executed(folder / EXECUTED))
    (folder / DOCX).write_bytes(word.document(document, lambda id: (folder / "figures" / f"{id}.png").read_bytes()))


def _described(folder: Path, wait: Callable[[], None]) -> None:
    """The description for archives of all that has been published."""
    crate.load()
    wait()
    (folder / crate.FILE).write_bytes(crate.described(folder, manifest.read(folder)))


_PARTS = {HTML: _page, PDF: _print, DOCX: _word, crate.FILE: _described}
_STAGES = ((HTML, PDF), (DOCX,), (crate.FILE,))  # each needs what those before it have written
