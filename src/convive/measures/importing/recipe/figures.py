"""Which columns hold figures, when they are of, and how they are carried to other borders."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from django.utils.translation import gettext as _

from convive.measures.importing.recipe.parts import Parts, read_numbers, read_where
from convive.measures.importing.recipe.specs import (
    TOTAL,
    ColumnSpec,
    DeriveSpec,
    LongSpec,
    PeriodSpec,
    ValuesSpec,
    WeightsSpec,
)
from convive.measures.importing.toml_tables import Table

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}


def _period(table: Table) -> PeriodSpec:
    forms = [key for key in ("date", "year", "start", "column", "year_column") if table.has(key)]
    if len(forms) != 1:
        raise table.error("", _("give one of date, year, start and end, column, or year_column."))
    form = forms[0]
    if form == "date":
        spec = PeriodSpec(table.day("date"), table.day("date"))
    elif form == "year":
        year = table.number("year")
        spec = PeriodSpec(dt.date(year, 1, 1), dt.date(year, 12, 31))
    elif form == "start":
        spec = PeriodSpec(table.day("start"), table.day("end"))
    elif form == "column":
        spec = PeriodSpec(column=table.text("column"), format=table.text("format", "%Y-%m-%d"))
    else:
        spec = PeriodSpec(year_column=table.text("year_column"), day=_day(table))
    table.done()
    return spec


def _day(table: Table) -> tuple[int, int] | None:
    text = table.text("day")
    if text == "whole year":
        return None
    match = re.fullmatch(r"(\d{1,2}) (\w+)", text)
    month = MONTHS.get(match[2].lower()) if match else None
    # 2023 is no leap year: 29 February would be missing in most years.
    if match is None or month is None or not 1 <= int(match[1]) <= calendar.monthrange(2023, month)[1]:
        raise table.error("day", _("write a day as “31 December”, or “whole year”."))
    return month, int(match[1])


def read_values(table: Table, parts: Parts) -> ValuesSpec:
    columns = []
    for each in table.tables("columns"):
        group = parts.group(each, "group", each.text("group", TOTAL))
        columns.append(ColumnSpec(each.text("column"), parts.indicator(each), group, each.text("n", None)))
        each.done()
    long = table.optional_table("long")
    spec = ValuesSpec(
        file=parts.file(table),
        key=parts.set_key(table),
        area=table.text("area"),
        where=read_where(table),
        sum_rows=table.flag("sum_rows"),
        period=_period(table.table("period")),
        numbers=read_numbers(table),
        columns=tuple(columns),
        long=_long(long, parts) if long else None,
        derive=tuple(_derive(each, parts) for each in table.tables("derive")),
    )
    if not spec.columns and spec.long is None:
        raise table.error("columns", _("say which columns hold figures, in columns or in long."))
    for column in spec.columns:
        if spec.sum_rows and parts.kinds[column.indicator] != "count":
            raise table.error(
                "sum_rows", _("only counts can be added up; %(code)s is none.") % {"code": column.indicator}
            )
    table.done()
    return spec


def _long(table: Table, parts: Parts) -> LongSpec:
    mapping = table.table("groups")
    groups = {text: parts.group(mapping, text, mapping.text(text)) for text in mapping.data}
    spec = LongSpec(
        table.text("value"), parts.indicator(table), table.text("group_column"), groups, table.text("n", None)
    )
    table.done()
    return spec


def _derive(table: Table, parts: Parts) -> DeriveSpec:
    indicator = parts.indicator(table)
    group = parts.group(table, "group", table.text("group"))
    words = table.text("is").split()
    terms: dict[str, list[str | None]] = {"+": [], "-": []}
    for sign, word in zip(["+", *words[1::2]], words[0::2], strict=False):
        if sign not in terms:
            raise table.error("is", _("write groups with + and - between them: “total - with”."))
        terms[sign].append(parts.group(table, "is", word))
    if len(words) % 2 == 0 or len(words) < 3 or group in (*terms["+"], *terms["-"]):
        raise table.error("is", _("write groups with + and - between them: “total - with”."))
    if parts.kinds[indicator] != "count":
        raise table.error(
            "indicator", _("only counts can be added up; %(code)s is none.") % {"code": indicator}
        )
    table.done()
    return DeriveSpec(indicator, group, tuple(terms["+"]), tuple(terms["-"]))


def read_weights(table: Table, parts: Parts) -> WeightsSpec:
    carry = table.texts("carry", [])
    for code in carry:
        parts.must_know(table, "carry", code, parts.kinds)
        if parts.kinds[code] != "count":
            raise table.error("carry", _("only counts can be carried; %(code)s is none.") % {"code": code})
    spec = WeightsSpec(
        parts.file(table),
        parts.set_key(table, "from_"),
        table.text("from_column"),
        parts.set_key(table, "to_"),
        table.text("to_column"),
        table.text("weight"),
        table.text("method", ""),
        read_numbers(table),
        carry,
    )
    table.done()
    return spec
