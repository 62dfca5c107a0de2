"""Keeps `Coverage` true: whoever writes values calls `refresh` in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from convive.core.models import City
from convive.measures.models import Coverage, Indicator

COUNT_AGAIN = """
    INSERT INTO measures_coverage
        (city_id, indicator_id, area_set_id, group_id, start, "end",
         areas, counted, total, mean, lowest, highest, fewest)
    SELECT city_id, indicator_id, area_set_id, group_id, start, "end",
           count(*), count(*) FILTER (WHERE NOT estimated),
           sum(value), avg(value), min(value), max(value), min(n)
    FROM measures_value
    WHERE city_id = %s AND indicator_id = ANY(%s)
    GROUP BY city_id, indicator_id, area_set_id, group_id, start, "end"
"""


def refresh(city: City, indicators: Iterable[Indicator]) -> None:
    """Work out again what there is of these indicators. Call it inside the city's scope."""
    keys = [indicator.pk for indicator in indicators]
    Coverage.objects.filter(indicator__in=keys).delete()
    with connection.cursor() as cursor:
        cursor.execute(COUNT_AGAIN, [city.pk, keys])
