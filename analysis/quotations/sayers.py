"""Whether a noun phrase can be somebody who says something: what happens does not speak, and a verb is no noun."""

import re
from collections.abc import Sequence

from analysis.quotations.grammar import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    INDEFINITE,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    Token,
    is_closed,
    is_finite,
    is_name_word,
    word_set,
)

# “His turning away suggested that …”, “the reference was sure to please” attribute nothing to anybody.
_EVENTS = word_set(
    "attack attacks choice choices comment comments decision decisions deal meeting meetings move moves remark remarks "
    "summit summits talks visit visits vote votes war wars "
    "reference references twist way ways weekend trouble troubles challenge challenges crisis crises dispute disputes rise "
    "fall problem problems question questions issue issues lack sense change changes fact facts history tension tensions "
    "relationship relations election elections race races debate debates accident accidents storm storms increase decline "
    "progress expectation expectations"
)
_SINGULAR = word_set("faces says gives takes makes wants needs gets knows thinks believes sees remains plans hopes")
_OPENERS = word_set("given following")  # with a capital where a sentence begins with them
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEINGS = word_set("king being sibling")


def may_speak(phrase: Sequence[Token]) -> bool:
    """Whether the phrase can be a speaker: its head is no event, no year, and a noun as far as can be told."""
    end = next((place for place, token in enumerate(phrase) if place and token.low in PREPOSITIONS), len(phrase))
    head, words = phrase[end - 1], phrase[:end]
    if len(words) > 1 and words[0].low in POSSESSIVES and words[1].low.endswith("ing") and words[1].low not in _BEINGS:
        return False
    if is_name_word(head):
        return len(phrase) > 1 or (head.low not in ADVERBS and head.low not in _OPENERS)
    if head.low in _EVENTS or (head.low.endswith("ing") and head.low not in _BEINGS):
        return False
    return not (_YEAR.fullmatch(head.text) or _is_clause(words) or (len(phrase) == 1 and _is_no_noun(head)))


def _is_clause(words: Sequence[Token]) -> bool:
    """Whether a verb stands in it: "it's", "Putin FACES"; a participle may ("a document filed")."""
    if any(token.low in AUXILIARIES or pronoun_of(token) != token.low for token in words[1:]):
        return True
    last = words[-1]
    if len(words) == 1 or words[0].low in DETERMINERS:
        return False
    return (is_finite(last) and not last.low.endswith("ed")) or (is_name_word(words[-2]) and last.low in _SINGULAR)


def pronoun_of(token: Token) -> str:
    """The pronoun of "he's" and the like; any other word as it is."""
    first, apostrophe, _ = token.low.partition("'")
    return first if apostrophe and first in PRONOUNS else token.low


def _is_no_noun(token: Token) -> bool:
    """Whether it is one small word that can be no noun: "faced", "together"."""
    if token.is_capital or token.low in INDEFINITE | PRONOUNS:
        return False
    return is_closed(token) or is_finite(token)
