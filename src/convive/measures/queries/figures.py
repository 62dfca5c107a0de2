"""Figures by area and over time, protected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from convive.core.languages import pick
from convive.measures.models import Area, AreaSet, AreaWeight, Coverage, Group, Indicator, Value
from convive.measures.models.indicator import Kind
from convive.measures.periods import Period
from convive.measures.protection import (
    Bools,
    Column,
    GroupKey,
    Table,
    make_tables,
    protect_table,
    threshold,
)
from convive.measures.queries.offers import Choice, OfferedIndicator

# Why a figure is not there. The public is told no more: which of two left-out cells is the small one is
# itself a hint.
LEFT_OUT = "left-out"
NO_FIGURE = "no-figure"
# An estimate tells something of a hidden count if it would move by half a person.
HALF_A_PERSON = 0.5


@dataclass(frozen=True)
class Figure:
    """One area. `value`, `share` (of the area's total, 0 to 1) and `n` are None where not shown; `why`
    says why.
    """

    area: int
    code: str
    name: str
    value: float | None
    share: float | None
    total: float | None
    n: int | None
    estimated: bool
    why: str = ""

    @property
    def shown(self) -> bool:
        return not self.why


@dataclass(frozen=True)
class Figures:
    """One indicator, group and period over the areas of a set, and for the whole city."""

    choice: Choice
    rows: tuple[Figure, ...]
    city_value: float | None
    city_total: float | None

    @property
    def city_share(self) -> float | None:
        return _share(self.city_value, self.city_total)

    @property
    def left_out(self) -> int:
        return sum(row.why == LEFT_OUT for row in self.rows)

    @property
    def estimated(self) -> bool:
        return any(row.estimated for row in self.rows)


@dataclass(frozen=True)
class Point:
    """The whole city in one period: a sum and a share for counts; for other kinds the middle and the ends
    of the areas.
    """

    period: Period
    value: float | None
    share: float | None
    mean: float | None
    lowest: float | None
    highest: float | None
    areas: int
    estimated: bool


@dataclass(frozen=True)
class Series:
    indicator: Indicator
    group: Group | None
    area_set: AreaSet
    points: tuple[Point, ...]


def _share(value: float | None, total: float | None) -> float | None:
    return value / total if value is not None and total else None


def figures(choice: Choice) -> Figures:
    """The figures of a choice. Two queries; five at most where they are estimates carried from other
    borders.
    """
    areas = _areas(choice.area_set)
    tables = _protected(choice.offered, choice.area_set, list(areas), choice.period)
    return _figures(choice, tables[choice.period], areas)


def all_figures(choice: Choice) -> Iterable[Figures]:
    """The figures of every period and group of the chosen indicator and borders. As many queries as
    `figures`.
    """
    areas = _areas(choice.area_set)
    tables = _protected(choice.offered, choice.area_set, list(areas), None)
    for period in sorted(tables):
        for group in choice.groups:
            if (group.pk if group else None) in tables[period].columns:
                one = Choice(choice.indicator, choice.area_set, period, group, choice.offered)
                yield _figures(one, tables[period], areas)


def _areas(area_set: AreaSet) -> dict[int, tuple[str, str]]:
    """Code and name by key, in the order of codes."""
    rows = Area.objects.filter(area_set=area_set).order_by("code").values_list("pk", "code", "names")
    return {pk: (code, pick(names)) for pk, code, names in rows}


def _rows(indicator: Indicator, area_set: AreaSet, period: Period | None):
    rows = Value.objects.filter(indicator=indicator, area_set=area_set)
    if period:
        rows = rows.filter(start=period.start, end=period.end)
    return rows.values_list("area_id", "group_id", "start", "end", "value", "n", "estimated")


def _protected(
    offered: OfferedIndicator, area_set: AreaSet, areas: list[int], period: Period | None
) -> dict[Period, Table]:
    indicator = offered.indicator
    groups = [group for group in offered.groups[area_set.pk] if group is not None]
    tables = make_tables(areas, _rows(indicator, area_set, period))
    carried = _hidden_where_they_came_from(offered, area_set, areas, tables, period)
    for when, table in tables.items():
        protect_table(table, indicator, groups, carried.get(when))
    return tables


def _hidden_where_they_came_from(
    offered: OfferedIndicator,
    area_set: AreaSet,
    areas: list[int],
    tables: dict[Period, Table],
    period: Period | None,
) -> dict[Period, dict[GroupKey, Bools]]:
    """Estimates are sums of counts in other borders, by weights that everybody may know. One that
    contains a count that is left out there is left out here as well, or the two tables together would
    give it away.
    """
    estimated = any(column.estimated.any() for table in tables.values() for column in table.columns.values())
    if not estimated or offered.indicator.kind != Kind.COUNT or not offered.indicator.of_people:
        return {}
    hidden: dict[Period, dict[GroupKey, Bools]] = {}
    links: list[tuple[int, int, float]] | None = None
    place = {area: index for index, area in enumerate(areas)}
    for origin_set in offered.periods:
        if origin_set == area_set.pk or offered.estimated[origin_set]:
            continue
        for when, table in _origins(offered, origin_set, period).items():
            if all(column.shown.all() for column in table.columns.values()):
                continue
            if links is None:
                weights = AreaWeight.objects.filter(to_area__in=areas)
                links = list(weights.values_list("from_area_id", "to_area_id", "weight"))
            at = {area: index for index, area in enumerate(table.areas)}
            for key, column in table.columns.items():
                found = hidden.setdefault(when, {}).setdefault(key, np.zeros(len(areas), dtype=bool))
                for origin, target, weight in links:
                    i = at.get(origin)
                    if i is not None and not column.shown[i] and weight * column.values[i] >= HALF_A_PERSON:
                        found[place[target]] = True
    return hidden


def _origins(offered: OfferedIndicator, origin_set: int, period: Period | None) -> dict[Period, Table]:
    """The counts in the borders from which estimates were carried, protected as they are shown there."""
    areas = list(Area.objects.filter(area_set=origin_set).order_by("code").values_list("pk", flat=True))
    rows = Value.objects.filter(indicator=offered.indicator, area_set=origin_set)
    if period:
        rows = rows.filter(start=period.start, end=period.end)
    columns = ("area_id", "group_id", "start", "end", "value", "n", "estimated")
    tables = make_tables(areas, rows.values_list(*columns))
    groups = [group for group in offered.groups.get(origin_set, ()) if group is not None]
    for table in tables.values():
        protect_table(table, offered.indicator, groups)
    return tables


def _figures(choice: Choice, table: Table, areas: dict[int, tuple[str, str]]) -> Figures:
    key: GroupKey = choice.group.pk if choice.group else None
    column = table.columns[key]
    has_shares = choice.indicator.kind == Kind.COUNT and None in table.columns
    everybody = table.columns[None] if has_shares else None
    decimals = choice.indicator.decimals
    rows = tuple(
        _figure(area, code, name, index, column, everybody, decimals)
        for index, (area, (code, name)) in enumerate(areas.items())
    )
    is_count = choice.indicator.kind == Kind.COUNT
    return Figures(
        choice=choice,
        rows=rows,
        city_value=_sum(table, key) if is_count else None,
        city_total=_sum(table, None) if has_shares else None,
    )


def _sum(table: Table, key: GroupKey) -> float | None:
    return _rounded(table.sums[key]) if table.sums_shown[key] else None


def _rounded(total: float | None) -> float | None:
    """Estimates add up to the counts they were made from, but for the last digits."""
    return None if total is None else round(total, 3)


def _figure(
    area: int, code: str, name: str, at: int, column: Column, everybody: Column | None, decimals: int
) -> Figure:
    value: float | None = float(column.values[at])
    estimated = bool(column.estimated[at])
    if estimated:
        # More digits than the indicator has would only seem exact, and would say more than was protected.
        value = round(float(column.values[at]), decimals)
    why = NO_FIGURE if value != value else "" if column.shown[at] else LEFT_OUT
    if why:
        value = None
    total = None
    if everybody is not None and everybody.shown[at] and not np.isnan(everybody.values[at]):
        total = float(everybody.values[at])
        total = round(total, decimals) if everybody.estimated[at] else total
    n = None if why or np.isnan(column.n[at]) else int(column.n[at])
    return Figure(area, code, name, value, _share(value, total), total, n, estimated, why)


def series(choice: Choice) -> Series:
    """The whole city over time, for the chosen indicator, group and borders. One query; six at most where a
    group is small in the whole city, so that its figures must be protected first.
    """
    is_count = choice.indicator.kind == Kind.COUNT
    by_period: dict[Period, dict[GroupKey, Coverage]] = {}
    for row in Coverage.objects.filter(indicator=choice.indicator, area_set=choice.area_set):
        by_period.setdefault(row.period, {})[row.group_id] = row
    key: GroupKey = choice.group.pk if choice.group else None
    tables: dict[Period, Table] = {}
    if is_count and choice.indicator.of_people and any(_is_small(found) for found in by_period.values()):
        tables = _protected(choice.offered, choice.area_set, list(_areas(choice.area_set)), None)
    points = []
    for period in sorted(period for period, found in by_period.items() if key in found):
        found = by_period[period]
        mine = found[key]
        sums: dict[GroupKey, float | None] = {group: row.total for group, row in found.items()}
        if period in tables:
            sums = {group: _sum(tables[period], group) for group in found}
        value = _rounded(sums[key]) if is_count else None
        few = mine.fewest is not None and mine.fewest < threshold()
        points.append(
            Point(
                period=period,
                value=value,
                share=_share(value, _rounded(sums.get(None))) if is_count else None,
                mean=None if is_count or few else mine.mean,
                lowest=None if is_count or few else mine.lowest,
                highest=None if is_count or few else mine.highest,
                areas=mine.areas,
                estimated=mine.counted < mine.areas,
            )
        )
    return Series(choice.indicator, choice.group, choice.area_set, tuple(points))


def _is_small(found: dict[GroupKey, Coverage]) -> bool:
    """Whether a group, or everybody outside a group, is small in the whole city."""
    everybody = found[None].total if None in found else 0.0
    sums = [row.total for row in found.values()]
    return any(0 < number < threshold() for number in (*sums, *(everybody - part for part in sums)))
