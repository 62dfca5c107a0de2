"""Keeps `Coverage` true: whoever writes values calls `refresh` in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection

from convive.core.models import City
from convive.measures.deciding import decide
from convive.measures.models import Coverage, Indicator
from convive.measures.protection import decision_on, threshold
from convive.measures.releases import Published, keep, published

COUNT_AGAIN = """
    INSERT INTO measures_coverage
        (city_id, indicator_id, area_set_id, group_id, start, "end",
         areas, counted, total, mean, lowest, highest, fewest,
         total_shown, total_reason, left_out, reasons, threshold)
    SELECT city_id, indicator_id, area_set_id, group_id, start, "end",
           count(*), count(*) FILTER (WHERE NOT estimated),
           sum(value), avg(value), min(value), max(value), min(n), false, 0, '{}', '{}', NULL
    FROM measures_value
    WHERE city_id = %s AND indicator_id = ANY(%s)
    GROUP BY city_id, indicator_id, area_set_id, group_id, start, "end"
"""
DECIDED = ("total_shown", "total_reason", "left_out", "reasons", "threshold")


def out_now(indicators: Iterable[Indicator]) -> dict[int, Published]:
    """What is published of these indicators, for `refresh`: ask before their values are replaced."""
    return {indicator.pk: published(indicator) for indicator in indicators}


def refresh(
    city: City, indicators: Iterable[Indicator], before: Mapping[int, Published] | None = None
) -> None:
    """Work out again what there is of these indicators, and what of it may be shown beside what was published
    until now (`before`; if it is not given, the values have not changed). Call it inside the city's scope.
    """
    asked = list(indicators)
    keys = [indicator.pk for indicator in asked]
    known = {**out_now(each for each in asked if each.pk not in (before or {})), **(before or {})}
    Coverage.objects.filter(indicator__in=keys).delete()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_AGAIN, [city.pk, keys])
    for indicator in Indicator.objects.filter(pk__in=keys):
        _keep_decisions(indicator, known[indicator.pk])


def refresh_outdated(city: City) -> int:
    """Decide anew what was decided by another threshold than today's. Returns how many indicators. Call it inside
    the city's scope.
    """
    fresh = Coverage.objects.filter(city=city, threshold=threshold())
    old = Coverage.objects.filter(city=city).exclude(pk__in=fresh.values("pk")).values("indicator").distinct()
    indicators = list(Indicator.objects.filter(pk__in=old))
    for indicator in indicators:
        _keep_decisions(indicator, published(indicator))
    return len(indicators)


def _keep_decisions(indicator: Indicator, before: Published) -> None:
    rows = {
        (row.period, row.area_set_id, row.group_id): row
        for row in Coverage.objects.filter(indicator=indicator)
    }
    for period, tables in decide(indicator, before=before):
        for old in before.get(period, [])[:1]:
            keep(indicator, period, old, tables)
        for area_set, table in tables.items():
            for group in table.columns:
                row = rows[period, area_set, group]
                for name, decision in decision_on(table, group).items():
                    setattr(row, name, decision)
                row.threshold = threshold()
    Coverage.objects.bulk_update(rows.values(), DECIDED, batch_size=500)
