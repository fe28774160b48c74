"""Where a passage stands, and what it says where its text is at hand."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import texts
from analysis.errors import ParameterError
from analysis.study import Study


@dataclass(frozen=True)
class Context:
    """A passage in its document.

    `file` and `place` say where the document was read; `original_start` to `original_end` are the passage's characters
    in the text as it was read, `start` to `end` those in the cleaned text. `text` is the passage, `before` and `after`
    what stands around it; all None where the text is not on this machine.
    """

    passage: str
    document: str
    file: str
    place: str
    start: int
    end: int
    original_start: int
    original_end: int
    text: str | None = None
    before: str | None = None
    after: str | None = None


def find(
    study: Study,
    data: Mapping[str, pd.DataFrame],
    passage: str = "",
    around: int = 400,
    span: tuple[int, int] | None = None,
) -> Context:
    """The passage with this id (default: the study's longest), with up to `around` characters on either side.

    `span`: characters of the cleaned text to show instead of the passage. The text is shown only if it is the one that was
    counted: it is found by its digest. Raises ParameterError for an id that the study does not have.
    """
    passages = data["passages"]
    if not passage:
        passage = str(passages["passage"].iloc[int(passages["words"].to_numpy().argmax())])
    found = passages[passages["passage"] == passage]
    if found.empty:
        near = difflib.get_close_matches(passage, passages["passage"].tolist(), n=1)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        raise ParameterError("passage_shown", f"no passage {passage!r}", f"{hint}The table passages has them all.")
    row = found.iloc[0]
    documents = data["documents"]
    document = documents[documents["document"] == row["document"]].iloc[0]
    start, end = int(row["start"]), int(row["end"])
    first, last = span or (start, end)
    text = texts.find(study.folder, document["cleaned"])
    return Context(
        passage=passage,
        document=row["document"],
        file=document["origin"],
        place=document["place"],
        start=start,
        end=end,
        original_start=int(row["original_start"]),
        original_end=int(row["original_end"]),
        text=text and text[first:last],
        before=text and _from_word(text[max(first - around, 0) : first], first > around),
        after=text and _to_word(text[last : last + around], last + around < len(text)),
    )


def _from_word(text: str, cut: bool) -> str:
    """Beginning with a whole word, and a mark that something stands before it."""
    return f"… {text.split(' ', 1)[-1]}" if cut else text


def _to_word(text: str, cut: bool) -> str:
    return f"{text.rsplit(' ', 1)[0]} …" if cut else text
