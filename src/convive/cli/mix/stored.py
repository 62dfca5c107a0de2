"""A lattice in Parquet files that is larger than memory: surveyed in one pass, read by window."""

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
# Coordinates may lie this part of a cell off the lattice (they were rounded).
OFF = 1e-3


def is_stored(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in PARQUET_ENDINGS


@dataclass(frozen=True)
class Stored:
    """Cells in Parquet files; rows of all files are numbered one after the other. west, south: of the first column and
    row, metres. empty: cells where nobody lives."""

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
        for name in (x, y):
            at = pl.col(name).cast(pl.Float64)
            _refuse(table, at.is_null() | at.is_nan(), name, "the cell is blank")
            _refuse(table, ~at.is_finite(), name, "the coordinate is not a number")
        for name in groups:
            people = pl.col(name)
            if columns[name].is_float():
                people = people.fill_nan(None)
                _refuse(table, people != people.floor(), name, "{} is not a whole number of people")
            _refuse(table, people.is_null(), name, "the cell is blank")
            _refuse(table, people < 0, name, "{} is negative")
        lived = pl.any_horizontal(pl.col(name) > 0 for name in groups)
        extent = table.select(
            rows=pl.len(),
            west=pl.col(x).filter(lived).min(), east=pl.col(x).filter(lived).max(),
            south=pl.col(y).filter(lived).min(), north=pl.col(y).filter(lived).max(),
        ).collect(engine="streaming")  # fmt: skip
        rows, west, east, south, north = extent.row(0)
        if west is None:
            raise TableError("nobody lives in any cell")
        if cell is None:
            sides = (table.select(pl.col(name).unique()).collect(engine="streaming") for name in (x, y))
            cell = guessed_cell(*(side.to_series().to_numpy().astype(np.float64) for side in sides))
        for name, origin in ((x, west), (y, south)):
            steps = (pl.col(name) - origin) / cell
            _refuse(
                table,
                (steps - steps.round()).abs() > OFF,
                name,
                f"{{}} is not on a lattice of {cell:g} metres",
            )
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


def _refuse(table: pl.LazyFrame, wrong: pl.Expr, name: str, what: str) -> None:
    first = table.filter(wrong).select(ROW, name).head(1).collect(engine="streaming")
    if first.height:
        row, value = first.row(0)
        raise TableError(what.format(value), row=int(row) + 2, column=name)
