"""Is a table what its schema says? By whole columns; a cell is looked at alone only to say what is wrong with it."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import TableError
from analysis.tables.schemas import SCHEMAS, Column, Schema

LARGEST = 2**53  # whole numbers up to here are exact as floats, in spreadsheets too
Texts = NDArray[np.object_]
Flags = NDArray[np.bool_]
_NUMBER: dict[str, Callable[[str], float]] = {
    "date": lambda text: date.fromisoformat(text).toordinal(),
    "whole": int,
    "number": float,
}


def check(frame: pd.DataFrame, name: str, where: str, first: int = 2) -> pd.DataFrame:
    """The frame with the schema's types and column order, or a TableError.

    Text is of dtype object and "" where it is missing; a column that repeats is categorical. `first` is the number that
    the first row has in the file `where`: 2 below the header of a CSV file.
    """
    schema = SCHEMAS[name]
    check_header(list(frame.columns), name, where)
    there = [column for column in schema.columns if column.name in frame.columns]
    result = pd.DataFrame({c.name: _column(frame[c.name], c, where, first) for c in there}, copy=False)
    if (row := _second(result, schema)) is not None:
        what = ", ".join(f"{key} {result[key].iloc[row]!r}" for key in schema.key)
        raise TableError(f"{where}, row {first + row}", f"{what} stands twice", f"One row is {schema.row}.")
    return result


def check_header(found: Sequence[str], name: str, where: str) -> None:
    """Raise TableError where a column stands twice, is unknown or missing."""
    schema = SCHEMAS[name]
    known = {column.name for column in schema.columns}
    if twice := sorted({column for column in found if found.count(column) > 1}):
        raise TableError(where, f"column {twice[0]!r} stands twice", "Keep one of them.")
    for column in found:
        if column not in known:
            raise TableError(where, f"unknown column {column!r}", f"A row is {schema.row}: {', '.join(sorted(known))}.")
    for needed in schema.columns:
        if needed.name not in found and not needed.optional:
            raise TableError(
                where, f"column {needed.name!r} is missing", f"It is {needed.means}. Build the study again."
            )


def _column(cells: pd.Series, column: Column, where: str, first: int) -> pd.Series:
    if column.kind in ("whole", "number"):
        values, bad = _numbers(cells, column)
    elif column.repeats:
        values, bad = _categories(cells, column)
    else:
        values, bad = _texts(cells, column)
    if bad.any():
        row = int(bad.argmax())
        text = _text(cells.iloc[row : row + 1])[0]
        found = text if text and pd.api.types.is_numeric_dtype(cells) else repr(text)
        raise TableError(
            f"{where}, row {first + row}", f"{column.name} is {found}: {_fault(text, column)}", f"It is {column.means}."
        )
    return pd.Series(values, dtype=values.dtype, copy=False)


def _numbers(cells: pd.Series, column: Column) -> tuple[NDArray[np.generic], Flags]:
    """The numbers of a column, and which cells are none that it may have."""
    parse, dtype = (int, np.int64) if column.kind == "whole" else (float, np.float64)
    if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells):
        values = cells.to_numpy()
    else:
        texts = _text(cells)
        try:
            values = np.fromiter(map(parse, texts), dtype, len(texts))
        except (ValueError, OverflowError):
            return texts, np.asarray([bool(_fault(text, column)) for text in texts])
    low = -LARGEST if column.low is None else column.low
    high = LARGEST if column.high is None else column.high
    bad = ~((values >= low) & (values <= high))
    if column.kind == "whole" and values.dtype.kind == "f":
        bad |= values != np.floor(values)
    return values if bad.any() else values.astype(dtype, copy=False), bad


def _texts(cells: pd.Series, column: Column) -> tuple[Texts, Flags]:
    texts = _text(cells)
    bad = _unfit(texts, column)
    if column.kind == "date" and not bad.any():
        written = {text: date.fromisoformat(text).isoformat() if text else "" for text in set(texts)}
        texts = np.asarray([written[text] for text in texts], dtype=object)
    return texts, bad


def _categories(cells: pd.Series, column: Column) -> tuple[pd.Categorical, Flags]:
    """The column as a categorical whose categories are those that occur, sorted; only they are looked at."""
    if isinstance(cells.dtype, pd.CategoricalDtype):
        codes, distinct = cells.cat.codes.to_numpy(), _text(pd.Series(cells.cat.categories))
    else:
        codes, distinct = pd.factorize(_text(cells))
    if len(codes) and codes.min() < 0:
        codes, distinct = np.where(codes < 0, len(distinct), codes), np.append(distinct, "")
    used = np.flatnonzero(np.bincount(codes, minlength=len(distinct)))
    kept, merged = np.unique(distinct[used], return_inverse=True) if len(used) else (distinct[used], used)
    place = np.zeros(len(distinct), dtype=np.int32)
    place[used] = merged
    codes = place[codes]
    dtype = pd.CategoricalDtype(pd.Index(kept, dtype=object))
    return pd.Categorical.from_codes(codes, dtype=dtype, validate=False), _unfit(kept, column)[codes]


def _text(cells: pd.Series) -> Texts:
    """The cells as str, "" where one is missing."""
    values = cells.to_numpy(dtype=object)
    if pd.api.types.infer_dtype(values, skipna=False) in ("string", "empty"):
        return values
    told = ("" if missing else str(cell) for cell, missing in zip(values, pd.isna(values), strict=True))
    return np.fromiter(told, object, len(values))


def _unfit(texts: Texts, column: Column) -> Flags:
    """Which texts the column must not have."""
    distinct = pd.unique(texts)
    faulty = [text for text in distinct if _fault(text, column)] if column.choices or column.kind == "date" else []
    if not column.empty:
        faulty.append("")
    return pd.Series(texts, dtype=object).isin(faulty).to_numpy()


def _fault(text: str, column: Column) -> str:
    """What is wrong with one cell; "" where nothing is."""
    if not text:
        return "" if column.empty else "must not be empty"
    if column.choices and text not in column.choices:
        return f"must be one of {', '.join(column.choices)}"
    if column.kind == "text":
        return ""
    try:
        number = _NUMBER[column.kind](text)
    except ValueError:
        return "must be a date written 2021-06-16" if column.kind == "date" else f"must be a {column.kind} number"
    if abs(number) > LARGEST:
        return "is too large"
    if not (column.low is None or number >= column.low) or not (column.high is None or number <= column.high):
        return f"must lie between {column.low} and {column.high if column.high is not None else 'any'}"
    return ""


def _second(table: pd.DataFrame, schema: Schema) -> int | None:
    """The place of the first row whose key an earlier row has."""
    key = list(schema.key)
    if not key or _all_differ(table, key):
        return None
    twice = table.duplicated(key).to_numpy()
    return int(twice.argmax()) if twice.any() else None


def _all_differ(table: pd.DataFrame, key: Sequence[str]) -> bool:
    """Can it be told quickly that no key stands twice? The codes of a row's categories, taken as digits, are one number."""
    if not all(isinstance(table[name].dtype, pd.CategoricalDtype) for name in key):
        return False
    number, size = np.zeros(len(table), dtype=np.int64), 1
    for name in key:
        size *= len(table[name].cat.categories)
        number *= len(table[name].cat.categories)
        number += table[name].cat.codes.to_numpy()
    if size < 2**62 and not (number[1:] > number[:-1]).all():
        number.sort(kind="stable")  # fast where, as here, most stands in order
    return size < 2**62 and bool((number[1:] > number[:-1]).all())
