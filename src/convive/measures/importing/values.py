"""The figures of a table: from columns of texts to rows of values, with every cell that cannot be used."""

from __future__ import annotations

from typing import Any

import polars as pl

from convive.measures.importing.derive import check_parts, derive_group
from convive.measures.importing.figures import parse_numbers, parse_periods
from convive.measures.importing.problems import Problem, examples
from convive.measures.importing.reading import TextTable
from convive.measures.importing.recipe import ValuesSpec
from convive.measures.importing.rows import VALUE_KEY, VALUE_SCHEMA, Batch, kept_rows


def read_values(batch: Batch, spec: ValuesSpec, areas: set[str]) -> None:
    """Read the figures of one file into the batch."""
    table = batch.table(spec.file)
    before = len(batch.problems)
    base = _base(batch, table, spec, areas)
    parts = [
        _column(batch, table, base, spec, name, indicator, group, n)
        for name, indicator, group, n in _columns(spec)
    ]
    if spec.long:
        parts.append(_long(batch, table, base, spec))
    frame = pl.concat(parts) if parts else pl.DataFrame(schema=VALUE_SCHEMA)
    batch.use(table.name, frame.get_column("row").unique())
    if spec.sum_rows:
        frame = _summed(batch, frame, base, {problem.row for problem in batch.problems[before:]})
    known = batch.values.height
    frame = _once(batch, pl.concat([batch.values, frame]))
    for derive in spec.derive:
        derived = derive_group(batch, frame.slice(known), derive, table.name)
        frame = _once(batch, pl.concat([frame, derived]))
    batch.values, new = frame, frame.slice(known)
    check_parts(batch, new)
    _report_areas(batch, new, spec, areas, table.name)


def _columns(spec: ValuesSpec) -> list[tuple[str, str, str | None, str | None]]:
    return [(column.column, column.indicator, column.group, column.n) for column in spec.columns]


def _base(batch: Batch, table: TextTable, spec: ValuesSpec, areas: set[str]) -> pl.DataFrame:
    """For each kept row: number, area and period. Rows without a known area or a date are problems and
    fall out.
    """
    codes = table.column(spec.area)
    periods, period_column, expected = parse_periods(table, spec.period)
    frame = pl.DataFrame({"at": range(table.frame.height), "row": table.rows, "area": codes}).hstack(periods)
    frame = frame.filter(kept_rows(table, spec.where, batch))
    known = pl.col("area").is_in(list(areas))
    refused = batch.refused.get(spec.key, set())
    for row, code in frame.filter(~known).select("row", "area").iter_rows():
        batch.problems.append(_unknown_area(table.name, row, spec, code, areas, refused))
    undated = pl.col("start").is_null()
    texts = table.column(period_column) if period_column else None
    for at, row in frame.filter(undated).select("at", "row").iter_rows():
        text = texts[at] if texts is not None else ""
        code = "not-a-date" if text else "blank"
        details = {"expected": expected} if text else {}
        batch.problems.append(Problem(table.name, row, code, period_column, text, details=details))
    return frame.filter(known & ~undated)


def _unknown_area(
    file: str, row: int, spec: ValuesSpec, code: str, areas: set[str], refused: set[str]
) -> Problem:
    if not code:
        return Problem(file, row, "blank", spec.area)
    details: dict[str, Any] = {"area_set": str(spec.key)}
    if code in refused:
        return Problem(file, row, "refused-area", spec.area, code, details=details)
    if code.isdigit():
        padded = next((area for area in areas if area.lstrip("0") == code.lstrip("0")), None)
        if padded:
            return Problem(
                file, row, "unknown-area-zeros", spec.area, code, details={**details, "similar": padded}
            )
    return Problem(file, row, "unknown-area", spec.area, code, details=details)


def _column(
    batch: Batch,
    table: TextTable,
    base: pl.DataFrame,
    spec: ValuesSpec,
    name: str,
    indicator: str,
    group: str | None,
    n: str | None,
) -> pl.DataFrame:
    """The values of one column of figures."""
    figures = _figures(batch, table, base, spec, name, batch.recipe.kinds[indicator])
    if n:
        people = _figures(batch, table, base, spec, n, "count").select(
            "at", pl.col("value").cast(pl.Int64).alias("n")
        )
        figures = figures.join(people, on="at", how="inner")
    else:
        figures = figures.with_columns(n=pl.lit(None, dtype=pl.Int64))
    return _shaped(figures.with_columns(group=pl.lit(group or "")), table, spec, name, indicator)


def _figures(
    batch: Batch, table: TextTable, base: pl.DataFrame, spec: ValuesSpec, name: str, kind: str
) -> pl.DataFrame:
    """The rows of `base` with the number in one column; what is no number becomes a problem."""
    texts = table.column(name).gather(base.get_column("at"))
    parsed = parse_numbers(texts, spec.numbers, is_excel=table.is_excel, kind=kind)
    frame = base.hstack(parsed).with_columns(text=texts)
    missing = frame.filter(pl.col("wrong") == "missing")
    if missing.height:
        signs = examples(sorted({f"“{text}”" for text in missing.get_column("text")}))
        batch.remark("missing", count=missing.height, file=table.name, examples=signs)
    wrong = frame.filter(~pl.col("wrong").is_in(["", "missing"]))
    for row, code, text in wrong.select("row", "wrong", "text").iter_rows():
        batch.problems.append(Problem(table.name, row, code, name, text))
    return frame.filter(pl.col("wrong") == "").drop("wrong", "text")


def _long(batch: Batch, table: TextTable, base: pl.DataFrame, spec: ValuesSpec) -> pl.DataFrame:
    """The values of a column of figures beside a column that names the group."""
    assert spec.long is not None
    long = spec.long
    groups = table.column(long.group_column)
    base = base.with_columns(named=groups.gather(base.get_column("at")))
    known = pl.col("named").is_in(list(long.groups))
    for row, text in base.filter(~known).select("row", "named").iter_rows():
        code = "unknown-group" if text else "blank"
        batch.problems.append(Problem(table.name, row, code, long.group_column, text))
    to_group = {text: group or "" for text, group in long.groups.items()}
    base = base.filter(known).with_columns(
        group=pl.col("named").replace_strict(to_group, return_dtype=pl.String)
    )
    figures = _figures(batch, table, base.drop("named"), spec, long.value, batch.recipe.kinds[long.indicator])
    if long.n:
        people = _figures(batch, table, base.drop("named", "group"), spec, long.n, "count")
        figures = figures.join(
            people.select("at", pl.col("value").cast(pl.Int64).alias("n")), on="at", how="inner"
        )
    else:
        figures = figures.with_columns(n=pl.lit(None, dtype=pl.Int64))
    return _shaped(figures, table, spec, long.value, long.indicator)


def _shaped(
    frame: pl.DataFrame, table: TextTable, spec: ValuesSpec, column: str, indicator: str
) -> pl.DataFrame:
    return frame.with_columns(
        set=pl.lit(spec.key.code),
        year=pl.lit(spec.key.year, dtype=pl.Int64),
        indicator=pl.lit(indicator),
        estimated=pl.lit(False),
        file=pl.lit(table.name),
        column=pl.lit(column),
    ).select(pl.col(name).cast(kind) for name, kind in VALUE_SCHEMA.items())


def _summed(batch: Batch, frame: pl.DataFrame, base: pl.DataFrame, bad_rows: set[int]) -> pl.DataFrame:
    """Add up the rows of the same area, period and group. A sum of which a row cannot be used is no sum:
    it is left out too, and said.
    """
    bad = base.filter(pl.col("row").is_in(list(bad_rows))).select(
        "area", "start", "end", pl.col("row").alias("bad")
    )
    bad = bad.group_by("area", "start", "end").agg(pl.col("bad").min())
    for file, row, other, column in (
        frame.join(bad, on=["area", "start", "end"]).select("file", "row", "bad", "column").iter_rows()
    ):
        batch.problems.append(Problem(file, row, "incomplete-sum", column, details={"other": other}))
    whole = frame.join(bad, on=["area", "start", "end"], how="anti")
    return (
        whole.group_by(VALUE_KEY, maintain_order=True)
        .agg(
            pl.col("value").sum(),
            pl.when(pl.col("n").is_null().any()).then(None).otherwise(pl.col("n").sum()).alias("n"),
            pl.col("estimated").first(),
            pl.col("file").first(),
            pl.col("row").first(),
            pl.col("column").first(),
        )
        .select(list(VALUE_SCHEMA))
    )


def _once(batch: Batch, frame: pl.DataFrame) -> pl.DataFrame:
    """Each figure once: a second row for the same area, period and group is a problem, whatever it says."""
    if not frame.select(VALUE_KEY).is_duplicated().any():
        return frame
    first = frame.unique(subset=VALUE_KEY, keep="first", maintain_order=True)
    heads = first.select(*VALUE_KEY, pl.col("file").alias("first_file"), pl.col("row").alias("first"))
    again = (
        frame.with_row_index("i").filter(~pl.struct(VALUE_KEY).is_first_distinct()).join(heads, on=VALUE_KEY)
    )
    for file, row, column, area, value, head, head_file in again.select(
        "file", "row", "column", "area", "value", "first", "first_file"
    ).iter_rows():
        details = {"first": head, "first_file": head_file}
        batch.problems.append(
            Problem(file, row, "duplicate-row", column, f"{value:g}", area=area, details=details)
        )
    return first


def _report_areas(batch: Batch, new: pl.DataFrame, spec: ValuesSpec, areas: set[str], file: str) -> None:
    """Areas for which the file has nothing, or nothing in some periods."""
    mine = new.filter((pl.col("set") == spec.key.code) & (pl.col("year") == spec.key.year))
    counts = mine.group_by("area").agg(pl.struct("start", "end").n_unique().alias("periods"))
    periods = mine.select(pl.struct("start", "end").n_unique()).item()
    found = dict(counts.iter_rows())
    never = sorted(code for code in areas if code not in found)
    sometimes = sorted(code for code, number in found.items() if number < periods)
    for code, codes in (("areas-without-values", never), ("areas-sometimes-without-values", sometimes)):
        if codes:
            batch.remark(code, count=len(codes), area_set=str(spec.key), file=file, examples=examples(codes))
