"""Weights between two editions of borders, and counts carried over them."""

from __future__ import annotations

from collections import defaultdict

import polars as pl

from convive.measures.importing.figures import parse_numbers
from convive.measures.importing.problems import Problem, examples
from convive.measures.importing.recipe import SetKey, WeightsSpec
from convive.measures.importing.rows import VALUE_SCHEMA, Batch, WeightRow

TOLERANCE = 1e-3


def read_weights(batch: Batch, spec: WeightsSpec, from_areas: set[str], to_areas: set[str]) -> None:
    """Read the weights of one file into the batch; the weights from each area must add up to 1."""
    table = batch.table(spec.file)
    parsed = parse_numbers(table.column(spec.weight), spec.numbers, is_excel=table.is_excel, kind="share")
    origins, targets, texts = (table.column(name) for name in (spec.from_column, spec.to_column, spec.weight))
    rows: dict[str, dict[str, tuple[int, float]]] = defaultdict(dict)
    for row, origin, target, text, (value, wrong) in zip(
        table.rows, origins, targets, texts, parsed.iter_rows(), strict=True
    ):
        problem = None
        if origin not in from_areas:
            problem = _unknown(table.name, row, spec.from_column, origin, spec.from_key)
        elif target not in to_areas:
            problem = _unknown(table.name, row, spec.to_column, target, spec.to_key)
        elif wrong:
            problem = Problem(table.name, row, wrong if wrong != "missing" else "blank", spec.weight, text)
        elif value > 1:
            problem = Problem(table.name, row, "bad-weight", spec.weight, text)
        elif target in rows[origin]:
            details = {"first": rows[origin][target][0], "first_file": table.name}
            problem = Problem(
                table.name, row, "duplicate-row", spec.to_column, target, area=origin, details=details
            )
        if problem:
            batch.problems.append(problem)
        else:
            rows[origin][target] = (row, value)
    for origin in list(rows):
        total = sum(value for _row, value in rows[origin].values())
        if abs(total - 1) > TOLERANCE:
            first = min((row for row, _value in rows[origin].values()), default=0)
            details = {"number": f"{total:.6g}"}
            batch.problems.append(
                Problem(table.name, first, "weight-sum", spec.weight, area=origin, details=details)
            )
            del rows[origin]
    batch.weights[spec.from_key, spec.to_key] = [
        WeightRow(origin, target, value)
        for origin, found in rows.items()
        for target, (_row, value) in found.items()
    ]
    batch.use(table.name, (row for found in rows.values() for row, _value in found.values()))
    without = sorted(from_areas - set(rows))
    if without:
        batch.remark(
            "no-weights", count=len(without), area_set=str(spec.from_key), examples=examples(without)
        )


def _unknown(file: str, row: int, column: str, code: str, key: SetKey) -> Problem:
    if not code:
        return Problem(file, row, "blank", column)
    return Problem(file, row, "unknown-area", column, code, details={"area_set": str(key)})


def carry_over(batch: Batch, spec: WeightsSpec) -> None:
    """Add the counts that the recipe carries from one edition to the other, marked as estimated."""
    if not spec.carry:
        return
    weights = batch.weights[spec.from_key, spec.to_key]
    own = batch.values.filter(
        (pl.col("set") == spec.from_key.code)
        & (pl.col("year") == spec.from_key.year)
        & pl.col("indicator").is_in(list(spec.carry))
    )
    carried = carry(own, weights).with_columns(
        set=pl.lit(spec.to_key.code),
        year=pl.lit(spec.to_key.year, dtype=pl.Int64),
        file=pl.lit(batch.files[spec.file].name),
        row=pl.lit(0, dtype=pl.Int64),
        column=pl.lit(""),
    )
    periods = own.select(pl.struct("start", "end").n_unique()).item()
    counts = own.group_by("area").agg(pl.struct("start", "end").n_unique().alias("periods"))
    whole = set(counts.filter(pl.col("periods") == periods).get_column("area"))
    partly = sorted({weight.from_code for weight in weights} - whole)
    if partly and own.height:
        batch.remark(
            "carried-without", count=len(partly), area_set=str(spec.from_key), examples=examples(partly)
        )
    # A figure that a file gives for the new borders is better than an estimate.
    given = batch.values.select("set", "year", "area", "indicator", "group", "start", "end")
    carried = carried.join(given, on=given.columns, how="anti")
    batch.values = pl.concat(
        [batch.values, carried.select(pl.col(name).cast(kind) for name, kind in VALUE_SCHEMA.items())]
    )


def carry(values: pl.DataFrame, weights: list[WeightRow]) -> pl.DataFrame:
    """Counts of one edition as estimates for another: each area's count is shared out by its weights.

    `values` has the columns area, indicator, group, start, end, value. The weights from an area are made
    to add up to exactly 1, so that the city keeps its total. An estimate rests on no counted people, so
    it has no n.
    """
    shares = pl.DataFrame(
        {
            "area": [weight.from_code for weight in weights],
            "to": [weight.to_code for weight in weights],
            "weight": [weight.weight for weight in weights],
        },
        schema={"area": pl.String, "to": pl.String, "weight": pl.Float64},
    ).with_columns(weight=pl.col("weight") / pl.col("weight").sum().over("area"))
    return (
        values.join(shares, on="area", how="inner")
        .group_by(["to", "indicator", "group", "start", "end"], maintain_order=True)
        # Rounded, as the order in which parts are added must not change a figure from one run to the next.
        .agg((pl.col("value") * pl.col("weight")).sum().round(6).alias("value"))
        .rename({"to": "area"})
        .with_columns(n=pl.lit(None, dtype=pl.Int64), estimated=pl.lit(True))
    )
