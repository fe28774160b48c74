"""The tables of a study, built again from its texts, beside the digests that a report's manifest has of them."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from analysis import prepare, study, texts
from analysis.report import environment, manifest
from analysis.report.answers import Answer, Difference, Verdict
from analysis.study import Study

OWN = (study.FILE, "aliases.csv", "sources.csv", "style.csv")  # what people write or correct, and `prepare` reads
BY_HAND = {"coding", "checked"}  # tables that people fill in, and no text gives


def tables(of: Study, inputs: Mapping[str, str], folder: Path) -> Iterator[Answer]:
    """An answer for each input of a report: is it what `prepare` makes of the texts in `folder`?

    The study's own `study.toml` and what people have corrected are taken as they are. Raises InputError or TableError for
    texts that cannot be prepared. Nothing is kept of the texts.
    """
    with tempfile.TemporaryDirectory(prefix="rashomon-texts-") as place:
        target = Path(place) / of.name
        target.mkdir()
        for name in OWN:
            if (of.folder / name).is_file():
                shutil.copyfile(of.folder / name, target / name)
        with environment.variable(texts.PLACE, ""):  # no copy of the texts is kept on this machine
            prepare.prepare(prepare.Request(texts=[folder], study=target))
        made = manifest.digests(target, manifest.files(target))
    for name in sorted({*inputs, *made}):
        if Path(name).stem in BY_HAND or name == study.FILE:
            yield Answer("study table", name, "not checked", cause="people write it: no text gives it")
        elif inputs.get(name) == made.get(name):
            yield Answer("study table", name, "identical")
        else:
            verdict: Verdict = "missing" if name not in inputs else "added" if name not in made else "changed"
            pair = Difference("digest", inputs.get(name), made.get(name))
            yield Answer("study table", name, verdict, (pair,), "not what these texts give")
