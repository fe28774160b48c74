"""How often the attributions are right, against PolNeAR (Newell, Margolin & Ruths, LREC 2018).

    python benchmarks/voices_quality.py [--corpus ../shared/corpora/polnear] [--part dev]

Printed: precision, recall and F1 of cues (a found cue is right where it overlaps one of the gold), of contents (one to
one, half of the joint characters shared; the sentences that go on with a quotation belong to it, as in the gold) and of
direct quotations (gold contents that are wholly in marks; .8 shared), the share of right speakers among the contents
that were found (and of those that are not left unknown although there is a source), and the share of attributions right
in all three; the same by kind (direct, mixed, indirect) and by outlet (F1).
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analysis.quotations import Attribution, find_attributions  # noqa: E402

Span = tuple[int, int]
_MARKS = "“”\"'‘’`"


@dataclass
class Gold:
    """An annotated attribution: spans of source, cue and content, as offsets in the document."""

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)


class Document(NamedTuple):
    """A document: who published it, its text, its annotated attributions."""

    outlet: str
    text: str
    golds: list[Gold]


def read_gold(path: Path, text: str) -> list[Gold]:
    """Reads a standoff file: lines `T… role start end[;start end] text` and `E… role:T…`."""
    spans: dict[str, list[Span]] = {}
    found = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        fields = line.split("\t")
        if line.startswith("T") and len(fields) > 1:
            _, places = fields[1].split(" ", 1)
            spans[fields[0]] = [(int(a), int(b)) for a, b in (place.split() for place in places.split(";"))]
        elif line.startswith("E") and len(fields) > 1:
            gold = Gold()
            for part in fields[1].split():
                role, name = part.split(":")
                role = re.sub(r"\d+$", "", role).lower()
                if role in {"source", "cue", "content"}:
                    getattr(gold, role).extend(spans.get(name, []))
            gold.content = touching(sorted(gold.content), text)
            found.append(gold)
    return found


def touching(spans: list[Span], text: str) -> list[Span]:
    """Spans of one content with nothing but blanks between them, joined: the corpus cuts some at sentence ends."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip(" "):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def annotation_paths(corpus: Path, part: str) -> dict[str, list[Path]]:
    """The annotations of each document, one file an annotator."""
    annotations: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((corpus / part / "attributions").glob("*.ann")):
        annotations[path.stem.rsplit("_", 1)[0]].append(path)
    return annotations


def read_text(corpus: Path, part: str, name: str) -> str:
    """The text of a document, its line ends as they are."""
    with (corpus / part / "text" / f"{name}.txt").open(newline="", encoding="utf-8") as file:
        return file.read()


def read_part(corpus: Path, part: str) -> list[Document]:
    """The documents of a part of the corpus with the annotation of the first annotator."""
    documents = []
    for name, paths in sorted(annotation_paths(corpus, part).items()):
        text = read_text(corpus, part, name)
        documents.append(Document(name.split("_")[0], text, read_gold(paths[0], text)))
    return documents


def characters(spans: list[Span]) -> set[int]:
    """The positions that spans cover."""
    return {position for start, end in spans for position in range(start, end)}


def predict(text: str) -> list[tuple[int, Attribution]]:
    """The attributions of a document with the offsets of their paragraphs."""
    lines = [(match.start(), match.group()) for match in re.finditer(r"[^\n]+", text)]
    found = find_attributions([line for _, line in lines], {})
    return [(offset, one) for (offset, _), many in zip(lines, found, strict=True) for one in many]


def _joined(found: list[tuple[int, Attribution]]) -> list[list[tuple[int, Attribution]]]:
    """The stretches that are one content in the gold: those of one cue, and the sentences that go on with it."""
    groups: dict[tuple[int, int], list[tuple[int, Attribution]]] = {}
    last = (-1, -1)
    for number, (offset, one) in enumerate(found):
        key = (offset, one.cue_start) if one.cue_start >= 0 else (-1, number)
        if one.continues and last in groups and groups[last][0][1].speaker == one.speaker:
            key = last
        groups.setdefault(key, []).append((offset, one))
        last = key if one.kind != "indirect" or one.cue_start >= 0 else last
    return list(groups.values())


def is_direct(text: str, spans: list[Span]) -> bool:
    """Whether every piece of a content begins and ends with a mark."""
    pieces = [text[start:end].strip(" ,.") for start, end in spans]
    return bool(pieces) and all(len(piece) > 2 and piece[0] in _MARKS and piece[-1] in _MARKS for piece in pieces)


def kind_of(text: str, spans: list[Span]) -> str:
    """Whether an annotated content is direct, mixed (marks in it) or indirect."""
    if is_direct(text, spans):
        return "direct"
    return "mixed" if any(mark in text[start:end] for start, end in spans for mark in ("“", '"', "''")) else "indirect"


def right_speaker(text: str, gold: Gold, offset: int, one: Attribution) -> bool:
    """Whether the speaker found overlaps the annotated source, or is none where there is none."""
    if not gold.source:
        return one.speaker == "unknown"
    if one.speaker_start >= 0 and any(
        offset + one.speaker_start < end and start < offset + one.speaker_end for start, end in gold.source
    ):
        return True
    words = " ".join(text[start:end] for start, end in gold.source).lower()
    return one.speaker != "unknown" and (
        one.speaker.lower().split()[-1] in words or (one.speaker_start < 0 and one.speaker_as_written.lower() in words)
    )


def mean(precision: float, recall: float) -> float:
    """The harmonic mean."""
    return 2 * precision * recall / max(precision + recall, 1e-9)


def f1(right: float, found: float, wanted: float) -> str:
    """Precision, recall and F1 as text."""
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    total = mean(precision, recall)
    return (
        f"P {precision:.3f}  R {recall:.3f}  F1 {total:.3f}   ({int(right)} of {int(found)} found, {int(wanted)} gold)"
    )


class Tally:
    """Counts over documents."""

    def __init__(self) -> None:
        self.counts: dict[str, float] = defaultdict(float)

    def add(self, text: str, golds: list[Gold]) -> None:
        """Compares one document."""
        found = predict(text)
        self._cues(golds, found)
        self._contents(text, golds, found)
        self._direct(text, golds, found)

    def _cues(self, golds: list[Gold], found: list[tuple[int, Attribution]]) -> None:
        wanted = [characters(gold.cue) for gold in golds if gold.cue]
        cues = {(offset + one.cue_start, offset + one.cue_end) for offset, one in found if one.cue_start >= 0}
        allowed = set().union(*wanted) if wanted else set()
        taken = characters(sorted(cues))
        self.counts["cue right"] += sum(1 for cue in cues if characters([cue]) & allowed)
        self.counts["cue recalled"] += sum(1 for cue in wanted if cue & taken)
        self.counts["cue found"] += len(cues)
        self.counts["cue gold"] += len(wanted)

    def _contents(self, text: str, golds: list[Gold], found: list[tuple[int, Attribution]]) -> None:
        pieces = [
            (characters([(offset + one.start, offset + one.end) for offset, one in group]), group[0])
            for group in _joined(found)
        ]
        free = list(range(len(pieces)))
        for gold in golds:
            wanted = characters(gold.content)
            if not wanted:
                continue
            kind = kind_of(text, gold.content)
            self.counts["content gold"] += 1
            self.counts[f"kind {kind} gold"] += 1
            best = max(free, key=lambda index: len(pieces[index][0] & wanted), default=None)
            if best is None or not pieces[best][0] & wanted:
                continue
            shared = pieces[best][0]
            self.counts["characters shared"] += len(shared & wanted) / len(shared | wanted)
            if len(shared & wanted) * 2 >= len(shared | wanted):
                free.remove(best)
                offset, one = pieces[best][1]
                self.counts["content right"] += 1
                self.counts[f"kind {kind} right"] += 1
                speaker = right_speaker(text, gold, offset, one)
                self.counts["speaker named"] += speaker and not (gold.source and one.speaker == "unknown")
                self.counts["speaker right"] += speaker
                self.counts[f"kind {kind} speaker"] += speaker
                cue = not gold.cue or bool(
                    characters(gold.cue) & characters([(offset + one.cue_start, offset + one.cue_end)])
                )
                self.counts["all right"] += speaker and cue
        self.counts["content found"] += len(pieces)

    def _direct(self, text: str, golds: list[Gold], found: list[tuple[int, Attribution]]) -> None:
        stretches = [(offset, one) for offset, one in found if one.kind == "direct"]
        pieces = [(gold, span) for gold in golds if is_direct(text, gold.content) for span in gold.content]
        pieces = [(gold, span) for gold, span in pieces if len(text[slice(*span)].split()) > 4]
        everything = [(gold, span) for gold in golds for span in gold.content]
        used: set[int] = set()
        for gold, (start, end) in pieces:
            inner = characters([(start, end)])
            for index, (offset, one) in enumerate(stretches):
                mine = characters([(offset + one.start, offset + one.end)])
                if index not in used and mine & inner and len(mine & inner) >= 0.8 * len(mine | inner):
                    used.add(index)
                    self.counts["direct recalled"] += 1
                    self.counts["direct speaker"] += right_speaker(text, gold, offset, one)
                    break
        for offset, one in stretches:
            # right too where a gold content holds the stretch along with unquoted words
            self.counts["direct precise"] += any(
                start <= offset + one.start + 2 and offset + one.end <= end + 2 for _, (start, end) in everything
            )
        self.counts["direct found"] += len(stretches)
        self.counts["direct gold"] += len(pieces)

    def report(self) -> None:
        """Prints the figures."""
        counts = self.counts
        precision = counts["cue right"] / max(counts["cue found"], 1)
        recall = counts["cue recalled"] / max(counts["cue gold"], 1)
        print(f"cues              P {precision:.3f}  R {recall:.3f}  F1 {mean(precision, recall):.3f}")
        print("contents          " + f1(counts["content right"], counts["content found"], counts["content gold"]))
        print("contents, shared  " + f1(counts["characters shared"], counts["content found"], counts["content gold"]))
        precise = counts["direct precise"] / max(counts["direct found"], 1)
        recalled = counts["direct recalled"] / max(counts["direct gold"], 1)
        print("direct, strict    " + f1(counts["direct recalled"], counts["direct found"], counts["direct gold"]))
        print(f"direct            P {precise:.3f}  R {recalled:.3f}  F1 {mean(precise, recalled):.3f}")
        print(f"speakers, direct  {counts['direct speaker'] / max(counts['direct recalled'], 1):.3f}")
        print(f"speakers          {counts['speaker right'] / max(counts['content right'], 1):.3f}")
        print(f"  and named         {counts['speaker named'] / max(counts['content right'], 1):.3f}")
        print("cue+content+source " + f1(counts["all right"], counts["content found"], counts["content gold"]))
        for kind in ("direct", "mixed", "indirect"):
            right, wanted = counts[f"kind {kind} right"], counts[f"kind {kind} gold"]
            speakers = counts[f"kind {kind} speaker"] / max(right, 1)
            share = f"contents R {right / max(wanted, 1):.3f}  speakers {speakers:.3f}"
            print(f"{kind:<18} {share}   ({int(right)} of {int(wanted)})")

    def line(self) -> str:
        """F1 of cues, contents and direct quotations and the share of right speakers, in a line."""
        counts = self.counts
        cue = mean(
            counts["cue right"] / max(counts["cue found"], 1), counts["cue recalled"] / max(counts["cue gold"], 1)
        )
        content = 2 * counts["content right"] / max(counts["content found"] + counts["content gold"], 1)
        direct = 2 * counts["direct recalled"] / max(counts["direct found"] + counts["direct gold"], 1)
        speakers = counts["speaker right"] / max(counts["content right"], 1)
        return f"{cue:.3f}  {content:>8.3f}  {direct:>6.3f}  {speakers:>8.3f}"


def tally_of(documents: Sequence[Document]) -> Tally:
    """The counts over some documents."""
    tally = Tally()
    for document in documents:
        tally.add(document.text, document.golds)
    return tally


def main() -> None:
    """Reads the corpus, compares, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpora" / "polnear")
    parser.add_argument("--part", default="dev", help="train or dev")
    arguments = parser.parse_args()
    documents = read_part(arguments.corpus, arguments.part)
    print(f"{len(documents)} documents of {arguments.part}")
    tally_of(documents).report()
    print("\noutlet            cues   contents  direct  speakers  documents")
    for outlet in sorted({document.outlet for document in documents}):
        chosen = [document for document in documents if document.outlet == outlet]
        print(f"{outlet:<16}  {tally_of(chosen).line()}  {len(chosen):>9}")


if __name__ == "__main__":
    main()
