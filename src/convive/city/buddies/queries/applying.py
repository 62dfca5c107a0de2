from __future__ import annotations

from django.db.models import QuerySet

from convive.city.buddies.models import Programme
from convive.core.access import on
from convive.core.models import City


def open_programmes(city: City) -> QuerySet[Programme]:
    """The programmes to which anybody can apply today. One query."""
    rows = Programme.objects.filter(on(city.today), takes_applications=True)
    return rows.select_related("organisation", "city")


def takes_applications(programme: Programme) -> bool:
    today = programme.city.today
    begun = programme.since <= today and (programme.until is None or programme.until >= today)
    return programme.takes_applications and begun
