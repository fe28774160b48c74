"""Areas of a drawing that lead to what is behind their numbers.

They draw nothing: whoever shows the drawing lays links over it (`analysis.report.evidence`), and a drawing that stands alone
has none.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import Transform

Box: TypeAlias = tuple[float, float, float, float]


class Lead(Rectangle):
    """The area of the number that `key` names, in the data of some axes, or as `transform` says."""

    def __init__(self, key: Sequence[object], box: Box, transform: Transform | None = None) -> None:
        x, y, width, height = box
        more: dict[str, Any] = {} if transform is None else {"transform": transform}
        super().__init__((x, y), width, height, visible=False, **more)
        self.key = tuple(map(str, key))
        self.set_in_layout(False)


def cells(axes: Axes, rows: Sequence[object], columns: Sequence[object]) -> None:
    """A lead on each cell of a matrix whose cells are one wide and high, from (0, 0): its key is its row, then its column."""
    for row, beside in enumerate(rows):
        for column, above in enumerate(columns):
            axes.add_artist(Lead((beside, above), (column, row, 1, 1)))


def row(axes: Axes, place: float, key: Sequence[object], height: float = 1.0) -> None:
    """A lead on a row of some axes, as wide as they are, its middle at `place`."""
    axes.add_artist(Lead(key, (0, place - height / 2, 1, height), axes.get_yaxis_transform()))


def boxes(drawn: Figure) -> dict[tuple[str, ...], list[float]]:
    """The leads of a figure that has been drawn, by key: left, top, width and height in points, from its upper left."""
    across, down = drawn.get_size_inches() * 72
    whole, found = drawn.bbox, {}
    for lead in drawn.findobj(Lead):
        own = lead.get_window_extent()
        left, top = (own.x0 - whole.x0) / whole.width, 1 - (own.y1 - whole.y0) / whole.height
        wide, high = own.width / whole.width, own.height / whole.height
        found[lead.key] = [round(float(part), 1) for part in (left * across, top * down, wide * across, high * down)]
    return found
