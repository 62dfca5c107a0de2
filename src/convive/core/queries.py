"""What the screens of the core ask, a function a question, each with a bounded number of database queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.formats import date_format

from convive.core.access import on
from convive.core.history import TenantEvent
from convive.core.models import AuditEntry, City, Membership, Organisation, User
from convive.core.tenancy import as_person


def memberships_anywhere(user: User) -> list[tuple[int, dt.date, dt.date | None]]:
    """City, first and last day of every role a person holds or held: the one question asked across cities.

    Its answer holds the person's own memberships alone. One query.
    """
    with as_person(user.pk), connection.cursor() as cursor:
        cursor.execute("SELECT city_id, since, until FROM core_membership WHERE user_id = %s", [user.pk])
        return cursor.fetchall()


def cities_of(user: User) -> list[City]:
    """Every city in which a person holds or held a role. Two queries."""
    ids = {city_id for city_id, _since, _until in memberships_anywhere(user)}
    return list(City.objects.filter(pk__in=ids).order_by("slug"))


def cities_where(user: User) -> list[City]:
    """The cities in which a person works today, each by its own calendar, in the order of their names. Two queries."""
    held = memberships_anywhere(user)
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
    """One version of a row, as its trigger kept it: when, what happened, who did it, and every field in words."""

    at: dt.datetime
    what: str
    who: str
    values: dict[str, str]
    changed: frozenset[str]


def versions(city: City, object_type: str, object_key: str) -> list[Version]:
    """Every version of one row of a city, newest first; none where its table keeps no history.

    Two queries, and one for each kind of row that the row points to.

    Raises:
        LookupError: no such table.
        ValueError: `object_key` is no key.
    """
    model = apps.get_model(object_type)
    event = next((each for each in _event_models() if each.pgh_tracked_model is model), None)
    if event is None or (model is City and object_key != str(city.pk)):
        return []
    rows = list(event.objects.filter(pgh_obj_id=object_key).order_by("pgh_id"))
    fields = [field for field in model._meta.concrete_fields if field.name not in {"id", "city"}]
    related = {
        field: field.related_model.objects.in_bulk({getattr(row, field.attname) for row in rows} - {None})
        for field in fields
        if field.is_relation
    }
    actors = User.objects.in_bulk({(row.pgh_context or {}).get("user") for row in rows} - {None})
    result: list[Version] = []
    previous: dict[str, str] = {}
    for row in rows:
        values = {
            str(field.verbose_name): _in_words(field, getattr(row, field.attname), related.get(field, {}))
            for field in fields
        }
        changed = frozenset(name for name, value in values.items() if previous.get(name) != value)
        actor = actors.get((row.pgh_context or {}).get("user"))
        result.append(Version(row.pgh_created_at, row.pgh_label, str(actor or ""), values, changed))
        previous = values
    return result[::-1]


def _event_models() -> list[Any]:
    """The event tables of a city's rows, and that of cities themselves."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, TenantEvent) or getattr(model, "pgh_tracked_model", None) is City
    ]


def _in_words(field: Any, value: Any, related: dict[Any, Any]) -> str:
    """The name of the row that a field points to, of the choice, or the value itself."""
    if value is None or value == "":
        return ""
    if field.is_relation:
        return str(related.get(value, value))
    if isinstance(value, dict):
        return " · ".join(f"{key}: {text}" for key, text in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dt.date):
        return date_format(value, "DATE_FORMAT")
    return str(dict(field.flatchoices).get(value, value))


def type_name(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label
