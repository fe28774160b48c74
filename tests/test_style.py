"""House style: what counts as style, and what becomes of it."""

import pandas as pd
import pytest
from stories import terms_table

from analysis import style

NOBODY = pd.DataFrame(columns=pd.Index(["spelling", "name", "rule"]))
PEOPLE = pd.DataFrame(
    [
        ("Jonas Prell", "Jonas Prell", "full name"),
        ("Jon Prell", "Jonas Prell", "variant spelling"),
        ("Prell", "Jonas Prell", "surname"),
        ("Lena Torvik", "Lena Torvik", "full name"),
        ("Will Torvik", "Will Torvik", "full name"),
        ("Orsby Harbour Board", "Ivo Sandel", "role"),
        ("Petra Jonas", "Petra Jonas", "full name"),
    ],
    columns=pd.Index(["spelling", "name", "rule"]),
)


def rows(words: str, aliases: pd.DataFrame = NOBODY) -> list[tuple[str, str, str]]:
    found = style.house_style(terms_table({"p": words.split()}), aliases)
    assert list(found.columns) == ["term", "becomes", "rule"]
    return list(found.itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mr boat president", [("mr", "", "title or honorific"), ("president", "", "title or honorific")]),
        ("monday boat", [("monday", "", "day of the week")]),
        ("cyber-attack cyberattack", [("cyber-attack", "cyberattack", "spelling")]),
        ("cyber-attack", []),
        ("organised organized", [("organised", "organized", "spelling")]),
        ("organised", []),
        ("organized", []),
        ("harbour harbor", [("harbour", "harbor", "spelling")]),
        ("centre center", [("centre", "center", "spelling")]),
        ("centres centers", [("centres", "centers", "spelling")]),
        ("metre meter", [("metre", "meter", "spelling")]),
        ("four for", []),
        ("our or", []),
        ("boat", []),
        ("", []),
    ],
)
def test_style_without_names(words: str, expected: list[tuple[str, str, str]]) -> None:
    assert rows(words) == expected


@pytest.mark.parametrize(
    ("word", "is_first_name"),
    [
        ("lena", True),
        ("jon", True),
        ("prell", False),
        ("torvik", False),
        ("boat", False),
        ("will", False),
        ("harbour", False),
    ],
)
def test_first_names_of_people_are_style_unless_they_are_words_or_surnames(word: str, is_first_name: bool) -> None:
    assert rows(f"{word} torvik prell", PEOPLE) == ([(word, "", "first name")] if is_first_name else [])


def test_a_first_name_that_is_somebodys_surname_stays() -> None:
    assert rows("jonas prell", PEOPLE) == []
    assert rows("jonas prell", PEOPLE[PEOPLE["name"] != "Petra Jonas"]) == [("jonas", "", "first name")]


def test_word_pairs_are_not_style_themselves() -> None:
    assert style.house_style(terms_table({"p": ["mr prell", "monday night"]}), NOBODY).empty


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"p": ["mr", "boat"]}, {"p": ["boat"]}),
        ({"p": ["mr", "mr prell", "prell"]}, {"p": ["prell"]}),
        ({"p": ["harbour", "harbor", "harbor"]}, {"p": ["harbor"] * 3}),
        ({"p": ["harbour board", "harbour"], "q": ["harbor"]}, {"p": ["harbor", "harbor board"], "q": ["harbor"]}),
        ({"p": ["mr"]}, {}),
    ],
)
def test_style_words_are_merged_or_left_out(terms: dict[str, list[str]], expected: dict[str, list[str]]) -> None:
    table = terms_table(terms)
    told = style.without_style(table, style.house_style(table, NOBODY))
    assert told.to_dict("list") == terms_table(expected).to_dict("list")


def test_no_count_is_lost_in_merging() -> None:
    table = terms_table({"p": ["harbour"] * 3 + ["harbor"] * 2, "q": ["organised", "organized", "boat"]})
    assert style.without_style(table, style.house_style(table, NOBODY))["count"].sum() == table["count"].sum()


@pytest.mark.parametrize(("take_out", "expected"), [(True, ["boat"]), (False, ["boat", "mr"])])
def test_style_is_taken_out_on_request(take_out: bool, expected: list[str]) -> None:
    told = style.compared_terms(terms_table({"p": ["mr", "boat"]}), NOBODY, take_out)
    assert told["term"].tolist() == expected


def test_the_words_of_each_rule_are_listed() -> None:
    table = terms_table({"p": ["mr", "dr", "monday", "harbour", "harbor"]})
    listed = style.by_rule(style.house_style(table, NOBODY))
    assert list(listed.itertuples(index=False, name=None)) == [
        ("day of the week", 1, "monday"),
        ("spelling", 1, "harbour → harbor"),
        ("title or honorific", 2, "dr, mr"),
    ]


def test_no_style_words_are_listed_as_none() -> None:
    listed = style.by_rule(style.house_style(terms_table({"p": ["boat"]}), NOBODY))
    assert (len(listed), list(listed.columns)) == (0, ["rule", "words", "terms"])


@pytest.mark.parametrize("aliases", [NOBODY, PEOPLE])
def test_an_empty_terms_table_has_no_style(aliases: pd.DataFrame) -> None:
    empty = terms_table({})
    assert style.compared_terms(empty, aliases, True).empty


def test_terms_as_codes_lose_style_as_terms_in_text_do() -> None:
    plain = terms_table(
        {"q": ["mr", "mr prell", "harbour", "harbor", "boat"], "p": ["dr"], "o": ["harbour board", "harbor board"]}
    )
    odd = pd.CategoricalDtype(sorted({"monday", "harbors", *plain["term"]}, reverse=True))
    coded = plain.astype({"passage": "category", "term": odd})
    rules = style.house_style(plain, PEOPLE)
    pd.testing.assert_frame_equal(style.house_style(coded, PEOPLE), rules)
    found = style.without_style(coded, rules)
    assert found.to_dict("list") == style.without_style(plain, rules).to_dict("list")
    assert list(found.itertuples(index=False, name=None)) == [
        ("o", "harbor board", 2),
        ("q", "boat", 1),
        ("q", "harbor", 2),
    ]


def test_a_first_name_stands_with_its_surname() -> None:
    rows = [("p1", "lena"), ("p1", "torvik"), ("p2", "lena"), ("p2", "brime"), ("p3", "harbour"), ("p4", "harbour")]
    rows += [("p1", "harbour"), ("p4", "lena")]
    terms = pd.DataFrame([(*row, 1) for row in rows], columns=["passage", "term", "count"])
    people = [("Lena Torvik", "Lena Torvik"), ("Lena Brime", "Lena Brime"), ("Harbour Torvik", "Harbour Torvik")]
    aliases = pd.DataFrame([(*row, "full name") for row in people], columns=["spelling", "name", "rule"])
    found = style.house_style(terms, aliases)
    assert found.loc[found["rule"] == "first name", "term"].tolist() == ["lena"]
