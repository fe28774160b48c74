"""What each table of a study holds: its rows, its key, its columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "whole", "number", "date"]


@dataclass(frozen=True)
class Column:
    """A column: what it holds, its unit, and what values it may have."""

    name: str
    means: str
    kind: Kind = "text"
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    empty: bool = False  # may a cell be empty?
    optional: bool = False  # may the column be absent?
    repeats: bool = False  # few different values in many rows: read as a pandas categorical, its categories sorted


def _count(name: str, means: str, unit: str = "words", low: float = 0) -> Column:
    return Column(name, means, "whole", unit, low=low)


@dataclass(frozen=True)
class Schema:
    """A table: what one row is, its key, its columns."""

    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    refers: Mapping[str, str]  # column -> table whose key it must be found in
    optional: bool = False  # may a study lack the table? It then has no row
    by_hand: bool = False  # people's work: preparing a study neither makes nor touches it


PARTS = ("headline", "lead", "body")
KINDS = ("direct", "fragment", "mixed", "indirect")
CUE_CLASSES = ("neutral", "strong", "distancing", "endorsing", "hedged", "confrontational", "none")
DUPLICATE = "duplicate"  # relation of two documents, and the rule that takes the later of one source out
VERDICTS = ("right", "wrong", "none", "searched")
RELATIONS = (DUPLICATE, "near-duplicate", "shared copy")
UNKNOWN = "unknown"  # a speaker who cannot be told
YOURS = "yours"  # rule of a row that the study's owner wrote
SPELLING_RULES = ("as written", "merged", YOURS)
FACT_KINDS = ("duration", "count", "date", "money", "percentage", "agreement")
FACT_RELATIONS = (
    "is",
    "about",
    "almost",
    "less than",
    "more than",
    "at least",
    "at most",
    "since",
    "until",
    "before",
    "after",
)
STYLE_RULES = (
    "title or honorific",
    "first name",
    "name variant",
    "outlet",
    "date or time",
    "number",
    "abbreviation",
    "spelling",
    "hyphenation",
    "saying",
    "credit",
    YOURS,
)
ACTIONS = ("removed", "linked", "changed")

SCHEMAS: dict[str, Schema] = {
    "documents": Schema(
        "a document",
        ("document",),
        (
            Column("document", "its id"),
            Column("source", "who published it"),
            Column("date", "date of publication", "date", empty=True),
            Column("language", "language tag"),
            _count("words", "words after cleaning"),
            _count("raw_words", "words before cleaning"),
            Column("sha256", "digest of the file, or of the text in a file that holds many"),
            Column("origin", "name of that file"),
            Column("place", "where in that file it stands", empty=True),
            Column("cleaned", "digest (SHA-256) of its cleaned text"),
            Column("agency", "agency that the text names as its origin", empty=True),
            Column("copy_of", "earlier document of which it is a duplicate or near-duplicate", empty=True),
            Column("title", "headline, where the study shares titles", empty=True, optional=True),
            Column("url", "address, where the study shares it", empty=True, optional=True),
        ),
        {},
    ),
    "passages": Schema(
        "a passage",
        ("passage",),
        (
            Column("passage", "its id: document:position"),
            Column("document", "the document it stands in"),
            _count("position", "its place in the document", "from 1", low=1),
            _count("start", "first character in the cleaned text", "characters"),
            _count("end", "character after its last", "characters"),
            _count("original_start", "its first character in the text as it was read", "characters"),
            _count("original_end", "character after its last there", "characters"),
            _count("words", "its words"),
            _count("quoted_words", "of these inside quotation marks"),
            Column("part", "headline, lead or body", choices=PARTS),
            Column("copy_of", "earlier passage of the same document that it repeats", empty=True),
            Column("original", "passage of another document that had it first, where it is shared copy", empty=True),
            Column("text", "its text, where the study shares text", empty=True, optional=True),
        ),
        {"document": "documents"},
    ),
    "terms": Schema(
        "a term in a passage",
        ("passage", "term"),
        (
            Column("passage", "the passage", repeats=True),
            Column("term", "a word, or an n-gram that stands in two independent passages or more", repeats=True),
            _count("count", "how often", "occurrences", low=1),
        ),
        {"passage": "passages"},
    ),
    "quotations": Schema(
        "an attribution",
        ("quotation",),
        (
            Column("quotation", "its id: passage.number"),
            Column("passage", "the passage it stands in"),
            Column("speaker", "who speaks, spellings merged; 'unknown' where it cannot be told"),
            Column("as_written", "the speaker as the text says it", empty=True),
            Column("cue", "verb or phrase that attributes", empty=True),
            Column("cue_class", "what the cue adds", choices=CUE_CLASSES),
            Column("kind", "direct, fragment, mixed or indirect", choices=KINDS),
            _count("words", "words of the content"),
            _count("quoted_words", "of these inside quotation marks"),
            _count("start", "first character of the content in the cleaned text", "characters"),
            _count("end", "character after its last", "characters"),
            Column("text", "the content, where the study shares text", empty=True, optional=True),
        ),
        {"passage": "passages"},
    ),
    "facts": Schema(
        "a fact that a passage states",
        ("fact",),
        (
            Column("fact", "its id: passage/number"),
            Column("passage", "the passage it stands in"),
            Column("kind", "what sort of fact it is", choices=FACT_KINDS),
            Column("relation", "what restricts the value", choices=FACT_RELATIONS),
            Column(
                "value", "a number, a date or what is known of it (2021-06, --06-16), or yes or no for an agreement"
            ),
            Column("unit", "unit of a number: hours, dollars, %, or the things counted", empty=True),
            Column("written", "as written, four words at most"),
            Column("about", "up to six keys of content words beside it, sorted: what it is about"),
            _count("start", "first character in the cleaned text", "characters"),
            _count("end", "character after its last", "characters"),
        ),
        {"passage": "passages"},
        optional=True,
    ),
    "renderings": Schema(
        "a statement as one attribution renders it",
        ("quotation",),
        (
            _count("statement", "number of the statement; its fullest rendering comes first", "from 1", low=1),
            Column("quotation", "the attribution that renders it"),
            Column(
                "share", "words of the fullest rendering that it has, by all of these", "number", "share", low=0, high=1
            ),
            Column("only", "fragments that the fullest has not, four words at most each", empty=True),
            Column("missing", "fragments of the fullest that it lacks, four words at most each", empty=True),
        ),
        {"quotation": "quotations"},
        optional=True,
    ),
    "checked": Schema(
        "an attribution that was checked by hand, or a passage that was searched for missed ones",
        ("item",),
        (
            Column("item", "digest of its place and of what was found there, in letters"),
            Column("quotation", "the attribution, where it is one", empty=True),
            Column("passage", "the passage"),
            Column("verdict", "whether it is right; none: it is no attribution; searched: a passage", choices=VERDICTS),
            Column("speaker", "the right speaker, if another", empty=True),
            Column("cue_class", "the right class of the cue, if another", choices=CUE_CLASSES, empty=True),
            Column("kind", "the right kind, if another", choices=KINDS, empty=True),
            _count("missed", "attributions that were missed in a passage that was searched", "attributions"),
        ),
        {},
        optional=True,
        by_hand=True,
    ),
    "reuse": Schema(
        "a pair of passages that share copy",
        ("left", "right"),
        (
            Column("left", "the passage that comes first"),
            Column("right", "the other"),
            Column("containment", "shared shingles by those of the shorter", "number", "share", low=0, high=1),
            _count("shared_words", "words in shared shingles, counted in the right one"),
            Column("level", "in one document, or across documents", choices=("document", "corpus")),
        ),
        {"left": "passages", "right": "passages"},
    ),
    "copies": Schema(
        "a pair of documents that share copy",
        ("left", "right"),
        (
            Column("left", "the document that comes first"),
            Column("right", "the other"),
            Column("containment", "shared shingles by those of the shorter", "number", "share", low=0, high=1),
            _count("shared_words", "words in shared shingles, counted in the right one"),
            Column("relation", "what the one is to the other", choices=RELATIONS),
            Column("original", "the document that had the copy first, where that can be told", empty=True),
            Column("agency", "agency that either names as the origin", empty=True),
        ),
        {"left": "documents", "right": "documents"},
    ),
    "cleaning": Schema(
        "an intervention",
        (),
        (
            Column("document", "the document"),
            Column("rule", "the rule that acted"),
            Column("action", "what it did", choices=ACTIONS),
            Column("place", "line of the original file, or the two passages that were linked"),
            _count("words", "words concerned"),
        ),
        {"document": "documents"},
    ),
    "removed": Schema(
        "a term in what one rule took out of a document",
        ("document", "rule", "term"),
        (
            Column("document", "the document", repeats=True),
            Column("rule", "the rule that acted", repeats=True),
            Column("term", "a word that was taken out", repeats=True),
            _count("count", "how often", "occurrences", low=1),
        ),
        {"document": "documents"},
    ),
    "aliases": Schema(
        "a spelling of a name",
        ("spelling",),
        (
            Column("spelling", "as written"),
            Column("name", "the name it stands for; empty: it is nobody's", empty=True),
            Column("rule", "how it was found; 'yours' for a row that prepare must keep"),
        ),
        {},
    ),
    "style": Schema(
        "a term of house style",
        ("term",),
        (
            Column("term", "a word or a word pair, in small letters"),
            Column("becomes", "what it is merged into; empty: it is left out; itself: it is kept", empty=True),
            Column("rule", "how it was found; 'yours' for a row that prepare must keep", choices=STYLE_RULES),
        ),
        {},
        optional=True,
    ),
    "sources": Schema(
        "a spelling of a source",
        ("spelling",),
        (
            Column("spelling", "as the texts name it"),
            Column("source", "the source it stands for"),
            _count("documents", "documents that name it so", "documents"),
            Column("rule", "how it was found; 'yours' for a row that prepare must keep", choices=SPELLING_RULES),
        ),
        {},
    ),
    "rejected": Schema(
        "a record that could not be read",
        (),
        (
            Column("file", "name of the file"),
            Column("row", "number of the record in it; empty: the file as a whole", empty=True),
            Column("reason", "why it could not be read"),
        ),
        {},
    ),
    "coding": Schema(
        "a judgement of a coder: whether a passage has a frame",
        ("coder", "item", "frame"),
        (
            _count("coder", "number of the coder", "from 1", low=1),
            Column("item", "name of the passage in the coding sheet, from its text's digest"),
            Column("passage", "the passage"),
            Column("frame", "the frame"),
            Column("code", "1 for yes, 0 for no", "whole", "1 or 0", low=0, high=1),
        ),
        {},
        optional=True,
        by_hand=True,
    ),
}
