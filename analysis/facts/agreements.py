"""What sides agreed on, and what they did not."""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.facts.clauses import Sentence
from analysis.facts.topics import key, keys, telling

_VERBS = frozenset("agreed agree agreeing".split())
_NOUNS = frozenset("agreement agreements deal deals accord accords consensus compromise".split())
_REACHING = frozenset(
    "reach reached reaching strike struck sign signed signing secure secured conclude concluded".split()
)
_BEHIND = frozenset("to on over about for upon including".split())
_NOT = frozenset(
    "not no never without neither nor nothing little lack failed fail failing unable refused refuse".split()
)
_OPEN = frozenset(
    "if whether until could may might would can should must will hope hopes hoped want wants wanted plan plans planning seek "
    "seeks seeking urge urged ask asked capable try trying need possible potential".split()
)
_END = frozenset("who which that after when while as because although but if whose where said say says since".split())
# What is done about a topic, and general nouns: not the topic.
_PROCESS = frozenset(
    "start begin beginning hold continue discuss consultation meeting dialogue cooperate cooperation work issue matter "
    "question area item additional respective step expert group set establish create expand keep mutual joint side country "
    "agreement deal accord fate".split()
)
_BEFORE, _TOPIC = 6, 14  # words before an agreement that can deny it; words after it that can be its topic


@dataclass(frozen=True)
class Agreement:
    """An agreement that was `reached` or not, in the words from `first` up to `end`, with the keys of its topic."""

    reached: bool
    about: tuple[str, ...]
    first: int
    end: int


def find(sentence: Sentence) -> list[Agreement]:
    """Agreements of a sentence whose topic is named; what somebody may, should or wants to agree on is left out."""
    return [found for place in range(len(sentence.words)) if (found := _at(sentence, place))]


def _at(sentence: Sentence, place: int) -> Agreement | None:
    words = sentence.words
    word = words[place]
    if word == "disagreed":
        return _said(sentence, place, place, place + 1, reached=False)
    if word in _VERBS:
        first, denied, open_ = _before(sentence, place)
        if open_ and not denied:
            return None
        return _said(sentence, first if denied else place, place, place + 1, reached=not denied)
    if word in _NOUNS and (not sentence.capital(place) or place == 0):
        return _noun(sentence, place)
    return None


def _noun(sentence: Sentence, place: int) -> Agreement | None:
    """An agreement as a thing: it is reached, or it is said what it is on."""
    words = sentence.words
    first, denied, open_ = _before(sentence, place)
    reaching = any(word in _REACHING for word in words[first:place]) or bool(
        {"come", "came"} & set(words[max(place - 4, 0) : place])
    )
    if not (reaching or (denied and not open_)) or (open_ and not denied):
        return None
    return _said(sentence, first if denied else place, place, place + 1, reached=not denied)


def _before(sentence: Sentence, place: int) -> tuple[int, bool, bool]:
    """Where the words begin that can deny an agreement, whether they do, and whether they leave it open."""
    low = max(sentence.clauses[sentence.clause(place)][0], place - _BEFORE)
    own = range(low, place)
    denying = [at for at in own if sentence.words[at] in _NOT or sentence.words[at].endswith("n't")]
    begins = denying[0] if denying else low
    return begins, bool(denying), any(sentence.words[at] in _OPEN for at in own)


def _said(sentence: Sentence, first: int, place: int, end: int, *, reached: bool) -> Agreement | None:
    topic = list(_topic(sentence, end))
    about = tuple(word for word in keys(word for word in topic if key(word) not in _PROCESS and not _process(word)))
    if not about or "disagree" in topic:
        return None
    return Agreement(reached, about, first, end)


def _process(word: str) -> bool:
    """Whether a word is a form of one that says what is done, not on what."""
    stem = key(word)
    return any(
        stem == form for base in _PROCESS for form in (f"{base}ed", f"{base}ing", f"{base.removesuffix('e')}ing")
    )


def _topic(sentence: Sentence, place: int) -> Iterator[str]:
    """The words behind "agreed on", up to the end of the clause; a list goes on over its commas."""
    words = sentence.words
    if place >= len(words) or words[place] not in _BEHIND or place in sentence.commas:
        return
    listed = False
    for at in range(place + 1, min(place + _TOPIC, len(words))):
        word = words[at]
        listed |= word == "including"
        if word in _END or (at in sentence.commas and not listed):
            return
        if telling(word):
            yield word
