"""From a number to the places in the texts that it was counted in: in a result bundle, on the page, and as a table.

A figure or table may carry `evidence` in its bundle: {key, adds, places, numbers}. `key` are the columns of its data that
name a number, `adds` is the column that holds it (without one, its rows are counted); `places` is a list of [passage,
document, position, start, end]. A number is {key, total, of, at, amounts, box}: its key's values, itself, how many places it
has, which of `places` these are, and what each of them adds (left out where each adds one). `box` (left, top, width and
height in points) is its area in the drawing, if it has one: there lies a link over the drawing, which itself holds none.
Evidence is ids and offsets, never text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from analysis.errors import PublishError
from analysis.evidence import PLACE
from analysis.report.prose import escaped

if TYPE_CHECKING:
    import pandas as pd  # not loaded: rendering does without

Key: TypeAlias = tuple[str, ...]
Boxes: TypeAlias = Mapping[Key, Sequence[float]]

SOURCE = "source"  # the column of a key that holds ids of sources
MOST = 20_000  # places of a figure or table in its bundle, and so in its file
_PLACE = (str, str, int, int, int)  # what PLACE holds
NARROW = 24  # characters: names that keep to one line
SHOWN, SHOWN_IN_ALL = 20, 600  # places of a number on the page, and of all numbers of a figure or table


def bundled(found: pd.DataFrame, data: pd.DataFrame, boxes: Boxes | None = None) -> dict[str, Any]:
    """A table of evidence (`analysis.evidence`) of numbers in `data`, for a bundle; of other numbers it is left out.

    Where there are more than MOST places, each number has its first ones, as many as fit; `of` says how many there are.
    Raises ValueError where a number is not what its places add up to.
    """
    columns = [str(name) for name in found.columns]
    key, adds = columns[: columns.index(PLACE[0])], columns[-1]
    numbers = _totals(data, key, adds)
    rows: dict[Key, list[tuple[Any, ...]]] = {name: [] for name in numbers}
    for row in found.itertuples(index=False, name=None):
        if (name := tuple(map(str, row[: len(key)]))) in rows:
            rows[name].append(row[len(key) :])
    limit = _fitting([len(own) for own in rows.values()], MOST)
    places: dict[tuple[Any, ...], int] = {}
    told = []
    for name, (values, total) in numbers.items():
        amounts = [_plain(row[-1]) for row in rows[name]]
        if abs(total - sum(amounts)) > 1e-6:
            raise ValueError(f"{adds} of {', '.join(name)} is {total}, but its places add up to {sum(amounts)}")
        at = [places.setdefault(tuple(map(_plain, row[:-1])), len(places)) for row in rows[name][:limit]]
        number = {"key": values, "total": total, "of": len(amounts), "at": at}
        number |= {} if set(amounts) <= {1} else {"amounts": amounts[:limit]}
        number |= {"box": list(boxes[name])} if boxes and name in boxes else {}
        if amounts:
            told.append(number)
    return {"key": key, "adds": adds, "places": [list(place) for place in places], "numbers": told}


def _totals(data: pd.DataFrame, key: Sequence[str], adds: str) -> dict[Key, tuple[list[Any], Any]]:
    """The values of the key and the number of each row, by key, in the order of the rows.

    Without a column of numbers, the rows of a key are counted; rows of one key are taken together.
    """
    found: dict[Key, tuple[list[Any], Any]] = {}
    data = data if adds in data.columns else data.assign(**{adds: 1})
    for row in data[[*key, adds]].itertuples(index=False, name=None):
        name = tuple(map(str, row[:-1]))
        found[name] = ([_plain(cell) for cell in row[:-1]], _plain(row[-1]) + (found[name][1] if name in found else 0))
    return found


def _plain(cell: Any) -> Any:
    cell = cell.item() if hasattr(cell, "item") else cell
    return cell if isinstance(cell, (int, float)) else str(cell)


def _fitting(sizes: Sequence[int], most: int) -> int:
    """How many of each can be kept so that all together are at most so many; one in any case."""
    low, high = 1, max([1, *sizes])
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sum(min(size, middle) for size in sizes) <= most else (low, middle - 1)
    return low


def check(bundle: Mapping[str, Any], where: str) -> None:
    """Raise PublishError where the evidence of a bundle is not what `bundled` makes."""
    try:
        found, columns = bundle["evidence"], [column["name"] for column in bundle.get("columns", ())]
        sound = all(isinstance(name, str) for name in (*found["key"], found["adds"]))
        sound &= bundle["kind"] != "table" or {*found["key"]} <= {*columns}
        sound &= all(tuple(map(type, place)) == _PLACE for place in found["places"])
        sound &= all(_sound(number, len(found["key"]), len(found["places"])) for number in found["numbers"])
    except (KeyError, TypeError, ValueError, AttributeError):
        sound = False
    if not sound:
        raise PublishError(where, "evidence that cannot be read", "run the notebook again")


def _sound(number: Mapping[str, Any], keys: int, places: int) -> bool:
    at, box = number["at"], number.get("box", [0, 0, 0, 0])
    amounts = number.get("amounts", [1] * len(at))
    return (
        len(number["key"]) == keys
        and len(amounts) == len(at) > 0
        and type(number["of"]) is int
        and all(type(one) is int and 0 <= one < places for one in at)
        and all(type(one) in (int, float) for one in (number["total"], *amounts, *box))
        and len(box) == 4
    )


def file(bundle: Mapping[str, Any]) -> str:
    """Where the table of evidence lies beside the published page."""
    return f"tables/{bundle['id']}-evidence.csv"


def labelled(bundle: Mapping[str, Any], labels: object) -> Mapping[str, Any]:
    """A bundle whose numbers name sources by their labels on the page; `labels` are those of a title block, by id."""
    if "evidence" not in bundle or not isinstance(labels, Mapping):
        return bundle
    found = bundle["evidence"]
    sources = [name == SOURCE for name in found["key"]]
    numbers = [
        {
            **one,
            "named": [
                labels.get(part, part) if is_id else part for part, is_id in zip(one["key"], sources, strict=True)
            ],
        }
        for one in found["numbers"]
    ]
    return {**bundle, "evidence": {**found, "numbers": numbers}}


def rows(bundle: Mapping[str, Any]) -> tuple[list[str], Iterator[list[Any]]]:
    """The evidence of a bundle as a table: its columns, and a row a place."""
    found = bundle["evidence"]
    listed = (
        [*number["key"], *found["places"][at], amount] for number in found["numbers"] for at, amount in _added(number)
    )
    return [*found["key"], *PLACE, found["adds"]], listed


def links(bundle: Mapping[str, Any], size: tuple[float, float]) -> str:
    """The links that lie over a drawing of this size in points; nothing where none of its numbers has an area.

    They are `xlink:href`, since JupyterLab takes every `href` for the path of a file.
    """
    anchors = [
        f'<a role="link" xlink:href="#{anchor(bundle, place)}" aria-label="{escaped(_name(bundle, number))}">'
        f"<rect {_rectangle(number['box'])}/></a>"
        for place, number in enumerate(_numbers(bundle))
        if "box" in number
    ]
    box = f"0 0 {size[0]:g} {size[1]:g}"
    look = 'fill="none" pointer-events="all"'
    label = "Numbers of the figure, each a link to the passages behind it"
    inside = "".join(anchors)
    return (
        f'<svg class="leads" {look} viewBox="{box}" role="group" aria-label="{label}">{inside}</svg>' if anchors else ""
    )


def _rectangle(box: Sequence[float]) -> str:
    return " ".join(f'{name}="{part:g}"' for name, part in zip(("x", "y", "width", "height"), box, strict=True))


def cells(bundle: Mapping[str, Any]) -> dict[tuple[int, int], str]:
    """The anchors that cells of a table lead to, by row and column: the numbers, or what names them if these are not shown."""
    if not _numbers(bundle):
        return {}
    found, columns = bundle["evidence"], [column["name"] for column in bundle["columns"]]
    key = [columns.index(name) for name in found["key"]]
    shown = [at for at, column in enumerate(bundle["columns"]) if column["label"]]
    adds = [at for at in shown if columns[at] == found["adds"]]
    leading = [*adds, *(at for at in key if at in shown), *shown][0]
    anchors = {tuple(map(str, number["key"])): anchor(bundle, at) for at, number in enumerate(found["numbers"])}
    named = ((at, tuple(str(row[part]) for part in key)) for at, row in enumerate(bundle["rows"]))
    return {(at, leading): anchors[name] for at, name in named if name in anchors}


def anchor(bundle: Mapping[str, Any], number: int) -> str:
    """The id on the page of the places of a number. (An id of a bundle has no `_`, so that no two can be the same.)"""
    return f"{bundle['kind'][:3]}-{escaped(bundle['id'])}_{number + 1}"


def folded(bundle: Mapping[str, Any], *, files: bool = False, packed: str = "") -> str:
    """The places of each number, folded; the first SHOWN of each, and of many numbers fewer.

    `packed` is the table of all of them, if the page carries it (`carried`).
    """
    numbers = _numbers(bundle)
    if not numbers:
        return ""
    found = bundle["evidence"]
    most = min(SHOWN, _fitting([len(number["at"]) for number in numbers], SHOWN_IN_ALL))
    path = escaped(file(bundle))
    kept = f' data-csv="{packed}"' if packed else ""
    link = f'<a href="{path}" download>{path}</a>' if files else path
    heads = [*((name, "") for name in found["key"]), (found["adds"], ' class="number"'), ("where", "")]
    head = "".join(f'<th scope="col"{kind}>{escaped(_words(name))}</th>' for name, kind in heads)
    body = "".join(_row(bundle, at, number, most) for at, number in enumerate(numbers))
    return (
        f'<details class="evidence"{kept}><summary>Passages behind it</summary>'
        "<p>Document, ¶ passage, in brackets its first and last character in the cleaned text, and behind + what it adds, if "
        'not one. Who has the texts can see a passage: <code>analysis.context.find(compared, data, "'
        f'{escaped(found["places"][0][0])}").text</code>. {_completeness(numbers, most)} {link}.</p>'
        f'<div class="scroll" role="region" tabindex="0" aria-label="Passages behind {escaped(bundle["id"])}">'
        f"<table{_narrow(numbers)}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )


def _narrow(numbers: Sequence[Mapping[str, Any]]) -> str:
    """The class of a table whose names each keep to one line."""
    longest = max(len(str(part)) for number in numbers for part in number.get("named", number["key"]))
    return ' class="short"' if longest <= NARROW else ""


def _completeness(numbers: Sequence[Mapping[str, Any]], most: int) -> str:
    if all(number["of"] == len(number["at"]) for number in numbers):
        return "All are in" if any(number["of"] > most for number in numbers) else "As a table:"
    return f"Of each number, its first {max(len(number['at']) for number in numbers):,} are in"


def _row(bundle: Mapping[str, Any], at: int, number: Mapping[str, Any], most: int) -> str:
    named = "".join(f"<td>{escaped(part)}</td>" for part in number.get("named", number["key"]))
    where = _where(bundle["evidence"]["places"], number, most)
    more = f", and {number['of'] - most:,} more" if number["of"] > most else ""
    total = f'<td class="number">{number["total"]:,}</td>'
    return f'<tr id="{anchor(bundle, at)}">{named}{total}<td>{where}{more}</td></tr>'


def _where(places: Sequence[Sequence[Any]], number: Mapping[str, Any], most: int) -> str:
    """Places as `A-1 ¶7 (1204–1480), ¶9 (1600–1720) +2`: document, passage, first and last character, what it adds."""
    told, last = [], None
    for at, amount in _added(number)[:most]:
        _, document, position, start, end = places[at]
        name = "" if document == last else f"{escaped(document)}\N{NO-BREAK SPACE}"
        told.append(f"{name}¶{position}\N{NO-BREAK SPACE}({start}–{end})" + (f" +{amount:,}" if amount != 1 else ""))
        last = document
    return ", ".join(told)


def _added(number: Mapping[str, Any]) -> list[tuple[int, Any]]:
    """The places of a number, and what each adds."""
    return list(zip(number["at"], number.get("amounts") or [1] * len(number["at"]), strict=True))


def _name(bundle: Mapping[str, Any], number: Mapping[str, Any]) -> str:
    """`topic 1, source A: passages 3`."""
    names = [_words(name) for name in (*bundle["evidence"]["key"], bundle["evidence"]["adds"])]
    key = ", ".join(f"{name} {value}" for name, value in zip(names, number.get("named", number["key"]), strict=False))
    return f"{key}: {names[-1]} {number['total']:,}"


def _words(column: str) -> str:
    return column.replace("_", " ")


def _numbers(bundle: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    numbers: Sequence[Mapping[str, Any]] = bundle.get("evidence", {}).get("numbers", ())
    return numbers
