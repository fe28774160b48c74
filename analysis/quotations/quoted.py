"""Quotations and their cues in one sentence: Q-V-S, Q-S-V, S-V-Q, "S: Q", and quotations without a cue."""

from collections.abc import Sequence

from analysis.quotations.candidates import SAYING, Candidate
from analysis.quotations.claims import (
    Claim,
    State,
    add_claim,
    add_content,
    content_end,
    find_subject,
    is_governed,
    set_behind,
)
from analysis.quotations.cues import lexicon
from analysis.quotations.extents import left_edge
from analysis.quotations.grammar import (
    DASHES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    Token,
    is_closed,
    is_finite,
    is_name_word,
    is_possessive,
    word_set,
)
from analysis.quotations.phrases import Phrase, after_verb, phrase_end, phrase_start

_MARKS = "”\"'’»` "
_GOING_ON = frozenset({",", "?", "!"})  # a quotation that ends so goes on with its cue
_APPOSITION = 25  # tokens between a name and its verb, at most
_SIGNATURE = 14  # tokens from the dash before a name to the end of its sentence, at most
_SPEECH = word_set("remark remarks comment comments description words claim phrase statement speech")


def attribute_quotations(state: State) -> None:
    """Gives each quotation of the sentence that stands beside a cue to the subject of that cue."""
    by_first = {left_edge(cue): cue for cue in reversed(state.cues) if cue.speaks and cue.mode in {"", "t:"}}
    by_verb = {cue.verb: cue for cue in state.cues if cue.speaks}
    by_end = {cue.end: cue for cue in state.cues if cue.speaks and cue.mode != "p:"}
    for position, token in enumerate(state.tokens):
        if token.quote is None:
            continue
        behind = _behind(state, position, by_first, by_verb)
        ahead = _ahead(state, position, by_end)
        inner_end = token.text.rstrip(_MARKS)[-1:]
        chosen = behind if behind and (ahead is None or inner_end in _GOING_ON) else ahead
        if chosen is not None:
            cue, subject = chosen
            _take_quote(state, position, cue, subject)


def _behind(
    state: State, position: int, by_first: dict[int, Candidate], by_verb: dict[int, Candidate]
) -> tuple[Candidate, Phrase | None] | None:
    """Q, S V and Q, V S."""
    start = position + 1
    while start < len(state.tokens) and state.tokens[start].text in {",", "–", "—", "-", "."} and start < position + 3:
        start += 1
    inverted = by_verb.get(start)
    if (
        inverted is not None
        and inverted.mode != "i:"
        and inverted.left in {"quote", "bare comma", "comma", "other", "start"}
        and (inverted.lemma in SAYING or inverted.licensed)
    ):
        subject = after_verb(state.tokens, start)
        if subject is not None or inverted.lemma in {"say", "add", "read"}:
            return inverted, subject
    plain = by_first.get(start)
    if plain is not None and plain.subject is not None and plain.lemma != "according to":
        context = plain.context.lstrip("+")
        ends = context not in {"that", "clause", "noun", "to"} or plain.lemma in SAYING
        # "As for the “gift”, Hill said that …": what is said comes behind.
        comes = context == "that" and state.tokens[start - 1].text == ","
        return (plain, plain.subject) if ends and not comes else None
    according = by_verb.get(start + 1)
    if according is not None and according.lemma == "according to":
        return according, according.subject
    if state.tokens[position].text.rstrip(_MARKS)[-1:] in _GOING_ON:
        return _any_verb(state, start, by_verb)
    return _signed(state, position + 1)


def _any_verb(state: State, start: int, by_verb: dict[int, Candidate]) -> tuple[Candidate, Phrase] | None:
    """Q, S, an apposition, V, and Q, S and a verb that is in no list ("he fumed")."""
    tokens = state.tokens
    if start >= len(tokens) or not (is_name_word(tokens[start]) or tokens[start].low in DETERMINERS | {"he", "she"}):
        return None
    subject = Phrase(start, start if tokens[start].low in PRONOUNS else phrase_end(tokens, start))
    verb = subject.last + 1
    if verb < len(tokens) and tokens[verb].text == ",":
        for place in range(verb, min(len(tokens), verb + _APPOSITION)):
            cue = by_verb.get(place)
            if cue is not None and cue.lemma in SAYING and not cue.mode:
                return cue, subject
    if verb < len(tokens) and tokens[verb].low.endswith("ed") and is_finite(tokens[verb]):
        word = tokens[verb].low
        return Candidate(verb, verb, verb + 1, word, "neutral", "", "end", "name", subject, True), subject
    return None


def _signed(state: State, dash: int) -> tuple[Candidate, Phrase] | None:
    """Q — S, the name under a quotation that stands alone."""
    tokens = state.tokens
    if dash + 1 >= len(tokens) or tokens[dash].text not in DASHES or len(tokens) - dash > _SIGNATURE:
        return None
    if not is_name_word(tokens[dash + 1]) or any(is_finite(token) for token in tokens[dash:]):
        return None
    return colon(dash - 1), Phrase(dash + 1, phrase_end(tokens, dash + 1))


def _ahead(state: State, position: int, by_end: dict[int, Candidate]) -> tuple[Candidate, Phrase | None] | None:
    """S V Q, S V that Q, S V: Q, "S: Q"."""
    start = position - 1
    while start >= 0 and (state.tokens[start].text in {",", ":"} or state.tokens[start].low == "that"):
        start -= 1
    for end in range(start + 1, position + 1):
        cue = by_end.get(end)
        if cue is None or cue.context.lstrip("+") not in {"quote", "colon", "that", "comma"}:
            continue
        introduced = start + 1 < position or cue.lemma in SAYING
        if introduced or (cue.licensed and not is_governed(state, cue)):
            return cue, find_subject(state, cue)
    if start >= 0 and state.tokens[start + 1].text == ":":
        for cue in state.cues:
            if cue.licensed and not cue.mode and cue.verb <= start and start - cue.verb < 20:
                return cue, find_subject(state, cue)
    if start >= 0 and state.tokens[start + 1].text == ":" and is_name_word(state.tokens[start]):
        first = start
        while first > 0 and start - first < 5 and is_name_word(state.tokens[first - 1]):
            first -= 1
        return colon(start), Phrase(first, start)
    return None


def colon(position: int) -> Candidate:
    """The cue of "Hill: …", where `position` is the last word of the name."""
    return Candidate(
        position + 1, position + 1, position + 2, ":", "neutral", "", "quote", "name", Phrase(0, position), True
    )


def _take_quote(state: State, position: int, cue: Candidate, subject: Phrase | None) -> None:
    quote = state.tokens[position].quote
    assert quote is not None
    state.quotes_taken.add(position)
    state.cues_taken.add(cue.verb)
    after = position + 1 < len(state.tokens) and state.tokens[position + 1].is_word and cue.end <= position
    clause_before = position > 0 and state.tokens[position - 1].is_word and not state.is_covered(position - 1)
    if cue.first > position and clause_before:
        # "The plan is “dead,” he said.": the quotation ends the clause that he said.
        set_behind(state, cue, subject, position + 1)
        return
    # "said that “…”" is a clause, whatever part of it stands in marks.
    first = position - (cue.end <= position and state.tokens[position - 1].low == "that")
    whole_clause = after and not _new_clause(state, position + 1)
    if whole_clause:
        # "said “no” was the answer": the quotation begins a clause that goes on without it.
        add_content(state, cue, subject, first, content_end(state, position + 1, cue))
        return
    if first < position:
        add_content(state, cue, subject, first, position + 1)
        return
    state.covered.append((position, position + 1))
    add_claim(
        state, cue, subject, (quote.inner_start, quote.inner_end), "direct", ((quote.inner_start, quote.inner_end),)
    )


def _new_clause(state: State, position: int) -> bool:
    low = state.tokens[position].low
    if low in {"in", "at", "on", "after", "before", "during", "when", "as", "about", "to", "while"}:
        return True
    return any(cue.licensed and cue.lemma in SAYING and position in {cue.first, left_edge(cue)} for cue in state.cues)


def without_titles(tokens: Sequence[Token]) -> list[Token]:
    """The sentence with the quoted names of things ("the radio station ‘Voice of Ems’") as plain words."""
    plain = list(tokens)
    for position, token in enumerate(tokens):
        before = tokens[position - 1] if position else None
        if token.quote is None or before is None or not before.is_word or not before.text.islower():
            continue
        if before.low not in lexicon() and not is_closed(before) and _is_title(token):
            name = token.text.strip("“”\"'‘’«»`„‟ ")
            plain[position] = Token(name, token.start, token.end, name.lower())
    return plain


def attribute_leftovers(state: State) -> None:
    """Quotations without a cue: a sentence of its own goes on with the last speaker, a fragment is looked at."""
    for position, token in enumerate(state.tokens):
        if token.quote is None or position in state.quotes_taken:
            continue
        span = (token.quote.inner_start, token.quote.inner_end)
        if span[0] >= span[1]:
            continue
        others = [one for one in state.tokens if one.is_word]
        if not others or _stands_alone(state, position):
            state.claims.append(Claim(*span, "direct", (), -1, -1, "none", (span,)))
            continue
        speaker = _owner(state, position)
        if speaker is None and (_is_title(token) or _is_name_of(state, position)):
            continue
        words = tuple(state.tokens[speaker.first : speaker.last + 1]) if speaker else ()
        state.claims.append(Claim(*span, "direct", words, -1, -1, "none", (span,), follows_on=False))


def _stands_alone(state: State, position: int) -> bool:
    """Whether a quotation behind another one is a sentence of its own ("…, of Ems, Ill. “…”")."""
    tokens = state.tokens
    last = all(not token.is_word for token in tokens[position + 1 :])
    capital = tokens[position].text.lstrip("“\"'‘`«„ ")[:1].isupper()
    return last and capital and position > 1 and tokens[position - 1].text == "." and bool(state.quotes_taken)


def _owner(state: State, position: int) -> Phrase | None:
    """ "Hill's “pirate” remarks" are Hill's; otherwise whoever the nearest cue before speaks for."""
    tokens = state.tokens
    owned = position > 1 and is_possessive(tokens[position - 1]) and position + 1 < len(tokens)
    if owned and tokens[position + 1].low in _SPEECH:
        return Phrase(phrase_start(tokens, position - 2), position - 2)
    before = [
        cue for cue in state.cues if cue.speaks and cue.verb < position and cue.mode in {"", "t:", "i:"} and cue.subject
    ]
    if before:
        return before[-1].subject
    if tokens[0].low in PREPOSITIONS | {"as"}:
        # "As for the “gift”, Hill said": a leading phrase belongs to the clause that follows.
        behind = [cue for cue in state.cues if cue.verb > position and cue.licensed and not cue.mode and cue.subject]
        return behind[0].subject if behind else None
    return None


def _is_title(token: Token) -> bool:
    words = token.text.strip("“”\"'‘’«»`„‟ ").split()
    capitals = [word for word in words if word[:1].isupper()]
    small = [word for word in words if not word[:1].isupper() and len(word) > 3]
    return (len(words) > 1 and len(capitals) > 1 and not small) or (len(words) == 1 and bool(capitals))


def _is_name_of(state: State, position: int) -> bool:
    # a nickname: Ann “Red” Roe
    around = [*state.tokens[max(0, position - 1) : position], *state.tokens[position + 1 : position + 2]]
    return len(around) == 2 and all(is_name_word(token) for token in around)
