"""`convive mix profile`: mix at every scale, from the nearest hundred people to half a city."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from convive.cli.mix import progress_bar, split_names

if TYPE_CHECKING:
    # The engines are imported where they are used, so that `--help` does not wait for a compiler.
    from convive.engines.mixing.scale import Lattice, Profile

DEFAULT_KS = "100,200,…,51200"
GAPS = ("…", "...", "..")


class ScalesType(click.ParamType):
    """Whole numbers with commas between them; “100,200,…,800” goes on as it began."""

    name = "K,K,…"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        found: list[int] = []
        words = [word.strip() for word in str(value).split(",")]
        for place, word in enumerate(words):
            if word in GAPS:
                if len(found) < 2 or place + 1 >= len(words) or not words[place + 1].isdigit():
                    self.fail("“…” stands after two numbers and before the last", param, ctx)
                found += _between(found[-2], found[-1], int(words[place + 1]))
            elif not word.isdigit() or int(word) < 1:
                self.fail(f"“{word}” is no number of people", param, ctx)
            else:
                found.append(int(word))
        return tuple(found)


@click.command("profile")
@click.argument("cells", type=click.Path(path_type=Path))
@click.option(
    "--x", "x_name", default="x", show_default=True, metavar="COLUMN", help="Column of eastings, metres."
)
@click.option(
    "--y", "y_name", default="y", show_default=True, metavar="COLUMN", help="Column of northings, metres."
)
@click.option(
    "--groups", required=True, metavar="A,B,…", help="Columns of the groups, with commas between them."
)
@click.option(
    "--k", "ks", type=ScalesType(), default=DEFAULT_KS, show_default=True, help="How many nearest people."
)
@click.option(
    "--cell", type=float, metavar="METRES", help="Side of the cells of a lattice. Left out, it is found."
)
@click.option(
    "--ring",
    type=click.Choice(["proportional", "whole"]),
    default="proportional",
    show_default=True,
    help="Share out the cells at the distance where k is reached, or take them all.",
)
@click.option("--reach", type=float, metavar="METRES", help="Look no farther than this (lattice only).")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the profile of each place here (.parquet or .csv; with tiles also a folder).",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Cut a lattice into tiles for this Dask scheduler (tcp://…)."
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="NUMBER",
    help="Cut it into tiles for as many processes here.",
)
@click.option(
    "--tile",
    type=click.IntRange(1),
    default=100_000,
    show_default=True,
    metavar="CELLS",
    help="Cells of a tile.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the curve as JSON.")
def profile_command(
    cells: Path,
    x_name: str,
    y_name: str,
    groups: str,
    ks: tuple[int, ...],
    cell: float | None,
    ring: str,
    reach: float | None,
    output: Path | None,
    scheduler: str | None,
    workers: int | None,
    tile: int,
    as_json: bool,
) -> None:
    """Mix among each place's nearest k people.

    CELLS is a table (CSV, Parquet, Excel, GeoJSON) with a row per cell of a lattice, or per scattered point, its
    projected coordinates in metres and a column of people per group. A folder of Parquet files, and a Parquet file of
    more than five million rows, are cut into tiles and not held in memory.
    """
    from convive.cli.mix.profile_writing import as_data, as_text, profile_table, write_table
    from convive.cli.mix.tiled import tiled_profile, wants_tiles
    from convive.engines.mixing import MixError
    from convive.engines.mixing.scale import curve

    names = split_names(groups)
    tiles = wants_tiles(cells, scheduler, workers)
    if output is not None and output.suffix.lower() not in (".parquet", ".csv", *([""] if tiles else [])):
        raise click.BadParameter("must end in .parquet or .csv", param_hint="--output")
    if output is not None and output.is_dir() and any(output.iterdir()):
        raise click.BadParameter(f"the folder {output} is not empty", param_hint="--output")
    try:
        if tiles:
            side: float | None
            line, all_people, side = tiled_profile(
                cells, x_name, y_name, names, ks, cell, ring, reach, scheduler, workers, tile, output
            )
        else:
            found, x, y, side = _profile(cells, x_name, y_name, names, ks, cell, ring, reach)
            line, all_people = curve(found), found.all_people
            if output is not None:
                write_table(output, profile_table(found, x, y, x_name, y_name))
    except MixError as error:
        raise click.ClickException(f"{cells.name}: {error}") from error
    if output is not None:
        click.echo(f"Wrote the profiles of {line.places:,} places to {output}.", err=True)
    if as_json:
        click.echo(
            json.dumps(as_data(line, all_people, ring, side), ensure_ascii=False, indent=2, allow_nan=False)
        )
    elif output is None:
        click.echo("\n".join(as_text(line, side)))


def _profile(
    cells: Path, x_name: str, y_name: str, names: list[str], ks: tuple[int, ...], cell: float | None, ring: str,
    reach: float | None,
) -> tuple[Profile, Any, Any, float | None]:  # fmt: skip
    """The profile, the coordinates of its places, and the side of the lattice's cells or None for scattered points."""
    from convive.engines.mixing import MixError
    from convive.engines.mixing.scale import profile, profile_points

    bar = progress_bar("places")
    with cells_of(cells, x_name, y_name, names) as (x, y, counts):
        lattice = lattice_in(x, y, counts, names, cell)
        if lattice is not None:
            found, side = profile(lattice, ks, ring=ring, reach=reach, progress=bar), lattice.cell
        elif reach is not None:
            raise MixError("a reach needs a lattice: these are scattered points (or name --cell)")
        else:
            found, side = profile_points(x, y, counts, ks, names, ring=ring, progress=bar), None
    return found, x[found.source], y[found.source], side


@contextmanager
def cells_of(cells: Path, x_name: str, y_name: str, names: list[str]) -> Iterator[tuple[Any, Any, Any]]:
    """Coordinates and counts of a table. An engine's error in the block gets the row and column of the table."""
    import numpy as np

    from convive.cli.mix.reading import (
        TableError,
        column_of,
        numbers_column,
        read_table,
        row_of,
        whole_column,
    )
    from convive.engines.mixing import MixError

    table = read_table(cells)
    for name in (x_name, y_name, *names):
        column_of(table, name)
    x, y = numbers_column(table, x_name), numbers_column(table, y_name)
    counts = np.column_stack([whole_column(table, name)[0] for name in names])
    try:
        yield x, y, counts
    except TableError:
        raise
    except MixError as error:
        # An engine counts rows from 0 and calls the coordinates x and y.
        row = None if error.row is None else row_of(table, error.row)
        column = {"x": x_name, "y": y_name}.get(error.column or "", error.column)
        raise TableError(error.what, row=row, column=column) from error


def lattice_in(x: Any, y: Any, counts: Any, names: list[str], cell: float | None) -> Lattice | None:
    """The lattice that the places lie on; None where they are scattered points and no cell was named."""
    import numpy as np

    from convive.engines.mixing.scale import fits, guessed_cell, lattice_of

    if cell is None and len(x) > 1 and (np.ptp(x) > 0 or np.ptp(y) > 0):
        cell = guessed_cell(x, y)
        # Points with two decimals lie on a lattice too, of a centimetre; that is none worth the name.
        steps = (np.ptp(x) / cell + 1) * (np.ptp(y) / cell + 1)
        if not fits(x, y, cell) or steps > 10_000 * len(x) or _twice(x, y):
            return None
    return lattice_of(x, y, counts, names, cell)


def _twice(x: Any, y: Any) -> bool:
    import polars as pl

    return bool(pl.DataFrame({"x": x, "y": y}).is_duplicated().any())


def _between(first: int, second: int, last: int) -> list[int]:
    """The numbers after `second` and before `last`: by the same factor where that ends at `last`, else by the same
    step."""
    by_factor: list[int] = []
    value = second
    while first < value * second // first < last and value * second % first == 0:
        value = value * second // first
        by_factor.append(value)
    if value * second == last * first:
        return by_factor
    by_step = list(range(2 * second - first, last, second - first)) if second > first else []
    if not by_step or by_step[-1] + second - first != last:
        raise click.BadParameter(f"{first}, {second}, … does not end at {last}", param_hint="--k")
    return by_step
