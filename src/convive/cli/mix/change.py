"""`convive mix change`: why segregation changed between two dates."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from convive.cli.mix import progress_bar, split_names

if TYPE_CHECKING:
    # The engines are imported where they are used, so that `--help` does not wait for a compiler.
    import polars as pl

    from convive.engines.mixing.change import Change, ChangeInterval, PartsInterval, PartValues, Weights
    from convive.engines.mixing.counts import Counts

WEIGHT_COLUMNS = ("from", "to", "weight")
NAMES = {
    "additions": "units that came",
    "removals": "units that went",
    "group_margin": "groups grew or shrank",
    "unit_margin": "units grew or shrank",
    "structure": "groups spread otherwise",
}


@click.command("change")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option(
    "--groups", required=True, metavar="A,B,…", help="Columns of the groups, with commas between them."
)
@click.option("--unit", metavar="COLUMN", help="Column with the names of the units. Left out, it is found.")
@click.option(
    "--weights",
    "weights_path",
    type=click.Path(path_type=Path),
    metavar="TABLE",
    help="Boundaries changed: columns from, to and weight, which part of each earlier unit lies in which later one.",
)
@click.option("--suppressed", multiple=True, metavar="TEXT", help="What a hidden count looks like (“..”).")
@click.option("--gap", type=float, default=1e-9, show_default=True, help="How near fitted margins must be.")
@click.option(
    "--resamples",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Draw the people of both dates anew so many times, for intervals.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed gives the same intervals."
)
@click.option("--match-r", is_flag=True, help="Stop fitting early, as the R package segregation does.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def change_command(
    before: Path,
    after: Path,
    groups: str,
    unit: str | None,
    weights_path: Path | None,
    suppressed: tuple[str, ...],
    gap: float,
    resamples: int,
    seed: int,
    match_r: bool,
    as_json: bool,
) -> None:
    """Why segregation changed from BEFORE to AFTER.

    Two tables with a row per unit (area, school) and a column of people per group. The change of M and H is
    the sum of units that came, units that went, the sizes of groups, the sizes of units, and structure: how
    the groups are spread once sizes are set aside.
    """
    from convive.engines.mixing.change import change
    from convive.engines.mixing.counts import MixError

    names = split_names(groups)
    if not 0 < gap < 1:
        raise click.BadParameter("must be between 0 and 1", param_hint="--gap")
    try:
        column = unit or _unit_column(before, after, names)
        counts = [_counts(path, names, column, suppressed) for path in (before, after)]
        weights = _weights(weights_path) if weights_path else None
        result = change(
            counts[0],
            counts[1],
            weights=weights,
            gap=gap,
            match_r=match_r,
            resamples=resamples,
            seed=seed,
            progress=progress_bar("resamples"),
        )
    except MixError as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(_as_json(result, column), ensure_ascii=False, indent=2))
        return
    for line in _lines(result):
        click.echo(line)


def _counts(path: Path, groups: Sequence[str], unit: str | None, suppressed: Sequence[str]) -> Counts:
    from convive.cli.mix.reading import TableError, read_counts

    try:
        return read_counts(path, groups, unit, suppressed=suppressed)
    except TableError as error:
        raise click.ClickException(f"{path.name}: {error}") from error


def _unit_column(before: Path, after: Path, groups: Sequence[str]) -> str | None:
    """The first column of texts or codes that is in both tables and names each row of either once."""
    from convive.cli.mix.reading import ROW, TableError, read_table

    try:
        one, two = read_table(before), read_table(after)
    except TableError as error:
        raise click.ClickException(str(error)) from error
    for name in one.columns:
        if (
            name not in groups
            and name != ROW
            and name in two.columns
            and all(_names(t, name) for t in (one, two))
        ):
            return name
    return None


def _names(table: pl.DataFrame, name: str) -> bool:
    from convive.cli.mix.reading import TableError, labels

    try:
        found = labels(table, name)
    except TableError:
        return False
    return len(set(found)) == len(found)


def _weights(path: Path) -> Weights:
    from convive.cli.mix.reading import TableError, labels, numbers_column, read_table, row_of
    from convive.engines.mixing.change import Weights
    from convive.engines.mixing.counts import MixError

    try:
        table = read_table(path)
        earlier, later = (labels(table, name) for name in WEIGHT_COLUMNS[:2])
        share = numbers_column(table, WEIGHT_COLUMNS[2])
        wrong = (share < 0).nonzero()[0]
        if wrong.size:
            place = int(wrong[0])
            raise TableError(
                f"{share[place]} is negative", row=row_of(table, place), column=WEIGHT_COLUMNS[2]
            )
        return Weights.of(earlier, later, share)
    except MixError as error:
        raise click.ClickException(f"{path.name}: {error}") from error


def _as_json(result: Change, unit: str | None) -> dict[str, Any]:
    """M's parts at the top, H's under `H`."""
    return {
        **_parts(result.M),
        "H": _parts(result.H),
        "interval": None if result.interval is None else _interval(result.interval),
        "unit": unit,
        "groups": list(result.groups_compared),
        "groups_left_out": list(result.groups_left_out),
        "units": {
            "compared": int(result.compared.sum()),
            "came": int(result.came.sum()),
            "went": int(result.went.sum()),
        },
        "people": {"before": _whole(result.people_before), "after": _whole(result.people_after)},
        "gap": result.gap,
        "iterations": result.rounds,
        "match_r": result.match_r,
        "dropped": {
            "suppressed_units": result.left_out.suppressed_units,
            "suppressed_cells": result.left_out.suppressed_cells,
            "people_in_suppressed_units": {
                "before": _whole(result.left_out.people_before),
                "after": _whole(result.left_out.people_after),
            },
            "filled_cells": result.filled,
            "fill": result.fill,
            "weights_without_counts": list(result.unused_weights),
        },
    }


def _whole(people: float) -> int | float:
    near = round(people)
    return near if math.isclose(people, near, rel_tol=1e-12) else people


def _interval(found: ChangeInterval) -> dict[str, Any]:
    """As the parts: M's at the top, H's under `H`. A standard error that is not defined is null."""

    def ends(of: PartsInterval) -> dict[str, dict[str, float | None]]:
        return {
            part: {
                name: value if math.isfinite(value) else None
                for name, value in _parts(getattr(of, part)).items()
            }
            for part in ("estimate", "se", "bias", "low", "high")
        }

    return {
        "resamples": found.resamples,
        "seed": found.seed,
        "level": found.level,
        "unfitted": found.unfitted,
        **ends(found.M),
        "H": ends(found.H),
    }


def _parts(parts: PartValues) -> dict[str, float]:
    named = {name: getattr(parts, name) for name in NAMES}
    return {"before": parts.before, "after": parts.after, **named, "total": parts.total}


def _lines(result: Change) -> list[str]:
    sure = result.interval
    beside = "" if sure is None else f"{f'{sure.level:.0%} interval':>24}"
    lines = [f"{'':26}{'M':>12}{beside}{'H':>12}{beside}"]

    def row(title: str, name: str, signed: bool = True) -> str:
        line, sign = f"{title:26}", "+" if signed else ""
        for index in ("M", "H"):
            line += f"{getattr(getattr(result, index), name):>{sign}12.5f}"
            if sure is not None:
                ends = getattr(sure, index)
                low, high = getattr(ends.low, name), getattr(ends.high, name)
                line += f"{f'{low:{sign}.5f} to {high:{sign}.5f}':>24}"
        return line

    lines.append(row("before", "before", signed=False))
    lines += [row("  " + NAMES[name], name) for name in NAMES]
    lines += [row("after", "after", signed=False), row("change", "total"), ""]
    lines.append(
        f"{int(result.compared.sum())} units at both dates, {int(result.came.sum())} came, "
        f"{int(result.went.sum())} went; {_whole(result.people_before)} people before, "
        f"{_whole(result.people_after)} after."
    )
    if result.match_r:
        lines.append(
            f"Fitted as the R package does, stopped early: margins up to {result.gap:.2g} off (relative)."
        )
    else:
        lines.append(f"Margins fitted to {result.gap:.1g} (relative) in {result.rounds} rounds.")
    if sure is not None:
        lines.append(
            f"Intervals from {sure.resamples} pairs of tables of people drawn anew, debiased (seed {sure.seed})"
            + (f"; {sure.unfitted} of them could not be fitted and are left out." if sure.unfitted else ".")
        )
    if result.groups_left_out:
        lines.append(
            f"Not at both dates, so in units that came or went: {', '.join(result.groups_left_out)}."
        )
    if result.filled and not result.match_r:
        lines.append(
            f"{result.filled} empty cells were filled with {result.fill:g} of the people expected there: "
            "without them no table has the margins of the other date."
        )
    left = result.left_out
    if left.suppressed_units:
        lines.append(
            f"{left.suppressed_units} units with counts that their publisher hides were left out at both dates."
        )
    if result.unused_weights:
        lines.append(f"{len(result.unused_weights)} units have weights but no counts.")
    return lines
