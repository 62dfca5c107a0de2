"""Groups worked out from others, and whether the parts add up to the whole."""

from __future__ import annotations

from functools import reduce

import polars as pl

from convive.measures.importing.problems import Problem, examples
from convive.measures.importing.recipe import TOTAL, DeriveSpec
from convive.measures.importing.rows import VALUE_SCHEMA, Batch

PLACE = ["set", "year", "area", "start", "end"]


def derive_group(batch: Batch, frame: pl.DataFrame, spec: DeriveSpec, file: str) -> pl.DataFrame:
    """The values of a group that is others added up and taken away. Where one of them is missing there is
    none.
    """
    own = frame.filter(pl.col("indicator") == spec.indicator)
    parts = []
    for number, (group, sign) in enumerate([(g, 1) for g in spec.plus] + [(g, -1) for g in spec.minus]):
        part = own.filter(pl.col("group") == (group or ""))
        parts.append(
            part.select(
                *PLACE, (pl.col("value") * sign).alias(f"part{number}"), *(["row"] if number == 0 else [])
            )
        )
    joined = reduce(lambda left, right: left.join(right, on=PLACE, how="inner"), parts)
    places = own.select(PLACE).unique().height
    if places > joined.height:
        batch.remark("not-derived", group=spec.group or TOTAL, count=places - joined.height)
    total = pl.sum_horizontal(pl.col("^part\\d+$"))
    derived = joined.with_columns(value=total)
    for row, area, value in derived.filter(pl.col("value") < 0).select("row", "area", "value").iter_rows():
        details = {"group": spec.group or TOTAL, "number": f"{value:g}"}
        batch.problems.append(Problem(file, row, "derived-negative", area=area, details=details))
    return (
        derived.filter(pl.col("value") >= 0)
        .with_columns(
            indicator=pl.lit(spec.indicator),
            group=pl.lit(spec.group or ""),
            n=pl.lit(None, dtype=pl.Int64),
            estimated=pl.lit(False),
            file=pl.lit(file),
            column=pl.lit(""),
        )
        .select(pl.col(name).cast(kind) for name, kind in VALUE_SCHEMA.items())
    )


def check_parts(batch: Batch, frame: pl.DataFrame) -> None:
    """Where the groups of a partition do not add up to the total, say so: rounded sources are like that."""
    kinds = batch.recipe.kinds
    for dimension in batch.recipe.dimensions:
        codes = [group.code for group in dimension.groups]
        if not dimension.partition or not codes:
            continue
        counts = frame.filter(
            pl.col("indicator").is_in([code for code, kind in kinds.items() if kind == "count"])
        )
        parts = (
            counts.filter(pl.col("group").is_in(codes))
            .group_by([*PLACE, "indicator"], maintain_order=True)
            .agg(pl.col("value").sum().alias("parts"), pl.len().alias("number"))
            .filter(pl.col("number") == len(codes))
        )
        whole = counts.filter(pl.col("group") == "").select(*PLACE, "indicator", "value")
        off = parts.join(whole, on=[*PLACE, "indicator"]).filter(
            (pl.col("parts") - pl.col("value")).abs() > 0.5
        )
        for (indicator,), rows in off.group_by("indicator", maintain_order=True):
            told = [
                f"{area} {end} ({part:g} ≠ {value:g})"
                for area, end, part, value in rows.select("area", "end", "parts", "value").iter_rows()
            ]
            batch.remark(
                "parts-and-whole",
                count=rows.height,
                dimension=dimension.code,
                indicator=indicator,
                examples=examples(told),
            )
