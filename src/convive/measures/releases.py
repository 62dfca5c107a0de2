"""What is published of an indicator, and what was before: whoever read it still has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

import numpy as np
from django.db.models import Max, Model, QuerySet

from convive.measures.models import Area, Coverage, Indicator, Release, Value
from convive.measures.periods import Period
from convive.measures.protection import GroupKey, Table, ValueRow, decided, decision_on, make_tables

# Tables of one indicator by area set, for each period as often as it was published, the newest first.
Published = dict[Period, list[dict[int, Table]]]
M = TypeVar("M", bound=Model)
COLUMNS = ("area_id", "group_id", "start", "end", "value", "n", "estimated")


def published(indicator: Indicator, period: Period | None = None) -> Published:
    """What is out: the figures as they stand with what was decided about them, then what was out before. Call it
    before the figures are replaced.
    """
    kept = _of(Coverage, indicator, period).filter(threshold__isnull=False)
    now: dict[Period, dict[int, dict[GroupKey, Coverage]]] = {}
    for row in kept:
        now.setdefault(row.period, {}).setdefault(row.area_set_id, {})[row.group_id] = row
    areas = areas_of(indicator) if now else {}
    found: Published = {}
    for when, by_set in now.items():
        tables = tables_of(indicator, when, areas)
        found[when] = [{key: _as_decided(tables[key], by_set[key]) for key in by_set if key in tables}]
    earlier: dict[tuple[Period, int], dict[int, dict[GroupKey, Release]]] = {}
    for old in _of(Release, indicator, period).order_by("-number"):
        by_release = earlier.setdefault((old.period, old.number), {})
        by_release.setdefault(old.area_set_id, {})[old.group_id] = old
    for (when, _number), by_set in earlier.items():
        found.setdefault(when, []).append(
            {key: _table(rows, areas.get(key, [])) for key, rows in by_set.items()}
        )
    return found


def keep(indicator: Indicator, period: Period, old: Mapping[int, Table], now: Mapping[int, Table]) -> None:
    """Keep what was published of a period, where what takes its place differs from it."""
    if all(key in now and table.same_as(now[key]) for key, table in old.items()):
        return
    of = {"indicator": indicator, "start": period.start, "end": period.end}
    last = Release.objects.filter(**of).aggregate(last=Max("number"))["last"] or 0
    Release.objects.bulk_create(
        Release(
            city=indicator.city,
            area_set_id=area_set,
            group_id=group,
            number=last + 1,
            areas=np.array(table.areas)[column.known].tolist(),
            values=column.values[column.known].tolist(),
            estimated=column.estimated[column.known].tolist(),
            threshold=table.threshold or 0,
            **decision_on(table, group),
            **of,
        )
        for area_set, table in old.items()
        for group, column in table.columns.items()
    )


def areas_of(indicator: Indicator) -> dict[int, list[int]]:
    """The areas of each set that has figures."""
    used = Value.objects.filter(indicator=indicator).values("area_set").distinct()
    places = Area.objects.filter(area_set__in=used).order_by("code").values_list("pk", "area_set")
    areas: dict[int, list[int]] = {}
    for area, area_set in places:
        areas.setdefault(area_set, []).append(area)
    return areas


def tables_of(indicator: Indicator, when: Period, areas: Mapping[int, list[int]]) -> dict[int, Table]:
    """The figures of a period as they stand, by area set; nothing of them is protected yet."""
    found: dict[int, list] = {}
    now = Value.objects.filter(indicator=indicator, start=when.start, end=when.end)
    for area_set, *row in now.values_list("area_set_id", *COLUMNS):
        found.setdefault(area_set, []).append(tuple(row))
    return {key: make_tables(areas[key], each)[when] for key, each in found.items()}


def _of(model: type[M], indicator: Indicator, period: Period | None) -> QuerySet[M]:
    rows: QuerySet[M] = model.objects.filter(indicator=indicator)
    return rows.filter(start=period.start, end=period.end) if period else rows


def _as_decided(table: Table, decisions: Mapping[GroupKey, Coverage | Release]) -> Table:
    decided(table, decisions)
    table.threshold = next(iter(decisions.values())).threshold
    return table


def _table(rows: Mapping[GroupKey, Release], areas: Iterable[int]) -> Table:
    """A table as it was published, in the areas of today and those that are gone."""
    every = dict.fromkeys([*areas, *(area for row in rows.values() for area in row.areas)])
    values: list[ValueRow] = [
        (area, group, row.start, row.end, value, None, estimated)
        for group, row in rows.items()
        for area, value, estimated in zip(row.areas, row.values, row.estimated, strict=True)
    ]
    (table,) = make_tables(list(every), values).values()
    return _as_decided(table, rows)
