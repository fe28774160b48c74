"""Fits the weights by which a word is taken for a cue and a place for the end of a content, on PolNeAR's training part.

    python benchmarks/voices_weights.py    # writes cues_weights.csv and ends_weights.csv

Logistic regression with an absolute penalty, so that most signs weigh nothing and are left out. What is written are
weights of single words and signs (`analysis.quotations.weights`); no stretch of any text.
"""

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from voices_quality import ROOT, Gold, characters, read_part

from analysis.quotations.candidates import candidates
from analysis.quotations.claims import content_start
from analysis.quotations.extents import ends, last_end
from analysis.quotations.grammar import Token, sentences
from analysis.quotations.marks import outermost, pair_marks
from analysis.quotations.quoted import without_titles
from analysis.quotations.weights import weights

STRENGTH = {"cues": 0.5, "ends": 0.2}  # inverse of the penalty, chosen on the development part
RARE = 4  # signs seen fewer times are not weighed


Example = tuple[Sequence[str], bool]


def read_sentences(text: str) -> Iterator[tuple[int, list[Token]]]:
    """The sentences of a document, each with the offset of its paragraph."""
    for line in re.finditer(r"[^\n]+", text):
        for sentence in sentences(line.group(), outermost(pair_marks(line.group()))):
            yield line.start(), without_titles(sentence)


def read_cues(text: str, golds: list[Gold]) -> Iterator[Example]:
    """The signs of each cue word of a document, and whether it stands in an annotated cue."""
    cues = characters([span for gold in golds for span in gold.cue])
    contents = characters([span for gold in golds for span in gold.content])
    for offset, tokens in read_sentences(text):
        for one in candidates(tokens):
            place = offset + tokens[one.verb].start
            # A word in what somebody says is not asked: a voice in a voice stays with the outer one.
            if one.signs and (place in cues or place not in contents):
                yield one.signs, place in cues


def read_ends(text: str, golds: list[Gold]) -> Iterator[Example]:
    """The signs of each place where what an annotated cue says may end, and whether it ends there."""
    by_cue = {position: gold for gold in golds for position in characters(gold.cue)}
    for offset, tokens in read_sentences(text):
        cues = candidates(tokens)
        for one in cues:
            gold = by_cue.get(offset + tokens[one.verb].start)
            start = content_start(tokens, one)
            if gold is None or start >= len(tokens):
                continue
            end = annotated_end(
                gold, [offset + token.start for token in tokens], [offset + t.end for t in tokens], start
            )
            if end is None:
                continue
            end = min(end, last_end(tokens, start))
            for position, found in ends(tokens, cues, start, one):
                if position <= end:
                    yield found, position == end


def annotated_end(gold: Gold, starts: list[int], stops: list[int], first: int) -> int | None:
    """The token before which the annotated content that begins near token `first` ends; None if none begins there."""
    pieces = [(start, end) for start, end in sorted(gold.content) if end > starts[first]]
    if not pieces or pieces[0][0] > starts[min(first + 3, len(starts) - 1)]:
        return None
    end = pieces[0][1]
    for start, stop in pieces[1:]:
        end = stop if start - end < 3 else end
    position = first + 1
    while position < len(starts) and stops[position] <= end:
        position += 1
    return position


def fit(occurrences: list[Example], strength: float) -> dict[str, float]:
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


READERS = {"cues": read_cues, "ends": read_ends}


def main() -> None:
    """Reads the corpus, fits, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpora" / "polnear")
    parser.add_argument("--out", type=Path, default=ROOT / "analysis" / "quotations", help="folder of the tables")
    arguments = parser.parse_args()
    documents = read_part(arguments.corpus, "train")
    for table, read in READERS.items():
        # What the ends are read with depends on the cues, so these are written first.
        fitted = fit([one for document in documents for one in read(document.text, document.golds)], STRENGTH[table])
        with (arguments.out / f"{table}_weights.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("sign", "weight"))
            writer.writerows(sorted(fitted.items()))
        weights.cache_clear()


if __name__ == "__main__":
    main()
