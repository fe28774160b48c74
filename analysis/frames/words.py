"""The words that signal a frame, and where they stand.

Five generic frames (Semetko & Valkenburg 2000, Journal of Communication 50(2), 93-109). `words.csv` has a line a word:
its frame, the word (with `*` for any ending) and the sense in which it signals the frame. The list is this project's own:
written from the questions by which coders recognise the frames, then pruned on the development half of the corpus that
validates it. Words that name a subject or a camp (a party, the military) were left out: they tell what a text is
about. It has single words only, since the study's terms table has of word pairs only those that two passages share.
"""

import csv
from functools import cache
from importlib import resources

import numpy as np
import pandas as pd

FRAMES = ("responsibility", "human interest", "conflict", "morality", "economic")
# What a coder is asked of a passage, in our words after Semetko & Valkenburg 2000.
QUESTIONS = {
    "responsibility": "Does it say who is to blame for a problem, or who could or should put it right?",
    "human interest": "Does it give the matter a human face: somebody's life, feelings or suffering?",
    "conflict": "Does it show sides that disagree, reproach each other or fight?",
    "morality": "Does it judge by right and wrong, by faith, or say how one ought to behave?",
    "economic": "Does it speak of costs, gains or other consequences for money, work or trade?",
}


@cache
def word_list() -> pd.DataFrame:
    """Every word of every frame: columns frame, word (`*`: any ending), sense."""
    lines = (resources.files(__package__) / "words.csv").read_text(encoding="utf-8").splitlines()
    return pd.DataFrame(list(csv.DictReader(lines)))


@cache
def _patterns() -> tuple[dict[str, str], dict[str, str], int]:
    """Frame of each whole word, and of each beginning; how long the longest beginning is."""
    listed = word_list()
    whole = {word: frame for word, frame in zip(listed["word"], listed["frame"], strict=True) if word[-1] != "*"}
    begun = {word[:-1]: frame for word, frame in zip(listed["word"], listed["frame"], strict=True) if word[-1] == "*"}
    return whole, begun, max(map(len, begun))


def frame_of(term: str) -> str:
    """The frame that a term signals; empty if none."""
    whole, begun, longest = _patterns()
    if term in whole:
        return whole[term]
    most = min(len(term), longest)  # a web address may have any length
    return next((begun[term[:end]] for end in range(2, most + 1) if term[:end] in begun), "")


def matched(terms: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """The frame words in `passages` (a row each, in any order): columns row (of the passage), frame, term, count.

    `row` and `frame` are numbers, the place of the passage in `passages` and of the frame in FRAMES.
    """
    in_passage, of_term = (terms[name].astype("category").array for name in ("passage", "term"))
    number = {frame: place for place, frame in enumerate(FRAMES)}
    frame = np.asarray([number.get(frame_of(term), -1) for term in of_term.categories], dtype=np.int64)[of_term.codes]
    places = pd.Index(passages["passage"], dtype=object).get_indexer(in_passage.categories.astype(object))
    row = places[in_passage.codes]
    kept = np.flatnonzero((frame >= 0) & (row >= 0))
    found = {
        "row": row[kept],
        "frame": frame[kept],
        "term": np.asarray(of_term.categories, dtype=object)[of_term.codes[kept]],
        "count": terms["count"].to_numpy(np.int64)[kept],
    }
    return pd.DataFrame(found).sort_values(["row", "frame", "term"], ignore_index=True)
