"""A study's tables as a setting would have them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import inventory, style, voices
from analysis.robustness.settings import Choices

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Varied:
    """What is analysed in one setting.

    passages, documents: as of `inventory.sample`, less a source that is left out; home: for each passage of the study the
    one it is part of; terms: those that are compared; written: those that stand there, house style and all; said:
    attributions; facts.
    """

    passages: pd.DataFrame
    documents: pd.DataFrame
    labels: Mapping[str, str]
    home: pd.Series
    terms: pd.DataFrame
    written: pd.DataFrame
    said: pd.DataFrame
    facts: pd.DataFrame


class Study:
    """A study whose tables are varied; what many settings share is computed once.

    `labels` and `sources_shown` as for `inventory.sample`.
    """

    def __init__(self, data: Tables, labels: Mapping[str, str], sources_shown: int) -> None:
        self.data, self.labels, self.sources_shown = data, labels, sources_shown
        self._quotations = voices.quotations(data)
        self._samples: dict[tuple[bool, bool], inventory.Sample] = {}
        self._terms: dict[tuple[bool, bool], pd.DataFrame] = {}

    def whole(self) -> "Study":
        """The same with all tables looked into, to be sent elsewhere: nobody notes which ones are used there."""
        return Study(dict(self.data), self.labels, self.sources_shown)

    def under(self, choices: Choices) -> Varied:
        """The tables under these choices."""
        sample = self._sample(choices.count_copies, choices.count_shared)
        passages = sample.passages[sample.passages["source"] != choices.without]
        quotations, facts = self._quotations, self.data["facts"]
        terms, written = self._compared(choices.take_out_style, choices.lemmas), self.data["terms"]
        home = homes(passages, choices.joined)
        if choices.joined > 1:
            passages = joined(passages, home)
            quotations, facts = rehoused(quotations, home), rehoused(facts, home)
            terms, written = _added(rehoused(terms, home)), _added(rehoused(written, home))
        if choices.quoted_only:
            quotations = quotations[quotations["quoted_words"] > 0].assign(words=quotations["quoted_words"])
        return Varied(
            passages,
            sample.documents[sample.documents["source"] != choices.without],
            {source: label for source, label in sample.labels.items() if source != choices.without},
            home,
            terms,
            written,
            voices.attributions(quotations, passages),
            facts[facts["passage"].isin(passages["passage"])],
        )

    def _sample(self, count_copies: bool, count_shared: bool) -> inventory.Sample:
        key = count_copies, count_shared
        if key not in self._samples:
            shared = {"count_copies": count_copies, "count_shared": count_shared}
            self._samples[key] = inventory.sample(self.data, self.labels, self.sources_shown, **shared)
        return self._samples[key]

    def _compared(self, take_out_style: bool, lemmas: bool) -> pd.DataFrame:
        key = take_out_style, lemmas
        if key not in self._terms:
            if lemmas:
                terms = self._compared(take_out_style, False)
                self._terms[key] = style.without_style(terms, lemma_table(terms))
            else:
                self._terms[key] = style.compared_terms(self.data, take_out_style)
        return self._terms[key]


def homes(passages: pd.DataFrame, many: int) -> pd.Series:
    """For each passage the first of the `many` neighbours it is taken together with, in its document and reading order."""
    place = passages.groupby("document", sort=False).cumcount() // many
    first = passages.groupby([passages["document"], place], sort=False)["passage"].transform("first")
    return pd.Series(first.to_numpy(), index=pd.Index(passages["passage"]))


def rehoused(table: pd.DataFrame, home: pd.Series) -> pd.DataFrame:
    """The rows of the passages that have a home, with that."""
    passage = table["passage"].astype(object).map(home)
    return table.assign(passage=passage)[passage.notna()]


def joined(passages: pd.DataFrame, home: pd.Series) -> pd.DataFrame:
    """Passages taken together: words are added, all else is the first's."""
    place = passages["passage"].map(home)
    words = passages.groupby(place, sort=False)["words"].transform("sum")
    return passages.assign(passage=place, words=words).drop_duplicates("passage").reset_index(drop=True)


def _added(terms: pd.DataFrame) -> pd.DataFrame:
    """The terms of passages taken together, each once."""
    return terms.groupby(["passage", "term"], observed=True, as_index=False)["count"].sum()


def lemma_table(terms: pd.DataFrame) -> pd.DataFrame:
    """The single words whose dictionary form is another: term, becomes; as `style.without_style` wants them.

    Dictionary forms are those of simplemma (Barbaresi 2026) for English, in small letters.
    """
    words = sorted(term for term in terms["term"].unique() if " " not in term)
    pairs = [(word, lemma(word)) for word in words]
    return pd.DataFrame([pair for pair in pairs if pair[0] != pair[1]], columns=pd.Index(["term", "becomes"]))


def lemma(word: str) -> str:
    """The dictionary form of an English word."""
    import simplemma

    return str(simplemma.lemmatize(word, lang="en")).lower()
