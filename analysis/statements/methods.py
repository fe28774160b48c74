"""What the report says of how it was made."""

import pandas as pd

from analysis.statements.sentence import Sentence, Value, Values, plural, slugs


def steps_caption(steps: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "From texts to tables in {methods.steps} steps, with what each left.",
        Value("methods.steps", len(steps), "steps"),
    )


def removed(cleaning: pd.DataFrame, rejected: pd.DataFrame) -> Sentence:
    """What was taken out of the texts, and where it is listed."""
    out, told = cleaning[cleaning["action"] == "removed"], Values()
    words = int(out["words"].sum())
    said = (
        f"Taken out: {told.put('methods.removed', words, 'words')} {plural(words, 'word')} in "
        f"{told.put('methods.places', len(out), 'places')} {plural(len(out), 'place')}, by rule in @tab-cleaning-rules, "
        "one by one in @tab-cleaning."
    )
    if rejected.empty:
        return told.say(f"{said} Every record could be read.")
    unread = told.put("methods.rejected", len(rejected), "records")
    return told.say(f"{said} Not read: {unread} {plural(len(rejected), 'record')} (@tab-rejected).")


INPUTS_LABELS = {"file": "file", "bytes": "bytes", "begins": "digest begins"}
PARAMETERS_LABELS = {name: name for name in ("parameter", "value", "default", "means", "notebooks")}


def inputs_caption(inputs: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The {methods.inputs} files that this report was made from, with their digests. Those of the "
        "articles behind them are in @tab-documents.",
        Value("methods.inputs", len(inputs), "files"),
    )


def clustering(exact: int, passages: int) -> Sentence:
    """Which way topics are found, and at what size it changes."""
    way = "trees that agree" if passages <= exact else "a mixture of word distributions"
    return Sentence.of(
        "Up to {methods.exact} passages, topics are what trees of random parts of them agree on; above, a mixture of word "
        f"distributions. This study has {{methods.passages}} that are compared: {way}.",
        Value("methods.exact", exact, "passages"),
        Value("methods.passages", passages, "passages"),
    )


def parameters_caption(used: pd.DataFrame) -> Sentence:
    first = " and stand first" if used["changed"].any() else ""
    return Sentence.of(
        f"The {{methods.parameters}} parameters of this run; {{methods.changed}} differ from their defaults{first}.",
        Value("methods.parameters", len(used), "parameters"),
        Value("methods.changed", int(used["changed"].sum()), "parameters"),
    )


def parameters_changed(used: pd.DataFrame) -> Sentence:
    """Which parameters are not at their defaults, each with both values."""
    own = used[used["changed"]]
    if own.empty:
        return Sentence.of("Every parameter has its default.")
    told = Values()
    named = [
        f"{told.put(f'methods.{name}', row.parameter)} is {told.put(f'methods.{name}.value', row.value)}, "
        f"by default {told.put(f'methods.{name}.default', row.default)}"
        for name, row in zip(slugs(own["parameter"]).values(), own.itertuples(), strict=True)
    ]
    return told.say(f"Changed for this run: {'; '.join(named)}.")


def versions_caption(versions: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Versions of Python and of the {methods.packages} packages that compute and draw, and one digest of all code; "
        "manifest.json has that of each of its files.",
        Value("methods.packages", len(versions) - 2, "packages"),
    )


def verify(study: str) -> Sentence:
    """How to check the report."""
    return Sentence.of(
        "Whoever has this report, its folder or its page alone, can run it again and compare every value, figure, table and "
        "file: rashomon verify {methods.report}. "
        "It says first whether the inputs are those of @tab-inputs and whether a file was changed after publishing: "
        "manifest.json has the digest of each, and the page carries those of the inputs, figures, tables and values itself.",
        Value("methods.report", f"reports/{study}"),
    )


def cite(study: str, versions: pd.DataFrame) -> Sentence:
    """How to cite the report, its figures and its numbers."""
    return Sentence.of(
        "How to cite the report stands at its end; every figure and table has a permanent id of study {methods.of} and, on "
        "the page, a citation of its own; a number is cited by its name (values.json). The software is Rashomon "
        "{methods.version}.",
        Value("methods.of", study),
        Value("methods.version", versions.set_index("package")["version"]["rashomon"]),
    )
