"""What the folder of a report holds: the names of its files, and how they are called where a page links to them."""

from pathlib import Path

from analysis.report import crate, manifest, values

HTML, PDF, DOCX = "index.html", "report.pdf", "report.docx"
EXECUTED = "notebooks"  # the folder of the executed notebooks, from which all else is made
FORMATS = {"html": HTML, "pdf": PDF, "docx": DOCX}
LATE = {HTML, PDF, DOCX, crate.FILE}  # written after the manifest that the page carries, which does not name them
BESIDE = {"PDF": PDF, "Word": DOCX, "Values": values.JSON, "Manifest": manifest.FILE, "RO-Crate": crate.FILE}


def beside(folder: Path, *labels: str) -> dict[str, str]:
    """The files of these labels that a report has, by label."""
    return {label: BESIDE[label] for label in labels if (folder / BESIDE[label]).is_file()}
