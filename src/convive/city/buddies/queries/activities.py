from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from convive.city.buddies.models import Application, Attendance, GroupActivity, Programme
from convive.city.buddies.phases import OPEN
from convive.city.people.models import Participant

FOUND = 20


def counted(rows: QuerySet[GroupActivity]) -> QuerySet[GroupActivity]:
    """Activities with how many come (`coming`) and how many came (`came`)."""
    coming = Count("attendances", filter=Q(attendances__came__isnull=True) | Q(attendances__came=True))
    return rows.annotate(coming=coming, came=Count("attendances", filter=Q(attendances__came=True)))


def of_programme(programme: Programme) -> QuerySet[GroupActivity]:
    return counted(GroupActivity.objects.filter(programme=programme)).order_by("-on", "pk")


def people_of(activity: GroupActivity) -> QuerySet[Attendance]:
    rows = activity.attendances.select_related("application__participant")
    return rows.order_by("application__participant__name", "pk")


def to_sign_up(activity: GroupActivity, words: str) -> QuerySet[Application]:
    """Who takes part in the programme, is not on the list, and has these words in the name."""
    rows = Application.objects.filter(
        OPEN, programme=activity.programme_id, participant__erased_at__isnull=True
    )
    rows = rows.filter(participant__name__icontains=words).exclude(attendances__activity=activity)
    return rows.select_related("participant").order_by("participant__name", "pk")[:FOUND]


def open_applications(participants: Sequence[Participant]) -> QuerySet[Application]:
    return Application.objects.filter(OPEN, participant__in=participants).select_related("participant")


def coming(participants: Sequence[Participant], today: dt.date) -> list[tuple[GroupActivity, bool]]:
    """The activities to come of the programmes in which somebody takes part, and whether they come. Three queries."""
    mine = list(open_applications(participants))
    rows = GroupActivity.objects.filter(programme__in={row.programme_id for row in mine}, on__gte=today)
    signed = set(
        Attendance.objects.filter(Q(came__isnull=True) | Q(came=True), application__in=mine).values_list(
            "activity_id", flat=True
        )
    )
    ordered = counted(rows).select_related("programme").order_by("on", "at", "pk")
    return [(row, row.pk in signed) for row in ordered]
