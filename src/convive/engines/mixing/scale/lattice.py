"""People on a lattice of square cells, and the profile of each cell's nearest k people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convive.engines.mixing.counts import MixError, whole_numbers

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F64 = NDArray[np.float64]
Frozen = TypeVar("Frozen", bound=NDArray[np.generic])

# Coordinates may lie this part of a cell off the lattice (they were rounded).
OFF = 1e-3


@dataclass(frozen=True)
class Lattice:
    """Populated cells of a square lattice, in order of row (south to north), then column (west to east).

    cell: side of a cell, metres. west, south: centre of column 0 and row 0, metres. column, row: int32, shape (n,).
    counts: int64, shape (n, g), people by group; each person is in exactly one group. groups: their g names.
    source: for each cell its position in the input, shape (n,). empty: how many cells of the input had nobody.

    Make it with `lattice_of`. The arrays cannot be written to.
    """

    cell: float
    west: float
    south: float
    column: I32
    row: I32
    counts: I64
    groups: tuple[str, ...]
    source: I64
    empty: int

    @property
    def places(self) -> int:
        return int(self.row.size)

    @property
    def people(self) -> int:
        return int(self.counts.sum())

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns from the first to the last populated one."""
        return (int(self.row[-1]) + 1, int(self.column.max()) + 1) if self.places else (0, 0)

    def slice_of_rows(self, rows: slice) -> slice:
        """The places on the lattice's rows `rows.start` to `rows.stop` (not included)."""
        start, stop, step = rows.indices(self.shape[0])
        if step != 1:
            raise MixError("rows are taken in one stretch: the step of the slice must be 1")
        begin, end = np.searchsorted(self.row, [start, max(start, stop)])
        return slice(int(begin), int(end))

    def cut(self, rows: slice, halo: float) -> tuple[Lattice, slice]:
        """The lattice of `rows` with `halo` metres on both sides, and where `rows` are in it.

        `profile(*piece, reach=halo)` gives the same bits as `profile(whole, rows, reach=halo)`. Cells keep their
        `source` of the whole.
        """
        start, stop, _step = rows.indices(self.shape[0])
        margin = int(np.floor(halo / self.cell)) + 1
        outer = slice(max(0, start - margin), min(self.shape[0], stop + margin))
        places = self.slice_of_rows(outer)
        piece = replace(
            self,
            south=self.south + outer.start * self.cell,
            column=self.column[places],
            row=_frozen(self.row[places] - np.int32(outer.start)),
            counts=self.counts[places],
            source=self.source[places],
            empty=0,
        )
        return piece, slice(start - outer.start, stop - outer.start)


def lattice_of(
    x: ArrayLike,
    y: ArrayLike,
    counts: ArrayLike,
    groups: Sequence[str] | None = None,
    cell: float | None = None,
) -> Lattice:
    """Cells at their centres `x`, `y` (metres, projected; shape (n,)) with `counts` (n, g) people by group.

    Without `cell`, the side of a cell is the smallest step between two coordinates. Cells with nobody are left out
    and counted. Raises MixError, naming the row (from 0) and the column: a coordinate that is blank or off the lattice,
    a cell that is there twice, a count that is negative, a fraction or blank; more than 2,147,483,647 people.
    """
    names = (
        tuple(str(g) for g in groups) if groups is not None else tuple(str(g) for g in range(_width(counts)))
    )
    people = whole_numbers(counts, names)
    east, north = coordinate(x, "x", len(people)), coordinate(y, "y", len(people))
    if not len(people):
        raise MixError("there is no cell")
    if people.sum() >= 2**31:
        raise MixError("there are more than 2,147,483,647 people: cut the lattice into tiles")
    side = guessed_cell(east, north) if cell is None else float(cell)
    if not side > 0 or not np.isfinite(side):
        raise MixError(f"the side of a cell must be more than 0 metres; it is {side:g}")
    west, south = float(east.min()), float(north.min())
    column, row = _steps(east, west, side, "x"), _steps(north, south, side, "y")
    order = np.lexsort((column, row))
    same = (np.diff(row[order]) == 0) & (np.diff(column[order]) == 0)
    if same.any():
        at = int(np.argmax(same))
        again = max(int(order[at]), int(order[at + 1]))
        raise MixError(f"the cell ({east[again]:.12g}, {north[again]:.12g}) is there twice", row=again)
    order = order[people[order].sum(axis=1) > 0]
    row, column = row[order], column[order]
    lowest, leftmost = (int(row.min()), int(column.min())) if order.size else (0, 0)
    return Lattice(
        cell=side,
        west=west + leftmost * side,
        south=south + lowest * side,
        column=_frozen((column - leftmost).astype(np.int32)),
        row=_frozen((row - lowest).astype(np.int32)),
        counts=_frozen(people[order]),
        groups=names,
        source=_frozen(order.astype(np.int64)),
        empty=len(people) - order.size,
    )


def guessed_cell(x: F64, y: F64) -> float:
    """The smallest step between two coordinates, metres. Raises MixError where all cells stand in one place."""
    steps = np.concatenate([np.diff(np.unique(x)), np.diff(np.unique(y))])
    span = max(float(np.ptp(x)), float(np.ptp(y)))
    steps = steps[steps > span * 1e-9]
    if not steps.size:
        raise MixError("the side of a cell cannot be told from one cell: name it")
    return float(steps.min())


def fits(x: F64, y: F64, cell: float) -> bool:
    """Whether all coordinates lie on one lattice."""
    return all(
        bool(np.all(np.abs(steps - np.rint(steps)) <= OFF))
        for steps in ((x - x.min()) / cell, (y - y.min()) / cell)
    )


def coordinate(values: ArrayLike, name: str, n: int) -> F64:
    given = np.asarray(values, dtype=np.float64)
    if given.shape != (n,):
        raise MixError(f"there are {n} rows of counts but {given.size} coordinates", column=name)
    if not np.isfinite(given).all():
        raise MixError("the coordinate is blank", row=int(np.argmin(np.isfinite(given))), column=name)
    return given


def _steps(values: F64, origin: float, cell: float, name: str) -> I64:
    steps = (values - origin) / cell
    near = np.rint(steps)
    off = np.abs(steps - near) > OFF
    if off.any():
        at = int(np.argmax(off))
        raise MixError(f"{values[at]:.12g} is not on a lattice of {cell:g} metres", row=at, column=name)
    if near.max() >= 2**30:
        raise MixError(
            f"the lattice has {near.max():,.0f} steps of {cell:g} metres: are these metres?", column=name
        )
    return near.astype(np.int64)


def _width(counts: ArrayLike) -> int:
    shape = np.shape(counts)
    return int(shape[1]) if len(shape) == 2 else 0


def _frozen(array: Frozen) -> Frozen:
    array.setflags(write=False)
    return array
