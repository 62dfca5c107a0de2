"""`convive protect --compare`: which of several rules does least harm to the figures of mix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import numpy as np

from convive.cli.protect_files import Refused, read_input, read_rules
from convive.engines import disclosure as engine


def compare(table_path: Path, rules_paths: Sequence[Path], apply: Any) -> list[dict[str, Any]]:
    """What each rules file does to D and H of the table, the least harmful first. `apply` protects a table by rules.

    Raises Refused where two files read the table differently, or the table has no groups to compare.
    """
    every = {path: read_rules(path) for path in rules_paths}
    how = every[rules_paths[0]]["table"]
    for path, rules in every.items():
        if rules["table"] != how:
            raise Refused(f"{path.name}: [table] is another than that of {rules_paths[0].name}")
    table = read_input(table_path, how)
    if table.magnitude or len(table.axes) < 2:
        raise Refused("D and H are of counts of people by area and group; this table has none")
    rows = len(table.axes[0].labels)
    inner = tuple(slice(0, len(axis.labels)) for axis in table.axes)
    published = {
        str(path): apply(table, rules, path.parent).values[inner].reshape(rows, -1)
        for path, rules in every.items()
    }
    found = engine.least_harmful(np.asarray(table.values).reshape(rows, -1), published)
    return [
        {
            "rules": name,
            **{key: None if np.isnan(value) else value for key, value in asdict(effect).items()},
            "d_moved": None if np.isnan(effect.d_moved) else effect.d_moved,
            "h_moved": None if np.isnan(effect.h_moved) else effect.h_moved,
        }
        for name, effect in found
    ]


def say(found: list[dict[str, Any]]) -> None:
    """The comparison as a table for people."""
    first = found[0]
    click.echo(f"Counted: D {_number(first['d_before'])}, H {_number(first['h_before'])}.")
    width = max(len("rules"), *(len(Path(row["rules"]).name) for row in found))
    click.echo(
        f"{'rules':{width}}  {'D':>7}  {'moved':>8}  {'H':>7}  {'moved':>8}  {'left out':>8}  {'people':>9}"
    )
    for row in found:
        click.echo(
            f"{Path(row['rules']).name:{width}}  {_number(row['d_after']):>7}  {_number(row['d_moved'], '+'):>8}  "
            f"{_number(row['h_after']):>7}  {_number(row['h_moved'], '+'):>8}  {row['cells_left_out']:>8}  "
            f"{row['people_after']:>9.0f}"
        )
    click.echo("The least harmful first: by how far D and H move together. Nothing is written.")


def _number(value: float | None, sign: str = "") -> str:
    return "-" if value is None else f"{value:{sign}.4f}"
