"""The sheet that coders fill in, with its instructions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import frames, tables, texts
from analysis.coding.items import Item, draw, items
from analysis.errors import InputError
from analysis.study import Study

ITEM, PASSAGE = "item", "passage"  # columns before those of the frames
HIDDEN = "[source]"  # stands for a source's name in a passage
SHEET, INSTRUCTIONS, KEY = "sheet.csv", "instructions.md", "key.csv"
KEY_COLUMNS = ("text", "document", "file", "place")

_OPENING = """\
# How to code

Copy `sheet.csv` for each coder. Every row is a passage of a news article; where it was published is hidden on purpose. Judge
each passage by itself, and whoever is speaking in it: quoted words count. For each frame write 1 for yes, 0 for no, and
leave the cell empty if you cannot tell. Several frames may fit, or none. Do not talk about it before both of you are done.
Save as CSV in UTF-8, and change neither the first column nor the first row.

| frame | 1 if the answer is yes |
|---|---|
"""
_POINTERS = """
Some passages are not printed: "text 3, characters 120 to 560" is to be looked up in the article that `key.csv` calls
text 3. Whoever makes these look-ups for the coders should not code.
"""


@dataclass(frozen=True)
class Sheet:
    """What goes out: `rows` with an empty column a frame, the instructions, and a key to texts that are not printed.

    `key` (columns KEY_COLUMNS) is empty where every passage is printed.
    """

    rows: pd.DataFrame
    instructions: str
    key: pd.DataFrame


def sheet(study: Study, data: Mapping[str, pd.DataFrame], many: int = 100, seed: int = 1) -> Sheet:
    """A blind coding sheet of so many passages of a study, in random order.

    A passage is printed if its text is in the study's tables or kept on this machine, the names of sources hidden in it;
    otherwise the row says where it stands, in a text that has a number.
    """
    if many < 1:
        raise InputError("--passages", f"{many} passages cannot be coded", "Ask for one or more.")
    chosen = draw(items(data), many, seed)
    if not chosen:
        raise InputError(study.name, "the study has no passage to code", "Prepare it with texts.")
    numbers = {document: place for place, document in enumerate(dict.fromkeys(one.document for one in chosen), start=1)}
    printed, key = _printed(study, data, chosen), []
    rows = []
    for one in chosen:
        passage = printed.get(one.passage)
        if passage is None:
            passage = _pointer(data, one, numbers[one.document])
            key.append((numbers[one.document], *_place(data, one)))
        rows.append((one.name, passage, *[""] * len(frames.FRAMES)))
    questions = "".join(f"| {frame} | {question} |\n" for frame, question in frames.QUESTIONS.items())
    return Sheet(
        pd.DataFrame(rows, columns=pd.Index([ITEM, PASSAGE, *frames.FRAMES])),
        _OPENING + questions + (_POINTERS if key else ""),
        pd.DataFrame(sorted(set(key)), columns=pd.Index(KEY_COLUMNS)),
    )


def write(study: Study, made: Sheet, folder: Path) -> list[Path]:
    """Puts a sheet's files into a folder, and returns their paths.

    Raises InputError if there is a sheet already, which somebody may have filled in, or if the folder is the study's:
    that is published, and a sheet holds text.
    """
    if folder.resolve().is_relative_to(study.folder):
        raise InputError(folder, "is in the study's folder, which is published", "Choose a folder outside of it.")
    if (folder / SHEET).exists():
        raise InputError(
            folder / SHEET, "is there already, perhaps filled in", "Choose another folder, or move it away."
        )
    folder.mkdir(parents=True, exist_ok=True)
    tables.write_csv(folder / SHEET, list(made.rows.columns), made.rows.itertuples(index=False, name=None))
    (folder / INSTRUCTIONS).write_text(made.instructions, encoding="utf-8")
    written = [folder / SHEET, folder / INSTRUCTIONS]
    if len(made.key):
        tables.write_csv(folder / KEY, list(made.key.columns), made.key.itertuples(index=False, name=None))
        written.append(folder / KEY)
    return written


def _printed(study: Study, data: Mapping[str, pd.DataFrame], chosen: Sequence[Item]) -> dict[str, str]:
    """The texts of the passages that are at hand, sources' names hidden."""
    passages = data["passages"].set_index("passage").loc[[one.passage for one in chosen]]
    if "text" in passages.columns:
        found = dict(zip(passages.index, passages["text"], strict=True))
    else:
        cleaned = data["documents"].set_index("document")["cleaned"]
        whole = {document: texts.find(study.folder, cleaned[document]) for document in {one.document for one in chosen}}
        spans = zip(passages.index, passages["document"], passages["start"], passages["end"], strict=True)
        found = {
            passage: text[start:end] for passage, document, start, end in spans if (text := whole[document]) is not None
        }
    names = _names(study, data)
    return {passage: names.sub(HIDDEN, text) if names else text for passage, text in found.items()}


def _names(study: Study, data: Mapping[str, pd.DataFrame]) -> re.Pattern[str] | None:
    """Every name of a source: its label, its id and its spellings; none of fewer than three letters, which are words."""
    known = {*study.labels, *study.labels.values(), *data["sources"]["spelling"], *data["sources"]["source"]}
    names = sorted((name for name in known if len(name) > 2), key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE) if names else None


def _pointer(data: Mapping[str, pd.DataFrame], one: Item, number: int) -> str:
    passages = data["passages"]
    row = passages[passages["passage"] == one.passage].iloc[0]
    return f"text {number}, characters {row['original_start']} to {row['original_end']}"


def _place(data: Mapping[str, pd.DataFrame], one: Item) -> tuple[str, str, str]:
    documents = data["documents"]
    row = documents[documents["document"] == one.document].iloc[0]
    return one.document, row["origin"], row["place"]
