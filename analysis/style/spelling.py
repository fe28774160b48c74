"""Spelling variants that a study holds side by side: British and American, points, accents, hyphens."""

import re
import unicodedata
from collections.abc import Collection, Iterator

from analysis import tokens
from analysis.style.evidence import Evidence
from analysis.style.known import Row

# British spelling, as a pattern, and what it becomes; stems are long enough that no other word is met (tour, prise).
_BRITISH = (
    (r"^(\w{3,})is(e|es|ed|er|ers|ing|able|ation|ations|ational)$", r"\1iz\2"),
    (r"^(\w{3,})our(s|ed|ing|er|ers|able|ite|ites|ful|less|hood|hoods|ly)?$", r"\1or\2"),
    (r"^(\w{3,}|me|li)tre(s|d)?$", r"\1ter\2"),
    (r"^(fib|calib|sab|somb|meag)re(s|d)?$", r"\1er\2"),
    (r"^(catal|dial|anal|monol|epil|prol)ogue(s|d)?$", r"\1og\2"),
    (r"^(\w*[aeiou]\w*(?:e|a|ci))ll(ed|ing|er|ers|or|ors|ous)$", r"\1l\2"),
    (r"^(kidna|worshi)pp(ed|ing|er|ers)$", r"\1p\2"),
)
_PATTERNS = tuple((re.compile(pattern), becomes) for pattern, becomes in _BRITISH)
_ANOTHER_WORD = frozenset(
    ["résumé", "résumés", "exposé", "exposés", "rosé", "pâté", "chargé"]
)  # than without their accents
_POINTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
# Chosen on one half of the events of benchmarks/style_quality.py: a word that has lost its blank (“mayorprell”) is rarer.
JOINED = 0.1  # of the two words' occurrences side by side, as often must the joined word occur


def find(found: Evidence, names: Collection[str]) -> list[Row]:
    """Words that the study has in another spelling too, with that one; words with hyphens or in two parts with the most
    frequent of their forms. `names` are words of people's names."""
    rows = []
    for word in found.words:
        if "-" not in word and tokens.is_content(word):
            rows += [_as_rule(word, other) for other in _others(word) if _is_another(word, other, found)][:1]
    return rows + hyphenated(found, names)


def _others(word: str) -> Iterator[str]:
    if _POINTED.fullmatch(word):
        yield word.replace(".", "")
    plain = "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    if plain != word and word not in _ANOTHER_WORD:
        yield plain
    for pattern, becomes in _PATTERNS:
        yield pattern.sub(becomes, word)


def _is_another(word: str, other: str, found: Evidence) -> bool:
    """A pointed form that is a stop word without its points (u.s, us) would have been left out as such."""
    return other != word and found.count(other) > 0 and (tokens.is_content(other) or "." in word)


def _as_rule(word: str, other: str) -> Row:
    if "." in word:
        return word, other if tokens.is_content(other) else "", "abbreviation"
    return word, other, "spelling"


def hyphenated(found: Evidence, names: Collection[str]) -> list[Row]:
    """The forms of a compound (cyber-attack, cyberattack, cyber attack) merged into the most frequent; joined, then in two
    words, where they are as frequent. Its two words must both carry content, and it must be nobody's name (Goodman)."""
    parts = {tuple(word.split("-")) for word in found.words if word.count("-") == 1}
    known = set(found.words)
    parts |= {pair for pair in found.pairs if "".join(pair) in known}
    rows: list[Row] = []
    for left, right in sorted(parts):
        if left + right in names or (left in names and right in names):
            continue
        pair = f"{left} {right}"
        forms = {form: found.count(form) for form in (left + right, pair, f"{left}-{right}")}
        if 0 < forms[left + right] < JOINED * forms[pair]:
            del forms[left + right]
        there = [form for form, count in forms.items() if count and tokens.is_content(form)]
        if len(there) > 1:
            most = max(there, key=lambda form: forms[form])
            rows += [(form, most, "hyphenation") for form in there if form != most]
    return rows
