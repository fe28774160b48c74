"""The sheets that a checker fills in, with their instructions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis import context, tables, voices
from analysis.errors import InputError
from analysis.study import Study

ITEM, WHERE, TEXT = "item", "where", "text"
RIGHT, NOT_ONE, MISSED = "right", "not_an_attribution", "missed"
CORRECTIONS = {f"right_{name}": name for name in ("speaker", "cue_class", "kind")}  # column of the sheet: of the table
OPEN, CLOSE = "[[", "]]"  # around what is said
AROUND = 400  # characters shown before and after a passage
ATTRIBUTIONS, PASSAGES, INSTRUCTIONS = "attributions.csv", "passages.csv", "instructions.md"

_FOUND = ("speaker", "cue", "cue_class", "kind")
_TO_FILL = (RIGHT, *CORRECTIONS, NOT_ONE)
_INSTRUCTIONS = f"""\
# How to check attributions

Fill in the empty columns, save as CSV in UTF-8, and change neither the first column nor the first row. The sheets hold text
of the articles: keep them to yourself.

In `{ATTRIBUTIONS}` every row is an attribution that was found: words between {OPEN} and {CLOSE} that are said by `speaker`,
introduced by `cue`. Write 1 under `{RIGHT}` if it is one and speaker, kind and class of the cue are right. Otherwise write 0
and, under {", ".join(f"`{name}`" for name in CORRECTIONS)}, what should stand there (a speaker nobody could tell is
`{tables.UNKNOWN}`). Write 0 alone if only the marked words are not those that are said: so much may be said more, or less,
that it changes who says what. If nobody is said to say, think or want anything there, write 1 under `{NOT_ONE}`. Leave
the row empty if you cannot tell.

In `{PASSAGES}` every row is a passage with all attributions that were found in it. Write under `{MISSED}` how many more there
are, 0 if none. Leave it empty if you have not looked.

| kind | what stands in the text |
|---|---|
| direct | a clause in quotation marks, more than four words |
| fragment | up to four words in quotation marks |
| mixed | a reported clause with quoted words in it |
| indirect | a reported clause without any |

| class of cue | what the cue adds |
|---|---|
| neutral | nothing: said, told, according to |
| strong | weight: declared, insisted, stressed |
| distancing | doubt: claimed, alleged |
| endorsing | belief: revealed, confirmed, admitted, noted |
| hedged | caution: suggested, hinted |
| confrontational | dispute: accused, denied, dismissed |
| none | there is no cue |
"""


@dataclass(frozen=True)
class Sheets:
    """What goes out: a row an attribution and a row a passage, with empty columns to be filled in; the instructions."""

    attributions: pd.DataFrame
    passages: pd.DataFrame
    instructions: str = _INSTRUCTIONS


def draw(strata: pd.Series, many: int, seed: int) -> list[str]:
    """So many of the index of `strata`, as evenly from them as they have rows, in its order; all if there are fewer.

    Within a stratum each is as likely as the other, which is what the weights of `voices.error_rates` rest on.
    """
    rng = np.random.default_rng(seed)
    mixed = strata.iloc[rng.permutation(len(strata))]
    names = sorted(strata.unique())
    turn = dict(zip(names, rng.permutation(len(names)).tolist(), strict=True))  # whose it is in an unfinished round
    order = pd.DataFrame({"round": mixed.groupby(mixed).cumcount(), "turn": mixed.map(turn)})
    chosen = set(order.sort_values(["round", "turn"]).index[:many])
    return [name for name in strata.index if name in chosen]


def sheets(study: Study, data: Mapping[str, pd.DataFrame], attributions: int, passages: int, seed: int = 1) -> Sheets:
    """A sample of so many attributions, drawn evenly from sources and kinds, and of so many passages, from sources.

    Their text is printed where it is in the study's tables or kept on this machine. Raises InputError where there is nothing
    to check.
    """
    for option, number in (("--attributions", attributions), ("--passages", passages)):
        if number < 0:
            raise InputError(option, f"{number} cannot be checked", "Ask for one or more, or for none with 0.")
    items = voices.items(data)
    if items.attributions.empty or not attributions + passages:
        raise InputError(
            study.name, "there is no attribution to check", "Ask for more, or prepare the study with texts."
        )
    said = items.attributions
    chosen = said.loc[draw(said["source"] + "\n" + said["kind"], attributions, seed)]
    searched = items.passages.loc[draw(items.passages["source"], passages, seed)]
    places = _places(study, data, [*chosen["passage"], *searched["passage"]])
    inside = said.groupby("passage")
    rows = [
        (row.Index, _where(places[row.passage]), _marked(places[row.passage], [(row.start, row.end)]))
        + tuple(getattr(row, name) for name in _FOUND)
        + ("",) * len(_TO_FILL)
        for row in chosen.itertuples()
    ]
    to_search = []
    for row in searched.itertuples():
        own = inside.get_group(row.passage) if row.passage in inside.groups else said.iloc[:0]
        spans = list(zip(own["start"], own["end"], strict=True))
        place = places[row.passage]
        to_search.append((row.Index, _where(place), _marked(place, spans), _listed(own), ""))
    return Sheets(
        pd.DataFrame(rows, columns=pd.Index([ITEM, WHERE, TEXT, *_FOUND, *_TO_FILL])),
        pd.DataFrame(to_search, columns=pd.Index([ITEM, WHERE, TEXT, "found", MISSED])),
    )


def write(study: Study, made: Sheets, folder: Path) -> list[Path]:
    """Puts the sheets and the instructions into a folder, and returns their paths.

    Raises InputError if there is a sheet already, which somebody may have filled in, or if the folder is the study's: that
    is published, and a sheet holds text.
    """
    if folder.resolve().is_relative_to(study.folder):
        raise InputError(folder, "is in the study's folder, which is published", "Choose a folder outside of it.")
    filled = {ATTRIBUTIONS: made.attributions, PASSAGES: made.passages}
    for name in filled:
        if (folder / name).exists():
            found = "is there already, perhaps filled in"
            raise InputError(folder / name, found, "Choose another folder, or move it away.")
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / name for name, rows in filled.items() if len(rows)]
    for path in written:
        rows = filled[path.name]
        tables.write_csv(path, list(rows.columns), rows.itertuples(index=False, name=None))
    (folder / INSTRUCTIONS).write_text(made.instructions, encoding="utf-8")
    return [*written, folder / INSTRUCTIONS]


def _places(
    study: Study, data: Mapping[str, pd.DataFrame], passages: Iterable[str]
) -> dict[str, tuple[context.Context, str | None]]:
    """Of each passage where it stands, and its text where that is at hand."""
    shared = data["passages"].set_index("passage")["text"] if "text" in data["passages"] else None
    found = {}
    for passage in dict.fromkeys(passages):
        place = context.find(study, data, passage, AROUND)
        found[passage] = (place, place.text if shared is None else str(shared[passage]))
    return found


def _where(found: tuple[context.Context, str | None]) -> str:
    place, _ = found
    row = f", {place.place}" if place.place else ""
    span = f"characters {place.original_start} to {place.original_end}"
    return f"{place.document}, passage {place.passage}: {place.file}{row}, {span}"


def _marked(found: tuple[context.Context, str | None], spans: Iterable[tuple[int, int]]) -> str:
    """The passage with what stands around it and marks around the spans; "" where there is no text."""
    place, text = found
    if text is None:
        return ""
    before, whole = place.before or "", f"{place.before or ''}{text}{place.after or ''}"
    marks = []
    for start, end in spans:
        marks += [(start, 1, OPEN), (end, 0, CLOSE)]  # where one ends and the next begins, the end comes first
    for place_of, _, mark in sorted(marks, reverse=True):
        at = min(place_of - place.start + len(before), len(whole))
        whole = f"{whole[:at]}{mark}{whole[at:]}"
    return whole


def _listed(own: pd.DataFrame) -> str:
    rows = zip(own["speaker"], own["cue"], own["kind"], strict=True)
    return "; ".join(f"{speaker} ({cue or 'no cue'}, {kind})" for speaker, cue, kind in rows)
