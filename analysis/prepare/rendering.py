"""Between the rows and the tables: the statements that several sources render, of all documents."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis import renderings, tokens
from analysis.prepare.numbering import NOBODY
from analysis.prepare.rows import frame


def find(parts: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The table `renderings` of a study, from the parts that `rows.row_unit` made.

    A document that repeats an earlier one, and a passage that repeats one of its document, render nothing anew.
    """
    said: list[renderings.Said] = []
    for part in parts:
        documents, passages = part["documents"], part["passages"]
        texts = dict(zip(documents["document"], part["texts"], strict=True))
        source_of = dict(zip(documents["document"], documents["source"], strict=True))
        again = set(documents.loc[documents["copy_of"] != "", "document"])
        own = passages[(passages["copy_of"] == "") & ~passages["document"].isin(again)]
        document_of = dict(zip(own["passage"], own["document"], strict=True))
        columns = (part["quotations"][name] for name in ("quotation", "passage", "start", "end"))
        for quotation, passage, start, end in zip(*columns, strict=True):
            document = document_of.get(passage)
            if document is not None and source_of[document] != NOBODY:
                words = tuple(tokens.terms(texts[document][start:end]))
                said.append(renderings.Said(quotation, source_of[document], words))
    rows = [(one.statement, one.quotation, one.share, one.only, one.missing) for one in renderings.find(said)]
    return frame("renderings", rows)
