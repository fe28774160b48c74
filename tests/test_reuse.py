"""Shared copy: containment by hand and against a plain reference, boilerplate, levels, groups and originals."""

import itertools
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import reuse, tokens
from analysis.corpus import cleaning, lines, passages
from analysis.reuse import index, shingles

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
NUMBERS = [f"n{number}" for number in range(2000)]  # words that no two stretches share
A = NUMBERS[:20]  # sixteen shingles
DAY, NEXT, LATER = "2021-03-01", "2021-03-02", "2021-09-01"

TEXTS = st.lists(st.lists(st.sampled_from("abc"), max_size=14), max_size=8)


def named(texts: Sequence[Sequence[str]]) -> dict[str, Sequence[str]]:
    return {f"u{number}": words for number, words in enumerate(texts)}


def rows(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(frame.itertuples(index=False, name=None))


def reference(texts: Mapping[str, Sequence[str]], least: float) -> list[tuple[object, ...]]:
    """All pairs of all units, without an index and without hashes."""
    found: list[tuple[object, ...]] = []
    for left, right in itertools.combinations(texts, 2):
        one, other = (tokens.shingles(texts[name], 5) for name in (left, right))
        common = one & other
        if not common or len(common) / min(len(one), len(other)) < least or (len(common) < 5 and one != other):
            continue
        words = texts[right]
        covered = {at + i for at in range(len(words) - 4) if tuple(words[at : at + 5]) in common for i in range(5)}
        shares = (round(len(common) / size, 4) for size in sorted((len(one), len(other))))
        found.append((left, right, next(shares), len(covered), next(shares), list(texts[left]) == list(words)))
    return found


def facts(**told: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame([(name, *of) for name, of in told.items()], columns=["document", "source", "date"])


# pairs


@pytest.mark.parametrize(
    ("right", "containment", "shared"),
    [
        (A, 1.0, 20),
        ([*A[:10], "x", "y"], 0.75, 10),  # six of its eight shingles
        (["x", *A, "y"], 1.0, 20),
        ([*A[:9], *"pqrstuvwxyz"], 0.3125, 9),  # five of sixteen
        ([*A[:9], *NUMBERS[100:200]], 0.3125, 9),  # five of the sixteen of the shorter one
        ([*A[:9], "x", *A[:9]], 0.5, 18),  # both places count, the shingle once: five of ten
        (A[:8], None, 0),  # four shingles: a set phrase
        (A[:4], None, 0),  # no shingle
        ([], None, 0),
    ],
)
def test_containment_by_hand(right: list[str], containment: float | None, shared: int) -> None:
    found = reuse.shared(reuse.Units.of({"A1": A, "B1": right}))
    expected = [] if containment is None else [("A1", "B1", containment, shared)]
    assert rows(found[["left", "right", "containment", "shared_words"]]) == expected


@pytest.mark.parametrize("words", [A[:5], A[:6], A[:8], "a a a a a a".split()])
def test_a_short_text_that_is_the_same_is_a_pair(words: list[str]) -> None:
    assert rows(reuse.shared(reuse.Units.of({"x": words, "y": words}))) == [("x", "y", 1.0, len(words), 1.0, True)]


def test_the_same_shingles_in_another_order_are_not_the_same_text() -> None:
    pair = {"x": "a b a b a b a".split(), "y": "b a b a b a b".split()}
    assert tokens.shingles(pair["x"], 5) == tokens.shingles(pair["y"], 5)
    assert rows(reuse.shared(reuse.Units.of(pair)))[0][-1] is False


@given(TEXTS, st.sampled_from([0.0, 0.2, 0.25, 0.5, 0.8, 1.0]))
def test_the_index_finds_exactly_the_pairs_of_a_plain_comparison(texts: list[list[str]], least: float) -> None:
    found = reuse.shared(reuse.Units.of(named(texts)), least)
    assert rows(found) == reference(named(texts), least)


@given(TEXTS)
def test_pairs_do_not_depend_on_how_the_work_is_cut(texts: list[list[str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shingles, "_PART", 7)
        patch.setattr(index, "_BLOCK", 5)
        patch.setattr(reuse.pairs, "_BATCH", 3)
        found = reuse.shared(reuse.Units.of(named(texts)), 0.2)
    assert rows(found) == reference(named(texts), 0.2)


@given(TEXTS, st.randoms(use_true_random=False))
def test_pairs_do_not_depend_on_the_order_of_the_units(texts: list[list[str]], random) -> None:
    units = named(texts)
    other = list(units)
    random.shuffle(other)
    one, two = (reuse.shared(reuse.Units.of({name: units[name] for name in names})) for names in (list(units), other))
    closeness = [{(frozenset(row[:2]), row[2], row[4], row[5]) for row in rows(found)} for found in (one, two)]
    assert closeness[0] == closeness[1]


@given(TEXTS, st.lists(st.lists(st.sampled_from("abc"), min_size=5, max_size=5), max_size=4))
def test_shingles_left_out_count_on_neither_side(texts: list[list[str]], out: list[list[str]]) -> None:
    left_out = np.unique(np.concatenate([*map(reuse.hashes, out), shingles.NONE]))
    dropped = {tuple(run) for run in out}
    expected = []
    for left, right in itertools.combinations(named(texts), 2):
        one, other = (tokens.shingles(named(texts)[name], 5) - dropped for name in (left, right))
        common = len(one & other)
        if common and common / min(len(one), len(other)) >= 0.2 and (common >= 5 or one == other):
            expected.append((left, right, round(common / min(len(one), len(other)), 4)))
    found = reuse.shared(reuse.Units.of(named(texts)), 0.2, left_out)
    assert rows(found[["left", "right", "containment"]]) == expected


@pytest.mark.parametrize("texts", [{}, {"x": A}, {"x": [], "y": []}, {"x": A, "y": NUMBERS[50:70]}])
def test_without_copy_the_tables_are_empty_and_have_their_columns(texts: dict[str, list[str]]) -> None:
    units = reuse.Units.of(texts)
    told = facts(**dict.fromkeys(texts, ("S", "")))
    whole, left_out = reuse.between_documents(units, told, {})
    parts = reuse.between_passages(units, {name: name for name in texts}, told, whole, left_out)
    assert whole.columns.tolist() == "left right containment shared_words relation original agency".split()
    assert parts.columns.tolist() == "left right containment shared_words level".split()
    assert len(whole) == len(parts) == len(left_out) == 0
    assert reuse.groups(parts, list(texts), {}) == {name: name for name in texts}


# hashes


@given(st.lists(st.sampled_from("abcdé"), max_size=30))
def test_hashes_are_sorted_one_a_distinct_shingle(words: list[str]) -> None:
    found = reuse.hashes(words)
    assert len(found) == len(tokens.shingles(words, 5))
    assert np.all(found[1:] > found[:-1])


def test_hashes_are_the_same_in_another_process_with_another_hash_seed() -> None:
    code = "from analysis import reuse; print(reuse.hashes('the ferry left its pier at noon'.split()).tolist())"
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            text=True,
            cwd=Path(__file__).parents[1],
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1] == f"{reuse.hashes('the ferry left its pier at noon'.split()).tolist()}\n"


def test_a_vocabulary_that_is_full_gives_the_same_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    before = reuse.hashes(A)
    monkeypatch.setattr(shingles, "_LARGEST_VOCABULARY", 3)
    monkeypatch.setattr(shingles, "_vocabulary", type(shingles._vocabulary)())
    assert reuse.hashes(A).tolist() == before.tolist()


def test_units_whose_parts_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="2 names, 1 ends, 3 hashes"):
        reuse.Units(["x", "y"], np.arange(3, dtype=np.uint64), np.array([3]), lambda names: {})


# documents


@pytest.mark.parametrize(
    ("right", "relation"),
    [
        (NUMBERS[:100], "duplicate"),
        ([*"uvwxyz", *NUMBERS[6:100]], "near-duplicate"),
        (NUMBERS[:90], "near-duplicate"),
        (NUMBERS[:50], "shared copy"),  # all of it, but half of the other
        ([*NUMBERS[:40], *NUMBERS[200:260]], "shared copy"),
        ([*NUMBERS[:15], *NUMBERS[200:290]], None),
    ],
)
def test_relation_of_two_documents(right: list[str], relation: str | None) -> None:
    units = reuse.Units.of({"A-1": NUMBERS[:100], "B-1": right})
    found, _ = reuse.between_documents(units, facts(**{"A-1": ("A", DAY), "B-1": ("B", NEXT)}), {})
    assert found["relation"].tolist() == ([relation] if relation else [])


@pytest.mark.parametrize(
    ("dates", "original"),
    [
        ((DAY, NEXT), "A-1"),
        ((NEXT, DAY), "B-1"),
        ((DAY, DAY), ""),
        (("", DAY), ""),
        ((DAY, "soon"), ""),
        (("", ""), ""),
    ],
)
def test_the_original_is_the_earlier_one_where_dates_say_so(dates: tuple[str, str], original: str) -> None:
    units = reuse.Units.of({"A-1": A, "B-1": A})
    found, _ = reuse.between_documents(units, facts(**{"A-1": ("A", dates[0]), "B-1": ("B", dates[1])}), {})
    assert found["original"].tolist() == [original]


@pytest.mark.parametrize(
    ("agency_of", "agency"),
    [({}, ""), ({"A-1": "AP"}, "AP"), ({"B-1": "AP"}, "AP"), ({"A-1": "Reuters", "B-1": "AP"}, "AP, Reuters")],
)
def test_the_agency_that_either_document_credits(agency_of: dict[str, str], agency: str) -> None:
    units = reuse.Units.of({"A-1": A, "B-1": A})
    found, _ = reuse.between_documents(units, facts(**{"A-1": ("A", DAY), "B-1": ("B", DAY)}), agency_of)
    assert found["agency"].tolist() == [agency]


FOOT = NUMBERS[1000:1060]  # what a source prints under its articles


def footed(dates: Sequence[str], sources: Sequence[str]) -> tuple[reuse.Units, pd.DataFrame]:
    """Documents of a hundred words of their own with the same sixty below."""
    texts = {f"d{number}": [*NUMBERS[number * 100 :][:100], *FOOT] for number in range(len(dates))}
    told = {name: (source, day) for name, source, day in zip(texts, sources, dates, strict=True)}
    return reuse.Units.of(texts), facts(**told)


@pytest.mark.parametrize(
    ("dates", "sources", "pairs", "boilerplate"),
    [
        ((DAY, NEXT, LATER), "AAA", 0, True),  # of one source, over months
        (("", "", ""), "AAA", 0, True),  # of one source, nobody knows when
        ((DAY, NEXT, LATER, NEXT), "AAAB", 0, True),  # and so not of another one either
        ((DAY, NEXT, NEXT), "AAA", 3, False),  # one story, told three times in two days
        ((DAY, NEXT, LATER), "ABC", 3, False),  # three sources: copy
        ((DAY, LATER), "AA", 0, False),  # a source's own background, months later
        ((DAY, LATER), "AB", 1, False),
        (("", ""), "AA", 1, False),
        ((DAY, NEXT, LATER), ["", "", ""], 3, False),  # sources that are not known are not one source
    ],
)
def test_what_a_source_prints_under_its_articles_is_no_copy(
    dates: Sequence[str], sources: Sequence[str], pairs: int, boilerplate: bool
) -> None:
    found, left_out = reuse.between_documents(*footed(dates, sources), {})
    assert len(found) == pairs
    assert left_out.tolist() == (reuse.hashes(FOOT).tolist() if boilerplate else [])


def test_a_story_that_a_source_runs_again_and_again_is_no_boilerplate() -> None:
    texts = {f"d{number}": [*NUMBERS[:100], f"edition{number}"] for number in range(4)}
    told = facts(**{f"d{number}": ("A", f"2021-0{number + 1}-01") for number in range(4)})
    found, left_out = reuse.between_documents(reuse.Units.of(texts), told, {})
    assert len(found) == 6
    assert len(left_out) == 0


def test_a_reprint_that_is_all_boilerplate_is_still_found() -> None:
    texts = {f"d{number}": [*NUMBERS[number * 100 :][:100], *FOOT] for number in range(3)} | {"d3": FOOT, "d4": FOOT}
    told = facts(**{name: ("A", f"2021-0{number + 1}-01") for number, name in enumerate(texts)})
    found, _ = reuse.between_documents(reuse.Units.of(texts), told, {})
    assert ("d3", "d4", "duplicate") in rows(found[["left", "right", "relation"]])


# passages


def levels(dates: tuple[str, str], sources: str, shared: int, rest: int) -> list[tuple[object, ...]]:
    """Pairs of passages of two documents: one shared passage among others, and one that repeats in itself."""
    texts = {
        "A:1": NUMBERS[:shared],
        "A:2": NUMBERS[100 : 100 + rest],
        "A:3": [*NUMBERS[100:130], *"xyz"],
        "B:1": NUMBERS[:shared],
        "B:2": NUMBERS[500 : 500 + rest],
    }
    whole = {name: [word for key in texts if key[0] == name for word in texts[key]] for name in "AB"}
    told = facts(A=(sources[0], dates[0]), B=(sources[1], dates[1]))
    copies, left_out = reuse.between_documents(reuse.Units.of(whole), told, {})
    found = reuse.between_passages(reuse.Units.of(texts), {key: key[0] for key in texts}, told, copies, left_out)
    return rows(found[["left", "right", "level"]])


INSIDE, ACROSS = ("A:2", "A:3", "document"), ("A:1", "B:1", "corpus")


@pytest.mark.parametrize(
    ("dates", "sources", "shared", "expected"),
    [
        ((DAY, NEXT), "AB", 12, [ACROSS, INSIDE]),
        ((DAY, NEXT), "AA", 12, [ACROSS, INSIDE]),
        (("", DAY), "AB", 12, [ACROSS, INSIDE]),
        (("", DAY), "AA", 12, [INSIDE]),
        ((DAY, LATER), "AB", 12, [INSIDE]),  # words quoted half a year later
        ((DAY, LATER), "AB", 60, [ACROSS, INSIDE]),  # of two documents that are a pair
    ],
)
def test_levels_and_what_counts_between_documents(
    dates: tuple[str, str], sources: str, shared: int, expected: list[tuple[str, str, str]]
) -> None:
    assert levels(dates, sources, shared, 100) == expected


def test_passages_of_a_reprint_count_with_their_boilerplate() -> None:
    texts = {f"d{number}:1": NUMBERS[number * 100 :][:100] for number in range(3)}
    texts |= {f"d{number}:2": FOOT for number in range(3)}
    texts |= {"e:1": texts["d0:1"], "e:2": FOOT}
    document_of = {name: name.split(":")[0] for name in texts}
    whole = {name: [*texts[f"{name}:1"], *FOOT] for name in ("d0", "d1", "d2", "e")}
    told = facts(d0=("A", DAY), d1=("A", NEXT), d2=("A", LATER), e=("B", NEXT))
    copies, left_out = reuse.between_documents(reuse.Units.of(whole), told, {})
    found = reuse.between_passages(reuse.Units.of(texts), document_of, told, copies, left_out)
    assert rows(found[["left", "right"]]) == [("d0:1", "e:1"), ("d0:2", "e:2")]


# groups


@pytest.mark.parametrize(
    ("linked", "dates", "expected"),
    [
        ([], {}, "abcde"),
        ([("a", "c", 1.0)], {}, "abade"),
        ([("a", "c", 0.49)], {}, "abcde"),
        ([("a", "b", 1.0), ("b", "c", 1.0)], {}, "aacde"),  # no chain: a and c share nothing
        ([("a", "b", 1.0), ("b", "c", 1.0), ("a", "c", 0.5)], {}, "aaade"),
        ([("a", "c", 0.6), ("b", "c", 0.9)], {}, "abbde"),  # the closest
        ([("a", "c", 0.9), ("b", "c", 0.9)], {}, "abade"),  # then the earliest
        ([("a", "c", 1.0)], {"c": DAY}, "cbcde"),  # a date comes before none
        ([("a", "c", 1.0)], {"a": NEXT, "c": DAY}, "cbcde"),
        ([("a", "c", 1.0)], {"a": DAY, "c": DAY}, "abade"),
    ],
)
def test_groups_and_the_one_that_stands_for_each(
    linked: list[tuple[str, str, float]], dates: dict[str, str], expected: str
) -> None:
    table = pd.DataFrame(linked, columns=["left", "right", "containment"])
    assert reuse.groups(table, list("abcde"), dates) == dict(zip("abcde", expected, strict=True))


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.sampled_from([0.3, 0.5, 0.9])), max_size=20))
def test_each_member_is_linked_with_the_one_that_stands_for_it(linked: list[tuple[int, int, float]]) -> None:
    table = pd.DataFrame(
        [(f"u{min(a, b)}", f"u{max(a, b)}", c) for a, b, c in linked if a != b],
        columns=["left", "right", "containment"],
    )
    close = {(row[0], row[1]) for row in rows(table) if row[2] >= reuse.SAME}
    found = reuse.groups(table, [f"u{number}" for number in range(8)], {})
    assert all(found[head] == head for head in found.values())
    assert all(name == head or (head, name) in close for name, head in found.items())
    assert not [pair for pair in close if found[pair[0]] == pair[0] and found[pair[1]] == pair[1]]


# the articles


def articles() -> dict[str, list[str]]:
    """Terms of each passage of the five articles, named A:1 and so on."""
    found: dict[str, list[str]] = {}
    for letter, path in zip("ABCDE", sorted(SEEDS.glob("*.txt")), strict=True):
        paragraphs = cleaning.clean(lines.read(path.read_text(encoding="utf-8"))[0]).paragraphs
        text, _ = passages.join(paragraphs)
        for number, cut in enumerate(passages.cut(paragraphs), start=1):
            found[f"{letter}:{number}"] = tokens.terms(text[cut.start : cut.end])
    return found


@pytest.mark.seeds
@pytest.mark.skipif(not SEEDS.is_dir(), reason="needs the articles")
def test_two_articles_share_the_joint_statement_and_one_repeats_its_lead() -> None:
    texts = articles()
    whole: dict[str, list[str]] = {}
    for name, words in texts.items():
        whole.setdefault(name[0], []).extend(words)
    runs = {name: tokens.shingles(words, 8) for name, words in whole.items()}
    assert [pair for pair in itertools.combinations("ABCDE", 2) if runs[pair[0]] & runs[pair[1]]] == [("C", "E")]
    told = facts(**{name: (name, "") for name in "ABCDE"})
    copies, left_out = reuse.between_documents(reuse.Units.of(whole), told, {})
    found = reuse.between_passages(reuse.Units.of(texts), {key: key[0] for key in texts}, told, copies, left_out)
    assert len(copies) == 0  # a statement is a small part of an article
    pairs = [(left[0], right[0], level) for left, right, level in rows(found[["left", "right", "level"]])]
    assert {pair for pair in pairs if pair[2] == "corpus"} == {("C", "E", "corpus")}
    assert [pair for pair in pairs if pair[2] == "document"] == [("C", "C", "document")]
