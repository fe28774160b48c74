"""How far the annotators of PolNeAR agree with one another: the most that `voices_quality.py` can be hoped to print.

    python benchmarks/voices_agreement.py [--corpus ../shared/corpora/polnear]

Each annotation of a document that has several is taken for what was found and compared with each other one, cues and
contents counted as in `voices_quality.py`.
"""

import argparse
from collections import Counter
from itertools import permutations
from pathlib import Path

from voices_quality import ROOT, Gold, annotation_paths, characters, read_gold, read_text


def compare(left: list[Gold], right: list[Gold]) -> Counter[str]:
    """How many cues and contents of `right` are also in `left`, contents one to one."""
    counts: Counter[str] = Counter()
    cues = characters([span for gold in left for span in gold.cue])
    counts["cues"] = sum(1 for gold in right if gold.cue)
    counts["cues shared"] = sum(1 for gold in right if characters(gold.cue) & cues)
    free = [characters(gold.content) for gold in left]
    for wanted in (characters(gold.content) for gold in right if gold.content):
        counts["contents"] += 1
        best = max(free, key=lambda mine: len(mine & wanted), default=set())
        if best & wanted and len(best & wanted) * 2 >= len(best | wanted):
            counts["contents shared"] += 1
            free.remove(best)
    return counts


def main() -> None:
    """Reads the corpus, compares, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpora" / "polnear")
    corpus = parser.parse_args().corpus
    counts: Counter[str] = Counter()
    for part in ("train", "dev"):
        for name, paths in sorted(annotation_paths(corpus, part).items()):
            text = read_text(corpus, part, name)
            annotations = [read_gold(path, text) for path in paths]
            counts["documents"] += len(paths) > 1
            for left, right in permutations(annotations, 2):
                counts += compare(left, right)
    print(f"{counts['documents']} documents")
    for what in ("cues", "contents"):
        print(f"{what:<9} F1 {counts[f'{what} shared'] / max(counts[what], 1):.3f}   ({counts[what]} compared)")


if __name__ == "__main__":
    main()
