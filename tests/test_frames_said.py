"""What the report says and shows of frames: for small tables, and for studies of any kind."""

import io
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from stories import HOSTILE, ferry, prepared, save

from analysis import figures, frames, inventory, tables
from analysis.figures import theme
from analysis.statements import Finding, Sentence
from analysis.statements import frames as statements
from analysis.study import OTHERS, load

LABELS = {"A": "Echo", "B": "Gazette", OTHERS: "7 others"}
GRADE = "describes these texts"


def table(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=pd.Index(columns.split()))


VALIDATION = table(
    "frame corpus articles auc auc_low auc_high alpha alpha_low alpha_high measurable",
    ("conflict", "Some Corpus", 90, 0.72, 0.64, 0.79, 0.34, 0.2, 0.5, True),
    ("economic", "Some Corpus", 90, 0.85, 0.80, 0.90, 0.50, 0.4, 0.6, True),
    ("morality", "Some Corpus", 90, 0.55, 0.45, 0.65, 0.05, -0.1, 0.2, False),
)
RATES = table(
    "frame source words count rate low high rest differs why",
    ("conflict", "A", 900, 20, 2.22, 1.5, 3.0, 0.75, True, ""),
    ("conflict", "B", 800, 6, 0.75, 0.3, 1.2, 2.22, False, ""),
    ("morality", "A", 900, 0, 0.0, 0.0, 0.3, 0.5, False, frames.POOR),
    ("economic", "B", 800, 1, 0.13, 0.0, 0.4, 0.1, False, frames.TOO_FEW),
)


def test_which_frames_words_tell() -> None:
    assert statements.trust(VALIDATION).text == (
        "On 90 held-out articles of the Some Corpus, the words tell the frames economic (0.85) and conflict (0.72) from their "
        "absence; they do not tell morality (0.55), which is shown grey (area under the ROC curve, at least 0.70 asked)."
    )
    assert "they do not tell" not in statements.trust(VALIDATION.head(2)).text
    assert "the words tell" not in statements.trust(VALIDATION.tail(1)).text


@pytest.mark.parametrize(
    ("alphas", "texts"),
    [
        ((0.34, 0.5), ("reaches from 0.34 (conflict) to 0.50 (economic)", "no single text is said to have a frame")),
        ((0.6, 0.7), ("reaches from 0.60 (conflict) to 0.70 (economic)", "no single text is said to have a frame")),
        ((0.7, 0.7), ("reaches from 0.70", "which allows tentative conclusions")),
    ],
)
def test_what_agreement_with_coders_allows(alphas: tuple[float, float], texts: tuple[str, str]) -> None:
    said = statements.coders(VALIDATION.assign(alpha=[*alphas, 0.9], alpha_high=1.0)).text
    assert [text for text in texts if text not in said] == []
    assert "morality" not in said


def test_agreement_where_one_frame_or_none_is_measurable() -> None:
    assert "is 0.34 (conflict), where 0.667" in statements.coders(VALIDATION.iloc[[0, 2]]).text
    assert statements.coders(VALIDATION.tail(1)).text == "So no frame is compared."


def test_differences_are_named() -> None:
    said = statements.main_finding(RATES, LABELS, 0.95, GRADE).sentence
    assert said.text == (
        "Of 2 comparisons of a frame’s words in one text with the others, 1 survives at a false-discovery rate of 5 %: more "
        "conflict in Echo (2.22 per hundred words, elsewhere 0.75)."
    )
    values = {value.name: value for value in said.values}
    assert (values["frames.in.a.conflict"].low, values["frames.in.a.conflict"].n) == (1.5, 900)
    less = statements.main_finding(RATES.assign(rate=0.1), LABELS, 0.95, GRADE).sentence
    assert "less conflict in Echo" in less.text


@pytest.mark.parametrize(
    ("noun", "why"), [("text", "the texts are too short to call"), ("source", "no difference can be told from chance")]
)
def test_where_nothing_differs(noun: str, why: str) -> None:
    said = statements.main_finding(RATES.assign(differs=False), LABELS, 0.95, GRADE, noun).sentence.text
    assert f"0 survive at a false-discovery rate of 5 %: {why}." in said
    nothing = statements.main_finding(RATES.tail(2), LABELS, 0.95, GRADE, noun).sentence.text
    assert nothing.startswith("No frame can be compared")


def test_many_differences_are_not_all_named() -> None:
    many = pd.concat([RATES.head(1)] * 9)
    said = statements.main_finding(many, LABELS, 0.95, GRADE).sentence.text
    assert "9 survive" in said
    assert "; the largest: " in said
    assert said.count("conflict in Echo") == statements.NAMED


def test_why_cells_are_grey() -> None:
    (said,) = statements.left_out(RATES)
    assert said.text == (
        "2 comparisons are not made: 1 because words do not measure the frame and 1 because so short a source is expected to "
        "have fewer than 5 words of the frame."
    )
    assert statements.left_out(RATES.head(2)) == []


BY_VOICE = table(
    "frame source voice passages words count rate low high why",
    ("conflict", frames.ALL, frames.OWN, 12, 400, 4, 1.0, 0.5, 1.5, ""),
    ("conflict", frames.ALL, frames.THEIRS, 30, 900, 18, 2.0, 1.6, 2.4, ""),
    ("conflict", frames.ALL, frames.BOTH, 46, 2000, 30, 1.5, 1.0, 2.0, frames.BOTH),
)


def test_own_words_against_those_of_others() -> None:
    said = statements.own_voice(BY_VOICE, frames.compared(BY_VOICE)).text
    assert said == (
        "12 passages have hardly any quoted or paraphrased word, 30 hardly any other; in 46 the two cannot be separated. Words "
        "of a frame per hundred, in own words and in others’: conflict 1.00 against 2.00 (a difference)."
    )
    near = BY_VOICE.assign(high=[1.7, 2.4, 2.0])
    assert "so no difference is claimed" in statements.own_voice(near, frames.compared(near)).text
    few = BY_VOICE.assign(why=frames.TOO_FEW)
    assert "too few to compare any frame" in statements.own_voice(few, frames.compared(few)).text


def test_what_is_grey_is_drawn_grey() -> None:
    every = pd.concat([RATES, RATES.assign(source=RATES["source"].replace({"A": "B", "B": "A"}))])
    every = every.drop_duplicates(["frame", "source"])
    drawn = figures.frame_rates(every, {"A": "Echo", "B": "Gazette"})
    titles = {axes.get_title(loc="left"): axes._left_title.get_color() for axes in drawn.axes}
    assert titles == {"conflict": theme.INK, "morality": theme.FAINT, "economic": theme.INK}


# studies of any kind


def everything(folder: Path) -> tuple[list[Sentence | Finding], list[bytes]]:
    """All that the notebook says, and what it draws."""
    study, data = load(folder), tables.read_all(folder)
    sample = inventory.sample(data, study.labels)
    passages, labels, poor = sample.passages, sample.labels, frames.unmeasurable()
    setting, validation = frames.Setting(100, 100), frames.validation()
    counted = frames.count(data["terms"], passages)
    rates = frames.by_source(counted, passages, setting, poor)
    voices = frames.by_voice(counted, passages, frames.voice(passages, data["quotations"]), setting, poor)
    together, words = voices[voices["source"] == frames.ALL], frames.by_word(counted, passages)
    said = [
        statements.trust(validation),
        statements.coders(validation),
        statements.validation_caption(validation),
        statements.main_finding(rates, labels, 0.95, inventory.grade(passages), sample.noun),
        *statements.left_out(rates),
        statements.rates_caption(rates, 0.95, frames.resampled(passages)),
        statements.rates_alt(rates, labels),
        statements.table_caption(rates),
        statements.own_voice(voices, frames.compared(voices)),
        statements.voices_caption(together, 0.95, frames.resampled(passages)),
        statements.voices_alt(together),
        statements.by_voice_caption(voices),
        statements.words_caption(words),
        statements.all_words_caption(words),
    ]
    drawn = []
    for figure in (figures.frame_rates(rates, labels), figures.frame_voices(together)):
        stream = io.BytesIO()
        figure.savefig(stream, format="svg")
        drawn.append(stream.getvalue())
    assert frames.commonest(words, 5)["frame"].tolist() == list(frames.FRAMES)
    return said, drawn


def check(said: list[Sentence | Finding]) -> None:
    known: dict[str, object] = {}
    for one in said:
        sentence = one.sentence if isinstance(one, Finding) else one
        assert sentence.text.rstrip()[-1] == "."
        assert Sentence.from_json(json.loads(json.dumps(sentence.to_json()))) == sentence
        assert not re.search(r"\b(nan|inf)\b", sentence.text)
        for value in sentence.values:
            assert known.setdefault(value.name, value.value) == value.value, value.name


def test_every_sentence_and_figure_of_a_small_study(tmp_path: Path) -> None:
    articles, target = ferry(tmp_path)
    prepared([articles], target)
    said, drawn = everything(target)
    check(said)
    assert all(svg.count(b"<path") > 5 for svg in drawn)


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("case", HOSTILE)
def test_every_sentence_and_figure_of_a_study_of_any_kind(tmp_path: Path, case: str) -> None:
    prepared([save(tmp_path / "a", HOSTILE[case])], tmp_path / "s")
    check(everything(tmp_path / "s")[0])


@pytest.mark.parametrize("label", ["Channel 4", "The {x} Post", "conflict", "אהו"])
def test_a_source_may_have_any_label(label: str) -> None:
    said = statements.main_finding(RATES, {"A": label, "B": "Gazette"}, 0.95, GRADE).sentence
    assert f"in {label} (" in said.text
