"""The patterns of attribution in one sentence, where each quotation is one token.

Quotations find their cue first (Q-V-S, Q-S-V, S-V-Q, "S: Q"); then clauses set behind ("…, he said"), "according to",
and last the clauses that follow a cue (S-V-that, S-V-clause, participles). What one cue says is not searched
for others: a voice in a voice stays with the outer one.
"""

from collections.abc import Sequence

from analysis.quotations.candidates import SAYING, Candidate, candidates
from analysis.quotations.claims import (
    IMPERSONAL,
    Claim,
    State,
    add_content,
    clause_start,
    content_end,
    content_start,
    find_next,
    find_subject,
    set_behind,
)
from analysis.quotations.extents import last_end, left_edge
from analysis.quotations.grammar import (
    ADVERBS,
    CONJUNCTIONS,
    DAYS,
    PREPOSITIONS,
    Token,
    is_closed,
    is_finite,
    is_name_word,
    word_set,
)
from analysis.quotations.phrases import Phrase, after_verb, main_subject, phrase_end, phrase_start
from analysis.quotations.quoted import attribute_leftovers, attribute_quotations, colon, without_titles

_LABEL = 5  # the words of a name before a colon, and the colon
_NO_SPEAKERS = word_set(
    "latest note notes update updates exclusive breaking look watch video videos photo photos revealed leaked opinion "
    "analysis contributing byline related more read correction caption source sources wow just live here today "
    "editorial review preview background question questions answer answers day time place when where what who total"
)
_PARENTHETICAL = SAYING | {"according to"}
_CLOSING = frozenset({"end", "comma", "in", "on", "at", "of", "i:end"})
_HANGING = frozenset(
    {"if", "when", "while", "although", "though", "because", "after", "before", "since", "unless", "even"}
)
_GOING_ON = frozenset({"that", "by", "from"})  # words with which a clause goes on behind ", he said,"
_RAISING = frozenset({"to", "as", "noun", "for"})
_RELATIVES = frozenset({"which", "that", "whom", "what"})
_NOTHING_BEHIND = frozenset({"end", "comma", "conj", "in", "on", "at", "prep"})


def read_sentence(tokens: Sequence[Token]) -> list[Claim]:
    """All claims of a sentence, by start."""
    tokens = without_titles(tokens)
    state = State(tokens, candidates(tokens))
    attribute_quotations(state)
    _label(state)
    _parentheticals(state)
    _clauses(state)
    attribute_leftovers(state)
    return sorted(state.claims, key=lambda claim: (claim.start, claim.end))


def _label(state: State) -> None:
    """ "Hill: The plan is dead", a headline or a line of a transcript, at the beginning of a paragraph."""
    tokens = state.tokens
    place = find_next(state, 1, ":", _LABEL)
    if place is None or tokens[0].start > 0 or len(tokens) < place + 4 or tokens[place + 1].quote is not None:
        return
    name = tokens[:place]
    if len(name[-1].text) > 1 and all(is_name_word(token) for token in name) and name[-1].low not in _NO_SPEAKERS:
        cue = colon(place - 1)
        add_content(state, cue, cue.subject, place + 1, last_end(tokens, place + 1))


def _parentheticals(state: State) -> None:
    """ "…, he said." at the end or "…, he said, …" in the middle of a clause."""
    for cue in state.cues:
        if cue.verb in state.cues_taken or cue.mode or not cue.speaks or cue.lemma not in _PARENTHETICAL:
            continue
        if cue.lemma == "according to":
            _according(state, cue)
            continue
        edge, subject, stop = left_edge(cue), cue.subject, cue.end
        if cue.left in {"bare comma", "comma"} and state.tokens[cue.first - 1].text == ",":
            inverted = after_verb(state.tokens, cue.verb)
            if inverted is not None and cue.context not in {"that", "to"} and cue.left == "bare comma":
                edge, subject, stop = cue.first, inverted, inverted.last + 1
        if edge < 3 or state.tokens[edge - 1].text != "," or subject is None or state.is_covered(edge - 2):
            continue
        start = clause_start(state, edge - 1)
        unfinished = _is_unfinished(state.tokens[start : edge - 1])
        stop = _after_circumstances(state.tokens, stop) if unfinished else stop
        if cue.context.lstrip("+") not in _CLOSING and stop == cue.end:
            continue
        if stop < len(state.tokens) and cue.context == "comma" and state.tokens[stop].quote is not None:
            continue
        more = stop < len(state.tokens) - 2 and state.tokens[stop].text == ","
        if more and (unfinished or _goes_on(state, stop + 1)):
            hole = (state.tokens[edge - 1].start, state.tokens[stop].end)
            add_content(state, cue, subject, start, content_end(state, stop + 1, cue), hole)
        elif not unfinished or state.tokens[start].low not in PREPOSITIONS:
            set_behind(state, cue, subject, edge - 1)


def _is_unfinished(tokens: Sequence[Token]) -> bool:
    """Whether what stands before ", he said" cannot be all that he said: no verb, or a clause that hangs on another."""
    if not tokens:
        return False
    hangs = tokens[0].low in _HANGING and not any(token.text == "," for token in tokens)
    return hangs or not any(is_finite(token) or token.quote is not None for token in tokens)


def _after_circumstances(tokens: Sequence[Token], position: int) -> int:
    """The comma that ends "in an interview," behind a cue, or `position` if there is none near."""
    if position < len(tokens) and tokens[position].low in {"in", "on", "at", "during", "to", "after"}:
        for place in range(position, min(len(tokens), position + 8)):
            if tokens[place].text == ",":
                return place
    return position


def _goes_on(state: State, position: int) -> bool:
    """Whether the clause goes on behind ", he said," rather than a new one beginning."""
    token = state.tokens[position]
    if (
        not token.is_word
        or token.low in (CONJUNCTIONS | PREPOSITIONS | ADVERBS | DAYS) - _GOING_ON
        or token.low.endswith("ing")
    ):
        return False
    return not any(cue.licensed and position in {cue.first, left_edge(cue)} for cue in state.cues)


def _according(state: State, cue: Candidate) -> None:
    assert cue.subject is not None
    if cue.first <= 1 or all(token.low in {"but", "and", ","} for token in state.tokens[: cue.first]):
        comma = find_next(state, cue.end, ",", 25)
        start = comma + 1 if comma is not None else cue.end
        add_content(state, cue, cue.subject, start, content_end(state, start, cue))
    elif not state.is_covered(cue.first - 1):
        last = cue.first - 1 if state.tokens[cue.first - 1].text == "," else cue.first
        start = clause_start(state, last)
        if any(state.is_covered(position) for position in range(start, last)):
            return  # "“…,” Hill said, according to the police"
        more = last < cue.first and cue.end < len(state.tokens) - 2 and state.tokens[cue.end].text == ","
        if more and _is_unfinished(state.tokens[start:last]):
            hole = (state.tokens[last].start, state.tokens[cue.end].end)
            add_content(state, cue, cue.subject, start, content_end(state, cue.end + 1, cue), hole)
        else:
            set_behind(state, cue, cue.subject, last)


def _clauses(state: State) -> None:
    for cue in state.cues:
        if cue.verb in state.cues_taken or not cue.licensed or state.is_covered(cue.verb):
            continue
        if cue.lemma == "according to" or (cue.context.lstrip("+") == "end" and cue.lemma in SAYING and not cue.mode):
            continue
        if _only_circumstances(state, cue) or _leads_to_cue(state, cue):
            continue
        if _takes_object_before(state, cue):
            _add_object_before(state, cue)
            continue
        subject = None if cue.mode == "p:" else find_subject(state, cue)
        if subject is not None and cue.left == "relative" and state.is_covered(subject.last):
            continue
        start = content_start(state.tokens, cue)
        _add_raised(state, cue)
        add_content(state, cue, subject, start, content_end(state, start, cue))


def _add_raised(state: State, cue: Candidate) -> None:
    """The first piece of what is said where it is the subject of the cue: "the PLAN is expected to fail"."""
    raised = cue.mode == "p:" and cue.context in _RAISING
    if cue.subject is None or cue.left == "relative" or not (raised or (not cue.mode and cue.lemma in IMPERSONAL)):
        return
    if not any(state.is_covered(position) for position in range(cue.subject.first, cue.subject.last + 1)):
        add_content(state, cue, None, cue.subject.first, cue.subject.last + 1)


def _takes_object_before(state: State, cue: Candidate) -> bool:
    """Whether what is said stands left of the cue: the subject of a passive, what a relative clause hangs on."""
    context = cue.context.lstrip("+")
    if cue.subject is None or cue.mode not in {"p:", ""}:
        return False
    if cue.mode == "p:":
        return context in _NOTHING_BEHIND | {"by"}
    if context == "by":
        behind = state.tokens[cue.end + 1].low if cue.end + 1 < len(state.tokens) else ""
        return state.tokens[cue.verb].low.endswith(("ed", "n", "t", "id")) and not behind.endswith("ing")
    if context not in _NOTHING_BEHIND or cue.left not in {"name", "noun", "pronoun"} or cue.subject.first < 2:
        return False
    before = state.tokens[cue.subject.first - 1]
    if before.low in _RELATIVES:
        return True
    return context in {"end", "comma", "conj"} and before.is_word and not is_closed(before) and not is_finite(before)


def _add_object_before(state: State, cue: Candidate) -> None:
    assert cue.subject is not None
    tokens = state.tokens
    speaker: Phrase | None = cue.subject
    if cue.mode == "p:" or cue.context.lstrip("+") == "by":
        content = (cue.subject.first, cue.subject.last + 1)
        if cue.left == "relative":
            content = (cue.subject.last + 1, cue.subject.last + 2)
        by = cue.end + 1
        named = cue.context == "by" and by < len(tokens) and tokens[by].is_word
        speaker = Phrase(by, phrase_end(tokens, by)) if named else None
    else:
        last = cue.subject.first - 1
        content = (last if tokens[last].low in _RELATIVES else phrase_start(tokens, last), last + 1)
    if not any(state.is_covered(position) for position in range(*content)):
        add_content(state, cue, speaker, *content)


def _only_circumstances(state: State, cue: Candidate) -> bool:
    """Whether a verb of saying has only a place or time behind it ("wrote in a letter"), so that nothing is said."""
    if cue.lemma not in SAYING or cue.mode or cue.context not in {"in", "on", "at", "by", "from", "prep", "ing"}:
        return False
    return not any(is_finite(token) for token in state.tokens[cue.end :])


def _leads_to_cue(state: State, cue: Candidate) -> bool:
    """Whether another cue has the same behind it ("WENT on to say that …")."""
    return any(one.licensed and one.verb > cue.verb and one.end == cue.end for one in state.cues)


def announced(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The speaker that a sentence ending in a colon announces for the next paragraph ("Hill wrote:")."""
    if not tokens or tokens[-1].text != ":":
        return ()
    active = [cue for cue in candidates(tokens) if cue.speaks and not cue.mode and cue.subject is not None]
    subject = active[-1].subject if active else main_subject(tokens, len(tokens) - 1)
    return tuple(tokens[subject.first : subject.last + 1]) if subject is not None else ()
