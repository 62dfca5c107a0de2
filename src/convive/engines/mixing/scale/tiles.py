"""A lattice in tiles: pieces that do not need one another, and the way to put them together again.

A tile is a window of the lattice with a halo of other cells around it. Whoever lives in the window and finds k people
no farther away than the halo is wide has found the right ones: everybody nearer stands in the tile. Farther away nobody
is looked for. Cells that do not find k people within the halo are named, and go into another tile with a wider one,
until the halo holds the whole lattice. So the result is that of one piece, to the last bit, however it is cut.

counted = Survey.of(lattice)
for tile in counted.tiles(ks, 250_000):            # windows of about so many cells, and a guess of their halos
    found = profile_tile(piece(lattice, tile), tile, ks)   # anywhere
    again = counted.wider(tile, found)             # None, or the tile for the cells that are still without
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from convive.engines.mixing.scale.lattice import Lattice
from convive.engines.mixing.scale.nearest import profile_at
from convive.engines.mixing.scale.profiles import Profile, checked_ks, joined

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
# Cells along the side of the blocks that a survey counts.
BLOCK = 32
# Part of a tile's cells that its first halo is meant to be enough for.
USUAL = 0.95


@dataclass(frozen=True)
class Tile:
    """Cells from (south, west) up to, not including, (north, east), in rows and columns of the whole lattice.

    halo: cells on each side that are looked at besides. final: nothing lies beyond it that would be looked at. of: the
    cells of the window whose profile is wanted, as `source` of the lattice numbers them; None for all.
    """

    south: int
    north: int
    west: int
    east: int
    halo: int
    final: bool
    of: I64 | None = None

    @property
    def window(self) -> tuple[int, int, int, int]:
        """The tile with its halo: south, north, west, east."""
        return self.south - self.halo, self.north + self.halo, self.west - self.halo, self.east + self.halo


@dataclass(frozen=True)
class TileProfile:
    """What one tile gives. profile: of the cells that are done, in order of row and column. row, column: where they
    lie in the whole lattice. short: `source` of the cells that did not find k people within the halo, and the window
    around them (south, north, west, east)."""

    profile: Profile
    row: I64
    column: I64
    short: I64
    around: tuple[int, int, int, int]


@dataclass(frozen=True)
class Survey:
    """How many cells and people there are, by blocks of BLOCK by BLOCK cells: (rows, columns) each. height, width: of
    the lattice. all_people: by group."""

    height: int
    width: int
    cells: I64
    people: I64
    all_people: I64

    @classmethod
    def of(cls, lattice: Lattice) -> Survey:
        return cls.counted(lattice.row // BLOCK, lattice.column // BLOCK, None, lattice.counts, lattice.shape)

    @classmethod
    def counted(
        cls,
        up: NDArray[np.integer],
        across: NDArray[np.integer],
        cells: I64 | None,
        counts: I64,
        shape: tuple[int, int],
    ) -> Survey:
        """From blocks (their rows and columns) with as many `cells`, one where None, and people by group."""
        size = tuple(-(-side // BLOCK) for side in shape)
        grid = (np.zeros(size, np.int64), np.zeros(size, np.int64))
        np.add.at(grid[0], (up, across), 1 if cells is None else cells)
        np.add.at(grid[1], (up, across), counts.sum(axis=1))
        return cls(*shape, *grid, counts.sum(axis=0))

    def tiles(self, ks: Sequence[int], most: int, reach: int | None = None) -> list[Tile]:
        """Windows with at most `most` cells each (or of one block), from south to north, and from west to east.

        reach: farthest distance that is looked at, in cells.
        """
        enough = self._enough(int(checked_ks(ks)[-1]))
        found = []
        for up, down, left, right in self._halved(0, self.cells.shape[0], 0, self.cells.shape[1], most):
            cells = self.cells[up:down, left:right].ravel()
            order = np.argsort(enough[up:down, left:right], axis=None)
            at = np.searchsorted(np.cumsum(cells[order]), USUAL * cells.sum())
            halo = int(enough[up:down, left:right].ravel()[order[min(at, order.size - 1)]])
            window = (
                up * BLOCK,
                min(down * BLOCK, self.height),
                left * BLOCK,
                min(right * BLOCK, self.width),
            )
            found.append(self._tile(window, halo, reach))
        return sorted(found, key=lambda tile: (tile.south, tile.west))

    def wider(self, tile: Tile, found: TileProfile, reach: int | None = None) -> Tile | None:
        """The tile for the cells of `tile` that are not done; None where there are none."""
        if not found.short.size:
            return None
        return replace(self._tile(found.around, 2 * tile.halo + 1, reach), of=found.short)

    def _tile(self, window: tuple[int, int, int, int], halo: int, reach: int | None) -> Tile:
        south, north, west, east = window
        most = max(self.height, self.width)
        if reach is not None:
            most = min(most, reach)
        return Tile(*window, halo=min(halo, most), final=halo >= most)

    def _halved(
        self, up: int, down: int, left: int, right: int, most: int
    ) -> Iterator[tuple[int, int, int, int]]:
        """Windows of blocks with somebody, halved along their longer side until they are small enough."""
        cells = int(self.cells[up:down, left:right].sum())
        if not cells:
            return
        if cells <= most or (down - up == 1 and right - left == 1):
            yield up, down, left, right
        elif down - up >= right - left:
            middle = (up + down) // 2
            yield from self._halved(up, middle, left, right, most)
            yield from self._halved(middle, down, left, right, most)
        else:
            middle = (left + right) // 2
            yield from self._halved(up, down, left, middle, most)
            yield from self._halved(up, down, middle, right, most)

    def _enough(self, k: int) -> I64:
        """For each block about how many cells around it hold k people: a guess, that nothing rests on."""
        rows, columns = self.people.shape
        summed = np.zeros((rows + 1, columns + 1), np.int64)
        summed[1:, 1:] = self.people.cumsum(axis=0).cumsum(axis=1)
        low = np.zeros((rows, columns), np.int64)
        high = np.full((rows, columns), max(rows, columns), np.int64)
        up, across = np.indices((rows, columns))
        while (low < high).any():
            at = (low + high) // 2
            top, bottom = np.minimum(up + at + 1, rows), np.maximum(up - at, 0)
            end, begin = np.minimum(across + at + 1, columns), np.maximum(across - at, 0)
            there = summed[top, end] - summed[bottom, end] - summed[top, begin] + summed[bottom, begin]
            high = np.where(there >= k, at, high)
            low = np.where(there >= k, low, np.minimum(at + 1, high))
        return (high + 1) * BLOCK


def piece(lattice: Lattice, tile: Tile) -> Lattice:
    """The cells of the tile and its halo, with the `source` they have in the whole."""
    south, north, west, east = tile.window
    places = lattice.slice_of_rows(slice(max(south, 0), max(north, 0)))
    column = lattice.column[places]
    inside = (column >= west) & (column < east)
    return replace(
        lattice,
        column=column[inside],
        row=lattice.row[places][inside],
        counts=lattice.counts[places][inside],
        source=lattice.source[places][inside],
        empty=0,
    )


def profile_tile(
    cells: Lattice,
    tile: Tile,
    ks: Sequence[int],
    *,
    south: int = 0,
    west: int = 0,
    ring: str = "proportional",
    reach: float | None = None,
) -> TileProfile:
    """The profile of the window of `tile`, of which `cells` are those of window and halo.

    south, west: row and column of the whole lattice where row and column 0 of `cells` lie. reach: as of `profile`.
    """
    row, column = cells.row.astype(np.int64) + south, cells.column.astype(np.int64) + west
    if tile.of is None:
        at = np.flatnonzero(
            (row >= tile.south) & (row < tile.north) & (column >= tile.west) & (column < tile.east)
        )
    else:
        at = np.flatnonzero(np.isin(cells.source, tile.of))
    limit = reach if tile.final else _nearer(tile.halo * cells.cell, reach)
    found = profile_at(_at_origin(cells), ks, at, 0, ring, limit)
    short = np.zeros(at.size, np.bool_)
    # Within the reach that was asked for, not to find k people is an answer.
    if not tile.final:
        short = np.asarray(found.short.any(axis=1))
    left = at[short]
    around = (
        (int(row[left].min()), int(row[left].max()) + 1, int(column[left].min()), int(column[left].max()) + 1)
        if left.size
        else (0, 0, 0, 0)
    )
    done = ~short
    return TileProfile(_of(found, done), row[at[done]], column[at[done]], cells.source[left], around)


def together(found: Sequence[TileProfile], survey: Survey, empty: int) -> Profile:
    """The tiles as one profile, in order of row and column as `profile` of the whole gives them."""
    order = np.lexsort(
        (np.concatenate([tile.column for tile in found]), np.concatenate([tile.row for tile in found]))
    )
    whole = joined([tile.profile for tile in found])
    return replace(_of(whole, order), all_people=survey.all_people, empty=empty)


def _nearer(halo: float, reach: float | None) -> float:
    return halo if reach is None else min(halo, reach)


def _at_origin(cells: Lattice) -> Lattice:
    """The same cells numbered from their own first row and column."""
    if not cells.places or (int(cells.row[0]) == 0 and int(cells.column.min()) == 0):
        return cells
    return replace(cells, row=cells.row - cells.row[0], column=cells.column - cells.column.min())


def _of(found: Profile, which: NDArray[np.generic]) -> Profile:
    return replace(
        found,
        **{
            name: getattr(found, name)[which]
            for name in ("residents", "source", "shares", "reached", "distance", "alike")
        },
    )
