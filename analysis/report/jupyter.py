"""A result bundle as JupyterLab shows it: a piece of HTML that stands for itself, in the colours of the lab's theme."""

from collections.abc import Callable, Mapping
from typing import Any

from analysis.report import fragments
from analysis.report.prose import escaped

# JupyterLab's own colours, with those of its light theme where a notebook is shown elsewhere.
_STYLE = """<style>
.rashomon{font-family:var(--jp-content-font-family,system-ui,sans-serif);color:var(--jp-content-font-color1,#222);
line-height:1.5;max-width:60rem}
.rashomon h1{font-size:1.6em;margin:.2em 0}.rashomon p,.rashomon ul{margin:.4em 0}
.rashomon figure{margin:.5em 0}.rashomon .drawing+figcaption{margin-top:.5em}
.rashomon figcaption,.rashomon .more,.rashomon .event{
color:var(--jp-content-font-color2,#555);font-size:.92em;max-width:46rem}
.rashomon .drawing{position:relative;width:fit-content;max-width:100%;box-sizing:border-box}
.rashomon .drawing svg{max-width:100%;height:auto;display:block}
.rashomon .drawing .leads{position:absolute;top:0;left:0;width:100%;height:100%;max-width:none}
[data-jp-theme-light="false"] .rashomon .drawing svg:not(.leads),.vscode-dark .rashomon .drawing svg:not(.leads){
filter:invert(.93) hue-rotate(180deg)}
.rashomon .leads a:hover rect,.rashomon .leads a:focus rect{fill:#d55e00;fill-opacity:.14;stroke:#d55e00}
.rashomon .evidence .scroll{max-height:24em;overflow:auto}.rashomon tr:target{outline:1px solid #d55e00}
.rashomon .scroll{overflow-x:auto}.rashomon table{border-collapse:collapse;font-size:.9em;margin:.4em 0}
.rashomon .scroll table th,.rashomon .scroll table td{padding:.2em .7em;text-align:left;vertical-align:top;border:0;
border-bottom:1px solid var(--jp-border-color2,#ddd);background:none}
.rashomon .scroll table .number{text-align:right;font-variant-numeric:tabular-nums}
.rashomon .scroll table td.short,.rashomon .scroll table td.number{white-space:nowrap}

.rashomon .findings p{margin:0}.rashomon .findings li{margin:.5em 0}
.rashomon .beside{color:var(--jp-content-font-color2,#555);font-size:.92em}
.rashomon .standings dt,.rashomon .standings dd{float:none;width:auto;margin:0}
.rashomon .standings dt{font-weight:600;padding-top:.5em}
.rashomon .grade{font-size:.78em;border:1px solid currentColor;border-radius:1em;padding:0 .6em;white-space:nowrap}
.rashomon .supported{color:#1a7f4b}.rashomon .suggestive{color:#a35b00}
.rashomon .describes{color:var(--jp-content-font-color2,#666)}
</style>"""


def view(bundle: Mapping[str, Any]) -> str:
    """One bundle as a piece of HTML that stands for itself.

    Raises PublishError for a drawing that may not be published, KeyError for a bundle of no known kind.
    """
    show: dict[str, Callable[[Mapping[str, Any]], str]] = {
        "title": _title,
        "prose": fragments.paragraph,
        "findings": fragments.findings,
        "standings": fragments.standings,
        "figure": fragments.figure,
        "table": fragments.table,
    }
    return f'{_STYLE}<div class="rashomon">{show[bundle["kind"]](bundle)}</div>'


def in_context(before: str | None, text: str | None, after: str | None) -> str:
    """A passage between what stands around it, for JupyterLab only; what to do where its text is not at hand."""
    if text is None:
        told = (
            "Its text is not at hand here: whoever prepares the study from the articles sees the passage in this place."
        )
        return f'<div class="rashomon"><p class="more">{told}</p></div>'
    around = [f'<span class="more">{escaped(part or "")}</span>' for part in (before, after)]
    said = f"{around[0]}<mark>{escaped(text)}</mark>{around[1]}"
    return f'<div class="rashomon"><blockquote style="white-space:pre-line">{said}</blockquote></div>'


def _title(bundle: Mapping[str, Any]) -> str:
    """Title, event, date and note."""
    event = ", ".join(escaped(bundle[key]) for key in ("event", "date") if bundle.get(key))
    note = f'<p class="note">{escaped(bundle["note"])}</p>' if bundle.get("note") else ""
    return f'<h1>{escaped(bundle["title"])}</h1><p class="event">{event}</p>{note}'
