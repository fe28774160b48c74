"""What the study's tables know of a term: how often, next to which words, in which documents, where in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

SHORT = 5  # passages: in a document of fewer any passage may be its last


@dataclass(frozen=True)
class Evidence:
    """The terms table, read once by whole columns; a term that does not occur has a count of 0.

    document and source: number of each passage's document and source; last: does a passage end a document of SHORT
    passages or more?
    """

    terms: dict[str, int]  # term -> its place
    counts: Numbers
    in_passage: Numbers  # by term, then passage
    ends: Numbers  # where in these each term ends
    document: Numbers
    source: Numbers
    last: Flags
    sources: tuple[str, ...]

    @classmethod
    def of(cls, data: Mapping[str, pd.DataFrame]) -> "Evidence":
        """From the tables terms, passages and documents of a study."""
        terms, passages = data["terms"], _placed(data["passages"], data["documents"])
        in_passage, of_term = (terms[name].astype("category").array for name in ("passage", "term"))
        places = pd.Index(passages["passage"], dtype=object).get_indexer(in_passage.categories.astype(object))
        order = np.argsort(of_term.codes, kind="stable")
        size = len(of_term.categories)
        counts = np.bincount(of_term.codes, weights=terms["count"].to_numpy(np.int64), minlength=size)
        return cls(
            terms={term: place for place, term in enumerate(of_term.categories)},
            counts=counts.astype(np.int64),
            in_passage=places[in_passage.codes[order]].astype(np.int64),
            ends=np.searchsorted(of_term.codes[order], np.arange(size), side="right").astype(np.int64),
            document=passages["document"].to_numpy(np.int64),
            source=passages["source"].to_numpy(np.int64),
            last=passages["last"].to_numpy(bool),
            sources=tuple(sorted(data["documents"]["source"].unique())),
        )

    def count(self, term: str) -> int:
        """How often the term occurs."""
        place = self.terms.get(term)
        return 0 if place is None else int(self.counts[place])

    def passages_of(self, term: str) -> Numbers:
        """The places of the passages that hold it."""
        place = self.terms.get(term)
        if place is None:
            return self.in_passage[:0]
        return self.in_passage[self.ends[place - 1] if place else 0 : self.ends[place]]

    def documents_of(self, term: str) -> Numbers:
        """The numbers of the documents that hold it."""
        found: Numbers = np.unique(self.document[self.passages_of(term)])
        return found

    @cached_property
    def words(self) -> list[str]:
        """The single words, sorted."""
        return sorted(term for term in self.terms if " " not in term)

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The word pairs, sorted."""
        return sorted((left, right) for left, _, right in (term.partition(" ") for term in self.terms) if right)

    @cached_property
    def after(self) -> dict[str, dict[str, int]]:
        """The words that stand right after each word, with how often; of pairs that the study holds."""
        found: dict[str, dict[str, int]] = {}
        for left, right in self.pairs:
            found.setdefault(left, {})[right] = self.count(f"{left} {right}")
        return found

    @cached_property
    def before(self) -> dict[str, dict[str, int]]:
        """The words that stand right before each word, with how often; of pairs that the study holds."""
        found: dict[str, dict[str, int]] = {}
        for left, right in self.pairs:
            found.setdefault(right, {})[left] = self.count(f"{left} {right}")
        return found

    @cached_property
    def by_source(self) -> Numbers:
        """Documents of each source."""
        of_document = np.zeros(self.document.max(initial=-1) + 1, dtype=np.int64)
        of_document[self.document] = self.source
        return np.bincount(of_document, minlength=len(self.sources)).astype(np.int64)


def _placed(passages: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Each passage with the numbers of its document and source, and whether it is its last."""
    sources = sorted(documents["source"].unique())
    of_document = dict(zip(documents["document"], documents["source"], strict=True))
    codes, names = pd.factorize(passages["document"], sort=True)
    numbers = pd.Index(sources, dtype=object).get_indexer([of_document[name] for name in names])
    position = passages["position"].to_numpy()
    passages_of = passages.groupby("document")["position"].transform("max").to_numpy()
    last = (position == passages_of) & (passages_of >= SHORT)
    source = numbers[codes] if len(codes) else codes
    return pd.DataFrame({"passage": passages["passage"], "document": codes, "source": source, "last": last})
