"""What a preparation says at its end: what it made, what it could not read, what to look at, and what comes next."""

from collections.abc import Iterator
from pathlib import Path

from analysis.prepare.announce import counted
from analysis.prepare.run import Outcome
from analysis.prepare.sources import MERGED
from analysis.study import FILE

MANY = 20  # documents that are hardly all of different sources


def told(outcome: Outcome, folder: Path) -> Iterator[str]:
    """The lines for standard output."""
    for table, count in outcome.rows.items():
        yield f"{table}: {counted(count, 'row')}"
    if outcome.rejected:
        first = outcome.rejected[0]
        yield f"{counted(len(outcome.rejected), 'record')} could not be read: {folder / 'rejected.csv'} says which and why"
        yield f"  the first: {first.where}: {first.reason}"
    merged = outcome.spellings[outcome.spellings["rule"] == MERGED]
    if len(merged):
        example = merged.iloc[0]
        yield f"{counted(len(merged), 'spelling')} of sources merged with another: {folder / 'sources.csv'} says which"
        yield f"  the first: {example['spelling']!r} is taken for {example['source']!r}"
        yield '  to change a row, give it the rule "yours" and prepare the study again'
    if len(outcome.spellings) > MANY and (outcome.spellings["documents"] == 1).all():
        yield "Every document is a source by itself, since nothing says whose it is: put the files of a source into a folder,"
        yield "  name them in metadata.csv, or say what file names hold, as in --names {source}_{date}"
    if outcome.kept:
        yield "The texts are kept on this machine only, so that notebooks can show passages in their context."
    if outcome.new:
        yield f"{folder / FILE} is new: say there what the event is, and how the sources are called."
    yield f"Next: rashomon report {folder}"
