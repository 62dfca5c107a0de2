"""`convive mix profile`: mix at every scale, from the nearest hundred people to half a city."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from convive.cli.mix import progress_bar, split_names

if TYPE_CHECKING:
    # The engines are imported where they are used, so that `--help` does not wait for a compiler.
    import polars as pl

    from convive.engines.mixing.scale import Curve, Profile

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
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the profile of each place here (.parquet or .csv).",
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
    as_json: bool,
) -> None:
    """Mix among each place's nearest k people.

    CELLS is a table (CSV, Parquet, Excel, GeoJSON) with a row per cell of a lattice, or per scattered point, its
    projected coordinates in metres and a column of people per group.
    """
    from convive.cli.mix.reading import (
        TableError,
        column_of,
        numbers_column,
        read_table,
        row_of,
        whole_column,
    )
    from convive.engines.mixing import MixError
    from convive.engines.mixing.scale import curve

    if output is not None and output.suffix.lower() not in (".parquet", ".csv"):
        raise click.BadParameter("must end in .parquet or .csv", param_hint="--output")
    names = split_names(groups)
    try:
        table = read_table(cells)
        for name in (x_name, y_name, *names):
            column_of(table, name)
        x, y = numbers_column(table, x_name), numbers_column(table, y_name)
        counts = [whole_column(table, name)[0] for name in names]
        try:
            found, side = _profile(x, y, counts, names, ks, cell, ring, reach)
        except MixError as error:
            # An engine counts rows from 0 and calls the coordinates x and y.
            row = None if error.row is None else row_of(table, error.row)
            column = {"x": x_name, "y": y_name}.get(error.column or "", error.column)
            raise TableError(error.what, row=row, column=column) from error
    except MixError as error:
        raise click.ClickException(f"{cells.name}: {error}") from error
    line = curve(found)
    if output is not None:
        _write(output, _table(found, x, y, x_name, y_name))
        click.echo(f"Wrote the profiles of {line.places:,} places to {output}.", err=True)
    if as_json:
        click.echo(json.dumps(_as_data(line, found, side), ensure_ascii=False, indent=2, allow_nan=False))
    elif output is None:
        click.echo("\n".join(_as_text(line, side)))


def _profile(
    x: Any, y: Any, counts: list[Any], names: list[str], ks: tuple[int, ...], cell: float | None, ring: str,
    reach: float | None,
) -> tuple[Profile, float | None]:  # fmt: skip
    """The profile, and the side of the lattice's cells or None for scattered points."""
    import numpy as np

    from convive.engines.mixing import MixError
    from convive.engines.mixing.scale import fits, guessed_cell, lattice_of, profile, profile_points

    matrix = np.column_stack(counts)
    bar = progress_bar("places")
    if cell is None and len(x) > 1 and (np.ptp(x) > 0 or np.ptp(y) > 0):
        side = guessed_cell(x, y)
        # Points with two decimals lie on a lattice too, of a centimetre; that is none worth the name.
        steps = (np.ptp(x) / side + 1) * (np.ptp(y) / side + 1)
        if not fits(x, y, side) or steps > 10_000 * len(x) or _twice(x, y):
            if reach is not None:
                raise MixError("a reach needs a lattice: these are scattered points (or name --cell)")
            return profile_points(x, y, matrix, ks, names, ring=ring, progress=bar), None
        cell = side
    lattice = lattice_of(x, y, matrix, names, cell)
    return profile(lattice, ks, ring=ring, reach=reach, progress=bar), lattice.cell


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


def _table(found: Profile, x: Any, y: Any, x_name: str, y_name: str) -> pl.DataFrame:
    import numpy as np
    import polars as pl

    order = np.argsort(found.source)
    rows = found.source[order]
    columns = {x_name: pl.Series(x[rows]), y_name: pl.Series(y[rows])}
    columns["people"] = pl.Series(found.residents.sum(axis=1)[order])
    for j, k in enumerate(found.ks):
        for g, name in enumerate(found.groups):
            columns[f"share_{name}_{k}"] = pl.Series(found.shares[:, j, g][order], nan_to_null=True)
        columns[f"people_{k}"] = pl.Series(found.reached[:, j][order])
        columns[f"distance_{k}"] = pl.Series(found.distance[:, j][order], nan_to_null=True)
    return pl.DataFrame(columns)


def _write(path: Path, table: pl.DataFrame) -> None:
    try:
        if path.suffix.lower() == ".csv":
            table.write_csv(path)
        else:
            table.write_parquet(path)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror or error}") from error


def _as_data(line: Curve, found: Profile, side: float | None) -> dict[str, Any]:
    groups = line.groups

    def by_group(values: Any) -> dict[str, list[float | None]]:
        return {name: _numbers(values[:, g]) for g, name in enumerate(groups)}

    return {
        "k": list(found.ks),
        "places": line.places,
        "people": line.people,
        "cell": side,
        "ring": found.ring,
        "groups": {name: int(found.all_people[g]) for g, name in enumerate(groups)},
        "isolation": by_group(line.isolation),
        "exposure": {name: by_group(line.exposure[:, g]) for g, name in enumerate(groups)},
        "D": by_group(line.D_group),
        "D_multigroup": _numbers(line.D),
        "H": _numbers(line.H),
        "expected_isolation": by_group(line.expected_isolation),
        "expected_D": by_group(line.expected_D_group),
        "expected_D_multigroup": _numbers(line.expected_D),
        "expected_H": _numbers(line.expected_H),
        "mean_distance": _numbers(line.mean_distance),
        "dropped": {
            "empty_places": line.empty,
            "places_that_cannot_reach_k": [int(places) for places in line.places_short],
            "people_who_cannot_reach_k": [int(people) for people in line.people_short],
        },
    }


def _as_text(line: Curve, side: float | None) -> list[str]:
    lines = [_sentence(line), ""]
    head = ["k", "metres", "D", "by lot", "H", "by lot", *(f"isolation {name}" for name in line.groups)]
    rows = [
        [
            f"{int(k):,}", _digits(line.mean_distance[j], 0), _digits(line.D[j]), _digits(line.expected_D[j]),
            _digits(line.H[j]), _digits(line.expected_H[j]), *(_digits(value) for value in line.isolation[j]),
        ]
        for j, k in enumerate(line.at)
    ]  # fmt: skip
    widths = [max(len(row[c]) for row in [head, *rows]) for c in range(len(head))]
    lines += [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *rows]
    ]
    what = "scattered points" if side is None else f"cells of {side:g} metres"
    lines += ["", f"{line.people:,} people in {line.places:,} {what}. “by lot”: with no segregation at all."]
    if line.empty:
        lines.append(f"Left out: {line.empty:,} places where nobody lives.")
    lines += [
        f"k = {int(k):,}: {line.places_short[j]:,} places with {line.people_short[j]:,} people cannot reach that many "
        "and are left out."
        for j, k in enumerate(line.at)
        if line.places_short[j]
    ]
    return lines


def _sentence(line: Curve) -> str:
    """About the group that is most over-represented around its own members, at the smallest scale reached."""
    for j, k in enumerate(line.at):
        gaps = [float(a - b) for a, b in zip(line.isolation[j], line.expected_isolation[j], strict=True)]
        known = [g for g, gap in enumerate(gaps) if math.isfinite(gap)]
        if len(known) > 1:
            g = max(known, key=lambda at: gaps[at])
            return (
                f"Of the nearest {int(k):,} people around somebody of group {line.groups[g]}, "
                f"{_hundredths(line.isolation[j, g])} of 100 are of that group; with no segregation it would be "
                f"{_hundredths(line.expected_isolation[j, g])}."
            )
    return "No place reaches that many people, or everybody is of one group: there is nothing to compare."


def _hundredths(share: Any) -> str:
    return f"{100 * float(share):.0f}"


def _digits(value: Any, places: int = 4) -> str:
    return f"{float(value):,.{places}f}" if math.isfinite(float(value)) else "–"


def _numbers(values: Any) -> list[float | None]:
    return [float(value) if math.isfinite(float(value)) else None for value in values]
