"""How far apart the words of each two sources are, beyond chance."""

from itertools import combinations

import numpy as np
import pandas as pd

from analysis import resampling
from analysis.wording import sampling
from analysis.wording.comparing import Setting, drawn_from
from analysis.wording.divergence import SHUFFLES, word_shift
from analysis.wording.pairs import PAIRED, largest

COLUMNS = ("source", "other", "words", "other_words", "divergence", "expected", "excess", "p", "q", "apart")


def between(
    terms: pd.DataFrame, passages: pd.DataFrame, setting: Setting | None = None, most: int = PAIRED
) -> pd.DataFrame:
    """Jensen-Shannon divergence of each two of the `most` largest sources, both sides weighted alike; columns COLUMNS.

    In bits, from 0 to 1, over the words that stand in enough passages of the two. `expected`: its mean where the passages
    of the two (documents, where both have three or more) are shuffled between them; `excess`: what it has more; `p`: how
    often a shuffle reaches it, `q` its Benjamini-Hochberg value over all pairs; `apart`: q is below 1 - level. Each pair
    stands once, the farthest apart first; one without a common word has no row.
    """
    setting = setting or Setting()
    rows = []
    for one, other in combinations(largest(passages, most), 2):
        own = passages[passages["source"].isin([one, other])]
        units = drawn_from(terms[terms["passage"].isin(set(own["passage"]))], own, setting)
        if units is not None:
            rows.append((one, other, *_apart(units, setting)))
    table = pd.DataFrame(rows, columns=pd.Index(COLUMNS[:-2]))
    table["q"] = resampling.false_discovery(table["p"].to_numpy(float))
    table["apart"] = (table["q"] < 1 - setting.level) & (table["excess"] > 0)
    order = ["excess", "source", "other"]
    return table.round(6).sort_values(order, ascending=[False, True, True], kind="stable", ignore_index=True)


def _apart(units: sampling.Units, setting: Setting) -> tuple[int, int, float, float, float, float]:
    """Words of either side, the divergence of the two, its mean under shuffles, the excess, and p."""
    observed = units.by_group(units.counts)
    both = observed.sum(axis=0)
    bits = word_shift(observed[0], observed[1]).sum()
    made = min(SHUFFLES, setting.shuffles(len(units.group), len(units.terms)))
    blocks = sampling.shuffled(units, made, np.random.default_rng(setting.seed))
    first = (counts[:, 0].astype(float) for counts, _ in blocks)
    null = np.concatenate([word_shift(y1, both - y1).sum(axis=-1) for y1 in first])
    one, other = observed.sum(axis=1).astype(int)
    mean, p = float(null.mean()), float(resampling.permutation_p(bits, null))
    return int(one), int(other), float(bits), mean, float(bits) - mean, p
