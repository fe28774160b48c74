"""The source's own frame apart from that of the people it quotes.

The terms table does not say which words stand inside quotation marks, so the two are told apart by passages: those with
hardly any word that is quoted or paraphrased, and those with hardly any other. In the rest they cannot be separated.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis.frames.comparing import FEWEST, POOR, TOO_FEW, Setting, by_unit, rate_interval, units
from analysis.frames.counting import Counted
from analysis.frames.words import FRAMES

LITTLE, MOST = (
    0.1,
    0.8,
)  # share of a passage's words that are others': up to LITTLE it is the source's own, from MOST theirs
OWN, THEIRS, BOTH = "own words", "quoted or paraphrased", "both, not separable"
VOICES = (OWN, THEIRS, BOTH)
FEWEST_PASSAGES = 5  # of a voice, below which nothing is said of it
ALL = ""  # stands for all sources together


def voice(passages: pd.DataFrame, quotations: pd.DataFrame) -> pd.Series:
    """Whose words a passage has, one of VOICES.

    Others' words are those in quotation marks or those of its attributions, whichever are more. Paraphrase that was not
    recognised as such counts as the source's own.
    """
    attributed = quotations.groupby("passage", observed=True)["words"].sum()
    said = np.maximum(
        passages["passage"].map(attributed).fillna(0).to_numpy(float), passages["quoted_words"].to_numpy()
    )
    share = said / np.maximum(passages["words"].to_numpy(), 1)
    found = np.select([share <= LITTLE, share >= MOST], [OWN, THEIRS], BOTH)
    return pd.Series(found, index=passages.index, dtype=object)


def by_voice(
    counted: Counted,
    passages: pd.DataFrame,
    voices: pd.Series,
    setting: Setting | None = None,
    poor: Collection[str] = (),
) -> pd.DataFrame:
    """Each frame in each voice, of all sources together (source ALL) and of each.

    Columns frame, source, voice, passages, words, count, rate (per 100 words), low, high (see
    `rate_interval`), why (empty, or why nothing is concluded from it: the frame is `poor`, the passages
    are of both voices, or there are too few).
    """
    setting = setting or Setting()
    rng = np.random.default_rng(setting.seed)
    values = np.column_stack([counted.hits, passages["words"].to_numpy()]).astype(float)
    total = values.sum(axis=0)
    everywhere = total[:-1] / max(total[-1], 1)
    rows, unit = [], units(passages)[1]
    for source in (ALL, *sorted(passages["source"].unique())):
        of_source = np.ones(len(passages), bool) if source == ALL else (passages["source"] == source).to_numpy()
        for name in VOICES:
            chosen = of_source & (voices == name).to_numpy()
            own = values[chosen]
            if not len(own):
                continue
            low, high = rate_interval(by_unit(own, unit[chosen]), setting, rng)
            words = own[:, -1].sum()
            for place, frame in enumerate(FRAMES):
                few = len(own) < FEWEST_PASSAGES or words * everywhere[place] < FEWEST
                why = POOR if frame in poor else BOTH if name == BOTH else TOO_FEW if few else ""
                hits = own[:, place].sum()
                numbers = (len(own), int(words), int(hits), 100 * hits / max(words, 1), low[place], high[place])
                rows.append((frame, source, name, *numbers, why))
    columns = ["frame", "source", "voice", "passages", "words", "count", "rate", "low", "high", "why"]
    return pd.DataFrame(rows, columns=pd.Index(columns)).round(6)


def compared(found: pd.DataFrame) -> pd.DataFrame:
    """Frames and sources of `by_voice` in which both voices can be compared: frame, source, own, theirs, apart.

    `own` and `theirs` are rates; `apart`: their intervals do not meet, which chance brings about less often than the level
    of the intervals says, so that the few frames need no further correction.
    """
    sides = []
    for name, key in ((OWN, "own"), (THEIRS, "theirs")):
        part = found[(found["voice"] == name) & (found["why"] == "")].set_index(["frame", "source"])
        sides.append(part[["rate", "low", "high"]].add_prefix(f"{key}_"))
    both = sides[0].join(sides[1], how="inner").reset_index()
    apart = (both["own_low"] > both["theirs_high"]) | (both["own_high"] < both["theirs_low"])
    both = both.assign(apart=apart).rename(columns={"own_rate": "own", "theirs_rate": "theirs"})
    return both[["frame", "source", "own", "theirs", "apart"]]
