"""Reads an indicator's figures and decides what of them may be shown, over all area sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from convive.engines.disclosure import Mix
from convive.measures.models import Area, AreaWeight, Group, Indicator, Value
from convive.measures.models.indicator import Kind
from convive.measures.periods import Period
from convive.measures.protection import GroupKey, Table, in_areas
from convive.measures.releases import Published, areas_of, published, tables_of
from convive.measures.together import protect_tables

# An estimate tells something of a left-out count if it would move by half a person.
HALF_A_PERSON = 0.5
# The sum of estimates is shown with three decimals.
OF_A_SUM = 0.001
Links = list[tuple[int, int, float]]


def decide(
    indicator: Indicator, period: Period | None = None, before: Published | None = None
) -> Iterator[tuple[Period, dict[int, Table]]]:
    """For each period, the protected tables by area set. Slow: pages read what `coverage.refresh` has kept of
    it. `before`: what was published until now, if it is not what is kept, see `releases`. Call it inside the
    city's scope.
    """
    areas, rows = areas_of(indicator), Value.objects.filter(indicator=indicator)
    periods = [period] if period else [Period(*row) for row in rows.values_list("start", "end").distinct()]
    if before is None:
        before = published(indicator, period)
    # Not only of the used ones: a set without figures may stand between two that have some.
    parents = dict(Area.objects.filter(parent__isnull=False).values_list("pk", "parent"))
    groups = list(Group.objects.select_related("dimension"))
    links: Links = []
    if indicator.kind == Kind.COUNT and indicator.of_people and rows.filter(estimated=True).exists():
        weights = AreaWeight.objects.filter(to_area__area_set__in=list(areas))
        links = list(weights.values_list("from_area_id", "to_area_id", "weight"))
    for when in periods:
        tables = tables_of(indicator, when, areas)
        carried = Carried(tables, links, indicator.decimals)
        old = [
            {key: in_areas(table, areas[key]) for key, table in release.items() if key in tables}
            for release in before.get(when, [])
        ]
        protect_tables(tables, indicator, groups, parents, carried=carried, mixes=carried.mixes, before=old)
        yield when, tables


class Carried:
    """Estimates are sums of counts in other borders, by weights that everybody may know. One that contains a
    count that is left out there is left out here as well, or the two tables together would give it away.
    """

    def __init__(self, tables: Mapping[int, Table], links: Links, decimals: int = 0) -> None:
        self.tables, self.decimals = tables, decimals
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
        column.shown[at] = False
        return True

    def mixes(self) -> list[Mix]:
        """The estimates, and their sums, with what each is made of."""
        number = {key: at for at, key in enumerate(self.tables)}
        parts: dict[tuple[int, int, int], dict[int, float]] = {}
        for origin_set, i, target_set, j, weight in self.links:
            for row in (j, -1):
                found = parts.setdefault((target_set, row, origin_set), {})
                found[i] = found.get(i, 0.0) + weight
        mixes = []
        for (target_set, row, origin_set), made in parts.items():
            target, origin = self.tables[target_set], self.tables[origin_set]
            origin_columns = list(origin.columns)
            for column, key in enumerate(target.columns):
                own = target.columns[key]
                if key not in origin.columns or not (own.estimated.all() if row < 0 else own.estimated[row]):
                    continue
                mixes.append(
                    Mix(
                        sheet=number[target_set],
                        row=row,
                        column=column,
                        value=target.sums[key] if row < 0 else float(own.values[row]),
                        source=number[origin_set],
                        source_column=origin_columns.index(key),
                        rows=tuple(made),
                        weights=tuple(made.values()),
                        rounded_to=OF_A_SUM if row < 0 else 10.0**-self.decimals,
                    )
                )
        return mixes
