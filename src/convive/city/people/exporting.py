"""Everything that is kept about a person in every city, for them to take away (GDPR, articles 15 and 20)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from convive.city.people.models import Participant
from convive.city.people.queries import cities_taking_part
from convive.core.models import User
from convive.core.tenancy import in_city

Exporter = Callable[[Participant], dict[str, Any]]
_exporters: dict[str, Exporter] = {}
# Of a participant's own columns, those that say something only to the database.
INTERNAL = {"id", "city", "organisation", "user", "erased_at"}


def register(app: str, exporter: Exporter) -> None:
    """Call this once, in `ready`. The function tells what the app keeps about one participant, inside the city's walls;
    of other people it says nothing.
    """
    _exporters[app] = exporter


def export(user: User) -> dict[str, Any]:
    """For the file of one's own data: a few queries for each city and organisation with which the person takes part."""
    found = []
    for city in cities_taking_part(user):
        with in_city(city):
            rows = Participant.objects.filter(user=user, erased_at__isnull=True).select_related(
                "organisation"
            )
            found += [{"city": city.slug, **_of(row)} for row in rows]
    return {"taking_part": found}


def _of(row: Participant) -> dict[str, Any]:
    told = {field.name: getattr(row, field.name) for field in row._meta.fields if field.name not in INTERNAL}
    return {
        "organisation": row.organisation.name if row.organisation else None,
        **told,
        "languages": list(row.languages.values("language", "band", "judged_by", "judged_on")),
        "hours": list(row.hours.values("weekday", "start", "end")),
        "consents": list(row.consents.values("purpose", "text_version", "given_at", "withdrawn_at")),
        "checks": list(row.checks.values("kind", "outcome", "on", "expires")),
        **{app: exporter(row) for app, exporter in _exporters.items()},
    }
