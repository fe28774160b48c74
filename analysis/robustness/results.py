"""The analyses of a study in one setting."""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analysis import coverage, disagreement, frames, topics, wording
from analysis.robustness.settings import Choices
from analysis.robustness.varied import Varied


@dataclass(frozen=True)
class Limits:
    """What counts as a difference, and how finely chance is drawn: see the notebooks' parameters of these names.

    `shuffles`: permutations, at most, where few comparisons are made, of whole vocabularies or of frames.
    """

    level: float = 0.95
    expected_presence: float = 0.8
    things_shown: int = 12
    draws: int = 2000
    permutations: int = 20000
    most_terms: int = 3000
    shuffles: int = 20000


@dataclass(frozen=True)
class Results:
    """The analyses under some choices, each made when it is first asked for.

    `number` is that of the topics in the report, 0 if it is yet to be chosen, of at most `most` (see `topics.fit`).
    """

    varied: Varied
    choices: Choices
    limits: Limits
    number: int
    most: int = 0

    @cached_property
    def fitted(self) -> topics.Topics:
        """The topics as the report has them, with how well they hold."""
        varied, borrow, seed = self.varied, self.choices.borrow, self.choices.seed
        return topics.fit(varied.terms, varied.passages, topics=self.number, most=self.most, borrow=borrow, seed=seed)

    @cached_property
    def assigned(self) -> pd.DataFrame:
        """The topic of each passage, for the report's number of topics or one that is chosen here."""
        if not self.number:
            return self.fitted.assignment
        number, borrow = max(1, self.number + self.choices.more_topics), self.choices.borrow
        return topics.assign(self.varied.terms, self.varied.passages, number, borrow=borrow, seed=self.choices.seed)

    @cached_property
    def attention(self) -> tuple[bool, pd.DataFrame]:
        """Whether the sources divide their attention differently, and the cells that stand out."""
        draws = min(self.limits.permutations, coverage.rotations(len(self.assigned)))
        p = coverage.attention(self.assigned, draws)[2]
        return p < 1 - self.limits.level, coverage.standing_out(coverage.topic_shares(self.assigned, draws=draws))

    @property
    def words(self) -> wording.Setting:
        """How words are compared."""
        return wording.Setting(
            self.choices.least_passages,
            self.limits.draws,
            self.limits.permutations,
            self.limits.level,
            self.choices.prior,
            self.choices.seed,
            self.limits.most_terms,
            self.choices.function_words,
            self.choices.pairs,
        )

    @cached_property
    def compared(self) -> pd.DataFrame:
        return wording.compare(self.varied.terms, self.varied.passages, self.words)

    @property
    def distinct(self) -> pd.DataFrame:
        """The words that set a source apart."""
        return self.compared[self.compared["distinct"].astype(bool) & (self.compared["delta"] > 0)]

    @cached_property
    def apart(self) -> wording.Divergence | None:
        setting = replace(self.words, permutations=min(self.limits.permutations, self.limits.shuffles))
        return wording.diverge(self.varied.terms, self.varied.passages, setting)

    @cached_property
    def differing(self) -> disagreement.Comparison:
        tables = self.varied.facts, self.varied.passages, self.varied.documents, self.varied.written
        return disagreement.compare(*tables, self.limits.things_shown)

    @cached_property
    def frames(self) -> pd.DataFrame:
        """The frames that a source uses more or less than the others."""
        counted = frames.count(self.varied.written, self.varied.passages)
        shuffles = min(self.limits.permutations, self.limits.shuffles)
        how = frames.Setting(self.limits.draws, shuffles, self.limits.level, self.choices.seed)
        found = frames.by_source(counted, self.varied.passages, how, frames.unmeasurable())
        return found[found["differs"].astype(bool)]
