"""Where what a cue says ends.

The words after a cue are walked through; at each mark and each word of a closed class the signs there are weighed
(`ends_weights.csv`), and the content ends at the first place that is more likely its end than not.
"""

from collections.abc import Iterator, Mapping, Sequence

from analysis.quotations.candidates import SAYING, Candidate
from analysis.quotations.grammar import CONJUNCTIONS, Token, is_finite
from analysis.quotations.weights import is_boundary, log_odds, shape

_CLAUSES = frozenset({"that", "clause", "quote", "colon", "wh"})
TURNS = frozenset({"but", "while", "although", "though", "whereas"})
_STOPS = frozenset({".", "!", "?"})
_LENGTHS = (2, 3, 4, 7, 12, 20)  # tokens
_RESTS = (2, 3, 4, 5, 9)


def left_edge(cue: Candidate) -> int:
    """The token at which the subject and the verb of a cue begin."""
    return cue.subject.first if cue.subject is not None and cue.left != "to" else cue.first


def last_end(tokens: Sequence[Token], start: int) -> int:
    """The end of the sentence without its full stop: the last place where a content from `start` on can end."""
    end = len(tokens)
    while end > start + 1 and tokens[end - 1].text in _STOPS:
        end -= 1
    return end


def find_end(tokens: Sequence[Token], cues: Sequence[Candidate], start: int, cue: Candidate) -> int:
    """The token before which what `cue` says from token `start` on ends; `cues` are all of the sentence."""
    for position, found in ends(tokens, cues, start, cue):
        if log_odds("ends", found) > 0 or _closes_bracket(tokens, start, position):
            return position
    return last_end(tokens, start)


def _closes_bracket(tokens: Sequence[Token], start: int, position: int) -> bool:
    """Whether a bracket closes here that was opened before `start`."""
    return tokens[position].text == ")" and not any(token.text == "(" for token in tokens[start:position])


def ends(
    tokens: Sequence[Token], cues: Sequence[Candidate], start: int, cue: Candidate
) -> Iterator[tuple[int, list[str]]]:
    """The places after `start` where a content may end, with their signs."""
    edges = {left_edge(one): _strength(one) for one in cues if one.verb > start and (one.licensed or one.speaks)}
    last = last_end(tokens, start)
    finite = [is_finite(token) for token in tokens[start:last]]
    last_finite = max((place for place, is_verb in enumerate(finite) if is_verb), default=-1) + start
    verbs = commas = 0
    for position in range(start, last):
        if position > start and (is_boundary(tokens[position]) or position in edges):
            edge = _edge(tokens, edges, position)
            behind = f"{min(verbs, 2)} {int(last_finite >= position)} {min(commas, 2)}"
            yield position, _signs(tokens, cue, (start, position), edge, behind)
        verbs += finite[position - start]
        commas += tokens[position].text == ","


def _strength(cue: Candidate) -> str:
    """How sure it is that another voice begins with a cue."""
    says = cue.lemma in SAYING and cue.context.lstrip("+") in _CLAUSES
    return f"{'sure' if cue.licensed else 'possible'} {cue.mode}{' says' if says else ''}"


def _edge(tokens: Sequence[Token], edges: Mapping[int, str], position: int) -> str:
    """Which other cue has its left edge at a place, behind a mark there, or behind a mark and "while" there."""
    if position in edges:
        return edges[position]
    if position + 1 in edges:
        return f", {edges[position + 1]}"
    if position + 2 in edges and not tokens[position].is_word:
        return f", {'turn' if tokens[position + 1].low in TURNS else tokens[position + 1].low} {edges[position + 2]}"
    return "none"


def _lead(tokens: Sequence[Token], before: int) -> str:
    """The conjunction or bracket right before a cue and its subject."""
    return tokens[before].low if before >= 0 and tokens[before].low in CONJUNCTIONS | {"("} else "none"


def _signs(tokens: Sequence[Token], cue: Candidate, span: tuple[int, int], edge: str, verbs: str) -> list[str]:
    start, position = span
    context = cue.context.lstrip("+")
    extent = "clause" if context in _CLAUSES else "phrase"
    here, behind, after = (shape(tokens, position + step) for step in (0, -1, 1))
    length = sum(position - start >= limit for limit in _LENGTHS)
    rest = sum(len(tokens) - position >= limit for limit in _RESTS)
    found, commas = verbs.rsplit(" ", 1)
    lead = _lead(tokens, left_edge(cue) - 1)
    first = shape(tokens, start)
    return [
        f"lead {lead} at {here}",
        f"lead {lead} at {here} commas {commas}",
        f"left {cue.left} at {here}",
        f"left {cue.left} at {here} commas {commas}",
        f"first {first} at {here}",
        f"first {first} at {here} length {length}",
        f"{extent} at {here} {after} length {length}",
        f"{extent} at {here} {after} verbs {found}",
        f"at {here}",
        f"at {here} {after}",
        f"at {here} {after} {shape(tokens, position + 2)}",
        f"at {behind} {here}",
        f"right {cue.mode}{context}",
        f"right {cue.mode}{context} at {here}",
        f"lemma {cue.lemma}",
        f"lemma {cue.lemma} at {here}",
        f"{extent} at {here}",
        f"{extent} at {here} {after}",
        f"{extent} behind {behind}",
        f"{extent} at {here} length {length}",
        f"{extent} at {here} verbs {found}",
        f"{extent} at {here} commas {commas}",
        f"{extent} edge {edge}",
        f"length {length}",
        f"verbs {found}",
        f"edge {edge}",
        f"at {here} rest {rest}",
        f"at {here} edge {edge}",
        f"at {here} form {tokens[position + 1].low if position + 1 < len(tokens) else 'edge'}",
    ]
