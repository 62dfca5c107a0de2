"""What the screens of a programme's people ask, each with a bounded number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from convive.city.buddies.models import Application, Duo, Programme
from convive.city.buddies.phases import ApplicationPhase, applications, duos
from convive.city.people.models import SpokenLanguage
from convive.core import clock
from convive.core.models import AuditEntry
from convive.core.queries import trail

Phase = ApplicationPhase
# What needs a person comes first.
PLACES = (
    Phase.APPLIED, Phase.READY, Phase.INTAKE, Phase.ACCEPTED, Phase.PROPOSED, Phase.POOL, Phase.HELD, Phase.IN_DUO,
    Phase.FINISHED, Phase.REFERRED, Phase.WITHDRAWN,
)  # fmt: skip
# In the address only: an intake talk that is past and not written down.
TO_RECORD = "to_record"


@dataclass(frozen=True)
class Filters:
    """Of the list; whatever is empty lets everybody through."""

    side: str = ""
    phase: str = ""
    municipality: str = ""
    language: str = ""
    words: str = ""


def people(programme: Programme, today: dt.date, filters: Filters | None = None) -> QuerySet[Application]:
    """The people of a programme with their phase, what needs a person first, then who waits longest. One query a page,
    and one to count. A page puts their keys in order, thousands of them, and reads those it shows with `shown`.
    """
    filters = filters or Filters()
    rows = applications(today).filter(programme=programme, participant__erased_at__isnull=True)
    if filters.side:
        rows = rows.filter(side=filters.side)
    if filters.municipality:
        rows = rows.filter(municipality=filters.municipality)
    if filters.language:
        spoken = SpokenLanguage.objects.filter(participant=OuterRef("participant"), language=filters.language)
        rows = rows.filter(Exists(spoken))
    for word in filters.words.split():
        rows = rows.filter(participant__name__icontains=word)
    if filters.phase == TO_RECORD:
        rows = rows.filter(outcome="", withdrawn_on__isnull=True, intake_on__lt=clock.now())
    elif filters.phase:
        rows = rows.filter(phase=filters.phase)
    # The phase is worked out once a row: a case for each phase would ask for the duos again each time.
    places = Value([str(phase) for phase in PLACES], output_field=ArrayField(CharField()))
    place = Case(
        When(outcome="", withdrawn_on__isnull=True, intake_on__lt=clock.now(), then=Value(0)),
        default=Func(
            places,
            F("phase"),
            template="array_position(%(expressions)s::varchar)",
            output_field=IntegerField(),
        ),
    )
    waits_since = Coalesce("pooled_since", TruncDate("applied_at"))
    return rows.annotate(place=place).order_by("place", waits_since, "pk")


def shown(keys: Iterable[int], today: dt.date) -> list[Application]:
    """The people with these keys, in this order, with their phase. One query."""
    keys = list(keys)
    # The keys of the tally too: without them PostgreSQL counts the duos of everybody.
    rows = applications(today).filter(tally__in=keys, pk__in=keys).select_related("participant").in_bulk()
    return [rows[key] for key in keys]


def person(programme: Programme, today: dt.date, pk: int) -> Application | None:
    """Somebody on the way through a programme, with their phase and the facts that they told. Five queries."""
    rows = applications(today).filter(programme=programme, participant__erased_at__isnull=True, pk=pk)
    rows = rows.select_related("participant", "programme__city", "programme__organisation")
    told = ("participant__languages", "participant__hours", "participant__checks", "participant__consents")
    return rows.prefetch_related(*told).first()


def duos_of_person(application: Application, today: dt.date) -> list[Duo]:
    """The duos that somebody is or was in, the last one first. One query."""
    rows = duos(today).filter(Q(newcomer=application) | Q(volunteer=application))
    return list(rows.select_related("newcomer__participant", "volunteer__participant"))


def acts(application: Application) -> QuerySet[AuditEntry]:
    """Who did what, when, why, with this person here, newest first. One query."""
    of_either = Q(object_type=Application._meta.label_lower, object_key=str(application.pk)) | Q(
        object_type="people.participant", object_key=str(application.participant_id)
    )
    return trail().filter(of_either)


def languages_of(programme: Programme) -> list[str]:
    """The languages that people of a programme speak. One query."""
    people = Application.objects.filter(programme=programme).order_by().values("participant")
    spoken = SpokenLanguage.objects.filter(participant__in=people)
    return list(spoken.order_by("language").values_list("language", flat=True).distinct())
