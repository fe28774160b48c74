"""Invented executed notebooks, made of the bundles that `display` makes."""

from typing import Any

import pandas as pd
import pytest
from invented import code, markdown, notebook
from matplotlib.figure import Figure

from analysis.report import display
from analysis.statements import Finding, Grade, Sentence, Standing, Value

WORDS = Value("corpus.words", 1331, "words", n=5)
SHARE = Value("voices.share", 64.0, "%", low=51, high=72)


def shown(monkeypatch: pytest.MonkeyPatch, *calls: Any, source: str = "show()", tags: tuple[str, ...] = ()) -> dict:
    """An executed cell with what the calls display."""
    outputs: list[dict[str, Any]] = []
    with monkeypatch.context() as patch:
        patch.setattr(
            display,
            "display",
            lambda data, raw: outputs.append({"output_type": "display_data", "data": dict(data), "metadata": {}}),
        )
        for call in calls:
            call()
    return {**code(source, *tags), "outputs": outputs}


def title(text: str = "Two accounts of a strike", **other: str) -> Any:
    given = {"study": "harbour", "event": "a strike", "date": "1987-03-14", "note": "One article each.", **other}
    return lambda: display.title(title=text, **given)


def say(template: str, *values: Value) -> Any:
    return lambda: display.say(Sentence(template, values))


def figure(id: str, caption: str = "Words per document.", *values: Value, data: pd.DataFrame | None = None) -> Any:
    drawn = Figure(figsize=(4, 2))
    drawn.subplots().bar(["A", "B"], [3, 1])
    frame = pd.DataFrame({"source": ["A", "B"], "words": [3, 1]}) if data is None else data
    said = Sentence(caption, values)
    return lambda: display.figure(id, drawn, data=frame, caption=said, alt=Sentence.of("Two bars."))


def table(id: str, caption: str = "Terms.", rows: int = 3, **more: Any) -> Any:
    frame = pd.DataFrame(
        {"term": [f"word {'abc'[at % 3]}" for at in range(rows)], "z": [-1.5 * at for at in range(rows)]}
    )
    return lambda: display.table(id, frame, caption=Sentence(caption), **more)


def found(figure: str = "lengths", grade: Grade = "suggestive") -> Any:
    sentence = Sentence.of("Officials have {voices.share} of the words.", SHARE)
    detectable = Sentence.of("A share of {voices.least} would have been found.", Value("voices.least", 7, "%"))
    return lambda: display.findings(Finding("officials", sentence, grade, figure, detectable))


def fared(robust: bool = False) -> Any:
    held = Value("robustness.officials.holds", 3, "settings")
    told = Standing("officials", "Officials", Sentence.of("Holds in {robustness.officials.holds}.", held), robust)
    return lambda: display.standings(told)


def report(patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Three notebooks with every kind of result."""
    return {
        "00-summary": notebook(markdown("# Summary"), shown(patch, title(), found(), say("See @sec-topics."))),
        "01-corpus": notebook(
            markdown("# What was read\n\nA *document*. See @fig-map.\n\n## How long?"),
            code("limit = 3", "parameters"),
            code("import analysis"),
            shown(patch, say("In all {corpus.words} words (@fig-lengths, @tab-terms).", WORDS), source="say(x)"),
            shown(patch, figure("lengths", "{corpus.words} words; see @sec-02-topics.", WORDS)),
        ),
        "02-topics": notebook(
            markdown("# Which topics"),
            shown(patch, figure("map"), table("terms", rows=7, shown=2), table("hidden", shown=0)),
            shown(patch, found("map")),
        ),
    }
