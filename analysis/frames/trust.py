"""How far the words of a frame can be trusted: what `benchmarks/frames_quality.py` measured.

`validation.csv` has a row a frame: the corpus, its articles (of the half on which nothing was chosen) and how many of them
have the frame; auc, the chance that an article with the frame has a higher rate of its words than one without; threshold,
the rate per 100 words from which an article counts as having it; precision, recall, f1 and alpha (Krippendorff's, of words
against coders) at that threshold; auc, f1 and alpha with the ends of their 95 % intervals; share_auc, that of the share
of passages that have the frame; always_f1, the F1 of saying yes always; model_auc and model_f1, those of a logistic
regression that was trained on the other half.
"""

from functools import cache
from importlib import resources

import pandas as pd

LEAST_AUC = 0.7  # "acceptable" discrimination (Hosmer & Lemeshow 2000, Applied Logistic Regression, section 5.2.4)


@cache
def validation() -> pd.DataFrame:
    """The figures of every frame, and `measurable`: whether its words tell it at all.

    They do where auc is LEAST_AUC or more and the interval of alpha lies above 0, the agreement of chance. The corpus is
    news on one subject, climate change, and whole articles: how far the figures carry to others is not known.
    """
    with (resources.files(__package__) / "validation.csv").open(encoding="utf-8") as file:
        found = pd.read_csv(file)
    return found.assign(measurable=(found["auc"] >= LEAST_AUC) & (found["alpha_low"] > 0))


def unmeasurable() -> tuple[str, ...]:
    """The frames whose words do not tell them."""
    found = validation()
    return tuple(found.loc[~found["measurable"], "frame"])
