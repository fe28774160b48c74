"""Where labels stand beside discs: on no disc, on no other label, on no line that leads to one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LINE = 1.25  # heights of the font from one line to the next
ALIEN = 2  # as far as from its own disc, at least, a label is from others and beside other labels
# Below a disc first, then above, beside, and between these; as sixteenths of a turn.
SIDES = (12, 4, 0, 8, 14, 10, 2, 6, 13, 11, 3, 5, 15, 9, 1, 7)


@dataclass(frozen=True)
class Label:
    """A label's middle, its width and height, and the line that leads to it from its disc, if one is needed."""

    x: float
    y: float
    width: float
    height: float
    line: tuple[tuple[float, float], tuple[float, float]] | None = None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top."""
        across, up = self.width / 2, self.height / 2
        return self.x - across, self.y - up, self.x + across, self.y + up


def extent(text: str, size: float) -> tuple[float, float]:
    """Width and height of a text in points, at a font size in points, whatever draws it."""
    lines = text.split("\n")
    font = FontProperties(family="DejaVu Sans")
    widths = [TextPath((0, 0), line, size=size, prop=font).get_extents().width for line in lines if line.strip()]
    return max([*widths, 0.0]) * 1.04, len(lines) * LINE * size


@dataclass
class Labelling:
    """Discs in a frame (left and right), and the labels that have found a place beside them.

    `pad` is what stays free around a label; where there is room nowhere in the frame, a label stands below everything.
    They are `crowded` if a label's line had to be longer than `far`, or to run over something else.
    """

    middles: Floats
    radii: Floats
    frame: tuple[float, float]
    pad: float
    far: float
    placed: list[Label] = field(default_factory=list)
    crowded: bool = False

    def add(self, disc: int, width: float, height: float) -> Label:
        """The nearest free place for a label of this size beside a disc."""
        candidates = list(self._candidates(disc, width, height))
        free = [label for label in candidates if self._free(label, disc)]
        clear = (label for label in free if not self._crosses(label, disc))
        found = next(clear, None)
        chosen = found or (free[0] if free else candidates[-1])
        self.crowded |= found is None or _length(chosen) > self.far
        self.placed.append(chosen)
        return chosen

    def _candidates(self, disc: int, width: float, height: float) -> Iterator[Label]:
        """Places ever farther from the disc, and on every side of it; the last is free in any case."""
        middle, radius = self.middles[disc], float(self.radii[disc])
        lowest = float((self.middles[:, 1] - self.radii).min())
        reach = float(np.ptp(self.middles, axis=0).max() + 2 * self.radii.max())
        for away in np.arange(0, reach, max(height / 2, reach / 200)):
            for side in SIDES:
                u = np.asarray([np.cos(side * np.pi / 8), np.sin(side * np.pi / 8)])
                support = abs(u[0]) * width / 2 + abs(u[1]) * height / 2
                x, y = (middle + u * (radius + self.pad + support + away)).tolist()
                start, end = middle + u * radius, middle + u * (radius + self.pad / 2 + away)
                line = None if away < height else ((start[0], start[1]), (end[0], end[1]))
                yield Label(x, y, width, height, line)
        below = min([lowest, *(label.box[1] for label in self.placed)]) - self.pad - height / 2
        x = min(max(float(middle[0]), self.frame[0] + width / 2), self.frame[1] - width / 2)
        yield Label(x, below, width, height, ((float(middle[0]), float(middle[1]) - radius), (x, below + height / 2)))

    def _free(self, label: Label, disc: int) -> bool:
        left, bottom, right, top = label.box
        if left < self.frame[0] or right > self.frame[1]:
            return False
        gaps = np.maximum(np.maximum([left, bottom] - self.middles, self.middles - [right, top]), 0)
        free = np.sqrt((gaps**2).sum(axis=1)) - self.radii
        own = 0.9 * self.pad
        if free[disc] < own or (np.delete(free, disc) < ALIEN * own).any():
            return False
        for other in self.placed:
            beside = left < other.box[2] + ALIEN * self.pad and other.box[0] < right + ALIEN * self.pad
            if beside and bottom < other.box[3] and other.box[1] < top:
                return False
            if other.line and _inside(_along(other.line), label.box).any():
                return False
        return True

    def _crosses(self, label: Label, disc: int) -> bool:
        """Whether the line to a label runs over another disc or label."""
        if not label.line:
            return False
        points = _along(label.line)
        far = np.sqrt(((points[:, None] - self.middles[None]) ** 2).sum(axis=-1)) < self.radii
        far[:, disc] = False
        return bool(far.any() or any(_inside(points, other.box).any() for other in self.placed))


def _length(label: Label) -> float:
    (x, y), (to_x, to_y) = label.line or ((0.0, 0.0), (0.0, 0.0))
    return float(np.hypot(to_x - x, to_y - y))


def _along(line: Sequence[tuple[float, float]]) -> Floats:
    """Points of a line, close together."""
    start, end = (np.asarray(point) for point in line)
    return np.asarray(start + (end - start) * np.linspace(0, 1, 50)[:, None])


def _inside(points: Floats, box: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    return np.asarray(((points >= box[:2]) & (points <= box[2:])).all(axis=1))
