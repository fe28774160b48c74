"""Which claims of the report hold in other settings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analysis.robustness.claims import Claim, Run, Told, can_be_asked, claims
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

    There chance is drawn less finely than in the report, topics need only be found again (`claims.RECOVERED`), and their
    number is the report's unless it is what is changed.
    """
    base, number = own.results.choices, len(own.results.fitted.topics)
    sources = [source for source in own.results.varied.labels if source != OTHERS]
    tried = settings(base, sources, len(own.results.varied.passages), most)
    limits = own.results.limits
    coarse = replace(limits, **{name: min(value, getattr(limits, name)) for name, value in COARSE.items()})
    found: dict[int, tuple[Run, dict[str, set[Claim]]]] = {}
    matters = {finding: asked(finding, base, tried) for finding in MATTER}
    for place, choices in enumerate(tried):
        run = Run(Results(study.under(choices), choices, coarse, number), own.told)
        found[place] = run, {finding: claims(run, finding) for finding in MATTER if place in matters[finding]}
    return _judged(base, tried, own.made, found)


def _judged(
    base: Choices,
    tried: Sequence[Choices],
    made: dict[str, set[Claim]],
    found: dict[int, tuple[Run, dict[str, set[Claim]]]],
) -> Robustness:
    """The tables of a comparison: `made` are the report's claims by finding, `found` those of each setting."""
    rows: list[tuple[object, ...]] = []
    cells: list[tuple[int, int, bool]] = []
    for finding, own in made.items():
        others = set().union(*(claimed.get(finding, set()) for _, claimed in found.values())) - own
        judged = []
        for claim in sorted(own) + sorted(others):
            held = {
                place: claim in claimed[finding]
                for place, (run, claimed) in found.items()
                if finding in claimed and can_be_asked(run, claim)
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
