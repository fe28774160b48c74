"""House style: what counts as style, and what becomes of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest
from stories import terms_table

from analysis import style, tables
from analysis.errors import TableError
from analysis.style import known

NOBODY = pd.DataFrame(columns=pd.Index(["spelling", "name", "rule"]), dtype=object)
PEOPLE = pd.DataFrame(
    [
        ("Jonas Prell", "Jonas Prell", "full name"),
        ("Jon Prell", "Jonas Prell", "variant spelling"),
        ("Prell", "Jonas Prell", "surname"),
        ("Lena Torvik", "Lena Torvik", "full name"),
        ("Will Torvik", "Will Torvik", "full name"),
        ("Orsby Harbour Board", "Ivo Sandel", "role"),
        ("Petra Jonas", "Petra Jonas", "full name"),
        ("Civil Works", "Civil Works", "full name"),
    ],
    columns=NOBODY.columns,
)
SPEAKERS = ("Lena Torvik", "Will Torvik", "Petra Jonas", "unknown")

Data = dict[str, pd.DataFrame]


def study(
    terms: Mapping[str, Sequence[str]],
    aliases: pd.DataFrame = NOBODY,
    speakers: Sequence[str] = (),
    yours: Sequence[tuple[str, str]] = (),
) -> Data:
    """The tables of a study; a passage is called source:document:position."""
    passages = pd.DataFrame({"passage": list(terms)}, dtype=object)
    places = [[*passage.split(":"), "1", "1"][:3] for passage in terms]
    passages["document"] = [f"{source}-{document}" for source, document, _ in places]
    passages["position"] = [int(position) for *_, position in places]
    documents = passages[["document"]].drop_duplicates().reset_index(drop=True)
    documents["source"] = [document.rpartition("-")[0] for document in documents["document"]]
    sources = pd.DataFrame({"spelling": sorted(set(documents["source"]))}, dtype=object)
    rows = [(term, becomes, tables.YOURS) for term, becomes in yours]
    return {
        "terms": terms_table({passage: list(held) for passage, held in terms.items()}),
        "passages": passages,
        "documents": documents.assign(agency=""),
        "quotations": pd.DataFrame({"speaker": list(speakers)}, dtype=object),
        "aliases": aliases,
        "sources": sources.assign(source=sources["spelling"]),
        "style": pd.DataFrame(rows, columns=pd.Index(["term", "becomes", "rule"]), dtype=object),
    }


def rows(data: Data) -> list[tuple[str, str, str]]:
    found = style.house_style(data)
    assert list(found.columns) == ["term", "becomes", "rule"]
    assert found["term"].is_monotonic_increasing
    return list(found.itertuples(index=False, name=None))


def left_out(rule: str, *words: str) -> list[tuple[str, str, str]]:
    return [(word, "", rule) for word in words]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mr boat president", left_out("title or honorific", "mr", "president")),
        ("d-texas r-n i-vt", left_out("title or honorific", "d-texas", "i-vt", "r-n")),
        ("d-day i-beam r-rated", []),
        ("monday today a.m", left_out("date or time", "a.m", "monday", "today")),
        ("sun may march week", []),
        ("aug august", [("aug", "august", "date or time")]),
        ("aug", []),
        ("percent thirty", left_out("number", "percent", "thirty")),
        ("percentage several", []),
        ("u.s", left_out("abbreviation", "u.s")),
        ("f.b.i fbi", [("f.b.i", "fbi", "abbreviation")]),
        ("f.b.i", []),
        ("calif california", [("calif", "california", "abbreviation")]),
        ("organised organized", [("organised", "organized", "spelling")]),
        ("organised", []),
        ("organized", []),
        ("harbour harbor", [("harbour", "harbor", "spelling")]),
        ("centres centers", [("centres", "centers", "spelling")]),
        ("metre meter", [("metre", "meter", "spelling")]),
        ("defence defense", [("defence", "defense", "spelling")]),
        ("travelled traveled", [("travelled", "traveled", "spelling")]),
        ("catalogue catalog", [("catalogue", "catalog", "spelling")]),
        ("señor senor", [("señor", "senor", "spelling")]),
        ("résumé resume", []),
        ("filled filed rapped raped prised prized tour tor vogue vog", []),
        ("four for our or", []),
        ("cyber-attack cyberattack", [("cyber-attack", "cyberattack", "hyphenation")]),
        ("cyber-attack", []),
        ("entre enter", []),
        ("i-in d-at r-or", left_out("title or honorific", "r-or")),
        ("kiev kyiv", [("kiev", "kyiv", "name variant")]),
        ("kiev", []),
        ("according", left_out("saying", "according")),
        ("insists insisted", [("insists", "insisted", "saying")]),
        ("claimed insisted admitted", []),
        ("reuters", left_out("outlet", "reuters")),
        ("undocumented illegal regime government killed died terrorist gunman", []),
        ("boat", []),
        ("", []),
    ],
)
def test_style_without_names(words: str, expected: list[tuple[str, str, str]]) -> None:
    assert rows(study({"p": words.split()})) == expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("ferry pier, ferry pier, ferry-pier", {"ferry-pier": "ferry pier"}),
        ("ferry pier, ferrypier, ferrypier", {"ferry pier": "ferrypier"}),
        ("ferry pier, ferrypier, ferry-pier", {"ferry pier": "ferrypier", "ferry-pier": "ferrypier"}),
        ("ferry pier, ferry pier, ferry-pier, ferry-pier, ferrypier, ferry-pier",
         {"ferry pier": "ferry-pier", "ferrypier": "ferry-pier"}),
        (", ".join([*["ferry pier"] * 11, "ferrypier"]), {}),  # a blank was lost
        ("ferry pier", {}),
        ("jon prell, jonprell", {}),  # a person, and an address
    ],
)  # fmt: skip
def test_forms_of_a_compound_are_one(held: str, expected: dict[str, str]) -> None:
    found = rows(study({"p": held.split(", ")}, PEOPLE))
    assert {term: becomes for term, becomes, rule in found if rule == "hyphenation"} == expected


@pytest.mark.parametrize(
    ("word", "is_first_name"),
    [
        ("lena", True),
        ("jon", True),  # his name is spelled in two ways
        ("prell", False),
        ("torvik", False),
        ("boat", False),
        ("will", False),
        ("harbour", False),
        ("civil", False),  # neither speaks nor has a title
    ],
)
def test_first_names_of_people_are_style_unless_they_are_words_or_surnames(word: str, is_first_name: bool) -> None:
    found = rows(study({"p": f"{word} torvik prell works".split()}, PEOPLE, SPEAKERS))
    assert found == (left_out("first name", word) if is_first_name else [])


def test_a_first_name_that_is_somebodys_surname_stays() -> None:
    told = {"p": ["jonas", "prell"]}
    assert rows(study(told, PEOPLE, SPEAKERS)) == []
    assert rows(study(told, PEOPLE[PEOPLE["name"] != "Petra Jonas"])) == left_out("first name", "jonas")
    often = {f"p:{n}:1": ["jonas", "prell", "prell", "jonas prell"] for n in range(9)}
    assert rows(study(often, PEOPLE, SPEAKERS)) == left_out("first name", "jonas")


def test_a_first_name_stands_with_its_surname() -> None:
    told = {"p1": ["lena", "torvik", "harbour"], "p2": ["lena", "brime"], "p3": ["harbour"], "p4": ["harbour", "lena"]}
    names = ["Lena Torvik", "Lena Brime", "Harbour Torvik"]
    aliases = pd.DataFrame([(name, name, "full name") for name in names], columns=NOBODY.columns)
    assert rows(study(told, aliases, names)) == left_out("first name", "lena")


def test_what_never_stands_without_its_first_word_is_no_person() -> None:
    aliases = pd.DataFrame([(one, one, "full name") for one in ("Port Vey", "Lena Torvik")], columns=NOBODY.columns)
    told = {"p": ["port", "vey", "port vey"], "q": ["lena", "torvik", "torvik", "lena torvik"]}
    assert rows(study(told, aliases, ["Port Vey", "Lena Torvik"])) == left_out("first name", "lena")


def officers(word: str, *more: str) -> Data:
    """Five people, each twice behind the word."""
    surnames = ["prell", "torvik", "brime", "vant", "sandel"]
    aliases = pd.DataFrame(
        [(f"Ada {name.title()}", f"Ada {name.title()}", "full name") for name in surnames], columns=NOBODY.columns
    )
    told = {f"p:{n}:1": [word, name, f"{word} {name}"] for n, name in enumerate(surnames * 2)}
    return study(told | {"p:99:1": list(more)}, aliases)


def test_an_office_before_names_is_a_title_there_and_a_word_elsewhere() -> None:
    data = officers("minister", "minister")
    assert ("minister torvik", "torvik", "title or honorific") in rows(data)
    told = style.compared_terms(data, True)
    assert told[told["term"].str.contains("minister")].to_dict("list") == terms_table({"p:99:1": ["minister"]}).to_dict(
        "list"
    )
    assert (told["term"] == "torvik").sum() == 2


@pytest.mark.parametrize("word", ["suspect", "activist", "embattled"])
def test_what_a_source_makes_of_people_is_no_title(word: str) -> None:
    assert rows(officers(word)) == []


def test_a_word_that_leads_elsewhere_too_is_no_title() -> None:
    assert rows(officers("justice"))
    assert not rows(officers("justice", *["justice reform"] * 3))


def test_the_long_form_of_a_title_is_left_out_altogether() -> None:
    assert rows(officers("senator")) == left_out("title or honorific", "senator")


@pytest.mark.parametrize(
    ("other", "together", "merged"),
    [
        ("Ada Brimewskij", 0, True),
        ("Ada Brimewskij", 1, False),  # one document tells two people apart
        ("Ada Brimevskyy", 0, False),  # a doubled letter alone may be another person
        ("Zeno Brimewskij", 0, False),
        ("Ada Brimova", 0, False),
    ],
)
def test_spellings_of_a_surname_are_one_if_no_document_has_both(other: str, together: int, merged: bool) -> None:
    aliases = pd.DataFrame([(one, one, "full name") for one in ("Ada Brimevsky", other)], columns=NOBODY.columns)
    written = other.lower().split()[1]
    told = {f"p:{n}:1": ["brimevsky"] for n in range(3)} | {"q:1:1": [written], "q:1:2": ["brimevsky"] * together}
    found = [row for row in rows(study(told, aliases)) if row[2] == "name variant"]
    assert found == ([(written, "brimevsky", "name variant")] if merged else [])


def outlets(source: str, own: str, elsewhere: int) -> Data:
    told = {f"{source}:{n}:1": [own, "pier"] for n in range(4)}
    return study(told | {f"Other:{n}:1": [own] if n < elsewhere else ["boat"] for n in range(12)})


@pytest.mark.parametrize(
    ("source", "word", "elsewhere", "is_name"),
    [
        ("Orsby News", "orsby", 1, True),
        ("Orsby News", "orsby", 2, False),  # the others write of it as well
        ("Echo", "echo", 0, True),
        ("The Daily Echo", "daily", 0, False),
        ("Orsby Times", "orsby", 0, False),  # a town
        ("Ferry Watch", "ferry", 0, False),  # either word of two alone may be what it writes about
        ("Ferry Watch", "ferry watch", 0, True),
        ("Ferry Watch", "ferry watch", 2, False),
        ("Orsby Tribune", "orsby tribune", 2, True),
        ("Orsby Tribune", "orsbytribune", 0, True),
        ("Daily News", "daily news", 0, False),
    ],
)
def test_an_outlet_names_itself(source: str, word: str, elsewhere: int, is_name: bool) -> None:
    assert rows(outlets(source, word, elsewhere)) == (left_out("outlet", word) if is_name else [])


def test_the_name_of_an_outlet_goes_and_its_words_stay() -> None:
    data = study({"Orsby Post:1": ["orsby post", "orsby", "post", "orsby"]})
    assert rows(data) == left_out("outlet", "orsby post")
    assert style.compared_terms(data, True)["term"].tolist() == ["orsby"]


def articles(edge: Sequence[str], middle: Sequence[str] = (), sources: Sequence[str] = ("a",)) -> Data:
    """Six articles of six passages, whose last and fourth hold these terms."""
    places = {6: edge, 4: middle}
    return study(
        {
            f"{sources[n % len(sources)]}:{n}:{position}": ["pier", *places.get(position, [])]
            for n in range(6)
            for position in range(1, 7)
        }
    )


@pytest.mark.parametrize(
    ("data", "is_credit"),
    [
        (articles(["membership"]), True),
        (articles([], ["membership"]), False),
        (articles(["membership"], ["membership"]), False),
        (articles(["membership"], sources=("a", "b", "c")), False),  # what the event ended with
        (articles(["contributed"], sources=("a", "b", "c")), True),  # a known word of credits
        (articles(["contributed"], ["contributed"] * 2 + ["boat"]), True),
        (articles([], ["contributed"]), False),
        (articles([], ["file photo"]), True),
    ],
)
def test_what_a_source_ends_its_articles_with_is_credit(data: Data, is_credit: bool) -> None:
    assert [rule for _, _, rule in rows(data)] == (["credit"] if is_credit else [])


def test_the_closed_list_is_sound() -> None:
    listed = known.listed()
    assert len({term for term, _, _ in listed}) == len(listed)
    assert {rule for _, _, rule in listed} < set(tables.STYLE_RULES)
    merged = {term: becomes for term, becomes, _ in listed if becomes}
    assert not [term for term, becomes in merged.items() if becomes in merged]
    assert all(term == term.lower() and len(term.split()) <= 2 for term, _, _ in listed)


@pytest.mark.parametrize(
    ("yours", "expected"),
    [
        ([("president", "president")], left_out("title or honorific", "mr")),
        ([("President", "President")], left_out("title or honorific", "mr")),
        ([("boat", "")], [("boat", "", "yours"), *left_out("title or honorific", "mr", "president")]),
        ([("boat", "ship")], [("boat", "ship", "yours"), *left_out("title or honorific", "mr", "president")]),
        ([("mr", "boat")], [("mr", "boat", "yours"), *left_out("title or honorific", "president")]),
        ([("canoe", "")], left_out("title or honorific", "mr", "president")),  # no word of this study
    ],
)
def test_your_rows_win(yours: list[tuple[str, str]], expected: list[tuple[str, str, str]]) -> None:
    assert rows(study({"p": ["mr", "president", "boat"]}, yours=yours)) == expected


def test_the_list_of_the_study_is_not_learned_again() -> None:
    data = study({"p": ["mr", "dr", "boat"]}, yours=[("boat", "")])
    own = pd.DataFrame([("mr", "", "title or honorific")], columns=data["style"].columns)
    data["style"] = pd.concat([own, data["style"]])
    assert rows(data) == [("boat", "", "yours"), ("mr", "", "title or honorific")]


def test_a_row_of_yours_with_three_words_is_an_error() -> None:
    with pytest.raises(TableError, match=r"style\.csv: 'old town ferry' has more than 2 words"):
        style.house_style(study({"p": ["boat"]}, yours=[("old town ferry", "")]))


@pytest.mark.parametrize(
    ("terms", "yours", "expected"),
    [
        ({"p": ["mr", "boat"]}, [], {"p": ["boat"]}),
        ({"p": ["mr", "mr prell", "prell"]}, [], {"p": ["prell"]}),
        ({"p": ["harbour", "harbor", "harbor"]}, [], {"p": ["harbor"] * 3}),
        (
            {"p": ["harbour board", "harbour"], "q": ["harbor"]},
            [],
            {"p": ["harbor", "harbor board"], "q": ["harbor"]},
        ),
        ({"p": ["mr"]}, [], {}),
        ({"p": ["old", "pier", "pier", "old pier"]}, [("old pier", "")], {"p": ["pier"]}),
        ({"p": ["old", "pier", "old pier"]}, [("old pier", "quay")], {"p": ["quay"]}),
        ({"p": ["quay"]}, [("quay", "old pier")], {"p": ["old", "old pier", "pier"]}),
        (
            {"p": ["quay", "quay gate", "gate"]},
            [("quay", "old pier")],
            {"p": "gate,old,old pier,pier,pier gate".split(",")},
        ),
        ({"p": ["old", "pier", "gate", "old pier", "pier gate"]}, [("old pier", ""), ("pier gate", "")], {}),
        ({"p": ["a1", "b1", "c1"]}, [("a1", "b1"), ("b1", "c1")], {"p": ["c1"] * 3}),
        ({"p": ["old", "pier", "old pier", "quay"]}, [("old pier", "quay"), ("quay", "")], {}),
    ],
)
def test_style_words_are_merged_or_left_out(
    terms: dict[str, list[str]], yours: list[tuple[str, str]], expected: dict[str, list[str]]
) -> None:
    told = style.compared_terms(study(terms, yours=[*yours, *[("c1", "c1")]]), True)
    assert told.to_dict("list") == terms_table(expected).to_dict("list")


def test_terms_that_become_one_another_are_no_endless_way() -> None:
    told = style.compared_terms(study({"p": ["old", "new"]}, yours=[("old", "new"), ("new", "old")]), True)
    assert told["count"].sum() == 2


def test_no_count_is_lost_in_merging() -> None:
    data = study({"p": ["harbour"] * 3 + ["harbor"] * 2, "q": ["organised", "organized", "boat"]})
    assert style.compared_terms(data, True)["count"].sum() == data["terms"]["count"].sum()


@pytest.mark.parametrize(("take_out", "expected"), [(True, ["boat"]), (False, ["boat", "mr"])])
def test_style_is_taken_out_on_request(take_out: bool, expected: list[str]) -> None:
    assert style.compared_terms(study({"p": ["mr", "boat"]}), take_out)["term"].tolist() == expected


def test_the_words_of_each_rule_are_listed() -> None:
    listed = style.by_rule(style.house_style(study({"p": ["mr", "dr", "monday", "harbour", "harbor"]})))
    assert list(listed.itertuples(index=False, name=None)) == [
        ("date or time", 1, "monday"),
        ("spelling", 1, "harbour → harbor"),
        ("title or honorific", 2, "dr, mr"),
    ]


def test_no_style_words_are_listed_as_none() -> None:
    listed = style.by_rule(style.house_style(study({"p": ["boat"]})))
    assert (len(listed), list(listed.columns)) == (0, ["rule", "words", "terms"])


@pytest.mark.parametrize("aliases", [NOBODY, PEOPLE])
def test_an_empty_terms_table_has_no_style(aliases: pd.DataFrame) -> None:
    assert style.compared_terms(study({}, aliases), True).empty


def test_terms_as_codes_lose_style_as_terms_in_text_do() -> None:
    data = study(
        {"q": ["mr", "mr prell", "harbour", "harbor", "boat"], "p": ["dr"], "o": ["harbour board", "harbor board"]}
    )
    plain = data["terms"]
    odd = pd.CategoricalDtype(sorted({"monday", "harbors", *plain["term"]}, reverse=True))
    coded = data | {"terms": plain.astype({"passage": "category", "term": odd})}
    pd.testing.assert_frame_equal(style.house_style(coded), style.house_style(data))
    found = style.compared_terms(coded, True)
    assert found.to_dict("list") == style.compared_terms(data, True).to_dict("list")
    assert list(found.itertuples(index=False, name=None)) == [
        ("o", "harbor board", 2),
        ("q", "boat", 1),
        ("q", "harbor", 2),
    ]


def test_every_rule_is_in_the_documentation() -> None:
    lines = (Path(__file__).parents[1] / "docs" / "study.md").read_text(encoding="utf-8").splitlines()
    start = lines.index("| rule of style | what it takes out |")
    table = [line for line in lines[start + 2 : start + 30] if line.startswith("|")]
    assert [line.split("`")[1] for line in table] == list(tables.STYLE_RULES)
