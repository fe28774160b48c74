"""Sentences as words with their clauses, cut by patterns: enough to say which words stand beside a fact."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from analysis import tokens

_TOKEN = re.compile(rf"{tokens.WORD.pattern}|[%$€£]|[,;:()\[\]—–]|\s-\s")
_END = re.compile(r"[.!?]+[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[^\w.])(?:(?:[A-Z]\.)*[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|St|Jr|Sr|No|vs|Inc|Co|Ltd|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_LOOK_BACK = 8  # characters before a full stop that show an abbreviation
_NEW = frozenset("that after when while because although though but if whether than amid following".split())
_RELATIVE = frozenset("which who whose whom where".split())
SYMBOLS = frozenset("%$€£")


@dataclass(frozen=True)
class Sentence:
    """Words of a sentence, lower case with plain hyphens; `starts` and `ends` are characters of the whole text.

    `commas` holds the places of words that stand behind a comma or another mark inside the sentence.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    commas: frozenset[int]

    def written(self, first: int, end: int) -> str:
        """Words from `first` up to `end` as the text has them."""
        return " ".join(self.text[self.starts[first] : self.ends[end - 1]].split())

    def capital(self, place: int) -> bool:
        """Whether a word is written with a capital letter."""
        return self.text[self.starts[place]].isupper()

    @cached_property
    def clauses(self) -> list[tuple[int, int]]:
        """First word of each clause and the one after its last; a relative clause belongs to what it is about."""
        cuts = [0]
        for place in range(1, len(self.words)):
            word = self.words[place]
            if word not in _RELATIVE and (place in self.commas or word in _NEW):
                cuts.append(place)
        return list(zip(cuts, [*cuts[1:], len(self.words)], strict=True))

    def clause(self, place: int) -> int:
        """The number of the clause in which a word stands."""
        return next(number for number, (_, end) in enumerate(self.clauses) if place < end)


def sentences(text: str, trigger: re.Pattern[str]) -> Iterator[Sentence]:
    """The sentences of a text in which the trigger is found. Takes time linear in the text."""
    begin = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[max(begin, match.start() - _LOOK_BACK) : match.start() + 1]):
            continue
        if trigger.search(text, begin, match.end()):
            yield _sentence(text, begin, match.end())
        begin = match.end()
    if trigger.search(text, begin):
        yield _sentence(text, begin, len(text))


def _sentence(text: str, begin: int, end: int) -> Sentence:
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    commas: set[int] = set()
    for match in _TOKEN.finditer(text, begin, end):
        token = match[0]
        if token in SYMBOLS or token[0].isalnum():
            words.append(token.lower().replace("‐", "-").replace("‑", "-").replace("’", "'"))
            starts.append(match.start())
            ends.append(match.end())
        else:
            commas.add(len(words))
    return Sentence(text, words, starts, ends, frozenset(commas))
