"""Robustness: what other settings are, what a claim is in them, and what holds; by hand and on planted claims."""

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import HOSTILE, compute, ferry, passages_table, planted_topics, prepared, save, terms_table

from analysis import coverage, disagreement, figures, robustness, tables, tokens, wording
from analysis.report import executed
from analysis.robustness import NONE, Choices, Claim, Limits, Study, varied
from analysis.robustness.judging import ROBUST
from analysis.robustness.settings import FEWEST, MATTER, SIZES, asked
from analysis.statements import Finding, Sentence
from analysis.statements import robustness as statements
from analysis.study import load

QUICK = Limits(draws=200, permutations=1000)
LABELS = {"A": "Echo", "B": "Gazette", "C": "Ledger"}
PLANTED = "zuvolaki"


def fares(
    data: dict[str, pd.DataFrame], labels: Mapping[str, str], number: tuple[int, int], most: int
) -> robustness.Robustness:
    study = Study(data, labels, 12)
    return robustness.vary(study, robustness.report(study, Choices(), QUICK, number), most)


# settings


@given(st.integers(0, 5), st.integers(1, 10**6), st.integers(0, 60), st.integers(1, 9))
def test_settings_are_others_and_no_two_alike(sources: int, passages: int, most: int, seed: int) -> None:
    names, base = [f"s{number}" for number in range(sources)], Choices(seed=seed)
    tried = robustness.settings(base, names, passages, most)
    assert len(set(tried)) == len(tried)
    assert base not in tried
    assert len(tried) == (most or next((many for size, many in SIZES if passages <= size), FEWEST))
    assert tried == robustness.settings(base, names, passages, most)
    sizes = [len(robustness.changes(base, one)) for one in tried]
    assert sizes == sorted(sizes, key=lambda many: many > 1), "single changes stand first"
    assert {one.without for one in tried} <= ({*names, ""} if sources > 2 else {""})


def test_each_choice_is_changed_by_itself_before_any_is_changed_twice() -> None:
    tried = robustness.settings(Choices(), list("ABC"), 1000)
    changed = [tuple(robustness.changes(Choices(), one)) for one in tried]
    assert len(changed) == len(set(changed)) == len(Choices.__dataclass_fields__)
    all_of_them = robustness.settings(Choices(), list("ABC"), 100)
    singles = {key for one in all_of_them for key in robustness.changes(Choices(), one).items() if one}
    assert {("without", name) for name in "ABC"} | {("lemmas", True), ("more_topics", -2), ("joined", 3)} <= singles


def test_a_setting_that_cannot_matter_to_a_finding_is_not_counted() -> None:
    base = Choices()
    tried = [replace(base, prior=10.0), replace(base, lemmas=True), replace(base, prior=10.0, lemmas=True)]
    assert asked("wording", base, tried) == [0, 1, 2]
    assert asked("divergence", base, tried) == [1], "the prior does not matter; the third is the second again"
    assert asked("voices", base, tried) == []
    known = set(Choices.__dataclass_fields__)
    assert all(set(choices) <= known for choices in MATTER.values())


# tables as a setting has them


def invented() -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """The tables of a study of three sources that each tell four topics; all but C tell the first."""
    terms, passages, truth = planted_topics(topics=4, sources=3, stretches=1, length=6)
    kept = passages[~((passages["source"] == "C") & (np.asarray(truth) == 0))]
    terms = pd.concat(
        [
            terms[terms["passage"].isin(kept["passage"])],
            pd.DataFrame({"passage": kept.loc[kept["source"] == "A", "passage"], "term": PLANTED, "count": 2}),
        ],
        ignore_index=True,
    )
    columns = {
        name: [column.name for column in tables.SCHEMAS[name].columns]
        for name in ("quotations", "facts", "aliases", "style", "sources", "checked")
    }
    data = {name: pd.DataFrame(columns=pd.Index(own)) for name, own in columns.items()}
    data["style"] = pd.DataFrame([("mr", "", "title or honorific")], columns=data["style"].columns)
    documents = pd.DataFrame({"document": ["A-1", "B-1", "C-1"], "source": list("ABC"), "date": "", "words": 1200})
    shared: dict[str, Any] = {"copy_of": "", "original": "", "quoted_words": 0, "part": "body"}
    shared["position"] = range(1, len(kept) + 1)
    return {
        **data,
        "documents": documents,
        "terms": terms,
        "passages": kept.drop(columns=["source", "period"]).assign(**shared),
    }, kept


def test_passages_are_taken_together_within_their_document() -> None:
    passages = passages_table([("a1", "a", "A"), ("a2", "a", "A"), ("a3", "a", "A"), ("b1", "b", "B")])
    home = varied.homes(passages, 2)
    assert home.to_dict() == {"a1": "a1", "a2": "a1", "a3": "a3", "b1": "b1"}
    together = varied.joined(passages, home)
    assert together[["passage", "words"]].to_numpy().tolist() == [["a1", 100], ["a3", 50], ["b1", 50]]
    moved = varied.rehoused(pd.DataFrame({"passage": ["a2", "gone", "b1"], "n": [1, 2, 3]}), home)
    assert moved.to_numpy().tolist() == [["a1", 1], ["b1", 3]]


def test_terms_of_passages_taken_together_are_counted_once() -> None:
    data, kept = invented()
    under = Study(data, LABELS, 12).under(Choices(joined=2))
    assert not under.terms.duplicated(["passage", "term"]).any()
    assert set(under.terms["passage"]) <= set(under.passages["passage"])
    assert under.passages["words"].sum() == kept["words"].sum()
    assert under.written["count"].sum() == data["terms"]["count"].sum()


def test_dictionary_forms() -> None:
    terms = terms_table({"p": ["talks", "talk", "met", "meeting point"]})
    found = varied.lemma_table(terms).set_index("term")["becomes"].to_dict()
    assert found == {"talks": "talk", "met": "meet"}
    data, _ = invented()
    data["terms"] = terms_table({"A-1:000": ["talks", "talk", "ferries"]})
    under = Study(data, LABELS, 12).under(Choices(lemmas=True))
    assert under.terms.set_index("term")["count"].to_dict() == {"talk": 2, "ferry": 1}


def test_a_source_that_is_left_out_is_nowhere() -> None:
    data, _ = invented()
    under = Study(data, LABELS, 12).under(Choices(without="B"))
    assert set(under.passages["source"]) == set(under.documents["source"]) == set(under.labels) == {"A", "C"}


# claims


@pytest.fixture(scope="module")
def fared() -> robustness.Robustness:
    return fares(invented()[0], LABELS, (4, 0), 40)


def row(found: robustness.Robustness, finding: str, kind: str, source: str = "", thing: str = "") -> pd.Series:
    of = found.claims
    same = (of["finding"] == finding) & (of["kind"] == kind) & (of["source"] == source) & (of["thing"] == thing)
    assert same.sum() == 1, of[["finding", "kind", "source", "thing"]].to_string()
    return of[same].iloc[0]


def test_planted_claims_hold_unless_what_they_are_about_is_changed(fared: robustness.Robustness) -> None:
    settings = statements.settings_table(fared, LABELS)
    told = statements.claims_table(fared, settings, LABELS)
    told = told[told["told"] & told["kind"].isin(["topic", "word", "absence"])].set_index("kind")
    assert told.index.tolist() == [*["topic"] * 4, "word", "absence"]
    assert (told["share"] > 0.75).all()
    numbers = {"2 topics fewer", "1 topic fewer", "1 topic more", "2 topics more"}
    expected = {"topic": numbers, "word": {"2 passages as one", "3 passages as one"}}
    expected["absence"] = numbers | {"without Echo", "without Gazette"}  # two others must have the topic
    for kind, breaks in told["breaks"].items():
        assert set(filter(None, breaks.split(", "))) <= expected[str(kind)]


def test_what_chance_makes_holds_in_few_settings(fared: robustness.Robustness) -> None:
    others = fared.claims[~fared.claims["told"] & (fared.claims["kind"] != NONE)]
    assert len(others)
    assert (others["share"] < 0.5).all()


def test_a_claim_is_not_asked_where_its_source_is_left_out(fared: robustness.Robustness) -> None:
    word = row(fared, "wording", "word", "A", PLANTED)
    without = [place for place, one in enumerate(fared.tried, start=1) if one.without == "A"]
    assert without
    assert not fared.cells.loc[fared.cells["claim"] == word["claim"], "setting"].isin(without).any()
    count = fared.cells[fared.cells["claim"] == word["claim"]]
    assert (len(count), count["holds"].sum()) == (word["settings"], word["holds"])


def test_findings_that_claim_nothing_say_so(fared: robustness.Robustness) -> None:
    assert row(fared, "disagreement", NONE)["share"] == 1
    assert row(fared, "voices", NONE)["told"]


def test_a_word_that_owes_all_to_shared_copy_fails_without_it() -> None:
    data, kept = invented()
    copied = kept.loc[kept["source"] == "A", "passage"]
    of_b = kept.loc[kept["source"] == "B", "passage"]
    data["passages"].loc[data["passages"]["passage"].isin(copied), "original"] = of_b.iloc[0]
    found = fares(data, LABELS, (4, 0), 30)
    settings = statements.settings_table(found, LABELS)
    claims = statements.claims_table(found, settings, LABELS)
    assert "shared copy once" not in claims.loc[claims["thing"] == PLANTED, "breaks"].iloc[0], (
        "it cannot be asked there"
    )
    absent = claims[(claims["kind"] == "absence") & claims["told"]]
    assert (absent["breaks"].str.contains("shared copy once")).all()


def test_the_same_study_fares_the_same() -> None:
    data, _ = invented()
    one, other = (fares(data, LABELS, (4, 0), 8) for _ in "ab")
    assert one.tried == other.tried
    pd.testing.assert_frame_equal(one.claims, other.claims)
    pd.testing.assert_frame_equal(one.cells, other.cells)


def test_what_the_report_tells_is_what_its_notebooks_compute(tmp_path: Path) -> None:
    articles, folder = ferry(tmp_path)
    prepared([articles], folder)
    computed = compute(folder)
    data, labels = computed.data, computed.study.labels
    limits = Limits(draws=100, permutations=200)
    report = robustness.report(Study(data, labels, 12), Choices(), limits, (0, 4))
    found = robustness.vary(Study(data, labels, 12), report, 3)
    told = found.claims[found.claims["told"]]
    topics = set(computed.found.topics.loc[computed.found.topics["verdict"] != "not to be interpreted", "label"])
    assert set(told.loc[told["kind"] == "topic", "thing"]) == topics
    distinct = computed.wording[computed.wording["distinct"] & (computed.wording["delta"] > 0)]
    assert set(told.loc[told["kind"] == "word", "thing"]) == set(distinct["term"])
    missing = coverage.omissions(computed.present, 0.8)
    absent = told[told["kind"] == "absence"]
    assert set(zip(absent["source"], absent["thing"], strict=True)) == set(
        zip(missing["source"], missing["thing"], strict=True)
    )
    differing = disagreement.compare(data["facts"], computed.passages, computed.sample.documents, data["terms"])
    assert (told["kind"] == "disagreement").sum() == len(differing.differing)


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("name", HOSTILE)
def test_studies_unlike_any_other(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "seeds" / "strange"
    prepared([save(tmp_path / "texts", HOSTILE[name])], folder)
    study = load(folder)
    found = fares(tables.read_all(folder), study.labels, (0, 0), 6)
    settings = statements.settings_table(found, study.labels)
    claims = statements.claims_table(found, settings, study.labels)
    assert set(claims["finding"]) == set(MATTER)
    assert statements.overall(claims, settings).text
    assert all(one.sentence.text for one in statements.standings(claims))
    assert statements.elsewhere(claims).text
    shown = statements.shown(claims)
    assert statements.alt(shown).text
    figures.robustness_strip(shown, found.cells, settings).savefig(io.BytesIO(), format="svg")


# words


def claims(*rows: tuple[str, str, int, int, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=pd.Index(["finding", "claim", "holds", "settings", "breaks"]))
    share = frame["holds"] / frame["settings"].where(frame["settings"] > 0)
    return frame.assign(told=True, share=share, robust=share >= ROBUST, title=frame["finding"].map(statements.TITLES))


@pytest.mark.parametrize(
    ("rows", "robust", "said"),
    [
        ([("wording", "“pier” in Echo", 47, 48, "")], True, "Holds in 47 of 48 other settings."),
        (
            [("wording", "“pier” in Echo", 40, 48, "lemmas, word pairs too")],
            False,
            "Holds in 40 of 48 other settings; broken by a single change: lemmas, word pairs too.",
        ),
        ([("wording", "“pier” in Echo", 0, 0, "")], False, "No other setting could change it."),
        (
            [("omissions", "Echo lacks horn", 9, 9, ""), ("omissions", "Echo lacks pier", 12, 12, "")],
            True,
            "Its 2 claims hold in all of 12 other settings that could change them.",
        ),
        (
            [("omissions", "Echo lacks horn", 3, 9, ""), ("omissions", "Echo lacks pier", 12, 12, "")],
            False,
            "Of its 2 claims, 1 holds in 90 % or more of the other settings; most often: Echo lacks pier (12 of 12); "
            "least often: Echo lacks horn (3 of 9).",
        ),
    ],
)
def test_how_a_finding_fares_in_words(rows: list[tuple[str, str, int, int, str]], robust: bool, said: str) -> None:
    [told] = statements.standings(claims(*rows))
    assert (told.sentence.text, told.robust) == (said, robust)


@pytest.mark.parametrize(("robust", "grade"), [(True, "supported"), (False, "suggestive")])
def test_a_finding_that_is_not_robust_is_not_supported(robust: bool, grade: str) -> None:
    found = Finding("wording", Sentence("Words differ."), "supported").to_json()
    told = {"finding": "wording", "title": "Words", "robust": robust, "sentence": Sentence("It holds.").to_json()}
    graded = Finding.from_json(executed.graded(found, {"wording": told}))
    assert (graded.grade, graded.robustness) == (grade, Sentence("It holds."))
    assert executed.graded(found, {"topics": told}) == found


def test_settings_and_claims_have_names() -> None:
    base = Choices()
    tried = tuple(robustness.settings(base, list("ABC"), 100, 60))
    found = robustness.Robustness(base, tried, pd.DataFrame(), pd.DataFrame())
    names = statements.settings_table(found, LABELS)["name"]
    assert names.is_unique
    assert "without Echo" in set(names)
    every = [Claim(finding, NONE) for finding in MATTER]
    frame = pd.DataFrame([(one.finding, one.kind, one.source, one.thing) for one in every])
    assert frame.shape == (len(MATTER), 4)
    assert set(statements.TITLES) == set(MATTER)


def test_every_word_that_is_compared_can_be_chosen() -> None:
    setting = wording.Setting()
    words = ["pier", "the", "white house", "of the"]
    assert [word for word in words if setting.compares(word)] == ["pier"]
    assert [word for word in words if replace(setting, function_words=True).compares(word)] == ["pier", "the"]
    assert [word for word in words if replace(setting, pairs=True).compares(word)] == ["pier", "white house"]
    assert not tokens.is_content("the")
