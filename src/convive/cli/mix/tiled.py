"""`convive mix profile` in tiles: what is read, what is kept and what is written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from convive.cli.mix import progress_bar

if TYPE_CHECKING:
    from convive.engines.mixing.scale import Curve

# Rows of a Parquet file beyond which it is cut into tiles without being asked.
LARGE = 5_000_000


def wants_tiles(cells: Path, scheduler: str | None, workers: int | None) -> bool:
    """Whether the lattice in `cells` is to be cut: because somebody says so, or because it is large."""
    if scheduler is not None and workers is not None:
        raise click.UsageError("Name a scheduler or a number of workers, not both.")
    if scheduler is not None or workers is not None or cells.is_dir():
        return True
    import polars as pl

    from convive.cli.mix.reading import PARQUET_ENDINGS

    if not cells.is_file() or cells.suffix.lower() not in PARQUET_ENDINGS:
        return False

    try:
        return int(pl.scan_parquet(cells).select(pl.len()).collect().item()) > LARGE
    except pl.exceptions.PolarsError:
        # Whoever reads it says what is wrong.
        return False


def tiled_profile(
    cells: Path, x_name: str, y_name: str, names: list[str], ks: tuple[int, ...], cell: float | None, ring: str,
    reach: float | None, scheduler: str | None, processes: int | None, most: int, output: Path | None,
) -> tuple[Curve, Any, float]:  # fmt: skip
    """The curve, the people by group and the side of a cell; the profile of each place goes to `output`.

    Kept in memory: the tiles that are being worked on and the sums of the curve; where one file is written, the
    profiles of all places.
    """
    from convive.cli.mix.cluster import profiles
    from convive.cli.mix.profile_writing import profile_table, write_table
    from convive.cli.scheduler import workers
    from convive.engines.mixing.scale import curve_from, curve_sums
    from convive.engines.mixing.scale.profiles import checked_ks
    from convive.engines.mixing.scale.tiles import together

    at = tuple(int(k) for k in checked_ks(ks))
    folder = output is not None and not output.suffix
    with _source(cells, x_name, y_name, names, cell) as (source, rows, west, south):
        survey = source.survey()
        sums, kept, part = None, [], 0
        empty = rows - int(survey.cells.sum())
        with workers(scheduler, processes or os.cpu_count() or 1) as client:
            if folder:
                assert output is not None
                output.mkdir(parents=True, exist_ok=True)
            for tile in profiles(client, source, survey, at, most, ring, reach, progress_bar("places")):
                more = curve_sums(tile.profile, survey.all_people)
                sums = more if sums is None else sums + more
                x, y = west + tile.column * source.cell, south + tile.row * source.cell
                if folder:
                    assert output is not None
                    table = profile_table(tile.profile, x, y, x_name, y_name)
                    write_table(output / f"part-{part:05}.parquet", table)
                    part += 1
                elif output is not None:
                    kept.append(tile)
        if kept:
            assert output is not None
            found = together(kept, survey, empty)
            order = sorted_places(kept)
            x, y = west + order[1] * source.cell, south + order[0] * source.cell
            write_table(output, profile_table(found, x, y, x_name, y_name))
    assert sums is not None
    return curve_from(sums, at, tuple(names), survey.all_people, empty), survey.all_people, source.cell


def sorted_places(tiles: list[Any]) -> tuple[Any, Any]:
    """Row and column of the places of all tiles, in the order in which `together` puts them."""
    import numpy as np

    row, column = (np.concatenate([getattr(tile, name) for tile in tiles]) for name in ("row", "column"))
    order = np.lexsort((column, row))
    return row[order], column[order]


@contextmanager
def _source(
    cells: Path, x_name: str, y_name: str, names: list[str], cell: float | None
) -> Iterator[tuple[Any, int, float, float]]:
    """Where workers get cells from, how many rows there are, and the centre of column 0 and row 0."""
    from convive.cli.mix.cluster import Held
    from convive.cli.mix.profile import cells_of, lattice_in
    from convive.cli.mix.reading import TableError
    from convive.cli.mix.stored import Stored, is_stored

    if is_stored(cells):
        stored = Stored.of(cells, x_name, y_name, names, cell)
        yield stored, stored.rows, stored.west, stored.south
        return
    with cells_of(cells, x_name, y_name, names) as (x, y, counts):
        lattice = lattice_in(x, y, counts, names, cell)
        if lattice is None:
            raise TableError("tiles need a lattice: these are scattered points (or name --cell)")
        yield Held(lattice), len(x), lattice.west, lattice.south
