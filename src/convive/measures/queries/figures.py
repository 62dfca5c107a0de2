"""Figures by area and over time, protected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Q

from convive.core.languages import pick
from convive.engines.disclosure import Reason
from convive.measures.deciding import decide
from convive.measures.models import Area, AreaSet, Coverage, Group, Indicator, Value
from convive.measures.models.indicator import Kind
from convive.measures.periods import Period
from convive.measures.protection import Column, GroupKey, Table, decided, make_tables, threshold
from convive.measures.queries.offers import Choice
from convive.measures.releases import COLUMNS

# Why a figure is not there.
LEFT_OUT = "left-out"
NO_FIGURE = "no-figure"
# Why it is left out, where that may be told: which of two left-out numbers is the small one is itself a hint, so
# the engine tells it only where it pins nothing down.
TOO_FEW, WOULD_GIVE_AWAY, NOT_TOLD = "too-few", "would-give-away", "not-told"
REASONS = {
    Reason.TOO_FEW: TOO_FEW,
    Reason.WOULD_GIVE_AWAY: WOULD_GIVE_AWAY,
    # The figure itself is large enough: what it would give away is another one.
    Reason.HIDDEN_BEFORE: WOULD_GIVE_AWAY,
}


@dataclass(frozen=True)
class Figure:
    """One area. `value`, `share` (of the area's total, 0 to 1) and `n` are None where not shown; `why`
    says why, and `reason` why it is left out.
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
    reason: str = ""

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
    """The figures of a choice. Three queries, and more where they were protected by another threshold than
    today's.
    """
    areas = areas_of(choice.area_set)
    return _figures(choice, _protected(choice, list(areas), choice.period)[choice.period], areas)


def all_figures(choice: Choice) -> Iterable[Figures]:
    """The figures of every period and group of the chosen indicator and borders. As many queries as
    `figures`.
    """
    areas = areas_of(choice.area_set)
    tables = _protected(choice, list(areas), None)
    for period in sorted(tables):
        for group in choice.groups:
            if (group.pk if group else None) in tables[period].columns:
                one = Choice(choice.indicator, choice.area_set, period, group, choice.offered)
                yield _figures(one, tables[period], areas)


def areas_of(area_set: AreaSet) -> dict[int, tuple[str, str]]:
    """Code and name of each area by its key, in the order of codes. One query."""
    rows = Area.objects.filter(area_set=area_set).order_by("code").values_list("pk", "code", "names")
    return {pk: (code, pick(names)) for pk, code, names in rows}


def _protected(choice: Choice, areas: list[int], period: Period | None) -> dict[Period, Table]:
    """In one period, the chosen group and everybody; or all of them."""
    groups = [choice.group] if choice.group else []
    return protected_tables(choice.indicator, choice.area_set, areas, period, groups if period else None)


def protected_tables(
    indicator: Indicator,
    area_set: AreaSet,
    areas: Sequence[int],
    period: Period | None = None,
    groups: Iterable[Group] | None = None,
) -> dict[Period, Table]:
    """An indicator in these borders, by what was decided when it was written, for all periods or one, for all
    groups or some with everybody. `areas` are the keys of all areas of the set. Two queries, and more where it was
    decided by another threshold than today's.
    """
    of = {"indicator": indicator, "area_set": area_set}
    rows, kept = Value.objects.filter(**of), Coverage.objects.filter(**of)
    here = Q()
    if period:
        here &= Q(start=period.start, end=period.end)
    if groups is not None:
        here &= Q(group__in=list(groups)) | Q(group=None)
    rows, kept = rows.filter(here), kept.filter(here)
    decisions = list(kept)
    if is_outdated(decisions):
        now = decide(indicator, period)
        return {when: tables[area_set.pk] for when, tables in now if area_set.pk in tables}
    tables = make_tables(areas, rows.values_list(*COLUMNS))
    for when, table in tables.items():
        decided(table, {row.group_id: row for row in decisions if row.period == when})
    return tables


def is_outdated(decisions: Iterable[Coverage]) -> bool:
    """Whether these were decided by another threshold than today's."""
    return any(row.threshold != threshold() for row in decisions)


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
    reason = REASONS.get(Reason(int(column.reason[at])), NOT_TOLD) if why == LEFT_OUT else ""
    return Figure(area, code, name, value, _share(value, total), total, n, estimated, why, reason)


def series(choice: Choice) -> Series:
    """The whole city over time, for the chosen indicator, group and borders. One query, and more where it was
    protected by another threshold than today's.
    """
    is_count = choice.indicator.kind == Kind.COUNT
    by_period: dict[Period, dict[GroupKey, Coverage]] = {}
    rows = list(Coverage.objects.filter(indicator=choice.indicator, area_set=choice.area_set))
    for row in rows:
        by_period.setdefault(row.period, {})[row.group_id] = row
    if is_count and is_outdated(rows):
        for period, tables in decide(choice.indicator):
            for group, row in by_period.get(period, {}).items():
                row.total_shown = tables[choice.area_set.pk].sums_shown[group]
    key: GroupKey = choice.group.pk if choice.group else None
    points = []
    for period in sorted(period for period, found in by_period.items() if key in found):
        found = by_period[period]
        mine = found[key]
        sums = {group: _rounded(row.total) if row.total_shown else None for group, row in found.items()}
        value = sums[key] if is_count else None
        few = mine.fewest is not None and mine.fewest < threshold()
        points.append(
            Point(
                period=period,
                value=value,
                share=_share(value, sums.get(None)) if is_count else None,
                mean=None if is_count or few else mine.mean,
                lowest=None if is_count or few else mine.lowest,
                highest=None if is_count or few else mine.highest,
                areas=mine.areas,
                estimated=mine.counted < mine.areas,
            )
        )
    return Series(choice.indicator, choice.group, choice.area_set, tuple(points))
