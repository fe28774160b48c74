"""Fits the weights by which a word is taken for a cue, on the training part of PolNeAR.

    python benchmarks/voices_weights.py > analysis/quotations/weights.csv

Logistic regression with an absolute penalty, so that most signs weigh nothing and are left out. What is written are
weights of single words and signs (`analysis.quotations.weights`); no stretch of any text.
"""

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from voices_quality import ROOT, Gold, characters, read_part

from analysis.quotations.candidates import candidates
from analysis.quotations.grammar import sentences
from analysis.quotations.marks import outermost, pair_marks
from analysis.quotations.quoted import without_titles

RARE = 4  # signs seen fewer times are not weighed


def read_occurrences(text: str, golds: list[Gold]) -> list[tuple[tuple[str, ...], bool]]:
    """The signs of each cue word of a document, and whether it stands in an annotated cue."""
    cues = characters([span for gold in golds for span in gold.cue])
    found = []
    for line in re.finditer(r"[^\n]+", text):
        for sentence in sentences(line.group(), outermost(pair_marks(line.group()))):
            tokens = without_titles(sentence)
            found += [
                (one.signs, line.start() + tokens[one.verb].start in cues)
                for one in candidates(tokens)
                if one.signs
            ]
    return found


def fit(occurrences: list[tuple[tuple[str, ...], bool]], strength: float) -> dict[str, float]:
    """The weights of the signs, the constant under ""."""
    counts = Counter(sign for signs, _ in occurrences for sign in signs)
    columns = {sign: index for index, sign in enumerate(sorted(s for s, count in counts.items() if count >= RARE))}
    rows, places = [], []
    for row, (signs, _) in enumerate(occurrences):
        for sign in signs:
            if sign in columns:
                rows.append(row)
                places.append(columns[sign])
    matrix = csr_matrix((np.ones(len(rows)), (rows, places)), shape=(len(occurrences), len(columns)))
    model = LogisticRegression(l1_ratio=1, solver="liblinear", C=strength, random_state=0, max_iter=1000)
    model.fit(matrix, [is_cue for _, is_cue in occurrences])
    fitted = {sign: round(float(model.coef_[0][index]), 2) for sign, index in columns.items()}
    return {"": round(float(model.intercept_[0]), 2)} | {sign: value for sign, value in fitted.items() if value}


def main() -> None:
    """Reads the corpus, fits, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpora" / "polnear")
    parser.add_argument("--strength", type=float, default=0.3, help="inverse of the penalty")
    arguments = parser.parse_args()
    occurrences = [one for text, golds in read_part(arguments.corpus, "train") for one in read_occurrences(text, golds)]
    sys.stdout.write("sign,weight\n")
    for sign, value in sorted(fit(occurrences, arguments.strength).items()):
        quoted = '"' + sign.replace('"', '""') + '"' if set(sign) & set(',"') else sign
        sys.stdout.write(f"{quoted},{value}\n")


if __name__ == "__main__":
    main()
