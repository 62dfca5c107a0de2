"""What the screens of the core ask, a function a question, each with a bounded number of database queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from convive.core.access import on
from convive.core.history import CityEvent
from convive.core.models import AuditEntry, City, Membership, Organisation, User
from convive.core.tenancy import as_person


def cities_where(user: User) -> list[City]:
    """The cities in which a person works today, each by its own calendar, in the order of their names.

    Reads the person's own memberships alone, in every city. Two queries.
    """
    with as_person(user.pk), connection.cursor() as cursor:
        cursor.execute("SELECT city_id, since, until FROM core_membership WHERE user_id = %s", [user.pk])
        held = cursor.fetchall()
    cities = {city.pk: city for city in City.objects.filter(pk__in={row[0] for row in held})}
    today = {pk: city.today for pk, city in cities.items()}
    open_in = {
        pk for pk, since, until in held if since <= today[pk] and (until is None or until >= today[pk])
    }
    return sorted((cities[pk] for pk in open_in), key=lambda city: city.name)


def people(city: City, *, words: str = "", ended: bool = False) -> QuerySet[Membership]:
    """The memberships of a city: those of today and to come, or with `ended` the past ones. One query."""
    rows = Membership.objects.select_related("user", "organisation").order_by("user__name", "since")
    holds = Q(until__isnull=True) | Q(until__gte=city.today)
    rows = rows.exclude(holds) if ended else rows.filter(holds)
    if words:
        rows = rows.filter(
            Q(user__name__icontains=words)
            | Q(user__email__icontains=words)
            | Q(organisation__name__icontains=words)
        )
    return rows


def organisations(city: City) -> QuerySet[Organisation]:
    """The organisations of a city with the number of people who hold a role there today. One query."""
    day = city.today
    holds = Q(memberships__since__lte=day) & (
        Q(memberships__until__isnull=True) | Q(memberships__until__gte=day)
    )
    return Organisation.objects.filter(on(day)).annotate(
        people=Coalesce(Count("memberships__user", filter=holds, distinct=True), 0)
    )


def trail(*, object_type: str = "", object_key: str = "") -> QuerySet[AuditEntry]:
    """The audit, newest first, or of one row alone. One query a page."""
    rows = AuditEntry.objects.select_related("actor")
    if object_type:
        rows = rows.filter(object_type=object_type, object_key=object_key)
    return rows


@dataclass(frozen=True)
class Version:
    """One version of a row, as its trigger kept it."""

    at: dt.datetime
    what: str
    values: dict[str, str]
    changed: frozenset[str]


def versions(object_type: str, object_key: str) -> list[Version]:
    """Every version of one row of this city, newest first; none where its table keeps no history. One query.

    Raises:
        LookupError: no such table.
        ValueError: `object_key` is no key.
    """
    model = apps.get_model(object_type)
    event = next(
        (
            candidate
            for candidate in apps.get_models()
            if issubclass(candidate, CityEvent) and candidate.pgh_tracked_model is model
        ),
        None,
    )
    if event is None:
        return []
    fields = [field for field in model._meta.concrete_fields if field.name not in {"id", "city"}]
    result: list[Version] = []
    previous: dict[str, str] = {}
    for row in event.objects.filter(pgh_obj_id=object_key).order_by("pgh_id"):
        values = {str(field.verbose_name): _text(getattr(row, field.attname)) for field in fields}
        changed = frozenset(name for name, value in values.items() if previous.get(name) != value)
        result.append(Version(row.pgh_created_at, row.pgh_label, values, changed))
        previous = values
    return result[::-1]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def type_name(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label
