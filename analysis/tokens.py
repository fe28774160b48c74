"""Words, sentences and n-grams of a text, with their places."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

# An abbreviation (U.S.), a number (3.5, 10,000), or a run of letters and digits that a hyphen or an apostrophe does not
# end (cyber-attack, don't).
WORD = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])|\d+(?:[.,]\d+)+|[^\W_]+(?:[-‐‑'’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")


def words(text: str) -> list[str]:
    """The words of a text as written."""
    return WORD.findall(text)


def count_words(text: str) -> int:
    """How many words a text has."""
    return sum(1 for _ in WORD.finditer(text))


def terms(text: str) -> list[str]:
    """The words of a text as terms: lower case, typographic hyphens and apostrophes made plain, possessive cut off.

    "Russia’s cyber‑attacks" gives russia, cyber-attacks; "U.S." gives u.s.
    """
    return [_POSSESSIVE.sub("", word) for word in WORD.findall(_plain(text))]


def _plain(text: str) -> str:
    return text.lower().replace("‐", "-").replace("‑", "-").replace("’", "'")


def bigrams(text: str) -> Counter[str]:
    """Pairs of words that stand next to each other with nothing but blanks between them."""
    plain = _plain(text)
    found: Counter[str] = Counter()
    left: re.Match[str] | None = None
    for right in WORD.finditer(plain):
        if left is not None and plain[left.end() : right.start()].isspace():
            found[f"{_POSSESSIVE.sub('', left[0])} {_POSSESSIVE.sub('', right[0])}"] += 1
        left = right
    return found


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence, in characters; the spans do not overlap and leave out only blanks."""
    import nupunkt  # loads its model on import

    spans: list[tuple[int, int]] = []
    for start, end in nupunkt.sent_spans(text):
        piece = text[start:end]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())))
    return spans


def shingles(items: Sequence[str], size: int) -> set[tuple[str, ...]]:
    """The distinct runs of `size` items."""
    return {tuple(items[i : i + size]) for i in range(len(items) - size + 1)}


# Verbs that stand with any subject, and the commonest cues: how words are attributed is compared under voices.
_LIGHT = frozenset(
    (
        "did does doing done take takes taking taken took go goes going gone went come comes coming came get gets getting got "
        "make makes making made give gives giving given gave put puts say says saying said tell tells telling told "
        "add adds adding added ask asks asked asking want wants wanted like just"
    ).split()
)


@cache
def stop_words() -> frozenset[str]:
    """English words that carry no topic: scikit-learn's list, light verbs and the commonest verbs of saying."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS | _LIGHT)


def is_content(term: str) -> bool:
    """Whether every word of a term can carry a topic: two letters or more, no stop word, no contraction."""
    return all(_is_content_word(word) for word in term.split())


@lru_cache(maxsize=2**17)
def _is_content_word(word: str) -> bool:
    return sum(map(str.isalpha, word)) > 1 and word.split("'")[0] not in stop_words() and not word.endswith("n't")
