"""House style that is known beforehand: `known.csv`, a closed list of English conventions, each row with its rule.

An empty `becomes` leaves the term out; otherwise it is another way of writing `becomes`, and merged into it where the
study has both. Single words of credits are common words too: they count only where the study has them at the edges of
articles. A member's party and state (“D-Calif.”) is a pattern.
"""

import csv
import re
from functools import cache
from importlib import resources

from analysis.style.evidence import Evidence

Row = tuple[str, str, str]  # term, what it becomes, rule

TITLE = "title or honorific"
# Words before names that are offices, however newsrooms write them.
OFFICES = frozenset(
    (
        "senator representative congressman congresswoman governor secretary minister premier chancellor ambassador mayor "
        "speaker leader chairman chairwoman chair judge justice director commissioner attorney counsel adviser spokesman "
        "spokeswoman spokesperson sheriff chief officer detective sergeant lieutenant captain colonel general admiral "
        "commander king queen prince princess pope cardinal archbishop bishop rabbi ayatollah pastor reverend professor "
        "doctor correspondent reporter anchor host coach"
    ).split()
)

_MEMBER = re.compile(  # party and state: d-calif, r-texas, i-vt, r-n (of R-N.C.)
    r"[dri]-(?:ala|alaska|ariz|ark|cal|calif|colo|conn|del|fla|ga|hawaii|ida|idaho|ill|ind|iowa|kan|ky|la|maine|mass|md|"
    r"mich|minn|miss|mo|mont|neb|nev|ohio|okla|ore|pa|penn|tenn|tex|texas|utah|va|vt|wash|wis|wyo|west|new|north|south|"
    r"[nswd]|[a-z]{2}|[a-z]\.[a-z]|alabama|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|"
    r"illinois|indiana|kansas|kentucky|louisiana|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|"
    r"nebraska|nevada|oklahoma|oregon|pennsylvania|tennessee|vermont|virginia|washington|wisconsin|wyoming)"
)
AT_EDGE, DOCUMENTS = 0.5, 2  # share of a credit word's passages that begin or end an article; documents that hold it


@cache
def listed() -> tuple[Row, ...]:
    """The rows of `known.csv`."""
    with resources.files("analysis.style").joinpath("known.csv").open(encoding="utf-8") as stream:
        return tuple((row["term"], row["becomes"], row["rule"]) for row in csv.DictReader(stream))


def find(found: Evidence) -> list[Row]:
    """The known rows that hold in this study."""
    members = [(word, "", TITLE) for word in found.words if _MEMBER.fullmatch(word)]
    return [row for row in listed() if found.count(row[0]) and _holds(row, found)] + members


def _holds(row: Row, found: Evidence) -> bool:
    term, becomes, rule = row
    if rule == "credit" and " " not in term:
        edge = found.edge[found.passages_of(term)].mean()
        return bool(edge >= AT_EDGE and len(found.documents_of(term)) >= DOCUMENTS)
    return not becomes or found.count(becomes) > 0
