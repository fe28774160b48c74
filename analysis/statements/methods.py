"""What the report says of how it was made."""

import pandas as pd

from analysis.statements.sentence import Sentence, Value


def steps_caption(steps: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "From texts to tables in {methods.steps} steps, with what each left.",
        Value("methods.steps", len(steps), "steps"),
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
    changed = int((used["value"] != used["default"]).sum())
    return Sentence.of(
        "The {methods.parameters} parameters of this run; {methods.changed} differ from their defaults.",
        Value("methods.parameters", len(used), "parameters"),
        Value("methods.changed", changed, "parameters"),
    )


def versions_caption(versions: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Versions of Python and of the {methods.packages} packages that compute and draw.",
        Value("methods.packages", len(versions) - 1, "packages"),
    )


def verify(study: str) -> Sentence:
    """How to check the report."""
    return Sentence.of(
        "Whoever has this report’s folder can run it again and compare every value and file: rashomon verify {methods.report}.",
        Value("methods.report", f"reports/{study}"),
    )


def cite(study: str, title: str, versions: pd.DataFrame) -> Sentence:
    """How to cite the report."""
    return Sentence.of(
        "Cite this report as: “{methods.title}”, Rashomon {methods.version}, study {methods.study}, with the digest of its "
        "code from manifest.json; cite a number by its name in values.json.",
        Value("methods.title", title),
        Value("methods.version", versions.set_index("package")["version"]["rashomon"]),
        Value("methods.study", study),
    )
