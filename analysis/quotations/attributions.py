"""Attributions: who says what, with which cue.

Patterns over tokens, no parser. What is measured is what PolNeAR calls an attribution relation (Newell, Margolin &
Ruths, LREC 2018): a content span, the cue that attributes it, and its source. How often this is right is measured by
`benchmarks/voices_quality.py`.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.quotations.grammar import Token, sentences
from analysis.quotations.marks import outermost, pair_marks
from analysis.quotations.names import Mention, find_mentions
from analysis.quotations.patterns import Claim, announced, read_sentence
from analysis.quotations.speakers import Speakers, read_document

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
FRAGMENT_WORDS = 4  # a quoted stretch of up to this many words is a fragment


@dataclass(frozen=True)
class Attribution:
    """One attribution of a paragraph; offsets are characters in the paragraph's text, -1 where there is no such span.

    Two stretches of one split quotation share one cue (the same `cue_start`); a quotation that goes on in a further
    sentence has its speaker and no cue, so that counting cues counts each once.
    """

    start: int
    end: int
    quoted_words: int
    words: int
    speaker_as_written: str
    speaker: str
    cue: str
    cue_class: str
    kind: str
    cue_start: int
    cue_end: int
    speaker_start: int
    speaker_end: int
    continues: bool  # it goes on with what the attribution before it says


@dataclass(frozen=True)
class _Voice:
    """The speaker of a claim, as written, canonical, and where."""

    written: str = ""
    name: str = "unknown"
    start: int = -1
    end: int = -1


_NOBODY = _Voice()


def find_attributions(
    paragraphs: Sequence[str], aliases: Mapping[str, str], mentions: Sequence[Mention] | None = None
) -> list[list[Attribution]]:
    """Finds who says what in the paragraphs of one document.

    `paragraphs` in order, `aliases` from spellings as written (without honorifics) to canonical names, `mentions` the
    names in all paragraphs where they have been found already. Returns a list
    for each paragraph, sorted by start. The last speaker, the roles that appositions give, and a quotation left open
    at a paragraph's end flow on to the next paragraph. Any text is accepted; nothing is raised.
    """
    if mentions is None:
        mentions = [mention for text in paragraphs for mention in find_mentions(text)]
    reader = _Reader(read_document(paragraphs, mentions, aliases))
    return _give_echoes(paragraphs, [reader.read(text) for text in paragraphs])


def _give_echoes(paragraphs: Sequence[str], found: list[list[Attribution]]) -> list[list[Attribution]]:
    """Gives a fragment of nobody's to the one person who is quoted with the same words elsewhere in the document."""
    speakers: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for text, many in zip(paragraphs, found, strict=True):
        for one in many:
            if one.quoted_words and one.speaker != "unknown":
                words = [word.lower() for word in _WORD.findall(text[one.start : one.end])]
                for count in range(2, FRAGMENT_WORDS + 1):
                    for first in range(len(words) - count + 1):
                        speakers[tuple(words[first : first + count])].add(one.speaker)
    return [
        [_heard_before(text, one, speakers) if one.kind == "fragment" else one for one in many]
        for text, many in zip(paragraphs, found, strict=True)
    ]


def _heard_before(text: str, one: Attribution, speakers: Mapping[tuple[str, ...], set[str]]) -> Attribution:
    words = tuple(word.lower() for word in _WORD.findall(text[one.start : one.end]))
    heard = speakers.get(words, set())
    return replace(one, speaker=min(heard)) if one.speaker == "unknown" and not one.cue and len(heard) == 1 else one


class _Reader:
    """Walks through a document, paragraph by paragraph."""

    def __init__(self, speakers: Speakers) -> None:
        self._speakers = speakers
        self._quoting = _NOBODY  # whose quotation was the last one
        self._open = False  # it ran over the end of the paragraph
        self._spoke: list[list[str]] = []

    def read(self, text: str) -> list[Attribution]:
        """The attributions of the next paragraph."""
        quotes = outermost(pair_marks(text))
        self._speakers.begin_paragraph(self._spoke[-2:])
        continued = bool(self._open and quotes and not text[: quotes[0].start].strip())
        previous = self._quoting if continued or _only_quote(text, quotes) else _NOBODY
        found: list[Attribution] = []
        for sentence in sentences(text, quotes):
            claims = [claim for claim in read_sentence(sentence) if _WORD.search(text, claim.start, claim.end)]
            voices: dict[tuple[int, int], _Voice] = {}
            self._speakers.hear_before(sentence, claims)
            for claim in claims:
                voice = self._voice(text, claim, sentence, voices, previous)
                found.append(_attribution(text, claim, voice))
                if claim.kind != "indirect" and claim.follows_on:
                    previous = voice if voice.name != "unknown" else previous
            if not claims:
                self._speakers.hear(sentence)
            coming = announced(sentence)
            if coming:
                name = self._speakers.resolve(coming)
                self._quoting = previous = _Voice(text[coming[0].start : coming[-1].end], name)
            elif found and found[-1].kind in {"direct", "indirect", "mixed"} and claims:
                self._quoting = previous = _Voice(
                    found[-1].speaker_as_written, found[-1].speaker, found[-1].speaker_start, found[-1].speaker_end
                )
        self._open = bool(quotes) and not quotes[-1].closed
        self._quoting = _Voice(self._quoting.written, self._quoting.name)
        if found:
            self._spoke.append([one.speaker for one in found])
        return sorted(found, key=lambda one: (one.start, one.end, one.cue_start))

    def _voice(
        self,
        text: str,
        claim: Claim,
        sentence: Sequence[Token],
        voices: dict[tuple[int, int], _Voice],
        previous: _Voice,
    ) -> _Voice:
        if not claim.speaker:
            return previous if claim.follows_on and claim.cue_class == "none" else _NOBODY
        start, end = claim.speaker[0].start, claim.speaker[-1].end
        if (start, end) not in voices:
            name = self._speakers.resolve(claim.speaker, [token for token in sentence if token.end <= start])
            voices[start, end] = _Voice(text[start:end], name, start, end)
        return voices[start, end]


def _only_quote(text: str, quotes: Sequence[object]) -> bool:
    """A paragraph that opens with a quotation may belong to the speaker of the one before."""
    return bool(quotes) and text.lstrip()[:1] in "“\"„«`'"


def _attribution(text: str, claim: Claim, voice: _Voice) -> Attribution:
    content = text[claim.start : claim.end]
    words = len(_WORD.findall(content)) - sum(len(_WORD.findall(text[a:b])) for a, b in claim.holes)
    quoted = sum(len(_WORD.findall(text[a:b])) for a, b in claim.quoted)
    kind = claim.kind
    if kind == "direct" and quoted <= FRAGMENT_WORDS:
        kind = "fragment"
    cue = text[claim.cue_start : claim.cue_end].lower() if claim.cue_start >= 0 else ""
    return Attribution(
        start=claim.start,
        end=claim.end,
        quoted_words=quoted,
        words=max(words, quoted),
        speaker_as_written=voice.written,
        speaker=voice.name,
        cue=" ".join(cue.split()),
        cue_class=claim.cue_class,
        kind=kind,
        cue_start=claim.cue_start,
        cue_end=claim.cue_end,
        speaker_start=voice.start,
        speaker_end=voice.end,
        continues=not claim.speaker and voice.name != "unknown",
    )
