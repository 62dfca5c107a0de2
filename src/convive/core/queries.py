"""What the screens of the core ask, a function a question, each with a bounded number of database queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from convive.core.access import on
from convive.core.history import DELETED, EarlierVersion, TenantEvent
from convive.core.models import (
    AccountAuditEntry,
    AuditEntry,
    City,
    Membership,
    NetworkAuditEntry,
    NetworkMembership,
    Organisation,
    User,
)
from convive.core.tenancy import ParticipantModel, as_person

# Signs of a value that a history shows: a border has thousands.
LONGEST_TEXT = 400


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
    # Who takes part in a programme and does not work here is nobody's business but their organisation's.
    works = Exists(Membership.objects.filter(user=OuterRef("actor")))
    network = Exists(NetworkMembership.objects.filter(user=OuterRef("actor")))
    rows = AuditEntry.objects.select_related("actor").annotate(by_participant=~works & ~network)
    if object_type:
        rows = rows.filter(object_type=object_type, object_key=object_key)
    return rows


def own_acts(user: User) -> QuerySet[AccountAuditEntry]:
    """What a person did to their own account, newest first. One query."""
    return AccountAuditEntry.objects.filter(actor=user)


def network_trail() -> QuerySet[NetworkAuditEntry]:
    """What was done for the network of cities, newest first. One query a page."""
    return NetworkAuditEntry.objects.select_related("actor")


def network_acts(entries: Iterable[NetworkAuditEntry]) -> list[tuple[NetworkAuditEntry, str]]:
    """Each entry with the person or the city of which it tells. Two queries."""
    shown = list(entries)
    keys: dict[str, set[str]] = {}
    for entry in shown:
        keys.setdefault(entry.object_type, set()).add(entry.object_key)
    memberships = NetworkMembership.objects.select_related("user")
    held = memberships.in_bulk(keys.get(NetworkMembership._meta.label_lower, ()))
    cities = City.objects.in_bulk(keys.get(City._meta.label_lower, ()))
    told = {(NetworkMembership._meta.label_lower, str(pk)): _person(row.user) for pk, row in held.items()}
    told |= {(City._meta.label_lower, str(pk)): row.name for pk, row in cities.items()}
    return [(entry, told.get((entry.object_type, entry.object_key), entry.object_key)) for entry in shown]


def _person(user: User) -> str:
    return _("erased account %(number)s") % {"number": user.pk} if user.erased_at else str(user)


@dataclass(frozen=True)
class Version:
    """One version of a row, as its trigger kept it: when, what happened, who did it, and every field in words."""

    # None where a table keeps earlier versions alone: when its first one came is not known.
    at: dt.datetime | None
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
    if event is None or (model is City and object_key != str(city.pk)) or issubclass(model, ParticipantModel):
        return []
    states = _states(model, event, object_key)
    kept = {field.name for field in event._meta.concrete_fields}
    fields = [field for field in model._meta.concrete_fields if field.name in kept - {"id", "city"}]
    related = {
        field: field.related_model.objects.in_bulk(
            {getattr(each.row, field.attname) for each in states} - {None}
        )
        for field in fields
        if field.is_relation
    }
    actors = User.objects.in_bulk({each.actor for each in states} - {None})
    result: list[Version] = []
    previous: dict[str, str] = {}
    for each in states:
        values = {
            str(field.verbose_name): _in_words(
                field, getattr(each.row, field.attname), related.get(field, {})
            )
            for field in fields
        }
        changed = frozenset(name for name, value in values.items() if previous.get(name) != value)
        result.append(Version(each.at, each.what, str(actors.get(each.actor) or ""), values, changed))
        previous = values
    return result[::-1]


@dataclass(frozen=True)
class _State:
    """A row as it was, since when, and by whose act."""

    at: dt.datetime | None
    what: str
    actor: int | None
    row: Any


def _states(model: Any, event: Any, key: str) -> list[_State]:
    """The states of one row, oldest first."""
    events = list(event.objects.filter(pgh_obj_id=key).order_by("pgh_id"))
    if not issubclass(event, EarlierVersion):
        return [_State(each.pgh_created_at, each.pgh_label, _actor(each), each) for each in events]
    # An event here says how a version ended, and the next one, or the row itself, what came after it.
    rows = [*events, *model.objects.filter(pk=key)]
    states = [_State(None, "added", None, rows[0])] if rows else []
    for number, each in enumerate(events):
        ended = each.pgh_label == DELETED
        what, row = ("deleted", each) if ended else ("changed", rows[number + 1])
        states.append(_State(each.pgh_created_at, what, _actor(each), row))
    return states


def _actor(event: Any) -> int | None:
    return (event.pgh_context or {}).get("user")


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
        value = " · ".join(f"{key}: {text}" for key, text in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dt.date):
        return date_format(value, "DATE_FORMAT")
    text = str(dict(field.flatchoices).get(value, value))
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"


def type_name(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label
