"""From texts to numbers and periods, with a code for each text that is neither."""

from __future__ import annotations

import datetime as dt
import re

import polars as pl

from convive.measures.importing.reading import TextTable
from convive.measures.importing.recipe import NumberSpec, PeriodSpec

PLAIN = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?$"
MIDNIGHT = re.compile(r"[ T]00:00:00$")


def parse_numbers(texts: pl.Series, spec: NumberSpec, *, is_excel: bool, kind: str) -> pl.DataFrame:
    """Columns `value` (null where there is none) and `wrong`: a problem's code, "missing", or empty.

    A text counts as a number only if all of it is one; `1,234` is none unless the recipe says that a
    comma is a decimal comma or stands between thousands.
    """
    frame = pl.DataFrame({"text": texts})
    plain = pl.col("text")
    if spec.thousands:
        # Only between groups of three, so that a decimal sign is not taken for it.
        grouped = plain.str.contains(
            rf"^[+-]?\d{{1,3}}({re.escape(spec.thousands)}\d{{3}})+($|{re.escape(spec.decimal)})"
        )
        plain = (
            pl.when(grouped).then(plain.str.replace_all(spec.thousands, "", literal=True)).otherwise(plain)
        )
    if spec.decimal != ".":
        has_point = plain.str.contains(".", literal=True)
        swapped = plain.str.replace(spec.decimal, ".", literal=True)
        plain = pl.when(has_point).then(plain if is_excel else pl.lit("?")).otherwise(swapped)
    value = pl.when(plain.str.contains(PLAIN)).then(plain).otherwise(None).cast(pl.Float64, strict=False)
    is_count = kind == "count"
    return frame.with_columns(value=value).select(
        pl.col("value"),
        pl.when(pl.col("text").is_in(list(spec.missing)))
        .then(pl.lit("missing"))
        .when(pl.col("text") == "")
        .then(pl.lit("blank"))
        .when(pl.col("value").is_null() | pl.col("value").is_infinite())
        .then(pl.lit("not-a-number"))
        .when((pl.col("value") < 0) & pl.lit(kind != "mean"))
        .then(pl.lit("negative"))
        .when(pl.lit(is_count) & (pl.col("value") != pl.col("value").floor()))
        .then(pl.lit("fraction"))
        .otherwise(pl.lit(""))
        .alias("wrong"),
    )


def parse_periods(table: TextTable, spec: PeriodSpec) -> tuple[pl.DataFrame, str, str]:
    """Columns `start` and `end` (null where the text is no date), the column they came from, and the form
    expected.
    """
    if spec.column is None and spec.year_column is None:
        height = table.frame.height
        days = {"start": [spec.start] * height, "end": [spec.end] * height}
        return pl.DataFrame(days, schema={"start": pl.Date, "end": pl.Date}), "", ""
    name = spec.column or spec.year_column or ""
    texts = table.column(name)
    known = {text: _period(text, spec) for text in texts.unique().to_list()}
    days = {
        "start": [known[text][0] for text in texts],
        "end": [known[text][1] for text in texts],
    }
    expected = spec.format if spec.column else "%Y"
    return pl.DataFrame(days, schema={"start": pl.Date, "end": pl.Date}), name, expected


def _period(text: str, spec: PeriodSpec) -> tuple[dt.date | None, dt.date | None]:
    try:
        if spec.column:
            # A spreadsheet gives a date with the time of midnight.
            day = dt.datetime.strptime(MIDNIGHT.sub("", text), spec.format).date()
            return day, day
        if not re.fullmatch(r"\d{4}", text):
            return None, None
        if spec.day is None:
            return dt.date(int(text), 1, 1), dt.date(int(text), 12, 31)
        day = dt.date(int(text), *spec.day)
    except ValueError:
        return None, None
    return day, day
