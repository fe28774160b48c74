"""Which documents tell one event, by the words that they share."""

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import tokens

EVENT = 0.2  # cosine of the words of two documents that tell one event, in a study of several
ONE = 0.08  # mean cosine of the documents of a study that tells one event


class Events:
    """The documents of a study as vectors of their content words, (1 + log count) log(1 + documents / documents with it).

    `terms` has passage, term and count, `passages` has passage and document.
    """

    def __init__(self, terms: pd.DataFrame, passages: pd.DataFrame) -> None:
        document_of = passages.set_index("passage")["document"]
        counted = terms.assign(document=terms["passage"].astype(object).map(document_of)).dropna(subset=["document"])
        names, words = counted["document"], counted["term"].astype("category")
        content = np.asarray([" " not in word and tokens.is_content(word) for word in words.cat.categories], dtype=bool)
        kept = content[words.cat.codes] if len(words) else np.zeros(0, dtype=bool)
        self._place = {name: place for place, name in enumerate(sorted(set(document_of)))}
        rows = names[kept].map(self._place).to_numpy(np.int64)
        shape = (len(self._place), len(words.cat.categories))
        columns = words.cat.codes.to_numpy()[kept]
        matrix = sparse.csr_matrix((counted["count"].to_numpy(float)[kept], (rows, columns)), shape=shape)
        having = np.maximum((matrix > 0).sum(axis=0).A1, 1)
        matrix.data = 1 + np.log(matrix.data)
        weighed = matrix.multiply(np.log1p(len(self._place) / having)).tocsr()
        length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        self._vectors = sparse.diags(1 / np.maximum(length, 1e-12)) @ weighed
        total = np.asarray(self._vectors.sum(axis=0)).ravel()
        many = len(self._place)
        self.alike = float((total @ total - many) / max(many * (many - 1), 1))  # mean cosine of two documents

    def places(self, documents: pd.Series) -> np.ndarray:
        """The place of each document among the vectors."""
        return documents.map(self._place).to_numpy(np.int64)

    def same(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Whether the documents at these places, pair by pair, tell one event; in a study of one event all do."""
        if self.alike >= ONE:
            return np.ones(len(one), dtype=bool)
        pairs, inverse = np.unique(np.column_stack([one, other]).reshape(-1, 2), axis=0, return_inverse=True)
        cosine = self._vectors[pairs[:, 0]].multiply(self._vectors[pairs[:, 1]]).sum(axis=1)
        found: np.ndarray = np.asarray(cosine).ravel()[inverse.ravel()] >= EVENT
        return found
