"""What a duo's pages ask of its meetings."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from convive.city.buddies.codes import MeetingKind
from convive.city.buddies.models import Duo, Meeting

SHOWN = 12


def told(duo: Duo) -> QuerySet[Meeting]:
    """What was told, the newest first, each with its entry of hours."""
    return duo.meetings.exclude(kind=MeetingKind.PLANNED).select_related("hours_entry")


def planned(duo: Duo) -> QuerySet[Meeting]:
    """What is planned and not told of yet, the next first; a day that has passed too."""
    return duo.meetings.filter(kind=MeetingKind.PLANNED).order_by("on", "at", "pk")


def next_planned(duos: Iterable[Duo]) -> dict[int, Meeting]:
    """By duo: the meeting to ask about, if its day has passed, else the next. One query."""
    rows = Meeting.objects.filter(duo__in=duos, kind=MeetingKind.PLANNED).order_by("-on", "-at", "-pk")
    return {row.duo_id: row for row in rows}


def last_minutes(duo: Duo) -> int | None:
    """How long they met the last time."""
    return duo.meetings.filter(kind=MeetingKind.HELD).values_list("minutes", flat=True).first()
