"""Reads an indicator's figures and decides what of them may be shown, over all area sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from convive.measures.models import Area, AreaWeight, Group, Indicator, Value
from convive.measures.models.indicator import Kind
from convive.measures.periods import Period
from convive.measures.protection import GroupKey, Table, make_tables
from convive.measures.together import protect_tables

# An estimate tells something of a left-out count if it would move by half a person.
HALF_A_PERSON = 0.5
Links = list[tuple[int, int, float]]
COLUMNS = ("area_id", "group_id", "start", "end", "value", "n", "estimated")


def decide(indicator: Indicator, period: Period | None = None) -> Iterator[tuple[Period, dict[int, Table]]]:
    """For each period, the protected tables by area set. Slow: pages read what `coverage.refresh` has kept of
    it. Call it inside the city's scope.
    """
    rows = Value.objects.filter(indicator=indicator)
    periods = [period] if period else [Period(*row) for row in rows.values_list("start", "end").distinct()]
    areas: dict[int, list[int]] = {}
    parents: dict[int, int] = {}
    used = rows.values("area_set").distinct()
    places = Area.objects.filter(area_set__in=used).order_by("code").values_list("pk", "area_set", "parent")
    for area, area_set, parent in places:
        areas.setdefault(area_set, []).append(area)
        if parent is not None:
            parents[area] = parent
    # Not only of the used ones: a set without figures may stand between two that have some.
    parents |= dict(Area.objects.filter(parent__isnull=False).values_list("pk", "parent"))
    groups = list(Group.objects.select_related("dimension"))
    links: Links = []
    if indicator.kind == Kind.COUNT and indicator.of_people and rows.filter(estimated=True).exists():
        weights = AreaWeight.objects.filter(to_area__area_set__in=used)
        links = list(weights.values_list("from_area_id", "to_area_id", "weight"))
    for when in periods:
        found: dict[int, list] = {}
        now = rows.filter(start=when.start, end=when.end)
        for area_set, *row in now.values_list("area_set_id", *COLUMNS):
            found.setdefault(area_set, []).append(tuple(row))
        tables = {key: make_tables(areas[key], each)[when] for key, each in found.items()}
        protect_tables(tables, indicator, groups, parents, Carried(tables, links))
        yield when, tables


class Carried:
    """Estimates are sums of counts in other borders, by weights that everybody may know. One that contains a
    count that is left out there is left out here as well, or the two tables together would give it away.
    """

    def __init__(self, tables: Mapping[int, Table], links: Links) -> None:
        self.tables = tables
        at = {area: (key, i) for key, table in tables.items() for i, area in enumerate(table.areas)}
        self.links = [(*at[a], *at[b], weight) for a, b, weight in links if a in at and b in at]

    def __call__(self) -> bool:
        changed = False
        for origin_set, i, target_set, j, weight in self.links:
            for key, column in self.tables[origin_set].columns.items():
                hidden = not column.shown[i] and not column.estimated[i]
                if hidden and weight * column.values[i] >= HALF_A_PERSON:
                    changed |= self._leave_out(target_set, j, key)
        return changed

    def _leave_out(self, area_set: int, at: int, key: GroupKey) -> bool:
        column = self.tables[area_set].columns.get(key)
        if column is None or not column.estimated[at] or not column.shown[at]:
            return False
        column.shown[at] = np.False_
        return True
