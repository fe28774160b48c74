"""What a cue says: the extent of a content, its speaker, and its kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.quotations.candidates import SAYING, Candidate
from analysis.quotations.extents import TURNS, find_end, left_edge
from analysis.quotations.grammar import PREPOSITIONS, Token
from analysis.quotations.phrases import Phrase, find_owner, main_subject

_CLAUSES = frozenset({"that", "clause", "quote", "colon", "wh", "to"})
IMPERSONAL = frozenset(
    {"seem", "appear", "unclear", "obvious", "reportedly", "allegedly", "supposedly"}
)  # nobody is said to say so
_GOVERNED = frozenset({"about", "of", "on", "for", "against", "at", "with"})


_NO_NOUNS = frozenset({"say", "tell", "think", "believe", "argue", "see", "want", "show", "suggest", "insist"})
LEAD_WORDS = 4  # so many words at most may stand before fragments that are what is said


@dataclass(frozen=True)
class Claim:
    """A content span with the tokens of its speaker and the offsets of its cue."""

    start: int
    end: int
    kind: str
    speaker: tuple[Token, ...]
    cue_start: int
    cue_end: int
    cue_class: str
    quoted: tuple[tuple[int, int], ...] = ()
    holes: tuple[tuple[int, int], ...] = ()
    follows_on: bool = True  # a quotation on its own after this one has the same speaker


@dataclass
class State:
    """The sentence, its candidates, and what is already taken."""

    tokens: Sequence[Token]
    cues: list[Candidate]
    claims: list[Claim] = field(default_factory=list)
    quotes_taken: set[int] = field(default_factory=set)
    cues_taken: set[int] = field(default_factory=set)
    covered: list[tuple[int, int]] = field(default_factory=list)
    ends: dict[tuple[int, int], int] = field(default_factory=dict)  # contents measured before, see `content_end`

    def is_covered(self, position: int) -> bool:
        """Whether a token is part of a content already."""
        return any(first <= position < end for first, end in self.covered)


def find_subject(state: State, cue: Candidate) -> Phrase | None:
    """The candidate's own subject; for a participle or a second verb, that of the clause it hangs on."""
    if cue.lemma in IMPERSONAL:
        return None
    owner = find_owner(state.tokens, cue.verb) if _may_be_noun(state, cue) else None
    if owner is not None or cue.mode == "n:":
        return owner or main_subject(state.tokens, cue.verb)
    if _is_modified(state, cue):
        return None
    own = cue.mode != "i:" or cue.left not in {"comma", "noun", "other", "and", "to"}
    if cue.subject is not None and own:
        return cue.subject
    earlier = [one for one in state.cues if one.verb < cue.verb and one.subject is not None and one.mode in {"", "t:"}]
    earlier = [one for one in earlier if one.speaks]
    earlier = [one for one in earlier if one.verb in state.cues_taken or (one.licensed and not is_governed(state, one))]
    if earlier:
        return earlier[-1].subject
    if cue.verb < 2 or (cue.verb < 5 and state.tokens[0].low in PREPOSITIONS | {"while", "when"}):
        later = [one for one in state.cues if one.verb > cue.verb and one.subject is not None and not one.mode]
        comma = find_next(state, cue.verb, ",", 30)
        after = main_subject(state.tokens[comma + 1 :], 12) if comma is not None else None
        if later or after is None or comma is None:
            return later[0].subject if later else None
        return Phrase(after.first + comma + 1, after.last + comma + 1)
    return cue.subject or main_subject(state.tokens, cue.verb)


def _may_be_noun(state: State, cue: Candidate) -> bool:
    """Whether the cue is a noun, or a word that agrees with no subject ("their continued questions about …")."""
    return cue.mode == "n:" or (not cue.mode and not cue.speaks and state.tokens[cue.verb].text.islower())


def _is_modified(state: State, cue: Candidate) -> bool:
    """Whether what looks like a subject only describes the cue, a noun: "in A LENGTHY expose", "to THE CONTINUED questions"."""
    if cue.subject is None or not _may_be_noun(state, cue) or cue.subject.last != cue.verb - 1:
        return False
    if cue.lemma in _NO_NOUNS:
        return False
    words = state.tokens[cue.subject.first : cue.verb]
    return words[0].low in {"a", "an", "the"} and len(words) > 1 and all(not word.is_capital for word in words[1:])


def is_governed(state: State, cue: Candidate) -> bool:
    """Whether the cue stands in what an earlier cue says ("adding that they hope “…”")."""
    for earlier in state.cues:
        if earlier.verb >= cue.verb:
            return False
        opens = earlier.licensed and earlier.context.lstrip("+") in {"that", "clause"} and earlier.end <= cue.verb
        if opens and cue.verb < content_end(state, earlier.end, earlier):
            return True
    return False


def content_start(tokens: Sequence[Token], cue: Candidate) -> int:
    """Where what follows a cue begins: behind the marks, and the preposition that goes with the cue."""
    start = cue.end
    while start < len(tokens) and tokens[start].text in {",", ":", "("}:
        start += 1
    if cue.context.lstrip("+") in _GOVERNED and start < len(tokens) - 1 and start == cue.end:
        start += 1
    return start


def content_end(state: State, start: int, cue: Candidate) -> int:
    """Where what `cue` says from token `start` on ends, see `extents.find_end`."""
    key = (start, cue.verb)
    if key not in state.ends:
        state.ends[key] = find_end(state.tokens, state.cues, start, cue)
    return state.ends[key]


def set_behind(state: State, cue: Candidate, subject: Phrase | None, comma: int) -> None:
    """Adds the clause before token `comma` as what a cue set behind it says."""
    start = clause_start(state, comma)
    if start < comma:
        add_content(state, cue, subject, start, comma)


def clause_start(state: State, comma: int) -> int:
    """Where the clause that ends before token `comma` begins."""
    start = max([end for first, end in state.covered if end <= comma and end - first > 1], default=0)
    while start < comma and state.tokens[start].low in {"but", "and", ",", "yet", "meanwhile"} | TURNS:
        start += 1
    for position in range(comma - 1, start, -1):
        if state.tokens[position].text == ";":
            return position + 1
    return start


def find_next(state: State, start: int, text: str, reach: int) -> int | None:
    """The next token with this text, within `reach` tokens."""
    for position in range(start, min(len(state.tokens), start + reach)):
        if state.tokens[position].text == text:
            return position
    return None


def add_content(
    state: State, cue: Candidate, subject: Phrase | None, first: int, end: int, hole: tuple[int, int] | None = None
) -> None:
    """Adds what tokens `first`..`end` say: a clause, or the fragments in it where the cue takes no clause."""
    end = _free_end(state, cue, first, end)
    words = [token for token in state.tokens[first:end] if token.is_word or token.quote is not None]
    if not words or (len(words) == 1 and words[0].low in PREPOSITIONS):
        return
    inside = [position for position in range(first, end) if state.tokens[position].quote is not None]
    free = [position for position in inside if position not in state.quotes_taken or end - first > 1]
    quoted = tuple(
        (quote.inner_start, quote.inner_end) for position in free if (quote := state.tokens[position].quote) is not None
    )
    state.quotes_taken.update(inside)
    state.cues_taken.add(cue.verb)
    state.covered.append((first, end))
    clause = (
        cue.context.lstrip("+") in _CLAUSES
        or (cue.context == "noun" and cue.lemma in SAYING)
        or cue.context in {"according", "end", "comma"}
        or cue.verb >= end
    )
    if quoted and not clause and _is_device(state, first, end, free):
        for span in quoted:
            add_claim(state, cue, subject, span, "fragment", (span,))
        return
    content = (state.tokens[first].start, state.tokens[end - 1].end)
    if len(free) == 1 and end - first == 1:
        add_claim(state, cue, subject, quoted[0], "direct", quoted)
    else:
        add_claim(state, cue, subject, content, "mixed" if quoted else "indirect", quoted, (hole,) if hole else ())


def _free_end(state: State, cue: Candidate, first: int, end: int) -> int:
    """`end`, or where before it another cue begins that has taken words from there on."""
    taken = next((position for position in range(first + 1, end) if state.is_covered(position)), None)
    if taken is None:
        return end
    edges = [left_edge(one) for one in state.cues if one.verb in state.cues_taken and one.verb != cue.verb]
    end = min([edge for edge in edges if first < edge < taken], default=taken)
    while end > first + 1 and not state.tokens[end - 1].is_word and state.tokens[end - 1].quote is None:
        end -= 1
    return end


def _is_device(state: State, first: int, end: int, quotes: Sequence[int]) -> bool:
    """Whether the fragments are what is said ("called the ferry “a tub”"), not words in a longer account."""
    if not all(_is_short(state, position) for position in quotes):
        return False
    named = quotes[0] > first and state.tokens[quotes[0] - 1].low in {"as", "being"}
    return quotes[-1] == end - 1 and (named or end - first - len(quotes) <= LEAD_WORDS)


def _is_short(state: State, position: int) -> bool:
    return len(state.tokens[position].text.split()) <= 4


def add_claim(
    state: State,
    cue: Candidate,
    subject: Phrase | None,
    content: tuple[int, int],
    kind: str,
    quoted: tuple[tuple[int, int], ...],
    holes: tuple[tuple[int, int], ...] = (),
) -> None:
    """Adds a claim with the offsets of its cue and its speaker."""
    tokens = state.tokens
    speaker = tuple(tokens[subject.first : subject.last + 1]) if subject is not None else ()
    last = tokens[cue.end - 1 if cue.context == "clear" else cue.verb]
    first = tokens[cue.verb - 1] if cue.lemma == "according to" else tokens[cue.verb]
    if content[0] < content[1]:
        state.claims.append(
            Claim(content[0], content[1], kind, speaker, first.start, last.end, cue.cue_class, quoted, holes)
        )
