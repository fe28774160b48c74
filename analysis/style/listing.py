"""The list of a study's house style: learned from its tables, and edited by its owner."""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis import tables, tokens
from analysis.errors import TableError
from analysis.style import formulas, known, names, outlets, people, spelling
from analysis.style.applying import without_style
from analysis.style.evidence import Evidence
from analysis.style.known import Row

COLUMNS = ("term", "becomes", "rule")
LONGEST = 2  # words of a term


def learn(data: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The house style of a study: columns term (a word or a word pair), becomes (empty: left out), rule; sorted by term.

    `data` holds the study's tables terms, passages, documents, quotations, aliases and sources. Each rule proposes by a
    closed list or pattern, and the study's counts confirm: that a source prefers a word is never enough, for that is what
    framing does too. A term that two rules propose is that of the first: `known.csv`, outlets, titles, first names,
    spellings of a name, other spellings, credits.
    """
    found = Evidence.of(data)
    persons = people.named(data["aliases"])
    words_of_names = {word for name in persons for word in name}
    first = people.first_names(found, data)
    rows: list[Row] = [
        *known.find(found),
        *outlets.find(found, _outlets(data)),
        *names.titles(found, persons, data["aliases"]),
        *((name, "", "first name") for name in sorted(first)),
        *names.variants(found, persons),
        *spelling.find(found, words_of_names),
        *formulas.find(found),
    ]
    return _frame({row[0]: row for row in reversed(rows)}.values())


def edited(learned: pd.DataFrame, yours: pd.DataFrame) -> pd.DataFrame:
    """What was learned, and in its place the rows that the study's owner wrote; sorted by term."""
    own = {_plain(term) for term in yours["term"]}
    both = pd.concat([learned[~learned["term"].isin(own)], yours[list(COLUMNS)]])
    return both.sort_values("term", kind="stable").reset_index(drop=True)


def house_style(data: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The terms of the study that are style, as `style.csv` says: columns as those of `learn`, sorted by term.

    A study that holds no learned row, as one prepared before there were any does, is learned from now. Rows of its owner
    win; one that says a term becomes itself keeps it. Raises TableError where such a row has more words than a term.
    """
    table = data["style"]
    of_owner = table["rule"] == tables.YOURS
    yours = table[of_owner].assign(**{name: table.loc[of_owner, name].map(_plain) for name in ("term", "becomes")})
    for row in yours.itertuples():
        longest = max((row.term, row.becomes), key=lambda term: len(term.split()))
        if len(longest.split()) > LONGEST:
            found = f"{longest!r} has more than {LONGEST} words"
            raise TableError("style.csv", found, "The study counts words and word pairs: name one of these.")
    listed = edited(learn(data) if of_owner.all() else table[~of_owner], yours)
    occurs = listed["term"].isin(data["terms"]["term"].unique()) & (listed["term"] != listed["becomes"])
    return listed[occurs].drop_duplicates("term", keep="last").reset_index(drop=True)


def compared_terms(data: Mapping[str, pd.DataFrame], take_out_style: bool) -> pd.DataFrame:
    """The terms that are compared: all those of a study, or those without its house style."""
    return without_style(data["terms"], house_style(data)) if take_out_style else data["terms"]


def by_rule(style: pd.DataFrame, most: int = 40) -> pd.DataFrame:
    """The terms of each rule together: columns rule, words (how many terms), terms (the first `most` of them)."""
    listed = style.assign(
        terms=[f"{a} → {b}" if b else a for a, b in zip(style["term"], style["becomes"], strict=True)]
    )
    grouped = listed.groupby("rule").agg(
        words=("term", "size"),
        terms=("terms", lambda terms: ", ".join([*terms[:most], *["…"] * (len(terms) > most)])),
    )
    return grouped.reset_index()


def _outlets(data: Mapping[str, pd.DataFrame]) -> set[tuple[str, str]]:
    """Spellings of sources and agencies, each with the source that it stands for, or with none."""
    spelled = set(zip(data["sources"]["spelling"], data["sources"]["source"], strict=True))
    agencies = {(agency, "") for agency in data["documents"]["agency"] if agency}
    return spelled | agencies | {(source, source) for source in data["documents"]["source"]}


def _plain(term: str) -> str:
    return " ".join(tokens.terms(term))


def _frame(rows: Iterable[Row]) -> pd.DataFrame:
    return pd.DataFrame(sorted(rows), columns=pd.Index(COLUMNS), dtype=object)
