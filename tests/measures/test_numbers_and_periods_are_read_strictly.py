from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from convive.measures.importing.figures import parse_numbers, parse_periods
from convive.measures.importing.reading import read_table
from convive.measures.importing.recipe import NumberSpec, PeriodSpec
from tests.measures.small import source

POINT, COMMA = NumberSpec(), NumberSpec(decimal=",", thousands=".")


@pytest.mark.parametrize(
    ("text", "spec", "kind", "value", "wrong"),
    [
        ("5", POINT, "count", 5.0, ""),
        ("1334.0", POINT, "count", 1334.0, ""),
        ("1e3", POINT, "count", 1000.0, ""),
        ("0", POINT, "count", 0.0, ""),
        ("", POINT, "count", None, "blank"),
        ("-1", POINT, "count", -1.0, "negative"),
        ("1.5", POINT, "count", 1.5, "fraction"),
        ("1,234", POINT, "count", None, "not-a-number"),
        ("1 234", POINT, "count", None, "not-a-number"),
        ("nan", POINT, "mean", None, "not-a-number"),
        ("inf", POINT, "mean", None, "not-a-number"),
        ("12 people", POINT, "count", None, "not-a-number"),
        ("-3.5", POINT, "mean", -3.5, ""),
        ("-3.5", POINT, "share", -3.5, "negative"),
        ("1.234", COMMA, "count", 1234.0, ""),
        ("1.234,5", COMMA, "mean", 1234.5, ""),
        ("0,5", COMMA, "mean", 0.5, ""),
        ("1.5", COMMA, "mean", None, "not-a-number"),
        ("1.234,5,6", COMMA, "mean", None, "not-a-number"),
        ("1 234", NumberSpec(thousands=" "), "count", 1234.0, ""),
        ("..", NumberSpec(missing=("..",)), "count", None, "missing"),
    ],
)
def test_a_text_is_a_number_only_if_all_of_it_is(
    text: str, spec: NumberSpec, kind: str, value: float | None, wrong: str
) -> None:
    parsed = parse_numbers(pl.Series([text]), spec, is_excel=False, kind=kind)
    assert parsed.row(0) == (value, wrong)


def test_in_a_spreadsheet_numbers_carry_a_point_whatever_the_recipe_says() -> None:
    texts = pl.Series(["199.6", "199,6"])
    parsed = parse_numbers(texts, NumberSpec(decimal=","), is_excel=True, kind="mean")
    assert parsed.get_column("value").to_list() == [199.6, 199.6]


@pytest.mark.parametrize(
    ("text", "spec", "start", "end"),
    [
        ("2020-12-31", PeriodSpec(column="when"), dt.date(2020, 12, 31), dt.date(2020, 12, 31)),
        (
            "31.12.2020",
            PeriodSpec(column="when", format="%d.%m.%Y"),
            dt.date(2020, 12, 31),
            dt.date(2020, 12, 31),
        ),
        ("2020-12-31 00:00:00", PeriodSpec(column="when"), dt.date(2020, 12, 31), dt.date(2020, 12, 31)),
        ("2020", PeriodSpec(year_column="when", day=(1, 1)), dt.date(2020, 1, 1), dt.date(2020, 1, 1)),
        ("2020", PeriodSpec(year_column="when"), dt.date(2020, 1, 1), dt.date(2020, 12, 31)),
        ("20", PeriodSpec(year_column="when"), None, None),
        ("31/12/2020", PeriodSpec(column="when"), None, None),
        ("", PeriodSpec(column="when"), None, None),
    ],
)
def test_a_text_is_a_period_only_in_the_form_that_the_recipe_names(
    text: str, spec: PeriodSpec, start: dt.date | None, end: dt.date | None
) -> None:
    table = read_table(source("a.csv", f"when,x\n{text},1\n"))
    frame, _column, _form = parse_periods(table, spec)
    assert frame.row(0) == (start, end)
