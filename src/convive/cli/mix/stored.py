"""A lattice in Parquet files that is larger than memory, read by window.

Before that, the files are gone through three times: for what cannot be used, how far it reaches and the side of a
cell; for whether all lies on the lattice; and to count cells and people in blocks (`survey`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from convive.cli.mix.reading import PARQUET_ENDINGS, TableError
from convive.engines.mixing import MixError
from convive.engines.mixing.scale import Lattice, guessed_cell, lattice_of
from convive.engines.mixing.scale.tiles import BLOCK, Survey, Tile

ROW = "\0row"
# What must not be, in which column, and what to say of it.
Check = tuple[pl.Expr, str, str]
# Coordinates may lie this part of a cell off the lattice (they were rounded).
OFF = 1e-3


def is_stored(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in PARQUET_ENDINGS


@dataclass(frozen=True)
class Stored:
    """Cells in Parquet files; rows of all files are numbered one after the other. west, south: of the first column and
    row, metres. height, width: rows and columns of the lattice. rows: of the files, empty cells included."""

    files: tuple[str, ...]
    x: str
    y: str
    groups: tuple[str, ...]
    cell: float
    west: float
    south: float
    height: int
    width: int
    rows: int

    @classmethod
    def of(cls, path: Path, x: str, y: str, groups: Sequence[str], cell: float | None) -> Stored:
        """Raises TableError, naming row and column, for what cannot be used."""
        found = sorted(each for each in path.rglob("*") if each.suffix.lower() in PARQUET_ENDINGS)
        files = tuple(str(each) for each in (found if path.is_dir() else [path]))
        if not files:
            raise TableError(f"there are no Parquet files in {path}")
        table = _scan(files)
        columns = table.collect_schema()
        for name in (x, y, *groups):
            if name not in columns:
                there = ", ".join(each for each in columns if each != ROW)
                raise TableError(f"there is no such column; the columns are: {there}", row=1, column=name)
            if not columns[name].is_numeric():
                raise TableError("the column does not hold numbers", row=1, column=name)
        checks: list[Check] = []
        for name in (x, y):
            at = pl.col(name).cast(pl.Float64)
            checks.append((at.is_null() | at.is_nan(), name, "the cell is blank"))
            checks.append((~at.is_finite(), name, "the coordinate is not a number"))
        for name in groups:
            people = pl.col(name)
            if columns[name].is_float():
                people = people.fill_nan(None)
                checks.append((people != people.floor(), name, "{} is not a whole number of people"))
            checks.append((people.is_null(), name, "the cell is blank"))
            checks.append((people < 0, name, "{} is negative"))
        lived = pl.any_horizontal(pl.col(name) > 0 for name in groups)
        sides = [pl.col(name).unique().implode().alias(side) for name, side in ((x, "\0x"), (y, "\0y"))]
        extent = _checked(
            table, checks,
            pl.len().alias("rows"),
            pl.col(x).filter(lived).min().alias("west"), pl.col(x).filter(lived).max().alias("east"),
            pl.col(y).filter(lived).min().alias("south"), pl.col(y).filter(lived).max().alias("north"),
            *(sides if cell is None else ()),
        )  # fmt: skip
        rows, west, east, south, north = extent.row(0)[:5]
        if west is None:
            raise TableError("nobody lives in any cell")
        if cell is None:
            cell = guessed_cell(*(extent[side][0].to_numpy().astype(np.float64) for side in ("\0x", "\0y")))
        off = f"{{}} is not on a lattice of {cell:g} metres"
        steps = [(name, (pl.col(name) - origin) / cell) for name, origin in ((x, west), (y, south))]
        _checked(table, [((step - step.round()).abs() > OFF, name, off) for name, step in steps])
        height, width = (round((last - first) / cell) + 1 for last, first in ((north, south), (east, west)))
        return cls(files, x, y, tuple(groups), cell, float(west), float(south), height, width, rows)

    def survey(self) -> Survey:
        def block(name: str, origin: float) -> pl.Expr:
            return ((pl.col(name) - origin) / self.cell).round().cast(pl.Int64) // BLOCK

        counted = (
            _scan(self.files)
            .filter(pl.any_horizontal(pl.col(name) > 0 for name in self.groups))
            .group_by(block(self.y, self.south).alias("\0up"), block(self.x, self.west).alias("\0across"))
            .agg(pl.len().alias("\0cells"), *(pl.col(name).cast(pl.Int64).sum() for name in self.groups))
            .collect(engine="streaming")
        )
        up, across, cells = (
            counted[name].to_numpy().astype(np.int64) for name in ("\0up", "\0across", "\0cells")
        )
        counts = counted.select(self.groups).to_numpy().astype(np.int64)
        return Survey.counted(up, across, cells, counts, (self.height, self.width))

    def needed(self, tile: Tile) -> tuple[Lattice, int, int]:
        """The cells of a tile and its halo with their row in the files as `source`, and the row and column where
        theirs begin."""
        south, north, west, east = tile.window
        half = self.cell / 2
        cells = (
            _scan(self.files)
            .filter(
                pl.col(self.y).is_between(
                    self.south + south * self.cell - half, self.south + north * self.cell - half
                ),
                pl.col(self.x).is_between(
                    self.west + west * self.cell - half, self.west + east * self.cell - half
                ),
                pl.any_horizontal(pl.col(name) > 0 for name in self.groups),
            )
            .select(ROW, self.x, self.y, *self.groups)
            .collect()
        )
        x, y = (cells[name].to_numpy().astype(np.float64) for name in (self.x, self.y))
        row = cells[ROW].to_numpy().astype(np.int64)
        try:
            found = lattice_of(x, y, cells.select(self.groups).to_numpy(), self.groups, self.cell)
        except MixError as error:
            at = None if error.row is None else int(row[error.row]) + 2
            raise TableError(error.what, row=at, column=error.column) from error
        return (
            replace(found, source=row[found.source]),
            round((found.south - self.south) / self.cell),
            round((found.west - self.west) / self.cell),
        )


def _scan(files: Sequence[str]) -> pl.LazyFrame:
    return pl.scan_parquet(list(files), row_index_name=ROW)


def _checked(table: pl.LazyFrame, checks: Sequence[Check], *more: pl.Expr) -> pl.DataFrame:
    """What `more` asks, in one pass with the checks. Raises TableError with the first row for which one is true."""
    first = [
        pl.col(ROW).filter(wrong).min().alias(f"\0{at}") for at, (wrong, _name, _what) in enumerate(checks)
    ]
    found = table.select(*more, *first).collect(engine="streaming")
    for at, (_wrong, name, what) in enumerate(checks):
        row = found[f"\0{at}"][0]
        if row is not None:
            value = table.filter(pl.col(ROW) == row).select(name).collect(engine="streaming").item()
            raise TableError(what.format(value), row=int(row) + 2, column=name)
    return found
