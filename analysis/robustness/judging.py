"""Which claims of the report hold in other settings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analysis import workers
from analysis.robustness.claims import Claim, Run, Seen, Told, claims, seen
from analysis.robustness.results import Limits, Results
from analysis.robustness.settings import MATTER, Choices, asked, settings
from analysis.robustness.varied import Study
from analysis.study import OTHERS

ROBUST = 0.9  # share of the settings in which a claim must hold to be robust
COARSE = {
    "draws": 400,
    "permutations": 1000,
    "shuffles": 400,
}  # in a setting: it only matters on which side of a limit p lies
CELLS = ("claim", "setting", "holds")
CLAIMS = ("claim", "finding", "kind", "source", "thing", "told", "holds", "settings", "share", "robust")


@dataclass(frozen=True)
class Robustness:
    """How what the report claims fares in other settings.

    base: the report's choices; tried: those of the other settings; claims: a row a claim (CLAIMS; `told`: the report makes
    it, else only some other setting does; of the `settings` in which it can be asked it `holds` in so many, a `share` of
    them; `robust` from a share of ROBUST on), in the order of the findings, those of the report first, then those that
    hold most often; cells: a row a claim and setting in which it can be asked (CELLS; settings count from 1).
    """

    base: Choices
    tried: tuple[Choices, ...]
    claims: pd.DataFrame
    cells: pd.DataFrame


@dataclass(frozen=True)
class Report:
    """What the report itself claims, by finding, and what it rests on."""

    results: Results
    told: Told
    made: dict[str, set[Claim]]


def report(study: Study, base: Choices, limits: Limits, topics: tuple[int, int] = (0, 0)) -> Report:
    """The claims of the report; `topics`: their number, and the largest that is tried (see `topics.fit`)."""
    results = Results(study.under(base), base, limits, *topics)
    told = Told.by(results)
    return Report(results, told, {finding: claims(Run(results, told), finding) for finding in MATTER})


def vary(study: Study, own: Report, most: int = 0) -> Robustness:
    """The report's claims in `most` other settings (see `settings.settings`).

    Settings are looked at one after another, or side by side on a cluster that is at hand (`workers`), which gives the same.
    There chance is drawn less finely than in the report, topics need only be found again (`claims.RECOVERED`), and their
    number is the report's unless it is what is changed.
    """
    base, number = own.results.choices, len(own.results.fitted.topics)
    sources = [source for source in own.results.varied.labels if source != OTHERS]
    tried = settings(base, sources, len(own.results.varied.passages), most)
    limits = own.results.limits
    coarse = replace(limits, **{name: min(value, getattr(limits, name)) for name, value in COARSE.items()})
    matters = {finding: asked(finding, base, tried) for finding in MATTER}
    engine = workers.at_hand()
    shared = engine.share(study.whole() if engine.apart else study)
    calls = [
        (shared, own.told, choices, coarse, number, [finding for finding in MATTER if place in matters[finding]])
        for place, choices in enumerate(tried)
    ]
    return _judged(base, tried, own, list(engine.map(_seen, calls)))


def _seen(study: Study, told: Told, choices: Choices, limits: Limits, number: int, findings: Sequence[str]) -> Seen:
    """What the findings claim under other choices."""
    return seen(Run(Results(study.under(choices), choices, limits, number), told), findings)


def _judged(base: Choices, tried: Sequence[Choices], report: Report, found: Sequence[Seen]) -> Robustness:
    """The tables of a comparison of the report with what was `found` in each setting."""
    rows: list[tuple[object, ...]] = []
    cells: list[tuple[int, int, bool]] = []
    for finding, own in report.made.items():
        others = set().union(*(one.claims.get(finding, set()) for one in found)) - own
        judged = []
        for claim in sorted(own) + sorted(others):
            held = {
                place: claim in one.claims[finding]
                for place, one in enumerate(found)
                if finding in one.claims and one.can_be_asked(claim, report.told)
            }
            judged.append((claim, claim in own, held))
        judged.sort(key=lambda one: (not one[1], -sum(one[2].values())))
        for claim, is_told, held in judged:
            share = sum(held.values()) / len(held) if held else float("nan")
            number = len(rows) + 1
            counts = sum(held.values()), len(held), share, share >= ROBUST
            rows.append((number, claim.finding, claim.kind, claim.source, claim.thing, is_told, *counts))
            cells += [(number, place + 1, holds) for place, holds in held.items()]
    return Robustness(
        base,
        tuple(tried),
        pd.DataFrame(rows, columns=pd.Index(CLAIMS)).round(6),
        pd.DataFrame(cells, columns=pd.Index(CELLS)),
    )
