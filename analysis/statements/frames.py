"""What the report says of frames."""

from collections.abc import Mapping

import pandas as pd

from analysis import frames
from analysis.grades import Grade
from analysis.power import POWER
from analysis.statements.sentence import Finding, Sentence, Value, Values, enumerate_words, plural, slugs

WHERE = {frames.OWN: "passages of own words", frames.THEIRS: "passages of others’ words"}
NAMED = 5  # differences that a sentence names
TENTATIVE = 0.667  # alpha from which tentative conclusions are drawn (Krippendorff 2004, Content Analysis, p. 241)


def trust(validation: pd.DataFrame) -> Sentence:
    """Which frames words can tell, and how well."""
    values, groups = Values(), []
    for measurable in (True, False):
        part = validation[validation["measurable"] == measurable].sort_values("auc", ascending=False, kind="stable")
        groups.append([_area(values, row) for row in part.to_dict("records")])
    told, grey = groups
    corpus, n = values.put("frames.corpus", str(validation["corpus"].iloc[0])), _articles(values, validation)
    start = f"On {n} held-out articles of the {corpus}, "
    yes = f"the words tell the frames {enumerate_words(told)} from their absence" if told else ""
    no = (
        f"they do not tell {enumerate_words(grey, 'or')}, {plural(len(grey), 'which is', 'which are')} shown grey"
        if grey
        else ""
    )
    area = values.put("frames.least_auc", frames.LEAST_AUC, digits=2)
    return values.say(
        f"{start}{'; '.join(part for part in (yes, no) if part)} (area under the ROC curve, at least {area} asked)."
    )


def _area(values: Values, row: dict) -> str:
    key = f"frames.auc.{slugs(frames.FRAMES)[row['frame']]}"
    interval = {"low": row["auc_low"], "high": row["auc_high"], "n": row["articles"]}
    return f"{row['frame']} ({values.put(key, row['auc'], digits=2, **interval)})"


def _articles(values: Values, validation: pd.DataFrame) -> str:
    return values.put("frames.articles", int(validation["articles"].iloc[0]), "articles")


def coders(validation: pd.DataFrame) -> Sentence:
    """How words agree with coders on single articles, and what follows."""
    told = validation[validation["measurable"]].sort_values("alpha", kind="stable")
    if told.empty:
        return Sentence("So no frame is compared.")
    values = Values()
    lowest, highest = (_alpha(values, row) for row in (told.iloc[0], told.iloc[-1]))
    reaches = f"is {highest}" if len(told) == 1 else f"reaches from {lowest} to {highest}"
    asked = values.put("frames.tentative", TENTATIVE, digits=3)
    end = "so no single text is said to have a frame: only rates are compared."
    if told["alpha"].min() >= TENTATIVE:
        end = "which allows tentative conclusions on single texts too; here only rates are compared."
    return values.say(
        f"With the words of these as a coder, agreement on single articles (Krippendorff’s alpha) {reaches}, where {asked} is "
        f"asked for tentative conclusions; {end}"
    )


def _alpha(values: Values, row: pd.Series) -> str:
    key = f"frames.alpha.{slugs(frames.FRAMES)[row['frame']]}"
    interval = {"low": row["alpha_low"], "high": row["alpha_high"], "n": int(row["articles"])}
    return f"{values.put(key, row['alpha'], digits=2, **interval)} ({row['frame']})"


def main_finding(
    found: pd.DataFrame,
    labels: Mapping[str, str],
    level: float,
    grade: Grade,
    noun: str = "text",
    detectable: Sentence | None = None,
) -> Finding:
    """Which frames a source uses more or less than the others; `noun` is what a source is, its one text or several."""
    compared, firm = found[found["why"] == ""], found[found["differs"]]
    values = Values(
        Value("frames.compared", len(compared), "comparisons"),
        Value("frames.differs", len(firm), "comparisons"),
        Value("frames.rate", 100 * (1 - level), "%"),
    )
    if compared.empty:
        nothing = f"No frame can be compared: the {noun}s are too short for those that words can measure."
        return Finding("frames", Sentence(nothing), grade, "frames-rates", detectable)
    start = f"Of {{frames.compared}} {plural(len(compared), 'comparison')} of a frame’s words in one {noun} with the others, "
    if firm.empty:
        why = "the texts are too short to call" if noun == "text" else "no difference can be told from chance"
        end = f"{{frames.differs}} survive at a false-discovery rate of {{frames.rate}}: {why}."
        return Finding("frames", values.say(start + end), grade, "frames-rates", detectable)
    strongest = firm.assign(ratio=(firm["rate"] - firm["rest"]).abs()).sort_values(
        "ratio", ascending=False, kind="stable"
    )
    parts = [_difference(values, row, labels) for row in strongest.head(NAMED).to_dict("records")]
    end = f"{{frames.differs}} {plural(len(firm), 'survives', 'survive')} at a false-discovery rate of {{frames.rate}}"
    listed = ": " if len(firm) <= NAMED else "; the largest: "
    return Finding("frames", values.say(f"{start}{end}{listed}{'; '.join(parts)}."), grade, "frames-rates", detectable)


def detectable(limits: pd.DataFrame, labels: Mapping[str, str]) -> Sentence | None:
    """Which differences of a frame’s words could be found; nothing where no frame is compared."""
    if limits.empty:
        return None
    values = Values(Value("frames.limit.power", 100 * POWER, "%"))
    seen = limits.dropna(subset=["ratio"]).sort_values("ratio", kind="stable")
    if seen.empty:
        return values.say(
            "With {frames.limit.power} power no frame could be found to differ, however often it was used."
        )
    start, parts = "With {frames.limit.power} power a source is found to use a frame more from ", []
    for end, row in (("low", seen.iloc[0]), ("high", seen.iloc[-1])):
        ratio = values.put(f"frames.limit.{end}", row["ratio"], "times", digits=1)
        parts.append(f"{ratio} times ({row['frame']} in {values.label(labels, row['source'])})")
        if len(seen) == 1:
            break
    return values.say(f"{start}{' to '.join(parts)} the others’ rate on.")


def _difference(values: Values, row: dict, labels: Mapping[str, str]) -> str:
    key = f"frames.in.{slugs(labels)[row['source']]}.{slugs(frames.FRAMES)[row['frame']]}"
    interval = {"low": row["low"], "high": row["high"], "n": row["words"]}
    rate = values.put(key, row["rate"], "per 100 words", digits=2, **interval)
    rest = values.put(f"{key}.rest", row["rest"], "per 100 words", digits=2)
    more = "more" if row["rate"] > row["rest"] else "less"
    return (
        f"{more} {row['frame']} in {values.label(labels, row['source'])} ({rate} per hundred words, elsewhere {rest})"
    )


def left_out(found: pd.DataFrame) -> list[Sentence]:
    """How many cells are not compared, and why; nothing where all are."""
    reasons = found["why"].value_counts()
    poor, few = int(reasons.get(frames.POOR, 0)), int(reasons.get(frames.TOO_FEW, 0))
    if not poor + few:
        return []
    values, parts = Values(Value("frames.grey", poor + few, "comparisons")), []
    if poor:
        parts.append(f"{values.put('frames.grey.poor', poor, 'comparisons')} because words do not measure the frame")
    if few:
        least = values.put("frames.fewest", frames.FEWEST, "words")
        short = "because so short a source is expected to have fewer than"
        parts.append(f"{values.put('frames.grey.few', few, 'comparisons')} {short} {least} words of the frame")
    return [values.say(f"{{frames.grey}} comparisons are not made: {enumerate_words(parts)}.")]


def own_voice(found: pd.DataFrame, sides: pd.DataFrame) -> Sentence:
    """The sources' own words against those they quote; `found` is by_voice, `sides` what can be compared."""
    together = found[found["source"] == frames.ALL]
    counts = together.groupby("voice")["passages"].first().reindex(frames.VOICES, fill_value=0)
    values = Values(
        Value("frames.passages.own", int(counts[frames.OWN]), "passages"),
        Value("frames.passages.theirs", int(counts[frames.THEIRS]), "passages"),
        Value("frames.passages.both", int(counts[frames.BOTH]), "passages"),
    )
    start = (
        "{frames.passages.own} passages have hardly any quoted or paraphrased word, {frames.passages.theirs} hardly any "
        "other; in {frames.passages.both} the two cannot be separated."
    )
    both = sides[sides["source"] == frames.ALL]
    if both.empty:
        return values.say(f"{start} That is too few to compare any frame.")
    names, parts = slugs(frames.FRAMES), []
    for row in both.to_dict("records"):
        key = f"frames.voice.{names[row['frame']]}"
        own = values.put(f"{key}.own", row["own"], "per 100 words", digits=2)
        theirs = values.put(f"{key}.theirs", row["theirs"], "per 100 words", digits=2)
        verdict = "a difference" if row["apart"] else "the intervals overlap, so no difference is claimed"
        parts.append(f"{row['frame']} {own} against {theirs} ({verdict})")
    return values.say(f"{start} Words of a frame per hundred, in own words and in others’: {'; '.join(parts)}.")


def rates_caption(found: pd.DataFrame, level: float, resampled: tuple[str, int]) -> Sentence:
    """`resampled`: what is drawn again, documents or runs of passages, and how many there are."""
    noun, many = resampled
    return Sentence.of(
        "Words of each frame per hundred words of each source (n = {frames.words} words), with {frames.level} intervals from "
        f"resampling n = {{frames.units}} {noun}. Filled: differs from the others (the upright line); hollow: does not; grey: "
        "not compared. Lists differ in length, so frames cannot be compared with one another.",
        Value("frames.words", int(found.groupby("source")["words"].first().sum()), "words"),
        Value("frames.level", 100 * level, "%"),
        Value("frames.units", many, noun),
    )


def rates_alt(found: pd.DataFrame, labels: Mapping[str, str]) -> Sentence:
    """The source with most words of each frame that is compared."""
    values, parts = Values(), []
    for frame, own in found[found["why"] == ""].groupby("frame", sort=False):
        top = own.loc[own["rate"].idxmax()]
        rate = values.put(f"frames.top.{slugs(frames.FRAMES)[frame]}", top["rate"], "per 100 words", digits=2)
        parts.append(f"{frame} {values.label(labels, top['source'])}, {rate}")
    if not parts:
        return Sentence("One panel a frame, all of them grey: nothing is compared.")
    return values.say(f"One panel a frame. The highest rates per hundred words: {'; '.join(parts)}.")


def voices_caption(found: pd.DataFrame, level: float, resampled: tuple[str, int]) -> Sentence:
    """`resampled`: what is drawn again, documents or runs of passages, and how many there are."""
    return Sentence.of(
        "Words of each frame per hundred, all sources together, by whose words a passage has (n = {frames.voices.n} passages), "
        f"with {{frames.level}} intervals from resampled {resampled[0]}; grey: nothing is concluded. Paraphrase that is not "
        "recognised counts as own words.",
        Value("frames.voices.n", int(found.groupby("voice")["passages"].first().sum()), "passages"),
        Value("frames.level", 100 * level, "%"),
    )


def voices_alt(found: pd.DataFrame) -> Sentence:
    firm = found[found["why"] == ""]
    if firm.empty:
        return Sentence("Rates of the frames by whose words a passage has, all of them grey: nothing is concluded.")
    top = firm.loc[firm["rate"].idxmax()]
    return Sentence.of(
        "Rates of the frames by whose words a passage has. The highest that is not grey is {frames.voices.top.frame} in "
        f"{WHERE[top['voice']]}: {{frames.voices.top}} per hundred words.",
        Value("frames.voices.top.frame", top["frame"]),
        Value("frames.voices.top", top["rate"], "per 100 words", digits=2),
    )


VALIDATION_LABELS = {
    "frame": "frame",
    "positives": "articles with it",
    "auc": "AUC",
    "auc_low": "from",
    "auc_high": "to",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "always_f1": "F1 of always yes",
    "alpha": "alpha",
    "model_auc": "AUC of a trained model",
}
RATES_LABELS = {
    "frame": "frame",
    "source": "source",
    "count": "words of it",
    "rate": "per 100",
    "low": "from",
    "high": "to",
    "rest": "elsewhere",
    "present": "passages with it",
    "share": "share of passages",
    "q": "q",
    "why": "not compared",
}
WORDS_LABELS = {
    "frame": "frame",
    "words": "different words",
    "count": "all",
    "terms": "the commonest, with their counts",
}


def validation_caption(validation: pd.DataFrame) -> Sentence:
    values = Values(Value("frames.corpus", str(validation["corpus"].iloc[0])))
    return values.say(
        f"How far words tell each frame, on n = {_articles(values, validation)} held-out articles of the {{frames.corpus}}, "
        "news on one subject; how far that carries to others is not known. The interval is of the AUC; a trained model is "
        "logistic regression on the other half."
    )


def table_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Each frame in each source ({frames.rows} rows); a passage has a frame from {frames.present} different words on.",
        Value("frames.rows", len(found), "rows"),
        Value("frames.present", frames.PRESENT, "words"),
    )


def words_caption(words: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "The words that were taken to signal each frame (n = {frames.matched} occurrences).",
        Value("frames.matched", int(words["count"].sum()), "occurrences"),
    )


def all_words_caption(words: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Every word that was taken to signal a frame, by source ({frames.terms} rows).",
        Value("frames.terms", len(words), "rows"),
    )


def by_voice_caption(found: pd.DataFrame) -> Sentence:
    return Sentence.of(
        "Each frame by whose words a passage has, all sources and each ({frames.voices.rows} rows).",
        Value("frames.voices.rows", len(found), "rows"),
    )
