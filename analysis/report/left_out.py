"""A study without one of its sources: its tables less that source's documents, and all that rests on them.

What was found on all texts together and cannot be told apart afterwards stays: names' spellings, house style, and the
boundaries of passages.
"""

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import study as studies
from analysis import tables
from analysis.errors import ParameterError
from analysis.study import Study
from analysis.tables.reading import path_of

FEWEST = 2  # sources that are left to compare
# of the report with all sources: another one is not cited by them
_ONES = ("doi", "address")


def check(study: Study, sources: list[str]) -> None:
    """Raise ParameterError for a source that the study does not have, or where too few would be left."""
    ids = [source.id for source in study.sources]
    for text in sources:
        if text not in ids:
            raise ParameterError("--each", f"the study has no source {text!r}", f"It has: {', '.join(ids)}.")
    if len(ids) <= FEWEST:
        found = f"the study has {len(ids)} sources, and without one there is nothing left to compare"
        raise ParameterError("--each", found, "Vary a parameter instead: rashomon report --parameters lists them.")


def write(study: Study, source: str, folder: Path) -> Study:
    """Write the study without a source into a new folder, which is called as the study is, and load it."""
    folder.mkdir(parents=True)
    (folder / studies.FILE).write_text(_toml(study, source), encoding="utf-8")
    for name, frame in _without(dict(tables.read_all(study.folder)), source).items():
        path = path_of(study.folder, name)
        if path.exists():
            tables.write(frame, folder, name, large=path.suffix == ".parquet")
    return studies.load(folder)


def _without(data: dict[str, pd.DataFrame], source: str) -> dict[str, pd.DataFrame]:
    """The tables less the rows of a source, and less those that refer to them."""
    data["documents"] = _reoriginated(data["documents"][data["documents"]["source"] != source], "document", "copy_of")
    data["sources"] = data["sources"][data["sources"]["source"] != source]
    for name in tables.SCHEMAS:  # a table stands below those that it refers to
        for column, other in _refers(name).items():
            known = data[other][tables.SCHEMAS[other].key[0]]
            cells = data[name][column]
            data[name] = data[name][cells.isin(known) | (cells.isna() | (cells == ""))]
    data["passages"] = _reoriginated(data["passages"], "passage", "original")
    data["terms"] = _in_two_passages(data["terms"])
    data["renderings"] = _compared(data)
    return {name: frame.reset_index(drop=True) for name, frame in data.items()}


def _refers(name: str) -> dict[str, str]:
    """Which columns of a table name rows of another one; those filled in by hand may name some that are gone."""
    declared = dict(tables.SCHEMAS[name].refers)
    by_hand = {"checked": {"passage": "passages", "quotation": "quotations"}, "coding": {"passage": "passages"}}
    return declared or by_hand.get(name, {})


def _reoriginated(frame: pd.DataFrame, key: str, original: str) -> pd.DataFrame:
    """Of copies whose original is gone, the first is the original now."""
    gone = frame[original].notna() & (frame[original] != "") & ~frame[original].isin(frame[key])
    first = frame[gone].groupby(original, sort=False)[key].transform("first")
    told = frame[original].astype(object).copy()
    told[gone] = first.where(first != frame.loc[gone, key], "")
    return frame.assign(**{original: told})


def _in_two_passages(terms: pd.DataFrame) -> pd.DataFrame:
    """The terms without n-grams that stand in one passage only, from which a sentence could be put together."""
    many = terms.groupby("term", observed=True)["passage"].transform("nunique")
    return terms[~terms["term"].astype(str).str.contains(" ", regex=False) | (many > 1)]


def _compared(data: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The statements that two sources still render, with their fullest rendering, which the others are measured by."""
    renderings = data["renderings"]
    document = data["passages"].set_index("passage")["document"]
    source = data["documents"].set_index("document")["source"]
    passage = data["quotations"].set_index("quotation")["passage"]
    whose = renderings["quotation"].map(passage).map(document).map(source)
    statement = renderings["statement"]
    # The fullest has all of its own words. Its attribution comes first; of a statement without it nothing can be said.
    whole = renderings["share"].groupby(statement).transform("max") >= 1
    return renderings[whole & (whose.groupby(statement).transform("nunique") > 1)]


def _toml(study: Study, source: str) -> str:
    """`study.toml` without the source; the title and the note say so."""
    told = tomllib.loads((study.folder / studies.FILE).read_text(encoding="utf-8"))
    label = study.labels[source]
    told["title"] += f" (without {label})"
    told["note"] = f"{told.get('note', '')} One source of the study is left out here: {label}.".strip()
    rows = [row for row in told.pop("sources") if row["id"] != source]
    parameters = told.pop("parameters", {})
    head = {key: value for key, value in told.items() if key not in _ONES}
    parts = [_pairs(head), *(f"[[sources]]\n{_pairs(row)}" for row in rows), f"[parameters]\n{_pairs(parameters)}"]
    return "\n".join(parts)


def _pairs(told: dict[str, Any]) -> str:
    return "".join(f"{key} = {studies.toml(value)}\n" for key, value in told.items())
