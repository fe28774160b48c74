"""Combinations of values, and the folders of their reports."""

from pathlib import Path
from typing import Any

import pytest
from invented import notebook, parameters, project
from test_publish_hostile import HOSTILE

from analysis import study as studies
from analysis.errors import ParameterError
from analysis.report import combinations
from analysis.report.combinations import Combination
from analysis.report.parameters import Parameter, all_declared
from analysis.study import Study

DECLARED = """\
study: str = "toy"  # the study
k: int = 3  # clusters, count
alpha: float = 0.5  # weight
word: str = "a"  # a word
flag: bool = False  # whether
sizes: list[int] = [1, 2]  # sizes, words"""
KNOWN = all_declared({"01-a": notebook(parameters(DECLARED))})


@pytest.fixture
def toy(tmp_path: Path) -> Study:
    study = project(tmp_path)[1]
    told = study / "study.toml"
    told.write_text(told.read_text() + '[[sources]]\nid = "B"\n[[sources]]\nid = "a"\n')
    return studies.load(study)


def found(toy: Study, *each: str, known: dict[str, Parameter] = KNOWN, **given: str) -> list[Combination]:
    return combinations.combinations(each, toy, known, given)


@pytest.mark.parametrize(
    ("each", "values"),
    [
        ("k=5, 8", [5, 8]),
        ("alpha=1,0.25", [1.0, 0.25]),
        ("flag=true,false", [True, False]),
        ("word=a b,ü", ["a b", "ü"]),
        ('word=["a,b",""]', ["a,b", ""]),
        ("sizes=5,8", [[5], [8]]),
        ("sizes=[[1,2],[3],[]]", [[1, 2], [3], []]),
    ],
)
def test_values_are_read_as_their_parameter_has_them(toy: Study, each: str, values: list[Any]) -> None:
    made = found(toy, each)
    assert [one.settings[0].value for one in made] == values
    name = each.partition("=")[0]
    again = [combinations.parameters.parse(one.given[name], KNOWN[name].type) for one in made]
    assert again == values  # the text is read as the value


def test_every_combination_the_last_named_fastest(toy: Study) -> None:
    made = found(toy, "k=5,8", "alpha=0.5,1")
    assert [one.label for one in made] == [
        *("k = 5, alpha = 0.5", "k = 5, alpha = 1.0", "k = 8, alpha = 0.5", "k = 8, alpha = 1.0"),
    ]
    assert [one.folder for one in made] == ["k=5,alpha=0.5", "k=5,alpha=1.0", "k=8,alpha=0.5", "k=8,alpha=1.0"]
    assert made[1].given == {"k": "5", "alpha": "1.0"}


def test_each_source_is_left_out_beside_the_report_of_all(toy: Study) -> None:
    made = found(toy, "source=B,A")
    assert [(one.label, one.folder, one.without, one.study) for one in made] == [
        ("all sources", "all-sources", "", ""),
        ("without B", "without-B", "B", "without-B"),
        ("without A", "without-A", "A", "without-A"),
    ]
    assert all(one.given == {} for one in made)
    many = found(toy, "source=A,a", "k=1,2")
    assert len({one.folder.casefold() for one in many}) == 6
    assert len({one.study.casefold() for one in many}) == 3  # one study for all reports without a source


@pytest.mark.parametrize(
    ("each", "said"),
    [
        (["k"], "is not name=value"),
        (["=3"], "is not name=value"),
        (["k="], "empty value"),
        (["k=5,,8"], "empty value"),
        (["k=[]"], "no value"),
        (["k=[5,"], "not JSON"),
        (["k=[" + "[" * 100_000], "not JSON"),
        (["k=5,x"], "not of type int"),
        (['k=["5"]'], "not of type int"),
        (["sizes=[1,2]"], "not of type list"),
        (["kk=5,8"], "Did you mean k"),
        (["study=a,b"], "is the command's argument"),
        (["k=5,8", "k=3"], "--each twice"),
        (["alpha=1,1.0"], "2 times"),
        (["word=a,b"], "-p and --each"),
        (["k=1,2,3,4,5,6,7,8,9", "alpha=1,2,3,4,5,6,7,8"], "72 combinations"),
        (["source=X"], "no source 'X'"),
        (["source=A,A"], "2 times"),
    ],
)
def test_what_cannot_be_is_one_clear_error(toy: Study, each: list[str], said: str) -> None:
    with pytest.raises(ParameterError) as error:
        found(toy, *each, word="b")
    assert said in str(error.value)
    assert "\n  " in str(error.value)


def test_two_sources_leave_nothing_to_compare(tmp_path: Path) -> None:
    study = project(tmp_path)[1]
    with pytest.raises(ParameterError, match="nothing left to compare"):
        found(studies.load(study), "source=A")


def test_folder_names_are_safe_and_no_two_are_one(toy: Study) -> None:
    texts = [
        *HOSTILE.values(),
        "a b",
        "a-b",
        "a/b",
        "A",
        "a",
        "..",
        ".",
        "a.",
        "CON",
        "x" * 300,
        "x" * 301,
        "",
        "k=3,j",
    ]
    known = {"word": KNOWN["word"]}
    settings = [(combinations.Setting("word", text, text),) for text in texts]
    names = combinations._folders(settings)
    assert len({name.casefold() for name in names}) == len(texts)
    for name in names:
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._=+,-")
        assert len(name) < 100
        assert name.strip(".") == name
    plain = found(toy, 'word=["a b","a-b"]', known=known)
    assert plain[1].folder == "word=a-b"
    assert plain[0].folder == found(toy, "word=z,a b", known=known)[1].folder  # whatever else is asked for
