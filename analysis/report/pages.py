"""Pages beside a report, in its look: no script, no request, one style sheet that is named by its digest."""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from analysis.errors import PublishError
from analysis.report import fonts, place, prose

TEMPLATES = Path(__file__).with_name("templates")


def page(template: str, mark: str, *, sheets: Sequence[str] = (), drawings: Sequence[str] = (), **context: Any) -> str:
    """A page of a template that has `policy`, `style` and `mark`.

    `mark` is the element that tells the page from somebody else's; `sheets` are style sheets beside the report's;
    `drawings` all those, checked, that the page shows.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    style = own("report.css", *sheets) + fonts.rules(drawings)
    told = {"policy": policy(style, pictures=bool(drawings)), "style": style, "mark": mark}
    text = environment.get_template(template).render(**told, **context)
    return text.rstrip() + "\n"


def own(*names: str) -> str:
    """Style sheets or scripts of the templates, as one text."""
    return "".join((TEMPLATES / name).read_text(encoding="utf-8").strip() + "\n" for name in names)


def policy(style: str, script: str = "", *, pictures: bool = False) -> str:
    """A Content-Security-Policy: nothing but this inline style sheet, this script, and `pictures` and fonts as data."""
    drawn = "img-src data:; font-src data:; " if pictures else ""
    runs = f"script-src {_named(script)}; " if script else ""
    return f"default-src 'none'; {drawn}style-src {_named(style)}; {runs}base-uri 'none'; form-action 'none'"


def _named(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _printable(value: Any) -> Any:
    """Foreign text as it may be printed; it is escaped afterwards, and what is markup already stays."""
    return prose.visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def check(target: Path, mark: str) -> None:
    """Raise PublishError where a page of this mark may not be put: nothing is replaced that is not one."""
    way_out = "Give the page another name."
    if target.is_dir():
        raise PublishError(target, "is a folder", way_out)
    if target.exists() and mark not in target.read_text(encoding="utf-8", errors="replace"):
        raise PublishError(target, "is not such a page, so it is not replaced", way_out)


def write(text: str, target: Path) -> None:
    """Write a page that everybody may read; it is whole at any time."""
    place.write(text, target)
    target.chmod(0o644)
