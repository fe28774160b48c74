"""A notebook's parameters: what they are, and what a run may set them to."""

import pytest
from invented import code, notebook, parameters

from analysis.errors import ParameterError
from analysis.report.parameters import all_declared, declared, parse, resolve, with_values


def test_declaration_has_type_default_and_meaning() -> None:
    text = 'k: int = 3  # how many clusters, count\nwords: list[str] = ["a # b", "c"]  # words\n'
    text += 'ratio: float = 1\nx: str = "é"'
    found = declared(notebook(code("1"), parameters(text)), "02-topics")
    assert [(p.name, p.type, p.default, p.means) for p in found.values()] == [
        ("k", "int", 3, "how many clusters, count"),
        ("words", "list[str]", ["a # b", "c"], "words"),
        ("ratio", "float", 1.0, ""),
        ("x", "str", "é", ""),
    ]


def test_a_notebook_without_parameters_declares_none() -> None:
    assert declared(notebook(code("k: int = 3")), "x") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("k = 3", "not a declaration"),
        ("k: int", "not a declaration"),
        ("k: int = len('abc')", "not a literal of type int"),
        ("k: int = 2.5", "not a literal of type int"),
        ("k: int = True", "not a literal of type int"),
        ("k: dict = {}", "has the type dict"),
        ("k: int = (", "is not Python"),
        ("import os", "not a declaration"),
    ],
)
def test_a_line_that_is_no_declaration_is_named(text: str, said: str) -> None:
    with pytest.raises(ParameterError, match=said) as error:
        declared(notebook(parameters(text)), "02-topics")
    assert "02-topics, parameters cell" in str(error.value)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("3", "int", 3),
        ("-3", "int", -3),
        ("3", "float", 3.0),
        ("1e-3", "float", 0.001),
        ("true", "bool", True),
        ("False", "bool", False),
        ("two words", "str", "two words"),
        ('"quoted"', "str", '"quoted"'),
        ("", "str", ""),
        ("1,2, 3", "list[int]", [1, 2, 3]),
        ("[1, 2]", "list[int]", [1, 2]),
        ("", "list[int]", []),
        ("0.5,1", "list[float]", [0.5, 1.0]),
        ("[1, 0.5]", "list[float]", [1.0, 0.5]),
        ("a b, c", "list[str]", ["a b", "c"]),
        ('["a, b"]', "list[str]", ["a, b"]),
    ],
)
def test_texts_of_the_command_line(text: str, kind: str, value: object) -> None:
    parsed = parse(text, kind)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("three", "int"),
        ("2.5", "int"),
        ("nan", "float"),
        ("inf", "float"),
        ("yes", "bool"),
        ("1", "bool"),
        ("1,x", "list[int]"),
        ("[1, [2]]", "list[int]"),
        ("[1", "list[int]"),
        ("[__import__('os')]", "list[str]"),
    ],
)
def test_texts_that_are_not_of_the_type(text: str, kind: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the caller words it
        parse(text, kind)


NOTEBOOKS = {
    "01-corpus": notebook(parameters('study: str = "toy"  # the study')),
    "02-topics": notebook(
        parameters('study: str = "toy"\nk: int = 3  # clusters, count\nalpha: float = 0.5  # weight')
    ),
}


def test_each_notebook_gets_what_it_declares_command_line_before_study_before_default() -> None:
    assert resolve(NOTEBOOKS, {"k": 4, "alpha": 1}, {"k": "5"}, "mine") == {
        "01-corpus": {"study": "mine"},
        "02-topics": {"study": "mine", "k": 5, "alpha": 1.0},
    }


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(ParameterError, match=r"'alhpa'\n  Did you mean alpha\? rashomon report --parameters"):
        resolve(NOTEBOOKS, {}, {"alhpa": "1"})


@pytest.mark.parametrize(
    ("from_study", "given", "words"),
    [
        ({}, {"k": "many"}, ["-p k=many", "'many'", "type int", "clusters, count", "default is 3"]),
        ({"k": "4"}, {}, ["toy/study.toml", "'4'", "type int"]),
        ({"k": True}, {}, ["toy/study.toml", "True", "type int"]),
        ({"kk": 4}, {}, ["toy/study.toml", "'kk'", "Did you mean k?"]),
        ({"study": "other"}, {}, ["toy/study.toml", "argument"]),
        ({}, {"study": "other"}, ["-p", "argument"]),
    ],
)
def test_a_wrong_value_is_named_with_its_place(from_study: dict, given: dict, words: list[str]) -> None:
    with pytest.raises(ParameterError) as error:
        resolve(NOTEBOOKS, from_study, given, "toy", "toy/study.toml")
    assert all(word in str(error.value) for word in words), str(error.value)


def test_one_name_has_one_default() -> None:
    other = NOTEBOOKS | {"03-wording": notebook(parameters("k: int = 4  # clusters"))}
    with pytest.raises(ParameterError, match=r"03-wording.*k: int = 4, but 02-topics declares int = 3"):
        all_declared(other)


def test_values_are_set_where_they_stand() -> None:
    text = 'é: str = "ü"  # ä\nk: int = 3  # clusters\nwords: list[str] = [\n    "a",\n]  # words\n'
    assert with_values(text, {"é": "ö'", "words": ["x"], "other": 1}) == (
        "é: str = \"ö'\"  # ä\nk: int = 3  # clusters\nwords: list[str] = ['x']  # words\n"
    )
