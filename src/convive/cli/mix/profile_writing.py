"""What `convive mix profile` says and writes."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import polars as pl

    from convive.engines.mixing.scale import Curve, Profile


def profile_table(found: Profile, x: Any, y: Any, x_name: str, y_name: str) -> pl.DataFrame:
    """A row per place, in the order of the input. x, y: coordinates of the places of `found`."""
    import numpy as np
    import polars as pl

    order = np.argsort(found.source)
    columns = {x_name: pl.Series(x[order]), y_name: pl.Series(y[order])}
    columns["people"] = pl.Series(found.residents.sum(axis=1)[order])
    for j, k in enumerate(found.ks):
        for g, name in enumerate(found.groups):
            columns[f"share_{name}_{k}"] = pl.Series(found.shares[:, j, g][order], nan_to_null=True)
        columns[f"people_{k}"] = pl.Series(found.reached[:, j][order])
        columns[f"distance_{k}"] = pl.Series(found.distance[:, j][order], nan_to_null=True)
    return pl.DataFrame(columns)


def write_table(path: Path, table: pl.DataFrame) -> None:
    try:
        if path.suffix.lower() == ".csv":
            table.write_csv(path)
        else:
            table.write_parquet(path)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror or error}") from error


def as_data(line: Curve, all_people: Any, ring: str, side: float | None) -> dict[str, Any]:
    groups = line.groups

    def by_group(values: Any) -> dict[str, list[float | None]]:
        return {name: _numbers(values[:, g]) for g, name in enumerate(groups)}

    return {
        "k": [int(k) for k in line.at],
        "places": line.places,
        "people": line.people,
        "cell": side,
        "ring": ring,
        "groups": {name: int(all_people[g]) for g, name in enumerate(groups)},
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


def as_text(line: Curve, side: float | None) -> list[str]:
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
