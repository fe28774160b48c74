"""House style that is known beforehand: `known.csv`, a closed list of English conventions, each row with its rule.

An empty `becomes` leaves the term out; otherwise it is another way of writing `becomes`, and merged into it where the
study has both. Single words of credits are common words too: they count only where the study has them at the ends of
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

_STATES = (  # as newsrooms shorten them, and the first words of names of two
    "ala alaska alabama ariz arizona ark arkansas cal calif california colo colorado conn connecticut del delaware fla "
    "florida ga georgia hawaii ida idaho ill illinois ind indiana iowa kan kansas ky kentucky la louisiana maine md maryland "
    "mass massachusetts mich michigan minn minnesota miss mississippi mo missouri mont montana neb nebraska nev nevada ohio "
    "okla oklahoma ore oregon pa penn pennsylvania tenn tennessee tex texas utah va virginia vt vermont wash washington wis "
    "wisconsin wyo wyoming new north south west n s w"
).split()
_POSTAL = (
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc "
    "sd tn tx ut vt va wa wv wi wy"
).split()
_MEMBER = re.compile(rf"[dri]-(?:{'|'.join(_STATES)})|[dr]-(?:{'|'.join(_POSTAL)})")  # d-calif, i-vt, r-n (of R-N.C.)
AT_END, DOCUMENTS = 0.5, 2  # share of a credit word's passages that end an article; documents that hold it


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
        at_end = found.last[found.passages_of(term)].mean()
        return bool(at_end >= AT_END and len(found.documents_of(term)) >= DOCUMENTS)
    return not becomes or found.count(becomes) > 0
