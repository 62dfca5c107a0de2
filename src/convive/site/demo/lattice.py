"""The ground the invented cities are drawn on: a hexagonal lattice bent into a landscape.

Cells and corners have whole-number addresses, so which cells touch is never a question of rounding. Positions
use only + - * / and square roots, which IEEE 754 fixes to the last bit: every machine draws the same map.

The water runs between row -1 and row 0. Corners on it exist twice, once for each bank, which opens the river
without cutting a single polygon. Distances are in kilometres; the origin lies on the water, in the middle
of town.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import floor, sqrt

Cell = tuple[int, int]
"""(column counted in half cells, row)."""
Corner = tuple[int, int, int]
"""(column in half cells, height in half sides, bank: 1 north of the water, -1 south of it)."""
Point = tuple[float, float]

_SQRT3 = sqrt(3.0)
# A cell's corners, counter-clockwise from the lower left, and the neighbour across the side that starts
# there.
_CORNERS = ((-1, -1), (0, -2), (1, -1), (1, 1), (0, 2), (-1, 1))
_NEIGHBOURS = ((-1, -1), (1, -1), (2, 0), (1, 1), (-1, 1), (-2, 0))


class Noise:
    """Smooth value noise in the plane, between -1 and 1."""

    def __init__(self, rng: random.Random, size: int = 64) -> None:
        self._size = size
        self._table = [2.0 * rng.random() - 1.0 for _ in range(size * size)]

    def __call__(self, x: float, y: float) -> float:
        left, low = floor(x), floor(y)
        fx, fy = x - left, y - low
        fx, fy = fx * fx * (3.0 - 2.0 * fx), fy * fy * (3.0 - 2.0 * fy)
        n, table = self._size, self._table
        row, above = (low % n) * n, ((low + 1) % n) * n
        column, right = left % n, (left + 1) % n
        bottom = table[row + column] + (table[row + right] - table[row + column]) * fx
        top = table[above + column] + (table[above + right] - table[above + column]) * fx
        return bottom + (top - bottom) * fy


@dataclass(frozen=True)
class Curve:
    """A smooth curve through points of rising x (Catmull-Rom); level before the first and after the last."""

    points: Sequence[Point]

    def __call__(self, x: float) -> float:
        points = self.points
        if x <= points[0][0]:
            return points[0][1]
        if x >= points[-1][0]:
            return points[-1][1]
        at = next(i for i in range(1, len(points)) if x <= points[i][0])
        (x0, y0), (x1, y1) = points[at - 1], points[at]
        step = x1 - x0
        t = (x - x0) / step
        start, end = self._slopes[at - 1] * step, self._slopes[at] * step
        square, cube = t * t, t * t * t
        return (
            (2 * cube - 3 * square + 1) * y0
            + (cube - 2 * square + t) * start
            + (3 * square - 2 * cube) * y1
            + (cube - square) * end
        )

    @cached_property
    def _slopes(self) -> list[float]:
        points = self.points
        inner = zip(points, points[2:], strict=False)
        return [0.0, *((after[1] - before[1]) / (after[0] - before[0]) for before, after in inner), 0.0]


@dataclass(frozen=True)
class Land:
    """How the lattice is bent: cells a radius, the radius, the finer centre, the water's course and width."""

    cells: int
    radius: float
    centre: float
    """Size of a cell in the middle of town, as a share of what it would be if all were equal."""
    course: Curve
    width: Curve
    chance: Sequence[float]
    """Numbers between -1 and 1 that push corners out of the regular pattern."""
    noise: Noise
    coves: float = 0.0
    """How far each bank departs from the plain course of the water, in kilometres."""
    wildness: float = 0.28
    _points: dict[Corner, Point] = field(default_factory=dict)
    _centres: dict[Cell, Point] = field(default_factory=dict)

    def all_cells(self, reach: float = 1.3) -> Iterator[Cell]:
        """Every cell within `reach` radii of the origin, in a fixed order."""
        limit = int(self.cells * reach)
        for row in range(-limit, limit + 1):
            for column in range(-2 * limit, 2 * limit + 1):
                if (column + row) % 2 == 0:
                    yield column, row

    def corners(self, cell: Cell) -> list[Corner]:
        """The six corners of a cell, counter-clockwise; side k runs from corner k to corner k + 1."""
        column, row = cell
        bank = bank_of(cell)
        return [(column + dx, 3 * row + dy, bank) for dx, dy in _CORNERS]

    def centre_of(self, cell: Cell) -> Point:
        """Where the middle of a cell lies, in kilometres."""
        if cell not in self._centres:
            self._centres[cell] = self._bend(cell[0] / 2.0, (cell[1] + 0.5) * _SQRT3 / 2.0, bank_of(cell))
        return self._centres[cell]

    def place(self, corner: Corner) -> Point:
        """Where a corner lies, in kilometres."""
        if corner not in self._points:
            column, height, bank = corner
            dx, dy = self._shift(column, height)
            on_water = height in (-1, -2)
            across = 0.0 if on_water else (height + 1.5) * _SQRT3 / 6.0 + dy
            self._points[corner] = self._bend(column / 2.0 + dx * (0.4 if on_water else 1.0), across, bank)
        return self._points[corner]

    def _shift(self, column: int, height: int) -> Point:
        # By address, not by the order in which corners are asked for.
        at, n = column * 1009 + height * 613, len(self.chance)
        return self.wildness * self.chance[at % n], self.wildness * self.chance[(at * 7 + 331) % n]

    def stretch(self, cell: Cell) -> float:
        """How large cells are here, the outskirts being 1."""
        along, across = cell[0] / 2.0 / self.cells, (cell[1] + 0.5) * _SQRT3 / 2.0 / self.cells
        return self.centre + (1.0 - self.centre) * (along * along + across * across)

    def _bend(self, along: float, across: float, bank: int) -> Point:
        along, across = along / self.cells, across / self.cells
        stretch = self.radius * (self.centre + (1.0 - self.centre) * (along * along + across * across))
        x, y = along * stretch, across * stretch
        slope = (self.course(x + 0.01) - self.course(x - 0.01)) / 0.02
        shore = self.course(x) + bank * self.width(x) / 2.0 * sqrt(1.0 + slope * slope)
        if self.coves:
            shore += self.coves * (self.noise(1.3 * x, 20.5 * bank) + 0.6 * self.noise(3.1 * x, 30.5 * bank))
        # The land follows the water close by and forgets it farther off.
        return x, y + shore / (1.0 + 0.12 * y * y)


def around(cell: Cell) -> list[Cell]:
    """The cell across each side, in the order of the sides; the water does not count as a wall here."""
    return [(cell[0] + dx, cell[1] + dy) for dx, dy in _NEIGHBOURS]


def bank_of(cell: Cell) -> int:
    """1 for a cell north of the water, -1 for one south of it."""
    return 1 if cell[1] >= 0 else -1


def is_water(a: Corner, b: Corner) -> bool:
    """Whether the side between two corners lies on the water."""
    return a[1] in (-1, -2) and b[1] in (-1, -2)
