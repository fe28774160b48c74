"""One source, several spellings: what is proposed, and what the study's owner decided."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

import pandas as pd

from analysis import tables

_COLUMNS = ("spelling", "source", "documents", "rule")
AS_WRITTEN, MERGED = "as written", "merged"
_DOMAIN = re.compile(r"\.(com|org|net|news|info|co|gov|edu|eu|int|tv|[a-z]{2})(\.[a-z]{2})?$")


def spellings(named: Iterable[str], kept: pd.DataFrame, fixed: Collection[str] = ()) -> pd.DataFrame:
    """The table `sources`: each spelling, the source it stands for, and by which rule, sorted by source and spelling.

    Two spellings are proposed to be one source if they differ only in capitals, blanks, marks, a leading "the" or "www."
    and a domain's ending ("The Daily Caller", "dailycaller.com"). Rows of `kept` whose rule is "yours" win; `fixed` ones
    stand for themselves, as the study or a file is called so.
    """
    counts = Counter(named)
    yours = {row.spelling: row.source for row in kept.itertuples() if row.rule == tables.YOURS}
    groups: dict[str, list[str]] = defaultdict(list)
    for spelling in sorted(counts):
        groups[folded(spelling)].append(spelling)
    rows = []
    for group in groups.values():
        # A name with capitals says more than an address or a handle; then as most documents have it.
        settled = [spelling for spelling in group if spelling in fixed]
        best = max(settled or group, key=lambda one: (one != one.lower(), counts[one]))
        for spelling in group:
            if spelling in settled:
                rows.append((spelling, spelling, counts[spelling], AS_WRITTEN))
            elif spelling in yours:
                rows.append((spelling, yours[spelling], counts[spelling], tables.YOURS))
            else:
                target = yours.get(best, best)
                rows.append((spelling, target, counts[spelling], AS_WRITTEN if spelling == target else MERGED))
    rows += [(spelling, source, 0, tables.YOURS) for spelling, source in yours.items() if spelling not in counts]
    return pd.DataFrame(sorted(rows, key=lambda row: (row[1], row[0])), columns=pd.Index(_COLUMNS))


def folded(spelling: str) -> str:
    """What the spellings of one source have in common."""
    low = re.sub(r"^www\.", "", spelling.casefold().strip())
    bare = re.sub(r"[\W_]+", "", low if " " in low else _DOMAIN.sub("", low))
    return re.sub(r"^the(?=.{3})", "", bare) or spelling.casefold()


def kept(folder: Path) -> pd.DataFrame:
    """The study's table of spellings, empty if it has none yet."""
    if (folder / "sources.csv").exists():
        return tables.read(folder, "sources")
    return pd.DataFrame(columns=pd.Index(_COLUMNS))
