"""Noun phrases beside a verb: the subject to its left, the inverted subject to its right.

There is no parser: a phrase is walked token by token until a word that cannot belong to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.quotations.grammar import (
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    INDEFINITE,
    MODALS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    Token,
    is_adverb,
    is_closed,
    is_finite,
    is_name_word,
    is_object_pronoun,
    is_plural,
    is_possessive,
    word_set,
)

_REACH = 40  # tokens looked at to the left of a verb; longer apposition chains are given up
_ADJECTIVES = 6  # words between an owner and a noun, at most
_BEFORE_TIMES = dict.fromkeys(DAYS, ("on",)) | dict.fromkeys(
    ("week", "month", "year", "summer", "spring", "fall", "winter", "night", "morning"), ("last", "this")
)
_LINKS = word_set("of for in at on from with to by against about like near inside outside within across behind")


@dataclass(frozen=True)
class Phrase:
    """Tokens `first`..`last` (inclusive) of a sentence."""

    first: int
    last: int


@dataclass(frozen=True)
class Before:
    """What stands left of a verb: its subject if one is found, and the auxiliaries passed on the way."""

    subject: Phrase | None
    auxiliaries: frozenset[str]
    first: int  # leftmost token of the verb group
    left: str  # kind of the token left of the verb group


def before_verb(sentence: Sequence[Token], verb: int) -> Before:
    """Finds the subject left of the verb at `verb`."""
    position, auxiliaries, first = _skip_group(sentence, verb)
    if position < 0:
        return Before(None, auxiliaries, first, "start")
    token = sentence[position]
    low = token.low
    if token.quote is not None:
        return Before(None, auxiliaries, first, "quote")
    if low in {"who", "which", "that"} and position > 0:
        return _relative(sentence, position, auxiliaries, first)
    if low in PRONOUNS | INDEFINITE:
        return Before(Phrase(*_indefinite(sentence, position)), auxiliaries, first, "pronoun")
    if low in {",", ")", "–", "—", "-"}:
        subject = _past_apposition(sentence, position)
        return Before(subject, auxiliaries, first, "comma" if subject else "bare comma")
    if low == "to":
        return Before(_controller(sentence, position), auxiliaries, first, "to")
    if low in {"and", "or", "but", "then"}:
        return Before(None, auxiliaries, first, "and")
    if token.is_word and (not is_closed(token) or (is_name_word(token) and position == 0)):
        if is_object_pronoun(token) or (
            low in DAYS and position and sentence[position - 1].low in {"on", "last", "in"}
        ):
            return Before(None, auxiliaries, first, "other")
        start = phrase_start(sentence, position)
        return Before(Phrase(start, position), auxiliaries, first, "name" if is_name_word(token) else "noun")
    return Before(None, auxiliaries, first, "determiner" if low in DETERMINERS or is_possessive(token) else "other")


def _skip_group(sentence: Sequence[Token], verb: int) -> tuple[int, frozenset[str], int]:
    position, first = verb - 1, verb
    auxiliaries: set[str] = set()
    while position >= 0:
        token = sentence[position]
        low = token.low
        if low in AUXILIARIES:
            auxiliaries.add(low)
            first = position
        elif token.is_word and (is_adverb(token) or (low == "all" and position)):
            first = position if auxiliaries or not token.is_capital else first
        elif position > 1 and sentence[position - 1].low in _BEFORE_TIMES.get(low, ()):
            position -= 1
        elif not (low in DAYS and position > 0 and sentence[position - 1].is_word):
            break
        position -= 1
    return position, frozenset(auxiliaries), first


def _indefinite(sentence: Sequence[Token], position: int) -> tuple[int, int]:
    start = position
    while start > 0 and sentence[position].low in INDEFINITE and sentence[start - 1].low in DETERMINERS - {"that"}:
        start -= 1
    return start, position


def phrase_start(sentence: Sequence[Token], last: int) -> int:
    """First token of the noun phrase whose last word is at `last`."""
    start = position = last
    while position > 0 and last - position < _REACH:
        token = sentence[position - 1]
        low = token.low
        if low in DETERMINERS and low != "that":
            start = position - 1
            if position > 1 and sentence[position - 2].low in DETERMINERS | INDEFINITE:
                position -= 1
                continue
            linked = position > 1 and sentence[position - 2].low in _LINKS | {"and", "or"}
            if not linked:
                break
        elif is_possessive(token) or low in {"&", "-"} or token.quote is not None:
            pass
        elif low in {"and", "or"}:
            if position < 2 or not _ends_phrase(sentence[position - 2]):
                break
        elif low in _LINKS:
            if position < 2 or not _ends_phrase(sentence[position - 2]) or sentence[position - 2].low in DAYS:
                break
        elif (
            not token.is_word
            or is_closed(token)
            or low in PRONOUNS
            or is_object_pronoun(token)
            or low in {"said", "says", "told"}
            or (is_finite(token) and position > 1 and _may_be_subject(sentence[position - 2]))
        ):
            break
        else:
            start = position - 1
        position -= 1
    return start


def _ends_phrase(token: Token) -> bool:
    return token.is_word and not is_closed(token) and token.low not in PRONOUNS and not is_object_pronoun(token)


def _may_be_subject(token: Token) -> bool:
    return is_name_word(token) or token.low in PRONOUNS or is_plural(token)


def _past_apposition(sentence: Sequence[Token], comma: int) -> Phrase | None:
    """The phrase before "…, an apposition or a relative clause, VERB": `comma` is the second comma."""
    closing = sentence[comma].low
    opening = {")": "("}.get(closing, closing)
    best: Phrase | None = None
    for position in range(comma - 1, max(-1, comma - _REACH), -1):
        token = sentence[position]
        if token.low in {";", ":"} or token.quote is not None:
            break
        last = _before_brackets(sentence, position - 1)
        if token.low == opening and last >= 0 and _ends_phrase(sentence[last]):
            start = phrase_start(sentence, last)
            if start > 0 and sentence[start - 1].low in _LINKS and not is_name_word(sentence[start]):
                continue
            best = Phrase(start, last)
            if is_name_word(sentence[last]) and not _leads_in(sentence, start):
                break
            if sentence[start].low in DETERMINERS and not _leads_in(sentence, start):
                break
            if _leads_in(sentence, start):
                best = None
    return best


def _before_brackets(sentence: Sequence[Token], last: int) -> int:
    # "Ann Roe (D-Ems), a lawyer, said": the name ends before the brackets.
    if last > 0 and sentence[last].text == ")":
        for position in range(last - 1, max(-1, last - 8), -1):
            if sentence[position].text == "(":
                return position - 1
    return last


def _leads_in(sentence: Sequence[Token], start: int) -> bool:
    # "In Geneva, ..." : the phrase hangs on a preposition and is no subject.
    return start > 0 and sentence[start - 1].low in PREPOSITIONS


def _relative(sentence: Sequence[Token], position: int, auxiliaries: frozenset[str], first: int) -> Before:
    antecedent = position - 1
    if sentence[antecedent].low == "," and antecedent > 0:
        antecedent -= 1
    if _ends_phrase(sentence[antecedent]):
        return Before(Phrase(phrase_start(sentence, antecedent), antecedent), auxiliaries, first, "relative")
    return Before(None, auxiliaries, first, "other")


def _controller(sentence: Sequence[Token], position: int) -> Phrase | None:
    """The subject of "S went on TO say": the phrase before the verb that governs the infinitive."""
    governor = position - 1
    while governor >= 0 and (sentence[governor].low in {"on", "out"} or is_adverb(sentence[governor])):
        governor -= 1
    if governor < 1 or not sentence[governor].is_word:
        return None
    found = before_verb(sentence, governor)
    return found.subject if found.left in {"pronoun", "name", "noun", "comma"} else None


def after_verb(sentence: Sequence[Token], verb: int) -> Phrase | None:
    """Finds the subject of an inverted clause ("…, said the mayor of Ems") to the right of the verb at `verb`."""
    first = verb + 1
    while first < len(sentence) and is_adverb(sentence[first]) and sentence[first].low not in {"most", "more"}:
        first += 1
    if first >= len(sentence) or not (sentence[first].is_word or sentence[first].text == "@"):
        return None
    low = sentence[first].low
    if low in PRONOUNS:
        return Phrase(first, first)
    if low in PREPOSITIONS | AUXILIARIES | CONJUNCTIONS - {"that"} | DAYS or is_object_pronoun(sentence[first]):
        return None
    return Phrase(first, phrase_end(sentence, first))


def phrase_end(sentence: Sequence[Token], first: int) -> int:
    """Last token of the noun phrase that begins at `first`, with its "of", "for" and "and" parts."""
    position = first
    while position + 1 < len(sentence):
        token = sentence[position + 1]
        low = token.low
        if low in {"of", "for", "and", "&", "at", "in"} or is_possessive(token):
            following = sentence[position + 2] if position + 2 < len(sentence) else None
            if following is None or not following.is_word or following.low in PRONOUNS | AUXILIARIES | DAYS:
                break
            if low in {"and", "for", "at", "in"} and not is_name_word(following) and following.low not in DETERMINERS:
                break
        elif low in DETERMINERS and sentence[position].low in {"of", "for", "and", "at", "in"}:
            pass
        elif (
            not token.is_word
            or is_closed(token)
            or low in PRONOUNS | DAYS
            or is_object_pronoun(token)
            or is_finite(token)
        ):
            break
        position += 1
    return position


def find_owner(sentence: Sequence[Token], noun: int) -> Phrase | None:
    """Whose the noun at `noun` is: "Hill's long-held VIEW", "their FEARS", "a STATEMENT by Hill"."""
    position = noun - 1
    while position >= 0 and noun - position < _ADJECTIVES:
        if is_possessive(sentence[position]) and position > 0:
            return Phrase(phrase_start(sentence, position - 1), position - 1)
        if not sentence[position].is_word:
            break
        if sentence[position].low in POSSESSIVES:
            return Phrase(position, position)
        if is_closed(sentence[position]) and not is_adverb(sentence[position]):
            break
        position -= 1
    by = noun + 1
    if by + 1 < len(sentence) and sentence[by].low in {"by", "from", "among"} and sentence[by + 1].is_word:
        return Phrase(by + 1, phrase_end(sentence, by + 1))
    return None


def is_passive(found: Before, form: str) -> bool:
    """Whether the verb group is a passive ("was accused")."""
    return not form.endswith("ing") and bool(found.auxiliaries & BE) and not found.auxiliaries & MODALS - {"be"}


def main_subject(tokens: Sequence[Token], before: int) -> Phrase | None:
    """The first noun phrase of a sentence that hangs on no preposition: its likely subject."""
    position, before = 0, min(before, len(tokens))
    while position < before:
        token = tokens[position]
        if token.low in PRONOUNS:
            return Phrase(position, position)
        if token.low in {"in", "at", "on", "after", "before", "during", "with", "by", "for", "as", "from", "despite"}:
            comma = next((index for index in range(position, before) if tokens[index].text == ","), None)
            if comma is None:
                return None
            position = comma + 1
            continue
        if token.is_word and (is_name_word(token) or token.low in {"the", "a", "an", "his", "her", "their", "its"}):
            return Phrase(position, min(phrase_end(tokens, position), before - 1))
        position += 1
    return None
